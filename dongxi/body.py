"""Paragraphs named by their words in, the run of sentences that is the body out."""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from dongxi import dates, people, signs
from dongxi.frame import CLOSING as CLOSING_ROLES
from dongxi.frame import FRAMED, SHORTEST_HEAD, frame, tells
from dongxi.gains import (
    FEWEST_ENTRIES,
    FEWEST_INSIDE,
    NEUTRAL,
    PROSE,
    SHORT_PROSE,
    SHORTEST_PROSE,
    control,
    entries,
    gains,
    gains_inside,
    often,
    prose,
    rows,
    sentenced,
    with_lines,
)
from dongxi.labels import LABEL, kind_of
from dongxi.named import (
    CLOSING,
    HEADING_TAGS,
    LONGEST_HEADING,
    MARKDOWN_ITEM,
    MEASURED,
    MEASURED_ENDS,
    MENU_LINE,
    numbered,
)
from dongxi.sentences import CUT
from dongxi.steps import STEPS
from dongxi.verse import MENU, SPEAKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named

__all__ = ["MOST_CONTROLS", "PROSE", "body", "down", "up"]

#: Roles of which the first line behind this share, per cent, of the sentences ends the body.
#: An editor's line ends it for good; a telephone number may stand in the middle of a story.
END_ROLES = {
    "editor_line": 50, "disclaimer": 50, "legal": 50, "related": 50, "tags": 80, "paging": 80,
    "contact": 80, "engagement": 80,
}  # fmt: skip
#: Links in a row, each a line of its own, that end a story; fewer stand in it.
MOST_LINKS = 6
#: A line that addresses those a letter or notice is for.
SALUTATION = re.compile(r"^[^。]{2,60}:$")
#: What opens a text on a line of its own.
OPENS = re.compile(
    "(?:前言|引言|引子|导言|序言|楔子|绪论|写在前面|背景)|[(]?[一1][)]?|第[一1][章节部回][^。:]{0,16}"
)
#: What salutes nobody: a field without a value.
FIELD_NAME = re.compile(
    "[•· ]{0,3}(?:作者|发文|发布|主题|索引|内容|公开|信息|生效|有效)[\u4e00-\u9fff]{1,4}[ ]?:$"
)
#: Who signs a notice.
SIGNER = re.compile(
    r"(?:有限公司|董事会|监事会|委员会|人民政府|办公[室厅]|[^当布结]局|[^客餐大]厅|法院|检察院|协会|学会|(?:领导|工作|治丧|指导|专项)小组|指挥部)$"
)
#: Who else does, above the day.
SCHOOL = re.compile("(?:大学|学院|学校|中学|小学|医院|工会|家属)$")
#: So many lines may stand between the credits and the first sentence, of so many Han characters;
#: shorter ones say something.
MOST_UNDER = 6
SHORTEST_UNDER, SHORTEST_SAID = 8, 4
#: A label with its value; what has more before its colon may be a headline.
LABELLED = re.compile("[^:]{0,8}:|.*:$")
#: What heads the list of what a dish is made of, and how many lines that has at most.
INGREDIENTS = re.compile(
    r"[\[<(]?(?:所需|需要|准备)?(?:用料|食材|配料|原料|材料|主料|辅料)(?:准备|清单|用量)?(?:\(.{1,8}\))?[\])>]?:?"
)
MOST_INGREDIENTS = 40
SHORTEST_SIGNER = 4
#: So many lines may name whom to ask and who signs.
MOST_SIGNING = 7
#: How such a line begins, and how long it is at most.
ASKED = re.compile(
    "(?:联系|咨询|报名|监督|值班)(?:人|电话|方式|地址)[^。]{0,8}:|附件[0-9一二三四五]?:[^.]{4,}$"
)
LONGEST_ASKED = 80
#: Cells of a table have no more Han characters on average.
LONGEST_CELL = 8
#: Points that a line with a colon announces have no more.
LONGEST_POINT = 12
#: The first sentence behind them has so many.
SHORTEST_JOINED = 16
#: Where so many short lines open a story, so many as short as verse on average may stand between
#: its last sentence and the line that closes it.
FEWEST_OPENING = 3
MOST_CLOSED, LONGEST_CLOSED = 12, 12
CREDIT_ROLES = frozenset({"meta", "byline", "editor_line"})
#: So many controls in a row end what stands around the sentences.
MOST_CONTROLS = 4
#: So many lines without a sentence may stand between two of a story; what leads elsewhere.
MOST_BETWEEN = 24
LEADS_ON = frozenset({"navigation", "breadcrumb", "comment"})
#: What is pressed has no more characters.
LONGEST_PRESSED = 10
#: What opens the headlines of others behind a credit.
BULLETS = ("·", "•", "- ")
#: So far apart, in lines, may what goes on with a text stand.
GAP = 2


def body(named: Sequence[Named], *, contained: bool) -> tuple[int, int]:
    """Find the run of sentences: the first prose paragraph, and where the page's tail begins.

    The tail begins at the first line behind some prose that ends articles, if less prose
    follows it than went before.
    """
    sizes = with_lines(named, prose(named))
    there, lines = _in_frame(named)
    if lines and not any(tells(named[i].paragraph) for i in lines):
        return lines.start, lines.stop
    if not sentenced(named, sizes):
        weighed = entries(named, contained=contained)
        start, stop = _segment(weighed)
        if sum(weighed[start:stop]) >= (FEWEST_INSIDE if contained else FEWEST_ENTRIES):
            return start, stop
    if not any(sizes):
        return -1, -1
    weighed = (gains_inside if contained else gains)(named, sizes)
    if lines:
        weighed = [gain if i in lines else min(gain, 0) for i, gain in enumerate(weighed)]
    start, stop = _segment(weighed, there)
    stop = stop or len(named)
    if start <= there < stop:
        stop = _to_close(named, _stepped(named, stop))
        stop = _past_buttons(named, weighed, start, stop)
    sizes = list(map(max, sizes, weighed))
    first = _first_of_body(named, next(i for i in range(start, stop) if sizes[i]))
    end = _tail(named, sizes, start, first, stop)
    if contained:
        return first, _signed_off(named, end)
    above = _under_credits(named, first)
    end = _signed_off(named, _tabled(named, _rejoined(named, end)))
    above = min(above, _ingredients(named, first))
    return above, _closed_off(named, end) if first - above >= FEWEST_OPENING else end


def _tail(
    named: Sequence[Named], sizes: Sequence[int], start: int, first: int, stop: int
) -> int:
    """Find the line the page's tail begins with, in or behind the run of sentences."""
    total, before = sum(sizes[start:stop]), 0
    for number in range(first, stop):
        before += sizes[number]
        share = END_ROLES.get(named[number].role, 0) if named[number].inside else 0
        if share and before * 100 >= share * total and not _linked_in(named, number):
            return number
    last = max(i for i in range(start, stop) if sizes[i] or i == stop - 1)
    return _last_of_body(named, last) + 1


def _linked_in(named: Sequence[Named], number: int) -> bool:
    """Tell a link on a line of its own that stands in a story from one of a list of links."""
    if named[number].rule not in {"roles/link", "roles/related-line"}:
        return False
    behind = named[number : number + MOST_LINKS]
    return any(one.open and one.inside for one in behind)


def _in_frame(named: Sequence[Named]) -> tuple[int, range]:
    """Find the line the page's own story begins with, -1 for none, and what is enclosed there."""
    said = [(role, rule) for _, role, rule, _ in named]
    able = [one.inside for one in named]
    there, start, end = frame([one.paragraph for one in named], said, able)
    return there, range(start, end) if start == there else range(0)


def _to_close(named: Sequence[Named], stop: int) -> int:
    """Let the story in the frame go on to the last sentence above the editor's line.

    Tables and lists may stand between, but nothing that ends stories.
    """
    end = stop
    for number in range(stop, len(named)):
        one = named[number]
        if one.role in CLOSING_ROLES:
            return end
        if one.role in END_ROLES or one.role in LEADS_ON or number - end > MOST_BETWEEN:
            return stop
        if one.open and one.inside and tells(one.paragraph):
            end = number + 1
    return stop


def _past_buttons(named: Sequence[Named], weighed: Sequence[int], start: int, stop: int) -> int:
    """Let a summary right below the headline go on to the longer story below its buttons."""
    at = stop
    while at < min(stop + MOST_BETWEEN, len(named)) and _pressed(named[at]):
        at += 1
    if at == stop or at >= len(named) or not (named[at].inside and tells(named[at].paragraph)):
        return stop
    totals = list(accumulate(weighed[at:]))
    most = max(totals)
    return at + totals.index(most) + 1 if most > sum(weighed[start:stop]) else stop


def _pressed(one: Named) -> bool:
    """Tell what is pressed or counted from a line of a story, and from what ends one."""
    short = one.open and len(one.paragraph.text) <= LONGEST_PRESSED and not one.paragraph.ends
    return short or one.role == "engagement"


def _stepped(named: Sequence[Named], stop: int) -> int:
    """Let a story go on to the steps under numbers that stand a few open lines below it."""
    for number in range(stop, min(stop + MOST_BETWEEN, len(named))):
        if named[number].rule == STEPS:
            steps = takewhile(lambda one: one.rule == STEPS, named[number:])
            return number + sum(1 for _ in steps)
        if not (named[number].open and named[number].inside):
            break
    return stop


def _segment(weights: Sequence[int], preferred: int = -1) -> tuple[int, int]:
    """Find the run of lines with the greatest sum; the first of equals.

    A run that holds the preferred line counts for more, but spans no more for it.
    """
    best, span, total, start = 0, (0, 0), 0, 0
    for number, gain in enumerate(weights):
        if total <= 0:
            total, start = 0, number
        total += gain
        value = total + (FRAMED if start <= preferred <= number and total > 0 else 0)
        if value > best:
            best, span = value, (start, number + 1)
    return span


def up(named: Sequence[Named], first: int, title: dict[int, str]) -> int:
    """Let the lines of the container right above the first sentence belong to the body."""
    at, controls = first, 0
    while at and at - 1 not in title and controls < MOST_CONTROLS:
        one = named[at - 1]
        linked = one.rule == "roles/link" and one.paragraph.tag in HEADING_TAGS
        if one.inside and (not (one.open or linked) or one.paragraph.tag == "h1"):
            break
        at -= 1
        controls = controls + 1 if control(one) else 0
        if one.inside and not controls:
            first = at
    return first


def down(named: Sequence[Named], end: int) -> int:
    """Let the lines of the container right behind the last sentence belong to the body.

    Controls in a row, as those of a player, are none of it.
    """
    at, controls = end, 0
    while at < len(named) and not (named[at].inside and named[at].role in END_ROLES):
        controls = controls + 1 if control(named[at]) else 0
        at += 1
        if controls >= MOST_CONTROLS:
            break
        if named[at - 1].inside and not controls:
            end = at
    return end


def _under_credits(named: Sequence[Named], first: int) -> int:
    """Let the lines between the credits and the first sentence belong to the body.

    Without a line above the credits that may be the headline, it stands below them.
    """
    for number in range(first - 1, max(first - 2 - MOST_UNDER, -1), -1):
        one = named[number]
        if one.role in CREDIT_ROLES:
            return number + 1 if any(map(_may_head, named[:number])) else first
        again = one.paragraph.text in {n.paragraph.text for n in named[:number]}
        if not one.open or again or not _tells_below(one):
            break
    return first


def _tells_below(one: Named) -> bool:
    """Tell a line that is long enough to open a story, or short and says something."""
    p = one.paragraph
    label = LABEL.match(p.folded)
    if label and label["mark"] == ":" and kind_of(label) == "other" and not p.clause:
        return False
    if len(p.han) >= SHORTEST_UNDER:
        return True
    said = SPEAKS.search(p.folded) and not MENU.search(p.folded)
    return len(p.han) >= SHORTEST_SAID and bool(said)


def _ingredients(named: Sequence[Named], first: int) -> int:
    """Let what a dish is made of belong to the body, and the sentence above the list of it."""
    for number in range(first - 1, max(first - 1 - MOST_INGREDIENTS, -1), -1):
        one = named[number]
        if not one.open or len(one.paragraph.text) > LONGEST_HEADING:
            return first
        if INGREDIENTS.fullmatch(one.paragraph.folded):
            over = named[number - 1] if number else one
            return number - (over.open and tells(over.paragraph))
    return first


def _rejoined(named: Sequence[Named], end: int) -> int:
    """Let a story go on behind the cells of a table, up to the line that ends or follows it.

    Cells are shorter than headlines of others, and nothing that has a name stands among them.
    """
    last, cells, size = end, 0, 0
    for number in range(end, len(named)):
        one = named[number]
        p = one.paragraph
        if one.role == "contact" or one.rule in NEUTRAL:
            continue
        if one.role in END_ROLES:
            return last
        if last > end and dates.signature(p.folded):
            return number + 1
        if not (one.open and one.inside) or number - last > MOST_BETWEEN or p.ends & CUT:
            break
        least = SHORT_PROSE if last > end else SHORTEST_JOINED
        if tells(p) and len(p.han) >= least:
            heads = named[max(last - 1, 0) : last + 1]
            announced = any(SALUTATION.search(n.paragraph.folded) for n in heads)
            if size > (LONGEST_POINT if announced else LONGEST_CELL) * cells:
                break
            last, cells, size = number + 1, 0, 0
        else:
            cells, size = cells + 1, size + len(p.han)
    return last


def _tabled(named: Sequence[Named], end: int) -> int:
    """Let the rows of a table that a line with a colon announces close the story."""
    if end >= len(named) or not SALUTATION.search(named[end].paragraph.folded):
        return end
    last = end + 1
    there = rows(named[last : last + MOST_BETWEEN]) if named[end].open else ()
    while last - end - 1 < len(there) and there[last - end - 1]:
        last += 1
    return last if last > end + 1 else end


def _signed_off(named: Sequence[Named], end: int) -> int:
    """Let whom to ask belong to a notice, and the office and the day that sign it."""
    for number in range(end, min(end + MOST_SIGNING, len(named))):
        one = named[number]
        if number > end and dates.signature(one.paragraph.folded):
            above = named[number - 1].paragraph.folded
            office = SIGNER.search(above) or SCHOOL.search(above)
            asked = any(map(_asks, named[end:number]))
            return number + 1 if office or asked else end
        able = _asks(one) or (one.open and len(one.paragraph.text) <= LONGEST_HEADING)
        if not able or not one.inside:
            break
    return end


def _asks(one: Named) -> bool:
    """Tell a line of a notice that says whom to ask, or what is attached to it."""
    if len(one.paragraph.text) > LONGEST_ASKED:
        return False
    return one.role == "contact" or (one.open and ASKED.match(one.paragraph.folded) is not None)


def _closed_off(named: Sequence[Named], end: int) -> int:
    """Give the line that closes the story, where nothing but short lines stands above it."""
    size = 0
    for number in range(end, min(end + MOST_CLOSED + 1, len(named))):
        one = named[number]
        if one.role in CLOSING_ROLES or one.rule == "roles/original-title":
            short = size <= LONGEST_CLOSED * (number - end)
            return number if short else end
        if not (one.open and one.inside) or one.paragraph.ends & CUT:
            break
        size += len(one.paragraph.han)
    return end


def _may_head(one: Named) -> bool:
    """Tell a line that may be a headline: neither named, nor a label with its value."""
    p = one.paragraph
    if one.role or len(p.han) < SHORTEST_HEAD or LABELLED.match(p.folded):
        return False
    return not (p.signs & signs.SPACE and MENU_LINE.search(p.folded))


def _first_of_body(named: Sequence[Named], first: int) -> int:
    """Let sentences, numbered lines and salutations above the first prose belong to the body.

    A loose line or two between them do not matter; a line that is something else does.
    """
    at = first
    for number in range(first - 1, -1, -1):
        one = named[number]
        p = one.paragraph
        if not (one.open and one.inside) or at - number > GAP or p.tag == "h1":
            break
        opens = at == number + 1 and OPENS.fullmatch(p.folded)
        goes_on = _goes_on(one) or SALUTATION.search(p.folded)
        if opens or (goes_on and not FIELD_NAME.match(p.folded)):
            at = number
    return at


def _last_of_body(named: Sequence[Named], last: int) -> int:
    """Let what closes a text belong to it: sentences, numbered lines, a last line, a signature."""
    at = last
    copies = often(named)
    credited = people.glued_credit(named[last].paragraph.folded) is not None
    for number in range(last + 1, len(named)):
        one = named[number]
        if not (one.open and one.inside) or number - at > GAP:
            break
        if credited and one.paragraph.folded.startswith(BULLETS):
            break
        if _goes_on(one) and one.paragraph.text not in copies:
            at = number
    signed = _signed(named, at)
    if signed > at:
        return signed
    below = at + 1
    while below < min(len(named), at + 1 + GAP) and (
        _may_close(named[below]) or _signs_below(named, below)
    ):
        if SIGNER.search(named[below].paragraph.folded) and below == at + 1:
            return below
        below += 1
    return below - 1 if below == at + 2 and _ends_here(named, below) else at


def _goes_on(one: Named) -> bool:
    """Tell a sentence, a numbered line or a marked heading, however short."""
    p = one.paragraph
    if not (one.open and one.inside):
        return False
    if (p.closed and len(p.han) >= SHORTEST_PROSE) or one.marked or p.tag in HEADING_TAGS:
        return True
    folded = p.folded
    measured = folded[-1:] in MEASURED_ENDS and MEASURED.match(folded)
    return bool(
        numbered(folded) or measured or MARKDOWN_ITEM.match(folded) or CLOSING.match(folded)
    )


def _signs_below(named: Sequence[Named], number: int) -> bool:
    """Tell a short office with which a page ends."""
    p = named[number].paragraph
    fits = SHORTEST_SIGNER <= len(p.han) == len(p.text)
    return named[number].open and fits and number + 1 == len(named) and not p.linked


def _ends_here(named: Sequence[Named], number: int) -> bool:
    """Tell whether the page ends at a line, or what ends stories begins there."""
    return number >= len(named) or named[number].role in END_ROLES


def _may_close(one: Named) -> bool:
    """Tell a last line of a text from a menu entry or a headline of another."""
    p = one.paragraph
    fits = SHORT_PROSE <= len(p.text) <= LONGEST_HEADING and not p.linked
    return fits and one.open and one.inside


def _signed(named: Sequence[Named], last: int) -> int:
    """Find the date that signs a text, one or two lines below it; the line of its last one."""
    for number in range(last + 1, min(last + 4, len(named))):
        one = named[number]
        if one.inside and dates.signature(one.paragraph.folded):
            return number
        if not one.open or len(one.paragraph.text) > LONGEST_HEADING:
            break
    return last
