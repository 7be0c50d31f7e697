"""Print how a build ended and what stands; run where a small disk is mounted.

python -m tests.faults.check FOLDER OUT CODE
"""

from __future__ import annotations

import sys
from pathlib import Path

from dongxi.manifest import sha256sums
from tests.faults.common import Place, state


def main(folder: Path, out: Path, code: str) -> None:
    """Compare with the datasets made undisturbed."""
    place = Place(
        folder, folder, folder, sha256sums(folder / "old"), sha256sums(folder / "new")
    )
    left = [path.name for path in out.parent.iterdir() if path != out]
    sys.stdout.write(" ".join([code, state(out, place), *left]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
