"""Weigh a text as Chinese.

What comes in: text. What goes out: the binary logarithm of how likely it is, at best.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi.damage.doubled.kinds import LOST, codes
from dongxi.damage.lexicon import COMMON, LONGEST_WORD, MARKS, plain
from dongxi.data import levels, words

if TYPE_CHECKING:
    from collections.abc import Mapping


#: Binary digits of the sum over all characters of the tables.
ALL = 27
#: What a character costs, in binary digits: one that only the other side has to explain is
#: dear, what stands there is given the benefit of every doubt. Uniform over GBK is 14.4.
UNLIKELY, FOREIGN = -30, -20
RARE, OTHER, LETTER, LATIN_LETTER, CONTROL = -15, -8, -6, -7, -12
HANZI = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")


def is_common(one: str) -> bool:
    """Tell whether a character is common in Chinese text, or a mark of it.

    >>> is_common("路"), is_common("，"), is_common("笢"), is_common("é")
    (True, True, False, False)
    """
    return one in MARKS or "\uff01" <= one <= "\uff5e" or levels().get(plain(one), 0) >= COMMON


def likelihood(text: str, rare: int, other: int) -> int:
    """Give the binary logarithm of how likely a text is, at best, as Chinese.

    A character no table has costs `rare`, one of another language `other`.

    >>> likelihood("滚动轴承", RARE, OTHER), likelihood("婊氬姩杞存壙", RARE, OTHER)
    (-37, -86)
    """
    form, known, most = plain(text), words(), levels()
    best = [0]
    for end, one in enumerate(form, 1):
        found = best[-1] + cost_of(one, most, rare, other)
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            if level := known.get(form[start:end]):
                found = max(found, best[start] + level - ALL)
        best.append(found)
    return best[-1]


def cost_of(one: str, most: Mapping[str, int], rare: int, other: int) -> int:
    """Give the same for one character."""
    if one in most:
        return max(most[one] - ALL, rare)
    if HANZI.match(one):
        return rare
    if one == LOST:
        return 0 if other == OTHER else RARE
    if one in MARKS or one < "\x7f" or one == "\u3000" or "\uff01" <= one <= "\uff5e":
        return LETTER
    if one in codes("latin"):
        return (CONTROL if one < "\xa0" else LATIN_LETTER) if other == OTHER else other
    return rare if PRIVATE.match(one) else other
