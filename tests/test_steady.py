"""A file that changes, goes away or fails while it is read stops the build."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from conftest import SEEDS

from dongxi import seeds, steady
from dongxi.cli import main
from dongxi.manifest import sha256sums
from dongxi.pipeline import build

PAGE = "山里的路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"


@pytest.fixture
def folder(tmp_path):
    """Two pages, and a dataset built from them."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name in ("one", "two"):
        (seeds / f"{name}.txt").write_text(PAGE + name, encoding="utf-8")
    build(seeds, tmp_path / "dist")
    return seeds


def meanwhile(monkeypatch, path, change):
    """Let something happen to a file right after its state was first looked at."""
    look, done = os.fstat, []

    def looked(handle):
        found = look(handle)
        if not done and path.exists() and os.path.samestat(found, path.stat()):
            done.append(path)
            change(path)
        return found

    monkeypatch.setattr(steady.os, "fstat", looked)


def grow(path):
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path):
    """Put other bytes in place, as many."""
    size = path.stat().st_size
    path.write_bytes(b"x" * size)
    os.utime(path, ns=(1, 1))


def cut(path):
    with path.open("r+b") as file:
        file.truncate(5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (grow, "(117 bytes before, 121 after, 121 read), so nothing was written; build again when nothing else writes to it"),
        (rewrite, "(117 bytes before, 117 after, 117 read)"),
        (cut, "(117 bytes before, 5 after, 5 read)"),
    ],
)  # fmt: skip
def test_a_page_that_changes_stops_the_build(folder, monkeypatch, capsys, change, message):
    old = sha256sums(folder.parent / "dist")
    meanwhile(monkeypatch, folder / "two.txt", change)
    code = main(["build", "--seeds", str(folder), "--out", str(folder.parent / "dist")])
    assert code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"dongxi build: {folder}/two.txt: the file changed while it was ")
    assert message in said
    assert sha256sums(folder.parent / "dist") == old


def test_a_page_replaced_whole_is_read_as_it_was(folder, monkeypatch):
    """As a careful writer does: a new file takes the name, the old one stays whole."""

    def replaced(path):
        path.with_name("next").write_bytes(b"another page")
        path.with_name("next").rename(path)

    path = folder / "two.txt"
    meanwhile(monkeypatch, path, replaced)
    assert steady.read_bytes(path) == (PAGE + "two").encode()
    assert path.read_bytes() == b"another page"


@pytest.fixture
def failing(folder, monkeypatch, capsys):
    """Give a build in which a file cannot be opened."""
    whole = Path.open

    def built(broken, error):
        def fail(path, *args, **kwargs):
            if path == broken:
                raise error
            return whole(path, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", fail)
            out = folder.parent / "dist"
            code = main(["build", "--seeds", str(folder), "--out", str(out)])
        return code, capsys.readouterr().err

    return built


@pytest.mark.parametrize("name", ["one.txt", "two.txt", "curation.yaml", "dataset.yaml"])
@pytest.mark.parametrize(
    ("error", "message"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file"), "the file went away after the folder was listed, so nothing was written; build again when"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read (Input/output error), so nothing was written; see that the disk is sound"),
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be read (Permission denied), so nothing was written; see that the disk is sound and the file may be read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_stops_the_build(folder, failing, name, error, message):
    for extra in ("curation.yaml", "dataset.yaml"):
        (folder / extra).touch()
    old = sha256sums(folder.parent / "dist")
    code, said = failing(folder / name, error)
    assert code == 2
    assert f"{folder}/{name}: {message}" in said
    assert "Traceback" not in said
    assert sha256sums(folder.parent / "dist") == old


def failing_listing(monkeypatch, broken, error):
    """Let the system refuse to list a folder."""
    whole = os.scandir

    def fail(path="."):
        if Path(path) == broken:
            raise error
        return whole(path)

    monkeypatch.setattr(os, "scandir", fail)


@pytest.mark.parametrize("below", ["", "news", "news/2020"])
@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.EIO, "Input/output error"),
    ],
)
def test_a_folder_that_cannot_be_listed_stops_the_build(
    folder, monkeypatch, capsys, below, error
):
    """Its pages would be missing in silence."""
    (folder / "news" / "2020").mkdir(parents=True)
    old = sha256sums(folder.parent / "dist")
    error.filename = str(folder / below)
    failing_listing(monkeypatch, folder / below, error)
    code = main(["build", "--seeds", str(folder), "--out", str(folder.parent / "dist")])
    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(
        f"dongxi build: {folder / below}: the files of this folder cannot be listed "
        f"({error.strerror}), so nothing was written; see that"
    )
    assert sha256sums(folder.parent / "dist") == old


def test_a_dot_folder_that_cannot_be_listed_is_none_of_ours(folder, monkeypatch):
    (folder / ".private" / "news").mkdir(parents=True)
    failing_listing(monkeypatch, folder / ".private", PermissionError(errno.EACCES, "no"))
    steady.listable(folder)


def test_the_seeds_are_steady():
    """What must not stop a build: files that stay as they are, an empty one too."""
    for path in sorted(SEEDS.iterdir()):
        assert steady.read_bytes(path) == path.read_bytes()
    assert steady.read_bytes(Path(os.devnull)) == b""


def test_a_page_that_went_away_before_it_was_opened(tmp_path, monkeypatch):
    """Is told as one that went away while it was read, not as a fault of the output."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "山里的路修通了，乡亲们的日子一天比一天好。", encoding="utf-8"
    )
    reading = seeds.one

    def later(seed, path, limits):
        path.unlink(missing_ok=True)
        return reading(seed, path, limits)

    monkeypatch.setattr(seeds, "one", later)
    with pytest.raises(steady.UnsteadyError, match="went away after the folder was listed"):
        build(folder, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
