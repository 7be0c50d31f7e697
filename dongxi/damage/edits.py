"""Choose among proposed edits and put them into the text.

What comes in: edits with how sure they are, and which characters are spoken for. What goes
out: those that change the text, and the text they make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.damage.evidence import GLOSS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dongxi.damage.lost import Fill
    from dongxi.model import Edit

#: What makes a probable edit a proven one.
PROOFS = frozenset({"pinyin", "document"})


def applies(edit: Edit, fill: Fill = None) -> bool:
    """Tell whether an edit changes the text: certain, or probable and proven or asked for.

    >>> from dongxi.model import Edit
    >>> applies(Edit(0, 1, "", "a", "certain", "none"))
    True
    >>> applies(Edit(0, 1, "", "a", "probable", "none"))
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
    >>> put_in("協(xié)作", [Edit(1, 6, "", "a")])
    '協作'
    """
    done, last = [], 0
    for edit in edits:
        done += [text[last : edit.start], edit.new]
        last = edit.end
    return "".join([*done, text[last:]])


def mark(taken: bytearray, edits: Iterable[Edit]) -> None:
    """Mark the characters some edits stand for."""
    for edit in edits:
        taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)


def reopen(taken: bytearray, text: str, edits: Iterable[Edit]) -> None:
    """Free the annotations inside what is only proposed: they are to go whatever it reads."""
    for edit in edits:
        for gloss in GLOSS.finditer(text, edit.start, edit.end):
            taken[gloss.start() : gloss.end()] = bytes(gloss.end() - gloss.start())
