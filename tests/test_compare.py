"""`compare`: every difference between two builds by file, row and field."""

from __future__ import annotations

import shutil

import mutations
import pyarrow.parquet as pq
import pytest
import small_dist

from dongxi.compare import CHECKS, compare

DOCS = "documents/train-00000-of-00001.parquet"
DERIVED = (
    "README.md", "README.zh-CN.md", "SHA256SUMS", "croissant.json", "jsonl/", "manifest.json",
    "plots/", "report.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A dataset."""
    return small_dist.write(tmp_path_factory.mktemp("good") / "dist")


@pytest.fixture
def pair(good, tmp_path):
    """A dataset and a copy of it to be changed."""
    shutil.copytree(good, tmp_path / "dist")
    return good, tmp_path / "dist"


def tables(found):
    """What was found in Parquet files: a table's other forms differ with it."""
    return [problem for problem in found if not problem.where.startswith(DERIVED)]


def test_a_copy_is_no_different(pair):
    assert list(compare(*pair)) == []


def test_a_changed_field_is_shown_with_both_values(pair):
    mutations.change("documents", {"id": "news"}, title="东西部扶贪协作")(pair[1])
    [problem] = tables(compare(*pair))
    assert problem == (
        "R006",
        f"{DOCS}, row (id 'news'), title",
        "old '东西部扶贫协作', new '东西部扶贪协作'",
    )


def test_what_was_derived_from_a_changed_table_is_named_too(pair):
    mutations.change("documents", {"id": "news"}, title="东西部扶贪协作")(pair[1])
    small_dist.seal(pair[1])
    found = [problem for problem in compare(*pair) if problem.code == "R003"]
    names = [problem.where.partition(",")[0] for problem in found]
    jsonl = "jsonl/documents/train-00000-of-00001.jsonl"
    assert names == [
        "README.md", "README.zh-CN.md", "SHA256SUMS", "croissant.json", jsonl, "manifest.json",
        "plots/promises.svg", "plots/promises.zh.svg", "report.html",
    ]  # fmt: skip


def test_long_texts_are_shown_where_they_differ(pair):
    """The beginning of a long text says nothing about a difference at its end."""
    before, after = "东" * 100 + "西" * 5, "东" * 100 + "南" * 5
    for folder, value in zip(pair, (before, after), strict=True):
        if folder == pair[0]:
            folder = shutil.copytree(folder, pair[1].parent / "old")  # noqa: PLW2901
        mutations.change("passages", {"id": "old#1"}, text=value)(folder)
    [problem] = tables(compare(pair[1].parent / "old", pair[1]))
    assert (
        problem.message
        == "old '…东东东东东东东东东东西西西西西', new '…东东东东东东东东东东南南南南南'"
    )


def test_a_dropped_row_is_one_finding(pair):
    mutations.drop("ledger", seed="news", position=4)(pair[1])
    [problem] = tables(compare(*pair))
    where = "ledger/train-00000-of-00001.parquet, row (seed 'news', position 4)"
    assert problem[:2] == ("R004", where)
    assert problem.message.startswith("""old alone: '{"seed": "news", "document": "news",""")


def test_a_new_seed_does_not_hide_the_rows_behind_it(pair):
    """Rows are matched by name, so that one more row is no difference of all after it."""

    def add(rows):
        row = mutations.find(rows["seeds"], seed="copy")
        rows["seeds"].insert(0, row | {"seed": "a"})
        mutations.find(rows["seeds"], seed="zero")["reason"] = "empty"

    mutations.among(add)(pair[1])
    found = tables(compare(*pair))
    assert [(p.code, p.where.partition(", ")[2]) for p in found] == [
        ("R006", "row (seed 'zero'), reason"),
        ("R005", "row (seed 'a')"),
    ]


def test_a_row_that_moved_to_another_split_is_gone_and_new(pair):
    mutations.change("claims", {"seed": "news", "field": "title"}, split="test")(pair[1])
    assert {p.code for p in tables(compare(*pair))} == {"R004", "R005"}


def test_rows_twice_are_told_apart(pair):
    mutations.twice("claims", seed="news", field="title")(pair[1])
    assert [p.code for p in tables(compare(*pair))] == ["R005"]


@pytest.mark.parametrize(
    ("table", "one", "other", "message"),
    [
        (
            "claims",
            {"seed": "news", "field": "title"},
            {"seed": "news", "field": "source"},
            "found the same rows of 'news' in another order",
        ),
        (
            "seeds",
            {"seed": "copy"},
            {"seed": "news"},
            "found the same seeds or documents in another order",
        ),
    ],
    ids=["within a seed", "of seeds"],
)
def test_another_order_is_found(pair, table, one, other, message):
    mutations.swapped(table, one, other)(pair[1])
    assert [p[::2] for p in tables(compare(*pair))] == [("R007", message)]


def test_a_row_that_strayed_among_others_is_not_lost(pair):
    """Every row of either side is matched or named, even if its seed turns up twice."""
    mutations.swapped(
        "claims", {"seed": "copy", "field": "encoding"}, {"seed": "news", "field": "title"}
    )(pair[1])
    found = tables(compare(*pair))
    assert {p.code for p in found} == {"R004", "R005"}
    assert len([p for p in found if "'news'" in p.where]) >= 2


def test_equal_rows_in_other_bytes_are_said_to_be_equal(pair):
    found = pq.read_table(pair[1] / DOCS)
    pq.write_table(found, pair[1] / DOCS, compression="none")
    [problem] = compare(*pair)
    assert problem[:2] == ("R008", DOCS)
    assert "one file was written with other options, or is damaged" in problem.message


def test_another_version_of_pyarrow_is_named_as_the_reason(pair):
    found = pq.read_table(pair[1] / DOCS)
    pq.write_table(found, pair[1] / DOCS, compression="none")
    mutations.data("manifest.json", lambda m: m["versions"].update(pyarrow="18.0.0"))(pair[1])
    problem = next(p for p in compare(*pair) if p.code == "R008")
    assert "18.0.0 the new one, and bytes depend on it" in problem.message
    assert problem.message.startswith("found the same rows: pyarrow ")


def test_files_of_one_side_are_named(pair):
    mutations.gone("CITATION.cff", sums=False)(pair[1])
    mutations.added("notes.txt", sums=False)(pair[1])
    assert [(p.code, p.where) for p in compare(*pair)] == [
        ("R001", "CITATION.cff"),
        ("R002", "notes.txt"),
    ]


def test_a_changed_line_is_named_by_its_number(pair):
    mutations.text("LICENSE.md", "publishers", "authors", sums=False)(pair[1])
    [problem] = compare(*pair)
    assert problem == (
        "R003",
        "LICENSE.md, line 1",
        "old 'The pages belong to their publishers.', new 'The pages belong to their authors.'",
    )


def test_a_file_that_ends_early_is_named_by_the_missing_line(pair):
    (pair[1] / "CITATION.cff").write_bytes(b"")
    [problem] = compare(*pair)
    assert problem.where == "CITATION.cff, line 1"
    assert problem.message == "old 'cff-version: 1.2.0', new 'no line'"


def test_half_a_table_is_no_reason_to_stop(pair):
    mutations.cut(DOCS)(pair[1])
    assert [(p.code, p.where) for p in tables(compare(*pair))] == [("R009", DOCS)]


def test_only_folders_are_compared(good, tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder; give two dataset folders"):
        list(compare(good, tmp_path / "nothing"))


def test_the_codes_are_in_order():
    assert list(CHECKS) == [f"R{number:03}" for number in range(1, len(CHECKS) + 1)]
