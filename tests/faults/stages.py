"""Kill a build before and after every stage, file and step of the swap.

    python -m tests.faults.stages FOLDER OLD_PAGES NEW_PAGES MODE EVERY

The build is forked from a process that has loaded everything but built nothing, and killed with
SIGKILL. FOLDER holds the datasets `old` and `new`, made undisturbed. MODE is `exchange` or
`two-renames`, as on disks that cannot exchange folders; every EVERYth boundary is tried. Prints one JSON row per kill: where, what
stood at once, after the next start, after the next build, and what was left beside. With
`two-renames` only the steps of the swap are tried: the others are the same.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pyarrow.parquet  # noqa: F401  (loaded before forking)

from dongxi import (
    card,
    croissant,
    facts,
    manifest,
    pipeline,
    publish,
    reading,
    rows,
    steady,
    swap,
    write,
)
from dongxi.manifest import sha256sums
from dongxi.near import drive
from dongxi.stages import layout, piece, shards
from tests.faults.common import Place, state

#: The stages and steps, where they are defined; patched wherever they are named.
STEPS = (
    (steady, "read_bytes"), (reading, "read"), (piece, "write"), (drive, "searched"), (layout, "laid_out"),
    (publish, "publish"), (shards, "write"), (write, "write_tables"), (manifest, "manifest"), (manifest, "render"), (facts, "describe"),
    (card, "render"), (croissant, "render"), (manifest, "sha256sums"), (swap, "_begin"),
    (swap, "_recover"), (swap, "_make"), (swap, "_settle"), (swap, "_end"), (swap, "_replace"),
    (swap, "_exchange"), (swap, "_two_renames"), (swap, "_discard_all"), (swap, "_remove"), (Path, "rename"),
)  # fmt: skip
#: More boundaries than a build of the seeds has, some 130.
MOST = 2_000


def main(folder: Path, old: Path, new: Path, mode: str, every: int) -> None:
    """Kill at one boundary after the other until a build comes through."""
    place = Place(folder, old, new, sha256sums(folder / "old"), sha256sums(folder / "new"))
    warm(new)
    for number in range(0, MOST, every):
        row = one(place, number, mode)
        sys.stdout.write(json.dumps(row) + "\n")
        if row["code"] == 0:
            return


def warm(pages: Path) -> None:
    """Read a page, so that no killed build has to load the dictionaries again."""
    page = next(iter(pipeline.read_all(pages, curated=False)))
    list(rows.keys(page))


def one(place: Place, number: int, mode: str) -> dict[str, object]:
    """Kill a build at a boundary, start again, build again."""
    home = place.folder / f"{mode}-{number}"
    home.mkdir()
    out, log = home / "dist", place.folder / f"{mode}-{number}.log"
    shutil.copytree(place.folder / "old", out)
    code = forked(lambda: deadly(place.new_pages, out, number, mode, log))
    row: dict[str, object] = {"code": code, "at_once": state(out, place)}
    row["where"] = log.read_text(encoding="utf-8")
    swap.recover(out)
    row["next_start"] = state(out, place)
    row["rebuilt"] = forked(lambda: pipeline.build(place.new_pages, out))
    row["next_build"] = state(out, place)
    row["left"] = sorted(path.name for path in home.iterdir())
    shutil.rmtree(home)
    return row


def forked(work: object) -> int:
    """Do some work in a forked process; give how it ended, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def deadly(pages: Path, out: Path, number: int, mode: str, log: Path) -> None:
    """Build, but die at a boundary."""
    left = [number]
    if mode != "exchange":
        swap._exchange = lambda *_: False  # noqa: SLF001
    for owner, name in STEPS:
        if mode == "exchange" or owner in {swap, Path}:
            whole = getattr(owner, name)
            label = f"{owner.__name__.rpartition('.')[2]}.{name}"
            everywhere(owner, whole, dying(whole, label, left, log))
    log.write_text("the end", encoding="utf-8")
    pipeline.build(pages, out)


def dying(function: object, label: str, left: list[int], log: Path) -> object:
    """Wrap a function so that the process dies before or after the call whose turn it is."""

    def step(*args: object, **kwargs: object) -> object:
        die("before")
        result = function(*args, **kwargs)
        die("after")
        return result

    def die(moment: str) -> None:
        if left[0] == 0:
            log.write_text(f"{moment} {label}", encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    return step


def everywhere(owner: object, old: object, new: object) -> None:
    """Put one function for another under every name it has in its owner and in the package."""
    setattr(owner, old.__name__, new)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "dongxi":
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), sys.argv[4], int(sys.argv[5]))
