"""Tell pinyin that a person put behind words from pinyin that was put in blindly.

What comes in: the evidence of a page. What goes out: whether it shows a person at work: a
lesson, a dictionary, a text about the damage. A replacement is blind: where it ran, it hit
each place of each character it knew, in sentences as in lists.
"""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from dongxi.data import annotated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.damage.evidence import Annotation, Evidence

_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: A word of a list has so many hanzi at most.
LONGEST_WORD = 4
QUOTES = "`'\"“”‘’「」『』"
#: What cuts lists or ends lines: at least on one side of a word that stands alone.
CUTS = f"、；;/|｜ \t\u3000\r\n<>《》【】〔〕[]*•·…—~～→=＝{QUOTES}"
#: What may stand on the other side.
ENDS = f"{CUTS}，,。.！!？?：:"
_SHORT = re.compile(
    f"[{re.escape(ENDS)}][{_HANZI}]{{1,{LONGEST_WORD}}}+(?=[{re.escape(ENDS)}])"
)
_QUOTED = re.compile(f"[{QUOTES}][{_HANZI}]++(?=[{QUOTES}])")
#: What parts lines, or what stands between tags: one may have gone through the annotator alone.
_CUT = re.compile("[\r\n<>]")
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
    text, notes = evidence.text, evidence.notes
    ends = accumulate(map(len, evidence.pieces))
    short, alone, quoted = _standing(
        evidence.clean, {end - 1: note.hanzi for end, note in zip(ends, notes, strict=False)}
    )
    marked = annotated().intersection(evidence.marked)
    bare = _bare(text)
    own = [at for at in bare if text[at] in marked]
    return Hand(
        notes=len(notes),
        alone=alone,
        quoted=quoted,
        again=sum([a == b for a, b in pairwise(short)]),
        listed=len(marked),
        mixed=len(_mixed(text, notes, own)) if own else 0,
        bare=len(bare),
        own=len(own),
    )


def _standing(text: str, places: dict[int, str]) -> tuple[list[str], int, int]:
    """Give the annotated characters of short words, and count those alone and those quoted.

    >>> _standing("學習、學校和國家「經濟」", {0: "學", 3: "學", 6: "國", 9: "經"})
    (['學', '經'], 2, 1)
    """
    short: list[str] = []
    alone = quoted = 0
    framed = f"\n{text}\n"
    for word in _SHORT.finditer(framed):
        start, end = word.span()
        inside = [places[at] for at in range(start, end - 1) if at in places]
        short += inside
        if inside and (framed[start] in CUTS or framed[end] in CUTS):
            alone += len(inside)
    for run in _QUOTED.finditer(framed):
        start, end = run.span()
        quoted += sum(at in places for at in range(start, end - 1))
    return short, alone, quoted


def _bare(text: str) -> list[int]:
    """Find the listed characters with no annotation behind them, whole or broken."""
    return [one.start() for one in _listed().finditer(text)]


@cache
def _listed() -> re.Pattern[str]:
    """Write a pattern for a listed character that no bracket or broken bracket follows."""
    return re.compile(f"[{''.join(sorted(annotated()))}](?![{BROKEN}])")


def _mixed(text: str, notes: Sequence[Annotation], own: list[int]) -> set[str]:
    """Find the characters that one line has both with and without annotation."""
    cuts = [cut.start() for cut in _CUT.finditer(text)]
    without = {(bisect(cuts, at), text[at]) for at in own}
    marked = {(bisect(cuts, note.start), note.hanzi) for note in notes}
    return {hanzi for _, hanzi in without & marked}
