"""Write the documents for other programs: one CSV for R and Excel, or text files for corpus tools.

FORMAT csv: `doc_id` and `text` first (Text Interchange Formats), then all other columns, UTF-8 with a byte
order mark. Cells that a spreadsheet would run as a formula get ' in front, and the column `notes` says so
and where a cell is longer than Excel holds; `--exact` leaves all cells as they are.
FORMAT txt: a folder with a text file for each document, UTF-8, and `metadata.csv` beside them.
OUT must lie outside the dataset and not exist yet; `-` sends a CSV to standard output.

`--json` writes one object for a program: `out` (the file or folder), `format`, `counts` (the `documents` in
it) and `problems` (none).

Exit codes: 0 written; 2 misuse.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import STDOUT, amount, done, objects, send
from dongxi.export import ExportError, columns, documents, file_name, outside, to_csv, whole
from dongxi.manifest import SPLITS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from dongxi.export import Row

METADATA = "metadata.csv"


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("format", choices=("csv", "txt"), help="what to write")
    parser.add_argument("out", type=Path, help="file (csv) or folder (txt) to write")
    parser.add_argument("--dir", type=Path, default=Path("dist"), help="dataset (dist)")
    parser.add_argument("--split", choices=SPLITS, help="one split only")
    parser.add_argument("--columns", help="column names with commas between; all but text_hans")
    parser.add_argument("--exact", action="store_true", help="leave all cells as they are")
    objects(parser)


def run(options: Namespace) -> int:
    """Write, and say what was written."""
    if str(options.out) == STDOUT:
        return _sent(options)
    outside(options.out, options.dir)
    names = _names(options)
    rows = _rows(options)
    with whole(options.out) as part:
        if options.format == "csv":
            count = _csv(rows, names, part, exact=options.exact)
        else:
            part.mkdir()
            count = _csv(_texts(rows, part), names, part / METADATA, exact=options.exact)
    row = {
        "out": str(options.out),
        "format": options.format,
        "counts": {"documents": count},
    }
    done(options, row, [f"{options.out}: {amount(count, 'document')}"])
    return 0


def _rows(options: Namespace) -> Iterator[Row]:
    return documents(options.dir, [options.split] if options.split else SPLITS)


def _names(options: Namespace) -> list[str]:
    return columns(options.columns.split(",") if options.columns else None)


def _sent(options: Namespace) -> int:
    """Send a CSV to standard output, and nothing beside it."""
    if options.format != "csv" or options.json:
        raise ExportError(
            "-: only a CSV goes to standard output, without --json; name a file or folder"
        )
    names = _names(options)
    send(to_csv(_rows(options), names, exact=options.exact))
    return 0


def _csv(rows: Iterator[Row], names: list[str], path: Path, *, exact: bool) -> int:
    """Write a CSV file; give the number of rows."""
    with path.open("xb") as file:
        return sum(file.write(line) > 0 for line in to_csv(rows, names, exact=exact)) - 1


def _texts(rows: Iterator[Row], folder: Path) -> Iterator[Row]:
    """Write each text to a file of its own; in the table its name stands for it."""
    for row in rows:
        if row["text"] is None:
            raise ExportError(
                f"document {row['id']!r} has no text, as the dataset publishes none; export csv instead"
            )
        name = file_name(row["id"])
        (folder / name).write_bytes(row["text"].encode())
        yield {**row, "text": name}
