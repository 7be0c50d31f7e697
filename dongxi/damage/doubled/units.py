"""Put characters back into the bytes they were read from, and read these.

What comes in: a run. What goes out: the characters it was written as, each with how many it
stands as; a lost one with what its other bytes allow.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage.doubled.kinds import (
    GONE,
    LOST,
    NO_WINDOWS,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
    Kind,
    codes,
)
from dongxi.damage.doubled.likely import PRIVATE, is_common

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


#: One UTF-8 character; one of which bytes are lost; a byte that fits nowhere. A byte is lost
#: where that is marked, and where the run ends or a question mark stands inside a character.
UTF8_UNIT = re.compile(
    rb"""(?P<whole> [\x00-\x7f] | [\xc2-\xdf][\x80-\xbf] | \xe0[\xa0-\xbf][\x80-\xbf]
                  | \xed[\x80-\x9f][\x80-\xbf] | [\xe1-\xec\xee\xef][\x80-\xbf]{2}
                  | \xf0[\x90-\xbf][\x80-\xbf]{2} | [\xf1-\xf3][\x80-\xbf]{3} )
       | (?P<lost> (?P<head> [\xc2-\xdf] | [\xe0-\xef][\x80-\xbf]? | [\xf0-\xf3][\x80-\xbf]{0,2} )?
                   (?: \xff++ (?P<tail> [\x80-\xbf]{0,2}+ ) | (?(head) (?: \? | \Z ) | (?!) ) ) )
       | .""",
    re.VERBOSE | re.DOTALL,
)
#: The same for characters of two bytes. A run that ends inside one has lost a byte anywhere.
PAIR_UNIT = re.compile(
    rb"""(?P<whole> [\x00-\x7e] | [\x81-\xfe][\x40-\x7e\x80-\xfe] )
       | (?P<lost> (?P<head> [\x81-\xfe] )? (?: (?(head) [\xff?] | (?!) )
                                              | \xff (?P<tail> [\x40-\x7e\x80-\xff] )? ) )
       | .""",
    re.VERBOSE | re.DOTALL,
)
#: A blank that was the byte 0xa0 inside a UTF-8 character: one byte is wanted, and this is it.
BLANK = re.compile(rb"([\xe0-\xef][\x80-\xbf]?) ")


class Token(NamedTuple):
    """Characters as they stand and the bytes they were read from."""

    code: bytes
    size: int


class Unit(NamedTuple):
    """Characters read back, and how many as they stand they are made of."""

    text: str
    size: int
    broken: bool = False
    """Bytes that fit nowhere, and no sign of a loss."""
    candidates: tuple[str, ...] = ()
    """Of a lost character, in no order."""


def tokens_of(
    text: str, start: int, end: int, kind: Kind, known: Mapping[int, bytes]
) -> list[Token]:
    """Give the bytes of each character of a run, `GONE` for each that is lost."""
    table, gone = codes(kind.read_as), GONE * kind.gone
    found = [
        Token(known.get(at) or (gone if one == LOST else table.get(one) or one.encode()), 1)
        for at, one in enumerate(text[start:end], start)
    ]
    if kind.rule == UTF8_AS_GBK and "€" in text[start:end]:
        for at, token in enumerate(found):
            if token.code == EURO:
                found[at] = Token(_euro(found, at), 1)
    return found


#: The euro sign in GBK; a lone 0x80, which no character starts with, reads so too.
EURO, LONE = b"\xa2\xe3", b"\x80"


def _euro(tokens: Sequence[Token], at: int) -> bytes:
    """Tell which bytes read €: what UTF-8 wants behind the bytes before, and what follows.

    Where that leaves both open, the byte counts as lost.
    """
    before = b"".join([token.code for token in tokens[max(0, at - 2) : at]])
    after = tokens[at + 1].code[:1] if at + 1 < len(tokens) else b""
    if before[-1:] >= b"\xe0":
        return LONE
    if not (before[-2:-1] >= b"\xe0" and before[-1:] < b"\xc0"):
        return EURO
    if LONE <= after < b"\xc0":
        return EURO
    one = (before[-2:] + LONE).decode("utf-8", "ignore")
    return LONE if after not in UNCLEAR and is_common(one) else GONE


#: Behind a euro sign these may be a byte that goes on with the character.
UNCLEAR = (GONE, b"?")


def units_of(tokens: Sequence[Token], kind: Kind) -> list[Unit]:
    """Read the bytes of tokens; a unit ends where a character and a token end together."""
    raw = b"".join([token.code for token in tokens])
    if kind.rule == UTF8_AS_LATIN1:
        raw = BLANK.sub(b"\\1\xa0", BLANK.sub(b"\\1\xa0", raw))
    pattern = UTF8_UNIT if kind.codec == "utf-8" else PAIR_UNIT
    units: list[Unit] = []
    at = size = behind = 0  # the next token; tokens and bytes of the unit so far
    held: list[Unit] = []
    for found in pattern.finditer(raw):
        held.append(_read(found, kind))
        while behind < found.end():
            behind += len(tokens[at].code)
            size += tokens[at].size
            at += 1
        if behind == found.end():
            units.append(_joined(held, size))
            held, size = [], 0
    return units


def _joined(held: Sequence[Unit], size: int) -> Unit:
    """Make one unit of characters whose bytes and tokens only end together."""
    text = "".join([unit.text for unit in held])
    candidates = next((unit.candidates for unit in held if unit.candidates), ())
    return Unit(text, size, any(unit.broken for unit in held), candidates)


def _read(found: re.Match[bytes], kind: Kind) -> Unit:
    """Read one character; a lost one with what its other bytes allow."""
    raw = found.group()
    if found["whole"]:
        one = raw.decode(kind.codec, "ignore")
        none = not one or (kind.codec != "utf-8" and PRIVATE.match(one) is not None)
        return Unit(LOST if none else one, 0, broken=none)
    if found["lost"] is None:
        return Unit(LOST, 0, broken=True)
    head, tail = found["head"] or b"", found["tail"] or b""
    if kind.codec == "utf-8" and head and len(head) + len(tail) >= UTF8_SIZE:
        return Unit(LOST * 2, 0)
    return Unit(LOST, 0, candidates=_fits(head, tail, kind))


#: Bytes of a Chinese character in UTF-8, and what the first may be.
UTF8_SIZE = 3
UTF8_FIRST = range(0xE3, 0xF0)
SHORTEST = 2


@lru_cache(maxsize=4096)
def _fits(head: bytes, tail: bytes, kind: Kind) -> tuple[str, ...]:
    """Give the common characters with some bytes in front and some behind, one unknown."""
    wanted = UTF8_SIZE if kind.codec == "utf-8" else UTF8_SIZE - 1
    if len(head) + len(tail) != wanted - 1:
        return ()
    lost: Iterable[int] = range(0x80, 0xFF) if head else UTF8_FIRST
    if kind.codec != "utf-8":
        lost = range(0x40, 0xFF)
    if kind.read_as == "latin":
        lost = NO_WINDOWS if head else ()
    ones = ((head + bytes((byte,)) + tail).decode(kind.codec, "ignore") for byte in lost)
    return tuple(one for one in ones if len(one) == 1 and is_common(one))


def read_again(units: Iterable[Unit]) -> list[Token]:
    """Take what was read back for bytes read wrongly once more."""
    table = codes("latin")
    return [
        Token(
            GONE if u.text == LOST else b"".join(table.get(c) or c.encode() for c in u.text),
            u.size,
        )
        for u in units
    ]
