"""Bytes in, the encoding and why out; and a `Text` on demand, of any byte range.

Every character knows its byte because the decoder says so: nothing is encoded again to find
out. Bytes that do not decode are pieces of their own that read U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_left
from itertools import compress
from typing import TYPE_CHECKING

from dongxi.model import Edit
from dongxi.text import Flat, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDECODABLE = "decode/undecodable"
#: Byte order marks, longest first, with a codec that leaves the mark in the text.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What pages call an encoding, and the wider codec that reads what is really there.
WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs",
    "utf-8": "utf-8", "utf8": "utf-8",
}  # fmt: skip
#: How far into a page a declaration is looked for (the HTML standard asks for 1,024 bytes).
DECLARATION_WINDOW = 4096
DECLARED = re.compile(rb"""charset\s{0,8}=\s{0,8}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
#: The upper two bits of a byte that goes on with a UTF-8 character.
CONTINUES = 0b10
#: 1 for every byte that starts a UTF-8 character.
LEAD = bytes(0 if byte >> 6 == CONTINUES else 1 for byte in range(256))
#: UTF-8 of which at most one non-ASCII byte in three is bad is damaged UTF-8: GBK and Big5
#: pages read as UTF-8 leave nearly all of theirs (made pages, 2026-11).
DAMAGED_SHARE = 3
#: Very frequent characters of both scripts. Big5 read as GBK, or GBK as Big5, gives rare ones.
COMMON = re.compile(
    "[的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发"
    "年動动同工也能下過过子說说產产種种面而方後后多定行學学法所民得經经十三之進进等部度家電电力里如水化高自"
    "二理起小物現现實实加量都兩两體体制機机當当使點点從从業业本去把性好應应開开合還还因由其些然前外天政四日"
    "那社義义事平形相全表間间與与關关各重新內内數数正心反你明看原又利比或但質质氣气第向道此變变條条只沒没結结"
    "解問问意建月公無无最立代想已通並并提直題题黨党程展五果員员位入常文總总次品式活設设及管特件長长求老頭头基"
    "資资路級级少圖图山統统接知較较將将組组見见計计期根論论運运農农指區区強强放決决西東东南北被先回任取處处，。]"
)
_BAD = re.compile("[\ud800-\udfff]+")


class Decoded:
    """The bytes of a page and the codec that reads them.

    `raw` is untouched; `encoding` is a Python codec that writes no byte order mark; `rule`
    says how it was found; `start` is 0. Pickles as its bytes.
    """

    __slots__ = ("_marks", "encoding", "raw", "rule")

    def __init__(self, raw: bytes, encoding: str, rule: str) -> None:
        self.raw, self.encoding, self.rule = raw, encoding, rule
        self._marks: array[int] | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decoded):
            return NotImplemented
        return (self.raw, self.encoding) == (other.raw, other.encoding)

    def __hash__(self) -> int:
        return hash((self.raw, self.encoding))

    def __getstate__(self) -> tuple[bytes, str, str]:
        return self.raw, self.encoding, self.rule

    def __setstate__(self, state: tuple[bytes, str, str]) -> None:
        self.raw, self.encoding, self.rule = state
        self._marks = None

    def text(self, start: int = 0, end: int | None = None) -> Text:
        """Read bytes `[start, end)`, which must begin and end between characters."""
        return Text(self, self.pieces(start, len(self.raw) if end is None else end))

    def pieces(self, start: int, end: int) -> list[Flat]:
        """Read bytes `[start, end)` as flat pieces; one per stretch of bad bytes."""
        if start == end:
            return []
        try:
            return [(self.raw[start:end].decode(self.encoding), start, end, ())]
        except UnicodeDecodeError:
            return self._damaged(start, end)

    def marks(self, start: int, end: int) -> Sequence[int]:
        """Give the byte offset of each character of `[start, end)`, then `end` itself."""
        if self.encoding == "utf-8":
            found = array("Q", compress(range(start, end), self.raw[start:end].translate(LEAD)))
            found.append(end)
            return found
        if self._marks is None:
            self._marks = self._walk()
        first, last = bisect_left(self._marks, start), bisect_left(self._marks, end)
        return self._marks[first : last + 1]

    def _walk(self) -> array[int]:
        """Give the byte offset of every character of the page, then its length.

        A pair that reads as two characters (Big5-HKSCS has four) gives its start and, for the
        second, its end: a cut between them leaves the pair on the left.
        """
        found = array("Q")
        decoder = codecs.getincrementaldecoder(self.encoding)()
        for _, first, last, bad in self.pieces(0, len(self.raw)):
            start = first
            for at in range(first, first if bad else last):
                if got := decoder.decode(self.raw[at : at + 1]):
                    found.append(start)
                    found.extend([at + 1] * (len(got) - 1))
                    start = at + 1
            found.extend([first] if bad else [])
        found.append(len(self.raw))
        return found

    def _damaged(self, start: int, end: int) -> list[Flat]:
        """Read a range with bad bytes: one pass, no copy of the range per bad byte."""
        done: list[Flat] = []
        text = _escaped(self.raw[start:end], self.encoding)
        sizes = 2 if self.encoding.startswith("utf-16") else 1
        at = start
        last = 0
        for bad in _BAD.finditer(text):
            at = self._good(text[last : bad.start()], at, done)
            size = min(len(bad.group()) * sizes, end - at)
            edit = Edit(0, len(bad.group()), "\ufffd", UNDECODABLE, "certain", "none")
            done.append(("\ufffd", at, at + size, (edit,)))
            at += size
            last = bad.end()
        if last < len(text):
            done.append((text[last:], at, end, ()))
        return done

    def _good(self, text: str, at: int, done: list[Flat]) -> int:
        """Append the good text that starts at byte `at`; give the byte behind it."""
        if not text:
            return at
        size = len(text.encode(self.encoding)) if self.encoding == "utf-8" else 0
        size = size or _size(self.raw, at, len(text), self.encoding)
        done.append((text, at, at + size, ()))
        return at + size


def _escaped(raw: bytes, encoding: str) -> str:
    """Decode with a lone surrogate for every byte (UTF-16: unit) that does not decode."""
    if not encoding.startswith("utf-16"):
        return raw.decode(encoding, "surrogateescape")
    text = raw[: len(raw) // 2 * 2].decode(encoding, "surrogatepass")
    return text + "\udc00" * (len(raw) % 2)


def _size(raw: bytes, start: int, chars: int, encoding: str) -> int:
    """Count the bytes of the next `chars` good characters, as the decoder takes them."""
    decoder = codecs.getincrementaldecoder(encoding)()
    count, at = 0, start
    while count < chars:
        count += len(decoder.decode(raw[at : at + 1]))
        at += 1
    return at - start


def decode(raw: bytes, charset: str | None = None) -> Decoded:
    """Find the encoding of a page: mark, strict UTF-8, declaration, then the best of three.

    >>> decode("东西".encode("gb18030")).encoding
    'gb18030'
    >>> decode("东西".encode()).rule
    'decode/utf-8'
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return Decoded(raw, encoding, "decode/byte-order-mark")
    if _reads(raw, "utf-8"):
        return Decoded(raw, "utf-8", "decode/utf-8")
    declared = DECLARED.search(raw, 0, DECLARATION_WINDOW)
    name = charset or (declared.group(1).decode("ascii") if declared else "")
    encoding = WIDER.get(name.lower(), "")
    if encoding and encoding != "utf-8" and _reads(raw, encoding):
        return Decoded(raw, encoding, "decode/declared")
    return _best(raw)


def _reads(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _best(raw: bytes) -> Decoded:
    """Take damaged UTF-8 for what it is, else the codec that leaves the fewest bytes unread."""
    other = len(raw.translate(None, bytes(range(128))))
    if _unread(raw, "utf-8") * DAMAGED_SHARE <= other:
        return Decoded(raw, "utf-8", "decode/damaged-utf-8")
    best = min(
        ("gb18030", "big5hkscs"), key=lambda name: (_unread(raw, name), -_common(raw, name))
    )
    if _unread(raw, best) and _unread(raw, "utf-8") <= _unread(raw, best):
        best = "utf-8"
    return Decoded(raw, best, "decode/fewest-losses")


def _common(raw: bytes, encoding: str) -> int:
    """Count very frequent characters: what tells GBK from Big5 where both read every byte."""
    return len(COMMON.findall(raw.decode(encoding, "ignore")))


def _unread(raw: bytes, encoding: str) -> int:
    """Count the bytes a codec leaves unread."""
    return sum(map(len, _BAD.findall(raw.decode(encoding, "surrogateescape"))))
