"""Build a dataset from folders of pages, JSON lines, Parquet and web archives.

Read every page of the inputs and write the dataset into the output folder, which lies outside
the folders of pages. An input is a folder (txt, html, md, and containers; the first one with `curation.yaml`,
`provenance.jsonl`, `removals.yaml` and `dataset.yaml` if there), a file (.jsonl, .ndjson, packed or not, .parquet,
.warc), a pattern, or an address of one of these (s3://…). The old output stands until the new
one is whole. What is not read is named on standard error.

`--json` writes one object for a program: `out` (the dataset), `counts` of `documents`, `seeds` (used), `rejected` and
`removed` (on request), and `problems`, with `id`, `where` and `message`.

Exit codes: 0 built; 1 built, but a page was rejected (other than on request); 2 misuse, nothing written.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from dongxi.commands.console import (
    amount,
    columns_of,
    count,
    done,
    given,
    limits_of,
    objects,
    progress,
    reading,
    sources,
)
from dongxi.engine import LOCAL
from dongxi.near.drive import MEMORY
from dongxi.options import ALWAYS, LEDGERS, OPTIONAL, SHARD_BYTES
from dongxi.personal import MODES
from dongxi.pipeline import build
from dongxi.release import moved, splits_of
from dongxi.schema import NAMES
from dongxi.withhold import REMOVED

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dongxi.model import Problem
    from dongxi.stages.piece import Summary

#: Seconds from which on a build is summed up on standard error.
LONG = 20


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    sources(parser)
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
        "--tables", nargs="*", choices=NAMES, metavar="TABLE",
        help=f"tables to make beside {' and '.join(ALWAYS)}: {', '.join(OPTIONAL)}, or none of them "
        "(all); what is not made costs no time and is in no hash",
    )  # fmt: skip
    parser.add_argument(
        "--no-jsonl",
        action="store_true",
        help="write tables as Parquet alone, not as JSONL too",
    )
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N",
        help="processes that do the work; the result is the same (1)",
    )  # fmt: skip
    parser.add_argument(
        "--engine", default=LOCAL, metavar="ENGINE",
        help="who does the work: local, ray, or ray://HOST:PORT; the result is the same (local)",
    )  # fmt: skip
    parser.add_argument(
        "--work", type=Path, metavar="DIR",
        help="folder to work in that is kept: a build that was broken off goes on from there, and "
        "the next one reads only what changed",
    )  # fmt: skip
    parser.add_argument(
        "--memory", type=_megabytes, default=MEMORY, metavar="MB",
        help=f"memory for the search for duplicates, in megabytes ({MEMORY >> 20:,})",
    )  # fmt: skip
    parser.add_argument(
        "--shard-size", type=_megabytes, default=SHARD_BYTES, metavar="MB",
        help="how large, as JSONL, the files of a table may grow, in megabytes "
        f"({SHARD_BYTES >> 20:,})",
    )  # fmt: skip
    parser.add_argument(
        "--pin", type=Path, metavar="DIST", help="keep the splits of an earlier release's pages"
    )
    parser.add_argument(
        "--sample", type=count, default=0, metavar="N",
        help="read N pages alone, chosen by the hashes of their ids, for a quick look",
    )  # fmt: skip
    reading(parser)
    objects(parser)


def _megabytes(text: str) -> int:
    """Read an amount of memory."""
    return count(text) << 20


def run(options: Namespace) -> int:
    """Build, report what was found on the way, say what was written."""
    told: list[Summary] = []

    def watch(summaries: Iterable[Summary], total: int) -> Iterator[Summary]:
        with progress(total, "pages") as bar:
            for summary in summaries:
                told.append(summary)
                bar.update(summary.seeds)
                yield summary

    left: list[Problem] = []
    clock = Clock()
    pins = splits_of(options.pin) if options.pin else None
    out = build(
        given(options), options.out, watch=watch, curated=not options.no_curation,
        personal=options.personal, ledger=options.ledger, text=not options.without_text,
        tables=options.tables, jsonl=not options.no_jsonl,
        limits=limits_of(options), workers=options.workers, engine=options.engine, work=options.work,
        memory=options.memory, pins=pins,
        shard_bytes=options.shard_size, sample=options.sample,
        columns=columns_of(options), tell=left.append, stage=clock.begin,
    )  # fmt: skip
    clock.begin("")
    problems = (problem for summary in told for problem in summary.problems)
    fates = Counter(
        reason == REMOVED for summary in told for reason in summary.rejected.values()
    )
    removed, rejected = fates[True], fates[False]
    counts = {
        "documents": sum(summary.documents for summary in told),
        "seeds": sum(summary.seeds for summary in told) - removed - rejected,
        "rejected": rejected,
        "removed": removed,
    }
    row = {"out": str(options.out), "counts": counts}
    done(options, row, [_line(out, counts)], (*left, *problems, *moved(out, pins or {})))
    for line in _summary(told, clock):
        sys.stderr.write(f"{line}\n")
    return 1 if rejected else 0


def _line(out: Path, counts: Mapping[str, int]) -> str:
    """Say to people what was written."""
    removed = f", {counts['removed']} removed on request" if counts["removed"] else ""
    return (
        f"{out}: {amount(counts['documents'], 'document')} from "
        f"{amount(counts['seeds'], 'seed')}, {counts['rejected']} rejected{removed}"
    )


class Clock:
    """The seconds that stages take."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._stage, self._start = "", perf_counter()

    def begin(self, stage: str) -> None:
        """Note that a stage begins, and the one before it ends."""
        now = perf_counter()
        if self._stage:
            self.spent[self._stage] = now - self._start
        self._stage, self._start = stage, now


def _summary(told: Sequence[Summary], clock: Clock) -> Iterator[str]:
    """Tell of a build that took a while where its time went, and why pages were rejected."""
    total = sum(clock.spent.values())
    if total < LONG:
        return
    pages = sum(summary.seeds for summary in told)
    size = sum(summary.bytes for summary in told)
    yield f"{total:.0f} s, {pages / total:.1f} pages/s, {size / total / 1e6:.2f} MB/s"
    yield "; ".join(f"{stage} {seconds:.0f} s" for stage, seconds in clock.spent.items())
    reasons = Counter(reason for summary in told for reason in summary.rejected.values())
    yield from (f"rejected: {reason} {count:,}" for reason, count in reasons.most_common())
