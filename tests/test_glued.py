"""Paragraphs that were several lines: a head of headline and credits, and what ends pages."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dongxi.fold import fold
from dongxi.glued import line_starts
from dongxi.reading import read

STORY = "山里的路修通了,乡亲们的日子一天比一天好,人人都说要感谢修路的人。"
CUT = [
    (
        "title, stamp, source, story",
        f"山乡巨变 2021-04-05 10:20 来源:山河日报 {STORY}",
        ["山乡巨变", "2021-04-05 10:20 来源:山河日报", STORY],
    ),
    (
        "a breadcrumb in front",
        f"首页 > 新闻 > 正文 山乡巨变的十年 2021年4月5日 作者:李青河 {STORY}",
        ["首页 > 新闻 > 正文", "山乡巨变的十年", "2021年4月5日 作者:李青河", STORY],
    ),
    (
        "credits first",
        f"来源:山河日报 作者:李青河 {STORY}",
        ["来源:山河日报 作者:李青河", STORY],
    ),
    (
        "a headline of two halves",
        f"山里的路修通了 乡亲们笑开了颜 2021-04-05 来源:山河日报 {STORY}",
        ["山里的路修通了 乡亲们笑开了颜", "2021-04-05 来源:山河日报", STORY],
    ),
    (
        "what ends pages",
        f"{STORY} 上一篇:修路 下一篇:种树",
        [STORY, "上一篇:修路 下一篇:种树"],
    ),
    (
        "a legal line behind quotes",
        f"他说:“{STORY}” 版权所有 山河网",
        [f"他说:“{STORY}”", "版权所有 山河网"],
    ),
]
LEFT = [
    ("a day alone", f"2021-04-05 10:20 {STORY}"),
    ("a label alone", f"来源:山河日报 {STORY}"),
    ("a diary", f"2021年4月5日 晴 {STORY}"),
    ("an interview", f"记者:路是谁修的 作者:乡亲们修的 {STORY}"),
    ("credits behind a sentence", f"{STORY} 2021-04-05 来源:山河日报 {STORY}"),
    ("no story behind", "山乡巨变 2021-04-05 来源:山河日报 路通了。"),
    ("words run on", f"他在2021-04-05 来源:山河日报的稿子里写道 {STORY}"),
    ("a last sentence without a mark", f"{STORY} 他们还要修桥"),
    ("prose with a word of a footer", f"{STORY} 版权意识在村里也一天天地增强"),
]


def lines(text):
    folded = fold(text)
    edges = [0, *line_starts(folded), len(text)]
    return [text[a:b].strip() for a, b in pairwise(edges)]


@pytest.mark.parametrize(("label", "text", "expected"), CUT, ids=[c[0] for c in CUT])
def test_lines_run_together_are_parted(label, text, expected):
    assert lines(text) == expected, label


@pytest.mark.parametrize(("label", "text"), LEFT, ids=[c[0] for c in LEFT])
def test_look_alikes_stay_whole(label, text):
    assert lines(text) == [text], label


def test_a_page_of_one_line_gives_its_fields():
    page = read(
        f"山乡巨变 2021-04-05 10:20 来源：山河日报 作者：李青河 {STORY}责任编辑：王法".encode()
    )
    row = page.documents[0].row()
    assert row["title"] == "山乡巨变"
    assert (row["source"], row["author"], row["editor"]) == ("山河日报", ["李青河"], ["王法"])
    assert row["date"] == "2021-04-05"
    assert row["text"] == STORY
