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
from dongxi.damage.evidence import Evidence, Gate, examine, gate_of
from dongxi.damage.shifts import (
    ASCII_ANNOTATION,
    SHIFT_ANNOTATION,
    SHIFT_CUT,
    ascii_annotations,
    shifted_runs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dongxi.damage.lost import Fill
    from dongxi.model import Edit

__all__ = [
    "ASCII_ANNOTATION",
    "LOST_CHARACTER",
    "PINYIN_ANNOTATION",
    "SHIFT_ANNOTATION",
    "SHIFT_CUT",
    "Doubled",
    "Evidence",
    "Gate",
    "Repaired",
    "applies",
    "repair",
]
#: What makes a probable edit a proven one.
PROOFS = frozenset({"pinyin", "document"})


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


def repair(
    text: str, *, fill: Fill = None, known: Mapping[int, bytes] | None = None
) -> Repaired:
    """Undo the damage of a page whose gate opens; leave every other page as it is.

    `fill="probable"` also applies what is only probable. `known` has the bytes of characters
    that stand for bytes which did not decode.

    >>> repair("協(xié)作,發(fā)展經(jīng)濟(jì)").text
    '協作,發展經濟'
    >>> repair("亳(bó)州、譙(qiáo)城、渦(guō)陽").gate is None
    True
    >>> repair("Â·ÐÞÍ¨ÁË£¬ÏçÇ×ÃÇµÄÈÕ×ÓÒ»Ìì±ÈÒ»ÌìºÃ").text
    '路修通了，乡亲们的日子一天比一天好'
    """
    twice = read_back(text, fill, known)
    evidence = examine(text)
    gate = evidence and gate_of(evidence)
    if not evidence or not gate:
        return Repaired(put_in(text, twice.edits), twice.edits, twice.gate, twice.proposals)
    applied: list[Edit] = [*twice.edits]
    proposals: list[Edit] = [*twice.proposals]
    taken = bytearray(len(text))
    _mark(taken, (*applied, *proposals))
    for rule in RULES:
        seen = evidence.after(applied) if rule is RULES[-1] else evidence
        proposed = unless_taken(rule(seen, gate, fill), taken)
        if rule is not RULES[-1]:
            _mark(taken, proposed)
        chosen = [edit for edit in proposed if applies(edit, fill)]
        applied += chosen
        if len(chosen) < len(proposed):
            proposals += [edit for edit in proposed if not applies(edit, fill)]
    applied.sort()
    return Repaired(put_in(text, applied), tuple(applied), gate, tuple(sorted(proposals)))


def _mark(taken: bytearray, edits: Iterable[Edit]) -> None:
    """Mark the characters some edits stand for."""
    for edit in edits:
        taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)


def applies(edit: Edit, fill: Fill = None) -> bool:
    """Tell whether an edit changes the text: certain, or probable and proven or asked for.

    >>> from dongxi.model import Edit
    >>> applies(Edit(0, 1, "", LOST_CHARACTER, "certain", "none"))
    True
    >>> applies(Edit(0, 1, "", LOST_CHARACTER, "probable", "none"))
    False
    """
    certainty = edit.certainty
    return certainty == "certain" or (
        certainty == "probable" and (fill == "probable" or edit.proof in PROOFS)
    )


def unless_taken(edits: Iterable[Edit], taken: bytes | bytearray) -> list[Edit]:
    """Give the edits that touch no character an earlier rule has spoken for.

    `taken` marks those characters with a byte that is not zero. What is put in between two
    characters touches the one before.

    >>> from dongxi.model import Edit
    >>> edits = [Edit(1, 3, "", "a"), Edit(3, 4, "", "b")]
    >>> [edit.rule for edit in unless_taken(edits, bytes([0, 0, 1, 0]))]
    ['b']
    """
    if 1 not in taken:
        return list(edits)
    return [
        edit
        for edit in edits
        if taken.find(1, edit.start - (edit.start == edit.end > 0), edit.end) < 0
    ]


def put_in(text: str, edits: Iterable[Edit]) -> str:
    """Put edits, in order and disjoint, into a text.

    >>> from dongxi.model import Edit
    >>> put_in("協(xié)作", [Edit(1, 6, "", PINYIN_ANNOTATION)])
    '協作'
    """
    done, last = [], 0
    for edit in edits:
        done += [text[last : edit.start], edit.new]
        last = edit.end
    return "".join([*done, text[last:]])


#: In order of use; a place one rule has spoken for is closed to those behind it. Only the
#: last counts characters, so only for it what the others changed is worked out.
RULES: tuple[Callable[[Evidence, Gate, Fill], Iterator[Edit]], ...] = (
    shifted_runs,
    ascii_annotations,
    lost_characters,
    pinyin_annotations,
)
