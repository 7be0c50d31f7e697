"""Claims for title, subtitle, section, and for the site that a title names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dongxi import days, front, head, names, signs
from dongxi.blocks import Recoded
from dongxi.claims.credits import THREAD_HEADLINE
from dongxi.claims.ranks import RANKS
from dongxi.fold import fold
from dongxi.headline import LABELLED_TITLE
from dongxi.model import Claim, Span
from dongxi.paragraphs import evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.claims.lines import Reading


RUBRIC = re.compile(r"(?P<rubric>[^|\s]{2,8}) ?\| ?(?=\S)")
#: The part of a site, as titles name it.
CHANNEL = re.compile(r"(?:频道|栏目|专题|首页|资讯|新闻)$")
SITE_SUFFIX = re.compile(r" ?(?P<mark>[-_|—–]{1,2}) ?(?P<site>[^-_|—–]{2,20})$")
#: A site before the title, and the channels between them.
SITE_PREFIX = re.compile(
    r"(?P<site>[^-_|—–>»› ]{2,14}) ?(?:[-_|—–]{1,2}|(?:>{1,2}|[»›])(?: ?[^>»›]{1,10} ?(?:>{1,2}|[»›]))*) ?(?=[^ >-])"
)
#: Before a site, what underlines set off behind the headline are channels, books and the like.
UNDER = re.compile("(?P<head>[^_]{7,}[^_ ]) ?_")
#: A channel that two marks set off, as they do the site behind it.
LONGEST_CHANNEL = 8
SITE_ITSELF = re.compile("(?:门户|官方)?网站$|(?:人民|自治区|政府)政府$|官网$|首页$")
TITLE_ELEMENT = "roles/title-element"
#: A label names the title so far up.
LABEL_LINES = 200
#: What readers said of a paragraph, counted at its end: only where most paragraphs have it.
COUNTED = re.compile(r"[。！？!?…”’」』]\ ?\ [0-9]{1,5}$")
COUNT_END = re.compile(" {1,2}[0-9]{1,5}$")
FEWEST_COUNTED = 3


def titles(reading: Reading) -> Iterator[Claim]:
    """Claim the headline above the body; several lines are one title."""
    lines = [
        p
        for p in reading.with_role("title", "heading")
        if (block := reading.blocks[p.first]).rule == THREAD_HEADLINE
        or (block.role == "title" and block.rule != TITLE_ELEMENT)
    ]
    own = [p for p in lines if reading.blocks[p.first].rule != "roles/title-again"]
    if own:
        label = LABELLED_TITLE.match(own[0].folded)
        start = label.end() if label else _rubric_end(own[0].folded)
        counted = _counted(reading)
        ends = [_count_start(p.text) if counted else len(p.text) for p in own]
        starts = [start, *(0 for _ in own[1:])]
        if reading.flat:
            ends[0] = min(ends[0], _bare(own[0].folded).end)
        places = list(zip(own, starts, ends, strict=True))
        spans = [evidence(reading.blocks, p, first, end) for p, first, end in places]
        value = " ".join(p.text[first:end] for p, first, end in places)
        yield Claim("title", value, "claims/headline", "certain", tuple(spans))
        if start and not label:
            rubric = RUBRIC.match(own[0].folded)
            end = rubric.end("rubric") if rubric else start
            yield reading.claim("section", "claims/rubric", own[0], 0, end)
    for p in reading.with_role("subtitle"):
        yield reading.claim("subtitle", "claims/deck", p, 0, len(p.text))
    for p in reading.paragraphs[:LABEL_LINES]:
        if found := LABELLED_TITLE.match(p.folded) if p.signs & signs.MARK else None:
            yield reading.claim("title", "claims/labelled-title", p, found.end(), len(p.text))


def _counted(reading: Reading) -> bool:
    """Tell whether most paragraphs of the body end in a count that is not of the text."""
    told = [p for p in reading.with_role("body", "heading") if p.sentence]
    counted = sum(COUNTED.search(p.folded) is not None for p in told)
    return counted >= FEWEST_COUNTED and 2 * counted > len(told)


def _count_start(text: str) -> int:
    """Give where the count at the end of a line starts, its length where there is none.

    >>> _count_start("第二章 山里的路 241"), _count_start("山里的路2017")
    (8, 8)
    """
    found = COUNT_END.search(text)
    return found.start() if found and found.start() else len(text)


def title_elements(reading: Reading) -> Iterator[Claim]:
    """Claim the text of `<title>`, less the names of sites and channels before and behind it."""
    for p in reading.with_role("title"):
        if reading.blocks[p.first].rule == TITLE_ELEMENT:
            bare = _bare(p.folded)
            if bare.start < bare.end and not _names_page(p.folded[bare.start : bare.end]):
                yield reading.claim("title", "claims/title-element", p, bare.start, bare.end)
            if bare.site:
                yield reading.claim("site_name", "claims/title-site", p, *bare.site)


class Bare(NamedTuple):
    """Where a title stands among the names of sites and channels, and the site."""

    start: int
    end: int
    site: tuple[int, int] | None


def _bare(folded: str) -> Bare:
    """Find the title in what a page calls itself.

    >>> _bare("山里的路_新闻频道_山河网"), _bare("山河网 >> 新闻 >> 山里的路")
    (Bare(start=0, end=4, site=(10, 13)), Bare(start=13, end=17, site=(0, 3)))
    >>> _bare("山里的路修通了--经济·科技--山河网"), _bare("东西部-南北部")
    (Bare(start=0, end=7, site=(16, 19)), Bare(start=0, end=7, site=None))
    >>> _bare("山里的路昨天修通了 _经济_宏观首页_山河网"), _bare("山里的路昨天修通了_之一")
    (Bare(start=0, end=9, site=(19, 22)), Bare(start=0, end=12, site=None))
    """
    end, site = len(folded), None
    start = 0
    if (before := SITE_PREFIX.match(folded)) and names.is_outlet(before["site"]):
        start, site = before.end(), before.span("site")
    mark = ""
    while (suffix := SITE_SUFFIX.search(folded, start, end)) and suffix.start() > start:
        outlet = names.is_outlet(suffix["site"]) and not CHANNEL.search(suffix["site"])
        again = (
            suffix["mark"] == mark and len(mark) > 1 and len(suffix["site"]) <= LONGEST_CHANNEL
        )
        if not (outlet or again or CHANNEL.search(suffix["site"])):
            break
        site = site or (suffix.span("site") if outlet else None)
        end, mark = suffix.start(), suffix["mark"]
    if site and end < len(folded) and (under := UNDER.match(folded, start, end)):
        end = under.end("head")
    rubric = RUBRIC.match(folded, start, end)
    return Bare(rubric.end() if rubric else start, end, site)


def _names_page(title: str) -> bool:
    """Tell whether a title names the site, or the kind of page, not the page.

    >>> _names_page("山河市人民政府门户网站"), _names_page("新闻详情"), _names_page("山里的路")
    (True, True, False)
    """
    return names.is_outlet(title) or head.no_title(title) or bool(SITE_ITSELF.search(title))


def _rubric_end(folded: str) -> int:
    """Give the character behind a rubric and its bar, 0 where there is none."""
    found = RUBRIC.match(folded)
    return found.end() if found else 0


def head_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what the machine-readable parts of HTML say; a title without the site's name."""
    for made in _said_by_head(reading):
        if made.rule.startswith(PLACED) and any(map(reading.of_others, made.evidence)):
            continue
        if made.field == "title":
            yield replace(made, value=_bare_title(made.value))
        elif made.field in RANKS:
            yield made


#: Rules that read elements wherever they stand.
PLACED = ("head/hint-", "head/time-element")


def _said_by_head(reading: Reading) -> Iterator[Claim]:
    """Read the machine-readable parts; where bytes show no tags, as UTF-16's, those of UTF-8."""
    if reading.encoding:
        yield from head.claims(reading.raw, reading.encoding)
    elif reading.whole is not None:
        recoded = Recoded(reading.whole)
        found = list(head.claims(recoded.raw, recoded.codec[0]))
        points = sorted({at for made in found for span in made.evidence for at in span})
        ends = (text.span.end for text in recoded.cut(points))
        place = dict(zip(points, ends, strict=False))
        for made in found:
            spans = tuple(Span(place[start], place[end]) for start, end in made.evidence)
            yield replace(made, evidence=spans)


def _bare_title(title: str) -> str:
    """Take a rubric and the names of sites off a title.

    >>> _bare_title("山里的路_新闻频道_山河网"), _bare_title("东西部-南北部"), _bare_title("评论丨山里的路")
    ('山里的路', '东西部-南北部', '山里的路')
    """
    bare = _bare(fold(title))
    return title[bare.start : bare.end].strip()


#: Front matter keys and what they claim.
FRONT_KEYS = {
    "title": ("title", "claims/front-title"), "source": ("source", "claims/front-source"),
    "author": ("author", "claims/front-author"), "authors": ("author", "claims/front-author"),
    "date": ("date", "claims/front-date"), "pubdate": ("date", "claims/front-date"),
    "publishdate": ("date", "claims/front-date"), "created": ("date", "claims/front-date"),
}  # fmt: skip


def front_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what the front matter says; a date that is none is no claim."""
    if reading.front is None:
        return
    page = str(reading.front)
    for entry in front.entries(page, len(page)):
        field, rule = FRONT_KEYS.get(entry.key.lower(), ("", ""))
        value: str | None = entry.value.strip()
        if field == "date":
            value = days.parse(fold(entry.value))
        if field and value and not names.nobody(value):
            span = reading.front.span_of(entry.start, entry.end)
            yield Claim(field, value, rule, "certain", (span,))
