"""A dataset folder in, out of its documents those a report lists and those it shows whole.

Which they are is decided by the SHA-256 of their ids, so that nobody chooses and every build
chooses the same.
"""

from __future__ import annotations

from hashlib import sha256
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.report.detail import detail
from dongxi.report.inert import size
from dongxi.report.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    Row = dict[str, Any]

#: Columns of the list of documents.
LISTED = (
    "id", "seed", "part", "parts", "title", "source", "site_name", "host", "author", "place", "date", "date_earliest", "script", "language",
    "document_type", "flags", "characters", "duplicate_kind", "split",
)  # fmt: skip
#: The list and the pages shown whole take at most so many bytes of the report. A browser opens
#: 1,000 documents within these in 0.34 s (`python -m benchmarks.report`, 2026-11).
MOST_LISTED, LIST_BYTES, DETAIL_BYTES = 5_000, 2_000_000, 4_000_000
#: Pages whose rows are read at a time, and per cent of the limit at which no more are tried.
AT_A_TIME, FULL = 64, 90


class Limits(NamedTuple):
    """How large a report may be."""

    listed: int = MOST_LISTED
    list_bytes: int = LIST_BYTES
    detail_bytes: int = DETAIL_BYTES


class Sample(NamedTuple):
    """What a report has of single documents."""

    listed: tuple[Row, ...]
    """In the order of their ids."""
    pages: tuple[Row, ...]
    """Whole pages, each with all its documents, in the order of their seeds."""
    shown: int
    """Documents of the dataset that stand on these pages."""


def key(name: str) -> str:
    """Give what documents are sorted by to be chosen."""
    return sha256(name.encode("utf-8")).hexdigest()


def sample(folder: Path, ids: Collection[str] | None, limits: Limits) -> Sample:
    """Choose documents, or take those named; raise `ValueError` for an id that is not there."""
    order = _order(folder, ids, limits)
    listed, used = [], 0
    for row in order:
        used += size(list(row.values()))
        if ids is None and used > limits.list_bytes:
            break
        listed.append(row)
    pages = tuple(_pages(folder, [row["seed"] for row in listed], ids, limits))
    return Sample(
        tuple(sorted(listed, key=lambda row: str(row["id"]))),
        tuple(sorted(pages, key=lambda page: str(page["seed"]))),
        sum(len(page["documents"]) for page in pages),
    )


def _order(folder: Path, ids: Collection[str] | None, limits: Limits) -> list[Row]:
    """Give the documents to be listed, in the order they are chosen."""
    if ids is None:
        rows = rows_of(folder, "documents", LISTED)
        return nsmallest(limits.listed, rows, key=lambda row: key(row["id"]))
    found = {row["id"]: row for row in rows_of(folder, "documents", LISTED, ("id", ids))}
    if missing := [name for name in ids if name not in found]:
        raise ValueError(
            f"{', '.join(missing)}: found no such document in {folder}; its ids stand in the "
            "column `id` of the table documents"
        )
    return [found[name] for name in dict.fromkeys(ids)]


def _pages(
    folder: Path, seeds: list[str], ids: Collection[str] | None, limits: Limits
) -> Iterator[Row]:
    """Give whole pages in the order chosen, as long as they fit; those asked for always do."""
    used, wanted = 0, list(dict.fromkeys(seeds))
    for start in range(0, len(wanted), AT_A_TIME):
        some = wanted[start : start + AT_A_TIME]
        room = limits.detail_bytes - used if ids is None else None
        for page in _read(folder, _fitting(folder, some, room)):
            own = size(page)
            if ids is None and used + own > limits.detail_bytes:
                continue
            used += own
            yield page
        if ids is None and used > limits.detail_bytes * FULL // 100:
            return


def _fitting(folder: Path, seeds: list[str], room: int | None) -> list[str]:
    """Leave out pages that cannot fit, by the bytes of the pages alone; bounds the memory."""
    if room is None:
        return seeds
    sizes = {
        row["seed"]: row["bytes"]
        for row in rows_of(folder, "seeds", ("seed", "bytes"), ("seed", seeds))
    }
    fit = []
    for seed in seeds:
        if sizes.get(seed, 0) <= room:
            fit.append(seed)
            room -= sizes.get(seed, 0)
    return fit


def _read(folder: Path, seeds: list[str]) -> Iterator[Row]:
    """Read all rows of some pages, and put each page together."""
    tables: dict[str, dict[str, list[Row]]] = {}
    for table in ("seeds", "documents", "ledger", "edits", "claims"):
        of = tables.setdefault(table, {})
        for row in rows_of(folder, table, None, ("seed", seeds)):
            of.setdefault(row["seed"], []).append(row)
    for seed in seeds:
        rows = {table: of.get(seed, []) for table, of in tables.items()}
        yield detail(rows)
