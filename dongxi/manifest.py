"""What a build wrote in; `manifest.json` and `SHA256SUMS` out.

Nothing here knows the time, the machine, the user, a path outside the dataset or the version
of Python: the same rows give the same manifest.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.options import Terms
from dongxi.schema import NAMES, files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Rises when readers of the dataset must change.
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SPLITS = ("train", "validation", "test")
#: Seeds are listed up to this many; of more the seeds table stands for the list.
MOST_LISTED = 10_000


class File(NamedTuple):
    """A Parquet file: rows of one split of one table."""

    table: str
    split: str
    path: str
    """Below the dataset's folder, with `/`."""
    rows: int
    content_sha256: str
    """SHA-256 of the canonical JSONL of its rows."""


def manifest(
    folder: Path,
    written: Iterable[File],
    seeds: Mapping[str, str] | None,
    terms: Terms | None = None,
    complete: Iterable[File] | None = None,
) -> dict[str, Any]:
    """Describe a dataset: its tables and splits with their hashes, its seeds, its makers.

    `folder` is the dataset, its tables written; `seeds` gives the SHA-256 of each seed,
    rejected ones too, None where there are more than `MOST_LISTED`; `complete` are the files as they would be with full ledger and texts.
    """
    ordered, terms = sorted(written, key=_order), terms or Terms()
    return {
        "format_version": FORMAT_VERSION,
        "content_sha256": content_of(ordered),
        "complete_content_sha256": content_of(ordered if complete is None else complete),
        "options": terms.options._asdict(),
        "limits": terms.limits._asdict(),
        "shard_bytes": terms.shard_bytes,
        "columns": terms.columns.told(),
        "removals": [one.row() for one in terms.removals],
        "versions": versions(),
        "tables": {
            name: _table(folder, [file for file in ordered if file.table == name])
            for name in NAMES
            if any(file.table == name for file in ordered)
        },
        "schema": {name: hashlib.sha256(data).hexdigest() for name, data in files().items()},
        "seeds": None if seeds is None else dict(sorted(seeds.items())),
    }


def content_of(written: Iterable[File]) -> str:
    """Give one content hash for several files: of a line `HASH  TABLE/SPLIT` for each.

    The lines stand in the order of tables, of splits (train, validation, test), and of files.
    """
    lines = [
        f"{file.content_sha256}  {file.table}/{file.split}\n"
        for file in sorted(written, key=_order)
    ]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def versions() -> dict[str, str]:
    """Give the versions that bytes depend on."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    import dongxi  # noqa: PLC0415 -- not while the package itself is being imported

    return {"dongxi": dongxi.__version__, "pyarrow": pa.__version__}


def render(data: Mapping[str, Any]) -> bytes:
    """Give the bytes of `manifest.json`."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return text.encode("utf-8")


def sha256sums(folder: Path) -> str:
    """List every file below a folder but the list itself, as `sha256sum -c` reads it.

    Sorted by path, in code points.
    """
    paths = sorted(
        PurePosixPath(path.relative_to(folder)).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )
    lines = [f"{file_sha256(folder / path)}  {path}\n" for path in paths if path != SUMS]
    return "".join(lines)


def file_sha256(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(folder: Path, written: list[File]) -> dict[str, Any]:
    """Describe one table."""
    return {
        "rows": sum(file.rows for file in written),
        "content_sha256": content_of(written),
        "splits": {
            split: [_file(folder, file) for file in written if file.split == split]
            for split in SPLITS
            if any(file.split == split for file in written)
        },
    }


def _file(folder: Path, file: File) -> dict[str, Any]:
    """Describe one file."""
    return {
        "file": file.path,
        "rows": file.rows,
        "bytes": (folder / file.path).stat().st_size,
        "sha256": file_sha256(folder / file.path),
        "content_sha256": file.content_sha256,
    }


def _order(file: File) -> tuple[int, int, str]:
    """Sort by table, split and path; an unknown name raises."""
    return NAMES.index(file.table), SPLITS.index(file.split), file.path
