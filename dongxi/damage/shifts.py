"""Propose the true characters of runs that were read one byte late.

What comes in: the evidence of a page of family A. What goes out: proposed edits, one for
each run and one for a last character of which a byte is lost, each with how sure it is. In a
run no character as it stands corresponds to a true one, so it is one edit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage import lexicon
from dongxi.damage.dropped import CONTEXT, Dropped
from dongxi.damage.edits import applies
from dongxi.damage.evidence import SYLLABLE, read_as
from dongxi.damage.lost import Fill, Page
from dongxi.damage.runs import LOST, SWALLOWED, double, runs, single
from dongxi.data import annotated, simplified
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.damage.evidence import Evidence, Gate
    from dongxi.damage.lattice import Reading
    from dongxi.damage.runs import Found, Run
    from dongxi.model import Certainty

SHIFT_CUT = "restore/shift-cut"
SHIFT_ANNOTATION = "restore/shift-annotation"
BROKEN_ANNOTATION = "restore/broken-annotation"
ASCII_ANNOTATION = "restore/ascii-annotation"

#: So many percent of an interior in words, the rest very frequent: certain. On the half of
#: the texts of `benchmarks/repair_accuracy.py` it was set on all of 198 were right, private-
#: use characters dropped or not (2026-11).
IN_WORDS_PERCENT = 75
#: Where private-use characters may have been dropped, a reading has to outweigh every other,
#: dropped pairs put back or not, by so many binary digits: to be certain, if it stands in
#: words too or alone; to be proven by pinyin at its end; to be probable. On the same half
#: no wrong one led by more than 7, and none that stands in words by more than 2.
LEAD_CERTAIN = 5
LEAD_ALONE = 13
LEAD_PROVEN = 10
LEAD_PROBABLE = 8
#: Characters that make a certain reading there, unless pinyin stands at either end.
LEAST_CERTAIN = 2
WEAKNESS = ("certain", "probable", "guess")

_BEHIND_ASCII = re.compile(rf"[(（](?<=[^\x00-\x7f][\x40-\x7e][(（])({SYLLABLE}) ?[)）]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TEXT = re.compile(r"[\u4e00-\u9fff，。、；：？！“”‘’（）《》〈〉【】「」『』—…·]*+")


class Inside(NamedTuple):
    """What is read back whole, how sure, and by what."""

    text: str
    certainty: Certainty
    proof: str


def shifted_runs(evidence: Evidence, gate: Gate, fill: Fill) -> Iterator[Edit]:
    """Read back text that was read one byte late, up to where it falls into step again.

    >>> from dongxi.damage import repair
    >>> page = "協(xié)作,發(fā)展經(jīng)濟(jì)。"
    >>> repair(page + "“??诰W(wǎng)”").text[8:], repair(page + "變?yōu)閳D像").text[8:]
    ('“�口網”', '變為圖像')
    >>> repair(page + "真的??好網").text[8:]
    '真的??好網'
    """
    if gate.family == "B":  # no bytes were damaged there
        return
    found = list(runs(evidence.text))
    if not found:
        return
    private = _PRIVATE.search(evidence.text) is not None
    page = Page(evidence.text, evidence.clean, found, private=private)
    for one in found:
        first, *tail = _cut(page, one, fill) if one.mark else _annotated(page, one, fill)
        yield from (first, *tail)
        if not applies(first, fill):
            yield from _broken(evidence.text, one)


def _cut(page: Page, found: Found, fill: Fill) -> Iterator[Edit]:
    """Propose a run that starts at a cut: the first byte of its first character is lost."""
    inside = _inside(page, "", found)
    head = page.head(found, inside.text)
    if head.certainty == "certain" and inside.certainty != "certain":
        inside = Inside(inside.text, "probable", "document")
    written, certainty = head.written(fill)
    best = found.before + (head.candidates[0] if head.candidates else "") + inside.text
    first = _edit(found, SHIFT_CUT, inside, written)
    sure = max(inside.certainty, certainty, key=WEAKNESS.index)
    yield first._replace(certainty=sure, candidates=head.candidates)
    yield from _tail(page, first, best, found, fill)


def _annotated(page: Page, found: Found, fill: Fill) -> Iterator[Edit]:
    """Propose a run that starts at pinyin put between the bytes of a character."""
    inside = Inside("", "probable", "pinyin")
    if found.run.code:
        inside = _inside(page, found.before, found)
    first = _edit(found, SHIFT_ANNOTATION, inside)
    yield first
    yield from _tail(page, first, found.before + inside.text, found, fill)


def _broken(text: str, found: Found) -> Iterator[Edit]:
    """Take out the pinyin at the ends of a run, whatever the run reads: it broke a character.

    Of that character the byte the question mark stands for is lost, so it is, too.

    >>> from dongxi.damage import repair
    >>> page = "協(xié)作,發(fā)展經(jīng)濟(jì)。"
    >>> repair(page + "變?yōu)槌晒嵺`，").text[8:], repair(page + "回?fù)還是沒有").text[8:]
    ('變�槌晒嵺`，', '回?fù)還是沒有')
    """
    run, read = found.run, found.run.interior
    for pinyin in SWALLOWED.finditer(text, found.start, run.end):
        start, end = pinyin.span()
        first = start == found.start and not found.mark
        if first or (end == run.end and run.proven):
            one = read[:1] if first else read[-1:]
            yield Edit(start, end, LOST, BROKEN_ANNOTATION, "certain", "pinyin", tuple(one))


def _edit(found: Found, rule: str, inside: Inside, written: str = "") -> Edit:
    """Write a run up to a last character that is lost."""
    run, whole = found.run, found.run.last is None
    new = written + inside.text + (run.behind if whole else "")
    return Edit(found.start, run.end - (not whole), new, rule, inside.certainty, inside.proof)


def _tail(page: Page, first: Edit, before: str, found: Found, fill: Fill) -> Iterator[Edit]:
    """Propose the last character of a run whose second byte is lost."""
    if found.run.last is None:
        return
    lost = page.last(found, before)
    written, certainty = lost.written(fill)
    sure = max(first.certainty, certainty, key=WEAKNESS.index)
    yield first._replace(
        start=first.end,
        end=found.run.end,
        new=written + found.run.behind,
        certainty=sure,
        candidates=lost.candidates,
    )


def _inside(page: Page, before: str, found: Found) -> Inside:
    """Grade what is read back whole.

    Where they came through, nothing inside is lost: pinyin that reads a character at an end
    shows the shift, and with it every character between. Where private-use characters got
    lost on the way, two bytes of a run went with each: then a reading has to outweigh those
    with dropped pairs put back.
    """
    run = found.run
    after = "" if run.last is not None else page.text[run.end : run.end + lexicon.LONGEST_WORD]
    plain = _graded(before, run.interior, after, proven=run.proven)
    both = run.proven and not found.mark
    if page.private and plain.certainty == "certain":
        return plain
    if page.private:
        shown = both or (plain.certainty == "probable" and (run.proven or not found.mark))
        return Inside(plain.text, "probable", "pinyin") if shown else plain
    after = page.behind(run.end) if not run.behind else ""
    read = _resolved(page, before, after, run, plain)
    sure: Certainty = "probable" if read.lead >= LEAD_PROBABLE else "guess"
    if read.text != run.interior:
        return Inside(read.text, sure, "none")
    if plain.certainty == "guess":
        return plain
    long = run.proven or not found.mark or len(read.text) >= LEAST_CERTAIN
    if long and read.lead >= (LEAD_CERTAIN if plain.certainty == "certain" else LEAD_ALONE):
        return Inside(read.text, "certain", "pinyin" if run.proven else "lexicon")
    lead = LEAD_PROBABLE if both else LEAD_PROVEN
    proven = (plain.proof == "pinyin" or both) and read.lead >= lead
    return Inside(read.text, sure, "pinyin" if proven else "none")


def _resolved(page: Page, before: str, after: str, run: Run, plain: Inside) -> Reading:
    """Read a run with dropped pairs put back; what else the page says only where in doubt."""
    key = run.code, run.last, before[-CONTEXT:], after
    if key not in page.readings:
        ways = Dropped(run.code, before, after, run.last)
        read = ways.read()
        sure = plain.certainty == "certain" and read.lead >= LEAD_PROBABLE
        if not sure or read.text != plain.text:
            read = ways.read(page.near())
        page.readings[key] = read
    return page.readings[key]


def _graded(before: str, interior: str, after: str, *, proven: bool) -> Inside:
    """Grade a reading by how its characters stand in the lexicon."""
    found = lexicon.standing(before[-lexicon.LONGEST_WORD :], interior, after)
    if not _TEXT.fullmatch(interior) or found.common < found.characters:
        return Inside(interior, "guess", "none")
    frequent = found.frequent == found.characters
    mostly = 100 * found.covered >= IN_WORDS_PERCENT * found.characters
    if mostly and frequent:
        return Inside(interior, "certain", "pinyin" if proven else "lexicon")
    return Inside(interior, "probable", "pinyin" if proven and frequent else "none")


def ascii_annotations(evidence: Evidence, gate: Gate, _: Fill) -> Iterator[Edit]:
    """Take out pinyin put behind an ASCII letter that, with the byte before, made a pair.

    >>> from dongxi.damage import repair
    >>> page = "協(xié)作,發(fā)展經(jīng)濟(jì)。"
    >>> repair(page + "溧l(xiāng)i").text[8:], repair(page + "溧m(xiāng)i").text[8:]
    ('溧li', '溧m(xiāng)i')
    """
    if gate.family == "B":
        return
    for gloss in _BEHIND_ASCII.finditer(evidence.text):
        start, end = gloss.span()
        before, letter = evidence.text[start - 2 : start - 1], evidence.text[start - 1 : start]
        one = single(double(before)[1:] + letter.encode("ascii", "ignore"))
        if one in simplified() and one in read_as(gloss[1]):
            certainty: Certainty = "certain" if one in annotated() else "probable"
            yield Edit(start, end, "", ASCII_ANNOTATION, certainty, "pinyin")
