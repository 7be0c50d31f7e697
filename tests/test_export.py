"""Exports hold the documents whole, open where people open them, and run nothing."""

from __future__ import annotations

import csv
import subprocess
import sys
import time

import pandas as pd
import pytest
from conftest import ROOT

from dongxi.cli import main
from dongxi.export import ExportError, columns, file_name, to_csv, whole
from dongxi.pipeline import build

DIST = ROOT / "dist"


def parsed(data):
    return list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))


def lines(row, names, **options):
    return parsed(b"".join(to_csv(iter([row]), names, **options)))


def test_the_csv_holds_every_document_and_column(tmp_path, capsys):
    out = tmp_path / "documents.csv"
    assert main(["export", "csv", str(out), "--dir", str(DIST), "--exact"]) == 0
    assert capsys.readouterr().out == f"{out}: 34 documents\n"
    assert out.read_bytes().startswith(b"\xef\xbb\xbfdoc_id,text,seed,")
    found = pd.read_csv(out, dtype=str, keep_default_na=False)
    files = sorted((DIST / "documents").glob("*.parquet"))
    want = pd.concat([pd.read_parquet(path) for path in files]).set_index("id")
    assert len(found) == len(want) == 34
    for row in found.to_dict("records"):
        assert row["text"] == want.loc[row["doc_id"], "text"]
        assert row["title"] == want.loc[row["doc_id"], "title"]
        assert row["group"] == want.loc[row["doc_id"], "group"]


FORMULAE = ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "＝１", "＠x"]


@pytest.mark.parametrize("text", FORMULAE)
def test_a_formula_is_defused_and_noted(text):
    _, row = lines({"id": "a", "text": text}, [])
    assert row == ["a", f"'{text}", "text: ' put before a formula"]


@pytest.mark.parametrize("text", ["1=1", "东西", "“=1”", "", "a@b", "'x"])
def test_other_cells_stay(text):
    assert lines({"id": "a", "text": text}, [])[1] == ["a", text, ""]


def test_exact_cells_stay_as_they_are():
    assert lines({"id": "a", "text": "=1+1"}, [], exact=True) == [
        ["doc_id", "text"],
        ["a", "=1+1"],
    ]


def test_a_cell_too_long_for_excel_is_noted():
    _, row = lines({"id": "a", "text": "东" * 32_768}, [])
    assert (len(row[1]), row[2]) == (
        32_768,
        "text: 32768 characters, a cell of Excel holds 32767",
    )
    assert lines({"id": "a", "text": "东" * 32_767}, [])[1][2] == ""


def test_lines_quotes_and_lists_come_back():
    text = '他说:"好",\n走了。\u2028完'
    _, row = lines(
        {"id": "a", "text": text, "author": ["甲", "乙"], "date": None}, ["author", "date"]
    )
    assert row == ["a", text, "甲; 乙", "", ""]


def test_text_files_hold_the_texts(tmp_path):
    out = tmp_path / "corpus"
    assert main(["export", "txt", str(out), "--dir", str(DIST), "--split", "test"]) == 0
    table = parsed((out / "metadata.csv").read_bytes())
    (path,) = (DIST / "documents").glob("test-*.parquet")
    want = pd.read_parquet(path).set_index("id")
    assert [row[0] for row in table[1:]] == list(want.index)
    for row in table[1:]:
        assert (out / row[1]).read_text(encoding="utf-8") == want.loc[row[0], "text"]
    assert len(list(out.iterdir())) == len(want) + 1


NAMES = [
    ("a/b", "a%2Fb.txt"), ("..", "%2E..txt"), ("-rf", "%2Drf.txt"), ("a b", "a%20b.txt"), ("100%", "100%25.txt"),
    ("东西.01", "东西.01.txt"), ("a\nb", "a%0Ab.txt"), ("a:b", "a%3Ab.txt"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "name"), NAMES)
def test_names_of_files_are_safe_and_tell_ids_apart(document, name):
    assert file_name(document) == name


def test_an_id_too_long_for_a_name_says_so():
    with pytest.raises(ExportError, match="export csv instead"):
        file_name("东" * 90)


def test_columns_are_chosen_by_name():
    assert columns(["id", "title"]) == ["title"]
    assert columns(["date ", " title", "date"]) == ["date", "title"]
    assert columns(["doc_id", "text", "title"]) == ["title"]
    with pytest.raises(ExportError, match="'docid': not in the documents table"):
        columns(["docid"])
    with pytest.raises(ExportError, match="'titel': not in the documents table"):
        columns(["titel"])


def faults(tmp_path):
    yield ["csv", str(DIST / "x.csv")], "lies in the dataset"
    yield ["txt", str(DIST)], "lies in the dataset"
    yield ["csv", str(tmp_path)], "exists; nothing was overwritten"
    yield ["csv", str(tmp_path / "x.csv"), "--columns", "a"], "not in the documents table"
    yield ["txt", "-"], "only a CSV goes to standard output"
    yield ["csv", "-", "--json"], "without --json"


def test_a_csv_goes_to_standard_output(tmp_path, capfdbinary):
    path = tmp_path / "x.csv"
    assert main(["export", "csv", str(path), "--dir", str(DIST)]) == 0
    capfdbinary.readouterr()
    assert main(["export", "csv", "-", "--dir", str(DIST)]) == 0
    assert capfdbinary.readouterr().out == path.read_bytes()


def test_misuse_writes_nothing(tmp_path, capsys):
    for arguments, message in faults(tmp_path):
        assert main(["export", *arguments, "--dir", str(DIST)]) == 2
        assert message in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    arguments = ["csv", str(tmp_path / "x.csv"), "--dir", str(tmp_path / "empty")]
    assert main(["export", *arguments]) == 2
    assert "no dataset there" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_a_fault_half_way_leaves_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("dongxi.export.MOST_NAME_BYTES", 8)
    assert main(["export", "txt", str(tmp_path / "corpus"), "--dir", str(DIST)]) == 2
    assert "too long for a file name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from dongxi import export
from dongxi.commands import export as verb
from dongxi.cli import main
lines = export.to_csv
def killed(*given, **options):
    yield next(lines(*given, **options))
    sys.stdin.read() if "wait" in sys.argv else os._exit(9)
verb.to_csv = killed
main(["export", *sys.argv[1:5]])
"""


@pytest.mark.parametrize("form", ["csv", "txt"])
def test_what_a_killed_export_left_is_cleared_away(form, tmp_path):
    given = [form, str(tmp_path / "out"), "--dir", str(DIST)]
    run = [sys.executable, "-c", KILLED, *given]
    assert subprocess.run(run, check=False, cwd=ROOT).returncode == 9  # noqa: S603
    assert [path.name for path in tmp_path.iterdir()] == [".out.part"]
    assert main(["export", *given]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("link", [False, True])
def test_a_file_or_link_with_the_name_of_what_is_left_goes(link, tmp_path):
    """Not what the link leads to."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a").touch()
    part = tmp_path / ".out.part"
    part.symlink_to(kept) if link else part.touch()
    assert main(["export", "csv", str(tmp_path / "out"), "--dir", str(DIST)]) == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "kept", "out"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs locks of POSIX")
def test_an_export_at_work_is_left_alone(tmp_path, capsys):
    given = ["csv", str(tmp_path / "out"), "--dir", str(DIST)]
    with subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-c", KILLED, *given, "wait"], stdin=subprocess.PIPE, cwd=ROOT
    ) as other:
        while not list(tmp_path.glob(".out.part/out")):
            assert other.poll() is None
            time.sleep(0.01)
        assert main(["export", *given]) == 2
        assert ".out.part is in use: another process is at work" in capsys.readouterr().err
        other.communicate()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_came_meanwhile_is_not_overwritten(tmp_path):
    out = tmp_path / "out"

    def write():
        with whole(out) as part:
            part.write_text("new", encoding="utf-8")
            out.write_text("mine", encoding="utf-8")

    with pytest.raises(ExportError, match="exists"):
        write()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_dataset_without_texts_has_no_text_files(tmp_path, capsys):
    (tmp_path / "seeds").mkdir()
    raw = "山里的路修通了\n\n山里的路修通了，乡亲们的日子好过多了，人人都说好。\n"
    (tmp_path / "seeds" / "a.txt").write_text(raw, encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "bare", text=False)
    place = ["--dir", str(tmp_path / "bare")]
    assert main(["export", "txt", str(tmp_path / "corpus"), *place]) == 2
    assert "'a' has no text, as the dataset publishes none" in capsys.readouterr().err
    assert main(["export", "csv", str(tmp_path / "a.csv"), *place]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "bare", "seeds"]
