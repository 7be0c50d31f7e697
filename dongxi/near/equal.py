"""Hashes in, what equals what out: texts, passages, and documents of one seed.

Hashes are exchanged by their leading bits. Of a range of them a first pass keeps the earliest
holder of each, a second names it to all others, so a passage that stands in every document
takes no more memory than one that stands in two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dongxi.duplicates import NOTHING
from dongxi.near.columns import BYTE, NUMBER, WORD, Slices, blank, mapped, save
from dongxi.near.store import HASH, SHA256_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.near.columns import Array, Words
    from dongxi.near.store import Corpus

#: Hashes with what they stand for: a number in the order that says which holder is earliest.
HELD = np.dtype([("high", "<u8"), ("low", "<u8"), ("holder", "<u8")])
#: A later holder and the earliest.
REPEAT = np.dtype([("later", "<u8"), ("first", "<u8")])
#: Bytes a record takes while it is sorted and compared, its source included.
BYTES_PER_HASH = 120
#: Bits of a passage's position in its document.
POSITION_BITS = np.uint64(32)


def firsts(held: Array) -> Array:
    """Keep the earliest holder of each hash, sorted by hash.

    >>> rows = [(7, 1, 5), (7, 0, 4), (7, 1, 2)]
    >>> firsts(np.array(rows, HELD)).tolist()
    [(7, 0, 4), (7, 1, 2)]
    """
    ordered = held[np.lexsort((held["holder"], held["low"], held["high"]))]
    kept: Array = ordered[_fresh(ordered)]
    return kept


def repeats(held: Array, first: Array) -> Array:
    """Name to each holder of a hash that is not the earliest the one that is.

    `first` are the earliest holders of all hashes of `held`.

    >>> rows = np.array([(7, 1, 5), (7, 0, 4), (7, 1, 2)], HELD)
    >>> repeats(rows, firsts(rows)).tolist()
    [(5, 2)]
    """
    both = np.concatenate((first, held))
    ordered = both[np.lexsort((both["holder"], both["low"], both["high"]))]
    start = np.flatnonzero(_fresh(ordered))[np.cumsum(_fresh(ordered)) - 1]
    found = np.empty(len(ordered), REPEAT)
    found["later"], found["first"] = ordered["holder"], ordered["holder"][start]
    later: Array = found[found["later"] != found["first"]]
    return later


def _fresh(ordered: Array) -> Array:
    """Mark the first of each hash among sorted ones."""
    fresh = np.ones(len(ordered), np.bool_)
    high, low = ordered["high"], ordered["low"]
    fresh[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    return fresh


class Hashes:
    """A column of hashes over all batches, with their holders in an order."""

    def __init__(self, corpus: Corpus, name: str, order: str) -> None:
        """Take the column `name`; `order` is the column of numbers by arrival that counts."""
        self.corpus = corpus
        self.name = name
        self.order = corpus.numbers(order)

    def ranges(self, limit: int) -> list[tuple[int, int]]:
        """Cut the hashes into ranges of about `limit` records each at most."""
        files = tuple(batch.folder / self.name for batch in self.corpus.batches)
        return Slices(files, HASH, "high").ranges(limit)

    def chunks(self, first: int, end: int, limit: int) -> Iterator[Array]:
        """Give the records of a range, at most `limit` at a time."""
        for batch in self.corpus.batches:
            slices = Slices((batch.folder / self.name,), HASH, "high")
            for part in slices.chunks(first, end, limit):
                held = np.empty(len(part), HELD)
                held["high"], held["low"] = part["high"], part["low"]
                number = self.order[part["document"].astype(np.int64) + batch.base]
                held["holder"] = number.astype(WORD) << POSITION_BITS | part["position"]
                yield held

    def earliest(self, first: int, end: int, limit: int) -> Array:
        """Give the earliest holders of a range."""
        found = np.zeros(0, HELD)
        for held in _full(self.chunks(first, end, limit), limit):
            found = firsts(np.concatenate((found, held)))
        return found

    def repeats(self, first: int, end: int, limit: int) -> Array:
        """Give what repeats what in a range, sorted by the later holder."""
        known = self.earliest(first, end, limit)
        parts = [repeats(held, known) for held in _full(self.chunks(first, end, limit), limit)]
        return np.sort(np.concatenate([np.zeros(0, REPEAT), *parts]), order="later")


def _full(parts: Iterator[Array], limit: int) -> Iterator[Array]:
    """Join small chunks until they hold `limit` records."""
    held: list[Array] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) >= limit:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


def texts(corpus: Corpus, memory: int) -> None:
    """Write of each document, by rank, the earliest with its text: the column `text_of_rank`."""
    column = blank(corpus.folder / "text_of_rank", NUMBER, corpus.count)
    column[:] = np.arange(corpus.count, dtype=NUMBER)
    hashes = Hashes(corpus, "texts", "rank_of_arrival")
    limit = memory // BYTES_PER_HASH
    nothing = np.uint64(int(NOTHING[:16], 16)), np.uint64(int(NOTHING[16:32], 16))
    for start, end in hashes.ranges(limit):
        known = hashes.earliest(start, end, limit)
        known = known[(known["high"] != nothing[0]) | (known["low"] != nothing[1])]
        for held in _full(hashes.chunks(start, end, limit), limit):
            empty = (held["high"] == nothing[0]) & (held["low"] == nothing[1])
            found = repeats(held[~empty], known)
            column[_number(found["later"])] = _number(found["first"])


def passages(corpus: Corpus, start: int, end: int, memory: int) -> Array:
    """Find the passages that repeat an earlier one, among the hashes of a range.

    Give records of a later passage and the first; a passage is the place of its document
    among the ids, and below `POSITION_BITS` its position there.
    """
    hashes = Hashes(corpus, "equals", "place_of_arrival")
    return hashes.repeats(start, end, memory // BYTES_PER_HASH)


def homes(corpus: Corpus, memory: int) -> int:
    """Give contents of seeds numbers in the order of their SHA-256; count them.

    Writes `home_of_rank`, and `sha256_of_home`: 32 bytes of each.
    """
    column = blank(corpus.folder / "home_of_rank", NUMBER, corpus.count)
    hashes = Hashes(corpus, "homes", "rank_of_arrival")
    limit = memory // BYTES_PER_HASH
    found: list[Words] = []
    base = 0
    for start, end in hashes.ranges(limit):
        known = hashes.earliest(start, end, limit)
        first = _number(known["holder"])
        column[first] = np.arange(base, base + len(known), dtype=NUMBER)
        for held in _full(hashes.chunks(start, end, limit), limit):
            again = repeats(held, known)
            column[_number(again["later"])] = column[_number(again["first"])]
        base += len(known)
        found.append(first)
    arrivals = corpus.numbers("arrival_of_rank")
    holders = arrivals[np.concatenate([np.zeros(0, WORD), *found]).astype(np.int64)]
    save(corpus.folder / "sha256_of_home", _contents(corpus, holders))
    return base


def _contents(corpus: Corpus, arrivals: Array) -> Array:
    """Give the SHA-256 of the seeds of documents, 32 bytes each."""
    rows = np.empty((len(arrivals), SHA256_BYTES), BYTE)
    order = np.argsort(arrivals)
    sorted_arrivals = arrivals[order].astype(np.int64)
    for batch in corpus.batches:
        span = np.searchsorted(sorted_arrivals, (batch.base, batch.base + batch.size))
        own = slice(*span.tolist())
        content = mapped(batch.folder / "sha256", BYTE).reshape(-1, SHA256_BYTES)
        rows[order[own]] = content[sorted_arrivals[own] - batch.base]
    return rows


def _number(holder: Array) -> Array:
    """Take the position off a holder."""
    return (holder >> POSITION_BITS).astype(np.int64)
