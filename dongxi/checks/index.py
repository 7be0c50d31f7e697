"""The rows of all tables in, one after the other; what must be known of the whole out.

Ids, groups, splits and references need all of a dataset. No text is kept, but that of
documents which repeat others in part, or are so repeated.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from dongxi.checks.base import Found, place
from dongxi.checks.forms import SHINGLE, form
from dongxi.checks.tally import QUESTIONS

if TYPE_CHECKING:
    from dongxi.checks.base import Row

#: The columns of a document that are kept.
KEPT = (
    "id", "seed", "part", "han", "date_earliest", "group", "group_size", "duplicate_of", "duplicate_kind",
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
    """Digest of `text_hans`; empty where there is none."""


class Passage(NamedTuple):
    """What is kept of a passage."""

    row: Row
    """What is needed of its row."""
    core: bytes
    """Digest of what equal passages have in common; empty where it is too short."""


@dataclass
class Index:
    """What is known of a whole dataset; grows while its tables are read."""

    seeds: dict[str, SeedFacts] = field(default_factory=dict)
    documents: dict[str, DocumentFacts] = field(default_factory=dict)
    twice: dict[str, list[Found]] = field(
        default_factory=lambda: {"seeds": [], "documents": []}
    )
    """Rows whose id an earlier row has."""
    partners: set[str] = field(default_factory=set)
    """Documents that repeat others in part, or are so repeated."""
    forms: dict[str, str] = field(default_factory=dict)
    """What is compared of these; filled page by page."""
    passages: list[Passage] = field(default_factory=list)
    """Every passage of a length to repeat another; filled page by page."""
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """What the card counts, by its kind and value."""
    broken: set[str] = field(default_factory=set)
    """Tables that cannot be read row by row."""
    unsorted: set[str] = field(default_factory=set)
    """Tables whose rows do not stand in the order of their seeds."""

    def add(self, table: str, row: Row) -> None:
        """Take note of a row."""
        self.counts["rows", table, str(row["split"])] += 1
        if table in QUESTIONS:
            QUESTIONS[table](row, self.counts)
        if table == "seeds":
            self._once("seeds", row["seed"], row, self.seeds)
            self.seeds.setdefault(row["seed"], SeedFacts(row["sha256"], row["split"]))
        elif table == "documents":
            self._once("documents", row["id"], row, self.documents)
            slim = {name: row[name] for name in KEPT}
            hans = row["text_hans"]
            facts = DocumentFacts(slim, core(hans or ""), _digest(hans) if hans else b"")
            self.documents.setdefault(row["id"], facts)
            if row["duplicate_of"] is not None and row["duplicate_kind"] != "exact":
                self.partners |= {row["id"], row["duplicate_of"]}

    def seed_of(self, table: str, row: Row) -> str | None:
        """Give the seed of a row of any table; None for passages of unknown documents."""
        if table != "passages":
            return str(row["seed"])
        facts = self.documents.get(row["document"])
        return str(facts.row["seed"]) if facts else None

    def read(self, row: Row) -> None:
        """Take note of the text of a document that is part of another, or has one as part."""
        if row["id"] in self.partners and row["text_hans"] is not None:
            self.forms[row["id"]] = form(row["text_hans"])

    def repeat(self, row: Row, hans: str) -> None:
        """Take note of a passage, unless it is too short to repeat another and says so."""
        if row["text"] is None:
            return
        reduced = form(hans)
        if len(reduced) >= SHINGLE or row["duplicate_of"] is not None:
            slim = {name: row[name] for name in ("id", "duplicate_of", "split")}
            digest = _digest(reduced) if len(reduced) >= SHINGLE else b""
            self.passages.append(Passage(slim, digest))

    def _once(self, table: str, name: str, row: Row, known: object) -> None:
        if isinstance(known, dict) and name in known:
            message = f"found {name!r} a second time; give each row an id of its own"
            self.twice[table].append(Found(place(table, row), message))


def core(text_hans: str) -> bytes:
    """Digest what two equal texts have in common; empty for one without letter, digit or Han.

    >>> core("脱贫，攻坚。") == core("脱贫攻坚"), core("脱贫") == core("攻坚"), core("——")
    (True, False, b'')
    """
    reduced = form(text_hans)
    return _digest(reduced) if reduced else b""


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
