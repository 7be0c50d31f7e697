"""Texts in, signatures out: 128 numbers each, of which alike texts share as large a part.

The part of equal numbers estimates the Jaccard index of two texts' shingles, as with MinHash of
128 permutations, but each shingle is hashed about once, not 128 times. This is fast similarity
sketching (Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, FOCS 2017): in each round
every shingle falls into one of 128 bins, and the least keeps it; a bin that a round left empty
is filled by a later one, with another hash; after 128 rounds every shingle falls into the bin
that is next in turn, so all are filled in the end.

The search itself does not use signatures: it is exact (`dongxi.near.candidates`). They are for
comparing with texts that are not at hand, such as another corpus of which one keeps signatures.
All is integers, so the same text has the same signature everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dongxi.duplicates import MULTIPLIER, SHIFT, SHINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from dongxi.near.columns import Numbers, Words

    Signatures = npt.NDArray[np.uint32]

#: Numbers of a signature, a power of two.
SIZE = 128
BIN_BITS = SIZE.bit_length() - 1
#: Characters of the texts worked on together: what stays in a processor's own memory.
TOGETHER = 1 << 15
#: The number of a bin that is empty, and all those of a text without shingles.
EMPTY = 0xFFFFFFFF


def signatures(forms: Sequence[str]) -> Signatures:
    """Give the signatures of compared forms (`dongxi.duplicates.compared`), one row each.

    >>> one, other, none = signatures(["绿水青山就是金山银山", "绿水青山就是金山银", "绿水青山"])
    >>> similarity(one, one), 600 < similarity(one, other) < 1000, similarity(one, none)
    (1000, True, 0)
    """
    made = [_of(*hashed(some)) for some in _together(forms)]
    return np.concatenate([np.zeros((0, SIZE), np.uint32), *made])


def similarity(one: Signatures, other: Signatures) -> int:
    """Estimate the Jaccard index of two texts, per mille, from their signatures.

    The standard error is at most 45; of texts without shingles it is 0.
    """
    return int(np.count_nonzero((one == other) & (one != EMPTY))) * 1000 // SIZE


def _together(forms: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part texts into pieces of about `TOGETHER` characters."""
    start = size = 0
    for at, form in enumerate(forms):
        size += len(form)
        if size >= TOGETHER:
            yield forms[start : at + 1]
            start, size = at + 1, 0
    if start < len(forms):
        yield forms[start:]


def hashed(forms: Sequence[str]) -> tuple[Words, Numbers]:
    """Hash the shingles of texts as `dongxi.duplicates.shingles`; give all, and their numbers."""
    joined = "".join(forms).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, "<u4").astype(np.uint64)
    lengths = np.array([len(form) for form in forms])
    windows = max(0, len(codes) - SHINGLE + 1)
    hashes = np.zeros(windows, np.uint64)
    for place in range(SHINGLE):
        hashes += codes[place : place + windows]
        hashes *= np.uint64(MULTIPLIER)
        hashes ^= hashes >> np.uint64(SHIFT)
    ends = np.cumsum(lengths)
    inside = np.ones(windows, np.bool_)
    for back in range(1, SHINGLE):
        across = ends - back
        inside[across[(across >= 0) & (across < windows)]] = False
    return hashes[inside], np.maximum(lengths - SHINGLE + 1, 0)


def _of(hashes: Words, sizes: Numbers) -> Signatures:
    """Fill the bins of texts, given the hashes of their shingles, text by text."""
    made = np.full((len(sizes), SIZE), EMPTY, np.uint32)
    own = np.flatnonzero(sizes)
    sizes = sizes[own]
    for round_ in range(2 * SIZE):
        if len(own) == 0:
            break
        filled = _round(hashes, sizes, round_)
        before = made[own]
        made[own] = now = np.where(before == EMPTY, filled, before)
        left = (now == EMPTY).any(axis=1)
        hashes, own, sizes = hashes[np.repeat(left, sizes)], own[left], sizes[left]
    return made


def _round(hashes: Words, sizes: Numbers, number: int) -> Signatures:
    """Give the least hash in each bin after one round; a bin without any is empty."""
    mixed = hashes ^ np.uint64((number * MULTIPLIER) % (1 << 64))
    mixed *= np.uint64(MULTIPLIER)
    mixed ^= mixed >> np.uint64(SHIFT)
    mixed *= np.uint64(MULTIPLIER)
    least = np.full(len(sizes) * SIZE, EMPTY, np.uint32)
    place = np.repeat(np.arange(len(sizes)) * SIZE, sizes)
    if number < SIZE:
        place += (mixed >> np.uint64(64 - BIN_BITS)).view(np.int64)
    else:
        place += number - SIZE
    value = (mixed >> np.uint64(SHIFT - BIN_BITS)).astype(np.uint32)
    np.minimum.at(least, place, np.minimum(value, np.uint32(EMPTY - 1)))
    return least.reshape(-1, SIZE)
