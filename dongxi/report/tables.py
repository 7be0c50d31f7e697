"""A dataset folder in, rows of its tables out: some columns, or some seeds, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dongxi.manifest import SPLITS
from dongxi.write import told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    Row = dict[str, Any]

#: Rows unpacked together; those of documents are long.
ROWS_TOGETHER = {"documents": 256}
ROWS_TOGETHER_ELSE = 8_192


def rows_of(
    folder: Path, table: str, columns: Sequence[str] | None = None,
    only: tuple[str, Collection[str]] | None = None,
) -> Iterator[Row]:  # fmt: skip
    """Read rows, split by split in the order of the files; dates as ISO strings.

    `only` names a column and the values wanted of it. A table without rows gives none. Some rows
    of a file are unpacked at a time, whatever its row groups hold.
    """
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.parquet as pq  # noqa: PLC0415

    paths = (
        path for split in SPLITS for path in sorted((folder / table).glob(f"{split}-*.parquet"))
    )
    for path in paths:
        with pq.ParquetFile(path, memory_map=True) as file:
            schema = file.schema_arrow
            shown = list(schema.names if columns is None else columns)
            days = [name for name in shown if pa.types.is_date32(schema.field(name).type)]
            for batch in _wanted(
                file, ROWS_TOGETHER.get(table, ROWS_TOGETHER_ELSE), shown, only
            ):
                yield from told(batch.to_pylist(), days)


def _wanted(
    file: pq.ParquetFile, rows: int, shown: list[str], only: tuple[str, Collection[str]] | None
) -> Iterator[pa.RecordBatch]:
    """Unpack the rows of a file that are wanted, some at a time."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.compute as pc  # noqa: PLC0415

    if only is None:
        yield from file.iter_batches(rows, columns=shown)
        return
    name, values = only
    among = pa.array(sorted(values), pa.string())
    for batch in file.iter_batches(rows, columns=list(dict.fromkeys([*shown, name]))):
        yield batch.filter(pc.is_in(batch.column(name), among)).select(shown)
