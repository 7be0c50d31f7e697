"""Compare conversion with plain opencc-python-reimplemented: same texts, same run.

Run `python benchmarks/hans.py`. It prints MB of UTF-8 per second, the best of a few rounds,
and checks that both give the same.
"""

import time
from collections.abc import Callable
from pathlib import Path

import opencc

from dongxi.fold import fold
from dongxi.hans import convert, entries, to_hans
from dongxi.script import count

SEEDS = Path(__file__).parent.parent / "seeds"
#: Characters of every text; the reference takes about a second a megabyte.
SIZE = 200_000
ROUNDS = 3


def texts() -> dict[str, str]:
    """Make texts of one size: a Traditional page, Simplified pages, and the worst case."""
    phrases = "".join(old for old, _ in entries("TSPhrases.txt"))
    pages = {
        "Traditional page": next(SEEDS.glob("002_*")).read_text(encoding="utf-8"),
        "Simplified pages": next(SEEDS.glob("003_*")).read_text(encoding="utf-8"),
        "phrases alone": phrases,
    }
    return {name: (page * (SIZE // len(page) + 1))[:SIZE] for name, page in pages.items()}


def speed(task: Callable[[str], object], text: str, rounds: int = ROUNDS) -> float:
    """Measure MB of UTF-8 per second, best of a few rounds after a warm start."""
    task(text[:1000])
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        task(text)
        best = min(best, time.perf_counter() - start)
    return len(text.encode()) / best / 1e6


def main() -> None:
    """Print one line per text."""
    reference = opencc.OpenCC("t2s").convert
    tasks: dict[str, Callable[[str], object]] = {
        "convert": convert, "to_hans": to_hans, "fold": fold, "count": count,
    }  # fmt: skip
    print(f"{'MB/s':<20} {'reference':>9}", *(f"{name:>8}" for name in tasks), "   ratio  same")
    for name, text in texts().items():
        plain = speed(reference, text, rounds=1)
        rates = [speed(task, text) for task in tasks.values()]
        same = convert(text) == reference(text)
        cells = " ".join(f"{rate:8.1f}" for rate in rates)
        print(f"{name:<20} {plain:9.2f} {cells} {rates[0] / plain:7.1f}  {same}")


if __name__ == "__main__":
    main()
