"""Find the stretches of a run that are likelier read back than as they stand.

What comes in: what a run reads as, unit by unit. What goes out: from and to which units.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage.doubled.hopes import FEWEST, PROOF
from dongxi.damage.doubled.likely import ALL, FOREIGN, OTHER, RARE, UNLIKELY, cost_of
from dongxi.damage.doubled.units import SHORTEST
from dongxi.damage.lexicon import LONGEST_WORD, plain
from dongxi.data import levels, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.damage.doubled.readings import Reading


class _Way(NamedTuple):
    """The likeliest way to a place in a run, and the units at which it turned."""

    weight: int
    turns: tuple[int, ...] = ()

    def turned(self, unit: int, price: int = 0) -> _Way:
        """Turn to the other text, or back."""
        return _Way(self.weight - price, (*self.turns, unit))


class _Line:
    """One text of a run, weighed word by word as it grows."""

    def __init__(self, rare: int, other: int, start: _Way) -> None:
        self.rare, self.other = rare, other
        self.form = ""
        self.ways = [start]

    @property
    def last(self) -> _Way:
        return self.ways[-1]

    def add(self, text: str, price: int = 0) -> None:
        """Go on with a text; `price` is for what no table can weigh."""
        known, most = words(), levels()
        if price:
            self.form, self.ways = "", [self.last._replace(weight=self.last.weight + price)]
        for one in plain(text):
            self.form = self.form[1 - LONGEST_WORD :] + one
            cost = cost_of(one, most, self.rare, self.other)
            best = self.last._replace(weight=self.last.weight + cost)
            for size in range(SHORTEST, len(self.form) + 1):
                way, level = self.ways[-size], known.get(self.form[-size:])
                if level and way.weight + level - ALL > best.weight:
                    best = way._replace(weight=way.weight + level - ALL)
            self.ways = [*self.ways[1 - LONGEST_WORD :], best]

    def offer(self, way: _Way) -> None:
        """Come in here from another text where that is likelier."""
        if way.weight > self.last.weight:
            self.ways[-1] = way


def damaged_parts(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the units from and to which a run is likelier read back than as it stands.

    Clean text before and behind costs nothing to leave alone; text between two such stretches
    is left where it proves to be clean.
    """
    before, behind = (_Line(RARE, OTHER, _Way(price)) for price in (0, -PROOF * FEWEST))
    read = _Line(UNLIKELY, FOREIGN, _Way(0, (0,)))
    at = reading.start
    for unit, one in enumerate(reading.units, 1):
        stands = text[at : at + one.size]
        at += one.size
        before.add(stands)
        behind.add(stands)
        read.add("" if one.broken else one.text, UNLIKELY * one.size * one.broken)
        after = behind.last.turned(unit, PROOF)
        behind.offer(read.last.turned(unit))
        read.offer(before.last.turned(unit))
        read.offer(after)
    turns = max(before.last, behind.last, read.last, key=itemgetter(0)).turns
    ends = (*turns, len(reading.units)) if len(turns) % 2 else turns
    yield from zip(ends[::2], ends[1::2], strict=True)
