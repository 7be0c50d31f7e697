"""Count a dataset: what is withheld, documents, splits, types, scripts, roles, edits.

`--json` writes one object for a program: the `options` of the build; `counts`, for each table and column
a list of `value` and `count`, the most frequent first; and the sums `characters` and `bytes`.

Exit codes: 0 counted; 2 misuse.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.commands.console import objects, plain, say
from dongxi.manifest import MANIFEST
from dongxi.options import of
from dongxi.page import WITHHELD
from dongxi.personal import FIELD as PERSONAL

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from dongxi.options import Options

#: What is counted: heading, table, column.
COUNTED = (
    ("documents by split", "documents", "split"),
    ("documents by script", "documents", "script"),
    ("documents by type", "documents", "document_type"),
    ("documents by source", "documents", "source"),
    ("documents by basis of the date", "documents", "date_basis"),
    ("documents by kind of duplicate", "documents", "duplicate_kind"),
    ("passages by role", "passages", "role"),
    ("seeds by status", "seeds", "status"),
    ("blocks by role", "ledger", "role"),
)


class Count(NamedTuple):
    """How often each value stands somewhere."""

    heading: str
    name: str
    """For programs: table and column."""
    rows: list[tuple[Any, int]]
    """Values and how often, in the order they are shown."""

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(times for _, times in self.rows)


class Counted(NamedTuple):
    """All that is counted of a dataset."""

    options: Options
    withheld: list[Count]
    tables: list[Count]
    edits: Count
    characters: int
    bytes: int


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "dir", type=Path, nargs="?", default=Path("dist"), help="dataset (dist)"
    )
    objects(parser)


def run(options: Namespace) -> int:
    """Print the counts, most frequent first."""
    if not (options.dir / MANIFEST).is_file():
        raise FileNotFoundError(f"{options.dir}: no dataset there; give the folder of one")
    found = counted(options.dir)
    say(options, row(found), lines(found))
    return 0


def counted(folder: Path) -> Counted:
    """Count a dataset."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    asked = (str(one["scope"]) for one in manifest.get("removals", ()))
    found = zip(
        _column(folder, "claims", "field"), _column(folder, "claims", "rule"), strict=True
    )
    personal = (rule for field, rule in found if field == PERSONAL)
    hidden = (rule for rule in _column(folder, "ledger", "rule") if rule.startswith(WITHHELD))
    rules = (rule for rules in _column(folder, "edits", "rules") for rule in rules)
    return Counted(
        of(manifest),
        [
            Count("removed on request", "removals.scope", _by_name(asked)),
            Count("personal data", "claims.personal", _by_name(personal)),
            Count("rows withheld", "ledger.withheld", _by_name(hidden)),
        ],
        [
            Count(heading, f"{table}.{column}", _by_count(_column(folder, table, column)))
            for heading, table, column in COUNTED
        ],
        Count("edits by rule", "edits.rules", _by_count(rules)),
        sum(_column(folder, "documents", "characters")),
        sum(_column(folder, "seeds", "bytes")),
    )


def row(found: Counted) -> dict[str, Any]:
    """Give the counts for a program; null is a value like others."""
    counts = (*found.withheld, *found.tables, found.edits)
    return {
        "options": found.options._asdict(),
        "counts": {
            one.name: [{"value": value, "count": times} for value, times in one.rows]
            for one in counts
        },
        "characters": found.characters,
        "bytes": found.bytes,
    }


def lines(found: Counted) -> Iterator[str]:
    """Give the lines of the report; what is nowhere in it has none."""
    yield "options  " + "  ".join(f"{k} {v}" for k, v in found.options.told().items())
    some = [one for one in (*found.withheld, *found.tables) if one.rows]
    for one in (*some, found.edits):
        yield f"{one.heading} ({one.total})"
        for value, times in one.rows:
            yield f"  {times:>8}  {'—' if value is None else plain(str(value))}"
    yield f"characters of text  {found.characters}"
    yield f"bytes of seeds      {found.bytes}"


def _by_name(values: Iterable[str]) -> list[tuple[Any, int]]:
    return sorted(Counter(values).items())


def _by_count(values: Iterable[Any]) -> list[tuple[Any, int]]:
    """Count values, the most frequent first.

    >>> _by_count(["b", None, "a", "b"])
    [('b', 2), (None, 1), ('a', 1)]
    """
    return sorted(Counter(values).items(), key=lambda kv: (-kv[1], str(kv[0])))


def _column(folder: Path, table: str, column: str) -> list[Any]:
    """Read one column of a table; nothing where the table has no rows."""
    if not (folder / table).is_dir():
        return []
    import pyarrow.dataset as ds  # noqa: PLC0415 -- keeps the start light

    values: list[Any] = (
        ds.dataset(folder / table, format="parquet")
        .to_table(columns=[column])[column]
        .to_pylist()
    )
    return values
