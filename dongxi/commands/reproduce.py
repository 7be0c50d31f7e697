"""Build the dataset again elsewhere and compare every byte.

Build the seeds into a temporary folder, with the options that the published one was built with
(its manifest has them), and compare the two; say what differs:
file, row, field, old and new value. Only a full byte-for-byte match is clean. Where the rows are
the same and another version of pyarrow wrote the bytes, that is said.

`--json` writes every difference to standard output for a program, as `validate --json` writes findings: an object
a line, with `id`, `where` and `message`.

Exit codes: 0 identical; 1 something differs; 2 misuse.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands.console import amount, as_json, columns_of, finding, report, sources
from dongxi.commands.console import given as seeds_of
from dongxi.compare import compare
from dongxi.inputs import columns
from dongxi.manifest import MANIFEST
from dongxi.options import limits_of, of, shard_bytes_of
from dongxi.pipeline import build
from dongxi.release import ReleaseError, splits_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from dongxi.model import Problem

#: Differences shown to people; the rest is counted.
SHOWN = 50
#: The differences that leave every row as it is.
BYTES_ONLY = frozenset({"R003", "R008"})


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    sources(parser)
    parser.add_argument(
        "--out", type=Path, default=Path("dist"), help="dataset to check (dist)"
    )
    parser.add_argument("--no-curation", action="store_true", help="leave curation.yaml aside")
    parser.add_argument(
        "--pin", type=Path, metavar="DIST", help="the earlier release whose splits are kept"
    )
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that do the work (1)"
    )
    parser.add_argument("--json", action="store_true", help="write an object a difference")


def run(options: Namespace) -> int:
    """Build elsewhere, compare, report."""
    if not (options.out / MANIFEST).is_file():
        raise FileNotFoundError(
            f"{options.out}: no dataset there to compare with; build one first, or name it with --out"
        )
    manifest = json.loads((options.out / MANIFEST).read_bytes())
    given, limits = of(manifest), limits_of(manifest)
    if given.pinned and not options.pin:
        raise ReleaseError(
            f"{options.out} keeps the splits of an earlier release; name that one with --pin"
        )
    pins = splits_of(options.pin) if options.pin else None
    with tempfile.TemporaryDirectory(prefix="dongxi-") as folder:
        again = build(
            seeds_of(options), Path(folder) / "dist",
            curated=given.curation and not options.no_curation,
            personal=given.personal, ledger=given.ledger, text=given.text, tables=given.tables, jsonl=given.jsonl,
            limits=limits, workers=options.workers, pins=pins,
            shard_bytes=shard_bytes_of(manifest),
            columns=columns_of(options) if options.column else columns.of(manifest), sample=given.sample,
        )  # fmt: skip
        codes = Counter(_told(compare(options.out, again), objects=options.json))
        why = _why(options.out, again, set(codes))
    count = codes.total()
    said = amount(count, "difference") if count else "identical"
    if not options.json:
        print(f"{options.out}: {said}")  # noqa: T201
    if why:
        print(f"{options.out}: {why}", file=sys.stderr if options.json else sys.stdout)
    return 1 if codes else 0


def _told(found: Iterable[Problem], *, objects: bool) -> Iterator[str]:
    """Show differences, all as objects or the first for people; give their codes."""
    for number, problem in enumerate(found):
        if objects:
            print(as_json(finding(problem)))  # noqa: T201
        elif number < SHOWN:
            report(problem)
        yield problem.code


def _why(old: Path, new: Path, codes: set[str]) -> str:
    """Say why bytes differ though the content does not; nothing where it does."""
    try:
        before, after = (json.loads((d / "manifest.json").read_bytes()) for d in (old, new))
        same = before["content_sha256"] == after["content_sha256"]
        versions = [
            (n, str(before["versions"][n]), str(v)) for n, v in after["versions"].items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError):  # an old manifest that is damaged
        return ""
    other = [row for row in versions if row[1] != row[2]]
    if not same or not other or not codes <= BYTES_ONLY:
        return ""
    made = ", ".join(
        f"{name} {one} wrote them, {now} is installed here" for name, one, now in other
    )
    wanted = " ".join(f"{name}=={one}" for name, one, _ in other)
    return f"the same content, other bytes: {made}; to get the same bytes, install {wanted}"
