"""Build a dataset from a folder of pages.

Read every page of the folder (txt, html, md; with `curation.yaml` and `dataset.yaml` if there)
and write the dataset into the output folder, which lies outside the folder of pages. The old
output stands until the new one is whole. Files that are not read are named on standard error.

Exit codes: 0 built; 1 built, but a page was rejected; 2 misuse, nothing written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import progress, report
from dongxi.pipeline import build
from dongxi.seeds import apart, listing

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


def run(options: Namespace) -> int:
    """Build, report what was found on the way, say what was written."""
    problems: list[Problem] = []
    counts = {"documents": 0, "used": 0, "rejected": 0}

    def watch(pages: Iterable[Page], total: int) -> Iterator[Page]:
        for page in progress(pages, total, "pages"):
            problems.extend(page.problems)
            counts["rejected" if page.reason else "used"] += 1
            counts["documents"] += len(page.documents)
            yield page

    apart(options.seeds, options.out)
    not_read = listing(options.seeds).not_read
    out = build(options.seeds, options.out, watch=watch, curated=not options.no_curation)
    for problem in (*not_read, *problems):
        report(problem)
    print(  # noqa: T201
        f"{out}: {_count(counts['documents'], 'document')} from "
        f"{_count(counts['used'], 'seed')}, {counts['rejected']} rejected"
    )
    return 1 if counts["rejected"] else 0


def _count(number: int, noun: str) -> str:
    """Put a number before its noun."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
