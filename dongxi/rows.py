"""A page in, its rows in each table out, as the options show them; and its keys.

Rows lack what only the assembly knows: the last columns of each table.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from dongxi.duplicates import key
from dongxi.page import WITHHELD, Page, passage_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dongxi.model import Key, Row
    from dongxi.options import Options

#: The columns that hold the words of a text, of documents and of passages.
TEXTS = frozenset({"text", "text_hans", "heading"})
#: Claims about this field give words of the text.
REPAIR = "repair"


def shown(table: str, rows: Iterable[Row], page: Page, options: Options) -> Iterator[Row]:
    """Give rows of a table as the options show them."""
    show = SHOWN.get(table)
    for row in rows:
        if (seen := show(row, page, options) if show else row) is not None:
            yield seen


def keys(page: Page) -> Iterator[Key]:
    """Make the keys of a page's documents: all that the assembly may know of them."""
    sha256 = page.sha256
    for document in page.documents:
        hans = document.text_hans
        passages = (
            (passage_id(document.id, position), hans[p.start : p.end])
            for position, p in enumerate(document.composed.passages, 1)
        )
        earliest, _ = document.days
        yield key(document.id, page.seed, sha256, earliest, hans, passages)


def _shown_text(row: Row, _: Page, options: Options) -> Row | None:
    """Show a document or passage, without its words if asked."""
    return row if options.text else row | dict.fromkeys(TEXTS & row.keys())


def _shown_claim(row: Row, _: Page, options: Options) -> Row | None:
    """Show a claim; one whose value is words of the text goes with them."""
    return row if options.text or row["field"] != REPAIR else None


def _shown_ledger(row: Row, page: Page, options: Options) -> Row | None:
    """Show a ledger row, or the hash of its bytes in place of them; withheld ones have none.

    Bytes that are not held, of a page too large, are known by their hash in every ledger.
    """
    if options.ledger == "full" or page.unread:
        return row
    raw = page.source.raw[cast("int", row["start"]) : cast("int", row["end"])]
    hidden = str(row["rule"]).startswith(WITHHELD)
    digest = None if hidden else hashlib.sha256(raw).hexdigest()
    return row | {"raw": None, "raw_hex": None, "text": None, "sha256": digest}


def _shown_edit(row: Row, _: Page, options: Options) -> Row | None:
    """Show an edit, without its words where the ledger has none."""
    if options.ledger == "full":
        return row
    return row | {"raw": None, "new": None, "candidates": []}


def _documents(page: Page) -> Iterator[Row]:
    return (document.row() for document in page.documents)


def _passages(page: Page) -> Iterator[Row]:
    return (row for document in page.documents for row in document.passages())


def _seeds(page: Page) -> Iterator[Row]:
    yield page.row()


#: How the rows of a table are shown; those of the others as they are.
SHOWN: dict[str, Callable[[Row, Page, Options], Row | None]] = {
    "documents": _shown_text,
    "passages": _shown_text,
    "claims": _shown_claim,
    "ledger": _shown_ledger,
    "edits": _shown_edit,
}
#: The published tables, in the order of the card.
ROWS: dict[str, Callable[[Page], Iterator[Row]]] = {
    "documents": _documents,
    "passages": _passages,
    "seeds": _seeds,
    "claims": Page.claims,
    "ledger": Page.ledger,
    "edits": Page.edits,
}
