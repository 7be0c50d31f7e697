"""Tables and JSON Lines that a build leaves unmade: what is there is as in a whole build."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from withheld_dist import PAGES

from dongxi.checks import validate
from dongxi.cli import main
from dongxi.options import OPTIONAL, of
from dongxi.pipeline import build
from dongxi.schema import NAMES

#: What is made beside documents and seeds.
CHOICES = {
    "nothing": (), "passages": ("passages",), "claims": ("claims",), "ledger": ("ledger",),
    "account": ("edits", "ledger"), "all but claims": ("passages", "ledger", "edits"),
}  # fmt: skip
VERBS = ("stats", "report", "review", "diff")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The same pages, whole and with each choice."""
    base = tmp_path_factory.mktemp("tables")
    (base / "seeds").mkdir()
    for name, raw in PAGES.items():
        (base / "seeds" / name).write_bytes(raw)
    build(base / "seeds", base / "whole")
    for name, tables in CHOICES.items():
        build(base / "seeds", base / name, tables=tables, jsonl=name != "nothing")
    return base


def manifest(folder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


@pytest.mark.parametrize("name", CHOICES)
def test_what_is_made_is_what_a_whole_build_makes(made, name):
    whole, some = (manifest(made / folder)["tables"] for folder in ("whole", name))
    assert set(some) == {"documents", "seeds", *CHOICES[name]} & set(whole)
    assert {table: one["content_sha256"] for table, one in some.items()} == {
        table: whole[table]["content_sha256"] for table in some
    }


@pytest.mark.parametrize("name", CHOICES)
def test_it_is_valid_and_is_reproduced(made, name, capsys):
    assert list(validate(made / name, made / "seeds")) == []
    given = ["reproduce", "--seeds", str(made / "seeds"), "--out", str(made / name)]
    assert (main(given), capsys.readouterr().out) == (0, f"{made / name}: identical\n")


def test_no_folder_is_left_of_what_is_not_made(made):
    folders = {path.name for path in (made / "nothing").iterdir() if path.is_dir()}
    assert folders == {"documents", "seeds", "schema", "plots"}


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("card", ["README.md", "README.zh-CN.md"])
def test_the_card_speaks_of_what_is_there(made, name, card):
    text = (made / name / card).read_text(encoding="utf-8")
    gone = set(OPTIONAL) - set(CHOICES[name])
    assert [table for table in NAMES if f"\n### {table}\n" in text] == [
        table for table in NAMES if table in manifest(made / name)["tables"]
    ]
    assert ("`jsonl/`" in text) == (name != "nothing")
    sides = "every page beside its text" if card == "README.md" else "逐页对照原貌"
    assert (sides in text) == ("ledger" in CHOICES[name])
    whole = (made / "whole" / card).read_text(encoding="utf-8")
    proofs = {
        "claims": "`claims` names",
        "ledger": "The rows of `ledger`",
        "edits": "`edits` says",
    }
    if card == "README.md":
        assert all(words in whole for words in proofs.values())
        assert [
            table for table, words in proofs.items() if words in text and table in gone
        ] == []
    else:
        assert "This release" not in text


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", CHOICES)
def test_other_commands_take_it(made, name, verb, tmp_path, capsys):
    given = [str(made / name)] + [str(made / "whole")] * (verb == "diff")
    given += ["--out", str(tmp_path / "report.html")] * (verb == "report")
    assert main([verb, *given]) == (1 if verb in {"diff", "review"} else 0)
    said = capsys.readouterr()
    assert said.err == ""
    if verb == "diff":
        differ = {line.split()[0] for line in said.out.splitlines() if line.startswith("  ")}
        assert differ == {"options.tables", *["options.jsonl"] * (name == "nothing")}


def test_a_table_that_was_not_asked_for_is_found(made, tmp_path):
    shutil.copytree(made / "nothing", tmp_path / "dist")
    shutil.copytree(made / "whole" / "claims", tmp_path / "dist" / "claims")
    found = [one for one in validate(tmp_path / "dist") if one.where == "claims"]
    assert [one.message.partition(";")[0] for one in found] == [
        "found a table the options leave out"
    ]


def test_json_lines_that_were_not_asked_for_are_found(made, tmp_path):
    shutil.copytree(made / "nothing", tmp_path / "dist")
    shutil.copytree(made / "whole" / "jsonl", tmp_path / "dist" / "jsonl")
    found = {one.where for one in validate(tmp_path / "dist") if one.code == "F002"}
    assert found >= {"jsonl/documents/train-00000-of-00001.jsonl"}


@pytest.mark.parametrize(
    "tables",
    [None, "all", ["documents"], ["seeds", "documents"], ["documents", "seeds", "edits"]],
)
def test_a_manifest_that_names_no_tables_is_found(made, tmp_path, tables):
    shutil.copytree(made / "nothing", tmp_path / "dist")
    data = manifest(tmp_path / "dist")
    data["options"]["tables"] = tables
    (tmp_path / "dist" / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    where = "manifest.json, options, tables"
    assert [one.code for one in validate(tmp_path / "dist") if one.where == where] == ["W001"]


def test_by_command(made, tmp_path, capsys):
    given = ["build", "--seeds", str(made / "seeds"), "--out", str(tmp_path / "dist")]
    assert main([*given, "--tables", "--no-jsonl"]) == 0
    assert manifest(tmp_path / "dist") == manifest(made / "nothing")
    assert main([*given, "--tables", "claims", "seeds"]) == 0
    assert of(manifest(tmp_path / "dist")).tables == ("documents", "seeds", "claims")
    capsys.readouterr()
    assert main([*given, "--tables", "edits"]) == 2
    assert "edits name rows of the ledger; ask for ledger too" in capsys.readouterr().err


def test_an_unknown_table_is_named(made, tmp_path):
    with pytest.raises(
        ValueError, match="found 'claim', expected some of passages, claims, ledger"
    ):
        build(made / "seeds", tmp_path / "dist", tables=["claim"])
    assert not (tmp_path / "dist").exists()


def test_an_older_manifest_has_all():
    assert of({"options": {"personal": "mask"}}).published == NAMES


def test_json_lines_change_no_piece(made, tmp_path):
    """A build with other tables reads the pages again; one with JSON Lines too does not."""
    for number, shown in enumerate(({"tables": ()}, {"tables": (), "jsonl": False}, {})):
        build(made / "seeds", tmp_path / f"{number}", work=tmp_path / "work", **shown)
    assert len(list((tmp_path / "work" / "pieces").iterdir())) == 2
