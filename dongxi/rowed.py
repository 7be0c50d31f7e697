"""A dated line in, what stands in a row beside the day out: outlet, persons, counts.

Blogs and papers set the credits of a page in one row without labels: `青河日报 | 2020-01-01 |
王小明 | 阅读 12`. Offsets are characters of the folded line (`dongxi.fold`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dongxi.names import OFFICE_WORD, Span, is_name, is_outlet, nobody
from dongxi.people import TOWN

#: Such a row is short, and so is what is not known in it: a section. Chosen, not fitted.
LONGEST_ROW, LONGEST_UNKNOWN = 90, 4
MOST_PARTS, LONGEST_PERSON = 8, 4
#: What prose, titles, labels and posts of boards hold beside a day.
NO_ROW = re.compile("[,:《》“”。!?;#楼]")
#: What sets parts off from the day.
SETTING = frozenset(" |·•∙")
APART = re.compile("[^|·•∙ ]+(?:[ ][^|·•∙ ]+){0,8}")
TOKEN = re.compile("[^ ]+")
COUNTED = "(?:阅读|浏览|点击|评论|人气|查看|围观|热度|点赞|喜欢|收藏|留言)"
FURNITURE = re.compile(
    rf"""
    [0-9][0-9.,]{{0,8}}[万kKwW]?\+? | {COUNTED}[量数]? [ ]? [(]? [0-9.,万k+]{{0,9}} [)]?
    | [0-9.,]{{1,9}} [万k]?\+? [ ]? [次人条个]? [ ]? {COUNTED}
    | 第?[A-Z]?[0-9]{{1,3}}版 | 第[A-Z][0-9]{{1,3}}
    | (?:星期|周|礼拜)[一二三四五六七日天] | 最后(?:由|回复|更新|编辑|修改).{{0,40}}
    | (?:{TOWN}|综合)[0-9]{{1,2}}日(?:综合)?外?电 | 原创 | 转载 | 发布 | 发表 | 更新
    """,
    re.VERBOSE,
)
#: Who a person beside a day is.
WRITER = re.compile(
    "[\u4e00-\u9fff]{0,6}(?:老师|记者|作者|作家|撰稿人?|特派员|教授|医师|律师|评论员|专栏)"
)
#: Whoever stands beside one of these did not write the page.
NO_WRITER = re.compile("编辑|责编|校对|审核|摄影|[图摄]|上传|录入|管理员?|小编|发布|来自")


class Row(NamedTuple):
    """What stands beside a day."""

    source: Span | None
    people: tuple[Span, ...]


class _Part(NamedTuple):
    start: int
    end: int
    kind: str


def row(folded: str, start: int, end: int) -> Row | None:
    """Read what stands before and behind the day of a line; None where it is no row of credits.

    >>> line = "首页 | 2020-01-01 | 青河日报 | 王小明 | 阅读 12"
    >>> found = row(line, 5, 15)
    >>> line[slice(*found.source)], [line[a:b] for a, b in found.people]
    ('青河日报', ['王小明'])
    >>> row("山里的路修通了 2020-01-01 青河日报", 8, 18), row("王小明 2020-01-01 编辑", 4, 14).people
    (None, ())
    """
    around = folded[:start] + folded[end:]
    if len(folded) > LONGEST_ROW or NO_ROW.search(around) or not _set_off(folded, start, end):
        return None
    parts = [*_parts(folded, 0, start), *_parts(folded, end, len(folded))]
    unknown = [part for part in parts if not part.kind]
    if not parts or len(parts) > MOST_PARTS or len(unknown) > 1 or len(unknown) == len(parts):
        return None
    if any(part.end - part.start > LONGEST_UNKNOWN for part in unknown):
        return None
    outlets = [part[:2] for part in parts if part.kind == "outlet"]
    people = tuple(part[:2] for part in parts if part.kind == "person")
    others = NO_WRITER.search(around)
    return Row(outlets[0] if outlets else None, () if others else people)


def _set_off(folded: str, start: int, end: int) -> bool:
    """Tell whether spaces or bars stand beside the day; an outlet may be glued before it.

    A person alone may be glued behind it.
    """
    before = not start or folded[start - 1] in SETTING or is_outlet(folded[:start])
    rest = folded[end:]
    glued = not start and len(rest) <= LONGEST_PERSON and is_name(rest)
    return before and (not rest or rest[0] in SETTING or glued)


def _parts(folded: str, start: int, end: int) -> list[_Part]:
    """Give the parts of a range with what each is, empty for what is not known."""
    found: list[_Part] = []
    for apart in APART.finditer(folded, start, end):
        if FURNITURE.fullmatch(apart.group()):
            found.append(_Part(*apart.span(), "furniture"))
            continue
        found += [
            _Part(*token.span(), _kind(token.group()))
            for token in TOKEN.finditer(folded, *apart.span())
        ]
    return found


def _kind(token: str) -> str:
    """Tell what a word beside a day is; empty for what is not known."""
    if is_outlet(token):
        return "outlet"
    if len(token) <= LONGEST_PERSON and is_name(token):
        return "person"
    known = (
        FURNITURE.fullmatch(token) or WRITER.fullmatch(token) or OFFICE_WORD.fullmatch(token)
    )
    return "furniture" if known or nobody(token) else ""
