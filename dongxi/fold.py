"""Text in, its reading form out: one spelling for what line rules should read alike.

The reading form has the length of the text, so a place found in it is a place in the text.
It is for matching only and never published.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dongxi import signs
from dongxi.chars import expand
from dongxi.hans import characters, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Fullwidth forms of ASCII, U+FF01 to U+FF5E, lie this far above ASCII.
FULLWIDTH = range(0xFF01, 0xFF5F)
FULLWIDTH_OFFSET = 0xFEE0
#: Every space that is not a line end: no-break, Ogham, en quad to hair, narrow no-break,
#: mathematical, ideographic. Zero-width characters are no spaces.
SPACES = (
    "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u202f", "\u205f", "\u3000",
)  # fmt: skip
#: Brackets that head or label a line, and corner quotes, with what they are read as.
MARKS = {
    "【": "[", "】": "]", "〔": "[", "〕": "]", "〖": "[", "〗": "]",
    "「": "“", "」": "”", "『": "“", "』": "”",
    "丨": "|", "│": "|", "┃": "|", "∣": "|",
}  # fmt: skip


def fold(text: str) -> str:
    """Read a text in Simplified characters, ASCII marks and plain spaces; keep its length.

    Character by character: Traditional to Simplified (著 stays), fullwidth ASCII to ASCII,
    all spaces to one, title brackets to `[` and `]`, corner quotes to “ and ”, upright bars
    to `|`. Line ends, 。, 、 and 《》 stay.

    >>> fold("來源：新華社\u3000【評論】丨２０１７")
    '来源:新华社 [评论]|2017'
    >>> fold("来源:《人民日报》、著名。")
    '来源:《人民日报》、著名。'
    """
    return text.translate(_table()) if len(text) < LONG else fold_lines([text]).folded[0]


#: Longer texts are folded faster as arrays.
LONG = 200


class Folded(NamedTuple):
    """Lines as rules read them."""

    folded: list[str]
    """Their reading forms."""
    han: list[str]
    """Of these the Han characters alone."""
    signs: list[int]
    """Of these the classes of characters they hold, as bits; see `dongxi.signs`."""


def fold_lines(lines: Sequence[str]) -> Folded:
    """Fold many lines at once.

    A page has hundreds of short lines; folded one by one they cost ten times as much.

    >>> found = fold_lines(["來源：新華社", "２０１７", "甲乙 a", ""])
    >>> found.folded, found.han
    (['来源:新华社', '2017', '甲乙 a', ''], ['来源新华社', '', '甲乙', ''])
    >>> [bits & signs.DIGIT > 0 for bits in found.signs]
    [False, True, False, False]
    """
    whole = "".join([*lines, "\n"])
    changed, bits = _tables()
    codes = changed[np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")]
    signed = bits[codes]
    edges = np.fromiter(accumulate(map(len, lines), initial=0), np.intp, len(lines) + 1)
    held = np.bitwise_or.reduceat(signed, edges)[:-1]
    held[edges[:-1] == edges[1:]] = 0
    han = np.flatnonzero(signed & signs.IDEOGRAPH)
    only = _parts(codes[han], np.searchsorted(han, edges))
    return Folded(_parts(codes, edges), only, held.tolist())


def _parts(codes: NDArray[np.uint32], edges: NDArray[np.intp]) -> list[str]:
    """Turn code points into the strings between edges."""
    text = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return [text[a:b] for a, b in pairwise(edges.tolist())]


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give, for every code point, what it is read as, and its signs."""
    changed = np.arange(0x110000, dtype="<u4")
    for old, new in _table().items():
        changed[old] = new
    bits = np.zeros(0x110000, dtype=np.uint32)
    for bit, those in signs.CLASSES.items():
        bits[[ord(character) for character in expand(those)]] |= bit
    return changed, bits


@cache
def _table() -> dict[int, int]:
    """Build the table once; what is missing from it stays."""
    changes = (
        characters()
        | {chr(code): chr(code - FULLWIDTH_OFFSET) for code in FULLWIDTH}
        | dict.fromkeys(SPACES, " ")
        | MARKS
    )
    return table(changes)
