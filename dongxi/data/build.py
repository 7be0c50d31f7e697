"""Derive the tables of this folder from their sources: `python -m dongxi.data.build`.

What comes in: two packages wanted here and in the tests, not by users: pypinyin (a table of
single characters) and jieba 0.42.1 (a word list), and the Traditional characters of
opencc-python-reimplemented. What goes out: `readings.tsv`, `words.tsv` and `characters.tsv`,
the same bytes every time. A table whose source is not installed is left as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.data import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: One lower-case syllable with one tone mark. Readings without one (的 de) are left out: no
#: annotation is recognised by them. So are the tones of 嗯 and 誒 on n, m and ê.
TONED = re.compile(r"[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}")
HANZI = re.compile(r"[\u4e00-\u9fff]+")
#: Words kept: of 1 to 4 hanzi, met at least so often in the word list's own corpus.
LENGTHS = (1, 2, 3, 4)
LEAST = 100
DERIVED = "Derived, do not edit: python -m dongxi.data.build"
READINGS = f"""\
# The characters each toned syllable is a reading of: all characters of GBK and all that
# have another Simplified form. {DERIVED}
# Source: pypinyin {{}}, pypinyin/pinyin_dict.py (MIT licence), all readings.
"""
WORDS = f"""\
# Simplified words of 1 to 4 characters, by their first: the rest of each, with the number
# of binary digits of its frequency. {DERIVED}
# Source: jieba {{}}, jieba/dict.txt (MIT licence), words met {LEAST} times or more.
"""
CHARACTERS = f"""\
# Simplified characters by the number of binary digits of their frequency: the sum over
# all words they are part of. {DERIVED}
# Source: jieba {{}}, jieba/dict.txt (MIT licence), characters of GB 2312.
"""


def encodes(character: str, encoding: str) -> bool:
    """Tell whether a character has bytes in an encoding."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def toned(source: Mapping[int, str], wanted: Iterable[str]) -> dict[str, str]:
    """Turn a table of readings per character round: characters per toned syllable.

    >>> toned({0x8ABF: "diào,tiáo", 0x7684: "de,dì", 0x41: "ā"}, "調的")
    {'diào': '調', 'dì': '的', 'tiáo': '調'}
    """
    found: dict[str, list[str]] = {}
    for character in sorted(set(wanted)):
        for syllable in source.get(ord(character), "").split(","):
            if TONED.fullmatch(syllable):
                found.setdefault(syllable, []).append(character)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}


def by_first(frequencies: Mapping[str, int]) -> dict[str, str]:
    """Write words by their first character, most frequent first.

    >>> by_first({"海口": 724, "海": 9000, "海关": 1500, "海安": 3})
    {'海': '14 关11 口10'}
    """
    rows: dict[str, list[str]] = {}
    for word in sorted(frequencies, key=lambda word: (word[0], -frequencies[word], word)):
        if len(word) in LENGTHS and frequencies[word] >= LEAST and HANZI.fullmatch(word):
            rows.setdefault(word[0], []).append(f"{word[1:]}{frequencies[word].bit_length()}")
    return {first: " ".join(rest) for first, rest in rows.items()}


def by_level(frequencies: Mapping[str, int]) -> dict[str, str]:
    """Write characters by the number of binary digits of their frequency in words.

    >>> by_level({"海口": 724, "海": 9000, "海關": 8})
    {'14': '海', '10': '口'}
    """
    counts: Counter[str] = Counter()
    for word, frequency in frequencies.items():
        counts.update(dict.fromkeys(word, frequency))
    rows: dict[int, list[str]] = {}
    for character in sorted(counts):
        if HANZI.fullmatch(character) and encodes(character, "gb2312"):
            rows.setdefault(counts[character].bit_length(), []).append(character)
    return {str(level): "".join(rows[level]) for level in sorted(rows, reverse=True)}


def table(header: str, version: str, rows: Mapping[str, str]) -> str:
    """Write a table: remarks, then one row a line."""
    return header.format(version) + "".join(f"{key}\t{rest}\n" for key, rest in rows.items())


def tables() -> Iterator[tuple[str, str]]:
    """Give the name and the text of each table whose source is installed."""
    if util.find_spec("pypinyin"):
        from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 (not needed by users)

        wanted = [chr(point) for point in pinyin_dict if encodes(chr(point), "gbk")]
        rows = toned(pinyin_dict, [*wanted, *simplified()])
        yield "readings.tsv", table(READINGS, metadata.version("pypinyin"), rows)
    jieba = util.find_spec("jieba")  # looked for, not imported: that takes long and warns
    if jieba and jieba.origin:
        text = Path(jieba.origin).with_name("dict.txt").read_text(encoding="utf-8")
        rest = (line.split(" ") for line in text.split("\n") if line)
        frequencies = {row[0]: int(row[1]) for row in rest}
        version = metadata.version("jieba")
        yield "words.tsv", table(WORDS, version, by_first(frequencies))
        yield "characters.tsv", table(CHARACTERS, version, by_level(frequencies))


def main(folder: Path | None = None) -> None:
    """Write the derived files, into this folder unless told otherwise."""
    for name, text in tables():
        path = (folder or Path(__file__).parent) / name
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
