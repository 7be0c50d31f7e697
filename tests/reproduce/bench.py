"""Build in some surroundings, and compare with the plain build."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dongxi.compare import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
LAUNCH = Path(__file__).with_name("launch.py")
#: Pages that the seeds lack: names that are not ASCII, another encoding, two that are rejected.
EXTRA = {
    "山乡/来信.txt": "山乡来信\n\n来源：山河网\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n".encode(),
    "山乡/İı page.html": (
        "<html><head><meta charset=gbk><title>修路记_山河网</title></head><body><h1>修路记</h1>"
        "<p>2016年5月3日　来源：山河网</p><p>山里的路修通了，乡亲们的日子一天比一天好。</p>"
        "<p>路通了以后，山里的果子一车一车运到城里去，价钱比从前好得多。</p></body></html>"
    ).encode("gbk"),
    "empty.txt": b"",
    "b/nul.txt": b"abc\0def",
}
#: How many differences are shown.
SHOWN = 5


class Surroundings(NamedTuple):
    """What a build is run in."""

    pages: Path
    source: Path = ROOT
    python: str = sys.executable
    env: Mapping[str, str | None] = {}
    """Values to set, None to take one away."""
    alone: bool = False
    """Whether nothing of the environment stays but the path of programs."""
    options: tuple[str, ...] = ()
    changes: Mapping[str, object] = {}
    """What `launch` is told."""
    umask: int = 0o022
    cwd: Path = ROOT
    arguments: tuple[str, ...] = ()


class Bench(NamedTuple):
    """A folder to work in, the pages and the plain build."""

    folder: Path
    pages: Path
    plain: Path


def prepare(folder: Path, seeds: Path) -> Bench:
    """Copy the pages, add some, and build them plainly."""
    pages = folder / "pages"
    shutil.copytree(seeds, pages)
    for name, raw in EXTRA.items():
        (pages / name).parent.mkdir(exist_ok=True)
        (pages / name).write_bytes(raw)
    bench = Bench(folder, pages, folder / "plain")
    said = build(Surroundings(pages), bench.plain)
    if said:
        raise RuntimeError(said)
    return bench


def build(around: Surroundings, out: Path, *probes: str) -> str:
    """Build, and try what is true there; give what was said if either failed."""
    shown = out if around.pages.is_absolute() else os.path.relpath(out, around.cwd)
    seen = out.with_name(f"{out.name}.seen")
    look = {"probes": probes, "seen": str(seen)} if probes else {}
    program = str(around.source / "build_dataset.py")
    files = ("--seeds", str(around.pages), "--out", str(shown))
    done = run(around, look, program, *files, *around.arguments)
    if done.returncode not in {0, 1} or not out.is_dir():
        return f"the build failed: {done.stderr.strip() or 'no dataset'}"
    false = [
        p for p, is_so in zip(probes, read(seen) if probes else [], strict=True) if not is_so
    ]
    return f"the surroundings are not as they should be: {false[0]}" if false else ""


def plainly(bench: Bench, probes: list[str]) -> list[bool]:
    """Tell what is true in the plain surroundings."""
    seen = bench.folder / "plain.seen"
    run(
        Surroundings(bench.pages),
        {"probes": probes, "seen": str(seen)},
        str(ROOT / "build_dataset.py"),
        "--version",
    )
    return read(seen)


def read(seen: Path) -> list[bool]:
    """Read what `launch` saw."""
    return json.loads(seen.read_bytes())


def run(
    around: Surroundings, look: Mapping[str, object], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run `launch` in some surroundings."""
    env = {"PATH": os.environ["PATH"]} if around.alone else dict(os.environ)
    for name, value in around.env.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    told = json.dumps({**around.changes, **look})
    return subprocess.run(  # noqa: S603
        [around.python, *around.options, "-B", str(LAUNCH), told, *arguments],
        env=env, cwd=around.cwd, umask=around.umask, capture_output=True, check=False,
        text=True, encoding="utf-8", errors="backslashreplace",
    )  # fmt: skip


def differences(one: Path, other: Path) -> list[str]:
    """List how two datasets differ: bytes, and modes of files."""
    found = [
        f"{p.code} {p.where}: {p.message}"
        for p in sorted(compare(one, other), key=lambda p: p.code == "R003")  # rows say more
    ]
    before, after = modes(one), modes(other)
    found += [
        f"mode of {name}: {before[name]:o} and {after[name]:o}"
        for name in sorted(before.keys() & after.keys()) if before[name] != after[name]
    ]  # fmt: skip
    if len(found) > SHOWN:
        found[SHOWN:] = [f"and {len(found) - SHOWN} more"]
    return found


def modes(folder: Path) -> dict[str, int]:
    """Give the mode of every file and folder."""
    paths = [folder, *folder.rglob("*")]
    return {str(p.relative_to(folder)): stat.S_IMODE(p.lstat().st_mode) for p in paths}
