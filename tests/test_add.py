"""Pages are taken in byte for byte, with where they are from; all of them or none."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys

import pytest
from conftest import PAGE as PLAIN
from conftest import URL, WHEN

from dongxi.add import Known, saved_from
from dongxi.cli import main
from dongxi.swap import aside

#: With line ends that an untouched copy keeps.
PAGE = PLAIN.replace("\n", "\r\n")


def page(path, text=PAGE, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return str(path)


def told(work):
    path = work / "seeds" / "provenance.jsonl"
    return (
        {row.pop("seed"): row for row in map(json.loads, path.read_text("utf-8").splitlines())}
        if path.exists()
        else {}
    )


def held(work):
    seeds = work / "seeds"
    return sorted(p.relative_to(seeds).as_posix() for p in seeds.rglob("*") if p.is_file())


def test_a_page_is_copied_untouched_with_where_it_is_from(work, capsys):
    name = page(work / "saved" / "a.html", PAGE, "gb18030")
    given = ["add", name, "--url", URL, "--retrieved", WHEN, "--note", "by hand"]
    assert main(given) == 0
    assert capsys.readouterr().out == "seeds: 1 page added; 1 with an address, 1 with a time\n"
    raw = (work / "seeds" / "a.html").read_bytes()
    assert raw == PAGE.encode("gb18030")
    sha = hashlib.sha256(raw).hexdigest()
    assert told(work) == {
        "a": {"sha256": sha, "url": URL, "retrieved": WHEN, "note": "by hand"}
    }
    assert main(["--out", "dist"]) == 0
    assert main(["validate", "dist", "--seeds", "seeds"]) == 0
    assert main(given) == 0
    assert "0 pages added, 1 there already" in capsys.readouterr().out


def test_nothing_is_fetched(work, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    assert main(["add", page(work / "a.html"), "--url", URL]) == 0


def test_a_folder_keeps_its_paths_and_its_provenance(work, capsys):
    page(work / "saved" / "north" / "a.html")
    page(work / "saved" / "b.txt", PAGE * 2)
    page(work / "saved" / "c.php")
    sha = hashlib.sha256(PAGE.encode()).hexdigest()
    line = {"seed": "north/a", "sha256": sha, "url": URL}
    page(work / "saved" / "provenance.jsonl", json.dumps(line) + "\n")
    assert main(["add", "saved", "--into", "old"]) == 0
    assert "c.php: not read: ending .php" in capsys.readouterr().err
    assert held(work) == ["old/b.txt", "old/north/a.html", "provenance.jsonl"]
    assert told(work) == {"old/north/a": {"sha256": sha, "url": URL}}


LISTS = [
    ("pages.tsv", f"{URL}\ta.html\n"),
    ("pages.csv", f'"{URL}",a.html\n'),
    ("pages.tsv", f"\ufeffURL\tFile\r\n\r\n{URL}\ta.html\r\n"),
    ("pages.csv", f"file,url\na.html,{URL}\n"),
]


@pytest.mark.parametrize(("name", "text"), LISTS)
def test_a_list_pairs_pages_with_addresses(name, text, work):
    page(work / "saved" / "a.html")
    page(work / "saved" / name, text)
    assert main(["add", f"saved/{name}", "--retrieved", "2021-04-10"]) == 0
    found = told(work)["a"]
    assert (found["url"], found["retrieved"]) == (URL, "2021-04-10")


def test_a_list_may_end_in_txt_and_have_times_and_notes(work):
    page(work / "a.html")
    page(work / "b.html", PAGE * 2)
    page(
        work / "all.txt", f'{URL}\ta.html\t{WHEN}\tby "hand"\nhttps://b.example.org/\tb.html\n'
    )
    assert main(["add", "--list", "all.txt"]) == 0
    assert {name: {**row, "sha256": ""} for name, row in told(work).items()} == {
        "a": {"sha256": "", "url": URL, "retrieved": WHEN, "note": 'by "hand"'},
        "b": {"sha256": "", "url": "https://b.example.org/"},
    }


def test_what_is_known_of_a_page_that_is_there_is_added(work):
    name = page(work / "seeds" / "north" / "a.html")
    assert main(["add", name]) == 0
    assert told(work) == {}
    assert main(["add", name, "--url", URL]) == 0
    assert main(["add", name, "--retrieved", WHEN]) == 0
    assert held(work) == ["north/a.html", "provenance.jsonl"]
    assert (told(work)["north/a"]["url"], told(work)["north/a"]["retrieved"]) == (URL, WHEN)


def test_the_time_of_a_file_counts_if_asked_for(work):
    name = page(work / "a.html")
    os.utime(name, (1618024365, 1618024365))
    assert main(["add", name]) == 0
    assert told(work) == {}
    assert main(["add", name, "--file-time"]) == 0
    assert told(work)["a"]["retrieved"] == "2021-04-10T03:12:45+00:00"
    assert told(work)["a"]["note"] == "retrieved: when the file was last changed"


SINGLE = f"<html><!--\n Page saved with SingleFile \n url: {URL} \n saved date: Sat"
SAVED = [
    (f"<!-- saved from url=(0041){URL} -->\n<html>", URL, None),
    (f"<!DOCTYPE html>\n<!-- saved from url=(0041){URL}-->\n<html>", URL, None),
    (
        f"{SINGLE} Apr 10 2021 11:12:45 GMT+0800 (China Standard Time)\n-->",
        URL,
        "2021-04-10T11:12:45+08:00",
    ),
    (f"{SINGLE} Foo 10 2021 11:12:45 GMT+0800\n-->", URL, None),
    ("<!-- saved from url=(0014)about:internet -->", None, None),
    (f"<!-- saved from {URL} -->", None, None),
    (f"<p>saved from url=(0041){URL}</p>", None, None),
    (" " * 5000 + f"<!-- saved from url=(0041){URL} -->", None, None),
    ("<!-- saved from url=(0012)https:///a/b -->", None, None),
    (PAGE, None, None),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("text", "url", "when"), SAVED)
def test_what_browsers_write_into_pages(text, url, when, encoding):
    assert saved_from(text.encode(encoding))[:2] == (url, when)


def test_an_address_that_is_given_outranks_the_one_in_the_page(work):
    name = page(work / "a.html", f"<!-- saved from url=(0019)https://a.example/ -->{PAGE}")
    assert main(["add", name, "--url", URL]) == 0
    assert told(work)["a"]["url"] == URL
    name = page(work / "b.html", f"<!-- saved from url=(0019)https://b.example/ -->{PAGE}")
    assert main(["add", name]) == 0
    assert told(work)["b"]["url"] == "https://b.example/"
    assert told(work)["b"]["note"] == "as the browser wrote into the page when it was saved"


OVER = [
    (("u", None, "n"), ("v", "w", "m"), ("u", "w", "n; m")),
    (("u", "w", None), ("v", "x", "m"), ("u", "w", None)),
    (("u", "w", "n"), (None, None, "m"), ("u", "w", "n; m")),
    (("u", "w", "n"), (None, None, None), ("u", "w", "n")),
    (("u", None, "n"), (None, "w", "n"), ("u", "w", "n")),
    ((None, None, None), ("v", None, "m"), ("v", None, "m")),
]


@pytest.mark.parametrize(("one", "other", "both"), OVER)
def test_what_is_known_already_stays(one, other, both):
    assert Known(*one).over(Known(*other)) == Known(*both)


MISUSE = [
    (["nothing.html"], "nothing.html: no such file"),
    (["a.html", "--url", "example.org"], "--url: found 'example.org', expected an address"),
    (["a.html", "--url", "https://a.example/b c"], "holds no blank (write %20 for one)"),
    (["a.html", "--retrieved", "yesterday"], "--retrieved: found 'yesterday', expected a day"),
    (["a.html", "b.html", "--url", URL], "--url: is the address of one page"),
    (["a.html", "--into", "../x"], "--into: found '../x'"),
    (["a.html", "--into", "x/.y"], "--into: found 'x/.y', expected a folder below the pages"),
    (["https://example.org/1.html"], "nothing is fetched; save the page, and give its file"),
    (["s3://bucket/1.jsonl"], "nothing is fetched"),
    (["a:b.html"], "a:b.html: no such file"),
    (["a.html", "--seeds", "none"], "none: no such folder"),
    (["c.php"], "c.php: not the name of a page, which ends in .htm, .html"),
    ([".a.html"], "not the name of a page"),
    (["README.html"], "not the name of a page"),
    (["curation.yaml"], "not the name of a page"),
    (["a.html", "sub/a.html"], "both would be 'a.html'"),
    (["a.html", "a.txt"], "the pages to add: the files 'a.html' and 'a.txt' have one id, 'a'"),
    (["sub/b.html", "b.html"], "both would be 'b.html'"),
    (["there.html"], "the seed 'there' is there already and has other bytes"),
    (["seeds/known.html", "--url", "https://other.example/"], "has the url https://k.example/"),
    (["odd\x07.html", "--url", URL], "its name is not a text that a line holds"),
    (["empty"], "empty: no seeds"),
    (["two.tsv"], "two.tsv, line 2: found 1 columns"),
    (["gone.tsv"], "gone.tsv, line 1: no file 'gone.html'"),
    (["none.tsv"], "none.tsv: no line that names a page; expected url, file, retrieved, note"),
    (["a.html", "head.csv"], "head.csv: no line that names a page"),
    (["bad.tsv"], "bad.tsv, line 1, url: found 'example.org'"),
    (["bad.csv"], "bad.csv, line 1: not readable"),
    (["latin.tsv"], "latin.tsv: not UTF-8"),
    (["stale"], "its line 1 in provenance.jsonl was written for other bytes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"), MISUSE, ids=[" ".join(given) for given, _ in MISUSE]
)
def test_misuse_is_named_and_adds_nothing(given, said, work, capsys):
    for name in ("a.html", "a.txt", "b.html", "c.php", ".a.html", "README.html", "sub/a.html",
                 "sub/b.html", "curation.yaml", "stale/x.html", "seeds/known.html", "odd\x07.html"):  # fmt: skip
        page(work / name)
    page(work / "there.html")
    page(work / "seeds" / "there.html", PAGE * 2)
    (work / "empty").mkdir()
    page(work / "two.tsv", f"{URL}\ta.html\n{URL}\n")
    page(work / "gone.tsv", f"{URL}\tgone.html\n")
    page(work / "none.tsv", "\n\n")
    page(work / "head.csv", "url,file\n")
    page(work / "bad.tsv", "example.org\ta.html\n")
    page(work / "bad.csv", '"example.org\n')
    page(work / "latin.tsv", "é\ta.html\n", "latin-1")
    page(work / "stale" / "provenance.jsonl", f'{{"seed": "x", "sha256": "{"0" * 64}"}}\n')
    sha = hashlib.sha256(PAGE.encode()).hexdigest()
    line = {"seed": "known", "sha256": sha, "url": "https://k.example/"}
    page(work / "seeds" / "provenance.jsonl", json.dumps(line) + "\n")
    before = held(work), told(work)
    assert main(["add", *given]) == 2
    assert said in capsys.readouterr().err
    assert (held(work), told(work)) == before


def test_a_name_that_is_not_utf8_is_told_as_it_was_given(work, capsys):
    name = page(work / "a\udcff.html")
    assert main(["add", name]) == 2
    assert (
        "the pages to add: the file name 'a\\xff.html' is not UTF-8" in capsys.readouterr().err
    )
    assert held(work) == []


def test_what_a_killed_add_left_is_cleared_away(work):
    page(work / "seeds" / ".add.part" / "old.html")
    assert main(["add", page(work / "a.html")]) == 0
    assert sorted(path.name for path in (work / "seeds").iterdir()) == ["a.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs locks of POSIX")
def test_one_add_waits_for_no_other(work, capsys):
    """Each writes down where all pages are from: two at once would lose lines."""
    name = page(work / "a.html")
    with aside(work / "seeds" / "add"):
        assert main(["add", name]) == 2
        assert ".add.part is in use" in capsys.readouterr().err
    assert main(["add", name]) == 0


def test_pages_that_cannot_be_placed_leave_no_trace_but_are_taken_in_next_time(
    work, monkeypatch
):
    """As after a kill between the pages and the file that says where they are from."""
    from dongxi import add  # noqa: PLC0415

    name = page(work / "a.html")
    with monkeypatch.context() as patch:
        patch.setattr(add, "_write", lambda *_: (_ for _ in ()).throw(OSError("disk")))
        assert main(["add", name, "--url", URL]) == 2
    assert (held(work), told(work)) == (["a.html"], {})
    assert main(["add", name, "--url", URL]) == 0
    assert told(work)["a"]["url"] == URL
