"""`curation.yaml` in, checked entries out: what people know and a page does not say.

Each entry names a seed and its SHA-256, a field and its value, the reason, and, where it is
about a place, a `quote` that stands once in the page or the bytes `start` and `end`.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dongxi import edtf, written
from dongxi.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dongxi.model import Curated
    from dongxi.written import Entry

#: Fields a curator may give. `part` is the first byte of a part; its value is the number.
#: `character` is what stood where the page lost one; its value is put into the text.
FIELDS = (
    "title", "subtitle", "source", "site_name", "author", "editor", "date", "place", "section",
    "document_number", "document_type", "part", "character",
)  # fmt: skip
#: Fields with one value per seed are all others.
MANY = frozenset({"author", "editor", "part", "character"})
#: What an entry of a field needs a place for.
PLACED = {"part": "a part", "character": "a lost character"}
#: Values of `document_type`, as the schema of documents lists them.
TYPES = (
    "news_report", "commentary", "feature", "interview", "speech", "notice", "interpretation",
    "essay", "essay_collection", "academic", "reference", "blog_post", "product_page",
    "listing", "other",
)  # fmt: skip
NEEDED = ("seed", "sha256", "field", "value", "reason")
ALLOWED = (*NEEDED, "quote", "start", "end")
OFFSETS = ("start", "end")
#: What YAML takes for nothing.
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
BLANK = " \t\r\n\u3000"
LOST = "\ufffd"
WHOLE = re.compile(r"[0-9]{1,15}")
NUMBER = re.compile(r"[1-9][0-9]{0,5}")
#: What may stand for lost characters: a few, none of them a sign of control or a line end.
CHARACTERS = re.compile(
    "[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]{1,8}"
)
DATES = "2017-07-21, 2017-07, 2020, XXXX-08-29, ?2017-08-29 or 2021-04-09~"


class CurationError(ValueError):
    """A fault in `curation.yaml`; the message says which entry and what to do."""


def load(path: Path) -> tuple[Curated, ...]:
    """Read and check a curation file; a missing one has no entries.

    Raises `CurationError` for anything that is not a list of complete entries.
    """
    try:
        entries = written.entries(path, NEEDED)
    except written.WrittenError as fault:
        raise CurationError(f"{path.name}: {fault}") from None
    done = tuple(_checked(path.name, entry) for entry in entries)
    _once(path.name, entries)
    return done


def _checked(name: str, found: Entry) -> Curated:
    """Check one entry: its shape, then its value, then its place."""
    entry = found.value
    if not isinstance(entry, dict):
        raise CurationError(
            f"{name}, {found.named()}: a mapping was expected, found {entry!r:.60}"
        )
    _check_keys(name, found)
    if entry["field"] not in FIELDS:
        raise CurationError(
            f"{name}, {found.named('field')}: unknown field {entry['field']!r}; "
            f"known are {', '.join(FIELDS)}"
        )
    if fault := _fault(entry["field"], entry["value"]):
        raise CurationError(
            f"{name}, {found.named('value')}, seed {entry['seed']!r}, field {entry['field']!r}: "
            f"found the value {entry['value']!r:.60}, expected {fault}"
        )
    _check_place(name, found)
    done: Curated = {  # type: ignore[assignment]  # the keys are checked above
        key: int(value) if key in OFFSETS else value for key, value in entry.items()
    }
    return done


def _check_keys(name: str, found: Entry) -> None:
    """Raise for a key nobody knows, a missing one, and one that holds no single text."""
    for key, value in found.value.items():
        if key not in ALLOWED:
            raise CurationError(
                f"{name}, {found.named(key)}: unknown key {key!r}; "
                f"known are {', '.join(ALLOWED)}"
            )
        if not isinstance(value, str):
            raise CurationError(
                f"{name}, {found.named(key)}: {key!r} is {value!r:.60}, a text was expected; "
                "give one value, and one entry for each"
            )
    for key in NEEDED:
        if found.value.get(key, "").strip(BLANK) in EMPTY:
            fault = "empty" if key in found.value else "missing"
            raise CurationError(
                f"{name}, {found.named(key)}: {key!r} is {fault}; "
                f"every entry needs {', '.join(NEEDED)}"
            )


def _fault(field: str, value: str) -> str:
    r"""Say what was expected of a value, if it is not that.

    >>> _fault("date", "2017-08-29"), _fault("title", "2017-13-45")
    ('', '')
    >>> _fault("part", "0")
    'the number of a part: 1, 2, 3 …'
    >>> _fault("character", "海"), _fault("character", "海\n口")
    ('', 'the characters that were lost: one to eight, on one line')
    """
    if LOST in value:
        return "a value without U+FFFD, which stands for a lost character"
    if field == "date" and not edtf.valid(value):
        return f"a date in EDTF, such as {DATES}"
    if field == "document_type" and value not in TYPES:
        return f"one of {', '.join(TYPES)}"
    if field == "part" and not NUMBER.fullmatch(value):
        return "the number of a part: 1, 2, 3 …"
    if field == "character" and not CHARACTERS.fullmatch(value):
        return "the characters that were lost: one to eight, on one line"
    return ""


def _check_place(name: str, found: Entry) -> None:
    """Raise for a place that is none, or two."""
    entry = found.value
    for key in OFFSETS:
        if key in entry and not WHOLE.fullmatch(entry[key]):
            raise CurationError(
                f"{name}, {found.named(key)}: {key!r} is {entry[key]!r:.60}; "
                "'start' and 'end' are byte offsets, whole numbers"
            )
    if "end" in entry and "start" not in entry:
        raise CurationError(
            f"{name}, {found.named('end')}: 'end' without 'start'; give both, or a 'quote'"
        )
    if "quote" in entry and "start" in entry:
        raise CurationError(
            f"{name}, {found.named('start')}: both 'quote' and 'start'; give one of them"
        )
    if entry["field"] in PLACED and not {"quote", "start"} & entry.keys():
        raise CurationError(
            f"{name}, {found.named()}: {PLACED[entry['field']]} needs a place; "
            "give 'quote' or 'start'"
        )


def _once(name: str, entries: Iterable[Entry]) -> None:
    """Raise if a field that has one value is given two for one seed."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.value["seed"], entry.value["field"])
        if key in seen and entry.value["field"] not in MANY:
            raise CurationError(
                f"{name}, {seen[key].named('field')} and {entry.named('field')}: both give "
                f"{key[1]!r} of seed {key[0]!r}, which has one value; keep one of them"
            )
        seen.setdefault(key, entry)


def matched(
    entries: Iterable[Curated], seeds: Mapping[str, bytes]
) -> dict[str, tuple[Curated, ...]]:
    """Sort entries by seed; `seeds` gives the bytes of each.

    Raises `CurationError` for a seed that is not there or whose bytes changed, and for parts
    that do not count 1, 2, 3 … from the first to the last.
    """
    done: dict[str, list[Curated]] = {}
    digests: dict[str, str] = {}
    for entry in entries:
        seed = entry["seed"]
        if seed not in seeds:
            raise CurationError(
                f"curation.yaml: seed {seed!r} is not among the seeds; "
                "correct the entry's 'seed' or remove the entry"
            )
        if seed not in digests:
            digests[seed] = hashlib.sha256(seeds[seed]).hexdigest()
        check_bytes(entry, digests[seed], len(seeds[seed]))
        done.setdefault(seed, []).append(entry)
    for seed, found in done.items():
        _check_parts(seed, [entry for entry in found if entry["field"] == "part"], seeds[seed])
    return {seed: tuple(found) for seed, found in done.items()}


def check_bytes(entry: Curated, digest: str, size: int) -> None:
    """Raise if an entry was made for other bytes, or speaks of some that are not there."""
    if digest != entry["sha256"]:
        raise CurationError(
            f"curation.yaml: seed {entry['seed']!r} has SHA-256 {digest}, the entry for field "
            f"{entry['field']!r} was made for {entry['sha256']}; read the changed page again, "
            "then update the entry"
        )
    if not 0 <= entry.get("start", 0) <= entry.get("end", size) <= size:
        raise CurationError(
            f"curation.yaml: seed {entry['seed']!r}, field {entry['field']!r}: bytes "
            f"{entry.get('start')}-{entry.get('end')} lie outside the page of {size} bytes"
        )


def _check_parts(seed: str, parts: Sequence[Curated], raw: bytes) -> None:
    """Raise unless parts count 1, 2, 3 … in the order of their places in the page."""
    numbers = sorted(int(entry["value"]) for entry in parts)
    if numbers != list(range(1, len(parts) + 1)):
        raise CurationError(
            f"curation.yaml: seed {seed!r}: found parts {', '.join(map(str, numbers))}, expected "
            f"each number from 1 to {len(parts)} once; number the entries anew"
        )
    if not parts:
        return
    encoding = decode(raw).encoding
    places = sorted(
        (int(entry["value"]), place)
        for entry in parts
        if (place := _start(entry, raw, encoding)) is not None
    )
    for (_, before), (number, place) in pairwise(places):
        if place <= before:
            raise CurationError(
                f"curation.yaml: seed {seed!r}: part {number} starts at byte {place}, not behind "
                f"the part before it (byte {before}); number parts in the order of the page"
            )


def _start(entry: Curated, raw: bytes, encoding: str) -> int | None:
    """Find the first byte of a part; None where its quote does not stand in the page once."""
    if "start" in entry:
        return entry["start"]
    quote = encoded(entry["quote"], encoding)
    return raw.index(quote) if quote and raw.count(quote) == 1 else None


def encoded(quote: str, encoding: str) -> bytes:
    r"""Write a quotation in the bytes of its page; nothing where it cannot stand there.

    >>> encoded("é", "big5hkscs"), encoded("😀", "big5hkscs")
    (b'\x88m', b'')
    """
    try:
        return quote.encode(encoding)
    except UnicodeEncodeError:
        return b""
