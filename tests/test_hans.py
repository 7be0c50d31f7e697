"""Conversion: the same as the reference, of the same length, and the rule for 著."""

import json
from functools import cache
from itertools import product
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.hans import ZHE_WORDS, characters, convert, entries, to_hans, zhe

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
CHARACTERS = [old for old, _ in entries("TSCharacters.txt")]
PHRASES = [old for old, _ in entries("TSPhrases.txt")]
#: Long phrases would leave little room for overlaps: these are cut out of them.
PARTS = sorted({phrase[:size] for phrase in PHRASES for size in (1, 2, 3)})
ENDS = sorted({phrase[-size:] for phrase in PHRASES for size in (1, 2, 3)})


@cache
def reference():
    return opencc.OpenCC("t2s").convert


def cases(rule):
    lines = (HERE / f"cases/hans/{rule}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", cases("convert"))
def test_convert(case):
    assert convert(case["input"]) == case["expected"] == reference()(case["input"])


@pytest.mark.parametrize("case", cases("zhe"))
def test_zhe(case):
    assert zhe(case["input"]) == case["expected"]


mixtures = st.lists(
    st.one_of(
        st.sampled_from(PHRASES),
        st.sampled_from(PARTS),
        st.sampled_from(ENDS),
        st.sampled_from(CHARACTERS),
        st.sampled_from("的一是在，。\n \u3000不了有人和abc1著着『"),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


@given(mixtures)
@settings(derandomize=True, deadline=None, max_examples=4_000)
def test_convert_equals_the_reference(text):
    """On strings of the dictionaries' own phrases, their pieces, characters and any text."""
    assert convert(text) == reference()(text)


#: Few characters, many phrases: nearly every place is the start of one and inside another.
DENSE = sorted({c for phrase in PHRASES if set(phrase) & set("藉覆乾鍊徵瞭") for c in phrase})


@given(st.text(st.sampled_from("藉覆乾坤反露盆子鍊項瞭解然"), max_size=20))
@settings(derandomize=True, deadline=None, max_examples=3_000)
def test_convert_equals_the_reference_where_phrases_crowd(text):
    assert convert(text) == reference()(text)


@given(st.text(st.sampled_from(DENSE), max_size=20))
@settings(derandomize=True, deadline=None, max_examples=2_000)
def test_convert_equals_the_reference_on_characters_of_phrases(text):
    assert convert(text) == reference()(text)


def test_convert_equals_the_reference_on_every_overlap_of_two_phrases():
    """Every way two phrases can share characters, and every phrase inside another."""
    joined = [
        left + right[size:]
        for left, right in product(PHRASES, repeat=2)
        for size in range(1, min(len(left), len(right)))
        if left.endswith(right[:size])
    ]
    assert len(joined) > 1_000
    assert [text for text in joined if convert(text) != reference()(text)] == []


def test_convert_equals_the_reference_on_chains_of_phrases():
    """Overlaps of three and more: the taken one decides what its neighbours may be."""
    chains = [
        "".join(parts) for parts in product(("藉", "覆", "盆", "反", "露", "助"), repeat=5)
    ]
    assert convert("\n".join(chains)) == reference()("\n".join(chains))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_convert_equals_the_reference_on_the_seeds(seed):
    text = seed.read_text(encoding="utf-8")
    assert convert(text) == reference()(text)


def test_every_character_alone_equals_the_reference():
    text = "\n".join(CHARACTERS)
    assert convert(text) == reference()(text)


@pytest.mark.parametrize("name", ["TSCharacters.txt", "TSPhrases.txt"])
def test_dictionaries_keep_the_length(name):
    """The promise that a range of the text is the same range of its Simplified form."""
    assert [old for old, forms in entries(name) if len(forms[0]) != len(old)] == []


def test_no_phrase_holds_a_separator():
    """The reference cuts the text at these first; no phrase reaches over one."""
    separator = opencc.OpenCC("t2s").split_chars_re
    assert [old for old in (*CHARACTERS, *PHRASES) if separator.search(old)] == []


def test_characters_are_single():
    assert all(len(old) == len(new) == 1 for old, new in characters().items())


@given(mixtures)
@settings(derandomize=True, deadline=None, max_examples=1_000)
def test_length_stays(text):
    assert len(to_hans(text)) == len(text)


@given(mixtures)
@settings(derandomize=True, deadline=None, max_examples=1_000)
def test_to_hans_adds_nothing_but_zhe(text):
    """Where the two differ, 著 became 着."""
    pairs = zip(convert(text), to_hans(text), strict=True)
    assert {pair for pair in pairs if len(set(pair)) > 1} <= {("著", "着")}


@given(st.lists(st.sampled_from([*ZHE_WORDS, "著", "着", "看", "名", "，"])).map("".join))
@settings(derandomize=True, deadline=None, max_examples=1_000)
def test_a_second_zhe_changes_nothing(text):
    assert zhe(zhe(text)) == zhe(text)


def test_conversion_of_a_traditional_page():
    text = "汪洋強調，要圍繞著目標，取得顯著成效"
    assert to_hans(text) == "汪洋强调，要围绕着目标，取得显著成效"


@pytest.mark.parametrize("text", ["藉" * 20_000, "反覆" * 20_000, "覆露" * 20_000])
def test_crowded_phrases_do_not_blow_up(text):
    """Twenty thousand overlapping phrases in one run; the reference would need minutes."""
    assert len(convert(text)) == len(text)
