"""Undo what a pinyin annotator or a wrong codec did to a page.

What comes in: the text of a whole page, before it is cut or normalised. What goes out: the
repaired text, the edits that make it, and the gate with the counts that opened it. A page
whose gate is shut is not touched. How the damage arises: `docs/repair.md` (pinyin) and
`docs/encodings.md` (passages decoded twice, `dongxi.damage.doubled`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dongxi.damage.annotations import (
    LOST_CHARACTER,
    PINYIN_ANNOTATION,
    lost_characters,
    pinyin_annotations,
)
from dongxi.damage.doubled import Doubled, read_back
from dongxi.damage.edits import PROOFS, applies, mark, put_in, reopen, unless_taken
from dongxi.damage.evidence import Evidence, Gate, examine, gate_of
from dongxi.damage.shifts import (
    ASCII_ANNOTATION,
    BROKEN_ANNOTATION,
    SHIFT_ANNOTATION,
    SHIFT_CUT,
    ascii_annotations,
    shifted_runs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dongxi.damage.lost import Fill
    from dongxi.model import Edit

__all__ = [
    "ASCII_ANNOTATION",
    "BROKEN_ANNOTATION",
    "LOST_CHARACTER",
    "PINYIN_ANNOTATION",
    "PROOFS",
    "SHIFT_ANNOTATION",
    "SHIFT_CUT",
    "Doubled",
    "Evidence",
    "Gate",
    "Repaired",
    "applies",
    "put_in",
    "repair",
]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text with its account."""

    text: str
    edits: tuple[Edit, ...]
    """In order and disjoint, in characters of the raw text; put into it they give `text`."""
    gate: Gate | Doubled | None
    """Of an annotator, else of passages decoded twice. None where both are shut; then there
    are neither edits nor proposals."""
    proposals: tuple[Edit, ...] = ()
    """Edits that did not earn their application, in characters of the raw text."""


def _check(text: object, fill: object) -> None:
    """Refuse arguments of other kinds: what, found, expected, what to do."""
    if not isinstance(text, str):
        raise TypeError(
            f"repair: found a {type(text).__name__}, expected a text; for the bytes of a page there is "
            "`dongxi.read`"
        )
    if fill not in (None, "probable"):
        raise ValueError(f"repair: fill: found {fill!r}, expected None or 'probable'")


def repair(
    text: str, *, fill: Fill = None, known: Mapping[int, bytes] | None = None
) -> Repaired:
    """Undo the damage of a page whose gate opens; leave every other page as it is.

    `fill="probable"` also applies what is only probable. `known` has the bytes of characters
    that stand for bytes which did not decode. Raises `TypeError` for what is no text, and `ValueError`
    for another `fill`.

    >>> repair("協(xié)作,發(fā)展經(jīng)濟(jì)").text
    '協作,發展經濟'
    >>> repair("亳(bó)州、譙(qiáo)城、渦(guō)陽").gate is None
    True
    >>> repair("Â·ÐÞÍ¨ÁË£¬ÏçÇ×ÃÇµÄÈÕ×ÓÒ»Ìì±ÈÒ»ÌìºÃ").text
    '路修通了，乡亲们的日子一天比一天好'
    """
    _check(text, fill)
    twice = read_back(text, fill, known)
    evidence = examine(text)
    gate = evidence and gate_of(evidence)
    if not evidence or not gate:
        return Repaired(put_in(text, twice.edits), twice.edits, twice.gate, twice.proposals)
    applied: list[Edit] = [*twice.edits]
    proposals: list[Edit] = [*twice.proposals]
    taken = bytearray(len(text))
    mark(taken, (*applied, *proposals))
    for rule in RULES:
        seen = evidence.after(applied) if rule is RULES[-1] else evidence
        proposed = unless_taken(rule(seen, gate, fill), taken)
        chosen = [edit for edit in proposed if applies(edit, fill)]
        left = []
        if len(chosen) < len(proposed):
            left = [edit for edit in proposed if not applies(edit, fill)]
        if rule is not RULES[-1]:
            mark(taken, proposed)
            reopen(taken, text, left)
        applied += chosen
        proposals += left
    applied.sort()
    return Repaired(put_in(text, applied), tuple(applied), gate, tuple(sorted(proposals)))


#: In order of use; a place one rule has spoken for is closed to those behind it. Only the
#: last counts characters, so only for it what the others changed is worked out.
RULES: tuple[Callable[[Evidence, Gate, Fill], Iterator[Edit]], ...] = (
    shifted_runs,
    ascii_annotations,
    lost_characters,
    pinyin_annotations,
)
