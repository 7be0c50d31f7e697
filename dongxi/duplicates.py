"""Texts in, keys out; keys in, and out what each document repeats and which belong together.

A key is made where the text is at hand; the search sees keys only. It is exact: documents are
joined if and only if a chain of pairs that reach a threshold joins them.

A *pair* says that two documents are duplicates: `exact` (their compared forms are equal),
`near` (their sets of shingles are alike) or `contained` (most of the smaller set stands in the
larger, and they are not near). A *link* is the pair that says which document a document
repeats; it has at most one:

1. of equal documents, the others repeat the earliest; it alone goes on to 2;
2. from the earliest to the last, a document that is near some that go on to 3 repeats the
   earliest of these; else it goes on to 3 itself;
3. a document contained in others that got here repeats the largest, then the earliest.

Earlier means the earlier date, unknown dates last, then the smaller id. A similarity is always
that of the two documents named. Following links ends, since each leads to a later step or, in
3, to a larger document; where it ends stands a document that repeats none.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from dongxi.model import Key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    import numpy.typing as npt

    Codes = npt.NDArray[np.uint32]
    Hashes = npt.NDArray[np.uint64]
    Numbers = npt.NDArray[np.int64]

Kind = Literal["exact", "near", "contained"]

#: Characters of a shingle. With 4, 5 and 6 the most alike two of the seeds' 34 documents that
#: are no copies share 158, 146 and 138 per mille of the smaller one (2026-11).
SHINGLE = 5
#: Jaccard index, per mille, from which two documents are near.
#:
#: Measured on copies made of the seeds' 34 documents (2026-11): with 2, 3, 4, 5 % of their
#: characters replaced at random 33, 34, 29, 15 are near, and 34, 34, 33, 27 near or contained;
#: two words dropped, stretches of 120 in another order, the first 70 %: all are near. Of the 561
#: pairs only the two real copies, both contained, reach 58.
NEAR = 650
#: Share, per mille, of the smaller document's shingles from which it is contained.
#:
#: Measured likewise: cut to the first 30 % or 50 %, with 2 % of characters replaced, all are
#: contained. Essays of one topic share at most 146; two texts half of set phrases, 475.
CONTAINED = 750
#: Distinct shingles from which a document can be contained in another. A slogan of a hundred
#: characters must not join every document that quotes it.
CONTAINED_SHINGLES = 100
#: Characters of the compared form from which passages are compared: one shingle. Shorter
#: ones are numerals and labels.
PASSAGE_CHARS = SHINGLE

#: Odd multiplier of the shingle hash: 2^64 over the golden ratio (Knuth, The Art of Computer
#: Programming 3, 6.4). With `SHIFT` each step is a bijection of 64 bits.
MULTIPLIER = 0x9E3779B97F4A7C15
SHIFT = 32
HASH_BYTES = 8

#: Letters and digits beyond ASCII, first and last code point. Not taken from Unicode tables,
#: which change with the Python version.
LETTERS = (
    (0x00AA, 0x00AA), (0x00B5, 0x00B5), (0x00BA, 0x00BA),                     # Latin
    (0x00C0, 0x00D6), (0x00D8, 0x00F6), (0x00F8, 0x02AF), (0x1E00, 0x1EFF),
    (0x0370, 0x0373), (0x0376, 0x0377), (0x037B, 0x037D), (0x037F, 0x037F),   # Greek
    (0x0386, 0x0386), (0x0388, 0x03F5), (0x03F7, 0x03FF), (0x1F00, 0x1FBC),
    (0x0400, 0x0481), (0x048A, 0x052F),                                       # Cyrillic
    (0x0531, 0x0556), (0x0561, 0x0587), (0x10A0, 0x10FA),                     # Caucasus
    (0x05D0, 0x05EA), (0x0620, 0x064A), (0x0660, 0x0669), (0x066E, 0x06D3),   # Semitic
    (0x06EE, 0x06FC), (0x0750, 0x077F),
    (0x0900, 0x0963), (0x0966, 0x0DF3), (0x0E01, 0x0E3A), (0x0E40, 0x0E4E),   # South Asia
    (0x0E50, 0x0E59), (0x0E81, 0x0EDF), (0x1000, 0x1049), (0x1780, 0x17D3), (0x17E0, 0x17E9),
    (0x0F00, 0x0F00), (0x0F20, 0x0F33), (0x0F40, 0x0FBC), (0x1810, 0x18AA),   # Tibet, Mongolia
    (0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3),                     # Hangul
    (0x3041, 0x3096), (0x30A1, 0x30FA), (0x30FC, 0x30FE), (0x31F0, 0x31FF),   # Kana
    (0xFF66, 0xFF9D),
    (0x3105, 0x312F), (0x31A0, 0x31BF), (0xA000, 0xA48C),                     # Bopomofo, Yi
    (0x2160, 0x2188), (0x3021, 0x3029),                                       # Numerals
    (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),   # Han
    (0x20000, 0x3FFFD),                                    # the two planes of ideographs
)  # fmt: skip
#: ASCII letters and digits, with what they are read as.
ASCII = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: Fullwidth forms of ASCII lie this far above it.
FULLWIDTH_OFFSET = 0xFEE0
CODE_POINTS = 0x110000

#: Hash of the compared form of a text without any letter, digit or Han.
NOTHING = hashlib.sha256(b"").hexdigest()


class Pair(NamedTuple):
    """Two documents that are duplicates."""

    document: str
    """The copy: contained in the other, or the later of the two."""
    other: str
    """What it repeats."""
    kind: Kind
    similarity: int
    """Per mille, rounded down: Jaccard index, or for contained the share contained."""


class Found(NamedTuple):
    """The duplicates among documents."""

    pairs: tuple[Pair, ...]
    """Enough pairs to join all that belong together."""
    links: dict[str, Pair]
    """What each document repeats; one that repeats none is absent."""


def compared(text_hans: str) -> str:
    """Reduce a Simplified text to what is compared: letters, digits and Han.

    Punctuation, marks and white space go, fullwidth letters and digits are read as ASCII,
    and ASCII is lower-cased.

    >>> compared("“十三五”时期,ＧＤＰ 增长６.７%。")
    '十三五时期gdp增长67'
    >>> compared("绿水青山就是金山银山")
    '绿水青山就是金山银山'
    """
    codes = _folds()[_codes(text_hans)]
    form: str = codes[codes != 0].tobytes().decode("utf-32-le")
    return form


def shingles(form: str) -> bytes:
    """Hash every run of five characters of a compared form.

    Give the distinct hashes, ascending, 8 bytes each, big-endian. A hash starts at 0 and takes
    each code point as `h = (h + code) * MULTIPLIER`, `h ^= h >> SHIFT`, modulo 2^64. A form
    of fewer than five characters has none.

    >>> shingles("绿水青山就").hex()
    'c1c62df0eb01c43a'
    >>> len(shingles("绿水青山就是金山银山")) // 8
    6
    >>> shingles("绿水青山")
    b''
    """
    codes = _codes(form).astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return b""
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes += codes[place : place + count]
        hashes *= np.uint64(MULTIPLIER)
        hashes ^= hashes >> np.uint64(SHIFT)
    hashes.sort()
    fresh = np.append(True, hashes[1:] != hashes[:-1])
    distinct: bytes = hashes[fresh].astype(">u8").tobytes()
    return distinct


def key(  # noqa: PLR0913, PLR0917 - the columns of a key
    document_id: str,
    seed: str,
    sha256: str,
    date: str | None,
    text_hans: str,
    passages: Iterable[tuple[str, str]],
) -> Key:
    """Make the key of a document from its Simplified text and the texts of its passages.

    Passages whose compared form is shorter than `PASSAGE_CHARS` are left out.

    >>> parts = [("a.1", "一、"), ("a.2", "绿水 青山在")]
    >>> made = key("a", "a", "00", None, "绿水青山。", parts)
    >>> made.text == hashlib.sha256("绿水青山".encode()).hexdigest(), len(made.shingles)
    (True, 0)
    >>> [passage for passage, _ in made.passages]
    ['a.2']
    """
    form = compared(text_hans)
    forms = ((passage, compared(text)) for passage, text in passages)
    hashes = tuple((name, _sha256(text)) for name, text in forms if len(text) >= PASSAGE_CHARS)
    return Key(document_id, seed, sha256, date, _sha256(form), shingles(form), hashes)


def compare(one: Key, other: Key) -> Pair | None:
    """Say how two documents are duplicates, if they are.

    A document without any letter, digit or Han equals none; one without shingles is never
    near or contained.

    >>> one, two = (key(name, name, "", None, "绿水青山" * 9, []) for name in "ab")
    >>> compare(one, two)
    Pair(document='b', other='a', kind='exact', similarity=1000)
    >>> compare(one, key("c", "c", "", None, "金山银山" * 9, [])) is None
    True
    """
    early, late = sorted((one, other), key=_rank)
    if early.text == late.text:
        equal = Pair(late.document, early.document, "exact", 1000)
        return None if early.text == NOTHING else equal
    small, large = sorted((late, early), key=_size)
    least, most = _hashes(small), _hashes(large)
    if len(least) == 0:
        return None
    shared = len(np.intersect1d(least, most, assume_unique=True))
    jaccard = 1000 * shared // (len(least) + len(most) - shared)
    if jaccard >= NEAR:
        return Pair(late.document, early.document, "near", jaccard)
    share = 1000 * shared // len(least)
    if share >= CONTAINED and len(least) >= CONTAINED_SHINGLES:
        return Pair(small.document, large.document, "contained", share)
    return None


def find(keys: Iterable[Key]) -> Found:
    """Find the duplicates among documents, in whatever order they come.

    >>> texts = {"a": "绿水青山就是金山银山", "b": "「绿水青山就是金山银山」", "c": "金山银山"}
    >>> found = find(key(name, name, "", None, text, []) for name, text in texts.items())
    >>> found.links
    {'b': Pair(document='b', other='a', kind='exact', similarity=1000)}
    """
    alone, copies = _equal(keys)
    search = _Search(alone)
    search.run()
    pairs = (*copies, *search.pairs)
    links = (*copies, *search.links.values())
    return Found(pairs, {link.document: link for link in links})


def _equal(keys: Iterable[Key]) -> tuple[list[Key], list[Pair]]:
    """Part the earliest document of each text, in order, from its equals."""
    alone: list[Key] = []
    copies: list[Pair] = []
    for key in sorted(keys, key=lambda key: (key.text, *_rank(key))):
        pair = compare(alone[-1], key) if alone and alone[-1].text == key.text else None
        if pair:
            copies.append(pair)
        else:
            alone.append(key)
    return sorted(alone, key=_rank), copies


class _Search:
    """The search among documents of unequal texts, numbered from the earliest."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys
        self.index = _indexed(keys)
        self.above = list(range(len(keys)))
        self.links: dict[int, Pair] = {}
        self.pairs: list[Pair] = []

    def run(self) -> None:
        """Take step 2, then step 3."""
        sizes = self.index.sizes
        for number in range(len(self.keys)):
            found = _partners(self.index, number, NEAR)
            self._settle(number, found[found < number].tolist(), "near", self.links)
        copies = frozenset(self.links)
        for number in np.flatnonzero(sizes >= CONTAINED_SHINGLES).tolist():
            found = _partners(self.index, number, CONTAINED)
            equal = (sizes[found] == sizes[number]) & (found < number)
            found = found[(sizes[found] > sizes[number]) | equal]
            largest = found[np.lexsort((found, -sizes[found]))]
            self._settle(number, largest.tolist(), "contained", copies)

    def _settle(
        self, number: int, others: Sequence[int], kind: Kind, passed: Container[int]
    ) -> None:
        """Link a document to the first it repeats that is not passed over; join it with all.

        Only pairs that can still change something are compared: a thousand copies of one text
        cost a thousand comparisons, not half a million.
        """
        for other in others:
            seeks = number not in self.links and other not in passed
            if not seeks and self._root(number) == self._root(other):
                continue
            pair = compare(self.keys[number], self.keys[other])
            if pair is None:
                continue
            self.pairs.append(pair)
            self.above[self._root(number)] = self._root(other)
            if seeks and pair.kind == kind:
                self.links[number] = pair

    def _root(self, number: int) -> int:
        """Give the document that stands for all joined with this one so far."""
        above = self.above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number


class _Index(NamedTuple):
    """Which documents hold which shingle. A *run* is a shingle held by at least two."""

    sizes: Numbers
    """Document by document, how many shingles it has."""
    runs: Numbers
    """Document by document, its runs, in order of their hashes."""
    bounds: Numbers
    """Where in `runs` each document starts, and the end."""
    holders: Numbers
    """Run by run, the documents that hold it, ascending."""
    starts: Numbers
    """Where in `holders` each run starts, and the end."""


def _indexed(keys: Sequence[Key]) -> _Index:
    """Invert the documents' shingles; memory peaks at about 40 bytes a shingle."""
    sizes = np.array([_size(key) for key in keys], dtype=np.int64)
    flat = np.frombuffer(b"".join(key.shingles for key in keys), dtype=">u8").astype(np.uint64)
    order = np.argsort(flat, kind="stable")
    flat = flat[order]
    same = np.zeros(len(flat) + 1, dtype=np.bool_)
    same[1:-1] = flat[1:] == flat[:-1]
    shared = same[1:] | same[:-1]
    fresh = shared & ~same[:-1]
    holder = np.repeat(np.arange(len(sizes)), sizes)
    runs = np.full(len(flat), -1)
    runs[order[shared]] = np.cumsum(fresh)[shared] - 1
    kept = runs >= 0
    return _Index(
        sizes=sizes,
        runs=runs[kept],
        bounds=np.append(0, np.cumsum(np.bincount(holder[kept], minlength=len(sizes)))),
        holders=holder[order[shared]],
        starts=np.append(np.flatnonzero(fresh[shared]), np.count_nonzero(shared)),
    )


def _partners(index: _Index, number: int, share: int) -> Numbers:
    """Give all documents that may hold `share` per mille of this one's shingles, and others.

    A document that holds `need` of a set holds one of any `size - need + 1` of it; the rarest
    of these lead to the fewest documents. Most documents of a crawl share too little with all
    the others together to be looked up at all.
    """
    runs = index.runs[index.bounds[number] : index.bounds[number + 1]]
    need = -(-share * int(index.sizes[number]) // 1000)
    probes = len(runs) - need + 1
    if probes < 1 or need == 0:
        return runs[:0]
    counts = index.starts[runs + 1] - index.starts[runs]
    rarest = runs[np.argsort(counts, kind="stable")[:probes]]
    held = [index.holders[index.starts[run] : index.starts[run + 1]] for run in rarest.tolist()]
    found = np.concatenate(held)
    if len(found) < len(index.sizes):
        return np.unique(found)
    return np.flatnonzero(np.bincount(found))


def _rank(key: Key) -> tuple[bool, str, str]:
    """Order documents: the earlier date first, unknown dates last, then the smaller id."""
    return (key.date is None, key.date or "", key.document)


def _size(key: Key) -> int:
    """Count the shingles of a document."""
    return len(key.shingles) // HASH_BYTES


def _hashes(key: Key) -> Hashes:
    """Read the shingles of a key."""
    return np.frombuffer(key.shingles, dtype=">u8").astype(np.uint64)


def _sha256(form: str) -> str:
    """Hash a compared form."""
    return hashlib.sha256(form.encode()).hexdigest()


def _codes(text: str) -> Codes:
    """Give the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _folds() -> Codes:
    """Give for every code point what it is read as, 0 for what is dropped."""
    table = np.zeros(CODE_POINTS, dtype="<u4")
    for first, final in LETTERS:
        table[first : final + 1] = np.arange(first, final + 1)
    for char in ASCII:
        table[[ord(char), ord(char) + FULLWIDTH_OFFSET]] = ord(char.lower())
    table.flags.writeable = False
    return table
