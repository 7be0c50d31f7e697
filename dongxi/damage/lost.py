"""Rank what a character may be of which one byte is lost.

What comes in: a run in its place, and what the page tells. What goes out: the candidates,
best first, and how sure the best is.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.damage import lattice, lexicon
from dongxi.damage.evidence import GLOSS
from dongxi.damage.runs import CUT, LOOK_BACK, LOST, WIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dongxi.damage.runs import Found
    from dongxi.model import Certainty

Fill = Literal["probable"] | None

#: What closes an opening mark.
PAIRS = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "【": "】",
}  # fmt: skip
_PAIRED = re.compile(f"[{''.join(PAIRS)}{''.join(PAIRS.values())}]")
#: Characters looked at on either side.
CONTEXT = 4
#: A reading is probable if it outweighs the next by so many binary digits. On the half of
#: the texts it was set on, first characters were then right in 220 of 231 places and the
#: best whatever its lead in 228 of 251 (`benchmarks/repair_accuracy.py`, 2026-11).
CLEAR_LEAD = 4
#: A first character is certain if it and an interior of so many characters stand elsewhere.
LEAST_ELSEWHERE = 2
MOST_CANDIDATES = 5
#: Places of one and the same run weighed together, at most.
MOST_PLACES = 8


class Lost(NamedTuple):
    """A character of which one byte is lost."""

    certainty: Certainty
    candidates: tuple[str, ...]

    def written(self, fill: Fill) -> tuple[str, Certainty]:
        """Give what is written for it and how sure that is; that it is lost is certain."""
        if self.certainty == "certain" or (fill and self.certainty == "probable"):
            return self.candidates[0], self.certainty
        return LOST, "certain"


class Page:
    """What the whole page tells about its runs, each thing worked out when first needed."""

    def __init__(self, text: str, clean: str, found: Sequence[Found], *, private: bool) -> None:
        self.text = text
        self.private = private
        """Private-use characters came through."""
        self.readings: dict[tuple[bytes, int | None, str, str], lattice.Reading] = {}
        """Readings of runs by their bytes and neighbours."""
        self._clean = clean[: lattice.NEAR]
        self._near: lattice.Seen | None = None
        self._around: dict[tuple[str, ...], lattice.Seen] = {}
        self._heads: dict[tuple[str, str], Lost] = {}
        self._places: dict[str, list[str]] = {}
        for one in found:
            self._places.setdefault(text[one.start : one.run.end], []).append(one.before)

    def near(self) -> lattice.Seen:
        """Weigh what stands on the page as if it were words."""
        if self._near is None:
            self._near = lattice.Seen(self._index)
        return self._near

    def around(self, fits: tuple[str, ...]) -> lattice.Seen:
        """Weigh what stands on the page around some characters."""
        if fits not in self._around:
            self._around[fits] = lattice.Seen(self._index, fits)
        return self._around[fits]

    @cached_property
    def _index(self) -> lattice.Index:
        return lattice.Index(lexicon.plain(self._clean))

    def behind(self, end: int, count: int = CONTEXT) -> str:
        """Give some characters behind a place, without annotations."""
        return GLOSS.sub("", self.text[end : end + LOOK_BACK])[:count].translate(WIDE)

    def elsewhere(self, interior: str, fits: Sequence[str]) -> list[str]:
        """Give the readings of a first character that stand on the page before an interior."""
        found, at = dict.fromkeys(""), self._clean.find(interior, 1)
        while at > 0:
            found[self._clean[at - 1]] = None
            at = self._clean.find(interior, at + 1)
        return [one for one in found if one in fits]

    def head(self, found: Found, interior: str) -> Lost:
        """Rank the readings of a first character by its second byte and its neighbours.

        The same run in several places hides the same character, so all of them count.
        """
        raw = self.text[found.start : found.run.end]
        if (raw, interior) not in self._heads:
            self._heads[raw, interior] = self._head(found, interior, self._places[raw])
        return self._heads[raw, interior]

    def _head(self, found: Found, interior: str, places: Sequence[str]) -> Lost:
        fits = lexicon.candidates(CUT[found.mark or ""][0], trail=True)
        ranked = self._ranked(found, fits, interior, places[:MOST_PLACES])
        best = [one for _, one in ranked[:MOST_CANDIDATES]]
        known = self.elsewhere(interior, fits) if len(interior) >= LEAST_ELSEWHERE else []
        if len(known) == 1:
            return Lost("certain", tuple(dict.fromkeys([*known, *best]))[:MOST_CANDIDATES])
        return Lost("probable" if clear(ranked) else "guess", tuple(best))

    def _ranked(
        self, found: Found, fits: tuple[str, ...], interior: str, places: Sequence[str]
    ) -> list[tuple[int, str]]:
        """Order the readings: what every place adds to what is common to all."""
        weights = Counter[str]()
        for place in places:
            left = place[-CONTEXT:]
            weights.update(self._weighed(found, left, fits, interior))
            for one in lexicon.MARKS.intersection(fits):
                if lattice.misplaced(one, left, interior):
                    weights[one] -= lattice.MISPLACED
        if len(places) > 1:
            for one, weight in self._weighed(found, "", fits, interior).items():
                weights[one] -= (len(places) - 1) * weight
        return sorted(((weight, one) for one, weight in weights.items()), key=lattice.heaviest)

    def _weighed(
        self, found: Found, left: str, fits: tuple[str, ...], interior: str
    ) -> Mapping[str, int]:
        """Weigh the readings of a first character in one place."""
        run, near = found.run, self.around(fits)
        if len(interior) < CONTEXT - 1 and run.last is not None:
            ends = lexicon.candidates(run.last, trail=False)
            rows = lattice.line([*left, fits, *interior, ends])
            return {one: weight for weight, one in lattice.ranked(rows, len(left), near)}
        right = interior + ("" if run.last is not None else self.behind(run.end))
        return lattice.among(left, fits, right[:CONTEXT], near)

    def last(self, found: Found, before: str) -> Lost:
        """Rank the readings of a last character by its first byte and its neighbours.

        Little stands behind it, so the best is probable only if it ends a word, or closes.
        """
        fits = lexicon.candidates(found.run.last or 0, trail=False)
        after = self.behind(found.run.end, 1).strip() if not found.run.behind else ""
        weights = lattice.among(before[-CONTEXT:], fits, after, self.around(fits))
        for one in lexicon.MARKS.intersection(fits):
            if lattice.follows_mark(one, before):
                weights[one] -= lattice.MISPLACED
        pairs = ((weight, one) for one, weight in weights.items())
        ranked = sorted(pairs, key=lattice.heaviest)
        closes = [mark for mark in closing(before) if mark in fits]
        ordered = dict.fromkeys([*closes, *(one for _, one in ranked)])
        word = clear(ranked) and lattice.ends_word(before + ranked[0][1])
        sure = bool(closes) or word
        return Lost("probable" if sure else "guess", tuple(ordered)[:MOST_CANDIDATES])


def clear(ranked: Sequence[tuple[int, str]]) -> bool:
    """Tell whether the first reading outweighs the second by far.

    >>> clear([(-20, "海"), (-24, "保")]), clear([(-20, "海"), (-23, "保")])
    (True, False)
    """
    return len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] >= CLEAR_LEAD)


def closing(before: str) -> str:
    """Give the mark that closes the innermost quotation or bracket open behind a text.

    >>> closing("他說：“好"), closing("“好”（見"), closing("“好”")
    ('”', '）', '')
    """
    still_open: list[str] = []
    for one in _PAIRED.findall(before):
        if one in PAIRS:
            still_open.append(PAIRS[one])
        elif still_open and one == still_open[-1]:
            still_open.pop()
    return still_open[-1] if still_open else ""
