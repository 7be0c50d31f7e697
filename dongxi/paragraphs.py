"""Blocks in, paragraphs with their features out.

A paragraph is a run of text blocks without a break between them: one line of a flattened
page, or what one HTML element shows, inline markup left aside. Rules judge paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dongxi.chars import CLOSERS, HAN, SENTENCE_END
from dongxi.fold import fold
from dongxi.model import READING, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block

ENDS_SENTENCE = re.compile(f"[{SENTENCE_END}][{CLOSERS}]*$")
SENTENCE = re.compile("[。！？!?；;]")
#: Any mark of prose.
CLAUSE = re.compile("[。！？；，,!?;…]")
HAN_ONLY = re.compile(f"[^{HAN}]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the page as a reader sees it."""

    first: int
    """Index of its first block."""
    last: int
    """Index of its last block."""
    text: str
    """What it reads, inline separators included."""
    folded: str
    """`text` in reading form, of equal length; see `dongxi.fold`."""
    tag: str
    """The HTML element it stands in, if any."""
    lines_above: int
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

    @property
    def han(self) -> str:
        """Its Han characters alone: what survives every change of punctuation."""
        return HAN_ONLY.sub("", self.folded)


def paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """Gather text blocks into paragraphs, in page order."""
    done: list[Paragraph] = []
    first, above, parts, linked, node = -1, 0, [""], 0, 0
    for number, block in enumerate([*blocks, None]):
        if block is not None and block.kind == "text":
            if first < 0:
                first, parts, linked, node = number, [], 0, block.node
            parts.append(str(block.text))
            last, tag = number, block.tag
            linked += len(block.text) if block.linked else 0
        elif first >= 0 and (block is None or block.kind in {"break", "front_matter"}):
            text = "".join(parts).rstrip()
            done.append(Paragraph(first, last, text, fold(text), tag, above, node, linked))
            first = -1
        elif first >= 0 and block is not None:
            parts.append(READING[block.kind])
        if block is not None and block.kind == "break":
            above = str(block.text).count("\n") if block.role == "whitespace" else 0
    return done


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
