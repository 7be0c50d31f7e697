"""Which encoding a page is in, why, and what becomes of bytes that do not decode."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi import decode as module
from dongxi.decode import CODECS, EXTRA_RULE, UNDECODABLE, Decoded, codec, declared, decode
from dongxi.rules import rules

HERE = Path(__file__).parent
LAW = settings(derandomize=True, deadline=None, max_examples=300)
#: What may be the reason for an encoding.
REASONS = {rule for rule in rules() if rule.startswith("decode/")} - {EXTRA_RULE, UNDECODABLE}
TEXT = "县里的茶厂今年又招了三十个人，村民们说日子比以前好过多了。"


def cases(name):
    lines = (HERE / f"cases/decode/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


def benchmark():
    """Load the script that makes pages; it is no package."""
    spec = importlib.util.spec_from_file_location(
        "made_pages", HERE.parent / "benchmarks" / "decode.py"
    )
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    return script


made = benchmark()


def data(parts):
    return b"".join(
        bytes.fromhex(text) if how == "hex" else text.encode(how) for text, how in parts
    )


@pytest.mark.parametrize("case", cases("decode"))
def test_encoding_and_reason(case):
    found = decode(data(case["input"]["parts"]), case["input"]["charset"])
    assert [found.encoding, found.rule] == case["expected"]


@pytest.mark.parametrize("case", cases("declared"))
def test_declaration(case):
    raw = case["input"].encode()
    found = declared(raw)
    assert (found and [found.label, found.encoding, *found.span]) == case["expected"]
    assert found is None or raw[found.span.start : found.span.end].decode() == found.label


@pytest.mark.parametrize("case", cases("codec"))
def test_label(case):
    assert codec(case["input"]) == case["expected"]


def test_every_label_names_one_codec_of_python():
    assert len(CODECS) == sum(len(labels.split()) for labels in module.LABELS.values())
    for name in set(CODECS.values()):
        assert "东西".encode(name, "ignore").decode(name) in {"东西", "东", "西", ""}
        assert not "".encode(name)


@pytest.mark.parametrize("damage", made.DAMAGES)
@pytest.mark.parametrize("kind", made.KINDS, ids=lambda kind: kind.name)
def test_made_pages_are_decoded_right(kind, damage):
    """The table of `docs/encodings.md`, on fewer pages."""
    for declaration in made.DECLARED:
        if (kind, declaration, damage) in set(made.kinds()):
            for raw in made.made(kind, declaration, damage, 12):
                assert decode(raw).encoding == kind.codec


def test_a_few_characters_are_enough():
    for size in (16, 32):
        for expected, raw in made.shorts(size, 25):
            assert decode(raw).encoding == expected, raw.decode(expected)


@given(st.binary(max_size=80), st.sampled_from([None, "gbk", "utf-16", "big5", "latin1", "x"]))
@LAW
def test_any_bytes_are_read_whole(raw, charset):
    found = decode(raw, charset)
    at = 0
    for text, start, end, edits in found.pieces(0, len(raw)):
        assert start == at
        assert end > at
        assert edits or raw[start:end].decode(found.encoding) == text
        at = end
    assert at == len(raw)
    assert found.rule in REASONS
    marks = list(found.marks(0, len(raw)))
    assert marks == sorted(marks)
    assert marks[-1] == len(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("repeats", [1, 100])
@pytest.mark.parametrize("before", ["", "东a"])
def test_the_bytes_of_some_characters_are_those_of_all(encoding, repeats, before):
    start = len(before.encode(encoding))
    raw = (before + "东a𠀀é" * repeats).encode(encoding)
    found = Decoded(raw, encoding, "decode/test")
    marks = list(found.marks(start, len(raw)))
    assert len(marks) == 4 * repeats + 1
    assert found.places(start, len(raw), range(len(marks))) == marks
    assert found.places(start, len(raw), [2, 4 * repeats]) == [marks[2], len(raw)]
    assert found.places(start, len(raw), []) == []


@given(st.binary(max_size=60), st.sampled_from(["gb18030", "big5hkscs", "utf-8"]))
@LAW
def test_a_page_reads_the_same_cut_at_its_tags(noise, encoding):
    raw = TEXT.encode(encoding, "ignore") + noise.replace(b"<", b"") + b"<p>" + noise
    source = Decoded(raw, encoding, "decode/test")
    at = raw.index(b"<")
    cut = source.pieces(0, at) + source.pieces(at, len(raw))
    assert "".join(p[0] for p in cut) == str(source.text())


@given(st.text("中文，的é1 <p>\n", max_size=30), st.sampled_from(["utf-8", "utf-16"]))
@LAW
def test_what_a_mark_says_holds(text, encoding):
    raw = text.encode("utf-8-sig" if encoding == "utf-8" else encoding)
    found = decode(raw)
    assert found.rule == "decode/byte-order-mark"
    assert str(found.text()) == "\ufeff" + text


def read(raw, encoding):
    return [
        (text, start, end, [e.rule for e in edits])
        for text, start, end, edits in Decoded(raw, encoding, "decode/test").pieces(0, len(raw))
    ]


def test_the_euro_of_cp936_and_cp950():
    assert read("价".encode("gbk") + b"\x805", "gb18030") == [
        ("价", 0, 2, []), ("€", 2, 3, ["decode/euro"]), ("5", 3, 4, []),
    ]  # fmt: skip
    assert read(b"\xa3\xe1" + "價".encode("big5"), "big5hkscs") == [
        ("€", 0, 2, ["decode/euro"]), ("價", 2, 4, []),
    ]  # fmt: skip


def test_two_bytes_of_0x80_are_no_euro():
    assert read(b"\x80\x80\xff", "gb18030")[-1][3] == ["decode/undecodable"]


def test_a_pair_big5_does_not_assign_leaves_the_next_in_step():
    assert read(b"\x81\x81" + "茶廠".encode("big5"), "big5hkscs") == [
        ("\ufffd", 0, 2, ["decode/undecodable"]), ("茶廠", 2, 6, []),
    ]  # fmt: skip


def test_a_pair_big5_does_not_assign_leaves_its_ascii():
    assert read(b"\x81<p>", "big5hkscs") == [
        ("\ufffd", 0, 1, ["decode/undecodable"]), ("<p>", 1, 4, []),
    ]  # fmt: skip


def test_an_include_is_bad_bytes_and_nothing_else_is():
    good, bad = TEXT.encode() * 4, "今年又招了".encode("gbk")
    found = decode(good + b"\n" + bad + b"\n" + good)
    edges = [(start, end) for _, start, end, edits in found.pieces(0, len(found.raw)) if edits]
    assert found.encoding == "utf-8"
    assert all(len(good) < start < end < len(good) + 2 + len(bad) for start, end in edges)
    assert str(found.text()).count(TEXT) == 8


def test_gb18030_pairs_round_trip():
    """What makes gb18030 fit to be published: every pair comes back, private use included."""
    for first in range(0x81, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((first, second))
            assert pair.decode("gb18030").encode("gb18030") == pair


def test_twelve_pairs_of_big5_do_not_round_trip():
    lost = []
    for first in range(0x87, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            pair = bytes((first, second))
            text = pair.decode("big5hkscs", "ignore")
            if len(text) == 1 and text > "\x7f" and text.encode("big5hkscs") != pair:
                lost.append(pair.hex())
    assert lost == [
        "a1fe", "a240", "a27e", "a2a1", "a2a2", "a2a3", "a2a4", "a2a5", "a2a6", "a2a7", "a2cc",
        "a2ce",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [
        "中".encode("gbk"), b"\xff", b"\xe4\xb8", b"<meta ", b"<!--", b"<meta charset", b"\xe9a ",
        b"\0", b"\x81\x30", b"\xc4<", b"\xfe\xff", b"\x81\x81", b"\xc3\xa9",
    ],
    ids=repr,
)  # fmt: skip
def test_time_is_linear(unit):
    def seconds(times):
        raw = b"\xa1\xa1" + unit * times
        best = float("inf")
        for _ in range(3):
            start = process_time()
            source = decode(raw)
            source.pieces(0, len(raw))
            best = min(best, process_time() - start)
        return best

    short = 4_000
    assert seconds(short * 16) < max(seconds(short), 0.002) * 16 * 3
