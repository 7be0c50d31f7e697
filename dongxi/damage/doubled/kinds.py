"""Name the ways to decode a passage wrongly, and the bytes each wrong reader gives back.

What comes in: nothing. What goes out: the kinds in order of use, what their runs look like,
and tables from characters to the bytes they were read from.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


UTF8_AS_GBK = "restore/utf8-as-gbk"
UTF8_AS_LATIN1 = "restore/utf8-as-latin1"
GBK_AS_LATIN1 = "restore/gbk-as-latin1"
BIG5_AS_LATIN1 = "restore/big5-as-latin1"
BIG5_AS_GBK = "restore/big5-as-gbk"
GBK_AS_BIG5 = "restore/gbk-as-big5"
RULES = frozenset(
    {UTF8_AS_GBK, UTF8_AS_LATIN1, GBK_AS_LATIN1, BIG5_AS_LATIN1, BIG5_AS_GBK, GBK_AS_BIG5}
)
LOST = "\ufffd"
#: Stands in the bytes for one byte that is lost; no codec has it.
GONE = b"\xff"
#: What windows-1252 has between 0x80 and 0x9f, as characters; five of these have none there.
WINDOWS = bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
NO_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
LATIN = f"[\x80-\xff{WINDOWS}{LOST}]"
#: The first byte of a UTF-8 character of three, as Latin-1 reads it.
FIRST = "[\xe0-\xef]"
#: Readers of Big5 that differ in what it leaves to users.
BIG5: tuple[Literal["big5", "cp950"], ...] = ("big5", "cp950")


class Kind(NamedTuple):
    """A way to decode a passage wrongly."""

    rule: str
    read_as: Literal["latin", "gbk", "big5", "cp950"]
    """The codec it was read with."""
    codec: str
    """The codec it was written in."""
    runs: re.Pattern[str]
    least: int
    """As many characters at least hold `FEWEST` Chinese ones."""
    times: int = 1
    """How often at most."""
    gaps: bool = False
    """Frequent characters read as private-use ones or not at all: a page without a trace of
    that was read by a program that drops them."""
    gone: int = 1
    """How many bytes U+FFFD stands for, where that is known: some readers go on behind a pair
    that is none, others at its second byte."""


_WIDE = r"[^\x00-\x7f]++(?:\?[^\x00-\x7f]++)*+\??"
_ONLY = r"[^\x00-\x7f]++"
_BYTES = rf"{LATIN}(?:{LATIN}|(?<={FIRST})[ ?]|(?<={FIRST}{LATIN})[ ?])*+"
_PAIRS = rf"{LATIN}(?:{LATIN}|[0-9@-~?])*+"
#: In order of use; a run one kind has read is closed to those behind it. Of the kinds in one
#: row, which differ in the habits of readers, the likeliest counts.
KINDS = (
    (Kind(UTF8_AS_GBK, "gbk", "utf-8", re.compile(_WIDE), 5),),
    (Kind(UTF8_AS_LATIN1, "latin", "utf-8", re.compile(_BYTES), 9, times=2),),
    (Kind(GBK_AS_LATIN1, "latin", "gb18030", re.compile(_PAIRS), 6),),
    (Kind(BIG5_AS_LATIN1, "latin", "big5hkscs", re.compile(_PAIRS), 6),),
    tuple(
        Kind(BIG5_AS_GBK, "gbk", "big5hkscs", re.compile(_ONLY), 3, gaps=True, gone=gone)
        for gone in (2, 1)
    ),
    tuple(
        Kind(GBK_AS_BIG5, name, "gb18030", re.compile(_ONLY), 3, gaps=True, gone=gone)
        for gone in (2, 1)
        for name in BIG5
    ),
)  # fmt: skip


@cache
def codes(read_as: str) -> Mapping[str, bytes]:
    r"""Give the bytes of each character that a lenient reader makes of bytes beyond ASCII.

    >>> codes("gbk")["涓"], codes("latin")["ä"], codes("latin")["€"], "ö" in codes("gbk")
    (b'\xe4\xb8', b'\xe4', b'\x80', False)
    """
    if read_as == "latin":
        every = {chr(byte): bytes((byte,)) for byte in range(0x80, 0x100)}
        return MappingProxyType(every | {c: c.encode("cp1252") for c in WINDOWS})
    found: dict[str, bytes] = {}
    for first in range(0x81, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((first, second))
            one = pair.decode(PYTHON[read_as], "ignore")
            if len(one) == 1 and one > "\x7f":
                found[one] = pair if found.get(one, pair) == pair else GONE * 2
    if read_as in BIG5:
        for other in BIG5:
            rival = {pair.decode(PYTHON[other], "ignore"): pair for pair in found.values()}
            found = {c: p if rival.get(c, p) == p else GONE * 2 for c, p in found.items()}
        found |= _private()
    return MappingProxyType(found)


#: The codecs of Python that read what browsers and Windows read.
PYTHON = {"gbk": "gb18030", "big5": "big5hkscs", "cp950": "cp950"}


def _private() -> dict[str, bytes]:
    """Give the private-use characters Windows has for the pairs Big5 leaves to users."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    leads = (*range(0xFA, 0xFF), *range(0x8E, 0xA1), *range(0x81, 0x8E))
    pairs = [bytes((lead, trail)) for lead in leads for trail in trails]
    pairs += [bytes((0xC6, trail)) for trail in range(0xA1, 0xFF)]
    pairs += [bytes((lead, trail)) for lead in (0xC7, 0xC8) for trail in trails]
    return {chr(0xE000 + number): pair for number, pair in enumerate(pairs)}
