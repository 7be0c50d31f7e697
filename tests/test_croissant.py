"""Croissant describes the folder so that its reference reader gets the same rows."""

import base64
import hashlib
import json
import re
import warnings
from contextlib import contextmanager

import mlcroissant as mlc
import pytest
from invented import document, example, rows, write

from dongxi import croissant, facts
from dongxi.about import LIMITS, About
from dongxi.croissant import render
from dongxi.manifest import render as as_json
from dongxi.schema import NAMES, croissant_fields, tables
from dongxi.write import read_parquet

#: Nothing that Croissant recommends is missing.
WHOLE = About(released="2026-01-31", homepage="https://example.org/pages")


@contextmanager
def quiet():
    """Let mlcroissant use names of other packages that are going away; only in here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's ConjunctiveGraph
        yield


def described(folder, about=None):
    (folder / "croissant.json").write_bytes(as_json(render(folder, about or About())))
    return folder


@pytest.fixture
def dist(tmp_path):
    """A folder with the invented tables and their Croissant."""
    return described(write(tmp_path / "dist"))


def opened(folder):
    with quiet():
        return mlc.Dataset(jsonld=str(folder / "croissant.json"))


def issues(folder):
    """Give errors and warnings of the reference validator."""
    found = opened(folder).metadata.ctx.issues
    return sorted(found.errors), sorted(found.warnings)


def records(folder, name, **filters):
    """Give the records of a table as rows."""
    with quiet():
        listed = list(opened(folder).records(name, **filters))
    return [
        {key.removeprefix(f"{name}/"): plain(value) for key, value in record.items()}
        for record in listed
    ]


def plain(value):
    """Turn what mlcroissant makes of a value back: bytes, timestamps."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.date().isoformat() if hasattr(value, "date") else value


def test_the_reference_validator_finds_no_fault(tmp_path):
    """Neither error nor warning where homepage and date of release are known."""
    assert issues(described(write(tmp_path), WHOLE)) == ([], [])


def test_without_a_date_of_release_only_that_is_missed(dist):
    """No date is made up."""
    errors, warned = issues(dist)
    assert errors == []
    assert len(warned) == 1
    assert "datePublished" in warned[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_the_rows(dist, name):
    """Every value of every row, nulls, dates and lists too; splits in the order of files."""
    expected = [row for split in sorted(rows()[name]) for row in rows()[name][split]]
    assert records(dist, name) == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_records_of_the_seeds_are_their_rows(built, name):
    """Of the dataset as built, with the Croissant that was written for it."""
    expected = [row for path in sorted((built / name).glob("*")) for row in read_parquet(path)]
    assert expected
    assert records(built, name) == expected


def test_the_croissant_of_the_seeds_is_valid(built):
    """No error; no date of release is made up."""
    errors, warned = issues(built)
    assert errors == []
    assert len(warned) == 1
    assert "datePublished" in warned[0]


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_one_can_ask_for_a_split(dist, split):
    """The file name says which it is."""
    found = records(dist, "documents", filters={"documents/split": split})
    assert found == rows()["documents"][split]


def test_the_splits_are_those_that_have_rows(dist, tmp_path):
    """As Croissant knows them."""
    assert records(dist, "splits") == [
        {"name": "train", "url": "cr:TrainingSplit"},
        {"name": "validation", "url": "cr:ValidationSplit"},
        {"name": "test", "url": "cr:TestSplit"},
    ]
    only = described(write(tmp_path / "one", {"seeds": {"train": rows()["seeds"]["train"]}}))
    assert records(only, "splits") == [{"name": "train", "url": "cr:TrainingSplit"}]
    assert [s["@id"] for s in render(only, About())["recordSet"]] == ["splits", "seeds"]
    assert issues(only)[0] == []


def test_the_files_are_named_with_their_hashes(dist):
    """Every Parquet file, by a path below the folder."""
    found = {
        node["contentUrl"]: node["sha256"]
        for node in render(dist, About())["distribution"]
        if node["@type"] == "cr:FileObject"
    }
    assert found == {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in dist.rglob("*.parquet")
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_are_those_of_the_schema(dist, name):
    """Names, types and descriptions; lists are arrays."""
    found = next(s for s in render(dist, About())["recordSet"] if s["@id"] == name)
    for node, field in zip(found["field"], croissant_fields(tables()[name]), strict=True):
        assert node["@id"] == f"{name}/{field['name']}"
        assert node["dataType"] == field["dataType"]
        assert node["description"] == field["description"]
        assert node.get("isArray", False) == field["repeated"]


def test_the_fields_of_documents_have_their_names_in_schema_org(dist):
    """Promised to readers, written by hand."""
    found = next(s for s in render(dist, About())["recordSet"] if s["@id"] == "documents")
    same = {field["name"]: field.get("equivalentProperty") for field in found["field"]}
    assert {name: value for name, value in same.items() if value}.items() >= {
        "source": "sc:sourceOrganization",
        "site_name": "sc:publisher",
        "date": "sc:datePublished",
        "title": "sc:headline",
        "document_type": "sc:genre",
        "section": "sc:articleSection",
        "author": "sc:author",
        "text": "sc:articleBody",
        "url": "sc:url",
        "language": "sc:inLanguage",
        "id": "sc:identifier",
    }.items()


def test_fields_have_their_names_where_a_record_has_a_kind(dist):
    """A property of schema.org is one of something: an article, a file."""
    listed = [s for s in render(dist, About())["recordSet"] if s["@id"] != "splits"]
    kinds = {s["@id"]: s.get("dataType") for s in listed}
    assert kinds == {
        "documents": "sc:Article", "passages": "sc:CreativeWork", "seeds": "sc:MediaObject",
        "claims": None, "ledger": None, "edits": None,
    }  # fmt: skip
    named = {s["@id"] for s in listed for f in s["field"] if "equivalentProperty" in f}
    assert named == {"documents", "passages", "seeds"}
    same = [
        f["equivalentProperty"] for s in listed for f in s["field"] if "equivalentProperty" in f
    ]
    assert all(re.fullmatch("(?:sc|dct):[a-z][A-Za-z0-9]+", one) for one in same)


ORIGINS = [
    ("documents", "text_hans", "documents/text"),
    ("documents", "date_latest", "documents/date"),
    ("documents", "language", "documents/script"),
    ("passages", "text", "documents/text"),
    ("seeds", "host", "seeds/url"),
    ("documents", "text", None),
    ("documents", "date", None),
    ("seeds", "url", None),
]


@pytest.mark.parametrize(("table", "field", "origin"), ORIGINS)
def test_what_is_computed_says_from_what(dist, table, field, origin):
    found = next(s for s in render(dist, About())["recordSet"] if s["@id"] == table)
    (node,) = [node for node in found["field"] if node["name"] == field]
    assert node.get("prov:wasDerivedFrom") == (origin and {"@id": origin})


def test_the_dataset_is_derived_from_its_used_seeds(dist):
    """By id, hash and, where known, address."""
    found = render(dist, About())["prov:wasDerivedFrom"]
    assert [node["identifier"] for node in found] == ["a", "b", "d"]
    assert ["url" in node for node in found] == [True, False, True]
    for node in found:
        assert re.fullmatch("[0-9a-f]{64}", node["sha256"])
        name = node["@id"].removeprefix("ni:///sha-256;")
        assert base64.urlsafe_b64decode(name + "=").hex() == node["sha256"]


def test_a_large_crawl_is_named_by_its_table(dist, monkeypatch):
    """A description stays small."""
    monkeypatch.setattr(croissant, "LISTED_SEEDS", 3)
    monkeypatch.setattr(facts, "LISTED_SEEDS", 3)
    assert render(dist, About())["prov:wasDerivedFrom"] == [{"@id": "seeds"}]
    assert issues(described(dist))[0] == []


def test_what_people_said_stands_in_the_words_of_rai(dist):
    """Selection, uses, limits, personal data, removal."""
    about = About(
        selection="ONE", uses="TWO", limits=("THREE",), personal_data="FOUR", contact="FIVE",
        rights="SIX", authors=("甲", "乙"), tags=("seven",),
    )  # fmt: skip
    made = render(dist, about)
    assert made["rai:dataCollection"] == "ONE"
    assert made["rai:dataBiases"] == ["ONE"]
    assert made["rai:dataUseCases"] == ["TWO"]
    assert made["rai:dataLimitations"] == ["THREE", *LIMITS]
    assert made["rai:personalSensitiveInformation"] == ["FOUR"]
    assert made["rai:dataReleaseMaintenancePlan"] == "FIVE"
    assert made["license"][0]["description"] == "SIX"
    assert [node["name"] for node in made["creator"]] == ["甲", "乙"]
    assert made["keywords"] == ["seven"]
    assert made["inLanguage"] == ["zh-Hans", "zh-Hant"]
    assert issues(described(dist, about))[0] == []


def test_hostile_ids_and_addresses_do_no_harm(tmp_path):
    """They are values of JSON, never names in it."""
    seed = example("seeds", seed='a"\n/二 {"@id": "x"}', url="javascript:1", reason=None)
    made = {
        "documents": {"train": [document("甲#1", "train", title="</script>")]},
        "seeds": {"train": [seed]},
    }
    folder = described(write(tmp_path, made))
    assert issues(folder)[0] == []
    assert records(folder, "seeds") == [seed]
    assert render(folder, About())["prov:wasDerivedFrom"][0]["identifier"] == seed["seed"]


def test_croissant_depends_on_nothing_but_rows_and_about(tmp_path):
    """The same bytes in another folder; no path of this machine."""
    one, other = described(write(tmp_path / "one")), described(write(tmp_path / "other"))
    text = (one / "croissant.json").read_bytes()
    assert text == (other / "croissant.json").read_bytes()
    assert str(tmp_path).encode() not in text
    assert json.loads(text)["version"] == "0.1.0"
    assert "datePublished" not in json.loads(text)


def test_an_empty_folder_is_described_too(tmp_path):
    """Nothing to describe is no fault here."""
    assert render(tmp_path, About())["distribution"] == []
