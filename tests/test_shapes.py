"""Invented pages in the shapes of common systems: how well they read, never worse than before.

The pages and their gold stand in `tests/shapes`; `python -m benchmarks.extract tests/shapes` shows
the same figures beside those of other tools.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean

import pytest

from benchmarks import forms, peers, score
from dongxi.reading import read

SHAPES = Path(__file__).parent / "shapes"
PAGES = forms.load(SHAPES)
FORMS = {"html": PAGES, "flat": [forms.flattened(page) for page in PAGES]}
#: A little under what was measured, per cent of F1.
FLOORS = [
    ("html", "forum", 91), ("html", "article", 97), ("flat", "forum", 88), ("flat", "article", 96.5),
]  # fmt: skip
#: Titles and dates right, per cent, of all articles.
FIELDS = [
    ("html", "title", 94),
    ("html", "date", 93),
    ("flat", "title", 72),
    ("flat", "date", 86),
]
#: No article reads worse; those that do would stand here.
LEAST, WORSE = 0.5, frozenset[str]()
#: What a list of other pages has around its entries.
FRAME = ("首页", "下一页", "版权所有", "当前位置", "主题: ", "发新帖")
LISTS = sorted((SHAPES / "lists").glob("*.html"))


@pytest.fixture(scope="module")
def answers():
    """Read every page once, as HTML and flattened."""
    return {form: [peers.answered(page) for page in pages] for form, pages in FORMS.items()}


def of_kind(kind, found):
    return [(p.gold, a) for p, a in zip(PAGES, found, strict=True) if p.gold["kind"] == kind]


@pytest.mark.parametrize(("form", "kind", "floor"), FLOORS)
def test_no_kind_of_page_reads_worse_than_it_did(answers, form, kind, floor):
    found = [score.lenient(gold, a.text) for gold, a in of_kind(kind, answers[form])]
    assert 100 * mean(found) >= floor


@pytest.mark.parametrize(("form", "field", "floor"), FIELDS)
def test_fields_of_articles_are_found_as_often_as_before(answers, form, field, floor):
    golds, given = zip(*of_kind("article", answers[form]), strict=True)
    tally = score.tally(field, golds, given)
    assert 100 * tally.right >= floor * tally.asked


def test_no_article_is_lost(answers):
    lost = {
        f"{form}/{gold['id']}"
        for form, found in answers.items()
        for gold, a in of_kind("article", found)
        if score.lenient(gold, a.text) < LEAST
    }
    assert lost == WORSE


@pytest.mark.parametrize("page", PAGES, ids=[page.id for page in PAGES])
def test_gold_stands_on_its_page(page):
    shown = score.squeezed("".join(forms.lines_of(page.text)))
    assert [line for _, line in page.gold["lines"] if score.squeezed(line) not in shown] == []


@pytest.mark.parametrize("path", LISTS, ids=[path.stem for path in LISTS])
def test_the_frame_of_a_list_of_pages_is_no_text(path):
    text = "".join(document.text for document in read(path.read_bytes()).documents)
    assert [word for word in FRAME if word in text] == []


def test_every_page_has_its_gold_and_every_gold_its_page():
    named = {
        json.loads(line)["html"]
        for line in (SHAPES / forms.GOLD).read_text("utf-8").splitlines()
    }
    assert named == {f"html/{path.name}" for path in (SHAPES / "html").iterdir()}
