"""Weigh readings: how common characters are, and whether they stand in words.

What comes in: Traditional text, converted character by character, so that a lookup in the
Simplified tables is a lookup of each character's Simplified form. What goes out: shares of
a text and rankings of characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dongxi.data import levels, only_simplified, simplified, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Binary digits of a frequency from which on a character is common (5,024 are) and very
#: frequent (1,020 are).
COMMON = 8
FREQUENT = 15
#: Binary digits of the sum over all characters.
ALL = 27
#: How rarely a full stop follows a character, and how much rarer than by chance two
#: characters that form no word meet, both in binary digits.
STOP = 6
STRANGERS = 3
LONGEST_WORD = 4
MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕—…· ")
CLOSING = frozenset("”’」』》〉）】〕")
OPENING = frozenset("“‘「『《〈（【〔([{<\"'")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


class Standing(NamedTuple):
    """How the characters of a text stand in the lexicon."""

    characters: int
    covered: int
    """Those inside a word."""
    common: int
    """Those that are common, or inside a word."""
    frequent: int
    """Those that are very frequent, or inside a word."""


def plain(text: str) -> str:
    """Write each character in its Simplified form.

    >>> plain("動軸后")
    '动轴后'
    """
    form = forms().get
    return "".join([form(character, character) for character in text])


@cache
def forms() -> dict[str, str]:
    """Give the Simplified forms as a dictionary of its own, which is read faster."""
    return dict(simplified())


def standing(before: str, text: str, after: str) -> Standing:
    """Look up a text between its neighbours; marks of the language count as words.

    >>> standing("", "滑動軸承", "")
    Standing(characters=4, covered=4, common=4, frequent=4)
    >>> standing("", "瑒虞承", "")
    Standing(characters=3, covered=0, common=2, frequent=1)
    """
    inside = _inside(plain(before + text + after))[len(before) : len(before) + len(text)]
    known, wrong = levels(), only_simplified()
    ranks = [
        0 if one in wrong else known.get(form, 0)
        for one, form in zip(text, plain(text), strict=True)
    ]
    covered = [
        (word and one not in wrong) or one in MARKS
        for word, one in zip(inside, text, strict=True)
    ]
    return Standing(
        len(text),
        sum(covered),
        sum(word or rank >= COMMON for word, rank in zip(covered, ranks, strict=True)),
        sum(word or rank >= FREQUENT for word, rank in zip(covered, ranks, strict=True)),
    )


def _inside(text: str) -> list[bool]:
    """Mark the characters that are inside a word."""
    marks = [False] * len(text)
    for start in range(len(text)):
        for length in range(LONGEST_WORD, 1, -1):
            if text[start : start + length] in words() and start + length <= len(text):
                marks[start : start + length] = [True] * length
                break
    return marks


@cache
def candidates(byte: int, *, trail: bool) -> tuple[str, ...]:
    """Give the common characters with a GBK byte in second or in first place.

    What only Simplified text uses is left out: the page was converted.

    >>> "海" in candidates(0xA3, trail=True), "擊" in candidates(0x93, trail=False)
    (True, True)
    >>> "优" in candidates(0xD3, trail=False)
    False
    """
    others = range(0x81, 0xFF) if trail else (*range(0x40, 0x7F), *range(0x80, 0xFF))
    pairs = (bytes((other, byte) if trail else (byte, other)) for other in others)
    found = (pair.decode("gbk", "ignore") for pair in pairs)
    return tuple(one for one in found if len(one) == 1 and possible(one))


def possible(character: str) -> bool:
    """Tell whether a character is common in Traditional text, or a mark.

    >>> possible("海"), possible("优"), possible("。")
    (True, False, True)
    """
    common = levels().get(plain(character), 0) >= COMMON
    return character in MARKS or (common and character not in only_simplified())


def rank(fits: Iterable[str], befores: Sequence[str], after: str) -> list[tuple[int, str]]:
    """Order characters by how well they stand between their neighbours, in binary digits.

    Several texts before are several places with the same text after; the weights add up.

    >>> [one for _, one in rank("海常保", ["“"], "口網")]
    ['海', '保', '常']
    """
    lefts, right = [plain(before) for before in befores], plain(after)
    weighed = [(sum(_weight(plain(one), left, right) for left in lefts), one) for one in fits]
    return sorted(weighed, key=lambda item: (-item[0], item[1]))


def _weight(one: str, left: str, right: str) -> int:
    """Add up how often a character comes, after what stands left and before what is right."""
    if one in MARKS:
        return _mark_weight(one, left, right)
    own = levels().get(one, 0)
    return own + _meets(left, one, own, side=-1) + _meets(right, one, own, side=1)


def _mark_weight(one: str, left: str, right: str) -> int:
    """Weigh a mark: it comes between words, not behind an opening mark or before a comma."""
    if left[-1:] in OPENING or (right[:1] in MARKS and right[0] not in CLOSING):
        return 0
    starts = not right or right[0] in CLOSING or begins_word(right)
    ends = not left or ends_word(left)
    rarity = STOP if one in "，。" else STOP + STRANGERS
    return ALL - rarity - STRANGERS * (not starts) - STRANGERS * (not ends)


def _meets(neighbours: str, one: str, own: int, *, side: int) -> int:
    """Weigh one side of a character: the best word it forms there, else mere chance."""
    near = neighbours[:1] if side > 0 else neighbours[-1:]
    if not _HANZI.match(near):
        return 0
    best, chance = -STRANGERS, own
    for length in range(1, min(len(neighbours), LONGEST_WORD - 1) + 1):
        part = neighbours[:length] if side > 0 else neighbours[-length:]
        chance += levels().get(part[-1 if side > 0 else 0], 0) - ALL
        best = max(best, words().get(one + part if side > 0 else part + one, -ALL) - chance)
    return best


def ends_word(text: str) -> bool:
    """Tell whether a text ends in a word of two characters or more.

    >>> ends_word("回擊"), ends_word("回為")
    (True, False)
    """
    form = plain(text[-LONGEST_WORD:])
    return any(form[start:] in words() for start in range(len(form) - 1))


def begins_word(text: str) -> bool:
    """Tell whether a text begins with a word of two characters or more.

    >>> begins_word("口號是"), begins_word("口網是")
    (True, False)
    """
    form = plain(text[:LONGEST_WORD])
    return any(form[:end] in words() for end in range(2, len(form) + 1))
