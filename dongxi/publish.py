"""Pages and the plan of a build in, a dataset folder out: the only stage that writes.

Everything is written beside the old folder, which stands until the new one is whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, cast

from dongxi import card, croissant, manifest, report
from dongxi.about import About
from dongxi.facts import describe
from dongxi.options import Terms
from dongxi.page import WITHHELD
from dongxi.schema import files, tables
from dongxi.swap import fresh
from dongxi.write import content_sha256, jsonl_path, parquet_path, write_shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dongxi.model import Plan, Row
    from dongxi.options import Options
    from dongxi.page import Page

SPLITS = ("train", "validation", "test")
#: The card in Chinese.
CHINESE = "README.zh-CN.md"
#: Tables that are published as JSONL too.
JSONL = frozenset({"documents", "passages", "seeds"})
#: The columns that hold the words of a text, of documents and of passages.
TEXTS = frozenset({"text", "text_hans", "heading"})
#: Claims about this field give words of the text.
REPAIR = "repair"


def publish(
    pages: Sequence[Page],
    plan: Plan,
    out: Path,
    about: About | None = None,
    terms: Terms | None = None,
) -> Path:
    """Write tables, card, Croissant, report and manifest of a dataset; give the folder.

    `pages` are sorted by seed, what was asked to be removed withheld from them already; of the
    rest the options of `terms` say what is shown. Raises `dongxi.swap.SwapError` where `out` is not ours to
    replace; then, and after any other fault, the old folder is as it was.
    """
    about, terms = about or About(), terms or Terms()
    options = terms.options
    build = Build(pages, plan, options)
    whole = None if options == options.complete else list(_complete(build))
    with fresh(out) as new:
        written = [
            file for table in ROWS if table not in options.withheld for split in SPLITS
            if (file := _shard(new, table, split, build)) is not None
        ]  # fmt: skip
        for name, data in files().items():
            _write(new / "schema" / name, data)
        seeds = {page.seed: page.sha256 for page in pages}
        made = manifest.manifest(new, written, seeds, terms, whole)
        _write(new / manifest.MANIFEST, manifest.render(made))
        facts = describe(new, {file.path: file.content_sha256 for file in written})
        _write(new / "LICENSE.md", card.licence(about).encode())
        _write(new / "CITATION.cff", card.citation(about).encode())
        _write(new / "croissant.json", manifest.render(croissant.render(new, about, facts)))
        _write(new / "README.md", card.render(new, about, facts).encode())
        _write(new / CHINESE, card.render_chinese(new, about, facts).encode())
        drawn = report.figures(new, facts)
        for path, data in report.pictures(drawn, facts).items():
            _write(new / path, data)
        _write(new / report.REPORT, report.render(new, facts=facts, drawn=drawn))
        _write(new / manifest.SUMS, manifest.sha256sums(new).encode())
    return out


class Build(NamedTuple):
    """What is to be published."""

    pages: Sequence[Page]
    plan: Plan
    options: Options

    def rows(self, table: str, split: str) -> Iterator[Row]:
        """Give the rows of one split of one table, as the options show them."""
        show = SHOWN.get(table, _whole)
        for page in self.pages:
            if self.plan.seeds[page.seed] == split:
                for row in ROWS[table](page, self.plan):
                    if (shown := show(row, page, self.options)) is not None:
                        yield shown | {"split": split}


def _shard(new: Path, table: str, split: str, build: Build) -> manifest.File | None:
    """Write one split of one table, unless it has no rows."""
    if next(build.rows(table, split), None) is None:
        return None
    path = parquet_path(table, split)
    jsonl = new / jsonl_path(table, split) if table in JSONL else None
    shard = write_shard(build.rows(table, split), tables()[table], new / path, jsonl)
    return manifest.File(table, split, path, shard.rows, shard.content_sha256)


def _complete(build: Build) -> Iterator[manifest.File]:
    """Work out what the files would be with all that the options leave out."""
    whole = build._replace(options=build.options.complete)
    for table in ROWS:
        for split in SPLITS:
            if next(whole.rows(table, split), None) is not None:
                digest = content_sha256(whole.rows(table, split), tables()[table])
                yield manifest.File(table, split, parquet_path(table, split), 0, digest)


def _whole(row: Row, _: Page, __: Options) -> Row | None:
    """Show a row as it is."""
    return row


def _shown_text(row: Row, _: Page, options: Options) -> Row | None:
    """Show a document or passage, without its words if asked."""
    return row if options.text else row | dict.fromkeys(TEXTS & row.keys())


def _shown_claim(row: Row, _: Page, options: Options) -> Row | None:
    """Show a claim; one whose value is words of the text goes with them."""
    return row if options.text or row["field"] != REPAIR else None


def _shown_ledger(row: Row, page: Page, options: Options) -> Row | None:
    """Show a ledger row, or the hash of its bytes in place of them; withheld ones have none."""
    if options.ledger == "full":
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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _documents(page: Page, plan: Plan) -> Iterator[Row]:
    for document in page.documents:
        placed = plan.documents[document.id]
        yield document.row() | placed._asdict()


def _passages(page: Page, plan: Plan) -> Iterator[Row]:
    for document in page.documents:
        for row in document.passages():
            yield row | {"duplicate_of": plan.passages.get(str(row["id"]))}


def _seeds(page: Page, _: Plan) -> Iterator[Row]:
    yield page.row()


def _claims(page: Page, _: Plan) -> Iterator[Row]:
    return page.claims()


def _ledger(page: Page, _: Plan) -> Iterator[Row]:
    return page.ledger()


def _edits(page: Page, _: Plan) -> Iterator[Row]:
    return page.edits()


#: How the rows of a table are shown; those of the others as they are.
SHOWN: dict[str, Callable[[Row, Page, Options], Row | None]] = {
    "documents": _shown_text,
    "passages": _shown_text,
    "claims": _shown_claim,
    "ledger": _shown_ledger,
    "edits": _shown_edit,
}
#: The published tables, in the order of the card.
ROWS: dict[str, Callable[[Page, Plan], Iterator[Row]]] = {
    "documents": _documents,
    "passages": _passages,
    "seeds": _seeds,
    "claims": _claims,
    "ledger": _ledger,
    "edits": _edits,
}
