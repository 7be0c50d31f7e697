"""Bytes in, the encoding and why out; and a `Text` on demand, of any byte range.

How the encoding is found, and how often rightly: `docs/encodings.md`. Every character knows
its byte because the decoder says so: nothing is encoded again to find out. Bytes that do not
decode are pieces of their own that read U+FFFD.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from array import array
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dongxi.chars import CJK_MARKS, FULLWIDTH_MARKS, expand
from dongxi.model import Edit, Span
from dongxi.text import Flat, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNDECODABLE = "decode/undecodable"
#: Byte order marks, longest first, with a codec that leaves the mark in the text.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Python's codec for each encoding of the WHATWG Encoding standard a Chinese page may name,
#: always the widest (big5hkscs reads the ETEN and HKSCS additions, gb18030 all of GBK), with
#: the standard's labels and some that only Chinese pages use.
LABELS = {
    "utf-8": "utf-8 utf8 utf_8 utf-8n unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "gb18030": "gb2312 gbk gb18030 gb_2312 gb_2312-80 gb2312-80 gb-2312 x-gbk chinese csgb2312 "
    "csiso58gb231280 iso-ir-58 cp936 ms936 windows-936 euc-cn x-euc-cn gb-18030 gb18030-2000",
    "big5hkscs": "big5 big-5 big5-hkscs big5hkscs big5-eten cn-big5 csbig5 x-x-big5 cp950 ms950 "
    "windows-950",
    "utf-16-le": "utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
    "utf-16-be": "utf-16be unicodefffe",
    "cp1252": "iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 windows-1252 cp1252 x-cp1252 "
    "us-ascii ascii",
    "cp932": "shift_jis shift-jis sjis x-sjis ms932 windows-31j csshiftjis",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 korean cseuckr windows-949",
}
#: What may stand around a label.
LABEL_ENDS = " \t\n\f\r\"'"
CODECS = {label: codec for codec, labels in LABELS.items() for label in labels.split()}
#: How far into a page a declaration is looked for (the HTML standard asks for 1,024 bytes).
DECLARATION_WINDOW = 4096
#: In lower case, a comment, an XML declaration, or a `meta`; the latter two name an encoding.
DECLARED = re.compile(
    rb"""< (?: !--.*?(?:-->|\Z)
      | \?xml\b [^>]{0,100}? \bencoding\s{0,8}=\s{0,8} ["'] (?P<xml>[\w.:-]{2,40})
      | meta\b (?P<before>[^>]{0,400}?)
        \bcharset\s{0,8}=\s{0,8} ["']? \s{0,8} (?P<meta>[\w.:-]{2,40}) (?P<after>[^>]{0,400}) )
    """,
    re.VERBOSE | re.DOTALL,
)
#: Bytes judged where strict UTF-8 fails, without markup: from the start, and from the end.
#: (64 characters already tell GBK from Big5 on every made page: docs/encodings.md.)
SAMPLE, TAIL = 8_192, 4_096
#: A stretch that may hold characters of two or more bytes; trails may be ASCII from 0x30 on.
RUN = re.compile(rb"[\x80-\xff][\x30-\x39\x40-\x7e\x80-\xff]*+")
#: A byte that no character of two or more bytes holds.
APART = re.compile(rb"[\x00-\x2f\x3a-\x3f]")
#: A UTF-8 character of three bytes or more: too much of a chance in GBK or Big5 text.
THREE = re.compile(rb"[\xe0-\xf4][\x80-\xbf]")
#: One Latin letter or mark of windows-1252, alone among ASCII.
WESTERN = re.compile(
    rb"(?<![\x80-\xff])[\x91-\x97\xa0\xa9\xab\xae\xb0\xb7\xbb\xc0-\xff](?![\x80-\xff])"
)
#: Of the bytes beyond ASCII this many per cent stand alone on a windows-1252 page.
WESTERN_SHARE = 90
#: Of the 16-bit units this many per cent are plausible on a page of UTF-16 without mark, and
#: so many units are needed to tell.
PLAUSIBLE_SHARE, FEWEST_UNITS = 90, 8
#: What a declaration weighs, in points: two very frequent characters.
PRIOR = 6
#: Points of one character: very frequent, known, rare or not Chinese, private use. A byte that
#: does not decode counts as rare. Of UTF-8, three bytes that fit count as very frequent, two
#: (which often fit by chance) as known.
FREQUENT, KNOWN, RARE, PRIVATE = 3, 1, -1, -3
#: A reading of so many characters with this many tenths of a point each is taken at once: the
#: right one gives 13 to 28, a wrong one at most 2 (made and real pages, 2026-11).
CLEAR_SIZE, CLEAR = 32, 10
#: Of the characters so many per cent must be very frequent before valid UTF-8 is doubted.
DOUBT_SHARE = 60
#: Codecs of other languages, believed only if declared; their letters are known there.
OTHERS = frozenset({"cp932", "euc_jp", "cp949"})
#: Characters a codec lacks that the Encoding standard has: the euro sign of cp936 and cp950.
EXTRA = {("gb18030", b"\x80"): "€", ("big5hkscs", b"\xa3\xe1"): "€"}
EXTRA_RULE = "decode/euro"
#: The upper two bits of a byte that goes on with a UTF-8 character.
CONTINUES = 0b10
#: 1 for every byte that starts a UTF-8 character.
LEAD = bytes(0 if byte >> 6 == CONTINUES else 1 for byte in range(256))
#: From here on a byte starts a character, as a signed number.
FIRST_OF_CHARACTER = -0x40
#: Longer ranges of bytes are read faster as arrays.
LONG = 200
#: Very frequent characters of both scripts, and marks. Big5 read as GBK, or GBK as Big5, gives
#: others.
COMMON = frozenset(
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會"
    "会可主發发年動动同工也能下過过子說说產产種种面而方後后多定行學学法所民得經经十三之進进等"
    "部度家電电力里如水化高自二理起小物現现實实加量都兩两體体制機机當当使點点從从業业本去把性"
    "好應应開开合還还因由其些然前外天政四日那社義义事平形相全表間间與与關关各重新內内數数正心"
    "反你明看原又利比或但質质氣气第向道此變变條条只沒没結结解問问意建月公無无最立代想已通並并"
    "提直題题黨党程展五果員员位入常文總总次品式活設设及管特件長长求老頭头基資资路級级少圖图山"
    "統统接知較较將将組组見见計计期根論论運运農农指區区強强放決决西東东南北被先回任取處处据報"
    "报记記者华華市省县縣村乡鄉镇鎮委书書京海州台湾灣港战戰教育网網站信息服务務企司项項目投万"
    "萬亿億元百六七八九约約超近今昨午晚早周星参參举舉办辦介绍紹始终終推促安保护護环環境改革创"
    "創造科技研究院校师師孩父母亲親女男儿兒友爱愛让讓给給吃喝走跑车車房屋楼樓河花树樹草春夏秋"
    "冬雨雪风風阳陽光夜久刚剛才再越很非太真吗嗎呢吧啊她它谁誰哪怎什么麼几幾每某另双雙半整片张"
    "張名句话話语語言字词詞告诉訴讲講听聽读讀写寫笑哭跟按照據供该該需须須易难難快慢"
    "，。、：；“”‘’「」『』（）《》？！…—·　"
)
_BAD = re.compile("[\ud800-\udfff\0]+")


class Decoded:
    """The bytes of a page and the codec that reads them.

    `raw` is untouched; `encoding` is a Python codec that writes no byte order mark; `rule`
    says how it was found; `start` is 0. Pickles as its bytes.
    """

    __slots__ = ("_damage", "_marks", "_sha256", "encoding", "raw", "rule")

    def __init__(
        self, raw: bytes, encoding: str, rule: str, damaged: int | None = None
    ) -> None:
        self.raw, self.encoding, self.rule = raw, encoding, rule
        self._marks: array[int] | None = None
        self._damage = damaged
        self._sha256: str | None = None

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
        self._marks = self._damage = self._sha256 = None

    @property
    def damaged(self) -> int:
        """How many bytes do not decode."""
        if self._damage is None:
            pieces = self.pieces(0, len(self.raw))
            self._damage = sum(end - start for _, start, end, edits in pieces if edits)
        return self._damage

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, 64 hex digits."""
        if self._sha256 is None:
            self._sha256 = hashlib.sha256(self.raw).hexdigest()
        return self._sha256

    def text(self, start: int = 0, end: int | None = None) -> Text:
        """Read bytes `[start, end)`, which must begin and end between characters."""
        return Text(self, self.pieces(start, len(self.raw) if end is None else end))

    def pieces(self, start: int, end: int) -> list[Flat]:
        """Read bytes `[start, end)` as flat pieces; one per stretch of bad bytes."""
        if start == end:
            return []
        raw = self.raw[start:end]
        try:
            text = raw.decode(self.encoding)
        except UnicodeDecodeError:
            return self._damaged(start, end)
        if 0 in raw and "\0" in text:  # of UTF-16, every other byte may be zero
            return self._damaged(start, end)
        return [(text, start, end, ())]

    def lines(self, ranges: Sequence[tuple[int, int]]) -> list[str] | None:
        """Read byte ranges without line ends; None where one holds bad bytes.

        One call of the decoder for all: a line end is part of no longer character.
        """
        raw = self.raw
        try:
            whole = b"\n".join([raw[a:b] for a, b in ranges]).decode(self.encoding)
        except UnicodeDecodeError:
            return None
        return None if "\0" in whole else whole.split("\n")

    def marks(self, start: int, end: int) -> Sequence[int]:
        """Give the byte offset of each character of `[start, end)`, then `end` itself."""
        if self.encoding == "utf-8":
            if end - start < LONG:
                short = self.raw[start:end].translate(LEAD)
                return [*compress(range(start, end), short), end]
            leads = np.frombuffer(self.raw[start:end].translate(LEAD) + b"\1", np.bool_)
            return array("Q", (np.flatnonzero(leads) + start).astype(np.uint64).tobytes())
        if self._marks is None:
            self._marks = self._walk()
        first, last = (bisect_right(self._marks, edge) - 1 for edge in (start, end))
        return self._marks[first : last + 1]

    def places(self, start: int, end: int, chars: Sequence[int]) -> list[int]:
        """Give the byte offset of some characters of `[start, end)`, of few of them faster.

        >>> source = Decoded(("东西a" * 100).encode(), "utf-8", "decode/utf-8")
        >>> source.places(0, 700, [0, 1, 2, 3, 299, 300]), source.places(700, 700, [0])
        ([0, 3, 6, 7, 699, 700], [700])
        """
        if self.encoding != "utf-8" or end - start < LONG:
            marks = self.marks(start, end)
            return [marks[char] for char in chars]
        units = np.frombuffer(self.raw, np.int8, end - start, start)
        following = np.flatnonzero(units < FIRST_OF_CHARACTER)
        above = following - np.arange(len(following))  # the characters above each of them
        before = np.searchsorted(above, chars, "right").tolist()
        return [start + char + more for char, more in zip(chars, before, strict=True)]

    def _walk(self) -> array[int]:
        """Give the byte offset of every character of the page, then its length.

        A pair that reads as two characters (Big5-HKSCS has four) gives its start and, for the
        second, its end, where the next one starts too: a cut between leaves the pair on the left.
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
            done.append(_unread(self.raw[at : at + size], at, len(bad.group()), self.encoding))
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


def _unread(raw: bytes, at: int, chars: int, encoding: str) -> Flat:
    """Give the piece for bytes at `at` that the codec does not read as its `chars` characters."""
    new, rule, proof = EXTRA.get((encoding, raw), ""), EXTRA_RULE, "codec"
    if not new:
        new, rule, proof = "\ufffd", UNDECODABLE, "none"
    return (new, at, at + len(raw), (Edit(0, chars, new, rule, "certain", proof),))


def _pair(error: UnicodeError) -> tuple[str, int]:
    """Escape a whole pair that Big5 does not assign, as the Encoding standard does.

    Python's codecs drop one byte only and read the rest of the run one byte late. A second
    byte that is ASCII stays.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start = error.start
    pair = error.object[start : start + 2]
    size = 2 if pair[0] in LEADS and len(pair) == 2 and pair[1] in TRAILS else 1  # noqa: PLR2004
    return "".join(chr(ESCAPE + byte) for byte in pair[:size]), start + size


#: The first and second bytes of Big5 pairs that are no ASCII.
LEADS, TRAILS = range(0x81, 0xFF), range(0x80, 0xFF)
#: Python's `surrogateescape` writes a byte as this code point plus the byte.
ESCAPE = 0xDC00
ESCAPED = frozenset(chr(ESCAPE + byte) for byte in range(0x80, 0x100))
PAIR = "dongxi.pair"
codecs.register_error(PAIR, _pair)


def _handler(encoding: str) -> str:
    return PAIR if encoding == "big5hkscs" else "surrogateescape"


def _escaped(raw: bytes, encoding: str) -> str:
    """Decode with a lone surrogate for every byte (UTF-16: unit) that does not decode."""
    if not encoding.startswith("utf-16"):
        return raw.decode(encoding, _handler(encoding))
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


class Declared(NamedTuple):
    """What a page says its encoding is."""

    label: str
    """As written."""
    encoding: str
    """The Python codec the Encoding standard's reading of the label amounts to."""
    span: Span
    """The bytes of the label."""


def declared(raw: bytes) -> Declared | None:
    """Find the encoding a page names in its XML declaration or a `meta`, comments aside.

    The first known label counts. A page that says UTF-16 in ASCII bytes means UTF-8.

    >>> declared(b'<meta charset="gb_2312-80">')
    Declared(label='gb_2312-80', encoding='gb18030', span=Span(start=15, end=25))
    >>> declared(b'<script charset="gbk"></script><!--<meta charset=big5>-->') is None
    True
    """
    for found in DECLARED.finditer(raw[:DECLARATION_WINDOW].lower()):
        group = "xml" if found["xml"] else "meta"
        encoding = codec((found[group] or b"").decode("ascii"))
        if not encoding or (found["meta"] and not _is_pragma(found)):
            continue
        if encoding.startswith("utf-16"):
            encoding = "utf-8"
        span = Span(*found.span(group))
        return Declared(raw[span.start : span.end].decode("ascii"), encoding, span)
    return None


def _is_pragma(found: re.Match[bytes]) -> bool:
    """Tell a `meta` that declares from one whose description speaks of a charset."""
    before = found["before"]
    return b"content" not in before or b"http-equiv" in before + found["after"]


def codec(label: str) -> str:
    """Give the Python codec for a label of the Encoding standard; empty for unknown ones.

    >>> codec(" GB2312 "), codec("x-x-big5"), codec("gb23l2")
    ('gb18030', 'big5hkscs', '')
    """
    return CODECS.get(label.strip(LABEL_ENDS).lower(), "")


def decode(raw: bytes, charset: str | None = None) -> Decoded:
    """Find the encoding of a page: mark, strict UTF-8, then what its characters speak for.

    `charset` is what the HTTP header says; it stands before what the page says, and both
    before the order of the codecs, but none before clear evidence.

    >>> decode("东西".encode("gb18030")).encoding
    'gb18030'
    >>> decode("东西".encode()).rule
    'decode/utf-8'
    >>> decode("<meta charset=gb2312>东西".encode()).rule
    'decode/declared-wrong'
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark) and _bears_out(raw, encoding):
            return Decoded(raw, encoding, "decode/byte-order-mark")
    page = declared(raw)
    said = tuple(filter(None, (codec(charset or ""), page.encoding if page else "")))
    for encoding in _sixteen(raw, said):
        rule = "decode/declared" if encoding in said else "decode/zero-bytes"
        return Decoded(raw, encoding, rule)
    if _reads_utf_8(raw):
        return _valid(raw, said)
    return _best(raw, said)


def _bears_out(raw: bytes, encoding: str) -> bool:
    """Tell whether a page can be what its mark says: two stray bytes may look like one."""
    if encoding == "utf-8":
        return _reads_utf_8(raw)
    head = raw[: min(SAMPLE, len(raw) // 2 * 2)]
    short = len(head) < 2 * FEWEST_UNITS
    return short or b"\0" in head or _plausible(head, encoding)


def _reads_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sixteen(raw: bytes, said: Sequence[str]) -> Iterator[str]:
    """Give the byte order of UTF-16 without mark: by its zeros, or by the header."""
    head = raw[:SAMPLE] if len(raw) > SAMPLE else raw[: len(raw) // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if (zeros > others or encoding in said) and _plausible(head, encoding):
            yield encoding


def _plausible(head: bytes, encoding: str) -> bool:
    """Tell whether units read as Chinese and ASCII, nearly all of them."""
    text = head.decode(encoding, "surrogatepass")
    if len(text) < FEWEST_UNITS:
        return False
    known = _known()
    good = sum(n for char, n in Counter(text).items() if char in known or char in PRINTED)
    return good * 100 >= len(text) * PLAUSIBLE_SHARE


#: ASCII that pages of text hold.
PRINTED = frozenset(map(chr, (9, 10, 13, *range(0x20, 0x7F))))


def _valid(raw: bytes, said: Sequence[str]) -> Decoded:
    """Take valid UTF-8 for what it is, but not two-byte characters that spell Chinese in GBK."""
    if raw.isascii() or (said and "utf-8" in said):
        return Decoded(raw, "utf-8", "decode/utf-8", None if b"\0" in raw else 0)
    if not THREE.search(raw):
        sample = _sample(raw)
        for encoding in dict.fromkeys((*said, "gb18030", "big5hkscs")):
            if encoding in {"gb18030", "big5hkscs"} and _spells(sample, encoding):
                return Decoded(
                    raw, encoding, _why(encoding, said, "decode/frequent-characters")
                )
    return Decoded(
        raw, "utf-8", _why("utf-8", said, "decode/utf-8"), None if b"\0" in raw else 0
    )


def _spells(sample: bytes, encoding: str) -> bool:
    """Tell whether most characters are very frequent Chinese ones, and at least two."""
    text = sample.decode(encoding, _handler(encoding))
    counts = Counter(char for char in text if char > "\x7f")
    frequent = sum(n for char, n in counts.items() if char in COMMON)
    return frequent > 1 and frequent * 100 >= counts.total() * DOUBT_SHARE


def _why(encoding: str, said: Sequence[str], otherwise: str) -> str:
    """Name the reason: agreement with what was said, disagreement, or neither."""
    if encoding in said:
        return "decode/declared"
    return "decode/declared-wrong" if said else otherwise


def _best(raw: bytes, said: Sequence[str]) -> Decoded:
    """Take the codec whose reading of a sample looks most like Chinese."""
    sample = _sample(raw)
    scores: dict[str, _Score] = {}
    for name in dict.fromkeys((*said, "utf-8", "gb18030", "big5hkscs")):
        if name.startswith(("utf-16", "cp1252")):
            continue
        scores[name] = score = _score(sample, name)
        if score.read >= CLEAR_SIZE and score.points * 10 >= score.read * CLEAR:
            return Decoded(raw, name, _reason(name, score, said, "decode/frequent-characters"))
    best = max(scores, key=lambda name: scores[name].points + PRIOR * (name in said))
    if not any(score.read for score in scores.values()):
        return Decoded(raw, "utf-8", "decode/fewest-losses")
    score = scores[best]
    if score.points <= 0 and _is_western(sample):
        return Decoded(raw, "cp1252", _why("cp1252", said, "decode/western"))
    rivals = (scores[name].bad for name in ("gb18030", "big5hkscs") if name != best)
    fewest = best == "utf-8" or score.bad < min(rivals)
    otherwise = "decode/fewest-losses" if fewest else "decode/frequent-characters"
    return Decoded(raw, best, _reason(best, score, said, otherwise))


def _reason(best: str, score: _Score, said: Sequence[str], otherwise: str) -> str:
    """Name the reason where strict UTF-8 failed."""
    if best == "utf-8" and score.read:
        return "decode/damaged-utf-8"
    return _why(best, said, otherwise)


def _sample(raw: bytes) -> bytes:
    """Give the stretches beyond ASCII: the first `SAMPLE` bytes, and some of the end."""
    runs, size, at = [], 0, 0
    for found in RUN.finditer(raw):
        runs.append(found.group()[: SAMPLE - size])
        size += len(runs[-1])
        at = found.end()
        if size >= SAMPLE:
            break
    start = APART.search(raw, max(at, len(raw) - TAIL)) if size >= SAMPLE else None
    if start:
        runs += RUN.findall(raw, start.end())
    return b"\n".join(runs)


class _Score(NamedTuple):
    """How well a codec reads a sample."""

    points: int
    read: int
    """Characters beyond ASCII."""
    bad: int
    """Bytes left unread."""


def _score(sample: bytes, encoding: str) -> _Score:
    """Weigh the characters a codec reads; a character cut at the end counts for nothing."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    counts = {char: n for char, n in Counter(decoder.decode(sample)).items() if char > "\x7f"}
    bad = sum(counts.pop(char) for char in ESCAPED & counts.keys())
    if encoding == "utf-8":
        points = sum(n * (FREQUENT if char > "\u07ff" else KNOWN) for char, n in counts.items())
    else:
        points = _weighed(counts, encoding)
    return _Score(points + RARE * bad, sum(counts.values()), bad)


def _weighed(counts: dict[str, int], encoding: str) -> int:
    """Sum up the points of characters."""
    known, points = _known(), 0
    for char, n in counts.items():
        if char in COMMON:
            points += FREQUENT * n
        elif char in known:
            points += KNOWN * n
        elif "\ue000" <= char <= "\uf8ff":
            points += PRIVATE * n
        elif encoding in OTHERS and "\u3041" <= char <= "\ud7a3" and not _han(char):
            points += FREQUENT * n
        else:
            points += RARE * n
    return points


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@cache
def _known() -> frozenset[str]:
    """Give the characters of everyday: the first levels of GB 2312 and Big5, and marks."""
    simplified = b"".join(bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    ends = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = b"".join(bytes((a, b)) for a in range(0xA4, 0xC6) for b in ends)
    hanzi = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    return (
        COMMON | expand(CJK_MARKS + FULLWIDTH_MARKS + "０-９Ａ-Ｚａ-ｚ×°％") | frozenset(hanzi)
    )


def _is_western(sample: bytes) -> bool:
    """Tell whether the bytes beyond ASCII stand alone, as Latin letters do."""
    high = len(sample.translate(None, bytes(range(0x80))))
    return 0 < high * WESTERN_SHARE <= len(WESTERN.findall(sample)) * 100
