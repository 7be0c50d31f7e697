"""Read a dataset as others do, and print what was read: rows and their hash, by table and split.

    python read.py READER DIST

The hash is that of the manifest: the SHA-256 of the rows as canonical JSONL (columns in the order
they came, explicit nulls, ISO dates). Needs nothing but the reader's own packages.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

SPLITS = ("train", "validation", "test")


def with_datasets(dist: Path, table: str) -> dict:
    """Load a table with `datasets`, all at once."""
    import datasets  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as cache:  # its key ignores the data
        found = datasets.load_dataset(str(dist), table, cache_dir=cache)
        return {split: list(rows) for split, rows in found.items()}


def with_datasets_streaming(dist: Path, table: str) -> dict:
    """Load a table with `datasets`, row by row."""
    import datasets  # noqa: PLC0415

    found = datasets.load_dataset(str(dist), table, streaming=True)
    return {split: list(rows) for split, rows in found.items()}


def with_modelscope(dist: Path, table: str) -> dict:
    """Load a table with ModelScope."""
    from modelscope.msdatasets import MsDataset  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as cache:
        found = MsDataset.load(str(dist), subset_name=table, cache_dir=cache)
        return {split: list(rows.to_hf_dataset()) for split, rows in found.items()}


def with_pandas(dist: Path, table: str) -> dict:
    """Load a table with pandas, in types of Arrow, which keep integers with nulls."""
    import pandas as pd  # noqa: PLC0415

    def plain(value: object) -> object:
        if hasattr(value, "tolist"):
            return value.tolist()
        return None if value is pd.NA else value

    found = {}
    for split, path in files(dist, table):
        frame = pd.read_parquet(path, dtype_backend="pyarrow")
        columns = [[plain(value) for value in frame[name]] for name in frame.columns]
        found[split] = [
            dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)
        ]
    return found


def with_polars(dist: Path, table: str) -> dict:
    """Load a table with polars."""
    import polars as pl  # noqa: PLC0415

    return {split: pl.read_parquet(path).to_dicts() for split, path in files(dist, table)}


def with_duckdb(dist: Path, table: str) -> dict:
    """Load a table with DuckDB."""
    import duckdb  # noqa: PLC0415

    found = {}
    for split, path in files(dist, table):
        rows = duckdb.execute("select * from read_parquet(?)", [str(path)])
        names = [column[0] for column in rows.description]
        found[split] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return found


def with_pyarrow(dist: Path, table: str) -> dict:
    """Load a table with pyarrow.dataset, as one dataset of several files."""
    import pyarrow.dataset as ds  # noqa: PLC0415

    return by_split(ds.dataset(dist / table, format="parquet").to_table().to_pylist())


def with_mlcroissant(dist: Path, table: str) -> dict:
    """Load a table with mlcroissant, record by record."""
    import mlcroissant as mlc  # noqa: PLC0415

    def plain(value: object) -> object:
        if isinstance(value, bytes):
            return value.decode()
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value.date() if hasattr(value, "date") else value

    records = mlc.Dataset(jsonld=str(dist / "croissant.json")).records(table)
    return by_split(
        {key.removeprefix(f"{table}/"): plain(value) for key, value in record.items()}
        for record in records
    )


def with_json(dist: Path, table: str) -> dict:
    """Load a table from its JSONL; nothing where it has none."""
    found = {}
    for split in SPLITS:
        for path in sorted((dist / "jsonl" / table).glob(f"{split}-*.jsonl")):
            lines = path.read_text(encoding="utf-8").split("\n")[:-1]
            found[split] = [json.loads(line) for line in lines]
    return found


READERS = {
    "datasets": with_datasets,
    "datasets, streaming": with_datasets_streaming,
    "modelscope": with_modelscope,
    "pandas": with_pandas,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pyarrow": with_pyarrow,
    "mlcroissant": with_mlcroissant,
    "json": with_json,
}


def files(dist: Path, table: str) -> list:
    """List the Parquet files of a table with their splits."""
    return [
        (split, path)
        for split in SPLITS
        for path in sorted((dist / table).glob(f"{split}-*.parquet"))
    ]


def by_split(rows: object) -> dict:
    """Sort rows into their splits."""
    found = defaultdict(list)
    for row in rows:
        found[row["split"]].append(row)
    return found


def canonical(row: dict) -> bytes:
    """Give a row as a line of canonical JSONL."""
    flat = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
    text = json.dumps(flat, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8")


def read(reader: str, dist: Path) -> dict:
    """Read every table; give for each split the number of rows and their hash."""
    tables = json.loads((dist / "manifest.json").read_bytes())["tables"]
    return {
        table: {
            split: [len(rows), hashlib.sha256(b"".join(map(canonical, rows))).hexdigest()]
            for split, rows in READERS[reader](dist, table).items()
        }
        for table in tables
    }


def faults(found: dict, dist: Path, *, partly: bool = False) -> list:
    """List where what was read differs from the manifest; `partly` allows for missing tables."""
    listed = []
    tables = json.loads((dist / "manifest.json").read_bytes())["tables"]
    for table, wanted in tables.items():
        if partly and not found[table]:
            continue
        for split in sorted(wanted["splits"].keys() | found[table].keys()):
            (one,) = wanted["splits"].get(split, [{"rows": 0, "content_sha256": None}])
            expected, got = (
                [one["rows"], one["content_sha256"]],
                found[table].get(split, [0, None]),
            )
            if expected != got:
                listed.append(f"{table}/{split}: {got[0]} rows {got[1]}, expected {expected}")
    return listed


if __name__ == "__main__":
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    print(json.dumps(read(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201
