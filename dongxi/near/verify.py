"""Candidate pairs in, the pairs that reach a threshold out, by the stored shingles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import numpy as np

from dongxi.duplicates import CONTAINED, CONTAINED_SHINGLES, NEAR
from dongxi.near.columns import WORD, Latest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.near.columns import Array, Numbers, Words
    from dongxi.near.store import Corpus

#: Two documents by rank, how they are duplicates, and the similarity per mille.
EDGE = np.dtype([("late", "<u4"), ("early", "<u4"), ("kind", "u1"), ("similarity", "<u2")])
#: Kinds of an edge: near; the later contained in the earlier; the earlier in the later.
NEAR_KIND, LATE_IN_EARLY, EARLY_IN_LATE = 1, 2, 3


def shared(one: Words, other: Words) -> int:
    """Count what two ascending sets have in common.

    >>> shared(np.array([1, 5, 9], np.uint64), np.array([2, 5, 9], np.uint64))
    2
    """
    both = np.concatenate((one, other))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))


def judged(late: Numbers, early: Numbers, common: Numbers) -> tuple[Array, Array]:
    """Say how documents of given sizes that share so many shingles are duplicates.

    Give the kind, 0 for none, and the similarity. The rules are those of
    `dongxi.duplicates.compare`.

    >>> sizes = np.array([200, 100, 300]), np.array([200, 300, 100]), np.array([180, 80, 70])
    >>> [part.tolist() for part in judged(*sizes)]
    [[1, 2, 0], [818, 800, 700]]
    """
    small = np.minimum(late, early)
    jaccard = 1000 * common // np.maximum(late + early - common, 1)
    share = 1000 * common // np.maximum(small, 1)
    near = (jaccard >= NEAR) & (small > 0)
    contained = ~near & (share >= CONTAINED) & (small >= CONTAINED_SHINGLES)
    inside = np.where(late <= early, LATE_IN_EARLY, EARLY_IN_LATE)
    kind = np.where(near, NEAR_KIND, np.where(contained, inside, 0))
    return kind.astype(np.uint8), np.where(near, jaccard, share).astype(np.uint16)


class Shingles:
    """The shingles of documents by rank, read from their batches when asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.arrivals = corpus.numbers("arrival_of_rank")
        self.ends = [batch.column("ends") for batch in corpus.batches]
        self.files = Latest(self._opened, os.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.files.close()

    def _opened(self, number: int) -> int:
        return os.open(self.corpus.batches[number].folder / "shingles", os.O_RDONLY)

    def of(self, rank: int) -> Words:
        """Read those of one document."""
        number, at = self.corpus.at(int(self.arrivals[rank]))
        ends = self.ends[number]
        start = int(ends[at - 1]) if at else 0
        size = 8 * (int(ends[at]) - start)
        return np.frombuffer(os.pread(self.files[number], size, 8 * start), WORD)


def verified(pairs: Words, shingles: Shingles) -> Array:
    """Give the edges among candidate pairs, ascending, in their order."""
    late = (pairs >> np.uint64(32)).astype(np.int64)
    early = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    flat = (one for row in _compared(late, early, shingles) for one in row)
    rows = np.fromiter(flat, np.int64, 3 * len(late)).reshape(-1, 3)
    kind, similarity = judged(rows[:, 0], rows[:, 1], rows[:, 2])
    edges = np.empty(len(late), EDGE)
    edges["late"], edges["early"] = late, early
    edges["kind"], edges["similarity"] = kind, similarity
    return edges[kind > 0]


def _compared(
    late: Numbers, early: Numbers, shingles: Shingles
) -> Iterator[tuple[int, int, int]]:
    """Count the shingles of both of each pair, and those they share."""
    held, mine = -1, np.zeros(0, WORD)
    for one, other in zip(late.tolist(), early.tolist(), strict=True):
        if one != held:
            held, mine = one, shingles.of(one)
        its = shingles.of(other)
        yield len(mine), len(its), shared(mine, its)
