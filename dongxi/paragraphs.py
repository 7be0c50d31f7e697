"""Blocks in, paragraphs with their features out.

A paragraph is a run of text blocks without a break between them: one line of a flattened
page, or what one HTML element shows, inline markup left aside. Rules judge paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.chars import CLOSERS, HAN, SENTENCE_END
from dongxi.fold import fold_lines
from dongxi.model import READING, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.model import Block

#: A full stop behind a Latin letter ends a sentence; behind a digit it is of a number or list.
LATIN_STOP = r"(?<=[a-z)])\."
ENDS_SENTENCE = re.compile(f"(?:[{SENTENCE_END}]|{LATIN_STOP})[{CLOSERS}]*$")
SENTENCE = re.compile(rf"[。！？!?；;]|{LATIN_STOP}(?=[ ”\"']|$)")
#: Any mark of prose.
CLAUSE = re.compile("[。！？；，,!?;…]")
HAN_ONLY = re.compile(f"[^{HAN}]+")


class Paragraph(NamedTuple):
    """A line of the page as a reader sees it."""

    first: int
    """Index of its first block."""
    last: int
    """Index of its last block."""
    text: str
    """What it reads, inline separators included."""
    folded: str
    """`text` in reading form, of equal length; see `dongxi.fold`."""
    han: str
    """Its Han characters alone, folded: what survives every change of punctuation."""
    tag: str = ""
    """The HTML element it stands in, if any."""
    lines_above: int = 0
    """Line ends in the separator above it; 0 for none or where markup ends the paragraph."""
    node: int = 0
    """The container it stands in; 0 is the page itself."""
    linked: int = 0
    """Characters of it that are links."""

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(ENDS_SENTENCE.search(self.text))

    @property
    def sentences(self) -> int:
        """Marks that end a sentence or a clause as long as one."""
        return len(SENTENCE.findall(self.text))


class _Line(NamedTuple):
    """A paragraph not folded yet."""

    first: int
    last: int
    text: str
    above: int
    linked: int


def paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """Gather text blocks into paragraphs, in page order."""
    lines = list(_gathered(blocks))
    folded, han = fold_lines([line.text for line in lines])
    return [
        Paragraph(
            line.first, line.last, line.text, whole, only,
            blocks[line.last].tag, line.above, blocks[line.first].node, line.linked,
        )
        for line, whole, only in zip(lines, folded, han, strict=True)
    ]  # fmt: skip


def _gathered(blocks: Sequence[Block]) -> Iterator[_Line]:
    """Put the readings of blocks together, up to each break."""
    first = last = -1
    above = linked = 0
    parts: list[str] = []
    for number, block in enumerate(blocks):
        kind = block.kind
        if kind == "text":
            value = str(block.text)
            if first < 0:
                first, linked = number, 0
                parts.clear()
            parts.append(value)
            last = number
            if block.linked:
                linked += len(value)
            continue
        if kind in PARTING:
            if first >= 0:
                yield _Line(first, last, "".join(parts).rstrip(), above, linked)
                first = -1
            if kind == "break":
                above = str(block.text).count("\n") if block.role == "whitespace" else 0
        elif first >= 0:
            parts.append(READING[kind])
    if first >= 0:
        yield _Line(first, last, "".join(parts).rstrip(), above, linked)


#: Kinds of block that end a paragraph.
PARTING = frozenset({"break", "front_matter"})


def evidence(blocks: Sequence[Block], paragraph: Paragraph, start: int, end: int) -> Span:
    """Give the bytes of characters `[start, end)` of a paragraph's text.

    Where inline markup stands between them, its bytes are included.
    """
    at, first, last = 0, None, None
    for block in blocks[paragraph.first : paragraph.last + 1]:
        size = len(block.text) if block.kind == "text" else len(READING[block.kind])
        if block.kind == "text" and at < end and at + size > start:
            span = block.text.span_of(max(start - at, 0), min(end - at, size))
            first = span.start if first is None else first
            last = span.end
        at += size
    if first is None or last is None:
        raise ValueError(f"evidence: no characters {start}-{end} in {paragraph.text[:20]!r}")
    return Span(first, last)
