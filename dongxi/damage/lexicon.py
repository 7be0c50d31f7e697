"""Weigh readings: how common characters are, and whether they stand in words.

What comes in: Traditional text, converted character by character, so that a lookup in the
Simplified tables is a lookup of each character's Simplified form. What goes out: shares of
a text, and the characters a byte allows.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dongxi.data import levels, only_simplified, simplified, words

#: Binary digits of a frequency from which on a character is common (5,024 are) and very
#: frequent (1,020 are).
COMMON = 8
FREQUENT = 15
LONGEST_WORD = 4
MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕—…· ")
CLOSING = frozenset("”’」』》〉）】〕")
OPENING = frozenset("“‘「『《〈（【〔([{<\"'")


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
    return "".join(map(forms().get, text, text))


@cache
def forms() -> dict[str, str]:
    """Give the Simplified forms as a dictionary of its own, which is read faster.

    Such pages write 著 for 着 in every word, and 着 is by far the commoner.
    """
    return {**simplified(), "著": "着"}


@cache
def known() -> dict[str, int]:
    """Give the frequency of common words, those written with 著 as `forms` writes them.

    >>> "着名" in known(), "海口" in known()
    (True, True)
    """
    return {word.replace("著", "着"): weight for word, weight in words().items()} | {
        word: weight for word, weight in words().items() if "着" in word
    }


def standing(before: str, text: str, after: str) -> Standing:
    """Look up a text between its neighbours; marks of the language count as words.

    >>> standing("", "滑動軸承", "")
    Standing(characters=4, covered=4, common=4, frequent=4)
    >>> standing("", "瑒虞承", "")
    Standing(characters=3, covered=0, common=2, frequent=1)
    """
    inside = _inside(plain(before + text + after))[len(before) : len(before) + len(text)]
    rank, wrong = levels(), only_simplified()
    ranks = [
        0 if one in wrong else rank.get(form, 0)
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
            if text[start : start + length] in known() and start + length <= len(text):
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
