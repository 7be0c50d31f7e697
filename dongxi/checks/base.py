"""What every check shares: its id and title, what it yields, how a place and a value are named.

A check is a generator over one subject (the folder, one page with all its rows, the whole of
the ids); it yields `Found`, and its id is attached here, so that an id stands in one place.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from dongxi.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Row = dict[str, Any]
"""One row of a published table, dates as ISO strings."""
Subject = TypeVar("Subject")

#: How much of a value a message quotes.
QUOTED_CHARS = 60
#: How much of a text a message shows before the first difference.
CONTEXT_CHARS = 8
#: The columns that name a row, by table.
NAMED_BY = {
    "documents": ("id",),
    "passages": ("id",),
    "seeds": ("seed",),
    "claims": ("seed", "document", "field", "value"),
    "ledger": ("seed", "position"),
    "edits": ("seed", "position", "start", "end"),
}


class Found(NamedTuple):
    """What a check has found."""

    where: str
    """File, row and field."""
    message: str
    """What was found, what was expected, what to do."""


class LeftOutError(LookupError):
    """A check asked for a table that the dataset leaves out."""


class Check(NamedTuple, Generic[Subject]):
    """A check, as `docs/checks.md` lists it."""

    id: str
    """Permanent: never renamed, never used again for something else."""
    title: str
    """What holds for a good dataset."""
    run: Callable[[Subject], Iterable[Found]]


def judge(checks: Iterable[Check[Subject]], subject: Subject) -> Iterator[Problem]:
    """Run checks on one subject, in their order; each as far as the tables go that it needs."""
    for check in checks:
        with suppress(LeftOutError):
            for found in check.run(subject):
                yield Problem(check.id, found.where, found.message)


def place(table: str, row: Row, field: str = "") -> str:
    """Name a row of a table, and a field of it.

    >>> place("ledger", {"seed": "a", "position": 3, "split": "test"}, "raw")
    "ledger/test, row (seed 'a', position 3), raw"
    """
    names = ", ".join(
        f"{name} {quote(row[name])}" for name in NAMED_BY[table] if row[name] is not None
    )
    return f"{table}/{row['split']}, row ({names})" + (f", {field}" if field else "")


def quote(value: object) -> str:
    """Quote a value, shortened.

    >>> quote("北京"), len(quote("北" * 100))
    ("'北京'", 60)
    """
    text = repr(value)
    return text if len(text) <= QUOTED_CHARS else text[: QUOTED_CHARS - 1] + "…"


def unequal(found: object, expected: object, advice: str) -> str:
    """Say that a value is not the one expected, and what to do.

    >>> unequal(3, 4, "rebuild")
    'found 3, expected 4; rebuild'
    """
    return f"found {quote(found)}, expected {quote(expected)}; {advice}"


def difference(found: str, expected: str) -> str:
    """Show two texts where they first differ.

    >>> difference("东西部扶贫协作", "东西部扶贪协作")
    "from character 4: found '东西部扶贫协作', expected '东西部扶贪协作'"
    """
    pairs = zip(found, expected, strict=False)
    at = next(
        (i for i, (one, other) in enumerate(pairs) if one != other),
        min(len(found), len(expected)),
    )
    start = max(0, at - CONTEXT_CHARS)
    return (
        f"from character {at}: found {quote(found[start : start + QUOTED_CHARS])}, "
        f"expected {quote(expected[start : start + QUOTED_CHARS])}"
    )
