"""The tables of a dataset folder in, `report.html` out: one page for people to look at it.

The page holds its own style and script and asks for nothing from anywhere. Whatever a release
withholds is not in it, since it is made from the published tables alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.facts import describe
from dongxi.report.numbers import figures
from dongxi.report.page import compose
from dongxi.report.pictures import pictures
from dongxi.report.sample import Limits, sample

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from dongxi.facts import Facts
    from dongxi.report.numbers import Figure

__all__ = ["REPORT", "Limits", "figures", "pictures", "render"]

REPORT = "report.html"


def render(
    folder: Path, ids: Collection[str] | None = None, facts: Facts | None = None,
    limits: Limits | None = None, drawn: tuple[Figure, ...] | None = None,
) -> bytes:  # fmt: skip
    """Write the report of a dataset folder, from its tables, its manifest and its citation.

    `ids` names the documents to show, all of them whole; without it a sample by hash is shown.
    `facts` and `drawn` spare the counting where they are known. Raises `ValueError` for an unknown id.
    """
    facts = facts or describe(folder)
    chosen = sample(folder, ids, limits or Limits())
    return compose(
        folder, facts, drawn or figures(folder, facts), chosen, asked=ids is not None
    )
