"""What is counted and chosen in, the bytes of the page out.

Hostile texts stay texts: the template escapes every value, data stand in JSON without a character
that HTML knows, the script writes text nodes alone, and the policy of the page allows this very
style and script and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from dongxi.manifest import SPLITS
from dongxi.markdown import outright, share
from dongxi.model import ROLES
from dongxi.report.inert import inert
from dongxi.report.plots import inline, plain
from dongxi.report.sample import LISTED
from dongxi.report.words import word, words
from dongxi.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Template

    from dongxi.facts import Facts
    from dongxi.report.numbers import Figure
    from dongxi.report.sample import Sample

TEMPLATE, STYLE, SCRIPTS = (
    "report.html.j2",
    "report.css",
    ("data.js", "list.js", "view.js", "start.js"),
)
#: Where its name in Chinese stands, and before it.
CARD_ZH, HEAD = "README.zh-CN.md", "# "


def compose(
    folder: Path, facts: Facts, figures: tuple[Figure, ...], sample: Sample, *, asked: bool
) -> bytes:
    """Fill the template."""
    style, script = read(STYLE), program()
    cited = citation(folder)
    given = plain(str(cited.get("title") or ""))
    title, title_zh = (given or word("app.title", tongue) for tongue in ("en", "zh"))
    page = _template().render(
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 -- our own file
        script=Markup(script),  # noqa: S704 -- our own file
        title=title,
        version=plain(str(cited.get("version") or "")),
        built_by=plain(str(facts.manifest.get("versions", {}).get("dongxi", ""))),
        content=plain(str(facts.manifest.get("content_sha256", ""))),
        withheld=not facts.options.whole or facts.options.personal == "mask",
        sampled=facts.options.sample > 0,
        asked=asked,
        tiles=tiles(facts),
        figures=[(figure, Markup(inline(figure))) for figure in figures],  # noqa: S704 -- escaped
        blocks=[
            (name, Markup(inert(data)))  # noqa: S704 -- that is what it is for
            for name, data in _blocks(facts, figures, sample, (title, _title_zh(folder) or title_zh), asked=asked)
        ],
    )  # fmt: skip
    return page.encode("utf-8")


def program() -> str:
    """Put the script together, its names its own."""
    return '"use strict";\n(() => {\n' + "".join(read(name) for name in SCRIPTS) + "})();\n"


def policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else.

    >>> policy("", "").split("; ")[0]
    "default-src 'none'"
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{digest(script)}'",
            f"style-src '{digest(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def digest(text: str) -> str:
    """Give the hash of a text as policies have it."""
    found = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(found).decode('ascii')}"


def citation(folder: Path) -> dict[str, Any]:
    """Read how the dataset calls itself; empty where it does not say."""
    path = folder / "CITATION.cff"
    try:
        found = yaml.safe_load(path.read_bytes()) if path.is_file() else {}
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _title_zh(folder: Path) -> str:
    """Read how the dataset calls itself in its Chinese card; empty where there is none."""
    path = folder / CARD_ZH
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline().rstrip("\n")
    return plain(outright(first.removeprefix(HEAD))) if first.startswith(HEAD) else ""


def numbers(facts: Facts, figures: tuple[Figure, ...]) -> dict[str, Any]:
    """Give the numbers that the tables prove, for whoever reads the page by program."""
    return {
        "content_sha256": facts.manifest.get("content_sha256"),
        "rows": {
            name: {split: table.rows_of(split) for split in SPLITS if table.rows_of(split)}
            for name, table in facts.tables.items()
        },
        "characters": {s: facts.total("characters", s) for s in SPLITS if facts.total("characters", s)},
        "roles": {
            role: [facts.total("role", role, place) for place in ("in_text", "left_out")]
            for role in ROLES
            if facts.by("role", role)
        },
        "edits": [[*key, n] for key, n in sorted(facts.by("edit").items())],
        "figures": {
            figure.key: {
                "series": figure.series,
                "bars": [[bar.label, *bar.values] for bar in figure.bars],
            }
            for figure in figures
        },
    }  # fmt: skip


def tiles(facts: Facts) -> list[tuple[str, str, str, str]]:
    """Give the numbers on top: number, its words, and a remark as number and words."""
    used = facts.total("bytes", "used")
    kept = sum(n for (_, place), n in facts.by("role").items() if place == "in_text")
    edits = facts.rows("edits")
    shown = [
        (f"{facts.rows('seeds'):,}", "tile.pages", f"{facts.total('status', 'used'):,}", "tile.used"),
        (f"{facts.rows('documents'):,}", "tile.documents", _groups(facts), "tile.groups"),
        (f"{facts.total('characters'):,}", "tile.characters", *_passages(facts)),
    ]  # fmt: skip
    if facts.has("ledger"):
        shown.append((share(kept, used), "tile.in_text", "", "tile.left_out"))
    else:
        shown.append(("–", "tile.no_ledger", "", "tile.no_ledger_note"))
    if facts.has("edits"):
        shown.append((f"{edits:,}", "tile.edits", "", "tile.edits_note"))
    return shown


def _passages(facts: Facts) -> tuple[str, str]:
    """Give the number of passages and its word, where they are published."""
    return (
        (f"{facts.rows('passages'):,}", "tile.passages")
        if facts.has("passages")
        else ("", "tile.no_passages")
    )


def _groups(facts: Facts) -> str:
    return f"{sum(facts.groups(split) for split in SPLITS):,}"


def _blocks(
    facts: Facts,
    figures: tuple[Figure, ...],
    sample: Sample,
    titles: tuple[str, str],
    *,
    asked: bool,
) -> list[tuple[str, object]]:
    """Give the data of the page, by the id of its element."""
    head = {
        "words": words() | _told(sample) | {"app.title": titles},
        "roles": ROLES,
        "pages": [page["seed"] for page in sample.pages],
        "documents": facts.rows("documents"),
        "shown": sample.shown,
        "asked": asked,
    }
    listed = {
        "columns": LISTED,
        "rows": [[row[name] for name in LISTED] for row in sample.listed],
    }
    pages = [(f"page-{n}", page) for n, page in enumerate(sample.pages)]
    return [("numbers", numbers(facts, figures)), ("head", head), ("list", listed), *pages]


def _told(sample: Sample) -> dict[str, tuple[str, str]]:
    """Say what the rules on the pages do, in both languages."""
    used = {rule for page in sample.pages for rule in page["rules"]}
    known = rules()
    return {
        f"rule.{rule}": (known[rule].does, known[rule].zh)
        for rule in sorted(used & known.keys())
    }


def read(name: str) -> str:
    """Read a file of the page."""
    return resources.files("dongxi.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Read the template; a name it does not have raises."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals |= {"t": _spoken, "word": word}
    environment.filters["plain"] = plain
    return environment.from_string(read(TEMPLATE))


def _spoken(key: str) -> Markup:
    """Write a word that the script can put into another language."""
    return Markup('<span data-t="{}">{}</span>').format(key, escape(word(key)))
