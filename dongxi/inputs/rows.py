"""Row groups of a Parquet file in, seeds out: only the columns that are needed, in small batches."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, Any

from dongxi.inputs import places, records
from dongxi.inputs.model import InputError
from dongxi.model import Unread

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from dongxi.inputs.columns import Columns
    from dongxi.inputs.model import InputSplit
    from dongxi.model import Limits, Seed

#: Rows unpacked at a time; a page takes some 50 KB.
BATCH_ROWS = 64
#: Row groups that follow each other are one piece of work up to so many bytes.
PART_BYTES = 4 << 20


def read(split: InputSplit, limits: Limits, _tally: Counter[str]) -> Iterator[Seed]:
    """Give the seeds of the row groups of a split, row by row."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    with places.opened(split.url) as file:
        row = 0
        try:
            with _parquet(file) as parquet:
                row = _rows_before(parquet, split.start)
                for record in _records(parquet, split):
                    row += 1
                    yield _seed(split, record, row, limits)
        except (pa.ArrowException, OSError) as error:
            file.seek(0)
            whole = Unread(*places.digest(file))
            why = f"the file cannot be read behind row {row}: {error}"
            yield records.unheld(whole, split.name, why=why)


def _parquet(file: IO[bytes]) -> Any:
    import pyarrow.parquet as pq  # noqa: PLC0415 -- keeps the start light

    return pq.ParquetFile(
        file,
        pre_buffer=False,
        buffer_size=places.BLOCK_BYTES,  # or a whole column of a row group is read at once
        page_checksum_verification=True,
    )


def _rows_before(parquet: Any, group: int) -> int:
    return sum(parquet.metadata.row_group(i).num_rows for i in range(group))


def _records(parquet: Any, split: InputSplit) -> Iterator[dict[str, Any]]:
    """Give the values of each row, strings as the bytes they are."""
    names = split.columns.names(parquet.schema_arrow.names)
    end = parquet.num_row_groups if split.end is None else split.end
    for group in range(split.start, end):
        batches = parquet.iter_batches(
            batch_size=BATCH_ROWS,
            row_groups=[group],
            columns=sorted(set(names.values())),
            use_threads=False,
        )
        for batch in batches:
            columns = {name: _plain(batch.column(name)) for name in batch.schema.names}
            for at in range(batch.num_rows):
                yield {name: column[at].as_py() for name, column in columns.items()}


def _plain(column: Any) -> Any:
    """Give strings as bytes, which need not be UTF-8, and moments without nanoseconds."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if _is_text(kind):
        return column.cast(pa.large_binary())
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", kind.tz and "UTC"), safe=False)
    return column


def _is_text(kind: Any) -> bool:
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    checks = (
        pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
        pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view,
        pa.types.is_fixed_size_binary,
    )  # fmt: skip
    return any(check(kind) for check in checks)


def _seed(split: InputSplit, record: Mapping[str, Any], row: int, limits: Limits) -> Seed:
    """Make the seed of a row; what stands beside the page is text."""
    names = split.columns.names(record)
    place = f"{split.name}, row {row}"
    content = record.get(names["html"]) if "html" in names else None
    raw = content if isinstance(content, bytes) else b""
    try:
        beside = {
            name: value.decode() if isinstance(value, bytes) else value
            for role, name in names.items()
            if role != "html"
            for value in (record[name],)
        }
    except UnicodeDecodeError as error:
        return records.broken(
            raw, place, f"a value beside the page is not UTF-8 ({error})", limits
        )
    return records.page_of({**record, **beside}, names, raw, place, limits)


def groups(split: InputSplit) -> list[tuple[int, int, int]] | None:
    """Cut a file into ranges of row groups, each with its bytes; None where it is not Parquet.

    Raises `InputError` where no column can be the page.
    """
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    with places.opened(split.url) as file:
        try:
            with _parquet(file) as parquet:
                schema, metadata = parquet.schema_arrow, parquet.metadata
        except (pa.ArrowException, OSError):
            return None
    _checked(schema, split.columns, split.name)
    done: list[tuple[int, int, int]] = []
    start = size = 0
    for number in range(metadata.num_row_groups):
        size += _bytes(metadata, number)
        if size >= PART_BYTES or number == metadata.num_row_groups - 1:
            done.append((start, number + 1, size))
            start, size = number + 1, 0
    return done


def _bytes(metadata: Any, number: int) -> int:
    first, last = _range(metadata, number)
    return last - first


def columns(split: InputSplit) -> list[str]:
    """Name the columns of a file; none where it is not Parquet."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    with places.opened(split.url) as file:
        try:
            with _parquet(file) as parquet:
                return list(parquet.schema_arrow.names)
        except (pa.ArrowException, OSError):
            return []


def _range(metadata: Any, number: int) -> tuple[int, int]:
    """Give the bytes in which the columns of a row group lie."""
    group = metadata.row_group(number)
    found = [group.column(i) for i in range(group.num_columns)]
    starts = [
        min(c.data_page_offset, c.dictionary_page_offset or c.data_page_offset) for c in found
    ]
    ends = [a + c.total_compressed_size for a, c in zip(starts, found, strict=True)]
    return min(starts, default=0), max(ends, default=0)


def _checked(schema: Any, columns: Columns, name: str) -> None:
    """Raise `InputError` where no column can be the page, or one has an odd type."""
    names = columns.names(schema.names)
    there = ", ".join(f"{field.name} ({field.type})" for field in schema)
    if "html" not in names:
        raise InputError(
            f"{name}: no column of pages; found the columns {there}, expected one of "
            f"{', '.join(columns.html)}; name it with --column html=NAME"
        )
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    for role, column in names.items():
        if schema.names.count(column) > 1:
            raise InputError(f"{name}: two columns are called {column!r}; rename one of them")
        kind = schema.field(column).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if role == "retrieved" or _is_text(kind) or pa.types.is_null(kind):
            continue
        if not (role == "id" and pa.types.is_integer(kind)):
            raise InputError(
                f"{name}: column {column!r} for {role} is {kind}, expected text; found the "
                f"columns {there}; name another with --column {role}=NAME"
            )


def key(split: InputSplit) -> str:
    """Hash what the row groups of a split hold, and how they are to be read."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    with places.opened(split.url) as file:
        try:
            with _parquet(file) as parquet:
                schema, metadata = str(parquet.schema_arrow), parquet.metadata
        except (pa.ArrowException, OSError):
            file.seek(0)
            return places.digest(file)[1]
        found = hashlib.sha256(schema.encode())
        end = metadata.num_row_groups if split.end is None else split.end
        for number in range(split.start, end):
            found.update(places.digest(file, *_range(metadata, number))[1].encode())
    return found.hexdigest()
