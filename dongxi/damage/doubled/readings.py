"""Read the runs of a text back, and weigh each reading against what stands.

What comes in: a text and a kind of damage. What goes out: readings, less the clean text that
touches them.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage.doubled.hopes import FEWEST, PART, PROOF, cut_apart, is_hopeless, strange_to
from dongxi.damage.doubled.kinds import LOST, UTF8_AS_LATIN1, Kind
from dongxi.damage.doubled.likely import (
    FOREIGN,
    HANZI,
    OTHER,
    PRIVATE,
    RARE,
    UNLIKELY,
    is_common,
    likelihood,
)
from dongxi.damage.doubled.stretches import damaged_parts
from dongxi.damage.doubled.units import SHORTEST, Unit, read_again, tokens_of, units_of
from dongxi.damage.lexicon import MARKS
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dongxi.model import Certainty


#: By so many once a run of the same kind on the page is proven.
ALSO = 8
#: By so many one way to pair the bytes behind losses must be likelier than the other.
CLEAR = 20
#: Of the characters of a reading, at most this share, per cent, may be lost, or so many.
MOST_LOST, FEW_LOST = 25, 2
#: What of Latin-1 stands in clean Chinese text.
LATIN_MARKS = frozenset("·×÷°±§")
#: Private-use characters alone: the icons of a font.
ICONS = re.compile("[\ue000-\uf8ff]++")


class Reading(NamedTuple):
    """A run read back."""

    start: int
    end: int
    text: str
    units: tuple[Unit, ...]
    ratio: int
    """How much likelier the reading is than the run, in binary digits."""
    private: bool
    """Some character is a private-use one."""
    marked: bool
    """U+FFFD marks a loss."""
    rule: str
    gaps: bool
    broken: bool
    """Bytes of the run fit nowhere, and no mark says that some are lost."""

    @property
    def applies(self) -> bool:
        """Whether it is whole, and no loss hides how the bytes behind it pair."""
        return self.whole and not (self.gaps and self.marked)

    def proposal(self) -> Edit:
        """Write it as one edit that is not applied."""
        sure: Certainty = "probable" if self.applies else "guess"
        return Edit(self.start, self.end, self.text, self.rule, sure, "none")

    @property
    def whole(self) -> bool:
        """Whether every byte is accounted for and few are lost."""
        lost = self.text.count(LOST)
        few = lost <= FEW_LOST or 100 * lost <= MOST_LOST * len(self.text)
        return few and not self.broken

    @property
    def proven(self) -> bool:
        """Whether chance is out of the question, and the reading is Chinese."""
        return self.ratio >= PROOF and len(HANZI.findall(self.text)) >= FEWEST

    @property
    def counts(self) -> bool:
        """Whether it counts on a page where another run of the kind is proven.

        Two letters of Latin-1 that are one character of UTF-8 do, whatever that is.
        """
        if self.rule == UTF8_AS_LATIN1 and LOST not in self.text:
            return any(unit.size > 1 for unit in self.units)
        shown = any(HANZI.match(one) or one in MARKS for one in self.text)
        return self.ratio >= (0 if self.marked else ALSO) and (shown or self.marked)


def readings_of(
    text: str, kind: Kind, known: Mapping[int, bytes], taken: AbstractSet[int]
) -> Iterator[Reading]:
    """Read the runs of a text back, in parts where a question mark parts what is clean."""
    strange = strange_to(text, kind)
    for run in kind.runs.finditer(text):
        if run.end() - run.start() < SHORTEST:
            continue
        for start, end in cut_apart(text, *run.span(), strange):
            if taken and not taken.isdisjoint(range(start, end)):
                continue
            parted, reading = "?" in text[start : end - 1], None
            if not parted or known or not is_hopeless(text[start:end], kind):
                reading = _reading(text, start, end, kind, known)
                parted = parted and reading is not None and reading.ratio < PROOF
            if parted:
                parts = PART.finditer(text, start, end)
                found = (_reading(text, *part.span(), kind, known) for part in parts)
                for part in found:
                    yield from _trimmed(text, part, kind) if part else ()
            elif reading:
                yield from _trimmed(text, reading, kind)


def _trimmed(text: str, reading: Reading, kind: Kind) -> Iterator[Reading]:
    """Leave out what is likelier as it stands, and give each stretch that is not.

    Clean text holds few letters of Latin-1, so what such a run touches ends it.
    """
    if kind.read_as == "latin":
        yield _behind_mark(text, reading, kind)
    elif kind.gaps:
        for stretch in damaged_parts(text, reading):
            part = _part(text, reading, *_inside(text, reading, *stretch))
            if HANZI.search(part.text):
                yield part
    else:
        yield _whole_ends(text, reading)


def _inside(text: str, reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Leave out common characters beside clean text: by chance one reads better."""
    units = reading.units
    at = [*accumulate((unit.size for unit in units), initial=reading.start)]
    while 0 < first < last and all(map(is_common, text[at[first] : at[first + 1]])):
        first += 1
    while first < last < len(units) and all(map(is_common, text[at[last - 1] : at[last]])):
        last -= 1
    return first, last


def _behind_mark(text: str, reading: Reading, kind: Kind) -> Reading:
    """Leave out a mark of Latin-1 that Chinese text uses, where the run reads better without.

    Taken for a byte, it would shift how all that is behind it pairs. Where both ways are about
    as likely, none is sure.
    """
    start, end = reading.start, reading.end
    if kind.codec == "utf-8" or text[start] not in LATIN_MARKS:
        return reading
    other = _reading(text, start + 1, end, kind, {})
    if other and other.ratio >= reading.ratio + CLEAR:
        return other
    doubtful = other is not None and other.ratio > reading.ratio
    return reading._replace(broken=True) if doubtful else reading


def _whole_ends(text: str, reading: Reading) -> Reading:
    """Leave out clean characters at the ends that happen to be whole as UTF-8.

    A loss stays: nothing tells it from clean text. Of one that is marked, the mark ends it.
    A common character that is one of two bytes in UTF-8 may be either, and is left.
    """
    units = reading.units
    if reading.broken:
        return reading
    at = [*accumulate((unit.size for unit in units), initial=reading.start)]
    kept = [
        place
        for stretch in damaged_parts(text, reading)
        for place in range(*stretch)
        if units[place].size > 1 or not is_common(text[at[place]])
    ]
    lost = [place for place, unit in enumerate(units) if LOST in unit.text]
    if not kept and not lost:
        return reading
    part = _part(text, reading, min(kept[:1] + lost[:1]), max(kept[-1:] + lost[-1:]) + 1)
    *rest, last = part.units
    stands = text[part.end - last.size : part.end]
    tail = stands[max(stands.rfind(LOST), stands.rfind("?")) + 1 :]
    if LOST not in last.text or tail in {"", stands} or not all(map(is_common, tail)):
        return part
    size = len(tail)
    ended = (*rest, Unit(LOST, last.size - size))
    short = part._replace(units=ended, end=part.end - size)
    return _part(text, short, 0, len(ended))


def _part(text: str, reading: Reading, first: int, last: int) -> Reading:
    """Give some units of a reading; a loss anywhere in the run may still hide how they pair."""
    ends = [*accumulate((unit.size for unit in reading.units), initial=reading.start)]
    start, end, units = ends[first], ends[last], reading.units[first:last]
    return reading._replace(
        start=start,
        end=end,
        text="".join([unit.text for unit in units]),
        units=units,
        ratio=_read_cost(units) - likelihood(text[start:end], RARE, OTHER),
        broken=any(unit.broken for unit in units),
    )


def _reading(
    text: str, start: int, end: int, kind: Kind, known: Mapping[int, bytes]
) -> Reading | None:
    """Read one run back and weigh it; None where it is nothing of the kind."""
    if end - start < SHORTEST or ICONS.fullmatch(text, start, end):
        return None
    if not known and is_hopeless(text[start:end], kind):
        return None
    tokens = tokens_of(text, start, end, kind, known)
    units = units_of(tokens, kind)
    if kind.times > 1 and not any(u.broken or HANZI.match(u.text) for u in units):
        twice = units_of(read_again(units), kind)
        peeled = any(HANZI.match(unit.text) for unit in twice)
        units = twice if peeled or all(LOST not in unit.text for unit in twice) else units
    stands, read = text[start:end], "".join([unit.text for unit in units])
    if not HANZI.search(read) and LOST not in stands and kind.rule != UTF8_AS_LATIN1:
        return None
    private = PRIVATE.search(stands) is not None
    ratio = _read_cost(units) - likelihood(stands, RARE, OTHER)
    marked = LOST in stands
    broken = any(unit.broken for unit in units)
    rest = private, marked, kind.rule, kind.gaps, broken
    return Reading(start, end, read, tuple(units), ratio, *rest)


def _read_cost(units: Sequence[Unit]) -> int:
    """Give the likelihood of what was read back; what fits nowhere is worse than rare."""
    good = "".join([unit.text for unit in units if not unit.broken])
    broken = sum(unit.size for unit in units if unit.broken)
    return likelihood(good, UNLIKELY, FOREIGN) + UNLIKELY * broken
