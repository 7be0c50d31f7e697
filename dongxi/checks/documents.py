"""Checks of documents, their passages and their seed, a page at a time (promises 2 and 3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from dongxi.checks.base import Check, Found, difference, place, quote, unequal
from dongxi.checks.edtf import days
from dongxi.checks.modes import MASKED
from dongxi.checks.pages import TEXT_ROLES, Rows, reading
from dongxi.checks.ranges import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dongxi.checks.base import Row

REBUILD = "build the dataset again"
#: Per cent of the characters of one script that must agree (`docs/schema.md`, `script`).
AGREE = 95
LANGUAGES = {"Hans": "zh-Hans", "Hant": "zh-Hant"}
LOST = "\ufffd"
UNDECODABLE = "decode/undecodable"
#: Rules that read back what was decoded twice.
TWICE = frozenset(
    f"restore/{kind}"
    for kind in (
        "utf8-as-gbk", "utf8-as-latin1", "gbk-as-latin1", "big5-as-latin1", "big5-as-gbk",
        "gbk-as-big5",
    )
)  # fmt: skip
#: What U+FFFD is left as: runs of it, or what GBK makes of them, outside quotation marks.
RESIDUE = re.compile(
    rf"""{LOST}{{2}}|(?<![拷“‘「『《"'])(?:锟斤拷)++(?:锟|(?<=拷锟斤拷))(?![”’」』》"'])"""
)
#: Characters that conversion to Simplified may change: Han of all blocks, and 〇.
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
DIGIT = re.compile("[0-9０-９]")
LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1effＡ-Ｚａ-ｚ]")
HOST = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\]\[/?#:@ \t\r\n]+)"
)


def status(page: Rows) -> Iterator[Found]:
    """Compare what became of a seed with its documents."""
    seed, count = page.seed, len(page.documents)
    expected = "used" if count else "rejected"
    if seed["status"] != expected:
        message = f"found {seed['status']!r} and {count} documents, expected {expected!r}"
        yield Found(place("seeds", seed, "status"), f"{message}; {REBUILD}")
    if seed["documents"] != count:
        message = unequal(seed["documents"], count, REBUILD)
        yield Found(place("seeds", seed, "documents"), message)
    if (seed["reason"] is None) != (seed["status"] == "used"):
        expected = "null for a used seed" if seed["status"] == "used" else "why it was rejected"
        message = f"found {quote(seed['reason'])}, expected {expected}; {REBUILD}"
        yield Found(place("seeds", seed, "reason"), message)


def addresses(page: Rows) -> Iterator[Found]:
    """Compare host with address, and both with the seed's."""
    for table, row in [("seeds", page.seed), *(("documents", row) for row in page.documents)]:
        hit = HOST.match(row["url"] or "")
        host = hit["host"].lower() if hit else None
        if row["host"] != host:
            yield Found(place(table, row, "host"), unequal(row["host"], host, REBUILD))
        if row["url"] != page.seed["url"]:
            message = unequal(row["url"], page.seed["url"], REBUILD)
            yield Found(place(table, row, "url"), message)


def ids(page: Rows) -> Iterator[Found]:
    """Compare the id of each document with its seed and part."""
    for row in page.documents:
        width = max(2, len(str(row["parts"])))
        part = f".{row['part']:0{width}}" if row["parts"] > 1 else ""
        expected = f"{row['seed']}{part}"
        if row["id"] != expected:
            yield Found(place("documents", row, "id"), unequal(row["id"], expected, REBUILD))


def parts(page: Rows) -> Iterator[Found]:
    """Compare the numbers of the parts with how many there are."""
    gone = {_part(one["document"]) for one in _removed(page)}
    count = len(page.documents) + len(gone)
    numbers = [number for number in range(1, count + 1) if number not in gone]
    for number, row in zip(numbers, page.documents, strict=False):
        for name, expected in (("part", number), ("parts", count)):
            if row[name] != expected:
                yield Found(
                    place("documents", row, name), unequal(row[name], expected, REBUILD)
                )


def _removed(page: Rows) -> list[Mapping[str, Any]]:
    """Give the requests about documents of a page that has others."""
    asked = page.modes.asked(page.seed["seed"])
    return [one for one in asked if one.get("document")] if page.documents else []


def _part(document: str) -> int:
    """Read the number of a part off the id of its document."""
    number = document.rpartition(".")[2]
    return int(number) if number.isascii() and number.isdecimal() else 0


def texts(page: Rows) -> Iterator[Found]:
    """Join the readings of a document's rows and compare with its text."""
    for document in page.documents:
        rows = page.in_text(document)
        if page.bare or page.modes.ledger != "full" or document["text"] is None:
            continue
        expected = "".join(reading(row) or "" for row in rows)
        if document["text"] != expected:
            message = f"{difference(document['text'], expected)} (its ledger rows joined)"
            yield Found(place("documents", document, "text"), f"{message}; {REBUILD}")


def lines(page: Rows) -> Iterator[Found]:
    """Report empty lines, and ends that are no ends of a paragraph."""
    for document in page.documents:
        if document["text"] and "" in document["text"].split("\n"):
            message = "found an empty line, expected single newlines between paragraphs alone"
            yield Found(place("documents", document, "text"), f"{message}; {REBUILD}")


def measures(page: Rows) -> Iterator[Found]:
    """Count characters and lines."""
    for document in page.documents:
        text = document["text"]
        expected = (
            {}
            if text is None
            else {
                "characters": len(text),
                "paragraphs": len(text.split("\n")) if text else 0,
                "digits": len(DIGIT.findall(text)),
                "latin": len(LATIN.findall(text)),
                "han": len(HAN.findall(text)),
            }
        )
        for name, count in expected.items():
            if document[name] != count:
                message = unequal(document[name], count, REBUILD)
                yield Found(place("documents", document, name), message)
        if document["simplified"] + document["traditional"] > document["han"]:
            message = f"found more simplified and traditional than han characters; {REBUILD}"
            yield Found(place("documents", document, "simplified"), message)


def simplified(page: Rows) -> Iterator[Found]:
    """Compare `text_hans` with the text: of one length, changed in Han characters alone."""
    for document in page.documents:
        text, hans = document["text"], document["text_hans"]
        if text is None or hans is None:
            continue  # another check asks whether it should be
        where = place("documents", document, "text_hans")
        if len(text) != len(hans):
            message = (
                f"found {len(hans)} characters, expected {len(text)} as in text; {REBUILD}"
            )
            yield Found(where, message)
        elif text != hans and document["script"] in {"Hans", "Hani"}:
            message = f"{difference(hans, text)}, as in text; {REBUILD}"
            yield Found(where, message)
        elif HAN.sub("〇", text) != HAN.sub("〇", hans):
            message = f"{difference(HAN.sub('〇', hans), HAN.sub('〇', text))} (Han as 〇)"
            yield Found(where, f"{message}; {REBUILD}")


def scripts(page: Rows) -> Iterator[Found]:
    """Compare script and language with the counts they rest on."""
    for document in page.documents:
        expected = script(document["simplified"], document["traditional"])
        if document["script"] != expected:
            message = unequal(document["script"], expected, REBUILD)
            yield Found(place("documents", document, "script"), message)
        language = LANGUAGES.get(document["script"], "zh")
        if document["language"] not in {language, "und"}:
            message = unequal(document["language"], language, REBUILD)
            yield Found(place("documents", document, "language"), message)


def script(simplified: int, traditional: int) -> str:
    """Name the script from the characters of one script only.

    >>> script(95, 5), script(5, 95), script(50, 50), script(0, 0)
    ('Hans', 'Hant', 'mixed', 'Hani')
    """
    decided = simplified + traditional
    if not decided:
        return "Hani"
    if 100 * traditional >= AGREE * decided:
        return "Hant"
    return "Hans" if 100 * simplified >= AGREE * decided else "mixed"


def flags(page: Rows) -> Iterator[Found]:
    """Compare the flags that can be proven with what they say."""
    unread = {row["document"] for row in page.edits if UNDECODABLE in row["rules"]}
    lossy = _lossy(page)
    for document in page.documents:
        expected = {"mixed_script": document["script"] == "mixed"}
        if document["text"] is not None:
            expected["lost_characters"] = LOST in document["text"]
        if not page.bare:
            expected["undecodable_bytes"] = document["id"] in unread
            expected |= _withheld(page, document)
        if document["text"] is not None and not page.bare:
            residue = RESIDUE.search(document["text"]) is not None
            expected["lossy"] = residue or document["id"] in lossy
        for name, there in expected.items():
            if (name in document["flags"]) != there:
                message = f"expected {name} {'there' if there else 'not there'}; {REBUILD}"
                yield Found(place("documents", document, "flags"), message)


def _lossy(page: Rows) -> set[str | None]:
    """Find the documents with passages decoded twice that are not read back whole."""
    lost = {
        row["document"]
        for row in page.edits
        if TWICE.intersection(row["rules"]) and LOST in (row["new"] or "")
    }
    spans: dict[str | None, tuple[int, int]] = {}
    for row in page.ledger:
        start, _ = spans.get(row["document"], (row["start"], 0))
        spans[row["document"]] = (start, row["end"])
    left = [
        row
        for row in page.claims
        if row["field"] == "repair" and row["rule"] in TWICE
        if row["start"] is not None and row["end"] is not None
    ]
    found = Ranges(left)
    return lost | {
        document
        for document, (start, end) in spans.items()
        if any(
            start < left[number]["end"] and left[number]["start"] < end
            for number in found.touching(start, end)
        )
    }


def _withheld(page: Rows, document: Row) -> dict[str, bool]:
    """Work out the flags about what is personal, masked or removed, from ledger and claims."""
    used = [row for row in page.in_text(document) if row["role"] in TEXT_ROLES]
    masked = any(str(row["rule"]).startswith(MASKED) for row in page.in_text(document))
    starts = [row["start"] for row in used]
    shown = any(
        at >= 0 and used[at]["end"] > claim["start"]
        for claim in page.personal.get(document["id"], [])
        if claim["start"] is not None and claim["end"] is not None
        for at in (bisect_right(starts, claim["end"] - 1) - 1,)
    )
    return {
        "personal_data": shown and not masked,
        "masked_personal_data": masked,
        "removed_text": document["id"] in page.removed,
    }


def dates(page: Rows) -> Iterator[Found]:
    """Report dates the calendar does not have."""
    for document in page.documents:
        for name in ("date", "date_modified"):
            if document[name] is not None and days(document[name]) is None:
                message = f"found {document[name]!r}, expected a date of the calendar in EDTF"
                yield Found(place("documents", document, name), f"{message}; {REBUILD}")


def bounds(page: Rows) -> Iterator[Found]:
    """Work out the first and last day of each date again."""
    for document in page.documents:
        found = days(document["date"]) if document["date"] is not None else None
        expected = found or (None, None)
        for name, day in zip(("date_earliest", "date_latest"), expected, strict=True):
            if document[name] != day:
                message = unequal(document[name], day, f"{document['date']!r} allows that day")
                yield Found(place("documents", document, name), message)
        if (document["date"] is None) != (document["date_basis"] is None):
            message = (
                f"found date {document['date']!r} and date_basis {document['date_basis']!r}"
            )
            yield Found(
                place("documents", document, "date_basis"), f"{message}, expected both or none"
            )


def passage_ids(page: Rows) -> Iterator[Found]:
    """Compare ids and positions of passages with their order."""
    for document in page.documents:
        for number, row in enumerate(page.passages_of(document), 1):
            if row["position"] != number:
                message = unequal(row["position"], number, REBUILD)
                yield Found(place("passages", row, "position"), message)
                break
            name, _, position = row["id"].rpartition("#")
            if name != row["document"] or position.lstrip("0") != str(number):
                message = unequal(row["id"], f"{row['document']}#{number}", REBUILD)
                yield Found(place("passages", row, "id"), message)


def passage_tiles(page: Rows) -> Iterator[Found]:
    """Report passages that leave something of the text out, or stand outside it."""
    for document in page.documents:
        at, size = 0, document["characters"]
        for row in page.passages_of(document):
            if row["start"] != at or not at < row["end"] <= size:
                message = (
                    f"found {row['start']}-{row['end']}, expected a range from {at} within "
                )
                yield Found(
                    place("passages", row, "start"),
                    f"{message}{size} characters; {REBUILD}",
                )
            at = row["end"] + 1
        if at != size + 1 and size:
            message = f"found passages up to {at - 1}, expected {size}; {REBUILD}"
            yield Found(
                f"passages/{document['split']}, document {quote(document['id'])}", message
            )


def passage_texts(page: Rows) -> Iterator[Found]:
    """Compare each passage with its range of the text, which is one line."""
    for document in page.documents:
        for row in page.passages_of(document):
            if row["text"] is None or document["text"] is None:
                continue  # another check asks whether it should be
            expected = document["text"][row["start"] : row["end"]]
            if row["text"] != expected:
                message = f"{difference(row['text'], expected)}; {REBUILD}"
                yield Found(place("passages", row, "text"), message)
            if row["characters"] != len(row["text"]):
                message = unequal(row["characters"], len(row["text"]), REBUILD)
                yield Found(place("passages", row, "characters"), message)
            if "\n" in row["text"]:
                message = f"found a newline, expected one line; {REBUILD}"
                yield Found(place("passages", row, "text"), message)


def headings(page: Rows) -> Iterator[Found]:
    """Compare each passage's heading with the nearest one above it."""
    for document in page.documents:
        above = None
        for row in page.passages_of(document):
            if page.modes.text and row["heading"] != above:
                message = unequal(row["heading"], above, REBUILD)
                yield Found(place("passages", row, "heading"), message)
            above = row["text"] if row["role"] == "heading" else above


def passage_roles(page: Rows) -> Iterator[Found]:
    """Compare the role of each passage with that of the ledger row it starts with."""
    for document in page.documents:
        expected = list(_roles(page.in_text(document)))
        rows = page.passages_of(document)
        if len(rows) != len(expected):
            continue  # `passage_tiles` says so
        for row, role in zip(rows, expected, strict=True):
            if row["role"] != role:
                message = unequal(row["role"], role, REBUILD)
                yield Found(place("passages", row, "role"), message)


def _roles(rows: list[Row]) -> Iterator[str]:
    """Give the role of the first row of each paragraph."""
    opens = True
    for row in rows:
        if row["role"] not in TEXT_ROLES:
            opens = opens or reading(row) == "\n"
        elif opens:
            yield row["role"]
            opens = False


def passage_scripts(page: Rows) -> Iterator[Found]:
    """Report passages in a script no character of their document can stand for."""
    for document in page.documents:
        able = {"Hani"}
        able |= {"Hans"} if document["simplified"] else set()
        able |= {"Hant"} if document["traditional"] else set()
        able |= {"mixed"} if able == {"Hani", "Hans", "Hant"} else set()
        for row in page.passages_of(document):
            if row["script"] not in able:
                message = f"found {row['script']!r}, expected one of {', '.join(sorted(able))}"
                yield Found(place("passages", row, "script"), f"{message}; {REBUILD}")


def scripts_of_passages(page: Rows) -> Iterator[Found]:
    """Compare the scripts of passages with that of the text they tile."""
    for document in page.documents:
        rows = page.passages_of(document)
        known = {row["script"] for row in rows}
        if len(rows) == 1 and known != {document["script"]}:
            message = unequal(rows[0]["script"], document["script"], f"as its text; {REBUILD}")
            yield Found(place("passages", rows[0], "script"), message)
        elif known == {"Hani"} and document["simplified"] + document["traditional"]:
            message = f"found 'Hani' in every passage, expected another in one; {REBUILD}"
            yield Found(place("passages", rows[0], "script"), message)


#: Checks of seeds, documents and passages, in order.
CHECKS: tuple[Check[Rows], ...] = (
    Check("D001", "A seed is used if it gave documents, else rejected with a reason.", status),
    Check(
        "D002", "A host is that of its address; a document has its seed's address.", addresses
    ),
    Check("D003", "A document's id is its seed's, with the part where there are several.", ids),
    Check("D004", "The parts of a page count from 1 to their number.", parts),
    Check("D005", "A text is its ledger rows joined.", texts),
    Check("D006", "No line of a text is empty.", lines),
    Check("D007", "A text has as many characters and lines as its row says.", measures),
    Check(
        "D008", "The Simplified text differs from the text in Han characters alone.", simplified
    ),
    Check("D009", "Script and language follow from the counts.", scripts),
    Check("D010", "Flags that can be proven are true, and there where they are.", flags),
    Check("D011", "Dates are dates of the calendar.", dates),
    Check("D012", "The first and last day are those the date allows.", bounds),
    Check("P001", "Passages of a document count from 1, and their ids with them.", passage_ids),
    Check("P002", "Passages tile the text, one newline between them.", passage_tiles),
    Check("P003", "A passage is its range of the text.", passage_texts),
    Check("P004", "A passage's heading is the nearest one above it.", headings),
    Check("P005", "A passage's role is that of its ledger row.", passage_roles),
    Check("P006", "A passage's script is one its document has.", passage_scripts),
    Check(
        "P007",
        "An only passage has the script of its document; not all are Hani if that is not.",
        scripts_of_passages,
    ),
)
