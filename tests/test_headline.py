"""Headlines of flattened pages: the lines that are one, and those that only look like it."""

import json
from pathlib import Path

import pytest

from dongxi.reading import read

CASES = Path(__file__).parent / "cases/headline"


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", cases("headline"))
def test_headline(case):
    """The title is the line of the page that is its headline, or nothing."""
    (document,) = read("\n".join(case["lines"]).encode()).documents
    assert document.choice.value("title") == case["expected"]


def test_many_lines_take_linear_time():
    """A page of headlines is read like any other."""
    story = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人，也感谢帮扶的人。"
    lines = ["山河 > 山里的路", "山里的路", "山里的路修通了没有", "2021-05-01 10:00"] * 5_000
    (document,) = read("\n".join([*lines, story]).encode()).documents
    assert document.text == story


def test_a_long_number_takes_linear_time():
    """Digits can be divided in one way only, however many there are."""
    story = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人，也感谢帮扶的人。"
    (document,) = read(f"{'138' * 30}X\n{story}".encode()).documents
    assert document.text.endswith(story)
