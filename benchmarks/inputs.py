"""Read pages out of every kind of container, beside the library that unpacks it.

    python -m benchmarks.inputs [FOLDER] [--megabytes 200]

The pages are the files of FOLDER, or made ones of 30 KB, repeated until they fill so many
megabytes. Prints, for each kind, the megabytes of pages a CPU second gives and the ratio to the
library alone (fastwarc, pyarrow, pyarrow's streams with `json`) in the same run: what the rest,
ids, hashes, headers and limits, costs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator

from dongxi import inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = (
    "<html><head><title>第{n}号</title></head><body>"
    + "<p>山里的路修通了。</p>" * 1_000
    + "</body></html>"
)
RUNS = 3
PACKING = {".gz": "gzip", ".zst": "zstd"}


def main() -> None:
    """Make each container, read it both ways, print a line."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()
    pages = list(filled(options.folder, options.megabytes * 1_000_000))
    size = sum(map(len, pages)) / 1e6
    print(f"{len(pages):,} pages, {size:.0f} MB\n\nkind        MB/s  alone MB/s  ratio")
    with tempfile.TemporaryDirectory() as folder:
        for kind, (write, alone) in KINDS.items():
            path = Path(folder) / f"pages{kind}"
            write(path, pages)
            rates = [size / best(way, path) for way in (read, alone)]
            print(
                f"{kind:10} {rates[0]:5.0f} {rates[1]:11.0f} {rates[0] / rates[1]:6.2f}",
                flush=True,
            )
            path.unlink()


def filled(folder: Path | None, size: int) -> Iterator[bytes]:
    """Give pages, those of the folder again and again, until there are so many bytes."""
    given = [path.read_bytes() for path in sorted(folder.rglob("*.html"))] if folder else []
    for number in count():
        mark = f"<!-- {number} -->".encode()
        page = (given[number % len(given)] if given else PAGE.format(n=number).encode()) + mark
        yield page
        size -= len(page)
        if size <= 0:
            return


def best(do: Callable[[Path], int], path: Path) -> float:
    """Give the CPU seconds of the quickest of some runs."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        if not do(path):
            raise ValueError("no page was read")
        times.append(process_time() - start)
    return min(times)


def read(path: Path) -> int:
    """Read the pages of a container as a build does."""
    parts = inputs.splits([path])
    return sum(len(seed.raw) for part in parts for seed in inputs.seeds(part, inputs.LIMITS))


def write_warc(path: Path, pages: list[bytes]) -> None:
    """Write an archive; one whose name ends in .gz is packed, record by record."""
    pack = gzip.compress if path.suffix == ".gz" else bytes
    with path.open("wb") as file:
        for number, page in enumerate(pages):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{UUID(int=number)}>\r\n"
                f"WARC-Target-URI: https://news.example.org/{number}\r\n"
                "Content-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            file.write(pack(head.encode() + block + b"\r\n\r\n"))


def warc_alone(path: Path) -> int:
    """Read an archive with fastwarc."""
    with path.open("rb") as file:
        return sum(len(one.reader.read()) for one in ArchiveIterator(file, parse_http=True))


def write_lines(path: Path, pages: list[bytes]) -> None:
    """Write JSON lines, packed as the name says."""
    with pa.output_stream(str(path), compression=PACKING.get(path.suffix)) as file:
        for number, page in enumerate(pages):
            file.write(json.dumps({"id": str(number), "html": page.decode()}).encode() + b"\n")


def lines_alone(path: Path) -> int:
    """Read JSON lines with `json`."""
    with pa.input_stream(str(path), compression=PACKING.get(path.suffix)) as file:
        rows = map(json.loads, TextIOWrapper(file, "utf-8"))
        return sum(len(row["html"].encode()) for row in rows)


def write_table(path: Path, pages: list[bytes]) -> None:
    """Write a Parquet file."""
    ids = [str(number) for number in range(len(pages))]
    texts = [page.decode() for page in pages]
    pq.write_table(pa.table({"id": ids, "html": texts}), path, row_group_size=1_000)


def table_alone(path: Path) -> int:
    """Read a Parquet file with pyarrow."""
    with pq.ParquetFile(path) as file:
        columns = (batch.column("html") for batch in file.iter_batches(64))
        return sum(len(one.as_buffer()) for column in columns for one in column)


KINDS: dict[str, tuple[Callable[[Path, list[bytes]], None], Callable[[Path], int]]] = {
    ".warc": (write_warc, warc_alone),
    ".warc.gz": (write_warc, warc_alone),
    ".parquet": (write_table, table_alone),
    ".jsonl": (write_lines, lines_alone),
    ".jsonl.gz": (write_lines, lines_alone),
    ".jsonl.zst": (write_lines, lines_alone),
}


if __name__ == "__main__":
    main()
