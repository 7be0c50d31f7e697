"""Show that a build gives the same bytes whoever does the work, and whatever dies meanwhile.

    python -m tests.cluster [--times 20] [--here] [--strict]

Makes an environment with Ray in a temporary folder, from a lock file with hashes, and builds
some hundred pages: in one process, in several, and on a cluster of three nodes on this machine, of
which a worker, a whole node and the driver itself are killed while they work. `--here` takes the
Ray installed beside this Python. Exit codes: 0 all the same; 1 a difference; 2 misuse.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import venvs

HERE = Path(__file__).parent
#: The lines that tell how a build went; Ray writes others between them.
OURS = re.compile("same |fault |[0-9]+ ways: |        [0-9]+ pages")


def main() -> int:
    """Make the environment, run the builds there."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.cluster", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--times", type=int, default=20, help="copies of each seed (20)")
    parser.add_argument("--here", action="store_true", help="make no environment")
    parser.add_argument("--strict", action="store_true", help="what cannot run is a fault")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dongxi-cluster-") as work:
        python = sys.executable
        if not options.here:
            lock = ["--require-hashes", "-r", str(HERE / "ray.lock")]
            try:
                python = str(venvs.make(Path(work) / "env", sys.executable, lock))
            except venvs.NotHereError as error:
                print(f"absent  not available here ({error})")  # noqa: T201
                return int(options.strict)
        command = [python, "-m", "tests.cluster.run", work, str(options.times)]
        log = Path(work) / "log"  # what a cluster says when its nodes are killed
        with log.open("w", encoding="utf-8") as sink:
            done = subprocess.Popen(  # noqa: S603
                command, cwd=venvs.ROOT, stdout=subprocess.PIPE, stderr=sink, text=True
            )
            for line in done.stdout or ():
                if OURS.match(line):
                    venvs.say(line.rstrip())
                else:
                    sink.write(line)
            code = done.wait()
        if code:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            sys.stderr.write("\n".join(lines[-20:]) + "\n")
        return code


if __name__ == "__main__":
    sys.exit(main())
