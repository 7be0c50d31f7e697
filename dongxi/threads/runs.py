"""Lines of a flattened page in, those of posts out: marks alone tell where posts stand."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from dongxi.named import MENU_LINE
from dongxi.threads.words import (
    CHROME,
    COUNTS,
    DIGITS,
    SHORTEST_SURE,
    SPEAKS_CLEARLY,
    alone,
    is_buttons,
    is_mark,
    is_sure,
    parts_posts,
    speaks,
    title_of,
    weight,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named

#: If one post holds more than this share, per cent, of all prose, it may be an article.
MOST_OF_IT = 60
#: Lines that recur so often, numbers aside, are names, ranks or labels.
MANY_COPIES = 3
#: So many loose lines (a name, a place) may stand between a mark and a post.
MOST_NAMES = 2
FEWEST_POSTS = 2
#: The headline of a thread has at most so many Han characters.
LONGEST_HEADLINE = 60
#: A line with nothing beside it needs so many to be one.
LOOSE_HEADLINE = 6
#: Words apart, as labels of a menu or a form stand.
APART = re.compile(r"[^ ]{1,8}(?: {1,3}[^ ]{1,8}){1,40}")
#: What a line of a flattened page may be.
MARKED, PRESSED, HEADLINE, OTHER, TEXT = "mark", "buttons", "headline", "other", "text"
CUT = "behind the thread"
BOUNDS = frozenset({MARKED, PRESSED, HEADLINE})
#: Where posts stand, seen from their marks.
BEFORE, BEHIND = "before", "behind"
#: What heads a list of other threads.
TAIL = re.compile(
    r"(?:其他|更多|大家|您?可能感兴趣的|本版|热门)?(?:相关|类似|相似|热门|推荐|精彩|最新)的?(?:问题|提问|[帖贴]子|话题|主题|内容|问答|讨论|文章)[ :>]{0,3}"
    r"|[^。,]{0,4}(?:热议|热[帖贴]|热门|人气|排行)榜|(?:为[您你]推荐|猜你喜欢|等你来答|换一换)[ :>]{0,3}"
)


class Run(NamedTuple):
    """Lines of text without a mark, a button or a label between them."""

    start: int
    end: int
    sure: tuple[int, ...]
    """Those that are prose beyond doubt."""
    above: str
    """What stands right above it."""
    below: str
    """What stands right below it."""


def in_places(said: Sequence[Named], placed: Sequence[Named]) -> frozenset[int]:
    """Find the lines of posts by the marks around them; none if it is no thread."""
    speech = speaks(placed)
    if not speech:
        return frozenset()
    posts = _posts(list(_runs(said, _kinds(said, title_of(placed)))))
    sizes = [sum(weight(said[i]) for i in post) for post in posts]
    one = max(sizes, default=0) * 100 > MOST_OF_IT * sum(sizes)
    if len(posts) < FEWEST_POSTS or (one and speech < SPEAKS_CLEARLY):
        longest = posts[sizes.index(max(sizes))] if posts else ()
        return alone(placed) | frozenset(longest)
    return frozenset(chain.from_iterable(posts))


def _posts(runs: Sequence[Run]) -> list[range]:
    """Choose the runs that are posts."""
    side = _side(runs)
    return [range(*span) for run in runs if (span := _post_of(run, side))]


def _side(runs: Sequence[Run]) -> str:
    """Tell whether the posts of the page stand behind their marks or before them, if either."""
    behind = [run for run in runs if run.sure and run.above == MARKED]
    before = [run for run in runs if run.sure and run.below == MARKED != run.above]
    if len(before) > len(behind):
        return BEFORE if len(before) >= FEWEST_POSTS else ""
    direct = sum(run.sure[0] == run.start for run in behind)
    return BEHIND if direct >= FEWEST_POSTS and direct * 2 > len(behind) else ""


def _kinds(said: Sequence[Named], title: int) -> list[str]:
    """Say of each line whether it is a mark, buttons, the headline, a label or text."""
    kinds = [
        PRESSED if is_buttons(n.paragraph.folded)
        else HEADLINE if i == title
        else MARKED if is_mark(n.paragraph.folded)
        else OTHER if n.role in CHROME or COUNTS.fullmatch(n.paragraph.folded)
        else TEXT
        for i, n in enumerate(said)
    ]  # fmt: skip
    for i in list(_recurring(said, kinds)):
        kinds[i] = OTHER
    end = _end(said)
    return kinds[:end] + [CUT] * (len(kinds) - end)


def _recurring(said: Sequence[Named], kinds: Sequence[str]) -> Iterator[int]:
    """Find the names, ranks and labels that stand at post after post, numbers aside."""
    places: dict[str, set[int]] = {}
    marks = 0
    for one, kind in zip(said, kinds, strict=True):
        marks += kind in BOUNDS
        if kind == TEXT:
            places.setdefault(DIGITS.sub("", one.paragraph.folded), set()).add(marks)
    for i, (one, kind) in enumerate(zip(said, kinds, strict=True)):
        if kind == TEXT and not is_sure(one):
            text = DIGITS.sub("", one.paragraph.folded)
            if len(places[text]) >= MANY_COPIES:
                yield i


def headline(said: Sequence[Named], first: int) -> int:
    """Find the line above the first post, or its first, that is the headline; -1 for none.

    One with buttons, counts or a mark beside it comes before others, then the longest.
    """
    copies = Counter(n.paragraph.text for n in said)
    able = {
        i: bool(_pressed(said[i + 1]) or (i and said[i - 1].rule == "roles/thread-size"))
        for i in range(min(first + 1, len(said) - 1))
        if said[i].open and not parts_posts(said[i])
        and SHORTEST_SURE <= len(said[i].paragraph.han) <= LONGEST_HEADLINE
        and copies[said[i].paragraph.text] < MANY_COPIES
        and not MENU_LINE.search(said[i].paragraph.folded)
    }  # fmt: skip
    fit = [
        i for i, beside in able.items() if beside or (i < first and _loose_headline(said[i]))
    ]
    return max(
        fit, key=lambda i: (i < first, able[i], len(said[i].paragraph.han), i), default=-1
    )


def _loose_headline(one: Named) -> bool:
    p = one.paragraph
    return len(p.han) >= LOOSE_HEADLINE and not APART.fullmatch(p.folded)


def _pressed(one: Named) -> bool:
    return one.rule in {"roles/thread-size", "roles/post-buttons"} or parts_posts(one)


def _end(said: Sequence[Named]) -> int:
    """Find the line that heads a list of other threads, with less prose below it than above."""
    total, above = sum(map(weight, said)), 0
    for i, one in enumerate(said):
        above += weight(one)
        ends = one.rule == "roles/related-header" or TAIL.fullmatch(one.paragraph.folded)
        if ends and above * 2 > total:
            return i
    return len(said)


def _runs(said: Sequence[Named], kinds: Sequence[str]) -> Iterator[Run]:
    """Cut the page into runs of text."""
    start = 0
    for kind, lines in groupby(kinds):
        end = start + len(list(lines))
        if kind == TEXT:
            sure = tuple(i for i in range(start, end) if is_sure(said[i]))
            above = kinds[start - 1] if start else OTHER
            below = kinds[end] if end < len(kinds) else OTHER
            yield Run(start, end, sure, above, below)
        start = end


def _post_of(run: Run, side: str) -> tuple[int, int] | None:
    """Give the lines of a run that are a post: it begins or ends at a mark or at buttons."""
    if not run.sure:
        return _short_post(run, side)
    if run.above == MARKED and run.below == PRESSED:
        return run.start, run.end
    start, end = run.sure[0], run.sure[-1] + 1
    touches = run.above in BOUNDS and start - run.start <= MOST_NAMES
    touches = touches and (run.below != CUT or run.above == MARKED)
    closed = run.below == PRESSED or (side == BEFORE and run.below == MARKED)
    if closed and run.end - end <= MOST_NAMES:
        return start, run.end
    reached = run.below in BOUNDS and end == run.end
    return (start, end) if touches or reached else None


def _short_post(run: Run, side: str) -> tuple[int, int] | None:
    """Give the lines of a run without prose that stand where posts stand."""
    if side == BEFORE:
        return (run.end - 1, run.end) if run.below == MARKED != run.above else None
    if run.above == MARKED and run.below == PRESSED:
        return run.start, min(run.end, run.start + MOST_NAMES)
    return (run.start, run.start + 1) if side == BEHIND and run.above == MARKED else None
