"""A dataset folder in, rows of its tables out: some columns, or some seeds, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dongxi.manifest import SPLITS
from dongxi.write import told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import pyarrow.dataset as ds

    Row = dict[str, Any]


def _among(column: str, values: Collection[str]) -> ds.Expression:
    """Ask for rows whose column has one of some values."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.dataset as ds  # noqa: PLC0415

    return ds.field(column).isin(pa.array(sorted(values), pa.string()))


def rows_of(
    folder: Path, table: str, columns: Sequence[str] | None = None,
    only: tuple[str, Collection[str]] | None = None,
) -> Iterator[Row]:  # fmt: skip
    """Read rows, split by split in the order of the files; dates as ISO strings.

    `only` names a column and the values wanted of it. A table without rows gives none.
    """
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.dataset as ds  # noqa: PLC0415

    wanted = None if only is None else _among(*only)
    paths = (
        path for split in SPLITS for path in sorted((folder / table).glob(f"{split}-*.parquet"))
    )
    for path in paths:
        source = ds.dataset(path, format="parquet")
        days = [f.name for f in source.schema if pa.types.is_date32(f.type)]
        for batch in source.to_batches(
            columns=None if columns is None else list(columns), filter=wanted
        ):
            yield from told(
                batch.to_pylist(), [day for day in days if day in batch.schema.names]
            )
