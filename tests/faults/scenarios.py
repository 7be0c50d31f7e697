"""The scenarios: each does something to builds and says what stood after it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tests.faults import order
from tests.faults.common import (
    PAGE,
    ROOT,
    Found,
    Place,
    build,
    command,
    fresh,
    namespace,
    next_build,
    refused,
    state,
    tool,
)
from tests.venvs import NotHereError  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Builds started at once, and how often.
AT_ONCE, ROUNDS = 3, 8
#: Tries for each random kill: some builds are done before it comes.
MOST_TRIES = 12
#: Sizes of the small disk: the old dataset and so many shares of what a build needs on top.
SHARES = (0, 20, 60, 100, 150, 200, 300, 500, 800)
#: Files of the dataset that may not become as large as they are, as shares of all, by size.
LARGEST = (0, 25, 50, 75, 100)
#: Calls of the system made to fail: name, fault, which ones in turn.
CALLS = (
    ("pwrite64,write", "ENOSPC", (30, 60, 100, 150, 200)),
    ("fsync", "EIO", (1, 2, 20)),
    ("fsync", "ENOSPC", (10,)),
    ("renameat2", "EIO", (1,)),
    ("renameat2", "EINVAL", (1,)),
)
#: Processes that swap small folders against each other, and how often each does.
SWAPPERS, SWAPS = 6, 60


def stages(place: Place, mode: str, every: int = 1) -> Found:
    """Kill a build before and after every stage, file and step of the swap."""
    arguments = [
        str(place.folder),
        str(place.old_pages),
        str(place.new_pages),
        mode,
        str(every),
    ]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.faults.stages", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    allowed = {"old", "new"} | ({"missing"} if mode == "two-renames" else set())
    faults = [
        json.dumps(row) for row in rows
        if row["at_once"] not in allowed or row["next_start"] not in {"old", "new"}
        or (row["rebuilt"], row["next_build"], row["left"]) != (0, "new", ["dist"])
    ]  # fmt: skip
    if [row["code"] for row in rows] != [-signal.SIGKILL] * (len(rows) - 1) + [0]:
        faults.append("not every build but the last was killed")
    seen = Counter(row["at_once"] for row in rows[:-1])
    return Found(len(rows) - 1, f"stood at once: {counts(seen)}", faults)


def moments(place: Place, times: int) -> Found:
    """Kill the real program at random moments, then build again."""
    whole = min(timed(place) for _ in range(3))
    chance = random.Random(20)  # noqa: S311  (moments, no secrets)
    seen: Counter[str] = Counter()
    faults = []
    for number in range(MOST_TRIES * times):
        if sum(seen.values()) - seen["finished"] == times:
            break
        out = fresh(place, "moments")
        child = subprocess.Popen(  # noqa: S603
            command(place.new_pages, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        start = whole * (0.5 if number % 2 else 0)  # every other one while it writes
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(start, whole))
        at_work = out.with_name(".dist.new").exists()
        child.kill()
        seen[
            "finished" if child.wait() == 0 else "writing" if at_work else "before or after"
        ] += 1
        if (found := state(out, place)) not in {"old", "new"}:
            faults.append(f"kill {number}: the dataset is {found}")
        faults += next_build(out, place)
    killed = sum(seen.values()) - seen["finished"]
    if killed < times:
        faults.append(f"only {killed} of {times} builds were still at work when killed")
    return Found(killed, counts(seen), faults)


def timed(place: Place) -> float:
    """Give the seconds an undisturbed build takes."""
    started = time.monotonic()
    build(place.new_pages, place.folder / "timed" / "dist")
    return time.monotonic() - started


def small_files(place: Place) -> Found:
    """Let no file grow beyond some size, so that every kind of file fails once."""
    import resource  # noqa: PLC0415  (not everywhere)

    sizes = sorted(p.stat().st_size for p in (place.folder / "new").rglob("*") if p.is_file())
    limits = [0, *(sizes[(len(sizes) - 1) * share // 100] - 1 for share in LARGEST)]
    faults = []
    for size in limits:
        out = fresh(place, "small-files")
        run = build(
            place.new_pages, out,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),  # noqa: B023
        )  # fmt: skip
        faults += broken_off(run, out, place, "File too large", "ulimit -f")
    return Found(len(limits), f"largest file in bytes: {', '.join(map(str, limits))}", faults)


def full_disk(place: Place) -> Found:
    """Build on disks too small for a second dataset, and on one just large enough."""
    tool("mount")
    old = place.folder / "old"
    used = sum(-(-p.stat().st_size // 4096) * 4096 + 4096 for p in old.rglob("*"))
    faults, seen = [], Counter()
    for share in SHARES:
        disk = place.folder / "disk"
        disk.mkdir(exist_ok=True)
        size = used + 8192 + used * share // 100
        script = (
            f"mount -t tmpfs -o size={size} none {disk} && cp -r {old} {disk}/dist && "
            f'"$@" > {os.devnull}; code=$?; {sys.executable} -m tests.faults.check {place.folder} '
            f"{disk}/dist $code"
        )
        done = subprocess.run(  # noqa: S603
            [*namespace(), "sh", "-c", script, "sh", *command(place.new_pages, disk / "dist")],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        seen[done.stdout.strip() or "nothing"] += 1
        if done.stdout.split()[:1] == ["2"]:
            phrases = ("No space left on device", "stands as it was: free some space")
            faults += [
                f"not said: {p!r} in {done.stderr!r}" for p in phrases if p not in done.stderr
            ]
        if done.stdout.strip() not in {"2 old", "0 new"}:
            faults.append(f"{share} %: {done.stdout!r} {done.stderr!r}")
    if len(seen) < 2:
        faults.append("the disks were all too small, or none was")
    return Found(len(SHARES), f"code and what stands: {counts(seen)}", faults)


def read_only(place: Place) -> Found:
    """Build into a read-only disk and, as somebody without rights, into a read-only folder."""
    disk = place.folder / "read-only"
    disk.mkdir(exist_ok=True)
    script = (
        f"mount -t tmpfs none {disk} && cp -r {place.folder / 'old'} {disk}/dist && "
        f'mount -o remount,ro {disk} && "$@" > {os.devnull}; code=$?; {sys.executable} -m tests.faults.check '
        f"{place.folder} {disk}/dist $code"
    )
    done = subprocess.run(  # noqa: S603
        [*namespace(), "sh", "-c", script, "sh", *command(place.new_pages, disk / "dist")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    faults = [] if done.stdout.strip() == "2 old" else [f"{done.stdout!r} {done.stderr!r}"]
    if "Read-only file system" not in done.stderr or "name another folder" not in done.stderr:
        faults.append(f"said {done.stderr!r}")
    out = fresh(place, "locked")
    out.parent.chmod(0o555)
    nobody = [tool("unshare"), "--user"] if os.geteuid() == 0 else []
    run = build(place.new_pages, out, *nobody)
    out.parent.chmod(0o755)
    return Found(
        2, "a disk, a folder", faults + broken_off(run, out, place, "Permission denied")
    )


def at_once(place: Place) -> Found:
    """Start several builds of one dataset at once, not all in the same moment."""
    chance = random.Random(21)  # noqa: S311
    faults, seen = [], Counter()
    for _ in range(ROUNDS):
        out = fresh(place, "at-once")
        children = []
        for _ in range(AT_ONCE):
            children.append(
                subprocess.Popen(  # noqa: S603
                    command(place.new_pages, out), stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE, text=True,
                )
            )  # fmt: skip
            time.sleep(chance.uniform(0, 0.5))
        ends = [(child.communicate()[1], child.returncode) for child in children]
        good = [code for _, code in ends if code == 0]
        for said, code in ends:
            if code and ("another build is writing" not in said or "Traceback" in said):
                faults.append(f"ended with {code}: {said!r}")
        if not good or state(out, place) != "new":
            faults.append(f"{len(good)} came through, and the dataset is {state(out, place)}")
        seen[f"{len(good)} of {AT_ONCE} came through"] += 1
        faults += next_build(out, place)
    return Found(ROUNDS, counts(seen), faults)


#: Puts folders of its own in place as fast as it can; counts what is done, refused and mixed.
SWAPPER = """
import sys
from pathlib import Path
from dongxi.swap import SwapError, fresh
out, name, done, refused = Path(sys.argv[1]), sys.argv[2], 0, 0
while done < int(sys.argv[3]):
    try:
        with fresh(out) as new:
            for part in ("a", "b/c", "manifest.json"):
                path = new / part
                path.parent.mkdir(exist_ok=True)
                path.write_text('{"format_version": 1}' if part[0] == "m" else f"{name} {done}")
        done += 1
    except SwapError as error:
        if "another build" not in str(error):
            raise
        refused += 1
print(done, refused)
"""


def races(place: Place) -> Found:
    """Let processes swap small folders against each other; look on all the while."""
    out = place.folder / "races" / "dist"
    out.parent.mkdir()
    children = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", SWAPPER, str(out), str(name), str(SWAPS)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in range(SWAPPERS)
    ]  # fmt: skip
    ends = [child.communicate() for child in children]
    faults = [said.strip().splitlines()[-1] for _, said in ends if said]
    texts = {(out / name).read_text(encoding="utf-8") for name in ("a", "b/c")}
    if len(texts) != 1:
        faults.append(f"a dataset of two builds: {sorted(texts)}")
    if (left := sorted(path.name for path in out.parent.iterdir())) != ["dist"]:
        faults.append(f"left {left}")
    numbers = [list(map(int, told.split())) for told, _ in ends if told.strip()]
    done, turned = (sum(row[i] for row in numbers) for i in (0, 1))
    if done != SWAPPERS * SWAPS:
        faults.append(f"{done} swaps")
    return Found(done, f"{turned} refused and tried again", faults)


def changing(place: Place) -> Found:
    """Build while pages grow, are cut, vanish and come back."""
    pages, stop = place.folder / "changing", threading.Event()
    shutil.copytree(place.new_pages, pages)
    extra = [pages / f"letter-{number}.txt" for number in range(4)]
    disturber = threading.Thread(target=disturb, args=(extra, stop))
    disturber.start()
    faults, seen = [], Counter()
    out = fresh(place, "changed")
    try:
        for _ in range(ROUNDS):
            run = build(pages, out)
            seen[f"code {run.code}"] += 1
            if run.code == 2:
                faults += refused(run, "build again when nothing else")
            elif run.code not in {0, 1}:
                faults.append(f"ended with {run.code}: {run.said!r}")
    finally:
        stop.set()
        disturber.join()
    return Found(ROUNDS, counts(seen), faults + next_build(out, place))


def disturb(paths: list[Path], stop: threading.Event) -> None:
    """Write, extend, cut and remove files until told to stop."""
    chance = random.Random(22)  # noqa: S311
    while not stop.is_set():
        path = chance.choice(paths)
        if chance.random() < 0.3:
            path.unlink(missing_ok=True)
        else:
            with path.open("a" if chance.random() < 0.7 else "w", encoding="utf-8") as file:
                file.write(PAGE)


def unreadable(place: Place) -> Found:
    """Let the disk fail under each page, and under what curators wrote."""
    strace, faults = tool("strace"), []
    paths = sorted(path for path in place.new_pages.iterdir() if path.name != "README.md")
    for path in paths:
        out = fresh(place, "unreadable")
        run = build(
            place.new_pages, out, strace, "-f", "-qq", "-o", str(place.folder / "trace"),
            "-e", "trace=read", "-e", "inject=read:error=EIO", "-P", str(path),
        )  # fmt: skip
        faults += broken_off(
            run, out, place, str(path), "Input/output error", "the disk is sound"
        )
    return Found(len(paths), "every file of the folder", faults)


def failing_calls(place: Place) -> Found:
    """Let single calls of the system fail while a build writes."""
    strace, faults, seen = tool("strace"), [], Counter()
    for names, fault, turns in CALLS:
        for turn in turns:
            out = fresh(place, "calls")
            run = build(
                place.new_pages, out, strace, "-f", "-qq", "-o", str(place.folder / "trace"),
                "-e", f"trace={names}", "-e", f"inject={names}:error={fault}:when={turn}",
            )  # fmt: skip
            hit = "INJECTED" in (place.folder / "trace").read_text(encoding="utf-8")
            seen[f"{fault} of {names}, {'refused' if run.code else 'came through'}"] += 1
            if not hit:
                faults.append(f"call {turn} of {names} was never made")
            if run.code:
                faults += broken_off(run, out, place, "stands as it was")
            elif state(out, place) != "new":
                faults.append(f"came through {fault}, and the dataset is {state(out, place)}")
            elif fault != "EINVAL":
                faults.append(f"did not see {fault} of {names}, call {turn}")
    return Found(sum(len(turns) for *_, turns in CALLS), counts(seen), faults)


def power_loss(place: Place) -> Found:
    """Trace a build: whatever it wrote is on the disk before it gets its name, and the name after."""
    strace, out = tool("strace"), fresh(place, "power")
    trace = place.folder / "trace"
    run = build(
        place.new_pages, out, strace, "-f", "-y", "-qq", "-s", "0", "-o", str(trace),
        "-e", f"trace={','.join(order.CALLS)}",
    )  # fmt: skip
    if run.code:
        raise NotHereError(f"a traced build failed: {run.said}")
    found = order.check(trace.read_text(encoding="utf-8").splitlines(), out)
    return Found(found.files, f"{found.syncs} calls of fsync before the swap", found.faults)


def broken_off(run: object, out: Path, place: Place, *phrases: str) -> list[str]:
    """List what is wrong after a build that could not be done: message, old dataset, next build."""
    faults = refused(run, *phrases)
    left = sorted(path.name for path in out.parent.iterdir())
    if (found := state(out, place)) != "old" or left != [out.name]:
        faults.append(f"the dataset is {found}, and there is {left}")
    return faults + next_build(out, place)


def counts(seen: Counter[str]) -> str:
    """Give counts as text."""
    return "; ".join(f"{number} {label}" for label, number in sorted(seen.items()))


class Scenario(NamedTuple):
    """A scenario: its name, what it does, and how."""

    name: str
    run: Callable[[Place, int], Found]


#: In the order of the report; the number is that of random kills.
SCENARIOS = (
    Scenario("kill at every stage", lambda place, _: stages(place, "exchange")),
    Scenario("kill at every step, two renames", lambda place, _: stages(place, "two-renames")),
    Scenario("kill at random moments", moments),
    Scenario("full disk", lambda place, _: full_disk(place)),
    Scenario("files that may not grow", lambda place, _: small_files(place)),
    Scenario("failing calls of the system", lambda place, _: failing_calls(place)),
    Scenario("read-only output", lambda place, _: read_only(place)),
    Scenario("builds at once", lambda place, _: at_once(place)),
    Scenario("races of the swap", lambda place, _: races(place)),
    Scenario("pages that change while read", lambda place, _: changing(place)),
    Scenario("pages that cannot be read", lambda place, _: unreadable(place)),
    Scenario("order of writes", lambda place, _: power_loss(place)),
)
