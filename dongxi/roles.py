"""Blocks in, blocks with roles out.

Three passes: what a line says by itself (`dongxi.says`); where it stands, before, inside or
behind the run of sentences that is the body; what it repeats. Before that, credits and
datelines glued into a paragraph are cut out of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dongxi import dates, names, people
from dongxi.chars import SPACES
from dongxi.fold import fold
from dongxi.paragraphs import Paragraph, paragraphs
from dongxi.says import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block

#: A paragraph of prose: this many characters with a sentence in them, or twice as many.
PROSE = 30
SHORT_PROSE = 8
#: A heading is short and does not end as a sentence or a clause does.
LONGEST_HEADING = 40
NO_HEADING = re.compile(r"[。！？!?；;…:：,，、]$")
#: A title is longer than a menu entry and shorter than a paragraph; chosen, not fitted.
LONGEST_TITLE = 120
SHORTEST_TITLE = 4
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
#: Rules of which the first behind the sentences ends the body.
END_ROLES = frozenset(
    {"editor_line", "disclaimer", "legal", "related", "tags", "paging", "contact", "engagement"}
)
LEAD_LABEL = re.compile(
    r"^[\[(]?(?:摘要|核心提示|导读|内容摘要|内容提要|提要|编者按|本文导读)[\])]?\ *[:]?",
    re.VERBOSE,
)
KEEPS_ITS_TAG = {"title": "title", "h1": "title"}
HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


class Named(NamedTuple):
    """A paragraph with its role and the rule that gave it."""

    paragraph: Paragraph
    role: str
    rule: str


def name(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give every block of a page its role and the rule it has it from."""
    cut = unglued(blocks)
    named = _positions([Named(p, *says(p.folded)) for p in paragraphs(cut)])
    return _written(cut, named)


def unglued(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Cut datelines and credits out of the paragraphs they are glued to."""
    done: list[Block] = []
    for block in blocks:
        done.extend(_unglued(block) if block.kind == "text" else (block,))
    return tuple(done)


def _unglued(block: Block) -> list[Block]:
    """Cut one block around a dateline at its start and the credits at its end."""
    value = str(block.text)
    folded = fold(value)
    if len(value) < PROSE or says(folded)[0]:
        return [block]
    dateline = dates.dateline(folded)
    start = dateline.end if dateline and dateline.start == 0 else 0
    glued: list[tuple[int, str]] = []
    end = len(value)
    while len(glued) < MOST_CREDITS and (found := people.glued_credit(folded[:end])):
        if found[0] <= start:
            break
        end = len(folded[: found[0]].rstrip(" "))
        glued.insert(0, (found[0], GLUED[found[2]]))
    if not (start or glued) or start >= end:
        return [block]
    marks = [(0, "dateline", "roles/glued-dateline")] if start else []
    marks.append((start, "", ""))
    marks += [(at, role, "roles/glued-credit") for at, role in glued]
    texts = block.text.cut([at for at, _, _ in marks[1:]])
    return [
        piece
        for text, (_, role, rule) in zip(texts, marks, strict=True)
        for piece in _bare(replace(block, text=text, role=role, rule=rule))
    ]


def _bare(block: Block) -> list[Block]:
    """Give the white space at the edges of a block to separators of its own."""
    value = str(block.text)
    start = len(value) - len(value.lstrip(SPACES))
    end = max(len(value.rstrip(SPACES)), start)
    left, middle, right = (
        block.text.cut((start, end)) if start or end < len(value) else (None, block.text, None)
    )
    space = replace(block, kind="space", role="whitespace", rule="blocks/white-space")
    done = [replace(space, text=left)] if left and left.flat else []
    done += [replace(block, text=middle)] if middle.flat else []
    return done + ([replace(space, text=right)] if right and right.flat else [])


LINK_ROLES = frozenset({"related", "navigation"})
#: Credits in a row at the end of one paragraph.
MOST_CREDITS = 4
GLUED = {"byline": "byline", "editor": "editor_line", "caption_credit": "caption"}


def _positions(named: list[Named]) -> list[Named]:
    """Name what the words alone left open, by place and repetition."""
    first, end = _body(named)
    if first < 0:
        return [n if n.role else Named(n.paragraph, *_outside(n.paragraph)) for n in named]
    named = _leads(named, first, end)
    first, end = _body(named)
    title = _title(named[:first])
    done: list[Named] = []
    for number, one in enumerate(named):
        if number >= end and one.rule == "roles/stamp" and done[-1].role in LINK_ROLES:
            done.append(Named(one.paragraph, "related", "roles/stamp-of-related"))
        elif one.role:
            done.append(one)
        elif number < first:
            done.append(Named(one.paragraph, *_above(named, number, title)))
        elif number < end:
            done.append(Named(one.paragraph, *_inside(one.paragraph)))
        else:
            done.append(Named(one.paragraph, *_outside(one.paragraph)))
    return done


def _prose(named: Sequence[Named]) -> list[int]:
    """Give the size of every open paragraph of prose, 0 for every other line.

    Where no line is long enough, sentences of any length will do.
    """
    for least in (PROSE, SHORT_PROSE):
        sizes = [
            len(n.paragraph.text) if not n.role and _is_prose(n.paragraph, least) else 0
            for n in named
        ]
        if any(sizes):
            return sizes
    return [0] * len(named)


def _is_prose(paragraph: Paragraph, least: int) -> bool:
    size = len(paragraph.text)
    return (size >= least and paragraph.sentences > 0) or size >= 2 * PROSE


def _body(named: Sequence[Named]) -> tuple[int, int]:
    """Find the run of sentences: the first prose paragraph, and where the page's tail begins.

    The tail begins at the first line behind some prose that ends articles, if less prose
    follows it than went before.
    """
    prose = _prose(named)
    first = next((i for i, size in enumerate(prose) if size), -1)
    if first < 0:
        return -1, -1
    total, before = sum(prose), 0
    for number in range(first, len(named)):
        before += prose[number]
        if named[number].role in END_ROLES and 2 * before >= total:
            return first, number
    last = max(i for i, size in enumerate(prose) if size)
    return first, _last_of_body(named, last) + 1


def _last_of_body(named: Sequence[Named], last: int) -> int:
    """Let a short closing sentence behind the last prose paragraph belong to the body."""
    while (
        last + 1 < len(named) and not named[last + 1].role and named[last + 1].paragraph.closed
    ):
        last += 1
    return last


def _leads(named: list[Named], first: int, end: int) -> list[Named]:
    """Mark summaries at the top that repeat the body: labelled ones, and cut-off ones."""
    done = list(named)
    number = first
    while number < end - 1:
        paragraph = named[number].paragraph
        if named[number].role not in ("", "caption"):
            number += 1
            continue
        if not named[number].role and (
            LEAD_LABEL.match(paragraph.folded) or not paragraph.closed
        ):
            rest = "".join(n.paragraph.han for n in named[number + 1 : end])
            if repeated(paragraph.han, rest) >= REPEATS:
                done[number] = Named(paragraph, "lead", "roles/lead-repeats-body")
                number += 1
                continue
        if not named[number].role:
            break
        number += 1
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


def _title(above: Sequence[Named]) -> dict[int, str]:
    """Choose the lines above the body that are the headline: index → title or subtitle."""
    tagged = [
        i for i, n in enumerate(above)
        if not n.role and n.paragraph.tag == "h1" and _may_be_title(n.paragraph)
    ]  # fmt: skip
    if tagged:
        return {tagged[-1]: "title"}
    open_lines = [i for i, n in enumerate(above) if not n.role and _may_be_title(n.paragraph)]
    if not open_lines:
        return {}
    counts = Counter(n.paragraph.text for n in above)
    good = [i for i in open_lines if counts[above[i].paragraph.text] == 1] or open_lines
    last = good[-1]
    run = _headlines(above, open_lines, last)
    found = dict.fromkeys(run, "title")
    for i in run[1:]:
        if DECK.search(above[i].paragraph.folded):
            found[i] = "subtitle"
    return found


def _may_be_title(paragraph: Paragraph) -> bool:
    size = len(paragraph.text)
    return SHORTEST_TITLE <= size <= LONGEST_TITLE and not paragraph.text.endswith("。")


def _headlines(above: Sequence[Named], open_lines: Sequence[int], last: int) -> list[int]:
    """Take the lines right above the last headline with it, if they are a headline too."""
    run = [last]
    while run[0] - 1 in open_lines and above[run[0]].paragraph.lines_above == 1:
        run.insert(0, run[0] - 1)
    fit = all(
        len(above[i].paragraph.text) >= SHORTEST_HEADLINE
        and not names.is_outlet(above[i].paragraph.folded)
        for i in run
    )
    return run if fit and len(run) <= MOST_HEADLINES else [last]


def _above(  # noqa: PLR0911  (one rule, one return)
    named: Sequence[Named], number: int, title: dict[int, str]
) -> tuple[str, str]:
    """Name an open line above the body."""
    paragraph = named[number].paragraph
    if number in title:
        return title[number], f"roles/{title[number]}"
    titles = {named[i].paragraph.han for i in title}
    if paragraph.han and paragraph.han in titles:
        return "title", "roles/title-again"
    if KEEPS_ITS_TAG.get(paragraph.tag) == "title":
        return "title", "roles/title-element"
    if names.is_outlet(paragraph.folded):
        return "site_name", "roles/outlet-above"
    if paragraph.text in (n.paragraph.text for n in named[:number]):
        return "site_name", "roles/site-name-again"
    if _breadcrumb_below(named, number):
        return "site_name", "roles/above-breadcrumb"
    return "navigation", "roles/above-body"


def _breadcrumb_below(named: Sequence[Named], number: int) -> bool:
    """Tell whether only copies of this short line stand between it and a breadcrumb."""
    text = named[number].paragraph.text
    below = (n for n in named[number + 1 :] if n.paragraph.text != text)
    return len(text) <= SHORTEST_HEADLINE and next((n.role for n in below), "") == "breadcrumb"


def _inside(paragraph: Paragraph) -> tuple[str, str]:
    """Name an open line inside the body: a heading, or the body itself."""
    if paragraph.tag in HEADING_TAGS:
        return "heading", "roles/heading-element"
    if len(paragraph.text) <= LONGEST_HEADING and not NO_HEADING.search(paragraph.text):
        return "heading", "roles/heading-short"
    return "body", "roles/body"


def _outside(paragraph: Paragraph) -> tuple[str, str]:
    """Name an open line behind the body, or on a page without one."""
    if KEEPS_ITS_TAG.get(paragraph.tag) == "title":
        return "title", "roles/title-element"
    if len(paragraph.text) <= LONGEST_MENU:
        return "navigation", "roles/menu-behind"
    return "related", "roles/behind-body"


def _written(blocks: Sequence[Block], named: Sequence[Named]) -> tuple[Block, ...]:
    """Write the roles of paragraphs into their blocks; glued parts keep their own."""
    done = list(blocks)
    for one in named:
        for number in range(one.paragraph.first, one.paragraph.last + 1):
            if done[number].kind == "text" and not done[number].role:
                done[number] = replace(done[number], role=one.role, rule=one.rule)
    return tuple(
        replace(block, role="front_matter", rule="roles/front-matter")
        if block.kind == "front_matter" else block
        for block in done
    )  # fmt: skip
