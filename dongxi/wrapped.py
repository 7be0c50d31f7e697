"""Paragraphs named by their words in, those that a line end parts in the middle named so out.

Pages of announcements, mail and old boards break their lines at one width. Such a line ends in
no mark and looks like a headline; but its neighbours are as long, and hold marks as prose does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.sentences import CUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

WRAPPED = "roles/wrapped"
#: Lines are broken at a width between these, in columns, give or take so many: a mark or a word
#: of Latin letters does not begin a line, or a blank was lost. Characters of Latin-1 take one
#: column, all others two.
NARROWEST, WIDEST, GIVE = 48, 120, 8
#: So many lines of that width are broken, this share of them, per cent, without a mark at
#: their end, this share with one inside.
FEWEST_FULL = 4
FEWEST_BROKEN, FEWEST_MARKED = 60, 40


def wrapped(named: Sequence[Named]) -> list[Named]:
    """Give the lines of broken paragraphs the rule that says so; they stay open."""
    runs = [
        (start, end, [one.paragraph for one in named[start:end]]) for start, end in _runs(named)
    ]
    known = [_is_wrapped(lines) for _, _, lines in runs]
    if not any(known):
        return list(named)
    width = max(_width(run[2]) for run, sure in zip(runs, known, strict=True) if sure)
    done = list(named)
    for (start, end, lines), sure in zip(runs, known, strict=True):
        if sure or _breaks_at(lines, width):
            done[start:end] = [one._replace(rule=WRAPPED) for one in named[start:end]]
    return done


def _breaks_at(lines: Sequence[Paragraph], width: int) -> bool:
    """Tell a shorter paragraph of a page whose lines are broken at a width."""
    full = [abs(width - _columns(p.text)) <= GIVE and not p.ends & CUT for p in lines[:-1]]
    return any(full) and all(full[full.index(True) :]) and lines[-1].closed


def _runs(named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Give the runs of lines without a blank line or anything else between them."""
    start = len(named)
    for number, (p, role, rule, inside) in enumerate(named):
        able = inside and not (role or rule or p.linked) and len(p.text) <= WIDEST
        if able and start < number and p.lines_above == 1:
            continue
        if number - start > 1:
            yield start, number
        start = number if able else len(named)
    if len(named) - start > 1:
        yield start, len(named)


def _is_wrapped(lines: Sequence[Paragraph]) -> bool:
    """Tell paragraphs whose lines were broken at one width from lists.

    >>> from dongxi.paragraphs import paragraph
    >>> text = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。从前出山要走三个钟头，"
    >>> text += "如今坐车只要二十分钟，孩子们上学再也不用天不亮就出门。家家都盼着新的日子，也都出了力，"
    >>> text += "茶厂又招了三十个人，收茶的车一直开到了各家的门口。"
    >>> told = [text[at : at + 27] for at in range(0, len(text), 27)]
    >>> _is_wrapped([paragraph(0, 0, line) for line in told])
    True
    >>> heads = ["县里的运动会在城南体育场开幕，十二个乡镇的运动员参加了比赛"] * 5
    >>> _is_wrapped([paragraph(0, 0, line) for line in heads])
    False
    """
    if len(lines) < FEWEST_FULL:
        return False
    long = sum([len(p.text) * 2 >= NARROWEST for p in lines])
    if long < FEWEST_FULL:
        return False
    if not (any(p.closed for p in lines) and any("。" in p.folded[:-1] for p in lines)):
        return False
    width = _width(lines)
    full = [p for p in lines if _columns(p.text) >= width - GIVE]
    if (
        not NARROWEST <= width <= WIDEST
        or len(full) < FEWEST_FULL
        or any(p.ends & CUT for p in lines)
    ):
        return False
    broken = sum(not p.ends for p in full)
    marked = sum(p.clause for p in full)
    size = len(full)
    return broken * 100 >= FEWEST_BROKEN * size and marked * 100 >= FEWEST_MARKED * size


def _width(lines: Sequence[Paragraph]) -> int:
    return max([_columns(p.text) for p in lines])


def _columns(text: str) -> int:
    """Count the columns a line takes."""
    return 2 * len(text) - len(text.encode("latin-1", "ignore"))
