"""Rows in, what the card tells of them counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.checks.modes import WITHHELD

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from dongxi.checks.base import Row

    Counts = Counter[tuple[str, ...]]


def _count_documents(row: Row, counts: Counts) -> None:
    counts["characters", row["split"]] += row["characters"]
    if row["part"] == 1 and row["parts"] > 1:
        counts["divided",] += 1


def _count_passages(row: Row, counts: Counts) -> None:
    counts["repeated",] += row["duplicate_of"] is not None


def _count_seeds(row: Row, counts: Counts) -> None:
    counts["status", row["status"]] += 1
    counts["bytes", row["status"]] += row["bytes"]


def _count_ledger(row: Row, counts: Counts) -> None:
    size = row["end"] - row["start"]
    counts["role", row["role"], "in_text" if row["in_text"] else "left_out"] += size
    counts["kept",] += size if row["in_text"] else 0
    if str(row["rule"]).startswith(WITHHELD):
        counts["withheld", row["rule"], "rows"] += 1
        counts["withheld", row["rule"], "bytes"] += size


def _count_claims(row: Row, counts: Counts) -> None:
    if row["field"] == "personal":
        counts["personal", row["rule"]] += 1


def _count_edits(row: Row, counts: Counts) -> None:
    for rule in row["rules"]:
        counts["edit", rule, row["certainty"]] += 1


#: What is counted of a row, by table.
QUESTIONS: dict[str, Callable[[Row, Counts], None]] = {
    "documents": _count_documents,
    "passages": _count_passages,
    "seeds": _count_seeds,
    "claims": _count_claims,
    "ledger": _count_ledger,
    "edits": _count_edits,
}
