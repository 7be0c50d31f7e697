r"""Read back passages that were decoded with a wrong codec and saved again.

What comes in: the text of a whole page, before it is cut. What goes out: edits for what its
bytes prove, and proposals for what is known to be decoded twice but cannot be read back whole.
How the damage arises, and how well this works: `docs/encodings.md`.

A run of characters is put back into the bytes it was read from and read with the codec it was
written in. That counts only where the reading is so much likelier as Chinese than the run is
as any clean text that chance is out of the question (`PROOF`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from functools import cache, lru_cache
from itertools import accumulate
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.damage import lattice
from dongxi.damage.lexicon import COMMON, FREQUENT, LONGEST_WORD, MARKS, plain
from dongxi.damage.lost import MOST_CANDIDATES, clear
from dongxi.data import levels, words
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dongxi.damage.lost import Fill
    from dongxi.model import Certainty

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
#: What is left where bytes that did not decode were saved as U+FFFD: these, or what GBK makes
#: of two of them. A text that speaks of 锟斤拷 writes it once, or between quotation marks.
RESIDUE = re.compile(
    rf"""{LOST}{{2}}
       | (?<![拷“‘「『《"']) (?:锟斤拷)++ (?: 锟 | (?<=拷锟斤拷) ) (?![”’」』》"'])""",
    re.VERBOSE,
)
#: Stands in the bytes for one byte that is lost; no codec has it.
GONE = b"\xff"

#: By so many binary digits the reading must be likelier than what stands there before a page
#: opens: once by chance in a million million runs. A run gains 6 to 14 a character.
PROOF = 40
#: So many Chinese characters a run must hold to prove anything.
FEWEST = 3
#: By so many once a run of the same kind on the page is proven.
ALSO = 8
#: By so many one way to pair the bytes behind losses must be likelier than the other.
CLEAR = 20
#: By how much words make a reading likelier at most, for each character, on top of what its
#: characters are alone. (All 4,014 pages damaged for `benchmarks/repair_accuracy.py` kept every
#: edit; 2026-11.)
WORDS = 6
#: Of the characters of a reading, at most this share, per cent, may be lost, or so many.
MOST_LOST, FEW_LOST = 25, 2
#: Binary digits of the sum over all characters of the tables.
ALL = 27
#: What a character costs, in binary digits: one that only the other side has to explain is
#: dear, what stands there is given the benefit of every doubt. Uniform over GBK is 14.4.
UNLIKELY, FOREIGN = -30, -20
RARE, OTHER, LETTER, LATIN_LETTER, CONTROL = -15, -8, -6, -7, -12

#: What windows-1252 has between 0x80 and 0x9f, as characters; five of these have none there.
WINDOWS = bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
NO_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
LATIN = f"[\x80-\xff{WINDOWS}{LOST}]"
#: What of Latin-1 stands in clean Chinese text.
LATIN_MARKS = frozenset("·×÷°±§")
#: The first byte of a UTF-8 character of three, as Latin-1 reads it.
FIRST = "[\xe0-\xef]"
HANZI = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
#: Private-use characters alone: the icons of a font.
ICONS = re.compile("[\ue000-\uf8ff]++")

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
#: One of three bytes. A run of GBK with less than half of its bytes in such gains nothing.
THREE = re.compile(rb"[\xe0-\xef][\x80-\xbf][\x80-\xbf]")
#: What begins and ends code in HTML and Markdown; inline code ends with its line.
CODE = re.compile(
    r"""(?P<fence> ^[ ]{0,3}(?:```|~~~)[^`\n]*+$ ) | (?P<tick> ` ) | (?P<line> \n )
      | (?P<begin> <(?:code|kbd|samp|tt)\b[^<>]*+> ) | (?P<end> </(?:code|kbd|samp|tt)> )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE | re.ASCII,
)
#: What question marks part.
PART = re.compile(r"[^?]++\??")
#: A blank that was the byte 0xa0 inside a UTF-8 character: one byte is wanted, and this is it.
BLANK = re.compile(rb"([\xe0-\xef][\x80-\xbf]?) ")


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


class Reading(NamedTuple):
    """A run read back."""

    start: int
    end: int
    text: str
    units: tuple[Unit, ...]
    ratio: int
    """How much likelier the reading is than the run, in binary digits."""
    private: bool
    """Some character is a private-use one."""
    marked: bool
    """U+FFFD marks a loss."""
    rule: str
    gaps: bool
    broken: bool
    """Bytes of the run fit nowhere, and no mark says that some are lost."""

    @property
    def applies(self) -> bool:
        """Whether it is whole, and no loss hides how the bytes behind it pair."""
        return self.whole and not (self.gaps and self.marked)

    def proposal(self) -> Edit:
        """Write it as one edit that is not applied."""
        sure: Certainty = "probable" if self.applies else "guess"
        return Edit(self.start, self.end, self.text, self.rule, sure, "none")

    @property
    def whole(self) -> bool:
        """Whether every byte is accounted for and few are lost."""
        lost = self.text.count(LOST)
        few = lost <= FEW_LOST or 100 * lost <= MOST_LOST * len(self.text)
        return few and not self.broken

    @property
    def proven(self) -> bool:
        """Whether chance is out of the question, and the reading is Chinese."""
        return self.ratio >= PROOF and len(HANZI.findall(self.text)) >= FEWEST

    @property
    def counts(self) -> bool:
        """Whether it counts on a page where another run of the kind is proven.

        Two letters of Latin-1 that are one character of UTF-8 do, whatever that is.
        """
        if self.rule == UTF8_AS_LATIN1 and LOST not in self.text:
            return any(unit.size > 1 for unit in self.units)
        shown = any(HANZI.match(one) or one in MARKS for one in self.text)
        return self.ratio >= (0 if self.marked else ALSO) and (shown or self.marked)


class Doubled(NamedTuple):
    """What was decoded twice on a page."""

    family: Literal["doubled"]
    rules: tuple[str, ...]
    runs: int
    """Runs read back."""
    left: int
    """Runs known to be decoded twice and left as they are."""


class Found(NamedTuple):
    """What is to be done on a page."""

    edits: tuple[Edit, ...]
    proposals: tuple[Edit, ...]
    gate: Doubled | None


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


NOTHING = Found((), (), None)


def read_back(text: str, fill: Fill = None, known: Mapping[int, bytes] | None = None) -> Found:
    """Read back what was decoded twice, after a glance at the bytes of the text.

    >>> read_back("滚动轴承、錕鋙、Ångström, Noël")
    Found(edits=(), proposals=(), gate=None)
    """
    rules = RULES if known else glanced(text.encode("utf-8", "surrogatepass"))
    return find(text, fill, known, rules) if rules else NOTHING


def find(
    text: str,
    fill: Fill = None,
    known: Mapping[int, bytes] | None = None,
    rules: AbstractSet[str] = RULES,
) -> Found:
    """Read back what was decoded twice; nothing where no passage proves that.

    `known` has the bytes of characters that stand for bytes which did not decode; `rules` are
    those that are tried.

    >>> [edit[:3] for edit in find("婊氬姩杞存壙").edits]
    [(0, 3, '滚动'), (3, 6, '轴承')]
    >>> find("滚动轴承、錕鋙、Ångström, Noël") == NOTHING
    True
    """
    found = _once(text, fill, known, rules)
    for _ in range(MOST_PASSES):
        if not found.gate or GBK_AS_BIG5 not in found.gate.rules or not found.edits:
            break
        read, origins = _put_in(text, found.edits)
        kept = (
            {at: known[origin] for at, origin in enumerate(origins) if origin in known}
            if known
            else None
        )
        more = _once(read, fill, kept, rules)
        added = [moved for edit in more.edits if (moved := _moved(edit, origins))]
        if not added or not more.gate:
            break
        found = _joined_by(found, added, more.gate.runs)
    return found


#: Readers of Big5 are told apart by what a page holds of their own, so what one has read may
#: let another read more. Passes until nothing is left to do, at most. (Of 300 made pages none
#: needed more than two; 2026-11.)
MOST_PASSES = 4


def _put_in(text: str, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    """Put edits in; give with each character where it stood, or -1 where it was written."""
    done: list[str] = []
    origins: list[int] = []
    last = 0
    for edit in edits:
        done += text[last : edit.start], edit.new
        origins += [*range(last, edit.start), *(-1 for _ in edit.new)]
        last = edit.end
    return "".join([*done, text[last:]]), [*origins, *range(last, len(text))]


def _moved(edit: Edit, origins: Sequence[int]) -> Edit | None:
    """Move an edit to where its characters stood; none if one of them had been written.

    >>> _moved(Edit(1, 2, "路", GBK_AS_BIG5), [0, 2])[:3]
    (2, 3, '路')
    >>> _moved(Edit(0, 1, "路", GBK_AS_BIG5), [-1]) is None
    True
    """
    start, last = origins[edit.start], origins[edit.end - 1]
    if start < 0 or last - start != edit.end - 1 - edit.start:
        return None
    return edit._replace(start=start, end=last + 1)


def _joined_by(found: Found, added: Sequence[Edit], runs: int) -> Found:
    """Add what a further pass read; a proposal for the same place is settled."""
    places = {at for edit in added for at in range(edit.start, edit.end)}
    left = [one for one in found.proposals if places.isdisjoint(range(one.start, one.end))]
    gate = found.gate and found.gate._replace(runs=found.gate.runs + runs, left=len(left))
    return Found(tuple(sorted([*found.edits, *added])), tuple(left), gate)


def _once(
    text: str, fill: Fill, known: Mapping[int, bytes] | None, allowed: AbstractSet[str]
) -> Found:
    """Read back in one pass."""
    edits: list[Edit] = []
    proposals: list[Edit] = []
    taken: set[int] = set()
    rules: list[str] = []
    runs = 0
    for kinds in KINDS:
        if kinds[0].rule not in allowed:
            continue
        if not (known or any(_may_prove(text, kind) for kind in kinds)):
            continue
        kind, readings, proven = _likeliest(text, kinds, known or {}, taken)
        readings = _doubted(text, readings, kind)
        rules += [kind.rule] if readings else []
        for reading in readings:
            taken.update(range(reading.start, reading.end))
            if reading.applies and (proven or fill):
                runs += 1
                edits += _edits(text, reading, kind, fill)
            else:
                proposals.append(reading.proposal())
    if not rules:
        return NOTHING
    gate = Doubled("doubled", tuple(rules), runs, len(proposals))
    return Found(tuple(sorted(edits)), tuple(sorted(proposals)), gate)


def _likeliest(
    text: str, kinds: Iterable[Kind], known: Mapping[int, bytes], taken: AbstractSet[int]
) -> tuple[Kind, list[Reading], bool]:
    """Give the runs that count, if one of them is proven, as the likeliest kind reads.

    The last value tells whether that reading is safe: no other way to pair the bytes behind a
    loss comes near, and nothing shows that characters were dropped.
    """
    best: list[tuple[int, Kind, list[Reading]]] = []
    for kind in kinds:
        if kind.gone == 1 and best and LOST not in text:
            continue
        found = [r for r in _readings(text, kind, known, taken) if r.counts or r.marked]
        counted = [reading for reading in found if reading.counts]
        proven = _shown_outside_code(text, [one for one in counted if one.proven])
        best.append((sum(r.ratio for r in found), kind, counted if proven else []))
    weight, kind, readings = max(best, key=itemgetter(0))
    clear = all(weight - CLEAR >= other for other, rival, _ in best if rival.gone != kind.gone)
    marked = any(reading.marked for reading in readings)
    return kind, readings, _kept(kind, readings) and (clear or not marked)


def _shown_outside_code(text: str, proven: Sequence[Reading]) -> bool:
    """Tell whether one of the proven runs stands outside code: what is in code is quoted.

    Where the page is damaged outside, too, its code is as well.
    """
    if not proven:
        return False
    spans = code_spans(text)
    starts = [start for start, _ in spans]
    nearest = ((one, bisect(starts, one.start) - 1) for one in proven)
    return any(at < 0 or spans[at][1] < one.end for one, at in nearest)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Find what stands in code: between tags for that, between fences, between backticks.

    >>> code_spans("写作`ä¸­`，即<code>ä¸­</code>"), code_spans("<code>没有`完")
    ([(2, 7), (9, 25)], [])
    """
    found: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    for mark in CODE.finditer(text):
        kind = mark.lastgroup or ""
        if kind == "line":
            opened.pop("tick", None)
        elif kind == "begin":
            opened.setdefault("end", mark.start())
        elif kind in opened:
            found.append((opened.pop(kind), mark.end()))
        elif kind != "end":
            opened[kind] = mark.start()
    return _apart(found)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out spans that lie within others.

    >>> _apart([(3, 5), (2, 7), (9, 12)])
    [(2, 7), (9, 12)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found


def _may_prove(text: str, kind: Kind) -> bool:
    """Tell whether a run is long enough, and may gain enough, to prove anything.

    >>> _may_prove("发é展ó", KINDS[2][0]), _may_prove("发ÖÐ¹úµÄ", KINDS[2][0])
    (False, True)
    """
    if kind.gaps and LOST in text:
        return True
    if kind.gaps and kind.gone == 1:  # without a loss the same as the kind before
        return False
    runs = [run.group() for run in kind.runs.finditer(text)]
    runs = [run for run in runs if len(run) >= kind.least]
    if kind.rule == UTF8_AS_GBK:
        runs = [run for run in runs if "€" in run or _wholes(run) >= FEWEST]
    if kind.read_as == "latin":
        return bool(runs)
    if kind.gaps:
        most, gains = _most(kind).__getitem__, _gains(kind).__getitem__
        runs = [run for run in runs if sum(map(most, run)) >= PROOF]
        return any(_best_part(map(gains, run)) >= PROOF for run in runs)
    strange = _strange("".join(runs), kind)
    parts = [run[a:b] for run in runs for a, b in _stretches(run, 0, len(run), strange)]
    parts += [part for run in parts if "?" in run for part in PART.findall(run)]
    return any("€" in p or (_wholes(p) >= FEWEST and not _hopeless(p, kind)) for p in parts)


def _best_part(gains: Iterable[int]) -> int:
    """Give the most that neighbours gain together, with all that words may add.

    >>> _best_part([-20, 9, -8, 9, -20]), _best_part([-20, -8])
    (28, 0)
    """
    best = here = 0
    for gain in gains:
        here += gain + WORDS
        if here < 0:
            here = 0
        elif here > best:
            best = here
    return best


def _wholes(run: str) -> int:
    """Count what may be whole characters of UTF-8 in the bytes of a run of GBK.

    >>> _wholes("婊氬姩杞存壙"), _wholes("滚动轴承厂")
    (4, 0)
    """
    return len(THREE.findall(run.encode("gb18030", "ignore")))


def _kept(kind: Kind, readings: Iterable[Reading]) -> bool:
    """Tell whether characters that the wrong codec has no room for were kept or marked.

    Where they were dropped, what stands on both sides may read as one character.
    """
    if any(reading.private for reading in readings):
        return True
    if kind.gaps:
        return any(reading.marked for reading in readings)
    return kind.rule != UTF8_AS_GBK or not any(reading.broken for reading in readings)


def _doubted(text: str, readings: list[Reading], kind: Kind) -> list[Reading]:
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
    return any(one > "\x7f" and not _common(one) for one in reading.text)


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
        if len(one) != 1 or not _common(one):
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
    common = [one for one in found if len(one) == 1 and one > "\x7f" and _common(one)]
    return max(common, key=lambda one: levels().get(plain(one), 0), default="")


def _readings(
    text: str, kind: Kind, known: Mapping[int, bytes], taken: AbstractSet[int]
) -> Iterator[Reading]:
    """Read the runs of a text back, in parts where a question mark parts what is clean."""
    strange = _strange(text, kind)
    for run in kind.runs.finditer(text):
        if run.end() - run.start() < SHORTEST:
            continue
        for start, end in _stretches(text, *run.span(), strange):
            if taken and not taken.isdisjoint(range(start, end)):
                continue
            parted, reading = "?" in text[start : end - 1], None
            if not parted or known or not _hopeless(text[start:end], kind):
                reading = _reading(text, start, end, kind, known)
                parted = parted and reading is not None and reading.ratio < PROOF
            if parted:
                parts = PART.finditer(text, start, end)
                found = (_reading(text, *part.span(), kind, known) for part in parts)
                for part in found:
                    yield from _trimmed(text, part, kind) if part else ()
            elif reading:
                yield from _trimmed(text, reading, kind)


def _trimmed(text: str, reading: Reading, kind: Kind) -> Iterator[Reading]:
    """Leave out what is likelier as it stands, and give each stretch that is not.

    Clean text holds few letters of Latin-1, so what such a run touches ends it.
    """
    if kind.read_as == "latin":
        yield _behind_mark(text, reading, kind)
    elif kind.gaps:
        for stretch in _damaged(text, reading):
            part = _part(text, reading, *_inside(text, reading, *stretch))
            if HANZI.search(part.text):
                yield part
    else:
        yield _whole_ends(text, reading)


def _inside(text: str, reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Leave out common characters beside clean text: by chance one reads better."""
    units = reading.units
    at = [*accumulate((unit.size for unit in units), initial=reading.start)]
    while 0 < first < last and all(map(_common, text[at[first] : at[first + 1]])):
        first += 1
    while first < last < len(units) and all(map(_common, text[at[last - 1] : at[last]])):
        last -= 1
    return first, last


def _behind_mark(text: str, reading: Reading, kind: Kind) -> Reading:
    """Leave out a mark of Latin-1 that Chinese text uses, where the run reads better without.

    Taken for a byte, it would shift how all that is behind it pairs. Where both ways are about
    as likely, none is sure.
    """
    start, end = reading.start, reading.end
    if kind.codec == "utf-8" or text[start] not in LATIN_MARKS:
        return reading
    other = _reading(text, start + 1, end, kind, {})
    if other and other.ratio >= reading.ratio + CLEAR:
        return other
    doubtful = other is not None and other.ratio > reading.ratio
    return reading._replace(broken=True) if doubtful else reading


def _whole_ends(text: str, reading: Reading) -> Reading:
    """Leave out clean characters at the ends that happen to be whole as UTF-8.

    A loss stays: nothing tells it from clean text. Of one that is marked, the mark ends it.
    A common character that is one of two bytes in UTF-8 may be either, and is left.
    """
    units = reading.units
    if reading.broken:
        return reading
    at = [*accumulate((unit.size for unit in units), initial=reading.start)]
    kept = [
        place
        for stretch in _damaged(text, reading)
        for place in range(*stretch)
        if units[place].size > 1 or not _common(text[at[place]])
    ]
    lost = [place for place, unit in enumerate(units) if LOST in unit.text]
    if not kept and not lost:
        return reading
    part = _part(text, reading, min(kept[:1] + lost[:1]), max(kept[-1:] + lost[-1:]) + 1)
    *rest, last = part.units
    stands = text[part.end - last.size : part.end]
    tail = stands[max(stands.rfind(LOST), stands.rfind("?")) + 1 :]
    if LOST not in last.text or tail in {"", stands} or not all(map(_common, tail)):
        return part
    size = len(tail)
    ended = (*rest, Unit(LOST, last.size - size))
    short = part._replace(units=ended, end=part.end - size)
    return _part(text, short, 0, len(ended))


def _part(text: str, reading: Reading, first: int, last: int) -> Reading:
    """Give some units of a reading; a loss anywhere in the run may still hide how they pair."""
    ends = [*accumulate((unit.size for unit in reading.units), initial=reading.start)]
    start, end, units = ends[first], ends[last], reading.units[first:last]
    return reading._replace(
        start=start,
        end=end,
        text="".join([unit.text for unit in units]),
        units=units,
        ratio=_read_cost(units) - likelihood(text[start:end], RARE, OTHER),
        broken=any(unit.broken for unit in units),
    )


class _Way(NamedTuple):
    """The likeliest way to a place in a run, and the units at which it turned."""

    weight: int
    turns: tuple[int, ...] = ()

    def turned(self, unit: int, price: int = 0) -> _Way:
        """Turn to the other text, or back."""
        return _Way(self.weight - price, (*self.turns, unit))


class _Line:
    """One text of a run, weighed word by word as it grows."""

    def __init__(self, rare: int, other: int, start: _Way) -> None:
        self.rare, self.other = rare, other
        self.form = ""
        self.ways = [start]

    @property
    def last(self) -> _Way:
        return self.ways[-1]

    def add(self, text: str, price: int = 0) -> None:
        """Go on with a text; `price` is for what no table can weigh."""
        known, most = words(), levels()
        if price:
            self.form, self.ways = "", [self.last._replace(weight=self.last.weight + price)]
        for one in plain(text):
            self.form = self.form[1 - LONGEST_WORD :] + one
            cost = _cost(one, most, self.rare, self.other)
            best = self.last._replace(weight=self.last.weight + cost)
            for size in range(SHORTEST, len(self.form) + 1):
                way, level = self.ways[-size], known.get(self.form[-size:])
                if level and way.weight + level - ALL > best.weight:
                    best = way._replace(weight=way.weight + level - ALL)
            self.ways = [*self.ways[1 - LONGEST_WORD :], best]

    def offer(self, way: _Way) -> None:
        """Come in here from another text where that is likelier."""
        if way.weight > self.last.weight:
            self.ways[-1] = way


def _damaged(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the units from and to which a run is likelier read back than as it stands.

    Clean text before and behind costs nothing to leave alone; text between two such stretches
    is left where it proves to be clean.
    """
    before, behind = (_Line(RARE, OTHER, _Way(price)) for price in (0, -PROOF * FEWEST))
    read = _Line(UNLIKELY, FOREIGN, _Way(0, (0,)))
    at = reading.start
    for unit, one in enumerate(reading.units, 1):
        stands = text[at : at + one.size]
        at += one.size
        before.add(stands)
        behind.add(stands)
        read.add("" if one.broken else one.text, UNLIKELY * one.size * one.broken)
        after = behind.last.turned(unit, PROOF)
        behind.offer(read.last.turned(unit))
        read.offer(before.last.turned(unit))
        read.offer(after)
    turns = max(before.last, behind.last, read.last, key=itemgetter(0)).turns
    ends = (*turns, len(reading.units)) if len(turns) % 2 else turns
    yield from zip(ends[::2], ends[1::2], strict=True)


def _strange(text: str, kind: Kind) -> frozenset[str]:
    """Give the characters of a text that the wrong codec does not have."""
    table = codes(kind.read_as)
    return frozenset([c for c in {*text} if c > "\x7f" and c != LOST and c not in table])


def _stretches(
    text: str, start: int, end: int, strange: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Cut a run at characters that the wrong codec does not have."""
    first = start
    for at in range(start, end) if not strange.isdisjoint(text[start:end]) else ():
        if text[at] in strange:
            yield first, at
            first = at + 1
    yield first, end


def _reading(
    text: str, start: int, end: int, kind: Kind, known: Mapping[int, bytes]
) -> Reading | None:
    """Read one run back and weigh it; None where it is nothing of the kind."""
    if end - start < SHORTEST or ICONS.fullmatch(text, start, end):
        return None
    if not known and _hopeless(text[start:end], kind):
        return None
    tokens = _tokens(text, start, end, kind, known)
    units = _units(tokens, kind)
    if kind.times > 1 and not any(u.broken or HANZI.match(u.text) for u in units):
        twice = _units(_again(units), kind)
        peeled = any(HANZI.match(unit.text) for unit in twice)
        units = twice if peeled or all(LOST not in unit.text for unit in twice) else units
    stands, read = text[start:end], "".join([unit.text for unit in units])
    if not HANZI.search(read) and LOST not in stands and kind.rule != UTF8_AS_LATIN1:
        return None
    private = PRIVATE.search(stands) is not None
    ratio = _read_cost(units) - likelihood(stands, RARE, OTHER)
    marked = LOST in stands
    broken = any(unit.broken for unit in units)
    rest = private, marked, kind.rule, kind.gaps, broken
    return Reading(start, end, read, tuple(units), ratio, *rest)


def _hopeless(stands: str, kind: Kind) -> bool:
    r"""Tell whether a run cannot gain by being read back, before words are looked at.

    One with losses is weighed whole unless most of its characters are very frequent: the
    marks of losses in clean text say nothing.

    >>> _hopeless("我们的工厂", KINDS[4][0]), _hopeless("いＡ瓣隔", KINDS[4][0])
    (True, False)
    >>> _hopeless("我们的\ufffd厂", KINDS[4][0]), _hopeless("い\ufffd瓣隔", KINDS[4][0])
    (True, False)
    >>> _hopeless("滚动轴承厂", KINDS[0][0]), _hopeless("婊氬姩杞存壙", KINDS[0][0])
    (True, False)
    """
    if kind.gaps and LOST in stands:
        frequent = [levels().get(one, 0) >= FREQUENT for one in plain(stands)]
        return 2 * sum(frequent) > len(frequent)
    if LOST in stands:
        return False
    if kind.gaps:
        return sum(map(_gains(kind).__getitem__, stands)) + WORDS * len(stands) < 0
    if kind.rule != UTF8_AS_GBK:
        return False
    return (_wholes(stands) + stands.count("?")) * UTF8_SIZE < len(stands)


class _Gains(dict[str, int]):
    """By how much a character is likelier as read back, alone; worked out when asked for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def __missing__(self, one: str) -> int:
        pair = codes(self.kind.read_as).get(one, b"")
        read = pair.decode(self.kind.codec, "ignore")
        good = likelihood(read, UNLIKELY, FOREIGN) if len(read) == 1 else UNLIKELY
        self[one] = gain = good - likelihood(one, RARE, OTHER)
        return gain


@cache
def _gains(kind: Kind) -> _Gains:
    return _Gains(kind)


class _Most(_Gains):
    """The same with all that words may add; nothing for what is likelier as it stands."""

    def __missing__(self, one: str) -> int:
        self[one] = most = max(0, _gains(self.kind)[one] + WORDS)
        return most


@cache
def _most(kind: Kind) -> _Most:
    return _Most(kind)


def _read_cost(units: Sequence[Unit]) -> int:
    """Give the likelihood of what was read back; what fits nowhere is worse than rare."""
    good = "".join([unit.text for unit in units if not unit.broken])
    broken = sum(unit.size for unit in units if unit.broken)
    return likelihood(good, UNLIKELY, FOREIGN) + UNLIKELY * broken


def _tokens(
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
    return LONE if after not in UNCLEAR and _common(one) else GONE


#: Behind a euro sign these may be a byte that goes on with the character.
UNCLEAR = (GONE, b"?")


def _units(tokens: Sequence[Token], kind: Kind) -> list[Unit]:
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
    return tuple(one for one in ones if len(one) == 1 and _common(one))


def _common(one: str) -> bool:
    return one in MARKS or "\uff01" <= one <= "\uff5e" or levels().get(plain(one), 0) >= COMMON


def _again(units: Iterable[Unit]) -> list[Token]:
    """Take what was read back for bytes read wrongly once more."""
    table = codes("latin")
    return [
        Token(
            GONE if u.text == LOST else b"".join(table.get(c) or c.encode() for c in u.text),
            u.size,
        )
        for u in units
    ]


def likelihood(text: str, rare: int, other: int) -> int:
    """Give the binary logarithm of how likely a text is, at best, as Chinese.

    A character no table has costs `rare`, one of another language `other`.

    >>> likelihood("滚动轴承", RARE, OTHER), likelihood("婊氬姩杞存壙", RARE, OTHER)
    (-37, -86)
    """
    form, known, most = plain(text), words(), levels()
    best = [0]
    for end, one in enumerate(form, 1):
        found = best[-1] + _cost(one, most, rare, other)
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            if level := known.get(form[start:end]):
                found = max(found, best[start] + level - ALL)
        best.append(found)
    return best[-1]


def _cost(one: str, most: Mapping[str, int], rare: int, other: int) -> int:
    """Give the same for one character."""
    if one in most:
        return max(most[one] - ALL, rare)
    if HANZI.match(one):
        return rare
    if one == LOST:
        return 0 if other == OTHER else RARE
    if one in MARKS or one < "\x7f" or one == "\u3000" or "\uff01" <= one <= "\uff5e":
        return LETTER
    if one in codes("latin"):
        return (CONTROL if one < "\xa0" else LATIN_LETTER) if other == OTHER else other
    return rare if PRIVATE.match(one) else other


def _edits(text: str, reading: Reading, kind: Kind, fill: Fill) -> Iterator[Edit]:
    """Write each unit that changes; a lost character with its candidates, best first."""
    proven = reading.ratio >= PROOF
    sure: Certainty = "certain" if proven else "probable"
    proof = "codec" if proven else "document"
    at, place = reading.start, 0
    for unit in reading.units:
        place += len(unit.text)
        new, end = unit.text, at + unit.size
        ranked: tuple[str, ...] = ()
        if unit.candidates:
            lost = place - len(new) + new.index(LOST)
            ranked, clear = _ranked(unit.candidates, reading.text, lost)
            new = new.replace(LOST, ranked[0], 1) if fill and clear else new
        if new != text[at:end]:
            yield Edit(at, end, new, kind.rule, sure, proof, ranked)
        at = end


def _ranked(candidates: Sequence[str], text: str, at: int) -> tuple[tuple[str, ...], bool]:
    """Order candidates for a lost character, and tell whether the first leads clearly."""
    before = text[max(0, at - LONGEST_WORD) : at]
    after = text[at + 1 : at + 1 + LONGEST_WORD]
    weights = lattice.among(before, candidates, after, lattice.NOTHING)
    ranked = sorted(((weight, one) for one, weight in weights.items()), key=lattice.heaviest)
    return tuple(one for _, one in ranked[:MOST_CANDIDATES]), clear(ranked)


def glanced(raw: bytes) -> frozenset[str]:
    """Give the rules that a glance at a text in UTF-8 shows to be worth a try.

    >>> sorted(glanced("鏈夌殑浜鸿鍦板浘涓婃病鏈夎矾".encode())), glanced("Noël, Þýðing".encode())
    (['restore/utf8-as-gbk'], frozenset())
    """
    found = [rules for glance, rules in _glances() if glance.search(raw)]
    return frozenset().union(*found)


def may_open(raw: bytes, encoding: str) -> bool:
    """Tell from the bytes whether a page may hold a passage that was decoded twice.

    >>> may_open("鏈夌殑浜鸿鍦板浘涓婃病鏈夎矾".encode(), "utf-8")
    True
    >>> may_open("浏览器、Ångström, Noël, Þýðing".encode(), "utf-8")
    False
    """
    if encoding == "utf-8":
        return any(glance.search(raw) for glance, _ in _glances())
    return encoding == "gb18030" and INCLUDED.search(raw) is not None


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
LATIN_GLANCES = (rb"\xc3[\x80-\xbf]" + _MORE, rb"\xc2[\xa4-\xbf]" + _MORE)
#: Two private characters near each other, as the frequent ones of Big5 read in GBK.
PRIVATE_GLANCE = (
    rb"\xee[\x80-\x9d][\x80-\xbf](?:(?:[\xc2-\xdf]|[\xe2-\xed][\x80-\xbf])[\x80-\xbf]){0,12}+"
    rb"\xee[\x80-\x9d]"
)
#: ㄛ, the comma of GBK read in Big5, before a character beyond ASCII.
COMMA_GLANCE = "ㄛ".encode() + rb"(?=[\xe2-\xef])"
#: U+FFFD before a character beyond ASCII.
LOST_GLANCE = LOST.encode() + rb"[\xc3-\xee]"
#: What GBK makes of the start of a frequent character counts if it is rarer than this itself.
MOST_FREQUENT = 15
#: The two commonest first bytes of such characters: one of them stands in nearly any passage.
STARTS = (b"\xe9", b"\xe6")

#: How 0x80 and bytes that do not decode read.
ODD = "€|\ufffd".encode()


@cache
def _glances() -> tuple[tuple[re.Pattern[bytes], frozenset[str]], ...]:
    """Write what passages decoded twice hold, in the bytes of UTF-8, and by which rules."""
    leads = _first_pairs()
    any_of = b"(?:%b)" % b"|".join(start + rest for start, rest in leads.items())
    two = rb"[\xe2-\xef][\x80-\xbf][\x80-\xbf]" * 2
    thirds = [
        start + leads[start] + b"(?:(?=%b%b|%b)|(?<=%b%b...))" % (two, any_of, ODD, any_of, two)
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
        (re.compile(glance), frozenset(rules)) for glances, rules in rows for glance in glances
    )


def _rare_glance() -> bytes:
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
    return rb"%b(?:[\xc2-\xf4][\x80-\xbf]{1,3}+){0,8}?%b" % (found, found)


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
            begins = any(_common((pair + bytes((c,))).decode()) for c in range(0x80, 0xC0))
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
