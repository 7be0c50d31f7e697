"""A dataset in, the questions only a person can answer out, the most valuable first.

Each question comes with an entry for `curation.yaml`: to keep, with a reason, or to delete. Only the
published tables are read, so whoever holds a release can review it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi import lost
from dongxi.curation import FIELDS, MANY
from dongxi.duplicates import CONTAINED, NEAR
from dongxi.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dongxi.walk import Row, Rows

#: What is read of each table.
COLUMNS = {
    "seeds": ("seed", "sha256", "encoding"),
    "documents": None,
    "claims": (
        "seed",
        "document",
        "field",
        "value",
        "chosen",
        "rule",
        "certainty",
        "start",
        "end",
    ),
    "ledger": ("seed", "document", "start", "end", "in_text", "raw"),
    "edits": ("seed", "document", "start", "end", "new", "rules", "candidates"),
}
#: The kinds of questions, the most valuable first: each with what it asks.
KINDS = {
    "lost-character": "a character of a text or value is lost",
    "no-title": "no title was found",
    "conflict": "rules that are both sure give different values",
    "no-year": "the page gives a day without its year",
    "no-date": "no date was found",
    "no-source": "no source was found",
    "guess": "a value was only guessed, so the field is null",
    "part": "another text may begin here",
    "repair": "a repair was not sure enough to be made",
    "threshold": "the documents are just similar enough to count as duplicates",
}
#: Fields that readers choose documents by: nulls in others are no question.
NEEDED = ("title", "date", "source")
#: Fields in which two sure rules may conflict.
SINGLE = tuple(name for name in FIELDS if name not in MANY)
#: How near a threshold is, per mille.
CLOSE = 30
LOST = "\ufffd"
#: Lost characters with what stands around them on their line.
LOST_HERE = re.compile("[^\ufffd]{0,8}(\ufffd+)[^\ufffd]{0,8}")
NO_YEAR = "XXXX-"
#: The rule that names who wrote a post: where it does more than once, each post has its date.
POSTER = "claims/poster"


class Question(NamedTuple):
    """Something to decide."""

    kind: str
    """A key of `KINDS`."""
    seed: str
    document: str | None
    field: str
    told: str
    """What the dataset says now, and what speaks against it."""
    entry: Mapping[str, Any] | None
    """An entry for `curation.yaml` that lacks its reason, and its value where nothing speaks for one;
    None where none can help."""


class Asked(NamedTuple):
    """The page a question is about."""

    seed: str
    sha256: str

    def entry(self, field: str, value: str, **place: int | str) -> dict[str, Any]:
        """Make an entry that lacks its reason."""
        return {**self._asdict(), "field": field, "value": value, **place, "reason": ""}


def review(folder: Path) -> list[Question]:
    """Give the questions of a dataset, by kind, then in the order of the seeds."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = [one for seed, (rows,) in walk([folder], COLUMNS) for one in _seed(seed, rows)]
    return sorted(found, key=lambda question: order[question.kind])


def _seed(seed: str, rows: Rows) -> Iterator[Question]:
    """Ask about one page."""
    page = Asked(seed, rows["seeds"][0]["sha256"])
    documents = rows.get("documents", [])
    claims = rows.get("claims", [])
    yield from _lost(page, rows)
    yield from _blank(page, rows)
    if documents:
        yield from _fields(page, documents[0], claims)
    for claim in claims:
        yield from _suggested(page, claim)
    yield from _similar(documents)


def _lost(page: Asked, rows: Rows) -> Iterator[Question]:
    """Ask for characters lost in a text or a value, with the readings that fit best."""
    ranges = [(row["start"], row["end"]) for row in rows.get("ledger", []) if row["in_text"]]
    ranges += [
        (claim["start"], claim["end"])
        for claim in rows.get("claims", [])
        if LOST in claim["value"] and claim["start"] is not None
    ]
    for row in rows.get("edits", []):
        inside = any(start <= row["start"] < end for start, end in ranges)
        if not inside or (row["new"] or "").count(LOST) != 1:
            continue
        likely = row["candidates"] or []
        told = f"{row['new']}" + (f", likely {' '.join(likely)}" if likely else "")
        entry = (
            page.entry("character", likely[0], start=row["start"], end=row["end"])
            if likely
            else None
        )
        yield Question("lost-character", page.seed, row["document"], "character", told, entry)


def _blank(page: Asked, rows: Rows) -> Iterator[Question]:
    """Ask for characters that the bytes of a page themselves say are lost, unless filled in."""
    encoding = rows["seeds"][0]["encoding"]
    filled = {row["start"] for row in rows.get("edits", []) if lost.FILLED in row["rules"]}
    for row in rows.get("ledger", []):
        for hit in LOST_HERE.finditer((row["in_text"] and row["raw"]) or ""):
            before = row["raw"][: hit.start(1)].encode(encoding)
            if row["start"] + len(before) not in filled:
                entry = page.entry("character", "", quote=hit.group())
                name = row["document"]
                yield Question(
                    "lost-character", page.seed, name, "character", hit.group(), entry
                )


def _fields(page: Asked, row: Row, claims: list[Row]) -> Iterator[Question]:
    """Ask about fields of a page: conflicts, nulls, guesses, days without a year."""
    posted = sum(claim["rule"] == POSTER for claim in claims) > 1
    for field in SINGLE:
        rivals = [claim for claim in claims if claim["field"] == field]
        if field == "date" and posted:
            rivals = list(_before_replies(rivals))
        chosen = next((claim for claim in rivals if claim["chosen"]), None)
        if chosen and chosen["rule"].startswith("curation/"):
            continue
        value = row.get(field)
        best = next(
            (claim for claim in rivals if not claim["chosen"] and LOST not in claim["value"]),
            None,
        )
        if value is None:
            yield from _missing(page, row, field, best)
        elif field == "date" and str(value).startswith(NO_YEAR):
            entry = page.entry(field, value)
            yield Question("no-year", page.seed, row["id"], field, str(value), entry)
        else:
            yield from _conflict(page, row, field, chosen, rivals)


def _before_replies(dates: list[Row]) -> Iterator[Row]:
    """Leave out dates that stand behind the chosen one, on a page of posts: those of replies."""
    chosen = next((claim["start"] for claim in dates if claim["chosen"]), None)
    for claim in dates:
        if None in {chosen, claim["start"]} or claim["start"] <= chosen:
            yield claim


def _missing(page: Asked, row: Row, field: str, best: Row | None) -> Iterator[Question]:
    """Ask for a value that is null: with the best guess, or where readers need one."""
    if best:
        told = f"null; {best['value']} by {best['rule']}, {best['certainty']}"
        entry = page.entry(field, best["value"])
        kind = f"no-{field}" if field in NEEDED else "guess"
        yield Question(kind, page.seed, row["id"], field, told, entry)
    elif field in NEEDED:
        told, entry = "null, and nothing speaks for a value", page.entry(field, "")
        yield Question(f"no-{field}", page.seed, row["id"], field, told, entry)


def _conflict(
    page: Asked, row: Row, field: str, chosen: Row | None, rivals: list[Row]
) -> Iterator[Question]:
    """Ask where rules as sure as the chosen one say something else."""
    if chosen is None:
        return
    others = {
        claim["value"]: claim["rule"]
        for claim in rivals
        if claim["certainty"] == "certain" == chosen["certainty"]
        and not _agree(field, claim["value"], chosen["value"])
    }
    if others:
        against = "; ".join(f"{value} by {rule}" for value, rule in others.items())
        told = f"{chosen['value']} by {chosen['rule']}, but {against}"
        entry = page.entry(field, chosen["value"])
        yield Question("conflict", page.seed, row["id"], field, told, entry)


def _agree(field: str, one: str, other: str) -> bool:
    """Tell whether two values say the same, one perhaps more of it.

    >>> _agree("date", "2020-05-03T10:00", "2020-05-03"), _agree("date", "2020-05-03", "2020-05-04")
    (True, False)
    >>> _agree("source", "新华社", "新华社北京")
    True
    """
    if field == "date" and NO_YEAR in {one[:5], other[:5]}:
        one, other = one[5:10], other[5:10]
    return one in other or other in one


def _suggested(page: Asked, claim: Row) -> Iterator[Question]:
    """Ask about boundaries and repairs that were only suggested."""
    if claim["chosen"]:
        return
    if claim["field"] == "part" and claim["rule"] == "parts/suggested":
        entry = page.entry("part", claim["value"], start=claim["start"])
        told = f"number {claim['value']} at byte {claim['start']}; all parts of a page are kept, or none"
        yield Question("part", page.seed, claim["document"], "part", told, entry)
    elif claim["field"] == "repair":
        told = f"bytes {claim['start']}-{claim['end']} may read {claim['value']!r} ({claim['rule']}, {claim['certainty']})"
        yield Question("repair", page.seed, claim["document"], "repair", told, None)


def _similar(documents: list[Row]) -> Iterator[Question]:
    """Show pairs that a slightly other threshold would part."""
    for row in documents:
        least = {"near": NEAR, "contained": CONTAINED}.get(row["duplicate_kind"] or "")
        if least is not None and row["similarity"] < least + CLOSE:
            told = f"{row['duplicate_kind']} {row['duplicate_of']}, {row['similarity']} of {least} per mille"
            yield Question("threshold", row["seed"], row["id"], "duplicate_of", told, None)
