"""Tables of one or several datasets in, the rows of one seed after another out.

All tables are sorted by seed, so they can be walked together; memory holds one seed's rows.
"""

from __future__ import annotations

from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Row = dict[str, Any]
    #: The rows of one seed, by table.
    Rows = dict[str, list[Row]]
    #: The columns to read, by table; None for all of them.
    Columns = Mapping[str, Sequence[str] | None]

BATCH_ROWS = 1_000


def walk(folders: Sequence[Path], columns: Columns) -> Iterator[tuple[str, tuple[Rows, ...]]]:
    """Give each seed of any of the datasets, in order, with its rows in each of them.

    A table or column that is not there is left out; so is a table without rows of the seed.
    """
    streams = [
        _rows(folder, table, columns[table], side)
        for side, folder in enumerate(folders)
        for table in columns
    ]
    for seed, found in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        sides: tuple[Rows, ...] = tuple({} for _ in folders)
        for _, side, table, row in found:
            sides[side].setdefault(table, []).append(row)
        yield seed, sides


def _rows(
    folder: Path, table: str, columns: Sequence[str] | None, side: int
) -> Iterator[tuple[str, int, str, Row]]:
    """Read a table in the order of its seeds, whatever its splits and shards."""
    files = sorted((folder / table).glob("*.parquet"))
    return merge(*(_file(path, table, columns, side) for path in files), key=itemgetter(0))


def _file(
    path: Path, table: str, columns: Sequence[str] | None, side: int
) -> Iterator[tuple[str, int, str, Row]]:
    import pyarrow.parquet as pq  # noqa: PLC0415 -- keeps the start light

    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        wanted = None if columns is None else [name for name in columns if name in names]
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
            for row in batch.to_pylist():
                yield row["seed"], side, table, row
