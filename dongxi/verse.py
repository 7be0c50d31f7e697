"""Paragraphs named by their words in, those that are lines of a poem or a song named so out.

Verse has no marks, or only commas, and its lines are as short as entries of a menu and
headlines of other pages. But it speaks: in most of its lines stands one of the small words
that menus and headlines do without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import signs
from dongxi.named import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

VERSE = "roles/verse"
#: A line of verse has no more characters.
LONGEST_LINE = 26
#: So many lines in a row are verse, of so many Han characters on average and with small words
#: in this share, per cent, of them. Of some 200 runs of short lines on 144 flattened pages none
#: but poems has all three (2026-11).
FEWEST_LINES = 8
LONGEST_MEAN = 12
FEWEST_SPEAKING = 55
#: Questions of others, as they are announced, in more lines than this share.
MOST_ASKING = 35
#: A line that says nothing but which stanza follows, or that counts, parts no verse.
LONGEST_STANZA = 12
#: What no verse holds.
OTHER = signs.DIGIT | signs.MARK | signs.BAR | signs.ARROW | signs.STOP
STANZA = re.compile(
    r"[(\[]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)\]、.]?|[*#~·•—-]{1,12}"
)
#: Small words: who speaks, and how words hang together.
SPEAKS = re.compile("[我你您他她它的了着过是不也都就还这那没在把被向像让将与已又吗呢吧啊谁]")
ASKS = re.compile("[吗呢?]|(.)不\\1|怎么|怎样|什么|如何|多少|为何|哪")
#: A mark that verse holds: what somebody says stands behind it, or 于 is none.
SPOKEN = re.compile("[^:/|]*(?:[说道问喊]:[^:/|]*)?")
#: When and where a poem was written, below its last line.
DATED = re.compile(
    "[(]?(?:(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})[0-9一二三四五六七八九十年月日./ -]{0,12}[, ]{0,2}(?:[初草定]?[写稿作改]?[于在]?[\u4e00-\u9fff]{1,8})?[)]?"
)
#: Words of menus, forms and buttons that hold small ones.
MENU = re.compile(
    "关于我们|联系我们|加入我们|登录|注册|密码|版权|下载|客户端|您的|我的[^\u4e00-\u9fff]?$|网站|首页"
)


def verses(named: Sequence[Named]) -> list[Named]:
    """Give the lines of verse the rule that says so; they stay open."""
    done = list(named)
    for start, end in _runs(named):
        if _is_verse([named[i].paragraph for i in range(start, end)]):
            dated = end < len(named) and named[end].open and not named[end].rule
            last = end + (dated and DATED.fullmatch(named[end].paragraph.folded) is not None)
            for i in range(start, last):
                done[i] = named[i]._replace(rule=VERSE)
    return done


def _runs(named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Give the runs of lines that may be verse."""
    start = 0
    for number, one in enumerate(named):
        if not _able(one):
            if number - start >= FEWEST_LINES:
                yield start, number
            start = number + 1
    if len(named) - start >= FEWEST_LINES:
        yield start, len(named)


def _able(one: Named) -> bool:
    p, role, rule, inside = one
    size = len(p.text)
    if size > LONGEST_LINE or role or rule or not inside or p.linked:
        return False
    spoken = p.signs & OTHER == signs.MARK and SPOKEN.fullmatch(p.folded)
    other = p.signs & OTHER and not spoken
    if other or len(p.han) * 4 < size * 3:  # the rest are commas and blanks
        return size <= LONGEST_STANZA and STANZA.fullmatch(p.folded) is not None
    return not (numbered(p.folded) or MENU.search(p.folded))


def _is_verse(lines: Sequence[Paragraph]) -> bool:
    """Tell verse from a menu and from a list of headlines.

    >>> from dongxi.paragraphs import paragraph
    >>> said = ["我把灯放在窗前", "等你从山里回来", "路已经修好了", "风也停了", "月亮还是那个月亮", "像小时候一样"]
    >>> said += ["坐在门前的石头上", "我们什么也没有说"]
    >>> _is_verse([paragraph(0, 0, line) for line in said])
    True
    >>> menu = ["新闻中心", "通知公告", "党建工作", "人才培养", "科学研究", "招生就业", "校友之家", "我的大学"]
    >>> _is_verse([paragraph(0, 0, line) for line in menu])
    False
    """
    told = [p for p in lines if not STANZA.fullmatch(p.folded)]
    size = len(told)
    if size < FEWEST_LINES or sum([len(p.han) for p in told]) > LONGEST_MEAN * size:
        return False
    speaking = sum([SPEAKS.search(p.folded) is not None for p in told])
    if speaking * 100 < FEWEST_SPEAKING * size:
        return False
    asking = sum([ASKS.search(p.folded) is not None for p in told])
    return asking * 100 <= MOST_ASKING * size
