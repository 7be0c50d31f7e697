"""Start and end tags of containers in, the tree they make out.

One light stack, as browsers keep it but for the rarest repairs: a start tag ends what it may
not stand in, an end tag closes down to its element unless a wall (table, cell) is in between.
Every step is O(1), amortised: nothing is searched for down the stack.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: Elements that hold others and have an end tag.
CONTAINERS = frozenset(
    b"""address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup li main menu nav
    ol p pre section summary table tbody td tfoot th thead title tr ul""".split()
)
#: What the start tag of an element ends, if it is the innermost.
ENDS: dict[bytes, frozenset[bytes]] = {
    b"li": frozenset({b"p", b"li"}),
    b"dt": frozenset({b"p", b"dt", b"dd"}),
    b"dd": frozenset({b"p", b"dt", b"dd"}),
    b"td": frozenset({b"p", b"td", b"th"}),
    b"th": frozenset({b"p", b"td", b"th"}),
    b"tr": frozenset({b"p", b"td", b"th", b"tr"}),
    b"tbody": frozenset({b"p", b"td", b"th", b"tr", b"tbody", b"thead", b"tfoot"}),
    b"body": frozenset({b"head", b"title"}),
}
PARAGRAPH = frozenset({b"p"})
#: End tags of other elements do not reach through these.
WALLS = frozenset({b"table", b"td", b"th"})
TABLE_PARTS = frozenset(
    {b"table", b"tbody", b"thead", b"tfoot", b"tr", b"td", b"th", b"caption"}
)
#: Class and id names of a start tag, and what hides it.
HINTS = re.compile(
    rb"""[\s"'](?:class|id|role|itemprop)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""",
    re.IGNORECASE,
)
HIDDEN = re.compile(rb"display\s*:\s*none|[\s\"']hidden[\s>=]", re.IGNORECASE)
#: The depth at which a tree is cut off: below it everything belongs to the last container.
DEEPEST = 500


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
        self._stack: list[tuple[bytes, int]] = []
        self._depths: dict[bytes, list[int]] = {}
        self._walls: list[int] = []

    def open(self, name: bytes, token: bytes) -> None:
        """Open a container; other elements are none of ours."""
        ended = ENDS.get(name, PARAGRAPH)
        while self._stack and self._stack[-1][0] in ended:
            self._pop()
        if name not in CONTAINERS or token.endswith(b"/>") or len(self._stack) >= DEEPEST:
            return
        above = self.nodes[self.node]
        hints = (
            b" ".join(b"".join(found) for found in HINTS.findall(token))
            if b"=" in token
            else b""
        )
        hidden = above.hidden or HIDDEN.search(token) is not None
        self.nodes.append(
            Node(
                self.node,
                name.decode("ascii"),
                hints.decode("ascii", "replace").lower(),
                hidden,
            )
        )
        depth = len(self._stack)
        self._stack.append((name, self.node))
        self._depths.setdefault(name, []).append(depth)
        if name in WALLS:
            self._walls.append(depth)
        self.node = len(self.nodes) - 1

    def close(self, name: bytes) -> None:
        """Close down to the innermost open element of a name, if no wall is in between."""
        depths = self._depths.get(name)
        if not depths:
            return
        depth = depths[-1]
        if name not in TABLE_PARTS and self._walls and self._walls[-1] > depth:
            return
        while len(self._stack) > depth:
            self._pop()

    def _pop(self) -> None:
        name, above = self._stack.pop()
        self._depths[name].pop()
        if name in WALLS:
            self._walls.pop()
        self.node = above
