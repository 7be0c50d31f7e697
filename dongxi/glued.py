"""Paragraphs in, the same blocks out, cut where something else is glued to a sentence.

Datelines and credits are cut out of the paragraph and name themselves. A headline with its
credits in front of a story, as on pages that are one line, and what ends pages behind it,
become lines of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dongxi import dates, labels, people, signs
from dongxi.body import PROSE
from dongxi.chars import SPACES
from dongxi.lined import headed
from dongxi.paragraphs import TOOLS_RULE, stretches
from dongxi.says import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block
    from dongxi.paragraphs import Paragraph

#: A sentence with its credits is no shorter.
SHORTEST_GLUED = 14
BRACKETS = frozenset(")）】]")
#: Credits in a row at the end of one paragraph.
MOST_CREDITS = 4
GLUED = {"byline": "byline", "editor": "editor_line", "caption_credit": "caption"}
#: How far into a paragraph, in characters, a headline and credits in front of it may reach.
LONGEST_HEAD = 240
#: Credits in front of a story name so many things, else they may be part of it.
FEWEST_CREDITS = 2
CREDIT_LABELS = ("发布", "发表", "更新", "来源", "作者", "时间", "日期", "记者", "编辑", "责编")
#: A day or a label, each from its first character on, which a search can jump to: where the credits of a head may begin.
CREDIT_START = re.compile(
    "|".join(
        (
            *(f"{century}[0-9]{{2}}[-/.年]" for century in (19, 20)),
            *(f"{label}[^ :。]{{0,4}}:" for label in CREDIT_LABELS),
        )
    )
)
#: A page that is one line is at least as long, and has so much in front of its story at most.
WHOLE_PAGE, LONGEST_MENUS, LONGEST_CREDITS, LONGEST_TITLE = 400, 1500, 200, 60
#: What parts a headline from the site in `<title>`.
SITE_BEHIND = re.compile(" ?[-_|—–]")
#: No clause stands before a headline that is said again.
CLAUSE = re.compile("[。!?,;]")
#: A day in figures, and its time.
DAY, CLOCK = dates.FIGURES.pattern, "[ ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
#: What begins the credits of such a page: a day with its label, or with what stands behind one.
GLUED_START = re.compile(
    rf"""(?: 发[布表稿](?:时间|日期|于) | (?:刊发|添加|录入|上传)(?:时间|日期) ) [ ]?:[ ]? {DAY}(?:{CLOCK})?
      | (?<![0-9]){DAY}(?:{CLOCK})?
        (?=[ ]?(?:(?:来源|作者|浏览|点击|字号|阅读|责编|编辑|记者|评论|人气)[^。,]{{0,4}}:|A[+-]|[\[(](?:打印|关闭|字[体号大]|收藏)|字[体号]|分享[到至]|[0-9]{{1,7}}次?(?:浏览|阅读)))""",
    re.VERBOSE,
)
#: A day and its time do so too, so near below a headline that is said again.
DAY_TIME = re.compile(f"(?<![0-9]){DAY}{CLOCK}")
BELOW = 40
#: So many characters may stand between one of them and the next.
MOST_BETWEEN = 3
#: Fields whose values are names; a character that may be of one.
NAMING, HAN = frozenset({"source", "author", "editor"}), re.compile("[\u4e00-\u9fff,:;“”]")
#: A name that a button is glued to.
GLUED_NAME = re.compile(
    r"[ ]{0,3}(?:作者|记者|编辑|责编|责任编辑):[ ]?[\u4e00-\u9fff]{2,4}(?=A[+-]|[\[(]|字[体号]|分享|打印)"
)
#: What is pressed and counted behind them.
FURNITURE = re.compile(
    r"""(?: [ ]{0,3} (?: A[+-]{1,2}(?:A-)? | [0-9]{0,7}[ ]?次(?![日年要]) | [\[(](?:打印|关闭|收藏|字[体号大])[^\[\]()]{0,14}[\])]
        | (?:字[体号]|字号大小)[ ]?:?[ ]?[\[(]?[ ]?[大中小 ]{3,7}[\])]? | 分享[到至]?:? | 微信好?友?(?![用平公]) | (?:新浪|腾讯)?微博(?![上用平]) | QQ(?:空间|好友)
        | 朋友圈 | 打印(?:本[页文])? | 收藏(?=打印|分享|[ ]) ) )*""",
    re.VERBOSE,
)
#: The end of the way to a page, where it names the page itself.
WAY_END = re.compile(
    "[>»›→/] ?(?:正文|文章正文|文章内容|(?:新闻|文章|内容)?详[情细](?:内容|页)?|浏览文章|信息浏览) ?"
)
#: What stands right behind the last sentence of such a page, and a sentence.
GLUED_TAIL = re.compile(
    r"""(?<=[。!?…”)\]]) [ ]{0,3} (?= [(\[]?(?:责任?编辑|责编|审核|校对)[ ]?: | 上一[篇页条]: | 下一[篇页条]:
        | (?:相关|推荐|延伸|热门|更多|精彩)(?:推荐|阅读|新闻|文章|链接|资讯|报道) | [\[(](?:打印|关闭|字体|收藏|责任编辑) | 分享(?:到[:微]|至:|:|微博|微信|让更多) | 打印本[页文]
        | 网友评论 | 版权所有 | 免责声明 | 返回顶部 | 扫一扫 | 关于我们 | 主办单位: )""",
    re.VERBOSE,
)
SENTENCES = re.compile("[^。!?]++")
#: One that tells something has a comma with so many characters before it, and more than so many behind it.
FEWEST_BEFORE, FEWEST_BEHIND = 12, 6
#: What sentences below a story speak of.
FOOT = re.compile(
    "本[网站]|版权|转载|立场|侵权|免责|举报|许可证|备案|©|登录|评论|客户端|浏览器|联系|[0-9]{3,4}-[0-9]{7}"
)
#: What a headline with its credits behind it holds.
HEADLINE = signs.DIGIT | signs.MARK | signs.SPACE
#: A token of a headline is longer than an entry of a menu.
SHORTEST_TOKEN = 6
SENTENCE = re.compile("[。!?]")
TOKEN = re.compile("[^ ]+")
#: Buttons behind a headline; a blank may set them off as a line of their own.
BUTTON = "(?:复制链接|複製鏈接|打印|关闭|收藏|分享|举报)"
BUTTON_END = re.compile(rf"[\[【] ?{BUTTON} ?[\]】]$")
#: What is pressed to edit a section, behind its heading; buttons right behind a headline.
TOOLS = re.compile(
    r" ?\[ ?(?:编辑|編輯|edit)(?: ?\| ?(?:编辑源代码|編輯原始碼|edit source))? ?\]$"
    rf"|(?<![ \[])\[{BUTTON}\]$|(?<=[^ ]{{6}})(?:只看楼主|只看该作者)(?:收藏|回复|举报|分享|倒序(?:看|浏览)?|[ |·]){{0,6}}$",
    re.IGNORECASE,
)
#: What these end with.
TOOL_ENDS = frozenset("]主者藏复报享序看览")
LAST_SENTENCE = re.compile("[。!?…][”’)]{0,2} {1,8}(?=[^。!?…]{2,400}$)")
#: Roles of what ends pages; a line of one of them behind the last sentence is a line of its own.
ENDS = frozenset({
    "disclaimer", "legal", "contact", "related", "tags", "paging", "engagement", "navigation",
    "editor_line", "meta",
})  # fmt: skip


def untooled(blocks: Sequence[Block], found: Sequence[Paragraph]) -> Sequence[Block]:
    """Cut what is pressed off the heading it stands behind, and name it; the same blocks if none is."""
    cut: dict[int, list[Block]] = {}
    for paragraph in found:
        folded = paragraph.folded
        tools = TOOLS.search(folded) if folded[-1:] in TOOL_ENDS else None
        if tools is None or not tools.start():
            continue
        for number, at, end in stretches(blocks, paragraph):
            if end > tools.start():
                marks = [(0, "navigation", TOOLS_RULE)]
                if at < tools.start():
                    marks = [(0, "", ""), (tools.start() - at, "navigation", TOOLS_RULE)]
                cut[number] = _cut(blocks[number], marks)
    if not cut:
        return blocks
    return [one for i, block in enumerate(blocks) for one in cut.get(i, (block,))]


def unglued(
    blocks: Sequence[Block], found: Sequence[Paragraph]
) -> tuple[list[Block], frozenset[int]]:
    """Cut datelines and credits out of the paragraphs they are glued to.

    Beside the blocks: which of them begin a paragraph without a break before them.
    """
    done: list[Block] = []
    starts: set[int] = set()
    at = 0
    told = False
    headlines = [
        p for p in found if not p.tag and p.signs & HEADLINE == HEADLINE and _headline(p.folded)
    ]
    for paragraph in found:
        text = paragraph.text
        short = len(text) < PROSE
        alone = not told and headlines == [paragraph]
        if short and not alone and (text[-1:] not in BRACKETS or not _short_with_credit(text)):
            continue
        heads, told = len(headlines) <= 1 and not told, told or "。" in text
        for number, start, end in stretches(blocks, paragraph):
            if end - start >= PROSE or paragraph.first == paragraph.last:
                folded = paragraph.folded[start:end].ljust(end - start)
                parts, begun = _lines(blocks[number], folded, paragraph.signs, heads=heads)
                if parts:
                    done += blocks[at:number]
                    starts.update(len(done) + place for place in begun)
                    done += parts
                    at = number + 1
    return [*done, *blocks[at:]], frozenset(starts)


def _short_with_credit(text: str) -> bool:
    """Tell a short sentence with something in brackets behind it, and a headline with a button.

    >>> _short_with_credit("山里的路昨天修通了 [复制链接]"), _short_with_credit("山里的路昨天修通了[组图]")
    (True, False)
    """
    if len(text) < SHORTEST_GLUED or text[-1] not in BRACKETS:
        return False
    return "。" in text or BUTTON_END.search(text) is not None


def _lines(
    block: Block, folded: str, held: int, *, heads: bool
) -> tuple[list[Block], list[int]]:
    """Cut a block into its lines, each with what is glued to it; nothing to cut gives none.

    `held` are the signs of its paragraph, `heads` says that no sentence stands above. Beside the
    pieces: which begin a line though no blank stands before them.
    """
    flat = not block.tag
    begins = line_starts(folded, held, heads=heads and flat, whole=flat)
    if heads and flat:
        begins = sorted({*_headline(folded), *begins})
    edges = [0, *begins, len(folded)]
    marks = [_marks(folded[a:b], held) for a, b in pairwise(edges)]
    whole = flat and len(folded) >= WHOLE_PAGE
    if whole and edges[1:-1] and GLUED_TAIL.match(folded, edges[-2]):
        marks[-1] = [(0, "related", "roles/glued-tail")]
    if not any(marks) and not edges[1:-1]:
        return [], []
    done: list[Block] = []
    begun: list[int] = []
    for text, glued in zip(block.text.cut(edges[1:-1]), marks, strict=True):
        if done and done[-1].role == "whitespace":
            done[-1] = done[-1]._replace(kind="break")
        elif done:
            begun.append(len(done))
        line = block._replace(text=text)
        done += _cut(line, glued) if glued else _bare(line)
    return done, begun


def line_starts(
    folded: str, held: int = signs.ANY, *, heads: bool = True, whole: bool = True
) -> list[int]:
    """Find where the second and later lines of a paragraph begin that was several lines.

    `held` are its signs, where they are known, `heads` says that no sentence stands above it,
    `whole` that it may be a page whose tags are gone.

    >>> page = "首页 山里的路修通了 2021-04-05 来源:山河日报 乡亲们的日子一天比一天好,人人都说要感谢修路的人,他们还要修桥。"
    >>> [page[a:b] for a, b in pairwise([0, *line_starts(page), len(page)])]
    ['首页 ', '山里的路修通了 ', '2021-04-05 来源:山河日报 ', '乡亲们的日子一天比一天好,人人都说要感谢修路的人,他们还要修桥。']
    >>> line_starts("2021年4月5日 来源于土地的,终将回到土地,乡亲们这样说,记者也这样写,人人都懂。")
    []
    """
    apart = held & signs.SPACE  # most lines are parted by blanks
    head, tail = (_head(folded), _tail(folded)) if apart else ([], [])
    if whole and len(folded) >= WHOLE_PAGE:
        head = head or (_glued_head(folded) if heads else [])
        tail = tail or _glued_tail(folded, head[-1] if head else 0)
    return [*head, *tail]


def _glued_head(folded: str) -> list[int]:
    """Find the same in a page that is one line, nothing between what were lines.

    >>> story = "乡亲们的日子一天比一天好,人人都说要感谢修路的人,他们还要修桥。"
    >>> page = "首页新闻首页>正文山里的路修通了发布时间:2021-04-05来源:山河日报点击数:64" + story
    >>> [page[a:b] for a, b in pairwise([0, *_glued_head(page), len(page)])][:3]
    ['首页新闻首页>正文', '山里的路修通了', '发布时间:2021-04-05来源:山河日报点击数:64']
    >>> _glued_head("山里的路修通了,发布时间:2021年的事。" + story)
    []
    """
    size, places = headed(folded)
    below = (DAY_TIME.search(folded, at + size, at + size + BELOW) for at in places)
    found = GLUED_START.search(folded, 0, LONGEST_MENUS) or next(filter(None, below), None)
    start = found.start() if found else 0
    if found is None or SENTENCE.search(folded, size, start):
        return _glued_headline(folded, size, places)
    end = found.end()
    fields = labels.fields(folded[start : start + LONGEST_CREDITS])
    behinds = [*(start + field.label_start for field in fields[1:]), len(folded)]
    for field, behind in zip(fields, behinds, strict=False):  # there may be no field
        if start + field.label_start > end + MOST_BETWEEN:
            break
        before, end = end, max(end, start + field.end)
        if field.kind in NAMING and behind > end + MOST_BETWEEN and HAN.match(folded, end):
            end = before  # nothing shows where the name ends
            break
    named = GLUED_NAME.match(folded, end)
    end = named.end() if named else end
    end = FURNITURE.match(folded, end).end()  # type: ignore[union-attr]  # it matches nothing too
    if not _tells(folded[end:]):
        return []
    again = [at for at in places if start - LONGEST_TITLE <= at + size <= start]
    if again:
        edges = [again[-1], again[-1] + size, start, end]
        return [at for at, after in pairwise([*edges, len(folded)]) if 0 < at < after]
    title = _glued_title(folded[:start])
    return [*([title] if title else []), *([start] if start else []), end]


def _glued_headline(folded: str, size: int, places: Sequence[int]) -> list[int]:
    """Find where the headline stands again that the page begins with, a story right behind it."""
    if not SITE_BEHIND.match(folded, size):
        return []
    for at in places:
        if at > LONGEST_MENUS or CLAUSE.search(folded, size, at):
            break
        if _tells(folded[at + size :]):
            return [at, at + size]
    return []


def _tells(story: str) -> bool:
    return len(story) >= PROSE and SENTENCE.search(story) is not None


def _glued_title(before: str) -> int:
    """Find where a headline begins behind menus and the way to the page, blanks or none; else 0.

    >>> _glued_title("首页新闻首页>正文山里的路修通了"), _glued_title("首页新闻首页>要闻山里的路修通了")
    (9, 0)
    """
    ways = list(WAY_END.finditer(before))
    start = ways[-1].end() if ways else _title_start(before) if " " in before else 0
    return start if SHORTEST_TOKEN <= len(before) - start <= LONGEST_TITLE else 0


def _glued_tail(folded: str, story: int) -> list[int]:
    """Find the start of what ends a page that is one line: behind it no more sentences come.

    >>> page = "路修通了,人人都说好。(责任编辑:王小明)相关阅读桥也修好了吗?网站声明"
    >>> [page[at:] for at in _glued_tail(page, 0)]
    ['(责任编辑:王小明)相关阅读桥也修好了吗?网站声明']
    >>> _glued_tail("他说:分享到此为止。分享让人快乐,所以人人都来分享山里的路修通了的消息,真是好啊。", 0)
    []
    """
    told = story
    for found in SENTENCES.finditer(folded, story):
        sentence, stop = found.group(), folded[found.end() : found.end() + 1]
        comma = sentence.find(",", FEWEST_BEFORE)
        tells = stop == "。" and 0 <= comma < len(sentence) - FEWEST_BEHIND
        if tells and not FOOT.search(sentence):
            told = found.end() + 1
    tail = GLUED_TAIL.search(folded, told)
    return [tail.start()] if tail else []


def _head(folded: str) -> list[int]:
    """Find the starts of headline, credits and story where they are one paragraph."""
    found = CREDIT_START.search(folded, 0, LONGEST_HEAD)
    start = found.start() if found else -1
    if start < 0 or SENTENCE.search(folded, 0, start) or not _stands_apart(folded, start):
        return []
    gaps = reversed(_gaps(folded, start))
    end = next((at for at in gaps if _credits(folded[start:at])), 0)
    story = folded[end + 1 :]
    if not end or len(story) < PROSE or not SENTENCE.search(story):
        return []
    title = _title_start(folded[:start])
    return [*([title] if title else []), *([start] if start else []), end + 1]


def _headline(folded: str) -> list[int]:
    """Find the starts of headline and credits where they are one line above the story.

    >>> line = "首页 山里的路昨天终于修通了 2018年05月19日 来源:山河周刊 [打印] [关闭]"
    >>> [line[a:b] for a, b in pairwise([0, *_headline(line), len(line)])]
    ['首页 ', '山里的路昨天终于修通了 ', '2018年05月19日 来源:山河周刊 [打印] [关闭]']
    >>> _headline("山里的路昨天终于修通了 2018年05月19日"), _headline("2018年05月19日 来源:山河周刊")
    ([], [])
    """
    if len(folded) > LONGEST_HEAD or SENTENCE.search(folded):
        return []
    found = CREDIT_START.search(folded)
    start = found.start() if found else 0
    if not start or not _stands_apart(folded, start) or not _credits(folded[start:]):
        return []
    title = _title_start(folded[:start])
    if len(folded[title:start].rstrip()) < SHORTEST_TOKEN:
        return []
    return [*([title] if title else []), start]


def _stands_apart(folded: str, start: int) -> bool:
    return start == 0 or folded[start - 1] == " "


def _gaps(folded: str, start: int) -> list[int]:
    """Give the spaces of a head from a character on, up to its first sentence."""
    stop = SENTENCE.search(folded, start)
    last = min(stop.start() if stop else len(folded), LONGEST_HEAD)
    return [at for at in range(start, last) if folded[at] == " "]


def _credits(text: str) -> bool:
    """Tell whether a text is credits of several kinds and nothing else.

    >>> _credits("2021-04-05 10:20 来源:山河日报"), _credits("来源:山河日报"), _credits("2021-04-05 雨")
    (True, False, False)
    """
    kinds = {field.kind for field in labels.fields(text) if field.start < field.end}
    if not kinds:
        return False
    dated = dates.stamp(text) is not None
    enough = len(kinds | ({"date"} if dated else set())) >= FEWEST_CREDITS
    return enough and says(text)[0] in {"meta", "byline"}


def _title_start(before: str) -> int:
    """Find where the headline begins in what stands before the credits."""
    tokens = [token.span() for token in TOKEN.finditer(before)]
    start = tokens[-1][0] if tokens else 0
    for first, end in reversed(tokens):
        if end - first < SHORTEST_TOKEN:
            break
        start = first
    return start


def _tail(folded: str) -> list[int]:
    """Find the start of what ends pages behind the last sentence of a paragraph."""
    if button := BUTTON_END.search(folded):
        return [button.start()] if button.start() else []
    found = LAST_SENTENCE.search(folded)
    if found and says(folded[found.end() :])[0] in ENDS:
        return [found.end()]
    return []


def _marks(folded: str, held: int) -> list[tuple[int, str, str]]:
    """Find a dateline at the start of a line and credits at its end: where, role and rule."""
    dateline = dates.dateline(folded) if held & signs.REPORT else None
    start = dateline.end if dateline and dateline.start == 0 else 0
    glued: list[tuple[int, str]] = []
    end = len(folded)
    while len(glued) < MOST_CREDITS and (found := people.glued_credit(folded[:end])):
        if found[0] <= start:
            break
        end = len(folded[: found[0]].rstrip(" "))
        glued.insert(0, (found[0], GLUED[found[2]]))
    if not (start or glued) or start >= end or says(folded)[0]:
        return []
    marks = [(0, "dateline", "roles/glued-dateline")] if start else []
    marks.append((start, "", ""))
    return marks + [(at, role, "roles/glued-credit") for at, role in glued]


def _cut(block: Block, marks: Sequence[tuple[int, str, str]]) -> list[Block]:
    """Cut a block at its marks, and white space off what they make of it."""
    texts = block.text.cut([at for at, _, _ in marks[1:]])
    return [
        piece
        for text, (_, role, rule) in zip(texts, marks, strict=True)
        for piece in _bare(block._replace(text=text, role=role, rule=rule))
    ]


def _bare(block: Block) -> list[Block]:
    """Give the white space at the edges of a block to separators of its own."""
    value = str(block.text)
    start = len(value) - len(value.lstrip(SPACES))
    end = max(len(value.rstrip(SPACES)), start)
    left, middle, right = (
        block.text.cut((start, end)) if start or end < len(value) else (None, block.text, None)
    )
    space = block._replace(kind="space", role="whitespace", rule="blocks/white-space")
    done = [space._replace(text=left)] if left and left.flat else []
    done += [block._replace(text=middle)] if middle.flat else []
    return done + ([space._replace(text=right)] if right and right.flat else [])
