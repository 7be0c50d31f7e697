"""Write a report of a dataset: one page to look at documents, their evidence and repairs.

Every build writes one, `report.html`, with a sample of the documents. This makes one for the
documents named by `--ids`, from the published tables alone; open it in a browser. Without `--ids`
it is the one of the build. OUT must not exist yet, and must lie outside the dataset; `-` sends the
page to standard output.

`--json` writes one object for a program: `out` (the file), `counts` (its `bytes`) and `problems` (none).

Exit codes: 0 written; 2 misuse.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import STDOUT, done, objects, send
from dongxi.export import outside, whole
from dongxi.manifest import MANIFEST
from dongxi.report import REPORT, render

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "dist", type=Path, nargs="?", default=Path("dist"), help="dataset (dist)"
    )
    parser.add_argument("--ids", nargs="+", metavar="ID", help="documents to show, all whole")
    parser.add_argument(
        "--out", type=Path, default=Path(REPORT), help=f"file to write ({REPORT})"
    )
    objects(parser)


def run(options: Namespace) -> int:
    """Write, and say what was written."""
    if not (options.dist / MANIFEST).is_file():
        raise FileNotFoundError(f"{options.dist}: no dataset there; give the folder of one")
    sent = str(options.out) == STDOUT
    if sent and options.json:
        raise ValueError(
            "-: only the page goes to standard output, without --json; name a file"
        )
    if not sent:
        outside(options.out, options.dist)
    try:
        data = render(options.dist, options.ids)
    except LookupError as fault:
        raise ValueError(
            f"{options.dist}: its tables do not fit together ({fault}); `validate` says where"
        ) from fault
    if sent:
        send([data])
        return 0
    with whole(options.out) as part:
        part.write_bytes(data)
    row = {"out": str(options.out), "counts": {"bytes": len(data)}}
    done(options, row, [f"{options.out}: {len(data):,} bytes; open it in a browser"])
    return 0
