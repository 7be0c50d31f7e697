"""The command line: verbs, help, exit codes, terminals."""

from __future__ import annotations

import re
import shutil

import pytest
from conftest import ROOT, SEEDS

from dongxi.cli import VERBS, main

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    assert "Exit codes:" in capsys.readouterr().out
    if verb != "build":
        assert f"build_dataset.py {verb}" in README


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


def test_explain_shows_roles_rules_repairs_and_rivals(capsys):
    assert main(["explain", "002_d0e6fe0b54740d23", "--seeds", str(SEEDS)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"dateline +roles/glued-dateline +新華社北京8月29日電", out)
    assert "(xié)→∅" in out
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
        assert callable(getattr(dongxi, name)), name
