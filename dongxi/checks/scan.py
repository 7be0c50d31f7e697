"""One table after another in: its rows against the schema, its files against each other.

What must be known of the whole dataset is noted in the `Index` on the way. Memory is that of
one batch of rows, and of the index.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dongxi.checks.base import Check, Found, Row, judge, place, quote, unequal
from dongxi.model import Problem
from dongxi.schema import arrow, tables, validate_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dongxi.checks.folder import Folder, Shard
    from dongxi.checks.index import Index

#: The order in which tables are read: references point to those before.
ORDER = ("seeds", "documents", "passages", "claims", "ledger", "edits")
REBUILD = "build the dataset again"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Scan:
    """What is found while the rows of one shard pass by."""

    folder: Folder
    shard: Shard
    index: Index
    rows: int = 0
    content: Any = field(default_factory=hashlib.sha256)
    unlike: Found | None = None
    """The first line in which JSONL differs from Parquet."""
    unordered: Found | None = None
    strays: list[Found] = field(default_factory=list)
    """Rows whose split is not that of their file or of their seed."""
    orphans: list[Found] = field(default_factory=list)
    """Rows whose seed or document is not there."""

    @property
    def entry(self) -> dict[str, Any]:
        """What the manifest says of the shard."""
        tables_ = self.folder.manifest.get("tables")
        table = tables_.get(self.shard.table) if isinstance(tables_, dict) else None
        splits = table.get("splits") if isinstance(table, dict) else None
        entries = splits.get(self.shard.split) if isinstance(splits, dict) else None
        own = (
            entry for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict) and entry.get("file") == self.shard.name
        )  # fmt: skip
        return next(own, {})


def scan(folder: Folder, index: Index) -> Iterator[Problem]:
    """Read every table once; note in the index what must be known of the whole."""
    for table in ORDER:
        for shard in folder.table(table):
            yield from _shard(Scan(folder, shard, index))


def _shard(seen: Scan) -> Iterator[Problem]:
    """Read one shard."""
    shard, table = seen.shard, tables()[seen.shard.table]
    try:
        found = list(judge(BEFORE, seen))
        yield from found
        if found:
            seen.index.broken.add(shard.table)
            return
        for problem in validate_rows(table, _passing(seen)):
            where = problem.where.removeprefix(f"{shard.table} ")
            yield problem._replace(where=f"{shard.table}/{shard.split}, {where}")
    except (OSError, pa.ArrowException, UnicodeDecodeError) as fault:
        seen.index.broken.add(shard.table)
        message = f"found no readable Parquet ({quote(str(fault))}); {REBUILD}"
        yield Problem("F006", shard.name, message)
        return
    yield from judge(AFTER, seen)


def _passing(seen: Scan) -> Iterator[Row]:
    """Hand on the rows of a shard and look at each."""
    shard, last, lines = seen.shard, None, _lines(seen)
    both = shard.jsonl in seen.folder.files
    for row in shard.rows():
        seen.rows += 1
        line = _encode(row).encode("utf-8") + b"\n"
        seen.content.update(line)
        if both and seen.unlike is None:
            seen.unlike = _compared(seen, row, line, next(lines, b""))
        seen.index.add(shard.table, row)
        _split(seen, row)
        key = _refer(seen, row)
        if last is not None and key is not None and key < last:
            seen.unordered = seen.unordered or _misplaced(seen, row)
            if key[0] < last[0]:
                seen.index.unsorted.add(shard.table)
        last = key or last
        yield row
    if both and seen.unlike is None and (extra := next(lines, None)) is not None:
        seen.unlike = Found(
            f"{shard.jsonl}, line {seen.rows + 1}",
            f"found {quote(extra.decode('utf-8', 'replace'))} behind the last row of "
            f"{shard.name}; {REBUILD}",
        )


def _lines(seen: Scan) -> Iterator[bytes]:
    r"""Give the lines of the shard's JSONL; they end at `\n` and nowhere else."""
    if seen.shard.jsonl in seen.folder.files:
        with (seen.folder.path / str(seen.shard.jsonl)).open("rb") as file:
            yield from file


def _compared(seen: Scan, row: Row, line: bytes, other: bytes) -> Found | None:
    """Compare a row with its line of the JSONL."""
    if line == other:
        return None
    where = f"{seen.shard.jsonl}, line {seen.rows}"
    try:
        found = json.loads(other)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return Found(
            where, f"found no row where {place(seen.shard.table, row)} stands; {REBUILD}"
        )
    names = [*row, *found.keys() - row.keys()]
    for name in names:
        if found.get(name, ...) != row.get(name, ...):
            expected = f"{quote(row.get(name))} as in {seen.shard.name}"
            value = quote(found[name]) if name in found else "no such field"
            return Found(f"{where}, {name}", f"found {value}, expected {expected}; {REBUILD}")
    return Found(where, f"found another form of the same row; write canonical JSON ({REBUILD})")


def _split(seen: Scan, row: Row) -> None:
    """Note a row that stands in a file of another split, or in another than its seed."""
    table, index = seen.shard.table, seen.index
    facts = index.seeds.get(index.seed_of(table, row) or "")
    wanted = {seen.shard.split} | ({facts.split} if facts else set())
    if wanted != {row["split"]}:
        expected = " and ".join(sorted(wanted - {row["split"]}))
        message = (
            f"found {row['split']!r} in {seen.shard.name}, expected {expected} (the split of "
            f"its file and of its seed); {REBUILD}"
        )
        seen.strays.append(Found(place(table, row, "split"), message))


def _refer(seen: Scan, row: Row) -> tuple[str, int] | None:
    """Look up what a row refers to; give its place in the order, None if that is not known."""
    table, index = seen.shard.table, seen.index
    seed, document = index.seed_of(table, row), row.get("document")
    if table != "passages" and seed not in index.seeds:
        _orphan(seen, row, "seed", f"a seed of the seeds table, not {quote(row['seed'])}")
    if document is not None and document not in index.documents:
        _orphan(seen, row, "document", f"an id of the documents table, not {quote(document)}")
        return None
    facts = index.documents.get(document or "")
    if facts and seed != facts.row["seed"]:
        _orphan(
            seen, row, "document", f"a document of seed {quote(seed)}, not {quote(document)}"
        )
    return (seed or "", _number(table, row, facts.row["part"] if facts else 0))


def _number(table: str, row: Row, part: int) -> int:
    """Give the place of a row among those of its seed."""
    columns = {"documents": "part", "ledger": "position", "edits": "start"}
    return (
        part
        if table in {"passages", "claims"}
        else int(row[columns[table]])
        if table in columns
        else 0
    )


def _orphan(seen: Scan, row: Row, name: str, expected: str) -> None:
    where = place(seen.shard.table, row, name)
    seen.orphans.append(Found(where, f"expected {expected}; {REBUILD}"))


def _misplaced(seen: Scan, row: Row) -> Found:
    return Found(
        place(seen.shard.table, row),
        "found behind a row that comes after it, expected the order of seeds and of places in "
        f"them; {REBUILD}",
    )


def columns(seen: Scan) -> Iterator[Found]:
    """Compare the columns of a file with those of the schema."""
    found = pq.read_schema(seen.shard.path)
    expected = arrow(tables()[seen.shard.table])
    for name in [
        *expected.names,
        *(name for name in found.names if name not in expected.names),
    ]:
        one, other = (_field(schema, name) for schema in (found, expected))
        if one != other:
            yield Found(f"{seen.shard.name}, {name}", unequal(one, other, REBUILD))
    if set(found.names) == set(expected.names) and found.names != expected.names:
        yield Found(seen.shard.name, unequal(found.names, expected.names, REBUILD))


def _field(schema: pa.Schema, name: str) -> str:
    """Name the type of a column as Parquet keeps it: list items have no name of their own."""
    places = schema.get_all_field_indices(name)
    if not places:
        return "no such column"
    kind = schema.field(places[0])
    item = kind.type.value_type if pa.types.is_list(kind.type) else None
    return f"{f'list of {item}' if item else kind.type}{'' if kind.nullable else ' not null'}"


def empty(seen: Scan) -> Iterator[Found]:
    """Report a file without rows; readers fail on it."""
    if not seen.rows:
        yield Found(seen.shard.name, "found no rows; leave the file out")


def counted(seen: Scan) -> Iterator[Found]:
    """Compare the number of rows with the manifest's."""
    if seen.entry and seen.entry.get("rows") != seen.rows:
        message = unequal(seen.entry.get("rows"), seen.rows, REBUILD)
        yield Found(f"manifest.json, {seen.shard.table}/{seen.shard.split}, rows", message)


def hashed(seen: Scan) -> Iterator[Found]:
    """Compare the content hash with the manifest's."""
    found, expected = seen.entry.get("content_sha256"), seen.content.hexdigest()
    if seen.entry and found != expected:
        where = f"manifest.json, {seen.shard.table}/{seen.shard.split}, content_sha256"
        yield Found(where, unequal(found, expected, REBUILD))


def same(seen: Scan) -> Iterable[Found]:
    """Report the first line in which JSONL and Parquet differ."""
    return [seen.unlike] if seen.unlike else []


def ordered(seen: Scan) -> Iterable[Found]:
    """Report the first row out of order."""
    return [seen.unordered] if seen.unordered else []


def placed(seen: Scan) -> Iterable[Found]:
    """Report rows in the wrong split."""
    return seen.strays


def referred(seen: Scan) -> Iterable[Found]:
    """Report rows that refer to what is not there."""
    return seen.orphans


#: Checks of a file before its rows are read.
BEFORE: tuple[Check[Scan], ...] = (
    Check("S006", "A Parquet file has the columns and types of the schema, in order.", columns),
)
#: Checks of a file whose rows have passed by.
AFTER: tuple[Check[Scan], ...] = (
    Check("F007", "No file is without rows.", empty),
    Check("F008", "A file has as many rows as the manifest says.", counted),
    Check("F009", "The content hash of a file is that of the manifest.", hashed),
    Check("F010", "JSONL holds the rows of the Parquet file, line by line.", same),
    Check("X003", "Every seed and document a row names stands in its table.", referred),
    Check("X004", "A row stands in the split of its seed and of its file.", placed),
    Check(
        "X005", "Rows stand in the order of their seeds and of their places in them.", ordered
    ),
)
