"""Addresses in, the dates written into them out; no network, no clock.

A page's own address often holds the day it went up; the address of an upload holds the month,
and an identifier in it the second it was made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi import edtf as form

if TYPE_CHECKING:
    from collections.abc import Iterable

#: China is 8 hours east of Greenwich all year since 1992.
UTC_PLUS = 8 * 3600
DAY = 86_400
#: Unix times of 2001-09-09 to 2033-05-18 have ten digits and start with 1.
UNIX = re.compile("(?P<seconds>1[0-9]{9})(?:[0-9]{3})?")
#: 24 hex digits whose first 8 are the Unix time of making (MongoDB's ObjectId).
IDENTIFIER = re.compile("(?<![0-9A-Za-z])(?P<seconds>[0-9a-f]{8})[0-9a-f]{16}(?![0-9A-Za-z])")
#: Characters of `2017-07`.
MONTH_LENGTH = 7
ZONE = re.compile("(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})")

_Y = "(?P<y>(?:19|20)[0-9]{2})"
_M = "(?P<m>0[1-9]|1[0-2])"
_D = "(?P<d>0[1-9]|[12][0-9]|3[01])"


class Address(NamedTuple):
    """A date an address says, and the rule that read it."""

    edtf: str
    rule: str


#: Shapes of a date in a path, strongest first. Parts of seven digits are none of them.
SHAPES = tuple(
    (rule, re.compile(pattern))
    for rule, pattern in (
        ("dates/address-day", rf"/{_Y}[-_/]{_M}[-_/]?{_D}(?=[/._?-]|$)"),
        ("dates/address-day", rf"/{_Y}{_M}[-_/]{_D}(?=[/._?-]|$)"),
        ("dates/address-day", rf"/{_Y}/(?P<m>[1-9])[-/](?P<d>[1-9]|[12][0-9]|3[01])(?=/)"),
        (
            "dates/address-compact-day",
            rf"(?<![0-9A-Za-z])t?{_Y}{_M}{_D}(?=[/._?-]|[A-Z][0-9]|$)",
        ),
        (
            "dates/address-short-year",
            rf"/(?P<yy>[0-9]{{2}})/{_M}{_D}/(?:[01][0-9]|2[0-3])(?=/)",
        ),
        ("dates/address-month", rf"/{_Y}[-_/]?{_M}(?=/)"),
    )
)


def from_url(url: str) -> Address | None:
    """Read the date in the path of an address; an address inside an address counts alone.

    >>> from_url("http://example.com/politics/2017-07/21/c_1119260597.htm")
    Address(edtf='2017-07-21', rule='dates/address-day')
    >>> from_url("http://example.com/zhengce/t20170721_123.html").edtf
    '2017-07-21'
    >>> from_url("http://example.com/products/show-3459179.html"), from_url("/2017/1332/")
    (None, None)
    """
    path = _path(url)
    for rule, shape in SHAPES:
        for found in shape.finditer(path):
            parts = found.groupdict()
            year = parts.get("y") or _century(parts["yy"] or "")
            day = (parts.get("d") or "").zfill(2) if parts.get("d") else None
            edtf = "-".join(filter(None, (year, (parts["m"] or "").zfill(2), day)))
            if form.valid(edtf):
                return Address(edtf, rule)
    return None


def from_upload(path_urls: Iterable[str]) -> str | None:
    """Read the day, approximate, on which the uploads of a page were made.

    The month in the path of an upload and the Unix time inside its identifier must agree;
    neither decides anything alone, since logos and links of other pages have paths with
    dates too. Uploads of several days give nothing.

    >>> from_upload(["http://example.com/202104/60701a68b15ec06d956ead01_1024.jpg"])
    '2021-04-09~'
    >>> from_upload(["http://example.com/202105/60701a68b15ec06d956ead01_1024.jpg"])
    >>> from_upload(["http://example.com/p/60701a68b15ec06d956ead01.jpg"])
    >>> from_upload(["http://example.com/upload/2015/03/08/logo.png"])
    """
    days = {day for url in path_urls if (day := _upload(url))}
    return f"{days.pop()}~" if len(days) == 1 else None


def unix_day(text: str) -> str | None:
    """Read a string that is a Unix time or an identifier holding one, to the day in UTC+8.

    >>> unix_day("1500609600000"), unix_day("60701a68b15ec06d956ead01"), unix_day("1119260597.1")
    ('2017-07-21', '2021-04-09', None)
    """
    found = UNIX.fullmatch(text)
    if found:
        return day_of(int(found["seconds"]))
    made = IDENTIFIER.fullmatch(text)
    return day_of(int(made["seconds"], 16)) if made else None


def day_of(seconds: int) -> str:
    """Give the day of a Unix time in UTC+8, by arithmetic alone.

    From Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.

    >>> day_of(1617959528), day_of(1500652800 - 1), day_of(1500652800)
    ('2021-04-09', '2017-07-21', '2017-07-22')
    """
    days = (seconds + UTC_PLUS) // DAY + 719_468
    era, of_era = divmod(days, 146_097)
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted + 2) // 5 + 1
    month = (shifted + 2) % 12 + 1
    return f"{year + era * 400 + (month <= 2):04}-{month:02}-{day:02}"  # noqa: PLR2004  (March starts the count)


def seconds_of(day: str) -> int:
    """Give the Unix time at which a day starts in UTC; the inverse of `day_of`.

    >>> seconds_of("1970-01-01"), seconds_of("2017-07-21")
    (0, 1500595200)
    """
    year, month, date = (int(part) for part in day.split("-"))
    year -= month <= 2  # noqa: PLR2004  (March starts the count)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + date - 1
    era, of_era = divmod(year, 400)
    return DAY * (
        era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    )


def hours_from_utc(exact: str, zone: str) -> str:
    """Move a time with a zone to UTC+8.

    >>> hours_from_utc("2017-07-20T18:30:05", "Z"), hours_from_utc("2017-07-21T10:30:00", "+08:00")
    ('2017-07-21T02:30:05', '2017-07-21T10:30:00')
    """
    found = ZONE.fullmatch(zone)
    away = 0
    if found:
        away = int(found["sign"] + "1") * (
            int(found["hours"]) * 3600 + int(found["minutes"]) * 60
        )
    day, time = exact.split("T")
    hour, minute, second = (int(part) for part in time.split(":"))
    seconds = seconds_of(day) + hour * 3600 + minute * 60 + second - away
    there = (seconds + UTC_PLUS) % DAY
    return f"{day_of(seconds)}T{there // 3600:02}:{there // 60 % 60:02}:{there % 60:02}"


def _upload(url: str) -> str | None:
    """Read the day of one upload where the month of its path and its identifier agree."""
    said = from_url(url) if IDENTIFIER.search(url) else None
    if said is None:
        return None
    made = (day_of(int(found["seconds"], 16)) for found in IDENTIFIER.finditer(_path(url)))
    return next((day for day in made if day.startswith(said.edtf[:MONTH_LENGTH])), None)


def _path(url: str) -> str:
    """Give the path of the innermost address, without query and fragment."""
    inner = url[max(url.rfind("http://"), url.rfind("https://"), 0) :]
    _, found, rest = inner.rpartition("://")
    start = rest.find("/") if found else 0
    return re.split("[?#]", rest[start:] if start >= 0 else "", maxsplit=1)[0]


def _century(digits: str) -> str:
    """Complete a year of two digits: from 90 on of the last century."""
    return f"19{digits}" if digits >= "90" else f"20{digits}"
