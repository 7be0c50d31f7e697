"""The nouns every stage speaks of; no logic.

`Span` counts bytes of one seed, `Edit` counts characters of one `Text`; both are half-open.
`Page` and `Document`, which know how to give their rows, live in `dongxi.page`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

if TYPE_CHECKING:
    from dongxi.text import Text

Certainty = Literal["certain", "probable", "guess"]
Kind = Literal["text", "front_matter", "break", "space", "joint"]
#: How each kind of separator reads in a text.
READING: dict[str, str] = {"break": "\n", "space": " ", "joint": ""}

#: Roles whose blocks make up the `text` of a document.
TEXT_ROLES = frozenset({"body", "heading", "list_item", "quote", "table"})
#: The closed list of roles, in the order of the documentation.
ROLES = (
    "body", "heading", "list_item", "quote", "table",
    "title", "subtitle", "dateline", "byline", "editor_line", "meta", "lead", "caption",
    "breadcrumb", "site_name", "navigation", "engagement", "related", "disclaimer", "legal",
    "contact", "tags", "paging", "comment", "front_matter", "markup", "whitespace",
)  # fmt: skip


class Span(NamedTuple):
    """A half-open range of bytes of one seed."""

    start: int
    end: int


class Edit(NamedTuple):
    """A proposed change to a `Text`; `start == end` inserts, an empty `new` deletes."""

    start: int
    """First character replaced, counted in the `Text` the edit is proposed for."""
    end: int
    """The character after the last one replaced."""
    new: str
    """What stands there afterwards."""
    rule: str
    """Permanent id, `stage/kebab-name`."""
    certainty: Certainty = "certain"
    """`certain` and proven `probable` edits change text; a `guess` is only reported."""
    proof: str = "rule"
    """What shows the edit to be right: rule, pinyin, lexicon, document, codec,
    curator or none."""
    candidates: tuple[str, ...] = ()
    """For a lost character: at most five readings, best first."""


class Piece(NamedTuple):
    """A run of a `Text`: what it reads, the bytes it stands for, what was done to it."""

    text: str
    span: Span
    edits: tuple[Edit, ...]
    """In order of application; empty where `text` is the bytes as decoded."""


class Block(NamedTuple):
    """A stretch of the page with one role; the blocks of a page tile its bytes.

    A separator reads as its kind says: a newline where a paragraph ends, one space or nothing
    where it goes on behind inline markup.
    """

    text: Text
    kind: Kind
    role: str = ""
    """One of `ROLES`; empty until the block is named."""
    rule: str = ""
    """The rule that gave the role."""
    tag: str = ""
    """The HTML element it stands in, where there is one: `h1`, `li`, `title`…"""
    node: int = 0
    """The container it stands in; 0 is the page itself."""
    linked: bool = False
    """Whether it is the text of a link."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value somebody says a field has, and why."""

    field: str
    value: str
    rule: str
    certainty: Certainty = "certain"
    evidence: tuple[Span, ...] = ()
    """Bytes of the seed; empty where the evidence is not in the page."""
    chosen: bool = False
    reason: str | None = None
    """In a curator's words, for curated claims."""


class Problem(NamedTuple):
    """A fault in data. A fault in use raises instead."""

    code: str
    """Permanent id, `stage/kebab-name` or a check's letter and number."""
    where: str
    """Seed id with bytes or line, or file with row and field."""
    message: str
    """What is wrong, what was expected, what to do."""


class Limits(NamedTuple):
    """How large a page may be, and where it may lie; `docs/hostile.md` says what they cost."""

    max_bytes: int = 10_000_000
    """More are not held in memory."""
    max_lines: int = 200_000
    """Line ends and tags: each makes a row of the ledger or two."""
    follow_links: bool = False
    """Whether links that lead out of the folder are followed."""


class Unread(NamedTuple):
    """All that is known of a page too large to be held."""

    bytes: int
    sha256: str


class Fault(NamedTuple):
    """Why an input gives no page, though one was expected."""

    reason: str
    """As in the column `reason` of the table `seeds`."""
    detail: str
    """Where, what was found, what was expected, what to do."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A raw page, its bytes untouched."""

    id: str
    raw: bytes
    url: str | None = None
    retrieved: str | None = None
    unread: Unread | None = None
    """Set, with `raw` empty, where the bytes are not held: a page too large, a broken archive."""
    charset: str | None = None
    """What came with the page says of its encoding: the HTTP header, a column."""
    fault: Fault | None = None
    """Set where the input is no page: a broken line, a record without content."""
    place: str = ""
    """Where it came from, for messages; reaches no table."""
    unclear: object = None
    """What was said of when it was fetched, where that cannot be read; reaches no table."""


Row = dict[str, object]
"""One row of a published table; the columns stand in `schema/*.schema.json`."""


class Curated(TypedDict, total=False):
    """One entry of `curation.yaml` after checking."""

    seed: str
    sha256: str
    field: str
    value: str
    reason: str
    quote: str
    start: int
    end: int


class Key(NamedTuple):
    """What the assembly may know of a document: ids, hashes and signatures, never its text."""

    document: str
    """Document id."""
    seed: str
    """Seed id."""
    sha256: str
    """SHA-256 of the seed's bytes, 64 hex digits."""
    date: str | None
    """`date_earliest`, ISO, or None."""
    text: str
    """SHA-256 of the compared form of the text."""
    shingles: bytes
    """Distinct hashes of the compared form's shingles, ascending, 8 bytes each, big-endian."""
    passages: tuple[tuple[str, str], ...]
    """Passage id and SHA-256 of its compared form, in order."""


class Placed(NamedTuple):
    """What the assembly decides about one document."""

    group: str
    group_size: int
    duplicate_of: str | None
    duplicate_kind: str | None
    """exact, near or contained."""
    similarity: int | None
    """Per mille: Jaccard for exact and near, containment for contained."""
    split: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the assembly decides about a whole build."""

    documents: dict[str, Placed]
    passages: dict[str, str]
    """Passage id → the earlier passage it equals; passages without one are absent."""
    seeds: dict[str, str]
    """Seed id → split; a rejected seed stands in train."""
