"""Tables the restoring of damaged pages looks things up in, each read when first asked for.

What comes in: the files of this folder and the dictionaries of the required
opencc-python-reimplemented. What goes out: plain read-only lookups. The `.tsv` files are
derived (`python -m dongxi.data.build`), but for `rules.zh.tsv`: that and `rules.jsonl`, which
`dongxi.rules` reads, are kept by hand, and so is `annotated.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORD = re.compile(r"([^0-9 ]*)([0-9]+)")


def lines(name: str, package: str = "dongxi.data") -> Iterator[str]:
    """Read the lines of a data file that are not remarks."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.split("\n") if line and not line.startswith("#"))


@cache
def readings() -> Mapping[str, str]:
    """Give the characters each toned syllable is a reading of, in code point order.

    >>> "調" in readings()["diào"], "調" in readings()["tiáo"], "調" in readings()["fā"]
    (True, True, False)
    """
    rows = (line.partition("\t") for line in lines("readings.tsv"))
    return MappingProxyType({syllable: characters for syllable, _, characters in rows})


@cache
def simplified() -> Mapping[str, str]:
    """Give the single-character Simplified form of each character that has another one.

    >>> simplified()["發"], "后" in simplified(), "中" in simplified()
    ('发', False, False)
    """
    rows = (line.partition("\t") for line in lines("dictionary/TSCharacters.txt", "opencc"))
    forms = ((character, rest.split(" ")[0]) for character, _, rest in rows)
    return MappingProxyType({old: new for old, new in forms if old != new})


@cache
def only_simplified() -> frozenset[str]:
    """Give the characters that Traditional text does not use.

    >>> "发" in only_simplified(), "后" in only_simplified(), "中" in only_simplified()
    (True, False, False)
    """
    rows = (line.partition("\t") for line in lines("dictionary/STCharacters.txt", "opencc"))
    return frozenset(character for character, _, rest in rows if character not in rest)


@cache
def words() -> Mapping[str, int]:
    """Give the frequency of common Simplified words, in binary digits.

    >>> "海口" in words(), "口网" in words()
    (True, False)
    """
    rows = (line.partition("\t") for line in lines("words.tsv"))
    found = ((first, WORD.findall(rest)) for first, _, rest in rows)
    return MappingProxyType({first + word: int(n) for first, row in found for word, n in row})


@cache
def levels() -> Mapping[str, int]:
    """Give the frequency of each Simplified character, in binary digits.

    >>> levels()["的"] > levels()["海"] > levels()["鹈"]
    True
    """
    rows = (line.partition("\t") for line in lines("characters.tsv"))
    return MappingProxyType({one: int(level) for level, _, row in rows for one in row})


@cache
def annotated() -> frozenset[str]:
    """Give the characters that sites are known to put pinyin behind.

    >>> "發" in annotated(), "中" in annotated()
    (True, False)
    """
    return frozenset("".join("".join(line.split()) for line in lines("annotated.txt")))
