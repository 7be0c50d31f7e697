"""Put back what was dropped inside runs: pairs of bytes that became private-use characters.

What comes in: the bytes of a run as they came through. What goes out: its most likely
reading, with or without dropped pairs, and by how much that leads over every other.

A dropped pair holds the second byte of one true character and the first byte of the next,
so between two characters as they stand either one true character begins and ends, or two,
each of which has lost one byte. Which two, only the words around can tell.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dongxi.damage import lattice
from dongxi.damage.lexicon import candidates, possible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The private areas of GBK: first bytes, and the second bytes that go with them.
AREAS = (
    ((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), range(0xA1, 0xFF)),
    (range(0xA1, 0xA8), range(0x81, 0xA1)),
)
#: How much rarer than chance a pair is a dropped one, in binary digits.
COST = 3
#: Bytes of a character.
PAIR = 2
#: Characters looked at on either side.
CONTEXT = 3


class Dropped:
    """A run with every way to put dropped pairs back."""

    def __init__(self, code: bytes, before: str, after: str, last: int | None = None) -> None:
        """Set out the ways.

        `last` is the first byte of a last character whose second is lost: of use as context.
        """
        rows = lattice.line([*before[-CONTEXT:]])[:-1]
        self._first = len(rows)
        for at in range(0, len(code), PAIR):
            rows += _gap(code[at], code[at + 1], len(rows))
        self._lost = len(rows)
        rows += [] if last is None else _end(last, self._lost)
        rows += [
            [lattice.Edge(lattice.options(one), len(rows) + at + 1)]
            for at, one in enumerate(after[:CONTEXT])
        ]
        self._rows: lattice.Lattice = [*rows, []]
        self._words = lattice.lexical(self._rows, lattice.BEST_ALONE)
        self._behind = len(after[:CONTEXT]) + (last is not None)

    def read(self, near: lattice.Seen = lattice.NOTHING) -> lattice.Reading:
        """Give the best reading of a run, and how far it leads.

        >>> Dropped("海葵一號".encode("gbk"), "", "").read().text
        '海葵一號'
        """
        words = [*self._words, *lattice.seen(self._rows, near)]
        found = lattice.resolve(self._rows, words, self._lost)
        return found._replace(text=found.text[self._first : len(found.text) - self._behind])


def _end(lead: int, at: int) -> Iterator[list[lattice.Edge]]:
    """Give the edges of a character whose second byte is lost, or of one and such a one."""
    end, formers = at + 1 + len(AREAS), [halves(area, lead, trail=False) for area in (0, 1)]
    middle = [
        lattice.Edge(lattice.options(one), at + 1 + area, COST)
        for area, one in enumerate(formers)
        if one
    ]
    yield [lattice.Edge(lattice.options(candidates(lead, trail=False)), end), *middle]
    for one in formers:
        yield [lattice.Edge(lattice.options(lattice.LOST), end)] if one else []


def _gap(lead: int, trail: int, at: int) -> Iterator[list[lattice.Edge]]:
    """Give the edges between two characters: one true character, or two of them."""
    whole, end = bytes([lead, trail]).decode("gbk", "ignore"), at + 1 + len(AREAS)
    edges, middles = [lattice.Edge(lattice.options(whole), end)], []
    for area in range(len(AREAS)):
        former, latter = halves(area, lead, trail=False), halves(area, trail, trail=True)
        if former and latter:
            edges.append(lattice.Edge(lattice.options(former), at + 1 + area, COST))
        middles.append([lattice.Edge(lattice.options(latter), end)] if former else [])
    yield edges
    yield from middles


@cache
def halves(area: int, byte: int, *, trail: bool) -> Sequence[str]:
    """Give the common characters with one byte known and the other lost in a dropped pair.

    >>> "葵" in halves(0, 0xBF, trail=False), "一" in halves(0, 0xBB, trail=True)
    (True, True)
    """
    firsts, seconds = AREAS[area]
    others = seconds if trail else firsts
    pairs = (bytes((other, byte) if trail else (byte, other)) for other in others)
    found = (pair.decode("gbk", "ignore") for pair in pairs)
    return tuple(one for one in found if len(one) == 1 and possible(one))
