"""Pages with several bodies by several people in, their posts named body out.

Question-and-answer pages, boards and comment threads. The rule, as readers of such pages mark
them: the headline (it is the question) and the posts of all people are text, in their order;
user cards, ranks, floor numbers (楼主, 沙发, 3楼, #3), times (发表于 …), places, buttons (回复 举报),
signatures and counts are not. Short posts without punctuation are posts where posts stand.

HTML: posts stand in containers of one kind (element and class names, numbers aside), and between
two of them stands a mark: a time, a floor or buttons. Flattened text: marks alone tell where
posts stand, right behind or right before them. A page is a thread if the posts hold most of its
sentences, or if it speaks as boards do; an article with comments below it is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from dongxi.container import LEAVES
from dongxi.model import TEXT_ROLES
from dongxi.paragraphs import CLAUSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named
    from dongxi.outline import Node

#: A time as posts carry it: to the day or finer, or told from now.
STAMP = (
    r"(?:(?:(?:19|20)?[0-9]{2}[-/.年]\ ?)?[0-9]{1,2}[-/.月]\ ?[0-9]{1,2}日?\ {0,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|(?:19|20)[0-9]{2}[-/.年]\ ?[0-9]{1,2}[-/.月]\ ?[0-9]{1,2}日?"
    r"|(?:今天|昨天|前天)\ ?[0-9]{1,2}:[0-9]{2}|刚刚|(?:[0-9]{1,3}|半|几)\ ?个?(?:秒|分钟|小时|天|周|星期|月|年)前)"
)
FLOOR = r"(?:楼主|沙发|板凳|地板|地毯|地下室|第?\ ?[0-9]{1,5}\ ?[楼#F]|\#\ ?[0-9]{1,5})"
#: A line that opens or closes a post: a time with a name or a device, or a floor.
MARK = re.compile(
    rf"""
    (?: (?:[^。!?,]{{0,30}}[ ):])? (?:发表|发布|回[复覆]|回答|编辑|提问|创建|修改|留言|评论)(?:于|在|时间)?\ ?:?\ ? {STAMP} .{{0,60}}
      | (?:[^。!?,]{{0,30}}[ ,|·:)])? {STAMP} (?:\ ?[|·・].{{0,40}} | \ .{{0,16}})?
      | (?:[^。!?,]{{0,16}}\ )? {FLOOR} (?:\ .{{0,30}} {STAMP} .{{0,24}})?
      | (?:IP属地|来自).{{0,40}}{STAMP}.{{0,12}} )
    """,
    re.VERBOSE | re.ASCII,
)
#: What stands on the buttons below a post.
BUTTON = (
    r"(?:回[复覆]|回帖|引用|举报|检举|收起(?:回复)?|展开(?:全部|更多|阅读全文|全文)?|点赞|赞同|抢首赞|已赞过|已踩过|点踩|赞|顶|踩"
    r"|支持|反对|(?:添加|发表|查看|全部|条|写)?评论|分享|收藏|喜欢|祈祷|打赏|感谢|编辑|删除|评分|道具|采纳|追问"
    r"|只看(?:该作者|楼主|TA|他)|倒序浏览|正序浏览|阅读模式|显示全部(?:楼层)?|电梯直达|复制链接|我也说一句"
    r"|送TA礼物|关注(?:问题|TA|他|她)?|(?:发)?私信|发消息|加好友|写回答|我来答|邀请回答|好问题|使用道具)"
)
BUTTONS = re.compile(
    rf"(?:[\[(]?(?:[0-9.,]{{1,8}}[万kw]?\ ?(?:条|个|人)?\ ?)?{BUTTON}\ ?[(]?[0-9.,]{{0,8}}[万kw]?[)]?[\])<]?[\ |·/]{{0,3}}){{1,8}}[0-9]{{0,5}}",
    re.ASCII | re.IGNORECASE,
)
COUNTS = re.compile(r"[0-9.,+万k% /-]{1,16}", re.ASCII)
LONGEST_MARK = 100
#: Words by which boards show what they are, one pattern per kind.
BOARD_SPEECH = tuple(
    map(
        re.compile,
        (
            r"楼主",
            r"^(?:沙发|板凳|地板)$|(?:^| )(?:第?[0-9]{1,4}楼|[0-9]{1,4}#|#[0-9]{1,4})(?: |$)",
            r"只看(?:该作者|楼主|TA)|电梯直达|倒序浏览|显示全部楼层|\[复制链接\]",
            r"(?:回|发|跟|看)[帖贴](?!网)|回复贴|主题帖|帖子",
            r"最后回复|^[^ 。,0-9][^ 。,]{0,20} 回复 [^ 。,0-9][^ 。,]{0,20}$|^回复 ?@",
            r"^[^ 。,@]{1,16} @[^ 。,@]{2,20}$",
            r"新手上路|注册会员|积分 ?[0-9]|加好友|版主|吧主|^推 [a-z0-9]{2,12} ?:",
        ),
    )
)
#: The same of pages of questions; both together count for one more.
QUESTION_SPEECH = tuple(
    map(
        re.compile,
        (
            r"写回答|我来答|邀请回答|我要提问|写答案|我要回答",
            r"^(?:共|全部|查看全部)? ?[0-9]{1,5} ?个回答|被(?:提问者|网友)?采纳|采纳[率数]|赞同了该回答|^最佳答案|^(?:其他|更多)回答",
        ),
    )
)
#: The same where a page names itself: behind a bar in its title, and in its last lines.
PLACE = re.compile(
    r"(?:^|[-_|–—] {0,2})[^-_|–—。]{0,24}(?:论坛|贴吧|社区|讨论区|问答|知道|BBS|Discuz|phpBB)[^-_|–—。]{0,12}$",
    re.IGNORECASE,
)
NAMING = frozenset({"roles/title-element", "roles/legal"})
#: So many kinds of such words make a board; a page with an article's credits needs more.
SPEAKS, SPEAKS_CLEARLY, SPEAKS_LOUD = 2, 3, 4
CREDIT_RULES = frozenset({"roles/labelled-editor", "roles/disclaimer", "roles/original-title"})
#: Posts hold this share, per cent, of the sentences of a thread that does not speak as one.
MOST_SENTENCES = 60
#: With less than this share in them the posts may be comments below an article.
FEW_SENTENCES = 30
COMMENT = re.compile(r"comm?ents?|(?<![a-z])cmt|pinglun|respond")
#: Elements that shape the text inside a post.
LIFTED = LEAVES | {"ul", "ol", "dl", "figure", "figcaption", "table", "tbody", "tr", "td", "th"}
DIGITS = re.compile("[0-9]+")
#: Class names of what tells about people and of what is pressed, never of posts.
CARD = re.compile(
    r"(?<![a-z])(?:(?:author|user|member|replyer|poster|badge|avatar|nick|profile|medal|level|operat|side)[a-z]*|"
    r"sign|signature|rank|card|tips?|meta|time|date|tool|action|btn|button|share|login|nav|menu|footer|tail|related?)(?![a-z])"
)
#: A post without marks of prose has at least so many characters on average.
SHORT_POST = 10
#: A line this long, or any with a clause in it, is no name, rank or place.
SURE = 20
SHORTEST_SURE = 4
#: Lines that recur so often on a flattened page, numbers aside, are names, ranks or labels.
MANY_COPIES = 3
#: So many loose lines (a name, a place) may stand between a mark and a post.
MOST_NAMES = 2
FEWEST_POSTS = 2
#: The headline of a thread has at most so many Han characters.
LONGEST_HEADLINE = 60
#: A link with so many Han characters between posts is no name but leads to another page.
LONGEST_NAME = 9
#: What the words alone name so is no post's text even where posts stand.
CHROME = frozenset(
    {"engagement", "navigation", "paging", "legal", "related", "breadcrumb", "meta", "markup"}
)


class Slots(NamedTuple):
    """Containers of one kind that hold posts."""

    nodes: tuple[int, ...]
    """In page order."""
    size: int
    """Characters of their lines that are no links."""


def threads(
    said: Sequence[Named], placed: Sequence[Named], nodes: Sequence[Node]
) -> list[Named]:
    """Rename the lines of a thread; leave a page that is none as it is.

    `said` are the paragraphs with the roles their words gave, `placed` with those that their
    place gave as well, in the same order.
    """
    kept = _in_slots(said, placed, nodes) if len(nodes) > 1 else _in_places(said, placed)
    if not kept:
        return list(placed)
    first, last = min(kept), max(kept)
    title = _title(placed)
    if len(nodes) <= 1 and not 0 <= title < first:
        kept |= {title} if title >= 0 else set()
        title = _headline(said, first)
    return [
        one.called("heading", "thread-headline") if i == title
        else _post(one) if i in kept
        else _between(one) if one.role in TEXT_ROLES
        else one.called("meta", "thread-mark") if first < i < last and one.rule == "roles/stamp"
        else one
        for i, one in enumerate(placed)
    ]  # fmt: skip


def _title(placed: Sequence[Named]) -> int:
    """Find the line that was named the title, -1 for none."""
    return next((i for i, one in enumerate(placed) if one.rule == "roles/title"), -1)


def _post(one: Named) -> Named:
    return one if one.role in TEXT_ROLES else one.called("body", "thread-post")


def _between(one: Named) -> Named:
    """Name a line of a thread that is no post's but was taken for text."""
    if is_mark(one.paragraph.folded):
        return one.called("meta", "thread-mark")
    return one.called("engagement", "thread-card")


def is_mark(folded: str) -> bool:
    """Tell a line that opens or closes a post.

    >>> is_mark("发表于 2024-4-5 23:20:45 | 只看该作者"), is_mark("3楼"), is_mark("李某 2天前")
    (True, True, True)
    >>> is_mark("2024年4月5日,我们出发了。"), is_mark("住在3楼的人说好")
    (False, False)
    """
    return len(folded) <= LONGEST_MARK and MARK.fullmatch(folded) is not None


def is_buttons(folded: str) -> bool:
    """Tell a line of buttons, with their counts.

    >>> is_buttons("回复 举报"), is_buttons("40 条评论"), is_buttons("赞同 104")
    (True, True, True)
    >>> is_buttons("支持楼主的看法"), is_buttons("回复内容如下")
    (False, False)
    """
    return len(folded) <= LONGEST_MARK and BUTTONS.fullmatch(folded) is not None


def _speaks(placed: Sequence[Named]) -> int:
    """Count in how many ways short lines of the page speak as boards do; 0 for too few."""
    short = [n.paragraph.folded for n in placed if len(n.paragraph.folded) <= LONGEST_MARK]
    kinds = sum(any(speech.search(line) for line in short) for speech in BOARD_SPEECH)
    asked = sum(any(speech.search(line) for line in short) for speech in QUESTION_SPEECH)
    kinds += asked + (asked == len(QUESTION_SPEECH))
    kinds += _board(placed)
    credited = any(n.rule in CREDIT_RULES for n in placed)
    return kinds if kinds >= (SPEAKS_LOUD if credited else SPEAKS) else 0


def _board(placed: Sequence[Named]) -> bool:
    """Tell whether the page names the board it stands on."""
    return any(PLACE.search(n.paragraph.folded) for n in placed if n.rule in NAMING)


def _sure(one: Named) -> bool:
    """Tell prose from names, ranks and places."""
    p = one.paragraph
    prose = CLAUSE.search(p.text) is not None and len(p.han) >= SHORTEST_SURE
    return one.open and (prose or len(p.han) >= SURE) and p.linked * 2 < len(p.text)


# HTML: posts stand in containers of one kind.


def _in_slots(
    said: Sequence[Named], placed: Sequence[Named], nodes: Sequence[Node]
) -> frozenset[int]:
    """Find the lines of posts by the containers they stand in; none if it is no thread."""
    shown = [not nodes[n.paragraph.node].hidden for n in said]
    homes = _homes(nodes)
    marks = [
        i
        for i, n in enumerate(said)
        if shown[i] and (is_mark(n.paragraph.folded) or is_buttons(n.paragraph.folded))
    ]
    found = list(_slots(said, nodes, homes, shown, marks))
    if not found:
        return _alone(placed) if _speaks(placed) else frozenset()
    within = _below(nodes, {node for slots in found for node in slots.nodes})
    pressed = set(marks)
    posts = [
        i
        for i, n in enumerate(said)
        if shown[i] and within[n.paragraph.node] and n.role not in CHROME and i not in pressed
    ]
    share = _share(said, shown, posts)
    speech = _speaks(placed)
    commented = _comments(nodes)
    comments = any(commented[node] for slots in found for node in slots.nodes)
    many = share >= MOST_SENTENCES and not comments
    clear = share >= FEW_SENTENCES or speech >= SPEAKS_CLEARLY or _board(placed)
    if not (many or (speech and clear)):
        return frozenset()
    return frozenset(posts) | _others(said, placed, nodes, homes, shown, posts)


def _comments(nodes: Sequence[Node]) -> list[bool]:
    """Mark containers named as those of comments, and all below them."""
    within = [False] * len(nodes)
    for number in range(1, len(nodes)):
        node = nodes[number]
        named = node.name != "body" and COMMENT.search(node.hints) is not None
        within[number] = named or within[node.parent]
    return within


def _share(said: Sequence[Named], shown: Sequence[bool], posts: Sequence[int]) -> int:
    """Give the share, per cent, of the prose of a page that stands in posts."""
    held = sum(_weight(said[i]) for i in posts)
    total = sum(_weight(n) for n, there in zip(said, shown, strict=True) if there)
    return held * 100 // max(total, 1)


def _weight(one: Named) -> int:
    return len(one.paragraph.text) if _sure(one) else 0


def _homes(nodes: Sequence[Node]) -> list[int]:
    """Give for every container the one that is more than a paragraph of a post."""
    homes = list(range(len(nodes)))
    for number in range(1, len(nodes)):
        node = nodes[number]
        if node.name in LIFTED and not node.hints:
            homes[number] = homes[node.parent]
    return homes


def _below(nodes: Sequence[Node], tops: set[int]) -> list[bool]:
    """Mark containers and all below them, but for what tells about people there."""
    within = [number in tops for number in range(len(nodes))]
    for number in range(1, len(nodes)):
        above = within[nodes[number].parent] and not CARD.search(nodes[number].hints)
        within[number] = within[number] or above
    return within


def _alone(placed: Sequence[Named]) -> frozenset[int]:
    """Give the text of a board's page with one post, less buttons and marks."""
    return frozenset(
        i
        for i, n in enumerate(placed)
        if n.role in TEXT_ROLES
        and not (is_mark(n.paragraph.folded) or is_buttons(n.paragraph.folded))
    )


def _slots(
    said: Sequence[Named], nodes: Sequence[Node], homes: Sequence[int],
    shown: Sequence[bool], marks: Sequence[int],
) -> Iterator[Slots]:  # fmt: skip
    """Gather containers of one kind that marks part from each other and that hold prose."""
    lines: dict[tuple[str, str], list[int]] = {}
    teasers = [i for i, n in enumerate(said) if shown[i] and _teaser(n)]
    pressed = set(marks)
    for i, one in enumerate(said):
        node = nodes[homes[one.paragraph.node]]
        text = one.role not in CHROME and one.paragraph.linked * 2 < len(one.paragraph.text)
        if i in pressed or not (shown[i] and text):
            continue
        if node.hints and not CARD.search(node.hints):
            lines.setdefault((node.name, DIGITS.sub("", node.hints)), []).append(i)
    for there in lines.values():
        spans = _spans(said, homes, there)
        gaps = list(spans.values())
        if (
            len(gaps) > 1 and _parted(gaps, marks) and not _parted(gaps, teasers)
            and _varied(said, there)
        ):  # fmt: skip
            size = sum(len(said[i].paragraph.text) for i in there)
            prose = sum(_sure(said[i]) for i in there) * 3 >= len(there)
            if prose or size >= SHORT_POST * len(there):
                yield Slots(tuple(spans), size)


def _spans(
    said: Sequence[Named], homes: Sequence[int], there: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Give the first and last line of each container."""
    spans: dict[int, tuple[int, int]] = {}
    for i in there:
        home = homes[said[i].paragraph.node]
        spans[home] = (spans.get(home, (i, i))[0], i)
    return spans


def _parted(spans: Sequence[tuple[int, int]], marks: Sequence[int]) -> bool:
    """Tell whether a mark stands between most neighbours."""
    gaps = [
        bisect_left(marks, start) > bisect_left(marks, end)
        for (_, end), (start, _) in pairwise(spans)
    ]
    return sum(gaps) * 2 > len(gaps)


def _teaser(one: Named) -> bool:
    """Tell the linked headline of another page from the name of a person."""
    p = one.paragraph
    return one.open and len(p.han) >= LONGEST_NAME and p.linked * 2 >= len(p.text)


def _varied(said: Sequence[Named], there: Sequence[int]) -> bool:
    """Tell posts from what stands the same, but for its numbers, at every post."""
    kinds = {DIGITS.sub("", said[i].paragraph.folded) for i in there}
    return len(kinds) * 3 >= 2 * len(there)


def _others(  # noqa: PLR0913, PLR0917  (what is known of the page)
    said: Sequence[Named], placed: Sequence[Named], nodes: Sequence[Node],
    homes: Sequence[int], shown: Sequence[bool], posts: Sequence[int],
) -> frozenset[int]:  # fmt: skip
    """Find prose between headline and last post that stands in a container of its own kind."""
    title = _title(placed)
    start, end = min(max(title, 0), posts[0]), posts[-1]
    sure = {
        homes[said[i].paragraph.node]
        for i in range(start, end)
        if i != title and shown[i] and _sure(said[i])
        and not is_mark(said[i].paragraph.folded)
        and not CARD.search(nodes[homes[said[i].paragraph.node]].hints)
    }  # fmt: skip
    return frozenset(
        i
        for i in range(start, end)
        if i != title and shown[i] and homes[said[i].paragraph.node] in sure
        and said[i].role not in CHROME and placed[i].role != "title"
    )  # fmt: skip


# Flattened text: marks alone tell where posts stand.

#: What a line of a flattened page may be.
MARKED, PRESSED, HEADLINE, OTHER, TEXT = "mark", "buttons", "headline", "other", "text"
BOUNDS = frozenset({MARKED, PRESSED, HEADLINE})
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


def _in_places(said: Sequence[Named], placed: Sequence[Named]) -> frozenset[int]:
    """Find the lines of posts by the marks around them; none if it is no thread."""
    speech = _speaks(placed)
    if not speech:
        return frozenset()
    title = _title(placed)
    runs = list(_runs(said, _kinds(said, title)))
    behind = sum(bool(run.sure) and run.above == MARKED for run in runs)
    before = sum(bool(run.sure) and run.below == MARKED != run.above for run in runs)
    posts = [span for run in runs if (span := _post_of(run, before=before > behind))]
    sizes = [sum(_weight(said[i]) for i in range(*span)) for span in posts]
    one = max(sizes, default=0) * 100 > MOST_SENTENCES * sum(sizes)
    if len(posts) < FEWEST_POSTS or (one and speech < SPEAKS_CLEARLY):
        longest = posts[sizes.index(max(sizes))] if posts else (0, 0)
        return _alone(placed) | frozenset(range(*longest))
    seen = Counter(said[i].paragraph.text for span in posts for i in range(*span))
    first: dict[str, int] = {}
    for span in posts:
        for i in range(*span):
            first.setdefault(said[i].paragraph.text, i)
    return frozenset(
        i
        for span in posts
        for i in range(*span)
        if seen[said[i].paragraph.text] == 1 or first[said[i].paragraph.text] == i
    )


def _kinds(said: Sequence[Named], title: int) -> list[str]:
    """Say of each line whether it is a mark, buttons, the headline, a label or text."""
    copies = Counter(DIGITS.sub("", n.paragraph.folded) for n in said)
    kinds = [
        PRESSED if is_buttons(n.paragraph.folded)
        else HEADLINE if i == title
        else MARKED if is_mark(n.paragraph.folded)
        else OTHER if n.role in CHROME or COUNTS.fullmatch(n.paragraph.folded)
        or (copies[DIGITS.sub("", n.paragraph.folded)] >= MANY_COPIES and not _sure(n))
        else TEXT
        for i, n in enumerate(said)
    ]  # fmt: skip
    end = _end(said, kinds)
    return kinds[:end] + [OTHER] * (len(kinds) - end)


def _headline(said: Sequence[Named], first: int) -> int:
    """Find the line above the first post, or its first, with buttons or counts beside it.

    Of several above the posts the longest is the headline; -1 for none.
    """
    able = [
        i
        for i in range(min(first + 1, len(said) - 1))
        if said[i].open and SHORTEST_SURE <= len(said[i].paragraph.han) <= LONGEST_HEADLINE
        and not is_buttons(said[i].paragraph.folded) and not is_mark(said[i].paragraph.folded)
        and (_pressed(said[i + 1]) or (i and said[i - 1].rule == "roles/thread-size"))
    ]  # fmt: skip
    return max(able, key=lambda i: (i < first, len(said[i].paragraph.han), i), default=-1)


def _pressed(one: Named) -> bool:
    return one.rule in {"roles/thread-size", "roles/post-buttons"} or is_buttons(
        one.paragraph.folded
    )


def _end(said: Sequence[Named], kinds: Sequence[str]) -> int:
    """Find the line behind which other threads are listed, with fewer marks than before it."""
    total, above = sum(kind in BOUNDS for kind in kinds), 0
    for i, kind in enumerate(kinds):
        above += kind in BOUNDS
        ends = said[i].rule == "roles/related-header" or TAIL.fullmatch(
            said[i].paragraph.folded
        )
        if ends and above * 2 > total:
            return i
    return len(kinds)


def _runs(said: Sequence[Named], kinds: Sequence[str]) -> Iterator[Run]:
    """Cut the page into runs of text."""
    start = 0
    for kind, lines in groupby(kinds):
        end = start + len(list(lines))
        if kind == TEXT:
            sure = tuple(i for i in range(start, end) if _sure(said[i]))
            above = kinds[start - 1] if start else OTHER
            below = kinds[end] if end < len(kinds) else OTHER
            yield Run(start, end, sure, above, below)
        start = end


def _post_of(run: Run, *, before: bool) -> tuple[int, int] | None:
    """Give the lines of a run that are a post: it begins or ends at a mark or at buttons.

    `before` says that the posts of the page stand before their marks.
    """
    if not run.sure:
        return _short_post(run, before=before)
    start, end = run.sure[0], run.sure[-1] + 1
    touches = run.above in BOUNDS and start - run.start <= MOST_NAMES
    if run.above == MARKED and run.below == PRESSED:
        start = run.start
    closed = run.below == PRESSED or (before and run.below == MARKED)
    if closed and run.end - end <= MOST_NAMES:
        return start, run.end
    reached = run.below in BOUNDS and end == run.end
    return (start, end) if touches or reached else None


def _short_post(run: Run, *, before: bool) -> tuple[int, int] | None:
    """Give the lines of a run without prose that stand where posts stand."""
    if before:
        return (run.end - 1, run.end) if run.below == MARKED != run.above else None
    if run.above == MARKED and run.below == PRESSED:
        return run.start, min(run.end, run.start + MOST_NAMES)
    return None
