"""The schema files say everything about a row once, and everything else agrees with them."""

import json
import re
from pathlib import Path

import pytest
from datasets import Features
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dongxi import edtf, schema
from dongxi.model import ROLES, TEXT_ROLES
from dongxi.schema import NAMES, tables, validate_rows

ROOT = Path(__file__).parent.parent

#: The columns promised to readers, written by hand.
COLUMNS = {
    "documents": (
        "id seed part parts title subtitle text text_hans source site_name host url author "
        "editor date date_earliest date_latest date_basis date_modified script simplified "
        "traditional han latin digits language document_type section document_number place "
        "flags characters paragraphs group group_size duplicate_of duplicate_kind similarity "
        "split"
    ),
    "passages": (
        "id document position role heading text start end characters script duplicate_of split"
    ),
    "seeds": (
        "seed url host retrieved bytes sha256 encoding format status reason documents split"
    ),
    "claims": "seed document field value chosen rule certainty start end reason split",
    "ledger": (
        "seed document position start end role rule in_text raw raw_hex text sha256 split"
    ),
    "edits": (
        "seed document position start end raw new rules certainty proof candidates split"
    ),
}
NEVER_NULL = {
    "documents": (
        "id seed part parts author editor script simplified traditional han "
        "latin digits language flags characters paragraphs group group_size split"
    ),
    "passages": "id document position role start end characters script split",
    "seeds": "seed bytes sha256 status documents split",
    "claims": "seed field value chosen rule certainty split",
    "ledger": "seed position start end role rule in_text split",
    "edits": "seed position start end rules certainty proof candidates split",
}


def properties(name):
    return json.loads(schema.files()[f"{name}.schema.json"])["properties"]


def example(name):
    return {column.name: column.example for column in tables()[name].columns}


def every_column():
    return [(table.name, column) for table in tables().values() for column in table.columns]


@pytest.mark.parametrize("name", NAMES)
def test_files_are_valid_and_closed(name):
    data = json.loads(schema.files()[f"{name}.schema.json"])
    Draft202012Validator.check_schema(data)
    assert data["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert data["required"] == list(data["properties"])
    assert data["additionalProperties"] is False
    assert data["title"]
    assert data["description"]


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_promised(name):
    columns = tables()[name].columns
    assert [column.name for column in columns] == COLUMNS[name].split()
    assert [c.name for c in columns if not c.nullable] == NEVER_NULL[name].split()


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described_with_valid_examples(name):
    for key, prop in properties(name).items():
        assert prop["description"].endswith("."), key
        assert prop["examples"], key
        for value in prop["examples"]:
            row = {**example(name), key: value}
            assert list(validate_rows(tables()[name], [row])) == [], key


def test_only_flat_types_and_no_floats():
    kinds = {"string", "integer", "boolean", "array", "null"}
    for name in NAMES:
        for key, prop in properties(name).items():
            types = prop["type"] if isinstance(prop["type"], list) else [prop["type"]]
            assert set(types) <= kinds, key
            if types[0] == "array":
                assert prop["items"]["type"] == "string", key
                assert len(types) == 1, key
            if "enum" in prop:
                assert (None in prop["enum"]) == ("null" in types), key
            if prop.get("format") == "date":
                assert "pattern" in prop, key


def test_closed_lists_agree_with_the_model():
    enum = {(name, column.name): column.enum for name, column in every_column()}
    assert enum["ledger", "role"] == ROLES
    assert set(enum["passages", "role"]) == TEXT_ROLES
    for name in NAMES:
        assert enum[name, "split"] == ("train", "validation", "test")
    assert enum["documents", "script"] == enum["passages", "script"]
    assert enum["claims", "certainty"] == enum["edits", "certainty"]


def test_what_a_column_is_computed_from_is_a_column():
    """No column comes of itself, by however many steps."""
    origins = {f"{name}.{column.name}": column.derived_from for name, column in every_column()}
    assert origins["documents.text_hans"] == "documents.text"
    for origin in filter(None, origins.values()):
        assert origin in origins
        assert origins[origin] is None or origins[origins[origin]] is None


def test_references_lead_to_columns():
    known = {f"{name}.{column.name}" for name, column in every_column()}
    wanted = {column.references for _, column in every_column() if column.references}
    assert wanted
    assert wanted <= known


@pytest.mark.parametrize("name", NAMES)
def test_what_is_derived_agrees(name):
    """Arrow, the card's features, Croissant and the field table name the same columns."""
    table = tables()[name]
    names = COLUMNS[name].split()
    arrow = schema.arrow(table)
    assert arrow.names == names
    assert arrow.metadata is None
    features = Features._from_yaml_list(schema.features(table))  # noqa: SLF001
    assert features == Features.from_arrow_schema(arrow)
    croissant = schema.croissant_fields(table)
    assert [field["name"] for field in croissant] == names
    assert [f["repeated"] for f in croissant] == [
        str(t).startswith("list") for t in arrow.types
    ]
    dates = [f["name"] for f in croissant if f["dataType"] == "sc:Date"]
    assert dates == [f.name for f in arrow if str(f.type) == "date32[day]"]
    rows = schema.field_rows(table)[2:]
    assert [row.split("`")[1] for row in rows] == names
    assert all(row.count("|") - row.count("\\|") == 5 for row in rows)


def test_field_table_counts_what_is_empty():
    lines = schema.field_rows(tables()["seeds"], {"url": 7})
    assert lines[0].startswith("| Field |")
    assert any(line.startswith("| `url` | string | 7 |") for line in lines)
    assert any(line.startswith("| `bytes` | integer | 0 |") for line in lines)


def test_the_documentation_is_fresh():
    """Run `python -m dongxi.schema > docs/schema.md` where this fails."""
    found = (ROOT / "docs" / "schema.md").read_bytes().decode()
    assert found == schema.document(tables().values())


def test_checks_are_all_described():
    assert set(schema.CODES.values()) == set(schema.CHECKS)
    used = {key for name in NAMES for prop in properties(name).values() for key in prop}
    notes = {
        "description", "examples", "items", "x-same-as", "x-references", "x-derived-from", "x-unit",
        "x-description-zh", "x-values-zh",
    }  # fmt: skip
    assert used - notes <= set(schema.CODES)


BROKEN_VALUES = [
    ("id", None, "S002"),
    ("id", "", "S005"),
    ("part", 0, "S005"),
    ("part", "1", "S002"),
    ("part", True, "S002"),
    ("title", "", "S005"),
    ("author", None, "S002"),
    ("author", "蔺炳正", "S002"),
    ("author", [""], "S005"),
    ("flags", ["torn"], "S003"),
    ("flags", ["mixed_script", "mixed_script"], "S005"),
    ("script", "hans", "S003"),
    ("script", None, "S003"),
    ("document_type", "poem", "S003"),
    ("similarity", 1001, "S005"),
    ("similarity", 0.5, "S002"),
    ("date_earliest", "2017-02-30", "S004"),
    ("date_earliest", "2017-7-21", "S004"),
    ("date_earliest", "2017-07-21\n", "S004"),
    ("date_earliest", "２０１７-07-21", "S004"),
    ("group", "ABC", "S004"),
    ("split", "all", "S003"),
]
BROKEN = [(field, value) for field, value, _ in BROKEN_VALUES]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    BROKEN_VALUES,
)
def test_a_broken_value_is_one_problem_that_names_it(field, value, code):
    row = {**example("documents"), field: value}
    codes = {problem.code for problem in validate_rows(tables()["documents"], [row])}
    assert code in codes
    for problem in validate_rows(tables()["documents"], [example("documents"), row]):
        assert problem.where.startswith("documents row 2 (id ")
        assert f", {field}" in problem.where
        assert "expected" in problem.message


def test_the_optional_validator_finds_the_same(monkeypatch):
    """Every broken row of this file and every good one, with jsonschema-rs and without."""
    rows = [("documents", {**example("documents"), field: value}) for field, value in BROKEN]
    rows += [(name, example(name)) for name in NAMES]
    rows += [("documents", {**example("documents"), "size": 3}), ("seeds", {})]
    assert schema.swift_test("documents") is not None
    swift = [list(validate_rows(tables()[name], [row, row])) for name, row in rows]
    for name, row in rows:
        plain = not list(schema.validator_of(name).iter_errors(row))
        assert schema.swift_test(name)(row) == plain, (name, row)
    monkeypatch.setattr(schema, "swift_test", lambda _: None)
    assert [list(validate_rows(tables()[name], [row, row])) for name, row in rows] == swift


def test_missing_and_extra_columns_are_problems():
    row = example("seeds")
    del row["bytes"]
    row["size"] = 3
    problems = list(validate_rows(tables()["seeds"], [row]))
    assert [problem.code for problem in problems] == ["S001", "S001"]
    text = " ".join(problem.message for problem in problems)
    assert "'bytes'" in text
    assert "'size'" in text


EDTF = [
    "2017-07-21", "2017-07", "2020", "20XX", "XXXX-08-29", "XXXX-XX-29", "2021-04-09~",
    "2024?", "?2017-08-29", "2024%", "2020-10-20T13:54:10",
    "2015-11-27/2015-11-28", "XXXX-11-27/XXXX-11-28", "2021/2025",
]  # fmt: skip
NOT_EDTF = [
    "", "2017年", "2017-7-21", "17-07-21", "2017-13", "2017-00-01", "2017-07-32", "20170721",
    "2017/07/21", "2017-07-21 13:54:10", "2017-07-21T24:00:00", "2017-07-21T13:54", "20__",
    "2017-07-21\n", "２０１７", "199X", "2017-07-XX", "2017-?08-29",
    "~2017-07-21~~", "2015-11-27/", "/2015", "2017-07-21/x",
]  # fmt: skip


@pytest.mark.parametrize("field", ["date", "date_modified"])
@pytest.mark.parametrize("value", EDTF)
def test_edtf_is_accepted(field, value):
    row = {**example("documents"), field: value}
    assert list(validate_rows(tables()["documents"], [row])) == []


@pytest.mark.parametrize("field", ["date", "date_modified"])
@pytest.mark.parametrize("value", NOT_EDTF)
def test_what_is_no_edtf_is_refused(field, value):
    row = {**example("documents"), field: value}
    problems = list(validate_rows(tables()["documents"], [row]))
    assert [problem.code for problem in problems] == ["S004"]


def test_accepted_dates_are_edtf_to_its_library():
    """The `edtf` package, a second opinion on the grammar, reads every form we accept."""
    oracle = pytest.importorskip("edtf")
    for value in EDTF:
        assert oracle.parse_edtf(value), value


@settings(derandomize=True, deadline=None)
@given(st.text(st.sampled_from("0129X-T:/?~%"), max_size=22) | st.dates().map(str))
def test_every_date_we_can_bound_has_the_form(value):
    """The schema never refuses what the stage that writes dates takes for valid."""
    row = {**example("documents"), "date": value}
    problems = list(validate_rows(tables()["documents"], [row]))
    assert not (edtf.valid(value) and problems)


@pytest.mark.parametrize("value", EDTF)
def test_dates_accepted_here_can_be_bounded(value):
    assert edtf.valid(value)


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("2021-04-10", True),
        ("2021-04-10T03:12:45Z", True),
        ("2021-04-10T03:12:45.250+08:00", True),
        ("2021-04-10T03:12:45", False),
        ("2021-04", False),
        ("10 Apr 2021", False),
    ],
)
def test_retrieval_times_have_a_zone(value, good):
    row = {**example("seeds"), "retrieved": value}
    assert (list(validate_rows(tables()["seeds"], [row])) == []) == good


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 1100),
    st.floats(allow_nan=False),
    st.text(max_size=4),
    st.sampled_from(["train", "2017-02-29", "2016-02-29", "2016-02-29\n", "Hans", "a/b", "ab"]),
    st.lists(st.sampled_from(["mixed_script", "x", "a/b", "", "海"]), max_size=7),
)


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_the_fast_check_never_passes_what_jsonschema_refuses(data):
    name = data.draw(st.sampled_from(NAMES))
    row = example(name)
    for key in data.draw(st.lists(st.sampled_from(list(row)), max_size=3)):
        row[key] = data.draw(ODD)
    valid = schema.validator_of(name).is_valid(row)
    assert not schema._surely_valid(name, [row]) or valid  # noqa: SLF001
    assert (list(validate_rows(tables()[name], [row])) == []) == valid


def test_the_fast_check_knows_plain_rows():
    assert all(schema._surely_valid(name, [example(name)] * 2) for name in NAMES)  # noqa: SLF001


def test_problems_are_numbered_across_batches():
    rows = [example("claims")] * (schema.BATCH_ROWS + 1)
    rows.append({**example("claims"), "chosen": None})
    (problem,) = validate_rows(tables()["claims"], rows)
    assert problem.where == (
        f"claims row {schema.BATCH_ROWS + 2} (seed '001_c2e5e1d926910ab8'), chosen"
    )


def test_schema_files_missing_is_said_plainly(monkeypatch, tmp_path):
    monkeypatch.setattr(schema, "FOLDERS", (tmp_path / "a", tmp_path / "b"))
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path / "a"))):
        schema.files.__wrapped__()


def test_an_installed_package_finds_its_own_files(monkeypatch, tmp_path):
    """Beside an installed package may stand somebody else's folder `schema`."""
    (tmp_path / "schema_files").mkdir()
    (tmp_path / "schema").mkdir()
    for file, data in schema.files().items():
        (tmp_path / "schema_files" / file).write_bytes(data)
    monkeypatch.setattr(schema, "FOLDERS", (tmp_path / "schema_files", tmp_path / "schema"))
    assert schema.files.__wrapped__() == schema.files()
