"""Same rows, same bytes; every reader gets back what was written."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from shards import write_shard

import dongxi
from dongxi import write
from dongxi.manifest import SUMS, File, content_of, manifest, render, sha256sums
from dongxi.schema import NAMES, arrow, features, tables
from dongxi.write import RowError

ROOT = Path(__file__).parent.parent
#: Texts that break careless readers of JSONL, and look-alikes of dates.
NASTY = "一\u2028二\u0085三\u001c四\u0000五\"六'七\\八\n九\t十\ufffd𠀀é"

CHARS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARS, max_size=12)
VALUES = {
    "string": TEXTS,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.dates().map(lambda day: day.isoformat()),
    "strings": st.lists(TEXTS, max_size=3),
}


def example(name, **values):
    return {column.name: column.example for column in tables()[name].columns} | values


def nulls(name, **values):
    row = {c.name: None if c.nullable else c.example for c in tables()[name].columns}
    return row | values


def documents(count):
    return [
        example("documents", id=f"d{number:05d}", text=f"{NASTY}{number}", part=number + 1)
        if number % 3
        else nulls("documents", id=f"d{number:05d}", author=[], flags=[])
        for number in range(count)
    ]


def row_of(table):
    return st.fixed_dictionaries(
        {
            c.name: st.none() | VALUES[c.type] if c.nullable else VALUES[c.type]
            for c in table.columns
        }
    )


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_parquet_has_the_schema_and_nothing_else(tmp_path, name):
    """No metadata of pandas, Hugging Face or Arrow; zstd; a page index; one row group."""
    path = tmp_path / "a.parquet"
    rows = [example(name), nulls(name)]
    write_shard(rows, tables()[name], path)
    with pq.ParquetFile(path) as file:
        assert file.schema_arrow.equals(arrow(tables()[name]))
        assert file.metadata.metadata is None
        assert file.metadata.num_row_groups == 1
        column = file.metadata.row_group(0).column(0)
        assert column.compression == "ZSTD"
        assert column.has_offset_index
    assert list(write.read_parquet(path)) == rows


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.data())
def test_what_is_written_is_read_back(tmp_path_factory, data):
    """In Parquet and in JSONL, whatever the texts hold."""
    table = tables()[data.draw(st.sampled_from(NAMES))]
    rows = data.draw(st.lists(row_of(table), min_size=1, max_size=4))
    folder = tmp_path_factory.mktemp("rows")
    shard = write_shard(rows, table, folder / "a.parquet", folder / "a.jsonl")
    assert list(write.read_parquet(folder / "a.parquet")) == rows
    raw = (folder / "a.jsonl").read_bytes()
    assert [json.loads(line) for line in raw.decode("utf-8").split("\n")[:-1]] == rows
    assert shard == (len(rows), hashlib.sha256(raw).hexdigest())


def test_jsonl_is_canonical(tmp_path):
    """Schema order, explicit nulls, compact, UTF-8 as it is, one newline a row."""
    row = nulls("claims", value="海\u2028", rule="a/b", reason="“x”")
    given, jsonl = [dict(reversed(row.items()))], tmp_path / "a.jsonl"
    write_shard(given, tables()["claims"], tmp_path / "a.parquet", jsonl)
    assert jsonl.read_bytes().decode("utf-8") == (
        '{"seed":"001_c2e5e1d926910ab8","document":null,"field":"source","value":"海\u2028",'
        '"chosen":true,"rule":"a/b","certainty":"certain","start":null,"end":null,'
        '"reason":"“x”","split":"train"}\n'
    )


def test_jsonl_beside_it_changes_no_byte_of_parquet(tmp_path):
    """And the hash of the content is that of the JSONL, whether it is written or not."""
    rows, table = documents(5), tables()["documents"]
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    shard = write_shard(iter(rows), table, one, tmp_path / "one.jsonl")
    assert write_shard(iter(rows), table, two) == shard
    assert digest(one) == digest(two)
    assert shard.content_sha256 == digest(tmp_path / "one.jsonl")
    assert shard.content_sha256 == write.content_sha256(rows, table)
    assert shard.rows == 5


def test_bytes_are_those_of_one_write_table(tmp_path, monkeypatch):
    """Row groups are written one by one, yet not a byte differs from a single write."""
    monkeypatch.setattr(write, "BATCH_ROWS", 50)
    monkeypatch.setattr(write, "LARGE_ROWS", 100)
    monkeypatch.setitem(write.ROW_GROUP_ROWS, "documents", 200)
    rows, table = documents(503), tables()["documents"]
    write_shard(rows, table, tmp_path / "a.parquet")
    days = ("date_earliest", "date_latest")
    typed = [
        row | {day: row[day] and pd.Timestamp(row[day]).date() for day in days} for row in rows
    ]
    whole = pa.Table.from_pylist(typed, schema=arrow(table)).combine_chunks()
    pq.write_table(
        whole,
        tmp_path / "b.parquet",
        row_group_size=200,
        use_content_defined_chunking=True,
        **write.PARQUET,
    )
    assert digest(tmp_path / "a.parquet") == digest(tmp_path / "b.parquet")
    with pq.ParquetFile(tmp_path / "a.parquet") as file:
        assert file.metadata.num_row_groups == 3


@pytest.mark.parametrize(
    ("characters", "room", "expected"),
    [
        ([10] * 7, 3, [3, 3, 1]),
        ([10] * 6, 3, [3, 3]),
        ([10] * 3, 4, [3]),
        ([10] * 5, 99, [4, 1]),
        ([10, 900, 10, 10], 3, [1, 1, 2]),  # more than a group may hold, alone in one
        ([900, 900], 1, [1, 1]),
        ([10] * 5, 0, [1] * 5),
    ],
)
def test_a_row_group_ends_where_it_is_full(tmp_path, monkeypatch, characters, room, expected):
    """By bytes, of lines of equal length so many, or by four rows; however the rows come."""
    table = tables()["documents"]
    rows = [
        documents(1)[0] | {"id": f"{number:03}", "text": "a" * length}
        for number, length in enumerate(characters)
    ]
    write_shard(rows, table, tmp_path / "one.parquet", tmp_path / "one.jsonl")
    sizes = list(map(len, (tmp_path / "one.jsonl").read_bytes().splitlines(keepends=True)))
    usual = [size for size, own in zip(sizes, characters, strict=True) if own == 10] or [1]
    assert len(set(usual)) == 1
    monkeypatch.setattr(write, "ROW_GROUP_BYTES", room * usual[0])
    monkeypatch.setitem(write.ROW_GROUP_ROWS, "documents", 4)
    found = set()
    for together in (1, 2, 50):
        monkeypatch.setattr(write, "BATCH_ROWS", together)
        write_shard(rows, table, tmp_path / "a.parquet")
        with pq.ParquetFile(tmp_path / "a.parquet") as file:
            meta = file.metadata
            assert [meta.row_group(n).num_rows for n in range(meta.num_row_groups)] == expected
        found.add(digest(tmp_path / "a.parquet"))
    assert len(found) == 1


def test_the_size_of_batches_changes_no_byte(tmp_path, monkeypatch):
    rows, table = documents(40), tables()["documents"]
    monkeypatch.setitem(write.ROW_GROUP_ROWS, "documents", 40)
    found = set()
    for size in (1, 8, 40):
        monkeypatch.setattr(write, "BATCH_ROWS", size)
        write_shard(rows, table, tmp_path / "a.parquet", tmp_path / "a.jsonl")
        found.add((digest(tmp_path / "a.parquet"), digest(tmp_path / "a.jsonl")))
    assert len(found) == 1


PROGRAM = """
import sys
from pathlib import Path
from dongxi.schema import tables
from shards import write_shard
rows = [{c.name: c.example for c in t.columns} for t in [tables()["documents"]]] * 1200
write_shard(rows, tables()["documents"], Path("a.parquet"), Path("a.jsonl"))
"""


def test_the_environment_changes_no_byte(tmp_path):
    """Nor do time zone, locale, hash seed, home or working folder, or how rows order keys."""
    settings_of = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {
            "TZ": "Asia/Shanghai",
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "7",
            "OMP_NUM_THREADS": "1",
        },
    ]
    found = set()
    for number, values in enumerate(settings_of):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
        env = {**os.environ, **values, "HOME": str(folder), "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", PROGRAM], cwd=folder, env=env, check=True)  # noqa: S603
        found.add((digest(folder / "a.parquet"), digest(folder / "a.jsonl")))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": 3}, "documents, row id 'x', column title: found 3, expected string or null"),
        ({"language": None}, "column language: found None, expected string"),
        ({"part": True}, "column part: found True, expected integer"),
        ({"part": 1.0}, "column part: found 1.0, expected integer"),
        ({"author": None}, "column author: found None, expected strings"),
        ({"author": "x"}, "column author: found 'x', expected strings"),
        ({"author": ["x", None]}, "column author: found"),
        (
            {"date_latest": "2017-02-30"},
            "column date_latest: found '2017-02-30', expected date",
        ),
        ({"date_latest": "20170721"}, "column date_latest: found '20170721', expected date"),
        ({"mood": "x"}, "documents, row id 'x': column mood is not in the schema"),
        ({"text": "a\ud800"}, "column text: lone surrogate U+D800 at character 1"),
        ({"author": ["\udcff"]}, "column author: lone surrogate U+DCFF at character 0"),
    ],
)
def test_a_row_that_does_not_fit_raises(tmp_path, values, message):
    """And the message names table, row and column."""
    rows, table = [example("documents"), example("documents", id="x", **values)], tables()
    for attempt in (
        lambda: write.content_sha256(rows, table["documents"]),
        lambda: write_shard(rows, table["documents"], tmp_path / "a"),
        lambda: write_shard(rows, table["documents"], tmp_path / "a", tmp_path / "b"),
    ):
        with pytest.raises(RowError) as caught:
            attempt()
        assert message in str(caught.value)


def test_a_missing_column_raises():
    row = example("ledger", position=17)
    del row["rule"]
    with pytest.raises(RowError, match="position 17: column rule is missing"):
        write.content_sha256([row], tables()["ledger"])


def test_no_rows_make_no_file(tmp_path):
    """Readers fail on empty splits, so none is written."""
    with pytest.raises(RowError, match="publish no file"):
        write_shard([], tables()["seeds"], tmp_path / "a.parquet")
    assert not (tmp_path / "a.parquet").exists()


@pytest.fixture
def dist(tmp_path):
    """A dataset with two splits of every table and a card that names them."""
    folder, written, configs = tmp_path / "dist", [], []
    for name, table in tables().items():
        for split, count in (("train", 4), ("test", 1)):
            rows = [example(name, split=split), nulls(name, split=split)] * count
            rows = [row | {"text": NASTY} if row.get("text") else row for row in rows]
            path = folder / write.parquet_path(name, split)
            shard = write_shard(rows, table, path, folder / write.jsonl_path(name, split))
            written.append(File(name, split, write.parquet_path(name, split), *shard))
        config = {"config_name": name, "features": features(table)}
        config["description"] = f"content-sha256:{content_of(written)}"
        config["data_files"] = [
            {"split": split, "path": f"{name}/{split}-*.parquet"} for split in ("train", "test")
        ]
        configs.append(config)
    configs[0]["default"] = True
    card = yaml.safe_dump({"configs": configs}, allow_unicode=True, sort_keys=False)
    (folder / "README.md").write_text(f"---\n{card}---\n", encoding="utf-8", newline="\n")
    return folder, written


LOADER = """
import datasets, json, sys
from dongxi.schema import NAMES, arrow, tables
found = {}
for name in NAMES:
    loaded = datasets.load_dataset("dist", name, cache_dir="cache")
    wanted = datasets.Features.from_arrow_schema(arrow(tables()[name]))
    assert all(split.features == wanted for split in loaded.values()), name
    found[name] = {split: loaded[split].num_rows for split in loaded}
    streamed = datasets.load_dataset("dist", name, split="test", streaming=True)
    assert list(streamed) == list(loaded["test"]), name
assert datasets.load_dataset("dist", split="all", cache_dir="cache").column_names[0] == "id"
json.dump(found, sys.stdout)
"""


def test_datasets_loads_every_table(dist, tmp_path):
    """Offline, with a fresh cache, all at once and as a stream."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HF_HOME": str(tmp_path / "home"),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LOADER], cwd=tmp_path, env=env, check=True, capture_output=True
    )
    assert dist[0].is_dir()
    assert json.loads(done.stdout) == {name: {"train": 8, "test": 2} for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_pandas_and_arrow_read_every_table(dist, name):
    folder, _ = dist
    columns = [column.name for column in tables()[name].columns]
    assert list(pd.read_parquet(folder / name).columns) == columns
    found = ds.dataset(folder / name, format="parquet")
    assert found.schema.equals(arrow(tables()[name]))
    assert found.count_rows() == 10


@pytest.mark.parametrize("name", write.JSONL_TABLES)
def test_pandas_reads_jsonl(dist, name):
    path = dist[0] / write.jsonl_path(name, "train")
    frame = pd.read_json(path, lines=True, dtype=False)
    assert len(frame) == 8
    assert name == "seeds" or set(frame["text"].dropna()) == {NASTY}
    assert list(frame.columns) == [column.name for column in tables()[name].columns]


@pytest.fixture
def _version(monkeypatch):
    monkeypatch.setattr(dongxi, "__version__", "1.2.3", raising=False)


@pytest.mark.usefixtures("_version")
def test_manifest_names_every_file_and_nothing_of_the_machine(dist):
    folder, written = dist
    found = manifest(folder, written, {"b": "2" * 64, "a": "1" * 64})
    assert list(found) == [
        "format_version", "content_sha256", "complete_content_sha256", "options", "limits",
        "shard_bytes", "columns", "removals", "versions", "tables", "schema", "seeds",
    ]  # fmt: skip
    assert found["versions"] == {"dongxi": "1.2.3", "pyarrow": pa.__version__}
    assert list(found["tables"]) == list(NAMES)
    assert list(found["seeds"]) == ["a", "b"]
    assert found["tables"]["claims"]["rows"] == 10
    train = found["tables"]["documents"]["splits"]["train"][0]
    path = folder / "documents/train-00000-of-00001.parquet"
    jsonl = folder / "jsonl/documents/train-00000-of-00001.jsonl"
    assert train == {
        "file": "documents/train-00000-of-00001.parquet",
        "rows": 8,
        "bytes": path.stat().st_size,
        "sha256": digest(path),
        "content_sha256": digest(jsonl),
    }
    assert render(found).decode("utf-8").endswith("}\n")
    assert str(folder) not in render(found).decode("utf-8")


@pytest.mark.usefixtures("_version")
def test_manifest_does_not_depend_on_the_order_of_arrival(dist):
    folder, written = dist
    one = manifest(folder, written, {"a": "1" * 64, "b": "2" * 64})
    other = manifest(folder, written[::-1], {"b": "2" * 64, "a": "1" * 64})
    assert render(one) == render(other)


def test_the_content_hash_sees_a_changed_row(dist):
    _, written = dist
    changed = [*written[:-1], written[-1]._replace(content_sha256="0" * 64)]
    assert content_of(changed) != content_of(written)
    assert content_of(written[::-1]) == content_of(written)


def test_sha256sum_agrees_with_our_list(dist):
    folder, _ = dist
    text = sha256sums(folder)
    (folder / SUMS).write_text(text, encoding="utf-8", newline="\n")
    assert sha256sums(folder) == text
    lines = text.split("\n")[:-1]
    paths = [line[66:] for line in lines]
    assert paths == sorted(paths)
    assert set(paths) == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {SUMS}
    assert all(digest(folder / line[66:]) == line[:64] for line in lines)
    assert all(line[64:66] == "  " for line in lines)
