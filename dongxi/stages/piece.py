"""Pages in, a piece of a build out: a folder of columns that later stages read in any order.

A piece holds all that is published of some seeds, in the order of their ids, but for what only
the assembly knows, which stands in the last columns of each table (`ADDED`). Rows are kept
twice: as Arrow, for Parquet, and as the beginnings of their canonical lines, for the hashes.

| file | what |
|---|---|
| `ids` | of the seeds, sorted |
| `TABLE.arrow` | rows |
| `TABLE.lines`, `TABLE.counts` | what the lines of each seed begin with; rows up to each seed |
| `whole-TABLE.lines`, `….counts` | the same with all that the options leave out |
| `keys/` | batches of keys, as `dongxi.near` reads them |
| `summary.json` | counts and problems |
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dongxi.model import Placed, Problem
from dongxi.near import stored
from dongxi.near.columns import WORD, Strings, mapped, save, spread, text
from dongxi.rows import ROWS, keys, shown
from dongxi.schema import arrow, tables
from dongxi.write import BATCH_ROWS, beginnings, checked, record_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from dongxi.model import Key, Row
    from dongxi.near.columns import Array
    from dongxi.options import Options
    from dongxi.page import Page
    from dongxi.schema import Table

#: The columns of each table that are known after the assembly only; its last ones.
ADDED = dict.fromkeys(ROWS, ("split",)) | {
    "documents": Placed._fields,
    "passages": ("duplicate_of", "split"),
}
#: What the names of columns begin with that hold all, whatever the options leave out.
WHOLE = "whole-"
#: Rows of an Arrow batch: unpacked together when one of them is read, and held, of every piece,
#: while a file is written. Documents and their texts are long: 4,096 would be a whole piece.
ROWS_TOGETHER = {"documents": 16}
ROWS_TOGETHER_ELSE = 4_096
SUMMARY = "summary.json"


class Summary(NamedTuple):
    """What became of the seeds of a piece."""

    seeds: int
    bytes: int
    documents: int
    rejected: dict[str, str]
    """Ids of the seeds without documents, with the reason."""
    problems: tuple[Problem, ...]


def together(name: str) -> int:
    """Say how many rows of a table are unpacked at once."""
    return ROWS_TOGETHER.get(name, ROWS_TOGETHER_ELSE)


class Rows:
    """The rows of one table, gathered seed by seed."""

    def __init__(self, table: Table) -> None:
        last = len(table.columns) - len(ADDED[table.name])
        self.table = table._replace(columns=table.columns[:last])
        self.counts: list[int] = []
        self.batches: list[pa.RecordBatch] = []
        self.lines: list[bytes] = []
        self._held: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Take the rows of the next seed."""
        before = len(self._held)
        self._held += rows
        self.counts.append(len(self._held) - before)
        if len(self._held) >= BATCH_ROWS:
            self.settle()

    def settle(self) -> None:
        """Turn what is held into columns and lines."""
        for batch in checked(self._held, self.table):
            self.lines += beginnings(batch, self.table)
            self.batches.append(record_batch(batch, self.table))
        self._held = []

    def save(self, folder: Path, order: Array, name: str, *, arrow: bool) -> None:
        """Write all rows, the seeds in a given order."""
        self.settle()
        counts = np.array(self.counts, np.int64)
        starts = np.cumsum(counts) - counts
        sets, places = spread(counts[order])
        rows = starts[order][sets] + places
        save(folder / f"{name}.counts", np.cumsum(counts[order]).astype(WORD))
        lines = self.lines
        Strings.save_bytes(folder / f"{name}.lines", [lines[at] for at in rows.tolist()])
        if arrow:
            self._save_arrow(folder / f"{name}.arrow", rows, together(name))

    def _save_arrow(self, path: Path, rows: Array, most: int) -> None:
        """Write rows as Arrow, in a given order."""
        import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

        whole = pa.Table.from_batches(self.batches, arrow(self.table))
        if not np.array_equal(rows, np.arange(len(rows))):
            whole = whole.take(pa.array(rows))
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with (
            pa.OSFile(str(path), "wb") as sink,
            pa.ipc.new_file(sink, whole.schema, options=options) as file,
        ):
            file.write_table(whole.combine_chunks(), max_chunksize=most)


def write(pages: Iterable[Page], folder: Path, options: Options, memory: int) -> Summary:
    """Write the piece of some pages into a new folder; say what became of them."""
    folder.mkdir(parents=True)
    own = Gathered(options)
    stored(own.passing(pages), folder / "keys", memory)
    own.save(folder)
    summary = own.summary()
    data = summary._asdict() | {"problems": [list(problem) for problem in summary.problems]}
    (folder / SUMMARY).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return summary


class Gathered:
    """The rows of some pages, as they are published and as they are."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.shown = {name: Rows(tables()[name]) for name in options.published}
        whole = () if options.whole else options.tables
        self.whole = {name: Rows(tables()[name]) for name in whole}
        self.ids: list[str] = []
        self.bytes = self.documents = 0
        self.rejected: dict[str, str] = {}
        self.problems: list[Problem] = []

    def passing(self, pages: Iterable[Page]) -> Iterator[Key]:
        """Take the rows of pages, give their keys."""
        for page in pages:
            self.ids.append(page.seed)
            self.documents += len(page.documents)
            self.problems += page.problems
            if page.reason:
                self.rejected[page.seed] = page.reason
            self._add(page)
            yield from keys(page)

    def _add(self, page: Page) -> None:
        for name in self.options.tables:
            rows = list(ROWS[name](page))
            if name == "seeds":
                self.bytes += int(str(rows[0]["bytes"]))
            if name in self.whole:
                self.whole[name].add(rows)
            if name in self.shown:
                self.shown[name].add(shown(name, rows, page, self.options))

    def save(self, folder: Path) -> None:
        """Write all, the seeds in the order of their ids."""
        order = np.array(sorted(range(len(self.ids)), key=self.ids.__getitem__), np.int64)
        Strings.save(folder / "ids", [self.ids[at] for at in order.tolist()])
        for name, rows in self.shown.items():
            rows.save(folder, order, name, arrow=True)
        for name, rows in self.whole.items():
            rows.save(folder, order, WHOLE + name, arrow=False)

    def summary(self) -> Summary:
        """Say what became of the pages."""
        return Summary(
            len(self.ids), self.bytes, self.documents, self.rejected, tuple(self.problems)
        )


class Piece:
    """A piece that was written; its columns are mapped when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._batch: dict[str, tuple[int, Any]] = {}
        self._files: dict[str, Any] = {}

    def summary(self) -> Summary:
        """Read what became of its seeds."""
        data = json.loads((self.folder / SUMMARY).read_bytes())
        problems = tuple(Problem(*one) for one in data.pop("problems"))
        return Summary(**data, problems=problems)

    def batches(self) -> list[Path]:
        """List its batches of keys."""
        return sorted((self.folder / "keys").glob("*"))

    def seeds(self) -> Iterator[str]:
        """Give the ids of its seeds, ascending."""
        strings = Strings(self.folder / "ids")
        return (text(strings[at]) for at in range(len(strings)))

    def counts(self, name: str) -> Array:
        """Map how many rows of a table come up to and with each seed."""
        return mapped(self.folder / f"{name}.counts")

    def sizes(self, name: str) -> Array:
        """Give the bytes of the lines of each seed."""
        ends = np.concatenate([np.zeros(1, WORD), mapped(self.folder / f"{name}.ends")])
        return np.diff(ends[self.counts(name)], prepend=np.uint64(0))

    def lines(self, name: str) -> Strings:
        """Map what the lines of a table begin with."""
        return Strings(self.folder / f"{name}.lines")

    def rows(self, name: str, first: int, end: int) -> pa.Table:
        """Read some rows of a table."""
        import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

        file = self._files.get(name)
        if file is None:
            source = pa.OSFile(str(self.folder / f"{name}.arrow"), "rb")  # a map would stay
            file = self._files[name] = pa.ipc.open_file(source)
        parts = []
        most = together(name)
        for number in range(first // most, -(-end // most)):
            start = number * most
            batch = self._read(name, number)
            low, high = max(first - start, 0), min(end - start, batch.num_rows)
            parts.append(batch.slice(low, high - low))
        return pa.Table.from_batches(parts, file.schema)

    def _read(self, name: str, number: int) -> pa.RecordBatch:
        """Unpack a batch; the last one of each table is kept."""
        before = self._batch.get(name)
        if before is None or before[0] != number:
            before = self._batch[name] = (number, self._files[name].get_batch(number))
        return before[1]
