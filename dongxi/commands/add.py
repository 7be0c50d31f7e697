"""Take saved pages into the folder of seeds, with where they are from; nothing is fetched.

PATH is a saved page, a folder of pages, a file of many (.jsonl, .parquet, .warc, packed or not: each
record becomes a file, and records that are no pages are counted), or a list (.tsv, .csv; any other file with --list): a line
for each page with its address, its file and, where known, the time it was fetched and a note, with
tabs between (commas in a .csv). Bytes are copied as they are; nothing is replaced. Address and time go
to `provenance.jsonl` beside the pages, which the build reads; where none is given, an address counts
that a browser wrote into the page when it was saved. To add what is known of a page that is there
already, name it again.

`--json` writes one object for a program: `out` (the folder of pages), `added` and `there` (ids of the new ones,
and of those that were there already), `counts` of both and of their `addresses` and `times`, `notes` (what
was not taken as it is, with `where`, `message` and how many `records`) and `problems` (files that are no
pages, with `id`, `where` and `message`).

Exit codes: 0 added, or there already; 2 misuse, nothing added.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import written
from dongxi.add import LISTS, AddError, Known, below, file, pairs, take
from dongxi.commands.console import Told, amount, done, objects
from dongxi.contained import pages
from dongxi.provenance import fault
from dongxi.records import Columns
from dongxi.seeds import is_container

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from dongxi.add import Incoming, Taken
    from dongxi.model import Problem

#: An address, as a path has it: with one slash.
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:/")


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "path", type=Path, nargs="+", help="saved page, folder of pages, file of many, or list"
    )
    parser.add_argument(
        "--seeds", type=Path, default=Path("seeds"), help="folder of pages (seeds)"
    )
    parser.add_argument("--list", action="store_true", help="take each PATH for a list")
    parser.add_argument("--url", help="address of the page; of one page only")
    parser.add_argument(
        "--retrieved",
        metavar="TIME",
        help="when it was fetched: 2021-04-10, 2021-04-10T03:12:45Z",
    )
    parser.add_argument(
        "--file-time", action="store_true",
        help="where no time is known, take the one at which the file was last changed",
    )  # fmt: skip
    parser.add_argument(
        "--content", metavar="COLUMN",
        help="column that holds the page, in a file of many",
    )  # fmt: skip
    parser.add_argument("--note", help="how one knows; not published")
    parser.add_argument(
        "--into", default="", metavar="FOLDER", help="folder below the folder of pages"
    )
    objects(parser)


def run(options: Namespace) -> int:
    """Take the pages in, say what was done."""
    known = Known(options.url, options.retrieved, options.note)
    for name, value in known._asdict().items():
        if value is not None and (wanted := fault(name, value)):
            raise AddError(f"--{name}: found {written.quote(value)}, expected {wanted}")
    if options.url and (len(options.path) > 1 or _kind(options, options.path[0]) != "page"):
        raise AddError("--url: is the address of one page; for more, write a list")
    into = Path(options.into)
    if into.is_absolute() or any(part.startswith(".") for part in into.parts):
        raise AddError(
            f"--into: found {options.into!r}, expected a folder below the pages, of names without a dot "
            "in front"
        )
    for path in options.path:
        if ADDRESS.match(str(path)) and not path.exists():
            raise AddError(
                f"{path}: nothing is fetched; save the page, and give its file with --url ADDRESS"
            )
    kinds = {_kind(options, path) for path in options.path}
    if options.content and kinds != {"many"}:
        raise AddError("--content: names a column of files of many pages; give these alone")
    if options.file_time and "many" in kinds:
        raise AddError("--file-time: says nothing of the pages in a file of many; leave it out")
    told: dict[Path, Counter[str]] = {path: Counter() for path in options.path}
    sources, not_read = zip(
        *(_source(options, path, known, told[path]) for path in options.path), strict=True
    )
    taken = take(chain.from_iterable(sources), options.seeds)
    notes = (
        Told(str(path), what, times)
        for path, counts in told.items()
        for what, times in counts.items()
    )
    problems = [*chain.from_iterable(not_read)]
    done(options, _row(options, taken), [_line(options, taken)], problems, notes)
    return 0


def _row(options: Namespace, taken: Taken) -> dict[str, object]:
    """Give what was done for a program."""
    counts = {
        "added": len(taken.added),
        "there": len(taken.there),
        "addresses": taken.addresses,
        "times": taken.times,
    }
    return {
        "out": str(options.seeds),
        "added": taken.added,
        "there": taken.there,
        "counts": counts,
    }


def _line(options: Namespace, taken: Taken) -> str:
    """Say to people what was done."""
    there = f", {len(taken.there)} there already" if taken.there else ""
    return (
        f"{options.seeds}: {amount(len(taken.added), 'page')} added{there}; "
        f"{taken.addresses} with an address, {taken.times} with a time"
    )


def _kind(options: Namespace, path: Path) -> str:
    """Tell what a path is: page, folder, list, a file of many pages."""
    if path.is_dir():
        return "folder"
    if options.list or path.suffix.lower() in LISTS:
        return "list"
    return "many" if is_container(path.name) and path.is_file() else "page"


def _source(
    options: Namespace, path: Path, known: Known, told: Counter[str]
) -> tuple[Iterable[Incoming], tuple[Problem, ...]]:
    """Give the pages of a path, and what of it is none."""
    kind, clock = _kind(options, path), options.file_time
    into = Path(options.into).as_posix() if options.into else ""
    if kind == "folder":
        return below(path, options.seeds, known, into=into, clock=clock)
    if kind == "list":
        return pairs(path, options.seeds, known, into=into, clock=clock), ()
    if kind == "many":
        found = pages(path, Columns(content=options.content), told, {"content"})
        return (
            one._replace(
                name="/".join(filter(None, (into, one.name))), known=one.known.over(known)
            )
            for one in found
        ), ()
    return (file(path, options.seeds, known, into=into, clock=clock),), ()
