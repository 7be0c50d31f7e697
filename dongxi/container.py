"""Paragraphs and the outline of an HTML page in, the container of its story out.

The sentences decide: the story's container is the one with the most characters of sentences,
less those of links that stand for themselves. Names of elements and classes count only against
containers that hold few sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from dongxi.paragraphs import CLAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.outline import Node
    from dongxi.paragraphs import Paragraph

#: A character of a link that stands for itself weighs against so many of sentences.
AGAINST = 3
#: A container with a name of `ASIDE` counts in full if it holds this share of all sentences.
LARGE = 50
ASIDE = re.compile(
    r"(?<![a-z])(?:comments?|cmt|pinglun|foot|footer|copyright|side|sidebar|aside|"
    r"related?|relation|relevant|recommend\w*|recom|nav|navi|navigation|navbar|menu|hot|hots|rank|"
    r"ranking|crumbs?|breadcrumbs?|share\w*|login|popup|modal|dialog|ads?|advert\w*|banner|"
    r"toolbar|tool-?box|qr-?code|disclaimer|statement|author-?(?:info|card|box)|"
    r"user-?(?:info|card)|signature|pagination|pager|page-?turn|prev|next|guess|sponsor|"
    r"subscribe|tags?|tips?|(?:video|news|article|hot|link)-?lists?)(?![a-z])"
)
#: What opens over a page is never its story, unless nothing else holds sentences.
DIALOG = re.compile(r"(?<![a-z])(?:modal|popup|dialog)(?![a-z])")
NEARLY_ALL = 90
#: Elements that are paragraphs, not containers of some.
LEAVES = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "title"}
)
ASIDE_ELEMENTS = frozenset({"aside", "footer", "nav", "menu", "form", "figcaption", "dialog"})


def inside(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], roles: Sequence[str]
) -> list[bool]:
    """Tell for each paragraph whether it stands in the story's container, and is shown.

    `roles` are those the words gave, empty for open lines. A page without an outline is one
    container. Lines that stand twice say nothing, nor do lines that were named.
    """
    if len(nodes) <= 1:
        return [True] * len(paragraphs)
    copies = Counter(p.text for p in paragraphs)
    weights = [
        0 if role or nodes[p.node].hidden or copies[p.text] > 1 else _weight(p)
        for p, role in zip(paragraphs, roles, strict=True)
    ]
    apart = _apart(nodes, paragraphs, [max(weight, 0) for weight in weights])
    counted = [
        min(weight, 0) if apart[p.node] else weight
        for p, weight in zip(paragraphs, weights, strict=True)
    ]
    if max(counted, default=0) <= 0:
        return [not nodes[p.node].hidden for p in paragraphs]
    within = _within(nodes, _best(nodes, _held(nodes, paragraphs, counted)))
    return [
        within[p.node] and not apart[p.node] and not nodes[p.node].hidden for p in paragraphs
    ]


def _weight(paragraph: Paragraph) -> int:
    """Count the characters of sentences; links that stand for themselves count against."""
    size = len(paragraph.text)
    if paragraph.linked * 2 >= size:
        return -AGAINST * paragraph.linked
    return size - paragraph.linked if CLAUSE.search(paragraph.text) else 0


def _best(nodes: Sequence[Node], held: Sequence[int]) -> int:
    """Choose the container that holds the most sentences over links; the innermost of equals."""
    able = [number for number, node in enumerate(nodes) if node.name not in LEAVES]
    most = max(held[number] for number in able)
    return max(number for number in able if held[number] == most)


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
            node.name not in {"body", "html"} and bool(node.hints) and _is_aside(node.hints)
        )
        share = NEARLY_ALL if DIALOG.search(node.hints) else LARGE
        small = held[number] * 100 < share * held[0]
        apart[number] = apart[node.parent] or (aside and small)
    return apart


@lru_cache(maxsize=8192)
def _is_aside(hints: str) -> bool:
    """Tell whether class or id names set a container apart; pages of a site repeat them."""
    return ASIDE.search(hints) is not None


def _within(nodes: Sequence[Node], top: int) -> list[bool]:
    """Mark a container and all below it."""
    within = [number == top for number in range(len(nodes))]
    for number in range(top + 1, len(nodes)):
        within[number] = within[nodes[number].parent]
    return within
