"""Take out pinyin an annotator put in, and the blanks the bytes had no room for.

What comes in: the evidence of a page whose gate is open, and what the shifted runs before
already changed. What goes out: proposed edits, each with how sure it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dongxi.damage.evidence import HANZI, composed, cut_off, share
from dongxi.damage.lost import closing
from dongxi.damage.runs import CUT, LOST, double, line_before
from dongxi.data import annotated, readings, simplified
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.damage.evidence import Annotation, Evidence, Gate
    from dongxi.damage.lost import Fill
    from dongxi.model import Certainty

PINYIN_ANNOTATION = "restore/pinyin-annotation"
LOST_CHARACTER = "restore/lost-character"

#: The replacement is blind, so it hits every occurrence: a listed character annotated at a
#: smaller share of its places was annotated by a person. Not all are asked for, since a page
#: may hold lines that never went through the annotator. (Damaged seed: 33 of 33 at all.)
LISTED_PERCENT = 50
#: A full stop in GBK.
STOP = CUT["。"]
#: Characters looked back for an open quotation.
SENTENCE = 300

#: At the start of a text or behind a line end: alone on its line.
_BLANK = r"[ \t\u3000]*+ ([?？]) (?= [ \t\u3000]*+ (?![^\r\n]) )"
_FIRST_BLANK = re.compile(_BLANK, re.VERBOSE)
_BLANK_LINE = re.compile(rf"[\r\n] {_BLANK}", re.VERBOSE)
#: A loss right before the end of an element that lacks its first sign.
_BEFORE_TAG = re.compile(r"[?？](/[a-z]{1,10}+[1-6]?+>|br ?/?>)")
_TAG = re.compile(r"</?[a-z]{1,10}+[1-6]?+[ >/]")
_TWO_LOST = re.compile(
    r"""[?？] (?<! [?？!！][?？] ) (?: [!！][?？] (?![?？!！])    # lost, A3 A1, lost
                                 | [?？] (?=[,，]) )            # two lost before a comma
    """,
    re.VERBOSE,
)


_TEXT = re.compile(rf"[{HANZI}“‘「『《A-Za-z0-9]")


def pinyin_annotations(evidence: Evidence, gate: Gate, _: Fill) -> Iterator[Edit]:
    """Take out the bracketed pinyin an annotator put behind a character.

    >>> from dongxi.damage import repair
    >>> [edit[:3] for edit in repair("協(xié)作,發(fā)展經(jīng)濟(jì)").edits]
    [(1, 6, ''), (9, 13, ''), (15, 21, ''), (22, 26, '')]
    >>> repair("協(xié)作,發(fā)展經(jīng)濟(jì),亳(bó)州").text
    '協作,發展經濟,亳(bó)州'
    """
    graded: dict[str, tuple[Certainty, str]] = {}
    by_hand = _by_hand(evidence.notes)
    for hanzi in evidence.marked:
        certainty = _certainty(hanzi, evidence, by_hand) if gate.family == "A" else "probable"
        graded[hanzi] = certainty, "pinyin" if certainty == "certain" else "none"
    yield from (
        Edit(start, end, "", PINYIN_ANNOTATION, *graded[hanzi])
        for hanzi, start, end in evidence.notes
    )
    yield from _cut_off(evidence)


def _certainty(hanzi: str, evidence: Evidence, by_hand: frozenset[str]) -> Certainty:
    """Grade the annotations of a character on a page of family A."""
    marked, count = evidence.marked[hanzi], evidence.counts[hanzi]
    if hanzi in annotated():
        return "certain" if share(marked, count, LISTED_PERCENT) else "guess"
    if hanzi not in simplified() or not evidence.everywhere(hanzi) or hanzi in by_hand:
        return "guess"
    return "certain" if marked > 1 else "probable"


def _by_hand(notes: Sequence[Annotation]) -> frozenset[str]:
    """Find the characters glossed in one go with one that both scripts write alike.

    No annotator touches the latter, so a person glossed the word.

    >>> from dongxi.damage.evidence import Annotation
    >>> sorted(_by_hand([Annotation("譙", 1, 7), Annotation("城", 8, 15)]))
    ['城', '譙']
    >>> sorted(_by_hand([Annotation("譙", 1, 7), Annotation("渦", 8, 13)]))
    []
    """
    rows = [(a.hanzi, b.hanzi) for a, b in pairwise(notes) if a.end == b.start - 1]
    both = simplified()
    return frozenset(
        hanzi for row in rows if not all(one in both for one in row) for hanzi in row
    )


def _cut_off(evidence: Evidence) -> Iterator[Edit]:
    """Take out an annotation the end of the text cut short."""
    cut = cut_off(evidence.text)
    if not cut or not cut.start():
        return
    hanzi, begun = evidence.text[cut.start() - 1], composed(cut[1])
    known = hanzi in annotated() or (evidence.marked[hanzi] and evidence.everywhere(hanzi))
    reads = (hanzi in row for syllable, row in readings().items() if syllable.startswith(begun))
    if known and any(reads):
        yield Edit(cut.start(), cut.end(), "", PINYIN_ANNOTATION, "probable", "none")


def lost_characters(evidence: Evidence, gate: Gate, fill: Fill) -> Iterator[Edit]:
    r"""Take out a question mark alone on its line: a blank the bytes had no room for.

    Two characters lost together are only reported, unless a quotation is open there: what
    is lost then is the full stop and the mark that closes it.

    >>> from dongxi.damage import repair
    >>> page = "協(xié)作,發(fā)展經(jīng)濟(jì)\n?\n好不好?"
    >>> repair(page).text
    '協作,發展經濟\n\n好不好?'
    >>> repair("好\n?\n好").text
    '好\n?\n好'

    The loss before the end of an element took its first sign along, which is put back; in a
    text without tags the rest goes.

    >>> page = "<b>協(xié)作,發(fā)展經(jīng)濟(jì)?/b>是?/或"
    >>> repair(page).text, repair(page[3:]).text
    ('<b>協作,發展經濟?</b>是?/或', '協作,發展經濟?是?/或')
    """
    if gate.family == "B":  # no bytes were damaged there
        return
    text, first = evidence.text, _FIRST_BLANK.match(evidence.text)
    for blank in (*([first] if first else []), *_BLANK_LINE.finditer(text)):
        yield Edit(*blank.span(1), "", LOST_CHARACTER, "certain", "none")
    for pair in _TWO_LOST.finditer(text):
        yield _two_lost(text, *pair.span(), fill)
    losses = [*_BEFORE_TAG.finditer(text)]
    tags = losses and _TAG.search(text)
    for loss in losses:
        end, new = (loss.start(1), "<") if tags else (loss.end(1), "")
        yield Edit(loss.start(1), end, new, LOST_CHARACTER, "certain", "none")


def _two_lost(text: str, start: int, end: int, fill: Fill) -> Edit:
    """Report two characters lost together; behind an open quotation they can be guessed.

    Their bytes were A1 A3|A1 xx: of the first the second byte is known, and the first byte of
    the second, where all marks that close stand. Text right behind shows that one more sign
    was eaten: as a rule the end of the line.
    """
    mark = closing(line_before(text, start, SENTENCE)) if text[start + 1] in "！!" else ""
    if not mark or double(mark)[:1] != STOP[:1]:
        return Edit(start, end, LOST * 2, LOST_CHARACTER, "guess", "none")
    both = STOP.decode("gbk") + mark
    eaten = both + "\n" if _TEXT.match(text, end) else both
    new = eaten if fill else LOST * 2
    return Edit(start, end, new, LOST_CHARACTER, "probable", "none", (eaten,))
