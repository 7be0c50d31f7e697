"""Who made a page: labelled fields, by-lines, credits, names; as cases and as laws."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi import names, people
from dongxi.fold import fold

CASES = Path(__file__).parent / "cases/people"
#: Of a hundred names found, at most three may be false.
MOST_FALSE = 0.03
PIECES = (
    "来源 作者 责任编辑 编辑 记者 本报 新华社 山河网 通讯员 评论员 王远山 林远 北风 方 敏 ： : / | 、 ， 。 （ ） ( ) "
    "[ ] 文 图 摄 报道 时间 2017-07-21 点击 123 佚名 ☉ □ · 电 讯 8月29日 “ ” 《 》 注 \u3000 \U00020000 A"
)
LINES = st.lists(st.sampled_from(PIECES.split(" ")), max_size=16).map("".join)


def rows(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def cases(name):
    return [pytest.param(case, id=case["label"]) for case in rows(name)]


def texts(line, spans):
    return [line[start:end] for start, end in spans]


@pytest.mark.parametrize("case", cases("fields"))
def test_fields(case):
    line = case["input"]
    found = people.fields(fold(line))
    assert [[field.kind, line[field.start : field.end]] for field in found] == case["expected"]


@pytest.mark.parametrize("case", cases("byline"))
def test_byline(case):
    assert texts(case["input"], people.byline(fold(case["input"]))) == case["expected"]


@pytest.mark.parametrize("case", cases("publisher"))
def test_publisher(case):
    found = people.publisher(fold(case["input"]))
    assert (found and case["input"][slice(*found)]) == case["expected"]


@pytest.mark.parametrize("case", cases("split-names"))
def test_split_names(case):
    assert texts(case["input"], people.split_names(fold(case["input"]))) == case["expected"]


@pytest.mark.parametrize("case", cases("is-name"))
def test_is_name(case):
    assert people.is_name(fold(case["input"])) is case["expected"]


@pytest.mark.parametrize("case", cases("is-outlet"))
def test_is_outlet(case):
    assert people.is_outlet(fold(case["input"])) is case["expected"]


@pytest.mark.parametrize("case", cases("nobody"))
def test_nobody(case):
    assert names.nobody(case["input"]) is case["expected"]


@pytest.mark.parametrize("case", cases("glued-credit"))
def test_glued_credit(case):
    line = case["input"]
    found = people.glued_credit(fold(line))
    assert (found and [line[found[0] : found[1]], found[2]]) == case["expected"]


def test_false_names_are_rare():
    """Over all by-lines and fields, look-alikes included, at most 3 % of the names are false."""
    right = wrong = 0
    for case in rows("byline"):
        for name in texts(case["input"], people.byline(fold(case["input"]))):
            right += name in case["expected"]
            wrong += name not in case["expected"]
    for case in rows("fields"):
        for field in people.fields(fold(case["input"])):
            value = [field.kind, case["input"][field.start : field.end]]
            right += value in case["expected"]
            wrong += value not in case["expected"]
    assert wrong <= MOST_FALSE * (right + wrong)


def test_there_are_enough_cases():
    """At least 150 lines with names, a third of them look-alikes."""
    every = [case for name in ("fields", "byline", "glued-credit") for case in rows(name)]
    assert len(every) >= 150
    assert sum(not case["expected"] for case in every) >= len(every) / 3


@given(LINES)
@settings(derandomize=True, deadline=None, max_examples=1000)
def test_what_is_found_lies_in_the_line(line):
    """Ranges are in order, inside the line, and names are no bare marks."""
    folded = fold(line)
    last = 0
    for field in people.fields(folded):
        assert last <= field.label_start <= field.start <= field.end <= len(line)
        last = field.start
    for start, end in [*people.byline(folded), *people.split_names(folded)]:
        assert 0 <= start < end <= len(line)
        assert folded[start:end].strip(" :|/、,()[]") == folded[start:end]
    if credit := people.glued_credit(folded):
        assert 0 < credit[0] < credit[1] <= len(line)


@given(LINES)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_cutting_credits_ends(line):
    """A credit cut off makes the paragraph shorter, so asking again comes to an end."""
    folded = fold(line)
    while credit := people.glued_credit(folded):
        assert folded[: credit[0]].strip()
        folded = folded[: credit[0]]


@given(st.text(max_size=80))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_any_text_is_read(text):
    folded = fold(text)
    people.fields(folded)
    people.byline(folded)
    people.publisher(folded)
    people.glued_credit(folded)
    people.caption_credit(folded)
    people.split_names(folded)
    people.is_name(folded)
    people.is_outlet(folded)
    names.nobody(text)
    names.is_office(folded)


@pytest.mark.parametrize("piece", ["来源:", "记者", "王远山 ", "本报记者", "(", "摄", "。"])
def test_long_lines_take_linear_time(piece):
    line = piece * 50_000
    people.fields(line)
    people.byline(line)
    people.glued_credit(line)
    people.caption_credit(line)
    people.is_outlet(line)
    people.is_name(line)
    people.split_names(line)
    names.nobody(line)
    names.is_office(line)
