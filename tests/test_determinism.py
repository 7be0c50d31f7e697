"""Two builds give the same bytes, whatever surrounds them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import ROOT, SEEDS

from dongxi import seeds, write
from dongxi.cli import main
from dongxi.compare import compare
from dongxi.manifest import sha256sums
from dongxi.pipeline import build

sys.path.insert(0, str(ROOT))

from tests.reproduce.__main__ import tried
from tests.reproduce.bench import Surroundings, differences, plainly, prepare
from tests.reproduce.variations import NEEDED, PYARROWS, Variation, env, variations
from tests.venvs import NotHereError, some_of

LOCKED = pa.__version__
QUICK = {one.label: one for one in variations() if one.quick}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """The seeds and some harder pages, and a plain build of them."""
    return prepare(tmp_path_factory.mktemp("reproduce").resolve(), SEEDS)


@pytest.mark.parametrize("label", sorted(QUICK))
def test_surroundings_change_no_byte(label, bench):
    """Three of those of `python -m tests.reproduce`; the last is many at once."""
    assert tried(QUICK[label], bench, before=False) == []


def test_every_variation_has_a_name_of_its_own():
    labels = [one.label for one in variations()]
    assert len(set(labels)) == len(labels) > 30


def changed_page(bench):
    folder = bench.folder / "changed pages"
    shutil.copytree(bench.pages, folder)
    (folder / "empty.txt").write_bytes(b"\n")
    return Surroundings(folder)


@pytest.mark.parametrize(
    ("variation", "fault"),
    [
        (Variation("a changed page", "", changed_page), "(seed 'empty', position 0): new alone"),
        (Variation("a time zone", "time.timezone == 1", env(TZ="SST+11")), "the surroundings are not as they should be: time.timezone == 1"),
        (Variation("no pages", "", lambda bench: Surroundings(bench.folder / "none")), "the build failed: dongxi build: "),
    ],
    ids=lambda value: getattr(value, "label", ""),
)  # fmt: skip
def test_the_harness_finds_what_differs(variation, fault, bench):
    """Another byte, surroundings that are not there, a build that fails."""
    assert fault in "\n".join(tried(variation, bench, before=False))


def test_the_harness_says_what_it_cannot_try(bench):
    """Surroundings that are there already prove nothing."""
    with pytest.raises(NotHereError, match="like that already"):
        tried(QUICK["all of these at once"], bench, before=True)
    assert plainly(bench, ["True", "time.timezone == 1"]) == [True, False]


def test_some_packages_of_a_lock_are_installed_with_their_hashes(tmp_path):
    """One package with marks, one that stands twice, and none that was not asked for."""
    lock = tmp_path / "all.lock"
    lock.write_text(
        "a==1 \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\nab==2 \\\n    --hash=sha256:03\n"
        "b==3 ; python_version < '3.12' \\\n    --hash=sha256:04\nb==4 \\\n    --hash=sha256:05\n",
        encoding="utf-8",
    )
    arguments = some_of(lock, frozenset({"a", "b"}), tmp_path / "some.lock")
    assert arguments == ["--no-deps", "--require-hashes", "-r", str(tmp_path / "some.lock")]
    assert (tmp_path / "some.lock").read_text(encoding="utf-8") == (
        "a==1 \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n"
        "b==3 ; python_version < '3.12' \\\n    --hash=sha256:04\nb==4 \\\n    --hash=sha256:05\n"
    )
    with pytest.raises(RuntimeError, match="does not hold c, d"):
        some_of(lock, frozenset({"a", "c", "d"}), tmp_path / "some.lock")


def test_the_locks_of_the_harness_hold_what_it_asks_for(tmp_path):
    """Every package a build needs, and other majors of pyarrow than the one in use."""
    some_of(ROOT / "requirements.lock", NEEDED, tmp_path / "needed.lock")
    for major in PYARROWS:
        text = (ROOT / "tests" / "reproduce" / f"pyarrow-{major}.lock").read_text("utf-8")
        assert text.startswith(f"pyarrow=={major}.")
        assert not LOCKED.startswith(f"{major}.")


def test_modes_are_compared(bench, tmp_path):
    shutil.copytree(bench.plain, tmp_path / "dist")
    assert differences(bench.plain, tmp_path / "dist") == []
    (tmp_path / "dist" / "LICENSE.md").chmod(0o600)
    assert differences(bench.plain, tmp_path / "dist") == ["mode of LICENSE.md: 644 and 600"]


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


@pytest.fixture
def rebuilt(built, monkeypatch, capsys):
    """What `reproduce` says where Parquet is packed otherwise, by a pyarrow of some version."""

    def said(version, out=built):
        monkeypatch.setitem(write.PARQUET, "compression_level", 1)
        monkeypatch.setattr(pa, "__version__", version)
        assert main(["reproduce", "--seeds", str(SEEDS), "--out", str(out)]) == 1
        return capsys.readouterr()

    return said


def test_another_pyarrow_is_named_where_only_bytes_differ(rebuilt, built):
    found = rebuilt("25.0.1")
    assert found.out.splitlines()[-1] == (
        f"{built}: the same content, other bytes: pyarrow {LOCKED} wrote them, 25.0.1 is "
        f"installed here; to get the same bytes, install pyarrow=={LOCKED}"
    )
    assert "R006" not in found.err


def test_the_same_pyarrow_is_not_named(rebuilt):
    assert "other bytes" not in rebuilt(LOCKED).out


def test_another_pyarrow_does_not_hide_another_content(rebuilt, built, tmp_path):
    """Neither that of a table, nor a manifest that says nothing."""
    other = tmp_path / "dist"
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "seeds" / "more.txt").write_bytes((SEEDS / "README.md").read_bytes() * 3)
    build(tmp_path / "seeds", other)
    assert "other bytes" not in rebuilt("25.0.1", other).out
    shutil.rmtree(other)
    shutil.copytree(built, other)
    (other / "manifest.json").write_text('{"format_version": 1}', encoding="utf-8")
    assert "other bytes" not in rebuilt("25.0.1", other).out


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
