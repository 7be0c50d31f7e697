"""What changed between two datasets is told with its cause, and nothing else is."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date

import pytest

import dongxi
from dongxi.cli import main
from dongxi.commands.diff import as_json, as_markdown, paragraphs
from dongxi.diff import Change, Entry, diff

PAGES = {
    "a.txt": "山里的路修通了\n\n2020年5月3日 来源：山乡报\n\n山里的路修通了，乡亲们的日子都好了，大家都很高兴。\n\n"
    "县里说，明年还要修两条路。",
    "b.txt": "茶叶卖到了山外\n\n村民把茶叶运到山外去卖，一年的收入比过去多了一倍。",
    "c.txt": "�",
}


def folder(path, pages, curation=""):
    path.mkdir()
    for name, text in pages.items():
        (path / name).write_text(text, encoding="utf-8")
    if curation:
        (path / "curation.yaml").write_text(curation, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    path = tmp_path_factory.mktemp("old")
    return dongxi.build(folder(path / "seeds", PAGES), path / "dist")


def changed(tmp_path, old, pages, curation=""):
    new = dongxi.build(folder(tmp_path / "seeds", pages, curation), tmp_path / "dist")
    return list(diff(old, new))


def curated(field, value, reason):
    """Give what a curator writes about the first page."""
    digest = hashlib.sha256(PAGES["a.txt"].encode()).hexdigest()
    return (
        f"- seed: a\n  sha256: {digest}\n  field: {field}\n  value: {value}\n"
        f"  reason: {reason}\n"
    )


def entry(entries, kind):
    (found,) = [entry for entry in entries if entry.kind == kind]
    return found


def test_a_dataset_and_its_copy_do_not_differ(old, tmp_path):
    shutil.copytree(old, tmp_path / "copy")
    assert list(diff(old, tmp_path / "copy")) == []


def test_pages_that_came_and_went(old, tmp_path):
    pages = {"a.txt": PAGES["a.txt"], "c.txt": PAGES["c.txt"], "d.txt": PAGES["b.txt"]}
    entries = changed(tmp_path, old, pages)
    assert entry(entries, "seed-added") == Entry("seed-added", "d", "used")
    assert entry(entries, "seed-removed") == Entry("seed-removed", "b", "used")
    assert entry(entries, "document-added").name == "d"
    assert entry(entries, "document-removed").message == "茶叶卖到了山外, 25 characters"
    assert "document-changed" not in {one.kind for one in entries}


def test_a_page_that_became_readable(old, tmp_path):
    pages = PAGES | {"c.txt": "桥也修好了\n\n今年春天，村口的桥也修好了，孩子们上学近了。"}
    entries = changed(tmp_path, old, pages)
    fields = {change.field: change for change in entry(entries, "seed-changed").changes}
    assert (fields["status"].old, fields["status"].new) == ("rejected", "used")
    assert (fields["documents"].old, fields["documents"].new) == (0, 1)
    assert entry(entries, "document-added").name == "c"


def test_a_changed_text_names_the_page_as_the_cause(old, tmp_path):
    pages = PAGES | {"a.txt": PAGES["a.txt"].replace("两条路", "三条路")}
    found = entry(changed(tmp_path, old, pages), "document-changed")
    (change,) = found.changes
    assert (found.name, change.field, change.why) == ("a", "text", "the page changed")
    assert list(paragraphs(change.old, change.new)) == ["县里说，明年还要修[-两-]{+三+}条路。"]


def test_a_curated_value_names_the_curator(old, tmp_path):
    curation = curated("source", "山乡晚报", "the paper had this name then")
    found = entry(changed(tmp_path, old, PAGES, curation), "document-changed")
    assert found.changes == (
        Change("source", "山乡报", "山乡晚报", "curated: the paper had this name then"),
    )


def test_a_curator_who_confirms_a_value_is_named_as_the_new_basis(old, tmp_path):
    """The date is the same, but now a person stands for it; what no claim explains has no cause."""
    curation = curated("date", "2020-05-03", "seen in print")
    found = entry(changed(tmp_path, old, PAGES, curation), "document-changed")
    assert found.changes == (
        Change("date_basis", "stated", "curated", "curated: seen in print"),
    )

    def counted(row):
        return row | {"han": 0} if row["id"] == "a" else row

    (change,) = entry(
        list(diff(old, edited(old, tmp_path, "documents", counted))), "document-changed"
    ).changes
    assert (change.field, change.why) == ("han", "")


def edited(old, tmp_path, table, change):
    """Give a copy of a dataset whose rows of one table went through a function."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    shutil.copytree(old, tmp_path / "copy")
    for path in (tmp_path / "copy" / table).glob("*.parquet"):
        read = pq.read_table(path)
        rows = [change(dict(row)) for row in read.to_pylist()]
        pq.write_table(pa.Table.from_pylist(rows, schema=read.schema), path)
    return tmp_path / "copy"


def test_another_rule_for_a_line_is_the_cause_of_another_text(old, tmp_path):
    def text(row):
        return row | {"text": row["text"].partition("\n")[0]} if row["id"] == "a" else row

    def line(row):
        if row["seed"] == "a" and row["in_text"] and "县里说" in row["raw"]:
            return row | {"in_text": False, "role": "related", "rule": "roles/behind-body"}
        return row

    new = edited(edited(old, tmp_path, "documents", text), tmp_path / "copy", "ledger", line)
    (change,) = entry(list(diff(old, new)), "document-changed").changes
    assert (change.field, change.why) == ("text", "roles/body → roles/behind-body")


def test_what_only_follows_is_not_told_again(old, tmp_path):
    def moved(row):
        return (
            row | {"date": "2021", "date_earliest": None, "han": 0} if row["id"] == "a" else row
        )

    found = entry(
        list(diff(old, edited(old, tmp_path, "documents", moved))), "document-changed"
    )
    assert [change.field for change in found.changes] == ["date", "han"]


def test_splits_are_told_apart_from_texts(old, tmp_path):
    def moved(row):
        return row | {"split": "test"} if row["id"] == "b" else row

    (found,) = diff(old, edited(old, tmp_path, "documents", moved))
    assert (found.kind, found.changes) == (
        "document-moved",
        (Change("split", "train", "test", ""),),
    )


def test_changes_of_the_schema_and_of_the_making(old, tmp_path):
    shutil.copytree(old, tmp_path / "copy")
    schema = tmp_path / "copy" / "schema" / "documents.schema.json"
    data = json.loads(schema.read_bytes())
    del data["properties"]["place"]
    data["properties"]["mood"] = {"type": "string"}
    data["properties"]["title"]["description"] = "Another."
    schema.write_text(json.dumps(data), encoding="utf-8")
    manifest = tmp_path / "copy" / "manifest.json"
    made = json.loads(manifest.read_bytes())
    made["versions"]["dongxi"] = "9.9"
    manifest.write_text(json.dumps(made), encoding="utf-8")
    entries = list(diff(old, tmp_path / "copy"))
    assert [(e.name, e.message) for e in entries if e.kind == "schema"] == [
        ("documents.schema.json: title", "changed: description"),
        ("documents.schema.json: mood", "is new"),
        ("documents.schema.json: place", "is gone"),
    ]
    assert entry(entries, "manifest").name == "versions.dongxi"


def test_texts_that_are_published_no_more_are_told(old, tmp_path, capsys):
    bare = dongxi.build(folder(tmp_path / "seeds", PAGES), tmp_path / "dist", text=False)
    for sides, shown in (((old, bare), "→ —"), ((bare, old), "text: — → ")):
        assert main(["diff", *map(str, sides)]) == 1
        assert shown in capsys.readouterr().out


@pytest.mark.parametrize("part", [{}, {"start": "0", "end": "3"}])
def test_the_title_of_what_was_removed_on_request_is_not_repeated(old, tmp_path, part):
    """Release notes are published; a title may be what somebody wants to be gone."""
    seeds = folder(tmp_path / "seeds", PAGES)
    digest = hashlib.sha256(PAGES["b.txt"].encode()).hexdigest()
    one = {"seed": "b", "sha256": digest, "reason": "person"} | part
    (seeds / "removals.yaml").write_text(json.dumps([one]), encoding="utf-8")
    entries = list(diff(old, dongxi.build(seeds, tmp_path / "dist")))
    notes = "\n".join(as_markdown(entries))
    assert "茶叶卖到了山外" not in notes
    assert ("removed on request" in notes) == (not part)


def test_no_dataset_is_misuse(old, tmp_path, capsys):
    assert main(["diff", str(old), str(tmp_path)]) == 2
    assert "no dataset there" in capsys.readouterr().err


def test_exit_codes_and_json(old, tmp_path, capsys):
    assert main(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "nothing changed\n"
    pages = {"a.txt": PAGES["a.txt"], "c.txt": PAGES["c.txt"]}
    new = dongxi.build(folder(tmp_path / "seeds", pages), tmp_path / "dist")
    assert main(["diff", str(old), str(new), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["counts"] == {"seed-removed": 1, "document-removed": 1}
    assert data["entries"][0]["name"] == "b"


STEERING = [
    "\x1b]0;x\x07",
    "\x9b2J",
    "\x7f",
    "\u202e",
    "\u2028",
    "\x85",
    "\ufeff",
    "\ud800",
    "\U000e0041",
]


@pytest.mark.parametrize("sign", STEERING, ids=ascii)
def test_json_steers_no_terminal(sign):
    """What a page says comes back whole; lines end where the object's own do."""
    day = Change("date_latest", None, date(2021, 4, 10), f"curated: {sign}")
    entry = Entry(
        "document-changed", sign, f"a{sign}b", (day, Change("text", sign, "𠮷\n", ""))
    )
    (shown,) = as_json([entry])
    assert sign not in shown
    assert not [c for c in shown if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f")]
    assert "𠮷\\n" in shown
    (found,) = json.loads(shown)["entries"]
    assert (found["name"], found["message"]) == (sign, f"a{sign}b")
    assert found["changes"] == [
        {"field": "date_latest", "old": None, "new": "2021-04-10", "why": f"curated: {sign}"},
        {"field": "text", "old": sign, "new": "𠮷\n", "why": ""},
    ]


def test_what_a_page_says_steers_no_terminal(old, tmp_path, capsys):
    title = "茶叶\x9b31m卖到了山外"
    pages = PAGES | {"b.txt": PAGES["b.txt"].replace("茶叶卖到了山外", title)}
    new = dongxi.build(folder(tmp_path / "seeds", pages), tmp_path / "dist")
    assert main(["diff", str(old), str(new), "--json"]) == 1
    shown = capsys.readouterr().out
    assert "\x9b" not in shown
    (found,) = (
        one for one in json.loads(shown)["entries"] if one["kind"] == "document-changed"
    )
    changes = {change["field"]: change["new"] for change in found["changes"]}
    assert changes["title"] == title


def test_release_notes_are_plain_markdown():
    hostile = Entry("document-added", "a`b", "<script>\x1b[31m [x](y) *b*\n# h")
    notes = "\n".join(as_markdown([hostile]))
    assert "- `` a`b `` – &lt;script>\\\\x1b\\[31m \\[x\\](y) \\*b\\* \\# h" in notes


def test_long_paragraphs_are_shown_around_the_change():
    old = "东" * 100 + "西" + "南" * 100
    assert list(paragraphs(old, old.replace("西", "北"))) == [
        "…" + "东" * 12 + "[-西-]{+北+}" + "南" * 12 + "…"
    ]
