"""Paragraphs named by their words in, what each speaks for or against the body out.

Where markup does not show the story's container, the body is the run of lines with the
greatest sum of these gains: sentences speak for it; loose lines, labels and what other stories
are announced with speak against it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from operator import or_
from typing import TYPE_CHECKING

from dongxi import dates, signs
from dongxi.named import (
    CHAPTER,
    CHAPTER_STARTS,
    LONGEST_HEADING,
    MEASURED,
    MEASURED_ENDS,
    MENU_LINE,
    enumerated,
    numbered,
)
from dongxi.sentences import CUT, ENDED, EXCLAIMED, STOPPED, headlines
from dongxi.steps import STEPS
from dongxi.verse import VERSE
from dongxi.wrapped import WRAPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

#: A paragraph of prose: this many characters with a sentence in them, or twice as many.
PROSE = 30
#: Where a page has no such paragraph, a sentence of this many will do.
SHORT_PROSE = 8
SHORTEST_PROSE = 2
#: A line of prose counts for no more than so many times its Han characters.
FEW_HAN = 3
#: A loose line (short, no sentence) weighs against the body as much as a short sentence for it.
LOOSE = 20
#: A paragraph weighs no more than this: a long one must not carry a whole tail of links.
MOST_GAIN = 200
#: A paragraph between loose lines, as summaries of other stories stand, weighs no more than this.
ALONE = 40
#: A summary of another story is no longer than this.
LONGEST_SUMMARY = 260
#: A summary that was cut off weighs no more than this.
CUT_OFF = 20
#: A sentence that stands so often on a page is none of the story.
MANY_COPIES = 3
#: What lines that end or surround a story weigh against it.
ENDS = {
    "editor_line": 40, "disclaimer": 40, "legal": 40, "related": 40, "tags": 40, "paging": 40,
    "contact": 40, "engagement": 40, "navigation": 25, "breadcrumb": 60, "meta": 25,
}  # fmt: skip
#: A headline of another story that says so stands inside stories as well as behind them.
INSERTED = 20
#: Lines of these rules stand inside stories as well as elsewhere.
NEUTRAL = frozenset(
    {
        "roles/section-tools",
        "roles/advertisement",
        "roles/answers-header",
        "roles/markdown-fence",
        "roles/markdown-image",
        "roles/ruler",
    }
)
#: Lines that are known by those beside them, and speak for the body though they end in no mark.
LINES = frozenset({VERSE, WRAPPED, STEPS})
#: What a sentence speaks for the body on top of its size, right below another.
GOES_ON = 20
LOOSE_ROLES = frozenset({"engagement", "related", "navigation", "tags"})
#: What stands behind the name of a thing in the sentence that says what it is; the name alone on
#: a line above has so many characters.
EXPLAINS = frozenset("(,是为指即")
SHORTEST_ENTRY, LONGEST_NAME = 2, 12
#: What speaks for a paragraph that a dateline opens, or that says what the page is about.
DATED = 60
#: What a link on a line of its own weighs against the body in a known container.
LINK = 5
#: Elements of controls, and how long the text of one is at most.
CONTROLS = frozenset({"div", "button", "label", "section", "form", "select", "option"})
LONGEST_CONTROL = 12
#: The name of a field and its value, as notices and tables have them.
FIELD = re.compile(r"[\u4e00-\u9fff0-9()、.]{2,20}: ?(?:[^ :]|(?<=[0-9]):(?=[0-9])){2,80}$")
#: A table has so many columns and rows at least, a row so many characters at most.
FEWEST_COLUMNS, FEWEST_ROWS, LONGEST_ROW = 2, 3, 80
#: So many stamps as announced stories have show a list of such.
FEWEST_STAMPS = 3
STAMP = "roles/teaser-stamp"
#: Characters of Han a line of a list needs to be a line of a list, not of a menu.
ENTRY = 7
#: A page of fewer characters of sentences is a list; entries of fewer in all are none.
FEWEST_SENTENCES = 40
FEWEST_ENTRIES = 60
#: Where the container of the story is known, fewer will do.
FEWEST_INSIDE = 12
LONGEST_ENTRY = 30


def prose(named: Sequence[Named]) -> list[int]:
    """Give the size of every open paragraph of prose in the container, 0 for other lines.

    Where no line is long enough, sentences of any length will do, and where there is none,
    lines with a comma, as poems have. On a page with Chinese
    prose, lines almost without Han are none.
    """
    able = [(i, p) for i, (p, role, _, inside) in enumerate(named) if inside and not role]
    for least in (PROSE, SHORT_PROSE, SHORTEST_PROSE):
        found = [(i, p) for i, p in able if len(p.text) >= least and _is_prose(p)]
        if found:
            chinese = [(i, min(len(p.text), FEW_HAN * len(p.han))) for i, p in found]
            if any(size for _, size in chinese):
                return _spread(chinese, len(named))
            return _spread([(i, len(p.text)) for i, p in found], len(named))
    return _spread([(i, len(p.han)) for i, p in able if p.clause], len(named))


def _spread(sizes: Sequence[tuple[int, int]], number: int) -> list[int]:
    """Give the sizes of some of so many lines, 0 for the others."""
    done = [0] * number
    for i, size in sizes:
        done[i] = size
    return done


def with_lines(named: Sequence[Named], sizes: Sequence[int]) -> list[int]:
    """Give the sizes of `prose`, and those of lines of verse and of broken paragraphs."""
    return [
        max(size, len(p.han)) if rule in LINES else size
        for (p, _, rule, _), size in zip(named, sizes, strict=True)
    ]


def _is_prose(paragraph: Paragraph) -> bool:
    if paragraph.sentence:
        return True
    return len(paragraph.text) >= 2 * PROSE and not _is_menu(paragraph)


def _is_menu(p: Paragraph) -> bool:
    return p.signs & signs.SPACE != 0 and MENU_LINE.search(p.folded) is not None


def gains(named: Sequence[Named], sizes: Sequence[int]) -> list[int]:
    """Weigh every line for or against the body; `sizes` are those of `prose`."""
    copies = Counter([one.paragraph.text for one in named])
    neutral = list(map(or_, enumerated(named), map(or_, _fields(named), rows(named))))
    said = [_said(one, size) for one, size in zip(named, sizes, strict=True)]
    feed = sum([one.rule == STAMP for one in named]) >= FEWEST_STAMPS
    heads = _heads(named, said)
    told = _explained(named)
    done = []
    for number, one in enumerate(named):
        p, role, rule, inside = one
        if rule in LINES:
            done.append(max(len(p.han), LOOSE) if rule == STEPS and p.han else len(p.han))
        elif said[number] > 0 and copies[p.text] < MANY_COPIES:
            whole = number in told
            done.append(_beside(named, said, number, feed=feed, whole=whole))
        elif neutral[number] or not inside:
            done.append(0)
        elif role:
            done.append(0 if rule in NEUTRAL else -_weight(one))
        elif one.marked or p.text in heads:  # it repeats one above the body
            done.append(0)
        else:
            alone = p.ends & EXCLAIMED and copies[p.text] == 1
            done.append(0 if alone else -LOOSE)
    return done


def _weight(one: Named) -> int:
    """Give what a line that is something else weighs against the body."""
    return INSERTED if one.rule == "roles/related-line" else ENDS.get(one.role, 0)


def _heads(named: Sequence[Named], said: Sequence[int]) -> frozenset[str]:
    """Gather the lines above the first sentence: pictures below repeat the headline."""
    first = next((i for i, gain in enumerate(said) if gain > CUT_OFF), 0)
    texts = (n.paragraph.text for n in named[:first] if n.open)
    return frozenset(text for text in texts if len(text) >= LONGEST_CONTROL)


def gains_inside(named: Sequence[Named], sizes: Sequence[int]) -> list[int]:
    """Weigh every line of a known container: what is no control stands in the story as a rule."""
    weighed = gains(named, sizes)
    return [_inside(*each) for each in zip(named, weighed, sizes, strict=True)]


def _inside(one: Named, gain: int, size: int) -> int:
    if not one.inside:
        return 0
    if gain > 0 or size:
        return min(max(gain, size), MOST_GAIN)
    if one.open:
        return gain if control(one) else 0
    return max(gain, -LINK) if one.rule == "roles/link" or one.role == "navigation" else gain


def control(one: Named) -> bool:
    """Tell a short text in an element without a meaning: a button, a counter, a name of a field.

    Paragraphs, items, cells and lines that a line break parts are none.
    """
    p = one.paragraph
    plain = p.tag in CONTROLS and len(p.text) <= LONGEST_CONTROL
    return plain and not p.clause and not numbered(p.folded)


def often(named: Sequence[Named]) -> frozenset[str]:
    """Find the lines that stand too often on a page to be of its story."""
    copies = Counter([one.paragraph.text for one in named])
    return frozenset(text for text, count in copies.items() if count >= MANY_COPIES)


def sentenced(named: Sequence[Named], sizes: Sequence[int]) -> bool:
    """Tell a page that is written in sentences from a list, by the whole of them."""
    whole = 0
    for (p, role, _, inside), size in zip(named, sizes, strict=True):
        if size >= PROSE or (p.ends & ENDED and inside and not role and not p.ends & CUT):
            whole += len(p.text)
    return whole >= FEWEST_SENTENCES


def entries(named: Sequence[Named], *, contained: bool) -> list[int]:
    """Weigh the lines of a page without sentences: entries of a list for, menus against it."""
    return [_entry(one, 0 if contained else ENTRY) for one in named]


def _entry(one: Named, spare: int) -> int:
    if one.rule in LINES:
        return len(one.paragraph.han)
    if _is_menu(one.paragraph):
        return -LOOSE
    if one.paragraph.tag == "h1":
        return 0
    if one.open and one.inside:
        return min(len(one.paragraph.han), LONGEST_ENTRY) - spare
    return -ENDS.get(one.role, 0)


def _said(one: Named, size: int) -> int:
    """Weigh what a line says for the body."""
    p, role, rule, inside = one
    if role or not inside:
        return 0
    if not rule and (p.ends & CUT or (size and headlines(p.text))):
        return min(size, CUT_OFF)
    if size or rule:  # a caption that tells the story has a rule
        return max(size, len(p.han))
    if p.ends & STOPPED and p.han and p.clause:
        return len(p.han)
    folded = p.folded
    if folded[:1] in CHAPTER_STARTS and CHAPTER.match(folded):
        return CUT_OFF
    able = folded[-1:] in MEASURED_ENDS and len(folded) <= LONGEST_HEADING
    return 1 if able and MEASURED.search(folded) else 0


def _explained(named: Sequence[Named]) -> frozenset[int]:
    """Find the sentences that begin with what stood alone on a line above: it is their subject."""
    names: set[str] = set()
    found: list[int] = []
    for number, (p, role, _, _) in enumerate(named):
        if role in {"", "title"} and SHORTEST_ENTRY <= len(p.text) <= LONGEST_NAME:
            names.add(p.folded)
        elif names and not role and p.closed:
            sizes = range(SHORTEST_ENTRY, LONGEST_NAME + 1)
            if any(p.folded[n : n + 1] in EXPLAINS and p.folded[:n] in names for n in sizes):
                found.append(number)
    return frozenset(found)


def _beside(
    named: Sequence[Named], said: Sequence[int], number: int, *, feed: bool, whole: bool
) -> int:
    """Weigh a line that speaks for the body by its neighbours.

    A line that stands alone among loose lines is no more than a summary, if it is no longer
    than one and does not say what a line above names; beside one of several stamps it is one.
    """
    size = said[number] + (DATED if whole or _has_dateline(named[number]) else 0)
    loose = (
        not whole
        and (number == 0 or _loose(named[number - 1], said[number - 1]))
        and (number + 1 == len(said) or _loose(named[number + 1], said[number + 1]))
    )
    if (
        feed
        and loose
        and any(one.rule == STAMP for one in named[max(number - 2, 0) : number + 2])
    ):
        return 0
    if size > LONGEST_SUMMARY or not loose:
        goes_on = number > 0 and said[number - 1] > 0 and _sentence(named[number - 1])
        return min(size, MOST_GAIN) + (GOES_ON if goes_on else 0)
    if size > said[number]:
        return min(size, MOST_GAIN)
    return min(size, ALONE if _sentence(named[number]) else CUT_OFF)


def _has_dateline(one: Named) -> bool:
    p = one.paragraph
    found = dates.dateline(p.folded) if p.signs & signs.REPORT else None
    return found is not None and found.start == 0


def _fields(named: Sequence[Named]) -> list[bool]:
    """Mark the lines that name a field and give its value, next to another of their kind."""
    found = [
        p.signs & signs.MARK != 0
        and (not role or role == "contact")
        and FIELD.match(p.folded) is not None
        for p, role, _, _ in named
    ]
    if not any(found):
        return found
    sides = zip([False, *found], found, [*found[1:], False], strict=False)
    return [here and (above or below) for above, here, below in sides]


def rows(named: Sequence[Named]) -> list[bool]:
    """Mark the rows of a table: lines in a row with as many entries each, most with a number."""
    done = [False] * len(named)
    apart = signs.SPACE | signs.DIGIT
    if sum([p.signs & apart == apart and not role for p, role, _, _ in named]) < FEWEST_COLUMNS:
        return done
    entries = [
        len(p.text.split())
        if p.signs & signs.SPACE and inside and not role and len(p.text) <= LONGEST_ROW
        else 0  # a line without blanks, or one that something is known of
        for p, role, _, inside in named
    ]
    start = 0
    for size, lines in groupby(entries):
        many = len(list(lines))
        if size >= FEWEST_COLUMNS and many >= FEWEST_ROWS:
            those = named[start : start + many]
            counted = sum([one.paragraph.signs & signs.DIGIT != 0 for one in those])
            if counted * 2 >= many:
                done[start : start + many] = [True] * many
        start += many
    return done


def _loose(one: Named, said: int) -> bool:
    """Tell a line that is no sentence, nor a label of the page's own story."""
    if not one.open:
        return one.rule == STAMP or one.role in LOOSE_ROLES
    if one.marked:
        return False
    return said <= CUT_OFF and not (said > 0 and _sentence(one))


def _sentence(one: Named) -> bool:
    ends = one.paragraph.ends
    return ends & ENDED != 0 and not ends & CUT
