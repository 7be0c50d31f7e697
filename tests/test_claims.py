"""What a page says of itself: fields of whole pages, and names it does not give."""

import json
from pathlib import Path

import pytest

from dongxi.reading import read

CASES = Path(__file__).parent / "cases/claims"


def every():
    return [
        pytest.param(case, id=f"{path.stem}: {case['label']}")
        for path in sorted(CASES.glob("*.jsonl"))
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


@pytest.mark.parametrize("case", every())
def test_fields(case):
    """The fields of a page are what it gives: null, or an empty list, where it gives none."""
    page = "\n".join(case["lines"])
    (document,) = read(page.encode(), url=case.get("url")).documents
    row = document.row()
    assert {name: row[name] for name in case["expected"]} == case["expected"]


HEAD = (
    '<html><head><meta name="author" content="王小山"><meta name="publishdate" content="2021-04-05">'
    '<meta name="source" content="山河日报"><meta property="og:title" content="春天的山村摄影展"></head>'
    "<body><p>乡亲们今年春天修通了进山的公路，卖山货再也不用肩挑背扛了。</p></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-be"])
def test_heads_are_read_in_every_encoding(encoding):
    page = HEAD.encode(encoding, "xmlcharrefreplace")
    found = read(page)
    row = found.documents[0].row()
    assert (row["author"], row["date"]) == (["王小山"], "2021-04-05")
    said = [claim for claim in found.claims() if claim["rule"] == "head/meta-author"]
    assert [page[c["start"] : c["end"]].decode(found.source.encoding) for c in said] == [
        "王小山"
    ]


def test_claims_of_a_collection_stand_once_for_its_page():
    text = (
        "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人，也感谢帮扶他们的人。"
    )
    page = read("\n".join(f"篇{i}\n作者：王远山\n{text * 3}\n" for i in range(1, 6)).encode())
    rows = [row for row in page.claims() if row["field"] == "author"]
    assert len(page.documents) == 5
    assert len(rows) == 5
    assert {row["document"] for row in rows} == {None}


def test_a_label_alone_above_buttons_names_nobody():
    """The value was cut down to nothing: no claim, and no failure."""
    page = "山里的路修通了\n作者：\nA+A-\n2021-05-01\n山里的路修通了，乡亲们的日子都好了。"
    assert read(page.encode()).documents[0].row()["author"] == []


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("2018-10-16 08:55|发布者: 川小编|查看: 4821|来自: 洛川晚报", "洛川晚报", []),
        ("2018-10-16 08:55|发布者: 川小编|查看: 4821|来自: 云川", None, []),
        ("2017-05-12 16:40:33 整理：田埂 来源：山乡农技站 人气：", "山乡农技站", []),
        ("2020-11-19 17:45 来源：云川气象台 作者：赵冬青 A+A-", "云川气象台", ["赵冬青"]),
        ("2020-11-19 17:45 来源：山河日报小字号", "山河日报", []),
    ],
)
def test_fields_among_other_things(line, source, author):
    page = (
        f"山里的路修通了\n{line}\n山里的路修通了，乡亲们的日子都好了，人人都说要感谢修路的人。"
    )
    row = read(page.encode()).documents[0].row()
    assert (row["source"], row["author"], row["date"][:2]) == (source, author, "20")


def test_a_headline_of_a_flattened_page_goes_without_its_site():
    page = (
        "首页\n新闻\n山里的路昨天终于修通了-山河网\n2020-11-19 17:45\n"
        "山里的路修通了，乡亲们的日子都好了，人人都说要感谢修路的人。"
    )
    assert read(page.encode()).documents[0].row()["title"] == "山里的路昨天终于修通了"
