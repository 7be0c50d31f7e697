"""What the benchmark beside datatrove measures: made pages, and what a build made of them."""

from __future__ import annotations

import json

import pytest

from benchmarks import crawl

PAGE = (
    '<html><head><title>山里的路修通了</title></head><body><p class="山里的路修通了老乡们都说好">'
    "山里的路修通了老乡们都说好，来源：新华社。</p></body></html>"
)
OTHER = "<html><body><p>河上的桥架好了孩子们上学不再绕路，人人都说好，日子一天比一天好。</p></body></html>"


def texts(count):
    return [json.loads(line)["text"] for line in crawl.made([PAGE, OTHER], count)]


def test_pages_are_the_same_every_time_and_none_is_like_another():
    found = texts(40)
    assert found == texts(40)
    assert found[:2] == [PAGE, OTHER]
    assert [n for n, text in enumerate(found) if text in {PAGE, OTHER}] == [0, 1, 10, 20, 30]
    assert len(set(found)) == 40 - 3


def test_only_long_runs_of_han_are_shuffled():
    shuffled = texts(3)[2]
    assert shuffled != PAGE
    assert sorted(shuffled) == sorted(PAGE)
    assert "<title>山里的路修通了</title>" in shuffled
    assert shuffled.endswith("，来源：新华社。</p></body></html>")


@pytest.mark.parametrize("way", ["all", "lean"])
def test_documents_that_repeat_no_other_are_counted(tmp_path, way):
    source = tmp_path / "pages" / "pages.jsonl"
    source.parent.mkdir()
    source.write_text("".join(crawl.made([PAGE, OTHER], 11)), encoding="utf-8")
    row = crawl.measured(crawl.WAYS[way], source, tmp_path / "out")
    assert row["documents"] == 10  # the last page is the first one
    assert row["cpu"] > 0


def test_a_folder_that_is_not_there_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["crawl", str(tmp_path / "none")])
    assert crawl.main() == crawl.MISUSE
    assert "no such folder" in capsys.readouterr().err
