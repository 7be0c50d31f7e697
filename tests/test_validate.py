"""`validate`: nothing in a good dataset, and every kind of damage by its id."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import mutations
import pytest
import small_dist
import withheld_dist
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

import dongxi.checks as package
from dongxi.checks import CHECKS, UNPROVEN, document, validate
from dongxi.checks.edtf import days
from dongxi.checks.forms import form
from dongxi.duplicates import compared
from dongxi.pipeline import build
from dongxi.schema import tables

ROOT = Path(__file__).resolve().parent.parent
#: Where the checks stand.
CODE = str(Path(package.__file__).parent)
#: What Parquet of the right columns cannot break; `test_schema` breaks it in rows.
BEYOND_PARQUET = {"S001", "S002"}
#: The package itself may be used, and what describes rows and reads Parquet.
ALLOWED = {"dongxi.checks", "dongxi.compare", "dongxi.model", "dongxi.schema", "dongxi.write"}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A good dataset, and its raw pages."""
    folder = tmp_path_factory.mktemp("good")
    small_dist.write(folder / "dist")
    small_dist.raw_pages(folder / "seeds")
    return folder


def test_a_good_dataset_has_no_finding(good):
    assert list(validate(good / "dist", good / "seeds")) == []


def test_the_built_seeds_have_no_finding(built):
    """What the project builds passes its own judge, bytes included."""
    assert list(validate(built, ROOT / "seeds")) == []


@pytest.mark.parametrize("pages", [{"a.txt": b""}, {"a.txt": b"", "b.html": b""}])
def test_pages_without_bytes_need_no_ledger(tmp_path, pages):
    (tmp_path / "seeds").mkdir()
    for name, raw in pages.items():
        (tmp_path / "seeds" / name).write_bytes(raw)
    build(tmp_path / "seeds", tmp_path / "dist")
    assert list(validate(tmp_path / "dist", tmp_path / "seeds")) == []


@pytest.fixture(scope="module")
def withheld(tmp_path_factory):
    """Datasets of every mode, and their raw pages."""
    return withheld_dist.write(tmp_path_factory.mktemp("withheld"))


@pytest.mark.parametrize("mode", withheld_dist.MODES)
def test_a_good_dataset_of_any_mode_has_no_finding(withheld, mode):
    assert list(validate(withheld / mode)) == []
    assert list(validate(withheld / mode, withheld / "seeds")) == []


@pytest.mark.parametrize(
    "damage", mutations.DAMAGES, ids=[f"{d.code} {d.name}" for d in mutations.DAMAGES]
)
def test_damage_is_found_by_its_id(good, withheld, tmp_path, damage):
    plain = damage.of == "plain"
    shutil.copytree(good / "dist" if plain else withheld / damage.of, tmp_path / "dist")
    damage.do(tmp_path / "dist")
    found = list(validate(tmp_path / "dist", (good if plain else withheld) / "seeds"))
    assert damage.code in {problem.code for problem in found}
    for problem in found:
        assert problem.code in CHECKS
        assert problem.where
        assert problem.message


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("003_585eea4f2105298e.28", {"similarity": 983}, "X019"),
        ("003_585eea4f2105298e.28", {"similarity": 985}, "X019"),
        ("003_585eea4f2105298e.28", {"duplicate_of": "003_585eea4f2105298e.29"}, "X019"),
        ("003_585eea4f2105298e.28", {"duplicate_kind": "near"}, "X019"),
        ("003_585eea4f2105298e.01", {"duplicate_of": "003_585eea4f2105298e.02"}, "X019"),
    ],
)
def test_a_copy_pointed_elsewhere_is_found(built, tmp_path, name, values, code):
    """In the built seeds, where two essays are contained in others of their page."""
    shutil.copytree(built, tmp_path / "dist")
    mutations.change("documents", {"id": name}, **values)(tmp_path / "dist")
    small_dist.seal(tmp_path / "dist")
    found = [p for p in validate(tmp_path / "dist", ROOT / "seeds") if p.code[0] != "F"]
    assert [problem.code for problem in found] == [code]
    assert name in found[0].where


def test_what_hubs_leave_in_a_folder_is_no_finding(good, tmp_path):
    shutil.copytree(good / "dist", tmp_path / "dist")
    (tmp_path / "dist" / ".gitattributes").write_text("* -text\n", encoding="utf-8")
    (tmp_path / "dist" / ".cache" / "hub").mkdir(parents=True)
    assert list(validate(tmp_path / "dist", good / "seeds")) == []


def test_letters_are_those_the_duplicates_are_found_by():
    """Written twice, so that one can judge the other: they must agree on every character."""
    chars = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert form(chars) == compared(chars)


def test_every_check_is_broken_by_some_damage():
    assert {damage.code for damage in mutations.DAMAGES} == CHECKS.keys() - BEYOND_PARQUET


def test_no_damage_is_listed_twice():
    names = [(damage.code, damage.name) for damage in mutations.DAMAGES]
    assert len(set(names)) == len(names)


def test_damage_that_every_hash_agrees_with_is_found_alone(good, tmp_path):
    """A forger who writes manifest, card and hashes anew still has the rows against him."""
    shutil.copytree(good / "dist", tmp_path / "dist")
    mutations.change("edits", mutations.EDIT, new="、")(tmp_path / "dist")
    small_dist.seal(tmp_path / "dist")
    found = list(validate(tmp_path / "dist", good / "seeds"))
    assert [problem.code for problem in found] == ["L007"]
    [problem] = found
    assert problem.where == "ledger/train, row (seed 'news', position 4), text"
    assert problem.message == (
        "from character 3: found '一年来，各地扎实推进“协作”。', expected '一年来、各地扎实推进“协作”。' "
        "(its raw with its edits put in); build the dataset again from the seeds"
    )


def test_a_table_out_of_order_is_still_read_whole(good, tmp_path):
    """Rows in another order are one finding each, and not taken for missing."""
    shutil.copytree(good / "dist", tmp_path / "dist")

    def turn(rows):
        for listed in rows.values():
            listed.sort(key=lambda row: row.get("seed", row.get("document")), reverse=True)

    mutations.among(turn)(tmp_path / "dist")
    small_dist.seal(tmp_path / "dist")
    assert {p.code for p in validate(tmp_path / "dist", good / "seeds")} == {"X005"}


def test_the_list_of_checks_is_the_documentation():
    expected = document()
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == expected
    assert list(CHECKS) == sorted(CHECKS)
    assert all(f"| {code} | {title} |" in expected for code, title in CHECKS.items())


def test_it_imports_none_of_the_stages_that_build():
    for path in Path(package.__file__).parent.glob("*.py"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith(("from dongxi", "import dongxi", "    from dongxi")):
                name = ".".join(line.split()[1].split(".")[:2])
                assert name in ALLOWED, f"{path.name}: {line}"


def test_only_a_folder_can_be_validated(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder; give the folder of a dataset"):
        list(validate(tmp_path / "nothing"))


def test_an_empty_folder_is_full_of_findings(tmp_path):
    found = list(validate(tmp_path))
    assert {problem.code for problem in found} == {"F001"}
    assert found[0].message == "found no such file, expected one; build the dataset again"


#: Another value for columns of a form of their own.
FORMED = {
    "raw_hex": "00", "sha256": "0" * 64, "group": "0" * 64, "rule": "a/b", "date": "2001",
    "date_modified": "2001", "retrieved": "2020-01-01",
}  # fmt: skip


def other(column, value):
    """Give another value the schema allows."""
    if column.name == "split":
        return "test" if value == "validation" else "validation"
    if column.type == "strings":
        return [*value, column.enum[0] if column.enum else "a/b"]
    if column.enum:
        return next(item for item in column.enum if item != value)
    plain = {"boolean": not value, "date": "1999-01-01"}
    if column.type == "integer":
        return (value or 0) + 1
    return plain.get(column.type, FORMED.get(column.name, f"{value or ''}x"))


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_a_changed_value_of_any_column_is_found_or_listed_as_unproven(good, tmp_path, table):
    """The hashes aside: what the rows themselves show. Unproven columns stand in the docs."""
    unseen = set()
    shutil.copytree(good / "dist", tmp_path / "dist")
    listed = mutations.read(good / "dist")[table.name]
    for column in table.columns:
        row = next(
            (r for r in listed if r[column.name] is not None and r["split"] == "train"),
            listed[0],
        )
        split, changed = row["split"], row | {column.name: other(column, row[column.name])}
        shown = [changed if r is row else r for r in listed if r["split"] == split]
        small_dist.put(tmp_path / "dist", table.name, split, shown)
        found = validate(tmp_path / "dist", good / "seeds")
        if all(problem.code.startswith("F") for problem in found):
            unseen.add(f"{table.name}.{column.name}")
        small_dist.put(
            tmp_path / "dist", table.name, split, [r for r in listed if r["split"] == split]
        )
    assert unseen <= {name for name in UNPROVEN if name.startswith(f"{table.name}.")}


def test_what_a_page_says_of_its_language_is_no_count_of_it(tmp_path):
    page = (
        "<html><head><meta property='og:locale' content='zh_TW'></head><body><p>{}</p></body>"
    )
    parts = "<p>篇一</p><p>山里的路修通了。</p><p>篇二</p><p>河上的桥架好了，人人都说好。</p>"
    (tmp_path / "seeds").mkdir()
    for name, body in (("a", "山里的路修通了，人人都说好。"), ("b", parts)):
        (tmp_path / "seeds" / f"{name}.html").write_text(page.format(body), encoding="utf-8")
    out = build(tmp_path / "seeds", tmp_path / "dist")
    rules = [r["rule"] for r in mutations.read(out)["claims"] if r["field"] == "language"]
    assert "head/og-locale" in rules
    assert list(validate(out)) == []


def test_suggested_parts_are_in_order(tmp_path):
    """And out of it are found."""
    line = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。" * 12
    page = f"山里的故事\n1、修路\n{line}\n2、架桥\n{line}\n3、上学\n{line}"
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(page, encoding="utf-8")
    out = build(tmp_path / "seeds", tmp_path / "dist")
    rows = [r for r in mutations.read(out)["claims"] if r["rule"] == "parts/suggested"]
    assert [row["value"] for row in rows] == ["1", "2", "3"]
    assert list(validate(out)) == []
    one, other = ({"field": "part", "value": value} for value in "12")
    mutations.swapped("claims", one, other)(out)
    assert "C013" in {found.code for found in validate(out)}


part = st.sampled_from(["2016", "2017", "20XX", "XXXX", "0001"])
month = st.sampled_from(["", "-02", "-12", "-13", "-00", "-04"])
day = st.sampled_from(["", "-01", "-28", "-29", "-30", "-31", "-32"])
mark = st.sampled_from(["", "?", "~"])


@given(part, month, day, mark)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_days_agree_with_the_edtf_package(year, month_, day_, mark_):
    """What the package cannot read is no date of ours; where it gives bounds, they are ours.

    Of unknown digits it reads fewer forms than the standard has, and knows no missing year.
    """
    edtf = year + month_ + (day_ if month_ else "") + mark_
    found = days(edtf)
    try:
        other = parse_edtf(edtf)
        bounds = [other.lower_strict(), other.upper_strict()]
    except EDTFParseException:
        assert found is None or "X" in edtf
        return
    if found is None or found.earliest is None or "X" in edtf:
        return
    assert [found.earliest, found.latest] == [
        f"{b.tm_year:04}-{b.tm_mon:02}-{b.tm_mday:02}" for b in bounds
    ]


def steps(tmp_path, count, personal):
    """Count the lines of the checks run on a page of so many numbers, each in a paragraph."""
    lines = (f"住在村头第{n}家的人说，请打13{n:09d}找他，日子好。" for n in range(count))
    folder = tmp_path / f"{count}"
    (folder / "seeds").mkdir(parents=True)
    page = "山里的路\n\n" + "\n\n".join(lines)
    (folder / "seeds" / "page.txt").write_text(page, encoding="utf-8")
    build(folder / "seeds", folder / "dist", personal=personal)
    done = 0

    def lines_of(_, event, __):
        nonlocal done
        done += event == "line"
        return lines_of

    def calls(frame, *_):
        return lines_of if frame.f_code.co_filename.startswith(CODE) else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        assert list(validate(folder / "dist", folder / "seeds")) == []
    finally:
        sys.settrace(before)
    return done


@pytest.mark.parametrize("personal", ["flag", "mask"])
def test_steps_grow_no_faster_than_the_claims_of_a_page(tmp_path, personal):
    few, many = steps(tmp_path, 100, personal), steps(tmp_path, 400, personal)
    assert 2 * few < many < 4.2 * few
