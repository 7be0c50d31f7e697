"""`removals.yaml` in, checked requests out: pages, documents and ranges of bytes to withhold.

Each entry names a seed and its SHA-256, and why it was asked for, by a word of a closed list:
what was removed must not stand here. An entry without more is about the whole page; `document`
makes it about one of its documents, `start` and `end` about a range of bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi import written
from dongxi.model import Problem
from dongxi.seeds import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dongxi.model import Unread
    from dongxi.written import Entry

#: Who asked: a person the page is about, whoever published it, the law, the makers themselves.
REASONS = ("person", "publisher", "law", "makers")
NEEDED = ("seed", "sha256", "reason")
OFFSETS = ("start", "end")
ALLOWED = (*NEEDED, "document", *OFFSETS)
SHA256 = re.compile("[0-9a-f]{64}")
WHOLE = re.compile("[0-9]{1,15}")
#: An entry whose page is not there.
ALONE = "withhold/no-such-page"


class RemovalError(ValueError):
    """A fault in `removals.yaml`; the message says which entry and what to do."""


class Removal(NamedTuple):
    """A request, as it stands in the manifest too."""

    seed: str
    sha256: str
    """Of the page's bytes."""
    reason: str
    document: str | None = None
    start: int | None = None
    """First byte of a range; null where the page or a document is asked for."""
    end: int | None = None

    @property
    def scope(self) -> str:
        """What it is about: seed, document or span."""
        if self.document is not None:
            return "document"
        return "seed" if self.start is None else "span"

    def row(self) -> dict[str, Any]:
        """Give it as the manifest has it."""
        return {"scope": self.scope, **self._asdict()}

    @property
    def what(self) -> tuple[object, ...]:
        """What it asks for, whatever the name of the page."""
        part = None if self.document is None else self.document.removeprefix(self.seed)
        return self.scope, part, self.start, self.end


def load(folder: Path) -> tuple[Removal, ...]:
    """Read and check the requests of a folder of seeds; without the file there are none.

    Raises `RemovalError` for anything that is not a list of complete entries.
    """
    try:
        entries = written.entries(folder / REMOVALS, NEEDED)
    except written.WrittenError as fault:
        raise RemovalError(f"{REMOVALS}: {fault}") from None
    done = [_checked(entry) for entry in entries]
    if len(set(done)) < len(done):
        twice = next(one for one, times in Counter(done).items() if times > 1)
        raise RemovalError(f"{REMOVALS}: {_named(twice)} stands twice; remove one of them")
    return tuple(sorted(done, key=order))


def order(one: Removal) -> tuple[str, str, int, int]:
    """Give what requests are sorted by."""
    return one.seed, one.document or "", one.start or 0, one.end or 0


def _checked(found: Entry) -> Removal:
    """Check one entry: its keys, then their values."""
    entry = found.value
    if not isinstance(entry, dict):
        raise RemovalError(
            f"{REMOVALS}, {found.named()}: found no mapping, expected {', '.join(NEEDED)}"
        )
    _check_keys(found)
    if not SHA256.fullmatch(entry["sha256"]):
        raise RemovalError(
            f"{REMOVALS}, {found.named('sha256')}: 'sha256' is not 64 hexadecimal digits; copy "
            "it from the seeds table"
        )
    if entry["reason"] not in REASONS:
        raise RemovalError(
            f"{REMOVALS}, {found.named('reason')}: 'reason' is one of {', '.join(REASONS)}; "
            "keep all else out of this file"
        )
    return Removal(**entry | _range(found))


def _check_keys(found: Entry) -> None:
    """Raise for a key nobody knows, a missing one, and one that holds no single text."""
    for key, value in found.value.items():
        if key not in ALLOWED:
            raise RemovalError(
                f"{REMOVALS}, {found.named(key)}: unknown key {key!r:.60}; "
                f"known are {', '.join(ALLOWED)}"
            )
        if not isinstance(value, str) or not value:
            raise RemovalError(
                f"{REMOVALS}, {found.named(key)}: {key!r} is no text; give one value"
            )
    for key in NEEDED:
        if key not in found.value:
            raise RemovalError(
                f"{REMOVALS}, {found.named()}: {key!r} is missing; "
                f"every entry needs {', '.join(NEEDED)}"
            )


def _range(found: Entry) -> dict[str, Any]:
    """Read a range of bytes, if the entry has one."""
    entry = found.value
    given = [key for key in OFFSETS if key in entry]
    if not given:
        return {}
    where = f"{REMOVALS}, {found.named(*given)}"
    if len(given) == 1 or "document" in entry:
        raise RemovalError(
            f"{where}: give both 'start' and 'end' for a range, or 'document', or neither for "
            "the whole page"
        )
    if not all(WHOLE.fullmatch(entry[key]) for key in given):
        raise RemovalError(f"{where}: 'start' and 'end' are byte offsets, whole numbers")
    start, end = int(entry["start"]), int(entry["end"])
    if start >= end:
        raise RemovalError(
            f"{where}: bytes {start}-{end} are no range; 'end' lies behind 'start'"
        )
    return {"start": start, "end": end}


def matched(
    asked: Iterable[Removal], seeds: Mapping[str, bytes | Unread]
) -> dict[str, tuple[Removal, ...]]:
    """Sort requests by the seeds that are there; `seeds` gives what is held of each.

    A request whose page is gone stands alone. Raises `RemovalError` where a page has other
    bytes than the request was made for, where its bytes stand under a name that no request
    names, and where a range lies outside the page.
    """
    listed = tuple(asked)
    if not listed:
        return {}
    digests = {seed: _sha256(held) for seed, held in seeds.items()}
    known = {(one.seed, one.what) for one in listed}
    copies: dict[str, list[str]] = {}
    for seed, digest in digests.items():
        copies.setdefault(digest, []).append(seed)
    done: dict[str, list[Removal]] = {}
    for one in listed:
        for copy in copies.get(one.sha256, ()):
            if (copy, one.what) not in known:
                raise RemovalError(
                    f"{REMOVALS}: the page of {_named(one)} stands as seed {copy!r} too; add "
                    "the same entry for that seed, or remove its file"
                )
        if one.seed in seeds:
            _check_bytes(one, digests[one.seed], _size(seeds[one.seed]))
            done.setdefault(one.seed, []).append(one)
    return {seed: tuple(found) for seed, found in done.items()}


def _sha256(held: bytes | Unread) -> str:
    return hashlib.sha256(held).hexdigest() if isinstance(held, bytes) else held.sha256


def _size(held: bytes | Unread) -> int:
    return len(held) if isinstance(held, bytes) else held.bytes


def _check_bytes(one: Removal, digest: str, size: int) -> None:
    """Raise if a request was made for other bytes, or for some that are not there."""
    if digest != one.sha256:
        raise RemovalError(
            f"{REMOVALS}: seed {one.seed!r} has SHA-256 {digest}, {_named(one)} was made for "
            f"{one.sha256}; look up in the changed page what was asked for, then update the entry"
        )
    if one.end is not None and one.end > size:
        raise RemovalError(
            f"{REMOVALS}: {_named(one)}: the page has {size} bytes; give a range inside it"
        )


def check_documents(seed: str, asked: Iterable[Removal], documents: Iterable[str]) -> None:
    """Raise `RemovalError` for a request about a document that the page does not give."""
    known = tuple(documents)
    for one in asked:
        if one.document is not None and one.document not in known:
            there = f"{known[0]!r} to {known[-1]!r}" if known else "none"
            raise RemovalError(
                f"{REMOVALS}: {_named(one)}: seed {seed!r} gives no such document; it gives {there}"
            )


def _named(one: Removal) -> str:
    """Name an entry."""
    if one.document is not None:
        return f"the entry for document {one.document!r}"
    place = "" if one.start is None else f", bytes {one.start}-{one.end}"
    return f"the entry for seed {one.seed!r}{place}"


def alone(asked: Iterable[Removal], seeds: Iterable[str]) -> Iterator[Problem]:
    """Report requests whose page is not in the folder: nothing is left to withhold."""
    there = frozenset(seeds)
    for one in asked:
        if one.seed not in there:
            message = "no such page in the folder; the entry stands alone, and in the manifest"
            yield Problem(ALONE, one.seed, message)
