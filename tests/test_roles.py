"""Roles by place: what is body, title, tail; and prose that only looks like something else."""

from __future__ import annotations

import pytest

from dongxi.reading import read

ONE = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人，也感谢帮扶他们的东部兄弟县。"
TWO = "从前出山要走三个钟头，如今坐车只要二十分钟，孩子们上学再也不用天不亮就出门，家家都盼着新的日子。"
TITLE = "山里的路修通了"


def document(*lines, gap="\n\n"):
    (found,) = read(gap.join(lines).encode()).documents
    return found


#: Lines inside a story that share words with notices, captions, counts and labels.
PROSE = (
    "成果版权归双方共同所有，收入也归双方。",
    "这些作品的版权所有者是村民自己，谁也拿不走。",
    "如果发现有企业侵权，群众可以联系村里的干部。",
    "一次成功不代表我们的观点就对，还要看长远。",
    "各村服务热线全天开通，有事就打，有求必应。",
    "县里欢迎关注乡村的企业家来做客，来看看。",
    "共12页的报告里，有十页讲的是修路的故事。",
    "许可证编号写着京字第12345的作坊开了张。",
    "地址：不在地图上的一个小村子。可是人人都知道。",
    "第三条 未经主管部门许可，禁止出售、购买种子。",
    "这篇报道最早注明“来源：山里的故事”，读者十分喜欢。",
    "2019",
    "(1)",
    "50%",
)


@pytest.mark.parametrize("line", PROSE)
def test_a_story_keeps_its_lines(line):
    found = document(TITLE, ONE, line, TWO)
    assert found.text.split("\n") == [ONE, line, TWO]


#: Lines below a story that are none of it.
TAIL = (
    "责任编辑：王小明",
    "版权所有：山河网 All Rights Reserved",
    "【声明：本文代表作者个人观点，不代表本网立场，仅供参考。】",
    "如有侵权，请联系删除。",
    "投稿邮箱：a@example.org",
    "相关链接：",
    "上一篇：河边的桥",
    "凡注明来源为“山河网”的作品，未经授权不得转载。",
)


@pytest.mark.parametrize("line", TAIL)
def test_a_story_ends_at_its_tail(line):
    found = document(TITLE, ONE, TWO, line, "河边的桥也修好了", "新桥通车", "老桥还在")
    assert found.text.split("\n") == [ONE, TWO]


CREDITS = (
    "2021-05-01 09:10 宣传部",
    "王小明 2021-05-01 10:00",
    "本报记者 高山 通讯员 安宁",
    "来源：山河网 2021-05-01",
)


@pytest.mark.parametrize("line", CREDITS)
def test_credits_above_the_story_are_no_title(line):
    found = document(TITLE, line, ONE, TWO)
    assert found.choice.value("title") == TITLE
    assert found.text.split("\n") == [ONE, TWO]


def test_a_notice_keeps_salutation_and_signature():
    lines = ["各乡镇人民政府：", ONE, TWO, "东山县人民政府", "2021年5月1日"]
    found = document("关于修路的通知", *lines)
    assert found.text.split("\n") == lines
    assert found.choice.value("title") == "关于修路的通知"
    assert found.choice.value("date") == "2021-05-01"
    assert found.choice.rule("date") == "claims/signature"


def test_short_pages_are_read():
    poem = document("山行", "远上高山石径斜，", "白云深处有人家。")
    assert poem.text.endswith("白云深处有人家。")
    assert document("他来了。", "她走了。", "天黑了。").text == "他来了。\n她走了。\n天黑了。"


def test_numbered_lines_and_a_last_line_belong_to_the_story():
    lines = [ONE, "一、门票：50元", "二、时间：8点到17点"]
    assert document(TITLE, *lines).text.split("\n") == lines
    assert document(TITLE, ONE, TWO, "这就是我们的故事").text.endswith("这就是我们的故事")


def test_parts_are_not_titled_by_a_marker():
    page = f"优秀作文选\n篇一：春天\n{ONE}\n篇二：秋天\n{TWO}"
    one, two = read(page.encode()).documents
    assert (one.text, two.text) == (f"篇一：春天\n{ONE}", f"篇二：秋天\n{TWO}")
    assert one.choice.value("title") in {"优秀作文选", None}


def test_links_above_a_breadcrumb_are_no_site():
    page = (
        "<a href=/>首页</a> <a href=/n>新闻</a><p>当前位置：首页 > 新闻</p>"
        f"<h1>山里的路</h1><p>{ONE}</p><p>{TWO}</p>"
    )
    (found,) = read(page.encode()).documents
    assert found.choice.value("site_name") is None
    assert found.choice.value("title") == "山里的路"


def test_what_a_page_hides_is_no_text():
    page = f"<p>{ONE}</p><div style='display:none'>{TWO}{TWO}</div><p>{TWO}</p><br>"
    (found,) = read(page.encode()).documents
    assert found.text == f"{ONE}\n{TWO}"


def test_the_story_is_found_among_lists():
    menu = "".join(
        f"<li><a href=/{i}>别处的新闻第{i}条，说的是别处的事。</a></li>" for i in range(30)
    )
    page = (
        f"<html><body><ul>{menu}</ul><div><h1>{TITLE}</h1><div><p>{ONE}</p><p>{TWO}</p></div></div>"
        f"<div class=comment-list><p>{ONE[:20]}，说得好！</p></div></body></html>"
    )
    (found,) = read(page.encode()).documents
    assert found.text == f"{ONE}\n{TWO}"
    assert found.choice.value("title") == TITLE


def test_a_dialog_over_the_page_is_no_story():
    dialog = f"<div class='ui modal'><p>{ONE}</p><p>{ONE[::-1]}</p></div>"
    page = (
        f"<html><body><div class=main><h1>{TITLE}</h1><div class=text><p>{TWO[:24]}</p>"
        f"<p>{TWO[24:]}</p></div></div>{dialog}</body></html>"
    )
    (found,) = read(page.encode()).documents
    assert found.text.split("\n") == [TWO[:24], TWO[24:]]


def test_a_story_that_stands_in_a_dialog_is_read():
    page = f"<html><body><div class='modal'><p>{ONE}</p><p>{TWO}</p></div></body></html>"
    (found,) = read(page.encode()).documents
    assert found.text.split("\n") == [ONE, TWO]


def test_markdown_images_and_fences_are_no_text():
    page = f"# {TITLE}\n\n{ONE}\n\n![图](https://example.org/a.png)\n\n|甲|乙|\n|---|---|\n|丙|丁|\n\n{TWO}\n"
    (found,) = read(page.encode()).documents
    assert found.text.split("\n") == [ONE, "|甲|乙|", "|丙|丁|", TWO]
    assert [p.role for p in found.composed.passages] == ["body", "table", "table", "body"]


def test_a_headline_with_a_comma_stays_the_headline():
    title = "善作善成，坚决高质量打赢这一场没有退路的硬仗"
    found = document(title, ONE, TWO)
    assert found.choice.value("title") == title
    assert found.text.split("\n") == [ONE, TWO]


def test_a_menu_on_one_line_is_no_story():
    menu = " ".join(
        ["首页", "新闻", "财经", "体育", "娱乐", "科技", "汽车", "房产", "教育"] * 4
    )
    found = document(menu, TITLE, "2021-05-01 09:10", ONE, TWO)
    assert found.text.split("\n") == [ONE, TWO]
    assert found.choice.value("title") == TITLE


def test_a_label_in_the_middle_discards_no_half():
    for label in ("编辑：王小明", "相关阅读", "版权所有：山河网"):
        found = document(TITLE, "来源：山河网", ONE, TWO, label, TWO[::-1], ONE[::-1], TWO)
        assert found.text.startswith(f"{ONE}\n{TWO}"), label
    found = document(TITLE, ONE, "下一篇：秋雨", TWO, TWO[::-1], ONE[::-1], TWO)
    assert found.text.startswith(ONE)


def test_short_sentences_at_the_edges_belong_to_the_story():
    lines = [
        "湖水清了。",
        "渔民笑了。",
        ONE,
        TWO,
        "一、人口",
        "年末常住人口31.27万人。",
        "山绿了。",
    ]
    found = document(TITLE, "来源：山河网", *lines)
    assert found.text.split("\n") == lines
    assert found.choice.value("title") == TITLE


def test_numbered_headings_are_no_title():
    found = document("山里的统计公报", "1.地区生产总值", ONE, "2.财政收入", TWO)
    assert found.choice.value("title") == "山里的统计公报"
    assert found.text.split("\n") == ["1.地区生产总值", ONE, "2.财政收入", TWO]
    found = document("1.5亿人走出大山", ONE, TWO)
    assert found.choice.value("title") == "1.5亿人走出大山"


def test_a_notice_with_short_lines_is_whole():
    lines = [
        "各乡镇：",
        "现将有关事项通知如下。",
        "一、时间",
        "9月1日至9月30日。",
        "二、范围",
        "全县。",
        ONE,
    ]
    found = document("关于开展检查的通知", *lines, gap="\n")
    assert found.text.split("\n") == lines


def test_a_sentence_that_opens_with_a_label_is_a_sentence():
    line = "来源：不明。这四个字让他警觉起来，他放下了手里的活。"
    found = document(TITLE, ONE, line, TWO)
    assert found.text.split("\n") == [ONE, line, TWO]
    assert found.choice.value("source") is None


def test_markdown_headings_and_lists_belong_to_the_story():
    page = f"# {TITLE}\n\n湖水清了。\n\n## 上岸之后\n\n{ONE}\n\n## 数字\n\n- 民宿三十二家\n- 新路八条\n"
    (found,) = read(page.encode()).documents
    assert found.text.split("\n") == [
        "湖水清了。", "上岸之后", ONE, "数字", "民宿三十二家", "新路八条",
    ]  # fmt: skip
    assert found.choice.value("title") == TITLE


def test_a_poem_with_commas_only_is_read():
    lines = ["门前一棵树，树下一口井，", "井里一轮月，月下一个人，", "人在等谁呢"]
    assert document("等", *lines).text.split("\n")[:2] == lines[:2]
