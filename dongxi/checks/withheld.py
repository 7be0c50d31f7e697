"""Checks of what a dataset shows and withholds: its options, personal data, removals."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.evidence import readings
from dongxi.checks.folder import MANIFEST, Folder
from dongxi.checks.modes import MASKED, OPTIONAL, OPTIONS, REMOVED, hidden, is_tables, modes
from dongxi.checks.pages import SEPARATORS, Rows, withheld
from dongxi.checks.personal import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dongxi.checks.base import Row

#: Reasons of pages of which the hash alone is known; of the second where no encoding is.
ALONE, MALFORMED = frozenset({"too_large", "failed"}), "malformed"
REBUILD = "build the dataset again"
#: The SHA-256 of an empty page, which has no rows in the ledger.
NO_BYTES = hashlib.sha256(b"").hexdigest()
#: What stands for a masked character.
MASK = "█"
JOINTS = frozenset({"\n", " ", ""})
PERSONAL, REPAIR = "personal", "repair"
#: The sign of an address, as it is or as it may be spelled out, by name or number.
SIGN = re.compile("[@＠]|commat|40|64|ff20|65312", re.IGNORECASE)
DIGEST = re.compile("[0-9a-f]{64}")
#: What a request for removal says.
REQUEST = frozenset({"scope", "seed", "sha256", "reason", "document", "start", "end"})
#: Claims about a whole text or page, whose evidence may span what was removed from it.
SPANNING = frozenset({"script", "language", PERSONAL, "part", "encoding"})
#: Columns that repeat words of a page, by table.
WORDS = {
    "documents": (
        "title", "subtitle", "text", "text_hans", "source", "site_name", "author", "editor",
        "date", "date_modified", "section", "document_number", "place",
    ),
    "passages": ("text", "heading"),
    "claims": ("value", "reason"),
    "ledger": ("raw", "text"),
    "edits": ("raw", "new"),
}  # fmt: skip


def options(folder: Folder) -> Iterator[Found]:
    """Report options that are unknown or do not go together, and requests of another form."""
    if not folder.manifest:
        return  # another check says so
    found = folder.manifest.get("options")
    given = found if isinstance(found, dict) else {}
    for name, allowed in OPTIONS.items():
        if given.get(name) not in allowed or type(given[name]) is not type(allowed[0]):
            words = ", ".join(map(repr, allowed))
            message = f"found {quote(given.get(name))}, expected one of {words}; {REBUILD}"
            yield Found(f"{MANIFEST}, options, {name}", message)
    sample = given.get("sample")
    if type(sample) is not int or sample < 0:
        message = f"found {quote(sample)}, expected a number of pages, 0 for all; {REBUILD}"
        yield Found(f"{MANIFEST}, options, sample", message)
    if not is_tables(given.get("tables")):
        message = f"found {quote(given.get('tables'))}, expected a list of tables; {REBUILD}"
        yield Found(f"{MANIFEST}, options, tables", message)
    if given.get("text") is False and given.get("ledger") == "full":
        message = f"found a full ledger without texts, expected hashes or none; {REBUILD}"
        yield Found(f"{MANIFEST}, options, ledger", message)
    for number, one in enumerate(modes(folder.manifest).removals):
        if one.keys() != REQUEST or not DIGEST.fullmatch(str(one.get("sha256"))):
            message = f"found other keys than {', '.join(sorted(REQUEST))}; {REBUILD}"
            yield Found(f"{MANIFEST}, removals, {number}", message)


def left_out(folder: Folder) -> Iterator[Found]:
    """Report tables that the options leave out, or ask for and that are not there."""
    known = modes(folder.manifest)
    for name in OPTIONAL:
        if name not in known.published and folder.table(name):
            message = f"found a table the options leave out; remove it or {REBUILD}"
            yield Found(name, message)
    seeds = folder.manifest.get("seeds")
    bytes_ = not isinstance(seeds, dict) or any(one != NO_BYTES for one in seeds.values())
    wanted = "ledger" in known.published and folder.manifest and bytes_
    if wanted and not folder.table("ledger"):
        yield Found("ledger", f"found no table, expected one by the options; {REBUILD}")


def complete(folder: Folder) -> Iterator[Found]:
    """Compare the content hash of a complete dataset with the one it gives for complete."""
    if not folder.manifest:
        return  # another check says so
    known = modes(folder.manifest)
    found, own = (folder.manifest.get(f"{of}content_sha256") for of in ("complete_", ""))
    where = f"{MANIFEST}, complete_content_sha256"
    if not DIGEST.fullmatch(str(found)):
        yield Found(where, f"found {quote(found)}, expected a SHA-256; {REBUILD}")
    elif known.whole != (found == own):
        expected = f"{own}, as all is there" if found != own else "another, as not all is there"
        yield Found(where, f"found {found}, expected {expected}; {REBUILD}")


def texts(page: Rows) -> Iterator[Found]:
    """Report texts in a dataset without them, and missing ones in another."""
    shown = page.modes.text
    for table, columns in (("documents", ("text", "text_hans")), ("passages", ("text",))):
        for row in page.rows(table):
            for name in columns:
                if (row[name] is not None) != shown:
                    expected = "a text" if shown else "null, as the options say"
                    message = f"found {quote(row[name])}, expected {expected}; {REBUILD}"
                    yield Found(place(table, row, name), message)
    for row in () if shown else page.rows("passages"):
        if row["heading"] is not None:
            message = f"found {quote(row['heading'])}, expected null; {REBUILD}"
            yield Found(place("passages", row, "heading"), message)
    for row in () if shown else page.rows("claims"):
        if row["field"] == REPAIR:
            message = f"found words of the text, expected no such claim; {REBUILD}"
            yield Found(place("claims", row, "value"), message)


def _alone(page: Rows) -> bool:
    """Tell a page whose only row has a hash and no bytes."""
    reason, encoding = page.seed["reason"], page.seed["encoding"]
    return reason in ALONE or (reason == MALFORMED and encoding is None)


def shown(page: Rows) -> Iterator[Found]:
    """Report ledger rows, and edits, that show more or less than the option says."""
    hashes = page.modes.ledger == "hashes"
    alone = _alone(page)
    for row in page.ledger:
        hashed = alone or (hashes and not hidden(row))
        if (row["sha256"] is not None) != hashed:
            expected = "a hash" if hashed else "null"
            message = f"found {quote(row['sha256'])}, expected {expected}; {REBUILD}"
            yield Found(place("ledger", row, "sha256"), message)
        for name in ("raw", "raw_hex", "text") if hashes else ():
            if row[name] is not None:
                message = f"found {quote(row[name])}, expected null; {REBUILD}"
                yield Found(place("ledger", row, name), message)
    for row in page.edits if hashes else ():
        for name in ("raw", "new"):
            if row[name] is not None:
                message = f"found {quote(row[name])}, expected null; {REBUILD}"
                yield Found(place("edits", row, name), message)
        if row["candidates"]:
            message = f"found {quote(row['candidates'])}, expected none; {REBUILD}"
            yield Found(place("edits", row, "candidates"), message)


def reasons(page: Rows) -> Iterator[Found]:
    """Report bytes withheld without a rule that does so, and bytes shown against one."""
    for row in page.ledger:
        gone = withheld(row) and row["sha256"] is None
        if gone != hidden(row):
            expected = "a rule that withholds them" if gone else "no bytes under it"
            message = f"found {row['rule']!r}, expected {expected}; {REBUILD}"
            yield Found(place("ledger", row, "rule"), message)
        elif gone and row["rule"].startswith(MASKED) and page.modes.personal != "mask":
            message = f"found {row['rule']!r}, though the options mask nothing; {REBUILD}"
            yield Found(place("ledger", row, "rule"), message)


def marks(page: Rows) -> Iterator[Found]:
    """Report masked bytes that read something else than the mask, and removed ones that read."""
    for row in page.ledger if page.modes.ledger == "full" else ():
        if not hidden(row) or not withheld(row):
            continue
        found, role = row["text"], row["role"]
        masked = row["rule"].startswith(MASKED)
        if role in SEPARATORS:
            good = found in JOINTS if masked or row["in_text"] else found is None
        else:
            good = found is not None and not found.strip(MASK) if masked else found is None
        if not good:
            expected = f"{MASK} for each character" if masked else "null"
            message = f"found {quote(found)}, expected {expected}; {REBUILD}"
            yield Found(place("ledger", row, "text"), message)
        for edit in page.edits_at.get(row["position"], []):
            if edit["new"] != found or edit["candidates"]:
                message = unequal(edit["new"], found, f"as its ledger row reads; {REBUILD}")
                yield Found(place("edits", edit, "new"), message)


def kinds(page: Rows) -> Iterator[Found]:
    """Report claims about personal data that do not say what their bytes are."""
    for row in page.claims:
        if row["field"] != PERSONAL:
            continue
        where = place("claims", row, "value")
        if page.modes.personal == "off":
            yield Found(where, f"found one, though the options look for none; {REBUILD}")
        elif row["rule"] != f"{MASKED}{row['value']}" or row["chosen"] or row["start"] is None:
            message = f"found {quote(row['value'])} by {row['rule']!r}, expected the kind alone"
            yield Found(where, f"{message}, unchosen, with its bytes; {REBUILD}")
        elif not _fits(row["value"], readings(page, [row])):
            message = f"found {row['end'] - row['start']} bytes that cannot be one; {REBUILD}"
            yield Found(where, message)


def _fits(kind: str, found: list[str] | None) -> bool:
    """Tell whether a reading may be personal data: an address has an @, a number digits."""
    if found is None:
        return True
    if kind == "email":
        return any(map(SIGN.search, found))
    return any(len(re.findall("[0-9０-９]", text)) > 6 for text in found)  # noqa: PLR2004


def claimed(page: Rows) -> Iterator[Found]:
    """Report personal data in the ledger that no claim tells of."""
    if page.modes.personal == "off":
        return
    spans = _claimed(page)
    starts = [start for start, _ in spans]
    for row, kind, start, end in _open(page):
        at = bisect_right(starts, end - 1) - 1
        if at < 0 or spans[at][1] <= start:
            message = f"found what has the form of {kind}, expected a claim of it; {REBUILD}"
            yield Found(place("ledger", row, "raw"), message)


def _claimed(page: Rows) -> list[tuple[int, int]]:
    """Give the ranges claimed to be personal data, in order."""
    rows = (row for row in page.claims if row["field"] == PERSONAL)
    return sorted(
        (row["start"], row["end"])
        for row in rows
        if row["start"] is not None and row["end"] is not None
    )


def _open(page: Rows) -> Iterator[tuple[Row, str, int, int]]:
    """Find personal data in the raw of the ledger: its row, kind and bytes."""
    raws = [row["raw"] or "\n" for row in page.ledger]
    starts = list(accumulate(map(len, raws), initial=0))
    known, marks = -1, list[int]()
    for start, end, kind in sorted(find("".join(raws))):
        at = bisect_right(starts, start) - 1
        if starts[at + 1] < end or page.encoding is None:
            continue  # across rows: what they read is judged elsewhere
        row = page.ledger[at]
        if at != known:
            sizes = _sizes(raws[at], page.encoding)
            known, marks = at, list(accumulate(sizes, initial=row["start"]))
        yield row, kind, marks[start - starts[at]], marks[end - starts[at]]


def _sizes(text: str, encoding: str) -> Iterator[int]:
    r"""Give the bytes of each character; the second of two that share bytes has none of its own.

    >>> list(_sizes("A\u00ca\u0304", "big5hkscs"))
    [1, 2, 0]
    """
    for char in text:
        try:
            yield len(char.encode(encoding))
        except UnicodeEncodeError:
            yield 0


def clean(page: Rows) -> Iterator[Found]:
    """Report values that have the form of personal data, where that is masked."""
    if page.modes.personal != "mask":
        return
    for table, columns in WORDS.items():
        for row in page.rows(table):
            for name in columns:
                values = row[name] if isinstance(row[name], list) else [row[name]]
                for kind in [kind for value in values if value for *_, kind in find(value)]:
                    message = f"found what has the form of {kind}, expected it masked"
                    yield Found(place(table, row, name), f"{message}; {REBUILD}")


def covered(page: Rows) -> Iterator[Found]:
    """Compare the masked rows with what is claimed to be personal data."""
    if page.modes.personal != "mask" or page.bare:
        return
    spans = _claimed(page)
    starts = [start for start, _ in spans]
    for row in page.ledger:
        at = bisect_right(starts, row["end"] - 1) - 1
        inside = at >= 0 and spans[at][0] <= row["start"] and row["end"] <= spans[at][1]
        touched = at >= 0 and spans[at][1] > row["start"]
        if row["rule"].startswith(MASKED) and not inside:
            message = f"found bytes that no claim calls personal data, expected one; {REBUILD}"
            yield Found(place("ledger", row, "rule"), message)
        elif touched and row["end"] > row["start"] and not hidden(row):
            message = f"found bytes that a claim calls personal data, expected null; {REBUILD}"
            yield Found(place("ledger", row, "raw"), message)


def honoured(page: Rows) -> Iterator[Found]:
    """Report what was asked to be removed and stands there still."""
    requests = page.modes.asked(page.seed["seed"])
    for one in requests:
        if one.get("sha256") != page.seed["sha256"]:
            message = unequal(page.seed["sha256"], one.get("sha256"), "as the request names")
            yield Found(place("seeds", page.seed, "sha256"), f"{message}; {REBUILD}")
    whole = any(one.get("scope") == "seed" for one in requests)
    gone = {str(one.get("document")) for one in requests}
    for row in page.documents:
        if whole or row["id"] in gone:
            message = f"found a document that was removed on request; {REBUILD}"
            yield Found(place("documents", row, "id"), message)
    if whole and (page.seed["url"], page.seed["reason"]) != (None, "removed"):
        message = f"found {quote(page.seed['reason'])}, expected 'removed' and no address"
        yield Found(place("seeds", page.seed, "reason"), f"{message}; {REBUILD}")
    yield from _shown_still(page, Ranges.of(_range(page, one) for one in requests))


class Ranges(NamedTuple):
    """Ranges of bytes, in order and apart."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]]) -> Ranges:
        """Put ranges in order, and those that overlap together.

        >>> Ranges.of([(5, 9), (0, 3), (2, 4), (7, 7)])
        Ranges(starts=(0, 5), ends=(4, 9))
        """
        starts, ends = list[int](), list[int]()
        for start, end in sorted(ranges):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            elif start < end:
                starts.append(start)
                ends.append(end)
        return cls(tuple(starts), tuple(ends))

    def meet(self, start: int, end: int) -> bool:
        """Tell whether a range shares bytes with one of them.

        >>> ranges = Ranges((0, 5), (4, 9))
        >>> ranges.meet(3, 5), ranges.meet(4, 5), ranges.meet(8, 12)
        (True, False, True)
        """
        at = bisect_left(self.starts, end) - 1
        return at >= 0 and self.ends[at] > start


def _shown_still(page: Rows, ranges: Ranges) -> Iterator[Found]:
    """Report rows and claims that show bytes of requests."""
    for row in () if _alone(page) else page.ledger:
        if not row["rule"].startswith(REMOVED) and ranges.meet(row["start"], row["end"]):
            message = f"found bytes that were removed on request, expected none; {REBUILD}"
            yield Found(place("ledger", row, "raw"), message)
    for row in page.claims:
        if row["start"] is None or row["end"] is None or row["field"] in SPANNING:
            continue
        if ranges.meet(row["start"], row["end"]):
            message = f"found evidence that was removed on request; {REBUILD}"
            yield Found(place("claims", row, "start"), message)


def _range(page: Rows, one: Mapping[str, Any]) -> tuple[int, int]:
    """Give the bytes of a request; those of a document are known to its rows alone."""
    start, end = one.get("start"), one.get("end")
    if isinstance(start, int) and isinstance(end, int):
        return start, end
    return (0, page.seed["bytes"]) if one.get("scope") == "seed" else (0, 0)


def asked(page: Rows) -> Iterator[Found]:
    """Report bytes that are removed though nobody asked for it."""
    requests = page.modes.asked(page.seed["seed"])
    scopes = {f"{REMOVED}removed-{one.get('scope')}" for one in requests}
    spans = Ranges.of(_range(page, one) for one in requests if one.get("scope") == "span")
    for row in page.ledger:
        rule = row["rule"]
        if rule.startswith(REMOVED) and (
            rule not in scopes
            or (rule == f"{REMOVED}removed-span" and not spans.meet(row["start"], row["end"]))
        ):
            message = f"found {rule!r}, expected a request for it in the manifest; {REBUILD}"
            yield Found(place("ledger", row, "rule"), message)
    if page.seed["reason"] == "removed" and not requests:
        message = f"found 'removed', expected a request for it in the manifest; {REBUILD}"
        yield Found(place("seeds", page.seed, "reason"), message)


#: Checks of the folder, in order.
FOLDER: tuple[Check[Folder], ...] = (
    Check("W001", "The manifest's options are known and go together.", options),
    Check("W002", "The tables are those that the options publish.", left_out),
    Check(
        "W003",
        "A complete dataset gives its own content hash for the complete one, others another.",
        complete,
    ),
)
#: Checks of one page, in order.
CHECKS: tuple[Check[Rows], ...] = (
    Check("W004", "A dataset without texts has none; any other has them all.", texts),
    Check("W005", "Ledger and edits show bytes or hashes, as the options say.", shown),
    Check("W006", "Bytes are withheld where a rule withholds them, and only there.", reasons),
    Check("W007", "Masked bytes read █, removed ones nothing.", marks),
    Check("W008", "A claim about personal data names its kind, and may be true.", kinds),
    Check("W009", "What surely has the form of personal data is claimed.", claimed),
    Check("W010", "Where personal data is masked, no value has its form.", clean),
    Check("W011", "The masked bytes are those claimed to be personal data.", covered),
    Check("W012", "What was asked to be removed is not there.", honoured),
    Check("W013", "What is removed was asked for.", asked),
)
