"""What stands after a fault; `python -m tests.faults` tries many more, with tools of the system."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from dongxi import publish, swap, write
from dongxi.cli import main
from dongxi.manifest import sha256sums
from dongxi.near import columns
from dongxi.stages import drive

sys.path.insert(0, str(ROOT))

from tests.faults import order, scenarios
from tests.faults.__main__ import short_pages
from tests.faults.common import Run, prepare, refused, state


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two short pages, and datasets of them."""
    folder = tmp_path_factory.mktemp("faults").resolve()
    return prepare(folder, short_pages(folder))


def test_every_scenario_is_reported():
    """In the table of the page that shows what was tried."""
    said = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    names = [one.name for one in scenarios.SCENARIOS]
    assert len(set(names)) == len(names) == 12
    assert [name for name in names if f"\n| {name} |" not in said] == []


def test_a_kill_between_two_stages_loses_nothing(place):
    """Every seventh of the boundaries; the command tries all."""
    found = scenarios.stages(place, "exchange", every=7)
    assert found.faults == []
    assert found.tried >= 8
    assert "old" in found.notes


def test_files_that_may_not_grow(place, monkeypatch):
    """The system itself refuses, in Python's writes and in those of pyarrow."""
    monkeypatch.setattr(scenarios, "LARGEST", (100,))
    found = scenarios.small_files(place)
    assert (found.tried, found.faults) == (2, [])


def test_a_full_disk_at_any_file(place, monkeypatch, capsys):
    """In place of whichever file."""
    out, calls = scenarios.fresh(place, "full"), []
    owners = {"write_tables": write, "finished": drive, "save": columns, "_write": publish}
    whole = {name: getattr(owner, name) for name, owner in owners.items()}

    def full(name, last):
        def step(*args):
            calls.append(name)
            if len(calls) == last:
                raise OSError(errno.ENOSPC, "No space left on device")
            return whole[name](*args)

        return step

    for last in range(1, 100):
        calls.clear()
        for name, owner in owners.items():
            monkeypatch.setattr(owner, name, full(name, last))
        code = main(["build", "--seeds", str(place.new_pages), "--out", str(out)])
        if code == 0:
            break
        assert refused(Run(code, capsys.readouterr().err), "free some space") == []
        assert state(out, place) == "old"
        assert [path.name for path in out.parent.iterdir()] == ["dist"]
    assert state(out, place) == "new"
    assert last > 15  # tables, schemas, manifest, card and the rest


def test_two_builds_at_once(place):
    """The second is told to wait; the first is given up, and the old dataset stands."""
    out = scenarios.fresh(place, "twice")
    runs = []

    def given_up():
        runs.append(scenarios.build(place.new_pages, out))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), swap.fresh(out):
        given_up()
    assert refused(runs[0], "another build is writing", "wait for it") == []
    assert state(out, place) == "old"


def test_a_killed_build_is_mended_by_any_verb(place, capsys):
    """As left on a disk that cannot exchange folders, between two renames."""
    out = scenarios.fresh(place, "mended")
    old = out.with_name(".dist.old")
    for arguments in (["validate", str(out)], ["stats", str(out)]):
        out.rename(old)
        assert main(arguments) == 0
        assert state(out, place) == "old"
        assert [path.name for path in out.parent.iterdir()] == ["dist"]
    assert "clean" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: None, "old"),
        (lambda out: (out / "LICENSE.md").unlink(), "broken"),
        (lambda out: (out / "SHA256SUMS").unlink(), "broken"),
        (lambda out: (out / "LICENSE.md").write_text("x", encoding="utf-8"), "broken"),
        (lambda out: (out / "more").touch(), "broken"),
        (lambda out: out.rename(out.with_name("away")), "missing"),
    ],
)
def test_the_harness_sees_what_stands(place, change, expected):
    out = scenarios.fresh(place, "seen")
    change(out)
    assert state(out, place) == expected


def test_the_harness_sees_a_dataset_of_other_pages(place, tmp_path):
    """Whole, but neither of the two."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_bytes((place.old_pages / "one.txt").read_bytes())
    assert (
        main(["build", "--seeds", str(tmp_path / "pages"), "--out", str(tmp_path / "d")]) == 0
    )
    assert (tmp_path / "d" / "SHA256SUMS").read_text("utf-8") == sha256sums(tmp_path / "d")
    assert state(tmp_path / "d", place) == "broken"


@pytest.mark.parametrize(
    ("code", "said", "count"),
    [
        (2, "dongxi build: the disk is full: free some space\n", 0),
        (2, "dongxi build: the disk is full\n", 1),
        (0, "dongxi build: free some space\n", 1),
        (1, "Traceback (most recent call last):\n free some space\n", 2),
        (2, "OSError: free some space\n", 1),
    ],
)
def test_the_harness_sees_a_bad_message(code, said, count):
    assert len(refused(Run(code, said), "free some space")) == count


GOOD = """\
7 mkdir("/d/.dist.new", 0777) = 0
7 mkdir("/d/.dist.new/a", 0777) = 0
7 openat(AT_FDCWD</d>, "/d/.dist.new/a/x", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</d/.dist.new/a/x>
8 pwrite64(3</d/.dist.new/a/x>, ""..., 10, 0) = 10
7 write(1</dev/null>, ""..., 3) = 3
7 fsync(3</d/.dist.new/a/x>) = 0
7 fsync(3</d/.dist.new/a>) = 0
7 fsync(3</d/.dist.new>) = 0
7 renameat2(AT_FDCWD</d>, "/d/.dist.new", AT_FDCWD</d>, "/d/dist", RENAME_EXCHANGE) = 0
7 fsync(3</d>) = 0
""".splitlines()


#: Work beside the files: a folder that goes again, and a file that is written under another name.
WORK = """\
7 mkdir("/d/.dist.new/.work", 0777) = 0
7 openat(AT_FDCWD</d>, "/d/.dist.new/.work/y", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</d/.dist.new/.work/y>
7 unlinkat(4</d/.dist.new/.work>, "y", 0) = 0
7 unlinkat(4</d/.dist.new>, ".work", AT_REMOVEDIR) = 0
""".splitlines()
RENAMED = """\
7 mkdir("/d/.dist.new/.parts", 0777) = 0
7 openat(AT_FDCWD</d>, "/d/.dist.new/.parts/y", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</d/.dist.new/.parts/y>
7 rename("/d/.dist.new/.parts", "/d/.dist.new/b") = 0
""".splitlines()


def without(*numbers):
    return [line for number, line in enumerate(GOOD, 1) if number not in numbers]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (GOOD, []),
        (without(6), ["not on the disk before the swap: /d/.dist.new/a/x"]),
        (without(7), ["not on the disk before the swap: /d/.dist.new/a"]),
        (without(8), ["not on the disk before the swap: /d/.dist.new"]),
        ([*without(4)[:6], GOOD[3], *GOOD[7:]], ["not on the disk before the swap: /d/.dist.new/a/x"]),
        (without(9), ["no swap in the trace", "the folder above was not synced after the swap"]),
        (without(10), ["the folder above was not synced after the swap"]),
        ([*GOOD[:8], GOOD[9], GOOD[8]], ["the folder above was not synced after the swap"]),
        ([*without(6)[:5], GOOD[5].replace("= 0", "= -1 EIO (Input/output error)"), *GOOD[6:]], ["not on the disk before the swap: /d/.dist.new/a/x"]),
    ],
)  # fmt: skip
def test_the_order_of_writes_is_read_off_a_trace(lines, faults):
    """What is synced too early, too late or never is found."""
    found = order.check(lines, Path("/d/dist"))
    assert found.faults == faults
    assert found.files == 3


def test_what_goes_again_need_not_be_on_the_disk():
    found = order.check([*GOOD[:5], *WORK, *GOOD[5:]], Path("/d/dist"))
    assert (found.files, found.faults) == (3, [])


def test_what_has_another_name_must_be():
    """With all that lies in it."""
    found = order.check([*GOOD[:5], *RENAMED, *GOOD[5:]], Path("/d/dist"))
    assert found.files == 5
    assert found.faults == [
        "not on the disk before the swap: /d/.dist.new/b",
        "not on the disk before the swap: /d/.dist.new/b/y",
    ]
