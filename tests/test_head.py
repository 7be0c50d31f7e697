"""What pages say of themselves for machines: as cases, in four encodings, and as laws."""

import json
import random
from pathlib import Path

import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi import edtf, head
from dongxi.decode import Decoded

CASES = Path(__file__).parent / "cases/head"
FIELDS = {
    "title", "source", "site_name", "author", "date", "date_modified", "section", "url",
    "language",
}  # fmt: skip
ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
SIZE = 300_000
#: Stretches that invite backtracking, or walks to the end of the page again and again.
HOSTILE = (
    b"<", b"<meta ", b'<meta content="', b'<meta content="x"y name="title" ', b'="', b"='a",
    b"<meta name=title content=x>", b"<meta itemprop=name content=x>", b"<link rel=canonical href=/",
    b"<time datetime=2024-05-13>", b"<!--", b"<script>", b"<script ", b"<title>", b"<svg>", b"</script",
    b"<script>var ct=", b"var ct='", b'var ct="1",', b'"pubDate":"', b'{"pubDate":"2024-05-13"},',
    b'{"authorName":"\\u6797\\u8fdc"},', b"authorName:'", b"ame", b"ub", b"var ", b"cambrian.render(",
    b'<b class="author', b'<b class="x author">', b"ubdate'", b'uthor" ', b"<a id=js_name ", b"<html lang=",
)  # fmt: skip
HOSTILE_JSON = (
    '"', '"a ', "'", "{", "[", "}", '{"a":', '"\\', "\\", ":", ",", "a", '{"@type":"Article","name":"x"},',
    '"author":"林远",', '"a" "', "\ud7ff ",
)  # fmt: skip
ARTICLE = b'<script type="application/ld+json">{"@type":"Article",'


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def every():
    return [
        pytest.param(case, id=f"{path.stem}: {case['label']}")
        for path in sorted(CASES.glob("*.jsonl"))
        for case in cases(path.stem)
    ]


def said(page, encoding="utf-8", raw=None):
    """What is claimed of a page: field, rule, value, and whether it is only guessed."""
    found = head.claims(page.encode(encoding) if raw is None else raw, encoding)
    return [
        [c.field, c.rule, c.value, *(["guess"] if c.certainty == "guess" else [])]
        for c in found
    ]


@pytest.mark.parametrize("case", every())
def test_claims(case):
    """What is claimed is what is expected; a site may be named just to be known."""
    found = said(case["input"])
    if not any(claim[0] == "site_name" for claim in case["expected"]):
        found = [claim for claim in found if claim[0] != "site_name"]
    assert found == case["expected"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
@pytest.mark.parametrize("case", every())
def test_claims_in_other_encodings(case, encoding):
    """The same is claimed, from the bytes of the value, whatever the encoding."""
    raw = case["input"].encode(encoding, "ignore")
    page = raw.decode(encoding)
    assert said(page, raw=raw, encoding=encoding) == said(page)


def test_every_rule_has_cases_and_look_alikes():
    """Each rule that exists is shown; each file of cases has look-alikes it leaves alone."""
    rules = {
        claim[1]
        for path in CASES.glob("*.jsonl")
        for c in cases(path.stem)
        for claim in c["expected"]
    }
    assert len(rules) >= 24
    for path in CASES.glob("*.jsonl"):
        if path.stem != "quotes":
            assert sum(c["label"].startswith("no:") for c in cases(path.stem)) >= 3


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_evidence_is_the_value(encoding):
    """The bytes of the evidence read as the value, behind characters of every size."""
    page = (
        "<p>許功蓋</p><meta name=title content=' 許功蓋世 '>"
        "<script>var nickName = '許功蓋', y = '功'; </script>"
        '<script type="application/ld+json">{"許":"功","@type":"Article","author":"許功蓋"}</script>'
    )
    raw = page.encode(encoding)
    found = list(head.claims(raw, encoding))
    assert [c.value for c in found] == ["許功蓋世", "許功蓋", "許功蓋"]
    for claim in found:
        (span,) = claim.evidence
        assert raw[span.start : span.end].decode(encoding) == claim.value


def check(raw, encoding):
    for claim in head.claims(raw, encoding):
        assert claim.field in FIELDS
        assert claim.rule.startswith("head/")
        assert claim.value == claim.value.strip() != ""
        assert not claim.chosen
        claim.value.encode()
        (span,) = claim.evidence
        assert 0 <= span.start < span.end <= len(raw)
        if claim.field in {"date", "date_modified"}:
            assert edtf.valid(claim.value)


heads = st.lists(
    st.one_of(
        st.sampled_from([case.values[0]["input"] for case in every()]),
        pages.line,
        st.sampled_from(['"', "'", "<", ">", "=", "{", "}", "\\", "</script>", "<!--", "-->"]),
    ),
    max_size=6,
).map("".join)


@st.composite
def mutated(draw):
    """A head whose bytes were cut, spoiled or swapped, and an encoding for it."""
    encoding = draw(st.sampled_from(ENCODINGS))
    data = bytearray(draw(heads).encode(encoding, "ignore"))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=3))
    return bytes(data), encoding


@given(pages.raw(), st.sampled_from(ENCODINGS))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_page_is_read(raw, encoding):
    check(raw, encoding)


@given(mutated())
@settings(derandomize=True, deadline=None, max_examples=600)
def test_any_head_is_read(page):
    """Nothing raises, evidence lies in the page, values can be written, dates are valid."""
    check(*page)


@given(st.binary(max_size=60), st.sampled_from(ENCODINGS))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_json_is_read(noise, encoding):
    check(ARTICLE + noise + b'"author":"x"}</script>', encoding)


@given(mutated())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_same_again(page):
    """Reading twice claims the same, and each claim once."""
    raw, encoding = page
    found = list(head.claims(raw, encoding))
    assert found == list(head.claims(raw, encoding))
    assert len({(c.field, c.value, c.rule) for c in found}) == len(found)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_pages_take_linear_time(piece):
    check(piece * (SIZE // len(piece)), "utf-8")
    check(b"<script>" + piece * (SIZE // len(piece)), "utf-8")


@pytest.mark.parametrize("piece", HOSTILE_JSON)
def test_hostile_json_takes_linear_time(piece):
    check(ARTICLE + (piece * (SIZE // len(piece))).encode("utf-8", "ignore"), "utf-8")


def test_random_marks_take_linear_time():
    """A long page of nothing but marks, the same each time."""
    marks = random.Random(1).choices(b"<>\"'=-/! metascript{}[]:,\\", k=SIZE)  # noqa: S311
    check(bytes(marks), "utf-8")


def test_bad_bytes_are_lost_characters():
    """What does not decode reads U+FFFD, and such a value is never chosen."""
    raw = b"<meta name=title content='\xe5\xb1\xb1\xff\xe6\xb2\xb3'>"
    assert [c.value for c in head.claims(raw, "utf-8")] == ["山\ufffd河"]
    assert Decoded(raw, "utf-8", "").raw == raw
