"""Where pages are from: the file beside them is checked, and the build uses it."""

from __future__ import annotations

import hashlib
import json

import pytest
from conftest import PAGE, URL, WHEN

from dongxi import known as said
from dongxi import pipeline, validate
from dongxi.cli import main
from dongxi.model import Limits
from dongxi.provenance import ProvenanceError, Record, load, render

SHA = hashlib.sha256(PAGE.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A folder with two pages, the one not a copy of the other."""
    found = tmp_path / "seeds"
    found.mkdir()
    (found / "a.txt").write_text(PAGE, encoding="utf-8")
    (found / "b.txt").write_text(PAGE.replace("路", "桥"), encoding="utf-8")
    return found


def say(folder, *lines):
    text = "".join(
        (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
        for line in lines
    )
    (folder / "provenance.jsonl").write_text(text, encoding="utf-8")


def loaded(folder, limits=None):
    """Read the pages of a folder with where they are from, as a build does."""
    limits = limits or Limits()
    told = said.load(folder, limits)
    found = [told.placed(seed) for seed in pipeline.streamed([str(folder)], limits)]
    told.check({seed.id for seed in found})
    return sorted(found, key=lambda seed: seed.id)


def known(**more):
    return {"seed": "a", "sha256": SHA, **more}


def test_the_build_uses_it(folder, tmp_path):
    say(folder, known(url=URL, retrieved=WHEN, note="saved by hand"))
    out = pipeline.build(folder, tmp_path / "dist")
    rows = {
        row["seed"]: row
        for path in (out / "jsonl" / "seeds").iterdir()
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    assert (rows["a"]["url"], rows["a"]["host"]) == (URL, "news.example.org")
    assert rows["a"]["retrieved"] == WHEN
    assert (rows["b"]["url"], rows["b"]["retrieved"]) == (None, None)
    (document,) = (
        row
        for path in (out / "jsonl" / "documents").iterdir()
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if row["seed"] == "a"
    )
    assert (document["date"], document["date_basis"]) == ("2020-01-02", "url")
    assert [*validate(out, folder)] == []
    assert main(["reproduce", "--seeds", str(folder), "--out", str(out)]) == 0


def test_without_the_file_nothing_is_known(folder):
    assert [(seed.url, seed.retrieved) for seed in loaded(folder)] == [(None, None)] * 2


def test_explain_shows_the_date_of_the_address(folder, capsys):
    say(folder, known(url=URL))
    assert main(["explain", "a", "--seeds", str(folder)]) == 0
    assert "2020-01-02  claims/address" in capsys.readouterr().out


FAULTS = [
    ([known(sha256="0" * 64)], f"line 1: seed 'a' has SHA-256 {SHA}"),
    ([known(seed="c")], "line 1: seed 'c' is not among the seeds"),
    ([known(), "", known(url=URL)], "lines 1 and 3: both are about seed 'a'"),
    (["{"], "line 1: not readable as JSON"),
    (["[" * 100_000], "line 1: not readable as JSON"),
    (['{"seed": "a", "seed": "b"}'], "line 1: not readable as JSON (a key stands twice)"),
    (["[1]"], "line 1: found [1], expected an object"),
    ([{"seed": "a"}], "line 1: 'sha256' is missing"),
    ([known(seed=None)], "line 1, seed: found None, expected a text"),
    ([known(sha256=SHA.upper())], "line 1, sha256: found"),
    ([known(href=URL)], "line 1: unknown key 'href'; known are seed, sha256, url"),
    ([known(url=1)], "line 1, url: found 1, expected a text"),
    ([known(url="news.example.org/1")], "expected an address"),
    ([known(url="ftp://news.example.org/1")], "expected an address"),
    ([known(url="https://example.org/a b")], "expected an address"),
    ([known(url="https:///a")], "expected an address"),
    ([known(note="\x1b[2J")], "line 1, note: found '\\x1b[2J', expected a text"),
    ([known(retrieved="2021-04-10 03:12:45")], "line 1, retrieved: found"),
    ([known(retrieved="2021-04-10T03:12:45")], "with its zone"),
    ([known(retrieved="2021-02-29")], "expected a day"),
    ([known(retrieved="2021-04-10T25:00:00Z")], "expected a day"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_faults_stop_the_build(lines, said, folder):
    say(folder, *lines)
    with pytest.raises(ProvenanceError) as fault:
        loaded(folder)
    assert said in str(fault.value)
    assert str(fault.value).startswith("provenance.jsonl, line")


def test_a_file_that_is_no_utf8_is_named(folder):
    (folder / "provenance.jsonl").write_bytes(b'{"seed": "\xe9"}\n')
    with pytest.raises(ProvenanceError, match=r"provenance\.jsonl: not UTF-8"):
        load(folder)


GOOD = [
    known(),
    known(url=None, retrieved=None, note=None),
    known(url="HTTP://EXAMPLE.ORG:8080/a?b=c&d=%20#e"),
    known(url="https://新闻.example/路"),
    known(url="https://example.org/a{b}|c^d"),
    known(retrieved="2020-02-29"),
    known(retrieved="2021-04-10T11:12:45.25+08:00"),
    known(note="“东西”, by hand\n2021"),
]


@pytest.mark.parametrize("line", GOOD, ids=str)
def test_what_is_right_stays_as_it_is(line, folder):
    say(folder, line)
    (_, record) = load(folder)["a"]
    assert record == Record(**line)
    (folder / "provenance.jsonl").write_bytes(render({"a": record}))
    assert load(folder) == {"a": (1, record)}


def test_a_removed_page_needs_no_line_and_no_file(folder, tmp_path):
    say(folder, known(url=URL, retrieved=WHEN))
    asked = f'- seed: "a"\n  sha256: "{SHA}"\n  reason: person\n'
    (folder / "removals.yaml").write_text(asked, encoding="utf-8")
    for gone in (False, True):
        if gone:
            (folder / "a.txt").unlink()
        out = pipeline.build(folder, tmp_path / "dist")
        for path in out.rglob("*.jsonl"):
            assert "example.org" not in path.read_text(encoding="utf-8")


def test_a_build_that_goes_on_sees_a_changed_line(folder, tmp_path):
    for url in (URL, "https://other.example/"):
        say(folder, known(url=url))
        out = pipeline.build(folder, tmp_path / "dist", work=tmp_path / "work")
        rows = [p.read_text(encoding="utf-8") for p in (out / "jsonl" / "seeds").iterdir()]
        assert f'"url":"{url}"' in "".join(rows)


def test_a_line_about_a_record_of_a_container_counts_too(folder, tmp_path):
    row = {"id": "r", "text": PAGE, "url": "https://a.example/", "retrieved": "2021-04-10"}
    (tmp_path / "more.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    say(folder, known(seed="r", url=URL))
    out = pipeline.build([folder, tmp_path / "more.jsonl"], tmp_path / "dist")
    rows = "".join(p.read_text(encoding="utf-8") for p in (out / "jsonl" / "seeds").iterdir())
    assert f'"seed":"r","url":"{URL}"' in rows
    assert '"retrieved":"2021-04-10"' in rows


def test_a_sample_may_leave_out_a_page_that_has_a_line(folder, tmp_path):
    other = hashlib.sha256(PAGE.replace("路", "桥").encode()).hexdigest()
    say(folder, known(url=URL), {"seed": "b", "sha256": other, "url": URL})
    out = pipeline.build(folder, tmp_path / "dist", sample=1)
    rows = "".join(p.read_text(encoding="utf-8") for p in (out / "jsonl" / "seeds").iterdir())
    assert rows.count(f'"url":"{URL}"') == 1


def test_of_a_page_too_large_to_be_held_the_hash_counts(folder, tmp_path):
    say(folder, known(url=URL))
    seed, _ = loaded(folder, Limits(max_bytes=10))
    assert (seed.raw, seed.url) == (b"", URL)
    say(folder, known(url=URL, sha256="0" * 64))
    with pytest.raises(ProvenanceError, match="has SHA-256"):
        loaded(folder, Limits(max_bytes=10))
    assert main(["--seeds", str(folder), "--out", str(tmp_path / "dist")]) == 2
