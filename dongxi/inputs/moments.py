"""When a page was fetched, as a record says it, in; a day, or a moment with its zone, out.

Nothing is guessed: of a time without zone the day alone is kept, of a bare number nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

#: A moment as archives write it, always UTC: 20210410031245.
PACKED = re.compile("[0-9]{14}")
#: As most are written.
PLAIN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
#: A day, and a time; `fromisoformat` would take more than that.
WRITTEN = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def moment(value: object) -> str | None:
    """Write a day or a moment in ISO 8601 as the table `seeds` has it; None for anything else.

    >>> moment("2021-04-10T03:12:45Z"), moment("20210410031245"), moment("2021-04-10")
    ('2021-04-10T03:12:45Z', '2021-04-10T03:12:45Z', '2021-04-10')
    >>> moment("2021-04-10 03:12"), moment("2021-04-10 03:12 +0800")
    ('2021-04-10', '2021-04-10T03:12:00+08:00')
    >>> moment("2021-02-30"), moment("10.4.2021"), moment(1618024365)
    (None, None, None)
    """
    if isinstance(value, datetime):
        return _written(value)
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return None
    try:
        return _read(value.strip())
    except ValueError:  # no such day or time
        return None


def read(value: object) -> tuple[str | None, object]:
    """Give the moment of a value, or else the value itself, if it says anything.

    >>> read("2021-04-10"), read("10.4.2021"), read("")
    (('2021-04-10', None), (None, '10.4.2021'), (None, None))
    """
    found = moment(value)
    return found, None if found or value == "" else value


def _read(text: str) -> str | None:
    if PLAIN.fullmatch(text):
        datetime.fromisoformat(text)  # raises for no such day or time
        return text
    if PACKED.fullmatch(text):
        return _written(datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    found = WRITTEN.fullmatch(text)
    if not found:
        return None
    day = date.fromisoformat(found["day"]).isoformat()
    if not found["time"] or not found["zone"]:
        return day
    zone = found["zone"].replace("UTC", "Z")
    return _written(datetime.fromisoformat(f"{day}T{found['time']}{zone}"))


def _written(value: datetime) -> str:
    """Write a moment; without a zone, its day."""
    if value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat().replace("+00:00", "Z")
