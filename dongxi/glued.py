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
    rf"|(?<![ \[])\[{BUTTON}\]$",
    re.IGNORECASE,
)
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
        tools = TOOLS.search(folded) if folded.endswith("]") else None
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


def unglued(blocks: Sequence[Block], found: Sequence[Paragraph]) -> list[Block]:
    """Cut datelines and credits out of the paragraphs they are glued to."""
    done: list[Block] = []
    at = 0
    for paragraph in found:
        text = paragraph.text
        short = len(text) < PROSE
        if short and (text[-1:] not in BRACKETS or not _short_with_credit(text)):
            continue
        for number, start, end in stretches(blocks, paragraph):
            if end - start >= PROSE or paragraph.first == paragraph.last:
                folded = paragraph.folded[start:end].ljust(end - start)
                parts = _lines(blocks[number], folded, paragraph.signs)
                if parts:
                    done += blocks[at:number]
                    done += parts
                    at = number + 1
    return [*done, *blocks[at:]]


def _short_with_credit(text: str) -> bool:
    """Tell a short sentence with something in brackets behind it, and a headline with a button.

    >>> _short_with_credit("山里的路昨天修通了 [复制链接]"), _short_with_credit("山里的路昨天修通了[组图]")
    (True, False)
    """
    if len(text) < SHORTEST_GLUED or text[-1] not in BRACKETS:
        return False
    return "。" in text or BUTTON_END.search(text) is not None


def _lines(block: Block, folded: str, held: int) -> list[Block]:
    """Cut a block into its lines, each with what is glued to it; nothing to cut gives none.

    `held` are the signs of its paragraph.
    """
    edges = [0, *line_starts(folded, held), len(folded)]
    marks = [_marks(folded[a:b], held) for a, b in pairwise(edges)]
    if not any(marks) and not edges[1:-1]:
        return []
    done: list[Block] = []
    for text, glued in zip(block.text.cut(edges[1:-1]), marks, strict=True):
        if done and done[-1].role == "whitespace":
            done[-1] = done[-1]._replace(kind="break")
        line = block._replace(text=text)
        done += _cut(line, glued) if glued else _bare(line)
    return done


def line_starts(folded: str, held: int = signs.ANY) -> list[int]:
    """Find where the second and later lines of a paragraph begin that was several lines.

    `held` are its signs, where they are known.

    >>> page = "首页 山里的路修通了 2021-04-05 来源:山河日报 乡亲们的日子一天比一天好,人人都说要感谢修路的人,他们还要修桥。"
    >>> [page[a:b] for a, b in pairwise([0, *line_starts(page), len(page)])]
    ['首页 ', '山里的路修通了 ', '2021-04-05 来源:山河日报 ', '乡亲们的日子一天比一天好,人人都说要感谢修路的人,他们还要修桥。']
    >>> line_starts("2021年4月5日 来源于土地的,终将回到土地,乡亲们这样说,记者也这样写,人人都懂。")
    []
    """
    if not held & signs.SPACE:  # all lines are parted by blanks
        return []
    return [*_head(folded), *_tail(folded)]


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
