"""Shingles in, pairs of documents worth comparing out: an exact prefix filter by exchange.

Of two near documents the smaller holds `2 NEAR / (1 + NEAR)` of its shingles in the larger
one, which is more than `CONTAINED`; so in either case the larger holds all but a few of the
smaller one's shingles, and one of any `size - need + 1` of them (`probes`). Every document
offers all its shingles; it *probes* with so many of its rarest ones. Who holds them is a
candidate, and no pair that reaches a threshold lacks one.

1. By batch: a record for each shingle, laid out by bucket (`records`).
2. By bucket: how many documents hold each shingle (`graded`), back in the order of 1.
3. By batch: the shingles each document probes with (`probes`).
4. By bucket: the documents that hold a token some other probes with (`partners`).

How rare a shingle is decides only what is cheap. What is found does not depend on it, with one
exception: where more than `EARLIEST` documents probe with a shingle, and as many hold it, each
is paired with the `EARLIEST` of them only, or ten thousand copies of one text would make fifty
million pairs. See `docs/duplicates.md`.
All is worked out from the shingles themselves, so batches, memory and engine change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dongxi.duplicates import CONTAINED, CONTAINED_SHINGLES, NEAR
from dongxi.near.columns import BYTE, WORD, distinct, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from dongxi.near.columns import Array, Numbers, Words

    Flags = npt.NDArray[np.bool_]

#: Documents that hold a shingle, and that probe with it, to which others are compared: the
#: earliest by rank.
EARLIEST = 32
#: Bits of a shingle, below those that name its bucket, that its record keeps. Shingles that
#: agree in them make candidates that comparing rejects.
TOKEN_BITS = 32
#: Bits of a document's number.
DOCUMENT = np.uint64((1 << 31) - 1)
#: Slots in which the shingles of a bucket are counted, for each of them. Two in one slot pass
#: for less rare than they are.
SLOTS = 4
#: Counts told apart when shingles are graded; more pass for this many.
COUNTS = 1 << 16
#: The grade of each count: from one grade to the next a tenth more, 0 and 1 alike.
GRADES = np.searchsorted(
    np.unique((1.1 ** np.arange(1, 140)).astype(np.int64)) + 1, np.arange(COUNTS), side="right"
).astype(BYTE)


def need(sizes: Numbers) -> Numbers:
    """Say how many of its shingles a document shares with a larger one that it is joined with.

    >>> need(np.array([0, 1, 99, 100, 1000])).tolist()
    [0, 1, 78, 75, 750]
    """
    near = -(-2 * NEAR * sizes // (1000 + NEAR))
    contained = -(-CONTAINED * sizes // 1000)
    share = np.where(sizes < CONTAINED_SHINGLES, near, np.minimum(near, contained))
    return share.astype(np.int64)


def bucketed(shingles: Words, buckets: int) -> Array:
    """Give the bucket of each shingle: its leading bits, as small numbers as can be."""
    bits = buckets.bit_length() - 1
    small = np.uint8 if bits <= 8 else np.uint16  # noqa: PLR2004 - bits of a byte
    if bits == 0:
        return np.zeros(len(shingles), small)
    return (shingles >> np.uint64(64 - bits)).astype(small)


def records(shingles: Words, numbers: Array, buckets: int) -> Words:
    """Give of each shingle its record: `TOKEN_BITS` below its bucket's, the document's number.

    The last bit says whether the document probes with it, and is not set yet.

    >>> hex(records(np.array([0xA123456789ABCDEF], np.uint64), np.array([3]), 16)[0])
    '0x1234567800000006'
    """
    token = shingles << np.uint64(buckets.bit_length() - 1) >> np.uint64(64 - TOKEN_BITS)
    made: Words = token << np.uint64(TOKEN_BITS) | numbers.astype(WORD) << np.uint64(1)
    return made


def graded(counts: Array) -> Array:
    """Grade by how many documents hold a shingle; 0 is one alone.

    >>> graded(np.array([1, 2, 3, 100, 10**9])).tolist()
    [0, 1, 2, 33, 101]
    """
    return GRADES[np.minimum(counts, COUNTS - 1)]


def slots(count: int) -> int:
    """Say in how many slots so many shingles are counted."""
    return max(256, 1 << (SLOTS * count - 1).bit_length())


def slot(found: Words, count: int) -> Numbers:
    """Give the slot of each record among a number of slots."""
    return (found >> np.uint64(65 - count.bit_length())).astype(np.int64)


def wanted(grades: Array, sizes: Numbers) -> Numbers:
    """Say of how many of its rarest shingles each document must offer those that are shared.

    `grades` are those of the shingles of several documents, document by document; `sizes`
    counts the shingles of each. A document with so many lone ones offers none: 0.

    >>> wanted(np.array([0, 3, 2, 1, 3, 0]), np.array([5, 1])).tolist()
    [2, 0]
    """
    lone = np.concatenate(([0], np.cumsum(grades == 0)))
    ends = np.cumsum(sizes)
    count = sizes - need(sizes) + 1
    held: Numbers = np.where(lone[ends] - lone[ends - sizes] < count, count, 0)
    return held


def probes(grades: Array, sizes: Numbers, count: Numbers) -> Flags:
    """Mark the shingles documents probe with: of each the rarest, but no lone one.

    `count` says how many come into question; of equally rare ones the first do.

    >>> probes(np.array([0, 3, 2, 1, 3]), np.array([5]), np.array([4])).tolist()
    [False, True, True, True, False]
    """
    document = np.repeat(np.arange(len(sizes)), sizes)
    table = np.bincount(document * 256 + grades, minlength=256 * len(sizes))
    below = np.cumsum(table.reshape(-1, 256), axis=1)
    last = np.count_nonzero(below < count[:, None], axis=1)
    fewer = np.where(last > 0, below[np.arange(len(sizes)), last - 1], 0)
    tied = grades == last[document]
    ties = np.concatenate(([0], np.cumsum(tied)))
    before = ties[np.cumsum(sizes) - sizes]
    chosen = tied & (ties[1:] <= (before + count - fewer)[document])
    marked: Flags = (grades > 0) & (chosen | (grades < last[document]))
    return marked


def partners(found: Words, sizes: Array) -> Words:
    """Pair documents that hold one token, if the smaller probes with it.

    `found` are records as `merged` gives them; `sizes` counts the shingles of each document.
    Those that probe are paired with the `EARLIEST` that hold the token; all that hold it with
    those of these that probe, or with all that do if they are no more than `EARLIEST`. A pair
    is the later document's number, and in the lower half the earlier's.
    """
    at = np.arange(len(found))
    start = _starts(found)
    probing = (found & np.uint64(1)).astype(np.bool_)
    ends = _ends(start)
    asked = np.concatenate(([0], np.cumsum(probing)))
    few = asked[ends] - asked[start] <= EARLIEST
    asking = np.flatnonzero(probing & (few | (at - start < EARLIEST)))
    first = np.searchsorted(asking, start)
    end = np.searchsorted(asking, np.where(probing, at, ends))
    every = np.flatnonzero(probing)
    parts = []
    for one, low, high, among in (
        (every, start[every], np.minimum(every, start[every] + EARLIEST), at),
        (at, first, end, asking),
    ):
        whose, place = spread(high - low)
        parts.append(_worth(found, sizes, one[whose], among[low[whose] + place]))
    return distinct(np.concatenate(parts))


def _worth(found: Words, sizes: Array, one: Numbers, other: Numbers) -> Words:
    """Keep the pairs whose smaller document probes and whose sizes let them be joined."""
    (mine, asks), (its, answers) = _read(found[one]), _read(found[other])
    size, other_size = sizes[mine].astype(np.int64), sizes[its].astype(np.int64)
    kept = np.where(size < other_size, asks, answers) | ((size == other_size) & asks)
    small, large = np.minimum(size, other_size), np.maximum(size, other_size)
    kept &= (small >= CONTAINED_SHINGLES) | (NEAR * large <= 1000 * small)
    late, early = np.maximum(mine, its)[kept], np.minimum(mine, its)[kept]
    pairs: Words = late.astype(WORD) << np.uint64(32) | early.astype(WORD)
    return pairs


def _read(found: Words) -> tuple[Numbers, Flags]:
    """Read the documents of records, and whether they probe."""
    document = (found >> np.uint64(1) & DOCUMENT).astype(np.int64)
    return document, (found & np.uint64(1)).astype(np.bool_)


def merged(found: Words) -> Words:
    """Sort records, each once; that a document probes with a token says that it holds it.

    >>> merged(np.array([6, 2, 3, 6], np.uint64)).tolist()
    [3, 6]
    """
    ordered = distinct(found)
    last = np.ones(len(ordered), np.bool_)
    last[:-1] = ordered[1:] >> np.uint64(1) != ordered[:-1] >> np.uint64(1)
    kept: Words = ordered[last]
    return kept


def heads(found: Words) -> Words:
    """Keep of each token the `EARLIEST` records, and of those that probe one more."""
    start = _starts(found)
    probing = (found & np.uint64(1)).astype(np.bool_)
    early = np.arange(len(found)) - start < EARLIEST
    return found[early | (probing & (_places(probing, start) <= EARLIEST))]


def _places(probing: Flags, start: Numbers) -> Numbers:
    """Count, before each record, those of its token that probe."""
    before = np.concatenate(([0], np.cumsum(probing)))
    places: Numbers = before[:-1] - before[start]
    return places


def _ends(start: Numbers) -> Numbers:
    """Say of each record where its token ends."""
    bounds = np.append(np.flatnonzero(start == np.arange(len(start))), len(start))
    ends: Numbers = bounds[np.searchsorted(bounds, start, side="right")]
    return ends


def _starts(found: Words) -> Numbers:
    """Say of each record where its token begins."""
    token = found >> np.uint64(TOKEN_BITS)
    fresh = np.zeros(len(found), np.int64)
    fresh[1:] = np.where(token[1:] != token[:-1], np.arange(1, len(found)), 0)
    starts: Numbers = np.maximum.accumulate(fresh)
    return starts


def steps(found: Words, size: int) -> Iterator[Words]:
    """Cut merged records into pieces of about `size`, so that their pairs are those of all.

    To a token cut apart its heads are added.
    """
    known, token = heads(found), np.uint64(TOKEN_BITS)
    for at in range(0, len(found), size):
        piece = found[at : at + size]
        cut = np.unique(piece[[0, -1]] >> token)
        begun = known[np.isin(known >> token, cut)]
        yield merged(np.concatenate((begun, piece)))
