"""A picture as a browser takes it in, the same in 256 colours out: a third of the bytes.

PNG of 8 bits, RGB, not interlaced (W3C, Portable Network Graphics, 2003). The most frequent colours
stay as they are; each other one becomes the nearest of them.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Bits of a sample, kind of colour (RGB, of a palette), and what else a header says.
RGB, INDEXED = (8, 2, 0, 0, 0), (8, 3, 0, 0, 0)
BYTES, MOST_COLOURS = 3, 256
HEADER = ">IIBBBBB"


def shrink(png: bytes) -> bytes:
    """Write a picture with a palette. Raises `ValueError` for one of another kind."""
    chunks = list(_chunks(png))
    header = b"".join(data for name, data in chunks if name == b"IHDR")
    width, height, *kind = struct.unpack(HEADER, header)
    if tuple(kind) != RGB:
        raise ValueError(f"found a PNG of kind {kind}, expected {RGB}: RGB of 8 bits")
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    lines = list(_lines(zlib.decompress(packed), width * BYTES))
    pixels = [_pixels(line) for line in lines]
    counts = Counter(pixel for line in pixels for pixel in line)
    colours = sorted(counts, key=lambda one: (-counts[one], one))[:MOST_COLOURS]
    place = {one: _nearest(one, colours) for one in counts}
    data = b"".join(b"\0" + bytes(place[one] for one in line) for line in pixels)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(HEADER, width, height, *INDEXED)),
            _chunk(b"PLTE", b"".join(colours)),
            _chunk(b"IDAT", zlib.compress(data, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the parts of a file: name and data."""
    at = len(SIGNATURE)
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    )


def _lines(data: bytes, size: int) -> Iterator[bytes]:
    """Undo the filter of each line."""
    above = bytes(size)
    for start in range(0, len(data), size + 1):
        line = bytearray(data[start + 1 : start + 1 + size])
        _unfilter(data[start], line, above)
        above = bytes(line)
        yield above


def _unfilter(kind: int, line: bytearray, above: bytes) -> None:
    for i in range(len(line)):
        left = line[i - BYTES] if i >= BYTES else 0
        corner = above[i - BYTES] if i >= BYTES else 0
        guess = (0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner))[
            kind
        ]
        line[i] = (line[i] + guess) & 0xFF


def _paeth(left: int, above: int, corner: int) -> int:
    """Give the neighbour that is nearest to what the three suggest."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def _pixels(line: bytes) -> list[bytes]:
    return [line[i : i + BYTES] for i in range(0, len(line), BYTES)]


def _nearest(one: bytes, colours: list[bytes]) -> int:
    """Find a colour, or the one that differs least."""
    return min(
        range(len(colours)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(one, colours[at], strict=True)),
    )
