"""A folder to be replaced in; a fresh one that takes its place whole or not at all out.

Work goes into `.NAME.new` beside the folder. Once it is written to the disk it is exchanged
with the old folder in one step where the system can; otherwise the old one becomes `.NAME.old`
and the new one takes its name. What is thrown away is first called `.NAME.gone`, so that no
other name ever stands for half a folder. `recover` reads the state off these names:

| folder | `.old` | `.new` | what happened | what is done |
| --- | --- | --- | --- | --- |
| there | any | any | killed before or after the swap | what is left over goes |
| missing | there | there | killed between two renames | the new one takes its place |
| missing | there | missing | the same, the new one lost | the old one comes back |
| missing | missing | any | killed in a first build | what is left over goes |
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.engine import WorkerError

if sys.platform != "win32":  # there, two builds at once go unnoticed
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The file that makes a folder a dataset of ours, and the key in it.
MANIFEST = "manifest.json"
MANIFEST_KEY = "format_version"
#: The list of the files of a dataset: lines of a hash, two blanks and a name.
SUMS, HASH_CHARS = "SHA256SUMS", 66
#: What file managers leave in folders; it may go.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
FILE_MODE = 0o644
FOLDER_MODE = 0o755
#: What may lie beside the folder; `lock` is held for the moments a build starts or ends.
STATES = ("new", "old", "gone", "lock")
#: What to do about a fault of the disk, by what the system calls it.
ADVICE = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some of your share of the disk",
    errno.EFBIG: "let files grow larger (ulimit -f)",
    errno.EROFS: "let the disk be written",
    errno.EACCES: "let the folder be written",
    errno.EPERM: "let the folder be written",
    errno.EIO: "the disk may be failing: save what is on it",
    errno.EMFILE: "let more files be open (ulimit -n)",
}
#: What `renameat2` of Linux is asked for, and what it says where it cannot.
AT_FDCWD = -100
RENAME_EXCHANGE = 2
CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


class SwapError(Exception):
    """A folder that cannot be replaced: what is wrong, where, what to do."""


@contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """Give an empty folder to fill; at the end it takes the place of `out`.

    If anything is raised meanwhile, `out` stays as it was and the new folder goes. Raises
    `SwapError` before any work where `out` is not ours to replace or cannot be written.
    """
    out = _real(out)
    _refuse(out)
    with ExitStack() as held:
        new, handle = _begin(out, held)
        try:
            yield new
            _settle(new)
            _still_ours(new, handle)
        except BaseException as error:
            with _alone(out):
                _discard_all(out)
            if isinstance(error, OSError) and not isinstance(error, WorkerError):
                raise _cannot_write(out, error) from error
            raise
        with _alone(out):
            _end(out, new)


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` to make it in, `.NAME.part`; at the end the folder goes.

    What a killed process left there goes first. Raises `SwapError` where another one is at work.
    """
    part = _beside(out, "part")
    with ExitStack() as held:
        with _alone(out):
            if part.is_symlink() or part.is_file():
                part.unlink()
            elif part.is_dir() and _held(part):
                raise SwapError(
                    f"{part} is in use: another process is at work there; wait for it, or name another place"
                )
            _remove(part)
            part.mkdir()
            held.enter_context(_holding(part))
        try:
            yield part
        finally:
            _remove(part)


def recover(out: Path) -> None:
    """Complete or undo what a killed build left beside `out`; leave a running one alone."""
    out = _real(out)
    if any(_beside(out, state).exists() for state in STATES):
        with _alone(out):
            _recover(out)


def _begin(out: Path, held: ExitStack) -> tuple[Path, int | None]:
    """Make the folder to be filled, ours as long as `held` is open; give its handle too."""
    new = _beside(out, "new")
    _make_parents(out)
    with _alone(out):
        _recover(out)
        if new.exists():
            raise SwapError(
                f"{new} is in use: another build is writing {out}; wait for it, or remove "
                f"{new} if there is none"
            )
        handle = held.enter_context(_holding(_make(new, out)))
    return new, handle


def _still_ours(new: Path, handle: int | None) -> None:
    """Raise where somebody removed the folder meanwhile; what has its name is not whole."""
    if handle is not None and not _is_at(handle, new):
        raise SwapError(
            f"{new} was removed or replaced while it was written, so nothing was published; "
            "see that nothing else writes there and build again"
        )


def _end(out: Path, new: Path) -> None:
    """Put the new folder in place, or the old one back, and throw the other away."""
    try:
        _replace(out, new)
    except BaseException:
        _restore(out, _beside(out, "old"))
        raise
    finally:
        _discard_all(out)


def _recover(out: Path) -> None:
    """Do what `recover` does, alone."""
    new, old = _beside(out, "new"), _beside(out, "old")
    if new.is_dir() and _held(new):
        return
    _restore(out, new if new.is_dir() and old.is_dir() else old)
    _discard_all(out)


def _restore(out: Path, whole: Path) -> None:
    """Give a whole dataset its name back, where a swap stopped half-way."""
    if _stands(out) or not whole.is_dir():
        return
    try:
        whole.rename(out)
    except OSError as error:
        raise SwapError(
            f"{out} is missing and {whole}, which holds it, cannot be renamed "
            f"({error.strerror}); rename it by hand"
        ) from error
    _sync(out.parent)


def _refuse(out: Path) -> None:
    """Raise where `out` is a file or holds something that is no dataset, or no part of it."""
    try:
        if not _stands(out):
            return
        if _is_dataset(out):
            _refuse_foreign(out)
            return
    except OSError as error:
        raise SwapError(
            f"{out} cannot be read ({error.strerror}); name another folder"
        ) from error
    if not out.is_dir():
        raise SwapError(f"{out} is a file; name a folder")
    raise SwapError(
        f"{out} holds files but no {MANIFEST} of a dataset, so nothing was overwritten; "
        "name an empty or new folder, or move these files away"
    )


def _refuse_foreign(out: Path) -> None:
    """Raise where a dataset's folder holds files its list does not name (`.git`, notes)."""
    sums = out / SUMS
    if not sums.is_file():
        return
    text = sums.read_text(encoding="utf-8", errors="replace")
    listed = {SUMS, *(line[HASH_CHARS:] for line in text.split("\n"))}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if not path.is_dir() and name not in listed and path.name not in LITTER:
            raise SwapError(
                f"{out} holds {name!r}, which is no part of the dataset there and would be lost; "
                "move it away, or build into another folder and copy the files over"
            )


def _stands(out: Path) -> bool:
    """Tell whether there is something; an empty folder is nothing."""
    return any(out.iterdir()) if out.is_dir() else out.exists()


def _is_dataset(folder: Path) -> bool:
    """Tell whether a folder holds a manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and MANIFEST_KEY in manifest


def _make_parents(out: Path) -> None:
    """Make the folders above, each written to the disk."""
    missing = [path for path in out.parents if not path.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for path in missing:
            _sync(path.parent)
    except OSError as error:
        raise _cannot_make(_beside(out, "new"), out, error) from error


def _make(new: Path, out: Path) -> Path:
    """Make the folder to be filled."""
    try:
        new.mkdir()
        new.chmod(FOLDER_MODE)
    except OSError as error:
        raise _cannot_make(new, out, error) from error
    return new


def _cannot_make(folder: Path, out: Path, error: OSError) -> SwapError:
    """Say that a folder cannot be made, before any work."""
    return SwapError(
        f"cannot write {out}: {folder} cannot be made ({error.strerror}); make {out.parent} "
        "writable or name another folder"
    )


def _cannot_write(out: Path, error: OSError) -> SwapError:
    """Say why the work broke off, what stands, and what to do."""
    advice = ADVICE.get(error.errno or 0, "see that the disk is there and may be written")
    stands = "the old one stands as it was" if _stands(out) else "nothing is left of it"
    file = f", {error.filename}" if error.filename else ""
    return SwapError(
        f"{out} cannot be written ({error.strerror or error}{file}); {stands}: {advice}, or name "
        "a folder on another disk"
    )


def _settle(folder: Path) -> None:
    """Give every file and folder its mode, whatever the umask, and write all to the disk."""
    for path, folders, names in os.walk(folder):
        for name in folders:
            Path(path, name).chmod(FOLDER_MODE)
        for name in names:
            Path(path, name).chmod(FILE_MODE)
            _sync(Path(path, name))
        _sync(Path(path))


def _replace(out: Path, new: Path) -> None:
    """Let `new` take the place of `out`; what was there is called `new` or `.old` then."""
    try:
        if not _stands(out):
            new.rename(out)
        elif not _exchange(new, out):
            _two_renames(out, new)
    except OSError as error:
        raise SwapError(
            f"{out} cannot be replaced: {error.strerror}; it stands as it was: see that it is "
            "no mount point and that its folder is writable"
        ) from error
    _sync(out.parent)


def _two_renames(out: Path, new: Path) -> None:
    """Replace `out` where folders cannot be exchanged; `recover` knows the state between."""
    out.rename(_beside(out, "old"))
    new.rename(out)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where the system or the disk cannot."""
    import ctypes  # noqa: PLC0415 -- needed once per build

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    a, b = os.fsencode(one), os.fsencode(other)
    if rename(AT_FDCWD, a, AT_FDCWD, b, ctypes.c_uint(RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in CANNOT_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), os.fspath(other))


def _discard_all(out: Path) -> None:
    """Remove what is left over beside `out`, renamed first; `.old` only where `out` stands."""
    gone = _beside(out, "gone")
    names = ("gone", "new", "old") if _stands(out) else ("gone", "new")
    for leftover in (_beside(out, name) for name in names):
        if not leftover.is_dir() or leftover.is_symlink():
            continue
        try:
            leftover.rename(gone)
        except OSError:  # on a read-only disk nothing can go; what stays does no harm
            continue
        _remove(gone)


def _remove(folder: Path) -> None:
    """Remove a folder as far as it goes; the next start tries again."""
    for path, _, _ in os.walk(folder):
        with suppress(OSError):
            Path(path).chmod(FOLDER_MODE)  # what cannot be written cannot be emptied
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Let one process at a time start or end a build of `out`; the work between is free.

    Without this, who starts could take for left over what another has just made or swapped.
    The lock goes with its file; on a disk without locks, or a read-only one, nothing is held.
    """
    lock = _beside(out, "lock")
    handle = _locked(lock)
    try:
        yield
    finally:
        if handle is not None:
            with suppress(OSError):
                lock.unlink()
            os.close(handle)


def _locked(lock: Path) -> int | None:
    """Make and lock a file, waiting for who holds it; None where the system cannot."""
    if sys.platform == "win32":
        return None
    while True:
        try:
            handle = os.open(lock, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        except OSError:
            return None
        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_at(handle, lock):
            return handle
        os.close(handle)  # who held it has removed it meanwhile


def _is_at(handle: int, path: Path) -> bool:
    """Tell whether an open file or folder still has its name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


@contextmanager
def _holding(folder: Path) -> Iterator[int | None]:
    """Hold a lock on a folder, so that others see that somebody is at work; give its handle."""
    if sys.platform == "win32":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


def _held(folder: Path) -> bool:
    """Tell whether somebody holds a folder."""
    if sys.platform == "win32":
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def _sync(path: Path) -> None:
    """Write a file or folder to the disk, where the system lets one."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # folders of Windows
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.EBADF, errno.EACCES}:  # cannot be synced
            raise
    finally:
        os.close(handle)


def _real(out: Path) -> Path:
    """Follow links, so that a link to a dataset stays one; the folder itself is replaced."""
    real = Path(os.path.realpath(out))
    if not real.name:
        raise SwapError(f"{out} is the root of the disk; name a folder below it")
    return real


def _beside(out: Path, state: str) -> Path:
    return out.with_name(f".{out.name}.{state}")
