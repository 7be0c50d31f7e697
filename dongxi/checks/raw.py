"""Checks against the raw pages themselves, for whoever holds them (promise 1)."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.pages import Rows, withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: What is a page, and what is none though its ending says so.
ENDINGS = frozenset({"", ".txt", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown"})
NO_SEEDS = ("README", "LICENSE")
#: The last ending of a name; one of digits alone (2021.03.04) is none.
ENDING = re.compile(r"(?<=.)\.(?![0-9]+\Z)[^.]*\Z", re.DOTALL)
ADVICE = "give the folder the dataset was built from, or build it again"


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
        if any(part.startswith(".") for part in name.parts) or last.startswith(NO_SEEDS):
            continue
        ending = ENDING.search(last)
        size = len(ending.group()) if ending else 0
        if last[len(last) - size :].lower() in ENDINGS and path.is_file():
            whole = (name.parent / last).as_posix()
            done.setdefault(whole[: len(whole) - size], path)
    return done


def missing(page: Rows) -> Found:
    """Report a seed that is not in the folder."""
    message = f"found no file of that name in the folder of seeds; {ADVICE}"
    return Found(place("seeds", page.seed, "seed"), message)


def left(files: dict[str, Path], known: Iterable[str]) -> Iterator[Found]:
    """Report pages in the folder that the dataset does not account for.

    Links to files may have been followed or not.
    """
    pages = {name for name, path in files.items() if not path.is_symlink()}
    for name in sorted(pages - set(known)):
        message = f"found a page that stands in no row of seeds, used or rejected; {ADVICE}"
        yield Found(f"seed {quote(name)}", message)


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


#: Checks of one page against its file, in order.
CHECKS: tuple[Check[Raw], ...] = (
    Check("B003", "A seed has the size and hash of its file.", sizes),
    Check("B004", "A ledger row holds the bytes of the file.", spans),
    Check("B005", "A ledger row without bytes has their hash, if any.", hashes),
)
