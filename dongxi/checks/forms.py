"""Simplified texts in, out what is compared of them: letters, digits and Han.

Written again here, as nothing that builds may judge; `docs/checks.md` says what rests on it.
"""

from __future__ import annotations

import re

#: Characters of a shingle: texts are compared by the runs of so many that they hold.
SHINGLE = 5
#: Kept besides ASCII: letters, numerals and Han, as a class of a regex. Not taken from Unicode
#: tables, which change with the Python version.
LETTERS = (
    # Latin
    "\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
    # Greek
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03f5\u03f7-\u03ff\u1f00-\u1fbc"
    # Cyrillic, Caucasus
    "\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0587\u10a0-\u10fa"
    # Semitic
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u0669\u066e-\u06d3\u06ee-\u06fc\u0750-\u077f"
    # South Asia
    "\u0900-\u0963\u0966-\u0df3\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf"
    "\u1000-\u1049\u1780-\u17d3\u17e0-\u17e9"
    # Tibet, Mongolia
    "\u0f00\u0f20-\u0f33\u0f40-\u0fbc\u1810-\u18aa"
    # Hangul, Kana
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
    "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\uff66-\uff9d"
    # Bopomofo, Yi, numerals
    "\u3105-\u312f\u31a0-\u31bf\ua000-\ua48c\u2160-\u2188\u3021-\u3029"
    # Han
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
ASCII = "0-9A-Za-z"
FULLWIDTH = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
REST = re.compile(f"[^{ASCII}{FULLWIDTH}{LETTERS}]+")
#: ASCII letters are compared in lower case, fullwidth ones as ASCII.
READ_AS = {
    ord(char) + offset: char.lower()
    for char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    for offset in (0, 0xFEE0)
}


def form(text_hans: str) -> str:
    """Reduce a Simplified text to its letters, digits and Han.

    >>> form("脱贫,ＧＤＰ 增长６.７%。")
    '脱贫gdp增长67'
    >>> form("绿水青山")
    '绿水青山'
    """
    return REST.sub("", text_hans).translate(READ_AS)


def shingles(reduced: str) -> frozenset[str]:
    """Give every run of five characters of a reduced text.

    >>> sorted(shingles("绿水青山就是"))
    ['水青山就是', '绿水青山就']
    >>> shingles("绿水青山")
    frozenset()
    """
    return frozenset(reduced[at : at + SHINGLE] for at in range(len(reduced) - SHINGLE + 1))
