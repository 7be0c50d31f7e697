"""Pages with several bodies by several people: as cases, and in linear time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dongxi.fold import fold
from dongxi.reading import read
from dongxi.threads.words import is_buttons, is_mark

CASES = Path(__file__).parent / "cases/threads"
JUDGES = {"mark": is_mark, "buttons": is_buttons}


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", [*cases("html"), *cases("flat")])
def test_posts_of_all_people_are_text_and_nothing_else_is(case):
    (found,) = read(case["input"].encode()).documents
    assert found.text.split("\n") == case["expected"]


@pytest.mark.parametrize("case", [*cases("mark"), *cases("buttons")])
def test_lines_that_part_posts_are_told_from_posts(case):
    assert JUDGES[case["judge"]](fold(case["input"])) is case["expected"]


#: What a page may repeat without end; each took its reader through it once only.
ENDLESS = (
    "<div class=a><div class=b>2024-5-1 12:30</div><div class=c>山里的路，修通了。</div></div>",
    "<div class=a>", "<p>回复 ", "楼主", "1 1 ", "甲某 回复 ", "2024-5-1 ", "赞 | ",
)  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
@pytest.mark.parametrize("end", ["", "\n"])
def test_work_grows_with_the_page_only(piece, end):
    """Promise: a page ten times as long takes some ten times as many calls, not a hundred."""

    def calls(times):
        raw, counted = ((piece + end) * times).encode(), [0]

        def count(_frame, event, _arg):
            counted[0] += event.endswith("call")

        sys.setprofile(count)
        try:
            read(raw)
        finally:
            sys.setprofile(None)
        return counted[0]

    calls(10)
    assert calls(2_000) < 13 * calls(200)
