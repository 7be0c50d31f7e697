"""Which script and language a text has, and the counts behind it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.script import (
    SHARED_SIMPLIFIED,
    SHARED_TRADITIONAL,
    Counts,
    count,
    deciding,
    label,
    language,
)

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


def cases(rule):
    lines = (HERE / f"cases/script/{rule}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


def seed(number):
    return next(SEEDS.glob(f"{number}_*")).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases("count"))
def test_count(case):
    assert count(case["input"]) == Counts(*case["expected"])


@pytest.mark.parametrize("case", cases("label"))
def test_label(case):
    assert label(count(case["input"])) == case["expected"]


@pytest.mark.parametrize("case", cases("language"))
def test_language(case):
    counts = count(case["input"])
    assert language(label(counts), counts, case["input"]) == case["expected"]


@pytest.mark.parametrize(
    ("number", "script", "name"),
    [
        ("000", "Hans", "zh-Hans"),
        ("001", "Hans", "zh-Hans"),
        ("002", "Hant", "zh-Hant"),
        ("003", "Hans", "zh-Hans"),
        ("004", "Hans", "zh-Hans"),
    ],
)
def test_seeds(number, script, name):
    text = seed(number)
    counts = count(text)
    assert (label(counts), language(label(counts), counts, text)) == (script, name)


@pytest.mark.parametrize(
    ("number", "han", "simplified", "traditional", "shared"),
    [
        ("000", 856, 289, 0, 3),
        ("001", 2078, 736, 0, 5),
        ("002", 1222, 9, 501, 7),
        ("003", 23915, 8174, 1, 102),
        ("004", 2117, 789, 0, 5),
    ],
)
def test_counts_of_the_seeds(number, han, simplified, traditional, shared):
    """Readers counted whole pages with the dictionaries alone; shared characters go off."""
    counts = count(seed(number))
    assert counts[:3] == (simplified - shared, traditional, han)


def test_shared_characters_decide_nothing():
    simplified, traditional = deciding()
    assert not (simplified | traditional) & (SHARED_SIMPLIFIED | SHARED_TRADITIONAL)
    assert not simplified & traditional


texts = st.text(st.one_of(st.characters(), st.sampled_from("国國发發并於山Aa1ア，")))


@given(texts, texts)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_counts_add_up(left, right):
    """The counts of a document are the sums of those of its paragraphs."""
    sums = (a + b for a, b in zip(count(left), count(right), strict=True))
    assert count(left + right) == Counts(*sums)


@given(texts)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_every_character_counts_at_most_once(text):
    counts = count(text)
    assert sum(counts[2:]) <= len(text)
    assert counts.simplified + counts.traditional <= counts.han


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_label_is_the_same_for_both_scripts(simplified, traditional):
    """Swapping the counts swaps the label."""
    swapped = {"Hans": "Hant", "Hant": "Hans", "mixed": "mixed", "Hani": "Hani"}
    one = label(Counts(simplified, traditional, 20_000, 0, 0))
    other = label(Counts(traditional, simplified, 20_000, 0, 0))
    assert swapped[one] == other
