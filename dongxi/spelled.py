r"""A text in, what it reads with its characters no longer spelled out, and the way back.

Spelled out are characters as references of HTML (`&#64;`, `&commat;`), escapes of addresses
(`%40`) and of scripts, JSON and YAML (`\u0040`, `\x40`). Marks without width are left out.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    #: The last reading first, then what it was read from.
    Way = list["Reading"]

#: So often in a row a text is read: what is spelled out may be spelled out once more.
ROUNDS = 2
#: Marks without width, of direction among them: a number may hold them and reads the same.
MARKS = "\xad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
WIDTHLESS = re.compile(f"[{MARKS}]")
#: A character spelled out. A reference by number needs no `;`, as browsers read it. Of an address
#: no quotes and brackets are read, as they would end it, and blanks between digits alone. Split by
#: it, a text has its tokens at odd places.
TOKEN = re.compile(
    rf"""([&%\\{MARKS}](?:
      (?<=&)(?:\#(?:[0-9]{{1,32}}|[Xx][0-9A-Fa-f]{{1,32}});?|[A-Za-z][0-9A-Za-z]{{1,31}};|amp|nbsp)
    | (?<=%)(?:
        (?:2[13-689A-Fa-f]|3[0-9ABDFabdf]|4[0-9A-Fa-f]|5[0-9AFaf]|6[1-9A-Fa-f]|7[0-9AEae])
      | (?<=[0-9)]%)20(?=[%(0-9]))
    | (?<=\\)(?:u(?:[0-9A-Fa-f]{{4}})|u\{{(?:[0-9A-Fa-f]{{1,8}})\}}
        |U(?:[0-9A-Fa-f]{{8}})|x(?:[0-9A-Fa-f]{{2}})|(?:["'/\\nrt]))
    | (?<=[{MARKS}])[{MARKS}]*))
    """,
    re.VERBOSE,
)
#: What is read with a token, before and behind it: an address of a page, a number, an address.
ABOVE, BELOW = 336, 528
#: Letters that stand for a blank.
BLANKS = {"n": "\n", "r": "\r", "t": "\t"}
#: What a backslash alone may stand before.
MEANT = frozenset("\"'/\\nrt")


class Reading(NamedTuple):
    """What a text reads around its characters that are spelled out, once they are read."""

    text: str
    firsts: list[int]
    """Where the spelling of each one begins in the text."""
    lasts: list[int]
    """Where it ends there."""
    starts: list[int]
    """Where its meaning begins in the reading."""
    ends: list[int]
    """Where that ends."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters, half-open, that `[start, end)` of the reading was read from.

        >>> found = read("写给lu&#64;example.com吧")
        >>> found.text[2:16], found.source(2, 16)
        ('lu@example.com', (2, 20))
        """
        return self._spelling(start)[0], self._spelling(end - 1)[1]

    def _spelling(self, at: int) -> tuple[int, int]:
        """Give the characters of the text, half-open, that one of the reading was read from."""
        token = bisect_right(self.starts, at) - 1
        if token >= 0 and at < self.ends[token]:
            return self.firsts[token], self.lasts[token]
        behind = at - self.ends[token] if token >= 0 else BELOW
        if behind < BELOW or token + 1 == len(self.starts):
            first = self.lasts[token] + behind
        else:
            first = self.firsts[token + 1] - (self.starts[token + 1] - at)
        return first, first + 1

    def near(self, start: int, end: int, around: int) -> bool:
        """Tell whether something was spelled out in a range or so near to it.

        >>> found = read("a&amp;b")
        >>> found.near(0, 1, 0), found.near(0, 1, -1), found.near(2, 3, 0)
        (True, False, True)
        """
        at = bisect_right(self.starts, end + around) - 1
        return at >= 0 and self.ends[at] >= start - around


def read(text: str) -> Reading | None:
    r"""Read what is spelled out, once, with what stands around it; None where nothing is.

    >>> [read(one).text for one in ("lu&#64a", r"\u0031\x33", "1%33", "1\u200b3", "1&shy;3", r"\n13")]
    ['lu@a', '13', '13', '13', '13', '\n13']
    >>> [read(one) for one in ("A&B", "100%", r"\d+", "50% 30", "a%20b", "&nosuch;", "?a=1&b=2")]
    [None, None, None, None, None, None, None]
    >>> found = read("甲" * 900 + "1&#49;1" + "乙" * 900 + "&#49;")
    >>> found.text == "甲" * (ABOVE - 1) + "111" + "乙" * (BELOW - 1) + "\n" + "乙" * ABOVE + "1"
    True
    >>> found.source(ABOVE - 1, ABOVE + 2), found.source(ABOVE + BELOW + 2, ABOVE + BELOW + 3)
    ((900, 907), (1471, 1472))
    """
    parts = TOKEN.split(text)
    meanings = list(map(_meaning, parts[1::2]))
    if meanings == parts[1::2]:
        return None
    places = list(accumulate(map(len, parts)))
    parts[1::2] = meanings
    parts[::2] = _near(parts[::2])
    shown = list(accumulate(map(len, parts)))
    return Reading("".join(parts), places[:-1:2], places[1::2], shown[:-1:2], shown[1::2])


def _near(parts: list[str]) -> list[str]:
    """Leave out what is far from the tokens between which the parts of a text stand."""
    head, *middle, tail = parts
    return [
        head[-ABOVE:],
        *(
            part if len(part) <= BELOW + ABOVE else f"{part[:BELOW]}\n{part[-ABOVE:]}"
            for part in middle
        ),
        tail[:BELOW],
    ]


@lru_cache(maxsize=4096)
def _meaning(token: str) -> str:
    r"""Give what is spelled out; the token itself where it means nothing.

    >>> [_meaning(one) for one in ("&lt;", "%40", r"\x41", r"\n", "\u200b", "&nosuch;")]
    ['<', '@', 'A', '\n', '', '&nosuch;']
    """
    sign, rest = token[0], token[1:]
    if sign == "&":
        meaning = html.unescape(token)
        return token if meaning == token else WIDTHLESS.sub("", meaning)
    if sign not in "%\\":
        return ""
    if rest in MEANT:
        return BLANKS.get(rest, rest)
    code = int(rest.lstrip("uUx{").rstrip("}"), 16)
    return WIDTHLESS.sub("", chr(code)) if code <= sys.maxunicode else token


def readings(text: str) -> Iterator[tuple[Reading, Way]]:
    """Read a text again and again; each time with the way back from there.

    >>> [found.text for found, _ in readings("lu&amp;#64;example.com")]
    ['lu&#64;example.com', 'lu@example.com']
    """
    way: Way = []
    for _ in range(ROUNDS):
        more = read(way[0].text if way else text)
        if more is None:
            return
        way = [more, *way]
        yield more, way


def source(way: Way, start: int, end: int) -> tuple[int, int]:
    """Give the characters of the text that a range of the last reading was read from.

    >>> [*_, (_, way)] = readings("写给lu&amp;#64;example.com吧")
    >>> source(way, 2, 16)
    (2, 24)
    """
    for step in way:
        start, end = step.source(start, end)
    return start, end
