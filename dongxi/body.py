"""Paragraphs named by their words in, the run of sentences that is the body out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import dates
from dongxi.named import HEADING_TAGS, LONGEST_HEADING, MARKDOWN_ITEM, MENU_LINE, NUMBERED
from dongxi.paragraphs import CLAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

#: A paragraph of prose: this many characters with a sentence in them, or twice as many.
PROSE = 30
#: Where a page has no such paragraph, a sentence of this many will do.
SHORT_PROSE = 8
SHORTEST_PROSE = 2
#: A line of prose counts for no more than so many times its Han characters.
FEW_HAN = 3
#: Roles of which the first line behind this share, per cent, of the sentences ends the body.
#: An editor's line ends it for good; a telephone number may stand in the middle of a story.
END_ROLES = {
    "editor_line": 50, "disclaimer": 50, "legal": 50, "related": 50, "tags": 80, "paging": 80,
    "contact": 80, "engagement": 80,
}  # fmt: skip
#: A loose line (short, no sentence) weighs against the body as much as a short sentence for it.
LOOSE = 20
#: A paragraph weighs no more than this: a long one must not carry a whole tail of links.
MOST_GAIN = 200
#: What lines that end or surround a story weigh against it.
ENDS = {
    "editor_line": 40, "disclaimer": 40, "legal": 40, "related": 40, "tags": 40, "paging": 40,
    "contact": 40, "engagement": 40, "navigation": 25, "breadcrumb": 60, "meta": 25,
}  # fmt: skip
#: A line that addresses those a letter or notice is for.
SALUTATION = re.compile(r"^[^。]{2,60}:$")
#: So far apart, in lines, may what goes on with a text stand.
GAP = 2


def body(named: Sequence[Named], *, contained: bool) -> tuple[int, int]:
    """Find the run of sentences: the first prose paragraph, and where the page's tail begins.

    The tail begins at the first line behind some prose that ends articles, if less prose
    follows it than went before.
    """
    prose = _prose(named)
    if not any(prose):
        return -1, -1
    start, stop = 0, len(named)
    if not contained:
        start, stop = _segment(list(map(_gain, named, prose)))
    first = next(i for i in range(start, stop) if prose[i])
    total, before = sum(prose[start:stop]), 0
    first = _first_of_body(named, first)
    for number in range(first, stop):
        before += prose[number]
        share = END_ROLES.get(named[number].role, 0) if named[number].inside else 0
        if share and before * 100 >= share * total:
            return first, number
    last = max(i for i in range(start, stop) if prose[i])
    return first, _last_of_body(named, last) + 1


def _prose(named: Sequence[Named]) -> list[int]:
    """Give the size of every open paragraph of prose in the container, 0 for other lines.

    Where no line is long enough, sentences of any length will do, and where there is none,
    lines with a comma, as poems have. On a page with Chinese
    prose, lines almost without Han are none.
    """
    for least in (PROSE, SHORT_PROSE, SHORTEST_PROSE):
        sizes = [
            len(n.paragraph.text)
            if n.open and n.inside and _is_prose(n.paragraph, least)
            else 0
            for n in named
        ]
        chinese = [
            min(size, FEW_HAN * len(n.paragraph.han)) if size else 0
            for n, size in zip(named, sizes, strict=True)
        ]
        if any(sizes):
            return chinese if any(chinese) else sizes
    return [
        len(n.paragraph.han) if n.open and n.inside and CLAUSE.search(n.paragraph.text) else 0
        for n in named
    ]


def _is_prose(paragraph: Paragraph, least: int) -> bool:
    size = len(paragraph.text)
    if size >= least and paragraph.sentences > 0:
        return True
    return size >= 2 * PROSE and not MENU_LINE.search(paragraph.folded)


def _gain(one: Named, prose: int) -> int:
    """Weigh a line for or against the body: sentences for it, loose lines and ends against."""
    if prose:
        return min(prose, MOST_GAIN)
    if not one.inside:
        return 0
    return -LOOSE if one.open else -ENDS.get(one.role, 0)


def _segment(gains: Sequence[int]) -> tuple[int, int]:
    """Find the run of lines with the greatest sum; the first of equals."""
    best, span, total, start = 0, (0, 0), 0, 0
    for number, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, number
        total += gain
        if total > best:
            best, span = total, (start, number + 1)
    return span


def up(named: Sequence[Named], first: int, title: dict[int, str]) -> int:
    """Let the lines of the container right above the first sentence belong to the body."""
    at = first
    while at and at - 1 not in title:
        one = named[at - 1]
        if one.inside and (not one.open or one.paragraph.tag == "h1"):
            break
        at -= 1
        if one.inside:
            first = at
    return first


def down(named: Sequence[Named], end: int) -> int:
    """Let the lines of the container right behind the last sentence belong to the body."""
    at = end
    while at < len(named) and not (named[at].inside and named[at].role in END_ROLES):
        at += 1
        if named[at - 1].inside:
            end = at
    return end


def _first_of_body(named: Sequence[Named], first: int) -> int:
    """Let sentences, numbered lines and salutations above the first prose belong to the body.

    A loose line or two between them do not matter; a line that is something else does.
    """
    at = first
    for number in range(first - 1, -1, -1):
        one = named[number]
        p = one.paragraph
        if not (one.open and one.inside) or at - number > GAP or p.tag == "h1":
            break
        if _goes_on(one) or SALUTATION.search(p.folded):
            at = number
    return at


def _last_of_body(named: Sequence[Named], last: int) -> int:
    """Let what closes a text belong to it: sentences, numbered lines, a last line, a signature."""
    at = last
    for number in range(last + 1, len(named)):
        one = named[number]
        if not (one.open and one.inside) or number - at > GAP:
            break
        if _goes_on(one):
            at = number
    signed = _signed(named, at)
    if signed > at:
        return signed
    alone = at + 1 < len(named) and named[at + 1].open and named[at + 1].inside
    if alone and _ends_here(named, at + 2) and _may_close(named[at + 1].paragraph):
        return at + 1
    return at


def _goes_on(one: Named) -> bool:
    """Tell a sentence, a numbered line or a marked heading, however short."""
    p = one.paragraph
    if not (one.open and one.inside):
        return False
    marked = NUMBERED.match(p.folded) or MARKDOWN_ITEM.match(p.text) or p.tag in HEADING_TAGS
    return bool(marked) or (p.closed and len(p.han) >= SHORTEST_PROSE)


def _ends_here(named: Sequence[Named], number: int) -> bool:
    """Tell whether the page ends at a line, or what ends stories begins there."""
    return number >= len(named) or named[number].role in END_ROLES


def _may_close(paragraph: Paragraph) -> bool:
    """Tell a last line of a text from a menu entry or a headline of another."""
    return SHORT_PROSE <= len(paragraph.text) <= LONGEST_HEADING and not paragraph.linked


def _signed(named: Sequence[Named], last: int) -> int:
    """Find the date that signs a text, one or two lines below it; the line of its last one."""
    for number in range(last + 1, min(last + 4, len(named))):
        one = named[number]
        if one.inside and dates.signature(one.paragraph.folded):
            return number
        if not one.open or len(one.paragraph.text) > LONGEST_HEADING:
            break
    return last
