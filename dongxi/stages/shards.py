"""A shard in, its Parquet and JSONL files out, from whatever pieces its rows stand in."""

from __future__ import annotations

import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np

from dongxi.manifest import File
from dongxi.near.columns import Latest, spread
from dongxi.schema import arrow, tables
from dongxi.stages.decided import Decided
from dongxi.stages.piece import WHOLE, Piece
from dongxi.write import JSONL_TABLES, ending, jsonl_path, parquet_path, write_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from dongxi.near.columns import Array, Numbers
    from dongxi.stages.layout import Layout, Shard

#: Where files are written before they have their names, below the output.
PARTS = ".parts"
#: Rows put together at a time, and bytes of their lines, about.
ROWS, BYTES = 1 << 14, 1 << 24
#: The tables whose rows the assembly knows by their ids.
BY_ID = frozenset({"documents", "passages"})


class Output(NamedTuple):
    """What all shards of a build share."""

    layout: Layout
    decided: Path
    """Folder of what the assembly decided, as `dongxi.near` writes it."""
    out: Path
    jsonl: bool = True
    """Whether tables are written as JSONL too."""


def write(output: Output, shard: Shard) -> File:
    """Write a shard; say what was written."""
    path = parquet_path(shard.table, shard.split, shard.number, shard.of)
    part = output.out / PARTS / uuid4().hex
    jsonl = None
    if output.jsonl and shard.table in JSONL_TABLES:
        jsonl = part / jsonl_path(shard.table, shard.split, shard.number, shard.of)
    made = write_parts(_parts(output, shard), tables()[shard.table], part / path, jsonl)
    _move(part, output.out)
    return File(shard.table, shard.split, path, *made)


def digested(output: Output, shard: Shard) -> File:
    """Work out the content hash of a shard with all that the options leave out."""
    digest, count = sha256(), 0
    reader, decided = Reader(output.layout, shard.table), Decided(output.decided, shard)
    for seeds in reader.some(shard, WHOLE):
        lines = reader.lines(seeds, WHOLE)
        digest.update(b"".join(_ended(lines, decided.added(reader.names(seeds), len(lines)))))
        count += len(lines)
    path = parquet_path(shard.table, shard.split, shard.number, shard.of)
    return File(shard.table, shard.split, path, count, digest.hexdigest())


def _move(part: Path, out: Path) -> None:
    """Give whole files their names, also where another worker did the same work."""
    for path in sorted(part.rglob("*")):
        if path.is_file():
            target = out / path.relative_to(part)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
    shutil.rmtree(part)


def _parts(output: Output, shard: Shard) -> Iterator[tuple[pa.Table, Iterator[bytes]]]:
    """Give the rows of a shard, some at a time, as columns and as canonical lines."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    schema = arrow(tables()[shard.table])
    reader, decided = Reader(output.layout, shard.table), Decided(output.decided, shard)
    for seeds in reader.some(shard):
        rows = reader.rows(seeds)
        names = rows.column("id").to_pylist() if shard.table in BY_ID else []
        added = decided.added(names, rows.num_rows)
        fields = list(schema)[rows.num_columns :]
        columns = [
            *rows.columns, *(pa.array(added[field.name], field.type) for field in fields)
        ]  # fmt: skip
        yield pa.Table.from_arrays(columns, schema=schema), _ended(reader.lines(seeds), added)


def _ended(lines: Sequence[bytes], added: Mapping[str, Sequence[object]]) -> Iterator[bytes]:
    """Put the last columns behind the beginnings of lines."""
    known: dict[tuple[object, ...], bytes] = {}
    for line, values in zip(lines, zip(*added.values(), strict=True), strict=True):
        end = known.get(values)
        if end is None:
            end = known[values] = ending(dict(zip(added, values, strict=True)))
        yield line + end


class Reader:
    """The rows of one table, gathered from all pieces in the order of the seeds."""

    def __init__(self, layout: Layout, table: str) -> None:
        self.layout = layout
        self.table = table
        self._pieces = Latest(lambda number: Piece(layout.pieces[number]))

    def some(self, shard: Shard, kind: str = "") -> Iterator[Array]:
        """Part the seeds of a shard into runs that are put together at once."""
        seeds = self.layout.seeds(shard.split)[shard.first : shard.end]
        weights = np.zeros(len(seeds), np.float64)
        for number in np.unique(seeds["piece"]).tolist():
            piece, own = self._pieces[number], seeds["piece"] == number
            at = seeds["at"][own]
            counts = np.diff(piece.counts(kind + self.table), prepend=np.uint64(0))
            weights[own] = counts[at] / ROWS + piece.sizes(kind + self.table)[at] / BYTES
        numbers = np.floor(np.cumsum(weights))
        starts = np.flatnonzero(np.diff(numbers, prepend=-1.0))
        return iter(part for part in np.split(seeds, starts) if len(part))

    def rows(self, seeds: Array) -> pa.Table:
        """Read the rows of some seeds."""
        import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

        held, places, base = [], np.empty(len(seeds), np.int64), 0
        counts = np.empty(len(seeds), np.int64)
        for number, own, starts, ends in self._ranges(seeds, ""):
            first, last = int(starts[0]), int(ends[-1])
            held.append(self._pieces[number].rows(self.table, first, last))
            places[own], counts[own] = starts - first + base, ends - starts
            base += last - first
        sets, offsets = spread(counts)
        wanted = places[sets] + offsets
        whole = pa.concat_tables(held)
        if len(wanted) == whole.num_rows and np.array_equal(wanted, np.arange(len(wanted))):
            return whole
        return whole.take(pa.array(wanted))

    def lines(self, seeds: Array, kind: str = "") -> list[bytes]:
        """Read what the lines of some seeds begin with."""
        found: list[list[bytes]] = [[] for _ in seeds]
        for number, own, starts, ends in self._ranges(seeds, kind):
            strings = self._pieces[number].lines(kind + self.table)
            bounds = zip(
                np.flatnonzero(own).tolist(), starts.tolist(), ends.tolist(), strict=True
            )
            for place, start, end in bounds:
                found[place] = strings.some(start, end)
        return [line for lines in found for line in lines]

    def names(self, seeds: Array) -> list[str]:
        """Give the ids of the rows of some seeds, where the assembly knows the rows by them."""
        if self.table not in BY_ID:
            return []
        names: list[str] = self.rows(seeds).column("id").to_pylist()
        return names

    def _ranges(self, seeds: Array, kind: str) -> Iterator[tuple[int, Array, Numbers, Numbers]]:
        """Give, piece by piece, which seeds are its own and where their rows start and end."""
        for number in np.unique(seeds["piece"]).tolist():
            own = seeds["piece"] == number
            ends = self._pieces[number].counts(kind + self.table).astype(np.int64)
            starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
            at = seeds["at"][own]
            yield number, own, starts[at], ends[at]
