"""Break builds on purpose and look what stands.

    python -m tests.faults [--kills 60] [--only NAME …] [--quick] [--strict] [--seeds seeds]

Every scenario checks that the old dataset stands whole or is made whole by the next start, that
the next build succeeds and gives the same bytes as an undisturbed one, and that what was refused
says what to do. `--quick` takes two short pages and a few kills, `--only` the scenarios whose
names contain a word. What needs a tool this machine has not (strace, unshare) is reported as
"not available here"; `--strict` makes that a fault.

Exit codes: 0 nothing lost; 1 a fault was found; 2 misuse.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.common import PAGE, ROOT, prepare
from tests.faults.scenarios import SCENARIOS
from tests.venvs import NotHereError, say

#: Random kills of a quick run.
FEW_KILLS = 6


def main() -> int:
    """Run the scenarios and print a line for each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--kills", type=int, default=60, help="random kills (60)")
    parser.add_argument("--only", nargs="+", default=[""], help="words of scenarios' names")
    parser.add_argument("--quick", action="store_true", help="two short pages, few kills")
    parser.add_argument("--strict", action="store_true", help="what cannot run is a fault")
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds", help="folder of pages")
    options = parser.parse_args()
    chosen = [one for one in SCENARIOS if any(word in one.name for word in options.only)]
    if not chosen:
        parser.error(
            f"no scenario of such a name; there are: {', '.join(s.name for s in SCENARIOS)}"
        )
    kills = min(FEW_KILLS, options.kills) if options.quick else options.kills
    with tempfile.TemporaryDirectory(prefix="dongxi-faults-") as work:
        folder = Path(work).resolve()
        place = prepare(folder, short_pages(folder) if options.quick else options.seeds)
        ends = [told(scenario, place, kills) for scenario in chosen]
    bad = ends.count("fault") + (ends.count("absent") if options.strict else 0)
    say(
        f"{len(ends)} scenarios, {ends.count('fault')} with faults, {ends.count('absent')} not available here"
    )
    return 1 if bad else 0


def short_pages(folder: Path) -> Path:
    """Write two pages that take no time."""
    pages = folder / "short"
    pages.mkdir()
    for name in ("one", "two"):
        (pages / f"{name}.txt").write_text(f"{PAGE}\n{name}\n", encoding="utf-8")
    return pages


def told(scenario: object, place: object, kills: int) -> str:
    """Run a scenario and print what it gave."""
    start = time.monotonic()
    try:
        found = scenario.run(place, kills)
    except NotHereError as error:
        say(f"absent  {scenario.name}: not available here ({error})")
        return "absent"
    end = "fault" if found.faults else "ok"
    took = time.monotonic() - start
    say(f"{end:7} {scenario.name}: {found.tried} tried in {took:.0f} s ({found.notes})")
    for fault in found.faults:
        say(f"        {fault}")
    return end


if __name__ == "__main__":
    sys.exit(main())
