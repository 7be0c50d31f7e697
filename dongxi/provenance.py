"""`provenance.jsonl` in, where each page is from out: its address, and when it was fetched.

The file lies in the folder of pages and is optional; a line is a JSON object about one page.
`url` becomes a claim like any other and `retrieved` stands in the table of seeds; the hash ties
the line to the bytes it was written for.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dongxi import steady, written
from dongxi.inputs.ids import sha256_of
from dongxi.page import host
from dongxi.seeds import PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from dongxi.model import Seed

#: An address: no blanks, controls, or signs that end one in running text.
ADDRESS = re.compile(
    'https?://[^\x00-\x20\x7f-\xa0<>"`\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+',
    re.IGNORECASE,
)
SHA256 = re.compile("[0-9a-f]{64}")
#: A day, or a day and time with its zone, as the table of seeds has it.
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(
    DAY.pattern + "T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
NEEDED = ("seed", "sha256")
WHEN = "a day (2021-04-10), or a day and time with its zone (2021-04-10T03:12:45Z)"
WHERE = "an address that starts with http:// or https:// and holds no blank (write %20 for one)"


class ProvenanceError(ValueError):
    """A fault in `provenance.jsonl`; the message says which line and what to do."""


class Record(NamedTuple):
    """Where a page is from."""

    seed: str
    sha256: str
    """Of the page's bytes."""
    url: str | None = None
    retrieved: str | None = None
    """When it was fetched, ISO 8601; see `TIME`."""
    note: str | None = None
    """How one knows, in words; not published."""


#: A record, and the number of its line.
Numbered = tuple[int, Record]


def fault(field: str, value: object) -> str:
    """Say what was expected of a value, if it is not that.

    >>> fault("retrieved", "2021-04-10"), fault("url", "https://example.org/a b")
    ('', 'an address that starts with http:// or https:// and holds no blank (write %20 for one)')
    """
    if not isinstance(value, str) or not value.strip() or written.FORBIDDEN.search(value):
        return "a text"
    if field == "sha256" and not SHA256.fullmatch(value):
        return "64 hexadecimal digits in lower case"
    if field == "url" and not (ADDRESS.fullmatch(value) and host(value)):
        return WHERE
    if field == "retrieved" and not _is_time(value):
        return WHEN
    return ""


def _is_time(value: str) -> bool:
    """Tell a day or time of the calendar, written as `WHEN` says.

    >>> _is_time("2020-02-29"), _is_time("2021-02-29"), _is_time("2021-04-10 03:12:45")
    (True, False, False)
    """
    try:
        if DAY.fullmatch(value):
            return bool(date.fromisoformat(value))
        return bool(TIME.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def load(folder: Path) -> dict[str, Numbered]:
    """Read and check the file of a folder of seeds: seed id → number of its line, and record.

    Raises `ProvenanceError` for a line that is no complete record, and for a seed that stands
    in two; a missing file has no records.
    """
    path = folder / PROVENANCE
    if not path.is_file():
        return {}
    try:
        text = steady.read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise ProvenanceError(f"{PROVENANCE}: not UTF-8 ({wrong}); mend the file") from None
    done: dict[str, Numbered] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = _record(f"{PROVENANCE}, line {number}", line)
        if record.seed in done:
            raise ProvenanceError(
                f"{PROVENANCE}, lines {done[record.seed][0]} and {number}: both are about seed "
                f"{record.seed!r}; keep one of them"
            )
        done[record.seed] = number, record
    return done


def _record(where: str, line: str) -> Record:
    """Read one line."""
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise ProvenanceError(
            f"{where}: not readable as JSON ({wrong}); write one object a line"
        ) from None
    if not isinstance(found, dict):
        raise ProvenanceError(f"{where}: found {written.quote(found)}, expected an object")
    for key, value in found.items():
        if key not in Record._fields:
            raise ProvenanceError(
                f"{where}: unknown key {written.quote(key)}; known are {', '.join(Record._fields)}"
            )
        if (value is not None or key in NEEDED) and (wanted := fault(key, value)):
            raise ProvenanceError(
                f"{where}, {key}: found {written.quote(value)}, expected {wanted}"
            )
    for key in NEEDED:
        if key not in found:
            raise ProvenanceError(
                f"{where}: {key!r} is missing; every line needs {' and '.join(NEEDED)}"
            )
    return Record(**found)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Make a mapping; refuse a key that stands twice."""
    done = dict(pairs)
    if len(done) < len(pairs):
        raise ValueError("a key stands twice")
    return done


def placed(seed: Seed, known: Numbered | None) -> Seed:
    """Add to a seed what is known of where it is from, if its bytes are those it was written for.

    Raises `ProvenanceError` for other bytes.
    """
    if known is None:
        return seed
    number, record = known
    digest = sha256_of(seed)
    if digest != record.sha256:
        raise ProvenanceError(
            f"{PROVENANCE}, line {number}: seed {seed.id!r} has SHA-256 {digest}, the line was "
            f"written for {record.sha256}; put the old page back, or write where and when the "
            "new one was fetched"
        )
    return replace(
        seed, url=record.url or seed.url, retrieved=record.retrieved or seed.retrieved
    )


def check(
    known: Mapping[str, Numbered], seeds: Container[str], gone: Container[str] = ()
) -> None:
    """Raise `ProvenanceError` for a seed that is not there; those asked to be removed may be gone."""
    for name, (number, _) in known.items():
        if name not in seeds and name not in gone:
            raise ProvenanceError(
                f"{PROVENANCE}, line {number}: seed {name!r} is not among the seeds; put the page "
                "back, correct 'seed', or remove the line"
            )


def render(records: Mapping[str, Record]) -> bytes:
    """Write the file: a line for each record, sorted by seed; what is not known is left out.

    >>> render({"a": Record("a", "0" * 64, "https://example.org/1")})[:20]
    b'{"seed": "a", "sha25'
    """
    rows = (
        {key: value for key, value in record._asdict().items() if value is not None}
        for _, record in sorted(records.items())
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
