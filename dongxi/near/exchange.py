"""The four steps that find candidates, each a task that reads columns and writes its own.

A task is named by a batch or a bucket; it needs the step before to be done, and no other task
of its own step. See `dongxi.near.candidates` for what the steps are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dongxi.near.candidates import (
    EARLIEST,
    bucketed,
    graded,
    heads,
    merged,
    partners,
    probes,
    records,
    slot,
    slots,
    steps,
    wanted,
)
from dongxi.near.columns import BYTE, NUMBER, WORD, distinct, load, mapped, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dongxi.near.columns import Array, Numbers, Words
    from dongxi.near.store import Corpus

#: Shingles of a bucket, about, and buckets at most. How many there are follows from the
#: corpus alone.
BUCKET, BUCKETS = 1 << 21, 1 << 16
#: Bytes a record of a bucket takes while pairs are made of it, and a pair before it is kept.
BYTES_PER_RECORD, BYTES_PER_PAIR = 64, 64
#: Ranges of tokens a bucket that does not fit is worked through in, a power of two.
PASSES = 64


class Exchange(NamedTuple):
    """The steps over a corpus."""

    corpus: Corpus
    buckets: int
    memory: int

    def lay_out(self, number: int) -> None:
        """Write the records of a batch by bucket."""
        shingles, ranks, sizes = self._documents(number)
        self._save("tokens", number, shingles, np.repeat(ranks, sizes))

    def grade(self, bucket: int) -> None:
        """Grade the records of a bucket, in the order of the batches."""
        number = slots(self._size("tokens", bucket))
        table = np.zeros(number, NUMBER)
        for part in self._chunks("tokens", bucket):
            np.add.at(table, slot(part, number), np.uint32(1))
        parts = [graded(table[slot(part, number)]) for part in self._chunks("tokens", bucket)]
        save(self._path("grades", bucket), np.concatenate([np.zeros(0, BYTE), *parts]))

    def probe(self, number: int) -> None:
        """Write the records with which the documents of a batch probe, by bucket."""
        shingles, ranks, sizes = self._documents(number)
        grades = np.empty(len(shingles), BYTE)
        grades[_order(shingles, self.buckets)] = self._grades(number)
        count = wanted(grades, sizes)
        own = count > 0
        held = np.repeat(own, sizes)
        marked = probes(grades[held], sizes[own], count[own])
        asking = np.repeat(ranks[own], sizes[own])[marked]
        self._save("probes", number, shingles[held][marked], asking, probing=True)

    def pair(self, bucket: int) -> int:
        """Write the pairs of a bucket into files, each sorted; count the files."""
        number = slots(self._size("tokens", bucket))
        asked = np.zeros(number, np.bool_)
        for part in self._chunks("probes", bucket):
            asked[slot(part, number)] = True
        if not asked.any():
            return 0
        limit = max(1, self.memory // BYTES_PER_RECORD)
        found = self._asked(bucket, asked, limit)
        first = next(found)
        whole = next(found, None) is None
        parts = self._within(first) if whole else self._beyond(bucket, asked, limit)
        files = 0
        for files, pairs in enumerate(_kept(parts, self.memory // BYTES_PER_PAIR), 1):
            save(self._path(f"pairs-{files:04}", bucket), pairs)
        return files

    def _within(self, found: Words) -> Iterator[Words]:
        """Pair the records of tokens that are all at hand."""
        sizes = self.corpus.numbers("size_of_rank")
        size = max(1, self.memory // BYTES_PER_PAIR // (2 * EARLIEST))
        for piece in steps(merged(found), size):
            yield partners(piece, sizes)

    def _beyond(self, bucket: int, asked: Array, limit: int) -> Iterator[Words]:
        """Pair records range by range of their tokens, each range chunk by chunk.

        Each chunk is paired with the earliest holders in all chunks.
        """
        cells = np.arange(len(asked)) // (len(asked) // PASSES)
        for cell in range(PASSES):
            among = asked & (cells == cell)
            known = np.zeros(0, WORD)
            for chunk in self._asked(bucket, among, limit):
                known = heads(merged(np.concatenate((known, chunk))))
            for chunk in self._asked(bucket, among, limit):
                yield from self._within(np.concatenate((known, chunk)))

    def _asked(self, bucket: int, asked: Array, limit: int) -> Iterator[Words]:
        """Give the records of a bucket whose slots are asked for, about `limit` at a time."""
        held: list[Words] = []
        for name in ("tokens", "probes"):
            for part in self._chunks(name, bucket):
                held.append(part[asked[slot(part, len(asked))]])
                if sum(map(len, held)) >= limit:
                    yield np.concatenate(held)
                    held = []
        if held:
            yield np.concatenate(held)

    def _documents(self, number: int) -> tuple[Words, Array, Numbers]:
        """Give shingles, ranks and sizes of the documents of a batch that repeat no text."""
        batch = self.corpus.batches[number]
        own = slice(batch.base, batch.base + batch.size)
        ranks = self.corpus.numbers("rank_of_arrival")[own]
        alone = self.corpus.numbers("text_of_rank")[ranks] == ranks
        sizes = np.diff(batch.column("ends"), prepend=np.uint64(0)).astype(np.int64)
        shingles = load(batch.folder / "shingles")
        if not alone.all():
            shingles = shingles[np.repeat(alone, sizes)]
        return shingles, ranks[alone], sizes[alone]

    def _save(
        self, name: str, number: int, shingles: Words, ranks: Array, *, probing: bool = False
    ) -> None:
        """Write the records of shingles by bucket, and where each bucket begins and ends."""
        path = self._path(name, number)
        made = records(shingles, ranks, self.buckets) | np.uint64(probing)
        save(path, made[_order(shingles, self.buckets)])
        sizes = np.bincount(bucketed(shingles, self.buckets), minlength=self.buckets)
        save(path.with_suffix(".bounds"), np.append(0, np.cumsum(sizes)).astype(WORD))

    def _slice(self, name: str, number: int, bucket: int) -> tuple[int, int]:
        """Say where in a file of records a bucket lies."""
        bounds = self._path(name, number).with_suffix(".bounds")
        start, end = load(bounds, WORD, bucket, bucket + 2).tolist()
        return start, end

    def _size(self, name: str, bucket: int) -> int:
        """Count the records of a bucket."""
        spans = (self._slice(name, at, bucket) for at in range(len(self.corpus.batches)))
        return sum(end - start for start, end in spans)

    def _chunks(self, name: str, bucket: int) -> Iterator[Words]:
        """Read the records of a bucket, in the order of the batches, a part at a time."""
        step = max(1, self.memory // BYTES_PER_RECORD)
        for number in range(len(self.corpus.batches)):
            start, end = self._slice(name, number, bucket)
            for at in range(start, end, step):
                yield load(self._path(name, number), WORD, at, min(at + step, end))

    def _grades(self, number: int) -> Array:
        """Read the grades of a batch's records, by bucket."""
        before = np.zeros(self.buckets, np.int64)
        for other in range(number):
            before += self._sizes(other)
        starts, sizes = before.tolist(), self._sizes(number).tolist()
        return np.concatenate(
            [
                load(self._path("grades", bucket), BYTE, start, start + size)
                for bucket, (start, size) in enumerate(zip(starts, sizes, strict=True))
            ]
        )

    def _sizes(self, number: int) -> Numbers:
        """Count a batch's records in each bucket."""
        bounds = mapped(self._path("tokens", number).with_suffix(".bounds"))
        return np.diff(bounds).astype(np.int64)

    def _path(self, name: str, number: int) -> Path:
        """Name a file."""
        return self.corpus.folder / f"{name}-{number:05}"


def buckets(corpus: Corpus) -> int:
    """Say in how many buckets a corpus is laid out, a power of two."""
    ranks = corpus.numbers("text_of_rank")
    alone = ranks == np.arange(len(ranks), dtype=NUMBER)
    total = int(corpus.numbers("size_of_rank")[alone].sum(dtype=np.int64))
    return min(BUCKETS, 1 << max(0, -(-total // BUCKET) - 1).bit_length())


def _kept(parts: Iterator[Words], limit: int) -> Iterator[Words]:
    """Join pairs, each once, until there are more than a limit."""
    held: list[Words] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) > limit:
            held = [distinct(np.concatenate(held))]
            if len(held[0]) > limit // 2:
                yield held.pop()
    if held:
        yield distinct(np.concatenate(held))


def _order(shingles: Words, count: int) -> Numbers:
    """Order shingles by bucket, each bucket as it was."""
    return np.argsort(bucketed(shingles, count), kind="stable")
