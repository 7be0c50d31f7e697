"""Checks of claims: the values of a document's fields are those its chosen claims give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.edtf import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.checks.base import Row
    from dongxi.checks.pages import Rows

REBUILD = "build the dataset again"
#: Fields of a document that claims decide.
SINGLE = (
    "title", "subtitle", "source", "site_name", "date", "date_modified", "place", "section",
    "document_number", "document_type",
)  # fmt: skip
LISTS = ("author", "editor")
COUNTED, SCRIPT = ("script", "language"), "script"
#: Of a page as a whole; of bytes, whatever holds them; the rule of parts that are guessed.
ENCODING, PERSONAL, SUGGESTED = "encoding", "personal", "parts/suggested"
DATES = frozenset({"date", "date_modified"})
LOST = "\ufffd"
CURATED = "curation"
#: What a date rests on, by the rule of its claim; rules that are not here are not judged.
BASES = {
    "claims/labelled-date": "stated", "claims/labelled-written": "stated", "claims/stamp": "stated", "claims/day-below-title": "stated", "claims/front-date": "stated",
    "claims/labelled-modified": "stated", "claims/dateline": "dateline",
    "claims/signature": "signature", "claims/address": "url",
    "claims/identifier": "identifier", "claims/title-year": "title",
}  # fmt: skip


def fields(page: Rows) -> Iterator[Found]:
    """Compare each field with the chosen claims about it."""
    for document in page.documents:
        for name in (*SINGLE, *LISTS):
            claimed = list(dict.fromkeys(row["value"] for row in chosen(page, document, name)))
            expected = claimed if name in LISTS else claimed[0] if claimed else None
            if len(claimed) > 1 and name in SINGLE:
                message = f"found {len(claimed)} chosen values, {quote(claimed)}, expected one"
                yield Found(place("documents", document, name), f"{message}; {REBUILD}")
            elif document[name] != expected:
                advice = f"no other claim is chosen; {REBUILD}"
                message = unequal(document[name], expected, advice)
                yield Found(place("documents", document, name), message)


def chosen(page: Rows, document: Row, name: str) -> list[Row]:
    """Give the chosen claims about a field: the document's own, else those of its page."""
    rows = page.chosen_of.get(name, {})
    return rows.get(document["id"]) or rows.get(None, [])


def encodings(page: Rows) -> Iterator[Found]:
    """Compare the encoding of a used seed with the one claim about it that is chosen."""
    values = [row["value"] for row in page.chosen.get("encoding", [])]
    if page.seed["status"] == "used" and values != [page.seed["encoding"]]:
        message = (
            f"found {quote(page.seed['encoding'])}, expected what is claimed, {quote(values)}"
        )
        yield Found(place("seeds", page.seed, "encoding"), f"{message}; {REBUILD}")


def able(page: Rows) -> Iterator[Found]:
    """Report chosen claims that must not be: lost characters, guesses."""
    for row in page.claims:
        if row["chosen"] and LOST in row["value"]:
            message = f"found {quote(row['value'])} chosen, expected no U+FFFD; {REBUILD}"
            yield Found(place("claims", row, "value"), message)
        if row["chosen"] and row["certainty"] == "guess":
            message = f"found a guess chosen, expected certain or probable; {REBUILD}"
            yield Found(place("claims", row, "certainty"), message)


def evidence(page: Rows) -> Iterator[Found]:
    """Report evidence that is no range of the page."""
    for row in page.claims:
        start, end, size = row["start"], row["end"], page.seed["bytes"]
        if (start is None) != (end is None):
            message = f"found start {start} and end {end}, expected both or none; {REBUILD}"
            yield Found(place("claims", row, "start"), message)
        elif start is not None and not start < end <= size:
            message = f"found {start}-{end}, expected a range within {size} bytes; {REBUILD}"
            yield Found(place("claims", row, "start"), message)


def once(page: Rows) -> Iterator[Found]:
    """Report rows that say nothing new."""
    seen: set[tuple[object, ...]] = set()
    for row in page.claims:
        key = tuple(row.values())
        if key in seen:
            yield Found(
                place("claims", row), f"found the same row twice, expected one; {REBUILD}"
            )
        seen.add(key)


def bases(page: Rows) -> Iterator[Found]:
    """Compare the basis of a date with the rule of its claim."""
    for document in page.documents:
        for row in chosen(page, document, "date")[:1]:
            expected = "curated" if curated(row) else BASES.get(row["rule"])
            if expected and document["date_basis"] != expected:
                message = unequal(
                    document["date_basis"], expected, f"its rule is {row['rule']}"
                )
                yield Found(place("documents", document, "date_basis"), message)


def reasons(page: Rows) -> Iterator[Found]:
    """Report curated claims without a reason, and reasons without a curator."""
    for row in page.claims:
        if curated(row) != (row["reason"] is not None):
            expected = (
                "a curator's reason" if curated(row) else "null, as a rule found the value"
            )
            message = f"found {quote(row['reason'])}, expected {expected}; {REBUILD}"
            yield Found(place("claims", row, "reason"), message)


def curated(row: Row) -> bool:
    """Tell whether a curator made a claim.

    >>> curated({"rule": "curation/entry"}), curated({"rule": "claims/byline"})
    (True, False)
    """
    return str(row["rule"]).partition("/")[0] == CURATED


def dates(page: Rows) -> Iterator[Found]:
    """Report claims about dates that are none."""
    for row in page.claims:
        if row["field"] in DATES and days(row["value"]) is None:
            message = f"found {quote(row['value'])}, expected a date of the calendar in EDTF"
            yield Found(place("claims", row, "value"), f"{message}; {REBUILD}")


def counted(page: Rows) -> Iterator[Found]:
    """Compare claims about script and language, which are counted, with their documents."""
    known = {row["id"]: row for row in page.documents}
    for row in page.claims:
        document = known.get(row["document"])
        if row["field"] not in COUNTED or document is None or not is_counted(row):
            continue
        if not row["chosen"] or row["value"] != document[row["field"]]:
            found = f"found {quote(row['value'])}{'' if row['chosen'] else ', not chosen'}"
            message = f"{found}, expected {quote(document[row['field']])} chosen; {REBUILD}"
            yield Found(place("claims", row, "value"), message)


def owned(page: Rows) -> Iterator[Found]:
    """Report claims about a document that do not name it, or name a part of a page for it all."""
    several = any(document["parts"] > 1 for document in page.documents)
    for row in page.claims if page.documents else ():
        field, own = row["field"], row["document"] is not None
        if field == PERSONAL:
            continue  # of bytes within a document or outside
        expected = is_counted(row) or (field != ENCODING and not several)
        if own != expected:
            words = "its document" if expected else "null, as it is the page's"
            message = f"found {quote(row['document'])}, expected {words}; {REBUILD}"
            yield Found(place("claims", row, "document"), message)


def is_counted(row: Row) -> bool:
    """Tell what was counted in a text from what its page says of itself.

    >>> is_counted({"rule": "script/language"}), is_counted({"rule": "head/og-locale"})
    (True, False)
    """
    return str(row["rule"]).partition("/")[0] == SCRIPT


def suggested(page: Rows) -> Iterator[Found]:
    """Report suggested parts that do not count from 1 in the order of their places."""
    number, last = 0, -1
    for row in page.claims:
        if row["rule"] != SUGGESTED or row["start"] is None:
            continue
        if row["value"] != str(number):  # a part may have several pieces of evidence
            number += 1
        if row["value"] != str(number) or row["start"] <= last or row["chosen"]:
            message = (
                f"found part {quote(row['value'])} at byte {row['start']}, expected {number}"
            )
            yield Found(
                place("claims", row, "value"),
                f"{message} behind byte {last}, unchosen; {REBUILD}",
            )
        last = row["start"]


#: Checks of claims, in order.
CHECKS: tuple[Check[Rows], ...] = (
    Check("C001", "Each descriptive field has the value of its chosen claims.", fields),
    Check("C002", "The encoding of a used seed is the one claimed for it.", encodings),
    Check("C003", "No chosen claim is a guess or holds a lost character (U+FFFD).", able),
    Check("C004", "Evidence is a range of the page's bytes, or null at both ends.", evidence),
    Check("C005", "No claim is published twice.", once),
    Check("C006", "The basis of a date is the one its claim's rule stands for.", bases),
    Check("C007", "Curated claims, and they alone, have a reason.", reasons),
    Check("C008", "Claims about dates are dates of the calendar.", dates),
    Check("C011", "Claims about script and language say what their document does.", counted),
    Check("C012", "A claim names its document, one about a page of parts none.", owned),
    Check("C013", "Suggested parts count from 1, in the order of their places.", suggested),
)
