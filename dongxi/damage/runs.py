"""Find runs of text that was read one byte late, and read them back.

What comes in: the text of a page. What goes out: each run with its true characters. A run
starts where a byte was lost or where pinyin was put between the two bytes of a character;
from there on each character as it stands holds the second byte of one true character and the
first byte of the next. How sure a reading is, is for others to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage import lexicon
from dongxi.damage.evidence import GLOSS, SYLLABLE, read_as
from dongxi.data import annotated, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

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
#: Characters read in one run at most, so that time stays linear.
LONGEST = 200
#: Starts tried on the way to one end: past its first character each reads the same.
MOST_TRIES = 8

#: Pinyin whose opening bracket was eaten with the byte before it.
SWALLOWED = re.compile(rf"[?？]({SYLLABLE}) ?[)）]")
_START = re.compile(
    rf"""[?？] (?P<mark> [？！；：，。?!;:,.] ) (?= [^\x00-\x7f] | [\x40-\x7e] | \?{SYLLABLE} )
       | [?？] (?P<pinyin> {SYLLABLE} ) \ ? [)）]
    """,
    re.VERBOSE,
)
_BEHIND_LOSS = re.compile(
    r"""[，。！？；：、（）“”‘’《》〈〉【】…,.!?;:()"'\r\n] | \Z""", re.VERBOSE
)
_MARK = re.compile("[，。！；：、）”’》〉】…]")
_EATEN_TAG = re.compile(r"/?[a-z]{1,10}+[1-6]?+ ?/?>")


class Run(NamedTuple):
    """A run as read back."""

    end: int
    """Behind its last character as it stands."""
    code: bytes
    """The true bytes as they came through, less what is lost at either end."""
    last: int | None = None
    """The first byte of a last character whose second is lost."""
    proven: bool = False
    """Pinyin at the end is a reading of the last character."""
    behind: str = ""
    """What stands behind it, drawn into it or eaten: a letter, a tag's first sign, unknown."""

    @property
    def interior(self) -> str:
        """What is read back whole."""
        return self.code.decode("gbk")


class Found(NamedTuple):
    """A run in its place."""

    start: int
    """The question mark it starts with."""
    mark: str | None
    """The mark that was cut off; None where pinyin came in between."""
    before: str
    """What stands before it on its line, without annotations."""
    run: Run


def runs(text: str) -> Iterator[Found]:
    """Find the runs, from left to right; behind one the text is in step again.

    >>> [(found.start, found.run.interior) for found in runs("“??诰W(wǎng)”變?yōu)閳D像")]
    [(1, '口網'), (13, '為圖')]
    """
    at = stop = tries = 0
    while start := _START.search(text, at):
        at = start.start() + 1
        tries = tries + 1 if start.end() < stop else 1
        if tries > MOST_TRIES:
            continue
        before = line_before(text, start.start())
        if start["mark"]:
            half = CUT[start["mark"]][1:]
        else:
            half = double(pinned(double(before[-1:])[1:], start["pinyin"]))[1:]
        run, end = read(text, start.end(), half) if half else (None, 0)
        stop = max(stop, end)
        if run and (start["pinyin"] or run.proven or _better(text[start.end() : run.end], run)):
            yield Found(start.start(), start["mark"], before, run)
            at = run.end


def line_before(text: str, start: int, count: int = LOOK_BACK) -> str:
    """Give what stands before a place on its line, without annotations, some words far."""
    line = text[max(0, start - count) : start].rpartition("\n")[2]
    return GLOSS.sub("", line).translate(WIDE)


def _better(raw: str, run: Run) -> bool:
    """Tell whether a run as read back stands better in the lexicon than as it stands."""
    interior = run.interior
    now, then = lexicon.standing("", raw, ""), lexicon.standing("", interior, "")
    return then.covered * now.characters > now.covered * then.characters or (
        then.covered == now.covered == 0 and then.frequent > now.frequent
    )


def double(character: str) -> bytes:
    r"""Give the two bytes a character has in GBK, private use included; else none.

    >>> double("海"), double("a"), double("\ue000")
    (b'\xba\xa3', b'', b'\xaa\xa1')
    """
    code = character.encode("gb18030", "ignore")
    return code if len(code) == PAIR else b""


def single(pair: bytes) -> str:
    r"""Give the character two bytes are in GBK; nothing if they are none.

    >>> single(b"\xba\xa3"), single(b"\xba"), single(b"\xa3@")
    ('海', '', '')
    """
    one = pair.decode("gbk", "ignore")
    return one if len(pair) == PAIR and len(one) == 1 and one > "\x7f" else ""


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


def read(text: str, at: int, half: bytes) -> tuple[Run | None, int]:
    r"""Read on from a place, the first byte of a character in hand, to the end of the run.

    Where that is, or where reading failed, comes second.

    >>> read("诰W(wǎng)”", 0, b"\xbf")[0].interior, read("诰1", 0, b"\xbf")
    ('口網', (None, 1))
    """
    code, wide = half, None
    for _ in range(LONGEST):
        if text[at : at + 1] < "\x80" or SWALLOWED.match(text, at):
            return _ended(text, at, code) or wide, at
        if text[at] == "？" and _MARK.match(text, at + 1):  # a loss, made wide since
            wide = Run(at + 1, code[:-1], code[-1])
        pair = double(text[at])
        if not single(code[-1:] + pair[:1]):
            return wide, at
        if pair[1] < FIRST_WIDE:  # a letter behind the run became the second byte
            return Run(at + 1, code + pair[:1], behind=chr(pair[1])), at
        code += pair
        gloss = GLOSS.match(text, at + 1)
        at = gloss.end() if gloss and text[at] in read_as(gloss[1]) else at + 1
    return wide, at


def _ended(text: str, at: int, code: bytes) -> Run | None:
    """Read the end of a run: an ASCII second byte, swallowed pinyin, or a loss."""
    here, swallowed = text[at : at + 1], SWALLOWED.match(text, at)
    if swallowed:
        one = double(pinned(code[-1:], swallowed[1]))
        return Run(swallowed.end(), code[:-1] + one, proven=True) if one else None
    if here == "?":
        tag, known = _EATEN_TAG.match(text, at + 1), _BEHIND_LOSS.match(text, at + 1)
        return Run(at + 1, code[:-1], code[-1], behind="<" if tag else "" if known else LOST)
    if "\x40" <= here <= "\x7e":
        one, gloss = single(code[-1:] + here.encode()).encode("gbk"), GLOSS.match(text, at + 1)
        if one and (not gloss or one.decode("gbk") in read_as(gloss[1])):
            end = gloss.end() if gloss else at + 1
            return Run(end, code[:-1] + one, proven=gloss is not None)
    return None
