"""Tell from its bytes, without decoding them, whether a page may hold what was decoded twice.

What comes in: the bytes of a page. What goes out: the rules that are worth a try.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from dongxi.damage.doubled.kinds import (
    BIG5_AS_GBK,
    BIG5_AS_LATIN1,
    GBK_AS_BIG5,
    GBK_AS_LATIN1,
    RULES,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
)
from dongxi.damage.doubled.likely import is_common
from dongxi.damage.lexicon import plain
from dongxi.data import levels

if TYPE_CHECKING:
    from collections.abc import Iterator


def glanced(raw: bytes) -> frozenset[str]:
    """Give the rules that a glance at a text in UTF-8 shows to be worth a try.

    >>> sorted(glanced("鏈夌殑浜鸿鍦板浘涓婃病鏈夎矾".encode())), glanced("Noël, Þýðing".encode())
    (['restore/utf8-as-gbk'], frozenset())
    """
    return frozenset().union(*_shown(raw))


def may_open(raw: bytes, encoding: str) -> bool:
    """Tell from the bytes whether a page may hold a passage that was decoded twice.

    >>> may_open("鏈夌殑浜鸿鍦板浘涓婃病鏈夎矾".encode(), "utf-8")
    True
    >>> may_open("浏览器、Ångström, Noël, Þýðing".encode(), "utf-8")
    False
    """
    if encoding == "utf-8":
        return any(_shown(raw))
    return encoding == "gb18030" and INCLUDED.search(raw) is not None


def _shown(raw: bytes) -> Iterator[frozenset[str]]:
    """Give the rules that each glance shows; none is tried whose first byte is not there."""
    for first, glance, rules in _glances():
        if first in raw and glance.search(raw):
            yield rules


#: Four characters of UTF-8 in a row, among those of GBK.
INCLUDED = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]" * 4)
#: A character of Latin-1 or windows-1252, and it or a letter behind it, in UTF-8. Patterns
#: start with one byte, which the search can jump to, and repeat nothing that is not short.
_LATIN = (
    rb"(?:[\xc2\xc3][\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2(?:\x80[\x93-\xba]|\x82\xac|\x84\xa2)|\xef\xbf\xbd)"
)
_PAIR = rb"(?:%b|[@-~])" % _LATIN
_MORE = _PAIR + (_LATIN + _PAIR) * 2
LATIN_GLANCES = ((b"\xc3", rb"[\x80-\xbf]" + _MORE), (b"\xc2", rb"[\xa4-\xbf]" + _MORE))
#: Two private characters near each other, as the frequent ones of Big5 read in GBK.
PRIVATE_GLANCE = (
    b"\xee",
    (
        rb"[\x80-\x9d][\x80-\xbf](?:(?:[\xc2-\xdf]|[\xe2-\xed][\x80-\xbf])[\x80-\xbf]){0,12}+"
        rb"\xee[\x80-\x9d]"
    ),
)
#: ㄛ, the comma of GBK read in Big5, before a character beyond ASCII.
COMMA_GLANCE = (b"\xe3", rb"\x84\x9b(?=[\xe2-\xef])")
#: U+FFFD before a character beyond ASCII.
LOST_GLANCE = (b"\xef", rb"\xbf\xbd[\xc3-\xee]")
#: What GBK makes of the start of a frequent character counts if it is rarer than this itself.
MOST_FREQUENT = 15
#: The two commonest first bytes of such characters: one of them stands in nearly any passage.
STARTS = (b"\xe9", b"\xe6")
#: How 0x80 and bytes that do not decode read.
ODD = "€|\ufffd".encode()


@cache
def _glances() -> tuple[tuple[bytes, re.Pattern[bytes], frozenset[str]], ...]:
    """Write what passages decoded twice hold, in the bytes of UTF-8, and by which rules.

    Each begins with the byte that stands first.
    """
    leads = _first_pairs()
    any_of = b"(?:%b)" % b"|".join(start + rest for start, rest in leads.items())
    two = rb"[\xe2-\xef][\x80-\xbf][\x80-\xbf]" * 2
    thirds = [
        (
            start,
            leads[start] + b"(?:(?=%b%b|%b)|(?<=%b%b...))" % (two, any_of, ODD, any_of, two),
        )
        for start in STARTS
    ]
    rows = (
        (thirds, {UTF8_AS_GBK}),
        (LATIN_GLANCES, {UTF8_AS_LATIN1, GBK_AS_LATIN1, BIG5_AS_LATIN1}),
        ((PRIVATE_GLANCE,), {BIG5_AS_GBK, GBK_AS_BIG5}),
        ((COMMA_GLANCE,), {GBK_AS_BIG5}),
        ((LOST_GLANCE,), RULES),
        ((_rare_glance(),), {BIG5_AS_GBK}),
    )
    return tuple(
        (first, re.compile(first + rest), frozenset(rules))
        for glances, rules in rows
        for first, rest in glances
    )


def _rare_glance() -> tuple[bytes, bytes]:
    """Write a pattern for two rare characters, near each other, that were common ones of Big5.

    Nearly all of them begin with one byte; of their second bytes the likeliest are looked at.
    """
    weights, rows = Counter[bytes](), dict[bytes, list[bytes]]()
    for one, rare in _big5_in_gbk():
        level, code = levels().get(plain(one), 0), rare.encode()
        known = levels().get(plain(rare), 0) >= BIG5_RARE
        if level >= BIG5_COMMON and not known and code.startswith(BIG5_START):
            weights[code[1:2]] += 1 << level
            rows.setdefault(code[1:2], []).append(code[2:])
    seconds = sorted(second for second, _ in weights.most_common(BIG5_SECONDS))
    any_of = b"|".join(b"%b[%b]" % (two, b"".join(sorted(rows[two]))) for two in seconds)
    found = b"%b(?=[%b])(?:%b)" % (BIG5_START, b"".join(seconds), any_of)
    more = rb"(?:[\xc2-\xf4][\x80-\xbf]{1,3}+){0,8}?%b" % found
    return BIG5_START, found.removeprefix(BIG5_START) + more


def _big5_in_gbk() -> Iterator[tuple[str, str]]:
    """Give the common characters of Big5, each with what its bytes are in GBK."""
    for lead in BIG5_LEADS:
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            pair = bytes((lead, trail))
            one, other = pair.decode("big5", "ignore"), pair.decode("gbk", "ignore")
            if len(one) == len(other) == 1:
                yield one, other


#: First bytes of its common characters.
BIG5_LEADS = range(0xA4, 0xC7)
#: How frequent characters of Big5 and what GBK makes of them are for that; with which byte
#: these begin, and how many second bytes are looked at. All of 221 pages of 300 characters,
#: private-use characters dropped, show such a pair, and 573 of 631 sentences; of 441 clean
#: ones none (2026-11).
BIG5_COMMON, BIG5_RARE = 14, 6
BIG5_START, BIG5_SECONDS = b"\xe7", 16


def _first_pairs() -> dict[bytes, bytes]:
    """Write patterns for what GBK makes of the first two bytes of characters in UTF-8.

    Each looks at the next byte alone before it tries them all, which is faster.
    """
    rows: dict[bytes, list[bytes]] = {}
    for first in (*range(0xE3, 0xEA), 0xEF):
        for second in range(0x80, 0xC0):
            pair = bytes((first, second))
            begins = any(is_common((pair + bytes((c,))).decode()) for c in range(0x80, 0xC0))
            one = pair.decode("gb18030")
            if begins and levels().get(plain(one), 0) < MOST_FREQUENT:
                raw = one.encode()
                rows.setdefault(raw[:2], []).append(raw[2:])
    leads: dict[bytes, list[bytes]] = {}
    for start, ends in sorted(rows.items()):
        row = start[1:] + b"[%b]" % b"".join(sorted(ends))
        leads.setdefault(start[:1], []).append(row)
    firsts = {lead: b"".join([row[:1] for row in rows]) for lead, rows in leads.items()}
    return {
        lead: b"(?=[%b])(?:%b)" % (firsts[lead], b"|".join(rows))
        for lead, rows in leads.items()
    }
