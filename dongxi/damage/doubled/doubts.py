"""Find the runs of Latin-1 from which a cleaner may have dropped something without a trace.

What comes in: readings. What goes out: the same, those in doubt marked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dongxi.damage.doubled.kinds import WINDOWS, Kind, codes
from dongxi.damage.doubled.likely import FOREIGN, UNLIKELY, is_common, likelihood
from dongxi.damage.doubled.units import SHORTEST
from dongxi.damage.lexicon import LONGEST_WORD, plain
from dongxi.data import levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.damage.doubled.readings import Reading


def doubted(text: str, readings: list[Reading], kind: Kind) -> list[Reading]:
    """Mark runs of Latin-1 from which a cleaner may have dropped or changed characters.

    Cleaners drop the soft hyphen and controls, and write ª as a, without a trace. What stood
    on both sides then reads as another character, often a common one.
    """
    if kind.read_as != "latin" or kind.codec == "utf-8":
        return readings
    stands = "".join([text[one.start : one.end] for one in readings])
    seen = frozenset(stands)
    hyphens, controls = "\xad" in seen, bool(seen & CONTROLS)
    changed = not seen & CHANGED
    apart = changed and (AS_CHANGED.search(stands) or TAKEN_APART.search(text))
    missing = (b"" if hyphens else HYPHEN) + (b"" if controls else LEADS[kind.codec])
    every = not hyphens and len(stands) > MOST_WITHOUT
    every = every or bool(apart and len(stands) > MOST_UNCHANGED)
    return [
        one._replace(broken=True)
        if every
        or (changed and AS_CHANGED.search(text, one.start, one.end))
        or (not (hyphens and controls) and _rare(one))
        or (missing and _may_lack(text, one, kind, missing))
        else one
        for one in readings
    ]


#: What shows that controls are kept, or were read as windows-1252 has them.
CONTROLS = frozenset(map(chr, range(0x80, 0xA0))) | frozenset(WINDOWS)
#: What NFKC changes; and what it makes of some, where that is no word and no number.
CHANGED = frozenset("\xa0ª²³¹º¼½¾¨¯´µ¸")
AS_CHANGED = re.compile("[ao]|(?<![0-9])[123](?![0-9])")
TAKEN_APART = re.compile("[\u0300-\u036f\u03bc\u2044]")
#: A page with runs so long without a soft hyphen, or without any character that NFKC changes,
#: has lost them: of GBK or Big5 one byte in 150 and one in 13 is such, so that of 10,000 pages
#: one is without by chance.
MOST_WITHOUT, MOST_UNCHANGED = 1500, 120
#: So many characters in a row at most are tried for bytes dropped before and behind.
MOST_SHIFTED = 6
#: So many binary digits the reading must be likelier than one with bytes put in.
DOUBT = 6
HYPHEN = b"\xad"
#: Controls that begin common characters; those of GBK begin Traditional ones, seldom alone.
LEADS = {"gb18030": b"", "big5hkscs": bytes(range(0x87, 0xA0))}


def _rare(reading: Reading) -> bool:
    """Tell whether some character is not common, as are those that losses leave."""
    return any(one > "\x7f" and not is_common(one) for one in reading.text)


def _may_lack(text: str, reading: Reading, kind: Kind, missing: bytes) -> bool:
    """Tell whether some characters are about as likely with what may be missing put in."""
    table, at = codes("latin"), reading.start
    raw: list[bytes] = []
    for unit in reading.units:
        stands = text[at : at + unit.size]
        raw.append(b"".join([table.get(one) or one.encode() for one in stands]))
        at += unit.size
    texts = [unit.text for unit in reading.units]
    for first in range(len(raw)):
        for other, last in _with_bytes(raw, first, kind.codec, missing):
            before = "".join(texts[max(0, first - LONGEST_WORD) : first])
            after = "".join(texts[last : last + LONGEST_WORD])
            read = likelihood(before + "".join(texts[first:last]) + after, UNLIKELY, FOREIGN)
            if likelihood(before + other + after, UNLIKELY, FOREIGN) >= read - DOUBT:
                return True
    return False


def _with_bytes(
    raw: Sequence[bytes], first: int, codec: str, missing: bytes
) -> Iterator[tuple[str, int]]:
    """Give what characters read as with a byte put in at both ends, and where they end."""
    if len(raw[first]) != SHORTEST:
        return
    text, left = _completed(raw[first][:1], codec, missing), raw[first][1:]
    for last in range(first + 1, min(first + MOST_SHIFTED, len(raw)) + 1):
        end = left.decode() if left < b"\x80" else _completed(left, codec, missing)
        if text and end:
            yield text + end, last
        if not text or left < b"\x80" or last == len(raw):
            return
        one = (left + raw[last][:1]).decode(codec, "ignore")
        if len(one) != 1 or not is_common(one):
            return
        text, left = text + one, raw[last][1:]
        if not left:
            yield text, last + 1
            return


@lru_cache(maxsize=4096)
def _completed(byte: bytes, codec: str, missing: bytes) -> str:
    """Give the commonest character of a byte and a missing one before or behind it."""
    put = [bytes((one,)) for one in missing]
    pairs = [pair for one in put for pair in (byte + one, one + byte)]
    found = (pair.decode(codec, "ignore") for pair in pairs)
    common = [one for one in found if len(one) == 1 and one > "\x7f" and is_common(one)]
    return max(common, key=lambda one: levels().get(plain(one), 0), default="")
