"""Pages that are one line with a blank for every line end, and look-alikes."""

from __future__ import annotations

import pytest

from dongxi.reading import read

MENU = "首页 新闻 时政 财经 体育 教育 旅游 视频 图片 专题 论坛 登录 注册"
STORY = [
    "山里的路昨天通车了，乡亲们一早就赶到村口，敲锣打鼓，比过年还热闹，人人都说要感谢修路的人。",
    "从前出山要走三个钟头，如今坐车只要二十分钟，孩子们上学再也不用天不亮就出门。",
    "村里的茶厂又招了三十个人，收茶的车一直开到各家的门口，老人们说，这样的日子从前想都不敢想。",
    "修路的钱，一半是东边的县出的，一半是乡亲们一家一家凑的，人人心里都有一本账。",
]
TAIL = "责任编辑：王法 相关新闻 河上的桥也修好了 县里办起了学校 关于我们 联系我们 版权所有 青河在线"
PAGE = " ".join([
    "山里的路终于修通了 - 青河在线", MENU, "当前位置： 首页 > 新闻 > 正文", "山里的路终于修通了",
    "2021-04-05 10:20", "来源： 青河日报", "记者 李青河", *STORY, TAIL,
])  # fmt: skip


def rules(page):
    return {block.rule for block in read(page.encode()).blocks}


def test_a_page_of_one_line_gives_its_lines_again():
    row = read(PAGE.encode()).documents[0].row()
    assert row["text"] == "\n".join(STORY)
    assert row["title"] == "山里的路终于修通了"
    assert (row["date"], row["source"], row["author"]) == ("2021-04-05", "青河日报", ["李青河"])


def test_every_byte_stays():
    page = read(PAGE.encode())
    spans = [block.text.span for block in page.blocks]
    assert b"".join(page.source.raw[span.start : span.end] for span in spans) == PAGE.encode()


@pytest.mark.parametrize(
    ("label", "page"),
    [
        ("prose with a few blanks", " ".join(STORY * 2)),
        ("lines of their own", "\n".join([MENU, "山里的路终于修通了", "2021-04-05", *STORY])),
        ("English", "The road through the hills is open now and people are glad. " * 12),
        ("a short line", MENU),
        (
            "Latin words in Chinese",
            "使用 Python 编写时，我们通常会用到 requests 库。 在 2021 年，3.9 版已经发布。 打开 cmd 窗口，输入 python 即可。 "
            * 5,
        ),
        (
            "verse",
            "徘徊着的 在路上的 你要走吗 易碎的 骄傲着 那也曾是我的模样 沸腾着的 不安着的 你要去哪 谜一样的 沉默着的 "
            * 6,
        ),
        ("mixed", "We went to 青河 yesterday and saw the new road , which was great . " * 12),
    ],
    ids=["prose", "lines", "English", "short", "pangu", "verse", "mixed"],
)
def test_other_pages_keep_their_blanks(label, page):
    assert "blocks/line-blank" not in rules(page), label


def test_names_in_a_row_stay_and_latin_words_stay_in_their_sentence():
    names = "王小明 李青河 张大山 赵红梅 钱多多 孙志远 周立新 吴春生 郑国强 陈建军"
    page = " ".join([
        "山里的路终于修通了 - 青河在线", MENU, "山里的路终于修通了", "2021-04-05 10:20", *STORY,
        "本文介绍如何使用 Python 读取修路的账，人人都看得懂。", "现将名单公布如下：", names + "。", TAIL,
    ])  # fmt: skip
    text = read(page.encode()).documents[0].text
    assert "如何使用 Python 读取修路的账" in text
    assert names in text


def test_days_inside_the_sentences_of_a_law_stay_there():
    articles = " ".join(
        f"第{n}条 为了修路，根据有关规定，各乡镇应当出人出力，按时完成。"
        for n in "一二三四五六七八九"
    )
    page = f"首页 登录 注册 网站地图 山河县修路办法 第一章 总则 {articles} 第十条 本办法自 2021年5月1日 起施行。 1998年5月1日 颁布的办法同时废止，不再执行。"
    text = read(page.encode()).documents[0].text
    assert "本办法自 2021年5月1日 起施行。" in text
    assert "第一条 为了修路" in text
