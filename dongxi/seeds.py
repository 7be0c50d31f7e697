r"""A folder of raw pages in, seeds in sorted order out; bytes untouched.

A seed's id is its path below the folder without its last ending; a last part of digits alone,
as in `2021.03.04`, is no ending. Names in capitals that start with `README` or `LICENSE`,
`curation.yaml`, `removals.yaml`, `provenance.jsonl`, `dataset.yaml`, dot files and endings that are
no pages are no seeds; what is not read is reported, but for the few files that belong there (`QUIET`, dot files). Only plain
files are opened, never a device or a pipe, and links that lead out of the folder are not
followed unless asked for.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi import steady
from dongxi.about import ABOUT
from dongxi.model import Limits, Problem, Seed, Unread
from dongxi.swap import MANIFEST, MANIFEST_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Endings of files that are pages; a file without one is a page too.
ENDINGS = frozenset({"", ".txt", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown"})
NO_SEEDS = ("README", "LICENSE")
#: Endings of files that hold many pages; `dongxi.inputs` reads them.
CONTAINERS = (
    ".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst", ".parquet",
    ".warc", ".warc.gz", ".wet", ".wet.gz",
)  # fmt: skip
CURATION, REMOVALS, PROVENANCE = "curation.yaml", "removals.yaml", "provenance.jsonl"
#: Files of the folder that say something about its pages.
KNOWN = frozenset({CURATION, REMOVALS, PROVENANCE, ABOUT})
#: Endings of files that are surely no pages: counted, not named.
OTHERS = frozenset(
    """.yaml .yml .json .jsonl .ndjson .toml .ini .csv .tsv .parquet .arrow .xls .xlsx .sqlite .db
    .png .jpg .jpeg .gif .webp .bmp .svg .ico .tif .tiff .mp3 .mp4 .avi .mov .wav .webm .flv .swf
    .css .js .mjs .map .woff .woff2 .ttf .otf .eot .pdf .doc .docx .ppt .pptx .rtf .epub
    .zip .gz .bz2 .xz .zst .7z .rar .tar .tgz .warc .py .sh .bat .exe .log .cff""".split()  # noqa: SIM905  (a word list)
)
#: What one may do without a word about it: their own names, alone or with an ending.
QUIET = re.compile(r"(?:README|LICENSE)(?:\.[^.]*)?")
#: An ending: what follows the last dot, unless that is digits alone or nothing is before it.
ENDING = re.compile(r"(?<=.)\.(?![0-9]+\Z)[^.]*\Z")
#: Problems of single files shown; more of them are counted.
MOST_NAMED = 20
NOT_READ = "seeds/not-read"
OUT = "a link out of the folder; put the file itself there, or give --follow-links"
#: How a manifest of ours begins.
MANIFEST_HEAD = re.compile(rb"\s*\{\s*\"" + MANIFEST_KEY.encode() + rb"\"\s*:")
HEAD_BYTES = 4_096
LIMITS = Limits()
#: How much of a file too large to be held is read at a time.
PART_BYTES = 1 << 20


class SeedError(ValueError):
    """A fault in the folder of seeds; the message says what to do."""


class Listing(NamedTuple):
    """What a folder holds."""

    seeds: tuple[tuple[str, Path], ...]
    """Id and file of each seed, sorted by id."""
    not_read: tuple[Problem, ...]
    """The files that are no seeds, with what to do if they should be."""
    containers: tuple[tuple[str, Path], ...] = ()
    """Name below the folder and file of each container, sorted by name."""


def find(folder: Path, limits: Limits = LIMITS) -> list[tuple[str, Path]]:
    """List the seeds of a folder and the folders below it: id and file, sorted by id.

    Raises `SeedError` as `listing` does.
    """
    return list(listing(folder, limits).seeds)


def listing(folder: Path, limits: Limits = LIMITS, *, empty: bool = False) -> Listing:
    """Sort the files of a folder, and of those below it, into seeds, containers and others.

    Links out of the folder count only where `limits` says so. Raises `SeedError` if there is no
    such folder, no seed in it (unless `empty`), two files with one id, a dataset among the
    pages, or a name nobody can mean.
    """
    if not folder.is_dir():
        raise SeedError(f"{folder}: no such folder; give a folder of pages with --seeds")
    steady.listable(folder)
    found: dict[str, Path] = {}
    held: list[tuple[str, Path]] = []
    left: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*")):
        name = _name(folder, path)
        if any(part.startswith(".") for part in name.split("/")):
            continue
        _refuse(folder, path, name)
        why = _why_not(path, name)
        if not limits.follow_links and _leads_out(folder, path):
            if name in {CURATION, PROVENANCE, ABOUT}:
                raise SeedError(f"{folder}: {name!r} is {OUT}")
            why = OUT if why != "" else ""
        if why is None and is_container(name):
            held.append((name, path))
        elif why is None:
            _add(folder, found, without_ending(name), path)
        elif why:
            left.append((name, why))
    if not (found or held or empty):
        raise SeedError(nothing(folder, left))
    return Listing(tuple(sorted(found.items())), tuple(problems(left)), tuple(sorted(held)))


def load(folder: Path, limits: Limits = LIMITS) -> Iterator[Seed]:
    """Read the seeds of a folder one by one, sorted by id; of one too large the hash alone."""
    for seed, path in find(folder, limits):
        yield one(seed, path, limits)


def one(seed: str, path: Path, limits: Limits) -> Seed:
    """Read a seed; of one that is too large the size and the hash alone."""
    if steady.size(path) > limits.max_bytes:
        return Seed(seed, b"", unread=_hashed(path))
    return Seed(seed, steady.read_bytes(path))


def _hashed(path: Path) -> Unread:
    """Read a file piece by piece for its size and its hash."""
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            size += len(part)
            digest.update(part)
    return Unread(size, digest.hexdigest())


def _leads_out(folder: Path, path: Path) -> bool:
    """Tell a link to a file that does not lie in the folder."""
    if not (path.is_symlink() and path.is_file()):
        return False
    return folder.resolve() not in path.resolve().parents


def apart(folder: Path, out: Path) -> None:
    """Raise `SeedError` if pages and dataset are one folder or one lies in the other."""
    pages, dataset = folder.resolve(), out.resolve()
    if pages == dataset:
        fault = "is the folder of seeds too"
    elif pages in dataset.parents:
        fault = f"lies in the folder of seeds {folder}; the next build would read it as pages"
    elif dataset in pages.parents:
        fault = f"holds the folder of seeds {folder}; a build replaces all of it"
    else:
        return
    raise SeedError(f"{out}: the output folder {fault}; name one beside it with --out")


def _name(folder: Path, path: Path) -> str:
    """Give the path below the folder as UTF-8 says it, whatever the locale says."""
    raw = os.fsencode(path.relative_to(folder))
    try:
        return raw.decode("utf-8").replace(os.sep, "/")
    except UnicodeDecodeError:
        shown = raw.decode("utf-8", "backslashreplace")
        raise SeedError(
            f"{folder}: the file name '{shown}' is not UTF-8, and an id must be; rename the file"
        ) from None


def _refuse(folder: Path, path: Path, name: str) -> None:
    """Raise for a dataset among the pages, and for a file whose name is nearly right."""
    if path.name == MANIFEST and _is_manifest(path):
        raise SeedError(
            f"{path.parent}: a dataset (it has a {MANIFEST}) lies among the seeds of {folder}, "
            "and its files are no pages; move it out of there"
        )
    meant = re.sub(r"\.yml\Z", ".yaml", name.lower())
    if meant in KNOWN and name != meant:
        raise SeedError(f"{folder}: {name!r} is not read; rename it to {meant!r}")


def _is_manifest(path: Path) -> bool:
    """Tell whether a file is the manifest of a dataset of ours, by how it begins."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return MANIFEST_HEAD.match(file.read(HEAD_BYTES)) is not None
    except OSError:
        return False


def _why_not(path: Path, name: str) -> str | None:
    """Say why a file is no seed: None if it is one, empty where it needs no word."""
    if path.is_dir():
        return "a link to a folder; put the folder itself there" if path.is_symlink() else ""
    if not path.is_file():
        return "no file that can be read; remove it or mend the link"
    return None if is_container(name) else why_not(name)


def why_not(name: str) -> str | None:
    """Say why a name below a folder is no page's: None if it is one's, empty if it needs no word.

    >>> why_not("a/page.html"), why_not("README.md"), why_not("a/curation.yaml")
    (None, '', 'curation.yaml counts at the top of the folder only; move its entries there')
    """
    last = name.rpartition("/")[2]
    if name in KNOWN or QUIET.fullmatch(last):
        return ""
    if last in KNOWN:
        return f"{last} counts at the top of the folder only; move its entries there"
    return no_page(last)


def is_container(name: str) -> bool:
    """Tell a file that holds many pages by its ending.

    >>> is_container("a/dump.JSONL.gz"), is_container("CC-MAIN-1.warc.gz")
    (True, True)
    >>> is_container("a.gz"), is_container("jsonl"), is_container(".jsonl"), is_container("a.json")
    (False, False, False, False)
    >>> is_container("provenance.jsonl")
    False
    """
    last = name.rpartition("/")[2]
    return last not in KNOWN and not last.startswith(".") and last.lower().endswith(CONTAINERS)


def no_page(last: str) -> str | None:
    """Say why a name is no page's, None if it is one's.

    >>> no_page("page.php"), no_page("README_cn.txt")
    ('ending .php; rename to .html or .txt if it is a page', \
'the name starts with README; rename it if it is a page')
    >>> no_page("licensed-news.html"), no_page("2021.03.04")
    (None, None)
    """
    for start in NO_SEEDS:
        if last.startswith(start):
            return f"the name starts with {start}; rename it if it is a page"
    ending = _ending(last)
    if ending in ENDINGS:
        return None
    return f"ending {ending}; rename to .html or .txt if it is a page"


def _ending(name: str) -> str:
    """Give the ending of a name in lower case, with its dot.

    >>> _ending("a/page.HTML"), _ending("2021.03.04"), _ending("a.b/page"), _ending("page.php")
    ('.html', '', '', '.php')
    """
    found = ENDING.search(name.rpartition("/")[2])
    return found.group().lower() if found else ""


def without_ending(name: str) -> str:
    """Take the last ending off a name.

    >>> without_ending("a.b/page.html"), without_ending("2021.03.04"), without_ending("a.b/c")
    ('a.b/page', '2021.03.04', 'a.b/c')
    """
    return name[: len(name) - len(_ending(name))]


def _add(folder: Path, found: dict[str, Path], seed: str, path: Path) -> None:
    """Add a seed, unless its id is taken."""
    if seed in found:
        raise SeedError(
            f"{folder}: the files {found[seed].name!r} and {path.name!r} have one id, "
            f"{seed!r}; rename one of them"
        )
    found[seed] = path


def problems(left: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Report files that were not read: by name, the many and the surely other ones by count."""
    named: list[tuple[str, str]] = []
    others: list[str] = []
    for name, why in left:
        if why.startswith("ending") and _ending(name) in OTHERS:
            others.append(name)
        else:
            named.append((name, why))
    for name, why in named[:MOST_NAMED]:
        yield Problem(NOT_READ, name, f"not read: {why}")
    if more := named[MOST_NAMED:]:
        yield Problem(NOT_READ, more[0][0], f"not read, the first of {len(more)} more")
    if others:
        endings = ", ".join(sorted({_ending(name) for name in others}))
        message = (
            f"not read: files with endings of other kinds ({endings}), {len(others)} in all"
        )
        yield Problem(NOT_READ, others[0], message)


def nothing(folder: Path | str, left: Iterable[tuple[str, str]]) -> str:
    """Say that a folder has no seeds, and what it has instead."""
    endings = ", ".join(sorted(ENDINGS - {""}))
    found = ", ".join(repr(name) for name, _ in list(left)[:3])
    there = f"; not read: {found}" if found else ""
    return f"{folder}: no seeds; put pages there (files ending in {endings}){there}"
