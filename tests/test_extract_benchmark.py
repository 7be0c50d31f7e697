"""The benchmark of reading pages: its scores by hand, its forms of a page, its rows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import extract, forms, peers, score
from benchmarks.score import Answer, Tally

CAPTION = [["B", "甲乙丙丁"], ["C", "丙丁戊己"]]
F1 = [
    ("the body and nothing else", [["B", "甲乙丙丁戊"]], "甲乙丙丁戊", 1.0),
    ("white space and zero width do not count", [["B", "甲乙丙丁戊"]], "甲 乙\u200b丙\n丁\u3000戊", 1.0),
    ("one 4-gram of three too many", [["B", "甲乙丙丁戊"]], "甲乙丙丁戊己", 4 / 5),
    ("one 4-gram of two missing", [["B", "甲乙丙丁戊"]], "甲乙丙丁", 2 / 3),
    ("where lines join nothing counts", [["B", "甲乙丙丁"], ["B", "戊己庚辛"]], "甲乙丙丁戊己庚辛", 1.0),
    ("a caption may be kept", CAPTION, "甲乙丙丁\n丙丁戊己", 1.0),
    ("a caption may be left", CAPTION, "甲乙丙丁", 1.0),
    ("a caption kept twice counts once", CAPTION, "甲乙丙丁\n丙丁戊己\n丙丁戊己", 2 / 6),
    ("the title is not noise, but where it joins the body is", [["B", "甲乙丙丁"]], "村村通路\n甲乙丙丁", 2 / 5),
    ("no output", [["B", "甲乙丙丁"]], "", 0.0),
    ("something else", [["B", "甲乙丙丁"]], "戊己庚辛", 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("label", "lines", "text", "expected"), F1, ids=[c[0] for c in F1])
def test_f1(label, lines, text, expected):
    found = score.lenient({"lines": lines, "title": "村村通路"}, text)
    assert found == pytest.approx(expected), label


RIGHT = [
    ("title", "村村通路", "村村通路！", True),
    ("title", "侧记丨村村通路", "村村通路", True),
    ("title", "村村通路", "侧记丨村村通路", False),
    ("title", "村村通路", "村村通路_某网", False),
    ("title", ["甲", "乙"], "乙", True),
    ("date", "2021-01-20", "2021-01-20 08:34", True),
    ("date", "2021-01-20", "2021-01", False),
    ("source", "某某日报", "某某 日报", True),
    ("source", "某某日报", None, False),
    ("author", "张某 李某", ("李某", "张某"), True),
    ("author", "张某 李某", "张某、李某", True),
    ("author", "张某 李某", "张某", False),
]


@pytest.mark.parametrize(("field", "wanted", "given", "expected"), RIGHT)
def test_right_values(field, wanted, given, expected):
    assert score.is_right(field, wanted, given) is expected


def test_a_value_that_is_not_known_is_not_asked_for():
    golds = [
        {"author": "张某"},
        {"author": "李某"},
        {"author": None},
        {"author": ""},
        {"author": ""},
    ]
    given = ["张某", "编辑", "王某", "王某", None]
    answers = [Answer("", author=author) for author in given]
    assert score.tally("author", golds, answers) == Tally(asked=2, right=1, absent=2, false=1)


LINES = [
    ("inline elements end no line", "<body>甲<b>乙</b><a href='x'>丙</a><br>丁", ["甲乙丙", "丁"]),
    ("white space", "<body>\n <p>\u3000甲 \n a</p>", ["甲 a"]),
    ("what is not shown", "<head><title>甲</title></head><body><script>'<p>'</script>乙<!--丙-->", ["乙"]),
    ("hidden, with its like inside", "<body><div hidden>甲<div>乙</div>丙</div>丁", ["丁"]),
    ("hidden, without an end", "<body><p style='display:none'>甲<p>乙", ["乙"]),
    ("a page without tags", "甲\n\n 乙 < 丙\n", ["甲", "乙 < 丙"]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "expected"), LINES, ids=[c[0] for c in LINES])
def test_flattening(label, text, expected):
    assert forms.lines_of(text) == expected, label


def test_a_flattened_page_is_bytes_for_us_and_paragraphs_for_others():
    one = forms.flattened(forms.page("x", "<body>甲<br>1&lt;2".encode("gb18030"), None, None))
    assert one.raw.decode() == "甲\n1<2\n"
    assert "<p>甲</p>\n<p>1&lt;2</p>" in one.text


STORY = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"


@pytest.fixture
def folder(tmp_path):
    """Four pages with gold; the last is known to have no author."""
    (tmp_path / "html").mkdir()
    rows = []
    for number in range(4):
        name = f"html/{number}.html"
        (tmp_path / name).write_text(
            f"<html><body><p>{STORY}</p></body></html>", encoding="utf-8"
        )
        rows.append({
            "id": f"p{number}", "kind": "forum" if number == 1 else "article", "url": None, "html": name,
            "lines": [["B", STORY]], "title": "修路", "date": None, "source": None,
            "author": "" if number == 3 else "张某",
        })  # fmt: skip
    gold = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    return tmp_path


def perfect(_page):
    return Answer(STORY, "修路", None, None, "张某")


def failing(page):
    raise ValueError(page.id)


@pytest.fixture
def _stubs(monkeypatch):
    """Two tools in place of the real ones, and one that is missing."""
    tools = [
        peers.Tool("perfect", "1", score.FIELDS, perfect),
        peers.Tool(peers.BASE, "2", ("title",), failing),
    ]
    monkeypatch.setattr(peers, "ready", lambda: (tools, ["gne"]))


def test_half_of_the_pages(folder):
    assert [page.id for page in forms.load(folder, "even")] == ["p0", "p2"]
    assert [page.id for page in forms.load(folder, "odd")] == ["p1", "p3"]
    assert [page.id for page in forms.load(folder)] == ["p0", "p1", "p2", "p3"]


@pytest.mark.usefixtures("_stubs")
def test_rows_as_json(folder, capsys):
    assert extract.main([str(folder), "--rounds", "2", "--json"]) == 0
    out, err = capsys.readouterr()
    rows = {row["id"]: row for row in map(json.loads, out.splitlines())}
    assert list(rows) == [
        f"{form}/{tool}"
        for form in ("html", "flat", "linear/html", "linear/flat")
        for tool in ("perfect", "trafilatura")
    ]
    assert (rows["html/perfect"]["f1_article"], rows["html/perfect"]["f1_forum"]) == (100, 100)
    assert rows["html/perfect"]["author"] == {"asked": 3, "right": 3, "absent": 1, "false": 1}
    assert rows["html/trafilatura"]["times_base"] == 1
    assert (rows["flat/trafilatura"]["raised"], rows["flat/trafilatura"]["empty"]) == (4, 4)
    assert rows["flat/trafilatura"]["author"] is None
    assert "not installed: gne; pip install" in err


@pytest.mark.usefixtures("_stubs")
def test_tables(folder, capsys):
    assert extract.main([str(folder), "--half", "odd", "--rounds", "1"]) == 0
    out = capsys.readouterr().out
    assert "HTML: 2 pages" in out
    assert "Flattened: 2 pages" in out
    assert "| 1/1 (1/1 false) |" in out
    assert out.count("| id |") == 3


def test_pages_without_gold_and_without_tags(tmp_path, capsys, monkeypatch):
    (tmp_path / "b.txt").write_text(f"修路\n\n{STORY}\n", encoding="utf-8")
    dongxi = next(tool for tool in peers.ready()[0] if tool.name == "dongxi")
    monkeypatch.setattr(peers, "ready", lambda: ([dongxi], []))
    assert extract.main([str(tmp_path), "--rounds", "1", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["flat/dongxi", "linear/flat/dongxi"]
    assert (rows[0]["empty"], rows[0]["raised"], rows[0]["times_base"]) == (0, 0, None)


def test_a_length_that_would_take_too_long_is_left_out(monkeypatch):
    spent = iter([0.1, 10.0])
    monkeypatch.setattr(extract, "best", lambda _tool, _page: next(spent))
    page = forms.page("x", b"<html><body>x</body></html>", None, None)
    row = extract.grown("html", peers.Tool("slow", "1", (), perfect), page)
    assert (row["ratio_10"], "ratio_100" in row) == (100, False)


def test_the_example_of_the_docs_is_gold(tmp_path):
    docs = Path(__file__).parent.parent / "docs" / "extraction.md"
    (example,) = re.findall(r"```json\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "html").mkdir()
    (tmp_path / "html/a.html").write_text("<p>山里的路修通了。</p><br>", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(example, encoding="utf-8")
    (page,) = forms.load(tmp_path)
    assert score.lenient(page.gold, "山里的路修通了。") == 1
    assert set(score.FIELDS) <= set(page.gold)


FAULTS = [
    ("", "no page to read"),
    ("{}\n", "line 1: KeyError('html'); a JSON object with"),
    (
        '\n{"id": "a", "kind": "b", "lines": [], "html": "c"}\n',
        "line 2: 'c' is not in the folder",
    ),
]


@pytest.mark.parametrize(("gold", "message"), FAULTS)
def test_faults_of_the_gold(gold, message, tmp_path, capsys):
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    assert extract.main([str(tmp_path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("name", "message"), [("", "no seed"), ("none", "no such folder")])
def test_a_folder_without_pages(name, message, tmp_path, capsys):
    assert extract.main([str(tmp_path / name)]) == 2
    assert message in capsys.readouterr().err
