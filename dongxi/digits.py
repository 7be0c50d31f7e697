"""A text in, the stretches of it out whose digits may be a number of a person.

Most digits of a page are days, prices, identifiers and the paths of pictures. They are told from
numbers by how many there are, how they are grouped and what stands before, before any pattern of
a number is tried (`dongxi.personal`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

#: Fullwidth ASCII, blanks and dashes, each to its ASCII look-alike.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    [0xA0, 0x3000, *range(0x2000, 0x200B)], 0x20
)
FOLD |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], ord("-"))
FOLD |= dict.fromkeys(map(ord, "・•‧∙⋅"), ord("·"))
#: What may stand between the digits of a number, up to so many in a row.
BETWEEN = "·・•‧∙⋅_/／＿ \t\xa0\u3000.．()（）\uff0d\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
MOST_BETWEEN = 3
#: Fewest digits of a number, and of one that no label tells.
FEWEST, FEWEST_ALONE = 7, 9
#: Digits in one piece that are a number, and those of cards and of identity numbers.
PIECE, LONG_PIECES = 11, range(15, 20)
#: Characters looked at before and behind a run.
AROUND = 16

#: Leading digits of mobile numbers in use (numbering plan of the Ministry of Industry and
#: Information Technology, edition of 2017 with its later additions).
MOBILE = "1(?:3[0-9]|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
#: Words before the number of a telephone.
CALLING = (
    "(?:电话|電話|传真|傳真|座机|座機|热线|熱線|手机|手機|联系方式|聯絡方式"
    "|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[Ff]ax|FAX)"
)
#: One of them with its colon, and where a number stands right behind it.
LABEL = rf"{CALLING}\.?[ ]?:[ ]?"
CALLED_BEFORE = re.compile(rf"{LABEL}\Z")


def _table(chars: Iterable[str]) -> NDArray[np.bool_]:
    """Make a table that tells of a code point of 16 bits whether it is one of some characters."""
    table = np.zeros(0x10000, dtype=bool)
    table[list(map(ord, chars))] = True
    return table


#: The first digits, ASCII and fullwidth, and how many there are.
ZERO, WIDE_ZERO, TEN = np.uint32(0x30), np.uint32(0xFF10), 10
SEPARATORS, ZEROS = _table(BETWEEN), _table("0０")
#: Before or behind digits in one piece, these make them part of a word or an amount.
PART = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_█")
AMOUNT = frozenset("$¥￥€#")
#: A colon, and what labels end with.
COLONS, ENDINGS = _table(":："), _table(":：话話真机機线線式是为為lLeExX.")
#: A label without a colon, before a number.
LABELLED = re.compile(f"{CALLING}[.]?[ \xa0\u3000]?[是为為]?[ \xa0\u3000]?\\Z")
#: Before digits in one piece, these say that a number starts there.
TELLING = _table(":：+＋(（")
#: So many digits in one piece may be a number without.
SIZES = _table(map(chr, (PIECE - 1, PIECE, PIECE + 2, *LONG_PIECES)))
IN_WORDS = _table(PART - {"l", "L", "e", "x"})
#: Digits of a run, without what is between them, that may hold a number which no label tells;
#: most runs of a page (days, identifiers, sizes) do not, and no pattern need be tried on them.
IDENTITY = "[1-9][0-9]{5}(?:19|20)[0-9]{9}"
CARD = "(?:62|4|5[1-5]|2[2-7]|3[457]|9558)[0-9]{13}"
CELL = f"{MOBILE}[0-9]{{8}}|09[0-9]{{8}}|8869[0-9]{{8}}|85[23][5-79][0-9]{{7}}|65[89][0-9]{{7}}"
LANDLINE = (
    "(?:0|86)(?:(?:10|2[0-57-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6})"
    "|886[2-8][0-9]{7}|85[23][238][0-9]{7}|65[36][0-9]{7}"
)
LONG = f"(?={IDENTITY}|{CARD})[0-9]{{{LONG_PIECES[0]},{LONG_PIECES[-1]}}}"
SHAPES = re.compile(f"{IDENTITY}|{CARD}|{CELL}|{LANDLINE}")
#: Groups of digits that a number without a label may be written in; sizes and paths of pictures
#: are written in others.
GROUPS = re.compile(
    "[0-9]{7}|[0-9]{3}[^0-9]{1,3}[0-9]{3,4}[^0-9][0-9]{4}|9[0-9]{2}[^0-9][0-9]{3}[^0-9][0-9]{3}"
    "|886[^0-9\n]|65[^0-9]{1,2}[3689][0-9]{3}[^0-9]"
)
#: What is dropped from a run, once folded, to see its digits alone.
NO_DIGITS = re.compile("[^0-9]+")
#: How digits in one piece begin that are a number without a label, and how many they are.
ALONE = re.compile(
    f"(?:00|(?:1[0-9]{{{PIECE - 1}}}|09[0-9]{{{PIECE - 3}}}|86[0-9]{{{PIECE}}}|{LONG})(?![0-9]))"
)
#: The shape of a landline number of Taiwan, which only its mark tells from other digits.
TAIWANESE = re.compile(r"0(?:[2-8]|37|49|82|89)(?:-|\)[ -]?)[2-9][0-9]{2,3}[ -]?[0-9]{4}")
#: Words that digits in one piece may stand right behind.
CALLS, LONGEST_CALL = ("tel", "phone", "mobile", "fax"), 6
#: What may stand right behind digits: a check digit, or a word (e-mail, fax, tel, QQ).
NEXT = frozenset("XxEeFfTtQ")
#: What may stand before the digits of a number and is part of it: `(+`.
BEFORE = 2


def folded(text: str) -> str:
    """Write fullwidth ASCII, blanks and dashes as ASCII; the length stays.

    >>> folded("电话：１３８－１２")
    '电话:138-12'
    """
    return text if text.isascii() else text.translate(FOLD)


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches that may hold numbers, those near each other as one."""
    last = (0, 0)
    for first, behind in _able(text, runs(text)):
        if last[1] and first - AROUND <= last[1] + AROUND:
            last = (last[0], behind)
        else:
            if last[1]:
                yield last
            last = (first, behind)
    if last[1]:
        yield last


def runs(text: str) -> list[tuple[int, int]]:
    """Find runs of digits, with little between them, that are long enough for a number.

    Digits in one piece right behind a letter are none, but for `tel`, nor those of which there
    are too few or too many where no sign says that a number starts.

    >>> runs("电话 0571-8888 1234, 2017-07-21"), runs("１３８１２３４５６７８"), runs("2017年7月21日")
    ([(3, 17)], [(0, 11)], [])
    >>> runs("Tel: 8888-1234, 2017-07-21 1234")
    [(5, 14), (16, 31)]
    >>> runs("p13812345678 tel13812345678")
    [(16, 27)]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places = np.flatnonzero((codes - ZERO < TEN) | (codes - WIDE_ZERO < TEN))
    if len(places) < FEWEST:
        return []
    gaps = np.diff(places) - 1
    joined = gaps <= MOST_BETWEEN
    for size in range(1, MOST_BETWEEN + 1):
        near = np.flatnonzero(joined & (gaps >= size))
        joined[near] = _among(SEPARATORS, codes[places[near] + size])
    edges = np.flatnonzero(~joined)
    firsts = np.append(0, edges + 1)
    sizes = np.append(edges + 1, len(places)) - firsts
    long = sizes >= FEWEST
    firsts, sizes = firsts[long], sizes[long]
    starts, ends = places[firsts], places[firsts + sizes - 1] + 1
    before, ahead = (np.where(starts > back, codes[starts - back - 1], 0) for back in (0, 1))
    long = (sizes >= FEWEST_ALONE) | _among(COLONS, before) | _among(COLONS, ahead)
    starts, ends, sizes, before, ahead = (
        column[long] for column in (starts, ends, sizes, before, ahead)
    )
    told = _among(TELLING, before) | _among(ENDINGS, before) | _among(ENDINGS, ahead)
    told |= _among(ZEROS, codes[starts]) & _among(ZEROS, codes[starts + 1])
    able = (ends - starts > sizes) | ((told | _among(SIZES, sizes)) & ~_among(IN_WORDS, before))
    return list(zip(starts[able].tolist(), ends[able].tolist(), strict=True))


def _among(table: NDArray[np.bool_], codes: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell of each code point whether it is in a table."""
    return np.take(table, codes, mode="clip")


def _able(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the runs of digits that can be a number, before any rule is asked.

    >>> text = "13812345678, 23812345678, 1234567890123456789, 电话：8123456"
    >>> [text[start:end] for start, end in _able(text, runs(text))]
    ['13812345678', '8123456']
    """
    pieces = [folded(text[start:end]) for start, end in found]
    shaped = {piece: _is_shaped(piece) for piece in set(pieces)}  # days come again and again
    return [
        run
        for run, piece in zip(found, pieces, strict=True)
        if (_stands_alone(text, *run, piece) if shaped[piece] else _is_called(text, run[0]))
    ]


def _is_shaped(piece: str) -> bool:
    """Tell whether the digits of a run have the shape of a number, and are grouped as one.

    >>> _is_shaped("138 1234 5678"), _is_shaped("138-1234567-8"), _is_shaped("2024-05-21 07")
    (True, True, False)
    >>> _is_shaped("238 1234 5678"), _is_shaped("02-2345-6789"), _is_shaped("2024/138/12/345678")
    (False, True, False)
    """
    if GROUPS.search(piece) and SHAPES.search(NO_DIGITS.sub("", piece)):
        return True
    return TAIWANESE.search(piece) is not None


def _stands_alone(text: str, start: int, end: int, piece: str) -> bool:
    """Tell whether digits in one piece begin and end as a number does; those in groups may."""
    if not piece.isdigit():
        return True
    before = text[max(0, start - 2) : start]
    word = text[max(0, start - LONGEST_CALL) : start].lower()
    if before[-1:] in PART | AMOUNT and not word.endswith(CALLS):
        return False
    if text[end : end + 1] in PART - NEXT:
        return False
    return (
        ALONE.match(piece) is not None
        or before[-1:] in {"+", "(", "＋", "（"}
        or ":" in before
        or "：" in before
        or LABELLED.search(text[max(0, start - AROUND) : start]) is not None
    )


def _is_called(text: str, start: int) -> bool:
    """Tell whether a word stands before a run that makes any digits the number of a telephone."""
    before = text[max(0, start - 2) : start]
    if ":" not in before and "：" not in before:
        return False
    before = folded(text[max(0, start - AROUND) : start])
    return CALLED_BEFORE.search(before) is not None
