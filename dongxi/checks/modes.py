"""The manifest in, what it says of what is shown and withheld out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dongxi.checks.base import Row

#: What each option may be.
OPTIONS: dict[str, tuple[object, ...]] = {
    "personal": ("off", "flag", "mask"),
    "ledger": ("full", "hashes", "none"),
    "text": (True, False),
    "curation": (True, False),
    "pinned": (False, True),
}
#: How the rules begin that withhold bytes.
MASKED, REMOVED = "personal/", "withhold/"
WITHHELD = (MASKED, REMOVED)
#: The tables that go with the ledger.
LEDGER = frozenset({"ledger", "edits"})


class Modes(NamedTuple):
    """What is shown of a dataset, and what was asked to be removed."""

    personal: str = "off"
    ledger: str = "full"
    text: bool = True
    pinned: bool = False
    sample: int = 0
    requests: Mapping[str, tuple[Mapping[str, Any], ...]] = MappingProxyType({})
    """What was asked to be removed, by seed."""

    @property
    def removals(self) -> tuple[Mapping[str, Any], ...]:
        """All requests."""
        return tuple(one for found in self.requests.values() for one in found)

    def asked(self, seed: str) -> tuple[Mapping[str, Any], ...]:
        """Give the requests about a seed."""
        return self.requests.get(seed, ())


def modes(manifest: Mapping[str, Any]) -> Modes:
    """Read the modes of a dataset; those of a manifest without them are the plain ones.

    >>> modes({"options": {"ledger": "none"}}).ledger, modes({}).ledger
    ('none', 'full')
    """
    options, removals = manifest.get("options"), manifest.get("removals")
    found = options if isinstance(options, dict) else {}
    known = {
        name: found[name]
        for name, allowed in OPTIONS.items()
        if name in Modes._fields and found.get(name) in allowed
    }
    requests: dict[str, list[Mapping[str, Any]]] = {}
    for one in removals if isinstance(removals, list) else ():
        if isinstance(one, dict):
            requests.setdefault(str(one.get("seed")), []).append(one)
    sample = found.get("sample")
    if isinstance(sample, int) and sample > 0:
        known["sample"] = sample
    return Modes(**known, requests={seed: tuple(found) for seed, found in requests.items()})


def hidden(row: Row) -> bool:
    """Tell whether the rule of a ledger row withholds its bytes.

    >>> hidden({"rule": "personal/email"}), hidden({"rule": "roles/body"})
    (True, False)
    """
    return str(row["rule"]).startswith(WITHHELD)
