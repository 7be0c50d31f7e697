"""Dates as published: their grammar, their bounds, and agreement with the `edtf` package."""

import json
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.edtf import bounds, day, days_in, valid

LINES = (Path(__file__).parent / "cases/dates/bounds.jsonl").read_text(encoding="utf-8")
CASES = [pytest.param(case, id=case["label"]) for case in map(json.loads, LINES.splitlines())]
VALID = [case for case in CASES if case.values[0]["expected"] != "invalid"]
DAYS = st.dates()


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    if case["expected"] == "invalid":
        assert not valid(case["input"])
        with pytest.raises(ValueError, match="is no date in the EDTF we publish"):
            bounds(case["input"])
    else:
        assert valid(case["input"])
        assert list(bounds(case["input"])) == case["expected"]


@pytest.mark.parametrize("case", VALID)
def test_the_reference_parser_reads_what_we_publish(case):
    """Where a year is known, the package's strict bounds are ours."""
    parsed = parse_edtf(case["input"])
    if None not in case["expected"]:
        earliest, latest = parsed.lower_strict()[:3], parsed.upper_strict()[:3]
        assert ["{:04}-{:02}-{:02}".format(*part) for part in (earliest, latest)] == list(
            bounds(case["input"])
        )


@given(DAYS, st.sampled_from(["", "~", "?", "%"]))
@settings(derandomize=True, deadline=None)
def test_a_day_bounds_itself(date, mark):
    text = date.isoformat()
    assert bounds(text + mark) == (text, text)
    assert valid(f"XXXX{text[4:]}")


@given(DAYS, DAYS)
@settings(derandomize=True, deadline=None)
def test_an_interval_runs_forward(one, other):
    first, last = sorted((one.isoformat(), other.isoformat()))
    assert bounds(f"{first}/{last}") == (first, last)
    assert valid(f"{last}/{first}") == (first == last)


@given(st.datetimes())
@settings(derandomize=True, deadline=None)
def test_a_time_adds_nothing_to_the_bounds(moment):
    text = moment.replace(microsecond=0).isoformat()
    assert bounds(text) == bounds(day(text))


@given(st.text(alphabet="0123456789X-/~?%T: \n年", max_size=24))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_any_string_is_judged(text):
    """What is valid has bounds in order, and the reference parser reads it."""
    if valid(text):
        earliest, latest = bounds(text)
        assert not (earliest and latest) or earliest <= latest
        assert parse_edtf(text)


def test_lengths_of_months():
    assert [days_in(2017, month) for month in (1, 2, 4)] == [31, 28, 30]
