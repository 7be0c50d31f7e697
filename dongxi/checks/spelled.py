r"""What a text reads with its characters no longer spelled out; written apart from what masks it.

Narrower than the rules that build: references of HTML that end in `;` or stand for digits,
escapes of addresses and scripts for letters, digits and the sign of an address.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

#: The pieces of a text at odd places are characters spelled out; no digit stands behind a
#: reference by number without its end, as it would be part of it.
SPELLED = re.compile(
    r"(&#[0-9]{1,7}+(?![0-9]);?|&#x[0-9a-f]{1,6}+(?![0-9A-Fa-f]);?|&(?:commat|period|nbsp|amp|num);"
    r"|%(?:3[0-9]|4[0-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|2[3-5E])"
    r"|\\u00[2-7][0-9A-Fa-f]|\\u\{[2-7][0-9A-Fa-f]\}|\\U000000[2-7][0-9A-Fa-f]|\\x[2-7][0-9A-Fa-f]|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+)"
)
#: What is spelled out twice is read too.
TWICE = 2


class Plain(NamedTuple):
    """A text as it reads, and where each of its pieces, spelled out by turns, begins."""

    text: str
    here: list[int]
    there: list[int]

    def back(self, start: int, end: int) -> tuple[int, int, bool]:
        """Give the range of the spelling, and whether anything in it was spelled out.

        >>> plain("a&#49;2").back(0, 2), plain("a&#49;2").back(2, 3)
        ((0, 6, True), (6, 7, False))
        """
        first, last = bisect_right(self.here, start) - 1, bisect_right(self.here, end - 1) - 1
        begin, finish = self.there[first], self.there[last + 1]
        if not first % 2:
            begin += start - self.here[first]
        if not last % 2:
            finish = self.there[last] + end - self.here[last]
        return begin, finish, first != last or bool(first % 2)


def plain(text: str) -> Plain:
    r"""Read a text once.

    >>> [plain(one).text for one in ("lu&#64;a.cn", r"\u0031\u{33}", "%31%33", "1\u200b3", "A&B")]
    ['lu@a.cn', '13', '13', '13', 'A&B']
    """
    pieces = SPELLED.split(text)
    read = [_meant(piece) if at % 2 else piece for at, piece in enumerate(pieces)]
    here, there = ([0, *accumulate(map(len, some))] for some in (read, pieces))
    return Plain("".join(read), here, there)


def _meant(piece: str) -> str:
    """Give the character that is spelled out, nothing for a mark without width."""
    if piece[0] == "&":
        return html.unescape(piece)
    return chr(int(piece.strip("%\\uxU{}"), 16)) if piece[0] in "%\\" else ""


def ways(text: str) -> list[list[Plain]]:
    """Read a text once, then what it reads once more; none where nothing is spelled out.

    >>> [way[0].text for way in ways("lu&amp;#64;a.cn")], ways("A&B")
    (['lu&#64;a.cn', 'lu@a.cn'], [])
    """
    done: list[list[Plain]] = []
    while len(done) < TWICE:
        known = done[-1] if done else []
        more = plain(known[0].text if known else text)
        if len(more.here) <= TWICE:
            break
        done.append([more, *known])
    return done
