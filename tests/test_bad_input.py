"""Bad input: a clear message, nothing lost, the old dataset as it was."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from conftest import SEEDS

from dongxi import repair, validate
from dongxi.cli import main
from dongxi.reading import read

PAGE = "山里的路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"
DIGEST = "0" * 64


@pytest.fixture
def folder(tmp_path):
    """A folder with one good page."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "good.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "seeds"


def build(folder, capsys):
    out = folder.parent / "out"
    code = main(["build", "--seeds", str(folder), "--out", str(out)])
    return code, capsys.readouterr().err.replace(str(folder.parent), "").strip(), out


def rejected(out):
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = pq.read_table(out / "seeds").to_pylist()
    return {row["seed"]: row["reason"] for row in rows if row["status"] == "rejected"}


def test_an_empty_page_is_rejected(folder, capsys):
    (folder / "empty.txt").write_bytes(b"")
    code, message, out = build(folder, capsys)
    assert code == 1
    assert message == (
        "read/empty empty: the file is empty; a page was expected: fetch it again or remove it"
    )
    assert rejected(out) == {"empty": "empty"}


def test_a_binary_file_is_rejected(folder, capsys):
    (folder / "paper.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    code, message, out = build(folder, capsys)
    assert code == 1
    assert message == (
        "read/binary paper: the file is not text (it starts with b'%PDF-'); "
        "give HTML, Markdown or plain text"
    )
    assert rejected(out) == {"paper": "binary"}


def test_a_file_with_nul_bytes_is_rejected(folder, capsys):
    (folder / "nul.txt").write_bytes(b"abc\0def")
    code, message, _ = build(folder, capsys)
    assert code == 1
    assert "it holds a NUL at byte 3" in message


def test_undecodable_bytes_are_reported_and_kept(folder, capsys):
    raw = (PAGE * 3).encode()
    (folder / "spoiled.txt").write_bytes(raw[:62] + b"\xff\xfe" + raw[62:])
    code, message, out = build(folder, capsys)
    assert code == 0
    assert message == (
        "read/undecodable-bytes spoiled, bytes 62-64: 2 bytes do not decode as utf-8; they read "
        "U+FFFD and stand in the ledger as raw_hex"
    )
    assert rejected(out) == {}


def test_a_page_of_undecodable_bytes_is_rejected(folder, capsys):
    (folder / "noise.txt").write_bytes(b"\xff" * 200)
    code, message, out = build(folder, capsys)
    assert code == 1
    assert message.startswith("read/undecodable noise: ")
    assert message.endswith(
        "of the bytes decode in no encoding tried (UTF-8, UTF-16, GB18030, Big5); "
        "convert the file to UTF-8 or remove it"
    )
    assert rejected(out) == {"noise": "undecodable"}


def test_a_page_without_body_is_rejected(folder, capsys):
    (folder / "menu.txt").write_text("首页\n登录\n", encoding="utf-8")
    code, message, out = build(folder, capsys)
    assert code == 1
    assert message == (
        "read/no-text menu: no line of the page reads as body text; "
        "it is kept in seeds and ledger only"
    )
    assert rejected(out) == {"menu": "no_text"}


def curate(folder, text):
    (folder / "curation.yaml").write_text(text, encoding="utf-8")


def entry(**changes):
    found = {
        "seed": "good",
        "sha256": DIGEST,
        "field": "date",
        "value": "2020",
        "reason": "known",
    }
    found |= changes
    return "- " + "\n  ".join(f'{key}: "{value}"' for key, value in found.items()) + "\n"


def test_a_curation_hash_that_does_not_match_stops_the_build(folder, capsys):
    curate(folder, entry())
    code, message, out = build(folder, capsys)
    digest = hashlib.sha256((folder / "good.txt").read_bytes()).hexdigest()
    assert code == 2
    assert message == (
        f"dongxi build: curation.yaml: seed 'good' has SHA-256 {digest}, the entry for field 'date' "
        f"was made for {DIGEST}; read the changed page again, then update the entry"
    )
    assert not out.exists()


NEEDED = "seed, sha256, field, value, reason"
FIELDS = (
    "title, subtitle, source, site_name, author, editor, date, place, section, document_number, "
    "document_type, part, character"
)
FAULTS = [
    (
        "an unknown field",
        entry(field="colour"),
        f"curation.yaml, entry 1 (line 3, column 3): unknown field 'colour'; known are {FIELDS}",
    ),
    (
        "an unknown key",
        entry(note="x"),
        f"curation.yaml, entry 1 (line 6, column 3): unknown key 'note'; known are {NEEDED}, quote, start, end",
    ),
    (
        "no reason",
        entry(reason=""),
        f"curation.yaml, entry 1 (line 5, column 3): 'reason' is empty; every entry needs {NEEDED}",
    ),
    (
        "an unknown seed",
        entry(seed="other"),
        "curation.yaml: seed 'other' is not among the seeds; correct the entry's 'seed' or remove the entry",
    ),
    (
        "no list",
        "seed: x\n",
        f"curation.yaml: a list of entries was expected, each with {NEEDED}",
    ),
]


@pytest.mark.parametrize(("label", "text", "expected"), FAULTS, ids=[f[0] for f in FAULTS])
def test_faults_of_curation_stop_the_build(folder, capsys, label, text, expected):
    curate(folder, text)
    code, message, out = build(folder, capsys)
    assert (code, message) == (2, f"dongxi build: {expected}"), label
    assert not out.exists()


def test_a_quote_that_is_not_in_the_page_stops_the_build(folder, capsys):
    digest = hashlib.sha256((folder / "good.txt").read_bytes()).hexdigest()
    curate(folder, entry(sha256=digest, quote="山谷"))
    code, message, _ = build(folder, capsys)
    assert code == 2
    assert message == (
        "dongxi build: curation.yaml: seed 'good', field 'date': the quote '山谷' stands 0 times "
        "in the page, once was expected; quote more of it, or give 'start' and 'end' in bytes"
    )


def test_a_folder_without_seeds(tmp_path, capsys):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "README.md").write_text("x", encoding="utf-8")
    code, message, _ = build(tmp_path / "seeds", capsys)
    assert code == 2
    assert message == (
        "dongxi build: /seeds: no seeds; put pages there (files ending in .htm, .html, "
        ".markdown, .md, .shtml, .txt, .xhtml)"
    )


def test_a_missing_folder(tmp_path, capsys):
    code, message, _ = build(tmp_path / "seeds", capsys)
    assert code == 2
    assert message == (
        "dongxi build: /seeds: no such folder or file; give a folder of pages, a file or a "
        "pattern with --seeds"
    )


def test_two_files_with_one_id(folder, capsys):
    (folder / "good.html").write_text(PAGE, encoding="utf-8")
    code, message, _ = build(folder, capsys)
    assert code == 2
    assert message == (
        "dongxi build: /seeds: the files 'good.html' and 'good.txt' have one id, 'good'; "
        "rename one of them"
    )


def test_an_output_folder_that_cannot_be_written(folder, capsys):
    (folder.parent / "file").write_text("mine", encoding="utf-8")
    code = main(["build", "--seeds", str(folder), "--out", str(folder.parent / "file" / "out")])
    message = capsys.readouterr().err.replace(str(folder.parent), "").strip()
    assert code == 2
    assert message == (
        "dongxi build: cannot write /file/out: /file/.out.new cannot be made (File exists); "
        "make /file writable or name another folder"
    )


def test_an_output_that_is_a_file(folder, capsys):
    (folder.parent / "out").write_text("mine", encoding="utf-8")
    code, message, out = build(folder, capsys)
    assert code == 2
    assert "/out" in message
    assert out.read_text(encoding="utf-8") == "mine"


def test_an_output_that_is_somebodys_folder(folder, capsys):
    (folder.parent / "out").mkdir()
    (folder.parent / "out" / "thesis.txt").write_text("mine", encoding="utf-8")
    code, _, out = build(folder, capsys)
    assert code == 2
    assert (out / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_an_interrupted_build_leaves_the_old_dataset_whole(folder, capsys, monkeypatch):
    from dongxi import card, manifest  # noqa: PLC0415

    _, _, out = build(folder, capsys)
    before = manifest.sha256sums(out)
    shutil.copy(next(SEEDS.glob("001*")), folder)

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(card, "render", stopped)
    code, message, _ = build(folder, capsys)
    assert code == 2
    assert message == "dongxi build: stopped; the old output is as it was"
    assert manifest.sha256sums(out) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["out", "seeds"]


def test_unknown_seed_in_explain(folder, capsys):
    assert main(["explain", "nothing", "--seeds", str(folder)]) == 2
    assert "seeds there: good" in capsys.readouterr().err


STORY = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"


@pytest.mark.parametrize("before", ["", "<p>甲</p><p>乙</p><br>"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_a_stray_nul_is_a_byte_that_does_not_decode(before, encoding):
    text = before + "山里的路\0修通了" + STORY * 8
    page = read(text.encode(encoding, "ignore"))
    (edit,) = page.edits()
    assert page.reason is None
    assert page.source.raw[edit["start"] : edit["end"]] == b"\0"
    assert (edit["raw"], edit["new"], edit["rules"]) == (None, "\ufffd", ["decode/undecodable"])
    assert [problem.code for problem in page.problems] == ["read/undecodable-bytes"]


def test_other_types_are_refused_in_words():
    with pytest.raises(TypeError, match="read: found a str, expected the bytes of a page"):
        read(STORY)
    with pytest.raises(TypeError, match="read: url: found a bytes, expected a str or None"):
        read(STORY.encode(), url=b"https://example.org/")
    with pytest.raises(TypeError, match="read: retrieved: found a int"):
        read(STORY.encode(), retrieved=5)
    with pytest.raises(TypeError, match="repair: found a bytes, expected a text"):
        repair(STORY.encode())
    with pytest.raises(
        ValueError, match="repair: fill: found 'guess', expected None or 'probable'"
    ):
        repair(STORY, fill="guess")


def test_a_dataset_is_named_by_text_or_path(built):
    assert [*validate(str(built))] == [*validate(built)] == []
    with pytest.raises(FileNotFoundError, match="nowhere: no such folder"):
        list(validate("nowhere"))


def test_explain_of_a_path_that_is_not_there(capsys):
    assert main(["explain", "pages/nope.html"]) == 2
    assert "pages/nope.html: no such file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nope", "nope.html", "pages/nope.html"])
def test_explain_says_what_is_missing(name, tmp_path, monkeypatch, capsys):
    """What was asked for, rather than a folder that nobody named."""
    monkeypatch.chdir(tmp_path)
    for form in ([], ["--json"]):
        assert main(["explain", name, *form]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith(
            f"dongxi explain: {name}: no such file, and no folder seeds"
        )


def test_a_folder_is_no_page_to_explain_unless_a_page_has_its_name(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "north").mkdir()
    assert main(["explain", "north"]) == 2
    assert "north: a folder, and no folder seeds here" in capsys.readouterr().err
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "north.txt").write_text(STORY, encoding="utf-8")
    assert main(["explain", "north"]) == 0


@pytest.mark.parametrize("name", ["north/一村", "https://example.org/1.html"])
def test_an_id_that_looks_like_a_path_is_explained(tmp_path, capsys, name):
    """As pages in folders have, and records whose ids are addresses; one that is none is not."""
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "一村.txt").write_text(STORY, encoding="utf-8")
    row = json.dumps({"id": "https://example.org/1.html", "text": STORY})
    (tmp_path / "dump.jsonl").write_text(row, encoding="utf-8")
    assert main(["explain", name, "--seeds", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith(name)
    assert main(["explain", "north/三村", "--seeds", str(tmp_path)]) == 2
    assert "north/三村: no such file, and no seed in" in capsys.readouterr().err


ERRORS = [
    "<title>404 页面不存在</title><h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>",
    "<title>山河网</title><h1>您访问的页面找不到了</h1><p>请检查您输入的网址是否正确，或者返回首页。</p>",
    "404 Not Found\n\n您要找的资源已被删除、已更名或暂时不存在，请返回首页。",
]
NO_ERRORS = [
    "<title>404个台阶</title><h1>404个台阶</h1><p>山上的庙有404个台阶，路不存在的时候，乡亲们就这样上山。</p>",
    f"<title>页面不存在</title><h1>页面不存在</h1><p>{STORY * 8}页面不存在的时候，返回首页。</p>",
    "<title>山里的路修通了</title><h1>山里的路修通了</h1><p>从前路不存在，如今乡亲们的日子一天比一天好。</p>",
    "<title>文章已删除</title><h1>文章已删除</h1><p>他删了那篇写山里的文章，乡亲们却把它抄在了墙上。</p>",
]


@pytest.mark.parametrize("text", ERRORS)
def test_messages_that_a_page_is_not_there_are_rejected(text):
    page = read(text.encode())
    assert (page.reason, page.documents) == ("error_page", ())
    assert [problem.code for problem in page.problems] == ["read/error-page"]


@pytest.mark.parametrize("text", NO_ERRORS)
def test_pages_that_speak_of_errors_are_read(text):
    assert read(text.encode()).reason is None
