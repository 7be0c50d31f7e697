"""Checks of licence, citation and their like, and of what does not belong in a dataset."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dongxi.checks.base import Check, Found, quote, unequal
from dongxi.checks.folder import CARD, CROISSANT, HEAD, LOADER, Folder, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

REBUILD = "build the dataset again"
LICENSE, CITATION = "LICENSE.md", "CITATION.cff"
#: What hubs put at the top of a folder they hold or fetched.
HUBS = frozenset({".git", ".gitattributes", ".cache"})
#: The licence in the head of the card: the pages have none that the hubs know.
LICENCE = {
    "license": "other",
    "license_name": "pages-belong-to-their-publishers",
    "license_link": LICENSE,
}
#: What Croissant must tell.
CROISSANT_KEYS = (
    "@context", "@type", "conformsTo", "creator", "description", "license", "name", "version",
)  # fmt: skip


def plain(folder: Folder) -> Iterator[Found]:
    """Report what is neither a file nor a folder with files in it, and what is hidden."""
    for top, names, files in os.walk(folder.path):
        here = Path(top).relative_to(folder.path)
        if not here.parts:
            names[:] = [name for name in names if name not in HUBS]
            files = [name for name in files if name not in HUBS]  # noqa: PLW2901 -- fewer of them
        names.sort()
        if here.parts and not names and not files:
            yield Found(f"{here.as_posix()}/", f"found an empty folder; remove it or {REBUILD}")
        for name in sorted([*names, *files]):
            what = _strange(Path(top) / name)
            if what:
                message = f"found {what}, expected a plain file; remove it or {REBUILD}"
                yield Found((here / name).as_posix(), message)
        names[:] = [name for name in names if not name.startswith(".")]


def _strange(path: Path) -> str:
    """Say what is wrong about a path, if something is."""
    if path.is_symlink():
        return "a link"
    if path.name.startswith("."):
        return "a hidden file or folder"
    return "" if path.is_file() or path.is_dir() else "something that is no file"


def licensed(folder: Folder) -> Iterator[Found]:
    """Compare the licence in the head of the card with what holds for the pages."""
    for key, expected in LICENCE.items():
        if folder.card and folder.card.get(key) != expected:
            yield Found(f"{CARD}, {key}", unequal(folder.card.get(key), expected, REBUILD))


def keys(folder: Folder) -> Iterator[Found]:
    """Report keys that stand twice in the head of the card: readers take one or the other."""
    hit = HEAD.match(folder.text(CARD))
    if not hit or not folder.card:
        return  # another check says so
    nodes, seen = [yaml.compose(hit["yaml"], Loader=LOADER)], set()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            names = Counter(key.value for key, _ in node.value if isinstance(key.value, str))
            nodes += [value for _, value in node.value]
            for name in sorted(name for name, times in names.items() if times > 1):
                message = f"found {names[name]} of this key, expected one; {REBUILD}"
                yield Found(f"{CARD}, {name}", message)


def rights(folder: Folder) -> Iterator[Found]:
    """Compare what the licence says with what the card says."""
    if LICENSE not in folder.files or CARD not in folder.files:
        return  # another check says so
    parts = [part.strip() for part in folder.text(LICENSE).split("\n\n")]
    said = [part for part in parts if part and not part.startswith("#")]
    if not said:
        yield Found(LICENSE, f"found nothing said, expected whose the pages are; {REBUILD}")
    for part in said:
        if part not in folder.text(CARD):
            message = f"found {quote(part)}, expected what the card says of rights; {REBUILD}"
            yield Found(LICENSE, message)


def citation(folder: Folder) -> Iterator[Found]:
    """Report a citation that does not tell what to cite."""
    if CITATION not in folder.files:
        return  # another check says so
    found = _citation(folder)
    for key, kind in (("cff-version", str), ("title", str), ("authors", list)):
        if not isinstance(found.get(key), kind) or not found[key]:
            message = f"found {quote(found.get(key))}, expected something to cite; {REBUILD}"
            yield Found(f"{CITATION}, {key}", message)
    title = folder.card.get("pretty_name")
    if folder.card and found.get("title") and found["title"] != title:
        message = unequal(found["title"], title, f"as in the card; {REBUILD}")
        yield Found(f"{CITATION}, title", message)


def _citation(folder: Folder) -> dict[str, Any]:
    """Read the citation; empty where it is no YAML of keys."""
    try:
        data = load_yaml(folder.text(CITATION))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def described(folder: Folder) -> Iterator[Found]:
    """Report what Croissant does not tell, and a version other than the one to be cited."""
    if CROISSANT not in folder.files:
        return  # another check says so
    for key in CROISSANT_KEYS:
        if not folder.croissant.get(key):
            yield Found(f"{CROISSANT}, {key}", f"found nothing, expected a value; {REBUILD}")
    found, cited = folder.croissant.get("version"), _citation(folder).get("version")
    if found and cited and found != str(cited):
        message = unequal(found, cited, f"as in {CITATION}; {REBUILD}")
        yield Found(f"{CROISSANT}, version", message)


#: Checks of these papers, in order.
CHECKS: tuple[Check[Folder], ...] = (
    Check("F025", "Nothing is hidden, linked or empty among the files.", plain),
    Check("F031", "The head of the card gives the licence of the pages.", licensed),
    Check("F032", "No key stands twice in the head of the card.", keys),
    Check("F033", "LICENSE.md says of the rights what the card says.", rights),
    Check("F034", "CITATION.cff gives a title, as the card does, and authors.", citation),
    Check("F035", "Croissant tells name, version and licence.", described),
)
