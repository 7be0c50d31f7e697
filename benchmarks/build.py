"""Build the seeds repeated: documents/s, MB/s, peak memory, share of time by stage.

    python -m benchmarks.build [--times 100] [--seeds seeds]

The copies differ in one short line each, so they are near-duplicates as a crawl has them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from dongxi import near, pipeline, reading, seeds
from dongxi.stages import piece

if TYPE_CHECKING:
    from collections.abc import Callable

#: Stage → module and name under which it is called.
STAGES = {
    "decode": (reading, "decode"), "restore": (reading, "restore"), "cut": (reading, "cut"),
    "tidy": (reading, "tidy"), "name": (reading, "name"), "describe": (reading, "_described"),
    "keys": (piece, "keys"), "assemble": (near, "searched"),
    "publish": (pipeline, "publish"),
}  # fmt: skip


def main() -> None:
    """Make the copies, build them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    options = parser.parse_args()
    spent: defaultdict[str, float] = defaultdict(float)
    for stage, (module, name) in STAGES.items():
        setattr(module, name, timed(getattr(module, name), stage, spent))
    with tempfile.TemporaryDirectory() as folder:
        crawl = Path(folder) / "crawl"
        size, count = copies(options.seeds, crawl, options.times)
        start = perf_counter()
        out = pipeline.build(crawl, Path(folder) / "dist")
        total = perf_counter() - start
        documents = sum(1 for _ in documents_of(out))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} pages, {documents} documents, {size / 1e6:.1f} MB in {total:.1f} s")
    print(
        f"{documents / total:8.1f} documents/s\n{size / 1e6 / total:8.2f} MB/s\n{peak:8.0f} MiB peak"
    )
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{100 * seconds / total:7.1f} %  {stage}")
    print(f"{100 * (total - sum(spent.values())) / total:7.1f} %  the rest")


def timed(
    function: Callable[..., Any], stage: str, spent: defaultdict[str, float]
) -> Callable[..., Any]:
    """Wrap a stage so that its time is counted, generators included."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        start = perf_counter()
        result = function(*args, **kwargs)
        if hasattr(result, "__next__"):
            result = list(result)
        spent[stage] += perf_counter() - start
        return result

    return wrapped


def copies(source: Path, target: Path, times: int) -> tuple[int, int]:
    """Copy every seed many times, one line added to each; give bytes and files."""
    size = count = 0
    for seed in seeds.load(source):
        for number in range(times):
            path = target / f"{number:04}" / f"{seed.id}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            raw = seed.raw + f"\n第{number}份抄本\n".encode()
            path.write_bytes(raw)
            size, count = size + len(raw), count + 1
    return size, count


def documents_of(out: Path) -> Any:
    """Give the ids of the documents of a dataset."""
    import pyarrow.dataset as ds  # noqa: PLC0415

    table = ds.dataset(out / "documents", format="parquet").to_table(columns=["id"])
    return table["id"].to_pylist()


if __name__ == "__main__":
    main()
