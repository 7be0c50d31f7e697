"""The tables of a dataset folder in, the facts that card and Croissant tell out.

Every row is read once, in order, and only counts are kept.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.engine import here
from dongxi.manifest import MANIFEST, SPLITS, File, content_of
from dongxi.options import of
from dongxi.page import WITHHELD
from dongxi.personal import FIELD as PERSONAL
from dongxi.schema import tables
from dongxi.write import content_sha256, read_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dongxi.engine import Engine
    from dongxi.model import Row
    from dongxi.options import Options
    from dongxi.schema import Table

    Count = tuple[tuple[str, ...], int]

#: A seed's pages are listed one by one up to this many; then the seeds table stands for them.
LISTED_SEEDS = 1_000
#: What a claim says, without the place of its evidence.
CLAIM = ("seed", "document", "field", "value", "chosen", "rule", "certainty", "reason")


class Counted(NamedTuple):
    """A table that has rows."""

    files: tuple[File, ...]
    """In the order train, validation, test, and then of their names."""
    rows: int
    content_sha256: str
    """As in the manifest."""
    empty: Mapping[str, int]
    """Rows without a value, null or an empty list, by column."""


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
    """Count one file."""
    name, split, path = place
    counts: Counter[tuple[str, ...]] = Counter()
    empty: Counter[str] = Counter()
    seen = _counting(read_parquet(folder / path), tables()[name], empty, counts)
    if digest := known.get(path, ""):
        deque(seen, maxlen=0)
    else:
        digest = content_sha256(seen, tables()[name])
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


def _counting(
    rows: Iterable[Row], table: Table, empty: Counter[str], counts: Counter[tuple[str, ...]]
) -> Iterator[Row]:
    """Pass rows on, counting them by the way."""
    last: list[object] = []
    for row in rows:
        empty.update(name for name, value in row.items() if value is None or value == [])
        counts["rows", table.name, str(row["split"])] += 1
        if table.name == "claims" and row["field"] == PERSONAL:
            counts["personal", str(row["rule"])] += 1
        said = [row.get(name) for name in CLAIM]
        if table.name != "claims" or said != last:
            for key, amount in QUESTIONS[table.name](row):
                counts[key] += amount
        last = said
        yield row


def _rows(folder: Path, found: Mapping[str, Counted], name: str) -> Iterator[Row]:
    """Read a table's rows, split by split."""
    for file in found[name].files if name in found else ():
        yield from read_parquet(folder / file.path)


def _documents(row: dict[str, Any]) -> Iterator[Count]:
    """Count a document by what readers choose documents by."""
    yield ("characters", row["split"]), row["characters"]
    for field in ("script", "language", "document_type", "date_basis", "duplicate_kind"):
        yield (field, row["split"], row[field] or ""), 1
    for flag in row["flags"]:
        yield ("flag", row["split"], flag), 1
    if row["part"] == 1 and row["parts"] > 1:
        yield ("divided",), 1
    yield ("group_size", row["split"], str(row["group_size"])), 1


def _passages(row: dict[str, Any]) -> Iterator[Count]:
    """Count a passage that repeats an earlier one."""
    if row["duplicate_of"] is not None:
        yield ("repeated",), 1


def _seeds(row: dict[str, Any]) -> Iterator[Count]:
    """Count a page by what became of it."""
    yield ("status", row["status"], row["reason"] or ""), 1
    yield ("bytes", row["status"]), row["bytes"]


def _claims(row: dict[str, Any]) -> Iterator[Count]:
    """Count a claim by field, rule and certainty, chosen or not."""
    chosen = "chosen" if row["chosen"] else "other"
    yield ("claim", row["field"], row["rule"], row["certainty"], chosen), 1
    if row["reason"] is not None:
        yield ("curated",), 1


def _ledger(row: dict[str, Any]) -> Iterator[Count]:
    """Count the bytes of a block by role, in a text or left out."""
    place = "in_text" if row["in_text"] else "left_out"
    yield ("role", row["role"], place), row["end"] - row["start"]
    if row["rule"].startswith(WITHHELD):
        yield ("withheld", row["rule"], "rows"), 1
        yield ("withheld", row["rule"], "bytes"), row["end"] - row["start"]


def _edits(row: dict[str, Any]) -> Iterator[Count]:
    """Count a rewritten piece under each of its rules."""
    for rule in row["rules"]:
        yield ("edit", rule, row["certainty"]), 1


#: What is counted of a row, by table.
QUESTIONS: dict[str, Callable[[dict[str, Any]], Iterator[Count]]] = {
    "documents": _documents,
    "passages": _passages,
    "seeds": _seeds,
    "claims": _claims,
    "ledger": _ledger,
    "edits": _edits,
}
