"""Paragraphs named by their words in, the lines that are the headline out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dongxi import names
from dongxi.named import MENU_LINE, NUMBERED
from dongxi.paragraphs import HAN_ONLY
from dongxi.parts import marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named

#: A title is longer than a menu entry and shorter than a paragraph; chosen, not fitted.
LONGEST_TITLE = 120
SHORTEST_TITLE = 4
#: A line is the headline if it makes up this share, per cent, of the first part of `<title>`.
TITLE_SHARE = 60
SITE_BREAK = re.compile(r"[-_|—–]+")
#: Of lines with so many Han characters none is the better headline for its length.
LONG_TITLE = 16
#: How much of the body is looked at for the words of a headline, in Han characters.
BODY_LOOK = 3000
#: Twentieths of a headline's pairs of characters that stand in the body too.
FEW_SHARED = 4
CREDITS = frozenset({"meta", "byline", "editor_line", "dateline"})
#: A headline of several lines: a kicker, a main line or two, a deck.
MOST_HEADLINES = 4
SHORTEST_HEADLINE = 8
#: A deck says who was there, or opens with a dash.
DECK = re.compile(
    r"^(?:——|--|—)|(?:出席|列席|陪同|主持).{0,20}(?:讲话|致辞|会议|活动|仪式)?$|作(?:报告|说明|讲话)$"
)
DATED = re.compile(r"(?:19|20)[0-9]{2}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}")


def headline(named: Sequence[Named], first: int, end: int) -> dict[int, str]:
    """Choose the lines that are the headline: index → title or subtitle.

    A line that `<title>` repeats wins, then the last `<h1>` above the body, then the last
    open line above it; in the container before elsewhere.
    """
    elements = [n.paragraph for n in named if n.rule == "roles/title-element"]
    able = [i for i in range(min(end, len(named))) if _may_be_title(named[i])]
    if elements and (same := _same_as_element(named, able, elements[0].folded)):
        return {same[0]: "title"}
    above = [i for i in able if i < first]
    tagged = [i for i in above if named[i].paragraph.tag == "h1"]
    if tagged:
        return {tagged[-1]: "title"}
    above = [i for i in above if named[i].open]
    if elements or not above:
        above = [i for i in above if named[i].inside]
    if not above:
        return {}
    likeliest = _likeliest(named, above, first, end)
    return {} if likeliest < 0 else _headlines(named, above, likeliest)


def _likeliest(named: Sequence[Named], above: Sequence[int], first: int, end: int) -> int:
    """Choose the line above the body that its words, its length and its place speak for.

    A line that shares few words with the body and stands over no credits is none (-1), but
    for the first line of a page that has nothing else above the body.
    """
    texts = Counter(n.paragraph.text for n in named[:first])
    body = "".join(n.paragraph.han for n in named[first:end] if n.open)[:BODY_LOOK]
    pairs = {body[i : i + 2] for i in range(len(body) - 1)}

    def score(i: int) -> tuple[bool, int, int]:
        han = named[i].paragraph.han
        grams = [han[k : k + 2] for k in range(len(han) - 1)]
        shared = sum(gram in pairs for gram in grams) * 20 // max(len(grams), 1)
        credit = any(n.role in CREDITS for n in named[i + 1 : min(i + 4, first + 1)])
        menu = MENU_LINE.search(named[i].paragraph.folded) is not None
        alone = texts[named[i].paragraph.text] == 1
        able = (shared >= FEW_SHARED or credit) and not menu
        points = shared + min(len(han), LONG_TITLE) // 2 + 4 * credit + 2 * alone
        return able, points, i

    best = max(map(score, above))
    alone = list(above) == [0]
    return best[2] if best[0] or alone else -1


def _same_as_element(named: Sequence[Named], able: Sequence[int], element: str) -> list[int]:
    """Find the lines that `<title>` repeats, best first: headings before others, then early."""
    whole = HAN_ONLY.sub("", element)
    main = max((HAN_ONLY.sub("", part) for part in SITE_BREAK.split(element)), key=len)
    fit = [
        i
        for i in able
        if (han := named[i].paragraph.han)
        and han in whole
        and len(han) * 100 >= TITLE_SHARE * len(main)
    ]
    return sorted(fit, key=lambda i: (not named[i].paragraph.tag.startswith("h"), i))


def _may_be_title(one: Named) -> bool:
    p = one.paragraph
    size = len(p.text)
    fits = SHORTEST_TITLE <= size <= LONGEST_TITLE and not p.folded.endswith(("。", ":", ","))
    fits = fits and not (marker(p.folded) or NUMBERED.match(p.folded) or DATED.search(p.folded))
    return fits and (one.open or one.rule == "roles/link")


def _headlines(named: Sequence[Named], able: Sequence[int], last: int) -> dict[int, str]:
    """Take the lines right above the last headline with it, if they are a headline too."""
    run = [last]
    there = set(able)
    while (
        len(run) <= MOST_HEADLINES
        and run[0] - 1 in there
        and named[run[0]].paragraph.lines_above == 1
    ):
        run.insert(0, run[0] - 1)
    while (
        len(run) <= MOST_HEADLINES
        and run[-1] + 1 in there
        and named[run[-1] + 1].paragraph.lines_above == 1
    ):
        run.append(run[-1] + 1)
    fit = (
        run[0] == 0
        and len(run) <= MOST_HEADLINES
        and all(
            len(named[i].paragraph.text) >= SHORTEST_HEADLINE
            and not names.is_outlet(named[i].paragraph.folded)
            for i in run
        )
    )
    found = dict.fromkeys(run if fit else [last], "title")
    for i in run[1:] if fit else ():
        if DECK.search(named[i].paragraph.folded):
            found[i] = "subtitle"
    return found
