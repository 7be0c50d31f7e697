"""What dates a page: strings, lines and addresses, as cases and as laws."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi import addresses, dates, edtf
from dongxi.fold import fold

CASES = Path(__file__).parent / "cases/dates"
#: The strings of the first table that must be read right; the rest may give nothing.
LEAST_RIGHT = 68
#: Unix times of ten digits.
FIRST_MOMENT = dt.datetime.fromisoformat("2002-01-01")
LAST_MOMENT = dt.datetime.fromisoformat("2033-01-01")
PIECES = (
    "2017 7 21 年 月 日 至 - / . : 时间 发布时间 更新时间 来源 新华社 北京 电 讯 记者 （ ） ( ) 民国 106 廿 "
    "十 二〇一七 〔 〕 号 去年 农历 《 》 第 版 T Z +08:00 10:30 10:30:05 Jul , 0 9 本报 ・ | \u3000 \U00020000"
)
LINES = st.lists(st.sampled_from(PIECES.split(" ")), max_size=16).map("".join)


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


def test_strings_of_the_table():
    """At least 68 of 70 right, none wrong."""
    table = [case.values[0] for case in cases("parse")]
    found = [(case["expected"], dates.parse(case["input"])) for case in table]
    assert len(found) == 70
    assert not [pair for pair in found if pair[1] not in {pair[0], None}]
    assert sum(expected == got for expected, got in found) >= LEAST_RIGHT


@pytest.mark.parametrize("case", cases("parse-more"))
def test_parse(case):
    assert dates.parse(case["input"]) == case["expected"]


@pytest.mark.parametrize("case", cases("find"))
def test_find(case):
    assert [found.edtf for found in dates.find(fold(case["input"]))] == case["expected"]


@pytest.mark.parametrize("case", cases("stamp"))
def test_stamp(case):
    found = dates.stamp(fold(case["input"]))
    source = found and found.source and case["input"][slice(*found.source)]
    assert (found and [found.edtf, source]) == case["expected"]


@pytest.mark.parametrize("case", cases("signature"))
def test_signature(case):
    found = dates.signature(fold(case["input"]))
    assert (found and found.edtf) == case["expected"]


@pytest.mark.parametrize("case", cases("dateline"))
def test_dateline(case):
    line = case["input"]
    found = dates.dateline(fold(line))
    parts = found and [
        line[found.start : found.end],
        *(span and line[slice(*span)] for span in (found.agency, found.place)),
        found.edtf,
    ]
    assert parts == case["expected"]


@pytest.mark.parametrize("case", cases("from-url"))
def test_from_url(case):
    found = dates.from_url(case["input"])
    assert (found and found.edtf) == case["expected"]


@pytest.mark.parametrize("case", cases("from-upload"))
def test_from_upload(case):
    assert dates.from_upload(case["input"]) == case["expected"]
    assert dates.from_upload(case["input"][::-1]) == case["expected"]


@pytest.mark.parametrize("case", cases("year-in-title"))
def test_year_in_title(case):
    found = dates.year_in_title(fold(case["input"]))
    assert (found and found.edtf) == case["expected"]
    assert found is None or case["input"][found.start : found.end] == found.edtf[:-1]


@pytest.mark.parametrize("case", cases("document-number"))
def test_document_number(case):
    line = case["input"]
    found = dates.document_number(fold(line))
    parts = found and [line[found.start : found.end], found.year, found.alone]
    assert parts == case["expected"]


@given(LINES)
@settings(derandomize=True, deadline=None, max_examples=1000)
def test_whatever_is_found_is_a_date_of_the_line(line):
    """Every rule gives EDTF we publish and ranges inside the line, on any line."""
    folded = fold(line)
    found = [*dates.find(folded)]
    found += filter(None, (dates.stamp(folded), dates.signature(folded)))
    for date in found:
        assert edtf.valid(date.edtf)
        assert 0 <= date.start < date.end <= len(line)
    if head := dates.dateline(folded):
        assert 0 == head.start < head.end <= len(line)
        assert head.edtf is None or edtf.valid(head.edtf)
    value = dates.parse(line)
    assert value is None or edtf.valid(value)


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_any_text_is_read(text):
    for rule in (dates.parse, dates.read, dates.from_url):
        rule(text)
    for rule in (dates.stamp, dates.signature, dates.dateline):
        rule(fold(text))


@given(st.datetimes(min_value=FIRST_MOMENT, max_value=LAST_MOMENT))
@settings(derandomize=True, deadline=None)
def test_the_arithmetic_is_the_calendar(moment):
    """Days, seconds and zones by arithmetic agree with the standard library."""
    zone = dt.timezone(dt.timedelta(hours=8))
    seconds = int(moment.replace(tzinfo=dt.UTC).timestamp())
    there = dt.datetime.fromtimestamp(seconds, zone)
    assert addresses.day_of(seconds) == there.date().isoformat()
    assert addresses.seconds_of(moment.date().isoformat()) == seconds // 86400 * 86400
    exact = moment.replace(microsecond=0).isoformat()
    assert addresses.hours_from_utc(exact, "Z") == there.replace(tzinfo=None).isoformat()


@pytest.mark.parametrize(
    "piece", ["2017年", "11月27日至", "2017-07-21 ", "〔2014〕", "二〇一七年", "/2017", "时间:"]
)
def test_long_lines_take_linear_time(piece):
    """Sixteen times the line takes nowhere near its square in steps: it just ends."""
    line = fold(piece * 20_000)
    for rule in (lambda text: list(dates.find(text)), dates.stamp, dates.dateline):
        rule(line)
    dates.document_number(line)
    dates.from_url(line)
