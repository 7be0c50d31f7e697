"""The tables of a dataset folder in, what the plots of its report count out.

What `dongxi.facts` counts for the card is used again; here the documents are read once more,
without their texts, for what readers look for: dates, sources, sites and lengths.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import edtf
from dongxi.manifest import SPLITS
from dongxi.model import ROLES
from dongxi.report.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dongxi.facts import Facts
    from dongxi.model import Row

#: What is read of a document to be counted.
COUNTED = (
    "source", "site_name", "host", "date", "date_earliest", "date_latest", "characters",
    "duplicate_kind", "split",
)  # fmt: skip
#: Values a plot names one by one; the rarer ones are added up.
MOST_VALUES = 12
#: Dates that are drawn one by one; more are counted by year.
MOST_DATES = 24
#: Years that are counted one by one; more are counted by decade.
MOST_YEARS = 24
DECADE = 10
#: What stands for a value that is missing, and for the rarer ones together; keys of words.
NONE, REST = "value.none", "value.rest"
#: Kinds of documents by what they repeat.
KINDS = ("unique", "exact", "near", "contained")
CERTAINTIES = ("certain", "probable", "guess")
#: How exactly a date is known.
EXACT, RANGE, UNSURE = "day", "range", "unsure"
EXACTNESS = (EXACT, RANGE, UNSURE)


class Bar(NamedTuple):
    """A line of a plot: what it is of, and a number for each series."""

    label: str
    values: tuple[int, ...]
    word: bool = False
    """Whether the label is a key of the words of the page, not a value of the dataset."""


class Stretch(NamedTuple):
    """Documents that have one date, on the line of time."""

    label: str
    first: str
    """First day, ISO."""
    last: str
    exactness: str
    documents: int


class Figure(NamedTuple):
    """A plot: bars, or stretches of time."""

    key: str
    """What its title is called among the words, behind `figure.`."""
    series: tuple[str, ...]
    """Keys of words, one for each number of a bar."""
    bars: tuple[Bar, ...]
    stretches: tuple[Stretch, ...] = ()
    """Drawn instead of the bars, which then give the same as a table."""


def figures(folder: Path, facts: Facts) -> tuple[Figure, ...]:
    """Count what is plotted, in the order of the page."""
    counts = count(rows_of(folder, "documents", COUNTED))
    found = [
        dates(counts),
        _values("sources", counts, "source"),
        _values("sites", counts, "site"),
        _summed("types", facts, "document_type", "type"),
        _summed("scripts", facts, "script", "script"),
        _lengths(counts),
        _splits(counts),
        _pages(facts),
    ]
    if facts.has("ledger"):
        found += [_left_out(facts), _roles(facts)]
    if facts.has("edits"):
        found.append(_repairs(facts))
    if facts.has("claims"):
        found.append(_fields(facts))
    return (*found, _summed("flags", facts, "flag", "flag"))


def count(rows: Iterable[Row]) -> Counter[tuple[str, ...]]:
    """Count documents by source, site, length, split with kind of duplicate, and date."""
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        counts["source", str(row["source"] or "")] += 1
        counts["site", str(row["site_name"] or row["host"] or "")] += 1
        counts["length", str(step(int(str(row["characters"]))))] += 1
        counts["split", str(row["split"]), str(row["duplicate_kind"] or "unique")] += 1
        first, last = str(row["date_earliest"] or ""), str(row["date_latest"] or "")
        counts["date", edtf.day(str(row["date"] or "")), first, last] += 1
    return counts


def step(number: int) -> int:
    """Give the largest of 0, 1, 2, 5, 10, 20, 50, … that is not above a number.

    >>> step(0), step(1), step(4), step(99), step(2_065)
    (0, 1, 2, 50, 2000)
    """
    if number < 1:
        return 0
    power = int("1" + "0" * (len(str(number)) - 1))
    return next(power * first for first in (5, 2, 1) if power * first <= number)


def above(number: int) -> int:
    """Give the next of these steps.

    >>> above(0), above(1), above(2), above(50)
    (1, 2, 5, 100)
    """
    return next(n for n in (number * 2, number * 5 // 2) if step(n) == n) if number else 1


def exactness(date: str, first: str, last: str) -> str:
    """Tell how exactly a date is known.

    >>> exactness("2017-07-21", "2017-07-21", "2017-07-21")
    'day'
    >>> exactness("2017", "2017-01-01", "2017-12-31")
    'range'
    >>> exactness("2021-04-09~", "2021-04-09", "2021-04-09")
    'unsure'
    """
    if any(mark in date for mark in "~?%"):
        return UNSURE
    return EXACT if first == last else RANGE


def dates(counts: Mapping[tuple[str, ...], int]) -> Figure:
    """Give the dates one by one, or by year or decade where they are many."""
    known = {key[1:]: n for key, n in counts.items() if key[0] == "date" and key[2]}
    ordered = sorted(known.items(), key=lambda item: (item[0][1], item[0][2], item[0][0]))
    if len(known) <= MOST_DATES:
        bars, stretches = _single(ordered)
    else:
        bars, stretches = _by_year(ordered), ()
    return Figure("dates", _series("date", EXACTNESS), (*bars, *_undated(counts)), stretches)


def _single(
    ordered: list[tuple[tuple[str, ...], int]],
) -> tuple[tuple[Bar, ...], tuple[Stretch, ...]]:
    """Draw each date."""
    stretches = tuple(
        Stretch(date, first, last, exactness(date, first, last), n)
        for (date, first, last), n in ordered
    )
    bars = tuple(
        Bar(s.label, tuple(s.documents if s.exactness == e else 0 for e in EXACTNESS))
        for s in stretches
    )
    return bars, stretches


def _by_year(ordered: list[tuple[tuple[str, ...], int]]) -> tuple[Bar, ...]:
    """Count the documents of each year or decade, by how exactly they are dated."""
    years = [int(first[:4]) for (_, first, _), _ in ordered]
    size = 1 if years[-1] - years[0] < MOST_YEARS else DECADE
    found: Counter[tuple[int, str]] = Counter()
    for (date, first, last), n in ordered:
        found[int(first[:4]) // size, exactness(date, first, last)] += n
    span = range(years[0] // size, years[-1] // size + 1)
    name = str if size == 1 else (lambda place: f"{place * size}–{place * size + size - 1}")
    return tuple(Bar(name(p), tuple(found[p, e] for e in EXACTNESS)) for p in span)


def _undated(counts: Mapping[tuple[str, ...], int]) -> tuple[Bar, ...]:
    """Tell the dates whose year is unknown, and the documents without a date."""
    open_ = sum(n for key, n in counts.items() if key[0] == "date" and key[1] and not key[2])
    none = sum(n for key, n in counts.items() if key[0] == "date" and not key[1])
    rows = (("date.open_year", (0, 0, open_)), ("date.none", (0, 0, none)))
    return tuple(Bar(name, values, word=True) for name, values in rows if sum(values))


def _values(key: str, counts: Mapping[tuple[str, ...], int], name: str) -> Figure:
    """Give the most frequent values; missing ones last."""
    found = {of[1]: n for of, n in counts.items() if of[0] == name}
    return Figure(key, ("series.documents",), most(found))


def most(found: Mapping[str, int], words: str = "") -> tuple[Bar, ...]:
    """Give the most frequent values, the rest together, the missing ones last.

    >>> [bar.label for bar in most({"": 9, "央视网": 1, "新华社": 2})]
    ['新华社', '央视网', 'value.none']
    """
    ordered = sorted((item for item in found.items() if item[0]), key=lambda i: (-i[1], i[0]))
    bars = [
        Bar(f"{words}.{name}" if words else name, (n,), word=bool(words))
        for name, n in ordered[:MOST_VALUES]
    ]
    if rest := sum(n for _, n in ordered[MOST_VALUES:]):
        bars.append(Bar(REST, (rest,), word=True))
    if found.get(""):
        bars.append(Bar(NONE, (found[""],), word=True))
    return tuple(bars)


def _summed(key: str, facts: Facts, name: str, words: str) -> Figure:
    """Give the values of a closed list, over all splits."""
    sums: Counter[str] = Counter()
    for (_, value), n in facts.by(name).items():
        sums[value] += n
    return Figure(key, ("series.documents",), most(sums, words))


def _lengths(counts: Mapping[tuple[str, ...], int]) -> Figure:
    """Count the documents by length, from the shortest step to the longest."""
    found = {int(key[1]): n for key, n in counts.items() if key[0] == "length"}
    bars, at = [], min(found, default=0)
    while found and at <= max(found):
        bars.append(
            Bar(f"{at:,}–{above(at) - 1:,}" if at > 1 else str(at), (found.get(at, 0),))
        )
        at = above(at)
    return Figure("lengths", ("series.documents",), tuple(bars))


def _splits(counts: Mapping[tuple[str, ...], int]) -> Figure:
    """Count the documents of each split by what they repeat."""
    bars = [
        Bar(f"split.{split}", tuple(counts.get(("split", split, kind), 0) for kind in KINDS), word=True)
        for split in SPLITS
    ]  # fmt: skip
    used = tuple(bar for bar in bars if sum(bar.values))
    return Figure("splits", _series("kind", KINDS), used)


def _pages(facts: Facts) -> Figure:
    """Count the pages by what became of them."""
    found = {
        f"status.{status}" if not why else f"reason.{why}": n
        for (status, why), n in facts.by("status").items()
    }
    ordered = sorted(found.items(), key=lambda item: (item[0] != "status.used", -item[1], item))
    bars = tuple(Bar(name, (n,), word=True) for name, n in ordered)
    return Figure("pages", ("series.pages",), bars)


def _roles(facts: Facts) -> Figure:
    """Add up the bytes of each role, in a text and left out."""
    found = facts.by("role")
    bars = (
        Bar(
            f"role.{r}", tuple(found.get((r, p), 0) for p in ("in_text", "left_out")), word=True
        )
        for r in ROLES
    )
    return Figure(
        "roles", ("series.in_text", "series.left_out"), tuple(b for b in bars if sum(b.values))
    )


def _left_out(facts: Facts) -> Figure:
    """Add up the bytes of each role that are in no text, the most first."""
    bars = [
        Bar(f"role.{role}", (n,), word=True)
        for (role, place), n in facts.by("role").items()
        if place == "left_out" and n
    ]
    bars.sort(key=lambda bar: (-bar.values[0], bar.label))
    return Figure("left_out", ("series.left_out",), tuple(bars))


def _repairs(facts: Facts) -> Figure:
    """Count the rewritten pieces by rule and certainty."""
    found = facts.by("edit")
    rules = {rule for rule, _ in found}
    bars = [Bar(r, tuple(found.get((r, c), 0) for c in CERTAINTIES)) for r in rules]
    bars.sort(key=lambda bar: (-sum(bar.values), bar.label))
    return Figure("repairs", _series("certainty", CERTAINTIES), tuple(bars))


def _fields(facts: Facts) -> Figure:
    """Count the chosen claims of each field by certainty, and those that lost."""
    sums: Counter[tuple[str, str]] = Counter()
    for (field, _, certainty, chosen), n in facts.by("claim").items():
        sums[field, certainty if chosen == "chosen" else "lost"] += n
    kinds = (*CERTAINTIES[:2], "lost")
    fields = sorted({field for field, _ in sums})
    bars = [Bar(f"field.{f}", tuple(sums[f, k] for k in kinds), word=True) for f in fields]
    bars.sort(key=lambda bar: (-sum(bar.values), bar.label))
    return Figure(
        "fields", ("certainty.certain", "certainty.probable", "claim.lost"), tuple(bars)
    )


def _series(words: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{words}.{name}" for name in names)
