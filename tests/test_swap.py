"""The old dataset stands until the new one is whole, whatever happens on the way."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dongxi import swap
from dongxi.swap import SwapError, fresh, recover

ROOT = Path(__file__).parent.parent
MANIFEST = '{"format_version": 1}'


def build(out, text, then=None):
    with fresh(out) as folder:
        fill(folder, text)
        if then:
            then()


def throw(error):
    raise error


def fill(folder, text):
    (folder / "data").mkdir()
    (folder / "data" / "rows").write_text(text, encoding="utf-8")
    (folder / "manifest.json").write_text(MANIFEST, encoding="utf-8")


def text_of(out):
    return (out / "data" / "rows").read_text(encoding="utf-8")


def beside(out):
    return sorted(path.name for path in out.parent.iterdir())


@pytest.fixture(params=["exchange", "two renames"])
def out(request, monkeypatch, tmp_path):
    """A path for a dataset, on a system that can exchange folders and on one that cannot."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    return tmp_path / "dist"


def test_a_first_build_and_a_second(out):
    build(out, "one")
    assert text_of(out) == "one"
    build(out, "two")
    assert text_of(out) == "two"
    assert beside(out) == ["dist"]


def test_folders_above_are_made(out):
    build(out / "a" / "dist", "one")
    assert text_of(out / "a" / "dist") == "one"


def test_an_empty_folder_may_be_filled(out):
    out.mkdir()
    build(out, "one")
    assert text_of(out) == "one"


def test_nothing_of_the_old_dataset_stays(out):
    build(out, "one")
    (out / "stray").touch()
    build(out, "two")
    assert not (out / "stray").exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_leaves_the_old_one(out, error):
    build(out, "one")
    with pytest.raises(error):
        build(out, "half", lambda: throw(error))
    assert text_of(out) == "one"
    assert beside(out) == ["dist"]


def test_an_exception_in_a_first_build_leaves_nothing(out):
    with pytest.raises(ValueError, match="x"):
        build(out, "half", lambda: throw(ValueError("x")))
    assert beside(out) == []


def test_the_old_dataset_can_be_read_meanwhile(out):
    build(out, "one")
    with fresh(out) as folder:
        fill(folder, "two")
        recover(out)  # what every verb does first
        assert text_of(out) == "one"
    assert text_of(out) == "two"


def test_two_builds_at_once_are_refused(out):
    with fresh(out) as folder:
        fill(folder, "one")
        with pytest.raises(SwapError, match="another build"), fresh(out):
            pass
    assert text_of(out) == "one"


def test_starts_and_ends_are_alone(out, monkeypatch):
    """What is just made or swapped is not taken for left over by another that starts."""
    lock, held = out.with_name(".dist.lock"), {}

    def watched(name):
        function = getattr(swap, name)

        def step(*args):
            held[name] = swap._held(lock)  # noqa: SLF001
            return function(*args)

        return step

    build(out, "one")
    for name in ("_recover", "_make", "_replace", "_discard_all"):
        monkeypatch.setattr(swap, name, watched(name))
    build(out, "two", lambda: held.update(work=lock.exists()))
    assert held == {
        "_recover": True, "_make": True, "work": False, "_replace": True, "_discard_all": True,
    }  # fmt: skip
    assert beside(out) == ["dist"]


def test_a_lock_left_by_a_killed_build_hinders_nobody(out):
    out.with_name(".dist.lock").touch()
    build(out, "one")
    assert beside(out) == ["dist"]
    out.with_name(".dist.lock").touch()
    recover(out)
    assert beside(out) == ["dist"]


def test_who_waited_for_a_lock_that_is_gone_takes_a_new_one(out, monkeypatch):
    """Else two could hold two files of one name."""
    lock, times = out.with_name(".dist.lock"), []
    whole = swap._is_at  # noqa: SLF001

    def removed(handle, path):
        times.append(path)
        if len(times) == 1:
            lock.unlink()
        return whole(handle, path)

    monkeypatch.setattr(swap, "_is_at", removed)
    handle = swap._locked(lock)  # noqa: SLF001
    assert times == [lock, lock]
    assert swap._held(lock)  # noqa: SLF001
    os.close(handle)


def test_a_folder_replaced_under_the_build_is_not_published(out):
    """Somebody removed it by hand and started again: what is there is of two builds."""
    build(out, "one")
    new = out.with_name(".dist.new")

    def meddle():
        new.rename(out.with_name("away"))
        new.mkdir()

    with pytest.raises(SwapError, match=r"\.new was removed or replaced .* nothing was publ"):
        build(out, "two", meddle)
    assert text_of(out) == "one"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "(No space left on device); the old one stands as it was: free some space, or name a folder on another disk"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "free some of your share of the disk, or"),
        (OSError(errno.EFBIG, "File too large"), "let files grow larger (ulimit -f), or"),
        (OSError(errno.EROFS, "Read-only file system", "a/b"), "(Read-only file system, a/b); the old one stands as it was: let the disk be written, or"),
        (OSError(errno.EIO, "Input/output error"), "the disk may be failing: save what is on it, or"),
        (OSError("no number"), "(no number); the old one stands as it was: see that the disk is there"),
    ],
)  # fmt: skip
def test_a_fault_of_the_disk_says_what_to_do(out, error, message):
    with pytest.raises(SwapError, match=r"dist cannot be written .*nothing is left of it: "):
        build(out, "half", lambda: throw(OSError(errno.ENOSPC, "full")))
    build(out, "one")
    with pytest.raises(SwapError) as caught:
        build(out, "half", lambda: throw(error))
    assert message in str(caught.value)
    assert text_of(out) == "one"
    assert beside(out) == ["dist"]


def test_all_is_on_the_disk_before_the_swap(out, monkeypatch):
    """Every file and folder of the new dataset, then the name itself, and new folders above."""
    order, sync, replace = [], os.fsync, swap._replace
    inode = {}

    def synced(handle):
        order.append(os.fstat(handle).st_ino)
        sync(handle)

    def swapped(path, new):
        inode.update({p.relative_to(new): p.stat().st_ino for p in (new, *new.rglob("*"))})
        order.append("swap")
        replace(path, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(swap, "_replace", swapped)
    target = out.parent / "above" / "dist"
    build(target, "one")
    at = order.index("swap")
    assert set(inode.values()) <= set(order[:at])
    assert len(inode) == 4
    assert out.parent.stat().st_ino in order[:at]
    assert target.parent.stat().st_ino in order[at:]


def test_a_foreign_folder_is_not_overwritten(out):
    out.mkdir()
    (out / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(SwapError, match=r"nothing was overwritten; .*move these files"):
        build(out, "one")
    assert beside(out) == ["dist"]
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("manifest", ['{"manifest_version": 3}', "[]", "{", "", "[" * 9999])
def test_a_foreign_manifest_makes_no_dataset(out, manifest):
    """Web pages and extensions have a `manifest.json`, too."""
    out.mkdir()
    (out / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(SwapError, match="nothing was overwritten"):
        build(out, "one")


@pytest.mark.parametrize("name", [".git/HEAD", "notes.txt", "data/rows.bak", "SHA256SUMS.sig"])
def test_what_is_no_part_of_the_dataset_is_not_lost(out, name):
    """Who keeps a dataset under version control has its history in the folder."""
    build(out, "one")
    (out / "SHA256SUMS").write_text(f"{'0' * 64}  data/rows\n{'0' * 64}  manifest.json\n")
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("dear", encoding="utf-8")
    with pytest.raises(SwapError, match=rf"holds '{name}', which is no part .*; move it away"):
        build(out, "two")
    assert (text_of(out), (out / name).read_text(encoding="utf-8")) == ("one", "dear")
    assert beside(out) == ["dist"]


@pytest.mark.parametrize("name", ["SHA256SUMS", ".DS_Store", "data/Thumbs.db"])
def test_what_is_listed_or_left_by_file_managers_may_go(out, name):
    build(out, "one")
    sums = f"{'0' * 64}  data/rows\n{'0' * 64}  manifest.json\n"
    (out / name).write_text(sums, encoding="utf-8")
    (out / "SHA256SUMS").write_text(sums, encoding="utf-8")
    build(out, "two")
    assert text_of(out) == "two"


def test_a_file_is_not_overwritten(out):
    out.write_text("dear", encoding="utf-8")
    with pytest.raises(SwapError, match="dist is a file; name a folder"):
        build(out, "one")
    assert out.read_text(encoding="utf-8") == "dear"


def test_the_root_of_the_disk_is_refused():
    with pytest.raises(SwapError, match="root of the disk"):
        build(Path("/"), "one")


def test_what_cannot_be_written_is_said_before_any_work(out, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SwapError) as caught, fresh(out):
        pytest.fail("the work began")
    assert "Permission denied" in str(caught.value)
    assert str(out) in str(caught.value)
    assert "name another folder" in str(caught.value)


def test_a_read_only_parent_is_refused(out, monkeypatch):
    """As root may write anywhere, the refusal of the system is played."""

    def refuse(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SwapError, match=r"Permission denied.*writable"):
        build(out, "one")


def test_a_link_to_a_dataset_stays_a_link(out, tmp_path):
    (tmp_path / "disk").mkdir()
    real = tmp_path / "disk" / "dist"
    build(real, "one")
    out.symlink_to(real)
    build(out, "two")
    assert out.is_symlink()
    assert text_of(real) == "two"
    assert beside(real) == ["dist"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_modes_do_not_depend_on_the_umask(out, umask):
    before = os.umask(umask)
    try:
        build(out, "one")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (out, *out.rglob("*"))}
    assert modes == {"dist": 0o755, "data": 0o755, "rows": 0o644, "manifest.json": 0o644}


def test_a_read_only_old_dataset_is_replaced(out):
    build(out, "one")
    (out / "data" / "rows").chmod(0o444)
    (out / "data").chmod(0o555)
    build(out, "two")
    assert text_of(out) == "two"
    assert beside(out) == ["dist"]


def failing_rename(wanted):
    """Give a rename that fails at the calls wanted, counted from 1."""
    rename, calls = Path.rename, []

    def step(path, target):
        calls.append(target)
        if len(calls) in wanted:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(path, target)

    return step


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failed_rename_puts_the_old_one_back(monkeypatch, tmp_path, failing):
    """As on a mount point: the error says what to do, and the old dataset stands."""
    out = tmp_path / "dist"
    build(out, "one")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    broken = failing_rename({failing})
    with pytest.raises(SwapError, match=r"busy; it stands as it was"):
        build(out, "two", lambda: monkeypatch.setattr(Path, "rename", broken))
    assert text_of(out) == "one"
    assert beside(out) == ["dist"]


def test_what_cannot_be_put_back_is_not_thrown_away(monkeypatch, tmp_path):
    """It is found again by the next start."""
    out = tmp_path / "dist"
    build(out, "one")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    whole, broken = Path.rename, failing_rename({2, 3})
    with pytest.raises(SwapError, match=r"rename it by hand"):
        build(out, "two", lambda: monkeypatch.setattr(Path, "rename", broken))
    monkeypatch.setattr(Path, "rename", whole)
    assert beside(out) == [".dist.old"]
    recover(out)
    assert text_of(out) == "one"
    assert beside(out) == ["dist"]


@pytest.mark.parametrize("code", sorted(swap.CANNOT_EXCHANGE))
def test_a_disk_that_cannot_exchange_gets_two_renames(monkeypatch, tmp_path, code):
    import ctypes  # noqa: PLC0415

    class Library:
        def renameat2(self, *_):
            ctypes.set_errno(code)
            return -1

    out = tmp_path / "dist"
    build(out, "one")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())
    build(out, "two")
    assert text_of(out) == "two"
    assert beside(out) == ["dist"]


def state(out, **texts):
    """Lay out folders as a killed build leaves them."""
    for name, text in texts.items():
        path = out if name == "dist" else out.with_name(f".dist.{name}")
        path.mkdir()
        if text:
            fill(path, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, None),
        ({"new": "half"}, None),
        ({"gone": "half"}, None),
        ({"dist": "one"}, "one"),
        ({"dist": "one", "new": "half"}, "one"),
        ({"dist": "two", "new": "one"}, "two"),
        ({"dist": "two", "old": "one"}, "two"),
        ({"dist": "two", "gone": "one"}, "two"),
        ({"dist": "two", "old": "one", "gone": "half"}, "two"),
        ({"old": "one", "new": "two"}, "two"),
        ({"old": "one"}, "one"),
        ({"old": "one", "gone": "half"}, "one"),
        ({"dist": "", "old": "one", "new": "two"}, "two"),
    ],
)
def test_recover_completes_or_undoes(out, before, after):
    """Twice is as good as once."""
    state(out, **before)
    for _ in range(2):
        recover(out)
        assert beside(out) == ([] if after is None else ["dist"])
        if after:
            assert text_of(out) == after


def test_recover_leaves_other_names_alone(out):
    build(out, "one")
    others = [".dist.newer", ".dist2.new", "dist.old"]
    for name in others:
        out.with_name(name).mkdir()
    recover(out)
    assert beside(out) == sorted(["dist", *others])


#: Kills a build before and after each thing it does to the disk, then looks what recovery makes
#: of it. Runs in a process of its own, where forking is safe.
DRIVER = """
import json, os, sys
from pathlib import Path
from dongxi import swap

root, mode = Path(sys.argv[1]), sys.argv[2]
if mode != "exchange":
    swap._exchange = lambda *_: False

def fill(folder, text):
    (folder / "data").mkdir()
    (folder / "data" / "rows").write_text(text)
    (folder / "manifest.json").write_text('{"format_version": 1}')

def build(out, text):
    with swap.fresh(out) as folder:
        fill(folder, text)

def deadly(function, left):
    def step(*args, **kwargs):
        for phase in (0, 1):
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
            if phase == 0:
                result = function(*args, **kwargs)
        return result
    return step

def killed(out, steps):
    child = os.fork()
    if child == 0:
        left = [steps]
        for owner, name in (
            (Path, "rename"), (Path, "mkdir"), (Path, "chmod"), (swap, "_exchange"),
            (os, "fsync"), (os, "unlink"), (os, "rmdir"),
        ):
            setattr(owner, name, deadly(getattr(owner, name), left))
        build(out, "two")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def state(out):
    return (out / "data" / "rows").read_text() if (out / "manifest.json").exists() else None

seen = []
for steps in range(1000):
    out = root / f"{steps}" / "dist"
    out.parent.mkdir(parents=True)
    if mode != "first":
        build(out, "one")
    code = killed(out, steps)
    at_once = state(out)
    swap.recover(out)
    left = sorted(path.name for path in out.parent.iterdir())
    after = state(out)
    build(out, "three")
    again = sorted(path.name for path in out.parent.iterdir())
    seen.append([code, at_once, after, left, state(out), again])
    if code == 0:
        break
json.dump(seen, sys.stdout)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("mode", ["exchange", "two renames", "first"])
def test_a_kill_at_any_step_loses_nothing(tmp_path, mode):
    """The next start finds the old dataset or the new one, whole, and nothing else."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", DRIVER, str(tmp_path), mode],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    seen = json.loads(done.stdout)
    assert len(seen) > 20
    assert [code for code, *_ in seen] == [9] * (len(seen) - 1) + [0]
    whole = {"one", "two"} if mode != "first" else {None, "two"}
    for _, at_once, after, left, rebuilt, again in seen:
        assert at_once in whole | ({None} if mode == "two renames" else set())
        assert after in whole
        assert left == (["dist"] if after else [])
        assert (rebuilt, again) == ("three", ["dist"])
    assert {after for _, _, after, *_ in seen} == whole
    if mode == "two renames":
        assert None in {at_once for _, at_once, *_ in seen}
