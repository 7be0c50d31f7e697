"""The tables of a dataset folder in, its card, licence and citation out.

The card is for people: a template (`data/card.md.tmpl`) filled with what people say of the
collection and what is counted in it. Its YAML head is for the programs that load it. Values
from pages are escaped; what `dataset.yaml` says is Markdown, and its author's affair.
"""

from __future__ import annotations

from collections import Counter
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

import yaml

from dongxi import told
from dongxi.about import LIMITS
from dongxi.chinese import EVERY_SPLIT, EXAMPLE_OF, JSONL_ZH, LICENSED, SENTENCES, chinese
from dongxi.chinese import MORE as MORE_ZH
from dongxi.croissant import cite, content, languages
from dongxi.facts import describe
from dongxi.manifest import SPLITS, versions
from dongxi.markdown import MORE, example, inline, share, table
from dongxi.model import ROLES
from dongxi.report.pictures import line, shown
from dongxi.schema import features, field_rows, tables
from dongxi.write import JSONL_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dongxi.about import About
    from dongxi.facts import Facts
    from dongxi.manifest import File

#: A name for the licence where the hubs know none.
LICENSE_NAME = "pages-belong-to-their-publishers"
#: The hubs' steps of size, in rows.
SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
)  # fmt: skip
SIZE_ELSE = "n>1B"
#: Reasons of rejection that the card lists; the rarer ones are added up.
MOST_REASONS = 20
#: Sections that hold what people wrote in `dataset.yaml`, or what a page says, and nothing else.
WRITTEN = frozenset(
    {
        "title", "description", "summary_zh", "selection", "uses", "limits", "rights",
        "personal_data", "contact", "changelog", "example",
    }
)  # fmt: skip
#: What the report is opened for, without a ledger and with one.
SEEN = ("to look through the documents", "to see every page beside its text, with the evidence")
#: What is said of the JSON Lines that hold some tables.
JSONL = r""" `jsonl/` holds {}
once more as JSON Lines, for pandas, DuckDB or jq. Do not read those with `datasets`: it makes
timestamps of a column whose values all look like dates, whatever this card says. And divide them
at `\n` alone: U+2028, U+0085 and the like occur inside the texts, and Python's `splitlines()`
would cut rows there."""
#: What is said between the bytes of the roles and the changes.
BETWEEN = """`markup` and `whitespace` in a text are what stands between its paragraphs and reads as a line end
or a blank there. What was changed in them:"""
#: What the counts by value are called in the card.
VALUES = {
    "script": "script", "document_type": "type", "date_basis": "basis of the date",
    "duplicate_kind": "kind of duplicate", "flag": "flag",
}  # fmt: skip


def render(folder: Path, about: About, facts: Facts | None = None) -> str:
    """Write the dataset card of a folder; its Parquet files and its manifest are read.

    `facts` spares the reading where they are known.
    """
    facts = facts or describe(folder)
    head = yaml.safe_dump(
        header(facts, about), allow_unicode=True, sort_keys=False, width=2**31
    )
    return f"---\n{head}---\n\n{_fill('card.md.tmpl', _sections(facts, about))}"


def render_chinese(folder: Path, about: About, facts: Facts | None = None) -> str:
    """Write the same card in Chinese, without the head.

    What people wrote stands as they wrote it, in Chinese where they did, and so does what a page says.
    """
    facts = facts or describe(folder)
    sections = _sections(facts, about.chinese(), "zh")
    sections["cite"] = cite(about, content(facts))  # one name, as in CITATION.cff
    said = {
        name: text if name in WRITTEN and text not in SENTENCES else chinese(text)
        for name, text in sections.items()
    }
    return _fill("card.zh-CN.md.tmpl", said)


def licence(about: About) -> str:
    """Write `LICENSE.md`: whose the pages are, and what holds for the rest."""
    return _fill(
        "licence.md.tmpl",
        {
            "title": inline(about.pretty_name),
            "rights": about.rights,
            "licence": _licence(about),
            "contact": about.contact,
        },
    )


def citation(about: About, content: str | None = None) -> str:
    """Write `CITATION.cff`; `content` is the hash of the rows, where they are there."""
    named = {
        "type": "other",
        "value": f"content-sha256:{content}",
        "description": "SHA-256 of the rows, however their files were written",
    }
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it by these metadata.",
        "type": "dataset",
        "title": about.pretty_name,
        "abstract": about.description,
        "authors": [{"name": name} for name in about.authors],
        "version": about.version,
        "identifiers": [named] if content else [],
        "date-released": about.released,
        "url": about.homepage,
        "keywords": list(about.tags),
    }
    given = {key: value for key, value in fields.items() if value}
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=2**31)


def header(facts: Facts, about: About) -> dict[str, Any]:
    """Make the YAML head of the card: what hubs search by, and how the tables are loaded."""
    curated = ["expert-generated"] if facts.total("curated") else []
    return {
        "pretty_name": about.pretty_name,
        "language": ["zh"],
        "language_details": languages(facts),
        "license": "other",
        "license_name": LICENSE_NAME,
        "license_link": "LICENSE.md",
        "size_categories": [_size(facts.rows("documents"))],
        "task_categories": list(about.task_categories),
        "annotations_creators": ["machine-generated", *curated],
        "source_datasets": ["original"],
        "tags": list(about.tags),
        "configs": _configs(facts),
    }


def _fill(name: str, values: Mapping[str, str]) -> str:
    """Fill a template; a placeholder without a value raises."""
    text = resources.files("dongxi.data").joinpath(name).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _configs(facts: Facts) -> list[dict[str, Any]]:
    """Give one configuration per table that has rows; the first is the default.

    Readers keep what they loaded from a folder under a key that ignores the data: the hash in
    the description makes it another key when rows change.
    """
    configs: list[dict[str, Any]] = []
    for name, counted in facts.tables.items():
        files = [
            {"split": split, "path": _path(own)}
            for split in SPLITS
            if (own := [file for file in counted.files if file.split == split])
        ]
        configs.append(
            {
                "config_name": name,
                "description": f"content-sha256:{counted.content_sha256}",
                **({} if configs else {"default": True}),
                "data_files": files,
                "features": features(tables()[name]),
            }
        )
    return configs


def _path(files: Sequence[File]) -> str:
    """Give the path of a file, or the pattern of several, all of one split of one table."""
    if len(files) == 1:
        return files[0].path
    return f"{files[0].table}/{files[0].split}-*.parquet"


def _size(rows: int) -> str:
    """Give the hubs' name for a number of rows.

    >>> _size(34), _size(1_000), _size(10**12)
    ('n<1K', '1K<n<10K', 'n>1B')
    """
    return next((name for limit, name in SIZES if rows < limit), SIZE_ELSE)


def _sections(facts: Facts, about: About, language: str = "en") -> dict[str, str]:
    """Write what the template asks for."""
    of = " of `{}`" if language == "en" else EXAMPLE_OF
    return {
        "title": inline(about.pretty_name),
        "badges": line(facts, language),
        "plots": shown(facts, language),
        "seen": SEEN[facts.has("ledger")],
        "description": about.description,
        "summary_zh": about.summary_zh,
        "tables": _tables(facts),
        "selection": about.selection,
        "uses": about.uses,
        "funnel": _funnel(facts),
        "trust": told.trust(facts),
        "roles": _roles(facts),
        "changes": _changes(facts),
        **_loading(facts, language),
        "jsonl": _jsonl(facts, language),
        "splits": _splits(facts),
        "values": _values(facts),
        "example_of": of.format(facts.example["split"]) if facts.example else "",
        "example": example(facts.example, MORE if language == "en" else MORE_ZH),
        "fields": _fields(facts, language),
        "claims": _claims(facts),
        "limits": "\n".join(
            f"- {limit}"
            for limit in (
                *about.limits,
                *(map(chinese, LIMITS) if language == "zh" else LIMITS),
            )
        ),
        "rights": about.rights,
        "licence": _licence(about, language),
        "personal_data": about.personal_data,
        "withheld": told.withheld(facts),
        "built_by": versions()["dongxi"],
        "cite": cite(about, content(facts)),
        "content": content(facts),
        "contact": about.contact,
        "changelog": _changelog(about),
    }


def _tables(facts: Facts) -> str:
    """Tell the tables, their rows, and the question each answers."""
    body = []
    for name, counted in facts.tables.items():
        title = tables()[name].title
        cells = (f"{counted.rows_of(split):,}" for split in SPLITS)
        body.append((f"`{name}`", f"{title[0].lower()}{title[1:]}", *cells))
    return table(("configuration", "what it tells", *SPLITS), body)


def _funnel(facts: Facts) -> str:
    """Tell what became of the pages, and of their bytes."""
    size, used = facts.total("bytes"), facts.total("bytes", "used")
    kept = sum(n for (_, place), n in facts.by("role").items() if place == "in_text")
    kinds = _summed(facts, "duplicate_kind")
    duplicates = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items() if kind)
    lines = [
        ("pages that went in", f"{facts.rows('seeds'):,} ({size:,} bytes)"),
        *_rejected(facts),
        ("pages used", f"{facts.total('status', 'used'):,} ({used:,} bytes)"),
        ("pages divided into parts", f"{facts.total('divided'):,}"),
        ("documents", f"{facts.rows('documents'):,}"),
        ("documents that repeat another", duplicates or "none"),
    ]
    if facts.has("passages"):
        lines += [
            ("passages", f"{facts.rows('passages'):,}"),
            ("passages that repeat an earlier one", f"{facts.total('repeated'):,}"),
        ]
    lines.append(("groups of documents", f"{sum(facts.groups(split) for split in SPLITS):,}"))
    if facts.has("ledger"):
        lines += [
            ("bytes kept in a text", f"{kept:,} ({share(kept, used)} of the pages used)"),
            ("bytes left out", f"{used - kept:,} ({share(used - kept, used)})"),
        ]
    return table(("step", "number"), lines)


def _rejected(facts: Facts) -> list[tuple[str, str]]:
    """Tell why pages were rejected, the most frequent reason first."""
    found = facts.by("status", "rejected")
    reasons = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    lines = [(f"rejected: {inline(why)}", f"{n:,}") for (why,), n in reasons[:MOST_REASONS]]
    rest = sum(n for _, n in reasons[MOST_REASONS:])
    if rest:
        lines.append(
            (f"rejected for {len(reasons) - MOST_REASONS:,} other reasons", f"{rest:,}")
        )
    return lines or [("pages rejected", "0")]


def _roles(facts: Facts) -> str:
    """Tell the bytes of each role, in a text and left out."""
    if not facts.has("ledger"):
        return "This release does not tell: it has no ledger."
    places = facts.by("role")
    body = [
        (
            f"`{role}`",
            *(f"{places.get((role, place), 0):,}" for place in ("in_text", "left_out")),
        )
        for role in ROLES
        if any((role, place) in places for place in ("in_text", "left_out"))
    ]
    return table(("role", "bytes in a text", "bytes left out"), body)


def _changes(facts: Facts) -> str:
    """Tell what stands between paragraphs, and how many pieces each rule rewrote."""
    if not facts.has("edits"):
        other = "This release does not" if facts.has("ledger") else "Nor does it"
        return f"{other} tell what was changed in the texts: it has no edits."
    body = [
        (f"`{rule}`", certainty, f"{n:,}") for (rule, certainty), n in facts.by("edit").items()
    ]
    return f"{BETWEEN}\n\n{table(('rule', 'certainty', 'pieces'), body)}"


def _loading(facts: Facts, language: str) -> dict[str, str]:
    """Write the lines that load what is there."""
    every = "every split" if language == "en" else EVERY_SPLIT
    names = [(name, counted.files[0].split) for name, counted in facts.tables.items()]
    first = names[0][0] if names else "documents"
    lines = [f'{first} = load_dataset("dist")  # {every}']
    lines += [
        f'{name} = load_dataset("dist", "{name}", split="{split}")'
        for name, split in names[1:2]
    ]
    lines += [
        f'{name} = load_dataset("dist", "{name}", split="{split}", streaming=True)'
        for name, split in names[4:5]
    ]
    return {
        "load": "\n".join(lines),
        "pandas": f'{first} = pd.read_parquet("dist/{first}")',
        "first": first,
    }


def _jsonl(facts: Facts, language: str) -> str:
    """Say what the JSON Lines are for, where there are any."""
    if not facts.options.jsonl:
        return ""
    *names, last = (f"`{name}`" for name in JSONL_TABLES if facts.has(name))
    if language == "zh":
        return JSONL_ZH.format(f"{'、'.join(names)} 和 {last}")
    return JSONL.format(f"{', '.join(names)} and {last}")


def _splits(facts: Facts) -> str:
    """Tell documents, characters and groups of each split."""
    documents = facts.tables.get("documents")
    body = [
        (
            f"`{split}`",
            f"{rows:,}",
            f"{facts.total('characters', split):,}",
            f"{facts.groups(split):,}",
        )
        for split in SPLITS
        if documents and (rows := documents.rows_of(split))
    ]
    return table(("split", "documents", "characters", "groups"), body)


def _values(facts: Facts) -> str:
    """Count the documents by what readers choose them by."""
    body = []
    for key, name in VALUES.items():
        for value in _summed(facts, key):
            cells = (f"{facts.total(key, split, value):,}" for split in SPLITS)
            body.append((name, f"`{value}`" if value else "*none*", *cells))
    return table(("documents by", "value", *SPLITS), body)


def _summed(facts: Facts, key: str) -> dict[str, int]:
    """Add up the counts of a key over the splits, the most frequent value first."""
    sums: Counter[str] = Counter()
    for (_, value), n in facts.by(key).items():
        sums[value] += n
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _fields(facts: Facts, language: str) -> str:
    """Write the field table of each table that has rows."""
    parts = []
    for name, counted in facts.tables.items():
        shown = tables()[name]
        lines = field_rows(shown, counted.empty, language)
        shares = [_with_share(line, counted.rows) for line in lines[2:]]
        said = shown.description if language == "en" else shown.description_zh
        parts += [f"### {name}", said, "\n".join(lines[:2] + shares)]
    return "\n\n".join(parts)


def _with_share(line: str, rows: int) -> str:
    """Turn the number of empty rows of a field table into their share.

    >>> _with_share("| `url` | string | 1 | Address. |", 4)
    '| `url` | string | 25.0 % | Address. |'
    """
    name, kind, empty, meaning = line.split(" | ", 3)
    return f"{name} | {kind} | {share(int(empty), rows)} | {meaning}"


def _claims(facts: Facts) -> str:
    """Count the claims by field and rule, the fields in the order of the documents table."""
    if not facts.has("claims"):
        return "This release does not tell: it has no claims."
    order = [column.name for column in tables()["documents"].columns]
    found = facts.by("claim")
    kinds = sorted(
        {key[:3] for key in found},
        key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key),
    )
    body = [
        (
            f"`{field}`", f"`{rule}`", certainty,
            f"{found.get((field, rule, certainty, 'chosen'), 0):,}",
            f"{found.get((field, rule, certainty, 'other'), 0):,}",
        )
        for field, rule, certainty in kinds
    ]  # fmt: skip
    return table(("field", "rule", "certainty", "chosen", "not chosen"), body)


def _licence(about: About, language: str = "en") -> str:
    """Say what holds for what the makers added."""
    if about.licence is not None and language == "zh":
        return LICENSED.format(inline(about.licence))
    own = "the selection, the arrangement, the metadata and the files that describe them"
    if about.licence is None:
        return f"For what the makers added ({own}), no licence is stated; ask them."
    return f"What the makers added ({own}) may be used under {inline(about.licence)}."


def _changelog(about: About) -> str:
    """List the versions with what each changed."""
    if not about.changelog:
        return f"- {about.version}"
    parts = []
    for change in about.changelog:
        parts.append(f"- **{change.version}**")
        parts += [f"  - {line}" for line in change.changes]
    return "\n".join(parts)
