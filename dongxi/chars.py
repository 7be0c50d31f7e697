"""The characters rules speak of, as explicit ranges that no Python version changes.

`unicodedata` and `str.isspace` follow the Unicode tables of the running Python; a result
must not.
"""

from __future__ import annotations

#: Characters that end a line.
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
#: Blanks with a width.
BLANKS = " \t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
#: Characters without a width that carry no text: joiners, marks of direction, soft hyphens.
INVISIBLE = "\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
#: Everything that may surround a line without being part of it.
SPACE = BREAKS + BLANKS + INVISIBLE
#: Han ideographs, with 〇 and 々 (々 repeats the one before).
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U00030000-\U000323af"
)
#: Marks of Chinese typography, curly quotes included.
CJK_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
#: Fullwidth forms of ASCII marks.
FULLWIDTH_MARKS = "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"


def expand(ranges: str) -> frozenset[str]:
    """Turn the inside of a regular expression's character class into a set.

    >>> sorted(expand("a-cx"))
    ['a', 'b', 'c', 'x']
    """
    found: set[str] = set()
    at = 0
    while at < len(ranges):
        last = at + 2 if ranges[at + 1 : at + 2] == "-" and at + 2 < len(ranges) else at
        found.update(map(chr, range(ord(ranges[at]), ord(ranges[last]) + 1)))
        at = last + 1
    return frozenset(found)


#: The characters of `SPACE`, for `str.strip`.
SPACES = "".join(sorted(expand(SPACE)))
