"""A published dataset in, what is wrong with it out; `docs/checks.md` lists the checks.

This imports none of the stages that build: what they promise is worked out again from the
tables alone, and with the raw pages at hand compared with them byte by byte. Tables are read
as a stream; ids, groups and references are kept in memory, texts never more than one page's,
but for those of documents that are near others or contained in them.
`python -m dongxi.checks` writes `docs/checks.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.checks import (
    card,
    claims,
    counts,
    documents,
    evidence,
    files,
    ledger,
    papers,
    raw,
    records,
    report,
    scan,
    whole,
    withheld,
)
from dongxi.checks.base import judge
from dongxi.checks.folder import Folder
from dongxi.checks.index import Index
from dongxi.checks.modes import modes
from dongxi.checks.pages import Rows, pages
from dongxi.compare import CHECKS as DIFFERENCES
from dongxi.model import Problem
from dongxi.schema import CHECKS as SCHEMA_CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["CHECKS", "UNPROVEN", "document", "validate"]

#: Ids with what holds for a good dataset, that no single function stands for.
OTHERS = {
    "F006": "Every Parquet file can be read to its end.",
    "F024": "All tables can be read, so that the checks across tables were made.",
    "B001": "Every seed is in the inputs.",
    "B002": "Every page of the inputs is a seed, used or rejected.",
    "B008": "Every request for removal in the folder of seeds stands in the manifest.",
}
PAGE_CHECKS = (
    *ledger.CHECKS, *documents.CHECKS, *claims.CHECKS, *evidence.CHECKS, *withheld.CHECKS,
)  # fmt: skip
#: Every check: id → what holds for a good dataset.
CHECKS: dict[str, str] = dict(
    sorted(
        SCHEMA_CHECKS.items()
        | OTHERS.items()
        | {
            (check.id, check.title)
            for group in (
                files.CHECKS, card.CHECKS, papers.CHECKS, counts.CHECKS, report.CHECKS, scan.BEFORE, scan.AFTER, whole.CHECKS, whole.LAST,
                PAGE_CHECKS, raw.CHECKS, withheld.FOLDER,
            )
            for check in group
        }
    )
)  # fmt: skip
#: The letters of the ids, in words.
LETTERS = {
    "F": "Files, hashes, card, Croissant and report",
    "S": "Rows against the schema",
    "X": "Ids, references, groups, splits and duplicates",
    "L": "Ledger: where every byte went",
    "E": "Edits: what was changed",
    "D": "Seeds and documents",
    "P": "Passages",
    "C": "Claims: why a field has its value",
    "W": "What is shown, masked, removed and left out",
    "B": "Raw pages, with `--seeds`",
    "R": "Differences between two builds, found by `reproduce`",
}
HEAD = """# The checks of `validate` and `reproduce`

Written by `python -m dongxi.checks`. An id is permanent: it is never renamed and never used
again for something else. A finding gives the id, the place (file, row, field), what was found,
what was expected and what to do. Where a table cannot be read row by row (S006, F006), the
checks across tables are left out, and F024 says so."""
#: Columns whose values the tables alone do not prove, with the reason or what they do prove.
UNPROVEN = {
    "seeds.retrieved": "known from outside the page",
    "seeds.url": "known from outside the page; host and documents are checked against it",
    "seeds.format": "how the page was cut",
    "seeds.reason": "only that it is one of the list",
    "documents.simplified": "needs the table of characters; script is checked against it",
    "documents.traditional": "needs the table of characters; script is checked against it",
    "documents.document_type": "only that it is claimed",
    "documents.duplicate_of": "of texts alike in part, only that the one named is so alike",
    "documents.flags": "spaces and masked digits; the other flags are proven",
    "passages.script": "of several passages, only that it goes with their document's counts",
    "claims.rule": "only that of dates, against their basis",
    "claims.certainty": "only that no guess is chosen",
    "claims.start": "only that what it bounds lies in the page and holds the value",
    "claims.end": "only that what it bounds lies in the page and holds the value",
    "ledger.role": "only that of rows in the text, by passages and by in_text",
    "ledger.rule": "how the role was found",
    "edits.rules": "only those for bytes that do not decode",
    "edits.certainty": "only that it is no guess",
    "edits.proof": "how the change was justified",
    "edits.candidates": "readings that were weighed",
}
TAIL = """## What no check can prove

The tables alone do not show whether these columns are right; `reproduce`, which builds again
from the raw pages, does. Nor do they show

- that a document is near another, or contained in it, and does not say so;
- that a claim that was not chosen is missing, and the order of claims about one document;
- that another text may begin at a suggested part;
- that a date, a type or a probable claim says what its evidence says (a date's holds a number);
- what a curator says, what a claim without evidence in the page says, and where the page is from;
- of a release that withholds texts or ledger, what follows from them, and that the complete
  content hash is that of a complete build;
- which version of dongxi wrote the manifest, and how many claims and documents of each value
  there are, as the last tables of the card tell.

Of the Simplified text it is proven that it differs from the text in Han characters alone."""


def validate(
    path: str | Path,
    seeds: str | Path | Sequence[str | Path] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Problem]:
    """Check a dataset against its schema and its promises; with `seeds`, its raw pages too.

    `seeds` are the inputs it was built from, `columns` the names of roles, as for `build`
    (those in the manifest, unless others are given).
    Raises `FileNotFoundError` where `path` is no folder, or one of `seeds` is nothing.
    """
    path = Path(path)
    if not path.is_dir():
        raise FileNotFoundError(f"{path}: no such folder; give the folder of a dataset")
    given = [seeds] if isinstance(seeds, str | Path) else seeds or []
    folder, index = Folder(path), Index()
    inputs = records.Inputs([str(one) for one in given], columns or _columns(folder))
    yield from judge(files.CHECKS, folder)
    yield from judge(card.CHECKS, folder)
    yield from judge(papers.CHECKS, folder)
    yield from judge(withheld.FOLDER, folder)
    yield from scan.scan(folder, index)
    if index.broken:
        names = ", ".join(sorted(index.broken))
        message = f"found {names} unreadable, so other checks were left out; mend that first"
        yield Problem("F024", str(path.name), message)
        return
    told = counts.Told(folder, index)
    yield from judge(counts.CHECKS, told)
    yield from judge(report.CHECKS, told)
    every = whole.Whole(index, folder.manifest)
    yield from judge(whole.CHECKS, every)
    with inputs:
        yield from _pages(folder, index, inputs if given else None)
    yield from judge(whole.LAST, every)


def _columns(folder: Folder) -> dict[str, str]:
    """Read the names of the roles in the inputs from the manifest."""
    found = folder.manifest.get("columns")
    known = found if isinstance(found, dict) else {}
    return {
        role: str(names[0])
        for role, names in known.items()
        if isinstance(names, list) and names
    }


def _pages(folder: Folder, index: Index, inputs: records.Inputs | None) -> Iterator[Problem]:
    """Check one page after another."""
    for page in pages(folder, index):
        yield from judge(PAGE_CHECKS, page)
        _note(index, page)
        if inputs is None:
            continue
        data = inputs.get(page.seed)
        if data is not None:
            yield from judge(raw.CHECKS, raw.Raw(page, data))
        elif page.seed["reason"] != "removed":
            yield Problem("B001", *raw.missing(page))
    if inputs is None:
        return
    sampled = modes(folder.manifest).sample
    for found in () if sampled else raw.left(inputs.files, inputs.ids(), index.seeds):
        yield Problem("B002", *found)
    if inputs.home is not None:
        for found in raw.requests(inputs.home, modes(folder.manifest).removals):
            yield Problem("B008", *found)


def _note(index: Index, page: Rows) -> None:
    """Take note of the texts that repeat others, or are repeated."""
    for row in page.documents:
        index.read(row)
    hans = {row["id"]: row["text_hans"] for row in page.documents}
    for row in page.rows("passages"):
        text = hans.get(row["document"]) or ""
        index.repeat(row, text[row["start"] : row["end"]])


def document() -> str:
    """Write `docs/checks.md`."""
    parts, listed = [HEAD], CHECKS | DIFFERENCES
    for letter, words in LETTERS.items():
        rows = [f"| {code} | {title} |" for code, title in listed.items() if code[0] == letter]
        head = [
            "| Id | What was found |" if letter == "R" else "| Id | What holds |",
            "| --- | --- |",
        ]
        parts.append(f"## {words}")
        parts.append("\n".join([*head, *rows]))
    left = [f"| `{column}` | {reason} |" for column, reason in UNPROVEN.items()]
    parts += [TAIL, "\n".join(["| Column | Why, or what is proven |", "| --- | --- |", *left])]
    return "\n\n".join(parts) + "\n"
