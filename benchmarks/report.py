"""Open reports in Chromium: bytes, milliseconds until all is there, and until a document shows.

    python -m benchmarks.report [--times 200] [--seeds seeds] [--chromium PATH]

Two reports are opened as files: of the seeds (34 documents), and of the seeds repeated with one line
added to each (1,000 documents). Each figure is the median of seven. An environment for Playwright
is made from `tests/browser/browser.lock`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 7
LOCK = Path(__file__).resolve().parent.parent / "tests" / "browser" / "browser.lock"
#: Milliseconds from the start until the page has run its script and is drawn.
LOADED = "performance.getEntriesByType('navigation')[0]?.loadEventEnd"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
#: Waits for such a figure; the policy of the page forbids what Playwright would wait with.
WAITED = """() => new Promise((done) => {
  const look = () => (%s > 0 ? done(%s) : setTimeout(look, 5));
  look();
})"""
#: Opens the first document of the list; gives milliseconds until the next frame is drawn.
OPENED = """() => new Promise((done) => {
  const start = performance.now();
  document.querySelector("#list .open").click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
#: Searches all texts shown whole.
SEARCHED = """() => {
  const start = performance.now();
  const box = document.querySelector("#search");
  box.value = "扶贫";
  box.dispatchEvent(new Event("input"));
  return performance.now() - start;
}"""


def main() -> None:
    """Build the datasets, make the environment, open the reports."""
    from benchmarks.build import copies  # noqa: PLC0415 -- not there where the browser is driven
    from dongxi.pipeline import build  # noqa: PLC0415
    from tests import venvs  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    if options.chromium is None:
        parser.error("no Chromium found; install it (on Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        small = build(options.seeds, work / "small")
        copies(options.seeds, work / "crawl", options.times)
        large = build(work / "crawl", work / "large")
        lock = ["--require-hashes", "-r", str(LOCK)]
        python = venvs.make(work / "environment", sys.executable, lock)
        pages = [str(folder / "report.html") for folder in (small, large)]
        command = [str(python), __file__, "--measure", options.chromium, *pages]
        subprocess.run(command, check=True)  # noqa: S603


def measure(chromium: str, *pages: str) -> None:
    """Open each report several times and print the medians; runs beside Playwright."""
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]  # noqa: PLC0415

    print("   bytes  documents  painted ms  loaded ms  document ms  search ms")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for path in map(Path, pages):
            rounds = [_round(browser, path) for _ in range(ROUNDS)]
            size, documents = path.stat().st_size, rounds[0][0]
            figures = [round(median(column)) for column in list(zip(*rounds, strict=True))[1:]]
            widths = zip(figures, (10, 9, 11, 9), strict=True)
            cells = "  ".join(f"{figure:>{width}}" for figure, width in widths)
            print(f"{size:>8}  {documents:>9}  {cells}")
        browser.close()


def _round(browser: Any, path: Path) -> list[float]:
    """Open a report once."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    count = "JSON.parse(document.getElementById('data-head').textContent).documents"
    waited = [WAITED % (what, what) for what in (PAINTED, LOADED)]
    found = [page.evaluate(what) for what in (count, *waited, OPENED, SEARCHED)]
    page.close()
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        main()
