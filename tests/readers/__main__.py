"""Show that other programs read equal rows from a dataset.

    python -m tests.readers [--dist dist] [--only newest|older] [--here] [--strict]

Makes two environments in a temporary folder, from lock files with hashes: `newest.lock`
(`datasets` 5.2.0, pandas, polars, DuckDB, pyarrow, mlcroissant) and `older.lock` (`datasets`
4.8.4, ModelScope). Each reader loads every table; the hash of the rows it gives must be the one of
the manifest. `--here` makes no environment and takes the readers installed beside this Python.
What cannot be installed is reported as "not available here"; `--strict` makes that a fault.

Exit codes: 0 all rows equal; 1 a difference was found; 2 misuse.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests import examples, venvs
from tests.readers.read import faults
from tests.venvs import say

HERE = Path(__file__).parent
#: What each environment is for: reader, package whose version is shown.
ENVIRONMENTS = {
    "newest": {
        "datasets": "datasets", "datasets, streaming": "datasets", "pandas": "pandas",
        "polars": "polars", "duckdb": "duckdb", "pyarrow": "pyarrow",
        "mlcroissant": "mlcroissant", "json": "",
    },
    "older": {
        "datasets": "datasets", "datasets, streaming": "datasets", "modelscope": "modelscope",
    },
}  # fmt: skip
#: Whose examples in the documentation are run there, and where those are.
EXAMPLES = {"newest": ("polars", "duckdb")}
PAGE = venvs.ROOT / "docs" / "howto.md"


def main() -> int:
    """Make the environments, read, print a line for each reader."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.readers", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--dist", type=Path, default=venvs.ROOT / "dist", help="dataset (dist)")
    parser.add_argument("--here", action="store_true", help="make no environments")
    parser.add_argument("--only", choices=ENVIRONMENTS, help="one environment")
    parser.add_argument("--strict", action="store_true", help="what cannot run is a fault")
    options = parser.parse_args()
    dist = options.dist.resolve()
    if not (dist / "manifest.json").is_file():
        parser.error(f"{dist}: no dataset there")
    chosen = [options.only] if options.only else list(ENVIRONMENTS)
    with tempfile.TemporaryDirectory(prefix="dongxi-readers-") as work:
        if options.here:
            there = {r: p for r, p in ENVIRONMENTS["newest"].items() if not p or find_spec(p)}
            ends = [told(sys.executable, *one, dist, Path(work)) for one in there.items()]
        else:
            ends = [end for name in chosen for end in environment(name, dist, Path(work))]
    bad = ends.count("fault") + (ends.count("absent") if options.strict else 0)
    say(
        f"{len(ends)} readers: {ends.count('same')} give equal rows, {ends.count('fault')} not, "
        f"{ends.count('absent')} not available here"
    )
    return 1 if bad else 0


def environment(name: str, dist: Path, work: Path) -> list[str]:
    """Make an environment and try its readers."""
    lock = ["--require-hashes", "-r", str(HERE / f"{name}.lock")]
    start = time.monotonic()
    try:
        python = venvs.make(work / name, sys.executable, lock)
    except venvs.NotHereError as error:
        say(f"absent  {name}: not available here ({error})")
        return ["absent"] * len(ENVIRONMENTS[name])
    say(f"        environment {name}, {time.monotonic() - start:.0f} s")
    ends = [told(str(python), *one, dist, work) for one in ENVIRONMENTS[name].items()]
    wrong = [example(str(python), word, dist, work) for word in EXAMPLES.get(name, ())]
    return ends + ["fault"] * sum(wrong)


def example(python: str, word: str, dist: Path, work: Path) -> bool:
    """Run the examples of the documentation for a reader; say whether one writes otherwise."""
    folder = work / f"examples-{word}"
    folder.mkdir()
    (folder / "dist").symlink_to(dist)
    wrong = list(examples.faults(PAGE, folder, python, word))
    say(f"{'fault' if wrong else 'same':7} {PAGE.name} with {word}")
    for fault in wrong:
        say(f"        {fault}")
    return bool(wrong)


def told(python: str, reader: str, package: str, dist: Path, work: Path) -> str:
    """Try a reader and print what it gave."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    version = venvs.run([python, "-c", code]).stdout.strip() if package else ""
    start = time.monotonic()
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env |= {
        "HOME": str(work),
        "HF_HOME": str(work / "hf"),
        "MODELSCOPE_CACHE": str(work / "ms"),
    }
    done = subprocess.run(  # noqa: S603
        [python, str(HERE / "read.py"), reader, str(dist)],
        env=env, cwd=work, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        found, wrong = {}, [(done.stderr.strip() or "no message").splitlines()[-1]]
    else:
        found = json.loads(done.stdout.strip().splitlines()[-1])
        wrong = faults(found, dist, partly=reader == "json")
    rows = sum(count for table in found.values() for count, _ in table.values())
    tables = sum(bool(table) for table in found.values())
    label = " ".join(filter(None, [reader, version]))
    end = "fault" if wrong else "same"
    say(f"{end:7} {label}: {tables} tables, {rows} rows, {time.monotonic() - start:.0f} s")
    for fault in wrong:
        say(f"        {fault}")
    return end


if __name__ == "__main__":
    sys.exit(main())
