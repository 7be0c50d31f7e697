"""EDTF strings in, whether the calendar has them and the days they allow out.

Written apart from the stage that makes the dates, so that one proves the other. The form
itself is the schema's pattern; here stands what a pattern cannot say: the days of a month,
the order of an interval, the first and the last day.
"""

from __future__ import annotations

import calendar
from typing import NamedTuple

#: Marks of uncertainty; they do not widen a date.
MARKS = "?~%"
UNKNOWN = "X"
#: Digits of year, month and day; first values behind the last of hour, minute and second.
SIZES = (4, 2, 2)
CLOCK = (24, 60, 60)
LEAP_YEAR = 2000


class Days(NamedTuple):
    """The days a date allows; None where the year is not known whole."""

    earliest: str | None
    latest: str | None


def days(edtf: str) -> Days | None:
    """Give the days a date allows; None if it is no date of the calendar.

    >>> days("2017-02"), days("?2017-08-29~")
    (Days(earliest='2017-02-01', latest='2017-02-28'), Days(earliest='2017-08-29', latest='2017-08-29'))
    >>> days("2015-11-27/2015-12").latest, days("XXXX-08-29"), days("XXXX-02-30")
    ('2015-12-31', Days(earliest=None, latest=None), None)
    >>> days("2017-02-29"), days("2017-07-21/2017-07-20"), days("2017-13"), days("")
    (None, None, None, None)
    """
    ends = [_one(part) for part in edtf.split("/")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:  # noqa: PLR2004 -- an interval has two ends
        return None
    found = Days(first.earliest, last.latest)
    if found.earliest and found.latest and found.earliest > found.latest:
        return None
    return found


def _one(edtf: str) -> Days | None:
    """Give the days of a single date."""
    date, _, clock = edtf.rstrip(MARKS).partition("T")
    parts = [part.strip(MARKS) for part in date.split("-")]
    if not _digits(parts, SIZES) or (clock and not _on_clock(clock)):
        return None
    year = parts[0]
    months = _range([*parts, ""][1], 12)
    known = int(year) if UNKNOWN not in year else None
    if known == 0 or months is None:
        return None
    length = calendar.monthrange(known or LEAP_YEAR, months[1])[1]
    dates = _range([*parts, "", ""][2], length)
    if dates is None:
        return None
    if known is None:
        return Days(None, None)
    return Days(f"{year}-{months[0]:02}-{dates[0]:02}", f"{year}-{months[1]:02}-{dates[1]:02}")


def _range(part: str, last: int) -> tuple[int, int] | None:
    """Give the first and last month or day a part allows; None if the calendar has it not.

    >>> _range("", 12), _range("XX", 31), _range("02", 12), _range("31", 30)
    ((1, 12), (1, 31), (2, 2), None)
    """
    if not part or UNKNOWN in part:
        return 1, last
    return (int(part), int(part)) if 1 <= int(part) <= last else None


def _digits(parts: list[str], sizes: tuple[int, ...]) -> bool:
    """Tell whether parts are as many digits, known or not, as they should be."""
    return len(parts) <= len(sizes) and all(
        len(part) == size and part.isascii() and part.replace(UNKNOWN, "0").isdecimal()
        for part, size in zip(parts, sizes, strict=False)
    )


def _on_clock(clock: str) -> bool:
    """Tell whether a time of day exists."""
    parts = clock.split(":")
    return (
        len(parts) == len(CLOCK)
        and UNKNOWN not in clock
        and _digits(parts, (2, 2, 2))
        and all(int(part) < limit for part, limit in zip(parts, CLOCK, strict=True))
    )
