"""Decode a text with a wrong codec, as readers of several kinds do: the damage, forwards.

Written from `docs/encodings.md` without a look at the repair, so that the two check each other.
Each damage gives the characters that come out, each with the number of bytes it was read from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from dongxi.data import simplified

LOST = "\ufffd"
PRIVATE = range(0xE000, 0xF900)
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True)
class Reader:
    """A program that reads bytes with a wrong codec."""

    codec: str
    bad: str = "web"
    """What it makes of a pair that is none: `web` U+FFFD and on behind it, or at its second
    byte if that is ASCII; `python` U+FFFD and on at the second byte; `swallow` one question
    mark for both; `drop` nothing."""
    private: str = "keep"
    """Private-use characters: `keep`, or `drop`."""

    def __call__(self, raw):
        return list(self._latin(raw) if self.codec == "latin" else self._pairs(raw))

    def _latin(self, raw):
        for byte in raw:
            one = bytes((byte,))
            if byte < 0x80 or byte >= 0xA0 or self.bad == "latin-1" or one in UNDEFINED:
                lost = one in UNDEFINED and self.bad == "lost"
                blank = byte == 0xA0 and self.bad == "blank"
                yield LOST if lost else " " if blank else chr(byte), 1
            else:
                yield one.decode("cp1252"), 1

    def _pairs(self, raw):
        at = 0
        while at < len(raw):
            one, size = self._one(raw[at : at + 2])
            if one and not (self.private == "drop" and ord(one) in PRIVATE):
                yield one, size
            else:
                yield "", size
            at += size

    def _one(self, pair):
        if pair[0] < 0x80:
            return chr(pair[0]), 1
        if pair[0] == 0x80 and self.codec == "gb18030" and self.bad == "web":
            return "€", 1
        try:
            one = pair.decode(self.codec)
        except UnicodeDecodeError:
            one = private(pair) if self.codec == "cp950" and self.bad == "windows" else ""
        if len(one) == 1 and len(pair) == 2:
            return one, 2
        wide = len(pair) == 2 and pair[1] >= 0x80 and pair[0] > 0x80
        if self.bad == "swallow":
            return "?", len(pair)
        return ("" if self.bad == "drop" else LOST), 2 if wide and self.bad != "python" else 1


def private(pair):
    """Give the private-use character Windows has for a pair that Big5 leaves to users."""
    lead, trail = pair
    if not (0x40 <= trail <= 0x7E or 0xA1 <= trail <= 0xFE):
        return ""
    cell = trail - 0x40 if trail < 0x7F else trail - 0x62
    for first, last, base in (
        (0xFA, 0xFE, 0xE000),
        (0x8E, 0xA0, 0xE311),
        (0x81, 0x8D, 0xEEB8),
        (0xC6, 0xC8, 0xF6B1),
    ):
        if first <= lead <= last:
            number = (lead - first) * 157 + cell - (63 if first == 0xC6 else 0)
            return chr(base + number) if number >= 0 else ""
    return ""


@dataclass(frozen=True)
class Damage:
    """Text written in one codec and read in another."""

    name: str
    rule: str
    written: str
    reader: Reader
    lossless: bool = field(default=False)
    """Every reader of this kind keeps all bytes."""
    times: int = 1
    traditional: bool = False

    def fit(self, text):
        """Give the text as the codec it is written in can hold it."""
        if self.traditional:
            text = "".join(to_hant().get(one, one) for one in text)
        return text.encode(self.written, "xmlcharrefreplace").decode(self.written)

    def __call__(self, text):
        """Give what comes out, and for each character the one of the text where it starts."""
        where, shown = list(range(len(text))), text
        for _ in range(self.times):
            starts = [
                at
                for at, one in zip(where, shown, strict=True)
                for _ in one.encode(self.written)
            ]
            read = self.reader(shown.encode(self.written))
            shown, where, byte = "".join(one for one, _ in read), [], 0
            for one, size in read:
                where += [starts[byte]] * len(one)
                byte += size
        return shown, where


@cache
def to_hant():
    """Give one Traditional form for each Simplified character that Big5 lacks."""
    found = {}
    for old, new in simplified().items():
        found.setdefault(new, old)
    return found


GBK, LATIN = Reader("gb18030"), Reader("latin", "latin-1")
WINDOWS = Reader("latin")
DAMAGES = (
    Damage("UTF-8 as GBK, browser", "utf8-as-gbk", "utf-8", GBK),
    Damage("UTF-8 as GBK, Python", "utf8-as-gbk", "utf-8", Reader("gb18030", "python")),
    Damage("UTF-8 as GBK, ? for pairs", "utf8-as-gbk", "utf-8", Reader("gb18030", "swallow")),
    Damage("UTF-8 as GBK, odd bytes dropped", "utf8-as-gbk", "utf-8", Reader("gb18030", "drop")),
    Damage("UTF-8 as GBK, private use dropped", "utf8-as-gbk", "utf-8", Reader("gb18030", "web", "drop")),
    Damage("UTF-8 as Latin-1", "utf8-as-latin1", "utf-8", LATIN, lossless=True),
    Damage("UTF-8 as Latin-1, twice", "utf8-as-latin1", "utf-8", LATIN, lossless=True, times=2),
    Damage("UTF-8 as windows-1252", "utf8-as-latin1", "utf-8", WINDOWS, lossless=True),
    Damage("UTF-8 as windows-1252, twice", "utf8-as-latin1", "utf-8", WINDOWS, lossless=True, times=2),
    Damage("UTF-8 as windows-1252, five bytes lost", "utf8-as-latin1", "utf-8", Reader("latin", "lost")),
    Damage("UTF-8 as Latin-1, blanks", "utf8-as-latin1", "utf-8", Reader("latin", "blank")),
    Damage("GBK as Latin-1", "gbk-as-latin1", "gb18030", LATIN, lossless=True),
    Damage("GBK as windows-1252", "gbk-as-latin1", "gb18030", WINDOWS, lossless=True),
    Damage("Big5 as Latin-1", "big5-as-latin1", "big5hkscs", LATIN, lossless=True, traditional=True),
    Damage("Big5 as GBK, browser", "big5-as-gbk", "big5hkscs", GBK, traditional=True),
    Damage("Big5 as GBK, Python gbk", "big5-as-gbk", "big5hkscs", Reader("gbk", "python"), traditional=True),
    Damage("Big5 as GBK, private use dropped", "big5-as-gbk", "big5hkscs", Reader("gb18030", "web", "drop"), traditional=True),
    Damage("GBK as Big5, browser", "gbk-as-big5", "gb18030", Reader("big5hkscs")),
    Damage("GBK as Big5, Windows", "gbk-as-big5", "gb18030", Reader("cp950", "windows")),
    Damage("GBK as Big5, Python cp950", "gbk-as-big5", "gb18030", Reader("cp950", "python")),
    Damage("GBK as Big5, dropped", "gbk-as-big5", "gb18030", Reader("cp950", "drop")),
    Damage("GBK as Big5, browser, dropped", "gbk-as-big5", "gb18030", Reader("big5hkscs", "drop")),
)  # fmt: skip


def wrong(text, where, found):
    """Give the edits that write what did not stand there: what, and what did.

    A lost character stands for one or two, since a reader may swallow the next as well.
    """
    bad = []
    for edit in found.edits:
        first = where[edit.start]
        last = where[edit.end] if edit.end < len(where) else len(text)
        inside = where[edit.end - 1]
        stood = text[first : max(last, inside + 1)]
        pattern = "".join(".{0,3}" if one == LOST else re.escape(one) for one in edit.new)
        if not re.fullmatch(pattern, stood, re.DOTALL):
            bad.append((edit, stood))
    return bad
