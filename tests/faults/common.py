"""What the scenarios share: two sets of pages, builds in processes of their own, the checks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from dongxi.manifest import SUMS, sha256sums  # noqa: E402
from tests.venvs import NotHereError  # noqa: E402

PAGE = "山乡来信\n\n来源：山河网\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"
#: How a run that was refused or broken off ends.
MISUSE = 2


class Found(NamedTuple):
    """What a scenario gave."""

    tried: int
    notes: str
    faults: list[str]


class Place(NamedTuple):
    """A folder to work in, with pages and what they give."""

    folder: Path
    old_pages: Path
    new_pages: Path
    old: str
    """The checksums of a dataset of the old pages."""
    new: str


class Run(NamedTuple):
    """How a build ended."""

    code: int
    said: str


def prepare(folder: Path, seeds: Path) -> Place:
    """Copy the pages, one more for the old ones, and build both undisturbed."""
    old, new = folder / "old-pages", folder / "new-pages"
    shutil.copytree(seeds, new)
    shutil.copytree(seeds, old)
    (old / "letter.txt").write_text(PAGE, encoding="utf-8")
    for pages, name in ((old, "old"), (new, "new")):
        run = build(pages, folder / name)
        if run.code:
            raise RuntimeError(f"an undisturbed build failed: {run.said}")
    return Place(folder, old, new, sha256sums(folder / "old"), sha256sums(folder / "new"))


def command(pages: Path, out: Path) -> list[str]:
    """Give the command that builds some pages."""
    program = str(ROOT / "build_dataset.py")
    return [sys.executable, "-B", program, "--seeds", str(pages), "--out", str(out)]


def build(pages: Path, out: Path, *before: str, **options: object) -> Run:
    """Build in a process of its own; `before` stands before the command."""
    done = subprocess.run(  # noqa: S603  (our own program)
        [*before, *command(pages, out)], capture_output=True, text=True, check=False, **options
    )
    return Run(done.returncode, done.stderr)


def fresh(place: Place, name: str) -> Path:
    """Give a new folder with the old dataset in it as `dist`."""
    folder = place.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(place.folder / "old", folder / "dist")
    return folder / "dist"


def state(out: Path, place: Place) -> str:
    """Say what stands: old, new, missing or broken; every byte is read."""
    if not (out / SUMS).exists():
        return "broken" if out.exists() and any(out.iterdir()) else "missing"
    found = sha256sums(out)
    if (out / SUMS).read_text(encoding="utf-8") != found:
        return "broken"
    return {place.old: "old", place.new: "new"}.get(found, "broken")


def next_build(out: Path, place: Place) -> list[str]:
    """Build again, undisturbed; list what is not as it must be."""
    run = build(place.new_pages, out)
    left = sorted(path.name for path in out.parent.iterdir())
    faults = []
    if run.code:
        faults.append(f"the next build ended with {run.code}: {run.said}")
    if (after := state(out, place)) != "new":
        faults.append(f"after the next build the dataset is {after}")
    if left != [out.name]:
        faults.append(f"the next build left {left}")
    return faults


def refused(run: Run, *phrases: str) -> list[str]:
    """List what is wrong with how a build ended that could not be done."""
    faults = [
        f"not said: {phrase!r} in {run.said!r}" for phrase in phrases if phrase not in run.said
    ]
    if run.code != MISUSE:
        faults.append(f"ended with {run.code}, not {MISUSE}: {run.said!r}")
    if "Traceback" in run.said or not run.said.startswith("dongxi build: "):
        faults.append(f"no message but {run.said!r}")
    return faults


def tool(name: str) -> str:
    """Find a program; raise `NotHereError` without it."""
    found = shutil.which(name)
    if found is None:
        raise NotHereError(f"no program {name}")
    return found


def namespace() -> list[str]:
    """Give the command that runs another where it may mount disks of its own."""
    before = [tool("unshare"), "--map-root-user", "--mount"]
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:  # noqa: S603
        raise NotHereError("no leave to make a mount namespace")
    return before


def environment(**values: str) -> dict[str, str]:
    """Give this process's environment with some values changed."""
    return {**os.environ, **values}
