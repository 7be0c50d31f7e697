"""Pages and the plan of a build in, a dataset folder out: the only stage that writes.

Everything is written beside the old folder, which stands until the new one is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi import card, croissant, manifest
from dongxi.about import About
from dongxi.facts import describe
from dongxi.schema import files, tables
from dongxi.swap import fresh
from dongxi.write import jsonl_path, parquet_path, write_shard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dongxi.model import Plan, Row
    from dongxi.page import Page

SPLITS = ("train", "validation", "test")
#: Tables that are published as JSONL too.
JSONL = frozenset({"documents", "passages", "seeds"})


def publish(pages: Sequence[Page], plan: Plan, out: Path, about: About | None = None) -> Path:
    """Write tables, card, Croissant and manifest of a dataset; give the folder.

    `pages` are sorted by seed. Raises `dongxi.swap.SwapError` where `out` is not ours to
    replace; then, and after any other fault, the old folder is as it was.
    """
    about = about or About()
    with fresh(out) as new:
        written = [
            file for table in ROWS for split in SPLITS
            if (file := _shard(new, table, split, pages, plan)) is not None
        ]  # fmt: skip
        for name, data in files().items():
            _write(new / "schema" / name, data)
        seeds = {page.seed: page.sha256 for page in pages}
        made = manifest.manifest(new, written, seeds)
        _write(new / manifest.MANIFEST, manifest.render(made))
        facts = describe(new, {file.path: file.content_sha256 for file in written})
        _write(new / "LICENSE.md", card.licence(about).encode())
        _write(new / "CITATION.cff", card.citation(about).encode())
        _write(new / "croissant.json", manifest.render(croissant.render(new, about, facts)))
        _write(new / "README.md", card.render(new, about, facts).encode())
        _write(new / manifest.SUMS, manifest.sha256sums(new).encode())
    return out


def _shard(
    new: Path, table: str, split: str, pages: Sequence[Page], plan: Plan
) -> manifest.File | None:
    """Write one split of one table, unless it has no rows."""
    chosen = [page for page in pages if plan.seeds[page.seed] == split]
    if next((True for page in chosen for _ in ROWS[table](page, plan)), None) is None:
        return None
    rows = (row | {"split": split} for page in chosen for row in ROWS[table](page, plan))
    path = parquet_path(table, split)
    jsonl = new / jsonl_path(table, split) if table in JSONL else None
    shard = write_shard(rows, tables()[table], new / path, jsonl)
    return manifest.File(table, split, path, shard.rows, shard.content_sha256)


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


#: The published tables, in the order of the card.
ROWS: dict[str, Callable[[Page, Plan], Iterator[Row]]] = {
    "documents": _documents,
    "passages": _passages,
    "seeds": _seeds,
    "claims": _claims,
    "ledger": _ledger,
    "edits": _edits,
}
