"""Check a dataset against its schema and its promises.

With `--seeds`, which names all inputs of the build, also check that every byte of every seed is
accounted for. Each finding has a permanent id; `docs/checks.md` lists them. `--json` writes the
findings to standard output for a program: an object a line, with `id`, `where` (file, row,
field) and `message` (found, expected).

Exit codes: 0 clean; 1 findings; 2 misuse.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.checks import validate
from dongxi.commands.console import amount, as_json, finding, report, sources

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "dir", type=Path, nargs="?", default=Path("dist"), help="dataset (dist)"
    )
    sources(parser, many=False, default="none: to check bytes too, name them as for build")
    parser.add_argument("--json", action="store_true", help="write an object a finding")


def run(options: Namespace) -> int:
    """Check, report every finding, count them."""
    if not options.dir.is_dir():
        raise FileNotFoundError(f"{options.dir}: no such folder; give the folder of a dataset")
    named = {role: name for role, _, name in (one.partition("=") for one in options.column)}
    count = 0
    for problem in validate(options.dir, options.seeds, named):
        if options.json:
            print(as_json(finding(problem)))  # noqa: T201
        else:
            report(problem)
        count += 1
    if not options.json:
        said = amount(count, "finding") if count else "clean"
        print(f"{options.dir}: {said}")  # noqa: T201
    return 1 if count else 0
