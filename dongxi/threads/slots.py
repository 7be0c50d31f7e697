"""Lines of an HTML page in, those of posts out: posts stand in containers of one kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dongxi.container import ASIDE_ELEMENTS, LEAVES, set_apart
from dongxi.threads.runs import MANY_COPIES, SHORTEST_SIGNATURE, SUBJECT, in_places
from dongxi.threads.words import (
    BUTTON,
    CHROME,
    COUNTS,
    DIGITS,
    SPEAKS_CLEARLY,
    alone,
    is_sure,
    names_board,
    parts_posts,
    speaks,
    title_of,
    weight,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.outline import Node

#: Posts hold this share, per cent, of the sentences of a thread that does not speak as one.
MOST_SENTENCES = 60
#: With less than this share in them the posts may be comments below an article.
FEW_SENTENCES = 30
COMMENT = re.compile(
    r"(?<![a-z])(?:comments?(?:list|box|area|item|wrap|body)?|cmt|pinglun|respond)(?![a-z])"
)
#: Elements that shape the text inside a post.
LIFTED = LEAVES | {
    "ul",
    "ol",
    "dl",
    "figure",
    "figcaption",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "span",
    "font",
    "section",
}
#: Elements whose class names tell of code, not of posts.
CODE = frozenset({"pre", "code"})
#: What differs between the class and id names of two posts: keys, numbers, places, states.
KEY = re.compile(r"(?<![a-z0-9])(?=[a-z]{0,40}[0-9])[a-z0-9]{8,}(?![a-z0-9])|[0-9]+")
STATE = frozenset(
    {"first", "last", "odd", "even", "alt", "active", "current", "clearfix", "cl"}
)
#: Class names of what tells about people and of what is pressed, never of posts.
CARD = re.compile(
    r"(?<![a-z])(?:(?:author|user|member|replyer|poster|badge|avatar|nick|profile|medal|operat|sidebar)[a-z]*|"
    r"sign|signatures?|rank|tips?|meta|time|date|tool|toolbar|action|btn|button|share|login|nav|menu|footer|tail|"
    r"side|related?|recommend|hot)(?![a-z])"
)
#: A post without marks of prose has at least so many characters on average.
SHORT_POST = 10
#: So many containers may hold posts of a few characters each.
FEWEST_SHORT = 3
#: What a card says of a person is no longer than this.
LONGEST_CARD = 20
#: A mark that opens with a name.
NAMED_MARK = re.compile(
    r"(?!发|回|提问|编辑|留言|评论|来自|昨天|前天|今天|刚刚|第|半|几|IP)[^0-9#]{1,30}[ |·:)][^0-9]{0,4}[0-9]"
)
#: What may stand before that name: what others pressed, and how often.
PRESSED = re.compile(rf"(?:(?:[0-9.,]{{1,8}}[万kw]?|{BUTTON})[ |·]{{1,3}}){{0,4}}", re.ASCII)
#: A link with so many Han characters between posts is no name but leads to another page.
LONGEST_NAME = 9


class _Lines:
    """The lines of a page with what is known of each."""

    def __init__(self, said: Sequence[Named], nodes: Sequence[Node]) -> None:
        self.said, self.nodes = said, nodes
        self.shown = [not nodes[n.paragraph.node].hidden for n in said]
        self.parting = [
            there and parts_posts(n) for n, there in zip(said, self.shown, strict=True)
        ]
        homes = _homes(nodes)
        self.homes = [homes[n.paragraph.node] for n in said]

    @cached_property
    def marks(self) -> list[int]:
        """Lines that part posts."""
        return [i for i, parting in enumerate(self.parting) if parting]

    @cached_property
    def teasers(self) -> list[int]:
        """Linked headlines of other pages; names of people are shorter."""
        return [i for i, n in enumerate(self.said) if self.shown[i] and _teaser(n)]

    def able(self, i: int) -> bool:
        """Tell whether a line may belong to a post where posts stand."""
        one = self.said[i]
        able = self.shown[i] and not self.parting[i] and one.role not in CHROME
        return able and not SUBJECT.match(one.paragraph.folded)


def in_slots(
    said: Sequence[Named], placed: Sequence[Named], nodes: Sequence[Node]
) -> frozenset[int]:
    """Find the lines of posts by the containers they stand in; none if it is no thread."""
    lines = _Lines(said, nodes)
    speech = speaks(placed)
    slots = _slots(lines, speaking=speech > 0)
    if not slots:
        return _without_slots(lines, placed, speech)
    within = _below(nodes, slots)
    cards = _cards(lines)
    posts = [
        i
        for i, n in enumerate(said)
        if within[n.paragraph.node]
        and lines.able(i)
        and lines.homes[i] not in cards
        and (lines.homes[i] in slots or not COUNTS.fullmatch(n.paragraph.folded))
    ]
    share = _share(lines, posts)
    named = _below(nodes, {i for i, n in enumerate(nodes) if _for_comments(n)}, through=True)
    others = _others(lines, placed, posts) - frozenset(posts)
    many = share >= MOST_SENTENCES and not (others and any(named[node] for node in slots))
    many = many and _with_names(lines, posts)
    clear = share >= FEW_SENTENCES or speech >= SPEAKS_CLEARLY or names_board(placed)
    if not (many or (speech and clear)):
        return frozenset()
    return _unsigned(lines, frozenset(posts) | others)


def _cards(lines: _Lines) -> set[int]:
    """Find containers without prose most lines of which tell about people, as names do not."""
    told, all_of = Counter[int](), Counter[int]()
    talking = set()
    for i, home in enumerate(lines.homes):
        if lines.shown[i]:
            all_of[home] += 1
            told[home] += lines.said[i].rule == "roles/user-card"
            if is_sure(lines.said[i]):
                talking.add(home)
    return {home for home in told if told[home] * 2 > all_of[home] and home not in talking}


def _unsigned(lines: _Lines, kept: frozenset[int]) -> frozenset[int]:
    """Leave out what closes one post after another, signatures and notices, or heads many."""
    ends: dict[int, tuple[int, int]] = {}
    for i in sorted(kept):
        ends[lines.homes[i]] = (ends.get(lines.homes[i], (i, i))[0], i)
    longer = [(first, end) for first, end in ends.values() if first < end]
    opening, closing = {first for first, _ in longer}, {end for _, end in longer}
    places: dict[str, list[int]] = {}
    for i in sorted(kept):
        places.setdefault(lines.said[i].paragraph.folded, []).append(i)
    return kept.difference(
        *(
            there
            for text, there in places.items()
            if (
                len(there) > 1
                and len(text) >= SHORTEST_SIGNATURE
                and lines.said[there[0]].paragraph.han
                and closing.issuperset(there)
                and _parted([(i, i) for i in there], lines.marks, every=True)
            )
            or (len(there) >= MANY_COPIES and opening.issuperset(there))
        )
    )


def _with_names(lines: _Lines, posts: Sequence[int]) -> bool:
    """Tell posts, between which names stand, from entries of one text under their times."""
    homes = lines.homes
    edges = [(a, b) for a, b in pairwise(posts) if homes[a] != homes[b]]
    cards = [
        i for i, n in enumerate(lines.said) if lines.shown[i] and _names(n, lines.parting[i])
    ]
    held = sum(bisect_left(cards, b) > bisect_left(cards, a + 1) for a, b in edges)
    return held * 2 > len(edges)


def _names(one: Named, parting: bool) -> bool:  # noqa: FBT001  (of the line)
    """Tell a short line that may be a name, or a mark that opens with one."""
    folded = one.paragraph.folded
    if parting:
        pressed = PRESSED.match(folded)
        return NAMED_MARK.match(folded, pressed.end() if pressed else 0) is not None
    return one.open and len(folded) <= LONGEST_CARD and not COUNTS.fullmatch(folded)


def _without_slots(lines: _Lines, placed: Sequence[Named], speech: int) -> frozenset[int]:
    """Read a board without class names by its marks, one with a single post by its text."""
    if speech < SPEAKS_CLEARLY:
        return alone(placed) if speech else frozenset()
    bare = [
        one if (shown and one.paragraph.linked * 2 < len(one.paragraph.text)) or parting
        else one.called("navigation", "link")
        for one, shown, parting in zip(lines.said, lines.shown, lines.parting, strict=True)
    ]  # fmt: skip
    return in_places(bare, placed)


def _for_comments(node: Node) -> bool:
    return node.name != "body" and node.hints != "" and _of_comments(node.hints)


@lru_cache(maxsize=8192)
def _of_comments(hints: str) -> bool:
    """Tell whether class or id names speak of comments."""
    return COMMENT.search(hints) is not None


def _share(lines: _Lines, posts: Sequence[int]) -> int:
    """Give the share, per cent, of the prose of a page that stands in posts."""
    held = sum(weight(lines.said[i]) for i in posts)
    total = sum(weight(n) for n, there in zip(lines.said, lines.shown, strict=True) if there)
    return held * 100 // max(total, 1)


def _homes(nodes: Sequence[Node]) -> list[int]:
    """Give for every container the one that is more than a paragraph of a post."""
    homes = list(range(len(nodes)))
    code = [node.name in CODE for node in nodes]
    for number in range(1, len(nodes)):
        node = nodes[number]
        code[number] |= code[node.parent]
        if code[number] or (node.name in LIFTED and not node.hints):
            homes[number] = homes[node.parent]
    return homes


def _below(nodes: Sequence[Node], tops: set[int], *, through: bool = False) -> list[bool]:
    """Mark containers and all below them; but for what tells about people, if not `through`."""
    within = [number in tops for number in range(len(nodes))]
    for number in range(1, len(nodes)):
        if not within[number] and within[nodes[number].parent]:
            within[number] = through or not _of_card(nodes[number].hints)
    return within


@lru_cache(maxsize=8192)
def _of_card(hints: str) -> bool:
    """Tell whether class or id names speak of people or of what is pressed."""
    return CARD.search(hints) is not None


def _slots(lines: _Lines, *, speaking: bool) -> set[int]:
    """Gather containers of one kind that marks part from each other and that hold prose.

    Where none does, those with the most words will do on a page that speaks as boards do.
    """
    kinds: dict[tuple[str, frozenset[str]], list[int]] = {}
    for i, one in enumerate(lines.said if lines.marks or speaking else ()):
        node = lines.nodes[lines.homes[i]]
        text = one.paragraph.linked * 2 < len(one.paragraph.text)
        if text and node.hints and lines.able(i) and not _of_card(node.hints):
            kinds.setdefault((node.name, _shape(node.hints)), []).append(i)
    found = [there for there in kinds.values() if _holds_posts(lines, there)]
    found = [there for there in found if not _frames(lines, there, found)]
    if not found and speaking:
        short = [there for there in kinds.values() if _holds_words(lines, there)]
        found = [max(short, key=lambda there: _size(lines, there))] if short else []
    return {lines.homes[i] for there in found for i in there}


@lru_cache(maxsize=8192)
def _shape(hints: str) -> frozenset[str]:
    """Read class and id names, less what differs between two posts.

    >>> sorted(_shape("t_f postmessage_53876")) == sorted(_shape("postmessage_53885 t_f odd"))
    True
    >>> _shape("post-body") == _shape("post-head")
    False
    """
    return frozenset(KEY.sub("", hints).split()) - STATE


def _holds_posts(lines: _Lines, there: Sequence[int]) -> bool:
    """Tell whether the containers these lines stand in are those of posts."""
    gaps = _spans(lines, there)
    if len(gaps) < 2 or not _parted(gaps, lines.marks) or _parted(gaps, lines.teasers):  # noqa: PLR2004
        return False
    prose = sum(is_sure(lines.said[i]) for i in there) * 3 >= len(there)
    return _varied(lines, there) and (prose or _size(lines, there) >= SHORT_POST * len(there))


def _holds_words(lines: _Lines, there: Sequence[int]) -> bool:
    """Tell whether a mark stands between all of many containers that say different things."""
    gaps = _spans(lines, there)
    return (
        len(gaps) >= FEWEST_SHORT
        and _parted(gaps, lines.marks, every=True)
        and not _parted(gaps, lines.teasers)
        and _varied(lines, there)
    )


def _frames(lines: _Lines, there: Sequence[int], found: Sequence[Sequence[int]]) -> bool:
    """Tell containers without prose, as bars above and below, between two of which posts stand."""
    if any(lines.said[i].paragraph.clause for i in there):
        return False
    gaps = [(end, start) for (_, end), (start, _) in pairwise(_spans(lines, there))]
    return any(
        len(_spans(lines, other)) > len(gaps) + 1
        and any(end < other[0] and other[-1] < start for end, start in gaps)
        for other in found
    )


def _spans(lines: _Lines, there: Sequence[int]) -> list[tuple[int, int]]:
    """Give the first and the last of these lines in each of their containers."""
    spans: dict[int, tuple[int, int]] = {}
    for i in there:
        home = lines.homes[i]
        spans[home] = (spans.get(home, (i, i))[0], i)
    return list(spans.values())


def _size(lines: _Lines, there: Sequence[int]) -> int:
    return sum(len(lines.said[i].paragraph.text) for i in there)


def _varied(lines: _Lines, there: Sequence[int]) -> bool:
    """Tell posts, which differ, from labels and ranks."""
    texts = {DIGITS.sub("", lines.said[i].paragraph.folded) for i in there}
    return len(texts) * 3 >= 2 * len(there)


def _parted(
    spans: Sequence[tuple[int, int]], marks: Sequence[int], *, every: bool = False
) -> bool:
    """Tell whether a mark stands between most neighbours, or every two."""
    gaps = [
        bisect_left(marks, start) > bisect_left(marks, end)
        for (_, end), (start, _) in pairwise(spans)
    ]
    return all(gaps) if every else sum(gaps) * 2 > len(gaps)


def _teaser(one: Named) -> bool:
    p = one.paragraph
    return one.open and len(p.han) >= LONGEST_NAME and p.linked * 2 >= len(p.text)


def _others(lines: _Lines, placed: Sequence[Named], posts: Sequence[int]) -> frozenset[int]:
    """Find prose between headline and last post that stands in a container of its own kind."""
    title = title_of(placed)
    start, end = min(max(title, 0), posts[0]), posts[-1]
    apart = _apart(lines, posts)
    able = [
        i
        for i in range(start, end)
        if i != title
        and lines.able(i)
        and not apart[lines.homes[i]]
        and placed[i].role != "title"
    ]
    sure = {lines.homes[i] for i in able if is_sure(lines.said[i])}
    return frozenset(i for i in able if lines.homes[i] in sure)


def _apart(lines: _Lines, posts: Sequence[int]) -> list[bool]:
    """Mark containers that tell about people or stand aside, unless they hold posts."""
    named = [node.name in ASIDE_ELEMENTS or _of_card(node.hints) for node in lines.nodes]
    return set_apart(lines.nodes, (lines.homes[i] for i in posts), named)
