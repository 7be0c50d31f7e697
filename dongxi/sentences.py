"""A line's text in, whether it reads as a sentence, a cut-off summary or headlines out.

Judged by marks alone, on the text as it stands; full stops and commas are no headline's marks.
"""

from __future__ import annotations

import re

#: Marks of notes and counts of comments behind a sentence.
NOTES = re.compile(r"(?:(?: ?\[[0-9,\- ]{1,9}\]){1,4}|(?<=[。！？…”]) ?[0-9]{1,4}) *$")
CUT = re.compile(r"(?:…|\.\.|[·・]{3,})[\])】）]?$")
STOPPED = re.compile(r"(?:[。；;，,：:]|(?<=[a-z)])\.)[”」』）)】\"']*$")
EXCLAIMED = re.compile(r"[！？!?][”」』）)】]*$")
STOP = re.compile(r"[。；;]")
COMMA = re.compile("[，,]")
#: A shorter line with a full stop inside but none at its end is a headline with a remark.
LONGEST_HEADLINE = 60
#: A line shorter than this without a full stop, with few clauses, is headlines in a row.
LONGEST_HEADLINES = 120
MOST_CLAUSES = 3


#: The last characters of a line show how it ends.
TAIL = 16
NOTE_END = frozenset("0123456789] ")


def _bare(text: str) -> str:
    """Take notes off the end of a line."""
    return NOTES.sub("", text) if text[-1:] in NOTE_END else text


def ended(text: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does, notes left aside.

    >>> ended("山里的路修通了。[2]"), ended("山里的路修通了")
    (True, False)
    """
    end = _bare(text)[-TAIL:]
    return bool(STOPPED.search(end) or EXCLAIMED.search(end))


def stopped(text: str) -> bool:
    """Tell whether it ends with a full stop, a comma or the like: no headline does.

    >>> stopped("明月照亮浊酒案。"), stopped("路修通了吗？")
    (True, False)
    """
    return bool(STOPPED.search(_bare(text)[-TAIL:]))


def exclaimed(text: str) -> bool:
    """Tell whether it ends with a question or an exclamation mark: sentence or headline.

    >>> exclaimed("路修通了吗？"), exclaimed("路修通了。")
    (True, False)
    """
    return bool(EXCLAIMED.search(_bare(text)[-TAIL:]))


def cut_off(text: str) -> bool:
    """Tell a summary that stops in the middle.

    >>> cut_off("山里的路修通了，乡亲们..."), cut_off("山里的路修通了……他说。")
    (True, False)
    """
    return bool(CUT.search(_bare(text)[-TAIL:]))


def headlines(text: str) -> bool:
    """Tell a line of headlines: it does not end as a sentence, and has few clauses.

    >>> headlines("路修通了！乡亲们看见了新的日子"), headlines("他说，路修通了，日子好了，人人高兴")
    (True, False)
    """
    bare = _bare(text)
    if ended(bare):
        return False
    if STOP.search(bare):
        return len(bare) < LONGEST_HEADLINE
    return len(bare) < LONGEST_HEADLINES and len(COMMA.findall(bare)) < MOST_CLAUSES
