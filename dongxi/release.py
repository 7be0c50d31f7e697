"""An earlier release of a dataset in, what a new one keeps of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dongxi.manifest import MANIFEST, SPLITS
from dongxi.model import Problem
from dongxi.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dongxi.splits import Split

#: The columns of the seeds table that tell where a page stood.
COLUMNS = ("seed", "sha256", "status", "split")


class ReleaseError(ValueError):
    """A folder that is no release; the message says what to do."""


def splits_of(folder: Path) -> dict[str, Split]:
    """Give the split of each page that a release used, by the SHA-256 of its bytes.

    Raises `ReleaseError` where the folder is no dataset.
    """
    if not (folder / MANIFEST).is_file():
        raise ReleaseError(
            f"{folder}: no dataset there ({MANIFEST} is missing); name the folder of an earlier "
            "release"
        )
    found: dict[str, Split] = {}
    for row in _used(folder):
        before = found.get(row["sha256"], row["split"])
        found[row["sha256"]] = min(before, row["split"], key=SPLITS.index)
    return found


def moved(folder: Path, pins: Mapping[str, Split]) -> Iterator[Problem]:
    """Report the pages of a new release that could not keep the split they had.

    That happens where pages once in different splits are now in one group.
    """
    for row in _used(folder):
        before, now = pins.get(row["sha256"]), row["split"]
        if before is not None and before != now:
            yield Problem(
                "assemble/pin-moved",
                row["seed"],
                f"was in {before} and is now in {now}: it is joined with a page that was in "
                f"{now}, and a group has one split; leave one of them out to keep both",
            )


def _used(folder: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of the pages that were used."""
    for _, (rows,) in walk([folder], {"seeds": COLUMNS}):
        yield from (row for row in rows["seeds"] if row["status"] == "used")
