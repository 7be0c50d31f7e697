"""Text in, what surely has the form of personal data out; written apart from what masks it.

Narrower than the rules that build: where it finds something, they must have found it too. So
what stands near a word that may give a number another meaning is left alone.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dongxi.checks.spelled import ways

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Neither letters, digits nor marks of numbers, words and addresses stand before or behind.
MARKS = "!-~\uff02-\uff05\uff0b\uff0d-\uff19\uff1d\uff20-\uff3a\uff3f\uff41-\uff5a\xa5￥€█\u2010-\u2015\u2212\ufe63"
BEFORE = f"(?<![{MARKS}])(?<![0-9] )"
BEHIND = f"(?![{MARKS}])(?! ?[元圆万萬亿億吨噸℃%％号號0-9０-９(（])(?![转轉])"
#: Words that say what else a number may count.
OTHER = re.compile("[号號码碼单單证證案编編水批群Q]")
#: How far before a number such a word is looked for.
NEAR = 6
PHONES = {
    "mobile": re.compile(rf"{BEFORE}1[358][0-35-9][0-9]{{8}}{BEHIND}"),
    "landline": re.compile(rf"{BEFORE}0(?:10|2[0-57-9])-[2-8][0-9]{{7}}{BEHIND}"),
}
CARD = re.compile(rf"{BEFORE}62[0-9]{{17}}{BEHIND}")
IDENTITY = re.compile(rf"{BEFORE}[1-9][0-9]{{16}}[0-9X](?![{MARKS}])")
EMAIL = re.compile(
    rf"(?<![{MARKS}])[a-z0-9]{{1,32}}@[a-z0-9]{{1,32}}\.(?:com|cn|net|org)(?![{MARKS}])"
)
WEIGHTS = tuple(pow(2, power, 11) for power in range(17, 0, -1))


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what surely has the form of personal data: first character, end, kind.

    >>> list(find("请打13812345678。")), list(find("编号13812345678。"))
    ([(2, 13, 'mobile')], [])
    >>> list(find("写给 lu&#64;example.com")), list(find("写给 lu&#38;example.com"))
    ([(3, 21, 'email')], [])
    """
    yield from _plainly(text)
    for way in ways(text):
        for start, end, kind in _plainly(way[0].text):
            first, last, spelled = start, end, False
            for reading in way:
                first, last, more = reading.back(first, last)
                spelled |= more
            if spelled:
                yield first, last, kind


def _plainly(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what has such a form as it stands."""
    for hit in EMAIL.finditer(text) if "@" in text else ():
        yield hit.start(), hit.end(), "email"
    for hit in IDENTITY.finditer(text):
        if _dated(hit.group()) and _checked(hit.group()):
            yield hit.start(), hit.end(), "identity-number"
    for kind, pattern in (*PHONES.items(), ("bank-card", CARD)):
        for hit in pattern.finditer(text):
            alone = not OTHER.search(text[max(0, hit.start() - NEAR) : hit.start()])
            if alone and (kind != "bank-card" or luhn(hit.group())):
                yield hit.start(), hit.end(), kind


def _dated(number: str) -> bool:
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100  # noqa: PLR2004  (as such numbers have it)


def _checked(number: str) -> bool:
    """Work out the check digit: what all digits weigh leaves 1 when divided by 11.

    >>> _checked("11010519491231002X"), _checked("110105194912310021")
    (True, False)
    """
    last = 10 if number[17] == "X" else int(number[17])
    weights = zip(WEIGHTS, map(int, number[:17]), strict=True)
    return (sum(weight * digit for weight, digit in weights) + last) % 11 == 1


def luhn(number: str) -> bool:
    """Check digits by the rule of Luhn.

    >>> luhn("79927398713"), luhn("79927398710")
    (True, False)
    """
    sums = [
        sum(divmod(2 * int(d), 10)) if i % 2 else int(d) for i, d in enumerate(number[::-1])
    ]
    return sum(sums) % 10 == 0
