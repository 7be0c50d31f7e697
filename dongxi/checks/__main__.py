"""Write `docs/checks.md`, to standard output."""

from __future__ import annotations

import sys

from dongxi.checks import document

if __name__ == "__main__":
    sys.stdout.buffer.write(document().encode("utf-8"))
