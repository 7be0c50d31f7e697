"""Change what the environment cannot say, run a program, then look at the surroundings.

    python launch.py '{"listing": "reversed", "cpus": 1, "probes": […], "seen": FILE}' PROGRAM …

`probes` are expressions; what they give is written into the file `seen`, as a list in JSON. No
program need be named.
"""

from __future__ import annotations

import json
import os
import random
import runpy
import sys


def main(changes: dict[str, object], arguments: list[str]) -> None:
    """Change, run, look."""
    if "cpus" in changes:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: changes["cpus"]])
    if "listing" in changes:
        reorder(changes["listing"])
    try:
        if arguments:
            sys.argv = arguments
            sys.path.insert(0, os.path.dirname(arguments[0]))  # noqa: PTH120  (import little)
            runpy.run_path(arguments[0], run_name="__main__")
    finally:
        if "probes" in changes:
            look(changes["probes"], changes["seen"])


class Scan(list):
    """What scandir gives, in an order of our own."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        return self

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def close(self):
        pass


def reorder(how: object) -> None:
    """Give the files of every folder in another order: reversed, or shuffled by a number."""
    listdir, scandir = os.listdir, os.scandir

    def ordered(found: list) -> list:
        found.sort(key=lambda one: os.fsencode(getattr(one, "name", one)))
        if how == "reversed":
            found.reverse()
        else:
            random.Random(how).shuffle(found)  # noqa: S311
        return found

    def scanned(*args: object) -> Scan:
        with scandir(*args) as found:
            return Scan(ordered(list(found)))

    os.listdir = lambda *args: ordered(listdir(*args))
    os.scandir = scanned


def look(probes: list[str], seen: str) -> None:
    """Write what expressions give in these surroundings."""
    import locale  # noqa: PLC0415  (not before the program)
    import time  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import pyarrow as pa  # noqa: PLC0415

    names = {
        "dongxi": sys.modules.get("dongxi"), "locale": locale, "mask": os.umask(0o022), "os": os,
        "pa": pa, "Path": Path, "sys": sys, "time": time,
    }  # fmt: skip
    found = [bool(eval(probe, names)) for probe in probes]  # noqa: S307  (our own table)
    Path(seen).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
