"""A picture with a palette shows what it showed before."""

import struct
import zlib

import pytest

from tests.browser.palette import HEADER, RGB, SIGNATURE, _chunk, _chunks, _lines, shrink


def png(lines, kinds, kind=RGB):
    """Write a picture, each line with a filter that has been applied to it."""
    data = b"".join(bytes([filter_]) + line for filter_, line in zip(kinds, lines, strict=True))
    header = struct.pack(HEADER, len(lines[0]) // 3, len(lines), *kind)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(*part) for part in parts)


def shown(found):
    """Read a picture with a palette: its pixels, line by line."""
    parts = dict(_chunks(found))
    width, height, *kind = struct.unpack(HEADER, parts[b"IHDR"])
    assert kind == [8, 3, 0, 0, 0]
    data = zlib.decompress(parts[b"IDAT"])
    assert len(data) == (width + 1) * height
    rows = [data[at + 1 : at + 1 + width] for at in range(0, len(data), width + 1)]
    return [b"".join(parts[b"PLTE"][3 * one : 3 * one + 3] for one in row) for row in rows]


#: A filter, the line above, the line as it stands in the file, and what it means.
FILTERS = [
    (0, b"\x09\x09\x09\x09\x09\x09", b"\x01\x02\x03\x04\x05\x06", b"\x01\x02\x03\x04\x05\x06"),
    (1, b"\x09\x09\x09\x09\x09\x09", b"\x01\x02\x03\xff\x05\x06", b"\x01\x02\x03\x00\x07\x09"),
    (2, b"\x01\x01\x01\xff\x02\x02", b"\x01\x02\x03\x04\x05\x06", b"\x02\x03\x04\x03\x07\x08"),
    (3, b"\x02\x04\x06\x08\x0a\x0c", b"\x01\x01\x01\x01\x01\x01", b"\x02\x03\x04\x06\x07\x09"),
    (4, b"\x0a\x0a\x0a\x14\x0a\x00", b"\x00\x00\x05\x01\x01\x01", b"\x0a\x0a\x0f\x15\x0b\x01"),
]


@pytest.mark.parametrize(("kind", "above", "stored", "meant"), FILTERS)
def test_filters_are_undone(kind, above, stored, meant):
    assert list(_lines(b"\0" + above + bytes([kind]) + stored, 6)) == [above, meant]
    assert shown(shrink(png([above, stored], [0, kind]))) == [above, meant]


def test_the_nearest_colour_stands_for_a_rare_one():
    often = [bytes([0, 0, value]) for value in range(256)]
    rare = bytes([9, 0, 200])
    lines = [b"".join(often), b"".join(often[:255]) + rare, b"".join(often)]
    found = shown(shrink(png(lines, [0, 0, 0])))
    assert found == [lines[0], b"".join(often[:255]) + often[200], lines[2]]


def test_another_kind_is_refused():
    with pytest.raises(ValueError, match="expected"):
        shrink(png([b"\0\0\0\0"], [0], (8, 6, 0, 0, 0)))
