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

from dongxi.frame import FRAMED, another, framed
from dongxi.sentences import headlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dongxi.outline import Node
    from dongxi.paragraphs import Paragraph

#: A character of a link that stands for itself weighs against so many of sentences.
AGAINST = 3
#: A container with a name of `ASIDE` counts in full if it holds this share of all sentences.
LARGE = 50
#: A linked headline of another story has so many Han characters.
SHORTEST_HEADLINE = 8
LONGEST_HEADLINE = 50
#: So many cards side by side are a list of other stories.
FEWEST_CARDS = 3
#: Sentences above the container belong to the story if they have so many characters.
SHORTEST_OPENING = 40
#: A character of headlines counts so many times less than one of sentences.
LESS = 4
#: Elements whose text may be lines of a story without any mark, as of lists and poems.
WRITTEN = frozenset({"p", "li", "br", "td"})
ASIDE = re.compile(
    r"(?<![a-z])(?:comments?|cmt|pinglun|foot|footer|copyright|side|sidebar|aside|"
    r"related?|relation|relevant|recommend\w*|recom|nav|navi|navigation|navbar|menu|hot|hots|rank|"
    r"ranking|crumbs?|breadcrumbs?|share\w*|login|popup|modal|dialog|ads?|advert\w*|banner|"
    r"toolbar|tool-?box|qr-?code|disclaimer|statement|author-?(?:info|card|box)|"
    r"user-?(?:info|card)|signature|pagination|pager|page-?turn|prev|next|guess|sponsor|"
    r"subscribe|tags?|tips?|(?:video|news|article|hot|link)-?lists?)(?![a-z])"
)
OTHERS = re.compile(
    r"(?<![a-z])(?:comments?|cmt|pinglun|repl(?:y|ies)|related?|relevant|recommend\w*|recom|hot|hots|"
    r"rank|ranking|guess|side-?bar)(?![a-z])"
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
    nodes: Sequence[Node],
    paragraphs: Sequence[Paragraph],
    said: Sequence[tuple[str, str]],
) -> list[bool]:
    """Tell for each paragraph whether it stands in the story's container, and is shown.

    `said` are role and rule the words gave, empty for open lines. A page without an outline is one
    container. Lines that stand twice say nothing, nor do lines that were named.
    """
    if len(nodes) <= 1:
        return [True] * len(paragraphs)
    copies = Counter(p.text for p in paragraphs)
    weights = [
        0 if role or nodes[p.node].hidden or copies[p.text] > 1 else _weight(p)
        for p, (role, _) in zip(paragraphs, said, strict=True)
    ]
    cards = _cards(nodes, paragraphs, weights)
    weights = [
        0 if card and weight > 0 else weight
        for weight, card in zip(weights, cards, strict=True)
    ]
    shown = [
        not (card or nodes[p.node].hidden) for p, card in zip(paragraphs, cards, strict=True)
    ]
    first = framed(paragraphs, said, shown)
    if first >= 0:
        weights[first] = max(weights[first], 0) + FRAMED
        other = another(paragraphs, said, first)
        weights[other:] = [0] * len(weights[other:])
        shown[other:] = [False] * len(shown[other:])
    apart = _apart(nodes, paragraphs, [max(weight, 0) for weight in weights])
    counted = [
        min(weight, 0) if apart[p.node] else weight
        for p, weight in zip(paragraphs, weights, strict=True)
    ]
    able = [there and not apart[p.node] for p, there in zip(paragraphs, shown, strict=True)]
    if max(counted, default=0) <= 0:
        return [not nodes[p.node].hidden for p in paragraphs]
    top = _best(nodes, _held(nodes, paragraphs, counted))
    positive = _held(nodes, paragraphs, [max(weight, 0) for weight in counted])
    if positive[top] == 0:
        top = _best(nodes, positive)
    within = _within(nodes, {top, *_like(nodes, paragraphs, top)})
    found = [able[i] and within[p.node] for i, p in enumerate(paragraphs)]
    for number in _opening(paragraphs, weights, found):
        found[number] = able[number]
    return found


def _opening(
    paragraphs: Sequence[Paragraph], weights: Sequence[int], found: Sequence[bool]
) -> Iterator[int]:
    """Find the sentences between the headline and the container: what opens the story.

    Without a headline of its own element there are none.
    """
    first = found.index(True) if any(found) else 0
    titles = [i for i in range(first) if paragraphs[i].tag == "h1"]
    for number in range(titles[-1] + 1 if titles else first, first):
        p = paragraphs[number]
        if (
            weights[number] >= SHORTEST_OPENING
            and p.sentence
            and not p.linked * 2 > len(p.text)
        ):
            yield number


def _cards(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], weights: Sequence[int]
) -> list[bool]:
    """Tell for each paragraph whether it stands in a card: a linked headline and one summary.

    A card is the widest container that holds one paragraph of sentences alone; it is one of
    several side by side. Where all sentences stand in cards, there are none.
    """
    sentences = _held(nodes, paragraphs, [weight > 0 for weight in weights])
    headlines = _held(nodes, paragraphs, [_is_headline(p) for p in paragraphs])
    card = [0] * len(nodes)
    beside: Counter[int] = Counter()
    for number in range(1, len(nodes)):
        parent = nodes[number].parent
        if card[parent]:
            card[number] = card[parent]
        elif sentences[number] == 1 and sentences[parent] != 1 and headlines[number]:
            card[number] = number
            beside[parent] += 1
    found = [
        card[p.node] > 0 and beside[nodes[card[p.node]].parent] >= FEWEST_CARDS
        for p in paragraphs
    ]
    kept = any(
        weight > 0 and not is_card for weight, is_card in zip(weights, found, strict=True)
    )
    return found if kept else [False] * len(paragraphs)


def _is_headline(paragraph: Paragraph) -> bool:
    """Tell a line that is a link, as long as a headline."""
    linked = paragraph.linked * 10 >= 9 * len(paragraph.text)
    return linked and SHORTEST_HEADLINE <= len(paragraph.han) <= LONGEST_HEADLINE


def _weight(paragraph: Paragraph) -> int:
    """Count the characters of sentences; links that stand for themselves count against."""
    size = len(paragraph.text)
    if paragraph.linked * 2 >= size:
        return -AGAINST * paragraph.linked
    size -= paragraph.linked
    if paragraph.clause:
        return size // LESS if headlines(paragraph.text) else size
    return size // LESS if paragraph.tag in WRITTEN else 0


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
        if weight:
            held[paragraph.node] += weight
    for number in range(len(nodes) - 1, 0, -1):
        if weight := held[number]:
            held[nodes[number].parent] += weight
    return held


def _apart(
    nodes: Sequence[Node], paragraphs: Sequence[Paragraph], weights: Sequence[int]
) -> list[bool]:
    """Mark containers that their element or class sets apart, unless they hold the story."""
    held = _held(nodes, paragraphs, weights)
    apart = [False] * len(nodes)
    for number in range(1, len(nodes)):
        node = nodes[number]
        if apart[node.parent]:
            apart[number] = True
            continue
        aside, dialog = hinted(node.hints) if node.hints else (False, False)
        if node.name in ASIDE_ELEMENTS or (aside and node.name not in {"body", "html"}):
            share = NEARLY_ALL if dialog else LARGE
            apart[number] = held[number] * 100 < share * held[0]
    return apart


@lru_cache(maxsize=8192)
def hinted(hints: str) -> tuple[bool, bool]:
    """Tell whether class or id names set a container apart, and whether it opens over the page.

    >>> hinted("main-content"), hinted("right sidebar"), hinted("login-modal")
    ((False, False), (True, False), (True, True))
    """
    return ASIDE.search(hints) is not None, DIALOG.search(hints) is not None


def others(nodes: Sequence[Node], story: Iterable[int]) -> list[bool]:
    """Mark containers of comments and of other stories: by name, without text of the page's own.

    `story` are the containers that hold its text.
    """
    named = [n.name == "aside" or (n.hints != "" and _of_others(n.hints)) for n in nodes]
    return set_apart(nodes, story if nodes else (), named)


def set_apart(nodes: Sequence[Node], kept: Iterable[int], named: Sequence[bool]) -> list[bool]:
    """Mark containers that are named so, and all below them, but those around what is kept."""
    holds = [False] * len(nodes)
    for number in kept:
        holds[number] = True
    for number in range(len(nodes) - 1, 0, -1):
        if holds[number]:
            holds[nodes[number].parent] = True
    found = [False] * len(nodes)
    for number in range(1, len(nodes)):
        if not holds[number]:
            found[number] = named[number] or found[nodes[number].parent]
    return found


@lru_cache(maxsize=8192)
def _of_others(hints: str) -> bool:
    """Tell whether class or id names speak of comments or of other stories.

    >>> _of_others("comment-list"), _of_others("right related"), _of_others("article-info share")
    (True, True, False)
    """
    return OTHERS.search(hints) is not None


def _within(nodes: Sequence[Node], tops: set[int]) -> list[bool]:
    """Mark containers and all below them."""
    within = [number in tops for number in range(len(nodes))]
    for number in range(1, len(nodes)):
        if within[nodes[number].parent]:
            within[number] = True
    return within


def _like(nodes: Sequence[Node], paragraphs: Sequence[Paragraph], top: int) -> list[int]:
    """Find the containers of the same kind right beside one that is a single paragraph.

    So stand paragraphs without an element of their own, sentences or not.
    """
    if sum(p.node == top for p in paragraphs) != 1 or nodes[top].name != "div":
        return []
    children = [i for i, node in enumerate(nodes) if node.parent == nodes[top].parent]
    at = children.index(top)
    kind = (nodes[top].name, nodes[top].hints)
    found: list[int] = []
    for side in (reversed(children[:at]), iter(children[at + 1 :])):
        for number in side:
            if (nodes[number].name, nodes[number].hints) != kind:
                break
            found.append(number)
    return found
