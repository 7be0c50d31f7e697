"""Loosely written JSON in, its objects out, each string with its characters.

Pages break their JSON: stray commas, quotes inside strings, line ends, comments. Nothing here
raises, and time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

#: Deeper objects are not looked at.
DEEPEST = 64
#: A token of loosely written JSON. A quote closes a string only where something may follow.
JSON = re.compile(
    r"""
    "(?P<double>(?:[^"\\]++|\\.|"(?!\s*+(?:[,:}\]]|\Z)))*+)"?
    | '(?P<single>(?:[^'\\]++|\\.)*+)'?
    | (?P<mark>[{}\[\]:,])
    | (?P<bare>[^\s{}\[\]:,"']++)
    """,
    re.VERBOSE | re.DOTALL,
)


class Chars(NamedTuple):
    """A string or number of loosely written JSON, escapes and all, and its characters."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Node:
    """An object of loosely written JSON; the items of a list are values of its member."""

    members: dict[str, list[Chars | Node]] = field(default_factory=dict)

    def strings(self, key: str) -> list[Chars]:
        """Give the strings of a member."""
        return [item for item in self.members.get(key, ()) if isinstance(item, Chars)]

    def nodes(self, key: str) -> list[Node]:
        """Give the objects of a member."""
        return [item for item in self.members.get(key, ()) if isinstance(item, Node)]

    def named(self, key: str) -> list[Chars]:
        """Give the strings of a member; an object stands for its name."""
        items = self.members.get(key, ())
        return [
            chars
            for item in items
            for chars in ((item,) if isinstance(item, Chars) else item.strings("name"))
        ]


@dataclass(slots=True)
class Frame:
    """An open object or list while JSON is read."""

    node: Node
    default: str | None
    """The key that values without one belong to: that of the list."""
    key: str | None = None
    last: Chars | None = None

    def put(self, item: Chars | Node) -> None:
        """Add a value to the member that is open."""
        if self.key is not None:
            self.node.members.setdefault(self.key, []).append(item)

    def end(self) -> None:
        """End a value."""
        if self.last:
            self.put(self.last)
        self.key, self.last = self.default, None

    def open(self, mark: str) -> Frame:
        """Open an object or a list as the value."""
        self.last = None
        if mark == "[":
            return Frame(self.node, self.key, self.key)
        inner = Node()
        self.put(inner)
        return Frame(inner, None)


def parse(text: str) -> Node:
    """Read loosely written JSON: stray commas, quotes, comments and control characters pass.

    Linear and without recursion; what stands outermost is the member "" of the result.

    >>> outer = parse('{"a": [{"b": "c"}, {"b": 1,},]}').nodes("")[0]
    >>> [node.strings("b")[0] for node in outer.nodes("a")]
    [Chars(text='c', start=14, end=15), Chars(text='1', start=25, end=26)]
    >>> parse('"headline": "他说"好"的"').strings("headline")[0].text, parse("}]").members
    ('他说"好"的', {})
    """
    root = Node()
    frames = [Frame(root, "", "")]
    for token in JSON.finditer(text):
        frame, mark = frames[-1], token["mark"]
        if mark is None:
            group = token.lastgroup or "bare"
            frame.last = Chars(token[group], *token.span(group))
        elif mark == ":":
            frame.key, frame.last = (frame.last.text if frame.last else None), None
        elif mark in "{[":
            frames.append(frame.open(mark))
            if len(frames) > DEEPEST:
                break
        else:
            frame.end()
            if mark != "," and len(frames) > 1:
                frames.pop()
    frames[-1].end()
    return root
