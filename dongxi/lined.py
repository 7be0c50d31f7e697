"""A page that is one line in, the same page out with the lines it was made of.

Where a program put a blank for every line end, most blanks of the page part lines: entries of
menus, headline, credits, paragraphs. Others stand inside a sentence, a name or a time, and stay.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from dongxi.labels import LABEL
from dongxi.names import is_name, is_outlet
from dongxi.says import says
from dongxi.sentences import CLOSED, ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.model import Block
    from dongxi.paragraphs import Paragraph

RULE = "blocks/line-blank"
#: A page that is one line has at least so many characters and blanks in it, and this share, per
#: cent, of all its characters.
SHORTEST, FEWEST_BLANKS, SHARE = 300, 10, 60
#: What begins a page and stands there again has so many characters.
SHORTEST_HEAD, LONGEST_HEAD = 7, 100
HAN = re.compile("[\u4e00-\u9fff]{4}|[\u4e00-\u9fff].{0,4}[\u4e00-\u9fff]")
#: So often at most; so much of a line is looked at before a blank.
MOST_AGAIN, LOOK = 8, 200
#: What stands around a story; so many such entries are menus.
AROUND = frozenset(
    {"navigation", "engagement", "paging", "legal", "related", "breadcrumb", "contact"}
)
FEWEST_AROUND = 3
#: One run of blanks.
BLANK = re.compile("[ \u3000\u00a0\t]+")
#: What goes on behind the blank: Latin text, a clock behind a day, one character in a row of such.
LATIN = re.compile("[0-9A-Za-z.,:/%+-]")
#: Whoever is named behind it, and what stands behind a name.
NAMES = re.compile("(?:记者|通讯员|作者|编辑|责编|摄影|实习生|评论员|[:|/·、,(\\[“《])$")
NAMED = re.compile("(?:摄影?|文|图|报道|撰文)[)\\]]?$|[|/·、,)\\]”》]")
PERSONS = re.compile("(?:记者|通讯员|作者|编辑|责编|摄影|实习生).{0,24}$")
PERSON = re.compile("[\u4e00-\u9fff·]{2,4}$")
LONGEST_NAME = 4
#: A letter; in front of a Latin word a clause has so many characters, entries of menus fewer.
WORD = re.compile("[A-Za-z]")
SHORTEST_CLAUSE = 5
#: A day or a label: a line of its own, or the start of one.
DASHED = re.compile("[(\\[]?(?:19|20)[0-9]{2}[-/.]")
WRITTEN = re.compile("[(\\[]?(?:19|20)[0-9]{2}年")
INTO_DAY = re.compile("[自于从至在到截由以及和]$")
SINCE_DAY = re.compile("[自于从至在到截由以及和] ?(?:19|20)[0-9]{2}年[0-9年月日]{0,9}$")
#: A clause, as sentences have them.
CLAUSE = re.compile("[,。;]")
#: What numbers an article of a law, an item of a list.
NUMBER = re.compile("第[〇零一二三四五六七八九十百千0-9]{1,6}[条章节款编部回]$")
ITEM = re.compile("[(]?(?:[〇一二三四五六七八九十]{1,3}|[0-9]{1,3})[)、.]{1,2}|[•·▪■●○◆※*-]")


def headed(folded: str) -> tuple[int, list[int]]:
    """Find what a page begins with, as its `<title>`, and says again: its length, where it stands again.

    >>> headed("山里的路修通了-山河网首页新闻山里的路修通了2021-04-05乡亲们")
    (7, [15])
    >>> headed("山河网首页新闻山河网"), headed("山里的路修通了,乡亲们都说好")
    ((0, []), (0, []))
    """
    low, high = 0, min(LONGEST_HEAD, len(folded) // 2)
    while low < high:
        size = (low + high + 1) // 2
        low, high = (size, high) if folded.find(folded[:size], size) > 0 else (low, size - 1)
    head = folded[:low].rstrip(" -_|—–")
    if len(head) < SHORTEST_HEAD or is_outlet(head) or not HAN.search(head):
        return 0, []
    again = re.compile(re.escape(head)).finditer(folded, len(head))
    return len(head), [found.start() for found in islice(again, MOST_AGAIN)]


def lined(blocks: Sequence[Block], found: Sequence[Paragraph]) -> Sequence[Block]:
    """Let the blanks between the lines of a page that is one line part them; the same blocks if it is none."""
    total = sum(len(p.text) for p in found)
    done: list[Block] = []
    at = 0
    for p in found:
        size = len(p.text)
        whole = size >= SHORTEST and size * 100 >= SHARE * total and p.first == p.last
        if not whole or 4 * len(p.han) < size:  # Latin text has blanks of its own
            continue
        block = blocks[p.first]
        text = str(block.text)
        gaps = [gap.span() for gap in BLANK.finditer(text.rstrip())]
        if len(gaps) < FEWEST_BLANKS or not _with_menus(p.folded):
            continue
        parts = list(_parting(p.folded.ljust(len(text)), gaps))
        if not parts:
            continue
        points = [point for gap in parts for point in gap]
        done += blocks[at : p.first]
        for number, piece in enumerate(block.text.cut(points)):
            if number % 2:
                done.append(
                    block._replace(text=piece, kind="break", role="whitespace", rule=RULE)
                )
            else:
                done.append(block._replace(text=piece))
        at = p.first + 1
    return [*done, *blocks[at:]] if at else blocks


def _with_menus(folded: str) -> bool:
    """Tell a page with what stands around its story from a text whose writer likes blanks.

    >>> _with_menus("首页 新闻 登录 注册 山里的路修通了 关于我们"), _with_menus("我把灯 放在窗前 等你 从山里 回来")
    (True, False)
    """
    found = {piece for piece in BLANK.split(folded) if says(piece)[0] in AROUND}
    return len(found) >= FEWEST_AROUND


def _parting(folded: str, gaps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the blanks that part lines."""
    size, places = headed(folded)
    heads = [(at, at + size) for at in (0, *places)] if size else []
    start = 0
    for number, (a, b) in enumerate(gaps):
        stop = gaps[number + 1][0] if number + 1 < len(gaps) else len(folded.rstrip())
        if a == start or b >= stop or any(first < a and b < last for first, last in heads):
            continue
        beside = any(a == last or b == first for first, last in heads)
        if beside or _parts(folded[max(start, a - LOOK) : a], folded[b:stop]):
            yield a, b
            start = b


def _parts(left: str, right: str) -> bool:
    """Tell whether a line ends between what stands since the last end and the next word.

    >>> _parts("首页", "新闻"), _parts("日子都好了。", "乡亲们说"), _parts("2021-05-01", "09:10")
    (True, True, False)
    >>> _parts("本报记者", "王小明"), _parts("路修通了,乡亲们都", "说好"), _parts("第一条", "为了修路,")
    (False, False, False)
    """
    latin = LATIN.match(left[-1:]) and LATIN.match(right[:1])
    closed = not latin and ending(left) & CLOSED
    if latin or closed or _one(left, right):
        return bool(closed)
    if DASHED.match(right) or LABEL.match(right):
        return True
    if WRITTEN.match(right):
        return not (CLAUSE.search(left) or INTO_DAY.search(left))
    if CLAUSE.search(left):
        return bool(says(right)[0])
    return not (_among_latin(left, right) or SINCE_DAY.search(left))


def _among_latin(left: str, right: str) -> bool:
    """Tell a blank between a Latin word and the Chinese it stands in, as many write.

    >>> _among_latin("本文介绍如何使用", "Python"), _among_latin("使用 Python", "读取文件")
    (True, True)
    >>> _among_latin("下载", "APP"), _among_latin("APP", "下载")
    (False, False)
    """
    if WORD.match(right[:1]):
        return len(left) >= SHORTEST_CLAUSE
    return bool(WORD.match(left[-1:]) and HAN.search(left))


def _one(left: str, right: str) -> bool:
    """Tell a blank between a name and its label, a number and its line, single characters."""
    named = NAMES.search(left) or NAMED.match(right)
    counted = NUMBER.search(left) or ITEM.fullmatch(left)
    persons = PERSONS.search(left) and PERSON.match(right)
    last = left.rsplit(" ", 1)[-1]
    single = len(right) == len(last) == 1
    name = right.rstrip("。,;、")
    both = len(name) <= LONGEST_NAME >= len(last) and is_name(name) and is_name(last)
    return bool(named or counted or persons or single or both)
