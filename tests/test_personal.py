"""What has the form of personal data, and the look-alikes that stay."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dongxi import personal
from dongxi.checks.personal import find as surely
from dongxi.personal import EMAILS, MASK, NUMBERS, find, masked

HERE = Path(__file__).parent / "cases" / "personal"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem} {case['label']}")
    for path in sorted(HERE.glob("*.jsonl"))
    for case in map(json.loads, path.read_text(encoding="utf-8").splitlines())
]
#: Pieces that texts with numbers are made of.
PIECES = (
    "13812345678", "138", "1234", "5678", "0571", "010", "62345678", "+86", "+852", "(02)", "2345-6789",
    "11010519491231002X", "110105", "19491231", "002X", "4111111111111111", "6222020000000000000", "lu@example.com",
    "@", "lu", ".com", "电话：", "QQ", "编号", "元", "年", "号", "-", " ", "/", ".", ",", "，", "\n", "\u3000", "http://",
    "１３８１２３４５６７８", "<b>", "X", "2017-07-21", "█", "Tel:", "/", "Phone", "(139)", "139", "801", "E-mail", "．", "138 1234 5678", "身份证", "\x00", "𠀀",
    "&#49;", "&#51", "&#64;", "&amp;", "&nbsp;", "#49;", "%40", "%31", "\\u0031", "\\x40", "\\n", "\\", "\u200b", "&#x33;", "%20", "&#65306;", "&shy;", r"\u200b", "&#1234567", "&#", "&#x4", ";",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule, case):
    text = case["input"]
    found = [text[one.start : one.end] for one in find(text) if one.rule == f"personal/{rule}"]
    assert found == case["expected"]


def test_every_rule_has_cases():
    rules = {f"personal/{path.stem}" for path in HERE.glob("*.jsonl")}
    assert rules == {rule for rule, *_ in NUMBERS} | {"personal/email"}
    assert EMAILS.pattern


@given(TEXTS)
@example("13812345678" * 2)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_the_mask_keeps_the_length_and_covers_all(text):
    """And a second pass finds nothing more."""
    done = masked(text)
    assert len(done) == len(text)
    assert all(new in {old, MASK} for old, new in zip(text, done, strict=True))
    assert find(done) == []


@given(TEXTS)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_findings_stand_in_order_and_apart(text):
    found = find(text)
    assert found == sorted(found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(TEXTS)
@example("请打13812345678。")
@settings(derandomize=True, deadline=None, max_examples=2000)
def test_what_the_checks_are_sure_of_is_found(text):
    """Written twice, so that one can judge the other."""
    known = find(text)
    for start, end, kind in surely(text):
        assert any(one.start <= start and end <= one.end for one in known), (text, kind)


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_what_the_checks_are_sure_of_is_found_in_cases(rule, case):  # noqa: ARG001
    known = find(case["input"])
    for start, end, _ in surely(case["input"]):
        assert any(one.start <= start and end <= one.end for one in known)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打13812345678。", "mobile"),
        ("请打010-62345678。", "landline"),
        ("请写信到 lu@example.com 。", "email"),
        ("证件11010519491231002X，", "identity-number"),
        ("卡6222020000000000000，", "bank-card"),
    ],
)
def test_the_checks_are_sure_of_each_kind(text, kind):
    assert [found[2] for found in surely(text)] == [kind]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "13812345678",
        "13812345678-",
        "lu@",
        "@",
        "a.",
        "138 ",
        "(",
        "６２-",
        "0571-8",
    ],
)
def test_the_work_grows_with_the_text(piece, monkeypatch):
    """Windows do not overlap, so that no character is looked at more than so many times."""
    seen = 0
    plain = personal._numbers  # noqa: SLF001

    def counting(text, start, end):
        nonlocal seen
        seen += end - start
        return plain(text, start, end)

    monkeypatch.setattr(personal, "_numbers", counting)
    text = piece * 2_000
    find(text)
    assert seen <= len(text) + personal.AROUND * len(text)
