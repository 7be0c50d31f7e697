"""Count a dataset: what is withheld, documents, splits, types, scripts, roles, edits.

Exit codes: 0 counted; 2 misuse.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds

from dongxi.commands.console import plain
from dongxi.manifest import MANIFEST
from dongxi.options import of
from dongxi.page import WITHHELD
from dongxi.personal import FIELD as PERSONAL

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

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


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "dir", type=Path, nargs="?", default=Path("dist"), help="dataset (dist)"
    )


def run(options: Namespace) -> int:
    """Print the counts, most frequent first."""
    if not (options.dir / MANIFEST).is_file():
        raise FileNotFoundError(f"{options.dir}: no dataset there; give the folder of one")
    for line in lines(options.dir):
        print(line)  # noqa: T201
    return 0


def lines(folder: Path) -> Iterator[str]:
    """Give the lines of the report."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    asked = Counter(str(one["scope"]) for one in manifest.get("removals", ()))
    found = zip(
        _column(folder, "claims", "field"), _column(folder, "claims", "rule"), strict=True
    )
    hidden = (rule for rule in _column(folder, "ledger", "rule") if rule.startswith(WITHHELD))
    yield "options  " + "  ".join(f"{k} {v}".lower() for k, v in of(manifest)._asdict().items())
    yield from _counted("removed on request", asked)
    yield from _counted("personal data", Counter(r for field, r in found if field == PERSONAL))
    yield from _counted("rows withheld", Counter(hidden))
    for heading, table, column in COUNTED:
        values = _column(folder, table, column)
        if not values:
            continue
        yield f"{heading} ({len(values)})"
        for value, count in sorted(
            Counter(values).items(), key=lambda kv: (-kv[1], str(kv[0]))
        ):
            yield f"  {count:>8}  {'—' if value is None else plain(str(value))}"
    rules = Counter(rule for rules in _column(folder, "edits", "rules") for rule in rules)
    yield f"edits by rule ({rules.total()})"
    for rule, count in sorted(rules.items(), key=lambda kv: (-kv[1], kv[0])):
        yield f"  {count:>8}  {plain(rule)}"
    sizes = _column(folder, "documents", "characters")
    yield f"characters of text  {sum(sizes)}"
    yield f"bytes of seeds      {sum(_column(folder, 'seeds', 'bytes'))}"


def _counted(heading: str, counts: Counter[str]) -> Iterator[str]:
    """Give the lines of one count; none where there is nothing."""
    if counts:
        yield f"{heading} ({counts.total()})"
    for name, count in sorted(counts.items()):
        yield f"  {count:>8}  {name}"


def _column(folder: Path, table: str, column: str) -> list[Any]:
    """Read one column of a table; nothing where the table has no rows."""
    if not (folder / table).is_dir():
        return []
    values: list[Any] = (
        ds.dataset(folder / table, format="parquet")
        .to_table(columns=[column])[column]
        .to_pylist()
    )
    return values
