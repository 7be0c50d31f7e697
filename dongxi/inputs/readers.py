"""A piece of work in, its seeds out, by the reader of its kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dongxi.inputs import lines, pages, rows, warc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dongxi.inputs.model import InputSplit, Kind
    from dongxi.model import Limits, Seed

    Reader = Callable[[InputSplit, Limits, Counter[str]], Iterator[Seed]]

READERS: Mapping[Kind, Reader] = {
    "pages": pages.read, "jsonl": lines.read, "parquet": rows.read, "warc": warc.read,
}  # fmt: skip


def seeds(
    split: InputSplit, limits: Limits, tally: Counter[str] | None = None
) -> Iterator[Seed]:
    """Give the seeds of a piece of work, one at a time, in the order they stand in.

    What cannot be read is a seed with a `fault`, what is too large one that is `unread`.
    `tally` counts, by kind, the records of archives that are no pages: they are no seeds.
    Raises `dongxi.steady.UnsteadyError` where a file changes meanwhile.
    """
    return READERS[split.kind](split, limits, Counter() if tally is None else tally)
