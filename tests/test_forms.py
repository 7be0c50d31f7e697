"""The schemas for editors are current, and take what the program takes."""

from __future__ import annotations

import json
import re

import pytest
import test_curation
import test_withhold
import yaml
from conftest import ROOT, SEEDS
from jsonschema import Draft7Validator

from dongxi import curation, forms, removals

SCHEMAS = ROOT / "docs" / "schemas"
#: What the form of an entry does not show: a calendar, a page, which of two numbers is larger.
UNSEEN = {"2017-13-45", "2017-02-30"}
UNSEEN_REQUESTS = {
    "a range of nothing", "behind the page", "no such document", "another page", "another name",
}  # fmt: skip


class AsEditors(yaml.SafeLoader):
    """Read numbers, truth values and null, but no dates: the core of YAML."""


AsEditors.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in found if "timestamp" not in tag]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LOADERS = [AsEditors, yaml.BaseLoader]


def fits(name, text, loader):
    found = yaml.load(text, Loader=loader)  # noqa: S506  (our own cases)
    return Draft7Validator(forms.FORMS[name]()).is_valid(found)


def lines(entry):
    found = test_curation.ENTRY | entry
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in found.items()) + "\n"


@pytest.mark.parametrize("name", forms.FORMS)
def test_the_schema_is_current(name):
    text = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    path = f"docs/schemas/{name}.schema.json"
    assert text == forms.render(name), f"run: python -m dongxi.forms {name} > {path}"
    Draft7Validator.check_schema(json.loads(text))


def test_no_other_schemas_lie_there():
    names = {path.name for path in SCHEMAS.iterdir()}
    assert names == {f"{name}.schema.json" for name in forms.FORMS}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("entry", [entry for entry, _ in test_curation.GOOD])
def test_a_good_entry_fits(entry, loader):
    assert fits("curation", lines(entry), loader)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("entry", [entry for entry, *_ in test_curation.BAD])
def test_a_bad_entry_does_not(entry, loader):
    assert fits("curation", lines(entry), loader) == (entry.get("value") in UNSEEN)


#: More entries, and whether they fit.
MORE = [
    ({"field": "character", "value": "海", "quote": "?口"}, True),
    ({"field": "character", "value": "海海海海海海海海海", "quote": "?口"}, False),
    ({"field": "character", "value": "海"}, False),
    ({"field": "date", "value": "2015-11-27/2015-11-28"}, True),
    ({"field": "date", "value": "20170829"}, False),
    ({"field": "date", "value": "2021-04-09~"}, True),
    ({"field": "part", "value": "1000000", "start": "0"}, False),
    ({"start": "3", "end": "1000000000000000"}, False),
    ({"reason": "'　'"}, False),
    ({"reason": "'~'"}, False),
    ({"reason": "~5"}, True),
    ({"note": "x"}, False),
    ({"seed": "002"}, True),
]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("entry", "good"), MORE)
def test_the_program_and_the_form_agree(tmp_path, entry, good, loader):
    path = tmp_path / "curation.yaml"
    path.write_text(lines(entry), encoding="utf-8")
    assert fits("curation", lines(entry), loader) is good
    if good:
        assert len(curation.load(path)) == 1
    else:
        with pytest.raises(curation.CurationError):
            curation.load(path)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("label", "entry"), [(label, entry) for label, entry, _ in test_withhold.FAULTS]
)
def test_a_bad_request_does_not_fit(label, entry, loader):
    assert fits("removals", yaml.safe_dump([entry]), loader) == (label in UNSEEN_REQUESTS)


REQUESTS = [{}, {"document": "a.01"}, {"start": 0, "end": 4}, {"start": "0", "end": "4"}]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("more", REQUESTS)
def test_a_good_request_fits(tmp_path, more, loader):
    text = yaml.safe_dump([{"seed": "a", "sha256": "a" * 64, "reason": "law"} | more])
    (tmp_path / "removals.yaml").write_text(text, encoding="utf-8")
    assert len(removals.load(tmp_path)) == 1
    assert fits("removals", text, loader)
    assert not fits("removals", text * 2, loader), "asked twice"


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", forms.FORMS)
def test_a_file_without_entries_fits(name, loader):
    assert fits(name, "[]", loader)
    assert fits(name, "# nothing yet\n", loader)
    assert not fits(name, "seed: a", loader)


def test_the_curation_of_the_repository_fits():
    text = (SEEDS / "curation.yaml").read_text(encoding="utf-8")
    assert all(fits("curation", text, loader) for loader in LOADERS)


def test_the_largest_numbers_are_those_of_the_checks():
    for form, largest in (
        (curation.WHOLE, forms.LARGEST_OFFSET),
        (removals.WHOLE, forms.LARGEST_OFFSET),
        (curation.NUMBER, forms.LARGEST_PART),
    ):
        assert form.fullmatch(str(largest))
        assert not form.fullmatch(str(largest + 1))


def test_the_documentation_shows_the_lines_for_editors():
    text = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    found = re.findall(r"# yaml-language-server: \$schema=\S*?schemas/(\S+)", text)
    assert found == ["curation.schema.json", "removals.schema.json"]
