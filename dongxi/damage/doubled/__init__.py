r"""Read back passages that were decoded with a wrong codec and saved again.

What comes in: the text of a whole page, before it is cut. What goes out: edits for what its
bytes prove, and proposals for what is known to be decoded twice but cannot be read back whole.
How the damage arises, and how well this works: `docs/encodings.md`.

A run of characters is put back into the bytes it was read from and read with the codec it was
written in. That counts only where the reading is so much likelier as Chinese than the run is
as any clean text that chance is out of the question (`PROOF`).
"""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.damage import lattice
from dongxi.damage.doubled.doubts import doubted
from dongxi.damage.doubled.glances import glanced
from dongxi.damage.doubled.hopes import PROOF, may_prove
from dongxi.damage.doubled.kinds import GBK_AS_BIG5, KINDS, LOST, RULES, UTF8_AS_GBK, Kind
from dongxi.damage.doubled.quoted import code_spans
from dongxi.damage.doubled.readings import CLEAR, Reading, readings_of
from dongxi.damage.lexicon import LONGEST_WORD
from dongxi.damage.lost import MOST_CANDIDATES, clear
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dongxi.damage.lost import Fill
    from dongxi.model import Certainty

    #: The places of code in a text, found when asked for.
    Spans = Callable[[], list[tuple[int, int]]]

#: What is left where bytes that did not decode were saved as U+FFFD: these, or what GBK makes
#: of two of them. A text that speaks of 锟斤拷 writes it once, or between quotation marks.
RESIDUE = re.compile(
    rf"""{LOST}{{2}}
       | (?<![拷“‘「『《"']) (?:锟斤拷)++ (?: 锟 | (?<=拷锟斤拷) ) (?![”’」』》"'])""",
    re.VERBOSE,
)


class Doubled(NamedTuple):
    """What was decoded twice on a page."""

    family: Literal["doubled"]
    rules: tuple[str, ...]
    runs: int
    """Runs read back."""
    left: int
    """Runs known to be decoded twice and left as they are."""


class Found(NamedTuple):
    """What is to be done on a page."""

    edits: tuple[Edit, ...]
    proposals: tuple[Edit, ...]
    gate: Doubled | None


NOTHING = Found((), (), None)


def read_back(text: str, fill: Fill = None, known: Mapping[int, bytes] | None = None) -> Found:
    """Read back what was decoded twice, after a glance at the bytes of the text.

    >>> read_back("滚动轴承、錕鋙、Ångström, Noël")
    Found(edits=(), proposals=(), gate=None)
    """
    rules = RULES if known else glanced(text.encode("utf-8", "surrogatepass"))
    return find(text, fill, known, rules) if rules else NOTHING


def find(
    text: str,
    fill: Fill = None,
    known: Mapping[int, bytes] | None = None,
    rules: AbstractSet[str] = RULES,
) -> Found:
    """Read back what was decoded twice; nothing where no passage proves that.

    `known` has the bytes of characters that stand for bytes which did not decode; `rules` are
    those that are tried.

    >>> [edit[:3] for edit in find("婊氬姩杞存壙").edits]
    [(0, 3, '滚动'), (3, 6, '轴承')]
    >>> find("滚动轴承、錕鋙、Ångström, Noël") == NOTHING
    True
    """
    found = _once(text, fill, known, rules)
    for _ in range(MOST_PASSES):
        if not found.gate or GBK_AS_BIG5 not in found.gate.rules or not found.edits:
            break
        read, origins = _put_in(text, found.edits)
        kept = (
            {at: known[origin] for at, origin in enumerate(origins) if origin in known}
            if known
            else None
        )
        more = _once(read, fill, kept, rules)
        added = [moved for edit in more.edits if (moved := _moved(edit, origins))]
        if not added or not more.gate:
            break
        found = _joined_by(found, added, more.gate.runs)
    return found


#: Readers of Big5 are told apart by what a page holds of their own, so what one has read may
#: let another read more. Passes until nothing is left to do, at most. (Of 300 made pages none
#: needed more than two; 2026-11.)
MOST_PASSES = 4


def _put_in(text: str, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    """Put edits in; give with each character where it stood, or -1 where it was written."""
    done: list[str] = []
    origins: list[int] = []
    last = 0
    for edit in edits:
        done += text[last : edit.start], edit.new
        origins += [*range(last, edit.start), *(-1 for _ in edit.new)]
        last = edit.end
    return "".join([*done, text[last:]]), [*origins, *range(last, len(text))]


def _moved(edit: Edit, origins: Sequence[int]) -> Edit | None:
    """Move an edit to where its characters stood; none if one of them had been written.

    >>> _moved(Edit(1, 2, "路", GBK_AS_BIG5), [0, 2])[:3]
    (2, 3, '路')
    >>> _moved(Edit(0, 1, "路", GBK_AS_BIG5), [-1]) is None
    True
    """
    start, last = origins[edit.start], origins[edit.end - 1]
    if start < 0 or last - start != edit.end - 1 - edit.start:
        return None
    return edit._replace(start=start, end=last + 1)


def _joined_by(found: Found, added: Sequence[Edit], runs: int) -> Found:
    """Add what a further pass read; a proposal for the same place is settled."""
    places = {at for edit in added for at in range(edit.start, edit.end)}
    left = [one for one in found.proposals if places.isdisjoint(range(one.start, one.end))]
    gate = found.gate and found.gate._replace(runs=found.gate.runs + runs, left=len(left))
    return Found(tuple(sorted([*found.edits, *added])), tuple(left), gate)


def _once(
    text: str, fill: Fill, known: Mapping[int, bytes] | None, allowed: AbstractSet[str]
) -> Found:
    """Read back in one pass."""
    edits: list[Edit] = []
    proposals: list[Edit] = []
    taken: set[int] = set()
    rules: list[str] = []
    runs = 0
    code = cache(partial(code_spans, text))  # on few texts is it asked for
    for kinds in KINDS:
        if kinds[0].rule not in allowed:
            continue
        if not (known or any(may_prove(text, kind) for kind in kinds)):
            continue
        kind, readings, proven = _likeliest(text, kinds, known or {}, taken, code)
        readings = doubted(text, readings, kind)
        rules += [kind.rule] if readings else []
        for reading in readings:
            taken.update(range(reading.start, reading.end))
            if reading.applies and (proven or fill):
                runs += 1
                edits += _edits(text, reading, kind, fill)
            else:
                proposals.append(reading.proposal())
    if not rules:
        return NOTHING
    gate = Doubled("doubled", tuple(rules), runs, len(proposals))
    return Found(tuple(sorted(edits)), tuple(sorted(proposals)), gate)


def _likeliest(
    text: str,
    kinds: Iterable[Kind],
    known: Mapping[int, bytes],
    taken: AbstractSet[int],
    code: Spans,
) -> tuple[Kind, list[Reading], bool]:
    """Give the runs that count, if one of them is proven, as the likeliest kind reads.

    The last value tells whether that reading is safe: no other way to pair the bytes behind a
    loss comes near, and nothing shows that characters were dropped.
    """
    best: list[tuple[int, Kind, list[Reading]]] = []
    for kind in kinds:
        if kind.gone == 1 and best and LOST not in text:
            continue
        found = [r for r in readings_of(text, kind, known, taken) if r.counts or r.marked]
        counted = [reading for reading in found if reading.counts]
        proven = _shown_outside([one for one in counted if one.proven], code)
        best.append((sum(r.ratio for r in found), kind, counted if proven else []))
    weight, kind, readings = max(best, key=itemgetter(0))
    clear = all(weight - CLEAR >= other for other, rival, _ in best if rival.gone != kind.gone)
    marked = any(reading.marked for reading in readings)
    return kind, readings, _kept(kind, readings) and (clear or not marked)


def _shown_outside(proven: Sequence[Reading], code: Spans) -> bool:
    """Tell whether one of the proven runs stands outside code: what is in code is quoted.

    Where the page is damaged outside, too, its code is as well.
    """
    if not proven:
        return False
    spans = code()
    starts = [start for start, _ in spans]
    nearest = ((one, bisect(starts, one.start) - 1) for one in proven)
    return any(at < 0 or spans[at][1] < one.end for one, at in nearest)


def _kept(kind: Kind, readings: Iterable[Reading]) -> bool:
    """Tell whether characters that the wrong codec has no room for were kept or marked.

    Where they were dropped, what stands on both sides may read as one character.
    """
    if any(reading.private for reading in readings):
        return True
    if kind.gaps:
        return any(reading.marked for reading in readings)
    return kind.rule != UTF8_AS_GBK or not any(reading.broken for reading in readings)


def _edits(text: str, reading: Reading, kind: Kind, fill: Fill) -> Iterator[Edit]:
    """Write each unit that changes; a lost character with its candidates, best first."""
    proven = reading.ratio >= PROOF
    sure: Certainty = "certain" if proven else "probable"
    proof = "codec" if proven else "document"
    at, place = reading.start, 0
    for unit in reading.units:
        place += len(unit.text)
        new, end = unit.text, at + unit.size
        ranked: tuple[str, ...] = ()
        if unit.candidates:
            lost = place - len(new) + new.index(LOST)
            ranked, clear = _ranked(unit.candidates, reading.text, lost)
            new = new.replace(LOST, ranked[0], 1) if fill and clear else new
        if new != text[at:end]:
            yield Edit(at, end, new, kind.rule, sure, proof, ranked)
        at = end


def _ranked(candidates: Sequence[str], text: str, at: int) -> tuple[tuple[str, ...], bool]:
    """Order candidates for a lost character, and tell whether the first leads clearly."""
    before = text[max(0, at - LONGEST_WORD) : at]
    after = text[at + 1 : at + 1 + LONGEST_WORD]
    weights = lattice.among(before, candidates, after, lattice.NOTHING)
    ranked = sorted(((weight, one) for one, weight in weights.items()), key=lattice.heaviest)
    return tuple(one for _, one in ranked[:MOST_CANDIDATES]), clear(ranked)
