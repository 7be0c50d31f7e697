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
)  # fmt: skip
#: One call that came to its end: its name, what it was given, what it gave.
CALL = re.compile(
    r"(?:\d+ +)?(?P<name>[a-z0-9_]+)\((?P<given>.*)\) += (?P<gave>-?\d+)(?P<rest>.*)"
)
HANDLE = re.compile(r"\d+<(?P<path>[^>]*)>")
QUOTED = re.compile(r'"(?P<path>(?:[^"\\]|\\.)*)"')
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
        elif inside and not swapped and (name in WRITES or made(name, given)):
            seen.add(path)
            unsynced.add(path)
            if made(name, given) and path != new:
                unsynced.add(os.path.dirname(path))  # noqa: PTH120  (a name in a trace)
    if not swapped:
        faults.append("no swap in the trace")
    if not above:
        faults.append("the folder above was not synced after the swap")
    return Order(len(seen), syncs, faults)


def calls(lines: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    """Give the calls that succeeded: name, what was given, the path they are about."""
    for line in lines:
        call = CALL.match(line)
        if call is None or call["gave"].startswith("-"):
            continue
        about = HANDLE.search(call["rest"] if call["name"] == "openat" else call["given"])
        if call["name"] == "mkdir" or about is None:
            about = QUOTED.search(call["given"])
        yield call["name"], call["given"], about["path"] if about else ""


def made(name: str, given: str) -> bool:
    """Tell whether a call makes a file or folder."""
    return name == "mkdir" or (name == "openat" and "O_CREAT" in given)
