"""EDTF strings in (ISO 8601-2, the part we publish), calendar bounds out.

`2017-07-21`, `2017-07`, `2020`, `XXXX-08-29` (year unknown), `20XX`, `2021-04-09~`
(approximate), `2024?` (uncertain), `?2017-08-29` (only the year is uncertain),
`2020-10-20T13:54:10`, and `a/b` between two of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: One date: marks before the year qualify the year alone, marks at the end the whole date.
DATE = re.compile(
    r"""
    (?P<before> [?~%] )?
    (?P<year> [0-9]{4} | [0-9]{2}XX | XXXX )
    (?: - (?P<month> [0-9]{2} | XX )
        (?: - (?P<day> [0-9]{2} )
            (?: T (?P<hour> [0-9]{2} ) : (?P<minute> [0-9]{2} ) : (?P<second> [0-9]{2} ) )?
        )?
    )?
    (?P<after> [?~%] )?
    """,
    re.VERBOSE,
)
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2
#: Between the year, the month and the day; nothing else in a date has one.
DAY_HYPHENS = 2
HOURS, MINUTES, SECONDS = 24, 60, 60

#: First and last day of a date; None where its year is not known.
Bounds = tuple[str | None, str | None]


@lru_cache(maxsize=4096)
def valid(edtf: str) -> bool:
    """Tell whether a string is a date as we publish it, with a day the calendar has.

    >>> valid("2016-02-29"), valid("XXXX-11-27/XXXX-11-28"), valid("?2017-08-29")
    (True, True, True)
    >>> valid("2017-02-29"), valid("2017-7-1"), valid("2017-07-21/2017-07-20"), valid("")
    (False, False, False, False)
    """
    return _bounds(edtf) is not None


def bounds(edtf: str) -> Bounds:
    """Give the first and the last day of a date; `~`, `?` and `%` do not widen it.

    Raises `ValueError` for a string that is not `valid`.

    >>> bounds("2024?"), bounds("2017-02")
    (('2024-01-01', '2024-12-31'), ('2017-02-01', '2017-02-28'))
    >>> bounds("2015-11-27/2015-11-28"), bounds("XXXX-08-29")
    (('2015-11-27', '2015-11-28'), (None, None))
    """
    found = _bounds(edtf)
    if found is None:
        raise ValueError(
            f"bounds: {edtf!r} is no date in the EDTF we publish; expected the like of "
            "2017-07-21, 2017-07, 2020, XXXX-08-29 or 2021-04-09~; check with valid() first"
        )
    return found


def day(edtf: str) -> str:
    """Drop the time of day from a date or from both ends of an interval.

    >>> day("2020-10-20T13:54:10"), day("2021-04-09~")
    ('2020-10-20', '2021-04-09~')
    """
    return re.sub(r"T[0-9:]{8}", "", edtf)


def is_day(edtf: str) -> bool:
    """Tell whether a date names one day, with its year or without, at a time or not.

    >>> is_day("2017-07-21"), is_day("XXXX-08-29"), is_day("2020-10-20T13:54:10")
    (True, True, True)
    >>> is_day("2017-07"), is_day("2017"), is_day("2017-07-21/2017-07-22")
    (False, False, False)
    """
    return "/" not in edtf and edtf.count("-") == DAY_HYPHENS


def days_in(year: int | None, month: int) -> int:
    """Count the days of a month; of February in an unknown year, 29.

    >>> days_in(2017, 2), days_in(2000, 2), days_in(1900, 2), days_in(None, 2)
    (28, 29, 28, 29)
    """
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 28 if month == FEBRUARY and not leap else MONTH_DAYS[month - 1]


def _bounds(edtf: str) -> Bounds | None:
    """Give the bounds of a date or interval, None if it is not valid."""
    parts = [_single(part) for part in edtf.split("/")]
    if len(parts) == 1:
        return parts[0]
    first, last = (parts[0], parts[-1]) if len(parts) == 2 else (None, None)  # noqa: PLR2004  (two ends)
    if first is None or last is None:
        return None
    earliest, latest = first[0], last[1]
    if earliest and latest and earliest > latest:
        return None
    return earliest, latest


def _single(edtf: str) -> Bounds | None:
    """Give the bounds of one date, None if it is not valid."""
    found = DATE.fullmatch(edtf)
    if found is None or found["year"] == "0000" or (found["before"] and found["after"]):
        return None
    if not _on_calendar(found) or not _on_clock(found):
        return None
    if "X" in found["year"]:
        return None, None
    year, month = int(found["year"]), int(found["month"] or 1)
    last_month = int(found["month"] or 12)
    first = int(found["day"] or 1)
    last = int(found["day"] or days_in(year, last_month))
    return f"{year:04}-{month:02}-{first:02}", f"{year:04}-{last_month:02}-{last:02}"


def _on_calendar(found: re.Match[str]) -> bool:
    """Tell whether month and day exist; an unknown month needs an unknown year and a day."""
    year = None if "X" in found["year"] else int(found["year"])
    if found["year"] == "XXXX" and not found["day"]:
        return False
    if found["month"] == "XX":
        return found["year"] == "XXXX" and 1 <= int(found["day"] or 0) <= MONTH_DAYS[0]
    month = int(found["month"] or 1)
    return 1 <= month <= len(MONTH_DAYS) and 1 <= int(found["day"] or 1) <= days_in(year, month)


def _on_clock(found: re.Match[str]) -> bool:
    """Tell whether the time of day, where there is one, exists."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    return hour < HOURS and minute < MINUTES and second < SECONDS
