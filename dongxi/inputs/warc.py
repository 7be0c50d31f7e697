"""A web archive in, seeds out: pages as servers sent them, with what their headers say.

Answers of HTTP with status 200 that are HTML or text are pages, and so are resources and
conversions (WET) of these types; other records are counted. What breaks off is told with its
place; what stands before it is read.
"""

from __future__ import annotations

import hashlib
import re
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from dongxi.inputs import http, moments, places, records
from dongxi.inputs.model import InputError
from dongxi.model import Unread

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from dongxi.inputs.model import InputSplit
    from dongxi.model import Limits, Seed

#: Types of pages.
TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
)
STATUS = 200
#: Records that may be pages: answers of a server, and blocks that are the page itself.
PAGES = frozenset({"response", "resource", "conversion"})
OTHERS = frozenset({"warcinfo", "request", "metadata", "revisit", "continuation"})
#: What stands in a header for bytes that are not UTF-8.
LOST = "\ufffd"
GZIP = b"\x1f\x8b"
#: What may stand around the id of a record.
ID = re.compile(r"<?(?:urn:uuid:)?(?P<id>[^<>]+)>?", re.IGNORECASE)


class _Record(NamedTuple):
    """A record of an archive."""

    start: int
    """Where it stands in the file; in a packed one, where its packing begins."""
    kind: str
    headers: Any
    """By name, in any case; with `get`."""
    size: int
    """Of its block, as its header says."""
    block: IO[bytes]


def read(split: InputSplit, limits: Limits, tally: Counter[str]) -> Iterator[Seed]:
    """Give the seeds of the records of an archive; count those that are no pages."""
    with places.opened(split.url) as file:
        at = number = 0
        try:
            for record in _records(file):
                at, number = record.start, number + 1
                yield from _seeds(split, record, limits, tally)
        except places.BrokenError as error:
            file.seek(0)
            whole = Unread(*places.digest(file))
            why = f"the archive breaks off in or behind record {number} (byte {at}): {error}"
            yield records.unheld(whole, split.name, why=why)


def _records(file: IO[bytes]) -> Iterator[_Record]:
    """Give the records one by one; raise `BrokenError` where they break off."""
    iterator = _iterator()
    last: _Record | None = None
    here = 0
    try:
        for found in iterator(file, parse_http=False, auto_decode="none"):
            headers = found.headers
            if headers.get("content-length") is None:
                raise places.BrokenError("the header of a record breaks off")
            kind = headers.get("warc-type", "").strip().lower()
            record = _Record(
                found.stream_pos, kind, headers, found.content_length, found.reader
            )
            here = here + 1 if last and last.start == record.start else 1
            last = record
            yield record
    except OSError as error:
        raise places.BrokenError(str(error)) from error
    _ended(file, last, alone=here == 1)


def _iterator() -> Any:
    """Give what iterates over archives. Raises `InputError` where it is not installed."""
    try:
        from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError:
        raise InputError(
            "web archives are read with fastwarc, which is not installed; run: "
            "pip install 'dongxi[warc]'"
        ) from None
    return ArchiveIterator


def _ended(file: IO[bytes], last: _Record | None, *, alone: bool) -> None:
    """Raise `BrokenError` unless the last record is whole and only line ends stand behind it.

    The iterator takes an archive that is cut off in a header, or in its packing, for ended.
    `alone`: no other record begins where the last one does.
    """
    packed = _begins(file, 0, GZIP)
    start = last.start if last else 0
    if packed and not (alone and _begins(file, start, GZIP)):
        start, last = 0, None  # all records are packed together: only their end can be seen
    file.seek(start)
    stream = places.unpacked(file, "gzip" if packed else "")
    if last:
        _past(stream, last)
    while block := stream.read(places.BLOCK_BYTES):
        if last and block.strip(b"\r\n"):
            raise places.BrokenError("what stands behind the last record is none")


def _begins(file: IO[bytes], at: int, mark: bytes) -> bool:
    file.seek(at)
    return file.read(len(mark)) == mark


def _past(stream: IO[bytes], last: _Record) -> None:
    """Read past a record."""
    while (line := stream.readline(http.HEAD_BYTES)).strip():
        if not line.endswith(b"\n"):
            raise places.BrokenError("the header of the last record breaks off")
    left = last.size
    while left and (block := stream.read(min(left, places.BLOCK_BYTES))):
        left -= len(block)
    _whole(last.size - left, last.size)


def _seeds(
    split: InputSplit, record: _Record, limits: Limits, tally: Counter[str]
) -> Iterator[Seed]:
    """Give the seed of a record that is a page; count another."""
    if record.kind not in PAGES:
        tally[f"record {record.kind if record.kind in OTHERS else 'of another type'}"] += 1
        return
    head = record.block.read(min(record.size, http.HEAD_BYTES))
    _whole(len(head), min(record.size, http.HEAD_BYTES))
    plain = record.kind != "response"
    found = http.plain(record.headers, head) if plain else http.answer(head)
    why = _no_page(found)
    if found is None or why:
        tally[why] += 1
        return
    raw = _rest(record, head, found, limits.max_bytes)
    yield _seed(split, record, found, raw, limits)


def _no_page(found: http.Answer | None) -> str:
    """Say why an answer is no page, in a few words that can be counted; empty if it is one."""
    if found is None:
        return "answer without a header"
    if found.status != STATUS:
        return f"status {found.status}"
    kind = http.kind(found.fields.get("content-type", ""))
    return "" if kind in TYPES else f"type {kind or 'unknown'}"


def _rest(record: _Record, head: bytes, found: http.Answer, most: int) -> bytes | Unread:
    """Read the payload to its end, as it is stored; of one too large the size and hash."""
    size = record.size - len(head) + len(found.payload)
    rest = record.block.read(min(record.size - len(head), most + 1))
    if size <= most:
        _whole(len(found.payload) + len(rest), size)
        return found.payload + rest
    digest = hashlib.sha256(found.payload)
    count = len(found.payload)
    while rest:
        digest.update(rest)
        count += len(rest)
        rest = record.block.read(places.BLOCK_BYTES)
    _whole(count, size)
    return Unread(size, digest.hexdigest())


def _whole(read: int, size: int) -> None:
    if read < size:
        raise places.BrokenError(f"{size - read:,} bytes of the record are missing")


def _seed(
    split: InputSplit, record: _Record, found: http.Answer, raw: bytes | Unread, limits: Limits
) -> Seed:
    """Make the seed of a page; of one that cannot be unpacked, with a fault."""
    headers = record.headers
    retrieved, unclear = moments.read(headers.get("warc-date"))
    told = records.Said(
        _id(headers.get("warc-record-id", "")),
        _address(headers.get("warc-target-uri", "")),
        retrieved,
        http.charset(found.fields["content-type"]),
        unclear,
    )
    place = f"{split.name}, record at byte {record.start}"
    place += f" ({told.id})" if told.id else ""
    if isinstance(raw, Unread):
        return records.unheld(raw, place, told)
    try:
        page = http.page(found._replace(payload=raw), limits.max_bytes)
    except http.PackedError as error:
        return records.broken(raw, place, str(error), limits, told)
    if isinstance(page, Unread):
        return records.unheld(page, place, told)
    return records.page(page, told, place, limits)


def _address(text: str) -> str | None:
    r"""Take an address out of its brackets; of one that was not UTF-8 nothing is known.

    >>> _address("<https://example.org/>"), _address("https://example.org/\ufffd"), _address("")
    ('https://example.org/', None, None)
    """
    found = text.strip("<>")
    return None if LOST in found else found or None


def _id(text: str) -> str | None:
    """Take an id out of its brackets.

    >>> _id("<urn:uuid:0b3c>"), _id("<urn:x:1>"), _id("")
    ('0b3c', 'urn:x:1', None)
    """
    found = ID.fullmatch(text.strip())
    return found["id"] if found and LOST not in text else None
