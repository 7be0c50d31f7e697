"""Start and end tags of containers in, the tree they make out.

One light stack, as browsers keep it but for the rarest repairs: a start tag ends what it may
not stand in, an end tag closes down to its element unless a wall (table, cell) is in between.
Every step is O(1), amortised: nothing is searched for down the stack.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: Elements that hold others and have an end tag.
CONTAINERS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "li", "main", "menu", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})  # fmt: skip
#: Other elements that end the paragraph before and behind them.
BREAKS = frozenset({
    "br", "button", "col", "colgroup", "frame", "frameset", "hr", "html", "legend", "link",
    "meta", "object", "optgroup", "option", "video",
})  # fmt: skip
#: What the start tag of an element ends, if it is the innermost; others end a paragraph.
ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
    "tbody": frozenset({"p", "td", "th", "tr", "tbody", "thead", "tfoot"}),
    "body": frozenset({"head", "title"}),
}
PARAGRAPH = frozenset({"p"})
#: End tags of other elements do not reach through these.
WALLS = frozenset({"table", "td", "th"})
TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
#: Class and id names of a start tag in small letters, and what hides it.
HINTS = re.compile(
    rb"""[\s"'](?:class|id|role|itemprop)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))"""
)
#: A tag that begins with a class or an id, as most do; and what may be another of the hints.
ONE_HINT = re.compile(rb"""<[a-z0-9]+[ ](?:class|id)="([^"<>=']*)\"""")
HINT = re.compile(rb"class|id|role|itemprop")
HIDDEN = re.compile(rb"display\s*:\s*none|[\s\"']hidden[\s>=]")
EQUALS = ord("=")
#: The depth at which a tree is cut off: below it everything belongs to the last container.
DEEPEST = 500


class Element(NamedTuple):
    """What a tag of this name does."""

    name: str
    container: bool
    """Whether it holds others."""
    ends: frozenset[str]
    """What its start tag ends, if it is the innermost."""
    wall: bool
    """Whether end tags of other elements do not reach through it."""
    part: bool
    """Whether it is a part of a table, whose end tags reach through walls."""
    link: bool
    """Whether it is a link, the one inline element that matters."""


#: Inline elements that matter to nobody, listed to be found at the first look.
PLAIN = frozenset({
    "b", "big", "cite", "code", "em", "font", "i", "img", "input", "ins", "label", "mark", "s", "small",
    "span", "strong", "sub", "sup", "u",
})  # fmt: skip


class _Elements(dict[bytes | None, Element | None]):
    """What a tag does, by the bytes of its name; None for nothing."""

    def __missing__(self, name: bytes) -> Element | None:
        return self.get(name.lower())


#: Names are listed small and in capitals, to be found at the first look; a comment has none.
ELEMENTS = _Elements({None: None})
ELEMENTS.update(
    (
        key,
        Element(
            name,
            name in CONTAINERS,
            ENDS.get(name, PARAGRAPH) if name in CONTAINERS or name == "hr" else frozenset(),
            name in WALLS,
            name in TABLE_PARTS,
            name == "a",
        )
        if name not in PLAIN
        else None,
    )
    for name in (*CONTAINERS, *BREAKS, *PLAIN, "a")
    for key in (name.encode("ascii"), name.upper().encode("ascii"))
)


class Node(NamedTuple):
    """A container: its parent's number, its element, its class and id names, if it is hidden."""

    parent: int
    name: str
    hints: str
    hidden: bool


class Outline:
    """The tree of containers while a page is read; node 0 is the page itself."""

    __slots__ = ("_depths", "_stack", "_walls", "node", "nodes")

    def __init__(self) -> None:
        self.nodes: list[Node] = [Node(-1, "", "", hidden=False)]
        self.node = 0
        """The innermost open container."""
        self._stack: list[tuple[Element, int]] = []
        self._depths: dict[str, list[int]] = {name: [] for name in CONTAINERS}
        self._walls: list[int] = []

    def open(self, element: Element, token: bytes) -> None:
        """Open a container; other elements are none of ours."""
        stack, nodes = self._stack, self.nodes
        ends = element.ends
        while stack and stack[-1][0].name in ends:
            self._pop()
        depth = len(stack)
        empty = token.rstrip().endswith(b"/>")
        if empty or not element.container or depth >= DEEPEST:
            return
        hints, hidden = attributes(token) if len(token) < LONG_TAG else read_tag(token)
        above = self.node
        self.node = len(nodes)
        nodes.append(Node(above, element.name, hints, hidden or nodes[above].hidden))
        stack.append((element, above))
        self._depths[element.name].append(depth)
        if element.wall:
            self._walls.append(depth)

    def close(self, element: Element) -> None:
        """Close down to the innermost open element of a name, if no wall is in between."""
        stack = self._stack
        if stack and stack[-1][0] is element:
            self._pop()
            return
        depths = self._depths.get(element.name)
        if not depths:
            return
        depth = depths[-1]
        if not element.part and self._walls and self._walls[-1] > depth:
            return
        while len(stack) > depth:
            self._pop()

    def _pop(self) -> None:
        element, above = self._stack.pop()
        self._depths[element.name].pop()
        if element.wall:
            self._walls.pop()
        self.node = above


def read_tag(token: bytes) -> tuple[str, bool]:
    """Read of a start tag its class and id names, in small letters, and whether it is hidden.

    >>> read_tag(b'<div class="Main text" id=c>'), read_tag(b'<p style="display: none">')
    (('main text c', False), ('', True))
    >>> read_tag(b'<p data-class="x">')
    ('', False)
    """
    small = token.lower()
    able = small.find(b"none") >= 0 or small.find(b"hidden") >= 0
    hidden = able and HIDDEN.search(small) is not None
    if EQUALS not in small:
        return "", hidden
    plain = ONE_HINT.match(small)
    if plain and not HINT.search(small, plain.end()):
        return plain[1].decode("ascii", "replace"), hidden
    hints = b" ".join(b"".join(found) for found in HINTS.findall(small))
    return hints.decode("ascii", "replace"), hidden


#: Pages of a site repeat their tags, and so do the lists of a page.
attributes = lru_cache(maxsize=8192)(read_tag)
#: Longer tags, in bytes, are not kept.
LONG_TAG = 256
