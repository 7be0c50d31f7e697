"""Read off a trace of the system's calls whether a power loss at any moment loses a dataset.

Before the new folder gets its name, each of its files must have been synced after its last write,
and each of its folders after the last name made in it; the folder above is synced after the swap.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: What is traced.
CALLS = (
    "openat", "write", "pwrite64", "ftruncate", "fchmod", "chmod", "fchmodat", "mkdir", "fsync",
    "fdatasync", "rename", "renameat", "renameat2", "copy_file_range", "sendfile", "writev",
    "unlink", "unlinkat", "rmdir",
)  # fmt: skip
#: One call that came to its end: its name, what it was given, what it gave.
CALL = re.compile(
    r"(?:\d+ +)?(?P<name>[a-z0-9_]+)\((?P<given>.*)\) += (?P<gave>-?\d+)(?P<rest>.*)"
)
HANDLE = re.compile(r"\d+<(?P<path>[^>]*)>")
QUOTED = re.compile(r'"(?P<path>(?:[^"\\]|\\.)*)"')
GOES = frozenset({"unlink", "unlinkat", "rmdir"})
WRITES = frozenset({"write", "pwrite64", "ftruncate", "copy_file_range", "sendfile", "writev"})


class Order(NamedTuple):
    """What a trace shows."""

    files: int
    syncs: int
    faults: list[str]


def check(lines: Iterable[str], out: Path) -> Order:
    """Follow the calls of one build of `out`."""
    new, unsynced, seen, syncs, swapped, above = (
        f"{out.parent}/.{out.name}.new",
        set(),
        set(),
        0,
        0,
        False,
    )
    faults = []
    for name, given, path in calls(lines):
        inside = path == new or path.startswith(new + "/")
        if name in {"fsync", "fdatasync"}:
            unsynced.discard(path)
            syncs += inside and not swapped
            above = above or (swapped > 0 and path == str(out.parent))
        elif name.startswith("rename") and new in given and str(out) in given and not swapped:
            swapped += 1
            faults += [f"not on the disk before the swap: {one}" for one in sorted(unsynced)]
        elif inside and not swapped:
            follow(name, given, path, seen, unsynced)
    if not swapped:
        faults.append("no swap in the trace")
    if not above:
        faults.append("the folder above was not synced after the swap")
    return Order(len(seen), syncs, faults)


def follow(name: str, given: str, path: str, seen: set[str], unsynced: set[str]) -> None:
    """Note what a call does to a file or folder of the new dataset."""
    if name in GOES:  # what is gone need not be on the disk
        unsynced.discard(path)
        seen.discard(path)
    elif name.startswith("rename"):
        target = QUOTED.findall(given)[-1]
        for known in (seen, unsynced):
            moved(known, path, target)
        named(target, seen, unsynced)
    elif made(name, given):
        named(path, seen, unsynced)
    elif name in WRITES:
        seen.add(path)
        unsynced.add(path)


def named(path: str, seen: set[str], unsynced: set[str]) -> None:
    """Note that a file or folder has a name, which its folder must have on the disk too."""
    seen.add(path)
    unsynced.add(path)
    if not path.endswith(".new"):
        unsynced.add(os.path.dirname(path))  # noqa: PTH120  (a name in a trace)


def moved(known: set[str], path: str, target: str) -> None:
    """Give a file, or a folder with all in it, another name."""
    for one in [one for one in known if one == path or one.startswith(path + "/")]:
        known.remove(one)
        known.add(target + one.removeprefix(path))


def calls(lines: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    """Give the calls that succeeded: name, what was given, the path they are about."""
    for line in lines:
        call = CALL.match(line)
        if call is None or call["gave"].startswith("-"):
            continue
        about = HANDLE.search(call["rest"] if call["name"] == "openat" else call["given"])
        if call["name"] in {"mkdir", "rename", "unlink", "rmdir"} or about is None:
            about = QUOTED.search(call["given"])
        path = about["path"] if about else ""
        if call["name"] == "unlinkat" and (name := QUOTED.search(call["given"])):
            path = os.path.join(path, name["path"])  # noqa: PTH118  (a name in a trace)
        yield call["name"], call["given"], path


def made(name: str, given: str) -> bool:
    """Tell whether a call makes a file or folder."""
    return name == "mkdir" or (name == "openat" and "O_CREAT" in given)
