"""Make a new dataset package, which builds and passes its tests at once.

FOLDER must be new or empty but for a history (`.git`). `--from` names the pages: a folder (with what people wrote about its pages,
and files it keeps of where they are from), or a file of many
(JSON lines, Parquet, WARC), a page in each record; they are copied byte for byte, and records that are no pages are counted.
Of a record, --content, --url, --retrieved and --id name the columns; the id becomes the name of the file
(without one, 16 hexadecimal digits of the page's SHA-256). Without `--from` the package has one invented page.

`--json` writes one object for a program: `out` (the folder), `ids` (of its pages), `counts` (`pages`), `notes`
(what was not taken as it is, with `where`, `message` and how many `records`) and `problems` (files that are
no pages, with `id`, `where` and `message`).

Exit codes: 0 made; 2 misuse, nothing made.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import Told, amount, done, objects, plain
from dongxi.init import EXAMPLE, InitError, init
from dongxi.records import USUAL, Columns

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, help="folder of the new package")
    parser.add_argument(
        "--from",
        type=Path,
        dest="source",
        metavar="PAGES",
        help="folder of pages, or file of many: .jsonl, .parquet, .warc",
    )
    for role, what in (
        ("content", "that holds the page"),
        ("url", "of its address"),
        ("retrieved", "of when it was fetched"),
        ("id", "of its id"),
    ):
        usual = ", ".join(USUAL[role])
        text = f"column {what} (the first there of {usual})"
        parser.add_argument(f"--{role}", metavar="COLUMN", help=text)
    objects(parser)


def run(options: Namespace) -> int:
    """Make the package, say what to do next."""
    columns = Columns(options.content, options.url, options.id, options.retrieved)
    if any(columns) and (options.source is None or options.source.is_dir()):
        raise InitError(
            "--content, --url, --retrieved, --id: name columns of a file of many pages"
        )
    made = init(options.folder, options.source, columns)
    ids = made.taken.added
    row = {"out": str(options.folder), "ids": ids, "counts": {"pages": len(ids)}}
    told = (Told(str(options.source), what, times) for what, times in made.told.items())
    done(options, row, lines(options, len(ids)), made.not_read, told)
    return 0


def lines(options: Namespace, count: int) -> Iterator[str]:
    """Say to people what was made, and what to do next."""
    name = plain(str(options.folder))
    yield f"{name}: a dataset package of {amount(count, 'page')}"
    if options.source is None:
        yield f"{EXAMPLE} in seeds/ is invented: delete it once your own pages are there"
    path = f"./{name}" if name.startswith("-") else name
    yield f"next: cd {shlex.quote(path)} && python build_dataset.py"
