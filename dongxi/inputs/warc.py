"""A web archive in, seeds out: pages as servers sent them, with what their headers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.inputs.model import InputError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from dongxi.inputs.model import InputSplit
    from dongxi.model import Limits, Seed


def read(split: InputSplit, _limits: Limits, _tally: Counter[str]) -> Iterator[Seed]:
    """Give the seeds of an archive."""
    raise InputError(f"{split.name}: archives are not read yet")
