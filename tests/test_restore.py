"""The stage on bytes: what its glance lets through, and the account in the pieces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.damage import repair
from dongxi.decode import Decoded, decode
from dongxi.restore import may_open, restore

SEEDS = Path(__file__).parents[1] / "seeds"
DAMAGED = "002_d0e6fe0b54740d23"
PAGE = "協(xié)作，經(jīng)驗\n?\n強調(diào)，譙(qiáo)城"


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_only_the_damaged_seed_is_taken_up(path):
    source = decode(path.read_bytes())
    found = restore(source)
    assert (found is not None) == (path.stem == DAMAGED)
    assert may_open(source.raw, source.encoding) == (path.stem == DAMAGED)
    if found:
        assert str(found.text) == repair(str(source.text())).text
        assert found.text.span == (0, len(source.raw))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_any_encoding_that_has_the_letters(encoding):
    found = restore(Decoded(PAGE.encode(encoding), encoding, "test"))
    assert found
    assert str(found.text) == "協作，經驗\n\n強調，譙(qiáo)城"


def test_each_edit_stands_for_its_bytes():
    raw = PAGE.encode()
    found = restore(Decoded(raw, "utf-8", "test"))
    assert found
    gone = [raw[piece.span.start : piece.span.end].decode() for piece in found.text.edits()]
    assert gone == ["(xié)", "(jīng)", "?", "(diào)"]
    assert [PAGE[edit.start : edit.end] for edit in found.proposals] == ["(qiáo)"]
    assert [edit.certainty for edit in found.proposals] == ["probable"]


def test_bytes_that_do_not_decode_stay_in_the_account():
    raw = PAGE.encode().replace("驗".encode(), b"\xe9\xa9") + b"\xff"
    found = restore(decode(raw))
    assert found
    assert str(found.text) == "協作，經\ufffd\n\n強調，譙(qiáo)城\ufffd"
    assert found.text.span == (0, len(raw))


def test_a_second_pass_finds_nothing_to_do():
    once = restore(decode((SEEDS / f"{DAMAGED}.txt").read_bytes()))
    assert once
    assert restore(decode(str(once.text).encode())) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"f(e) g(x) (abc) (i) url(img)",
        "（图）（记者）（央视）（新华社）".encode(),
        "青島(Qīngdǎo)、北京(Běijīng)、上海(Shànghǎi)".encode(),
        "(caf\u00e9) (na\u00efve)".encode(),
    ],
)
def test_glance_keeps_the_page_from_being_decoded(raw):
    assert not may_open(raw, "utf-8")


letters = st.text("發業經調字 (（)）fāxiédiàojīnɡe\u0301u\u0308\u0300?\n", max_size=60)


@settings(derandomize=True, deadline=None)
@given(letters, st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]))
def test_glance_misses_nothing(text, encoding):
    """What the gate would take from the text, the glance lets through from the bytes."""
    page = "協(xié)作，經(jīng)驗" + text + "強調(diào)"
    raw = page.encode(encoding, "replace")
    if repair(raw.decode(encoding)).gate:
        assert may_open(raw, encoding)
