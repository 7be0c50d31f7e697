"""What the reading form changes, and that it never moves a character."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dongxi.fold import fold

HERE = Path(__file__).parent
LINES = (HERE / "cases/fold/fold.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [pytest.param(case, id=case["label"]) for case in map(json.loads, LINES)]
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert fold(case["input"]) == case["expected"]


@given(st.text())
@example("\x00\ud800𠀀\U0010ffff")
@settings(derandomize=True, deadline=None, max_examples=500)
def test_length_stays(text):
    """A place in the reading form is a place in the text."""
    assert len(fold(text)) == len(text)


@given(st.text(), st.text())
@settings(derandomize=True, deadline=None)
def test_every_character_is_read_alone(left, right):
    """Neighbours do not matter, so a slice of the form is the form of the slice."""
    assert fold(left + right) == fold(left) + fold(right)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_a_second_pass_changes_nothing(seed):
    once = fold(seed.read_text(encoding="utf-8"))
    assert fold(once) == once
