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
    assert calls(8_000) < 13 * calls(800)


def test_marks_in_columns_are_marks():
    assert is_mark(fold("leo     2021-01-18 15:42 提问     阅读 1.3k     关注 4"))
    assert not is_mark(fold("一月     2021-01-18 我们出发，路上走了三天三夜，才走到山外的镇上"))


def test_what_stands_below_the_label_of_an_answer_is_one():
    page = """问问网
房东不退押金怎么办
匿名网友 2015-09-14 20:11
我租了两年房子，合同到期搬走，房东说墙上有钉子眼，押金一分不退。
最佳答案
不合理，押金的作用是担保，不是赔偿款，正常的磨损由房东自己承担。
本回答由提问者推荐
热心人
其他回答（2）
山客 2015-09-14 21:02
我直接买了一支补墙膏，当着房东的面抹平了，押金就退了。
河客 2015-09-14 22:40
以后交押金的时候，就在合同里写明哪些情况扣多少。"""
    assert "押金的作用是担保" in text_of(page)


def test_who_is_quoted_in_a_later_post_is_not_the_author():
    page = """山里论坛
土灶的烟囱该怎么接
楼主 2021-5-1 09:10
老式土灶改烧柴火炉，烟囱接到哪里才不倒烟，请教各位。
沙发 2021-5-1 10:20
接到屋脊以上半米，风就不会往回灌了。
板凳 2021-5-1 11:20
老鲍 发表于 2021-5-1 10:20
同意楼上说的，我家也是这样接的，烧了三年没有倒过烟。"""
    assert read(page.encode()).documents[0].row()["author"] == []


def text_of(page):
    return read(page.encode()).documents[0].text
