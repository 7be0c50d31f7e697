"""The command line: verbs, help, exit codes, terminals."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from conftest import ROOT, SEEDS

from dongxi import about
from dongxi.cli import VERBS, main, parser
from dongxi.commands import reproduce
from dongxi.model import Problem
from dongxi.page import host

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    assert "Exit codes:" in capsys.readouterr().out
    if verb != "build":
        assert f"build_dataset.py {verb}" in README


def test_more_containers_than_files_may_be_open(tmp_path):
    """The usual limit is raised as far as the system allows, which is said where it is too low."""
    line = "山里的路修通了，乡亲们的日子一天比一天好。"
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(100):
        row = json.dumps({"id": str(number), "text": f"{number}号。{line}"})
        (pages / f"{number}.jsonl").write_text(row, encoding="utf-8")
    build = [sys.executable, str(ROOT / "build_dataset.py"), "--seeds", str(pages), "--out"]
    for limit, code in (("-Sn", 0), ("-n", 2)):
        out = str(tmp_path / f"out{code}")
        run = ["sh", "-c", f'ulimit {limit} 60; exec "$@"', "sh", *build, out]
        done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
        assert (done.returncode, "ulimit -n" in done.stderr) == (code, code == 2), done.stderr


def test_misuse_is_two(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["paint"])
    assert stop.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_reproduce_is_clean_on_the_published_dataset(capsys):
    code = main(["reproduce", "--seeds", str(SEEDS), "--out", str(ROOT / "dist")])
    assert (code, capsys.readouterr().out) == (0, f"{ROOT / 'dist'}: identical\n")


def test_reproduce_names_file_row_and_field(built, tmp_path, capsys):
    changed = tmp_path / "seeds"
    shutil.copytree(SEEDS, changed)
    path = changed / "curation.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2017-08-29", "2018-08-29"), encoding="utf-8"
    )
    code = main(["reproduce", "--seeds", str(changed), "--out", str(built)])
    found = capsys.readouterr().err
    assert code == 1
    assert re.search(
        r"documents/\w+-00000-of-00001\.parquet.*002_d0e6fe0b54740d23.*date", found
    )
    assert "?2018-08-29" in found
    code = main(["reproduce", "--seeds", str(changed), "--out", str(built), "--json"])
    shown = capsys.readouterr()
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert (code, shown.err) == (1, "")
    assert {key for row in rows for key in row} == {"id", "where", "message"}
    assert [f"{row['id']} {row['where']}: {row['message']}" for row in rows] == [
        line for line in found.splitlines() if line
    ]


def test_every_difference_is_an_object(built, monkeypatch, capsys):
    """People are shown the first of them and told how many; a program gets all."""
    many = [Problem("R006", f"documents, row {row}\x1b", "found 路") for row in range(60)]
    monkeypatch.setattr(reproduce, "compare", lambda *_: iter(many))
    monkeypatch.setattr(reproduce, "build", lambda *_, **__: built)
    given = ["reproduce", "--out", str(built)]
    assert main(given) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == (f"{built}: 60 differences\n", 50)
    assert main([*given, "--json"]) == 1
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert rows == [{"id": p.code, "where": p.where, "message": p.message} for p in many]
    monkeypatch.setattr(reproduce, "compare", lambda *_: iter(()))
    assert main([*given, "--json"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("gone", "said"), [(1, "1 difference"), (2, "2 differences")])
def test_one_is_told_as_one(built, tmp_path, capsys, gone, said):
    """Of findings and differences alike."""
    shutil.copytree(built, tmp_path / "dist")
    for name in ("LICENSE.md", "CITATION.cff")[:gone]:
        (tmp_path / "dist" / name).unlink()
    assert main(["reproduce", "--seeds", str(SEEDS), "--out", str(tmp_path / "dist")]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'dist'}: {said}\n"
    sums = tmp_path / "dist" / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    names = ("LICENSE.md", "CITATION.cff")[:gone]
    kept = [line for line in lines if line.rstrip().split("  ")[1] not in names]
    sums.write_text("".join(kept), encoding="utf-8")
    assert main(["validate", str(tmp_path / "dist")]) == 1
    found = said.replace("difference", "finding")
    assert capsys.readouterr().out == f"{tmp_path / 'dist'}: {found}\n"


def test_validate_is_clean_on_the_published_dataset(capsys):
    code = main(["validate", str(ROOT / "dist"), "--seeds", str(SEEDS)])
    assert (code, capsys.readouterr().out) == (0, f"{ROOT / 'dist'}: clean\n")


def test_validate_finds_a_flipped_byte(built, tmp_path, capsys):
    spoiled = tmp_path / "dist"
    shutil.copytree(built, spoiled)
    path = spoiled / "jsonl" / "seeds" / "train-00000-of-00001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"used", b"Used", 1))
    assert main(["validate", str(spoiled)]) == 1
    assert "jsonl/seeds/train-00000-of-00001.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["validate", "stats"])
def test_a_missing_dataset_is_misuse(verb, tmp_path, capsys):
    assert main([verb, str(tmp_path / "nothing")]) == 2
    assert "nothing" in capsys.readouterr().err


def test_stats_counts(built, capsys):
    assert main(["stats", str(built)]) == 0
    out = capsys.readouterr().out
    assert "documents by split (34)" in out
    assert "restore/pinyin-annotation" in out


def test_stats_for_programs_are_those_for_people(built, capsys):
    """One object, with null as a value and a list for what is not there."""
    assert main(["stats", str(built), "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert found["options"]["personal"] == "flag"
    assert found["counts"]["documents.split"] == [
        {"value": "train", "count": 32},
        {"value": "test", "count": 1},
        {"value": "validation", "count": 1},
    ]
    assert {"value": None, "count": 1} in found["counts"]["documents.document_type"]
    assert found["counts"]["removals.scope"] == []
    assert (found["characters"], found["bytes"]) == (32245, 101262)
    assert main(["stats", str(built)]) == 0
    shown = capsys.readouterr().out
    assert f"characters of text  {found['characters']}" in shown
    for rows in found["counts"].values():
        for row in rows:
            assert (
                f"{row['count']:>8}  {'—' if row['value'] is None else row['value']}\n" in shown
            )


def test_explain_shows_roles_rules_repairs_and_rivals(capsys):
    assert main(["explain", "002_d0e6fe0b54740d23", "--seeds", str(SEEDS)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"dateline +roles/glued-dateline +新華社北京8月29日電", out)
    assert "(xié)→∅" in out
    assert "�口網 (海 " in out
    assert re.search(r"date +✓ \?2017-08-29 +curation/entry", out)
    assert re.search(r"date +· XXXX-08-29 +claims/dateline", out)
    assert "\x1b" not in out


def test_explain_keeps_terminals_safe(tmp_path, capsys):
    page = tmp_path / "page.txt"
    page.write_text(
        "山里的路修通了\x1b[2J，乡亲们的日子一天比一天好，人人都说要感谢。\n", encoding="utf-8"
    )
    assert main(["explain", str(page)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_nothing_but_problems_on_standard_error(tmp_path, capsys):
    assert main(["--seeds", str(SEEDS), "--out", str(tmp_path / "dist")]) == 0
    assert capsys.readouterr().err == ""


def test_public_names_stay_callable():
    """No module of the package may take the name of a public function."""
    import dongxi  # noqa: PLC0415
    from dongxi import checks, damage, pipeline, reading  # noqa: F401, PLC0415

    for name in ("build", "extract", "read", "repair", "validate"):
        assert callable(getattr(dongxi, name)), name


def test_help_shows_what_is_public(capsys):
    """The names are loaded when first used, and still listed."""
    import dongxi  # noqa: PLC0415

    assert set(dongxi.__all__) <= set(dir(dongxi))
    help(dongxi)
    shown = capsys.readouterr().out
    functions = shown[shown.index("\nFUNCTIONS\n") :]
    for name in set(dongxi.__all__) - {"__version__"}:
        assert f"\n    {name}(" in functions, name
    assert 'dongxi.build("seeds", "dist")' in shown


PROGRAMS = (["-m", "dongxi"], [str(ROOT / "build_dataset.py")])


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["--version"], 0, "dongxi 0.1.0"),
        (["explain", "001_c2e5e1d926910ab8"], 0, "claims/labelled-date"),
        (["stats", "nowhere"], 2, ""),
    ],
)
def test_the_package_is_the_program_too(arguments, code, word):
    """`python -m dongxi` is `dongxi`: output, messages and exit codes."""
    one, two = (
        subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, *program, *arguments], cwd=ROOT, capture_output=True, check=False
        )
        for program in PROGRAMS
    )
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.returncode == code
    assert word in one.stdout.decode("utf-8")


def run(command, **changes):
    """Run the program in a shell, as a user does, with the pages of the repository."""
    program = f'"{sys.executable}" "{ROOT / "build_dataset.py"}"'
    return subprocess.run(  # noqa: S602  (our own program, in a pipe)
        command.replace("dongxi", program),
        shell=True, cwd=ROOT, env=os.environ | changes, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with pipes")
@pytest.mark.parametrize("verb", ["explain 003_585eea4f2105298e", "stats"])
def test_a_reader_that_has_seen_enough_is_no_fault(verb, built, tmp_path):
    """`head` closes the pipe; nobody is told, and the exit code is that of a clean run."""
    given = f"{verb} {built}" if verb == "stats" else verb
    code = tmp_path / "code"
    found = run(f"(dongxi {given}; echo $? > {code}) | true")
    assert found.stderr == b""
    assert code.read_text(encoding="ascii") == "0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("explain 002_d0e6fe0b54740d23 >&-", 0),
        ("explain 002_d0e6fe0b54740d23 --json >&- 2>&-", 0),
        ("stats nowhere 2>&-", 2),
        ("export csv - --dir nowhere >&- 2>&-", 2),
    ],
)
def test_a_stream_that_is_closed_is_no_fault(given, code):
    """Nobody listens, as under some schedulers: the exit code is what it always is."""
    found = run(f"dongxi {given}")
    assert (found.returncode, found.stdout, found.stderr) == (code, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX locales")
@pytest.mark.parametrize("verb", ["explain 002_d0e6fe0b54740d23", "stats"])
def test_the_locale_changes_nothing_that_is_shown(verb, built):
    given = f"dongxi {verb} {built}" if verb == "stats" else f"dongxi {verb}"
    found = run(given, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout == run(given, PYTHONUTF8="1").stdout
    assert "—" in found.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("more", "head"),
    [
        ([], "a  69 bytes, utf-8 (decode/utf-8), text"),
        (["--max-bytes", "9"], "a  69 bytes"),
        (["--max-lines", "1"], "a  69 bytes, utf-8 (decode/utf-8)"),
    ],
)
def test_explain_names_no_encoding_or_format_that_is_none(tmp_path, capsys, more, head):
    """A page that was rejected before it had one has none to show."""
    path = tmp_path / "a.txt"
    path.write_bytes("山里的路修通了\n\n乡亲们的日子都好了，大家高兴。\n".encode())
    main(["explain", str(path), *more])
    assert capsys.readouterr().out.partition("\n")[0] == head


def test_explain_wants_an_address(capsys):
    assert main(["explain", "002_d0e6fe0b54740d23", "--url", "not a url"]) == 2
    assert capsys.readouterr().err == (
        "dongxi explain: --url: found 'not a url', expected an address such as "
        "https://example.org/1.html\n"
    )


HOSTS = [
    ("https://News.Example.org:8080/a", "news.example.org"),
    ("https://u:p@example.org?x", "example.org"),
    ("https://u:p@[::1]:80/a", "[::1]"),
    ("http://[2001:DB8::7]/", "[2001:db8::7]"),
    ("http://新闻.example/", "新闻.example"),
    ("https://[/a", None),
    ("https://[::1", None),
    ("not a url", None),
    ("https:///a", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "expected"), HOSTS, ids=[str(url) for url, _ in HOSTS])
def test_hosts(url, expected):
    assert host(url) == expected


def test_the_example_of_the_readme_runs(tmp_path, monkeypatch):
    """Each line runs; a value in quotes behind one is what it gives."""
    shutil.copy(SEEDS / "000_f94e16171f0fca6e.txt", tmp_path / "page.html")
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(from pathlib.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102  (our own README)
    promised = re.findall(r'^(.*\S)  # (".*")$', example, re.MULTILINE)
    assert promised
    for line, expected in promised:
        assert eval(line, names) == ast.literal_eval(expected)  # noqa: S307


DOCS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), SEEDS / "README.md"]
)  # fmt: skip


@pytest.mark.parametrize("path", DOCS, ids=[path.name for path in DOCS])
def test_every_link_leads_somewhere(path):
    text = re.sub("(?s)```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target:
            assert (path.parent / target.partition("#")[0]).exists(), target


def test_every_key_of_dataset_yaml_is_documented():
    text = (ROOT / "docs" / "dataset-yaml.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", text, re.MULTILINE)
    assert tuple(key for key, _ in rows) == about.About._fields
    default = about.About()
    for key in ("name", "pretty_name", "version", "authors", "tags", "task_categories"):
        value = getattr(default, key)
        shown = value if isinstance(value, str) else ", ".join(value)
        assert dict(rows)[key].replace("`", "") == shown, key
    (example,) = re.findall("(?s)```yaml\n(.*?)```", text)
    assert about.parse(yaml.safe_load(example)).released == "2026-01-31"


def test_a_page_of_the_folder_is_explained_with_what_curators_know(capsys):
    """By its path as by its id; a copy elsewhere is a page of its own."""
    (path,) = SEEDS.glob("002_*.txt")
    shown = []
    for name in (str(path), path.stem):
        assert main(["explain", name, "--seeds", str(SEEDS)]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert "?2017-08-29  curation/entry" in shown[0]


def test_a_copy_of_a_page_is_explained_without_them(tmp_path, capsys):
    (path,) = SEEDS.glob("002_*.txt")
    (tmp_path / path.name).write_bytes(path.read_bytes())
    assert main(["explain", str(tmp_path / path.name), "--seeds", str(SEEDS)]) == 0
    out = capsys.readouterr().out
    assert "curation/entry" not in out
    assert "XXXX-08-29  claims/dateline" in out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_writes_for_programs(verb):
    (sub,) = (one for one in parser([verb])._subparsers._group_actions[0].choices.values())  # noqa: SLF001
    assert "--json" in sub.format_help()


PAGE = "<p>山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。</p>"
RECORD = {"id": "a/1", "html": PAGE, "lang": "zh"}
NOT_READ = {
    "id": "seeds/not-read", "where": "c\x9b.php",
    "message": "not read: ending .php; rename to .html or .txt if it is a page",
}  # fmt: skip
EMPTY = {
    "id": "read/empty", "where": "b",
    "message": "the file is empty; a page was expected: fetch it again or remove it",
}  # fmt: skip
#: What is given, the exit code, and the object that tells what was done.
DONE = [
    (
        "build --seeds pages --out new", 1,
        {
            "out": "new", "counts": {"documents": 1, "seeds": 1, "rejected": 1, "removed": 0},
            "problems": [
                NOT_READ,
                EMPTY,
            ],
        },
    ),
    (
        "add pages more.jsonl --seeds mine", 0,
        {
            "out": "mine", "added": ["a", "a%2F1", "b"], "there": [],
            "counts": {"added": 3, "there": 0, "addresses": 0, "times": 0},
            "notes": [{"where": "more.jsonl", "message": "column 'lang' not taken", "records": 1}],
            "problems": [NOT_READ],
        },
    ),
    (
        "init ./package --from more.jsonl", 0,
        {
            "out": "package", "ids": ["a%2F1"], "counts": {"pages": 1},
            "notes": [{"where": "more.jsonl", "message": "column 'lang' not taken", "records": 1}],
            "problems": [],
        },
    ),
    (
        "export csv all.csv --dir {dist} --split test", 0,
        {"out": "all.csv", "format": "csv", "counts": {"documents": 1}, "problems": []},
    ),
    (
        "export txt texts --dir {dist}", 0,
        {"out": "texts", "format": "txt", "counts": {"documents": 34}, "problems": []},
    ),
]  # fmt: skip


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("pages", "mine"):
        (tmp_path / folder).mkdir()
    for name, text in (("a.html", PAGE), ("b.txt", ""), ("c\x9b.php", "")):
        (tmp_path / "pages" / name).write_text(text, encoding="utf-8")
    (tmp_path / "more.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("given", "code", "told"), DONE, ids=[row[0] for row in DONE])
@pytest.mark.usefixtures("work")
def test_what_was_done_is_one_object(given, code, told, built, capsys):
    """On standard output, and nothing else there or on standard error."""
    assert main([*given.format(dist=built).split(), "--json"]) == code
    shown = capsys.readouterr()
    assert (shown.err, shown.out.count("\n"), "\x9b" in shown.out) == ("", 1, False)
    assert json.loads(shown.out) == told


@pytest.mark.usefixtures("work")
def test_a_report_is_told_as_one_object(built, tmp_path, capsys):
    assert main(["report", str(built), "--out", "r.html", "--json"]) == 0
    size = (tmp_path / "r.html").stat().st_size
    assert json.loads(capsys.readouterr().out) == {
        "out": "r.html", "counts": {"bytes": size}, "problems": [],
    }  # fmt: skip


MISUSED = [
    "build --seeds none --out new", "add none.html", "init pages", "export csv a.csv --dir none",
    "report none",
]  # fmt: skip


@pytest.mark.parametrize("given", MISUSED)
@pytest.mark.usefixtures("work")
def test_misuse_writes_no_object(given, capsys):
    assert main([*given.split(), "--json"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.startswith(f"dongxi {given.split()[0]}: ")) == ("", True)


def test_the_start_is_light():
    """What only some verbs need is loaded by them; pandas alone takes half a second."""
    code = "import sys, dongxi.cli; print(*sorted({'pandas', 'datasets', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    assert done.stdout.split() == []
