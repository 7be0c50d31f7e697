"""Text in, its script and language out, with the counts they rest on.

A character counts as Simplified or Traditional only where it cannot stand in the other
script. Which are which comes from the dictionaries of opencc-python-reimplemented, less the
characters that both scripts use.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from dongxi.hans import entries

if TYPE_CHECKING:
    from numpy.typing import NDArray

Script = Literal["Hans", "Hant", "Hani", "mixed"]
Language = Literal["zh-Hans", "zh-Hant", "zh", "und"]

#: Per cent of the deciding characters that must agree. Wrong on 0.00 % of the lines of CMRC,
#: NTREX and PUD; between the two thresholds a text is mixed.
AGREE = 95
#: Characters the dictionaries call Simplified but Traditional text has too: usual forms in
#: Taiwan or Hong Kong (the dictionaries prefer 羣 峯 祕 牀), and 并 么, which converters leave.
SHARED_SIMPLIFIED = frozenset("群峰秘床吓并晒庄恒踪么灶痴粽肴雇霉虱凄昵栖炖瓮")
#: Characters the dictionaries call Traditional but Simplified text has too: restored by the
#: Table of General Standard Chinese Characters (2013), or in names (哪吒, 甯, 曹霑, 麴).
SHARED_TRADITIONAL = frozenset("乾夥徵麽剋薹昇陞甯頫榘脩氾吒捱摺醣麴綝霑舖貍")
#: A text is Chinese only where Latin letters are at most so many times its Han characters. A
#: word takes about 1.6 Han characters or 4.7 Latin letters: at 4 Chinese is 2 words in 5.
MAX_LATIN_PER_HAN = 4
#: And where other letters are at most half its Han characters: kana alone outnumber the Han
#: characters of running Japanese, and Chinese about Japan quotes a few words.
MIN_HAN_PER_OTHER = 2

HAN = (
    range(0x3007, 0x3008), range(0x3400, 0x4DC0), range(0x4E00, 0xA000),
    range(0xF900, 0xFB00), range(0x20000, 0x323B0),
)  # fmt: skip
LATIN = (
    range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0xD7), range(0xD8, 0xF7),
    range(0xF8, 0x250), range(0x1E00, 0x1F00), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B),
)  # fmt: skip
DIGITS = (range(0x30, 0x3A), range(0xFF10, 0xFF1A))
#: Letters of other scripts: Greek to Mongolian, kana, Hangul.
OTHER = (
    range(0x370, 0x1D00), range(0x1F00, 0x2000), range(0x3041, 0x3097), range(0x30A1, 0x30FB),
    range(0x30FC, 0x3100), range(0x3131, 0x318F), range(0x31F0, 0x3200),
    range(0xA000, 0xA4D0), range(0xAC00, 0xD7A4), range(0xFF66, 0xFFA0),
)  # fmt: skip


#: The letters of `_kinds`: none, digit, Han, Latin, other, simplified, traditional.
KINDS = ".dhlost"
OTHERS = KINDS.index("o")
#: Longer texts are counted faster as arrays.
LONG = 80


class Counts(NamedTuple):
    """How many characters of each kind a text has."""

    simplified: int
    """Han characters that occur only in Simplified text."""
    traditional: int
    """Han characters that occur only in Traditional text."""
    han: int
    """All Han characters, 〇 too; no punctuation, no kana."""
    latin: int
    """Latin letters, fullwidth and accented ones too."""
    digits: int
    """0 to 9, fullwidth too."""


def count(text: str) -> Counts:
    """Count the characters of a text by script.

    >>> count("国家發展，群众 2021 GDP")
    Counts(simplified=2, traditional=1, han=6, latin=3, digits=4)
    >>> count("山水。")
    Counts(simplified=0, traditional=0, han=2, latin=0, digits=0)
    """
    _, digits, han, latin, _, simplified, traditional = _tally(text)
    return Counts(simplified, traditional, simplified + traditional + han, latin, digits)


def _tally(text: str) -> list[int]:
    """Count the characters of a text by kind, in the order of `KINDS`.

    >>> _tally("国語、かな ABC 12")
    [3, 2, 0, 3, 2, 1, 1]
    """
    if len(text) < LONG:
        kinds = text.translate(_kinds())
        return [kinds.count(kind) for kind in KINDS]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    counts: list[int] = np.bincount(np.take(_numbers(), codes), minlength=len(KINDS)).tolist()
    return counts


def label(counts: Counts) -> Script:
    """Name the script: Hans or Hant if 95 % of the deciding characters agree, else mixed.

    `Hani` means that nothing decides. A short line gets no threshold of its own: under 16
    characters up to half of all lines hold no deciding character, and those are `Hani`; a
    single deciding character is an answer.

    >>> label(count("国家")), label(count("國家")), label(count("中山公园在臺北"))
    ('Hans', 'Hant', 'mixed')
    >>> label(count("群山")), label(count("于右任"))
    ('Hani', 'Hani')
    """
    decided = counts.simplified + counts.traditional
    if decided == 0:
        return "Hani"
    if counts.traditional * 100 >= AGREE * decided:
        return "Hant"
    return "Hans" if counts.simplified * 100 >= AGREE * decided else "mixed"


def language(script: Script, counts: Counts, text: str = "") -> Language:
    """Name the language (BCP 47): zh-Hans, zh-Hant, zh where undecided, und if not Chinese.

    The counts show Latin text; kana and other letters are looked for in the text itself, so
    without it Japanese passes for Chinese.

    >>> text = "山水 mountains"
    >>> language("Hani", count(text), text)
    'und'
    >>> text = "漢字とかなを使います"
    >>> language("Hant", count(text), text)
    'und'
    >>> text = "国家统计局公布 GDP"
    >>> language("Hans", count(text), text)
    'zh-Hans'
    """
    if counts.han == 0 or counts.latin > MAX_LATIN_PER_HAN * counts.han:
        return "und"
    if _tally(text)[OTHERS] * MIN_HAN_PER_OTHER > counts.han:
        return "und"
    if script == "Hans":
        return "zh-Hans"
    return "zh-Hant" if script == "Hant" else "zh"


def deciding() -> tuple[frozenset[str], frozenset[str]]:
    """Give the characters that occur only in Simplified, and those only in Traditional.

    A character that its own dictionary also lists as a form of itself stays in use (后 里 干,
    乾 徵), but 於 is Traditional: Simplified has it in a surname alone.

    >>> simplified, traditional = deciding()
    >>> "国" in simplified, "國" in traditional, "于" in simplified, "於" in traditional
    (True, True, False, True)
    """
    simplified = {old for old, forms in entries("STCharacters.txt") if old not in forms}
    traditional = {old for old, forms in entries("TSCharacters.txt") if old not in forms}
    both = simplified & traditional  # 苧 緼 …: the dictionaries contradict each other
    shared = both | SHARED_SIMPLIFIED | SHARED_TRADITIONAL
    return frozenset(simplified - shared), frozenset((traditional | {"於"}) - shared)


@cache
def _kinds() -> str:
    """Give one letter for every code point; `str.translate` reads a string fastest."""
    kinds = bytearray(b"." * 0x110000)
    for letter, ranges in ((b"h", HAN), (b"l", LATIN), (b"d", DIGITS), (b"o", OTHER)):
        for codes in ranges:
            kinds[codes.start : codes.stop] = letter * len(codes)
    for letter, characters in zip((b"s", b"t"), deciding(), strict=True):
        for character in characters:
            kinds[ord(character)] = letter[0]
    return kinds.decode("ascii")


@cache
def _numbers() -> NDArray[np.uint8]:
    """Give for every code point the place of its letter in `KINDS`, which is in order."""
    letters = np.frombuffer(_kinds().encode("ascii"), np.uint8)
    return np.searchsorted(np.frombuffer(KINDS.encode("ascii"), np.uint8), letters).astype(
        np.uint8
    )
