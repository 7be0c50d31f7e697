"""Pieces and what the assembly decided in, the place of every seed in the output out.

The rows of a split stand in the order of the seeds' ids, whatever piece they come from. A
table's rows of one split are cut into shards between seeds, by the bytes of their lines, so
where they are cut follows from the rows alone.
"""

from __future__ import annotations

import heapq
from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dongxi.manifest import SPLITS
from dongxi.near.columns import NUMBER, mapped, save
from dongxi.near.store import ambiguous

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dongxi.near.columns import Array
    from dongxi.stages.piece import Piece

#: A seed: its piece, and its place there.
SEED = np.dtype([("piece", "<u4"), ("at", "<u4")])


class Shard(NamedTuple):
    """Some rows of one split of one table: a Parquet file."""

    table: str
    split: str
    number: int
    of: int
    first: int
    """The first of its seeds, among those of the split."""
    end: int


class Layout(NamedTuple):
    """Where everything stands; its columns lie in `folder`."""

    folder: Path
    pieces: tuple[Path, ...]

    def seeds(self, split: str) -> Array:
        """Map the seeds of a split, in the order of their ids."""
        return mapped(self.folder / split, SEED)


def laid_out(
    pieces: Sequence[Piece], splits: Iterable[tuple[str, str]], folder: Path
) -> Layout:
    """Put the seeds of all pieces in order, split by split; write it into a new folder.

    `splits` gives the split of each seed, in the order of their ids. Raises `ValueError` where
    two pieces have a seed of one id.
    """
    folder.mkdir(parents=True)
    places = {split: array("I") for split in SPLITS}  # eight bytes a seed, not two objects
    before = None
    for (seed, piece, at), (name, split) in zip(_seeds(pieces), splits, strict=True):
        if seed == before or seed != name:
            raise ambiguous(seed)
        before = seed
        places[split].extend((piece, at))
    for split, found in places.items():
        save(folder / split, np.array(found, NUMBER).view(SEED))
    return Layout(folder, tuple(piece.folder for piece in pieces))


def _seeds(pieces: Sequence[Piece]) -> Iterator[tuple[str, int, int]]:
    """Give the seeds of all pieces in the order of their ids."""

    def one(number: int, piece: Piece) -> Iterator[tuple[str, int, int]]:
        return ((seed, number, at) for at, seed in enumerate(piece.seeds()))

    return heapq.merge(*(one(number, piece) for number, piece in enumerate(pieces)))


def shards(
    layout: Layout, pieces: Sequence[Piece], table: str, name: str, target: int
) -> Iterator[Shard]:
    """Cut the rows of a table, split by split; splits without rows have no shard.

    `name` is what the pieces call its columns. A shard holds about `target` bytes of lines,
    more only where one seed has more.
    """
    sizes = np.concatenate([np.zeros(0, np.int64), *(piece.sizes(name) for piece in pieces)])
    bases = np.cumsum([0, *(len(piece.counts(name)) for piece in pieces)])
    for split in SPLITS:
        seeds = layout.seeds(split)
        own = sizes[bases[seeds["piece"]] + seeds["at"]].astype(np.int64)
        if not own.any():
            continue
        numbers = np.maximum(np.cumsum(own) - 1, 0) // target
        starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1)).tolist()
        starts[0] = 0
        bounds = zip(starts, [*starts[1:], len(own)], strict=True)
        for number, (first, end) in enumerate(bounds):
            yield Shard(table, split, number, len(starts), first, end)
