"""Repair pages made to be slow: the time for 16 times the text, as a ratio.

    python -m benchmarks.repair

A ratio near 16 is linear; the peer is the same text at its shorter length, in the same run.
"""

from __future__ import annotations

from time import perf_counter

from dongxi.damage import repair

OPENER = "協(xié)作，經(jīng)驗，強調(diào)"
UNITS = (
    "(", "字(", "字(a", "字(zì", "發(fā)亳(bó)", "?!", "??,", "　", "诰", "l(xiāng)", "?;诰",
    "？？诰", "“??诰W(wǎng)，", "變?yōu)閳D像", "\n?", "\r\n", "? ",
)  # fmt: skip
SHORT = 2_000
TIMES = 16


def seconds(unit: str, count: int) -> float:
    """Give the best of three times."""
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        repair(OPENER + unit * count)
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    """Print the ratio for each unit."""
    seconds("(", 1)
    for unit in UNITS:
        short, long = seconds(unit, SHORT), seconds(unit, SHORT * TIMES)
        print(f"{long / short:6.1f} × the time for {TIMES} × the text   {unit!r}")


if __name__ == "__main__":
    main()
