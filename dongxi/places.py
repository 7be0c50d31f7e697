"""Paragraphs named by their words in, all paragraphs named out: by place and repetition.

The body is the run of sentences; what stands above, inside and behind it is judged apart.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import dates, names
from dongxi.paragraphs import CLAUSE, HAN_ONLY
from dongxi.parts import marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.paragraphs import Paragraph

#: A paragraph of prose: this many characters with a sentence in them, or twice as many.
PROSE = 30
#: Where a page has no such paragraph, a sentence of this many will do.
SHORT_PROSE = 8
SHORTEST_PROSE = 2
#: A line of prose counts for no more than so many times its Han characters.
FEW_HAN = 3
#: Words in a row, apart, as in a menu on one line.
MENU_LINE = re.compile(r"(?:^| )[^ ]{1,8}(?: +[^ ]{1,8}){3,}(?: |$)")
#: A heading is short and does not end as a sentence or a clause does.
LONGEST_HEADING = 40
NO_HEADING = re.compile(r"[。！？!?；;…:：,，、]$")
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
#: Navigation behind the body is shorter than a related headline.
LONGEST_MENU = 7
#: A summary repeats the body where this share, per cent, of its 4-grams stand there too.
REPEATS = 90
GRAM = 4
#: So many open paragraphs at the top may be summaries.
MOST_LEADS = 3
#: A paragraph is a link where this share, per cent, of its characters is linked.
LINKED = 60
#: Roles of which the first line behind this share, per cent, of the sentences ends the body.
#: An editor's line ends it for good; a telephone number may stand in the middle of a story.
END_ROLES = {
    "editor_line": 50, "disclaimer": 50, "legal": 50, "related": 50, "tags": 80, "paging": 80,
    "contact": 80, "engagement": 80,
}  # fmt: skip
#: A loose line (short, no sentence) weighs against the body as much as a short sentence for it.
LOOSE = 20
#: A paragraph weighs no more than this: a long one must not carry a whole tail of links.
MOST_GAIN = 200
#: What lines that end or surround a story weigh against it.
ENDS = {
    "editor_line": 40, "disclaimer": 40, "legal": 40, "related": 40, "tags": 40, "paging": 40,
    "contact": 40, "engagement": 40, "navigation": 25, "breadcrumb": 60, "meta": 25,
}  # fmt: skip
#: What stands inside a story is part of it, whatever it says.
STORY_ROLES = frozenset({"contact", "tags"})
STORY_RULES = frozenset({"roles/stamp"})
#: A line that opens with a number of its own.
NUMBERED = re.compile(
    r"(?:[(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)、]|\.(?![0-9]))|[①-⑳]|第[一二三四五六七八九十百]{1,4}[条章款]|[-*•·] )\ ?[^ ]",
    re.VERBOSE,
)
DATED = re.compile(r"(?:19|20)[0-9]{2}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}")
#: A line that addresses those a letter or notice is for.
SALUTATION = re.compile(r"^[^。]{2,60}:$")
#: So far apart, in lines, may what goes on with a text stand.
GAP = 2
#: A count on its own.
COUNT = re.compile(r"[(]?[0-9]{1,7}[)]?%?")
LINK_ROLES = frozenset({"related", "navigation"})
LEAD_LABEL = re.compile(
    r"^[\[(]?(?:摘要|核心提示|导读|内容摘要|内容提要|提要|编者按|本文导读)[\])]?\ *[:]?",
    re.VERBOSE,
)
#: Elements that give their text a role of its own.
ELEMENT_ROLES = {
    "li": "list_item", "dd": "list_item", "blockquote": "quote", "td": "table", "th": "table",
}  # fmt: skip
MARKDOWN_ITEM = re.compile(r"[-*+] \S")
HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


class Named(NamedTuple):
    """A paragraph with its role and the rule that gave it."""

    paragraph: Paragraph
    role: str
    rule: str
    inside: bool = True
    """Whether it stands in the container of the story."""

    def called(self, role: str, rule: str) -> Named:
        """Give it a role."""
        return self._replace(role=role, rule=f"roles/{rule}")

    @property
    def open(self) -> bool:
        """Whether nothing is known of it yet."""
        return not self.role


def placed(named: Sequence[Named], *, contained: bool = False) -> list[Named]:
    """Name what the words alone left open, by place and repetition.

    `contained` says that the story's container is known: then what stands in it without
    being something else is body, sentence or not.
    """
    found = [_apart(one) for one in named]
    first, end = _body(found, contained=contained)
    if first < 0:
        return [_behind(one) if one.open else one for one in found]
    found = _leads(found, first, end)
    first, end = _body(found, contained=contained)
    title = _title(found, first, end)
    if contained:
        first = _up(found, first, title)
        end = _down(found, end)
    seen: set[str] = set()
    done: list[Named] = []
    for number, one in enumerate(found):
        if number in title:
            done.append(one.called(title[number], title[number]))
        elif number >= end and one.rule == "roles/stamp" and done[-1].role in LINK_ROLES:
            done.append(one.called("related", "stamp-of-related"))
        elif first <= number < end and one.inside and _of_story(one):
            done.append(one.called("body", "body"))
        elif not one.open:
            done.append(one)
        elif number < first:
            done.append(_above(found, number, title, seen))
        else:
            done.append(_within(one) if number < end else _behind(one))
        seen.add(one.paragraph.text)
    return done


def _of_story(one: Named) -> bool:
    return one.role in STORY_ROLES or one.rule in STORY_RULES


def _apart(one: Named) -> Named:
    """Name the element `<title>`, and links that stand for themselves."""
    p = one.paragraph
    if p.tag == "title":
        return one.called("title", "title-element")
    if one.open and p.linked * 100 >= LINKED * len(p.text) and p.tag != "h1":
        return one.called(
            *(
                ("navigation", "link-menu")
                if len(p.text) <= LONGEST_MENU
                else ("related", "link")
            )
        )
    return one


def _prose(named: Sequence[Named]) -> list[int]:
    """Give the size of every open paragraph of prose in the container, 0 for other lines.

    Where no line is long enough, sentences of any length will do, and where there is none,
    lines with a comma, as poems have. On a page with Chinese
    prose, lines almost without Han are none.
    """
    for least in (PROSE, SHORT_PROSE, SHORTEST_PROSE):
        sizes = [
            len(n.paragraph.text)
            if n.open and n.inside and _is_prose(n.paragraph, least)
            else 0
            for n in named
        ]
        chinese = [
            min(size, FEW_HAN * len(n.paragraph.han)) if size else 0
            for n, size in zip(named, sizes, strict=True)
        ]
        if any(sizes):
            return chinese if any(chinese) else sizes
    return [
        len(n.paragraph.han) if n.open and n.inside and CLAUSE.search(n.paragraph.text) else 0
        for n in named
    ]


def _is_prose(paragraph: Paragraph, least: int) -> bool:
    size = len(paragraph.text)
    if size >= least and paragraph.sentences > 0:
        return True
    return size >= 2 * PROSE and not MENU_LINE.search(paragraph.folded)


def _body(named: Sequence[Named], *, contained: bool) -> tuple[int, int]:
    """Find the run of sentences: the first prose paragraph, and where the page's tail begins.

    The tail begins at the first line behind some prose that ends articles, if less prose
    follows it than went before.
    """
    prose = _prose(named)
    if not any(prose):
        return -1, -1
    start, stop = 0, len(named)
    if not contained:
        start, stop = _segment(list(map(_gain, named, prose)))
    first = next(i for i in range(start, stop) if prose[i])
    total, before = sum(prose[start:stop]), 0
    first = _first_of_body(named, first)
    for number in range(first, stop):
        before += prose[number]
        share = END_ROLES.get(named[number].role, 0) if named[number].inside else 0
        if share and before * 100 >= share * total:
            return first, number
    last = max(i for i in range(start, stop) if prose[i])
    return first, _last_of_body(named, last) + 1


def _gain(one: Named, prose: int) -> int:
    """Weigh a line for or against the body: sentences for it, loose lines and ends against."""
    if prose:
        return min(prose, MOST_GAIN)
    if not one.inside:
        return 0
    return -LOOSE if one.open else -ENDS.get(one.role, 0)


def _segment(gains: Sequence[int]) -> tuple[int, int]:
    """Find the run of lines with the greatest sum; the first of equals."""
    best, span, total, start = 0, (0, 0), 0, 0
    for number, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, number
        total += gain
        if total > best:
            best, span = total, (start, number + 1)
    return span


def _up(named: Sequence[Named], first: int, title: dict[int, str]) -> int:
    """Let the lines of the container right above the first sentence belong to the body."""
    at = first
    while at and at - 1 not in title:
        one = named[at - 1]
        if one.inside and (not one.open or one.paragraph.tag == "h1"):
            break
        at -= 1
        if one.inside:
            first = at
    return first


def _down(named: Sequence[Named], end: int) -> int:
    """Let the lines of the container right behind the last sentence belong to the body."""
    at = end
    while at < len(named) and not (named[at].inside and named[at].role in END_ROLES):
        at += 1
        if named[at - 1].inside:
            end = at
    return end


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
        if _goes_on(one) or SALUTATION.search(p.folded):
            at = number
    return at


def _last_of_body(named: Sequence[Named], last: int) -> int:
    """Let what closes a text belong to it: sentences, numbered lines, a last line, a signature."""
    at = last
    for number in range(last + 1, len(named)):
        one = named[number]
        if not (one.open and one.inside) or number - at > GAP:
            break
        if _goes_on(one):
            at = number
    signed = _signed(named, at)
    if signed > at:
        return signed
    alone = at + 1 < len(named) and named[at + 1].open and named[at + 1].inside
    if alone and _ends_here(named, at + 2) and _may_close(named[at + 1].paragraph):
        return at + 1
    return at


def _goes_on(one: Named) -> bool:
    """Tell a sentence, a numbered line or a marked heading, however short."""
    p = one.paragraph
    if not (one.open and one.inside):
        return False
    marked = NUMBERED.match(p.folded) or MARKDOWN_ITEM.match(p.text) or p.tag in HEADING_TAGS
    return bool(marked) or (p.closed and len(p.han) >= SHORTEST_PROSE)


def _ends_here(named: Sequence[Named], number: int) -> bool:
    """Tell whether the page ends at a line, or what ends stories begins there."""
    return number >= len(named) or named[number].role in END_ROLES


def _may_close(paragraph: Paragraph) -> bool:
    """Tell a last line of a text from a menu entry or a headline of another."""
    return SHORT_PROSE <= len(paragraph.text) <= LONGEST_HEADING and not paragraph.linked


def _signed(named: Sequence[Named], last: int) -> int:
    """Find the date that signs a text, one or two lines below it; the line of its last one."""
    for number in range(last + 1, min(last + 4, len(named))):
        one = named[number]
        if one.inside and dates.signature(one.paragraph.folded):
            return number
        if not one.open or len(one.paragraph.text) > LONGEST_HEADING:
            break
    return last


def _leads(named: list[Named], first: int, end: int) -> list[Named]:
    """Mark summaries at the top that repeat the body: labelled ones, and cut-off ones."""
    done = list(named)
    tried = 0
    for number in range(first, end - 1):
        one = named[number]
        if not one.open:
            continue
        tried += 1
        p = one.paragraph
        if tried > MOST_LEADS or (p.closed and not LEAD_LABEL.match(p.folded)):
            break
        rest = "".join(n.paragraph.han for n in named[number + 1 : end])
        if repeated(p.han, rest) < REPEATS:
            break
        done[number] = one.called("lead", "lead-repeats-body")
    return done


def repeated(part: str, whole: str) -> int:
    """Give the share, in per cent, of the 4-grams of `part` that stand in `whole`.

    >>> repeated("东西部扶贫协作", "论东西部扶贫协作"), repeated("东西部扶贫协作", "西部扶贫")
    (100, 25)
    """
    grams = [part[i : i + GRAM] for i in range(len(part) - GRAM + 1)]
    if not grams:
        return 0
    there = {whole[i : i + GRAM] for i in range(len(whole) - GRAM + 1)}
    return sum(gram in there for gram in grams) * 100 // len(grams)


def _title(named: Sequence[Named], first: int, end: int) -> dict[int, str]:
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


def _above(named: Sequence[Named], number: int, title: dict[int, str], seen: set[str]) -> Named:
    """Name an open line above the body."""
    one = named[number]
    p = one.paragraph
    if p.han and any(p.han == named[i].paragraph.han for i in title):
        return one.called("title", "title-again")
    if marker(p.folded):
        return one.called("heading", "part-marker")
    if names.is_outlet(p.folded):
        return one.called("site_name", "outlet-above")
    if p.text in seen and not p.linked:
        return one.called("site_name", "site-name-again")
    if _breadcrumb_below(named, number):
        return one.called("site_name", "above-breadcrumb")
    return one.called("navigation", "above-body")


def _breadcrumb_below(named: Sequence[Named], number: int) -> bool:
    """Tell whether only copies of this short line stand between it and a breadcrumb."""
    text = named[number].paragraph.text
    below = (n for n in named[number + 1 : number + 5] if n.paragraph.text != text)
    if " " in text or named[number].paragraph.linked:
        return False
    return len(text) <= SHORTEST_HEADLINE and next((n.role for n in below), "") == "breadcrumb"


def _within(one: Named) -> Named:
    """Name an open line inside the body: a heading, the body itself, or none of the story."""
    p = one.paragraph
    if not one.inside:
        return _behind(one)
    if p.tag in HEADING_TAGS:
        return one.called("heading", "heading-element")
    if p.tag in ELEMENT_ROLES:
        return one.called(ELEMENT_ROLES[p.tag], "element")
    if MARKDOWN_ITEM.match(p.text):
        return one.called("list_item", "list-mark")
    if len(p.text) <= LONGEST_HEADING and not NO_HEADING.search(p.text):
        return one.called("heading", "heading-short")
    return one.called("body", "body")


def _behind(one: Named) -> Named:
    """Name an open line behind the body, or on a page without one."""
    if COUNT.fullmatch(one.paragraph.folded):
        return one.called("engagement", "count-behind")
    if len(one.paragraph.text) <= LONGEST_MENU:
        return one.called("navigation", "menu-behind")
    return one.called("related", "behind-body")
