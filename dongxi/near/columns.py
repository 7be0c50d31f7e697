"""Flat files of numbers and strings: what the stages of the search hand to each other.

A file holds one column: numbers of a fixed size, or records of such, without a header. It is
written under another name and renamed, so a file that is there is whole. Where files are
sorted by a key, a *range* of keys is a slice of each: whoever gathers a range takes the slices
and sorts them together. That is the exchange between stages; no stage needs another.
"""

from __future__ import annotations

import errno
import mmap
import os
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Words = npt.NDArray[np.uint64]
    Numbers = npt.NDArray[np.int64]

Item = TypeVar("Item")

WORD = np.dtype("<u8")
NUMBER = np.dtype("<u4")
BYTE = np.dtype("u1")
#: Leading bits of a key by which records are counted before ranges are cut.
CELL_BITS = 12
CELLS = 1 << CELL_BITS
#: Records of a mapped column read at a time where all are looked at.
PAGE = 1 << 16
#: Columns of so many bytes are read, not mapped: a map is an open file, of which a process may
#: have some ten thousand, and a crawl has more batches than that.
SMALL = 1 << 16
#: Files of batches kept open at a time.
MOST_OPEN = 1_000
#: Bits of a word.
WORD_BITS = 64


def save(path: Path, array: Array) -> None:
    """Write a column, whole or not at all."""
    _save(path, [np.ascontiguousarray(array).data])


def _save(path: Path, parts: Sequence[bytes | memoryview]) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:  # by Python, whose errors say why a disk refuses
        file.writelines(parts)
    part.replace(path)


def mapped(path: Path, dtype: np.dtype[Any] = WORD) -> Array:
    """Map a column for reading; a small one is read, as there may be no end of them."""
    if path.stat().st_size <= SMALL:
        return np.fromfile(path, dtype)
    return np.asarray(np.memmap(path, dtype, mode="r"))


def blank(path: Path, dtype: np.dtype[Any], count: int) -> Array:
    """Make a column of nothing but 0 and map it for writing."""
    if count == 0:
        path.touch()
        return np.zeros(0, dtype)
    with path.open("wb") as file:
        _reserve(file.fileno(), count * dtype.itemsize)
    return np.asarray(np.memmap(path, dtype, mode="r+", shape=(count,)))


def _reserve(handle: int, size: int) -> None:
    """Make a file so large, its blocks too where the system can: a full disk is found here.

    What is written through a map to a disk that has no room kills the process.
    """
    try:
        os.posix_fallocate(handle, 0, size)
    except AttributeError:  # not here: the blocks come when they are written
        os.truncate(handle, size)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.EOPNOTSUPP}:
            raise
        os.truncate(handle, size)


def load(path: Path, dtype: np.dtype[Any] = WORD, start: int = 0, end: int = -1) -> Array:
    """Read some records of a column, by default all."""
    count = -1 if end < 0 else end - start
    return np.fromfile(path, dtype, count, offset=start * dtype.itemsize)


class Strings:
    """A column of strings: their UTF-8 bytes behind each other, and where each ends.

    Bytes compare as code points do.
    """

    def __init__(self, path: Path) -> None:
        self.ends: Array = mapped(path.with_suffix(".ends"))
        small = path.stat().st_size <= SMALL
        with path.open("rb") as file:
            self.bytes: bytes | mmap.mmap = (
                file.read() if small else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            )

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, place: int) -> bytes:
        start = int(self.ends[place - 1]) if place else 0
        return self.bytes[start : int(self.ends[place])]

    def some(self, first: int, end: int) -> list[bytes]:
        """Read strings that stand together."""
        start = int(self.ends[first - 1]) if first else 0
        bounds = [start, *self.ends[first:end].tolist()]
        found = [self.bytes[a:b] for a, b in pairwise(bounds)]
        _unmapped(self.bytes, start, bounds[-1])
        return found

    @staticmethod
    def save(path: Path, strings: Sequence[str]) -> None:
        """Write a column of strings; both files stand where `path` does."""
        Strings.save_bytes(path, [one.encode("utf-8", "surrogatepass") for one in strings])

    @staticmethod
    def save_bytes(path: Path, strings: Sequence[bytes]) -> None:
        """Write a column of strings in UTF-8."""
        save(path.with_suffix(".ends"), np.cumsum([len(one) for one in strings], dtype=WORD))
        _save(path, strings)


def _unmapped(data: bytes | mmap.mmap, start: int, end: int) -> None:
    """Give back the memory of what was read through a map, where the system can."""
    advice = getattr(mmap, "MADV_DONTNEED", None)
    if advice is not None and isinstance(data, mmap.mmap) and start < end:
        first = start - start % mmap.PAGESIZE
        data.madvise(advice, first, end - first)


def let_go(_: object) -> None:
    """Leave a thing that nothing holds any more to close itself."""


class Latest(Generic[Item]):
    """Things that are opened by their numbers, of which the latest stay open."""

    def __init__(
        self, opened: Callable[[int], Item], closed: Callable[[Item], object] = let_go
    ) -> None:
        self._opened, self._closed = opened, closed
        self._held: dict[int, Item] = {}

    def __getitem__(self, number: int) -> Item:
        if number in self._held:
            one = self._held.pop(number)
        else:
            one = self._opened(number)
            if len(self._held) >= MOST_OPEN:
                self._closed(self._held.pop(next(iter(self._held))))
        self._held[number] = one
        return one

    def close(self) -> None:
        """Close all."""
        while self._held:
            self._closed(self._held.popitem()[1])


def text(data: bytes) -> str:
    """Read a string of a column."""
    return data.decode("utf-8", "surrogatepass")


def batches(
    items: Iterable[Item], weight: Callable[[Item], int], limit: int
) -> Iterator[list[Item]]:
    """Part items into lists, in order, each full when its weights reach a limit.

    >>> list(batches(["a", "b", "cde", "f"], len, 3))
    [['a', 'b', 'cde'], ['f']]
    """
    held: list[Item] = []
    full = 0
    for item in items:
        held.append(item)
        full += weight(item)
        if full >= limit:
            yield held
            held, full = [], 0
    if held:
        yield held


class Slices(NamedTuple):
    """Files of records, each sorted by a key of at most `bits` bits."""

    files: tuple[Path, ...]
    dtype: np.dtype[Any] = WORD
    field: str = ""
    """The field that is the key; empty where the records are numbers."""
    bits: int = WORD_BITS

    def keys(self, array: Array) -> Array:
        """Give the keys of some records."""
        return array[self.field] if self.field else array

    def ranges(self, limit: int) -> list[tuple[int, int]]:
        """Cut the keys into half-open ranges that hold about `limit` records each at most.

        More stand in one only where a single cell of `CELLS` holds more.
        """
        shift = self.bits - CELL_BITS
        sizes = np.zeros(CELLS, np.int64)
        for path in self.files:
            whole = mapped(path, self.dtype)
            for at in range(0, len(whole), PAGE):
                cells = self.keys(whole[at : at + PAGE]) >> np.uint64(shift)
                sizes += np.bincount(cells.astype(np.int64), minlength=CELLS)
        starts, held = [0], 0
        for cell, size in enumerate(sizes.tolist()):
            if held and held + size > limit:
                starts.append(cell << shift)
                held = 0
            held += size
        return list(zip(starts, [*starts[1:], 1 << self.bits], strict=True))

    def chunks(self, first: int, end: int, limit: int) -> Iterator[Array]:
        """Read the records whose keys lie in a range, at most `limit` at a time, in no order."""
        held: list[Array] = []
        room = limit
        for path in self.files:
            keys = self.keys(mapped(path, self.dtype))
            at, final = (bisect_left(keys, bound) for bound in (first, end))
            while at < final:
                step = min(final - at, room)
                held.append(load(path, self.dtype, at, at + step))
                at += step
                room -= step
                if room == 0:
                    yield np.concatenate(held)
                    held, room = [], limit
        if held:
            yield np.concatenate(held)

    def gathered(self, first: int, end: int) -> Array:
        """Read all records whose keys lie in a range."""
        parts = [*self.chunks(first, end, 1 << 62)]
        return np.concatenate(parts) if parts else np.zeros(0, self.dtype)


def spread(counts: Array) -> tuple[Numbers, Numbers]:
    """Give of each member of sets of given sizes its set and its place there.

    >>> [part.tolist() for part in spread(np.array([2, 0, 3]))]
    [[0, 0, 2, 2, 2], [0, 1, 0, 1, 2]]
    """
    counts = counts.astype(np.int64)
    sets = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return sets, np.arange(len(sets)) - starts[sets]


def distinct(array: Words) -> Words:
    """Sort numbers, each once.

    >>> distinct(np.array([3, 1, 3], np.uint64)).tolist()
    [1, 3]
    """
    ordered = np.sort(array)
    fresh = np.ones(len(ordered), np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    kept: Words = ordered[fresh]
    return kept
