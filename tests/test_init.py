"""A new package builds and passes its tests at once, and loses nothing of what it was made from."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import PAGE, ROOT, SEEDS, URL, WHEN

from dongxi import about, curation, validate
from dongxi.cli import main
from dongxi.init import FILES, name_of

HTML = f"<html><title>路</title><body><p>{PAGE}</p></body></html>"


def run(folder, *arguments):
    """Run a program in a package, with the dongxi of this repository."""
    paths = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, *arguments], cwd=folder, env=os.environ | {"PYTHONPATH": paths},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def write(path, *records):
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def told(package):
    path = package / "seeds" / "provenance.jsonl"
    return {
        row.pop("seed"): row for row in map(json.loads, path.read_text("utf-8").splitlines())
    }


def pages(package):
    no_pages = {"README.md", "curation.yaml", "dataset.yaml", "provenance.jsonl"}
    files = (path for path in (package / "seeds").iterdir() if path.name not in no_pages)
    return {path.name: path.read_bytes() for path in files}


def test_a_package_of_nothing_builds_validates_and_passes_its_tests(tmp_path, capsys):
    package = tmp_path / "山里的 pages"
    assert main(["init", str(package)]) == 0
    assert "delete-me.html in seeds/ is invented" in capsys.readouterr().out
    assert sorted(pages(package)) == ["delete-me.html"]
    assert run(package, "-m", "pytest", "-q", "-p", "no:cacheprovider").returncode == 1
    built = run(package, "build_dataset.py")
    assert (built.returncode, built.stderr) == (0, "")
    checked = run(package, "build_dataset.py", "validate", "dist", "--seeds", "seeds")
    assert (checked.returncode, checked.stdout) == (0, "dist: clean\n")
    tested = run(package, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout
    assert "2 passed" in tested.stdout
    assert "# 山里的 pages" in (package / "dist" / "README.md").read_text(encoding="utf-8")


def test_a_package_of_a_folder_gives_the_same_dataset(tmp_path, built):
    package = tmp_path / "copy"
    assert main(["init", str(package), "--from", str(SEEDS)]) == 0
    for path in SEEDS.iterdir():
        if path.name != "README.md":
            assert (package / "seeds" / path.name).read_bytes() == path.read_bytes()
    out = package / "dist"
    assert main(["--seeds", str(package / "seeds"), "--out", str(out)]) == 0
    for path in built.rglob("*"):
        assert (
            path.is_dir() or (out / path.relative_to(built)).read_bytes() == path.read_bytes()
        )


def test_a_package_of_records_keeps_pages_addresses_and_times(tmp_path, capsys):
    given = write(
        tmp_path / "pages.jsonl",
        {"id": "a/1", "url": URL, "html": HTML, "retrieved": WHEN, "lang": "zh"},
        {"id": 17, "url": "", "html": PAGE, "retrieved": None},
        "",
        {"html": PAGE + "再见。", "url": "example.org", "retrieved": "2021-04-10 03:12:45"},
        {"html": PAGE + "再见。"},
        {"html": None, "id": "README"},
    )
    package = tmp_path / "new"
    assert main(["init", str(package), "--from", given]) == 0
    sha = hashlib.sha256((PAGE + "再见。").encode()).hexdigest()
    assert pages(package) == {
        "a%2F1.html": HTML.encode(),
        "17.txt": PAGE.encode(),
        f"{sha[:16]}.txt": (PAGE + "再见。").encode(),
        f"{sha[:16]}-2.txt": (PAGE + "再见。").encode(),
        "%52EADME.txt": b"",
    }
    assert told(package) == {
        "a%2F1": {
            "sha256": hashlib.sha256(HTML.encode()).hexdigest(),
            "url": URL, "retrieved": WHEN, "note": 'id: "a/1"',
        },
        sha[:16]: {
            "sha256": sha,
            "note": 'url: "example.org"; retrieved: "2021-04-10 03:12:45"',
        },
        "%52EADME": {
            "sha256": hashlib.sha256(b"").hexdigest(), "note": 'id: "README"',
        },
    }  # fmt: skip
    said = capsys.readouterr().err
    assert "column 'lang' not taken (1 records)" in said
    assert "url kept as a note, not being an address" in said
    out = package / "dist"
    assert main(["--seeds", str(package / "seeds"), "--out", str(out)]) == 1  # one is empty
    assert [*validate(out, package / "seeds")] == []


def test_columns_may_have_other_names(tmp_path):
    given = write(
        tmp_path / "p.ndjson", {"raw": PAGE, "link": URL, "key": "k", "at": WHEN, "id": "no"}
    )
    package = tmp_path / "new"
    columns = ["--content", "raw", "--url", "link", "--id", "key", "--retrieved", "at"]
    assert main(["init", str(package), "--from", given, *columns]) == 0
    assert pages(package) == {"k.txt": PAGE.encode()}
    assert (told(package)["k"]["url"], told(package)["k"]["retrieved"]) == (URL, WHEN)


IDS = [
    ("news-1", "news-1"),
    ("山里/的路?", "山里%2F的路%3F"),
    (".hidden", "%2Ehidden"),
    ("-rf", "%2Drf"),
    ("..", "%2E."),
    ("LICENSE", "%4CICENSE"),
    ("licence", "licence"),
    ("a.html", "a.html"),
    ("a\tb\u202e", "a%09b%E2%80%AE"),
]


@pytest.mark.parametrize(("given", "name"), IDS)
def test_ids_become_names_of_files(given, name, tmp_path):
    write(tmp_path / "p.jsonl", {"text": PAGE, "id": given})
    assert main(["init", str(tmp_path / "new"), "--from", str(tmp_path / "p.jsonl")]) == 0
    assert list(pages(tmp_path / "new")) == [f"{name}.txt"]


def test_an_id_too_long_for_a_disk_gives_way_to_the_hash(tmp_path):
    write(tmp_path / "p.jsonl", {"text": PAGE, "id": "路" * 200})
    assert main(["init", str(tmp_path / "new"), "--from", str(tmp_path / "p.jsonl")]) == 0
    sha = hashlib.sha256(PAGE.encode()).hexdigest()
    assert list(pages(tmp_path / "new")) == [f"{sha[:16]}.txt"]
    assert told(tmp_path / "new")[sha[:16]]["note"] == f'id: "{"路" * 200}"'


FAULTS = [
    ([], "p.jsonl: no page in it"),
    (["{"], "p.jsonl, line 1: not readable as JSON"),
    (["[" * 100_000], "p.jsonl, line 1: not readable as JSON"),
    ([{"text": "x"}, "3"], "p.jsonl, line 2: found 3, expected an object"),
    ([{"body": "x", "id": 1}], "line 1: no column html or raw_html or content or text or raw_content; columns there: 'body'"),
    ([{"text": ["x"]}], "line 1: found ['x'], expected the text of a page"),
    (['{"text": "a\\ud800"}'], "line 1: found half a character (character 2)"),
    ([{"text": "x", "id": 1.5}], "line 1: found 1.5, expected a text or a whole number"),
    ([{"text": "x", "id": 1}, {"text": "y", "id": "1"}], "both would be '1.txt'"),
    ([{"text": "x", "id": "a"}, {"text": "<p>y", "id": "a"}], "have one id, 'a'"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "said"), FAULTS, ids=[said for _, said in FAULTS])
@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_a_faulty_source_makes_nothing(records, said, there, tmp_path, capsys):
    given, package = write(tmp_path / "p.jsonl", *records), tmp_path / "new"
    if there:
        package.mkdir()
    assert main(["init", str(package), "--from", given]) == 2
    assert said in capsys.readouterr().err
    left = ["new", "p.jsonl"] if there else ["p.jsonl"]
    assert sorted(path.name for path in tmp_path.iterdir()) == left
    assert not there or not any(package.iterdir())


def test_columns_have_the_names_a_build_knows(tmp_path):
    """Whether the file is packed or not; a column without a name is none of them."""
    row = {"link": URL, "raw_html": PAGE, "doc_id": "a", "crawled_at": "2021-04-10", "": "b"}
    given = write(tmp_path / "p.jsonl", row)
    packed = tmp_path / "p.jsonl.gz"
    packed.write_bytes(gzip.compress((tmp_path / "p.jsonl").read_bytes()))
    made = []
    for number, source in enumerate((given, str(packed))):
        folder = tmp_path / str(number)
        assert main(["init", str(folder), "--from", source]) == 0
        lines = (folder / "seeds" / "provenance.jsonl").read_text(encoding="utf-8").splitlines()
        made.append([json.loads(line) for line in lines])
    assert made[0] == made[1]
    assert [(one["seed"], one["url"], one["retrieved"]) for one in made[0]] == [
        ("a", URL, "2021-04-10")
    ]


def test_a_column_that_was_named_must_be_there(tmp_path, capsys):
    given = write(tmp_path / "p.jsonl", {"text": PAGE, "link": URL}, {"text": PAGE})
    assert main(["init", str(tmp_path / "new"), "--from", given, "--url", "link"]) == 2
    assert "p.jsonl, line 2: no column 'link'; columns there: 'text'" in capsys.readouterr().err


def test_a_history_without_files_may_be_there(tmp_path, capsys):
    """And stays when the package cannot be made."""
    head = tmp_path / ".git" / "HEAD"
    head.parent.mkdir()
    head.write_text("ref: refs/heads/main", encoding="utf-8")
    given = write(tmp_path.with_name("none.jsonl"), {"text": PAGE})
    assert main(["init", str(tmp_path), "--from", given, "--url", "link"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == [".git"]
    assert main(["init", str(tmp_path)]) == 0
    assert head.is_file()
    assert (tmp_path / "build_dataset.py").is_file()
    capsys.readouterr()


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path / "there")]) == 2
    assert "holds files, and nothing was overwritten" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "file")]) == 2
    assert "is a file" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "file", "there"]
    assert main(["init", str(tmp_path / "empty"), "--from", str(tmp_path / "file")]) == 2
    assert "neither a folder of pages nor a file of many" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "empty"), "--url", "link"]) == 2
    assert "name columns of a file of many pages" in capsys.readouterr().err


NEXT = [
    ("new", "cd new &&"), ("a b", "cd 'a b' &&"), ("it's", """cd 'it'"'"'s' &&"""), ("-x", "cd ./-x &&"),
    ("山里", "cd '山里' &&"), ("a\x1b[2J", "cd 'a\\x1b[2J' &&"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), NEXT)
def test_what_to_do_next_can_be_pasted(name, said, tmp_path, monkeypatch, capsys):
    """Where the name holds signs that steer a terminal, they are shown instead."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--", name]) == 0
    shown = capsys.readouterr().out
    assert f"next: {said} python build_dataset.py\n" in shown
    assert "\x1b" not in shown
    assert (tmp_path / name / "build_dataset.py").is_file()


def test_a_link_that_leads_nowhere_is_called_that(tmp_path, capsys):
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert main(["init", str(tmp_path / "link")]) == 2
    assert "link: is a link that leads nowhere, and nothing was" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_an_empty_folder_is_filled_where_it_is(tmp_path, monkeypatch):
    """The shell of who works in it must not lose the ground."""
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    assert main(["init", "."]) == 0
    assert tmp_path.stat().st_ino == before
    assert (tmp_path / "build_dataset.py").is_file()


def test_the_files_are_what_they_say(tmp_path):
    package = tmp_path / 'a "b" $c'
    assert main(["init", str(package)]) == 0
    there = {p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()}
    assert there == {*FILES, "seeds/delete-me.html"}
    assert (
        tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]["name"]
        == "a-b-c"
    )
    assert yaml.safe_load((package / ".github/workflows/check.yml").read_text("utf-8"))["jobs"]
    for path in (package / "seeds" / "curation.yaml", package / "seeds" / "dataset.yaml"):
        assert "$" not in path.read_text("utf-8").replace("$c", "")
    assert about.load(package / "seeds").pretty_name == 'a "b" $c'
    compile((package / "tests/test_dataset.py").read_text("utf-8"), "test", "exec")


@pytest.mark.parametrize(
    "name", [" ", "\u3000", "\x07", "---", "'", '"', "a: b #c", "*x", "{y}", "%"]
)
def test_a_package_of_an_odd_name_builds(name, tmp_path):
    """One without a sign that shows is called as packages without a name are."""
    package = tmp_path / name
    assert main(["init", str(package)]) == 0
    title = about.load(package / "seeds").pretty_name
    assert title == (name if "!" < name[0] < "\x7f" else "my-dataset")
    out = package / "dist"
    assert main(["--seeds", str(package / "seeds"), "--out", str(out)]) == 0
    assert [*validate(out, package / "seeds")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="other disks refuse the name")
def test_a_name_that_is_not_utf8_is_told_by_the_build(tmp_path, capsys):
    """The package is made, and to be renamed."""
    package = tmp_path / "a\udcff"
    assert main(["init", str(package)]) == 0
    given = ["--seeds", str(package / "seeds"), "--out"]
    assert main([*given, str(package / "dist")]) == 2
    assert "is not UTF-8, so no tables can be written there" in capsys.readouterr().err
    assert main([*given, str(tmp_path / "dist")]) == 0
    package.rename(tmp_path / "a")
    assert main(["--seeds", str(tmp_path / "a" / "seeds"), "--out", str(tmp_path / "new")]) == 0


def test_what_is_to_be_filled_in_is_right_once_it_is(tmp_path):
    """Without the signs in front of them, the lines are what a build reads."""
    assert main(["init", str(tmp_path / "new")]) == 0
    seeds = tmp_path / "new" / "seeds"
    text = (seeds / "dataset.yaml").read_text("utf-8").partition("\n\n")[2]
    (seeds / "dataset.yaml").write_text(re.sub("(?m)^# ", "", text), encoding="utf-8")
    assert yaml.safe_load((seeds / "dataset.yaml").read_bytes()).keys() == set(
        about.About._fields
    )
    assert about.load(seeds).released == "2026-01-31"
    (entry,) = re.findall(
        "(?m)(?:^#  ? ?[-s fvr].*\n){5}", (seeds / "curation.yaml").read_text("utf-8")
    )
    (seeds / "curation.yaml").write_text(re.sub("(?m)^# ", "", entry), encoding="utf-8")
    (one,) = curation.load(seeds / "curation.yaml")
    raw = (seeds / "delete-me.html").read_bytes()
    assert (one["seed"], one["sha256"]) == ("delete-me", hashlib.sha256(raw).hexdigest())


NAMES = [
    ("Letters", "Letters"), ("a.b_c", "a-b-c"), ("山里", "my-dataset"), ("--x--", "x"),
    ("x" * 100, "x" * 60), ("Dongxi", "my-dataset"), ("dongxi-2", "dongxi-2"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "name"), NAMES)
def test_names_for_machines(title, name):
    assert name_of(title) == name
    assert about.NAME.fullmatch(name)
