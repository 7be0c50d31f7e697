"""`dist/` loads alike in `datasets`, pandas and pyarrow."""

from __future__ import annotations

import json

import pyarrow.dataset as ds
import pytest
from conftest import ROOT

from dongxi.schema import tables

DIST = ROOT / "dist"
TABLES = [name for name in tables() if (DIST / name).is_dir()]


def rows_of(table: str) -> list[dict]:
    """Read a table with pyarrow, in the order of its splits' files."""
    found = []
    for split in ("train", "validation", "test"):
        for path in sorted((DIST / table).glob(f"{split}-*.parquet")):
            found += ds.dataset(path, format="parquet").to_table().to_pylist()
    return found


@pytest.fixture
def load(tmp_path, monkeypatch):
    """`load_dataset` with a cache of its own: datasets' key ignores the data."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    import datasets  # noqa: PLC0415

    def loaded(*args, **kwargs):
        return datasets.load_dataset(str(DIST), *args, cache_dir=str(tmp_path), **kwargs)

    return loaded


@pytest.mark.parametrize("table", TABLES)
def test_datasets_loads_every_config(load, table):
    found = load(table)
    rows = [
        row
        for split in ("train", "validation", "test")
        if split in found
        for row in found[split]
    ]
    assert rows == rows_of(table)


def test_datasets_loads_documents_by_default_and_all_splits(load):
    assert list(load(split="all")) == rows_of("documents")


def test_datasets_streams(load):
    assert list(load(split="train", streaming=True)) == [
        row for row in rows_of("documents") if row["split"] == "train"
    ]


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_equal_rows(table):
    import pandas as pd  # noqa: PLC0415

    frame = pd.read_parquet(DIST / table, dtype_backend="pyarrow")
    assert len(frame) == len(rows_of(table))
    assert list(frame.columns) == [column.name for column in tables()[table].columns]
    ids = frame.columns[0]
    assert sorted(frame[ids]) == sorted(row[ids] for row in rows_of(table))


@pytest.mark.parametrize("table", ["documents", "passages", "seeds"])
def test_jsonl_holds_the_same_rows(table):
    found = []
    for split in ("train", "validation", "test"):
        for path in sorted((DIST / "jsonl" / table).glob(f"{split}-*.jsonl")):
            lines = path.read_text(encoding="utf-8").split("\n")[:-1]
            found += [json.loads(line) for line in lines]
    expected = [
        {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in row.items()
        }
        for row in rows_of(table)
    ]
    assert found == expected
