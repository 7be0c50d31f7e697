"""Claims for source, author, editor, date and place from labels, by-lines, stamps and datelines."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dongxi import dates, labels, letters, names, people
from dongxi.claims.lines import GLUED
from dongxi.claims.ranks import LISTS
from dongxi.model import TEXT_ROLES, Claim
from dongxi.named import HAN_IN
from dongxi.paragraphs import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.claims.lines import Reading
    from dongxi.model import Block
    from dongxi.paragraphs import Paragraph

#: Kinds of labelled field → field and rule.
LABELLED = {
    "source": ("source", "claims/labelled-source"),
    "author": ("author", "claims/labelled-author"),
    "editor": ("editor", "claims/labelled-editor"),
    "date": ("date", "claims/labelled-date"),
    "modified": ("date_modified", "claims/labelled-modified"),
}
#: A label alone on its line, and the value below it, are short.
LONGEST_LABEL, LONGEST_PAIRED = 8, 30
LABEL_ENDS = " :"
#: A line that is a label, of whatever: the line below it is its value.
ANY_LABEL = re.compile("[\u4e00-\u9fff ]{2,10}:")
#: The day a document was made; on a page that also says when it was published, a rival.
WRITTEN = re.compile("成文|印发|签发|撰写|写作")
#: What calls a text its site's own, whose or by whom is said behind it.
ORIGINAL = re.compile("原创")
#: The headline of a thread is its question: a heading of the text and the title.
THREAD_HEADLINE = "roles/thread-headline"
CREDIT_ROLES = ("meta", "byline", "editor_line")


def labelled_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what labels say: 来源, 作者, 编辑, 时间, 更新时间."""
    ways = [p.folded.rstrip(" >»›") for p in reading.with_role("breadcrumb")]
    for p in _credits(reading):
        for found in labels.fields(p.folded):
            value = p.folded[found.start : found.end]
            section = found.kind == "author" and any(way.endswith(value) for way in ways)
            if found.kind in LABELLED and value and not section:
                label = p.folded[found.label_start : found.start]
                yield from _labelled(reading, p, found, label)


def paired_fields(reading: Reading) -> Iterator[Claim]:
    """Claim what labels alone on their lines say of the next line, as cells of a table do."""
    alone = [
        _label_alone(p.folded)
        if len(p.folded) <= LONGEST_LABEL or p.folded[-1] in LABEL_ENDS
        else ""
        for p in reading.paragraphs
    ]
    for (label, again), p in zip(pairwise(alone), reading.paragraphs[1:], strict=False):
        if not label or len(p.folded) > LONGEST_PAIRED or again:
            continue
        found = labels.fields(label + p.folded)
        named = len(found) == 1 and found[0].start == len(label) < found[0].end
        if named and _sure(found[0], p.folded):
            shift = found[0].start
            yield from _labelled(
                reading, p, found[0]._replace(start=0, end=found[0].end - shift), label
            )


def _label_alone(folded: str) -> str:
    """Give the label that a line is, with its mark; empty where it is none."""
    bare = folded.rstrip(LABEL_ENDS)
    if len(bare) > LONGEST_LABEL or not _is_label(bare):
        return ""
    return f"{bare}:" if folded.endswith(":") or bare not in labels.SHORT else ""


@lru_cache(maxsize=65_536)
def _is_label(bare: str) -> bool:
    """Tell a label of a field; short lines repeat from page to page."""
    label = labels.LABEL.fullmatch(f"{bare}:")
    return label is not None and labels.kind_of(label) in LABELLED


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
        if field == "author" and names.is_outlet(value) and HAN_IN.search(value):
            outlet = "claims/labelled-author-outlet"
            yield reading.claim("source", outlet, p, found.start, found.end)
        for start, end in names.split_names(value):
            at, to = found.start + start, found.start + end
            yield reading.claim(field, rule, p, at, to, names.spell(p.text[at:to]))
    else:
        yield reading.claim(field, rule, p, found.start, found.end)


def _credits(reading: Reading) -> Iterator[Paragraph]:
    """Give credit lines, and the credits that were cut out of paragraphs."""
    if not reading.glued:
        yield from reading.with_role(*CREDIT_ROLES)
        return
    for p, role in zip(reading.paragraphs, reading.roles, strict=True):
        if role in CREDIT_ROLES:
            yield p
            continue
        if p.first == p.last:  # nothing was cut out of it
            continue
        blocks = reading.blocks[p.first : p.last + 1]
        if _of_another(blocks):
            continue
        for number, block in enumerate(blocks, p.first):
            if block.rule in GLUED:
                yield paragraph(number, number, str(block.text))


def _of_another(blocks: Sequence[Block]) -> bool:
    """Tell whether a dateline or credit stands in the teaser of another story."""
    return any(block.role == "related" for block in blocks)


def bylines(reading: Reading) -> Iterator[Claim]:
    """Claim the names of by-lines; an outlet's commentator or reporter names the outlet too.

    Who posted what stands below the first post of a thread is not its author.
    """
    for p in _credits(reading):
        for start, end in people.byline(p.folded):
            name = names.spell(p.text[start:end])
            yield reading.claim("author", "claims/byline", p, start, end, name)
        if outlet := people.publisher(p.folded):
            yield reading.claim("source", "claims/byline-outlet", p, *outlet)
        poster = people.poster(p.folded)
        if poster and p.first < reading.first_post:
            yield reading.claim("author", "claims/poster", p, *poster, certainty="probable")


def openers(reading: Reading) -> Iterator[Claim]:
    """Claim the account that began a thread: it stands with the time below the headline."""
    for above, p in pairwise(reading.paragraphs):
        if reading.blocks[above.first].rule != THREAD_HEADLINE:
            continue
        if account := people.opener(p.folded):
            yield reading.claim("author", "claims/poster", p, *account, certainty="probable")


#: A journal before its year and number.
JOURNAL = re.compile("《(?P<marked>[^》]{2,20})》|(?P<bare>[^ 0-9]{3,20})")


def journals(reading: Reading) -> Iterator[Claim]:
    """Claim the journal of a line that says in which number a text stood."""
    for p in reading.with_role("meta"):
        if reading.blocks[p.first].rule == "roles/journal-issue" and (
            found := JOURNAL.match(p.folded)
        ):
            span = found.span("marked" if found["marked"] else "bare")
            yield reading.claim("source", "claims/journal-issue", p, *span)


def original_lines(reading: Reading) -> Iterator[Claim]:
    """Claim author and account of `原创 作者 账号 2023-09-10`, as messages to subscribers say."""
    for p in reading.with_role("meta"):
        if original := people.original(p.folded):
            name, account = original
            if name:
                value = names.spell(p.text[slice(*name)])
                yield reading.claim(
                    "author", "claims/original-line", p, *name, value, certainty="probable"
                )
            yield reading.claim("source", "claims/original-line", p, *account)


#: Names in brackets behind the last sentence of a story.
CLOSING_NAMES = re.compile(
    rf"(?:^|(?<=[。!?…”]))[ ]{{0,2}}{people.SIGNED}$|^{people.SIGNED_FOR}$"
)
#: A story of one paragraph is as long, in characters; a shorter one is a teaser.
WHOLE_STORY = 80


def closing_names(reading: Reading) -> Iterator[Claim]:
    """Claim the names in brackets behind the last sentence, as local papers sign their reports."""
    alone = next(
        (p for p in reading.paragraphs if reading.blocks[p.first].rule == "roles/closing-name"),
        None,
    )
    body = list(reading.with_role("body"))
    whole = len(body) > 1 or (body and len(body[-1].text) >= WHOLE_STORY)
    p = alone or (body[-1] if whole else None)
    found = CLOSING_NAMES.search(p.folded) if p else None
    if p is None or found is None:
        return
    group = "names" if found["names"] else "signers"
    if spans := people.closing(found[group]):
        for a, b in spans:
            at, to = found.start(group) + a, found.start(group) + b
            name = names.spell(p.text[at:to])
            yield reading.claim("author", "claims/closing-name", p, at, to, name, "probable")


def stamps(reading: Reading) -> Iterator[Claim]:
    """Claim the date of a stamp that no label names, and the outlet behind it."""
    lines = reading.paragraphs
    text = min(
        (at for role in TEXT_ROLES for at in reading.places.get(role, ())), default=len(lines)
    )
    for number in reading.places.get("meta", ()):
        p = lines[number]
        stamp = dates.stamp(p.folded)
        if stamp is None or (number and _calls_another_day(lines[number - 1].folded)):
            continue
        if number > text and _listed(reading, number):
            continue
        if number + 1 < len(lines) and CLOCKED.match(lines[number + 1].folded):
            continue
        kinds = {found.kind for found in labels.fields(p.folded)}
        if not kinds & {"date", "modified"}:
            yield reading.claim("date", "claims/stamp", p, stamp.start, stamp.end, stamp.edtf)
        if stamp.source and not kinds & {"modified", "source"}:
            yield reading.claim("source", "claims/stamp-outlet", p, *stamp.source)
        for start, end in stamp.people if number < text else ():
            name = names.spell(p.text[start:end])
            yield reading.claim("author", "claims/name-line", p, start, end, name, "probable")


def days_below_titles(reading: Reading) -> Iterator[Claim]:
    """Claim the day of a line below the headline that holds other things too."""
    for p in reading.with_role("meta"):
        if reading.blocks[p.first].rule == "roles/day-below-title" and (
            found := dates.beside(p.folded)
        ):
            yield reading.claim(
                "date", "claims/day-below-title", p, *found, certainty="probable"
            )


def _calls_another_day(above: str) -> bool:
    """Tell whether the line above calls a day anything but when a message was written."""
    if letters.WRITTEN.fullmatch(above):
        return False
    return ANY_LABEL.fullmatch(above) is not None or letters.calls(above)


def _listed(reading: Reading, number: int) -> bool:
    """Tell a stamp among bare stamps in a row: below a text they date others."""
    roles, lines = reading.roles, reading.paragraphs
    beside = (i for i in (number - 1, number + 1) if 0 <= i < len(roles))
    return any(
        roles[i] in STAMP_ROLES
        and lines[i].folded != lines[number].folded
        and (found := dates.stamp(lines[i].folded)) is not None
        and found.start == 0
        and found.end == len(lines[i].folded)
        for i in beside
    )


#: What stands behind the day of whoever looks at a page, not of its text.
CLOCKED = re.compile(
    "(?:收藏本站|设为首页|加入收藏|登录|注册|欢迎)(?:[ |]|$)|(?:星期|礼拜)[一二三四五六日天]$"
)
STAMP_ROLES = frozenset({"meta", "related"})
DAY = re.compile("(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}")
#: How many lines from a stamp an outlet or a person stands alone; what else stands there.
BESIDE = 2
NO_CREDIT = re.compile(
    "[听看读播扫微朗]|分享|语音|原创|我要|[大中小]字|字[号体]|正文|全文|评论|新闻$"
)
ALONE_ROLES = frozenset({"navigation", "site_name", "related"})


def beside_stamps(reading: Reading) -> Iterator[Claim]:
    """Claim the outlet and the person that stand alone beside the stamp, above the body.

    Without a stamp, the outlet right below the headline.
    """
    roles = reading.roles
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
        there = i in near or (not near and i == title + 1)
        if not there or roles[i] not in ALONE_ROLES or NO_CREDIT.search(p.folded):
            continue
        if names.is_outlet(p.folded) and HAN_IN.search(p.folded):
            yield reading.claim(
                "source", "claims/outlet-line", p, 0, len(p.text), certainty="probable"
            )
        elif near and names.is_name(p.folded):
            name = names.spell(p.text)
            yield reading.claim(
                "author", "claims/name-line", p, 0, len(p.text), name, "probable"
            )


def datelines(reading: Reading) -> Iterator[Claim]:
    """Claim day, agency and place of a dateline."""
    for p in reading.with_role("dateline", "byline"):
        blocks = reading.blocks[p.first : p.last + 1]
        if _of_another(blocks):
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
