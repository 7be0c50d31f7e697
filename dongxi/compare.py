"""Two builds of a dataset in, every difference out: file, row, field, old and new value.

Files are compared byte for byte. Where a table differs its rows are: those of one seed or
document at a time, so that memory does not grow with the table. A row is found again by the
columns that name it, wherever it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pyarrow as pa

from dongxi.model import Problem
from dongxi.schema import NAMES
from dongxi.write import read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Row = dict[str, Any]
    Name = tuple[object, ...]

CHUNK = 1 << 20
#: How much of a value a message quotes.
QUOTED_CHARS = 60
#: Characters shown before the first difference of two long values.
CONTEXT_CHARS = 10
#: The columns that name a row within its group, by table; the first names the group.
NAMED_BY = {
    "documents": ("seed", "id"),
    "passages": ("document", "id"),
    "seeds": ("seed",),
    "claims": ("seed", "document", "field", "value", "rule", "start", "end"),
    "ledger": ("seed", "position"),
    "edits": ("seed", "position", "start", "end"),
}
#: The codes in words.
CHECKS = {
    "R001": "A file of the old build is missing in the new one.",
    "R002": "A file of the new build was not in the old one.",
    "R003": "A file that is no table differs, from the line named on.",
    "R004": "A row of the old build is missing.",
    "R005": "A row is new.",
    "R006": "A field differs.",
    "R007": "The same rows stand in another order.",
    "R008": "The rows are the same, the bytes of the Parquet file are not.",
    "R009": "A Parquet file cannot be read.",
}


class Group(NamedTuple):
    """The rows of one seed or document, by name, in order."""

    name: tuple[object, int]
    """The seed or document, and which of its groups this is: a stray row makes a second."""
    rows: dict[Name, Row]


def compare(old: Path, new: Path) -> Iterator[Problem]:
    """Yield every difference between two dataset folders; nothing if all bytes agree.

    Raises `FileNotFoundError` where one of them is no folder.
    """
    for folder in (old, new):
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder}: no such folder; give two dataset folders")
    names = [_files(folder) for folder in (old, new)]
    for name in sorted(names[0] | names[1]):
        if name not in names[1]:
            yield Problem(
                "R001", name, "found in the old build alone; its rows or use are gone"
            )
        elif name not in names[0]:
            yield Problem("R002", name, "found in the new build alone")
        elif not _equal(old / name, new / name):
            yield from _differing(old, new, name)


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def _equal(one: Path, other: Path) -> bool:
    """Compare two files byte for byte."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(CHUNK):
            if chunk != right.read(CHUNK):
                return False
    return True


def _differing(old: Path, new: Path, name: str) -> Iterator[Problem]:
    """Say how two files differ."""
    table = name.partition("/")[0]
    if table not in NAMES or not name.endswith(".parquet"):
        yield _line(old / name, new / name, name)
        return
    count = 0
    try:
        for problem in rows(_read(old / name), _read(new / name), table, name):
            count += 1
            yield problem
    except (OSError, pa.ArrowException) as fault:
        yield Problem("R009", name, f"found no readable Parquet ({_quote(str(fault))})")
        return
    if not count:
        yield Problem("R008", name, _why(old, new))


def _read(path: Path) -> Iterator[Row]:
    return cast("Iterator[Row]", read_parquet(path))


def _line(old: Path, new: Path, name: str) -> Problem:
    """Find the first line that differs; lines end at a newline and nowhere else."""
    with old.open("rb") as left, new.open("rb") as right:
        pairs = enumerate(zip_longest(left, right), 1)
        number, lines = next(found for found in pairs if found[1][0] != found[1][1])
    before, after = (
        "no line" if line is None else line.decode("utf-8", "backslashreplace")
        for line in lines
    )
    if before.rstrip("\n") != after.rstrip("\n"):
        before, after = before.rstrip("\n"), after.rstrip("\n")
    before, after = _around(before, after)
    return Problem(
        "R003", f"{name}, line {number}", f"old {_quote(before)}, new {_quote(after)}"
    )


def rows(old: Iterable[Row], new: Iterable[Row], table: str, where: str) -> Iterator[Problem]:
    """Compare the rows of a table.

    >>> [one] = rows([{"seed": "a", "bytes": 3}], [{"seed": "a", "bytes": 4}], "seeds", "seeds")
    >>> one
    Problem(code='R006', where="seeds, row (seed 'a'), bytes", message='old 3, new 4')
    """
    waiting: tuple[dict[object, Group], ...] = ({}, {})
    disorder = False
    for pair in zip_longest(_groups(old, table), _groups(new, table)):
        names = [group.name for group in pair if group]
        disorder = disorder or len(set(names)) > 1
        for side, group in enumerate(pair):
            other = waiting[1 - side].pop(group.name, None) if group else None
            if group and other:
                one, two = (group, other) if side == 0 else (other, group)
                yield from _group(one, two, where)
            elif group:
                waiting[side][group.name] = group
    for side, code in ((0, "R004"), (1, "R005")):
        for group in waiting[side].values():
            yield from (
                _lone(code, row, name, table, where) for name, row in group.rows.items()
            )
    if disorder and not any(waiting):
        yield Problem("R007", where, "found the same seeds or documents in another order")


def _groups(found: Iterable[Row], table: str) -> Iterator[Group]:
    """Gather the rows of one seed or document; equal names are told apart by counting."""
    columns, times = NAMED_BY[table], Counter[object]()
    for name, group in groupby(found, key=lambda row: row.get(columns[0])):
        seen: Counter[Name] = Counter()
        done: dict[Name, Row] = {}
        for row in group:
            key = tuple(row.get(column) for column in columns)
            seen[key] += 1
            done[*key, seen[key]] = row
        times[name] += 1
        yield Group((name, times[name]), done)


def _group(old: Group, new: Group, where: str) -> Iterator[Problem]:
    """Compare the rows of one seed or document."""
    table = where.partition("/")[0]
    for name, row in old.rows.items():
        if name not in new.rows:
            yield _lone("R004", row, name, table, where)
        else:
            yield from _fields(row, new.rows[name], f"{where}, {_place(name, table)}")
    for name, row in new.rows.items():
        if name not in old.rows:
            yield _lone("R005", row, name, table, where)
    if old.rows.keys() == new.rows.keys() and list(old.rows) != list(new.rows):
        message = f"found the same rows of {_quote(old.name[0])} in another order"
        yield Problem("R007", where, message)


def _fields(old: Row, new: Row, where: str) -> Iterator[Problem]:
    """Compare two rows of one name, field by field."""
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = (row.get(name, ...) for row in (old, new))
        if one != other:
            if isinstance(one, str) and isinstance(other, str):
                one, other = _around(one, other)
            before, after = ("no field" if v is ... else _quote(v) for v in (one, other))
            yield Problem("R006", f"{where}, {name}", f"old {before}, new {after}")


def _lone(code: str, row: Row, name: Name, table: str, where: str) -> Problem:
    """Report a row that one build has alone."""
    side = "old" if code == "R004" else "new"
    value = json.dumps(row, ensure_ascii=False, default=str)
    return Problem(code, f"{where}, {_place(name, table)}", f"{side} alone: {_quote(value)}")


def _place(name: Name, table: str) -> str:
    """Name a row by its columns; a document or passage by its id alone.

    >>> _place(("a", 3, 1), "ledger"), _place(("a", "a.01", 1), "documents")
    ("row (seed 'a', position 3)", "row (id 'a.01')")
    """
    pairs = list(zip(NAMED_BY[table], name, strict=False))
    ids = [pair for pair in pairs if pair[0] == "id"]
    shown = [f"{column} {_quote(value)}" for column, value in ids or pairs if value is not None]
    return f"row ({', '.join(shown)})"


def _why(old: Path, new: Path) -> str:
    """Say why the bytes of a table differ though its rows do not."""
    before, after = (_version(folder) for folder in (old, new))
    if before != after:
        return (
            f"found the same rows: pyarrow {before} wrote the old file, {after} the new one, and "
            f"bytes depend on it; install pyarrow {before} to get the old bytes"
        )
    return (
        f"found the same rows and pyarrow {before} both times: one file was written with other "
        "options, or is damaged; build both again"
    )


def _version(folder: Path) -> str:
    """Read the version of pyarrow in the manifest of a dataset."""
    try:
        data = json.loads((folder / "manifest.json").read_bytes())
        return str(data["versions"]["pyarrow"])
    except (OSError, ValueError, KeyError, TypeError):
        return "of unknown version"


def _around(old: str, new: str) -> tuple[str, str]:
    """Cut two long texts down to where they differ.

    >>> _around("东" * 90 + "西", "东" * 90 + "南")
    ('…东东东东东东东东东东西', '…东东东东东东东东东东南')
    >>> _around("东西", "东南")
    ('东西', '东南')
    """
    if max(len(old), len(new)) <= QUOTED_CHARS - 2:
        return old, new
    pairs = zip(old, new, strict=False)
    shorter = min(len(old), len(new))
    at = next((i for i, (one, other) in enumerate(pairs) if one != other), shorter)
    start = max(0, at - CONTEXT_CHARS)
    mark = "…" if start else ""
    return mark + old[start:], mark + new[start:]


def _quote(value: object) -> str:
    text = repr(value)
    return text if len(text) <= QUOTED_CHARS else text[: QUOTED_CHARS - 1] + "…"
