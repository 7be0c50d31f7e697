"""Files, names and pages that are made to hurt: each is read, rejected or refused in words."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import sys
import unicodedata

import pyarrow.parquet as pq
import pytest
from conftest import ROOT

from dongxi import curation, front, seeds
from dongxi.about import AboutError, load
from dongxi.checks import validate
from dongxi.cli import main
from dongxi.commands.console import plain
from dongxi.model import Limits
from dongxi.reading import read

PAGE = "山里的路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"
STORY = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="such files cannot be made there")
#: What no terminal may be given: controls, marks of direction, ends of lines that are none.
STEERING = [
    *map(chr, (*range(9), *range(11, 32), *range(0x7F, 0xA0))),
    *"\u061c\u200e\u202e\u2066\u2028",
]


@pytest.fixture
def folder(tmp_path):
    """A folder with one good page."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "good.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "seeds"


def build(folder, capsys, *options):
    out = folder.parent / "out"
    code = main(["build", "--seeds", str(folder), "--out", str(out), *options])
    return code, capsys.readouterr().err.replace(str(folder.parent), ""), out


def rows(out, table):
    return pq.read_table(out / table).to_pylist()


# Pages beyond the limits


def test_a_page_of_too_many_bytes_is_rejected_with_its_hash(folder, capsys):
    raw = (STORY + "\n").encode() * 20
    (folder / "large.html").write_bytes(raw)
    code, message, out = build(folder, capsys, "--max-bytes", "500")
    assert code == 1
    assert message == (
        "read/too-large large: the page is too large (2,000 bytes, 500 may be); it stands in "
        "seeds and ledger with its hash alone: cut it, or raise --max-bytes\n"
    )
    (row,) = [row for row in rows(out, "seeds") if row["seed"] == "large"]
    digest = hashlib.sha256(raw).hexdigest()
    assert (row["status"], row["reason"], row["encoding"]) == ("rejected", "too_large", None)
    assert (row["bytes"], row["sha256"]) == (2000, digest)
    (row,) = [row for row in rows(out, "ledger") if row["seed"] == "large"]
    assert (row["start"], row["end"], row["sha256"], row["rule"]) == (
        0,
        2000,
        digest,
        "read/too-large",
    )
    assert (row["raw"], row["raw_hex"], row["text"], row["in_text"]) == (
        None,
        None,
        None,
        False,
    )
    assert list(validate(out, folder)) == []
    assert main(["reproduce", "--seeds", str(folder), "--out", str(out)]) == 0


def test_the_hash_of_a_page_that_was_not_held_is_checked_too(folder, capsys):
    (folder / "large.txt").write_text(STORY * 20, encoding="utf-8")
    _, _, out = build(folder, capsys, "--max-bytes", "500")
    (folder / "large.txt").write_text(STORY[::-1] * 20, encoding="utf-8")
    assert [p.code for p in validate(out, folder)] == ["B003", "B005"]


def test_read_and_build_account_alike_for_a_large_page(folder):
    raw = PAGE.encode()
    (seed,) = seeds.load(folder, Limits(max_bytes=100))
    assert seed.raw == b""
    assert seed.unread == (len(raw), hashlib.sha256(raw).hexdigest())
    page = read(raw, limits=Limits(max_bytes=100))
    assert page.unread == seed.unread
    assert read(raw, limits=Limits(max_bytes=len(raw))).reason is None


def test_no_more_of_a_large_file_is_held_than_a_piece(folder, monkeypatch):
    sizes = []
    opened = type(folder).open

    class Spy:
        """A file that notes how much of it is asked for."""

        def __init__(self, file):
            self.file = file

        def read(self, size=-1):
            sizes.append(size)
            return self.file.read(size)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

    monkeypatch.setattr(type(folder), "open", lambda path, *how: Spy(opened(path, *how)))
    list(seeds.load(folder, Limits(max_bytes=1)))
    assert sizes == [seeds.PART_BYTES, seeds.PART_BYTES]


def test_entries_about_a_large_page_are_checked_and_left_aside(folder, capsys):
    (folder / "large.txt").write_text(STORY * 20, encoding="utf-8")
    digest = hashlib.sha256((STORY * 20).encode()).hexdigest()
    entry = (
        "- {{seed: large, sha256: '{}', field: title, value: 路, reason: known, quote: 路}}\n"
    )
    (folder / "curation.yaml").write_text(entry.format(digest), encoding="utf-8")
    assert build(folder, capsys, "--max-bytes", "500")[0] == 1
    (folder / "curation.yaml").write_text(entry.format("0" * 64), encoding="utf-8")
    code, message, _ = build(folder, capsys, "--max-bytes", "500")
    assert code == 2
    assert (
        f"seed 'large' has SHA-256 {digest}, the entry for field 'title' was made for 0000"
        in message
    )


#: A page, and how many line ends and tags it has.
LINES = [
    (STORY + "\n", 1),
    (STORY + "\r\n\r", 2),
    (STORY + "\u2028\x85\x0b", 3),
    (STORY + "<p><b>", 2),
    (STORY + "上丼", 0),
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize(("text", "count"), LINES)
def test_a_page_of_too_many_lines_is_rejected(text, count, encoding):
    raw = (text * 10).encode(encoding)
    assert read(raw, limits=Limits(max_lines=max(1, count * 10))).reason is None
    if count:
        page = read(raw, limits=Limits(max_lines=count * 10 - 1))
        assert (page.reason, len(list(page.ledger()))) == ("too_many_lines", 1)
        assert page.problems[0].message.startswith(
            f"the page has too many lines and tags ({count * 10} of them, {count * 10 - 1} may be)"
        )


def test_a_page_of_too_many_lines_keeps_its_bytes(folder, capsys):
    (folder / "lines.txt").write_bytes(b"a\n" * 200)
    code, _, out = build(folder, capsys, "--max-lines", "100")
    assert code == 1
    (row,) = [row for row in rows(out, "ledger") if row["seed"] == "lines"]
    assert (row["raw"], row["rule"]) == ("a\n" * 200, "read/too-many-lines")
    assert list(validate(out, folder)) == []


@pytest.mark.parametrize("given", ["0", "-1", "1e6", "", "١"])
def test_limits_are_whole_numbers(folder, given, capsys):
    with pytest.raises(SystemExit) as end:
        main(["build", "--seeds", str(folder), f"--max-bytes={given}"])
    assert end.value.code == 2
    message = "argument --max-bytes: found .*, expected a whole number from 1 on"
    assert re.search(message, capsys.readouterr().err)


def test_the_reasons_of_the_code_are_those_of_the_schema():
    from dongxi.reading import REASONS  # noqa: PLC0415
    from dongxi.withhold import REMOVED  # noqa: PLC0415

    schema = json.loads((ROOT / "schema" / "seeds.schema.json").read_text("utf-8"))
    assert {*REASONS, REMOVED, None} == set(schema["properties"]["reason"]["enum"])


def test_the_documentation_names_the_limits():
    text = (ROOT / "docs" / "hostile.md").read_text("utf-8")
    for name, value in Limits()._asdict().items():
        assert (
            f"| `--{name.replace('_', '-')}` | {value:,} |".replace("| 0 |", "| off |") in text
        )


# Files and names

#: Names that are legal and ugly, each with its id.
NAMES = [
    ("a\nb.txt", "a\nb"),
    ("-rf.txt", "-rf"),
    ("--help", "--help"),
    ("a..b.txt", "a..b"),
    ("$(id) `id`;'\".txt", "$(id) `id`;'\""),
    ("a\x1b[31m\x07.html", "a\x1b[31m\x07"),
    ("a\u202etxt.exe.html", "a\u202etxt.exe"),
    ("a\u2028b\x85.txt", "a\u2028b\x85"),
    ("=1+1.txt", "=1+1"),
    ("a|b](x) <script>.md", "a|b](x) <script>"),
    (" .txt", " "),
    ("\ufeff.txt", "\ufeff"),
    ("con.txt", "con"),
    ("长" * 80 + ".txt", "长" * 80),
]


@POSIX
@pytest.mark.parametrize(("name", "seed"), NAMES, ids=[ascii(seed)[:20] for _, seed in NAMES])
def test_ugly_names_are_ids_and_steer_nothing(folder, capsys, name, seed):
    (folder / name).write_text(PAGE.replace("山", "水"), encoding="utf-8")
    (folder / "bad").write_bytes(b"")
    code, message, out = build(folder, capsys)
    assert code == 1
    assert sorted(row["seed"] for row in rows(out, "seeds")) == sorted(["bad", "good", seed])
    assert list(validate(out, folder)) == []
    assert message.count("\n") == 1
    assert main(["explain", "--seeds", str(folder), "--", seed]) == 0
    assert main(["stats", str(out)]) == 0
    said = capsys.readouterr()
    assert not [char for char in STEERING if char in said.out + said.err]
    for path in sorted((out / "jsonl").rglob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            assert isinstance(json.loads(line), dict)


@POSIX
def test_names_that_differ_in_case_or_composition_alone_are_two_pages(folder, capsys):
    composed, parted = (unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))
    for number, name in enumerate(("A", "a", composed, parted)):
        (folder / f"{name}.txt").write_text(f"{PAGE}第{number}条路修通了。\n", encoding="utf-8")
    if len(list(folder.iterdir())) < 5:
        pytest.fail("this disk takes such names for one; run the tests on another")
    code, message, out = build(folder, capsys)
    assert (code, message) == (0, "")
    found = sorted(row["seed"] for row in rows(out, "seeds"))
    assert found == sorted(["A", "a", composed, parted, "good"])
    assert list(validate(out, folder)) == []


@POSIX
def test_what_is_no_plain_file_is_named_and_never_opened(folder, capsys):
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "manifest.json")
    os.mkfifo(folder / "curation.yaml")
    os.mkfifo(folder / "dataset.yaml")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    (folder / "page.html").mkdir()
    (folder / "page.html" / "inner.txt").write_text(PAGE, encoding="utf-8")
    place = os.getcwd()  # noqa: PTH109
    os.chdir(folder)  # a socket's path may be no longer than 100 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        os.chdir(place)
        code, message, out = build(folder, capsys)
    assert code == 0
    said = "no file that can be read; remove it or mend the link"
    assert message.splitlines() == [
        "seeds/not-read around: not read: a link to a folder; put the folder itself there",
        f"seeds/not-read curation.yaml: not read: {said}",
        f"seeds/not-read dataset.yaml: not read: {said}",
        f"seeds/not-read loop.txt: not read: {said}",
        f"seeds/not-read manifest.json: not read: {said}",
        f"seeds/not-read pipe.txt: not read: {said}",
        f"seeds/not-read socket.txt: not read: {said}",
        f"seeds/not-read zero.txt: not read: {said}",
    ]
    assert [row["seed"] for row in rows(out, "seeds")] == ["good", "page.html/inner"]
    assert list(validate(out, folder)) == []
    assert main(["explain", str(folder / "pipe.txt"), "--seeds", str(folder)]) == 2


@POSIX
def test_links_out_of_the_folder_are_followed_only_if_asked(folder, tmp_path, capsys):
    (tmp_path / "secret.txt").write_text(STORY + "密码是山里的路。", encoding="utf-8")
    (folder / "page.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up.txt").symlink_to("../secret.txt")
    (folder / "inside.txt").symlink_to("good.txt")
    code, message, out = build(folder, capsys)
    said = (
        "not read: a link out of the folder; put the file itself there, or give --follow-links"
    )
    assert (code, message.splitlines()) == (
        0, [f"seeds/not-read page.txt: {said}", f"seeds/not-read up.txt: {said}"],
    )  # fmt: skip
    assert [row["seed"] for row in rows(out, "seeds")] == ["good", "inside"]
    assert "密码" not in "".join(row["text"] for row in rows(out, "documents"))
    assert list(validate(out, folder)) == []
    code, message, out = build(folder, capsys, "--follow-links")
    assert (code, message) == (0, "")
    assert [row["seed"] for row in rows(out, "seeds")] == ["good", "inside", "page", "up"]
    assert list(validate(out, folder)) == []


@POSIX
@pytest.mark.parametrize("name", ["curation.yaml", "dataset.yaml"])
def test_what_people_know_of_the_pages_is_no_link_out_of_the_folder(
    folder, tmp_path, capsys, name
):
    (tmp_path / "elsewhere").write_text("", encoding="utf-8")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    code, message, _ = build(folder, capsys)
    assert code == 2
    assert f"'{name}' is a link out of the folder" in message
    assert build(folder, capsys, "--follow-links")[0] == 0


def test_packed_files_are_not_unpacked(folder, capsys):
    import gzip  # noqa: PLC0415

    packed = gzip.compress(b"\0" * 10_000_000, mtime=0)
    (folder / "bomb.html").write_bytes(packed)
    (folder / "bomb.html.gz").write_bytes(packed)
    code, message, out = build(folder, capsys)
    assert code == 1
    assert "read/binary bomb: the file is not text (it starts with b'\\x1f\\x8b')" in message
    assert (
        "seeds/not-read bomb.html.gz: not read: files with endings of other kinds (.gz)"
        in message
    )
    assert [r["reason"] for r in rows(out, "seeds")] == ["binary", None]


# What people write


#: YAML that would be slow, large or somebody's code, and a word of the message.
YAML = [
    ("an alias bomb", "a: &a [x,x]\n" + "".join(f"a{n}: &a{n} [*a,*a]\n" for n in range(40)), "alias *a"),
    ("a merge bomb", "a: &a {x: y}\nb: {<<: [*a,*a]}\n", "alias *a"),
    ("a tag that runs", "a: !!python/object/apply:os.system [id]\n", "could not determine a constructor"),
    ("a number too long", "a: " + "9" * 5000, "not readable"),
    ("deep nesting", "a: " + "[" * 20_000, "not readable"),
    ("half a character", 'name: "\\ud800"', "U+D800"),
    ("a control", 'name: "a\\e[31m"', "U+001B"),
    ("a day that is none", "released: 2026-02-31", "not readable"),
    ("a time stamp that is none", "released: !!timestamp x", "not readable"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "word"), YAML, ids=[case[0] for case in YAML])
def test_yaml_that_could_hurt_is_refused(tmp_path, label, text, word):
    (tmp_path / "dataset.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AboutError) as fault:
        load(tmp_path)
    assert str(fault.value).startswith("dataset.yaml: "), label
    assert word in str(fault.value)
    assert len(str(fault.value)) < 700


#: The same of `curation.yaml`, whose values are all taken as they are written.
ENTRIES = [
    ("an alias", "- {seed: &a x, sha256: *a}", "alias *a"),
    (
        "half a character",
        '- {seed: a, sha256: b, field: title, value: "\\udc80", reason: x}',
        "U+DC80",
    ),
    ("a NUL", '- {seed: "a\\0", sha256: b, field: title, value: x, reason: x}', "U+0000"),
    ("deep nesting", "- " * 20_000, "not readable"),
]


@pytest.mark.parametrize(("label", "text", "word"), ENTRIES, ids=[case[0] for case in ENTRIES])
def test_entries_that_could_hurt_are_refused(tmp_path, label, text, word):
    (tmp_path / "curation.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(curation.CurationError) as fault:
        curation.load(tmp_path / "curation.yaml")
    assert str(fault.value).startswith("curation.yaml: "), label
    assert word in str(fault.value)


#: Front matter, and the fields that come of it.
FIELDS = [
    ("---\na: &a [x,x]\nb: &b [*a,*a]\n? *b\n: y\ntitle: 路\n---\n", [("a", "x"), ("a", "x"), ("title", "路")]),
    ("---\ntitle: " + "9" * 5000 + "\n---\n", [("title", "9" * 5000)]),
    ("---\ntitle: !!python/object/apply:os.system [id]\ndate: 2021-04-05\n---\n", [("title", "id"), ("date", "2021-04-05")]),
    ('---\ntitle: "\\ud800路"\n---\n', [("title", "\ufffd路")]),
    ("---\ntitle: 路\na: " + "[" * 20_000 + "\n---\n", [("title", "路"), ("a", "[" * 20_000)]),
    ("+++\ntitle = '路'\nn = 1" + "0" * 5000 + "\n+++\n", [("title", "路"), ("n", "1" + "0" * 5000)]),
    ("+++\ntitle = '路'\nn = 0x" + "f" * 5000 + "\n+++\n", [("title", "路"), ("n", "0x" + "f" * 5000)]),
    ('+++\ntitle = """\n路"""\n+++\n', [("title", "路")]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "fields"), FIELDS, ids=range(len(FIELDS)))
def test_front_matter_that_could_hurt(page, fields):
    end = front.end_of_front_matter(page)
    assert [entry[:2] for entry in front.entries(page, end)] == fields


# What is shown

#: A text, and how a terminal gets it.
SHOWN = [
    ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
    ("a\u202eb", "a\\u202eb"),
    ("a\x9b31mb", "a\\x9b31mb"),
    ("a\nb\rc", "a\\nb\\rc"),
    ("a\u2028b\u2066c\u061cd", "a\\u2028b\\u2066c\\u061cd"),
    ("a\U000e0041", "a\\U000e0041"),
    ("山里\t的路\u3000，", "山里\t的路\u3000，"),
    ("<b>\\n 100%", "<b>\\n 100%"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN, ids=[ascii(text) for text, _ in SHOWN])
def test_controls_are_shown_as_escapes(text, shown):
    assert plain(text) == shown


def test_a_page_steers_no_terminal(folder, capsys):
    """Neither in its lines nor in what is claimed, changed, counted or reported."""
    evil = "\x1b[2J\x9b1m\u202e\u2066\x07"
    (folder / "evil.html").write_text(
        f"<title>{evil}路</title><h1>{evil}路</h1><p>来源：{evil}山河网 作者：{evil}王某 2021-04-05</p>"
        f"<p>{STORY}{evil}</p><p>&quot;&#27;[31m{STORY}</p>", encoding="utf-8",
    )  # fmt: skip
    code, message, out = build(folder, capsys)
    assert code == 0
    assert main(["explain", "evil", "--seeds", str(folder)]) == 0
    assert main(["stats", str(out)]) == 0
    said = capsys.readouterr()
    assert "\\x1b[2J" in said.out
    assert not [char for char in STEERING if char in message + said.out + said.err]
    for name in ("README.md", "LICENSE.md", "CITATION.cff"):
        text = (out / name).read_text("utf-8")
        assert not [char for char in STEERING if char in text], name


#: What CSV readers run as a formula; exports must ask, the tables keep the page's own words.
FORMULAE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]


@pytest.mark.parametrize("title", FORMULAE)
def test_formulae_and_line_separators_stay_in_their_row(folder, capsys, title):
    """JSONL has a line a row, whatever a title holds."""
    (folder / "page.md").write_text(
        f'---\ntitle: "{title}\\u2028\\u0085\\n---"\n---\n# {title}\n\n{STORY}\n',
        encoding="utf-8",
    )
    code, _, out = build(folder, capsys)
    assert code == 0
    lines = b"".join(path.read_bytes() for path in (out / "jsonl" / "documents").iterdir())
    assert lines.count(b"\n") == 2
    assert {row["id"] for row in map(json.loads, lines.decode().split("\n")[:-1])} == {
        "good",
        "page",
    }
    assert list(validate(out, folder)) == []
