"""A range of JSON lines in, seeds out: an object a line, one line in memory at a time."""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple

from dongxi.inputs import places, records
from dongxi.model import Unread

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from dongxi.inputs.model import InputSplit
    from dongxi.model import Limits, Seed

#: A character of a page takes so many bytes in JSON at most, for one of UTF-8 (`\u0001`).
ESCAPED = 6
#: What may stand beside the page in a line.
BESIDE_BYTES = 1 << 20
MARK = b"\xef\xbb\xbf"
#: A part of a file is cut where a line ends, first after so many bytes: few enough that a small
#: file has parts for all workers.
PART_BYTES = 1 << 20
#: More bytes than a line has.
ENDLESS = 1 << 60
#: Lines looked at to tell JSON lines from another file.
TRIED = 100


class Line(NamedTuple):
    """A line of a stream, without its end."""

    start: int
    """Its first byte."""
    number: int
    """Counted from 1 in what was read."""
    data: bytes | Unread
    """Of a line too long, its size and hash."""


def read(split: InputSplit, limits: Limits, _tally: Counter[str]) -> Iterator[Seed]:
    """Give the seeds of the lines that begin in the range of a split."""
    with places.opened(split.url) as file:
        if not _is_json(file, split):
            whole = Unread(*places.digest(_rewound(file)))
            why = f"none of the first lines is a JSON object ({whole.bytes:,} bytes in all)"
            yield records.unheld(whole, split.name, why=why)
            return
        file.seek(split.start)
        stream = places.unpacked(file, split.packing)
        number, at = 0, split.start
        try:
            for line in lines(stream, _longest(limits), split.start, split.end):
                number, at = line.number, line.start
                yield from _seed(split, line, limits)
        except places.BrokenError as error:
            whole = Unread(*places.digest(_rewound(file)))
            why = f"the file breaks off behind line {number} (byte {at} unpacked): {error}"
            yield records.unheld(whole, split.name, why=why)


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _longest(limits: Limits) -> int:
    return ESCAPED * limits.max_bytes + BESIDE_BYTES


def _is_json(file: IO[bytes], split: InputSplit) -> bool:
    """Tell whether one of the first lines of a whole file holds an object; an empty file may."""
    if split.start:
        return True
    try:
        found = _first(places.unpacked(file, split.packing))
    except places.BrokenError:
        return True  # told when it is read
    return not found or any(isinstance(one, Unread | dict) for one in found)


def _first(stream: IO[bytes]) -> list[object]:
    """Give what the first lines hold."""
    return [found for _, found in _held(islice(lines(stream, BESIDE_BYTES), TRIED))]


def _held(found: Iterable[Line]) -> Iterator[tuple[int, object]]:
    """Give what lines hold, by their numbers; blank ones are passed over.

    A line that is no JSON gives the error, one too long its size and hash.
    """
    for line in found:
        if isinstance(line.data, Unread):
            yield line.number, line.data
        elif line.data.strip():
            yield line.number, _json(line.data)


def read_lines(url: str) -> Iterator[tuple[int, object]]:
    """Give what the lines of a plain file hold, by their numbers, or the errors."""
    with places.opened(url) as file:
        yield from _held(lines(file, ENDLESS))


def _json(line: bytes) -> object:
    """Read the JSON of a line; give the error where it is none."""
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        return error


def _why(found: object) -> str:
    """Say why a line holds no object."""
    if isinstance(found, UnicodeDecodeError):
        return f"byte {found.start} of the line is not UTF-8"
    if isinstance(found, RecursionError):
        return "it is nested too deeply"
    if isinstance(found, ValueError):
        return f"it is no JSON: {found}"
    return f"found a {type(found).__name__}, expected an object"


def first_objects(split: InputSplit) -> list[dict[str, object]]:
    """Give the objects of the first lines of a file."""
    with places.opened(split.url) as file:
        try:
            found = _first(places.unpacked(file, split.packing))
        except places.BrokenError:
            return []
    return [one for one in found if isinstance(one, dict)]


def _seed(split: InputSplit, line: Line, limits: Limits) -> Iterator[Seed]:
    """Give the seed of a line, unless the line is blank."""
    where = f"line {line.number}" if split.start == 0 else f"line at byte {line.start}"
    place = f"{split.name}, {where}"
    if isinstance(line.data, Unread):
        yield records.unheld(line.data, place)
        return
    if not line.data.strip():
        return
    found = _json(line.data)
    if isinstance(found, dict):
        names = split.columns.names(found)
        yield records.page_of(found, names, line.data, place, limits)
    else:
        yield records.broken(line.data, place, _why(found), limits)


def lines(
    stream: IO[bytes], longest: int, start: int = 0, end: int | None = None
) -> Iterator[Line]:
    r"""Cut a stream that stands at byte `start` into lines, up to the one that begins at `end`.

    A byte order mark at the start of the file is no part of its first line.

    >>> import io
    >>> [line.data for line in lines(io.BytesIO(b"a\nbb\r\n\nc"), 9)]
    [b'a', b'bb\r', b'', b'c']
    """
    at, number = start, 0
    while (end is None or at < end) and (data := stream.readline(longest + 1)):
        number += 1
        size, held = len(data), True
        if len(data) > longest and not data.endswith(b"\n"):
            size, rest = _skipped(stream, data)
            held = False
        line: bytes | Unread = _bare(data, first=at == 0) if held else rest
        yield Line(at, number, line)
        at += size


def _bare(data: bytes, *, first: bool) -> bytes:
    data = data.removesuffix(b"\n")
    return data.removeprefix(MARK) if first else data


def _skipped(stream: IO[bytes], data: bytes) -> tuple[int, Unread]:
    """Read a line too long to its end: its size with the end, and without it size and hash."""
    found, size = hashlib.sha256(), 0
    while data:
        bare = data.removesuffix(b"\n")
        found.update(bare)
        size += len(bare)
        if len(bare) < len(data):
            return size + 1, Unread(size, found.hexdigest())
        data = stream.readline(places.BLOCK_BYTES)
    return size, Unread(size, found.hexdigest())


def cuts(file: IO[bytes], size: int) -> Iterator[tuple[int, int]]:
    """Cut a plain file into ranges of whole lines, of some `PART_BYTES` each."""
    start = 0
    while start < size:
        end = start + PART_BYTES
        if end < size:
            file.seek(end - 1)  # a line that ends there is whole
            end -= 1
            while block := file.readline(places.BLOCK_BYTES):
                end += len(block)
                if block.endswith(b"\n"):
                    break
        yield start, min(end, size)
        start = end
