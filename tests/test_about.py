"""What people say of a collection is read as they mean it, or refused with a reason."""

from pathlib import Path

import pytest

from dongxi.about import About, AboutError, Change, load, parse

ROOT = Path(__file__).parent.parent


def test_no_dataset_yaml_and_an_empty_one_say_nothing(tmp_path):
    """The defaults hold for any collection."""
    assert load(tmp_path) == About()
    (tmp_path / "dataset.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load(tmp_path) == About()


def test_the_seeds_of_the_repository_are_described():
    """Their `dataset.yaml` is read without fault and names what it forbids."""
    about = load(ROOT / "seeds")
    assert about.authors == ("The dongxi developers",)
    assert about.homepage is None
    assert about.released is None
    assert about.changelog[0].version == about.version
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        assert f"`{seed.stem}`" in about.selection


KNOWN = ", ".join(About._fields)
FAULTS = [
    ({"titel": "甲"}, f"dataset.yaml: unknown key 'titel'; known are {KNOWN}"),
    (["name"], "dataset.yaml: found ['name'], expected `key: value` lines"),
    ("name", "dataset.yaml: found 'name', expected `key: value` lines"),
    (
        {"name": "山 乡"},
        (
            "dataset.yaml, name: found '山 乡', expected ASCII letters, digits, `.`, `_` and `-`, "
            "at most 96"
        ),
    ),
    (
        {"version": 1.0},
        'dataset.yaml, version: found 1.0, expected a version in quotes, such as "1.0.0"',
    ),
    (
        {"version": "1.0"},
        "dataset.yaml, version: found '1.0', expected a version in quotes, such as \"1.0.0\"",
    ),
    (
        {"rights": ["甲"]},
        (
            "dataset.yaml, rights: found ['甲'], expected a text; put it in quotes if YAML takes it "
            "for something else"
        ),
    ),
    (
        {"pretty_name": None},
        (
            "dataset.yaml, pretty_name: found None, expected a text; put it in quotes if YAML takes "
            "it for something else"
        ),
    ),
    (
        {"authors": "甲"},
        "dataset.yaml, authors: found '甲', expected a list of texts, one `- …` a line",
    ),
    (
        {"tags": ["一", 2]},
        (
            "dataset.yaml, tags[2]: found 2, expected a text; put it in quotes if YAML takes it for "
            "something else"
        ),
    ),
    (
        {"homepage": "example.org"},
        (
            "dataset.yaml, homepage: found 'example.org', expected an address that starts with "
            "http:// or https://"
        ),
    ),
    (
        {"released": "2026-02-30"},
        "dataset.yaml, released: found '2026-02-30', expected a day such as 2026-01-31",
    ),
    (
        {"changelog": {"0.1.0": "first"}},
        (
            "dataset.yaml, changelog: found {'0.1.0': 'first'}, expected a list of versions, each "
            "with `version` and `changes`"
        ),
    ),
    (
        {"changelog": [{"version": "0.1.0"}]},
        (
            "dataset.yaml, changelog[1]: found {'version': '0.1.0'}, expected `version` and "
            "`changes`, and no other key"
        ),
    ),
]


@pytest.mark.parametrize(("found", "message"), FAULTS, ids=[str(fault[0]) for fault in FAULTS])
def test_a_fault_in_dataset_yaml_says_where_and_what_to_do(found, message):
    """One message per fault, word for word."""
    with pytest.raises(AboutError) as fault:
        parse(found)
    assert str(fault.value) == message


def test_a_dataset_yaml_that_is_no_yaml_says_so(tmp_path):
    """Neither are bytes that are no UTF-8."""
    for raw in (b"name: [", b"name: \xff"):
        (tmp_path / "dataset.yaml").write_bytes(raw)
        with pytest.raises(AboutError, match=r"^dataset.yaml: not readable as YAML"):
            load(tmp_path)


def test_values_are_read_as_they_are_meant(tmp_path):
    """A day without quotes, a folded text, a list."""
    (tmp_path / "dataset.yaml").write_text(
        "released: 2026-01-31\nrights: >-\n  一\n  二\nlimits:\n- 三\n"
        "changelog:\n- version: '1.0.0'\n  changes: [四]\n",
        encoding="utf-8",
    )
    assert load(tmp_path) == About(
        released="2026-01-31", rights="一 二", limits=("三",),
        changelog=(Change("1.0.0", ("四",)),),
    )  # fmt: skip
