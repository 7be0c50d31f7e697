"""Named blocks in, the parts of the page out.

A page is one document unless it says otherwise: explicit markers counting up from one
(篇一, 【篇2】, 第三篇), or boundaries a curator gave.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dongxi.fold import fold
from dongxi.model import TEXT_ROLES
from dongxi.paragraphs import HAN_ONLY

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


#: A marker that is a number in brackets alone, as notes and references have it.
BARE = re.compile(r"\[\d{1,3}\]")
#: Texts behind markers have so many characters, behind bare numbers in brackets so many.
SHORTEST_PART, SHORTEST_BARE = 10, 200
#: Pages count a few times from one; more is no division into texts.
MOST_RUNS = 8
#: A text that is suggested to be one of its own has so many characters.
SHORTEST_SUGGESTED = 200
FEWEST_PARTS = 2
#: Fewer headlines that count, or that a table of contents names, say nothing.
FEWEST_COUNTED = 3
COUNTED = re.compile(
    r"[(\[]?(?P<number>[0-9]{1,2})(?:[)\]、]|[.:](?![0-9]))[ ]{0,3}[\u4e00-\u9fff《“]"
)
COUNTED_STARTS = frozenset("([0123456789")
CONTENTS = re.compile("目 {0,4}[录次]|本文目录|文章目录")
CONTENTS_STARTS = frozenset("目本文")
#: So many lines below its head may a table of contents name a text.
LONGEST_CONTENTS = 100


class Line(NamedTuple):
    """A line of a page, as far as it matters where a text may begin."""

    folded: str
    open: bool
    """Whether it may be a headline: short, and not closed as a sentence is."""
    credit: bool
    """Whether it says who made a text, or when."""
    told: bool
    """Whether it is of the text."""

    @property
    def size(self) -> int:
        """Its characters."""
        return len(self.folded)


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
    """Find markers that count 1, 2, 3… before texts; fewer than two are none.

    A table of contents and a list of references count too, but before lines; of several runs
    the one with the longest texts counts.
    """
    runs: list[list[int]] = []
    bare = False
    for number, block in enumerate(blocks):
        if block.role not in MARKED_ROLES:
            continue
        text = str(block.text)
        folded = fold(text) if len(text) <= LONGEST_MARKER and SIGN.search(text) else ""
        if found := marker(folded) if folded else 0:
            bare = bare or BARE.fullmatch(folded) is not None
            _run(runs, found, number)
    runs = [run for run in runs if len(run) >= FEWEST_PARTS]
    if not runs:
        return []
    sizes = [_usual_size(blocks, run) for run in runs]
    best = max(range(len(runs)), key=lambda i: (sizes[i], len(runs[i])))
    return runs[best] if sizes[best] >= (SHORTEST_BARE if bare else SHORTEST_PART) else []


def _run(runs: list[list[int]], found: int, number: int) -> None:
    """Add a marker to the first run it goes on with; a first one begins a run."""
    if found == 1:
        if len(runs) < MOST_RUNS:
            runs.append([number])
        return
    for run in runs:
        if len(run) == found - 1:
            run.append(number)
            return


def _usual_size(blocks: Sequence[Block], run: Sequence[int]) -> int:
    """Give the lower median of the sizes, in characters, of the texts behind markers but the last."""
    sizes = sorted(
        sum(len(block.text) for block in blocks[first + 1 : end] if block.role in TEXT_ROLES)
        for first, end in pairwise(run)
    )
    return sizes[(len(sizes) - 1) // 2]


def suggested(lines: Sequence[Line]) -> list[int]:
    """Suggest where the texts of a page without markers begin: indices of its lines.

    Cues of form alone: headlines counted from one, headlines over credits, lines that a table
    of contents names. Nothing is cut by them (on other pages than those they were made for
    such cues score .33 to .76).
    """
    for starts in (_counted(lines), _credited(lines), _listed(lines)):
        if len(starts) < FEWEST_PARTS:
            continue
        ends = [*starts[1:], len(lines)]
        sizes = [
            sum(line.size for line in lines[first + 1 : end] if line.told)
            for first, end in zip(starts, ends, strict=True)
        ]
        if min(sizes) >= SHORTEST_SUGGESTED:
            return starts
    return []


def _counted(lines: Sequence[Line]) -> list[int]:
    """Find headlines that count up from one: `1、山里的路`, `一、…` opens a chapter, no text."""
    starts: list[int] = []
    for i, line in enumerate(lines):
        able = line.open and line.folded[:1] in COUNTED_STARTS
        found = COUNTED.match(line.folded) if able else None
        if found and int(found["number"]) == len(starts) + 1:
            starts.append(i)
    return starts if len(starts) >= FEWEST_COUNTED else []


def _credited(lines: Sequence[Line]) -> list[int]:
    """Find headlines with credits right below them."""
    return [i for i, (line, below) in enumerate(pairwise(lines)) if below.credit and line.open]


def _listed(lines: Sequence[Line]) -> list[int]:
    """Find the lines below that a table of contents names, in its order."""
    able = [i for i, (text, _, _, _) in enumerate(lines) if text[:1] in CONTENTS_STARTS]
    top = next((i for i in able if CONTENTS.fullmatch(lines[i].folded)), -1)
    if top < 0:
        return []
    first: dict[str, int] = {}
    again: list[int] = []
    for i, line in enumerate(lines[top + 1 :], top + 1):
        han = HAN_ONLY.sub("", line.folded)
        if not line.open or not han:
            continue
        if han in first and first[han] - top <= LONGEST_CONTENTS:
            again.append(i)
        first.setdefault(han, i)
    return again if len(again) >= FEWEST_COUNTED else []


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
