"""`python -m dongxi`: the same program as the console script `dongxi`."""

from __future__ import annotations

import sys

from dongxi.cli import main

if __name__ == "__main__":
    sys.exit(main())
