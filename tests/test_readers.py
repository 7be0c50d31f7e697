"""`dist/` reads alike in other programs; `python -m tests.readers` tries more of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))

from tests.readers.__main__ import ENVIRONMENTS
from tests.readers.read import READERS, canonical, faults, read

DIST = ROOT / "dist"
#: Readers whose packages the tests install.
INSTALLED = ("pandas", "pyarrow", "json")


@pytest.mark.parametrize("reader", INSTALLED)
def test_readers_give_equal_rows(reader):
    """The hash of the rows is the one of the manifest, for every table and split."""
    assert faults(read(reader, DIST), DIST, partly=reader == "json") == []


@pytest.mark.parametrize("reader", ["datasets", "datasets, streaming", "mlcroissant"])
def test_readers_with_their_own_ways_give_equal_rows(reader, tmp_path):
    """In a process and a home of their own: they keep caches and count warnings."""
    env = os.environ | {"HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf")}
    program = str(ROOT / "tests" / "readers" / "read.py")
    done = subprocess.run(  # noqa: S603
        [sys.executable, program, reader, str(DIST)], env=env, capture_output=True, check=True
    )

    assert faults(json.loads(done.stdout.splitlines()[-1]), DIST) == []


def test_datasets_loads_documents_by_default_and_all_splits(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    import datasets  # noqa: PLC0415

    found = datasets.load_dataset(str(DIST), split="all", cache_dir=str(tmp_path))
    rows = READERS["pyarrow"](DIST, "documents")
    assert list(found) == [
        row for split in ("train", "validation", "test") for row in rows[split]
    ]


def test_every_reader_is_tried():
    """In one environment at least; `modelscope` in that of the older `datasets`."""
    tried = [set(readers) for readers in ENVIRONMENTS.values()]
    assert set.union(*tried) == set(READERS)
    assert "modelscope" in tried[1]


@pytest.mark.parametrize(
    ("name", "shown", "lock"),
    [
        ("datasets", "`datasets` {} and 4.8.4", "newest"),
        ("datasets", "5.2.0 and {}", "older"),
        ("modelscope", "ModelScope {}", "older"),
        ("pandas", "pandas {}", "newest"),
        ("polars", "polars {}", "newest"),
        ("duckdb", "DuckDB {}", "newest"),
        ("pyarrow", "pyarrow {}", "newest"),
        ("mlcroissant", "mlcroissant {}", "newest"),
    ],
)
def test_the_versions_said_are_those_that_are_tried(name, shown, lock):
    text = (ROOT / "tests" / "readers" / f"{lock}.lock").read_text("utf-8")
    version = re.search(rf"^{name}==(\S+)", text, re.MULTILINE)[1]
    said = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    assert shown.format(version) in said


def test_json_is_what_has_jsonl():
    found = read("json", DIST)
    assert [table for table, splits in found.items() if splits] == [
        "documents",
        "passages",
        "seeds",
    ]
    assert "claims/train: 0 rows None" in "\n".join(faults(found, DIST))


@pytest.fixture
def dist(tmp_path):
    """A dataset to spoil."""
    shutil.copytree(DIST, tmp_path / "dist")
    return tmp_path / "dist"


def swap_files(dist):
    one, other = (
        dist / "seeds" / f"{split}-00000-of-00001.parquet" for split in ("test", "train")
    )
    raw = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(raw)


def drop_file(dist):
    (dist / "seeds" / "test-00000-of-00001.parquet").unlink()


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (swap_files, ["seeds/test: 3 rows", "seeds/train: 1 rows"]),
        (drop_file, ["seeds/test: 0 rows None"]),
    ],
)
def test_what_differs_is_found(dist, spoil, found):
    spoil(dist)
    seen = faults(read("pandas", dist), dist)
    assert len(seen) == len(found)
    assert all(one.startswith(start) for one, start in zip(seen, found, strict=True))


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"a": "海\u2028", "b": None, "c": []}, '{"a":"海\u2028","b":null,"c":[]}\n'),
        ({"b": True, "a": 1}, '{"b":true,"a":1}\n'),
    ],
)
def test_rows_are_hashed_in_their_own_order(row, line):
    assert canonical(row) == line.encode()
