"""All seeds of some inputs, sorted by id, for a build that holds them in memory.

One id names one seed. The same page twice (the same bytes from the same address, without an id
of its own) is one seed; what else shares an id stops the build, with both places.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import seeds as folders
from dongxi.inputs.ids import from_content, sha256_of
from dongxi.inputs.model import InputError
from dongxi.inputs.readers import seeds
from dongxi.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dongxi.inputs.model import InputSplit
    from dongxi.model import Limits, Seed

#: The id of what is reported of pages that stand more than once.
SAME_PAGE = "seeds/same-page"


class Loaded(NamedTuple):
    """The seeds of some inputs."""

    seeds: tuple[Seed, ...]
    """Sorted by id."""
    told: tuple[Problem, ...]
    """What was left out: records that are no pages, and pages that stand more than once."""


def load(splits: Iterable[InputSplit], limits: Limits) -> Loaded:
    """Read all pieces of work; raise `InputError` for two pages of one id."""
    found: dict[str, Seed] = {}
    told: list[Problem] = []
    again: Counter[str] = Counter()
    for split in splits:
        tally: Counter[str] = Counter()
        for seed in seeds(split, limits, tally):
            before = found.get(seed.id)
            again.update(() if before is None else (seed.id,))
            found[seed.id] = seed if before is None else same_page(before, seed)
        told.extend(left_out(split.name, tally))
    if not found:
        raise folders.SeedError("no page in any input; give files that hold some with --seeds")
    told.extend(repeated(again))
    return Loaded(tuple(found[name] for name in sorted(found)), tuple(told))


def same_page(one: Seed, other: Seed) -> Seed:
    """Give the one of two seeds of an id that stays: that fetched first, whatever the order.

    Raises `InputError`, with both places, unless they are the same page: the same bytes from
    the same address, and no id of their own.
    """
    if sha256_of(one) != sha256_of(other) or one.url != other.url or not from_content(one):
        places = " and ".join(sorted((one.place or one.id, other.place or other.id)))
        raise InputError(
            f"{places} have one id, {one.id!r}; rename one, or name another column with "
            "--column id=NAME"
        )
    return min(one, other, key=_fetched)


def _fetched(seed: Seed) -> tuple[bool, str, str, bool]:
    """Order by when a page was fetched, then by what else differs, never by its place."""
    fault = seed.fault.reason if seed.fault else ""
    return seed.retrieved is None, seed.retrieved or "", seed.charset or "", fault == ""


def left_out(name: str, tally: Counter[str]) -> Iterator[Problem]:
    """Report the records of an archive that are no pages."""
    if tally:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(tally.items()))
        message = f"{tally.total():,} records are no pages and were not read: {kinds}"
        yield Problem(folders.NOT_READ, name, message)


def repeated(again: Counter[str]) -> Iterator[Problem]:
    """Report pages that stand more than once."""
    if again:
        others = f", this and {len(again) - 1:,} others" if len(again) > 1 else ""
        message = (
            f"{again.total():,} records repeat a page, its address and bytes alike; each such "
            f"page is one seed{others}"
        )
        yield Problem(SAME_PAGE, min(again), message)
