"""The seeds, against what readers found in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
TEXTS = sorted(GOLDEN.glob("text/*.txt"))
METADATA = json.loads((GOLDEN / "metadata.json").read_text(encoding="utf-8"))
ROLES = sorted(GOLDEN.glob("roles/*.tsv"))
#: The share of characters, per cent, on which roles agree with the readers'.
AGREEMENT = 98


def document(pages, name):
    return next(d for d in pages[name.partition(".")[0]].documents if d.id == name)


def test_there_are_34_texts(pages):
    assert len(TEXTS) == 34
    found = sorted(d.id for page in pages.values() for d in page.documents)
    assert found == [path.stem for path in TEXTS]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_text_is_what_a_reader_would_copy(pages, path):
    assert document(pages, path.stem).text == path.read_text(encoding="utf-8").rstrip("\n")


def fits(value, wanted):
    return value in wanted["any"] if isinstance(wanted, dict) else value == wanted


def fields(page):
    return METADATA[page.seed].get("every_part") or METADATA[page.seed]


@pytest.mark.parametrize("seed", sorted(METADATA))
def test_fields_are_what_the_page_says(pages, seed):
    wanted = fields(pages[seed])
    for one in pages[seed].documents:
        row = one.row()
        for field in set(wanted) & set(row):
            assert fits(row[field], wanted[field]), (one.id, field, row[field])


@pytest.mark.parametrize("seed", sorted(METADATA))
def test_fields_without_curation(bare_pages, seed):
    page = bare_pages[seed]
    wanted = fields(page) | METADATA[seed].get("without_curation", {})
    assert len(page.documents) == 1
    row = page.documents[0].row()
    for field in set(wanted) & set(row):
        assert fits(row[field], wanted[field]), (field, row[field])


@pytest.mark.parametrize("path", ROLES, ids=lambda path: path.stem)
def test_roles_agree_with_readers(pages, path):
    page = pages[path.stem]
    mine = {}
    for block in page.blocks:
        mine.update(dict.fromkeys(range(*block.text.span), block.role))
    text = page.source.raw.decode()
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + len(char.encode()))
    agreed = 0
    for line in path.read_text(encoding="utf-8").split("\n")[1:-1]:
        start, end, label, others = line.split("\t")
        fair = {label, *others.split(",")}
        agreed += sum(mine[offsets[i]] in fair for i in range(int(start), int(end)))
    assert agreed * 100 >= AGREEMENT * len(text), f"{agreed} of {len(text)} characters"


def test_copies_inside_the_collection(built):
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = [
        row
        for path in sorted((built / "documents").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    collection = "003_585eea4f2105298e"
    expected = {
        f"{collection}.{part}": f"{collection}.{other}"
        for part, other in METADATA[collection]["duplicate_of"].items()
    }
    assert {r["id"]: r["duplicate_of"] for r in rows if r["duplicate_of"]} == expected
    assert {r["duplicate_kind"] for r in rows if r["duplicate_of"]} == {"contained"}
    groups = {}
    for row in rows:
        groups.setdefault((row["group"], row["split"]), set()).add(row["seed"])
    assert all(len(seeds) == 1 for seeds in groups.values())
    assert sorted(split for _, split in groups) == [
        "test",
        "train",
        "train",
        "train",
        "validation",
    ]
