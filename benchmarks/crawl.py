"""Turn HTML into published shards without near-duplicates, beside datatrove doing the same job.

    python -m benchmarks.crawl PAGES_FOLDER [--pages 1000] [--flat] [--ways all lean datatrove]

PAGES_FOLDER is read as by `benchmarks.extract`. From its pages as many are made as asked for, in every
further one the Han characters of each run shuffled, so that no page is like another; one in ten stays as
it was. All ways read them from one file of JSON lines and write Parquet, in one process each:

- all: `dongxi build` with every table, ledger and edits among them
- lean: `dongxi build --tables --no-jsonl`, documents and seeds alone
- datatrove: trafilatura, MinHash signatures (words by spaCy and jieba, as it does for Chinese), buckets,
  clusters, filter (`pip install '.[bench-crawl]'`, in an environment of its own)

Time is CPU time of a process and its children, start-up included, as is that of reading what it imports.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.dataset as ds

from benchmarks import forms
from dongxi import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MISUSE = 2
#: One page in so many stays as it was.
COPIES = 10
#: Runs of Han characters long enough to be of a sentence; shorter ones may be labels and names.
RUN = re.compile("[\u4e00-\u9fff]{9,}")
#: What datatrove calls Chinese.
LANGUAGE = "zho_Hani"
#: Seconds that its extractor may take for a page.
PATIENCE = 60


def main() -> int:
    """Make the pages, build them in every way, print a table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--flat", action="store_true", help="without tags; dongxi alone")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument(
        "--child", nargs=3, metavar=("WAY", "PAGES", "OUT"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.child:
        way, source, out = options.child
        print(json.dumps(measured(WAYS[way], Path(source), Path(out))))
        return 0
    try:
        pages = forms.load(options.folder or Path("seeds"))
    except forms.PagesError as fault:
        print(fault, file=sys.stderr)
        return MISUSE
    ways = options.ways
    texts = [page.text for page in pages]
    if options.flat:
        texts = [forms.flattened(page).raw.decode("utf-8") for page in pages]
        ways = [way for way in ways if way != "datatrove"]
    report(texts, options.pages, ways)
    return 0


def report(texts: list[str], count: int, ways: list[str]) -> None:
    """Print a row for each way."""
    print("way        pages      MB  documents   CPU s  pages/CPU s  MiB peak  times datatrove")
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "pages", "pages.jsonl")
        source.parent.mkdir()
        source.write_text("".join(made(texts, count)), encoding="utf-8")
        for way in ways:
            told = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "benchmarks.crawl", "--child", way, str(source), f"{folder}/{way}"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
            )  # fmt: skip
            rows[way] = json.loads(told.stdout.strip().splitlines()[-1])
        size = source.stat().st_size / 1e6
    base = rows.get("datatrove")
    for way, row in rows.items():
        ratio = f"{base['cpu'] / row['cpu']:16.1f}" if base else f"{'–':>16}"
        print(
            f"{way:10} {count:5} {size:7.1f} {row['documents']:10} {row['cpu']:7.1f} "
            f"{count / row['cpu']:12.1f} {row['peak']:9.0f} {ratio}"
        )


def made(texts: list[str], count: int) -> Iterator[str]:
    """Give pages as JSON lines, the same ones every time."""
    random = np.random.default_rng(7)

    def shuffled(run: re.Match[str]) -> str:
        return "".join(random.permutation(list(run[0])))

    for number in range(count):
        text = texts[number % len(texts)]
        if number >= len(texts) and number % COPIES:
            text = RUN.sub(shuffled, text)
        yield json.dumps({"id": f"{number:09}", "text": text}, ensure_ascii=False) + "\n"


def measured(way: Callable[[Path, Path], int], source: Path, out: Path) -> dict[str, Any]:
    """Build, and measure it."""
    documents = way(source, out)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "documents": documents,
        "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "peak": max(one.ru_maxrss for one in used) / 1024,
    }


def _all(source: Path, out: Path) -> int:
    return _rows(build(source, out))


def _lean(source: Path, out: Path) -> int:
    return _rows(build(source, out, tables=(), jsonl=False))


def _rows(folder: Path) -> int:
    """Count the documents of a dataset that repeat no other as a whole."""
    documents = ds.dataset(folder / "documents", format="parquet")
    return int(documents.to_table(columns=["duplicate_of"])["duplicate_of"].null_count)


def _datatrove(source: Path, out: Path) -> int:
    """Do the job as datatrove's own example of deduplication does it."""
    reader, writer, minhash = (
        import_module(f"datatrove.pipeline.{name}")
        for name in ("readers", "writers", "dedup.minhash")
    )
    extractor = import_module("datatrove.pipeline.extractors").Trafilatura(
        timeout=PATIENCE, favour_precision=False
    )
    config = minhash.MinhashConfig()
    pages, read = reader.JsonlReader(str(source.parent)), reader.ParquetReader(f"{out}/read")
    stages = [
        [pages, extractor, writer.ParquetWriter(f"{out}/read")],
        [
            read,
            minhash.MinhashDedupSignature(
                f"{out}/signatures", config=config, language=LANGUAGE
            ),
        ],
        [minhash.MinhashDedupBuckets(f"{out}/signatures", f"{out}/buckets", config=config)],
        [minhash.MinhashDedupCluster(f"{out}/buckets", f"{out}/removed", config=config)],
        [
            read,
            minhash.MinhashDedupFilter(f"{out}/removed"),
            writer.ParquetWriter(f"{out}/kept"),
        ],
    ]
    executor = import_module("datatrove.executor").LocalPipelineExecutor
    tasks = (1, 1, config.num_buckets, 1, 1)
    for number, pipeline in enumerate(stages):
        logs = f"{out}/logs/{number}"
        executor(pipeline=pipeline, tasks=tasks[number], logging_dir=logs).run()
    return int(ds.dataset(f"{out}/kept", format="parquet").count_rows())


WAYS: dict[str, Callable[[Path, Path], int]] = {
    "all": _all, "lean": _lean, "datatrove": _datatrove,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
