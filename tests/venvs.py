"""What the commands beside the tests share: environments of their own, and what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: A package of a lock file with its hashes.
LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==.*(?:\n    .*)*", re.MULTILINE)
#: Where a Python may be that is not on PATH.
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"


class NotHereError(Exception):
    """Something this machine does not have; the text says what."""


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make(folder: Path, python: str, *installs: list[str]) -> Path:
    """Make an environment and install into it, one call of pip each; give its Python."""
    done = run([python, "-m", "venv", str(folder)])
    found = folder / "bin" / "python"
    for arguments in installs:
        if done.returncode == 0:
            done = run([str(found), "-m", "pip", "install", "-q", *arguments])
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise NotHereError(f"an environment cannot be made: {last}")
    return found


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program; what is set for this Python is not for another."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )


def some_of(lock: Path, names: frozenset[str], target: Path) -> list[str]:
    """Write a lock file of some packages of another; give the arguments that install it."""
    kept = [m for m in LOCKED.finditer(lock.read_text("utf-8")) if m["name"] in names]
    if missing := names - {m["name"] for m in kept}:
        raise RuntimeError(f"{lock.name} does not hold {', '.join(sorted(missing))}")
    target.write_text("".join(f"{m[0]}\n" for m in kept), encoding="utf-8")
    return ["--no-deps", "--require-hashes", "-r", str(target)]


def python(version: str) -> str:
    """Find a Python of a version, on PATH or where pyenv keeps them; raise if there is none."""
    there = [shutil.which(f"python{version}"), *map(str, PYENV.glob(f"{version}.*/bin/python"))]
    for path in filter(None, there):
        done = run([path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        if done.stdout.strip() == version:
            return path
    raise NotHereError(f"no Python {version}")
