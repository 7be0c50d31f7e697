"""What the assembly decided in, the last columns of a shard's rows out."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from dongxi.stages.piece import ADDED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dongxi.stages.layout import Shard

#: Batches of decisions held at a time: rows are asked for nearly in their order.
HELD = 8


class Decided:
    """The columns that only the assembly knows, for the rows of one shard."""

    def __init__(self, folder: Path, shard: Shard) -> None:
        self._split = shard.split
        self._table = shard.table
        if shard.table == "documents":
            self._found = Lookup(folder / "documents.arrow", str)
        elif shard.table == "passages":
            self._found = Lookup(folder / "passages.arrow", _place)

    def added(self, names: Sequence[str], count: int) -> dict[str, Sequence[object]]:
        """Give the last columns of some rows, by their ids where the table has such."""
        if self._table == "documents":
            rows = [self._found[name] for name in names]
            return dict(zip(ADDED["documents"], zip(*rows, strict=True), strict=True))
        split: dict[str, Sequence[object]] = {"split": [self._split] * count}
        if self._table == "passages":
            found = [self._found.get(name) for name in names]
            return {"duplicate_of": [one and one[0] for one in found]} | split
        return split


def _place(passage: str) -> tuple[str, int]:
    """Give the document and the position of a passage, in whose order they stand.

    >>> _place("a#b#12")
    ('a#b', 12)
    """
    document, _, position = passage.rpartition("#")
    return document, int(position)


class Lookup:
    """Rows of an Arrow file, by their first column, in whose order they stand."""

    def __init__(self, path: Path, order: Callable[[str], Any]) -> None:
        import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

        self._order = order
        self._file = pa.ipc.open_file(pa.memory_map(str(path)))
        self._firsts = [
            order(self._file.get_batch(number).column(0)[0].as_py())
            for number in range(self._file.num_record_batches)
        ]
        self._held: dict[int, dict[str, tuple[Any, ...]]] = {}

    def get(self, name: str) -> tuple[Any, ...] | None:
        """Give the other columns of a row; None where there is no such row."""
        number = bisect_right(self._firsts, self._order(name)) - 1
        return self._batch(number).get(name) if number >= 0 else None

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def _batch(self, number: int) -> dict[str, tuple[Any, ...]]:
        """Read a batch; of those read before, a few are kept."""
        if number not in self._held:
            if len(self._held) == HELD:
                del self._held[next(iter(self._held))]
            names, *rest = (
                column.to_pylist() for column in self._file.get_batch(number).columns
            )
            rows = zip(*rest, strict=True)
            self._held[number] = dict(zip(names, rows, strict=True))
        return self._held[number]
