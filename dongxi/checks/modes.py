"""The manifest in, what it says of what is shown and withheld out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from dongxi.schema import NAMES

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
    "jsonl": (True, False),
}
#: How the rules begin that withhold bytes.
MASKED, REMOVED = "personal/", "withhold/"
WITHHELD = (MASKED, REMOVED)
#: The tables that a build may leave unmade, and those that go with the ledger.
OPTIONAL = tuple(name for name in NAMES if name not in {"documents", "seeds"})
LEDGER = frozenset({"ledger", "edits"})


class Modes(NamedTuple):
    """What is shown of a dataset, and what was asked to be removed."""

    personal: str = "off"
    ledger: str = "full"
    text: bool = True
    pinned: bool = False
    sample: int = 0
    tables: tuple[str, ...] = NAMES
    jsonl: bool = True
    requests: Mapping[str, tuple[Mapping[str, Any], ...]] = MappingProxyType({})
    """What was asked to be removed, by seed."""

    @property
    def published(self) -> frozenset[str]:
        """The tables that are there, if they have rows."""
        return frozenset(self.tables) - (LEDGER if self.ledger == "none" else frozenset())

    @property
    def whole(self) -> bool:
        """Whether the tables that were made show all they hold."""
        return self.text and (self.ledger == "full" or "ledger" not in self.tables)

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
    if is_tables(tables := found.get("tables")):
        known["tables"] = tuple(tables)
    return Modes(**known, requests={seed: tuple(found) for seed, found in requests.items()})


def is_tables(found: object) -> TypeGuard[list[str]]:
    """Tell whether an option names tables, those that are always made among them, in order.

    >>> is_tables(["documents", "seeds", "claims"]), is_tables(["seeds", "documents"])
    (True, False)
    >>> is_tables(["documents", "ledger"]), is_tables(["documents", "seeds", "edits"])
    (False, False)
    """
    if not isinstance(found, list) or ("edits" in found and "ledger" not in found):
        return False
    return found == [name for name in NAMES if name in found or name not in OPTIONAL]


def hidden(row: Row) -> bool:
    """Tell whether the rule of a ledger row withholds its bytes.

    >>> hidden({"rule": "personal/email"}), hidden({"rule": "roles/body"})
    (True, False)
    """
    return str(row["rule"]).startswith(WITHHELD)
