"""Rows with a start and an end in, those that touch a range out, without a walk over all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.checks.base import Row


class Ranges:
    """Rows by the bytes they span, in whatever order they stand."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._order = sorted(range(len(rows)), key=lambda number: rows[number]["start"])
        self._starts = [rows[number]["start"] for number in self._order]
        ends = (rows[number]["end"] for number in self._order)
        self._ends = list(accumulate(ends, max))
        """The last end so far, so that it never falls."""

    def touching(self, start: int, end: int) -> list[int]:
        """Give the places of the rows that share a byte or a rim with a range, in order.

        >>> rows = [{"start": 4, "end": 9}, {"start": 0, "end": 4}, {"start": 9, "end": 9}]
        >>> Ranges(rows).touching(0, 4), Ranges(rows).touching(5, 8), Ranges(rows).touching(9, 10)
        ([0, 1], [0], [0, 2])
        >>> Ranges(rows).touching(10, 11)
        []
        """
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        found = self._order[first:last]
        return sorted(number for number in found if self._rows[number]["end"] >= start)
