"""Decide whether a page is damaged: annotations counted, and the gate they open.

What comes in: the text of a whole page. What goes out: what the rules look at, and the gate
with its counts. Mending is done elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.damage.lessons import by_hand
from dongxi.data import annotated, readings, simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Edit

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: Letters of pinyin without a tone; the last two are phonetic forms of a and g.
PLAIN = "abcdefghijklmnopqrstuvwxyzüɑɡ"
#: Vowels with a tone, and the marks that make them: macron, acute, caron, grave, diaeresis.
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u0304\u0301\u030c\u0300\u0308"
#: How phonetic letters and letters with separate marks are read.
COMPOSED = (
    ("ɑ", "a"), ("ɡ", "g"), ("u\u0308", "ü"),
    ("a\u0304", "ā"), ("a\u0301", "á"), ("a\u030c", "ǎ"), ("a\u0300", "à"),
    ("e\u0304", "ē"), ("e\u0301", "é"), ("e\u030c", "ě"), ("e\u0300", "è"),
    ("i\u0304", "ī"), ("i\u0301", "í"), ("i\u030c", "ǐ"), ("i\u0300", "ì"),
    ("o\u0304", "ō"), ("o\u0301", "ó"), ("o\u030c", "ǒ"), ("o\u0300", "ò"),
    ("u\u0304", "ū"), ("u\u0301", "ú"), ("u\u030c", "ǔ"), ("u\u0300", "ù"),
    ("ü\u0304", "ǖ"), ("ü\u0301", "ǘ"), ("ü\u030c", "ǚ"), ("ü\u0300", "ǜ"),
)  # fmt: skip
CLOSES = {"(": ")", "（": "）"}

# What opens the gate. Measured on 39 excerpts of damaged pages from 28 sites, all of which
# open it, and on 55 clean pages, each also in Traditional characters, three of them with 26
# glosses of their own, none of which does.
A_TRADITIONAL_PERCENT = 8
A_ON_TRADITIONAL = 3
A_ON_LISTED_PERCENT = 50
A_ON_TRADITIONAL_PERCENT = 90
A_EVERYWHERE_PERCENT = 90
#: A reader for children, with pinyin behind every character, has so many of its hanzi annotated
#: and so many annotations right behind another. Of 440 texts damaged on purpose with the whole
#: list none had more than 30 % and 40 % (2026-11).
READER_HANZI_PERCENT = 50
READER_ADJACENT_PERCENT = 50
B_ANNOTATIONS = 12
B_CHARACTERS = 10
B_HANZI_PERCENT = 3
B_EVERYWHERE_PERCENT = 90
B_ADJACENT_PERCENT = 30

#: Different annotations remembered: more than any language has.
MOST_KEPT = 1 << 16
#: A syllable with a tone, as a regex.
SYLLABLE = rf"[{PLAIN}]{{0,6}}+[{TONED}][{PLAIN}{TONED}]{{0,5}}+"
GLOSS = re.compile(rf"[(（]({SYLLABLE}) ?[)）]")
_HANZI = re.compile(f"[{HANZI}]")
_RUN = re.compile(f"[{HANZI}]++")
_CUT_OFF = re.compile(rf"[(（]([{PLAIN}{TONED}]{{1,9}}+) ?(?=[\r\n]*+\Z)")


class Annotation(NamedTuple):
    """A bracketed reading right behind the hanzi it reads."""

    hanzi: str
    start: int
    """The opening bracket."""
    end: int
    """Behind the closing bracket."""


class Gate(NamedTuple):
    """Which damage a page has, and the counts that say so."""

    family: Literal["A", "B"]
    """A: a fixed list of characters annotated throughout; B: some places at random."""
    hanzi: int
    traditional: int
    """Hanzi that have another Simplified form."""
    annotations: int
    on_traditional: int
    on_listed: int
    """Annotations on characters that sites are known to annotate."""
    characters: int
    """Different characters annotated."""
    everywhere: int
    """Those of them annotated at every occurrence."""
    repeated: int
    """Those of them annotated at every occurrence, twice or more."""
    adjacent: int
    """Annotations whose character stands right behind another annotation."""


@dataclass(frozen=True)
class Evidence:
    """What the gate and the rules look at."""

    text: str
    notes: tuple[Annotation, ...]
    counts: Counter[str]
    """Occurrences of each character, less those whose annotation is doubled or cut off.
    What annotations hold is left out: no hanzi."""
    marked: Counter[str]
    """Annotations of each character."""

    def everywhere(self, hanzi: str) -> bool:
        """Tell whether a character is annotated at every occurrence."""
        return self.marked[hanzi] >= self.counts[hanzi]

    @cached_property
    def pieces(self) -> list[str]:
        """What stands between its annotations: each piece up to one, the last to the end."""
        return _between(self.text, self.notes)

    @cached_property
    def clean(self) -> str:
        """The text without its annotations."""
        return "".join(self.pieces)

    def after(self, edits: Sequence[Edit]) -> Evidence:
        """Give what there is to look at once some edits are applied, places as they were."""
        if not edits:
            return self
        counts, mask = self.counts.copy(), bytearray(len(self.text))
        for edit in edits:
            for one in self.text[edit.start : edit.end]:
                counts[one] -= 1
            for one in edit.new:
                counts[one] += 1
            mask[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
        notes = tuple([note for note in self.notes if not mask[note.start]])
        marked = self.marked
        if len(notes) < len(self.notes):
            marked = Counter([note.hanzi for note in notes])
        return Evidence(self.text, notes, counts, marked)


def examine(text: str) -> Evidence | None:
    """Find the annotations of a text; None where a glance shows too few for any gate.

    Of two brackets in a row neither is an annotation: take one away and the other would
    pass for one.

    >>> [note.hanzi for note in examine("協(xié)作、調(diào)查、調（tiáo ）整").notes]
    ['協', '調', '調']
    >>> examine("協(hé)作、發(fā)(fā)展、你(Nǐ)好(hao3)、青島 (dǎo)").notes
    ()
    """
    glosses = [gloss.span() for gloss in GLOSS.finditer(text)]
    if len(glosses) < A_ON_TRADITIONAL:
        return None
    starts, ends = zip(*glosses, strict=True)
    beside = {*ends}.intersection(starts)
    read = [(a, b) for a, b in glosses if a and _reads(text[a - 1 : b])]
    doubled = [(a, b) for a, b in read if a in beside or b in beside] if beside else []
    if doubled:
        read = [(a, b) for a, b in read if a not in beside and b not in beside]
    notes = tuple([Annotation(text[a - 1], a, b) for a, b in read])
    counts, cut = Counter("".join(_between(text, notes))), cut_off(text)
    if doubled or cut:
        counts.subtract(text[a - 1] for a, _ in doubled)
        counts.subtract(text[cut.start() - 1 : cut.start()] if cut else "")
    return Evidence(text, notes, counts, Counter([note.hanzi for note in notes]))


def _between(text: str, notes: Sequence[Annotation]) -> list[str]:
    """Give the pieces of a text between its annotations."""
    ends = [0, *[note.end for note in notes]]
    starts = [*[note.start for note in notes], len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]


def cut_off(text: str) -> re.Match[str] | None:
    """Find an annotation the end of a text cut short.

    >>> cut_off("協(xié)作，發(f")[1], cut_off("協(xié)作，發(fā)")
    ('f', None)
    """
    return _CUT_OFF.match(text, max(text.rfind("("), text.rfind("（"), 0))


@lru_cache(maxsize=MOST_KEPT)
def _reads(piece: str) -> bool:
    """Tell whether a character with a bracketed syllable behind it is read so.

    >>> _reads("協(xié)"), _reads("協（xié)"), _reads("協(hé)"), _reads("a(ā)")
    (True, False, False, False)
    """
    gloss = GLOSS.fullmatch(piece, 1)
    if not gloss or not _HANZI.match(piece) or CLOSES[piece[1]] != piece[-1]:
        return False
    return piece[0] in read_as(gloss[1])


def read_as(syllable: str) -> str:
    """Give the characters a syllable is a reading of, however its marks are written.

    >>> "發" in read_as("fā"), "發" in read_as("fā"), "發" in read_as("fá")
    (True, True, False)
    """
    found = readings().get(syllable)
    return readings().get(composed(syllable), "") if found is None else found


def composed(syllable: str) -> str:
    """Write a syllable the way the table of readings does.

    >>> composed("zhua\u0304nɡ"), composed("zhuāng")
    ('zhuāng', 'zhuāng')
    """
    for old, new in COMPOSED:
        syllable = syllable.replace(old, new)
    return syllable


def gate_of(evidence: Evidence) -> Gate | None:
    """Decide whether a page is damaged, and how.

    >>> gate_of(examine("協(xié)作,發(fā)展經(jīng)濟(jì)")).family
    'A'
    >>> gate_of(examine("你(nǐ)好(hǎo)嗎(ma)?學(xué)生(shēng)都(dōu)好(hǎo)")) is None
    True
    >>> gate_of(examine("學(xué)習、學(xué)校；國(guó)家、國(guó)王")) is None
    True
    """
    gate = _count(evidence)
    family: Literal["A", "B"] = "A" if _opens_a(gate) else "B"
    if (family == "B" and not _opens_b(gate)) or by_hand(evidence, random=family == "B"):
        return None
    return gate._replace(family=family)


def _count(evidence: Evidence) -> Gate:
    notes, counts, marked = evidence.notes, evidence.counts, evidence.marked
    both, listed = simplified().keys(), annotated().intersection(marked)
    hanzi = "".join(_RUN.findall("".join(counts)))
    everywhere = [one for one, count in marked.items() if count >= counts[one]]
    return Gate(
        family="A",
        hanzi=sum(map(counts.__getitem__, hanzi)),
        traditional=sum([counts[one] for one in counts.keys() & both]),
        annotations=len(notes),
        on_traditional=sum([marked[one] for one in marked.keys() & both]),
        on_listed=sum([marked[one] for one in listed]),
        characters=len(marked),
        everywhere=len(everywhere),
        repeated=sum([marked[one] > 1 for one in everywhere]),
        adjacent=sum([a.end == b.start - 1 for a, b in pairwise(notes)]),
    )


def share(part: int, whole: int, percent: int) -> bool:
    """Tell whether a part is at least so many percent of a whole."""
    return 100 * part >= percent * whole


def _opens_a(gate: Gate) -> bool:
    """Many Traditional characters; annotations on listed ones or on some, not on all."""
    known = share(gate.on_listed, gate.annotations, A_ON_LISTED_PERCENT)
    throughout = (
        share(gate.on_traditional, gate.annotations, A_ON_TRADITIONAL_PERCENT)
        and share(gate.everywhere, gate.characters, A_EVERYWHERE_PERCENT)
        and gate.repeated > 0
    )
    return (
        share(gate.traditional, gate.hanzi, A_TRADITIONAL_PERCENT)
        and gate.on_traditional >= A_ON_TRADITIONAL
        and (known or throughout)
        and not _is_reader(gate)
    )


def _is_reader(gate: Gate) -> bool:
    """Tell whether a person put pinyin behind character after character."""
    dense = share(gate.annotations, gate.hanzi, READER_HANZI_PERCENT)
    return dense and share(gate.adjacent, gate.annotations, READER_ADJACENT_PERCENT)


def _opens_b(gate: Gate) -> bool:
    """Many annotations on many characters, scattered, and not on all their occurrences."""
    return (
        gate.annotations >= B_ANNOTATIONS
        and gate.characters >= B_CHARACTERS
        and share(gate.annotations, gate.hanzi, B_HANZI_PERCENT)
        and not share(gate.everywhere, gate.characters, B_EVERYWHERE_PERCENT)
        and not share(gate.adjacent, gate.annotations, B_ADJACENT_PERCENT)
    )
