"""Invented flattened pages of eight forms: how well they read, never worse than before.

The pages and their gold stand in `tests/flattened`; `python -m benchmarks.extract tests/flattened`
shows the same figures beside those of other tools.
"""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest

from benchmarks import forms, peers, score

PAGES = forms.load(Path(__file__).parent / "flattened")
#: A little under what was measured, per cent of F1.
FLOORS = [("article", 98.5), ("forum", 94)]
#: No page reads worse.
LEAST = 0.75
#: So many were right, and so many wrong.
FIELDS = [("title", 32, 1), ("date", 32, 0), ("source", 13, 0), ("author", 13, 0)]


@pytest.fixture(scope="module")
def answers():
    """Read every page once."""
    return [peers.answered(page) for page in PAGES]


@pytest.mark.parametrize(("kind", "floor"), FLOORS)
def test_no_kind_of_page_reads_worse_than_it_did(answers, kind, floor):
    found = [
        score.lenient(page.gold, a.text)
        for page, a in zip(PAGES, answers, strict=True)
        if page.gold["kind"] == kind
    ]
    assert 100 * mean(found) >= floor


def test_no_page_is_lost(answers):
    both = zip(PAGES, answers, strict=True)
    assert [p.id for p, a in both if score.lenient(p.gold, a.text) < LEAST] == []


@pytest.mark.parametrize(("field", "right", "wrong"), FIELDS)
def test_fields_are_found_as_often_as_before(answers, field, right, wrong):
    asked = [
        (page.gold[field], getattr(a, field))
        for page, a in zip(PAGES, answers, strict=True)
        if page.gold[field]
    ]
    judged = [score.is_right(field, wanted, given) for wanted, given in asked if given]
    assert sum(judged) >= right
    assert len(judged) - sum(judged) <= wrong


@pytest.mark.parametrize("page", PAGES, ids=[page.id for page in PAGES])
def test_gold_stands_on_its_page(page):
    shown = score.squeezed(page.raw.decode())
    assert [line for _, line in page.gold["lines"] if score.squeezed(line) not in shown] == []
