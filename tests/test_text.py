"""`Text`: the laws that let everything else forget about bytes."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.decode import Decoded, decode
from dongxi.model import Edit, Span
from dongxi.text import Text, joined

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
letters = st.text("ab中文，“é1", max_size=20)
edits = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 3), st.sampled_from(["", "x", "東西"])),
    max_size=5,
)


def text_of(value: str, encoding: str) -> Text:
    raw = value.encode(encoding, "ignore")
    return Decoded(raw, encoding, "decode/test").text()


def proposed(value: str, drawn) -> list[Edit]:
    found = []
    for start, size, new in drawn:
        first = min(start, len(value))
        found.append(Edit(first, min(first + size, len(value)), new, "test/edit"))
    return found


def by_hand(value: str, wanted: list[Edit]) -> str:
    """Apply edits to a plain string: what `Text.edit` must equal."""
    kept: list[Edit] = []
    for edit in sorted(wanted, key=lambda e: (e.start, e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    for edit in reversed(kept):
        value = value[: edit.start] + edit.new + value[edit.end :]
    return value


def tiles(text: Text) -> bool:
    at = text.span.start
    for _, start, end, _ in text.flat:
        if start != at or end < start:
            return False
        at = end
    return at == text.span.end


@given(letters, st.sampled_from(ENCODINGS), st.lists(edits, max_size=4))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_edits_read_as_by_hand_and_spans_tile(value, encoding, rounds):
    text = text_of(value, encoding)
    span = text.span
    for drawn in rounds:
        before = str(text)
        wanted = proposed(before, drawn)
        text = text.edit(wanted)
        assert str(text) == by_hand(before, wanted)
        assert tiles(text)
        if text.flat:
            assert span in {text.span, (0, 0)}


@given(letters, st.sampled_from(ENCODINGS), edits, edits)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_later_edits_keep_earlier_ones(value, encoding, first, second):
    once = text_of(value, encoding).edit(proposed(value, first))
    twice = once.edit(proposed(str(once), second))
    before = sum(len(piece.edits) for piece in once.edits())
    after = sum(len(piece.edits) for piece in twice.edits())
    assert after >= before


@given(letters, st.sampled_from(ENCODINGS), edits, st.lists(st.integers(0, 25), max_size=5))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_cuts_tile_and_join_again(value, encoding, drawn, points):
    raw = value.encode(encoding, "ignore")
    text = text_of(value, encoding).edit(proposed(value, drawn))
    parts = text.cut([min(point, len(text)) for point in points])
    assert "".join(map(str, parts)) == str(text)
    there = [part for part in parts if part.flat]
    assert all(tiles(part) for part in there)
    if there:
        assert joined(there).span == text.span
    for part in there:
        for piece in part.pieces:
            if not piece.edits:
                assert raw[slice(*piece.span)].decode(encoding) == piece.text


@given(letters, st.sampled_from(ENCODINGS), st.integers(0, 20), st.integers(0, 20))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_span_decodes_to_its_characters(value, encoding, one, other):
    raw = value.encode(encoding, "ignore")
    value = raw.decode(encoding)
    start, end = sorted((min(one, len(value)), min(other, len(value))))
    span = text_of(value, encoding).span_of(start, end) if value else (0, 0)
    assert raw[slice(*span)].decode(encoding) == value[start:end]


def test_an_edit_over_an_edit_keeps_both():
    text = decode(b"a &quot; b").text()
    text = text.edit([Edit(2, 8, '"', "tidy/reference")])
    text = text.edit([Edit(1, 4, "“", "tidy/spaced-quote")])
    (piece,) = text.edits()
    assert [edit.rule for edit in piece.edits] == ["tidy/reference", "tidy/spaced-quote"]
    assert piece.span == (1, 9)
    assert str(text) == "a“b"


def test_a_rewritten_piece_is_never_cut():
    text = decode(b"x&hearts;y").text().edit([Edit(1, 9, "\u2665\ufe0f", "tidy/reference")])
    left, right = text.cut([2])
    assert (str(left), str(right)) == ("x\u2665\ufe0f", "y")


def test_an_insertion_has_no_bytes():
    text = decode("东西".encode()).text().edit([Edit(1, 1, "、", "test/insert")])
    assert [piece.span for piece in text.edits()] == [(3, 3)]


def test_undecodable_bytes_are_pieces_of_their_own():
    source = decode("东".encode() + b"\xff\xfe" + "西方".encode())
    pieces = source.text().pieces
    assert [(p.text, p.span) for p in pieces] == [
        ("东", (0, 3)), ("\ufffd", (3, 5)), ("西方", (5, 11)),
    ]  # fmt: skip
    assert [e.rule for p in pieces for e in p.edits] == ["decode/undecodable"]


def test_texts_survive_pickling():
    text = decode("东西部".encode()).text().edit([Edit(0, 1, "東", "test/edit")])
    again = pickle.loads(pickle.dumps(text))  # noqa: S301
    assert again == text
    assert str(again[1:]) == "西部"


def test_joining_texts_that_do_not_meet_says_so():
    text = decode(b"abc").text()
    with pytest.raises(ValueError, match="bytes 1 and 2 do not meet"):
        joined([text[:1], text[2:]])


class Counting:
    """An origin that counts how often it is asked."""

    def __init__(self, source):
        self.source, self.asked = source, 0

    def marks(self, start, end):
        self.asked += 1
        return self.source.marks(start, end)


def test_a_piece_is_measured_once_however_many_edits_it_takes():
    source = decode(("东西部协作" * 2_000).encode())
    origin = Counting(source)
    text = Text(origin, source.pieces(0, len(source.raw)))
    edited = text.edit([Edit(i, i + 1, "。", "test/edit") for i in range(0, 10_000, 2)])
    assert origin.asked == 1
    assert len(edited.cut(range(0, 10_000, 10))) == 1_001
    assert sum(1 for _ in edited.edits()) == 5_000


def test_ranges_of_bytes_are_found_in_one_walk():
    """As `span_of` finds each; of a rewritten piece its edges count."""
    text = Decoded("一&amp;二三".encode(), "utf-8", "decode/utf-8").text()
    text = text.edit([Edit(1, 6, "&&", "tidy/reference")])
    assert str(text) == "一&&二三"
    ranges = [(0, 1), (1, 2), (3, 5)]
    assert text.spans_of(ranges) == [Span(0, 3), Span(3, 8), Span(8, 14)]
    assert text.spans_of(ranges) == [text.span_of(*one) for one in ranges]
    assert text.spans_of([]) == []


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("一&二三", -1)]),
        ([(8, 11)], [("一&", -1), ("二", 0), ("三", -1)]),
        ([(9, 10)], [("一&", -1), ("二", 0), ("三", -1)]),
        ([(4, 5)], [("一", -1), ("&", 0), ("二三", -1)]),
        ([(0, 3), (11, 14)], [("一", 0), ("&二", -1), ("三", 1)]),
        ([(0, 14)], [("一&二三", 0)]),
        ([(3, 3), (14, 20)], [("一&二三", -1)]),
    ],
)
def test_ranges_of_bytes_divide_a_text(spans, expected):
    """Characters and rewritten pieces go whole; the parts still tile."""
    text = Decoded("一&amp;二三".encode(), "utf-8", "decode/utf-8").text()
    text = text.edit([Edit(1, 6, "&", "tidy/reference")])
    parts = text.divide(spans)
    assert [(str(part), owner) for part, owner in parts] == expected
    assert str(joined([part for part, _ in parts])) == str(text)
    assert parts[0][0].span.start == 0
    assert parts[-1][0].span.end == 14


def test_characters_of_one_piece_are_asked_for_once():
    """A page of one piece with thousands of places is walked over once."""
    asked = 0

    class Counting(Decoded):
        def marks(self, start, end):
            nonlocal asked
            asked += 1
            return super().marks(start, end)

        def places(self, start, end, chars):
            nonlocal asked
            asked += 1
            return super().places(start, end, chars)

    text = Counting(("一" * 4_000).encode(), "utf-8", "decode/utf-8").text()
    spans = text.spans_of([(at, at + 1) for at in range(0, 4_000, 2)])
    assert asked == 1
    assert len(text.divide(spans)) == 4_000
    assert asked == 2
