"""The rows of all tables in, one after the other; what must be known of the whole out.

Ids, groups, splits and references need all of a dataset; no text is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from dongxi.checks.base import Found, place

if TYPE_CHECKING:
    from dongxi.checks.base import Row

#: All but the common Han: what is left is what equal passages and exact duplicates must at
#: least have in common.
REST = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff]+")

#: The columns of a document that are kept.
KEPT = (
    "id", "seed", "part", "han", "group", "group_size", "duplicate_of", "duplicate_kind",
    "similarity", "split",
)  # fmt: skip


class SeedFacts(NamedTuple):
    """What is kept of a seed."""

    sha256: str
    split: str


class DocumentFacts(NamedTuple):
    """What is kept of a document."""

    row: Row
    """What is needed of its row."""
    core: bytes
    """Digest of what exact duplicates have in common."""
    text: bytes
    """Digest of `text_hans`."""


class Repeat(NamedTuple):
    """A passage that repeats another."""

    row: Row
    """What is needed of its row."""
    core: bytes


@dataclass
class Index:
    """What is known of a whole dataset; grows while its tables are read."""

    seeds: dict[str, SeedFacts] = field(default_factory=dict)
    documents: dict[str, DocumentFacts] = field(default_factory=dict)
    twice: dict[str, list[Found]] = field(
        default_factory=lambda: {"seeds": [], "documents": []}
    )
    """Rows whose id an earlier row has."""
    targets: set[str] = field(default_factory=set)
    """Passages that others repeat."""
    cores: dict[str, bytes] = field(default_factory=dict)
    """Digests of those passages; filled page by page."""
    repeats: list[Repeat] = field(default_factory=list)
    """Passages that repeat others; filled page by page."""
    broken: set[str] = field(default_factory=set)
    """Tables that cannot be read row by row."""
    unsorted: set[str] = field(default_factory=set)
    """Tables whose rows do not stand in the order of their seeds."""

    def add(self, table: str, row: Row) -> None:
        """Take note of a row."""
        if table == "seeds":
            self._once("seeds", row["seed"], row, self.seeds)
            self.seeds.setdefault(row["seed"], SeedFacts(row["sha256"], row["split"]))
        elif table == "documents":
            self._once("documents", row["id"], row, self.documents)
            slim = {name: row[name] for name in KEPT}
            facts = DocumentFacts(slim, core(row["text_hans"]), _digest(row["text_hans"]))
            self.documents.setdefault(row["id"], facts)
        elif table == "passages" and row["duplicate_of"] is not None:
            self.targets.add(row["duplicate_of"])

    def seed_of(self, table: str, row: Row) -> str | None:
        """Give the seed of a row of any table; None for passages of unknown documents."""
        if table != "passages":
            return str(row["seed"])
        facts = self.documents.get(row["document"])
        return str(facts.row["seed"]) if facts else None

    def repeat(self, row: Row, hans: str) -> None:
        """Take note of a passage that repeats another, or is repeated."""
        if row["id"] in self.targets:
            self.cores[row["id"]] = core(hans)
        if row["duplicate_of"] is not None:
            slim = {name: row[name] for name in ("id", "duplicate_of", "split")}
            self.repeats.append(Repeat(slim, core(hans)))

    def _once(self, table: str, name: str, row: Row, known: object) -> None:
        if isinstance(known, dict) and name in known:
            message = f"found {name!r} a second time; give each row an id of its own"
            self.twice[table].append(Found(place(table, row), message))


def core(text_hans: str) -> bytes:
    """Digest what two equal texts have in common whatever their spacing and punctuation.

    >>> core("脱贫，攻坚。") == core("脱贫攻坚"), core("脱贫") == core("攻坚")
    (True, False)
    """
    return _digest(REST.sub("", text_hans))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
