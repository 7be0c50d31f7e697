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
            "`changes`, `changes_zh` beside, and no other key"
        ),
    ),
    (
        {"limits": ["一"], "limits_zh": ["一", "二"]},
        (
            "dataset.yaml, limits_zh: found 2 items, expected as many as `limits` has, which is 1: "
            "the same, one by one, in Chinese"
        ),
    ),
    (
        {"uses_zh": 5},
        (
            "dataset.yaml, uses_zh: found 5, expected a text; put it in quotes if YAML takes it for "
            "something else"
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


LOG = "changelog:\n- version: '1.0.0'\n  changes: [a]\n"
PLACED = [
    ("name: a\n\ntitel: x\n", " (line 3, column 1): unknown key 'titel'; known are name"),
    ("tags:\n  - a\n  - 2\n", ", tags[2] (line 3, column 5): found 2, expected a text"),
    ("{version: 1.0}", ", version (line 1, column 2): found 1.0, expected a version"),
    (f"{LOG}- a\n", ", changelog[2] (line 4, column 3): found 'a', expected `version` and"),
    (
        f"{LOG}  changes_zh:\n  - 甲\n  - 乙\n",
        ", changelog[1].changes_zh (line 4, column 3): found 2 items, expected as many as `changes`",
    ),
    ("name: a\nlimits_zh: [b]\n", ", limits_zh (line 2, column 1): found 1 items, expected as"),
    ("pretty_name_zh:\n", ", pretty_name_zh (line 1, column 1): found None, expected a text"),
    ("- a\n", ": found ['a'], expected `key: value` lines"),
    (
        "name: a\nuses: b\nname: c\n",
        ": not readable as YAML (the key 'name' stands twice: (line 1, column 1) and (line 3, column 1))",
    ),
    (
        "changelog:\n- {version: '1.0.0', changes: [a], changes: [b]}\n",
        ": not readable as YAML (the key 'changelog[1].changes' stands twice: (line 2, column 22) and (line",
    ),
]


@pytest.mark.parametrize(("text", "message"), PLACED)
def test_a_fault_is_told_with_its_line_and_column(text, message, tmp_path):
    (tmp_path / "dataset.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AboutError) as fault:
        load(tmp_path)
    assert str(fault.value).startswith(f"dataset.yaml{message}")


def test_chinese_words_are_said_in_chinese():
    """Key by key; what has none stays, and so does what is said in neither language."""
    found = parse(
        {
            "pretty_name": "Letters", "pretty_name_zh": " 山里的\n信 ", "uses": "To read.",
            "limits": ["One.", "Two."], "limits_zh": ["其一。", "其二。"],
            "changelog": [
                {"version": "1.1.0", "changes": ["More."], "changes_zh": ["更多。"]},
                {"version": "1.0.0", "changes": ["First."]},
            ],
        }
    )  # fmt: skip
    said = found.chinese()
    assert (found.pretty_name, said.pretty_name) == ("Letters", "山里的 信")
    assert (said.uses, said.contact, said.limits) == (
        "To read.", About().contact, ("其一。", "其二。"),
    )  # fmt: skip
    assert [one.changes for one in said.changelog] == [("更多。",), ("First.",)]
    assert About().chinese() == About()


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
