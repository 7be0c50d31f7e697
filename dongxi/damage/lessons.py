"""Tell pinyin that a person put behind words from pinyin that was put in blindly.

What comes in: the evidence of a page. What goes out: whether it shows a person at work: a
lesson, a dictionary, a text about the damage. A replacement is blind: where it ran, it hit
each place of each character it knew, in sentences as in lists.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from dongxi.data import annotated

if TYPE_CHECKING:
    from dongxi.damage.evidence import Evidence

_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: A word of a list has so many hanzi at most.
LONGEST_WORD = 4
QUOTES = "`'\"“”‘’「」『』"
#: What cuts lists or ends lines: at least on one side of a word that stands alone.
CUTS = f"、；;/|｜ \t\u3000\r\n<>《》【】〔〕[]*•·…—~～→=＝{QUOTES}"
#: What may stand on the other side.
ENDS = f"{CUTS}，,。.！!？?：:"
_RUN = re.compile(f"[{_HANZI}]++")
#: A line, or what stands between tags: one may have gone through the annotator alone.
_LINE = re.compile("[^\r\n<>]++")
#: What stands behind a character whose annotation is damaged.
BROKEN = "(（?？"

# What shows a person. Of 1,113 texts damaged on purpose none has more than 36 % of its
# annotations on words that stand alone, the damaged seed 1 of 129; neither has a character
# both with and without annotation on a line. Lessons have nearly all on such words (2026-11).
ALONE_PERCENT = 50
QUOTED_PERCENT = 50
AGAIN_PERCENT = 40
#: So many listed characters without annotation for each annotation are too many.
BARE_EACH = 3
#: Of the listed characters annotated so many never stand bare on a line that annotates them.
THROUGHOUT_PERCENT = 75


class Hand(NamedTuple):
    """What tells a person's annotations, counted."""

    notes: int
    alone: int
    """On words that stand alone: in a list, in quotation marks, in a line of their own."""
    quoted: int
    """On words in quotation marks, of any length."""
    again: int
    """On short words between any marks, of the same character as the one before."""
    listed: int
    """Different listed characters annotated."""
    mixed: int
    """Those that stand on one line both with and without annotation."""
    bare: int
    """Listed characters without annotation, anywhere."""
    own: int
    """Those of them that are annotated elsewhere."""


def by_hand(evidence: Evidence, *, random: bool = False) -> bool:
    """Tell whether a person put the annotations of a page behind its words.

    Where annotations stand at random, characters without one tell nothing.

    >>> from dongxi.damage.evidence import examine
    >>> by_hand(examine("生詞：學(xué)習、學(xué)校、說(shuō)話、說(shuō)明；國(guó)家"))
    True
    >>> by_hand(examine("學(xué)校、醫(yī)院、農(nóng)場(chǎng)、工業(yè)園"))
    False
    >>> by_hand(examine("網頁裡出現「協(xié)作」、「發(fā)展」、「經(jīng)驗」"))
    True
    >>> by_hand(examine("協(xié)作變協作，發(fā)展變發展，經(jīng)驗變經驗"))
    True
    """
    found = count(evidence)
    quoted = _share(found.quoted, found.notes, QUOTED_PERCENT)
    again = _share(found.again, found.notes, AGAIN_PERCENT)
    listed = _share(found.alone, found.notes, ALONE_PERCENT) and (
        found.own > 0 or found.bare > BARE_EACH * found.notes
    )
    throughout = _share(found.listed - found.mixed, found.listed, THROUGHOUT_PERCENT)
    return again or listed or quoted or not (throughout or random)


def _share(part: int, whole: int, percent: int) -> bool:
    return 100 * part >= percent * whole


def count(evidence: Evidence) -> Hand:
    """Count what tells a person's annotations."""
    text, notes = evidence.clean, evidence.notes
    gone = accumulate((note.end - note.start for note in notes), initial=0)
    places = {
        note.start - 1 - less: note.hanzi for note, less in zip(notes, gone, strict=False)
    }
    short, alone, quoted = _standing(text)
    words = [hanzi for at, hanzi in places.items() if short[at]]
    bare = _bare(text, places)
    marked = annotated().intersection(places.values())
    return Hand(
        notes=len(notes),
        alone=sum(alone[at] for at in places),
        quoted=sum(quoted[at] for at in places),
        again=sum(a == b for a, b in pairwise(words)),
        listed=len(marked),
        mixed=len(_mixed(text, places, bare)),
        bare=len(bare),
        own=sum(text[at] in marked for at in bare),
    )


def _standing(text: str) -> tuple[bytearray, bytearray, bytearray]:
    """Mark the characters of short words, of those that stand alone, and of quoted ones."""
    short, alone, quoted = (bytearray(len(text)) for _ in range(3))
    for run in _RUN.finditer(text):
        start, end = run.span()
        before, behind = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
        if before in QUOTES and behind in QUOTES:
            quoted[start:end] = b"\1" * (end - start)
        if end - start <= LONGEST_WORD and before in ENDS and behind in ENDS:
            short[start:end] = b"\1" * (end - start)
            if before in CUTS or behind in CUTS:
                alone[start:end] = b"\1" * (end - start)
    return short, alone, quoted


def _bare(text: str, places: dict[int, str]) -> list[int]:
    """Find the listed characters without annotation; one whose bracket is broken is none."""
    listed = annotated()
    return [
        at
        for at, one in enumerate(text)
        if one in listed and at not in places and text[at + 1 : at + 2] not in {*BROKEN}
    ]


def _mixed(text: str, places: dict[int, str], bare: list[int]) -> set[str]:
    """Find the characters that one line has both with and without annotation."""
    without, found = set(bare), set[str]()
    for line in _LINE.finditer(text):
        inside = range(*line.span())
        marked = {places[at] for at in inside if at in places}
        if marked:
            found |= marked.intersection(text[at] for at in inside if at in without)
    return found
