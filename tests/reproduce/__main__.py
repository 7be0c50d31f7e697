"""Build in changed surroundings and compare every byte with a plain build.

    python -m tests.reproduce [--only WORD …] [--python PATH …] [--quick] [--strict]

Each variation first proves that it is there: something that is false in the plain surroundings is
true in the changed ones. Under another version of pyarrow the content hashes must agree, and
`reproduce` must say why the bytes do not. `--python` names interpreters that have the packages of
`requirements.lock`; others are looked for and get environments of their own in a temporary folder.
`--quick` leaves out what installs packages. What this machine lacks is reported as "not available
here"; `--strict` makes that a fault.

Exit codes: 0 all agree; 1 a difference was found; 2 misuse.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.reproduce.bench import (
    ROOT,
    Bench,
    Surroundings,
    build,
    differences,
    plainly,
    prepare,
    run,
)
from tests.reproduce.variations import Variation, variations
from tests.venvs import NotHereError, say

#: Variations whose names start so install packages.
INSTALLING = ("Python", "pyarrow", "clock")


def main() -> int:
    """Try the variations and print a line for each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.reproduce", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--only", nargs="+", default=[""], help="words of variations' names")
    parser.add_argument(
        "--python", nargs="+", default=[], help="interpreters with the packages"
    )
    parser.add_argument("--quick", action="store_true", help="install nothing")
    parser.add_argument("--strict", action="store_true", help="what cannot run is a fault")
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds", help="folder of pages")
    options = parser.parse_args()
    chosen = [
        one for one in variations(tuple(options.python))
        if any(word in one.label for word in options.only)
        and not (options.quick and one.label.startswith(INSTALLING))
    ]  # fmt: skip
    if not chosen:
        parser.error("no variation of such a name")
    with tempfile.TemporaryDirectory(prefix="dongxi-reproduce-") as work:
        bench = prepare(Path(work).resolve(), options.seeds)
        before = plainly(bench, [one.probe or "False" for one in chosen])
        ends = [told(*pair, bench) for pair in zip(chosen, before, strict=True)]
    bad = ends.count("fault") + (ends.count("absent") if options.strict else 0)
    say(
        f"{len(ends)} variations: {ends.count('same')} the same, {ends.count('fault')} not, "
        f"{ends.count('absent')} not available here"
    )
    return 1 if bad else 0


def told(variation: Variation, before: bool, bench: Bench) -> str:  # noqa: FBT001
    """Try a variation and print what it gave."""
    start = time.monotonic()
    try:
        faults = tried(variation, bench, before=before)
    except NotHereError as error:
        say(f"absent  {variation.label}: not available here ({error})")
        return "absent"
    end = "fault" if faults else "same"
    what = "content" if variation.content else "bytes and modes"
    say(f"{end:7} {variation.label}: {what}, {time.monotonic() - start:.0f} s")
    for fault in faults:
        say(f"        {fault}")
    return end


def tried(variation: Variation, bench: Bench, *, before: bool) -> list[str]:
    """List what differs under a variation; raise `NotHereError` where it cannot be.

    `before` tells whether its probe is true in the plain surroundings.
    """
    if before:
        raise NotHereError("the plain surroundings are like that already")
    around = variation.make(bench)
    out = bench.folder / f"varied {variation.label}" / "dist"
    out.parent.mkdir(exist_ok=True)
    if said := build(around, out, *filter(None, [variation.probe])):
        return [said]
    if variation.content:
        return content(around, bench, out)
    return differences(bench.plain, out)


def content(around: Surroundings, bench: Bench, out: Path) -> list[str]:
    """List what differs in content, and whether `reproduce` says why the bytes do."""
    before, after = (json.loads((d / "manifest.json").read_bytes()) for d in (bench.plain, out))
    faults = [
        f"content hash of {name}: {hashes[0]} and {hashes[1]}"
        for name, *hashes in zip(
            ["all", *before["tables"]], *([m["content_sha256"], *(t["content_sha256"] for t in m["tables"].values())] for m in (before, after)), strict=True,
        )
        if hashes[0] != hashes[1]
    ]  # fmt: skip
    program = str(around.source / "build_dataset.py")
    done = run(
        around, {}, program, "reproduce", "--seeds", str(bench.pages), "--out", str(bench.plain)
    )
    one, other = (m["versions"]["pyarrow"] for m in (before, after))
    wanted = (
        f"the same content, other bytes: pyarrow {one} wrote them, {other} is installed here"
    )
    if wanted not in done.stdout or done.returncode != 1:
        faults.append(
            f"reproduce did not say {wanted!r} but {done.stdout!r} {done.stderr[-300:]!r}"
        )
    return faults


if __name__ == "__main__":
    sys.exit(main())
