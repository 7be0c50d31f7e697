"""The builds that must be the same: `python -m tests.cluster.run FOLDER TIMES`."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.build import copies
from dongxi import build, seeds
from dongxi.manifest import sha256sums
from tests.venvs import say

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
NODES = 3
#: Files of records that are written unpacked.
MOST_PLAIN = 3
#: Pieces that stand before something is killed.
BEFORE = 2
#: How long to wait for them, seconds.
PATIENCE = 300
#: How Ray calls the process of a worker that runs a task of ours.
WORKER = b"ray::_called"


def main(folder: Path, times: int) -> int:
    """Build in every way; print a line for each."""
    pages = folder / "pages"
    _, count = copies(ROOT / "seeds", pages, times)
    start = time.monotonic()
    wanted = sha256sums(build(pages, folder / "one"))
    say(f"        {count} pages, one process, {time.monotonic() - start:.0f} s")
    ways: dict[str, Callable[[Path], object]] = {
        "two processes": lambda out: build(pages, out, workers=2),
        "three processes": lambda out: build(pages, out, workers=3),
        "as records of one file": lambda out: build(recorded(pages, out, 1), out),
        "as records of three files, shuffled": lambda out: build(recorded(pages, out, 3), out),
        "as records of seven files, packed": lambda out: build(recorded(pages, out, 7), out),
        "little memory": lambda out: build(pages, out, memory=1 << 20),
        "a killed driver, and the rest": lambda out: broken_off(pages, out),
        "three nodes": lambda out: clustered(pages, out, None),
        "three nodes, a worker killed": lambda out: clustered(pages, out, kill_worker),
        "three nodes, a node killed": lambda out: clustered(pages, out, kill_node),
    }
    faults = 0
    for name, way in ways.items():
        start = time.monotonic()
        out = folder / name.replace(" ", "-")
        notes = way(out) or ""
        same = sha256sums(out) == wanted
        faults += not same
        end = "same   " if same else "fault  "
        say(f"{end} {name}, {time.monotonic() - start:.0f} s {notes if notes != out else ''}")
    say(f"{len(ways)} ways: {len(ways) - faults} give the same bytes, {faults} not")
    return 1 if faults else 0


def recorded(pages: Path, out: Path, files: int) -> Path:
    """Write the pages as JSON lines into so many files; more than one hold them in any order."""
    folder = out.with_name(f"{out.name}-records")
    folder.mkdir()
    found = sorted(seeds.load(pages), key=lambda seed: seed.id)
    if files > 1:
        random.Random(files).shuffle(found)  # noqa: S311  (nothing secret)
    ending = "jsonl.gz" if files > MOST_PLAIN else "jsonl"
    for number in range(files):
        rows = ({"id": seed.id, "html": seed.raw.decode()} for seed in found[number::files])
        data = "".join(json.dumps(row) + "\n" for row in rows).encode()
        path = folder / f"part-{number}.{ending}"
        path.write_bytes(gzip.compress(data) if files > MOST_PLAIN else data)
    return folder


def broken_off(pages: Path, out: Path) -> str:
    """Kill a build and its workers when some pieces stand; build again in the same folder."""
    work = out.with_name("work")
    command = [sys.executable, str(ROOT / "build_dataset.py"), "--seeds", str(pages)]
    command += ["--out", str(out), "--work", str(work), "--workers", "2"]
    first = subprocess.Popen(command, start_new_session=True)  # noqa: S603
    stood = waited(work)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return f"({stood} pieces stood)"


def clustered(pages: Path, out: Path, kill: Callable[[Any, list[object]], str] | None) -> str:
    """Build on a cluster of this machine, on which something may be killed meanwhile."""
    import ray  # noqa: PLC0415  (of the environment of these builds alone)
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    nodes = [cluster.add_node(num_cpus=1) for _ in range(NODES - 1)]
    work, notes = out.with_name(f"{out.name}-work"), []
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    try:

        def killing() -> None:
            waited(work)
            notes.append(kill(cluster, nodes))

        killer = threading.Thread(target=killing) if kill else None
        if killer:
            killer.start()
        build(pages, out, engine="ray", work=work)
        if killer:
            killer.join()
    finally:
        ray.shutdown()
        cluster.shutdown()
    return f"({', '.join(notes)})" if notes else ""


def kill_worker(_: object, __: list[object]) -> str:
    """Kill a process that works for us."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if path.read_bytes().startswith(WORKER):
                    os.kill(int(path.parent.name), signal.SIGKILL)
                    return f"process {WORKER.decode()} killed"
        time.sleep(0.01)
    return "nothing was killed"


def kill_node(cluster: Any, nodes: list[object]) -> str:
    """Kill a node with all its processes."""
    cluster.remove_node(nodes[0], allow_graceful=False)
    return "one of three nodes killed"


def waited(work: Path) -> int:
    """Wait until some pieces stand; say how many do."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        stood = len(list(work.glob("pieces/*/*/units.json")))
        if stood >= BEFORE:
            return stood
        time.sleep(0.01)
    raise TimeoutError(f"{work}: no pieces after {PATIENCE} s")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2])))
