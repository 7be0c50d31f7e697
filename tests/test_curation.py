"""Entries of `curation.yaml` are taken as they are written, or refused with what to do."""

from __future__ import annotations

import hashlib
import json

import pytest
from conftest import ROOT

from dongxi import curation

RAW = "山里的路\n\n山里的路修通了。\n乡亲们都来了。\n人人都高兴。\n".encode()
DIGEST = hashlib.sha256(RAW).hexdigest()
ENTRY = {"seed": "good", "sha256": DIGEST, "field": "title", "value": "山里", "reason": "known"}
ONE = "- " + "\n  ".join(f"{key}: {value}" for key, value in ENTRY.items()) + "\n"


def loaded(tmp_path, *entries):
    text = "".join(
        "- " + "\n  ".join(f"{key}: {value}" for key, value in (ENTRY | entry).items()) + "\n"
        for entry in entries
    )
    return written(tmp_path, text)


def written(tmp_path, text):
    path = tmp_path / "curation.yaml"
    path.write_text(text, encoding="utf-8")
    return curation.load(path)


def test_document_types_are_those_of_the_schema():
    schema = json.loads((ROOT / "schema" / "documents.schema.json").read_text(encoding="utf-8"))
    listed = schema["properties"]["document_type"]["enum"]
    assert [*curation.TYPES, None] == listed


def test_fields_with_many_values_are_lists_in_the_schema():
    schema = json.loads((ROOT / "schema" / "documents.schema.json").read_text(encoding="utf-8"))
    for field in set(curation.FIELDS) - {"part", "character"}:
        types = schema["properties"][field]["type"]
        assert ("array" in types) == (field in curation.MANY), field


#: Entries (less what all have) and what is read.
GOOD = [
    ({"field": "date", "value": "2017-08-29"}, "2017-08-29"),
    ({"field": "date", "value": "2017"}, "2017"),
    ({"field": "date", "value": '"?2017-08-29"'}, "?2017-08-29"),
    ({"field": "date", "value": "2020-10-20T13:54:10"}, "2020-10-20T13:54:10"),
    ({"field": "title", "value": "12:30"}, "12:30"),
    ({"field": "title", "value": "1.10"}, "1.10"),
    ({"field": "title", "value": "2017-13-45"}, "2017-13-45"),
    ({"field": "title", "value": "yes"}, "yes"),
    ({"field": "document_type", "value": "speech"}, "speech"),
    ({"field": "part", "value": "12", "start": 0}, "12"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "value"), GOOD, ids=[entry["value"] for entry, _ in GOOD])
def test_a_value_is_what_is_written(tmp_path, entry, value):
    (found,) = loaded(tmp_path, entry)
    assert found["value"] == value


def test_offsets_are_numbers(tmp_path):
    (found,) = loaded(tmp_path, {"start": 14, "end": 38})
    assert (found["start"], found["end"]) == (14, 38)


DATE = (
    "a date in EDTF, such as 2017-07-21, 2017-07, 2020, XXXX-08-29, ?2017-08-29 or 2021-04-09~"
)
OFFSETS = "'start' and 'end' are byte offsets, whole numbers"
#: Entry, the line of the key at fault (or of the entry), and the message behind the place.
BAD = [
    (
        {"field": "date", "value": "2017-13-45"}, 4,
        f", seed 'good', field 'date': found the value '2017-13-45', expected {DATE}",
    ),
    (
        {"field": "date", "value": "2017-02-30"}, 4,
        f", seed 'good', field 'date': found the value '2017-02-30', expected {DATE}",
    ),
    (
        {"field": "date", "value": "29 August 2017"}, 4,
        f", seed 'good', field 'date': found the value '29 August 2017', expected {DATE}",
    ),
    (
        {"field": "document_type", "value": "poem"}, 4,
        (", seed 'good', field 'document_type': found the value 'poem', expected one of "
        "news_report, commentary, feature, interview, speech, notice, interpretation, essay, "
        "essay_collection, academic, reference, blog_post, product_page, listing, other"),
    ),
    (
        {"field": "part", "value": "0", "start": "0"}, 4,
        ", seed 'good', field 'part': found the value '0', expected the number of a part: 1, 2, 3 …",
    ),
    (
        {"field": "part", "value": "one", "start": "0"}, 4,
        ", seed 'good', field 'part': found the value 'one', expected the number of a part: 1, 2, 3 …",
    ),
    (
        {"value": "海\ufffd網"}, 4,
        (", seed 'good', field 'title': found the value '海\ufffd網', expected a value without "
        "U+FFFD, which stands for a lost character"),
    ),
    (
        {"value": "[a, b]"}, 4,
        ": 'value' is ['a', 'b'], a text was expected; give one value, and one entry for each",
    ),
    (
        {"value": "{a: b}"}, 4,
        ": 'value' is {'a': 'b'}, a text was expected; give one value, and one entry for each",
    ),
    (
        {"value": "null"}, 4,
        ": 'value' is empty; every entry needs seed, sha256, field, value, reason",
    ),
    ({"start": "true"}, 6, f": 'start' is 'true'; {OFFSETS}"),
    ({"start": "1.5"}, 6, f": 'start' is '1.5'; {OFFSETS}"),
    ({"start": "-1"}, 6, f": 'start' is '-1'; {OFFSETS}"),
    ({"end": "9"}, 6, ": 'end' without 'start'; give both, or a 'quote'"),
    ({"quote": "山", "start": "0"}, 7, ": both 'quote' and 'start'; give one of them"),
    (
        {"field": "part", "value": "1"}, 1,
        ": a part needs a place; give 'quote' or 'start'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "line", "message"), BAD, ids=[message for *_, message in BAD]
)
def test_a_fault_names_entry_and_remedy(tmp_path, entry, line, message):
    with pytest.raises(curation.CurationError) as fault:
        loaded(tmp_path, entry)
    assert str(fault.value) == f"curation.yaml, entry 1 (line {line}, column 3){message}"


#: Files of two entries, and where the fault is.
PLACES = [
    ("# a remark\n\n- {seed: a}\n", "entry 1 (line 3, column 3): 'sha256' is missing"),
    ("- seed: good\n  好: x\n", "entry 1 (line 2, column 3): unknown key '好'"),
    ("- {seed: 山里, 好: x}\n", "entry 1 (line 1, column 14): unknown key '好'"),
    (f"{ONE}-   seed: a\n    note: b\n", "entry 2 (line 7, column 5): unknown key 'note'"),
    (f"{ONE}\r\n- title\r\n", "entry 2 (line 7, column 3): a mapping was expected"),
    (f"{ONE}-\n  seed: a\n  value: [b]\n", "entry 2 (line 8, column 3): 'value' is ['b']"),
]


@pytest.mark.parametrize(("text", "message"), PLACES, ids=[message for _, message in PLACES])
def test_a_fault_is_where_editors_count_it(tmp_path, text, message):
    with pytest.raises(curation.CurationError) as fault:
        written(tmp_path, text)
    assert str(fault.value).startswith(f"curation.yaml, {message}")


def test_one_value_for_a_field_that_has_one(tmp_path):
    with pytest.raises(curation.CurationError) as fault:
        loaded(tmp_path, {}, {"field": "place"}, {"value": "另一个"})
    assert str(fault.value) == (
        "curation.yaml, entry 1 (line 3, column 3) and entry 3 (line 13, column 3): both give "
        "'title' of seed 'good', which has one value; keep one of them"
    )
    assert len(loaded(tmp_path, {"field": "author"}, {"field": "author", "value": "乙"})) == 2
    assert len(loaded(tmp_path, {}, {"seed": "other"})) == 2


def test_a_key_that_stands_twice_is_a_fault(tmp_path):
    with pytest.raises(curation.CurationError, match="the key 'value' stands twice"):
        written(tmp_path, "- seed: a\n  value: b\n  value: c\n")


def test_a_key_that_is_no_text_is_a_fault(tmp_path):
    with pytest.raises(curation.CurationError, match="not readable as YAML"):
        written(tmp_path, "- {[a, b]: c}\n")


def test_a_file_of_comments_has_no_entries(tmp_path):
    assert written(tmp_path, "# nothing yet\n") == ()


def parts(*entries):
    made = [ENTRY | {"field": "part"} | entry for entry in entries]
    return curation.matched(made, {"good": RAW})


def test_parts_count_in_the_order_of_the_page():
    first, second = {"value": "1", "start": 14}, {"value": "2", "quote": "乡亲们"}
    assert len(parts(first, second)["good"]) == 2
    assert len(parts(second, first)["good"]) == 2


#: Parts and the message behind "curation.yaml: seed 'good': ".
WRONG = [
    (
        [{"value": "1", "start": 14}, {"value": "3", "quote": "乡亲们"}],
        "found parts 1, 3, expected each number from 1 to 2 once; number the entries anew",
    ),
    (
        [{"value": "1", "start": 14}, {"value": "1", "quote": "乡亲们"}],
        "found parts 1, 1, expected each number from 1 to 2 once; number the entries anew",
    ),
    (
        [{"value": "2", "start": 14}, {"value": "1", "quote": "乡亲们"}],
        ("part 2 starts at byte 14, not behind the part before it (byte 39); "
        "number parts in the order of the page"),
    ),
    (
        [{"value": "1", "start": 14}, {"value": "2", "start": 14}],
        ("part 2 starts at byte 14, not behind the part before it (byte 14); "
        "number parts in the order of the page"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "message"), WRONG, ids=[message for _, message in WRONG])
def test_parts_that_do_not_count_are_a_fault(entries, message):
    with pytest.raises(curation.CurationError) as fault:
        parts(*entries)
    assert str(fault.value) == f"curation.yaml: seed 'good': {message}"


def test_parts_are_found_in_the_encoding_of_the_page():
    raw = ("山里的路修通了，乡亲们的日子一天比一天好。\n" * 3 + "人人都高兴。\n").encode(
        "gb18030"
    )
    entry = ENTRY | {"field": "part", "sha256": hashlib.sha256(raw).hexdigest()}
    made = [entry | {"value": "2", "start": 0}, entry | {"value": "1", "quote": "人人都"}]
    with pytest.raises(curation.CurationError, match="part 2 starts at byte 0, not behind"):
        curation.matched(made, {"good": raw})
