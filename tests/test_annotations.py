"""`explain --json`: every place of a page as a selector, counted in bytes or in code points."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise

import pytest
from conftest import SEEDS

import dongxi
from dongxi.annotations import AROUND, QUOTED, annotated, text_quote
from dongxi.cli import main

FIRST = "𠮷田说，山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"
SECOND = "路𠮷通了，桥也修好了，大家都来走一走，看一看山里的新样子。"
#: 𠮷 is one code point, two units of UTF-16 and four bytes of UTF-8.
RARE = f"𠮷野山里的路\n\n来源：山里日报 2021-04-09\n\n{FIRST}\n\n{SECOND}\n".encode()


def read(raw):
    return annotated(dongxi.read(raw, seed="a"))


def bytes_(start, end):
    return {"type": "DataPositionSelector", "start": start, "end": end}


def points(start, end):
    return {"type": "TextPositionSelector", "start": start, "end": end}


def test_the_source_is_the_seed():
    found = read(RARE)["source"]
    assert (found["id"], found["bytes"]) == ("a", len(RARE))
    assert found["sha256"] == hashlib.sha256(RARE).hexdigest()


def test_runs_count_bytes():
    """A rare character is four bytes, another three, a line end one."""
    found = [(run["role"], run["in_text"], run["selector"]) for run in read(RARE)["runs"]]
    assert found == [
        ("title", False, bytes_(0, 19)),
        ("whitespace", False, bytes_(19, 21)),
        ("meta", False, bytes_(21, 53)),
        ("whitespace", False, bytes_(53, 55)),
        ("body", True, bytes_(55, 167)),
        ("whitespace", True, bytes_(167, 169)),
        ("body", True, bytes_(169, 257)),
        ("whitespace", False, bytes_(257, 258)),
    ]


def test_passages_count_code_points_not_units_or_bytes():
    (document,) = read(RARE)["documents"]
    one, two = document["passages"]
    assert (document["characters"], two["id"], two["role"]) == (67, "a#2", "body")
    assert [one["selector"][0], two["selector"][0]] == [points(0, 37), points(38, 67)]
    text = f"{FIRST}\n{SECOND}"
    assert len(text[:38].encode("utf-16-le")) // 2 == 39
    assert len(text[:38].encode()) == 113


def test_a_short_passage_is_quoted_with_what_stands_around():
    (document,) = read(RARE)["documents"]
    (_, quote) = document["passages"][1]["selector"]
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": SECOND,
        "prefix": "天好，人人都说要感谢修路的人。\n",
        "suffix": "",
    }


@pytest.mark.parametrize(("size", "quoted"), [(QUOTED, 1), (QUOTED + 1, 0)])
def test_a_long_passage_is_not_quoted(size, quoted):
    found = list(text_quote("𠮷" * 100, 20, 20 + size))
    assert len(found) == quoted
    for quote in found:
        assert (len(quote["exact"]), quote["prefix"]) == (QUOTED, "𠮷" * AROUND)


def test_claims_show_their_evidence():
    found = {claim["field"]: claim for claim in read(RARE)["claims"]}
    assert found["title"] == {
        "document": "a",
        "field": "title",
        "value": "𠮷野山里的路",
        "chosen": True,
        "rule": "claims/headline",
        "certainty": "certain",
        "reason": None,
        "evidence": [bytes_(0, 19)],
    }
    assert (found["source"]["value"], found["source"]["evidence"]) == (
        "山里日报",
        [bytes_(30, 42)],
    )
    assert found["encoding"]["evidence"] == []


def test_edits_show_what_was_there():
    raw = RARE.replace("𠮷田说，".encode(), b"&#x20BB7;" + "田说，".encode())
    (edit,) = read(raw)["edits"]
    assert edit["selector"] == bytes_(55, 64)
    assert (edit["raw"], edit["new"], edit["position"]) == ("&#x20BB7;", "𠮷", 4)
    assert read(raw)["documents"] == read(RARE)["documents"]


def test_the_selectors_of_all_pages_hold(pages):
    """Runs tile the bytes; what a selector selects is what the tables have."""
    for page in pages.values():
        found = annotated(page)
        runs = [run["selector"] for run in found["runs"]]
        assert (runs[0]["start"], runs[-1]["end"]) == (0, len(page.source.raw))
        assert all(one["end"] == two["start"] for one, two in pairwise(runs))
        claims = sum(len(claim["evidence"]) or 1 for claim in found["claims"])
        assert claims == len(list(page.claims()))
        for document, shown in zip(page.documents, found["documents"], strict=True):
            for row, passage in zip(document.passages(), shown["passages"], strict=True):
                place, *quotes = passage["selector"]
                assert document.text[place["start"] : place["end"]] == row["text"]
                assert passage["id"] == row["id"]
                assert [quote["exact"] for quote in quotes] in ([], [row["text"]])


def test_a_page_of_several_texts_names_each(pages):
    found = annotated(pages["003_585eea4f2105298e"])
    assert len(found["documents"]) > 1
    assert {one["parts"] for one in found["documents"]} == {len(found["documents"])}
    names = {one["id"] for one in found["documents"]}
    assert {run["document"] for run in found["runs"] if run["in_text"]} == names


def test_explain_writes_one_object_with_what_curators_know(capsys):
    given = ["explain", "002_d0e6fe0b54740d23", "--seeds", str(SEEDS)]
    assert main([*given, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    dates = [claim for claim in json.loads(line)["claims"] if claim["field"] == "date"]
    (chosen,) = (claim for claim in dates if claim["chosen"])
    assert (chosen["value"], chosen["rule"]) == ("?2017-08-29", "curation/entry")
    assert chosen["reason"]
    assert main([*given, "--json", "--no-curation"]) == 0
    assert "curation/entry" not in capsys.readouterr().out


def test_what_would_steer_a_terminal_is_escaped_and_read_back(tmp_path, capsys):
    text = "山里的\u202e路修通了\x9b2J，乡亲们的日子一天比一天好。"
    (tmp_path / "page.txt").write_text(f"{text}\n{SECOND}\n", encoding="utf-8")
    assert main(["explain", str(tmp_path / "page.txt"), "--json"]) == 0
    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert "\x9b" not in out
    assert "路修通了\\u009b2J" in out
    found = json.loads(out)
    (document,) = found["documents"]
    assert document["passages"][0]["selector"][1]["exact"] == text.replace("\u202e", "")
    (edit,) = found["edits"]
    assert (edit["raw"], edit["new"]) == ("\u202e", "")


def test_a_rejected_page_says_why(tmp_path, capsys):
    (tmp_path / "page.txt").write_bytes(b"\x00" * 40)
    assert main(["explain", str(tmp_path / "page.txt"), "--json"]) == 1
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert (found["reason"], found["documents"], shown.err) == ("binary", [], "")
    assert found["problems"][0].keys() == {"id", "where", "message"}
    assert found["runs"][-1]["selector"]["end"] == 40


def test_a_page_that_is_not_held_has_one_run(tmp_path, capsys):
    (tmp_path / "page.txt").write_bytes(RARE)
    assert main(["explain", str(tmp_path / "page.txt"), "--json", "--max-bytes", "100"]) == 1
    found = json.loads(capsys.readouterr().out)
    (run,) = found["runs"]
    assert run["selector"] == bytes_(0, len(RARE))
    assert found["source"]["sha256"] == hashlib.sha256(RARE).hexdigest()
