"""Flattened pages whose sentences are parted at links, names and numbers, and look-alikes."""

from __future__ import annotations

import pytest

from dongxi.model import READING
from dongxi.reading import read

PARTED = """青河在线
新闻
13路公交周六改道
2024-03-14 15:20
来源：
青河在线
记者从
青河公交集团
获悉，因修桥，自
3月16日
，
13路
公交线路改道，增设
4
个站点。
改道后，13路由
老码头
始发，经滨江路、
文昌街
、人民医院东门，到
体育场
。司机
李师傅
说，路更好走了。
责任编辑：王法"""
WHOLE = """记者从青河公交集团获悉，因修桥，自3月16日，13路公交线路改道，增设4个站点。
改道后，13路由老码头始发，经滨江路、文昌街、人民医院东门，到体育场。司机李师傅说，路更好走了。"""
LINES = [
    ("a list", "山里的路修通了，大家都高兴。\n修路\n架桥\n种树\n办学校\n大家都出了力，也都有了盼头。"),
    ("verse", "我把灯放在窗前，\n等你从山里回来，\n路已经修好了，\n风也停了，\n月亮还是那个月亮，\n像小时候一样，\n坐在门前的石头上，\n我们什么也没有说。"),
    ("two lines that begin with a comma", "山里的路\n，修通了，大家都说好。\n河上的桥\n，也修好了，大家都说好。"),
    ("code", "装好以后打开文件，照下面写。\nSELECT a\n, b\n, c\n, d\nFROM t\n写完就能跑，大家都说好。"),
]  # fmt: skip


def text_of(page):
    return read(page.encode()).documents[0].text


def test_sentences_are_whole_again():
    row = read(PARTED.encode()).documents[0].row()
    assert row["text"] == WHOLE
    assert row["title"] == "13路公交周六改道"
    assert (row["date"], row["editor"]) == ("2024-03-14", ["王法"])


def test_line_ends_inside_sentences_are_accounted_for():
    page = read(PARTED.encode())
    broken = [block for block in page.blocks if block.rule == "blocks/broken-sentence"]
    assert len(broken) == 16
    assert {READING[block.kind] for block in broken} == {""}
    assert b"".join(
        page.source.raw[b.text.span.start : b.text.span.end] for b in page.blocks
    ) == (PARTED.encode())


@pytest.mark.parametrize(("label", "page"), LINES, ids=[label for label, _ in LINES])
def test_lines_of_other_pages_stay(label, page):
    found = {block.rule for block in read(page.encode()).blocks}
    assert "blocks/broken-sentence" not in found, label


def test_a_blank_parts_latin_words():
    page = "他用\nWindows\n，也用\nLinux\n，还用\nmac\nOS\n，样样都会，人人都来问他。"
    assert "还用mac OS，样样都会" in text_of(page)


def test_values_of_labels_and_who_speaks_stay_lines_of_their_own():
    page = (
        "山里的路修通了\n来源：\n山河日报\n2021-04-05 10:20\n昨天\n，记者到了\n青河\n，路通了，人人都说好。\n"
        "小王：\n我\n，今天走了一趟\n小李：\n我也走了一趟，真快。"
    )
    found = read(page.encode())
    assert found.documents[0].row()["source"] == "山河日报"
    shown = "".join(READING.get(b.kind, str(b.text)) for b in found.blocks).split("\n")
    assert "昨天，记者到了青河，路通了，人人都说好。" in shown
    assert shown[-4:] == ["小王：", "我，今天走了一趟", "小李：", "我也走了一趟，真快。"]


def test_headings_and_who_signs_stay_lines_of_their_own():
    page = (
        "石头村终于通车了\n石头村\n，最后一个不通车的村，昨天\n通了车\n，人人都说好。\n支书的话\n李建国\n，今年五十岁，"
        "他说，路通了，请各村遵照执行\n山河县人民政府\n2024年5月1日"
    )
    shown = "".join(READING.get(b.kind, str(b.text)) for b in read(page.encode()).blocks)
    assert shown.split("\n") == [
        "石头村终于通车了",
        "石头村，最后一个不通车的村，昨天通了车，人人都说好。",
        "支书的话",
        "李建国，今年五十岁，他说，路通了，请各村遵照执行",
        "山河县人民政府",
        "2024年5月1日",
    ]
