"""Paragraphs and the outline of an HTML page in, the container of its story out.

The sentences decide: starting from the page, descend to the container that holds most of
them, and stop where none does. Names of classes count only against containers that hold few.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dongxi.paragraphs import CLAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.outline import Node
    from dongxi.paragraphs import Paragraph

#: Descend where one child holds this share, per cent, of its parent's sentences.
MOST = 75
#: A container with a name of `ASIDE` counts in full if it holds this share of all sentences.
LARGE = 50
ASIDE = re.compile(
    r"comment|reply|pinglun|foot|copyright|side|aside|relat|recomm|nav\b|navi|menu|hot|rank|"
    r"crumb|share|login|popup|modal|dialog|advert|banner|toolbar|qrcode|disclaim|statement|"
    r"about-?author|author-?(?:info|card|box)|user-?(?:info|card)|signature|page-?turn|pagination|"
    r"prev|next|more|guess|sponsor|subscribe|tags?\b|tips?\b|video-?list|news-?list"
)
ASIDE_ELEMENTS = frozenset({"aside", "footer", "nav", "menu", "form", "figcaption", "dialog"})
#: Elements that are paragraphs, not containers of some.
LEAVES = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "title"}
)


def inside(nodes: Sequence[Node], paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Tell for each paragraph whether it stands in the story's container, and is shown.

    A page without an outline is one container. Lines that stand twice say nothing.
    """
    if len(nodes) <= 1:
        return [True] * len(paragraphs)
    copies = Counter(p.text for p in paragraphs)
    weights = [
        0 if nodes[p.node].hidden or copies[p.text] > 1 else _weight(p) for p in paragraphs
    ]
    if not any(weights):
        return [not nodes[p.node].hidden for p in paragraphs]
    apart = _apart(nodes, paragraphs, weights)
    held = _held(
        nodes,
        paragraphs,
        [0 if apart[p.node] else w for p, w in zip(paragraphs, weights, strict=True)],
    )
    within = _within(nodes, _descend(nodes, held))
    return [
        within[p.node] and not apart[p.node] and not nodes[p.node].hidden for p in paragraphs
    ]


def _weight(paragraph: Paragraph) -> int:
    """Count the characters of sentences that are no links."""
    if not CLAUSE.search(paragraph.text):
        return 0
    return max(len(paragraph.text) - 2 * paragraph.linked, 0)


def _held(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], weights: Sequence[int]
) -> list[int]:
    """Add up weights for every container and those above it."""
    held = [0] * len(nodes)
    for paragraph, weight in zip(paragraphs, weights, strict=True):
        held[paragraph.node] += weight
    for number in range(len(nodes) - 1, 0, -1):
        held[nodes[number].parent] += held[number]
    return held


def _apart(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], weights: Sequence[int]
) -> list[bool]:
    """Mark containers that their element or class sets apart, unless they hold the story."""
    held = _held(nodes, paragraphs, weights)
    apart = [False] * len(nodes)
    for number in range(1, len(nodes)):
        node = nodes[number]
        aside = node.name in ASIDE_ELEMENTS or (
            node.name not in {"body", "html"} and ASIDE.search(node.hints) is not None
        )
        small = held[number] * 100 < LARGE * held[0]
        apart[number] = apart[node.parent] or (aside and small)
    return apart


def _descend(nodes: Sequence[Node], held: Sequence[int]) -> int:
    """Go down while one child holds most of the sentences."""
    best = [0] * len(nodes)
    for number in range(1, len(nodes)):
        parent = nodes[number].parent
        if held[number] > held[best[parent]] or best[parent] == 0:
            best[parent] = number
    at = 0
    while True:
        child = best[at]
        if child == 0 or nodes[child].name in LEAVES or held[child] * 100 < MOST * held[at]:
            return at
        at = child


def _within(nodes: Sequence[Node], top: int) -> list[bool]:
    """Mark a container and all below it."""
    within = [number == top for number in range(len(nodes))]
    for number in range(top + 1, len(nodes)):
        within[number] = within[nodes[number].parent]
    return within
