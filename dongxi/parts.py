"""Named blocks in, the parts of the page out.

A page is one document unless it says otherwise: explicit markers counting up from one
(篇一, 【篇2】, 第三篇), or boundaries a curator gave.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.fold import fold
from dongxi.model import TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dongxi.model import Block

#: A line that opens part N: the marker alone or with a short title around it.
MARKER = re.compile(
    r"""^[^。!?]{0,40}?(?:\[?\(?篇(?P<a>[一二三四五六七八九十]{1,3}|\d{1,3})(?![\u4e00-\u9fff])\)?\]?
    |第(?P<b>[一二三四五六七八九十]{1,3}|\d{1,3})篇(?![\u4e00-\u9fff])
    |\[(?P<c>第?\d{1,3}篇?)\])[^。!?]{0,40}$""",
    re.VERBOSE,
)
#: Without one of these, folded or not, a line is no marker.
SIGN = re.compile(r"[篇\[［【〔〖]")
LONGEST_MARKER = 100
MARKED_ROLES = TEXT_ROLES | {"title", "subtitle"}
DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)}


class Part(NamedTuple):
    """A part of a page: a range of its blocks."""

    number: int
    """From 1."""
    first: int
    """Index of its first block."""
    end: int
    """Index behind its last block that is no separator."""


def parts(blocks: Sequence[Block], curated: Iterable[int] = ()) -> tuple[Part, ...]:
    """Divide a page; `curated` are first bytes of parts and outrank markers.

    A page without boundaries is one part with all its blocks.
    """
    starts = _starts(blocks, curated) or _marked(blocks)
    if not starts:
        return (Part(1, 0, len(blocks)),)
    ends = [*starts[1:], len(blocks)]
    return tuple(
        Part(number, first, _last_text(blocks, first, end) + 1)
        for number, (first, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _starts(blocks: Sequence[Block], curated: Iterable[int]) -> list[int]:
    """Find the blocks that start at given bytes, or right behind the white space there.

    Raises `ValueError` for a byte inside a line, behind the last line, or on one named before.
    """
    wanted = sorted(set(curated))
    found: list[int] = []
    if not wanted:
        return found
    for number, block in enumerate(blocks):
        start, end = block.text.span
        if len(found) == len(wanted) or block.kind != "text" or wanted[len(found)] >= end:
            continue
        byte = wanted[len(found)]
        if byte > start:
            raise ValueError(
                f"byte {byte} stands inside the line of bytes {start}-{end}; {MEND}"
            )
        found.append(number)
        if len(found) < len(wanted) and wanted[len(found)] <= start:
            raise ValueError(f"bytes {byte} and {wanted[len(found)]} name one line; {MEND}")
    if len(found) < len(wanted):
        raise ValueError(f"no text stands at or behind byte {wanted[len(found)]}; {MEND}")
    return found


MEND = "give the first byte of a line, a different one for each part"


def _last_text(blocks: Sequence[Block], first: int, end: int) -> int:
    """Find the last text block of a range."""
    return max((i for i in range(first, end) if blocks[i].kind == "text"), default=first)


def _marked(blocks: Sequence[Block]) -> list[int]:
    """Find markers that count 1, 2, 3…; fewer than two are none."""
    starts: list[int] = []
    for number, block in enumerate(blocks):
        short = block.role in MARKED_ROLES and len(block.text) <= LONGEST_MARKER
        if not short or not SIGN.search(str(block.text)):
            continue
        if marker(fold(str(block.text))) == len(starts) + 1:
            starts.append(number)
    return starts if len(starts) > 1 else []


def marker(folded: str) -> int:
    """Read the number of a part's marker, 0 for lines that are none.

    >>> marker("心得体会 篇一"), marker("[篇2]"), marker("第十二篇:归来")
    (1, 2, 12)
    >>> marker("通用30篇"), marker("一篇好文章"), marker("第三篇章")
    (0, 0, 0)
    """
    found = MARKER.match(folded)
    if not found:
        return 0
    return number_of((found["a"] or found["b"] or found["c"]).strip("第篇"))


def number_of(numeral: str) -> int:
    """Read a number below 100 in digits or Chinese numerals.

    >>> number_of("12"), number_of("十二"), number_of("二十"), number_of("二十三")
    (12, 12, 20, 23)
    """
    if numeral.isascii():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
