"""The tables of a dataset folder in, the facts that card and Croissant tell out.

A file is read a row group at a time, and only counts are kept.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi import counting
from dongxi.engine import here
from dongxi.manifest import MANIFEST, SPLITS, File, content_of
from dongxi.options import of
from dongxi.schema import tables
from dongxi.write import content_sha256, read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dongxi.engine import Engine
    from dongxi.model import Row
    from dongxi.options import Options

#: A seed's pages are listed one by one up to this many; then the seeds table stands for them.
LISTED_SEEDS = 1_000


class Counted(NamedTuple):
    """A table that has rows."""

    files: tuple[File, ...]
    """In the order train, validation, test, and then of their names."""
    rows: int
    content_sha256: str
    """As in the manifest."""
    empty: Mapping[str, int]
    """Rows without a value, null or an empty list, by column."""

    def rows_of(self, split: str) -> int:
        """Give the rows of a split."""
        return sum(file.rows for file in self.files if file.split == split)


class Facts(NamedTuple):
    """What is counted in a dataset."""

    tables: Mapping[str, Counted]
    """In the order of the card; a table without rows is not there."""
    counts: Mapping[tuple[str, ...], int]
    """Amounts by what is counted and its values: `("script", "train", "Hans")`."""
    example: Row | None
    """The first document, of train where it has any."""
    seeds: tuple[Row, ...]
    """The first `LISTED_SEEDS` seeds that were used."""
    manifest: Mapping[str, Any] = MappingProxyType({})
    """What the manifest says beside the tables; empty where there is none yet."""

    @property
    def options(self) -> Options:
        """What was published."""
        return of(self.manifest)

    def has(self, table: str) -> bool:
        """Tell whether the rows of a table, if there are any, are published."""
        return table in self.options.published

    def rows(self, table: str) -> int:
        """Give the number of rows of a table, 0 where it has none."""
        return self.tables[table].rows if table in self.tables else 0

    def total(self, *key: str) -> int:
        """Add up all amounts whose key begins so."""
        return sum(n for name, n in self.counts.items() if name[: len(key)] == key)

    def groups(self, split: str) -> int:
        """Give the number of groups of a split: a group of n documents has n rows that say so."""
        return sum(n // int(size) for (size,), n in self.by("group_size", split).items())

    def by(self, *key: str) -> dict[tuple[str, ...], int]:
        """Give the amounts whose key begins so, by the rest of the key."""
        return {
            name[len(key) :]: n for name, n in self.counts.items() if name[: len(key)] == key
        }


def describe(
    folder: Path, known: Mapping[str, str] | None = None, engine: Engine = here
) -> Facts:
    """Count the tables of a dataset folder; its Parquet files and its manifest are read.

    `known` gives the content hash of files by path, where it need not be found again; `engine`
    counts the files.
    """
    paths = [
        (table, split, path.relative_to(folder).as_posix())
        for table in tables()
        for split in SPLITS
        for path in sorted((folder / table).glob(f"{split}-*.parquet"))
    ]
    counts: Counter[tuple[str, ...]] = Counter()
    empty: dict[str, Counter[str]] = {name: Counter() for name in tables()}
    files: dict[str, list[File]] = {name: [] for name in tables()}
    for part in engine(partial(_counted, folder, known or {}), paths):
        counts.update(part.counts)
        empty[part.file.table].update(part.empty)
        files[part.file.table].append(part.file)
    found = {name: _table(own, empty[name]) for name, own in files.items() if own}
    used = (row for row in _rows(folder, found, "seeds") if row["status"] == "used")
    return Facts(
        tables=found,
        counts=dict(sorted(counts.items())),
        example=next(_rows(folder, found, "documents"), None),
        seeds=tuple(islice(used, LISTED_SEEDS)),
        manifest=_manifest(folder),
    )


class Part(NamedTuple):
    """What is counted in one file."""

    file: File
    counts: Counter[tuple[str, ...]]
    empty: Counter[str]


def _counted(folder: Path, known: Mapping[str, str], place: tuple[str, str, str]) -> Part:
    """Count one file, a row group at a time."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- keeps the start light

    name, split, path = place
    counts: Counter[tuple[str, ...]] = Counter()
    empty: Counter[str] = Counter()
    before = None
    with pq.ParquetFile(folder / path) as file:
        for number in range(file.num_row_groups):
            rows = file.read_row_group(number)
            counts.update(counting.counted(name, rows, before))
            empty.update(counting.empty(rows))
            before = rows.take([rows.num_rows - 1])
            del rows  # before the next ones are read
    digest = known.get(path) or content_sha256(read_parquet(folder / path), tables()[name])
    return Part(File(name, split, path, counts["rows", name, split], digest), counts, empty)


def _table(files: Sequence[File], empty: Mapping[str, int]) -> Counted:
    """Put together what is counted in the files of a table."""
    rows = sum(file.rows for file in files)
    return Counted(tuple(files), rows, content_of(files), dict(sorted(empty.items())))


def _manifest(folder: Path) -> Mapping[str, Any]:
    """Read the manifest, if it is written already."""
    path = folder / MANIFEST
    found: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
    return found


def _rows(folder: Path, found: Mapping[str, Counted], name: str) -> Iterator[Row]:
    """Read a table's rows, split by split."""
    for file in found[name].files if name in found else ():
        yield from read_parquet(folder / file.path)
