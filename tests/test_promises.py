"""The promises of the design, for any page: whole, broken, in any encoding."""

from __future__ import annotations

import hashlib
import pickle

import pytest
from hypothesis import given, settings
from pages import page as any_page
from pages import raw as any_raw

from dongxi.decode import decode
from dongxi.model import ROLES
from dongxi.reading import read
from dongxi.restore import restore
from dongxi.tidy import tidy

MANY = settings(derandomize=True, deadline=None, max_examples=400)


def encoded(row, encoding):
    return bytes.fromhex(row["raw_hex"]) if row["raw"] is None else row["raw"].encode(encoding)


def replayed(row):
    """Give what a ledger row reads: its own text, or its bytes."""
    return row["raw"] if row["text"] is None else row["text"]


@given(any_raw())
@MANY
def test_ledger_rows_tile_the_page_and_give_its_bytes(raw):
    page = read(raw)
    at = 0
    data = b""
    for row in page.ledger():
        assert row["start"] == at
        assert row["end"] > at
        at = row["end"]
        data += encoded(row, page.source.encoding)
        assert row["role"] in ROLES
        assert row["rule"]
    assert at == len(raw)
    assert data == raw
    assert page.sha256 == hashlib.sha256(raw).hexdigest()


@given(any_raw())
@MANY
def test_readings_in_the_text_are_the_text(raw):
    page = read(raw)
    rows = list(page.ledger())
    for document in page.documents:
        mine = [row for row in rows if row["in_text"] and row["document"] == document.id]
        assert "".join(replayed(row) for row in mine) == document.text


@given(any_raw())
@MANY
def test_a_row_reads_as_its_bytes_with_its_edits_put_in(raw):
    page = read(raw)
    edits = {}
    for edit in page.edits():
        edits.setdefault(edit["position"], []).append(edit)
    for row in page.ledger():
        if row["role"] in {"markup", "whitespace"}:
            assert row["text"] in (None, "\n", " ", "")
            continue
        at, parts = row["start"], []
        for edit in edits.get(row["position"], ()):
            assert at <= edit["start"] <= edit["end"] <= row["end"]
            parts += [raw[at : edit["start"]].decode(page.source.encoding), edit["new"]]
            at = edit["end"]
        parts.append(raw[at : row["end"]].decode(page.source.encoding))
        assert "".join(parts) == replayed(row)


@given(any_raw())
@MANY
def test_passages_are_ranges_of_the_text(raw):
    for document in read(raw).documents:
        rows = list(document.passages())
        assert "\n".join(row["text"] for row in rows) == document.text
        for row in rows:
            assert document.text[row["start"] : row["end"]] == row["text"]
            assert len(document.text_hans) == len(document.text)


@given(any_raw())
@MANY
def test_a_rejected_page_has_a_reason_and_a_used_one_a_document(raw):
    page = read(raw)
    assert bool(page.reason) == (not page.documents)
    if page.reason:
        assert page.problems


@given(any_page)
@MANY
def test_tidy_a_second_time_changes_nothing(text):
    blocks = read(text.encode()).blocks
    once = tidy(blocks)
    assert [str(b.text) for b in tidy(once)] == [str(b.text) for b in once]


@given(any_page)
@MANY
def test_restore_a_second_time_changes_nothing(text):
    restored = restore(decode(text.encode()))
    if restored is not None:
        again = restore(decode(str(restored.text).encode()))
        assert again is None or str(again.text) == str(restored.text)


@given(any_raw())
@settings(derandomize=True, deadline=None, max_examples=50)
def test_pages_survive_pickling(raw):
    page = read(raw)
    assert list(pickle.loads(pickle.dumps(page)).ledger()) == list(page.ledger())  # noqa: S301


@pytest.mark.parametrize("seed", ["000_f94e16171f0fca6e", "002_d0e6fe0b54740d23"])
def test_a_seed_reads_the_same_in_every_encoding(pages, seed):
    text = pages[seed].source.raw.decode()
    expected = [d.text for d in read(text.encode()).documents]
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        assert [d.text for d in read(text.encode(encoding)).documents] == expected, encoding


@pytest.mark.parametrize("title", ["-山河网", "山河网", "|", "新闻|山河网", "-", "评论|"])
def test_titles_that_are_only_a_site_or_a_rubric(title):
    page = f"<html><title>{title}</title><p>山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢。</p>"
    assert len(read(page.encode()).documents) == 1


def test_a_rejected_page_names_the_encoding_of_its_bytes():
    page = read("东西".encode("gb18030") + b"\0")
    assert page.reason == "binary"
    (row,) = page.ledger()
    assert encoded(row, page.row()["encoding"]) == page.source.raw


def test_a_wrong_declaration_is_a_claim_that_lost():
    page = read('<meta charset="gb2312"><p>山里的路修通了，乡亲们都说好。</p><br>'.encode())
    found = [(c.value, c.chosen) for c in page.page_claims if c.field == "encoding"]
    assert found == [("utf-8", True), ("gb2312", False)]


def test_utf_32_is_rejected():
    page = read("山里的路修通了，乡亲们都说好。".encode("utf-32"))
    assert page.reason == "binary"


def test_characters_that_references_stand_for_are_tidied_too():
    page = read(
        "山里的路&nbsp;修通了&#8203;，&#x2F00;年比一年好，乡亲们的日子一天比一天好。".encode()
    )
    assert page.documents[0].text == "山里的路 修通了，一年比一年好，乡亲们的日子一天比一天好。"
