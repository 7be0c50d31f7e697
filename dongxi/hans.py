"""Text in Traditional characters in, the same text in Simplified characters out.

`convert` gives exactly what `opencc.OpenCC("t2s")` of opencc-python-reimplemented 0.1.7 gives,
from that package's own dictionaries: one `str.translate` for the characters, one regex over
the first two characters of the phrases to find where a phrase may stand. `to_hans` adds the
one rule that package lacks. Both keep the length: every entry the package uses does (a test
holds it to that), so a range of the text is the same range of its Simplified form.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Words in which Simplified keeps 著 (t2s leaves every 著; measured on UD Chinese GSD: 172 of
#: the 177 characters it gets wrong are this one; 99.994 % are right with the list).
ZHE_WORDS = (
    "著名", "著作", "著者", "著称", "著述", "著书",
    "显著", "卓著", "昭著", "名著", "原著", "专著", "编著", "合著", "论著", "巨著", "土著",
)  # fmt: skip
#: Code points looked up so often that a table names them even where they stay: a missing key
#: costs an exception (25 MB/s become 40).
FREQUENT = (
    range(0x100), range(0x2010, 0x2040), range(0x3000, 0x3100), range(0x4E00, 0xA000),
    range(0xFF00, 0xFFF0),
)  # fmt: skip


class _Phrases(NamedTuple):
    """The phrases and how to find them."""

    simplified: dict[str, str]
    sizes: dict[str, tuple[int, ...]]
    """First two characters → lengths of the phrases that begin so."""
    start: re.Pattern[str]
    """Where a phrase may begin: one of the first characters before one of the second."""


def to_hans(text: str) -> str:
    """Convert Traditional text to Simplified, 著 to 着 where it is the particle.

    For text labelled Hant or mixed only: Simplified text would lose the few Traditional
    characters it uses. The length stays.

    >>> to_hans("沿著鐵路")
    '沿着铁路'
    >>> to_hans("顯著的成績，著名學者的著作")
    '显著的成绩，著名学者的著作'
    """
    return zhe(convert(text))


def zhe(text: str) -> str:
    """Write 着 for 著 outside the words that keep it.

    The one rule the package lacks. Only for text already converted; the length stays.

    >>> zhe("看著名单"), zhe("跟著去")
    ('看著名单', '跟着去')
    """
    return _ZHE.sub("着", text) if "著" in text else text


def convert(text: str) -> str:
    """Convert Traditional text to Simplified as opencc-python-reimplemented's t2s does.

    Of overlapping phrases the longest wins, of equally long ones the leftmost; what no
    phrase covers goes character by character. The length stays.

    >>> convert("乾隆年間，餅乾；反覆覆蓋")
    '乾隆年间，饼干；反复覆盖'
    >>> convert("什么是皇后的里程？")
    '什么是皇后的里程？'
    """
    done = text.translate(_table())
    parts: list[str] = []
    last = 0
    for start, end in _settled(_candidates(text)):
        parts += (done[last:start], _phrases().simplified[text[start:end]])
        last = end
    return "".join((*parts, done[last:])) if parts else done


@cache
def characters() -> dict[str, str]:
    """Give the Simplified form of every single character that has one of its own."""
    firsts = ((old, forms[0]) for old, forms in entries("TSCharacters.txt"))
    return {old: new for old, new in firsts if old != new}


def entries(name: str) -> list[tuple[str, list[str]]]:
    """Read a dictionary of the package: each key with its forms, the preferred one first."""
    text = files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return [(key, forms.split()) for key, forms in rows]


def table(changes: dict[str, str]) -> dict[int, int]:
    """Make a table for `str.translate` that changes one character into one other, fast.

    >>> "東a西".translate(table({"東": "东"}))
    '东a西'
    """
    stay = {code: code for codes in FREQUENT for code in codes}
    return stay | {ord(old): ord(new) for old, new in changes.items()}


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Find every phrase of the dictionary that stands in a text, overlaps included."""
    simplified, sizes, start = _phrases()
    for found in start.finditer(text):
        at = found.start()
        for size in sizes.get(text[at : at + 2], ()):
            end = at + size
            if end <= len(text) and text[at:end] in simplified:
                yield at, end


def _settled(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep ranges that do not overlap: longest first, then leftmost; give them in order.

    opencc-python-reimplemented takes the longest, leftmost phrase of a string and goes on
    with what is left of it and right of it (`opencc.py`: `StringTree.create_parse_tree`).
    What it tries later is never longer, so looking at both ends shows every overlap.

    >>> _settled([(0, 2), (1, 3), (2, 4), (3, 6)])
    [(0, 2), (3, 6)]
    """
    taken: set[int] = set()
    kept = []
    for _, start, end in sorted((start - end, start, end) for start, end in ranges):
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append((start, end))
    return sorted(kept)


@cache
def _table() -> dict[int, int]:
    return table(characters())


@cache
def _phrases() -> _Phrases:
    simplified = {phrase: forms[0] for phrase, forms in entries("TSPhrases.txt")}
    sizes: dict[str, set[int]] = {}
    for phrase in simplified:
        sizes.setdefault(phrase[:2], set()).add(len(phrase))
    first, second = ("".join(sorted({pair[at] for pair in sizes})) for at in (0, 1))
    return _Phrases(
        simplified,
        {pair: tuple(sorted(found)) for pair, found in sizes.items()},
        re.compile(f"[{first}](?=[{second}])"),
    )


_ZHE = re.compile(
    f"(?<![{''.join(word[0] for word in ZHE_WORDS if word[1] == '著')}])"
    "著"
    f"(?![{''.join(word[1] for word in ZHE_WORDS if word[0] == '著')}])"
)
