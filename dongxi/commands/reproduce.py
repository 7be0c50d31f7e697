"""Build the dataset again elsewhere and compare every byte.

Build the seeds into a temporary folder, with the options that the published one was built with
(its manifest has them), and compare the two; say what differs:
file, row, field, old and new value. Only a full byte-for-byte match is clean.

Exit codes: 0 identical; 1 something differs; 2 misuse.
"""

from __future__ import annotations

import json
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import report
from dongxi.compare import compare
from dongxi.manifest import MANIFEST
from dongxi.options import limits_of, of
from dongxi.pipeline import build

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

#: Differences shown; the rest is counted.
SHOWN = 50


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--seeds", type=Path, default=Path("seeds"), help="folder of pages (seeds)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("dist"), help="dataset to check (dist)"
    )
    parser.add_argument("--no-curation", action="store_true", help="leave curation.yaml aside")


def run(options: Namespace) -> int:
    """Build elsewhere, compare, report."""
    if not (options.out / MANIFEST).is_file():
        raise FileNotFoundError(
            f"{options.out}: no dataset there to compare with; build one first, or name it with --out"
        )
    manifest = json.loads((options.out / MANIFEST).read_bytes())
    given, limits = of(manifest), limits_of(manifest)
    with tempfile.TemporaryDirectory(prefix="dongxi-") as folder:
        again = build(
            options.seeds, Path(folder) / "dist",
            curated=given.curation and not options.no_curation,
            personal=given.personal, ledger=given.ledger, text=given.text,
            limits=limits,
        )  # fmt: skip
        found = compare(options.out, again)
        shown = list(islice(found, SHOWN))
        for problem in shown:
            report(problem)
        more = sum(1 for _ in found)
    if not shown:
        print(f"{options.out}: identical")  # noqa: T201
        return 0
    print(f"{options.out}: {len(shown) + more} differences")  # noqa: T201
    return 1
