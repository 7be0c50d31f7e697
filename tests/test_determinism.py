"""Two builds give the same bytes, whatever surrounds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS

from dongxi import seeds
from dongxi.compare import compare
from dongxi.manifest import sha256sums
from dongxi.pipeline import build

SURROUNDINGS = {
    "far east, another hash seed, open umask": (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o000,
    ),
    "far west, another locale, closed umask": (
        {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4294967295"},
        0o077,
    ),
    "an ASCII locale": ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONHASHSEED": "42"}, 0o022),
}  # fmt: skip


@pytest.mark.parametrize("label", sorted(SURROUNDINGS))
def test_surroundings_change_no_byte(label, built, tmp_path):
    changes, umask = SURROUNDINGS[label]
    home = tmp_path / "home"
    home.mkdir()
    command = [
        sys.executable, str(ROOT / "build_dataset.py"), "--seeds", str(SEEDS),
        "--out", str(tmp_path / "dist"),
    ]  # fmt: skip
    environment = os.environ | {"HOME": str(home)} | changes
    subprocess.run(  # noqa: S603  (our own program)
        command, check=True, env=environment, cwd=home, umask=umask, capture_output=True
    )
    assert sha256sums(tmp_path / "dist") == sha256sums(built)


def test_the_order_of_files_changes_no_byte(built, tmp_path, monkeypatch):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for path in sorted(SEEDS.iterdir(), reverse=True):
        shutil.copy(path, folder)
    listing = Path.rglob
    monkeypatch.setattr(
        Path, "rglob", lambda self, pattern: sorted(listing(self, pattern), reverse=True)
    )
    assert [name for name, _ in seeds.find(folder)] == sorted(
        name for name, _ in seeds.find(SEEDS)
    )
    again = build(folder, tmp_path / "dist")
    monkeypatch.undo()
    assert sha256sums(again) == sha256sums(built)


def test_the_published_dataset_is_this_build(built):
    assert list(compare(ROOT / "dist", built)) == []


def test_adding_a_page_is_all_a_user_does(built, tmp_path):
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    page = "山乡来信\n\n来源：山河网\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"
    (folder / "letters").mkdir()
    (folder / "letters" / "one.txt").write_text(page, encoding="utf-8")
    out = build(folder, tmp_path / "dist")
    added = {str(p.relative_to(out)) for p in out.rglob("*")} - {
        str(p.relative_to(built)) for p in built.rglob("*")
    }
    assert added == set()
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = {row["id"]: row for row in pq.read_table(out / "documents").to_pylist()}
    assert len(rows) == 35
    assert rows["letters/one"]["title"] == "山乡来信"
    assert rows["letters/one"]["source"] == "山河网"
