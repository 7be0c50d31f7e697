"""Run the examples of a page of the documentation, one after another, in one folder.

    python tests/examples.py PAGE [WORD]      run them here; print what each wrote, as JSON

A block of `sh` or `python` is run, unless a remark above it says why not (`<!-- not run: … -->`);
with a WORD, those alone that a remark gives to it (`<!-- with polars -->`). A block of `text` right
below one is what it writes.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^(?:<!-- (?P<remark>[^\n]*) -->\n)?```(?P<kind>[a-z]*)\n(?P<code>.*?)^```\n",
    re.DOTALL | re.MULTILINE,
)
RUN = frozenset({"sh", "python"})
#: No command of an example ends in misuse; one that finds something may.
MISUSE = 2
GUARD = f"trap 'code=$?; [ $code -lt {MISUSE} ] || exit $code' ERR\n"
#: The next example goes on where one has gone.
STAY = "trap 'pwd > \"$HOME/where\"' EXIT\n"


class Block(NamedTuple):
    kind: str
    code: str
    remark: str
    shown: str | None
    """What the page says it writes."""
    line: int


def blocks(page):
    """Give the blocks of a page that are commands or programs."""
    text = page.read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))
    done = []
    for at, one in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        told = (
            after["code"]
            if after and after["kind"] == "text" and after.start() == one.end()
            else None
        )
        if one["kind"] in RUN:
            line = text.count("\n", 0, one.start()) + 1
            done.append(Block(one["kind"], one["code"], one["remark"] or "", told, line))
    return done


def chosen(page, word=""):
    """Give the blocks that are run: those without a remark, or those given to a word."""
    wanted = f"with {word}" if word else ""
    return [block for block in blocks(page) if block.remark == wanted]


def outputs(page, word=""):
    """Run blocks in the present folder; give what each wrote."""
    return [(shell if block.kind == "sh" else program)(block) for block in chosen(page, word)]


def shell(block):
    done = subprocess.run(  # noqa: S603  (our own documentation)
        ["bash", "-c", GUARD + STAY + block.code],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode >= MISUSE:
        raise RuntimeError(f"line {block.line}: exit {done.returncode}: {done.stderr}")
    os.chdir(Path(os.environ["HOME"], "where").read_text(encoding="utf-8").strip())
    return done.stdout


def program(block):
    out = io.StringIO()
    code = compile(block.code, f"line {block.line}", "exec")
    with contextlib.redirect_stdout(out):
        exec(code, {"__name__": "__main__"})  # noqa: S102  (our own documentation)
    return out.getvalue()


def run(page, folder, python=sys.executable, word=""):
    """Run blocks in a process of their own, in a folder where `dongxi` and `python` are ours."""
    tools = folder / ".tools"
    tools.mkdir(parents=True, exist_ok=True)
    for name, command in (
        ("dongxi", f'exec "{sys.executable}" "{ROOT / "build_dataset.py"}" "$@"'),
        ("python", f'exec "{sys.executable}" "$@"'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    env = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "HOME": str(tools), "HF_HOME": str(tools / "hf"), "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603
        [str(python), __file__, str(page), word],
        cwd=folder, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def faults(page, folder, python=sys.executable, word=""):
    """Run blocks; give, for each that writes something else than the page says, both."""
    found = run(page, folder, python, word)
    for block, wrote in zip(chosen(page, word), found, strict=True):
        if block.shown is not None and not agrees(block.shown, wrote):
            yield f"{page.name}, line {block.line}: it writes\n{wrote}\nand the page says\n{block.shown}"


def agrees(shown, wrote):
    """Compare line by line; `…` on a line of its own stands for any lines, at an end of one for more."""
    parts = [
        ".*" if line == "…" else re.escape(line).replace("…", "[^\n]*")
        for line in shown.rstrip("\n").split("\n")
    ]
    return re.fullmatch("\n".join(parts), wrote.rstrip("\n"), re.DOTALL) is not None


if __name__ == "__main__":
    wrote = outputs(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write("\n" + json.dumps(wrote) + "\n")
