"""Paragraphs named by their words in, those that are steps under bare numbers named so out.

Recipes and instructions number their steps on lines of their own. Ranks in a list of headlines
are numbered alike, so a word for steps stands above the first number, or in each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named

STEPS = "roles/steps"
#: A number alone, and one that says that it is of a step.
NUMBER = re.compile(r"[(]?([0-9]{1,2})[).、:]?")
STEP = re.compile(r"(?:第 ?([0-9]{1,2}) ?步|(?:步骤|step) ?([0-9]{1,2}))[.、:]?", re.IGNORECASE)
LONGEST_NUMBER = 8
#: What heads steps, on a line of its own.
HEAD = re.compile(
    r"[\[<(]?[^ 。,:!?]{0,10}(?:做法|步骤|制作过程|操作流程|操作方法|制作方法|教程)[\])>]?:?"
)
#: So many lines may stand between the head and the first number, and between two numbers.
MOST_ABOVE, MOST_BETWEEN = 2, 3
FEWEST_STEPS = 3
#: A step is as long, in Han characters; what stands behind the last number is one line.
SHORTEST_STEP = 3


def steps(named: Sequence[Named]) -> list[Named]:
    """Give steps and their numbers the rule that says so; they stay open."""
    done = list(named)
    for run in _runs(named):
        for i in range(run[0], run[-1] + 2):
            if done[i].open:
                done[i] = done[i]._replace(rule=STEPS)
    return done


def _runs(named: Sequence[Named]) -> Iterator[list[int]]:
    """Gather numbers that rise by one from 1, each with a line or more of its own below it."""
    run: list[int] = []
    numbers = (
        (i, _number(one.paragraph.folded))
        for i, one in enumerate(named)
        if one.paragraph.signs & signs.DIGIT
        and len(one.paragraph.folded) <= LONGEST_NUMBER
        and one.open
    )
    for i, value in numbers:
        if not value:
            continue
        if run and value == len(run) + 1 and _told(named, run[-1] + 1, i):
            run.append(i)
            continue
        if _whole(named, run):
            yield run
        run = [i] if value == 1 else []
    if _whole(named, run):
        yield run


def _number(folded: str) -> int:
    """Give the number that a line is, 0 for none.

    >>> _number("2."), _number("步骤3:"), _number("第4步"), _number("2个"), _number("步骤")
    (2, 3, 4, 0, 0)
    """
    found = NUMBER.fullmatch(folded) or STEP.fullmatch(folded)
    return int(next(filter(None, found.groups()))) if found else 0


def _told(named: Sequence[Named], start: int, end: int) -> bool:
    """Tell whether open lines stand between two numbers, few of them, one long enough."""
    lines = named[start:end]
    if not 0 < len(lines) <= MOST_BETWEEN or not all(one.open for one in lines):
        return False
    return any(len(one.paragraph.han) >= SHORTEST_STEP for one in lines)


def _whole(named: Sequence[Named], run: Sequence[int]) -> bool:
    """Tell steps from ranks: by the word for them, above the first or in each."""
    if len(run) < FEWEST_STEPS or not _told(named, run[-1] + 1, run[-1] + 2):
        return False
    if all(STEP.fullmatch(named[i].paragraph.folded) for i in run):
        return True
    above = named[max(run[0] - MOST_ABOVE, 0) : run[0]]
    return any(HEAD.fullmatch(one.paragraph.folded) for one in above)
