"""A page in, one object out that says where all of it went, with the selectors of the Web Annotation Data Model.

A `DataPositionSelector` counts bytes of the seed, a `TextPositionSelector` Unicode code points of a
document's text; both name the first and the one behind the last. https://www.w3.org/TR/annotation-model/#selectors
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.page import passage_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.model import Claim, Row
    from dongxi.page import Document, Page
    from dongxi.passages import Passage

#: Code points of a passage up to which it is quoted whole, and of what stands around it.
QUOTED, AROUND = 60, 16
#: What is taken of a row of the ledger, and of one of the edits, beside its place.
RUN = ("position", "document", "role", "rule", "in_text")
EDIT = ("position", "document", "raw", "new", "rules", "certainty", "proof", "candidates")


def annotated(page: Page) -> Row:
    """Give a page as one object: every byte, passage, claim and edit, in the order of the tables."""
    row = page.row()
    return {
        "source": {
            "id": page.seed,
            **{key: row[key] for key in ("sha256", "bytes", "encoding", "format", "url")},
        },
        "reason": page.reason,
        "problems": [_problem(*problem) for problem in page.problems],
        "runs": [_placed(run, RUN) for run in page.ledger()],
        "documents": [_document(one) for one in page.documents],
        "claims": [_claim(claim, document) for claim, document in page.claimed()],
        "edits": [_placed(edit, EDIT) for edit in page.edits()],
    }


def data_position(start: object, end: object) -> Row:
    """Select bytes of the seed.

    >>> data_position(0, 4)
    {'type': 'DataPositionSelector', 'start': 0, 'end': 4}
    """
    return {"type": "DataPositionSelector", "start": start, "end": end}


def text_position(start: int, end: int) -> Row:
    """Select code points of a document's text.

    >>> text_position(0, len("𠮷野"))
    {'type': 'TextPositionSelector', 'start': 0, 'end': 2}
    """
    return {"type": "TextPositionSelector", "start": start, "end": end}


def text_quote(text: str, start: int, end: int) -> Iterator[Row]:
    r"""Select by what stands there and around it; nothing where that is long.

    >>> [quote] = text_quote("山路\n修通了\n好", 3, 6)
    >>> quote["prefix"], quote["exact"], quote["suffix"]
    ('山路\n', '修通了', '\n好')
    >>> list(text_quote("路" * 61, 0, 61))
    []
    """
    if end - start <= QUOTED:
        yield {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - AROUND, 0) : start],
            "suffix": text[end : end + AROUND],
        }


def _problem(code: str, where: str, message: str) -> Row:
    return {"id": code, "where": where, "message": message}


def _placed(row: Row, keys: tuple[str, ...]) -> Row:
    """Take some columns of a row, and its bytes as a selector."""
    taken = {key: row[key] for key in keys}
    return {**taken, "selector": data_position(row["start"], row["end"])}


def _document(document: Document) -> Row:
    """Give a document with its passages; offsets count in its `text`."""
    numbered = enumerate(document.composed.passages, 1)
    return {
        "id": document.id,
        "part": document.part,
        "parts": document.parts,
        "characters": len(document.text),
        "passages": [_passage(document, at, passage) for at, passage in numbered],
    }


def _passage(document: Document, position: int, passage: Passage) -> Row:
    start, end = passage.start, passage.end
    return {
        "id": passage_id(document.id, position),
        "role": passage.role,
        "selector": [text_position(start, end), *text_quote(document.text, start, end)],
    }


def _claim(claim: Claim, document: str | None) -> Row:
    """Give a claim; it has no evidence where that is not in the page."""
    return {
        "document": document,
        "field": claim.field,
        "value": claim.value,
        "chosen": claim.chosen,
        "rule": claim.rule,
        "certainty": claim.certainty,
        "reason": claim.reason,
        "evidence": [data_position(*span) for span in claim.evidence],
    }
