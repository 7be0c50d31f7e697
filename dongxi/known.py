"""What people say of the seeds of a build, looked up seed by seed.

A seed is checked against what is said of it when it is read, so no stage holds all of them.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dongxi import curation, provenance, removals
from dongxi.inputs.ids import sha256_of
from dongxi.reading import LIMITS, at_fault, failed, read, too_large
from dongxi.seeds import CURATION
from dongxi.withhold import removed

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from dongxi.model import Curated, Limits, Seed
    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.provenance import Numbered
    from dongxi.removals import Removal


class Known:
    """Entries of curators, requests to remove, and where pages are from. It can be pickled."""

    def __init__(
        self,
        curated: Sequence[Curated] = (),
        asked: Sequence[Removal] = (),
        limits: Limits = LIMITS,
        records: Mapping[str, Numbered] | None = None,
    ) -> None:
        self.curated, self.asked, self.limits = tuple(curated), tuple(asked), limits
        self.records = dict(records or {})
        """Where pages are from, by seed, each with its line."""

    @cached_property
    def _entries(self) -> dict[str, list[Curated]]:
        found: dict[str, list[Curated]] = {}
        for entry in self.curated:
            found.setdefault(entry["seed"], []).append(entry)
        return found

    @cached_property
    def _requests(self) -> dict[str, list[Removal]]:
        """The requests, by the name and by the bytes of the page they are about."""
        found: dict[str, list[Removal]] = {}
        for one in self.asked:
            found.setdefault(one.seed, []).append(one)
            found.setdefault(one.sha256, []).append(one)
        return found

    def read(self, seed: Seed, personal: Mode = "flag", *, whole: bool = False) -> Page:
        """Read a seed with what its curators know, less what was asked to be removed.

        `whole` leaves that in, for the eyes of who holds the page. Raises `CurationError`,
        `ProvenanceError` and `RemovalError` where what is said does not fit its bytes.
        """
        seed = self.placed(seed)
        asked = () if whole else self.requests(seed)
        entries = self.entries(seed)
        if seed.fault:
            return removed(at_fault(seed, seed.fault, personal), asked)
        if seed.unread:
            return removed(too_large(seed, self.limits), asked)
        try:
            page = self._read(seed, entries, personal)
        except (curation.CurationError, MemoryError):
            raise
        except Exception as fault:  # noqa: BLE001 -- of a crawl, one page
            page = failed(seed, fault)
        return removed(page, asked)

    def _read(self, seed: Seed, entries: tuple[Curated, ...], personal: Mode) -> Page:
        return read(
            seed.raw, url=seed.url, seed=seed.id, retrieved=seed.retrieved,
            curation=entries, limits=self.limits, personal=personal, charset=seed.charset,
        )  # fmt: skip

    def placed(self, seed: Seed) -> Seed:
        """Add to a seed where it is from, checked against its bytes."""
        return provenance.placed(seed, self.records.get(seed.id))

    def requests(self, seed: Seed) -> tuple[Removal, ...]:
        """Give the requests about a seed, checked against its bytes."""
        if not self.asked:
            return ()
        held = seed.unread or seed.raw
        about = {*self._requests.get(seed.id, ()), *self._requests.get(sha256_of(seed), ())}
        return removals.matched(sorted(about, key=removals.order), {seed.id: held}).get(
            seed.id, ()
        )

    def entries(self, seed: Seed) -> tuple[Curated, ...]:
        """Give the entries about a seed, checked against its bytes.

        What curators know about a page that was removed is left aside; of one too large to be
        held it is checked, and left aside as the page is rejected.
        """
        entries = self._entries.get(seed.id, [])
        if not entries or self._gone(seed.id):
            return ()
        if seed.unread:
            for entry in entries:
                curation.check_bytes(entry, seed.unread.sha256, seed.unread.bytes)
            return ()
        return curation.matched(entries, {seed.id: seed.raw})[seed.id]

    def _gone(self, seed: str) -> bool:
        """Tell a page that was asked to be removed whole."""
        return any(one.scope == "seed" for one in self._requests.get(seed, ()))

    def check(self, seeds: Container[str]) -> None:
        """Raise for what is said of a seed that is not there, but for removed ones.

        Raises `CurationError` and `ProvenanceError`.
        """
        provenance.check(self.records, seeds, self._requests)
        there = [
            entry for entry in self.curated
            if entry["seed"] not in seeds and entry["seed"] not in self._requests
        ]  # fmt: skip
        curation.matched(there, {})

    def said(self, seed: str, digest: str) -> str:
        """Give all that is said of a seed in one line, for who must see that it changed."""
        asked = {*self._requests.get(seed, ()), *self._requests.get(digest, ())}
        rows: list[Any] = [one.row() for one in sorted(asked, key=removals.order)]
        _, record = self.records.get(seed, (0, None))  # its line may move without a change
        return json.dumps(
            [self._entries.get(seed, []), rows, record],
            ensure_ascii=True,
            sort_keys=True,
        )


def load(folder: Path | None, limits: Limits = LIMITS, *, curated: bool = True) -> Known:
    """Read what is said of the seeds in a folder; without one nothing is."""
    if folder is None:
        return Known(limits=limits)
    entries = curation.load(folder / CURATION) if curated else ()
    return Known(entries, removals.load(folder), limits, provenance.load(folder))
