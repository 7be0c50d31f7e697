"""A line's text in, how it ends out: as a sentence, as a cut-off summary, as headlines do.

Judged by marks alone, on the text as it stands; full stops and commas are no headline's marks.
"""

from __future__ import annotations

import re

#: Marks of notes and counts of comments behind a sentence.
NOTES = re.compile(r"(?:(?: ?\[[0-9,\- ]{1,9}\]){1,4}|(?<=[。！？…”]) ?[0-9]{1,4}) *$")
NOTE_END = frozenset("0123456789] ")
#: How a line may end: one bit each.
STOPPED, EXCLAIMED, CUT, CLOSED = 1, 2, 4, 8
ENDED = STOPPED | EXCLAIMED
#: What a mark says at the end of a line, where nothing closes behind it.
MARKS = {
    "。": STOPPED | CLOSED, "；": STOPPED | CLOSED, ";": STOPPED | CLOSED,
    "，": STOPPED, ",": STOPPED, "：": STOPPED, ":": STOPPED,
    "！": EXCLAIMED | CLOSED, "？": EXCLAIMED | CLOSED, "!": EXCLAIMED | CLOSED, "?": EXCLAIMED | CLOSED,
    "…": CUT | CLOSED,
}  # fmt: skip
#: What may close behind a mark that ends a sentence, stops, exclaims, or cuts a line off.
CLOSERS = "”’」』）)】]》〉\"'"
STOP_CLOSERS, EXCLAIM_CLOSERS, CUT_CLOSERS = "”」』）)】\"'", "”」』）)】", "])】）"
#: A line that ends with none of these ends as none of them does.
LAST = frozenset({*MARKS, *CLOSERS, *NOTE_END, *".·・|"})
DOTS, FEWEST_DOTS = "·・", 3
STOP = re.compile(r"[。；;]")
COMMA = re.compile("[，,]")
#: A shorter line with a full stop inside but none at its end is a headline with a remark.
LONGEST_HEADLINE = 60
#: A line shorter than this without a full stop, with few clauses, is headlines in a row.
LONGEST_HEADLINES = 120
MOST_CLAUSES = 3
#: A shorter cell of a table is no paragraph.
LONGEST_CELL = 40
#: The last characters of a line show how it ends.
TAIL = 16


def ending(text: str) -> int:
    """Tell how a line ends, as bits; notes behind it left aside, but for `CLOSED`.

    So is the bar behind a long cell. `STOPPED`: a full stop, a comma or the like, as no headline does;
    `EXCLAIMED`: a question or an exclamation mark, as sentences and headlines do; `CUT`: in the
    middle; `CLOSED`: as a sentence does, with what may close behind it.

    >>> ending("明月照亮浊酒案。") == STOPPED | CLOSED, ending("山里的路修通了。[2]") == STOPPED
    (True, True)
    >>> ending("路修通了吗？") == EXCLAIMED | CLOSED, ending("山里的路修通了")
    (True, 0)
    >>> ending("山里的路修通了，" * 6 + "日子好了。 |") == STOPPED | CLOSED, ending("路修通了。 |")
    (True, 0)
    >>> ending("山里的路修通了，乡亲们...") == CUT, ending("山里的路修通了……他说。") & CUT
    (True, 0)
    """
    last = text[-1:]
    if last not in LAST:
        return 0
    if last == "|":
        return ending(text.rstrip("| ")) if len(text) >= LONGEST_CELL else 0
    if last in MARKS:
        return MARKS[last]
    bare = NOTES.sub("", text) if last in NOTE_END else text
    tail = bare[-TAIL:]
    found = _mark(text.rstrip(CLOSERS)) & CLOSED
    found |= _mark(tail.rstrip(STOP_CLOSERS)) & STOPPED
    found |= _mark(tail.rstrip(EXCLAIM_CLOSERS)) & EXCLAIMED
    return found | (CUT if _is_cut(tail) else 0)


def _mark(text: str) -> int:
    """Give what the last character says; a full stop behind a Latin letter ends a sentence."""
    if text[-1:] == ".":
        before = text[-2:-1]
        return STOPPED | CLOSED if "a" <= before <= "z" or before == ")" else 0
    return MARKS.get(text[-1:], 0)


def _is_cut(tail: str) -> bool:
    """Tell a line that ends in dots, one bracket behind them left aside."""
    bare = tail[:-1] if tail[-1:] and tail[-1] in CUT_CLOSERS else tail
    return bare.endswith(("…", "..")) or len(bare) - len(bare.rstrip(DOTS)) >= FEWEST_DOTS


def headlines(text: str) -> bool:
    """Tell a line of headlines: it does not end as a sentence, and has few clauses.

    >>> headlines("路修通了！乡亲们看见了新的日子"), headlines("他说，路修通了，日子好了，人人高兴")
    (True, False)
    """
    bare = NOTES.sub("", text) if text[-1:] in NOTE_END else text
    if ending(bare) & ENDED:
        return False
    if STOP.search(bare):
        return len(bare) < LONGEST_HEADLINE
    return len(bare) < LONGEST_HEADLINES and len(COMMA.findall(bare)) < MOST_CLAUSES
