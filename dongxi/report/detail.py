"""The published rows of one page in, what the report shows of it out.

Bytes become characters here, so that the page needs to know no encoding: a place is a row of the
ledger and a number of Unicode code points in what is shown of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, partial
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.model import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = dict[str, Any]

#: How a row of the ledger is shown: as its bytes read, in hexadecimal, not at all, as a hash.
RAW, HEX, WITHHELD, HASHED = range(4)
#: What a claim says, without the place of its evidence.
SAID = ("document", "field", "value", "chosen", "rule", "certainty", "reason")
#: Columns of the documents table that the detail of a document leaves to other parts.
ELSEWHERE = frozenset({"text", "text_hans", "seed"})


def _bytes_of(encoding: str, character: str) -> int:
    """Count the bytes of a character."""
    return len(character.encode(encoding, "surrogatepass"))


class Place(NamedTuple):
    """A place in the page as it is shown."""

    row: int
    char: int
    """Unicode code points from the start of the row."""


class Places:
    """Where the bytes of a page stand in what is shown of it."""

    def __init__(self, ledger: Sequence[Row], encoding: str | None) -> None:
        self._rows = ledger
        self._size = cache(partial(_bytes_of, encoding or "utf-8"))
        self._starts = [row["start"] for row in ledger]
        self._ends = [row["end"] for row in ledger]
        self._marks: dict[int, list[int]] = {}

    def first(self, byte: int) -> Place:
        """Find where a range begins."""
        at = max(bisect_right(self._starts, byte) - 1, 0)
        return self.inside(at, byte)

    def last(self, byte: int) -> Place:
        """Find where a range ends."""
        at = min(bisect_left(self._ends, byte), len(self._rows) - 1)
        return self.inside(at, byte)

    def inside(self, at: int, byte: int) -> Place:
        """Find a byte in a row."""
        marks = self._of(at)
        return Place(at, min(bisect_left(marks, byte - self._starts[at]), len(marks) - 1))

    def _of(self, at: int) -> list[int]:
        """Give the byte at which each character of a row ends; nothing where none is shown."""
        if at not in self._marks:
            self._marks[at] = list(accumulate(self._sizes(self._rows[at]), initial=0))
        return self._marks[at]

    def _sizes(self, row: Row) -> Iterable[int]:
        if row["raw"] is not None:
            return map(self._size, row["raw"])
        if row["raw_hex"] is not None:  # two digits a byte
            return [size for _ in range(row["end"] - row["start"]) for size in (0, 1)]
        return ()


def detail(rows: Mapping[str, list[Row]]) -> Row:
    """Put together what is shown of a page: its seed, documents, rows, changes and claims."""
    seed, ledger = rows["seeds"][0], rows["ledger"]
    documents = sorted(rows["documents"], key=lambda row: int(row["part"]))
    number = {row["id"]: at for at, row in enumerate(documents)}
    rules = sorted(
        {row["rule"] for row in ledger}
        | {row["rule"] for row in rows["claims"]}
        | {rule for row in rows["edits"] for rule in row["rules"]}
    )
    at = {rule: place for place, rule in enumerate(rules)}
    places = Places(ledger, seed["encoding"]) if ledger else None
    return {
        "seed": seed["seed"],
        "page": {k: seed[k] for k in ("url", "retrieved", "bytes", "sha256", "encoding", "format")},
        "documents": [
            {k: v for k, v in row.items() if v not in (None, []) and k not in ELSEWHERE}
            for row in documents
        ],
        "texts": [None if _readable(ledger) else row["text"] for row in documents],
        "rules": rules,
        "rows": [_row(row, number, at) for row in ledger],
        "edits": [_edit(row, at, places) for row in rows["edits"] if places],
        "claims": [_claim(said, of, number, at, places) for said, of in _said(rows["claims"])],
    }  # fmt: skip


def _readable(ledger: Sequence[Row]) -> bool:
    """Tell whether the texts can be read off the ledger."""
    return bool(ledger) and not any(row["in_text"] and row["sha256"] for row in ledger)


def _row(row: Row, number: Mapping[str, int], at: Mapping[str, int]) -> list[object]:
    """Give a row of the ledger: bytes, role, rule, document, in the text or not, what it shows."""
    kind, shown = _shown(row)
    return [
        row["start"], row["end"], ROLES.index(row["role"]), at[row["rule"]],
        number.get(row["document"], -1), int(row["in_text"]), kind, shown, row["text"],
    ]  # fmt: skip


def _shown(row: Row) -> tuple[int, str | None]:
    """Say how a row is shown."""
    if row["raw"] is not None:
        return RAW, row["raw"]
    if row["raw_hex"] is not None:
        return HEX, row["raw_hex"]
    return (WITHHELD, None) if row["sha256"] is None else (HASHED, row["sha256"])


def _edit(row: Row, at: Mapping[str, int], places: Places) -> list[object]:
    """Give a change: its place, what it reads now, its rules, how sure, what proves it."""
    line = row["position"]
    first, last = places.inside(line, row["start"]), places.inside(line, row["end"])
    return [
        line, first.char, last.char, row["new"], [at[rule] for rule in row["rules"]],
        row["certainty"], row["proof"], row["candidates"], row["raw"],
    ]  # fmt: skip


def _said(claims: Iterable[Row]) -> list[tuple[tuple[Any, ...], list[Row]]]:
    """Gather the rows of each claim: one for each piece of its evidence."""
    return [
        (said, list(rows))
        for said, rows in groupby(claims, key=lambda row: tuple(row[name] for name in SAID))
    ]


def _claim(
    said: tuple[Any, ...], rows: list[Row], number: Mapping[str, int], at: Mapping[str, int],
    places: Places | None,
) -> list[object]:  # fmt: skip
    """Give a claim: whose, of what, what it says, by which rule, and where it says so."""
    document, field, value, chosen, rule, certainty, reason = said
    spans = [
        [row["start"], row["end"], *places.first(row["start"]), *places.last(row["end"])]
        if places else [row["start"], row["end"]]
        for row in rows if row["start"] is not None
    ]  # fmt: skip
    whose = number.get(document, -1)
    return [whose, field, value, int(chosen), at[rule], certainty, reason, spans]
