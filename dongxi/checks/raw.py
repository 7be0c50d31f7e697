"""Checks against the raw pages themselves, for whoever holds them (promise 1)."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.modes import MASKED, REMOVED
from dongxi.checks.pages import Rows, withheld
from dongxi.checks.personal import find as personal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: What is a page, and what is none though its ending says so.
ENDINGS = frozenset({"", ".txt", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown"})
NO_SEEDS = ("README", "LICENSE")
#: The last ending of a name; one of digits alone (2021.03.04) is none.
ENDING = re.compile(r"(?<=.)\.(?![0-9]+\Z)[^.]*\Z", re.DOTALL)
#: Columns that repeat words of a page, by table.
REPEATING = {
    "documents": ("title", "subtitle", "text", "text_hans", "source", "author", "editor"),
    "passages": ("text", "heading"),
    "claims": ("value",),
}
#: Reasons of pages of which nothing was read, or is left.
UNREAD = frozenset({"removed", "too_large", "failed"})
#: Shorter masked pieces may stand anywhere.
FEWEST_CHARS = 7
#: Beside a word, these make it part of a longer one.
PARTS = re.compile("[0-9A-Z_a-z\uff10-\uff19]")
#: What was asked to be removed, in the folder of seeds.
REMOVALS = "removals.yaml"
ADVICE = "give the inputs the dataset was built from, or build it again"


class Raw(NamedTuple):
    """A page with its rows and its raw bytes."""

    page: Rows
    data: bytes


def find(folder: Path) -> dict[str, Path]:
    """Find the files of a folder of seeds by id: the path below it less its last ending."""
    done: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        last = os.fsencode(name.name).decode("utf-8", "backslashreplace")
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and is_page(last) and path.is_file():
            done.setdefault(name_of((name.parent / last).as_posix()), path)
    return done


def is_page(last: str) -> bool:
    """Tell a page by the last part of its name."""
    return not last.startswith(NO_SEEDS) and last[len(name_of(last)) :].lower() in ENDINGS


def name_of(name: str) -> str:
    """Take the ending off a name."""
    head, sign, last = name.rpartition("/")
    ending = ENDING.search(last)
    return head + sign + (last[: ending.start()] if ending else last)


def missing(page: Rows) -> Found:
    """Report a seed that is not in the folder."""
    message = f"found no page of that name in the inputs; {ADVICE}"
    return Found(place("seeds", page.seed, "seed"), message)


def left(
    files: dict[str, Path], records: Iterable[str], known: Iterable[str]
) -> Iterator[Found]:
    """Report pages in the inputs that the dataset does not account for.

    Links to files may have been followed or not.
    """
    pages = {name for name, path in files.items() if not path.is_symlink()} | set(records)
    for name in sorted(pages - set(known)):
        message = f"found a page that stands in no row of seeds, used or rejected; {ADVICE}"
        yield Found(f"seed {quote(name)}", message)


def requests(folder: Path, known: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
    """Report requests for removal in the folder that the dataset does not know."""
    told = {_request(one) for one in known}
    for number, one in enumerate(_asked(folder / REMOVALS), 1):
        if _request(one) not in told:
            message = "found no such request in the manifest, expected it honoured"
            yield Found(f"{REMOVALS}, entry {number}", f"{message}; build the dataset again")


def _asked(path: Path) -> list[Mapping[str, Any]]:
    """Read the requests; none where the file is missing or no list of mappings."""
    try:
        found = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 -- makes texts alone
    except (OSError, yaml.YAMLError, RecursionError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _request(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Tell a request from others, numbers as words."""
    keys = ("seed", "sha256", "document", "start", "end")
    return tuple("" if one.get(key) is None else str(one[key]) for key in keys)


def sizes(raw: Raw) -> Iterator[Found]:
    """Compare size and hash of a file with the seed's."""
    expected = {"bytes": len(raw.data), "sha256": hashlib.sha256(raw.data).hexdigest()}
    for name, value in expected.items():
        if raw.page.seed[name] != value:
            message = unequal(raw.page.seed[name], value, f"as in its file; {ADVICE}")
            yield Found(place("seeds", raw.page.seed, name), message)


def spans(raw: Raw) -> Iterator[Found]:
    """Compare the bytes of each ledger row with those of the file."""
    for row, data in zip(raw.page.ledger, raw.page.data, strict=True):
        found = raw.data[row["start"] : row["end"]]
        if data is not None and data != found:
            name = "raw" if row["raw_hex"] is None else "raw_hex"
            yield Found(
                place("ledger", row, name), unequal(data, found, f"as in its file; {ADVICE}")
            )


def hashes(raw: Raw) -> Iterator[Found]:
    """Compare the hash of each ledger row that shows nothing else with the file."""
    for row in raw.page.ledger:
        if withheld(row) and row["sha256"] is not None:
            found = hashlib.sha256(raw.data[row["start"] : row["end"]]).hexdigest()
            if row["sha256"] != found:
                message = unequal(row["sha256"], found, f"as in its file; {ADVICE}")
                yield Found(place("ledger", row, "sha256"), message)


def kept(raw: Raw) -> Iterator[Found]:
    """Report values of a page that repeat bytes which are withheld."""
    words = _Words(_withheld(raw))
    for table, columns in REPEATING.items() if words.known else ():
        for row in raw.page.rows(table):
            for name in columns:
                values = row[name] if isinstance(row[name], list) else [row[name] or ""]
                if any(map(words.stand_in, values)):
                    message = "found words of bytes that are withheld, expected none of them"
                    yield Found(place(table, row, name), f"{message}; {ADVICE}")


class _Words:
    """Words to be looked for all at once, none shorter than FEWEST_CHARS."""

    def __init__(self, words: set[str]) -> None:
        self.known = words
        sizes: dict[str, set[int]] = {}
        for word in words:
            sizes.setdefault(word[:FEWEST_CHARS], set()).add(len(word))
        self._sizes = sizes
        """How they begin → how long those are."""

    def stand_in(self, text: str) -> bool:
        """Tell whether some word stands in a text, not within a longer word or number.

        >>> words = _Words({"13812345678", "88881234"})
        >>> words.stand_in("电话13812345678。"), words.stand_in("A-288881234号")
        (True, False)
        """
        return any(
            text[at : at + size] in self.known
            and not PARTS.match(text, at + size)
            and not (at and PARTS.match(text, at - 1))
            for at in range(len(text) - FEWEST_CHARS + 1)
            for size in self._sizes.get(text[at : at + FEWEST_CHARS], ())
        )


def _withheld(raw: Raw) -> set[str]:
    """Give the words of masked bytes that are long enough to be nothing else."""
    done = set()
    for row in raw.page.ledger:
        if str(row["rule"]).startswith(MASKED):
            text = raw.data[row["start"] : row["end"]].decode(
                str(raw.page.encoding or "utf-8"), "replace"
            )
            done |= {text} if len(text) >= FEWEST_CHARS else set()
    return done


def told(raw: Raw) -> Iterator[Found]:
    """Report personal data in the file that no claim tells of."""
    page = raw.page
    if page.modes.personal == "off" or page.encoding is None or page.seed["reason"] in UNREAD:
        return
    if page.seed["encoding"] is None:
        return  # a broken archive, of which the hash alone is known
    marks = _marks(raw.data, page.encoding)
    if marks is None:
        return  # bytes that do not decode have no certain place
    if page.bare and page.modes.asked(page.seed["seed"]):
        return  # what was removed is not known without a ledger
    known = _known(page)
    starts = [start for start, _ in known]
    for start, end, kind in personal(raw.data.decode(page.encoding)):
        first, last = marks[start], marks[end]
        at = bisect_right(starts, last - 1) - 1
        if at < 0 or known[at][1] <= first:
            where = f"{place('seeds', page.seed)}, bytes {first}-{last}"
            message = f"found what has the form of {kind}, expected a claim of it; {ADVICE}"
            yield Found(where, message)


def _known(page: Rows) -> list[tuple[int, int]]:
    """Give the ranges that are claimed or removed, in order, each end not before the last."""
    found = [
        (row["start"], row["end"])
        for row in page.claims
        if row["field"] == "personal" and row["end"] is not None
    ]
    found += [(r["start"], r["end"]) for r in page.ledger if str(r["rule"]).startswith(REMOVED)]
    ends = accumulate((end for _, end in sorted(found)), max)
    return [(start, end) for (start, _), end in zip(sorted(found), ends, strict=True)]


def _marks(data: bytes, encoding: str) -> list[int] | None:
    """Give the byte where each character starts, then the end; None where that is not plain."""
    try:
        text = data.decode(encoding)
        marks = list(accumulate((len(char.encode(encoding)) for char in text), initial=0))
    except UnicodeError:
        return None
    return marks if marks[-1] == len(data) else None


#: Checks of one page against its file, in order.
CHECKS: tuple[Check[Raw], ...] = (
    Check("B003", "A seed has the size and hash of its file.", sizes),
    Check("B004", "A ledger row holds the bytes of the file.", spans),
    Check("B005", "A ledger row without bytes has their hash, if any.", hashes),
    Check("B006", "No value repeats masked bytes.", kept),
    Check("B007", "What surely has the form of personal data in a page is claimed.", told),
)
