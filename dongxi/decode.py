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
from operator import itemgetter
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
#: 1 for every byte that starts a UTF-8 character.
LEAD = bytes(0 if 0x80 <= byte < 0xC0 else 1 for byte in range(256))
#: UTF-8 of which at most one non-ASCII byte in three is bad is damaged UTF-8: GBK and Big5
#: pages read as UTF-8 leave nearly all of theirs (made pages, 2026-11).
DAMAGED_SHARE = 3
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
        same = isinstance(other, Decoded)
        return same and (self.raw, self.encoding) == (other.raw, other.encoding)

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
            self._marks = _walk(self.raw, self.encoding)
        first, last = bisect_left(self._marks, start), bisect_left(self._marks, end)
        return self._marks[first : last + 1]

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


def _walk(raw: bytes, encoding: str) -> array[int]:
    """Give the byte offset of every character of a page, then its length.

    A pair that reads as two characters (Big5-HKSCS has four) gives both its start and, for
    the second, its end: a cut between them leaves the pair on the left.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    found, start = array("Q"), 0
    for at in range(len(raw)):
        got = decoder.decode(raw[at : at + 1])
        if got:
            found.append(start)
            found.extend([at + 1] * (len(got) - 1))
            start = at + 1
    found.append(len(raw))
    return found


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
    losses = [(_unread(raw, name), name) for name in ("gb18030", "big5hkscs", "utf-8")]
    return Decoded(raw, min(losses, key=itemgetter(0))[1], "decode/fewest-losses")


def _unread(raw: bytes, encoding: str) -> int:
    """Count the bytes a codec leaves unread."""
    return sum(map(len, _BAD.findall(raw.decode(encoding, "surrogateescape"))))
