"""The columns of a search in, what the assembly decides out, row by row."""

from __future__ import annotations

import heapq
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dongxi.model import Placed, Plan
from dongxi.near.columns import BYTE, NUMBER, Slices, blank, mapped, text
from dongxi.near.equal import POSITION_BITS, REPEAT
from dongxi.near.settle import KINDS, LINK
from dongxi.near.store import SHA256_BYTES, ambiguous
from dongxi.splits import LARGE, by_hash, pinned, splits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dongxi.near.columns import Array
    from dongxi.near.store import Corpus
    from dongxi.splits import Split

#: Rows worked out at a time.
ROWS = 1 << 14
#: Bits of a place among the ids, at most.
PLACE_BITS = 31

DOCUMENTS = pa.schema(
    [
        ("document", pa.string()), ("group", pa.string()), ("group_size", pa.int64()),
        ("duplicate_of", pa.string()), ("duplicate_kind", pa.string()),
        ("similarity", pa.int16()), ("split", pa.string()),
    ]
)  # fmt: skip
PASSAGES = pa.schema([("passage", pa.string()), ("duplicate_of", pa.string())])
SEEDS = pa.schema([("seed", pa.string()), ("split", pa.string())])


class Outcome:
    """What a search decided. It stands in the scratch folder and is read when asked for."""

    def __init__(
        self,
        corpus: Corpus,
        passages: Sequence[Path],
        rejected: Iterable[str],
        pins: Mapping[str, Split],
    ) -> None:
        self.corpus = corpus
        self.rejected = sorted(rejected)
        self._repeats = tuple(passages)
        self._group = corpus.numbers("group_of_home")
        self._arrivals = corpus.numbers("arrival_of_rank")
        self._contents = mapped(corpus.folder / "sha256_of_home", BYTE)
        self._size = _sizes(corpus, self._group)
        self._kept = self._pinned(pins)
        self._few = self._small()
        self._names = [batch.strings("documents") for batch in corpus.batches]

    def documents(self) -> Iterator[tuple[str, Placed]]:
        """Give each document with what is decided about it, in the order of their ids."""
        arrivals = self.corpus.numbers("arrival_of_place")
        ranks = self.corpus.numbers("rank_of_arrival")
        found = self.corpus.numbers("link_of_rank", LINK)
        homes = self.corpus.numbers("home_of_rank")
        for at in range(0, self.corpus.count, ROWS):
            own = arrivals[at : at + ROWS]
            order = ranks[own]
            groups = self._group[homes[order]]
            columns = own, groups, self._size[groups], found[order]
            for arrival, group, size, link in zip(*(c.tolist() for c in columns), strict=True):
                yield self._name(arrival), self._placed(group, size, link)

    def passages(self) -> Iterator[tuple[str, str]]:
        """Give each passage that repeats an earlier one with it, in the documents' order."""
        strings = [batch.strings("passages") for batch in self.corpus.batches]
        ends = [batch.column("passage_ends") for batch in self.corpus.batches]
        arrivals = self.corpus.numbers("arrival_of_place")

        def name(passage: int) -> str:
            batch, at = self.corpus.at(int(arrivals[passage >> int(POSITION_BITS)]))
            start = int(ends[batch][at - 1]) if at else 0
            return text(strings[batch][start + (passage & 0xFFFFFFFF)])

        bits = int(POSITION_BITS) + PLACE_BITS
        slices = Slices(self._repeats, REPEAT, "later", bits)
        for first, end in slices.ranges(ROWS):
            found = np.sort(slices.gathered(first, end), order="later")
            for later, earliest in found.tolist():
                yield name(later), name(earliest)

    def seeds(self) -> Iterator[tuple[str, str]]:
        """Give each seed with its split, in the order of their ids; the rejected are train."""
        rejected = ((name, "train") for name in self.rejected)
        before = None
        for name, split in heapq.merge(self._used(), rejected):
            if name == before:
                raise ambiguous(name)
            before = name
            yield name, split

    def plan(self) -> Plan:
        """Put all in one value, as `dongxi.assemble.assemble` does."""
        return Plan(dict(self.documents()), dict(self.passages()), dict(self.seeds()))

    def write(self, out: Path) -> None:
        """Write `documents.arrow`, `passages.arrow` and `seeds.arrow` into a folder."""
        out.mkdir(parents=True, exist_ok=True)
        documents = ((name, *placed) for name, placed in self.documents())
        _table(out / "documents.arrow", DOCUMENTS, documents)
        _table(out / "passages.arrow", PASSAGES, self.passages())
        _table(out / "seeds.arrow", SEEDS, self.seeds())

    def _used(self) -> Iterator[tuple[str, str]]:
        """Give the seeds that have documents, in order."""
        ranks = self.corpus.numbers("rank_of_arrival")
        homes = self.corpus.numbers("home_of_rank")
        names = [batch.strings("seeds") for batch in self.corpus.batches]
        for arrival in self.corpus.numbers("arrival_of_seed").tolist():
            batch, at = self.corpus.at(arrival)
            group = int(self._group[homes[ranks[arrival]]])
            yield text(names[batch][at]), self._split(group)

    def _name(self, arrival: int) -> str:
        """Give the id of a document."""
        batch, at = self.corpus.at(arrival)
        return text(self._names[batch][at])

    def _placed(self, group: int, size: int, link: tuple[int, int, int]) -> Placed:
        """Put together what is decided about a document."""
        other, kind, similarity = link
        key, split = self._key(group), self._split(group)
        if not kind:
            return Placed(key, size, None, None, None, split)
        name = self._name(int(self._arrivals[other]))
        return Placed(key, size, name, KINDS[kind], similarity, split)

    def _key(self, home: int) -> str:
        """Give the SHA-256 of a seed."""
        return self._contents[home * SHA256_BYTES : (home + 1) * SHA256_BYTES].tobytes().hex()

    def _split(self, group: int) -> str:
        """Give the split of a group."""
        kept = self._kept.get(group) or self._few.get(group)
        return kept or by_hash(self._key(group))

    def _pinned(self, pins: Mapping[str, Split]) -> dict[int, Split]:
        """Give the splits that groups must keep."""
        if not pins:
            return {}
        homes = {self._key(home): home for home in range(len(self._group))}
        seeds = {key: int(self._group[homes[key]]) for key in pins.keys() & homes.keys()}
        named = {key: str(group) for key, group in seeds.items()}
        return {int(group): split for group, split in pinned(named, pins).items()}

    def _small(self) -> dict[int, Split]:
        """Give the splits of groups too few to be placed by their hashes alone."""
        if np.count_nonzero(self._size) >= LARGE:
            return {}
        groups = np.flatnonzero(self._size).tolist()
        placed = splits({self._key(group): int(self._size[group]) for group in groups})
        return {group: placed[self._key(group)] for group in groups}


def _sizes(corpus: Corpus, groups: Array) -> Array:
    """Count the documents of each group."""
    sizes = blank(corpus.folder / "size_of_group", NUMBER, len(groups))
    home = corpus.numbers("home_of_rank")
    for at in range(0, corpus.count, ROWS):
        np.add.at(sizes, groups[home[at : at + ROWS]], np.uint32(1))
    return sizes


def _table(path: Path, schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows as an Arrow file."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for some in iter(partial(_some, iter(rows)), []):
            columns = zip(*some, strict=True)
            arrays = [
                pa.array(column, field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _some(rows: Iterator[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Take the next rows; none are left when none come."""
    return list(islice(rows, ROWS))
