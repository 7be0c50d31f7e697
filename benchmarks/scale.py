"""Build more and more pages: rate, memory, disk, and what more workers and a cluster bring.

    python -m benchmarks.scale [--sizes 250 1000 4000] [--workers 1 2] [--ray] [--lean] [--short]

The pages are the seeds, each time with other words in the order of their sentences, a tenth of them near-copies
of another. Each build runs in a process of its own; time is CPU time of it and its workers. Processes of a
cluster are nobody's children: theirs is the CPU time of the whole machine, so nothing else should run on it.
`--lean` makes documents and seeds alone, as Parquet (`dongxi build --tables --no-jsonl`); `--short` leaves out the
seeds that are collections.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from dongxi import build, seeds
from dongxi.walk import walk

if TYPE_CHECKING:
    from typing import Unpack

    from dongxi.options import Shown

#: One page in so many is a near-copy of the one before it.
COPIES = 10
#: What a sentence of a page may be swapped at.
STOP = "。"
#: A part of a sentence of no more characters stays as it is: it may be a label.
SHORT = 8
#: Of the seeds, pages of one article have fewer bytes, collections have more.
COLLECTION = 20_000


def main() -> None:
    """Make the pages, build them in every way, print a table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 1000, 4000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ray", action="store_true", help="on a Ray cluster too")
    parser.add_argument("--lean", action="store_true", help="documents and seeds alone")
    parser.add_argument("--short", action="store_true", help="leave out collections")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        source, out, workers, engine = options.child
        shown: Shown = {"tables": (), "jsonl": False} if options.lean else {}
        print(json.dumps(measured(Path(source), Path(out), int(workers), engine, **shown)))
        return
    print(
        "pages      MB  engine workers  wall s   CPU s  docs/CPU s  MiB peak  work MB  dist MB"
    )
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            pages = Path(folder) / "pages.jsonl"
            made(pages, size, short=options.short)
            ways = [("local", workers) for workers in options.workers]
            for engine, workers in [
                *ways,
                *([("ray", max(options.workers))] if options.ray else []),
            ]:
                out = Path(folder) / f"{engine}-{workers}" / "dist"
                child = [str(pages), str(out), str(workers), engine, *["--lean"] * options.lean]
                before = machine_cpu()
                told = subprocess.run(  # noqa: S603
                    [sys.executable, "-m", "benchmarks.scale", "--child", *child],
                    capture_output=True, text=True, check=True,
                )  # fmt: skip
                row = json.loads(told.stdout.strip().splitlines()[-1])
                if engine != "local":
                    row["cpu"] = machine_cpu() - before
                print(
                    f"{size:6} {pages.stat().st_size / 1e6:7.1f}  {engine:6} {workers:7} {row['wall']:7.1f} "
                    f"{row['cpu']:7.1f} {row['documents'] / row['cpu']:11.1f} {row['peak']:9.0f} "
                    f"{row['work']:8.1f} {row['dist']:8.1f}",
                    flush=True,
                )


def made(path: Path, count: int, *, short: bool = False) -> None:
    """Write pages as JSON lines."""
    random = np.random.default_rng(7)
    raw = [seed.raw.decode("utf-8") for seed in seeds.load(Path("seeds"))]
    if short:
        raw = [text for text in raw if len(text.encode()) < COLLECTION]
    before = ""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = raw[number % len(raw)]
            if number % COPIES:
                text = shuffled(text, random)
            elif before:
                text = before + f"\n第{number}份。\n"
            before = text
            record = {"id": f"{number:09}", "text": text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def shuffled(text: str, random: np.random.Generator) -> str:
    """Shuffle the characters between the stops of long lines, so that no text is like another."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.count(STOP) > 1:
            parts = line.split(STOP)
            mixed = [
                "".join(random.permutation(list(part))) if len(part) > SHORT else part
                for part in parts
            ]
            lines[at] = STOP.join(mixed)
    return "\n".join(lines)


def measured(
    source: Path, out: Path, workers: int, engine: str, **shown: Unpack[Shown]
) -> dict[str, Any]:
    """Build, and measure it."""
    work = out.with_name("work")
    start = perf_counter()
    build(source, out, workers=workers, engine=engine, work=work, **shown)
    wall = perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    documents = sum(
        len(rows["documents"]) for _, (rows,) in walk([out], {"documents": ["seed"]})
    )
    return {
        "wall": wall,
        "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "peak": max(one.ru_maxrss for one in used) / 1024,
        "documents": documents,
        "work": size_of(work),
        "dist": size_of(out),
    }


def machine_cpu() -> float:
    """Give the seconds of CPU that all processes of a Linux machine have used."""
    used = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:4]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def size_of(folder: Path) -> float:
    """Give the megabytes below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
