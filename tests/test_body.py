"""The body of a page: every line a reader came for, in order, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dongxi.reading import read

CASES = Path(__file__).parent / "cases" / "body"


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [pytest.param(row["input"], row["expected"], id=row["label"]) for row in rows]


def body(raw):
    return [line for d in read(raw.encode()).documents for line in d.text.split("\n")]


@pytest.mark.parametrize(("lines", "expected"), cases("flat"))
def test_a_flattened_page_gives_its_story(lines, expected):
    assert body("\n".join(lines)) == expected


@pytest.mark.parametrize(("page", "expected"), cases("html"))
def test_a_page_gives_its_story(page, expected):
    assert body(page) == expected
