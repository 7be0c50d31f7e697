"""Lines of a flattened page in, those of posts out: marks alone tell where posts stand."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from dongxi.headline import LABELLED_TITLE
from dongxi.named import is_menu
from dongxi.threads.words import (
    CHROME,
    COUNTS,
    DIGITS,
    SHORTEST_SURE,
    SPEAKS_CLEARLY,
    TIMED,
    alone,
    floor_of,
    is_buttons,
    is_floor,
    is_mark,
    is_sure,
    parts_posts,
    speaks,
    title_of,
    weight,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dongxi.named import Named

#: If one post holds more than this share, per cent, of all prose, it may be an article.
MOST_OF_IT = 60
#: Lines that recur so often, numbers aside, are names, ranks or labels.
MANY_COPIES = 3
#: So many loose lines (a name, a place) may stand between a mark and a post.
MOST_NAMES = 2
#: A mark stands below a name, or below its post, so near.
MOST_BELOW = 8
FEWEST_POSTS = 2
#: A number, a name with its level, what others wrote.
CARD_LINE = re.compile(
    rf"(?!\+[0-9]$)(?:{COUNTS.pattern})|[^。!?,]{{0,24}}(?:LV|等级)[.:]? ?[0-9]{{1,3}}级?|: .{{1,200}}"
    r"|[^。!?,]{1,24}(?: {1,3}[·•∙] {1,3}[^。!?,]{1,24}){2,12}",
    re.ASCII | re.IGNORECASE,
)
COUNTED = re.compile("[0-9.,万k]+")
#: Who began a thread.
STARTER = re.compile("(?:主题)?(?:发起人|楼主|作者|发布[者人]|发[帖贴]人)[ :]")
#: The subject of a message, as boards of terminals write it.
SUBJECT = re.compile(r"标 {0,6}题 ?(?::|(?=\[))")
#: Who sent a post, and when.
SENT = re.compile("[^ 。!?,]{1,24} 发表于 ?(?:19|20)[0-9]{2}[-/][^。!?,]{4,24}")
#: What another says below a message, as boards of terminals write it.
PUSH = re.compile("[推嘘→] {1,2}[A-Za-z][A-Za-z0-9]{1,11} ?:")
LONGEST_FLOOR = 50
#: Of the runs that stand in one place one in so many is prose where posts stand.
LEAST_TOLD = 3
#: What closes two posts alike and is as long, in characters, is no answer.
SHORTEST_SIGNATURE = 8
#: A name with a place or a rank is no longer, in characters.
LONGEST_NAME = 20
#: A name that stands alone is no longer.
LONGEST_POSTER = 12
#: What somebody says below a post of another.
SPOKEN = re.compile("(?P<name>[^ 。!?,:]{1,12})(?: 回复 ?[^ 。!?,:]{1,12})? ?: ?[^ ]")
#: What ends a sentence, in the reading form: a headline has one at most.
ENDS = re.compile("[。!?;]")
#: The headline of a thread has at most so many Han characters.
LONGEST_HEADLINE = 60
#: A line with nothing beside it needs so many to be one.
LOOSE_HEADLINE = 6
#: The button that stands right below the headline of a thread, and what that counts for.
COPY = re.compile(r"\[ ?复制链接 ?\]")
COPIED, LABELLED = 2, 3
#: Words apart, as labels of a menu or a form stand.
APART = re.compile(r"[^ ]{1,8}(?: {1,3}[^ ]{1,8}){1,40}")
#: What leads to another page, and the longest headline that stands in a post.
LEADING = re.compile(
    "[<«‹]{0,2} ?(?:返回|进入|加入|关注|欢迎|[您你]好)|[^。?]*(?:首页|搜索|客户端|APP)[^。?]*(?:登[录陆]|注册)$"
)
LONGEST_HEADING = 30
#: What a line of a flattened page may be.
MARKED, PRESSED, HEADLINE, OTHER, TEXT = "mark", "buttons", "headline", "other", "text"
CARDED = "card"
CUT, EDGE = "behind the thread", "edge of the page"
BOUNDS = frozenset({MARKED, PRESSED, HEADLINE})
#: Where posts stand, seen from their marks.
BEFORE, BEHIND = "before", "behind"
#: Lines within a post that are nobody's words: what shows a picture, who said what is quoted.
WITHIN = re.compile(
    r"附件 ?:?|(?:点击|双击)?(?:显示|查看|放大)(?:大图|原图|图片)|引用 ?@?[^ 。,:]{1,20} ?发表的 ?:|[^。,:]{1,24} wrote ?:"
)
#: What closes a notice over a post.
CLOSE = frozenset("×xX")
#: What heads a list of other threads, or leads to the whole of this one.
TAIL = re.compile(
    r"(?:其他|更多|大家|您?可能感兴趣的|本版|热门)?(?:相关|类似|相似|热门|推荐|精彩|最新)的?(?:问题|提问|[帖贴]子|话题|主题|内容|问答|讨论|文章)[ :>]{0,3}"
    r"|查看完整版本? ?:.{1,120}|[^。,]{0,4}(?:热议|热[帖贴]|热门|人气|排行)榜|(?:为[您你]推荐|猜你喜欢|等你来答|换一换)[ :>]{0,3}"
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
    posts = _posts_below(said, title_of(placed))
    sizes = [sum(weight(said[i]) for i in post) for post in posts]
    one = max(sizes, default=0) * 100 > MOST_OF_IT * sum(sizes)
    clear = speech >= SPEAKS_CLEARLY or _counted(said) or len(_opening(said)) > MANY_COPIES
    clear = clear or sum(SENT.fullmatch(n.paragraph.folded) is not None for n in said) > 1
    clear = clear or _timed_posts(said, posts, title_of(placed)) > FEWEST_POSTS
    if len(posts) < FEWEST_POSTS or (one and not clear):
        longest = posts[sizes.index(max(sizes))] if posts else ()
        return alone(placed) | frozenset(longest)
    return frozenset(
        i for i in chain.from_iterable(posts) if not WITHIN.fullmatch(said[i].paragraph.folded)
    )


def _timed_posts(said: Sequence[Named], posts: Sequence[range], title: int) -> int:
    """Count the posts, with a name or two beside them, between a time to the minute and a mark."""
    kinds = _kinds(said, title)

    def timed(at: int, step: int) -> bool | None:
        """Look past names for a mark or buttons, None if there is none, and for the time there."""
        lines = range(at, max(-1, min(at + step * (MOST_NAMES + 1), len(kinds))), step)
        edge = next((i for i in lines if kinds[i] != TEXT), at)
        if not 0 <= edge < len(kinds):
            return None
        counted = COUNTS.fullmatch(said[edge].paragraph.folded)
        if kinds[edge] not in {MARKED, PRESSED} and not counted:
            return None
        marks = takewhile(
            lambda i: kinds[i] == MARKED,
            range(edge, len(kinds) * (step > 0) - (step < 0), step),
        )
        return any(TIMED.search(said[i].paragraph.folded) for i in marks)

    edges = [(timed(post.start - 1, -1), timed(post.stop, 1)) for post in posts]
    return sum(None not in both and any(both) for both in edges)


def _posts_below(said: Sequence[Named], title: int) -> list[range]:
    """Choose the posts; where nothing else names the headline, prose right below it is one."""
    posts = _posts(said, title)
    if title >= 0 or not posts:
        return posts
    above = headline(said, posts[0].start)
    if above < 0 or said[above].paragraph.tag == "title" or not is_sure(said[above + 1]):
        return posts
    kinds = _kinds(said, above)
    end = next(
        i for i in range(above + 1, len(kinds) + 1) if i == len(kinds) or kinds[i] != TEXT
    )
    return [range(above + 1, end), *posts] if above + 1 < end <= posts[0].start else posts


def _posts(said: Sequence[Named], title: int) -> list[range]:
    """Choose the runs that are posts."""
    kinds = _kinds(said, title)
    runs = list(_runs(said, kinds))
    if signed := _signatures(said, runs):
        kinds = [OTHER if i in signed else kind for i, kind in enumerate(kinds)]
        runs = list(_runs(said, kinds))
    side, slots = _side(runs), _slots(said, runs)
    spans = [
        _post_in(said, run, slots, last=run is runs[-1])
        or _post_of(run, side, closed=bool(slots))
        for run in runs
    ]
    return [range(*span) for span in spans if span and span[0] < span[1]]


def _signatures(said: Sequence[Named], runs: Sequence[Run]) -> set[int]:
    """Find what closes post after post: signatures, below something else, and notices."""
    last: dict[str, list[int]] = {}
    alone: Counter[str] = Counter()
    for run in runs:
        text = said[run.end - 1].paragraph.folded
        if run.sure and len(text) >= SHORTEST_SIGNATURE and said[run.end - 1].paragraph.han:
            last.setdefault(text, []).append(run.end - 1)
            alone[text] += run.sure[0] == run.end - 1
    return {
        i
        for text, there in last.items()
        if len(there) >= (MANY_COPIES if alone[text] == len(there) else FEWEST_POSTS)
        for i in there
    }


def _slots(said: Sequence[Named], runs: Sequence[Run]) -> dict[tuple[str, str], Slot]:
    """Find between which kinds of lines posts stand, and how many names with them.

    What a place holds over all posts tells it: prose, or names and ranks.
    """
    places: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if BOUNDS & {run.above, run.below}:
            places.setdefault((run.above, run.below), []).append(run)
    told = {
        place: talk for place, there in places.items() if (talk := [r for r in there if r.sure])
    }
    sure = [
        place
        for place, talk in told.items()
        if len(talk) >= FEWEST_POSTS and len(places[place]) <= LEAST_TOLD * len(talk)
    ]
    many = [place for place in told if len(places[place]) >= MANY_COPIES]
    if not sure and len(many) == 1:
        sure = many
    return {place: _slot(said, told[place]) for place in sure}


class Slot(NamedTuple):
    """What stands with the posts of one place."""

    lead: int
    """Names above the post; -1 where they differ."""
    trail: int
    """Names below it."""
    longest: int
    """Lines of the longest post, less the last one, behind which the page may go on."""
    edges: frozenset[tuple[str, str]]
    """What stands right above and below those that are prose."""


def _slot(said: Sequence[Named], talk: Sequence[Run]) -> Slot:
    """Learn what stands with posts from those that are prose; between mark and buttons nothing."""
    longest = max(run.end - run.start for run in talk[:-1] or talk)
    edges = frozenset(_edges(said, run) for run in talk)
    if (talk[0].above, talk[0].below) == (MARKED, PRESSED):
        return Slot(0, 0, longest, edges)
    leads = {_names(said, range(run.start, run.sure[0])) for run in talk}
    trail = min(_names(said, range(run.end - 1, run.sure[-1], -1)) for run in talk)
    lead = leads.pop() if len(leads) == 1 else -1
    return Slot(lead, trail, longest, edges)


def _edges(said: Sequence[Named], run: Run) -> tuple[str, str]:
    """Say more of what stands above and below: marks are floors or times, a label above a count."""
    above = said[run.start - 1].paragraph.folded if run.start else ""
    below = said[run.end].paragraph.folded if run.end < len(said) else ""
    counted = run.above == OTHER and COUNTS.fullmatch(above)
    return (
        "count" if counted else "floor" if run.above == MARKED and is_floor(above) else "",
        "floor" if run.below == MARKED and is_floor(below) else "",
    )


def _names(said: Sequence[Named], lines: Iterable[int]) -> int:
    """Count the lines that may be names, up to the first that is longer."""
    return len(list(takewhile(lambda i: len(said[i].paragraph.text) <= LONGEST_NAME, lines)))


def _post_in(
    said: Sequence[Named], run: Run, slots: dict[tuple[str, str], Slot], *, last: bool
) -> tuple[int, int] | None:
    """Give the lines of a run that stands where posts stand, less the names beside it."""
    slot = slots.get((run.above, run.below))
    if last and not slot and run.above == MARKED:
        slot = next((found for (above, _), found in slots.items() if above == run.above), None)
    if not slot:
        return None
    open_ = last and run.below not in BOUNDS
    end = (min(run.end, run.start + slot.longest) if open_ else run.end) - slot.trail
    if run.sure:
        start = run.start + slot.lead if slot.lead >= 0 else run.sure[0]
        return min(start, run.sure[0]), max(end, run.sure[0] + 1)
    if _edges(said, run) not in slot.edges:
        return None
    return max(run.start, run.start + slot.lead if slot.lead >= 0 else end - 1), end


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
    floors, opening, answers = _floors(said), _opening(said), _answers(said)
    kinds = [
        PRESSED if is_buttons(n.paragraph.folded)
        else HEADLINE if i == title
        else MARKED if i in floors or i in opening or i in answers or is_mark(n.paragraph.folded)
        else CARDED if n.rule == "roles/user-card"
        else OTHER if n.role in CHROME or CARD_LINE.fullmatch(n.paragraph.folded)
        else TEXT
        for i, n in enumerate(said)
    ]  # fmt: skip
    for i in _noticed(said, kinds):
        kinds[i] = MARKED
    for i in list(_recurring(said, kinds)):
        kinds[i] = OTHER
    end = _end(said)
    return kinds[:end] + [CUT] * (len(kinds) - end)


def _noticed(said: Sequence[Named], kinds: Sequence[str]) -> Iterator[int]:
    """Find the notices below a mark, a greeting above and a cross below them: then comes the post."""
    last = -2
    for i, (one, kind) in enumerate(zip(said, kinds, strict=True)):
        notice = one.rule == "roles/post-notice"
        if kind == MARKED:
            last = i
        elif last == i - 1 and (notice or one.paragraph.folded in CLOSE):
            last = i
            yield i
        elif notice and last == i - 2 and kinds[i - 1] == TEXT and not is_long(said[i - 1]):
            last = i
            yield from (i - 1, i)


def is_long(one: Named) -> bool:
    """Tell a line that is longer than a greeting."""
    return len(one.paragraph.text) > LONGEST_NAME


def _opening(said: Sequence[Named]) -> set[int]:
    """Find the lines with sender, subject and station that stand above and below posts."""
    subjects = {i for i, n in enumerate(said) if SUBJECT.match(n.paragraph.folded)}
    marks = {i for i, n in enumerate(said) if n.rule == "roles/post-mark"}
    return marks | subjects if len(marks) > len(subjects) else marks


def _answers(said: Sequence[Named]) -> frozenset[int]:
    """Find the labels above answers (最佳答案) right below which somebody tells something."""
    return frozenset(
        i
        for i, (one, below) in enumerate(pairwise(said))
        if one.rule == "roles/answers-header" and is_sure(below) and below.paragraph.closed
    )


def _floors(said: Sequence[Named]) -> frozenset[int]:
    """Find short lines that open with floors, whatever name or time is glued to them."""
    found = {
        i: floor
        for i, n in enumerate(said)
        if len(n.paragraph.folded) <= LONGEST_FLOOR
        and (floor := floor_of(n.paragraph.folded))
        and not is_sure(n)
    }
    return frozenset(found) if len(set(found.values())) >= MANY_COPIES else frozenset()


def _counted(said: Sequence[Named]) -> bool:
    """Tell whether floors count the posts: 1, 2, 3 and on."""
    numbers = [
        floor
        for n in said
        if len(n.paragraph.folded) <= LONGEST_FLOOR and (floor := floor_of(n.paragraph.folded))
    ]
    rising = sum(b == a + 1 for a, b in pairwise(numbers))
    return rising >= MANY_COPIES


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


def headline(said: Sequence[Named], first: int, *, lone: bool = False) -> int:
    """Find the line above the first post, or its first, that is the headline; -1 for none.

    One with buttons, counts or a mark beside it comes before others, then the longest. `lone`:
    the first post has no other line, and comes before a line above with nothing beside it. A name stands above posts further down as well.
    """
    copies = Counter(n.paragraph.text for n in said)
    below = {n.paragraph.folded for n in said[first + 1 :]}
    sizes = Counter(_size_of(n) for n in said)
    once = {i for i, n in enumerate(said) if _size_of(n) and sizes[_size_of(n)] == 1}
    able = {
        i: LABELLED if LABELLED_TITLE.match(said[i].paragraph.folded)
        else COPIED if COPY.fullmatch(said[i + 1].paragraph.folded)
        else i + 1 in once or i - 1 in once or parts_posts(said[i + 1]) or said[i + 1].rule == "roles/post-buttons"
        for i in range(min(first + 1, len(said) - 1))
        if said[i].open and not parts_posts(said[i]) and len(ENDS.findall(said[i].paragraph.folded)) <= 1
        and not said[i].paragraph.folded.endswith("。") and not STARTER.match(said[i].paragraph.folded)
        and SHORTEST_SURE <= len(said[i].paragraph.han) <= LONGEST_HEADLINE
        and copies[said[i].paragraph.text] < MANY_COPIES
        and (is_sure(said[i]) or not is_menu(said[i].paragraph.folded)) and not LEADING.match(said[i].paragraph.folded)
        and (len(said[i].paragraph.text) > LONGEST_POSTER or said[i].paragraph.folded not in below)
    }  # fmt: skip
    fit = [
        i
        for i, beside in able.items()
        if beside or (i < first + lone and _loose_headline(said[i]))
    ]
    return max(
        fit,
        key=lambda i: (
            _place(i, first, lone=lone, beside=bool(able[i])),
            able[i],
            len(said[i].paragraph.han),
            i,
        ),
        default=-1,
    )


def _place(i: int, first: int, *, lone: bool, beside: bool) -> int:
    """Rank a line above the first post, or its first line, by where it stands."""
    if i < first:
        return 3 if beside else 1
    return 2 * lone


def pushes(said: Sequence[Named]) -> frozenset[int]:
    """Find the lines in which others agree, object or answer below a message: `推 tea: …`."""
    found = [i for i, one in enumerate(said) if PUSH.match(one.paragraph.folded)]
    return frozenset(found if len(found) >= MANY_COPIES else ())


def copied(said: Sequence[Named], first: int) -> int:
    """Find the line above the button that stands below the headline of a thread; -1 for none."""
    there = (i for i in range(first) if COPY.fullmatch(said[i + 1].paragraph.folded))
    return next(there, -1)


def _loose_headline(one: Named) -> bool:
    p = one.paragraph
    return len(p.han) >= LOOSE_HEADLINE and not APART.fullmatch(p.folded)


def heads(one: Named, below: Named) -> bool:
    """Tell the first line of a post that is its headline: it is short and open, prose follows."""
    p = one.paragraph
    able = one.open and len(p.text) <= LONGEST_HEADING and not p.clause
    return able and _loose_headline(one) and is_sure(below)


def _size_of(one: Named) -> str:
    """Give what a line counts, the views and answers of a thread or those who like a post."""
    return COUNTED.sub("", one.paragraph.folded) if one.rule == "roles/thread-size" else ""


def _end(said: Sequence[Named]) -> int:
    """Find the line that heads a list of other threads, with less prose below it than above."""
    total, above = sum(map(weight, said)), 0
    for i, one in enumerate(said):
        above += weight(one)
        folded = one.paragraph.folded
        ends = one.rule == "roles/related-header" or TAIL.fullmatch(folded)
        if ends and above * 2 > total and not is_buttons(folded):
            return i
    return len(said)


def _runs(said: Sequence[Named], kinds: Sequence[str]) -> Iterator[Run]:
    """Cut the page into runs of text."""
    start, spoken = 0, _spoken(said, kinds)
    for kind, lines in groupby(kinds):
        end = start + len(list(lines))
        if kind == TEXT:
            sure = tuple(i for i in range(start, end) if i in spoken or is_sure(said[i]))
            above = kinds[start - 1] if start else EDGE
            below = kinds[end] if end < len(kinds) else EDGE
            yield Run(start, end, sure, above, below)
        start = end


def _spoken(said: Sequence[Named], kinds: Sequence[str]) -> frozenset[int]:
    """Find the lines that open with the name of somebody who also stands alone, near a mark."""
    told = {
        i: found["name"]
        for i, n in enumerate(said)
        if n.open and (found := SPOKEN.match(n.paragraph.folded))
    }
    names = {
        n.paragraph.folded
        for i, n in enumerate(said if told else ())
        if len(n.paragraph.text) <= LONGEST_POSTER
        and MARKED in kinds[max(i - MOST_NAMES, 0) : i + MOST_BELOW]
    }
    return frozenset(i for i, name in told.items() if name in names)


def _post_of(run: Run, side: str, *, closed: bool) -> tuple[int, int] | None:
    """Give the lines of a run that are a post: it begins or ends at a mark or at buttons.

    `closed`: where posts stand is known, so no short line elsewhere is one.
    """
    if not run.sure or (closed and run.above == EDGE):
        return None if closed else _short_post(run, side)
    if run.above == MARKED and run.below == PRESSED:
        return run.start, run.end
    start, end = run.sure[0], run.sure[-1] + 1
    touches = run.above in BOUNDS and start - run.start <= MOST_NAMES
    touches = touches and (run.below != CUT or run.above == MARKED)
    ended = run.below == PRESSED or (side == BEFORE and run.below == MARKED)
    if ended and run.end - end <= MOST_NAMES:
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
