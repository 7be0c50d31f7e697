"""A paragraph with its role: what the passes that name lines hand to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi import days
from dongxi.chars import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.paragraphs import Paragraph

#: Words in a row, apart, as in a menu on one line.
MENU_LINE = re.compile(r"(?:^| )[^ ]{1,8}(?: +[^ ]{1,8}){3,}(?: |$)")
HAN_IN = re.compile("[\u4e00-\u9fff]")


def is_menu(folded: str) -> bool:
    """Tell a menu on one line from a line that holds a name of Latin words.

    >>> is_menu("首页 新闻 论坛 BBS 关于"), is_menu("用 Open Web Data Kit 清洗一百万个网页")
    (True, False)
    """
    found = MENU_LINE.search(folded)
    if found is None:
        return False
    entries = found.group().split()
    return 2 * sum(HAN_IN.search(entry) is not None for entry in entries) >= len(entries)


#: A heading is short and does not end as a sentence or a clause does.
LONGEST_HEADING = 40
#: A line that opens with a number of its own.
NUMBERED = re.compile(
    r"(?:[(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)、]|\.(?![0-9]))|[①-⑳]|第[一二三四五六七八九十百]{1,4}[条章款]|[-*•·] )\ ?[^ ]",
    re.VERBOSE,
)
MARKDOWN_ITEM = re.compile(r"[-*+] \S")
#: What closes a letter or a notice, and what is enclosed with it.
CLOSING = re.compile(
    r"^(?:此致|敬礼|特此(?:通知|公告|说明|报告|函[复告达]|批复|证明|声明)|顺[颂祝致][^。]{1,8}|谨[启致上]|"
    r"附件?[0-9]{0,2}:.{0,80})[!。.]?$"
)
#: An amount at the end of a line, as in the ingredients of a dish.
MEASURED = re.compile(
    r"^[^。:]{1,16}[: ]{0,2}(?:[0-9./~-]{1,7} ?(?:克|公斤|千克|斤|两|毫升|升|[大小茶汤]?[勺匙]|[个只片根块颗粒瓣枚条把杯碗滴]|kg|g|ml)"
    r"|适量|少许|若干)$"
)
#: What such a line ends with.
MEASURED_ENDS = frozenset("克斤两升勺匙个只片根块颗粒瓣枚条把杯碗滴gl量许干")
HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


#: Elements that signs of Markdown stand for.
MARKED_TAGS = HEADING_TAGS | {"li", "blockquote", "pre"}


class Named(NamedTuple):
    """A paragraph with its role and the rule that gave it."""

    paragraph: Paragraph
    role: str
    rule: str
    inside: bool = True
    """Whether it stands in the container of the story."""

    def called(self, role: str, rule: str) -> Named:
        """Give it a role."""
        return Named(self.paragraph, role, f"roles/{rule}", self.inside)

    @property
    def marked(self) -> bool:
        """Whether a sign of Markdown says what it is: such lines belong to what is written."""
        return self.paragraph.tag in MARKED_TAGS and not self.paragraph.node

    @property
    def open(self) -> bool:
        """Whether nothing is known of it yet."""
        return not self.role


#: Numbers in a row that make an enumeration, and lines between two of them at most: between
#: chapters there may be tables.
FEWEST_ITEMS = 3
ITEM = re.compile(r"[(]?([0-9]{1,3})[)、.](?![0-9]) ?[^ ]")
CHAPTER = re.compile(r"([一二三四五六七八九十]{1,3})、[^ ]")
BETWEEN = ((ITEM, 30), (CHAPTER, 80))
#: What such a number begins with.
ITEM_STARTS, CHAPTER_STARTS = frozenset("(0123456789"), frozenset("一二三四五六七八九十")
COUNTED_STARTS = ITEM_STARTS | CHAPTER_STARTS
#: What a line of `NUMBERED` begins with.
NUMBERED_STARTS = COUNTED_STARTS | expand("①-⑳") | frozenset("第-*•·")


def numbered(folded: str) -> bool:
    """Tell a line that opens with a number of its own.

    >>> numbered("1. 山里的路"), numbered("(三)山里的路"), numbered("1.5亿人"), numbered("第三章")
    (True, True, False, False)
    """
    return folded[:1] in NUMBERED_STARTS and NUMBERED.match(folded) is not None


def enumerated(named: Sequence[Named]) -> list[bool]:
    """Mark the lines from the first to the last number of every enumeration.

    Numbers that rise by one, each at the start of an open line, not too far apart.
    """
    done = [False] * len(named)
    able = [
        (number, p.folded)
        for number, (p, role, _, inside) in enumerate(named)
        if inside and not role and p.folded[:1] in COUNTED_STARTS
    ]
    if len(able) < FEWEST_ITEMS:
        return done
    for pattern, between in BETWEEN:
        for run in _rising(able, pattern, between):
            if len(run) >= FEWEST_ITEMS:
                done[run[0] : run[-1] + 1] = [True] * (run[-1] + 1 - run[0])
    return done


def _rising(
    lines: Sequence[tuple[int, str]], pattern: re.Pattern[str], between: int
) -> list[list[int]]:
    """Gather the lines whose numbers rise by one."""
    runs: list[list[int]] = []
    expected, last = 0, 0
    for number, folded in lines:
        found = pattern.match(folded)
        if not found:
            continue
        value = days.number(found[1])
        if runs and value == expected and number - last <= between:
            runs[-1].append(number)
        else:
            runs.append([number])
        expected, last = value + 1, number
    return runs
