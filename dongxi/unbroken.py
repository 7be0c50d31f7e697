"""A flattened page in, the same page out with the sentences whole that its lines part.

Programs that take the text of every element by itself put a line end where a link, a name in
bold or a number begins or ends inside a sentence. What shows it is a line that begins with a
comma: no writer begins one so. On such a page a line end inside a sentence reads as nothing.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from dongxi.lined import CLAUSE
from dongxi.says import says
from dongxi.sentences import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block
    from dongxi.paragraphs import Paragraph

RULE = "blocks/broken-sentence"
#: What no line begins with (one of code may, but not with a mark as wide as a character); so many
#: lines that do show a page whose sentences are parted.
BEGINS = frozenset("，。、；")
FEWEST = 3
#: What goes on with the line above on such a page, and what its end leaves open.
GOES_ON = frozenset("，。、；：！？）】”’》」』％%")
LEFT_OPEN = re.compile("[,、(\\[“‘《「『]$")
#: Of the two sides of an inline element one is this short, in characters.
LONGEST_INLINE = 16
#: Words in front of what is linked, as their last character shows, and pieces too short for a line.
HANGS = re.compile("[在由从自与和及对把被为以于是将给向让比据叫到的约有用见讯电称悉]$")
SHORT = re.compile("[\u4e00-\u9fff]{1,3}")
#: So many lines below a first piece stands one.
NEAR = 3
#: Who speaks stands before a colon, in so many characters.
LONGEST_SPEAKER = 8
#: Blocks from one line to the next with nothing but the line end between.
BESIDE = 2
#: A letter or a figure of Latin text, which a blank parts from another.
LATIN = re.compile("[A-Za-z]$")


def unbroken(blocks: Sequence[Block], found: Sequence[Paragraph]) -> Sequence[Block]:
    """Let the line ends inside sentences of a flattened page read as nothing; the same blocks if none do."""
    if sum(p.text[:1] in BEGINS for p in found) < FEWEST:
        return blocks
    named = [bool(says(p.folded, p.signs)[0]) for p in found]
    done = list(blocks)
    chained = False
    for i in range(1, len(found)):
        above, p = found[i - 1], found[i]
        able = p.lines_above == 1 and p.first == above.last + BESIDE
        if not able or named[i] or named[i - 1]:
            chained = False
            continue
        joined = _joins(found, i, chained=chained)
        if joined:
            end = done[p.first - 1]
            latin = LATIN.search(above.folded) and LATIN.search(p.folded[:1])
            done[p.first - 1] = end._replace(kind="space" if latin else "joint", rule=RULE)
        chained = joined and not p.ends & CLOSED
    return done


def _joins(found: Sequence[Paragraph], i: int, *, chained: bool) -> bool:
    """Tell whether a line goes on with the one above it; `chained` says that that one does so, too."""
    above, p = found[i - 1], found[i]
    if p.text[:1] in GOES_ON:
        return True
    if above.ends & CLOSED or (p.folded[-1:] == ":" and len(p.text) <= LONGEST_SPEAKER):
        return False
    if LEFT_OPEN.search(above.folded):
        return True
    if min(len(above.text), len(p.text)) > LONGEST_INLINE:
        return False
    return _carried_on(found, i) if chained else _opens(found, i)


def _opens(found: Sequence[Paragraph], i: int) -> bool:
    """Tell whether the line above begins a sentence that an inline element parts from there on."""
    above = found[i - 1]
    if i > 1 and found[i - 2].folded[-1:] == ":":  # the value of a label
        return False
    if CLAUSE.search(above.folded):
        return _carried_on(found, i)
    inline = i + 1 < len(found) and found[i + 1].text[:1] in BEGINS
    hangs = HANGS.search(above.folded) is not None
    if inline and hangs and len(above.text) <= LONGEST_INLINE:
        return True
    begins = i > 1 and found[i - 2].ends & CLOSED
    hangs = hangs or bool(begins and SHORT.fullmatch(above.folded))
    return hangs and any(CLAUSE.search(q.folded) for q in found[i : i + NEAR])


def _carried_on(found: Sequence[Paragraph], i: int) -> bool:
    """Tell whether a line closes a sentence, or those below it go on with one."""
    p = found[i]
    if p.ends & CLOSED or CLAUSE.search(p.folded):
        return True
    below = takewhile(lambda q: q.lines_above == 1, found[i + 1 : i + 1 + NEAR])
    return any(q.text[:1] in GOES_ON or CLAUSE.search(q.folded) for q in below)
