"""Paragraphs named by their words in, all paragraphs named out: by place and repetition.

The body is the run of sentences; what stands above, inside and behind it is judged apart.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING

from dongxi import dates, names, people, signs
from dongxi.body import MOST_CONTROLS, body, down, up
from dongxi.frame import tells
from dongxi.gains import LINES, control
from dongxi.headline import CREDITS, LABELLED_TITLE, SHORTEST_HEADLINE, headline
from dongxi.letters import letter
from dongxi.model import TEXT_ROLES
from dongxi.named import HEADING_TAGS, LONGEST_HEADING, MARKDOWN_ITEM
from dongxi.parts import marker
from dongxi.steps import steps
from dongxi.verse import verses
from dongxi.wrapped import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

NO_HEADING = re.compile(r"。|[；;…:：,，、][”’」』）)】\]]*$|[！？!?]$")
#: Navigation behind the body is shorter than a related headline.
LONGEST_MENU = 7
#: A summary repeats the body where this share, per cent, of its 4-grams stand there too.
REPEATS = 90
#: A shorter line without a clause is a name, not a summary.
SHORTEST_LEAD = 16
#: So many lines may a notice have above the headline of a page and its credits.
MOST_NOTICE = 8
DATED_RULES = frozenset({"roles/labelled-fields", "roles/stamp"})
#: So many lines may stand between it and the text.
MOST_ABOVE_TEXT = 12
#: So many pairs of characters of a question stand in its answer, so few lines below it.
FEWEST_ANSWERED, MOST_ASIDE = 2, 4
#: What no question for a headline holds: another sentence or clause, who asks it.
CLAUSES = re.compile("[。,:]")
#: What no headline holds that ends without a mark.
STOPS = re.compile("[。;]|: ?.{0,12}$")
#: So many open paragraphs at the top may be summaries.
MOST_LEADS = 3
#: A paragraph is a link where this share, per cent, of its characters is linked.
LINKED = 60
#: What stands inside a story is part of it, whatever it says.
STORY_ROLES = frozenset({"contact", "tags"})
STORY_RULES = frozenset({"roles/stamp", "roles/document-number"})
#: A count on its own.
COUNT = re.compile(r"[(]?[0-9]{1,7}[)]?%?")
LINK_ROLES = frozenset({"related", "navigation"})
#: Links in a row inside a story that are part of it; more are a list of other stories.
MOST_LINKS = 4
#: What heads headlines of other stories; so many may stand between two paragraphs.
HEADS_OTHERS = frozenset({"roles/related-header", "roles/related-header-more"})
MOST_INSERTED = 3
LINK_RULES = frozenset({"roles/link", "roles/link-menu"})
#: What is pressed to pass a story on, or to show it larger.
BUTTON = re.compile(
    "点?赞好?|喜[欢爱]|收藏|分享|转发|复制(?:链接)?|评论|留言|打印|举报|反馈|微信|微博|朋友圈|空间|邮件|打印|字体|[大中小]|A[+-]?|[A-Za-z]{4,10}"
)
#: What a row of a table may be taken for by its words.
BARRED_RULES = frozenset({"roles/bar-menu", "roles/table-row"})
#: The label above an advertisement, and what closes one.
ADVERTISED = re.compile(r"^(?:广告|推广|赞助)[^。]{0,4}$")
CLOSE = frozenset("×✕✖xX")
#: Names in brackets on a line of their own, or behind their office.
CLOSING = re.compile(f"{people.SIGNED}|{people.SIGNED_FOR}")
LEAD_LABEL = re.compile(
    r"^[\[(]?(?:摘要|核心提示|导读|内容摘要|内容提要|提要|编者按|本文导读)[\])]?\ *[:]?",
    re.VERBOSE,
)
#: What a picture shows, on a line of its own.
PICTURED = re.compile(
    "[^ 。,:!?;]{2,30}(?:合影(?:留念)?|(?:活动|会议|仪式|比赛|培训|签约|演出|颁奖|讲座|座谈会?|发布会|开幕式|典礼|大会|论坛)现场)"
)
#: Elements that give their text a role of its own.
ELEMENT_ROLES = {
    "pre": "body", "li": "list_item", "dd": "list_item", "blockquote": "quote", "td": "table", "th": "table",
}  # fmt: skip


def placed(named: Sequence[Named], *, contained: bool = False) -> list[Named]:
    """Name what the words alone left open, by place and repetition.

    `contained` says that the story's container is known: then what stands in it without
    being something else is body, sentence or not.
    """
    found = _signed_in_brackets(_barred(_apart(named)))
    form = letter(found)
    return _of_letter(found, form) if form else _of_page(found, contained=contained)


def _of_page(found: list[Named], *, contained: bool) -> list[Named]:
    """Name what stands above, in and behind the text of a page."""
    found = _inserted(found, contained=contained)
    found = found if contained else steps(wrapped(verses(found)))
    first, end = body(found, contained=contained)
    if first < 0:
        return [_behind(one) if one.open else one for one in found]
    led = _leads(found, first, end)
    if led != found and (span := body(led, contained=contained))[0] >= 0:
        found, (first, end) = led, span
    found, title, first = _dated_headed(found, first, end, contained=contained)
    if contained:
        first = up(found, first, title)
        end = down(found, end)
    found = _controls(_links_within(found, first, end), first, end) if contained else found
    found = _site_of_title(found, first, end, title)
    found = _title_again(found, first, end, title)
    seen: set[str] = set()
    done: list[Named] = []
    for number, one in enumerate(found):
        if number in title:
            done.append(one.called(title[number], title[number]))
        elif one.role:
            if number >= end and one.rule == "roles/stamp" and done[-1].role in LINK_ROLES:
                done.append(one.called("related", "stamp-of-related"))
            elif first <= number < end and one.inside and _of_story(one):
                done.append(one.called("body", "body"))
            else:
                done.append(one)
        elif number < first:
            done.append(_above(found, number, title, seen))
        else:
            done.append(_within(one) if number < end else _behind(one))
        seen.add(one.paragraph.text)
    return _without_text(done)


def _dated_headed(
    named: list[Named], first: int, end: int, *, contained: bool
) -> tuple[list[Named], dict[int, str], int]:
    """Find headline and first line of the body, with the day between them if one stands there.

    HTML says its day elsewhere.
    """
    dated = named if contained else _dated_above(named, first)
    title, below = _headed(dated, first, end)
    if dated is named:
        return named, title, below
    between = dated[max(title, default=below) + 1 : below]
    if any(one.rule == "roles/day-below-title" for one in between):
        return dated, title, below
    return named, *_headed(named, first, end)


def _dated_above(named: list[Named], first: int) -> list[Named]:
    """Name the one line above the text that holds a day among other things.

    A stamp, or a second such line, leaves it alone.
    """
    if any(one.rule in DATED_RULES for one in named[:first]):
        return named
    there = [
        i
        for i in range(max(first - MOST_ABOVE_TEXT, 0), first)
        if named[i].open and dates.beside(named[i].paragraph.folded)
    ]
    if len(there) != 1:
        return named
    done = list(named)
    done[there[0]] = named[there[0]].called("meta", "day-below-title")
    return done


def _of_letter(named: Sequence[Named], roles: dict[int, tuple[str, str]]) -> list[Named]:
    """Name the lines of a message to an office and of its answer, and those around them."""
    first = min(i for i, (role, _) in roles.items() if role == "body")
    labelled = {i: role for i, (role, _) in roles.items() if role == "title"}
    told = any(LABELLED_TITLE.match(named[i].paragraph.folded) for i in roles)
    title = labelled or ({} if told else headline(named, first, max(roles) + 1))
    seen: set[str] = set()
    done: list[Named] = []
    for i, one in enumerate(named):
        if i in title:
            done.append(one.called(title[i], title[i]))
        elif i in roles and (one.open or roles[i][0] == "body"):
            done.append(one._replace(role=roles[i][0], rule=roles[i][1]))
        elif one.role:
            done.append(one)
        else:
            done.append(_above(named, i, title, seen) if i < min(roles) else _behind(one))
        seen.add(one.paragraph.text)
    return done


def _inserted(named: list[Named], *, contained: bool) -> list[Named]:
    """Name the headlines of others, with their heading, that stand between two paragraphs.

    Behind them the story goes on for two paragraphs at least; on a flattened page the heading
    stands below once more.
    """
    done = list(named)
    for i, one in enumerate(named):
        if one.rule not in HEADS_OTHERS or not one.inside:
            continue
        end = next(
            (
                k
                for k in range(i + 1, min(i + MOST_INSERTED + 2, len(named) - 1))
                if tells(named[k].paragraph)
            ),
            0,
        )
        paragraphs = named[end : end + 2]
        if end < i + 2 or not all(
            n.open and n.inside and tells(n.paragraph) for n in paragraphs
        ):
            continue
        again = any(n.paragraph.folded == one.paragraph.folded for n in named[end:])
        if contained or again:
            for k in range(i, end):
                done[k] = named[k].called("related", "related-line")
    return done


def _headed(named: Sequence[Named], first: int, end: int) -> tuple[dict[int, str], int]:
    """Find the headline, and the first line of the body: what was taken for it may be one."""
    title = headline(named, first, end)
    below = 0 if title else _story_below(named, first, end)
    heads = headline(named, below, end) if below else {}
    if first in heads:
        return heads, below
    behind = _behind_notice(named, first, end)
    heads = headline(named, behind, end) if behind else {}
    return (heads, behind) if behind - 2 in heads else (title, first)


def _behind_notice(named: Sequence[Named], first: int, end: int) -> int:
    """Find the text below a headline with its credits that stands behind a notice; else 0."""
    if any(n.role in CREDITS for n in named[:first]):
        return 0
    for number in range(first + 1, min(first + MOST_NOTICE, end - 1)):
        above = named[number - 1]
        if named[number].rule not in DATED_RULES or not above.open or above.paragraph.closed:
            continue
        told = sum(len(n.paragraph.text) for n in named[first:number])
        rest = sum(len(n.paragraph.text) for n in named[number:end])
        return number + 1 if told * 2 <= rest else 0
    return 0


def _story_below(named: Sequence[Named], first: int, end: int) -> int:
    """Find the first sentence below the credits that stand right below the first line; else 0.

    That line may be a headline that asks, or that quotes somebody; what begins a page needs no
    credits.
    """
    if _heads_first(named, first, end):
        return first + 1
    if named[first].paragraph.folded.endswith("。") or any(
        n.role in CREDITS for n in named[:first]
    ):
        return 0
    below = first + 1
    while below < end and named[below].role in CREDITS:
        below += 1
    told = below < end and named[below].open and tells(named[below].paragraph)
    return below if told and below > first + 1 else 0


def _heads_first(named: Sequence[Named], first: int, end: int) -> bool:
    """Tell a headline that begins a page, though it asks or calls: its words are told below it."""
    p = named[first].paragraph
    asks = p.folded.endswith("?") and not CLAUSES.search(p.folded)
    calls = not p.ends and not STOPS.search(p.folded)
    if not asks and not calls:
        return False
    if any(n.open and len(n.paragraph.han) >= SHORTEST_HEADLINE for n in named[:first]):
        return False
    below = (n.paragraph for n in named[first + 1 : min(first + MOST_ASIDE, end)] if n.open)
    told = next((one.han for one in below if tells(one)), "")
    answered = sum(pair in told for pair in map(add, p.han, p.han[1:]))
    return answered >= FEWEST_ANSWERED and len(p.text) <= LONGEST_HEADING


def _site_of_title(
    named: Sequence[Named], first: int, end: int, title: dict[int, str]
) -> list[Named]:
    """Name a line right below the headline that `<title>` has behind it: the site, its slogan."""
    done = list(named)
    element = next((n.paragraph.han for n in named if n.rule == "roles/title-element"), "")
    heads = {named[i].paragraph.han for i in title}
    for number in range(first, min(first + MOST_SITE_LINES, end)):
        one = named[number]
        han = one.paragraph.han
        if not one.open or len(han) < SHORTEST_SITE or not element.endswith(han):
            break
        if not any(han in head for head in heads):
            done[number] = one.called("site_name", "site-of-title")
    return done


def _title_again(
    named: list[Named], first: int, end: int, title: dict[int, str]
) -> list[Named]:
    """Name the lines between the paragraphs that repeat the headline, as pictures do."""
    heads = {han for i in title if len(han := named[i].paragraph.han) >= SHORTEST_HEADLINE}
    done = list(named)
    for i, one in enumerate(named[first:end] if heads else (), first):
        if one.paragraph.han in heads and one.open and i not in title:
            done[i] = one.called("title", "title-again")
    return done


#: What stands between headline and site in `<title>`; so many lines may stand above the headline.
SITE_BEHIND = re.compile(" ?[-_|—–]+ ?(?=[^ ])")
MOST_ABOVE_TITLE, LONGEST_ELEMENT = 200, 160
#: So many lines below the headline may name the site, in so many Han characters.
MOST_SITE_LINES, SHORTEST_SITE = 2, 4


def _without_text(named: list[Named]) -> list[Named]:
    """Call headings without any text below or between them the text, as poems and lists are."""
    if any(role in TEXT_ROLES and rule != SHORT_HEADING for _, role, rule, _ in named):
        return named
    return [one.called("body", "body") if one.rule == SHORT_HEADING else one for one in named]


SHORT_HEADING = "roles/heading-short"


def _links_within(named: list[Named], first: int, end: int) -> list[Named]:
    """Let a few links in a row, each a line of its own, belong to the story they stand in."""
    done = list(named)
    run: list[int] = []
    for number in range(first, end):
        one = named[number]
        if one.inside and one.rule in LINK_RULES and one.paragraph.text not in CLOSE:
            run.append(number)
            continue
        advertised = run and ADVERTISED.search(named[run[0] - 1].paragraph.folded)
        if one.open and len(run) <= MOST_LINKS and not advertised:
            for at in run:
                done[at] = named[at]._replace(role="", rule="")
        run = []
    return done


def _pressed(one: Named) -> bool:
    """Tell a button, by its element and its word."""
    return control(one) and BUTTON.fullmatch(one.paragraph.folded) is not None


def _controls(named: list[Named], first: int, end: int) -> list[Named]:
    """Name buttons in a row between the paragraphs of a story, as between a summary and it."""
    done = list(named)
    run: list[int] = []
    for number in range(first, end + 1):
        one = named[number] if number < end else None
        if one and (one.role == "engagement" or (one.open and _pressed(one))):
            run.append(number)
            continue
        for at in run if len(run) >= MOST_CONTROLS else ():
            if named[at].open:
                done[at] = named[at].called("engagement", "controls")
        run = []
    return done


def _of_story(one: Named) -> bool:
    return one.role in STORY_ROLES or one.rule in STORY_RULES


def _apart(named: Sequence[Named]) -> list[Named]:
    """Name the element `<title>`, and links that stand for themselves."""
    done = list(named)
    if named and _is_element(named):
        done[0] = named[0].called("title", "title-element")
    for number, one in enumerate(named):
        p = one.paragraph
        if p.tag == "title":
            done[number] = one.called("title", "title-element")
        elif p.linked * 100 >= LINKED * len(p.text) and p.tag != "h1" and one.open:
            menu = len(p.text) <= LONGEST_MENU
            done[number] = one.called(
                *(("navigation", "link-menu") if menu else ("related", "link"))
            )
    return done


def _is_element(named: Sequence[Named]) -> bool:
    """Tell a flattened page's first line that is its `<title>`: a line below it, and the site."""
    first = named[0].paragraph
    if not named[0].open or first.tag or len(first.text) > LONGEST_ELEMENT:
        return False
    heads = {first.folded[: found.start()] for found in SITE_BEHIND.finditer(first.folded)}
    return any(
        n.paragraph.folded in heads and len(n.paragraph.han) >= SHORTEST_SITE
        for n in named[1 : 1 + MOST_ABOVE_TITLE]
    )


def _barred(named: list[Named]) -> list[Named]:
    """Name the rows above and below the fence of a table that have as many bars as it."""
    done = list(named)
    for i, one in enumerate(named):
        bars = one.paragraph.folded.count("|") if one.rule == "roles/markdown-fence" else 0
        if not bars:
            continue
        last = i + 1
        while last < len(named) and _is_row(named[last], bars):
            last += 1
        if i and last > i + 1 and _is_row(named[i - 1], bars):
            rows = [i - 1, *range(i + 1, last)]
            for n in rows:
                done[n] = named[n].called("table", "table-row")
    return done


def _is_row(one: Named, bars: int) -> bool:
    """Tell a line with so many bars, of which nothing else is known but that it looks like a menu."""
    able = one.open or one.rule in BARRED_RULES
    return able and one.paragraph.folded.count("|") == bars


def _signed_in_brackets(named: list[Named]) -> list[Named]:
    """Name signers below a sentence, behind which no other sentence comes."""
    return [
        one.called("byline", "closing-name")
        if one.open
        and one.paragraph.signs & signs.MARK | one.paragraph.folded.startswith("(")
        and (found := CLOSING.fullmatch(one.paragraph.folded))
        and i
        and named[i - 1].open
        and named[i - 1].paragraph.closed
        and not any(n.open and n.paragraph.closed for n in named[i + 1 : i + 3])
        and people.closing(found["names"] or found["signers"])
        else one
        for i, one in enumerate(named)
    ]


def _leads(named: list[Named], first: int, end: int) -> list[Named]:
    """Mark summaries at the top that repeat the body: labelled ones, and cut-off ones."""
    done = list(named)
    tried = 0
    for number in range(first, end - 1):
        one = named[number]
        p = one.paragraph
        if not one.open or LEAD_LABEL.fullmatch(p.folded):
            continue
        tried += 1
        name = not p.clause and len(p.han) < SHORTEST_LEAD
        if (
            tried > MOST_LEADS
            or name
            or one.rule in LINES
            or (p.closed and not LEAD_LABEL.match(p.folded))
        ):
            break
        rest = "".join(n.paragraph.han for n in named[number + 1 : end])
        if repeated(p.han, rest) < REPEATS:
            break
        done[number] = one.called("lead", "lead-repeats-body")
        if number and LEAD_LABEL.fullmatch(named[number - 1].paragraph.folded):
            done[number - 1] = named[number - 1].called("lead", "lead-repeats-body")
    return done


def repeated(part: str, whole: str) -> int:
    """Give the share, in per cent, of the 4-grams of `part` that stand in `whole`.

    >>> repeated("东西部扶贫协作", "论东西部扶贫协作"), repeated("东西部扶贫协作", "西部扶贫")
    (100, 25)
    """
    grams = _grams(part)
    if not grams:
        return 0
    return sum(map(frozenset(_grams(whole)).__contains__, grams)) * 100 // len(grams)


def _grams(text: str) -> list[str]:
    """Give the four characters from each on: two pairs."""
    pairs = list(map(add, text, text[1:]))
    return list(map(add, pairs, pairs[2:]))


def _above(named: Sequence[Named], number: int, title: dict[int, str], seen: set[str]) -> Named:
    """Name an open line above the body."""
    one = named[number]
    p = one.paragraph
    if p.han and p.han in [named[i].paragraph.han for i in title]:
        return one.called("title", "title-again")
    if p.signs & signs.PART and marker(p.folded):
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
    if len(text) > SHORTEST_HEADLINE or " " in text or named[number].paragraph.linked:
        return False
    for one in named[number + 1 : number + 5]:
        if one.paragraph.text != text:
            return one.role == "breadcrumb"
    return False


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
    return one._replace(role="body") if one.rule in LINES else one.called(*_plain(p))


def _plain(p: Paragraph) -> tuple[str, str]:
    """Name a line of the body by its own form: what a picture shows, a heading, the body."""
    short = len(p.text) <= LONGEST_HEADING and not NO_HEADING.search(p.text)
    if short and (
        PICTURED.fullmatch(p.folded) or people.taken_by(p.folded) == (0, len(p.folded))
    ):
        return "caption", "caption"
    return ("heading", "heading-short") if short else ("body", "body")


def _behind(one: Named) -> Named:
    """Name an open line behind the body, or on a page without one."""
    if one.paragraph.signs & signs.DIGIT and COUNT.fullmatch(one.paragraph.folded):
        return one.called("engagement", "count-behind")
    if len(one.paragraph.text) <= LONGEST_MENU:
        return one.called("navigation", "menu-behind")
    return one.called("related", "behind-body")
