r"""A text in, what it reads with its characters no longer spelled out, and the way back.

Spelled out are characters as references of HTML (`&#64;`, `&commat;`), escapes of addresses
(`%40`) and of scripts, JSON and YAML (`\u0040`, `\x40`). Marks without width are left out.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    #: The last reading first, then what it was read from.
    Way = list["Reading | Excerpt"]

#: So often in a row a text is read: what is spelled out may be spelled out once more.
ROUNDS = 2
#: Marks without width, of direction among them: a number may hold them and reads the same.
MARKS = "\xad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
WIDTHLESS = re.compile(f"[{MARKS}]")
#: A character spelled out. A reference by number needs no `;`, as browsers read it. Of an address
#: no quotes and brackets are read, as they would end it, and blanks between digits alone.
TOKEN = re.compile(
    rf"""[&%\\{MARKS}](?:
      (?<=&)(?:\#(?:[0-9]{{1,32}}|[Xx][0-9A-Fa-f]{{1,32}});?|[A-Za-z][0-9A-Za-z]{{1,31}};|amp|nbsp)
    | (?<=%)(?:
        (?:2[13-689A-Fa-f]|3[0-9ABDFabdf]|4[0-9A-Fa-f]|5[0-9AFaf]|6[1-9A-Fa-f]|7[0-9AEae])
      | (?<=[0-9)]%)20(?=[%(0-9]))
    | (?<=\\)(?:u(?:[0-9A-Fa-f]{{4}})|u\{{(?:[0-9A-Fa-f]{{1,8}})\}}
        |U(?:[0-9A-Fa-f]{{8}})|x(?:[0-9A-Fa-f]{{2}})|(?:["'/\\nrt]))
    | (?<=[{MARKS}])[{MARKS}]*)
    """,
    re.VERBOSE,
)
#: What is read with a token, before and behind it: an address of a page, a number, an address.
ABOVE, BELOW = 336, 528
#: Letters that stand for a blank.
BLANKS = {"n": "\n", "r": "\r", "t": "\t"}
#: What a backslash alone may stand before.
MEANT = frozenset("\"'/\\nrt")


@dataclass(frozen=True)
class Reading:
    """What a text reads once its characters that are spelled out are read."""

    text: str
    #: Each character spelled out: where its spelling stands, half-open, and how long it reads.
    tokens: list[tuple[int, int, int]]

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Give where the meanings begin and end, in order; few readings are asked for them."""
        shrunk = accumulate(last - first - size for first, last, size in self.tokens)
        ends = [last - by for (_, last, _), by in zip(self.tokens, shrunk, strict=True)]
        return [end - size for (_, _, size), end in zip(self.tokens, ends, strict=True)], ends

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters, half-open, that `[start, end)` of the reading was read from.

        >>> found = read("写给lu&#64;example.com吧")
        >>> found.text[2:16], found.source(2, 16)
        ('lu@example.com', (2, 20))
        """
        starts, ends = self._places
        at, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        first = start
        if at >= 0:
            inside = start < ends[at]
            first = self.tokens[at][0] if inside else self.tokens[at][1] + start - ends[at]
        if last >= 0:
            end = self.tokens[last][1] + max(0, end - ends[last])
        return first, end

    def near(self, start: int, end: int, around: int) -> bool:
        """Tell whether something was spelled out in a range or so near to it.

        >>> found = read("a&amp;b")
        >>> found.near(0, 1, 0), found.near(0, 1, -1), found.near(2, 3, 0)
        (True, False, True)
        """
        starts, ends = self._places
        at = bisect_right(starts, end + around) - 1
        return at >= 0 and ends[at] >= start - around


def read(text: str) -> Reading | None:
    r"""Read what is spelled out, once; None where nothing is.

    >>> [read(one).text for one in ("lu&#64a", r"\u0031\x33", "1%33", "1\u200b3", "1&shy;3", r"\n13")]
    ['lu@a', '13', '13', '13', '13', '\n13']
    >>> [read(one) for one in ("A&B", "100%", r"\d+", "50% 30", "a%20b", "&nosuch;", "?a=1&b=2")]
    [None, None, None, None, None, None, None]
    """
    tokens: list[tuple[int, int, int]] = []

    def meant(token: re.Match[str]) -> str:
        spelling = token[0]
        meaning = _meaning(spelling)
        if meaning is None:
            return spelling
        tokens.append((*token.span(), len(meaning)))
        return meaning

    done = TOKEN.sub(meant, text)
    return Reading(done, tokens) if tokens else None


@lru_cache(maxsize=4096)
def _meaning(token: str) -> str | None:
    r"""Give what is spelled out; None where it means nothing.

    >>> [_meaning(one) for one in ("&lt;", "%40", r"\x41", r"\n", "\u200b", "&nosuch;")]
    ['<', '@', 'A', '\n', '', None]
    """
    sign, rest = token[0], token[1:]
    if sign == "&":
        meaning = html.unescape(token)
        return None if meaning == token else WIDTHLESS.sub("", meaning)
    if sign not in "%\\":
        return ""
    if rest in MEANT:
        return BLANKS.get(rest, rest)
    code = int(rest.lstrip("uUx{").rstrip("}"), 16)
    return WIDTHLESS.sub("", chr(code)) if code <= sys.maxunicode else None


class Excerpt(NamedTuple):
    """The parts of a text in which something may be spelled out, a line end between each two."""

    text: str
    starts: list[int]
    """Where each part begins in the excerpt."""
    firsts: list[int]
    """Where it begins in the text."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters of the text that a range of one part stands for."""
        at = bisect_right(self.starts, start) - 1
        by = self.firsts[at] - self.starts[at]
        return start + by, end + by


def excerpt(text: str) -> Excerpt | None:
    """Take what stands around the tokens of a text; None where there are none.

    >>> found = excerpt("甲" * 900 + "1&#49;1" + "乙" * 900)
    >>> len(found.text) == ABOVE + 5 + BELOW, found.source(ABOVE, ABOVE + 5)
    (True, (901, 906))
    """
    starts: list[int] = []
    firsts: list[int] = []
    parts: list[str] = []
    size = first = last = 0
    for token in TOKEN.finditer(text):
        start, end = token.span()
        if start - ABOVE > last or not firsts:
            if firsts:
                parts.append(text[first:last])
                size += last - first + 1
            first = max(0, start - ABOVE)
            starts.append(size)
            firsts.append(first)
        last = end + BELOW
    parts.append(text[first:last])
    return Excerpt("\n".join(parts), starts, firsts) if firsts else None


def readings(text: str) -> Iterator[tuple[Reading, Way]]:
    """Read a text again and again; each time with the way back from there.

    >>> [found.text for found, _ in readings("lu&amp;#64;example.com")]
    ['lu&#64;example.com', 'lu@example.com']
    """
    around = excerpt(text)
    way: Way = [around] if around else []
    for _ in range(ROUNDS):
        more = read(way[0].text) if way else None
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
