"""Checks of where every byte of a page went, and of what was changed (promises 1 and 2)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.base import difference as unlike
from dongxi.checks.modes import hidden
from dongxi.checks.pages import (
    SEPARATORS,
    TEXT_ROLES,
    Rows,
    readable,
    reading,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.checks.base import Row

#: What a separator may read.
JOINTS = frozenset({"\n", " ", ""})
REBUILD = "build the dataset again from the seeds"


def positions(page: Rows) -> Iterator[Found]:
    """Report the first row whose position does not follow."""
    for number, row in enumerate(page.ledger):
        if row["position"] != number:
            yield Found(
                place("ledger", row, "position"), unequal(row["position"], number, REBUILD)
            )
            return


def tiles(page: Rows) -> Iterator[Found]:
    """Report gaps, overlaps and missing ends."""
    if page.bare:
        return
    at = 0
    for row in page.ledger:
        if row["start"] != at:
            what = "a gap" if row["start"] > at else "an overlap"
            message = f"found {what}: {unequal(row['start'], at, REBUILD)}"
            yield Found(place("ledger", row, "start"), message)
        if row["end"] < row["start"]:
            message = f"found an end before the start, {row['start']}; {REBUILD}"
            yield Found(place("ledger", row, "end"), message)
        at = max(at, row["end"])
    if at != page.seed["bytes"]:
        where = f"ledger/{page.seed['split']}, seed {quote(page.seed['seed'])}, end"
        yield Found(
            where, f"found the last end at {at}, expected {page.seed['bytes']}; {REBUILD}"
        )


def encodings(page: Rows) -> Iterator[Found]:
    """Report a codec that Python does not have, or that adds a byte order mark."""
    if page.encoding is None or "".encode(page.encoding):
        expected = "expected a Python codec that writes no byte order mark, such as utf-8"
        found = f"found {quote(page.seed['encoding'])}"
        yield Found(place("seeds", page.seed, "encoding"), f"{found}, {expected}; {REBUILD}")


def sizes(page: Rows) -> Iterator[Found]:
    """Report rows that do not hold as many bytes as they span."""
    for row, data in zip(page.ledger, page.data, strict=True):
        size = row["end"] - row["start"]
        if withheld(row) or (data is not None and len(data) == size):
            continue
        count = f"{len(data)} bytes" if data is not None else "what gives no bytes"
        where = place("ledger", row, "raw" if row["raw_hex"] is None else "raw_hex")
        message = f"found {count} in {page.seed['encoding']}, expected {size}; {REBUILD}"
        yield Found(where, message)


def digest(page: Rows) -> Iterator[Found]:
    """Compare the hash of all bytes with the seed's, unless some are withheld."""
    if page.bare or None in page.data:
        return
    found = hashlib.sha256(b"".join(data for data in page.data if data is not None)).hexdigest()
    if found != page.seed["sha256"]:
        where = f"ledger/{page.seed['split']}, seed {quote(page.seed['seed'])}, raw"
        message = f"found bytes with SHA-256 {found}, expected {page.seed['sha256']}; {REBUILD}"
        yield Found(where, message)


def forms(page: Rows) -> Iterator[Found]:
    """Report rows that show their bytes in two forms, or in the wrong one."""
    for row, data in zip(page.ledger, page.data, strict=True):
        if row["raw"] is not None and row["raw_hex"] is not None:
            yield Found(
                place("ledger", row, "raw_hex"), f"found raw too, expected one; {REBUILD}"
            )
        elif row["sha256"] is not None and not withheld(row):
            yield Found(
                place("ledger", row, "sha256"), f"found raw too, expected one; {REBUILD}"
            )
        elif withheld(row) and row["text"] is not None and not hidden(row):
            message = f"found text though the bytes are withheld, expected null; {REBUILD}"
            yield Found(place("ledger", row, "text"), message)
        elif row["raw_hex"] is not None and (text := _decoded(page, data)) is not None:
            message = f"found bytes that decode, expected raw {quote(text)}; {REBUILD}"
            yield Found(place("ledger", row, "raw_hex"), message)


def _decoded(page: Rows, data: bytes | None) -> str | None:
    return None if data is None or page.encoding is None else readable(data, page.encoding)


def readings(page: Rows) -> Iterator[Found]:
    """Put the edits of each row into its bytes and compare with what it reads."""
    for row, data in zip(page.ledger, page.data, strict=True):
        if data is None or row["role"] in SEPARATORS or page.encoding is None:
            continue
        edits = page.edits_at.get(row["position"], [])
        expected = replayed(data, row["start"], edits, page.encoding)
        found = reading(row)
        if expected is None:
            message = f"found bytes that do not decode and that no edit replaces; {REBUILD}"
            yield Found(place("ledger", row, "text"), message)
        elif found is None:
            message = f"found null, expected {quote(expected)}; {REBUILD}"
            yield Found(place("ledger", row, "text"), message)
        elif found != expected:
            message = f"{unlike(found, expected)} (its raw with its edits put in); {REBUILD}"
            yield Found(place("ledger", row, "text"), message)


def replayed(data: bytes, start: int, edits: list[Row], encoding: str) -> str | None:
    """Put edits into bytes that begin at byte `start`; None where other bytes do not decode.

    >>> edit = {"start": 6, "end": 7, "new": "，"}
    >>> replayed("东,西".encode(), 3, [edit], "utf-8")
    '东，西'
    >>> replayed("东,西".encode(), 3, [], "utf-8")
    '东,西'
    """
    parts, at = [], 0
    for edit in edits:
        parts += [data[at : max(at, edit["start"] - start)], edit["new"] or ""]
        at = max(at, edit["end"] - start)
    try:
        return "".join(
            part if isinstance(part, str) else part.decode(encoding)
            for part in [*parts, data[at:]]
        )
    except UnicodeError:
        return None


def plain(page: Rows) -> Iterator[Found]:
    """Report texts that repeat raw instead of being null."""
    for row in page.ledger:
        if row["text"] is not None and row["text"] == row["raw"]:
            yield Found(
                place("ledger", row, "text"), f"found raw again, expected null; {REBUILD}"
            )


def separators(page: Rows) -> Iterator[Found]:
    """Report separators that read something else than a joint does."""
    for row in page.ledger:
        if row["role"] in SEPARATORS and not withheld(row) and reading(row) not in JOINTS:
            message = f"found {quote(reading(row))}, expected a newline, one space or nothing"
            yield Found(place("ledger", row, "text"), f"{message}; {REBUILD}")


def used(page: Rows) -> Iterator[Found]:
    """Report rows in the text that cannot be, and text left out of it."""
    for row in page.ledger:
        able = row["document"] is not None and row["role"] in TEXT_ROLES | SEPARATORS
        if able if row["in_text"] else not _text(row):
            continue
        message = (
            f"found {row['in_text']} for role {row['role']!r} and document "
            f"{quote(row['document'])}, expected {not row['in_text']}; {REBUILD}"
        )
        yield Found(place("ledger", row, "in_text"), message)


def _text(row: Row) -> bool:
    """Tell whether a row belongs in the text of its document."""
    return row["document"] is not None and row["role"] in TEXT_ROLES and bool(reading(row))


def inside(page: Rows) -> Iterator[Found]:
    """Report edits outside their ledger row."""
    for edit in page.edits:
        row = _row(page, edit)
        if row is None:
            message = f"found no ledger row of position {edit['position']}; {REBUILD}"
            yield Found(place("edits", edit, "position"), message)
        elif not row["start"] <= edit["start"] <= edit["end"] <= row["end"]:
            expected = f"a range within bytes {row['start']}-{row['end']} of its ledger row"
            yield Found(place("edits", edit, "start"), f"expected {expected}; {REBUILD}")


def owned(page: Rows) -> Iterator[Found]:
    """Report edits that name another document than their ledger row."""
    for edit in page.edits:
        row = _row(page, edit)
        if row is not None and edit["document"] != row["document"]:
            message = unequal(edit["document"], row["document"], REBUILD)
            yield Found(place("edits", edit, "document"), message)


def apart(page: Rows) -> Iterator[Found]:
    """Report edits that overlap, or that stand in the wrong order."""
    last = -1
    for edit in page.edits:
        if edit["start"] < last:
            message = f"found start {edit['start']}, expected {last} or more; {REBUILD}"
            yield Found(place("edits", edit, "start"), message)
        last = max(last, edit["end"])


def originals(page: Rows) -> Iterator[Found]:
    """Compare the raw of each edit with the bytes of its ledger row."""
    for edit in page.edits:
        number = page.by_position.get(edit["position"], -1)
        data = page.data[number] if number >= 0 else None
        if number < 0 or page.encoding is None:
            continue
        if data is None:
            expected = None
        else:
            start = page.ledger[number]["start"]
            piece = data[edit["start"] - start : edit["end"] - start]
            expected = readable(piece, page.encoding)
        if edit["raw"] != expected:
            yield Found(place("edits", edit, "raw"), unequal(edit["raw"], expected, REBUILD))
        gone = data is None and page.ledger[number]["text"] is None
        if (edit["new"] is None) != gone:
            expected = "null, as its ledger row is" if gone else "a text"
            yield Found(place("edits", edit, "new"), f"expected {expected}; {REBUILD}")


def sure(page: Rows) -> Iterator[Found]:
    """Report guesses that changed text."""
    for edit in page.edits:
        if edit["certainty"] == "guess":
            message = "found a guess, expected certain or probable; publish it as a claim"
            yield Found(place("edits", edit, "certainty"), message)


def _row(page: Rows, edit: Row) -> Row | None:
    """Find the ledger row of an edit."""
    number = page.by_position.get(edit["position"])
    return None if number is None else page.ledger[number]


#: Checks of ledger and edits, in order.
CHECKS: tuple[Check[Rows], ...] = (
    Check("L001", "Positions of a seed count 0, 1, 2….", positions),
    Check("L002", "Spans tile the bytes of a seed, without gap or overlap.", tiles),
    Check("L003", "A seed's encoding is a Python codec without byte order mark.", encodings),
    Check("L004", "A row holds as many bytes as its span.", sizes),
    Check("L005", "The bytes of a seed have its SHA-256.", digest),
    Check("L006", "A row shows its bytes in one form: raw, else raw_hex or a hash.", forms),
    Check("L007", "A row reads as its bytes with its edits put in.", readings),
    Check("L008", "The text of a row is null where it reads as raw.", plain),
    Check("L009", "A separator reads a newline, one space or nothing.", separators),
    Check("L010", "The rows in the text are those of text roles inside documents.", used),
    Check("E001", "An edit lies inside its ledger row, its end not before its start.", inside),
    Check("E002", "An edit names the document of its ledger row.", owned),
    Check("E003", "Edits stand in the order of bytes and do not overlap.", apart),
    Check("E004", "An edit's raw is what its bytes decode to.", originals),
    Check("E005", "No guess changes text.", sure),
)
