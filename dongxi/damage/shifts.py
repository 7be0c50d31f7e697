"""Read back runs of text that were read one byte late.

What comes in: the text of a page of family A. What goes out: proposed edits, one for each
run. A run starts where a byte was lost (`shift-cut`) or where pinyin was put between the two
bytes of a character (`shift-annotation`); from there on each character as it stands holds
the second byte of one true character and the first byte of the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.damage import lexicon
from dongxi.damage.evidence import GLOSS, SYLLABLE, read_as
from dongxi.data import annotated, simplified
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.damage.evidence import Evidence, Gate
    from dongxi.model import Certainty

SHIFT_CUT = "restore/shift-cut"
SHIFT_ANNOTATION = "restore/shift-annotation"
ASCII_ANNOTATION = "restore/ascii-annotation"
Fill = Literal["probable"] | None

LOST = "\ufffd"
#: Where text is cut: in front of the GBK bytes of these marks, wherever two bytes are equal.
CUT = {
    "，": b"\xa3\xac", "。": b"\xa1\xa3", "！": b"\xa3\xa1",
    "？": b"\xa3\xbf", "；": b"\xa3\xbb", "：": b"\xa3\xba",
    ",": b"\xa3\xac", ".": b"\xa1\xa3", "!": b"\xa3\xa1",
    "?": b"\xa3\xbf", ";": b"\xa3\xbb", ":": b"\xa3\xba",
}  # fmt: skip
#: Marks that may have been folded since.
WIDE = str.maketrans(",!?;:()", "，！？；：（）")
#: Bytes of a character in GBK; from where on its second byte is no ASCII.
PAIR = 2
FIRST_WIDE = 0x80
#: Characters in front of a run looked at for words and an open quotation.
LOOK_BACK = 60
LOOK_AHEAD = 4
#: Characters read in one run at most, so that time stays linear.
LONGEST = 200
#: So many percent of an interior in words, the rest very frequent: certain. On the same
#: pages as below 234 of 234 were right, private-use characters dropped or not.
IN_WORDS_PERCENT = 75
#: A first character is probable if it outweighs the next by so many binary digits: then it
#: was right in 50 of 53 places of 56 pages damaged on purpose, three times each (2026-11).
CLEAR_LEAD = 4
#: A first character is certain if it and an interior of so many characters stand elsewhere.
LEAST_ELSEWHERE = 2
MOST_CANDIDATES = 5
#: Places of one and the same run weighed together, and runs looked up elsewhere, at most.
MOST_PLACES = 8
MOST_LOOKED_UP = 200
WEAKNESS = ("certain", "probable", "guess")

_SWALLOWED = re.compile(rf"[?？]({SYLLABLE}) ?[)）]")
_START = re.compile(
    rf"""[?？] (?P<mark> [？！；：，。?!;:,.] ) (?= [^\x00-\x7f] | [\x40-\x7e] | \?{SYLLABLE} )
       | [?？] (?P<pinyin> {SYLLABLE} ) \ ? [)）]
    """,
    re.VERBOSE,
)
_BEHIND_LOSS = re.compile(
    r"""[，。！？；：、（）“”‘’《》〈〉【】…,.!?;:()"'\r\n] | \Z""", re.VERBOSE
)
_EATEN_TAG = re.compile(r"/?[a-z]{1,10}+[1-6]?+ ?/?>")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TEXT = re.compile(r"[\u4e00-\u9fff，。、；：？！“”‘’（）《》〈〉【】「」『』—…·]*+")


class Run(NamedTuple):
    """A run as read back."""

    end: int
    """Behind its last character as it stands."""
    interior: str
    """What is read back whole."""
    last: int | None
    """The first byte of a last character whose second is lost."""
    proven: bool
    """Pinyin at the end is a reading of the last character."""
    eaten: str
    """What the loss at the end took along: the first sign of a tag."""


class Lost(NamedTuple):
    """A character of which one byte is lost."""

    certainty: Certainty
    candidates: tuple[str, ...]

    def written(self, fill: Fill) -> tuple[str, Certainty]:
        """Give what is written for it and how sure that is; that it is lost is certain."""
        if self.certainty == "certain" or (fill and self.certainty == "probable"):
            return self.candidates[0], self.certainty
        return LOST, "certain"


class Grade(NamedTuple):
    """How sure a reading is, and by what."""

    certainty: Certainty
    proof: str


class Found(NamedTuple):
    """A run in its place."""

    start: int
    """The question mark it starts with."""
    inside: int
    """Where its interior starts."""
    mark: str | None
    """The mark that was cut off; None where pinyin came in between."""
    before: str
    """What stands before it on its line, without annotations."""
    run: Run


class Page(NamedTuple):
    """What the whole page tells about its runs."""

    text: str
    clean: str
    """Without annotations; empty where there are too many runs to look each of them up."""
    private: bool
    """Private-use characters came through."""
    places: dict[str, list[str]]
    """For the text of each run as it stands, what stands before it in each place."""


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
    text, runs = evidence.text, list(_runs(evidence.text))
    places: dict[str, list[str]] = {}
    for found in runs:
        places.setdefault(text[found.start : found.run.end], []).append(found.before)
    clean = evidence.clean if len(runs) <= MOST_LOOKED_UP else ""
    page = Page(text, clean, _PRIVATE.search(text) is not None, places)
    for found in runs:
        yield from _cut(page, found, fill) if found.mark else _annotated(page, found, fill)


def _runs(text: str) -> Iterator[Found]:
    """Find the runs, from left to right; behind one the text is in step again."""
    at = 0
    while start := _START.search(text, at):
        at = start.start() + 1
        before = _before(text, start.start())
        if start["mark"]:
            half = CUT[start["mark"]][1:]
        else:
            half = double(pinned(double(before[-1:])[1:], start["pinyin"]))[1:]
        run = read(text, start.end(), half) if half else None
        if not run:
            continue
        if start["pinyin"] or run.proven or _better(text[start.end() : run.end], run.interior):
            yield Found(start.start(), start.end(), start["mark"], before, run)
            at = run.end


def _cut(page: Page, found: Found, fill: Fill) -> Iterator[Edit]:
    """Propose a run that starts at a cut: the first byte of its first character is lost."""
    run, head = found.run, _head(page, found)
    grade = _grade(page, "", run)
    if head.certainty == "certain" and grade.proof == "none":
        grade = Grade(grade.certainty, "document")
    written, certainty = head.written(fill)
    sure = max(grade.certainty, certainty, key=WEAKNESS.index)
    end = run.end - (run.last is not None)
    new = written + run.interior
    yield Edit(found.start, end, new, SHIFT_CUT, sure, grade.proof, head.candidates)
    yield from _tail(SHIFT_CUT, found.before + new, run, grade, fill)


def _annotated(page: Page, found: Found, fill: Fill) -> Iterator[Edit]:
    """Propose a run that starts at pinyin put between the bytes of a character."""
    run, before = found.run, found.before
    grade = _grade(page, before, run) if run.interior else Grade("probable", "pinyin")
    end = run.end - (run.last is not None)
    yield Edit(found.start, end, run.interior, SHIFT_ANNOTATION, *grade)
    yield from _tail(SHIFT_ANNOTATION, before + run.interior, run, grade, fill)


def _tail(rule: str, before: str, run: Run, grade: Grade, fill: Fill) -> Iterator[Edit]:
    """Propose the last character of a run whose second byte is lost."""
    if run.last is None:
        return
    lost = _last(run.last, before)
    written, certainty = lost.written(fill)
    sure = max(grade.certainty, certainty, key=WEAKNESS.index)
    new = written + run.eaten
    yield Edit(run.end - 1, run.end, new, rule, sure, grade.proof, lost.candidates)


def _before(text: str, start: int) -> str:
    """Give what stands before a place on its line, without annotations, some words far."""
    line = text[max(0, start - LOOK_BACK) : start].rpartition("\n")[2]
    return GLOSS.sub("", line).translate(WIDE)


def double(character: str) -> bytes:
    r"""Give the two bytes a character has in GBK, private use included; else none.

    >>> double("海"), double("a"), double("\ue000")
    (b'\xba\xa3', b'', b'\xaa\xa1')
    """
    code = character.encode("gb18030", "ignore")
    return code if len(code) == PAIR else b""


def single(pair: bytes) -> str:
    r"""Give the character two bytes are in GBK; nothing if they are none.

    >>> single(b"\xba\xa3"), single(b"\xba")
    ('海', '')
    """
    return pair.decode("gbk", "ignore") if len(pair) == PAIR else ""


def pinned(lead: bytes, syllable: str) -> str:
    r"""Find the one Traditional character with this first byte and this reading.

    Its second byte is no ASCII, or that would still stand there. Where several characters
    fit, a single one that sites are known to annotate stands out.

    >>> pinned(b"\x83", "yōu"), pinned(b"\x83", "wǎng")
    ('優', '')
    """
    fits = [
        one
        for one in (read_as(syllable) if lead else "")
        if one in simplified() and (code := double(one))[:1] == lead and code[1] >= FIRST_WIDE
    ]
    known = [one for one in fits if one in annotated()] or fits
    return known[0] if len(known) == 1 else ""


def read(text: str, at: int, half: bytes) -> Run | None:
    r"""Read on from a place, the first byte of a character in hand, to the end of the run.

    >>> read("诰W(wǎng)”", 0, b"\xbf")
    Run(end=8, interior='口網', last=None, proven=True, eaten='')
    >>> read("诰1", 0, b"\xbf") is None
    True
    """
    interior = ""
    for _ in range(LONGEST):
        if text[at : at + 1] < "\x80" or _SWALLOWED.match(text, at):
            return _ended(text, at, half, interior)
        pair = double(text[at])
        one = single(half + pair[:1])
        if len(one) != 1 or pair[1] <= FIRST_WIDE:
            return None
        interior, half = interior + one, pair[1:]
        gloss = GLOSS.match(text, at + 1)
        at = gloss.end() if gloss and text[at] in read_as(gloss[1]) else at + 1
    return None


def _ended(text: str, at: int, half: bytes, interior: str) -> Run | None:
    """Read the end of a run: an ASCII second byte, swallowed pinyin, or a loss."""
    here, swallowed = text[at : at + 1], _SWALLOWED.match(text, at)
    if swallowed:
        one = pinned(half, swallowed[1])
        return (
            Run(swallowed.end(), interior + one, None, proven=True, eaten="") if one else None
        )
    if here == "?":
        tag = _EATEN_TAG.match(text, at + 1)
        if tag or _BEHIND_LOSS.match(text, at + 1):
            return Run(at + 1, interior, half[0], proven=False, eaten="<" if tag else "")
    if "\x40" <= here <= "\x7e":
        one, gloss = single(half + here.encode()), GLOSS.match(text, at + 1)
        if len(one) == 1 and (not gloss or one in read_as(gloss[1])):
            end = gloss.end() if gloss else at + 1
            return Run(end, interior + one, None, proven=gloss is not None, eaten="")
    return None


def _grade(page: Page, before: str, run: Run) -> Grade:
    """Grade what is read back whole.

    Where private-use characters got lost on the way, two bytes of a run went with each, and
    its end cannot show that none did here: then every character has to be a frequent one.
    """
    after = "" if run.last is not None else page.text[run.end : run.end + LOOK_AHEAD]
    found = lexicon.standing(before[-lexicon.LONGEST_WORD :], run.interior, after)
    if not _TEXT.fullmatch(run.interior) or found.common < found.characters:
        return Grade("guess", "none")
    frequent = found.frequent == found.characters
    mostly = 100 * found.covered >= IN_WORDS_PERCENT * found.characters
    proof = "pinyin" if run.proven and frequent else "none"
    if not (mostly and frequent) or (run.last is not None and not page.private):
        return Grade("probable", proof)
    return Grade("certain", "pinyin" if run.proven else "lexicon")


def _better(raw: str, interior: str) -> bool:
    """Tell whether a run as read back stands better in the lexicon than as it stands."""
    now, then = lexicon.standing("", raw, ""), lexicon.standing("", interior, "")
    return then.covered * now.characters > now.covered * then.characters or (
        then.covered == now.covered == 0 and then.frequent > now.frequent
    )


def _head(page: Page, found: Found) -> Lost:
    """Rank the readings of a first character by its second byte and its neighbours.

    The same run in several places hides the same character, so all of them count.
    """
    interior, trail = found.run.interior, CUT[found.mark or ""][0]
    fits = lexicon.candidates(trail, trail=True)
    places = page.places[page.text[found.start : found.run.end]][:MOST_PLACES]
    ranked = lexicon.rank(fits, places, interior)
    best = [one for _, one in ranked[:MOST_CANDIDATES]]
    elsewhere = [one for one in fits if one + interior in page.clean]
    if len(interior) >= LEAST_ELSEWHERE and len(elsewhere) == 1:
        return Lost("certain", tuple(dict.fromkeys([*elsewhere, *best]))[:MOST_CANDIDATES])
    weights = [weight for weight, _ in ranked]
    clear = len(weights) == 1 or (len(weights) > 1 and weights[0] - weights[1] >= CLEAR_LEAD)
    return Lost("probable" if clear else "guess", tuple(best))


def _last(lead: int, before: str) -> Lost:
    """Rank the readings of a last character by its first byte and what stands before it."""
    found = lexicon.candidates(lead, trail=False)
    best = [one for _, one in lexicon.rank(found, [before], "")]
    closing = "”" in found and before.count("“") > before.count("”")
    worded = [one for one in found if lexicon.ends_word(before + one)]
    sure = ["”"] if closing else worded if len(worded) == 1 else []
    ordered = tuple(dict.fromkeys([*sure, *best]))[:MOST_CANDIDATES]
    return Lost("probable" if sure else "guess", ordered)


def ascii_annotations(evidence: Evidence, gate: Gate, _: Fill) -> Iterator[Edit]:
    """Take out pinyin put behind an ASCII letter that, with the byte before, made a pair.

    >>> from dongxi.damage import repair
    >>> page = "協(xié)作,發(fā)展經(jīng)濟(jì)。"
    >>> repair(page + "溧l(xiāng)i").text[8:], repair(page + "溧m(xiāng)i").text[8:]
    ('溧li', '溧m(xiāng)i')
    """
    if gate.family == "B":
        return
    for gloss in GLOSS.finditer(evidence.text, 2):
        start, end = gloss.span()
        before, letter = evidence.text[start - 2 : start - 1], evidence.text[start - 1 : start]
        one = single(double(before)[1:] + letter.encode("ascii", "ignore"))
        if one in simplified() and one in read_as(gloss[1]):
            certainty: Certainty = "certain" if one in annotated() else "probable"
            yield Edit(start, end, "", ASCII_ANNOTATION, certainty, "pinyin")
