"""Build a dataset from a folder of pages.

Read every page of the folder (txt, html, md; with `curation.yaml`, `provenance.jsonl`,
`removals.yaml` and `dataset.yaml` if there) and write the dataset into the output folder, which lies outside the folder of pages. The old
output stands until the new one is whole. Files that are not read are named on standard error.

Exit codes: 0 built; 1 built, but a page was rejected (other than on request); 2 misuse, nothing written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import limits_of, progress, reading, report
from dongxi.options import LEDGERS
from dongxi.personal import MODES
from dongxi.pipeline import build
from dongxi.removals import alone, load
from dongxi.seeds import apart, listing
from dongxi.withhold import REMOVED

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from dongxi.model import Problem
    from dongxi.page import Page


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--seeds", type=Path, default=Path("seeds"), help="folder of pages (seeds)"
    )
    parser.add_argument("--out", type=Path, default=Path("dist"), help="dataset folder (dist)")
    parser.add_argument("--no-curation", action="store_true", help="leave curation.yaml aside")
    parser.add_argument(
        "--personal", choices=MODES, default="flag",
        help="what has the form of personal data: look for nothing, claim it, or mask it (flag)",
    )  # fmt: skip
    parser.add_argument(
        "--ledger", choices=LEDGERS,
        help="publish the ledger in full, as hashes, or not at all (full; hashes without text)",
    )  # fmt: skip
    parser.add_argument(
        "--without-text", action="store_true", help="publish metadata, spans and hashes alone"
    )
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N",
        help="processes that read pages; the result is the same (1)",
    )  # fmt: skip
    reading(parser)


def run(options: Namespace) -> int:
    """Build, report what was found on the way, say what was written."""
    problems: list[Problem] = []
    counts = {"documents": 0, "used": 0, "rejected": 0, REMOVED: 0}

    def watch(pages: Iterable[Page], total: int) -> Iterator[Page]:
        for page in progress(pages, total, "pages"):
            problems.extend(page.problems)
            fate = REMOVED if page.reason == REMOVED else "rejected" if page.reason else "used"
            counts[fate] += 1
            counts["documents"] += len(page.documents)
            yield page

    apart(options.seeds, options.out)
    there = listing(options.seeds, limits_of(options))
    gone = list(alone(load(options.seeds), (seed for seed, _ in there.seeds)))
    out = build(
        options.seeds, options.out, watch=watch, curated=not options.no_curation,
        personal=options.personal, ledger=options.ledger, text=not options.without_text,
        limits=limits_of(options), workers=options.workers,
    )  # fmt: skip
    for problem in (*there.not_read, *gone, *problems):
        report(problem)
    print(  # noqa: T201
        f"{out}: {_count(counts['documents'], 'document')} from "
        f"{_count(counts['used'], 'seed')}, {counts['rejected']} rejected"
        + (f", {counts[REMOVED]} removed on request" if counts[REMOVED] else "")
    )
    return 1 if counts["rejected"] else 0


def _count(number: int, noun: str) -> str:
    """Put a number before its noun."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
