"""The tables in, one page with all its rows after another out.

The tables stand in the order of their seeds, so they are read side by side and no more than
one page is held. A table that is out of order (which is a finding) is sorted in memory.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from dongxi.checks.base import LeftOutError
from dongxi.checks.modes import OPTIONAL, REMOVED, Modes, modes
from dongxi.checks.ranges import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dongxi.checks.base import Row
    from dongxi.checks.folder import Folder
    from dongxi.checks.index import Index

#: Roles whose rows make up the text; roles of what stands between them.
TEXT_ROLES = frozenset({"body", "heading", "list_item", "quote", "table"})
SEPARATORS = frozenset({"markup", "whitespace"})
HEX = re.compile("(?:[0-9a-f]{2})*")


@dataclass(frozen=True)
class Rows:
    """All rows of one seed."""

    seed: Row
    modes: Modes
    documents: tuple[Row, ...]
    others: Mapping[str, tuple[Row, ...]]
    """The rows in the other tables, by table."""

    def rows(self, table: str) -> tuple[Row, ...]:
        """Give the rows in a table, none where the dataset leaves it out."""
        return self.documents if table == "documents" else self.others.get(table, ())

    def _asked(self, table: str) -> tuple[Row, ...]:
        """Give the rows in a table; raise `LeftOutError` where the dataset leaves it out."""
        if table not in self.modes.published:
            raise LeftOutError(table)
        return self.rows(table)

    @property
    def passages(self) -> tuple[Row, ...]:
        """The passages of all documents."""
        return self._asked("passages")

    @property
    def claims(self) -> tuple[Row, ...]:
        """The claims about the page and its documents."""
        return self._asked("claims")

    @property
    def ledger(self) -> tuple[Row, ...]:
        """The rows that cover the page; none where the dataset is `bare`."""
        return self.rows("ledger")

    @property
    def edits(self) -> tuple[Row, ...]:
        """What was rewritten; none where the dataset is `bare`."""
        return () if self.bare else self._asked("edits")

    @cached_property
    def encoding(self) -> str | None:
        """The codec of the page; UTF-8 where none is named, None if Python has no such one."""
        name = str(self.seed["encoding"] or "utf-8")
        try:
            return name if "a".encode(name).decode(name) == "a" else None
        except (LookupError, ValueError):  # unknown, or not for text
            return None

    @cached_property
    def data(self) -> tuple[bytes | None, ...]:
        """The bytes of each ledger row; None where they are withheld or do not encode."""
        return tuple(self._data(row) for row in self.ledger)

    @cached_property
    def by_position(self) -> dict[int, int]:
        """Where in `ledger` each position stands; of two the first."""
        return {row["position"]: i for i, row in reversed(list(enumerate(self.ledger)))}

    @cached_property
    def edits_at(self) -> dict[int, list[Row]]:
        """The edits of each ledger row."""
        return _by("position", self.edits)

    @cached_property
    def spans(self) -> Ranges:
        """The ledger rows by their bytes."""
        return Ranges(self.ledger)

    @cached_property
    def edit_spans(self) -> dict[int, Ranges]:
        """The edits of each ledger row by their bytes."""
        return {position: Ranges(rows) for position, rows in self.edits_at.items()}

    @cached_property
    def chosen(self) -> dict[str, list[Row]]:
        """The chosen claims about each field."""
        return _by("field", (row for row in self.claims if row["chosen"]))

    @cached_property
    def chosen_of(self) -> dict[str, dict[str | None, list[Row]]]:
        """The chosen claims about each field, by document; those of the page have None."""
        return {field: _by("document", rows) for field, rows in self.chosen.items()}

    @cached_property
    def personal(self) -> dict[str | None, list[Row]]:
        """The claims about personal data, by document."""
        return _by("document", (row for row in self.claims if row["field"] == "personal"))

    @cached_property
    def removed(self) -> set[str | None]:
        """The documents of which something was removed on request."""
        return {row["document"] for row in self.ledger if str(row["rule"]).startswith(REMOVED)}

    @property
    def bare(self) -> bool:
        """Whether the dataset has no ledger."""
        return "ledger" not in self.modes.published

    @cached_property
    def _passages(self) -> dict[str, list[Row]]:
        return _by("document", self.passages)

    @cached_property
    def _used(self) -> dict[str, list[Row]]:
        return _by("document", (row for row in self.ledger if row["in_text"]))

    def passages_of(self, document: Row) -> list[Row]:
        """Give the passages of a document."""
        return self._passages.get(document["id"], [])

    def in_text(self, document: Row) -> list[Row]:
        """Give the ledger rows that make up the text of a document."""
        return self._used.get(document["id"], [])

    def _data(self, row: Row) -> bytes | None:
        if row["raw_hex"] is not None:
            return bytes.fromhex(row["raw_hex"]) if HEX.fullmatch(row["raw_hex"]) else None
        if row["raw"] is None or self.encoding is None:
            return None
        try:
            return str(row["raw"]).encode(self.encoding)
        except UnicodeError:
            return None


def _by(column: str, rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Gather rows by a column."""
    done: dict[Any, list[Row]] = {}
    for row in rows:
        done.setdefault(row[column], []).append(row)
    return done


def withheld(row: Row) -> bool:
    """Tell whether a ledger row shows neither its bytes nor its text."""
    return row["raw"] is None and row["raw_hex"] is None


def reading(row: Row) -> str | None:
    """Give what a ledger row reads; None where it is hashed or removed."""
    found: str | None = row["raw"] if row["text"] is None else row["text"]
    return found


def readable(data: bytes, encoding: str) -> str | None:
    r"""Decode bytes if encoding the result gives them back and no NUL is among it.

    >>> readable("东西".encode("gb18030"), "gb18030"), readable(b"\xff", "utf-8")
    ('东西', None)
    >>> readable(b"a\0", "utf-8")
    """
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data and "\0" not in text else None
    except UnicodeError:
        return None


def pages(folder: Folder, index: Index) -> Iterator[Rows]:
    """Give the rows of each seed, in the order of the seeds."""
    known = modes(folder.manifest)
    documents = _Groups(_ordered(folder, index, "documents"))
    others = {name: _Groups(_ordered(folder, index, name)) for name in OPTIONAL}
    for seed, rows in groupby(_ordered(folder, index, "seeds"), key=_seed):
        row = next(rows)[1]
        rest = {name: groups.take(seed) for name, groups in others.items()}
        yield Rows(row, known, documents.take(seed), rest)


def _seed(pair: tuple[str, Row]) -> str:
    return pair[0]


def _ordered(folder: Folder, index: Index, table: str) -> Iterator[tuple[str, Row]]:
    """Give the rows of all splits of a table by seed; those of unknown seeds have ''."""
    shards = [
        ((index.seed_of(table, row) or "", row) for row in shard.rows())
        for shard in folder.table(table)
    ]
    if table in index.unsorted:
        return iter(sorted(chain.from_iterable(shards), key=_seed))
    return heapq.merge(*shards, key=_seed)


class _Groups:
    """A stream of rows by seed, of which the group of a seed is taken at a time."""

    def __init__(self, rows: Iterator[tuple[str, Row]]) -> None:
        self._groups = groupby(rows, key=_seed)
        self._next: tuple[str, tuple[Row, ...]] | None = None

    def take(self, seed: str) -> tuple[Row, ...]:
        """Take the rows of a seed; rows of seeds before it, which are unknown, are dropped."""
        while True:
            if self._next is None:
                name, rows = next(self._groups, (None, iter(())))
                if name is None:
                    return ()
                self._next = name, tuple(row for _, row in rows)
            name, found = self._next
            if name > seed:
                return ()
            self._next = None
            if name == seed:
                return found
