"""A page in, the same page without what must not be published out; every byte keeps its row.

Bytes are cut out into blocks of their own, whose rule says why they are withheld: what has the
form of personal data (`personal/…`) reads as the mask, what was removed on request
(`withhold/…`) reads as nothing. What goes back to such bytes (claims) is withheld with them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dongxi import personal
from dongxi.claims import Choice, choose
from dongxi.model import READING, Block, Claim, Edit, Problem, Span
from dongxi.passages import compose
from dongxi.removals import check_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.removals import Removal

#: Why a page that was wholly removed is rejected.
REMOVED = "removed"
#: Where the rules' names start, and the rules, by what was asked for.
STAGE = "withhold/"
RULES = {
    "seed": "withhold/removed-seed",
    "document": "withhold/removed-document",
    "span": "withhold/removed-span",
}
#: Removed words that the page still shows elsewhere.
REPEATED = "withhold/stands-again"
#: A page to be masked whose own id shows what is masked elsewhere.
NAMED = "withhold/name-shows"
#: Removed words of fewer characters stand anywhere: claims are not searched for them.
FEWEST_CHARS = 2
#: What a value has that could repeat personal data, or spell it out.
MASKABLE = re.compile(r"[0-9０-９@＠&%\\]")
#: Right before or behind a word, these make it part of a longer one.
WORD = "[0-9A-Z_a-z０-９]"
#: Fields whose values name people.
NAMING = frozenset({"author", "editor"})
#: Fields that are measured or decided for the page, not read from single words.
WHOLE = frozenset({"encoding", "part"})


class Place(NamedTuple):
    """Bytes of a page, and the rule that withholds or flags them."""

    start: int
    end: int
    rule: str


def treated(page: Page, mode: Mode) -> Page:
    """Claim what has the form of personal data, and mask it if asked."""
    if mode == "off":
        return page
    places = found(page)
    page = _claimed(page, places) if places else page
    return page if mode == "flag" else _named(_masked(page, places))


def _named(page: Page) -> Page:
    """Report an id with personal data: it is the name of the file, and stands in every table."""
    if not personal.find(page.seed):
        return page
    message = "its file is named with what is masked; rename the file, as ids are not changed"
    return replace(page, problems=(*page.problems, Problem(NAMED, page.seed, message)))


def found(page: Page) -> list[Place]:
    """Find personal data in what the page reads, and in its bytes as they stand and spell."""
    whole = page.source.text()
    bytes_ = personal.find(str(whole))
    spans = whole.spans_of([(one.start, one.end) for one in bytes_])
    made = [Place(*span, one.rule) for span, one in zip(spans, bytes_, strict=True)]
    return _merged([*made, *_read(page.blocks)])


def _read(blocks: Sequence[Block]) -> Iterator[Place]:
    """Find personal data in what the blocks read, joined as the text joins them."""
    readings = [reading(block) for block in blocks]
    starts = list(accumulate(map(len, readings), initial=0))
    wanted: dict[int, list[tuple[int, int]]] = {}
    ends: list[tuple[int, int, str]] = []
    for start, end, rule in personal.find("".join(readings)):
        first, last = (bisect_right(starts, at) - 1 for at in (start, end - 1))
        for number, a, b in (
            (first, start, min(end, starts[first + 1])),
            (last, max(start, starts[last]), end),
        ):
            wanted.setdefault(number, []).append((a - starts[number], b - starts[number]))
        ends.append((first, last, rule))
    spans = {number: iter(_spans(blocks[number], ranges)) for number, ranges in wanted.items()}
    for first, last, rule in ends:
        yield Place(next(spans[first]).start, next(spans[last]).end, rule)


def _spans(block: Block, ranges: list[tuple[int, int]]) -> list[Span]:
    """Give the bytes of what a block reads; those of a separator are all its bytes."""
    if block.kind in READING:
        return [block.text.span] * len(ranges)
    apart = sorted(set(ranges))
    known = dict(zip(apart, block.text.spans_of(apart), strict=True))
    return [known[one] for one in ranges]


def reading(block: Block) -> str:
    """Give what a block adds to a text: its words, or what its kind of separator reads."""
    return READING[block.kind] if block.kind in READING else str(block.text)


def _merged(places: Iterable[Place]) -> list[Place]:
    """Put places in order, and those that overlap together."""
    found_ = (personal.Found(start, end, rule) for start, end, rule in places if start < end)
    return [Place(*one) for one in personal.merged(found_)]


def _claimed(page: Page, places: Sequence[Place]) -> Page:
    """Claim places, for each document and for what lies outside: their kinds, not their words."""
    owners = [
        (document.blocks[0].text.span.start, document.blocks[-1].text.span.end, document.id)
        for document in page.documents
        if document.blocks
    ]
    starts = [start for start, _, _ in owners]
    gathered: dict[str, dict[str, list[Span]]] = {}
    for start, end, rule in places:
        at = bisect_right(starts, start) - 1
        owner = owners[at][2] if at >= 0 and start < owners[at][1] else ""
        gathered.setdefault(owner, {}).setdefault(rule, []).append(Span(start, end))
    documents = tuple(
        replace(document, personal=tuple(_claims(gathered.get(document.id, {}))))
        for document in page.documents
    )
    return replace(page, documents=documents, personal=tuple(_claims(gathered.get("", {}))))


def _claims(spans: dict[str, list[Span]]) -> Iterator[Claim]:
    """Write one claim for each kind, with all its places."""
    for rule in sorted(spans):
        kind = rule.removeprefix(personal.STAGE)
        yield Claim(personal.FIELD, kind, rule, "probable", tuple(spans[rule]))


def _masked(page: Page, places: Sequence[Place]) -> Page:
    """Put the mask over places, and over what claims show, repeated from them or spelled out."""
    hidden = _hidden(page, places)
    page = _cut(page, places, masked_block) if places else page

    def shown(claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(_masked_claim(claim, hidden) for claim in claims)

    documents = tuple(
        replace(document, choice=Choice(shown(document.claims))) for document in page.documents
    )
    return replace(page, documents=documents, page_claims=shown(page.page_claims))


def _hidden(page: Page, places: Sequence[Place]) -> list[str]:
    """Give the words under the mask, as they stand in the bytes of the page, longest first."""
    parts = page.source.text().divide([(place.start, place.end) for place in places])
    words = {str(text) for text, owner in parts if owner >= 0}
    return sorted(words, key=lambda word: (-len(word), word))


def _masked_claim(claim: Claim, hidden: Sequence[str]) -> Claim:
    """Mask the value of a claim, and what a curator says."""
    reason = None if claim.reason is None else _covered(claim.reason, hidden)
    return replace(claim, value=_covered(claim.value, hidden), reason=reason)


def _covered(value: str, hidden: Sequence[str]) -> str:
    """Mask what has the form of personal data, then words, each where it stands alone.

    >>> _covered("找 lu@example.com 或 88881234。", ["88881234", "example"])
    '找 ██████████████ 或 ████████。'
    >>> _covered("产品A-288881234号", ["88881234"])
    '产品A-288881234号'
    """
    if not MASKABLE.search(value):
        return value
    value = personal.masked(value)
    for word in hidden:
        if word in value:
            alone = rf"(?<!{WORD}){re.escape(word)}(?!{WORD})"
            value = re.sub(alone, personal.MASK * len(word), value)
    return value


def masked_block(block: Block, rule: str) -> Block:
    """Withhold a block; its words read as the mask, one for each character."""
    if block.kind in READING:
        return block._replace(rule=rule)
    size = len(block.text)
    edits = [Edit(0, size, personal.MASK * size, rule)] if size else []
    return block._replace(text=block.text.edit(edits), rule=rule)


def removed_block(block: Block, rule: str) -> Block:
    """Withhold a block; its words read as nothing."""
    size = 0 if block.kind in READING else len(block.text)
    edits = [Edit(0, size, "", rule)] if size else []
    return block._replace(text=block.text.edit(edits), rule=rule)


def _cut(page: Page, places: Sequence[Place], do: Callable[[Block, str], Block]) -> Page:
    """Cut places out of the blocks of a page, and compose its documents anew."""
    blocks: list[Block] = []
    starts = []
    number = 0
    for block in page.blocks:
        starts.append(len(blocks))
        start, end = block.text.span
        while number < len(places) and places[number].end <= start:
            number += 1
        if number == len(places) or places[number].start >= end:
            blocks.append(block)
        else:
            blocks.extend(_pieces(block, places, number, do))
    starts.append(len(blocks))
    documents = []
    for document in page.documents:
        first, last = starts[document.first], starts[document.first + len(document.blocks)]
        own = tuple(blocks[first:last])
        documents.append(replace(document, first=first, blocks=own, composed=compose(own)))
    return replace(page, blocks=tuple(blocks), documents=tuple(documents))


def _pieces(
    block: Block, places: Sequence[Place], number: int, do: Callable[[Block, str], Block]
) -> Iterator[Block]:
    """Cut one block; of a separator the last part reads as the whole did, the others nothing."""
    last = number
    while last < len(places) and places[last].start < block.text.span.end:
        last += 1
    parts = block.text.divide([(place.start, place.end) for place in places[number:last]])
    for at, (text, owner) in enumerate(parts, 1):
        part = block._replace(text=text)
        if block.kind in READING and at < len(parts):
            part = part._replace(kind="joint")
        yield part if owner < 0 else do(part, places[number + owner].rule)


def removed(page: Page, asked: Sequence[Removal]) -> Page:
    """Withhold what somebody asked to remove: the page, documents of it, or ranges of bytes."""
    whole = any(one.scope == "seed" for one in asked)
    if not asked or (page.unread and not whole):
        return page  # of an unread page nothing is shown but its hash
    if not page.unread:
        check_documents(page.seed, asked, (document.id for document in page.documents))
    if whole:
        return _nothing(page, RULES["seed"])
    gone = {one.document for one in asked if one.document is not None}
    left = tuple(document for document in page.documents if document.id not in gone)
    if gone and not left:
        return _nothing(page, RULES["document"])
    places = _asked(page, asked)
    words = frozenset(word for layer in _layers(asked) for word in _words(page, layer))
    page = _cut(page, places, removed_block)
    page = replace(page, documents=tuple(d for d in page.documents if d.id not in gone))
    return _forgotten(page, places, words)


def _asked(page: Page, asked: Sequence[Removal]) -> list[Place]:
    """Give the bytes of requests, in order and apart; where they meet, documents come first."""
    gone = {one.document for one in asked if one.document is not None}
    documents = [
        Place(
            document.blocks[0].text.span.start,
            document.blocks[-1].text.span.end,
            RULES["document"],
        )
        for document in page.documents
        if document.id in gone
    ]
    return sorted([*documents, *_outside(documents, _merged(map(_range, _ranges(asked))))])


def _outside(documents: Sequence[Place], ranges: Iterable[Place]) -> Iterator[Place]:
    """Give what of ranges lies outside documents.

    >>> list(_outside([Place(2, 4, "d"), Place(4, 6, "d")], [Place(0, 3, "s"), Place(5, 9, "s")]))
    [Place(start=0, end=2, rule='s'), Place(start=6, end=9, rule='s')]
    """
    ends = [document.end for document in documents]
    for start, end, rule in ranges:
        at, number = start, bisect_right(ends, start)
        while number < len(documents) and documents[number].start < end:
            if at < documents[number].start:
                yield Place(at, documents[number].start, rule)
            at, number = documents[number].end, number + 1
        if at < end:
            yield Place(at, end, rule)


def _ranges(asked: Iterable[Removal]) -> list[tuple[int, int]]:
    """Give the ranges of bytes that are asked for, in order, the longer of two first."""
    found = {(one.start, one.end) for one in asked if one.start is not None}
    return sorted(
        ((start, end) for start, end in found if end is not None),
        key=lambda one: (one[0], -one[1]),
    )


def _range(one: tuple[int, int]) -> Place:
    return Place(*one, RULES["span"])


def _layers(asked: Iterable[Removal]) -> list[list[Place]]:
    """Deal ranges out so that none overlaps another: what lies in a longer one is asked for too."""
    layers: list[list[Place]] = []
    for one in map(_range, _ranges(asked)):
        fitting = (layer for layer in layers if layer[-1].end <= one.start)
        found = next(fitting, None)
        if found is None:
            layers.append([one])
        else:
            found.append(one)
    return layers


def _nothing(page: Page, rule: str) -> Page:
    """Withhold a whole page: one row for all its bytes, and nothing said of it."""
    whole = page.source.text()
    blocks = (Block(whole, "break", "markup", rule),) if page.source.raw else ()
    return replace(
        page, format="", blocks=blocks, documents=(), page_claims=(), personal=(), problems=(),
        reason=REMOVED, url=None, retrieved=None,
    )  # fmt: skip


def _forgotten(page: Page, places: Sequence[Place], words: frozenset[str]) -> Page:
    """Drop the claims that rest on removed bytes or repeat them, and choose anew."""
    gone = _Gone(places, [place.start for place in places], words)
    documents = tuple(
        replace(
            document,
            choice=Choice(choose(tuple(gone.kept(document.claims)))),
            personal=tuple(gone.left(document.personal)),
        )
        for document in page.documents
    )
    whole = tuple(claim for claim in page.page_claims if claim.field == "encoding")
    if documents and documents[0].parts > 1:
        whole += documents[0].choice.claims
    return replace(
        page, documents=documents, page_claims=whole, personal=tuple(gone.left(page.personal)),
        problems=(*page.problems, *_repeated(page, gone.words, places)),
    )  # fmt: skip


class _Gone(NamedTuple):
    """What was removed from a page: its places, where they start, and what ranges read."""

    places: Sequence[Place]
    starts: Sequence[int]
    words: frozenset[str]

    def kept(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Give the claims that neither rest on removed bytes nor repeat them."""
        for claim in claims:
            rests = any(self._touches(span) for span in claim.evidence)
            named = claim.field in NAMING and any(claim.value in word for word in self.words)
            repeats = any(word in claim.value for word in self.words)
            if claim.field in WHOLE or not (rests or named or repeats):
                yield claim

    def left(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Give the claims about personal data that is not wholly removed."""
        for claim in claims:
            shown = tuple(span for span in claim.evidence if not self._holds(span))
            if shown:
                yield replace(claim, evidence=shown)

    def _touches(self, span: Span) -> bool:
        at = bisect_right(self.starts, span.end - 1) - 1
        return at >= 0 and self.places[at].end > span.start

    def _holds(self, span: Span) -> bool:
        at = bisect_right(self.starts, span.start) - 1
        return at >= 0 and self.places[at].end >= span.end


def _words(page: Page, asked: Sequence[Place]) -> frozenset[str]:
    """Give what removed ranges hold and what they read, if long enough to know again."""
    parts = page.source.text().divide([(place.start, place.end) for place in asked])
    held = [str(text) for text, owner in parts if owner >= 0]
    starts = [place.start for place in asked]
    read: dict[int, str] = {}
    for block in _cut(page, asked, _as_it_is).blocks:
        at = bisect_right(starts, block.text.span.start) - 1
        if at >= 0 and block.text.span.end <= asked[at].end:
            read[at] = read.get(at, "") + reading(block)
    words = (word.strip() for word in (*held, *read.values()))
    return frozenset(word for word in words if len(word) >= FEWEST_CHARS)


def _as_it_is(block: Block, _: str) -> Block:
    return block


def _repeated(page: Page, words: Iterable[str], places: Sequence[Place]) -> Iterator[Problem]:
    """Report removed words that the rest of the page holds or reads, without repeating them."""
    parts = page.source.text().divide([(place.start, place.end) for place in places])
    left = [str(text) for text, owner in parts if owner < 0]
    gone = frozenset(RULES.values())
    read = "".join("\n" if block.rule in gone else reading(block) for block in page.blocks)
    whole = "\n".join([*left, read])
    if any(word in whole for word in words):
        message = "removed words stand in the page once more; look for them, add their bytes"
        yield Problem(REPEATED, page.seed, message)
