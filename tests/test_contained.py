"""Pages in files of many become files, with where they are from; what is no page is counted."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import PAGE, URL, WHEN

from dongxi import validate
from dongxi.cli import main

HTML = f"<html><p>{PAGE}</p></html>"


def record(kind, url, body, name, head="HTTP/1.1 200 OK\r\nContent-Type: text/html"):
    block = f"{head}\r\n\r\n".encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {WHEN}\r\n"
        f"WARC-Record-ID: <urn:uuid:{name}>\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def archive(path, *records, packed=False):
    pack = gzip.compress if packed else bytes
    path.write_bytes(b"".join(map(pack, records)))
    return path.name


def table(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path.name


def lines(path, *records):
    data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path.name


def held(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "provenance.jsonl"
    }


def told(folder):
    rows = (folder / "provenance.jsonl").read_text("utf-8").splitlines()
    return {row.pop("seed"): row for row in map(json.loads, rows)}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("ending", ["warc", "warc.gz"])
def test_a_web_archive(work, ending, capsys):
    """Answers that are pages; the request, the picture and the page not found are counted."""
    gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html"
    picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png"
    chinese = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gb2312"
    name = archive(
        work / f"crawl.{ending}",
        record("request", URL, b"", "r1", "GET / HTTP/1.1"),
        record("response", URL, HTML.encode(), "p1"),
        record("response", f"{URL}?2", HTML.encode("gb18030"), "p2", chinese),
        record("response", f"{URL}?3", b"x", "n1", gone),
        record("response", f"{URL}?4", b"x", "n2", picture),
        packed=ending.endswith("gz"),
    )
    assert main(["add", name, "--into", "north"]) == 0
    said = capsys.readouterr()
    assert said.out == "seeds: 2 pages added; 2 with an address, 2 with a time\n"
    for what in ("record request", "status 404", "type image/png"):
        assert f"records that are no pages: {what} (1 records)" in said.err
    assert held(work / "seeds") == {
        "north/p1.html": HTML.encode(),
        "north/p2.html": HTML.encode("gb18030"),
    }
    assert told(work / "seeds") == {
        "north/p1": {"sha256": sha256(HTML), "url": URL, "retrieved": WHEN},
        "north/p2": {
            "sha256": hashlib.sha256(HTML.encode("gb18030")).hexdigest(),
            "url": f"{URL}?2", "retrieved": WHEN, "note": 'charset: "gb2312"',
        },
    }  # fmt: skip
    assert main(["--out", "dist"]) == 0
    assert [*validate(work / "dist", work / "seeds")] == []
    assert main(["add", name, "--into", "north"]) == 0
    assert "0 pages added, 2 there already" in capsys.readouterr().out


def test_a_parquet_file(work, capsys):
    """Ids that no disk takes are written so that one does; a row without a page is counted."""
    name = table(
        work / "pages.parquet",
        html=[HTML, PAGE, None, PAGE, PAGE],
        id=["a/1", "17", "n", None, None],
        url=[URL, "example.org", None, None, None],
    )
    assert main(["add", name, "--note", "from the old crawl"]) == 0
    said = capsys.readouterr().err
    assert "records that are no pages: no_content (1 records)" in said
    assert "url kept as a note, not being an address" in said
    assert "they repeat a page, address and bytes alike (1 records)" in said
    assert held(work / "seeds") == {
        "a%2F1.html": HTML.encode(),
        "17.txt": PAGE.encode(),
        f"{sha256(PAGE)[:20]}.txt": PAGE.encode(),
    }
    assert told(work / "seeds")["a%2F1"] == {
        "sha256": sha256(HTML), "url": URL, "note": 'id: "a/1"; from the old crawl',
    }  # fmt: skip
    assert told(work / "seeds")["17"]["note"] == 'url: "example.org"; from the old crawl'


@pytest.mark.parametrize("name", ["p.jsonl", "p.ndjson", "p.jsonl.gz"])
def test_json_lines(work, name):
    given = lines(work / name, {"body": PAGE, "id": "x", "url": URL, "retrieved": WHEN})
    assert main(["add", given, "--content", "body"]) == 0
    assert held(work / "seeds") == {"x.txt": PAGE.encode()}
    assert told(work / "seeds") == {
        "x": {"sha256": sha256(PAGE), "url": URL, "retrieved": WHEN}
    }


MARK = b"\xef\xbb\xbf"
LINE = json.dumps({"id": "x", "text": PAGE}, ensure_ascii=False).encode()


@pytest.mark.parametrize("data", [MARK + LINE, LINE + b"\r\n \r\n", b"\n\n" + LINE + b"\n"])
@pytest.mark.parametrize("name", ["p.jsonl", "p.jsonl.gz"])
def test_lines_are_read_as_a_build_reads_them(work, name, data):
    """A byte order mark at the start, lines of Windows, blank lines, no end of the last."""
    (work / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert main(["add", name]) == 0
    assert held(work / "seeds") == {"x.txt": PAGE.encode()}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (MARK + LINE, "not readable as JSON (Unexpected UTF-8 BOM"),
        (b'{"text": "\xff"}', "not readable as JSON ('utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_line_that_is_none_is_named(work, line, said, capsys):
    (work / "p.jsonl").write_bytes(b"\n" + LINE + b"\n" + line)
    assert main(["add", "p.jsonl"]) == 2
    assert f"p.jsonl, line 3: {said}" in capsys.readouterr().err
    assert held(work / "seeds") == {}


def dated(path, when):
    """A file of one page, which says of the time it was fetched what is given."""
    if path.suffix == ".parquet":
        return table(path, text=[PAGE], id=["x"], retrieved=[when])
    if path.suffix == ".warc":
        page = record("response", URL, PAGE.encode(), "x")
        return archive(path, page.replace(WHEN.encode(), when.encode()))
    return lines(path, {"text": PAGE, "id": "x", "retrieved": when})


#: What is said of the time, and what is known then.
TIMES = [
    ("10.4.2021", {"note": 'retrieved: "10.4.2021"'}),
    ("2021-02-30", {"note": 'retrieved: "2021-02-30"'}),
    (1618024365, {"note": "retrieved: 1618024365"}),
    ("2021-04-10", {"retrieved": "2021-04-10"}),
    (WHEN, {"retrieved": WHEN}),
    ("", {}),
    (None, {}),
]
ENDINGS = ["jsonl", "jsonl.gz", "parquet"]
DATED = [(ending, *one) for ending in ENDINGS for one in TIMES]
#: The headers of an archive say texts alone.
DATED += [("warc", *one) for one in TIMES if isinstance(one[0], str)]


@pytest.mark.parametrize(("ending", "when", "known"), DATED)
def test_a_time_that_cannot_be_read_is_kept_as_a_note(work, ending, when, known, capsys):
    name = dated(work / f"p.{ending}", when)
    assert main(["add", name, "--note", "by hand"]) == 0
    note = known.get("note", "")
    (found,) = told(work / "seeds").values()
    assert found.get("retrieved") == known.get("retrieved")
    assert found["note"] == "; ".join(filter(None, (note, "by hand")))
    assert ("retrieved kept as a note, not being" in capsys.readouterr().err) == bool(note)


def test_a_time_that_json_lacks_is_kept_as_a_note(work):
    table(work / "p.parquet", text=[PAGE], id=["x"], retrieved=[[timedelta(days=2)]])
    assert main(["add", "p.parquet"]) == 0
    assert told(work / "seeds")["x"]["note"] == 'retrieved: ["2 days, 0:00:00"]'


SOURCES = [
    ("p.parquet", lambda path: table(path, raw=[HTML], link=[URL], key=["k"], at=[WHEN])),
    (
        "p.jsonl.gz",
        lambda path: lines(path, {"raw": HTML, "link": URL, "key": "k", "at": WHEN}),
    ),
]


@pytest.mark.parametrize(("name", "make"), SOURCES, ids=[name for name, _ in SOURCES])
def test_a_package_is_made_of_them(work, name, make):
    make(work / name)
    columns = ["--content", "raw", "--url", "link", "--id", "key", "--retrieved", "at"]
    assert main(["init", "new", "--from", name, *columns]) == 0
    assert held(work / "new" / "seeds")["k.html"] == HTML.encode()
    assert told(work / "new" / "seeds")["k"] == {
        "sha256": sha256(HTML), "url": URL, "retrieved": WHEN,
    }  # fmt: skip


ROW = {"raw": HTML, "link": URL, "key": "k", "at": WHEN}
FILES = {
    "p.jsonl": lambda path: lines(path, ROW, ROW | {"key": "l"}),
    "p.jsonl.gz": lambda path: lines(path, ROW, ROW | {"key": "l"}),
    "p.parquet": lambda path: table(path, **{name: [value] for name, value in ROW.items()}),
    "p.warc": lambda path: archive(path, record("response", URL, HTML.encode(), "p1")),
}
THERE = "no column 'none\\x1b'; columns there: 'raw', 'link', 'key', 'at'; give --{} the name of one of"


@pytest.mark.parametrize("option", ["url", "id", "retrieved"])
@pytest.mark.parametrize("name", FILES)
def test_a_column_that_was_named_must_be_there(work, name, option, capsys):
    """One that no record of another name has; a web archive has none at all."""
    FILES[name](work / name)
    content = [] if name == "p.warc" else ["--content", "raw"]
    given = ["init", "new", "--from", name, *content, f"--{option}"]
    assert main([*given, "none\x1b"]) == 2
    said = capsys.readouterr().err
    if name == "p.warc":
        assert said == (
            f"dongxi init: p.warc: a web archive has no columns; leave --{option} out\n"
        )
    else:
        assert said.startswith(f"dongxi init: {name}")
        assert THERE.format(option) in said
        columns = {"url": "link", "id": "key", "retrieved": "at"}
        assert main([*given, columns[option]]) == 0
    assert (work / "new").exists() == (name != "p.warc")


@pytest.mark.parametrize("name", ["p.jsonl", "p.jsonl.gz", "p.parquet"])
def test_a_column_of_pages_that_was_named_must_be_there(work, name, capsys):
    FILES[name](work / name)
    for verb in (["add", name], ["init", "new", "--from", name]):
        assert main([*verb, "--content", "none"]) == 2
        said = capsys.readouterr().err
        for part in (name, "'none'" if name == "p.jsonl" else "none", "link", "--content"):
            assert part in said
    assert held(work / "seeds") == {}


def test_a_later_record_may_have_the_column(work):
    """In a packed file, as in a build; the one that has it counts."""
    lines(work / "p.jsonl.gz", {"raw": PAGE}, ROW)
    given = ["--from", "p.jsonl.gz", "--content", "raw", "--url", "link"]
    assert main(["init", "new", *given]) == 0
    assert [row["url"] for row in told(work / "new" / "seeds").values()] == [URL]


def test_a_column_of_another_type_is_named_by_what_a_verb_takes(work, capsys):
    table(work / "p.parquet", html=[PAGE], link=[7])
    assert main(["init", "new", "--from", "p.parquet"]) == 2
    assert "column 'link' for url is int64, expected text" in (said := capsys.readouterr().err)
    assert said.endswith("; name another with --url NAME\n")
    assert main(["add", "p.parquet"]) == 2
    assert capsys.readouterr().err.endswith("; rename the column\n")


@pytest.mark.parametrize("columns", [{"html": []}, {"html": pa.nulls(0)}])
def test_a_table_without_rows_adds_nothing(work, columns, capsys):
    table(work / "p.parquet", **columns)
    assert main(["add", "p.parquet"]) == 2
    assert "p.parquet: no page in it; give a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("e.jsonl", b""),
        ("b.jsonl", b"\n\n"),
        ("m.ndjson", MARK),
        ("e.jsonl.gz", b""),
        ("e.warc", b""),
    ],
)
def test_a_file_without_pages_is_named(work, name, data, capsys):
    """Beside one that has some, too: nobody means to add nothing."""
    (work / name).write_bytes(data)
    lines(work / "p.jsonl", {"text": PAGE})
    assert main(["add", "p.jsonl", name]) == 2
    assert f"{name}: no page in it; give a file that holds pages" in capsys.readouterr().err
    assert main(["init", "new", "--from", name]) == 2
    assert held(work / "seeds") == {}


def test_what_an_archive_holds_instead_of_pages_is_said(work, capsys):
    picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png"
    archive(
        work / "a.warc", *[record("response", URL, b"x", f"n{n}", picture) for n in range(2)]
    )
    assert main(["add", "a.warc"]) == 2
    said = "a.warc: no page in it: records that are no pages: type image/png (2); give a file"
    assert said in capsys.readouterr().err


def test_a_package_is_made_of_an_archive(work):
    name = archive(work / "a.warc", record("response", URL, HTML.encode(), "p1"))
    assert main(["init", "new", "--from", name]) == 0
    assert held(work / "new" / "seeds")["p1.html"] == HTML.encode()


BROKEN = [
    ("a.warc", record("response", URL, HTML.encode(), "p1")[:-40], [], "a.warc: the archive breaks off"),
    ("a.parquet", b"PAR1", [], "a.parquet: the file cannot be read"),
    ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 9)[:-9], [], "a.jsonl.gz: the file breaks off"),
    ("a.jsonl.gz", gzip.compress(b'{"body": "x"}'), [], "name it with --content NAME"),
    ("a.jsonl", b'{"body": "x"}', [], "holds the pages with --content"),
    ("a.txt", b"x", ["--content", "body"], "--content: names a column of files of many"),
    ("a.warc", b"", ["--file-time"], "--file-time: says nothing of the pages in a file of many"),
    ("a.warc", b"", ["--url", URL], "--url: is the address of one page"),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=[said for *_, said in BROKEN])
def test_what_cannot_be_read_adds_nothing(work, case, capsys):
    """A file that breaks off might have held more: nobody would miss it."""
    name, data, options, said = case
    (work / name).write_bytes(data)
    assert main(["add", name, *options]) == 2
    assert said in capsys.readouterr().err
    assert held(work / "seeds") == {}


def test_two_pages_of_one_id_are_not_taken(work, capsys):
    table(work / "p.parquet", text=[PAGE, PAGE * 2], id=["a", "a"])
    assert main(["add", "p.parquet"]) == 2
    assert "both would be 'a.txt'" in capsys.readouterr().err
    assert held(work / "seeds") == {}


def test_a_file_of_another_kind_is_no_container(work):
    """By its ending alone; a page may begin like JSON."""
    (work / "a.txt").write_text('{"text": "山里的路修通了。"}', encoding="utf-8")
    assert main(["add", "a.txt"]) == 0
    assert list(held(work / "seeds")) == ["a.txt"]
