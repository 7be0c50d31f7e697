"""Pages whose tags were taken off in other ways: what is made of them, and what is printed."""

from __future__ import annotations

import json

import pytest

from benchmarks import forms, ways

HTML = (
    "<html><head><title>修路-山河网</title><style>p{}</style></head><body><h1>修路</h1>\n"
    "<p>山里的<a>路</a>修通了。</p><script>x()</script></body></html>"
)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("lines", "修路\n山里的路修通了。"),
        ("pieces", "修路-山河网\n修路\n山里的\n路\n修通了。"),
        ("blanks", "修路-山河网 修路 山里的 路 修通了。"),
        ("glued", "修路-山河网修路山里的路修通了。"),
        ("source", "修路-山河网修路\n山里的路修通了。"),
    ],
)
def test_ways_to_take_off_tags(way, expected):
    assert ways.WAYS[way](forms.page("x", HTML.encode(), None, None)) == expected


def test_what_is_printed(tmp_path, capsys):
    story = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"
    gold = {
        "id": "x", "html": "x.html", "kind": "article", "lines": [["B", story]],
        "title": "修路的人", "date": "2021-04-05", "source": None, "author": None,
    }  # fmt: skip
    (tmp_path / "x.html").write_text(
        f"<html><h1>修路的人</h1><p>2021-04-05 10:20</p><p>{story}</p></html>", "utf-8"
    )
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    assert ways.main([str(tmp_path)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(
        "lines    article 100.0   title 1 right 0 wrong of 1   date 1 right"
    )
    assert "author 0 right 0 wrong of 0" in first


def test_a_folder_without_gold(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("山里的路修通了。", "utf-8")
    assert ways.main([str(tmp_path)]) == 2
    assert "no gold.jsonl" in capsys.readouterr().err
