"""Front matter in, its lines and fields out.

YAML between two `---` lines or TOML between two `+++` lines at the top of a page. Fields are
claims, never text; YAML is composed, not constructed, so nothing in it is ever executed,
expanded or turned into a date.
"""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

import yaml

from dongxi.chars import BREAKS, SPACE

#: The fence, at the very top but for blank lines and a byte order mark.
OPENING = re.compile(f"[{SPACE}]{{0,64}}(?P<fence>-{{3}}|[+]{{3}})[ \t]*\r?\n")
#: How far down the closing fence may stand, in characters.
LONGEST = 65_536
#: What opens a text of several lines in TOML.
TRIPLE = frozenset({'"""', "'''"})
#: Half a character, which YAML's `\ud800` writes and no encoding holds, and what it reads.
SURROGATE, LOST = re.compile("[\ud800-\udfff]"), "\ufffd"
LINE_ENDS = re.compile(f"[{BREAKS}]+")
KEY = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_ .-]{0,40}?)[ \t]*[:=][ \t]*")
#: A page whose first lines hold no key is no front matter but a rule drawn with hyphens.
FIRST_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,40}[ \t]*[:=]")


class Entry(NamedTuple):
    """A field of the front matter; `start` and `end` are characters of the page."""

    key: str
    value: str
    start: int
    end: int


def end_of_front_matter(page: str) -> int:
    r"""Give the character behind the closing fence, 0 where there is no front matter.

    >>> end_of_front_matter("---\ntitle: x\n---\ntext")
    16
    >>> end_of_front_matter("---\nA dialogue, not a field.\n---\n")
    0
    """
    opening = OPENING.match(page)
    if not opening or not FIRST_KEY.match(page, opening.end()):
        return 0
    fence = "\n" + opening["fence"]
    at = page.find(fence, opening.end() - 1, opening.end() + LONGEST)
    while at >= 0:
        line = page.find("\n", at + 1)
        line = len(page) if line < 0 else line
        if not page[at + 4 : line].strip():
            return at + 4
        at = page.find(fence, line, opening.end() + LONGEST)
    return 0


def entries(page: str, end: int) -> list[Entry]:
    r"""Read the fields of the front matter `page[:end]`; lists give one entry per item.

    >>> [e[:2] for e in entries("---\ntitle: 'x'\ntags:\n - a\n - b\n---\n", 32)]
    [('title', 'x'), ('tags', 'a'), ('tags', 'b')]
    >>> [e[:2] for e in entries("---\ntitle: a: b\n---\n", 19)]
    [('title', 'a: b')]
    """
    opening = OPENING.match(page)
    if not opening:
        return []
    start, stop = opening.end(), page.rindex("\n", 0, end) + 1
    if opening["fence"] == "+++":
        return _toml(page, start, stop)
    try:
        root = yaml.compose(page[start:stop], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _lines(page, start, stop)
    if not isinstance(root, yaml.MappingNode):
        return _lines(page, start, stop)
    return [
        Entry(
            _line(key.value),
            _line(item.value),
            start + item.start_mark.index,
            start + _end(item),
        )
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode)
        for item in (value.value if isinstance(value, yaml.SequenceNode) else (value,))
        if isinstance(item, yaml.ScalarNode)
    ]


def _line(value: str) -> str:
    r"""Make a value one line that every encoding holds.

    >>> _line("a\n---\u2028b"), _line("\ud800"), _line("a b\tc")
    ('a --- b', '\ufffd', 'a b\tc')
    """
    return LINE_ENDS.sub(" ", SURROGATE.sub(LOST, value))


def _end(node: yaml.ScalarNode) -> int:
    return int(node.end_mark.index)


def _lines(page: str, start: int, stop: int) -> list[Entry]:
    """Read `key: value` lines one by one: what is left when the whole does not parse."""
    found, at = [], start
    for line in page[start:stop].split("\n"):
        hit = KEY.match(line)
        value = line[hit.end() :].rstrip(" \t") if hit else ""
        if hit and value:
            first = at + hit.end()
            found.append(Entry(hit["key"], value.strip("'\""), first, first + len(value)))
        at += len(line) + 1
    return found


def _toml(page: str, start: int, stop: int) -> list[Entry]:
    r"""Read TOML; the evidence is what stands behind the key.

    >>> _toml("t = 'x' # y\nu = 1\n", 0, 18)
    [Entry(key='t', value='x', start=4, end=11), Entry(key='u', value='1', start=16, end=17)]
    """
    lines = _lines(page, start, stop)
    places = {entry.key: entry for entry in reversed(lines)}
    ends = (page.rindex("\n", 0, entry.start) for entry in lines[1:])
    behind = dict(zip(lines, [*ends, stop], strict=False))
    try:
        return [
            Entry(key, _line(str(item)), place.start, behind[place] if long else place.end)
            for key, value in tomllib.loads(page[start:stop]).items()
            if (place := places.get(key))
            for long in (page[place.start] in "[{" or page[place.start :][:3] in TRIPLE,)
            for item in (value if isinstance(value, list) else [value])
            if isinstance(item, str | int | float) or hasattr(item, "isoformat")
        ]
    except (ValueError, RecursionError):  # also a number too long for Python to write
        return lines
