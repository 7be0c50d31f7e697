r"""Rows of a table in; Parquet and JSONL files out, the same bytes for the same rows.

The canonical form of a table is JSONL: columns in the order of the schema, explicit nulls, ISO
dates, compact UTF-8, `\n`. Its SHA-256 is the content hash, the same in every environment;
Parquet bytes are the same for one version of pyarrow.
"""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from datetime import date
from hashlib import sha256
from itertools import chain, islice
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dongxi.schema import arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from dongxi.model import Row
    from dongxi.schema import Column, Table, Type

#: Tables that are also published as JSONL.
JSONL_TABLES = ("documents", "passages", "seeds")
#: Rows turned into Arrow at a time; bounds the memory of a build, changes no byte.
BATCH_ROWS = 1_000
#: Rows of a row group at most: some 50 to 100 MB unpacked, which viewers still open. Small groups spoil
#: content-defined chunks: after one inserted row 73 % of a file of 120,000 short rows is new
#: with groups of 10,000, 15 % with 50,000, 3 % with one group (pyarrow 26.0.1, 2026-11).
ROW_GROUP_ROWS = {"documents": 10_000}
ROW_GROUP_ROWS_ELSE = 100_000
#: And bytes of their lines at most, but for a row that has more: long texts fill a group sooner.
ROW_GROUP_BYTES = 1 << 27
#: From this many rows on, or of groups that are so full, pages are cut by content: 1.5 % bigger,
#: cheap to upload again.
LARGE_ROWS, LARGE_BYTES = 1_000, ROW_GROUP_BYTES // 2
#: How `pyarrow` writes: pages that can be skipped, no metadata but the types of Parquet itself.
PARQUET = {
    "compression": "zstd",
    "compression_level": 9,
    "write_page_index": True,
    "store_schema": False,
}
#: The types a value may have, exactly (so that no boolean passes for an integer).
PYTHON: dict[Type, frozenset[type]] = {
    "string": frozenset({str}),
    "integer": frozenset({int}),
    "boolean": frozenset({bool}),
    "date": frozenset({str}),
    "strings": frozenset({list, tuple}),
}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: How much of a value a message quotes.
QUOTED_CHARS = 60

#: Rows that are encoded at once: many enough to cost little each, few enough to hold.
LINES_TOGETHER = 64

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class RowError(ValueError):
    """A row that does not fit its table: a fault of the program, not of the data."""


class Sized(NamedTuple):
    """Some rows."""

    rows: pa.Table
    sizes: NDArray[np.int64]
    """Bytes of their canonical lines."""


class Shard(NamedTuple):
    """What was written for one split of one table."""

    rows: int
    content_sha256: str


def parquet_path(table: str, split: str, number: int = 0, of: int = 1) -> str:
    """Give the path of one of a split's Parquet files below the dataset's folder.

    >>> parquet_path("documents", "train")
    'documents/train-00000-of-00001.parquet'
    """
    return f"{table}/{split}-{number:05}-of-{of:05}.parquet"


def jsonl_path(table: str, split: str, number: int = 0, of: int = 1) -> str:
    """Give the path of one of a split's JSONL files below the dataset's folder.

    >>> jsonl_path("documents", "train", 1, 2)
    'jsonl/documents/train-00001-of-00002.jsonl'
    """
    return f"jsonl/{table}/{split}-{number:05}-of-{of:05}.jsonl"


def write_parts(
    parts: Iterable[tuple[pa.Table, Iterable[bytes]]],
    table: Table,
    parquet: Path,
    jsonl: Path | None = None,
) -> Shard:
    """Write rows that come as columns and as canonical lines; give their number and hash."""
    digest, count = sha256(), 0
    with nullcontext() if jsonl is None else _create(jsonl).open("wb") as sink:

        def passing() -> Iterator[Sized]:
            nonlocal count
            for rows, lines in parts:
                held = list(lines)
                data = b"".join(held)
                digest.update(data)
                if sink is not None:
                    sink.write(data)
                count += rows.num_rows
                yield Sized(rows, np.fromiter(map(len, held), np.int64, len(held)))

        write_tables(passing(), table, parquet)
    return Shard(count, digest.hexdigest())


def content_sha256(rows: Iterable[Row], table: Table) -> str:
    """Give the SHA-256 of the rows' canonical JSONL."""
    digest = sha256()
    for batch in checked(rows, table):
        for line in beginnings(batch, table):
            digest.update(line + b"}\n")
    return digest.hexdigest()


def read_parquet(path: Path) -> Iterator[Row]:
    """Read back the rows of a Parquet file, dates as ISO strings."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(path) as file:
        days = [f.name for f in file.schema_arrow if pa.types.is_date32(f.type)]
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield from told(batch.to_pylist(), days)


def told(rows: Iterable[dict[str, Any]], days: Sequence[str]) -> Iterator[Row]:
    """Give rows with the days of some columns, where they have them, as ISO strings."""
    for row in rows:
        for name in days:
            row[name] = row[name] and row[name].isoformat()
        yield row


def write_tables(parts: Iterable[Sized], table: Table, path: Path) -> None:
    """Write rows that come as Arrow tables; every row group is one table without chunks.

    The bytes are the same however the rows are parted, and no more than a group is held. Raises
    `RowError` for no rows at all.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 -- keeps the start light

    group_rows = ROW_GROUP_ROWS.get(table.name, ROW_GROUP_ROWS_ELSE)
    groups = _groups(parts, group_rows)
    first = next(groups, None)
    if first is None:
        raise RowError(f"{table.name}: no rows for {path.name}; publish no file for it")
    large = first.rows.num_rows >= LARGE_ROWS or int(first.sizes.sum()) >= LARGE_BYTES
    options = {**PARQUET, "use_content_defined_chunking": large}
    with pq.ParquetWriter(_create(path), arrow(table), **options) as writer:
        for group in chain([first], groups):
            writer.write_table(group.rows, row_group_size=group_rows)


def _groups(parts: Iterable[Sized], group_rows: int) -> Iterator[Sized]:
    """Gather parts into groups, each as many rows as go together into one."""
    held: list[Sized] = []
    for rows, sizes in parts:
        at = 0
        while at < len(sizes):
            room = ROW_GROUP_BYTES - sum(int(one.sizes.sum()) for one in held)
            left = group_rows - sum(len(one.sizes) for one in held)
            fit = int(np.searchsorted(np.cumsum(sizes[at:]), room, "right"))
            fit = min(fit, left) or (0 if held else 1)
            if fit:
                held.append(Sized(rows.slice(at, fit), sizes[at : at + fit]))
                at += fit
            if at < len(sizes):
                yield _together(held)
                held = []
    if held:
        yield _together(held)


def _together(parts: Sequence[Sized]) -> Sized:
    """Put parts together, without chunks."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    whole = pa.concat_tables([part.rows for part in parts]).combine_chunks()
    return Sized(whole, np.concatenate([part.sizes for part in parts]))


def record_batch(batch: list[Row], table: Table) -> pa.RecordBatch:
    """Turn checked rows into columns."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    arrays, schema = [], arrow(table)
    for column, field in zip(table.columns, schema, strict=True):
        values: list[Any] = [row[column.name] for row in batch]
        if column.type == "date":
            values = [value and date.fromisoformat(value) for value in values]
        try:
            arrays.append(pa.array(values, field.type))
        except UnicodeEncodeError as error:
            raise _surrogate(batch, table) from error
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def beginnings(batch: list[Row], table: Table) -> Iterator[bytes]:
    """Give the canonical line of each row without its end: the bracket, and the line end.

    Rows are encoded together, which costs a third: a quote within a string is escaped, so that
    `},{"` stands between two rows only. Raises `RowError` for a lone surrogate.
    """
    names = [column.name for column in table.columns]
    try:
        for first in range(0, len(batch), LINES_TOGETHER):
            rows = [
                {name: row[name] for name in names}
                for row in batch[first : first + LINES_TOGETHER]
            ]
            lines = _encode(rows).encode("utf-8")[len('[{"') : -len("}]")]
            for line in lines.split(b'},{"'):
                yield b'{"' + line
    except UnicodeEncodeError as error:
        raise _surrogate(batch, table) from error


def ending(values: Mapping[str, object]) -> bytes:
    r"""Give what ends a canonical line: the last columns, the bracket, the line end.

    >>> ending({"duplicate_of": None, "split": "train"})
    b',"duplicate_of":null,"split":"train"}\n'
    """
    return b"," + _encode(values)[1:].encode("utf-8") + b"\n"


def checked(rows: Iterable[Row], table: Table) -> Iterator[list[Row]]:
    """Give the rows in lists of `BATCH_ROWS`; raise `RowError` for one that does not fit."""
    every = iter(rows)
    names = {column.name for column in table.columns}
    while batch := list(islice(every, BATCH_ROWS)):
        for row in batch:
            if row.keys() != names:
                raise _misfit(row, table)
        for column in table.columns:
            _check(column, batch, table)
        yield batch


def _check(column: Column, batch: Sequence[Row], table: Table) -> None:
    """Raise for the first value of a column that has not exactly its type.

    What a whole batch holds is looked at first: sets of types are cheap.
    """
    allowed = PYTHON[column.type] | ({NoneType} if column.nullable else frozenset())
    values: list[Any] = [row[column.name] for row in batch]
    fits = set(map(type, values)) <= allowed
    if fits and column.type == "strings":
        fits = set(map(type, chain.from_iterable(values))) <= {str}
    if fits and column.type != "date":
        return
    for row, value in zip(batch, values, strict=True):
        if type(value) not in allowed or not _well_formed(value, column.type):
            wanted = column.type + (" or null" if column.nullable else "")
            raise RowError(
                f"{_where(row, table)}, column {column.name}: found {value!r:.{QUOTED_CHARS}}, "
                f"expected {wanted}"
            )


def _well_formed(value: Any, kind: Type) -> bool:
    """Tell whether a value of the right type is an ISO day, or a list of strings."""
    if kind == "strings":
        return all(type(item) is str for item in value)
    if kind != "date" or value is None:
        return True
    try:
        return bool(DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _misfit(row: Row, table: Table) -> RowError:
    """Name the columns that are missing or too many."""
    names = [column.name for column in table.columns]
    missing = [name for name in names if name not in row]
    extra = sorted(str(name) for name in row if name not in names)
    found = [f"column {name} is missing" for name in missing]
    found += [f"column {name} is not in the schema" for name in extra]
    return RowError(f"{_where(row, table)}: {'; '.join(found)}")


def _surrogate(batch: Sequence[Row], table: Table) -> RowError:
    """Name the place of a lone surrogate, which no encoding writes."""
    for row in batch:
        for column in table.columns:
            value = row[column.name]
            for text in value if isinstance(value, list | tuple) else [value]:
                hit = re.search("[\ud800-\udfff]", text) if isinstance(text, str) else None
                if hit:
                    return RowError(
                        f"{_where(row, table)}, column {column.name}: lone surrogate "
                        f"U+{ord(hit[0]):04X} at character {hit.start()}; decode without "
                        "surrogateescape"
                    )
    return RowError(f"{table.name}: a text does not encode as UTF-8")


def _where(row: Row, table: Table) -> str:
    """Name a row: by its id where its table has one, else by its first columns."""
    keys = [c.name for c in table.columns if c.name in {"id", "seed", "position", "field"}]
    keys = keys[:1] if keys[0] == "id" or table.name == "seeds" else keys
    return f"{table.name}, row {', '.join(f'{key} {row.get(key)!r}' for key in keys)}"


def _create(path: Path) -> Path:
    """Make the folder of a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
