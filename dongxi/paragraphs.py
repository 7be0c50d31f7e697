"""Blocks in, paragraphs with their features out.

A paragraph is a run of text blocks without a break between them: one line of a flattened
page, or what one HTML element shows, inline markup left aside. Rules judge paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi import signs
from dongxi.chars import HAN
from dongxi.fold import fold_lines
from dongxi.model import READING, Span
from dongxi.sentences import CLOSED, LAST, ending

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dongxi.model import Block

#: A full stop behind a Latin letter ends a sentence; behind a digit it is of a number or list.
LATIN_STOP = re.compile(r"(?<=[a-z)])\.(?=[ ”\"']|$)")
HAN_ONLY = re.compile(f"[^{HAN}]+")
#: What was named by this rule before is no part of a paragraph.
TOOLS_RULE = "roles/section-tools"


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
    signs: int
    """Classes of characters of its reading form, as bits; see `dongxi.signs`."""
    ends: int
    """How it ends, as bits; see `dongxi.sentences`."""
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
        return self.ends & CLOSED != 0

    @property
    def clause(self) -> bool:
        """Whether it holds any mark of prose."""
        return self.signs & signs.CLAUSE != 0

    @property
    def sentence(self) -> bool:
        """Whether it holds a mark that ends a sentence or a clause as long as one."""
        if self.signs & signs.STOP:
            return True
        return self.signs & signs.DOT != 0 and LATIN_STOP.search(self.text) is not None


def paragraph(first: int, last: int, text: str) -> Paragraph:
    """Make a paragraph of some blocks and what they read."""
    (folded,), (han,), (bits,) = fold_lines([text])
    return Paragraph(first, last, text, folded, han, bits, ending(text))


#: A paragraph not folded yet: first and last block, text, line ends above it, linked characters.
_Line = tuple[int, int, str, int, int]


def paragraphs(
    blocks: Sequence[Block],
    known: Iterable[Paragraph] = (),
    starts: frozenset[int] = frozenset(),
) -> list[Paragraph]:
    """Gather text blocks into paragraphs, in page order.

    What lines read alike that are `known` already is taken from those. Blocks among `starts` begin
    a paragraph, whatever stands before them.
    """
    lines = list(_gathered(blocks, starts))
    texts = [text for _, _, text, _, _ in lines]
    seen = {p.text: p[3:7] for p in known}
    fresh = [text for text in texts if text not in seen] if seen else texts
    facts = _facts(fresh)
    if seen:
        seen.update(zip(fresh, facts, strict=True))
        facts = [seen[text] for text in texts]
    return [
        Paragraph(
            first, last, text, folded, han, bits, ends,
            blocks[last].tag, above, blocks[first].node, linked,
        )
        for (first, last, text, above, linked), (folded, han, bits, ends) in zip(
            lines, facts, strict=True
        )
    ]  # fmt: skip


def _facts(texts: Sequence[str]) -> list[tuple[str, str, int, int]]:
    """Give what lines are in reading form, their Han, their signs, and how they end."""
    ends = [ending(text) if text[-1:] in LAST else 0 for text in texts]
    return list(zip(*fold_lines(texts), ends, strict=True))


def _gathered(blocks: Sequence[Block], starts: frozenset[int]) -> Iterator[_Line]:
    """Put the readings of blocks together, up to each break."""
    first = last = -1
    above = linked = 0
    parts: list[str] = []
    for number, block in enumerate(blocks):
        kind = block.kind
        text = kind == "text" and block.rule != TOOLS_RULE
        ends = number in starts if text else kind in PARTING or kind == "text"
        if first >= 0 and ends:
            yield first, last, "".join(parts).rstrip(), above, linked
            first, above = -1, 0
        if text:
            value = str(block.text)
            if first < 0:
                first, linked, parts = number, 0, []
            parts.append(value)
            last = number
            linked += len(value) if block.linked else 0
        elif kind == "break":
            above = str(block.text).count("\n") if block.role == "whitespace" else 0
        elif first >= 0:
            parts.append(READING[kind])
    if first >= 0:
        yield first, last, "".join(parts).rstrip(), above, linked


#: Kinds of block that end a paragraph.
PARTING = frozenset({"break", "front_matter"})


def stretches(blocks: Sequence[Block], paragraph: Paragraph) -> Iterator[tuple[int, int, int]]:
    """Give the text blocks of a paragraph: number, first character of its text, end."""
    at = 0
    for number in range(paragraph.first, paragraph.last + 1):
        block = blocks[number]
        if block.kind == "text":
            end = at + len(block.text)
            yield number, at, end
        else:
            end = at + len(READING[block.kind])
        at = end


def evidence(blocks: Sequence[Block], paragraph: Paragraph, start: int, end: int) -> Span:
    """Give the bytes of characters `[start, end)` of a paragraph's text.

    Where inline markup stands between them, its bytes are included.
    """
    first = last = None
    for number, at, behind in stretches(blocks, paragraph):
        if at < end and behind > start:
            span = blocks[number].text.span_of(max(start - at, 0), min(end, behind) - at)
            first = span.start if first is None else first
            last = span.end
    if first is None or last is None:
        raise ValueError(f"evidence: no characters {start}-{end} in {paragraph.text[:20]!r}")
    return Span(first, last)
