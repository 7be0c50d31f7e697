"""Show that the report does what it should in a real browser.

    python -m tests.browser [--dist dist] [--shots FOLDER] [--chromium PATH] [--here]
    python -m tests.browser --picture docs/pictures/report.png

Makes an environment in a temporary folder from a lock file with hashes (`browser.lock`: Playwright,
and axe-core for accessibility), and drives Debian's Chromium: the report of the dataset, and those
of datasets that are hostile, empty or withhold something, opened as files, light and dark, wide and
narrow, in English and Chinese, by pointer and by keyboard alone. `--shots` keeps pictures of it.
`--here` makes no environment and takes Playwright as installed beside this Python. `--picture` tries
nothing: it writes the picture of the documentation, a document in the report of the dataset.

Exit codes: 0 all as it should be; 1 a fault was found; 2 misuse, or no browser.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import venvs
from tests.browser.palette import shrink

HERE = Path(__file__).parent
#: Modes of `withheld_dist` whose reports are opened.
MODES = ("hashes", "none", "bare", "mask")
NAMES = ("chromium", "chromium-browser")
MISSING = "no Chromium found; install it (on Debian: apt-get install chromium) or name it with --chromium"  # fmt: skip


def main() -> int:
    """Make the environment and the pages, and drive the browser."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--dist", type=Path, default=venvs.ROOT / "dist", help="dataset (dist)")
    parser.add_argument("--shots", type=Path, help="folder for pictures")
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="PNG",
        help="only write the picture of the documentation",
    )
    parser.add_argument("--chromium", help="the browser")
    parser.add_argument("--here", action="store_true", help="make no environment")
    options = parser.parse_args()
    report = options.dist.resolve() / "report.html"
    if not report.is_file():
        parser.error(f"{options.dist}: no report there; build the dataset")
    chromium = options.chromium or next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        parser.error(MISSING)
    with tempfile.TemporaryDirectory(prefix="dongxi-browser-") as work:
        python = sys.executable if options.here else _environment(Path(work))
        if options.picture:
            places = [Path(work) / "picture.png"]
        else:
            shots = (options.shots or Path(work) / "shots").resolve()
            shots.mkdir(parents=True, exist_ok=True)
            places = [_others(Path(work)), shots]
        command = [python, str(HERE / "drive.py"), chromium, str(report), *map(str, places)]
        code = subprocess.run(command, check=False).returncode  # noqa: S603
        if options.picture and not code:
            options.picture.write_bytes(shrink(places[0].read_bytes()))
        return code


def _environment(work: Path) -> str:
    """Install what drives the browser."""
    lock = ["--require-hashes", "-r", str(HERE / "browser.lock")]
    return str(venvs.make(work / "environment", sys.executable, lock))


def _others(work: Path) -> Path:
    """Write reports of datasets that are hostile, empty, or withhold something."""
    sys.path.insert(0, str(HERE.parent))  # the makers of datasets import one another so
    import hostile_dist  # noqa: PLC0415
    import withheld_dist  # noqa: PLC0415

    from dongxi.pipeline import build  # noqa: PLC0415

    pages = withheld_dist.write_pages(work / "pages")
    made = {mode: build(pages, work / mode, **withheld_dist.MODES[mode]) for mode in MODES}
    made["hostile"] = hostile_dist.write(work / "hostile")
    (work / "blank").mkdir()
    (work / "blank" / "blank.txt").write_bytes(b"\n")
    made["empty"] = build(work / "blank", work / "empty")
    target = work / "reports"
    target.mkdir()
    for name, folder in made.items():
        shutil.copyfile(folder / "report.html", target / f"{name}.html")
    return target


if __name__ == "__main__":
    try:
        sys.exit(main())
    except venvs.NotHereError as error:
        sys.stderr.write(f"python -m tests.browser: {error}\n")
        sys.exit(2)
