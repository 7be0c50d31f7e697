"""A named page in, claims for its fields out, and the choice among rivals.

Every rule that knows a field's value makes a claim, with the bytes that show it. One table,
`RANKS`, says which rule is believed first; the losers stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dongxi import addresses, dates, days, front, head, labels, names, parts, people
from dongxi.fold import fold, fold_lines
from dongxi.headline import LABELLED_TITLE
from dongxi.model import TEXT_ROLES, Claim, Span
from dongxi.paragraphs import Paragraph, evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dongxi.model import Block, Certainty
    from dongxi.text import Text

LOST = "\ufffd"
#: Fields that may hold several values.
LISTS = frozenset({"author", "editor", "part"})
#: For each field the rules, most believed first; a rule that is not listed is never chosen.
RANKS: dict[str, tuple[str, ...]] = {
    "title": (
        "curation/entry", "claims/headline", "claims/labelled-title", "head/article-title", "head/og-title",
        "head/json-ld-title", "head/script-title", "head/meta-title", "claims/front-title",
        "claims/title-element",
    ),
    "subtitle": ("curation/entry", "claims/deck"),
    "section": ("curation/entry", "claims/rubric", "head/meta-section", "head/json-ld-section"),
    "source": (
        "curation/entry", "claims/labelled-source", "claims/stamp-outlet", "head/meta-source",
        "head/hint-source",
        "claims/dateline-agency", "head/json-ld-source", "head/script-source",
        "claims/byline-outlet", "head/json-ld-author-outlet", "head/meta-author-outlet",
        "head/script-author-outlet", "head/hint-author-outlet", "head/script-account",
        "head/hint-account", "claims/outlet-line",
        "claims/front-source",
    ),
    "site_name": (
        "curation/entry", "head/meta-site", "claims/way-home", "claims/title-site",
        "claims/copyright", "claims/reprint-notice", "claims/site-line", "head/json-ld-publisher",
    ),
    "author": (
        "curation/entry", "claims/labelled-author", "claims/byline", "head/json-ld-author",
        "head/script-author", "head/hint-author", "head/meta-author", "claims/poster", "claims/name-line",
        "claims/front-author",
    ),
    "editor": ("curation/entry", "claims/labelled-editor"),
    "date": (
        "curation/entry", "claims/labelled-date", "claims/stamp", "head/meta-date",
        "head/json-ld-date", "head/script-date", "head/hint-date", "claims/labelled-written", "claims/dateline", "claims/signature",
        "claims/front-date", "claims/address", "head/address", "head/time-element",
        "claims/identifier", "claims/title-year", "claims/labelled-modified",
    ),
    "part": ("curation/entry",),
    "script": ("script/counts",),
    "language": ("script/language",),
    "date_modified": (
        "claims/labelled-modified", "head/meta-modified", "head/json-ld-modified",
    ),
    "place": ("curation/entry", "claims/dateline-place"),
    "document_number": ("curation/entry", "claims/document-number"),
    "document_type": (
        "curation/entry", "genre/collection-title", "genre/opinion-rubric", "genre/opinion-title",
        "genre/commentator", "genre/dateline", "genre/interview-title", "genre/question-turns",
        "genre/notice-title", "genre/articles", "genre/interpretation-title",
        "genre/speech-title", "genre/abstract-keywords",
    ),
}  # fmt: skip
#: What a date rests on, for `date_basis`.
BASIS = {
    "curation/entry": "curated", "claims/labelled-date": "stated", "claims/stamp": "stated",
    "claims/labelled-written": "stated",
    "claims/front-date": "stated", "claims/labelled-modified": "stated",
    "claims/dateline": "dateline", "claims/signature": "signature", "claims/address": "url",
    "claims/identifier": "identifier", "claims/title-year": "title",
    "head/meta-date": "stated", "head/json-ld-date": "stated", "head/script-date": "stated",
    "head/hint-date": "stated",
    "head/time-element": "stated", "head/address": "url",
}  # fmt: skip

RUBRIC = re.compile(r"(?P<rubric>[^|\s]{2,8}) ?\| ?(?=\S)")
#: The part of a site, as titles name it.
CHANNEL = re.compile(r"(?:频道|栏目|专题|首页|资讯|新闻)$")
SITE_SUFFIX = re.compile(r" ?(?P<mark>[-_|—–]{1,2}) ?(?P<site>[^-_|—–]{2,20})$")
#: A site before the title, and the channels between them.
SITE_PREFIX = re.compile(
    r"(?P<site>[^-_|—–>»› ]{2,14}) ?(?:[-_|—–]{1,2}|(?:>{1,2}|[»›])(?: ?[^>»›]{1,10} ?(?:>{1,2}|[»›]))*) ?(?=[^ >-])"
)
#: A channel that two marks set off, as they do the site behind it.
LONGEST_CHANNEL = 8
SITE_ITSELF = re.compile("(?:门户|官方)?网站$|(?:人民|自治区|政府)政府$|官网$|首页$")
COPYRIGHT = re.compile(
    r"""(?:版权所有|copyright)[^\u4e00-\u9fffa-z]{0,20}?
    (?P<site>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,15}?)
    (?=[\ ,。(©]|$|all\ rights|版权|未经|保留)""",
    re.IGNORECASE | re.VERBOSE,
)
REPRINT = re.compile(
    r"注明(?:来源|稿件来源)?(?:为|:|是)? ?[“\"']?(?:来源:|来源为)? ?[“\"']?(?P<site>[^“”\"'，,:]{2,16})[”\"']"
)
#: An address without such an identifier says nothing about when an upload was made.
IDENTIFIER = re.compile(rb"[0-9a-f]{24}")
#: The way to a page: `山河网 > 新闻`, `当前位置: 山河首页 > 新闻`.
WAY_HOME = re.compile(
    r"""(?:您?(?:当前|现在)?的?(?:所在)?(?:位置|在这里)[:是]?[ ]?)?
    (?P<site>[A-Za-z0-9\u4e00-\u9fff·-]{2,14}?)(?P<home>(?<!网站)(?<!频道)(?<!返回)(?<!论坛)首页)?[ ]?[>»›]""",
    re.VERBOSE,
)
#: A line that names the site stands so far up, and is not a button.
SITE_LINES = 4
SITE_RULES = frozenset({"roles/outlet-above", "roles/above-breadcrumb"})
HAN_SIGN = re.compile("[\u4e00-\u9fff]")
NO_SITE = re.compile(
    "下载|关注|打开|登录|注册|安装|进入|返回|收藏|点击|我的|手机|旗下|合作|承建|友情|会员|扫|客户端|无障碍|繁体|简体"
)
ADDRESS = re.compile(rb"https?://[^\s\"'<>()\\]{8,400}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the claims are made from: a page with roles, or one part of it."""

    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]
    raw: bytes
    url: str | None
    front: Text | None
    encoding: str = ""
    """Of an HTML page whose bytes can be searched for tags; empty for others."""

    def with_role(self, *roles: str) -> Iterator[Paragraph]:
        """Give the paragraphs that begin with a block of these roles."""
        return (p for p in self.paragraphs if self.blocks[p.first].role in roles)

    def claim(  # noqa: PLR0913, PLR0917  (the columns of a claim)
        self, field: str, rule: str, paragraph: Paragraph, start: int, end: int,
        value: str | None = None, certainty: Certainty = "certain",
    ) -> Claim:  # fmt: skip
        """Claim a value for characters `[start, end)` of a paragraph."""
        text = paragraph.text[start:end] if value is None else value
        span = evidence(self.blocks, paragraph, start, end)
        return Claim(field, text, rule, certainty, (span,))


class Choice(NamedTuple):
    """The claims of a document, and what they say."""

    claims: tuple[Claim, ...]

    def value(self, field: str) -> str | None:
        """Give the chosen value of a field, None where nothing is known."""
        return next((c.value for c in self.claims if c.chosen and c.field == field), None)

    def values(self, field: str) -> list[str]:
        """Give all chosen values of a list field."""
        return [c.value for c in self.claims if c.chosen and c.field == field]

    def rule(self, field: str) -> str | None:
        """Give the rule behind the chosen value."""
        return next((c.rule for c in self.claims if c.chosen and c.field == field), None)


def claim(reading: Reading) -> list[Claim]:
    """Make every claim the page supports, in the order of the rules."""
    return [made for rule in RULES for made in rule(reading)]


def choose(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Mark the claims that win: for each field, those of the rule believed first.

    A single-valued field takes the first claim in page order, a list field all different
    ones. A value with a lost character, or one only guessed, never wins.
    """
    winners: set[int] = set()
    for field, ranks in RANKS.items():
        able = [i for i, c in enumerate(claims) if c.field == field and _eligible(c)]
        best = min((ranks.index(claims[i].rule) for i in able), default=-1)
        seen: list[str] = []
        for i in able:
            if claims[i].rule == ranks[best] and claims[i].value not in seen:
                if not seen or field in LISTS:
                    winners.add(i)
                seen.append(claims[i].value)
    return tuple(replace(c, chosen=i in winners) for i, c in enumerate(claims))


def _eligible(claim: Claim) -> bool:
    listed = claim.rule in RANKS.get(claim.field, ())
    return (
        listed and LOST not in claim.value and claim.certainty != "guess" and claim.value != ""
    )


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
        start = _rubric_end(own[0].folded)
        counted = _counted(reading)
        ends = [_count_start(p.text) if counted else len(p.text) for p in own]
        starts = [start, *(0 for _ in own[1:])]
        places = list(zip(own, starts, ends, strict=True))
        spans = [evidence(reading.blocks, p, first, end) for p, first, end in places]
        value = " ".join(p.text[first:end] for p, first, end in places)
        yield Claim("title", value, "claims/headline", "certain", tuple(spans))
        if start:
            rubric = RUBRIC.match(own[0].folded)
            end = rubric.end("rubric") if rubric else start
            yield reading.claim("section", "claims/rubric", own[0], 0, end)
    for p in reading.with_role("subtitle"):
        yield reading.claim("subtitle", "claims/deck", p, 0, len(p.text))
    for p in reading.paragraphs[:LABEL_LINES]:
        if found := LABELLED_TITLE.match(p.folded):
            yield reading.claim("title", "claims/labelled-title", p, found.end(), len(p.text))


TITLE_ELEMENT = "roles/title-element"
#: The headline of a thread is its question: a heading of the text and the title.
THREAD_HEADLINE = "roles/thread-headline"


#: A label names the title so far up.
LABEL_LINES = 200
#: What readers said of a paragraph, counted at its end: only where most paragraphs have it.
COUNTED = re.compile(r"[。！？!?…”’」』]\ ?\ [0-9]{1,5}$")
COUNT_END = re.compile(" {1,2}[0-9]{1,5}$")
FEWEST_COUNTED = 3


def _counted(reading: Reading) -> bool:
    """Tell whether most paragraphs of the body end in a count that is not of the text."""
    told = [p for p in reading.with_role("body", "heading") if p.sentences]
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
            if not _names_page(p.folded[bare.start : bare.end]):
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
    if not reading.encoding:
        return
    for made in head.claims(reading.raw, reading.encoding):
        if made.field == "title":
            yield replace(made, value=_bare_title(made.value))
        elif made.field in RANKS:
            yield made


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


#: Kinds of labelled field → field and rule.
LABELLED = {
    "source": ("source", "claims/labelled-source"),
    "author": ("author", "claims/labelled-author"),
    "editor": ("editor", "claims/labelled-editor"),
    "date": ("date", "claims/labelled-date"),
    "modified": ("date_modified", "claims/labelled-modified"),
}
#: A line that is a label, of whatever: the line below it is its value.
ANY_LABEL = re.compile("[\u4e00-\u9fff ]{2,10}:")
#: The day a document was made; on a page that also says when it was published, a rival.
WRITTEN = re.compile("成文|印发|签发|撰写|写作")
#: What calls a text its site's own, whose or by whom is said behind it.
ORIGINAL = re.compile("原创")
#: A label alone on its line, and the value below it, are short.
LONGEST_LABEL, LONGEST_PAIRED = 8, 30
CREDIT_ROLES = ("meta", "byline", "editor_line")


def labelled_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what labels say: 来源, 作者, 编辑, 时间, 更新时间."""
    for p in _credits(reading):
        for found in labels.fields(p.folded):
            if found.kind in LABELLED and found.end > found.start:
                label = p.folded[found.label_start : found.start]
                yield from _labelled(reading, p, found, label)


def paired_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what labels alone on their lines say of the next line, as cells of a table do."""
    for above, p in pairwise(reading.paragraphs):
        label = _label_alone(above)
        if not label or len(p.folded) > LONGEST_PAIRED or _label_alone(p):
            continue
        found = labels.fields(label + p.folded)
        if len(found) == 1 and found[0].start == len(label) and _sure(found[0], p.folded):
            shift = found[0].start
            yield from _labelled(
                reading, p, found[0]._replace(start=0, end=found[0].end - shift), label
            )


def _label_alone(p: Paragraph) -> str:
    """Give the label that a line is, with its mark; empty where it is none."""
    bare = p.folded.rstrip(" :")
    if not bare or len(bare) > LONGEST_LABEL:
        return ""
    label = labels.LABEL.fullmatch(f"{bare}:")
    known = label is not None and labels.kind_of(label) in LABELLED
    return f"{bare}:" if known and (p.folded.endswith(":") or bare not in labels.SHORT) else ""


def _sure(found: labels.Field, folded: str) -> bool:
    """Tell whether the value of a label on the line above is what the label asks for."""
    if found.kind in {"date", "modified"}:
        return True
    if found.kind == "source":
        return names.is_outlet(folded) or names.is_office(folded)
    return bool(names.all_names(folded))


def _labelled(
    reading: Reading, p: Paragraph, found: labels.Field, label: str
) -> Iterator[Claim]:
    value = p.folded[found.start : found.end]
    original = ORIGINAL.match(label)
    field, rule = LABELLED["author" if original and names.is_name(value) else found.kind]
    if found.kind in {"date", "modified"}:
        if edtf := dates.read(value):
            if WRITTEN.match(label):
                rule = "claims/labelled-written"
            yield reading.claim(field, rule, p, found.start, found.end, edtf)
            if field == "date_modified":
                yield reading.claim("date", rule, p, found.start, found.end, edtf)
    elif field in LISTS:
        for start, end in names.split_names(value):
            at, to = found.start + start, found.start + end
            yield reading.claim(field, rule, p, at, to, names.spell(p.text[at:to]))
    else:
        yield reading.claim(field, rule, p, found.start, found.end)


def _credits(reading: Reading) -> Iterator[Paragraph]:
    """Give credit lines, and the credits that were cut out of paragraphs."""
    for p in reading.paragraphs:
        blocks = reading.blocks[p.first : p.last + 1]
        if blocks[0].role in CREDIT_ROLES:
            yield p
            continue
        if _of_another(blocks):
            continue
        for number, block in enumerate(blocks, p.first):
            if block.rule in {"roles/glued-credit", "roles/glued-dateline"}:
                text = str(block.text)
                folded, han = fold_lines([text])
                yield Paragraph(number, number, text, folded[0], han[0])


def _of_another(blocks: Sequence[Block]) -> bool:
    """Tell whether a dateline or credit stands in the teaser of another story."""
    return any(block.role == "related" for block in blocks)


def bylines(reading: Reading) -> Iterator[Claim]:
    """Claim the names of by-lines; an outlet's commentator or reporter names the outlet too."""
    for p in _credits(reading):
        for start, end in people.byline(p.folded):
            name = names.spell(p.text[start:end])
            yield reading.claim("author", "claims/byline", p, start, end, name)
        if outlet := people.publisher(p.folded):
            yield reading.claim("source", "claims/byline-outlet", p, *outlet)
        if poster := people.poster(p.folded):
            yield reading.claim("author", "claims/poster", p, *poster, certainty="probable")


def stamps(reading: Reading) -> Iterator[Claim]:
    """Claim the date of a stamp that no label names, and the outlet behind it."""
    for above, p in pairwise((None, *reading.paragraphs)):
        stamp = dates.stamp(p.folded) if p and reading.blocks[p.first].role == "meta" else None
        if p is None or stamp is None or (above and ANY_LABEL.fullmatch(above.folded)):
            continue
        if not any(found.kind in {"date", "modified"} for found in labels.fields(p.folded)):
            yield reading.claim("date", "claims/stamp", p, stamp.start, stamp.end, stamp.edtf)
            if stamp.source:
                yield reading.claim("source", "claims/stamp-outlet", p, *stamp.source)


DAY = re.compile("(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}")
#: How many lines from a stamp an outlet or a person stands alone; what else stands there.
BESIDE = 2
NO_CREDIT = re.compile(
    "[听看读播扫微朗]|分享|语音|原创|我要|[大中小]字|字[号体]|正文|全文|评论|新闻$"
)
ALONE_ROLES = frozenset({"navigation", "site_name", "related"})


def beside_stamps(reading: Reading) -> Iterator[Claim]:
    """Claim the outlet and the person that stand alone beside the stamp, above the body."""
    roles = [reading.blocks[p.first].role for p in reading.paragraphs]
    top = next((i for i, role in enumerate(roles) if role in TEXT_ROLES), 0)
    title = max((i for i in range(top) if roles[i] in {"title", "subtitle"}), default=top)
    near = {
        i + away
        for i in range(title + 1, top)
        if roles[i] == "meta" and DAY.search(reading.paragraphs[i].folded)
        for away in range(-BESIDE, BESIDE + 1)
    }
    for i in range(title + 1, top):
        p = reading.paragraphs[i]
        if i not in near or roles[i] not in ALONE_ROLES or NO_CREDIT.search(p.folded):
            continue
        if names.is_outlet(p.folded) and HAN_SIGN.search(p.folded):
            yield reading.claim(
                "source", "claims/outlet-line", p, 0, len(p.text), certainty="probable"
            )
        elif names.is_name(p.folded):
            name = names.spell(p.text)
            yield reading.claim(
                "author", "claims/name-line", p, 0, len(p.text), name, "probable"
            )


def datelines(reading: Reading) -> Iterator[Claim]:
    """Claim day, agency and place of a dateline."""
    for p in reading.paragraphs:
        blocks = reading.blocks[p.first : p.last + 1]
        if blocks[0].role not in {"dateline", "byline"} or _of_another(blocks):
            continue
        found = dates.dateline(p.folded)
        whole = blocks[0].role == "dateline" or (found and found.end == len(p.folded))
        if found is None or not whole:
            continue
        if found.edtf:
            yield reading.claim(
                "date", "claims/dateline", p, found.start, found.end, found.edtf
            )
        if found.agency:
            yield reading.claim("source", "claims/dateline-agency", p, *found.agency)
        if found.place:
            yield reading.claim("place", "claims/dateline-place", p, *found.place)


def signatures(reading: Reading) -> Iterator[Claim]:
    """Claim the date a text is signed with: the last line of the body, alone."""
    inside = list(reading.with_role("body", "heading", "meta"))
    for p in inside[-1:]:
        found = dates.signature(p.folded)
        if found:
            yield reading.claim(
                "date", "claims/signature", p, found.start, found.end, found.edtf
            )


def dated_addresses(reading: Reading) -> Iterator[Claim]:
    """Claim the day in the address of the page, and the day its uploads agree on."""
    if reading.url and (found := addresses.from_url(reading.url)):
        yield Claim("date", found.edtf, "claims/address", "probable")
    uploads = [
        (m.group().decode("utf-8", "replace"), m.span())
        for m in ADDRESS.finditer(reading.raw)
        if IDENTIFIER.search(m.group())
    ]
    edtf = addresses.from_upload([address for address, _ in uploads])
    if edtf:
        spans = [span for address, span in uploads if addresses.from_upload([address]) == edtf]
        yield Claim(
            "date", edtf, "claims/identifier", "probable", tuple(Span(*s) for s in spans[:1])
        )


def title_years(reading: Reading) -> Iterator[Claim]:
    """Claim the year a title starts with, as uncertain."""
    for p in reading.with_role("title"):
        found = days.year_in_title(p.folded)
        if found:
            yield reading.claim(
                "date", "claims/title-year", p, found.start, found.end, found.edtf, "probable"
            )


def numbers(reading: Reading) -> Iterator[Claim]:
    """Claim a document number that stands in a line of its own above the text."""
    for p in reading.with_role("meta", "title", "subtitle", "navigation"):
        found = dates.document_number(p.folded)
        if found and found.alone:
            yield reading.claim(
                "document_number", "claims/document-number", p, found.start, found.end
            )


def sites(reading: Reading) -> Iterator[Claim]:
    """Claim the site's name: from its copyright line, its reprint notice, or its own line."""
    for p in reading.with_role("legal", "disclaimer"):
        for rule, pattern in (("copyright", COPYRIGHT), ("reprint-notice", REPRINT)):
            found = pattern.search(p.folded)
            if found and names.is_outlet(found["site"]):
                yield reading.claim("site_name", f"claims/{rule}", p, *found.span("site"))
    yield from _way_homes(reading)
    for p in reading.paragraphs[:SITE_LINES]:
        block = reading.blocks[p.first]
        able = block.role == "site_name" and block.rule in SITE_RULES
        if able and HAN_SIGN.search(p.folded) and not NO_SITE.match(p.folded):
            yield reading.claim("site_name", "claims/site-line", p, 0, len(p.text))


def _way_homes(reading: Reading) -> Iterator[Claim]:
    """Claim the site that the way to the page begins at."""
    for p in reading.with_role("breadcrumb", "navigation", "paging"):
        found = WAY_HOME.match(p.folded)
        if found and (found["home"] or names.is_outlet(found["site"])):
            yield reading.claim("site_name", "claims/way-home", p, *found.span("site"))


#: A headline inside a page of several texts is no longer than this.
LONGEST_PART_TITLE = 40
CREDIT_LINES = frozenset({"byline", "meta"})


def part_guesses(reading: Reading) -> Iterator[Claim]:
    """Claim, as guesses, where the texts of a page begin that has no markers of its parts."""
    lines = []
    for p in reading.paragraphs:
        role = reading.blocks[p.first].role
        short = len(p.text) <= LONGEST_PART_TITLE and not p.closed
        told = role in TEXT_ROLES
        open_ = short and (told or role in {"title", "navigation"})
        lines.append(parts.Line(p.folded, open_, role in CREDIT_LINES, told))
    starts = parts.suggested(lines)
    if not starts or len(parts.parts(reading.blocks)) > 1:
        return
    for number, i in enumerate(starts, 1):
        p = reading.paragraphs[i]
        yield reading.claim("part", "parts/suggested", p, 0, len(p.text), str(number), "guess")


RULES: tuple[Callable[[Reading], Iterator[Claim]], ...] = (
    titles, title_elements, head_fields, front_fields, labelled_fields, paired_fields, bylines, stamps,
    beside_stamps, datelines,
    signatures, dated_addresses, title_years, numbers, sites,
    part_guesses,
)  # fmt: skip
