"""Measure how fast pages are repaired, and how time grows with pages made to be slow.

    python -m benchmarks.repair [FOLDER …]

Prints MB of UTF-8 per second of processor time: for clean text (the gate alone), for the
damaged seed, and, given folders of Chinese pages, for their texts damaged on purpose; beside
it what ftfy needs for the same texts, if it is installed (`requirements-bench.lock`).
Then the time for a megabyte of hostile text as a multiple of that for a sixteenth: 16 is
linear.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from importlib import util
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.corruptor import damage
from benchmarks.repair_accuracy import documents, sites
from dongxi.damage import repair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEEDS = Path(__file__).parent.parent / "seeds"
DAMAGED = "002_d0e6fe0b54740d23.txt"
OPENER = "協(xié)作，經(jīng)驗，強調(diào)"
UNITS = (
    "？？", "字(z", "字(", "字(zì", "發(fā)亳(bó)", "?!", "?！?", "“?！?", "??,", "　", "诰",
    "l(xiāng)", "?;诰", "？？诰", "“??诰W(wǎng)，", "變?yōu)閳D像", "回?fù)?億", "\n?", "\r\n", "? ",
)  # fmt: skip
SIZE = 1_000_000
TIMES = 16
ROUNDS = 3
#: What a user pays before the first repair.
STARTS = {
    "python": "pass",
    "import dongxi": "import dongxi",
    "import dongxi.damage": "from dongxi.damage import repair",
    "first page without damage": "from dongxi.damage import repair; repair('協作')",
    "first page with annotations": f"from dongxi.damage import repair; repair({OPENER!r})",
    "first page with runs": (
        f"from dongxi.damage import repair; repair({OPENER + '“??诰W(wǎng)”'!r})"
    ),
}


def seconds(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the least processor time of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        task()
        best = min(best, process_time() - start)
    return best


def megabytes(texts: Sequence[str]) -> float:
    """Give the size of some texts in UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def speed(task: Callable[[str], object], texts: Sequence[str]) -> float:
    """Give MB per second over some texts, each a page of its own."""
    return megabytes(texts) / seconds(lambda: [task(text) for text in texts])


def pages(folders: Sequence[Path]) -> dict[str, list[str]]:
    """Give the texts to measure, by what they are."""
    raw = (SEEDS / DAMAGED).read_text(encoding="utf-8")
    clean = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("00[0134]*.txt"))]
    found = {"clean: the other seeds": clean, "damaged: seed 002": [raw]}
    found["damaged: seed 002, 50 times one page"] = [raw * 50]
    texts = documents(folders)
    if texts:
        found["clean: texts of the folders"] = texts
    for private in (True, False) if texts else ():
        drawn = zip(texts, sites(0, private=private, folds=False), strict=False)
        name = f"damaged: the same, private use {'kept' if private else 'dropped'}"
        found[name] = [damage(text, site, seed).text for text, (site, seed) in drawn]
    return found


def peer() -> Callable[[str], object] | None:
    """Give ftfy's repair, its changes of quotes and widths off; None if not installed."""
    if util.find_spec("ftfy") is None:
        return None
    ftfy = importlib.import_module("ftfy")
    config = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False)
    return lambda text: ftfy.fix_text(text, config)


def growth(unit: str) -> tuple[float, float]:
    """Give the time for a megabyte of a unit, and its multiple of that for a sixteenth."""
    count = SIZE // len(unit.encode())
    short = seconds(lambda: repair(OPENER + unit * (count // TIMES)))
    long = seconds(lambda: repair(OPENER + unit * count), rounds=1)
    return long, long / short


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options, other = parser.parse_args(), peer()
    repair((SEEDS / DAMAGED).read_text(encoding="utf-8"))
    print(f"{'MB/s':<44}{'dongxi':>8}{'ftfy':>8}")
    for name, texts in pages(options.folders).items():
        beside = f"{speed(other, texts):8.1f}" if other else "       –"
        print(f"{name:<44}{speed(repair, texts):8.1f}{beside}")
    print("\nseconds for a megabyte, and its multiple of a sixteenth")
    for unit in UNITS:
        long, ratio = growth(unit)
        print(f"{long:6.2f} {ratio:6.1f}   {unit!r}")
    print("\nseconds from the start of Python, best of a few")
    for name, code in STARTS.items():
        print(f"{started(code):6.3f}   {name}")


def started(code: str) -> float:
    """Give the seconds a new Python takes to run some code."""
    timed = f"from time import process_time\n{code}\nprint(process_time())"
    command = [sys.executable, "-c", timed]
    found = [
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)  # noqa: S603 (our own code)
        for _ in range(ROUNDS)
    ]
    return min(found)


if __name__ == "__main__":
    main()
