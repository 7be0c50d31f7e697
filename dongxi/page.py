"""A page and its documents, and the rows that are read off them.

Nothing here is kept beside the work: ledger, edits and claims are views of the blocks' texts.
Rows hold the published columns, less what only the assembly knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dongxi import edtf
from dongxi.claims import BASIS, LOST, Choice
from dongxi.damage.doubled import RESIDUE
from dongxi.damage.doubled.kinds import RULES
from dongxi.decode import UNDECODABLE
from dongxi.hans import to_hans
from dongxi.model import READING, Claim, Span
from dongxi.script import Counts, Script, count, label, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dongxi.decode import Decoded
    from dongxi.model import Block, Edit, Problem, Row, Unread
    from dongxi.passages import Composed
    from dongxi.text import Flat

#: Spaces between Han, inside paragraphs, from which on a document is flagged; a clean article
#: has none to three, a page whose 、 were lost has dozens (seeds, 2026-11).
MANY_SPACES = 5
HAN_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
#: A year with its last two digits masked; `20xxl` is no year.
REDACTED = re.compile("(?:19|20)(?:__|[xX×＊*]{2})(?![A-Za-z_])")
#: The host of an address; an IPv6 address keeps its brackets.
HOST = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\]\[/?#:@ \t\r\n]+)"
)
#: How the rules begin that withhold the bytes of a block.
MASKED, REMOVED = "personal/", "withhold/"
WITHHELD = (MASKED, REMOVED)
CERTAINTIES = ("certain", "probable", "guess")
#: The rules of pages whose bytes are not held, by reason; the others were too large.
UNHELD = {"malformed": "read/malformed", "failed": "read/failed"}


@dataclass(frozen=True)
class Document:
    """One document of a page: a range of its blocks and the claims about it."""

    id: str
    seed: str
    part: int
    parts: int
    first: int
    """Index of its first block in the page."""
    blocks: tuple[Block, ...]
    choice: Choice
    """Its claims and, for a part, those of the page."""
    composed: Composed
    """Text, passages and the blocks they are made of."""
    url: str | None = None
    personal: tuple[Claim, ...] = ()
    """What has the form of personal data; the values are kinds, never the data."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is known of its fields, and why."""
        return self.choice.claims

    @property
    def text(self) -> str:
        """Paragraphs separated by one newline, in the original script."""
        return self.composed.text

    @cached_property
    def counts(self) -> Counts:
        """Counts of characters by script."""
        return count(self.text)

    @property
    def script(self) -> Script:
        """Hans, Hant, Hani or mixed."""
        return label(self.counts)

    @property
    def language(self) -> str:
        """The language of the text, as BCP 47 names it."""
        return language(self.script, self.counts, self.text)

    def measured(self) -> tuple[Claim, ...]:
        """Claim what is counted, not found: the script and the language of the text."""
        used = self.composed.used
        if not used:
            return ()
        first, last = self.blocks[min(used)].text.span, self.blocks[max(used)].text.span
        shown = (Span(first.start, last.end),)
        return (
            Claim("script", self.script, "script/counts", "certain", shown, chosen=True),
            Claim("language", self.language, "script/language", "certain", shown, chosen=True),
        )

    @cached_property
    def text_hans(self) -> str:
        """The text in Simplified characters, of equal length."""
        return to_hans(self.text) if self.script in {"Hant", "mixed"} else self.text

    @property
    def days(self) -> edtf.Bounds:
        """The first and the last calendar day the date may mean, ISO; None where unknown."""
        date = self.choice.value("date")
        return edtf.bounds(date) if date else (None, None)

    def row(self) -> Row:
        """Give the documents row, less what only the assembly knows."""
        date = self.choice.value("date")
        earliest, latest = self.days
        return {
            "id": self.id, "seed": self.seed, "part": self.part, "parts": self.parts,
            "title": self.choice.value("title"), "subtitle": self.choice.value("subtitle"),
            "text": self.text, "text_hans": self.text_hans,
            "source": self.choice.value("source"), "site_name": self.choice.value("site_name"),
            "host": host(self.url), "url": self.url,
            "author": self.choice.values("author"), "editor": self.choice.values("editor"),
            "date": date, "date_earliest": earliest, "date_latest": latest,
            "date_basis": BASIS[self.choice.rule("date") or ""] if date else None,
            "date_modified": self.choice.value("date_modified"),
            "script": self.script, **self.counts._asdict(),
            "language": self.language,
            "document_type": self.choice.value("document_type"),
            "section": self.choice.value("section"),
            "document_number": self.choice.value("document_number"),
            "place": self.choice.value("place"), "flags": self.flags(),
            "characters": len(self.text), "paragraphs": len(self.composed.passages),
        }  # fmt: skip

    def flags(self) -> list[str]:
        """Name what a reader should know before trusting the text."""
        inner = "\n".join(p.text for p in self.composed.passages if p.role != "heading")
        edits = self._edits()
        found = {
            "unexplained_spaces": len(HAN_SPACE.findall(inner)) >= MANY_SPACES,
            "redacted_digits": REDACTED.search(self.text),
            "lost_characters": LOST in self.text,
            "mixed_script": self.script == "mixed",
            "undecodable_bytes": any(edit.rule == UNDECODABLE for edit in edits),
            "lossy": RESIDUE.search(self.text) or self._lossy(edits),
            **self._withheld(),
        }
        return [flag for flag, there in found.items() if there]

    def _edits(self) -> list[Edit]:
        """Give what was rewritten and is not withheld."""
        return [
            edit
            for block in self.blocks
            if not block.rule.startswith(WITHHELD)
            for _, _, _, edits in block.text.rewritten()
            for edit in edits
        ]

    def _lossy(self, edits: Iterable[Edit]) -> bool:
        """Tell whether a passage decoded twice is read back in part only, or not at all."""
        first, last = self.blocks[0].text.span, self.blocks[-1].text.span
        left = (c for c in self.claims if c.field == "repair" and c.rule in RULES)
        return any(LOST in edit.new and edit.rule in RULES for edit in edits) or any(
            span.start < last.end and first.start < span.end
            for claim in left
            for span in claim.evidence
        )

    def _withheld(self) -> dict[str, bool]:
        """Tell what of the text is personal data, masked or removed."""
        rules = {self.blocks[i].rule.partition("/")[0] for i in self.composed.used}
        spans = [
            self.blocks[i].text.span
            for i in sorted(self.composed.used)
            if self.personal and self.blocks[i].kind == "text"
        ]
        starts = [span.start for span in spans]
        shown = any(
            at >= 0 and spans[at].end > one.start
            for claim in self.personal
            for one in claim.evidence
            for at in (bisect_right(starts, one.end - 1) - 1,)
        )
        masked = "personal" in rules
        removed = any(b.rule.startswith(REMOVED) for b in self.blocks)
        return {
            "personal_data": shown and not masked,
            "masked_personal_data": masked,
            "removed_text": removed,
        }

    def passages(self) -> Iterator[Row]:
        """Give the passages rows, less what only the assembly knows."""
        for position, passage in enumerate(self.composed.passages, 1):
            yield {
                "id": passage_id(self.id, position), "document": self.id, "position": position,
                "role": passage.role, "heading": passage.heading, "text": passage.text,
                "start": passage.start, "end": passage.end,
                "characters": len(passage.text), "script": label(count(passage.text)),
            }  # fmt: skip


def passage_id(document: str, position: int) -> str:
    """Name a passage by its document and position."""
    return f"{document}#{position}"


def host(url: str | None) -> str | None:
    """Give the host of an address, lower-cased, without port.

    >>> host("https://News.Example.org:8080/a"), host(None)
    ('news.example.org', None)
    >>> host("https://u:p@[::1]:80/a"), host("https://[/a"), host("news.example.org/a")
    ('[::1]', None, None)
    """
    found = HOST.match(url or "")
    return found["host"].lower() if found else None


@dataclass(frozen=True, slots=True)
class Page:
    """What reading one seed gives."""

    seed: str
    source: Decoded
    format: str
    blocks: tuple[Block, ...]
    documents: tuple[Document, ...]
    page_claims: tuple[Claim, ...] = ()
    """Claims about the page as a whole; those of its documents stand with them."""
    problems: tuple[Problem, ...] = ()
    reason: str | None = None
    """Why the seed was rejected; None if it was used."""
    url: str | None = None
    retrieved: str | None = None
    personal: tuple[Claim, ...] = ()
    """What has the form of personal data outside its documents."""
    unread: Unread | None = None
    """Set, with no bytes in `source`, where they are not held: too many, or a broken archive."""
    charset: str | None = None
    """What the HTTP header said of the encoding."""

    @property
    def sha256(self) -> str:
        """SHA-256 of its bytes, 64 hex digits."""
        return self.unread.sha256 if self.unread else self.source.sha256

    def row(self) -> Row:
        """Give the seeds row, less what only the assembly knows."""
        return {
            "seed": self.seed, "url": self.url, "host": host(self.url),
            "retrieved": self.retrieved,
            "bytes": self.unread.bytes if self.unread else len(self.source.raw),
            "sha256": self.sha256,
            "encoding": None if self.unread else self.source.encoding,
            "format": self.format or None,
            "status": "rejected" if self.reason else "used", "reason": self.reason,
            "documents": len(self.documents),
        }  # fmt: skip

    def ledger(self) -> Iterator[Row]:
        """Give the ledger rows: every byte of the page, once, in order."""
        if self.unread:
            yield _withheld(self.seed, self.unread, self.reason or "")
        used = {i + d.first for d in self.documents for i in d.composed.used}
        owners = self._owners()
        for position, block in enumerate(self.blocks):
            start, end = block.text.span
            hidden = block.rule.startswith(WITHHELD)
            raw = None if hidden else readable(self.source, start, end)
            reading = READING.get(block.kind, "" if block.role == "markup" else str(block.text))
            gone = block.rule.startswith(REMOVED) and position not in used
            yield {
                "seed": self.seed, "document": owners.get(position), "position": position,
                "start": start, "end": end, "role": block.role, "rule": block.rule,
                "in_text": position in used, "raw": raw,
                "raw_hex": None if hidden or raw is not None else self.source.raw[start:end].hex(),
                "text": None if gone or reading == raw else reading, "sha256": None,
            }  # fmt: skip

    def edits(self) -> Iterator[Row]:
        """Give the edits rows: every rewritten piece of the page, in order."""
        owners = self._owners()
        for position, block in enumerate(self.blocks):
            hidden = block.rule.startswith(WITHHELD)
            if hidden and (block.kind in READING or block.rule.startswith(REMOVED)):
                continue
            for piece in block.text.rewritten():
                yield self._edit(piece, position, owners.get(position), hidden=hidden)

    def claims(self) -> Iterator[Row]:
        """Give the claims rows: one per claim and piece of evidence."""
        for claim, document in self.claimed():
            yield from _claim_rows(claim, self.seed, document)

    def claimed(self) -> Iterator[tuple[Claim, str | None]]:
        """Give the claims, each with the document it is about; None where it is the page."""
        for claim in (*self.page_claims, *self.personal):
            yield claim, None
        for document in self.documents:
            own = document.claims if document.parts == 1 else ()  # of parts, the page's
            for claim in (*own, *document.personal, *document.measured()):
                yield claim, document.id

    def _owners(self) -> dict[int, str]:
        """Map block positions to the documents they belong to."""
        return {
            document.first + i: document.id
            for document in self.documents
            for i in range(len(document.blocks))
        }

    def _edit(self, piece: Flat, position: int, document: str | None, *, hidden: bool) -> Row:
        new, start, end, edits = piece
        weakest = max([CERTAINTIES.index(edit.certainty) for edit in edits])
        return {
            "seed": self.seed, "document": document, "position": position,
            "start": start, "end": end,
            "raw": None if hidden else readable(self.source, start, end), "new": new,
            "rules": [edit.rule for edit in edits],
            "certainty": CERTAINTIES[weakest], "proof": edits[-1].proof,
            "candidates": list(edits[-1].candidates),
        }  # fmt: skip


def readable(source: Decoded, start: int, end: int) -> str | None:
    """Decode bytes if encoding the result gives them back, else give None."""
    raw = source.raw[start:end]
    try:
        text = raw.decode(source.encoding)
        back = raw if source.encoding == "utf-8" else text.encode(source.encoding)
    except UnicodeError:
        return None
    return text if back == raw and "\0" not in text else None


def _withheld(seed: str, unread: Unread, reason: str) -> Row:
    """Account for bytes that are not held: one row with their hash, unless they were removed."""
    gone = reason == "removed"
    rule = UNHELD.get(reason, "read/too-large")
    return {
        "seed": seed, "document": None, "position": 0, "start": 0, "end": unread.bytes,
        "role": "markup", "rule": "withhold/removed-seed" if gone else rule,
        "in_text": False, "raw": None,
        "raw_hex": None, "text": None, "sha256": None if gone else unread.sha256,
    }  # fmt: skip


def _claim_rows(claim: Claim, seed: str, document: str | None) -> Iterator[Row]:
    for span in claim.evidence or (None,):
        yield {
            "seed": seed, "document": document, "field": claim.field, "value": claim.value,
            "chosen": claim.chosen, "rule": claim.rule, "certainty": claim.certainty,
            "start": span.start if span else None, "end": span.end if span else None,
            "reason": claim.reason,
        }  # fmt: skip
