r"""A text in, what it reads with its characters no longer spelled out, and the way back.

Spelled out are characters as references of HTML (`&#64;`, `&commat;`), escapes of addresses
(`%40`) and of scripts, JSON and YAML (`\u0040`, `\x40`). Marks without width are left out.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: So often in a row a text is read: what is spelled out may be spelled out once more.
ROUNDS = 2
#: Marks without width, of direction among them: a number may hold them and reads the same.
MARKS = "\xad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
WIDTHLESS = re.compile(f"[{MARKS}]")
#: A character spelled out. A reference by number needs no `;`, as browsers read it. Of an address
#: no quotes and brackets are read, as they would end it, and blanks between digits alone.
TOKEN = re.compile(
    rf"""
      (?P<reference>&(?:\#(?:[0-9]{{1,32}}|[Xx][0-9A-Fa-f]{{1,32}});?|[A-Za-z][0-9A-Za-z]{{1,31}};|amp|nbsp))
    | %(?P<percent>2[13-689A-Fa-f]|3[0-9ABDFabdf]|4[0-9A-Fa-f]|5[0-9AFaf]|6[1-9A-Fa-f]|7[0-9AEae])
    | (?<=[0-9)])%(?P<blank>20)(?=[%(0-9])
    | \\(?:u(?P<unit>[0-9A-Fa-f]{{4}})|u\{{(?P<braced>[0-9A-Fa-f]{{1,8}})\}}
        |U(?P<long>[0-9A-Fa-f]{{8}})|x(?P<byte>[0-9A-Fa-f]{{2}})|(?P<char>["'/\\nrt]))
    | (?P<mark>[{MARKS}]+)
    """,
    re.VERBOSE,
)
#: Letters that stand for a blank.
BLANKS = {"n": "\n", "r": "\r", "t": "\t"}


class Reading(NamedTuple):
    """What a text reads, and where its characters that were spelled out stand in it."""

    text: str
    #: In order: where the meaning of each begins and ends, and the same of its spelling.
    starts: list[int]
    ends: list[int]
    firsts: list[int]
    lasts: list[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters, half-open, that `[start, end)` of the reading was read from.

        >>> found = read("写给lu&#64;example.com吧")
        >>> found.text[2:16], found.source(2, 16)
        ('lu@example.com', (2, 20))
        """
        at, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        first = start
        if at >= 0:
            inside = start < self.ends[at]
            first = self.firsts[at] if inside else self.lasts[at] + start - self.ends[at]
        if last >= 0:
            end = self.lasts[last] + max(0, end - self.ends[last])
        return first, end

    def near(self, start: int, end: int, around: int) -> bool:
        """Tell whether something was spelled out in a range or so near to it.

        >>> found = read("a&amp;b")
        >>> found.near(0, 1, 0), found.near(0, 1, -1), found.near(2, 3, 0)
        (True, False, True)
        """
        at = bisect_right(self.starts, end + around) - 1
        return at >= 0 and self.ends[at] >= start - around


def read(text: str) -> Reading | None:
    r"""Read what is spelled out, once; None where nothing is.

    >>> [read(one).text for one in ("lu&#64a", r"\u0031\x33", "1%33", "1\u200b3", "1&shy;3", r"\n13")]
    ['lu@a', '13', '13', '13', '13', '\n13']
    >>> [read(one) for one in ("A&B", "100%", r"\d+", "50% 30", "a%20b", "&nosuch;", "?a=1&b=2")]
    [None, None, None, None, None, None, None]
    """
    parts: list[str] = []
    done = Reading("", [], [], [], [])
    at = size = 0
    for token in TOKEN.finditer(text):
        meaning = _meaning(token)
        if meaning is None:
            continue
        first, last = token.span()
        size += first - at
        done.starts.append(size)
        size += len(meaning)
        done.ends.append(size)
        done.firsts.append(first)
        done.lasts.append(last)
        parts += text[at:first], meaning
        at = last
    return done._replace(text="".join([*parts, text[at:]])) if parts else None


def _meaning(token: re.Match[str]) -> str | None:
    """Give what is spelled out; None where it means nothing."""
    kind, given = str(token.lastgroup), token[str(token.lastgroup)]
    if kind == "mark":
        return ""
    if kind == "reference":
        meaning = html.unescape(given)
        return None if meaning == given else WIDTHLESS.sub("", meaning)
    if kind == "char":
        return BLANKS.get(given, given)
    code = int(given, 16)
    return WIDTHLESS.sub("", chr(code)) if code <= sys.maxunicode else None


def readings(text: str) -> Iterator[list[Reading]]:
    """Read a text again and again; each time with the readings that led there, the last first.

    >>> [way[0].text for way in readings("lu&amp;#64;example.com")]
    ['lu&#64;example.com', 'lu@example.com']
    """
    way: list[Reading] = []
    for _ in range(ROUNDS):
        more = read(way[0].text if way else text)
        if more is None:
            return
        way = [more, *way]
        yield way


def source(way: list[Reading], start: int, end: int) -> tuple[int, int]:
    """Give the characters of the text that a range of the last reading was read from.

    >>> [*_, way] = readings("写给lu&amp;#64;example.com吧")
    >>> source(way, 2, 16)
    (2, 24)
    """
    for reading in way:
        start, end = reading.source(start, end)
    return start, end
