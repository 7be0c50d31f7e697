"""The card says what is in the folder, loads it, and obeys nothing a page says."""

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Template

import datasets
import pandas as pd
import pytest
import small_dist
import yaml
from datasets import Features, load_dataset
from invented import HOSTILE, document, example, rows, write

from dongxi import card
from dongxi.about import LIMITS, About, Change
from dongxi.card import citation, licence, render
from dongxi.croissant import content
from dongxi.facts import describe
from dongxi.manifest import File, content_of
from dongxi.markdown import inline
from dongxi.report.badges import BAD, badges, draw
from dongxi.schema import NAMES, arrow, tables
from dongxi.write import content_sha256, parquet_path, read_parquet

ROOT = Path(__file__).parent.parent
CASES = [
    json.loads(line)
    for line in (ROOT / "tests/cases/card/inline.jsonl").read_text("utf-8").split("\n")
    if line
]
EVERYTHING = About(
    name="山".encode().hex(), pretty_name="山乡 {&} _pages_", version="2.1.0",
    description="ONE", summary_zh="二", selection="THREE", uses="FOUR", limits=("FIVE",),
    rights="SIX", licence="CC0-1.0", personal_data="SEVEN", contact="EIGHT",
    authors=("甲 & 乙",), homepage="https://example.org/pages", released="2026-01-31",
    tags=("nine",), task_categories=("other",), changelog=(Change("2.1.0", ("TEN",)),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _offline(monkeypatch):
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)


@pytest.fixture
def dist(tmp_path):
    """A folder with the invented tables and their card."""
    return carded(write(tmp_path / "dist"))


def carded(folder, about=None):
    (folder / "README.md").write_text(
        render(folder, about or About()), encoding="utf-8", newline="\n"
    )
    return folder


def parts(text):
    """Divide a card into its YAML head and its Markdown, as readers do."""
    lines = text.split("\n")
    assert lines[0] == "---"
    end = lines.index("---", 1)
    return yaml.safe_load("\n".join(lines[1:end])), "\n".join(lines[end + 1 :])


def section(body, title):
    """Give the text between a heading and the next of its level."""
    found = re.search(
        rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", body, re.MULTILINE | re.DOTALL
    )
    return found[1]


def loaded(folder, cache, *names, **options):
    return load_dataset(str(folder), *names, cache_dir=str(cache), **options)


def plain(listed):
    """Give rows as they were written: dates as ISO strings."""
    return [
        {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        for row in listed
    ]


# What programs read


def test_every_table_is_a_configuration_with_the_features_of_its_schema(dist):
    """Declared, so that a column of nulls keeps its type; the first is the default."""
    head, _ = parts((dist / "README.md").read_text("utf-8"))
    assert [config["config_name"] for config in head["configs"]] == list(NAMES)
    assert [config.get("default") for config in head["configs"]] == [True] + [None] * 5
    for config in head["configs"]:
        declared = Features._from_yaml_list(config["features"])  # noqa: SLF001
        expected = Features.from_arrow_schema(arrow(tables()[config["config_name"]]))
        assert declared == expected
    assert "dataset_info" not in head


def test_the_head_says_what_hubs_search_by(dist):
    """Languages, licence, size and kinds, all from closed lists or from the data."""
    head, _ = parts((dist / "README.md").read_text("utf-8"))
    del head["configs"]
    assert head == {
        "pretty_name": "Documents from Chinese web pages",
        "language": ["zh"],
        "language_details": ["zh-Hans", "zh-Hant"],
        "license": "other",
        "license_name": "pages-belong-to-their-publishers",
        "license_link": "LICENSE.md",
        "size_categories": ["n<1K"],
        "task_categories": ["text-generation"],
        "annotations_creators": ["machine-generated", "expert-generated"],
        "source_datasets": ["original"],
        "tags": ["chinese", "web-pages", "provenance"],
    }


def test_the_hash_of_a_configuration_is_that_of_the_manifest(dist):
    """Of the canonical rows of all its splits."""
    head, _ = parts((dist / "README.md").read_text("utf-8"))
    files = [
        File("documents", split, "", 0, content_sha256(listed, tables()["documents"]))
        for split, listed in rows()["documents"].items()
    ]
    assert head["configs"][0]["description"] == f"content-sha256:{content_of(files)}"


def test_the_default_is_the_documents_with_every_split(dist, tmp_path):
    """`load_dataset(folder)` gives the rows as written, hostile titles and all."""
    found = loaded(dist, tmp_path / "cache")
    assert list(found) == ["train", "validation", "test"]
    for split, listed in rows()["documents"].items():
        assert plain(found[split]) == listed
    every = loaded(dist, tmp_path / "cache", split="all")
    assert [row["id"] for row in every] == [
        row["id"] for listed in rows()["documents"].values() for row in listed
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_configuration_loads_by_name(dist, tmp_path, name):
    """At once and streaming; a split without rows is not there."""
    found = loaded(dist, tmp_path / "cache", name)
    assert {split: plain(found[split]) for split in found} == rows()[name]
    stream = loaded(dist, tmp_path / "cache", name, split="train", streaming=True)
    assert plain(stream) == rows()[name]["train"]


def test_a_rebuilt_folder_is_not_read_from_the_old_cache(tmp_path):
    """Readers keep what they loaded under a key that ignores the data of a local folder."""
    folder, cache = tmp_path / "dist", tmp_path / "cache"
    for title in ("旧", "新"):
        made = {"documents": {"train": [document("a", "train", title=title)]}}
        found = loaded(carded(write(folder, made)), cache)
        assert found["train"]["title"][:] == [title]


def test_tables_and_splits_without_rows_are_left_out(tmp_path):
    """Where every page was rejected, seeds is the default, and the folder still loads."""
    made = {"seeds": {"train": rows()["seeds"]["train"][1:]}}
    folder = carded(write(tmp_path / "dist", made))
    head, body = parts((folder / "README.md").read_text("utf-8"))
    assert [config["config_name"] for config in head["configs"]] == ["seeds"]
    assert head["annotations_creators"] == ["machine-generated"]
    assert plain(loaded(folder, tmp_path / "cache")["train"]) == made["seeds"]["train"]
    assert "There is no document." in body


def test_an_empty_folder_has_a_card_too(tmp_path):
    """Nothing to count is no fault."""
    head, body = parts(render(tmp_path, About()))
    assert head["configs"] == []
    assert "| documents | 0 |" in body


def test_the_examples_of_the_card_run(dist, tmp_path, monkeypatch):
    """As they stand, beside a folder called `dist`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    _, body = parts((dist / "README.md").read_text("utf-8"))
    load_block, pandas_block = re.findall(
        r"^```python\n(.*?)^```$", body, re.MULTILINE | re.DOTALL
    )
    names = {}
    exec(load_block, names)  # noqa: S102 -- our own example
    assert names["documents"].num_rows == {"train": 9, "validation": 2, "test": 1}
    assert names["passages"].num_rows == 1
    assert len(list(names["ledger"])) == 2
    exec(pandas_block, names)  # noqa: S102
    assert isinstance(names["documents"], pd.DataFrame)
    assert len(names["documents"]) == 12


# What people read


def test_the_funnel_counts_pages_bytes_and_documents(dist):
    """By hand from the invented rows."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    funnel = section(body, "From pages to documents").split("\n")
    assert funnel[1:14] == [
        "| step | number |",
        "| --- | --- |",
        "| pages that went in | 4 (1,100 bytes) |",
        "| rejected: no text \\| &lt;b&gt;block&lt;/b&gt; --- was found | 1 |",
        "| pages used | 3 (1,000 bytes) |",
        "| pages divided into parts | 0 |",
        "| documents | 12 |",
        "| documents that repeat another | 1 near |",
        "| passages | 1 |",
        "| passages that repeat an earlier one | 0 |",
        "| groups of documents | 11 |",
        "| bytes kept in a text | 600 (60.0 % of the pages used) |",
        "| bytes left out | 400 (40.0 %) |",
    ]
    assert "| `body` | 600 | 0 |\n| `navigation` | 0 | 300 |" in "\n".join(funnel)
    assert "| `tidy/a` | certain | 1 |\n| `tidy/b` | certain | 1 |" in "\n".join(funnel)


def test_rare_reasons_of_rejection_are_added_up(tmp_path):
    """Every page fails in its own way; the card stays short."""
    seeds = [
        example("seeds", seed=f"{n:02}", status="rejected", reason=f"why {max(n - 2, 0):02}")
        for n in range(24)
    ]
    text = render(write(tmp_path, {"seeds": {"train": seeds}}), About())
    listed = [line for line in text.split("\n") if line.startswith("| rejected")]
    assert len(listed) == 21
    assert listed[0] == "| rejected: why 00 | 3 |"
    assert listed[-1] == "| rejected for 2 other reasons | 2 |"


def test_every_reason_of_rejection_has_its_name_in_the_chinese_card(tmp_path):
    """Those of the schema; one that dongxi does not know stays as it is."""
    known = json.loads((ROOT / "schema/seeds.schema.json").read_bytes())["properties"]["reason"]
    reasons = [reason for reason in known["enum"] if reason not in {None, "removed"}]
    seeds = [
        example("seeds", seed=f"{n:02}", status="rejected", reason=reason)
        for n, reason in enumerate([*reasons, "whim"])
    ]
    folder = write(tmp_path, {"seeds": {"train": seeds}})
    listed = re.findall(
        r"^\| (拒绝：.*?) \| 1 \|$", card.render_chinese(folder, About()), re.MULTILINE
    )
    assert len(listed) == len(reasons) + 1 > 8
    assert [one for one in listed if re.search("[a-z]", one)] == ["拒绝：whim"]
    assert "拒绝：错误页" in listed


def test_documents_are_counted_by_split_script_type_and_date(dist):
    """A group of two in one split is one group."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    counts = section(body, "Counts")
    for line in (
        "| `validation` | 2 | 38 | 1 |",
        "| script | `Hans` | 9 | 1 | 1 |",
        "| script | `Hant` | 0 | 1 | 0 |",
        "| type | *none* | 8 | 2 | 1 |",
        "| basis of the date | `dateline` | 0 | 0 | 1 |",
        "| kind of duplicate | `near` | 0 | 1 | 0 |",
        "| flag | `redacted_digits` | 0 | 1 | 0 |",
    ):
        assert line in counts.split("\n")


def test_a_claim_with_two_places_counts_once(dist):
    """The claims table has a row per piece of evidence."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    claims = section(body, "How each field was decided, and how far to trust it").split("\n")
    assert "| `source` | `claims/labelled-source` | certain | 1 | 0 |" in claims
    assert "| `date` | `curation/entry` | certain | 1 | 0 |" in claims


def test_the_field_tables_give_the_share_of_rows_without_a_value(dist):
    """Of each table's own rows; an empty list is no value."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    fields = section(body, "The fields")
    for start in (
        "| `id` | string | 0 % | ",
        "| `subtitle` | string | 100 % | ",
        "| `date` | string | 83.3 % | ",
        "| `author` | list of strings | 91.7 % | ",
        "| `retrieved` | string | 25.0 % | ",
    ):
        assert f"\n{start}" in fields
    for table in tables().values():
        for column in table.columns:
            assert f"| `{column.name}` | " in fields


def test_the_example_is_the_first_document_of_train_visibly_cut(dist):
    """What is shown is JSON of the row."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    shown = json.loads(re.search(r"```json\n(.*?)\n```", body, re.DOTALL)[1])
    row = rows()["documents"]["train"][0]
    assert shown.pop("text").endswith("通 … [640 more characters]")
    assert shown.pop("text_hans")
    assert shown == {k: v for k, v in row.items() if k not in {"text", "text_hans"}}


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_changes_nothing_around_it(tmp_path, title):
    """Head, headings and tables are the same as with a plain one; the row still reads so."""
    cards = []
    for number, name in enumerate(("山乡的路", title)):
        made = {"documents": {"train": [document("a", "train", title=name)]}}
        text = render(write(tmp_path / str(number), made), About())
        head, body = parts(text)
        fence, shown = re.search(
            r"^(`{3,})json\n(.*?)\n\1$", body, re.MULTILINE | re.DOTALL
        ).groups()
        assert json.loads(shown)["title"] == name
        assert not re.search("[\u0085\u2028\u202e]", text)
        del head["configs"]
        around = body.replace(f"{fence}json\n{shown}\n{fence}", "")
        cards.append((head, re.sub("[0-9a-f]{64}", "", around)))
    assert cards[0] == cards[1]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_inline(case):
    """A text from a page in a line of Markdown."""
    assert inline(case["input"]) == case["expected"]


def test_the_tables_of_the_card_have_no_stray_cells(dist):
    """Every row of a Markdown table has as many cells as its head."""
    _, body = parts((dist / "README.md").read_text("utf-8"))
    for found in re.findall(r"(?:^\|.*\n)+", body, re.MULTILINE):
        assert (
            len({len(re.findall(r"(?<!\\)\|", line)) for line in found[:-1].split("\n")}) == 1
        )


def test_the_card_tells_everything_people_said(dist):
    """Every key of `dataset.yaml` stands in card, licence or citation."""
    text = render(dist, EVERYTHING)
    head, body = parts(text)
    for said in ("ONE", "二", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "TEN", *LIMITS):
        assert said in body
    assert "\n# 山乡 {&amp;} \\_pages\\_\n" in body
    assert "may be used under CC0-1.0." in body
    assert "- **2.1.0**\n  - TEN" in body
    assert head["pretty_name"] == "山乡 {&} _pages_"
    assert (head["tags"], head["task_categories"]) == (["nine"], ["other"])
    for line in (
        "@misc{e5b1b1,",
        "  title = {{山乡 \\{\\&\\} \\_pages\\_}},",
        "  author = {{甲 \\& 乙}},",
        "  version = {2.1.0},",
        "  year = {2026},",
        "  url = {https://example.org/pages},",
    ):
        assert line in body.split("\n")


def test_the_template_asks_for_all_that_is_written_and_nothing_else(dist):
    """A section nobody shows, or a name nobody fills, is a slip."""
    text = (ROOT / "dongxi/data/card.md.tmpl").read_text("utf-8")
    sections = card._sections(describe(dist), About())  # noqa: SLF001
    assert set(Template(text).get_identifiers()) == set(sections)


def test_the_card_depends_on_nothing_but_rows_and_about(tmp_path):
    """Not on the folder's name, the time, or what else lies in the folder."""
    one, other = write(tmp_path / "one"), write(tmp_path / "other")
    (other / "documents" / ".DS_Store").write_bytes(b"\x00")
    (other / "README.md").write_text("old", encoding="utf-8")
    os.utime(other / parquet_path("documents", "train"), (0, 0))
    assert render(one, About()) == render(other, About())
    assert render(one, About(), describe(other)) == render(one, About())
    assert str(tmp_path) not in render(one, About())


def test_the_counts_agree_with_the_files(dist):
    """Rows of each split, empty values of each column."""
    facts = describe(dist)
    for name, counted in facts.tables.items():
        listed = [
            list(read_parquet(dist / parquet_path(name, file.split))) for file in counted.files
        ]
        assert [file.rows for file in counted.files] == [len(split) for split in listed]
        for column in tables()[name].columns:
            empty = sum(row[column.name] in (None, []) for split in listed for row in split)
            assert counted.empty.get(column.name, 0) == empty


def test_a_page_of_several_parts_counts_once(tmp_path):
    """By its first part."""
    parted = [document(f"p.0{n}", "train", part=n, parts=2, group_size=2) for n in (1, 2)]
    facts = describe(write(tmp_path, {"documents": {"train": parted}}))
    assert facts.total("divided") == 1
    assert facts.groups("train") == 1


# Licence, citation, what people say


def test_the_licence_leaves_the_pages_to_their_publishers():
    """And says what holds for the rest, and how to ask for removal."""
    text = licence(EVERYTHING)
    for said in ("# Rights in 山乡", "SIX", "EIGHT", "CC0-1.0"):
        assert said in text
    assert "no licence is stated" in licence(About())


def test_the_citation_is_cff_without_a_date_unless_one_is_given():
    """Keys of the Citation File Format 1.2.0."""
    bare = yaml.safe_load(citation(About()))
    assert bare == {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it by these metadata.",
        "type": "dataset",
        "title": "Documents from Chinese web pages",
        "abstract": About().description,
        "authors": [{"name": "The makers of this dataset"}],
        "version": "0.1.0",
        "keywords": ["chinese", "web-pages", "provenance"],
    }
    full = yaml.safe_load(citation(EVERYTHING))
    assert full["date-released"] == "2026-01-31"
    assert full["url"] == "https://example.org/pages"
    assert full["authors"] == [{"name": "甲 & 乙"}]


def test_who_cites_names_the_rows(dist):
    """By the content hash of card, BibTeX and CFF alike; other rows have another."""
    facts = describe(dist)
    found = re.search(
        "  note = \\{content-sha256:([0-9a-f]{64})\\}\n", render(dist, About(), facts)
    )[1]
    assert render(dist, About(), facts).count(found) == 2
    (named,) = yaml.safe_load(citation(About(), found))["identifiers"]
    assert (named["type"], named["value"]) == ("other", f"content-sha256:{found}")
    assert content(facts._replace(tables={})) != content(facts) == found


def test_example_rows_are_valid():
    """The invented rows fit the schema, lest the tests test nothing."""
    assert example("seeds")["seed"]
    for name, splits in rows().items():
        for split, listed in splits.items():
            assert all(row["split"] == split for row in listed), name


# The card in Chinese, plots and badges

#: What stands the same in both languages.
NUMBERS = re.compile("[0-9](?:[0-9,.]*[0-9])?")


def both(dist, about=None):
    """Give the bodies of both cards, up to the fields, whose meanings are worded freely."""
    about = about or About()
    _, english = parts(render(dist, about))
    return english.partition("\n## The fields")[0], card.render_chinese(dist, about).partition(
        "\n## 字段"
    )[0]


def test_both_cards_tell_the_same_numbers(dist):
    """In the same order of sections; sentences may turn theirs round."""
    english, chinese = (re.split(r"^## ", text, flags=re.MULTILINE) for text in both(dist))
    assert len(english) == len(chinese) > 12
    for one, other in zip(english[1:], chinese[1:], strict=True):
        assert sorted(NUMBERS.findall(one)) == sorted(NUMBERS.findall(other)), one[:40]


def test_no_head_of_a_table_stays_english(dist):
    _, chinese = both(dist)
    heads = re.findall(r"^\| (.*) \|\n\| ---", chinese, re.MULTILINE)
    cells = {cell for head in heads for cell in head.split(" | ")}
    assert len(cells) > 15
    assert {cell for cell in cells if cell.isascii()} == {"train", "validation", "test"}


def test_what_dongxi_says_of_any_collection_is_chinese(dist):
    """Nothing but code and the title is left of the English sentences."""
    chinese = both(dist)[1].partition("\n")[2]
    prose = re.sub(r"```.*?```|`[^`]+`|\[[^\]]*\]\([^)]*\)", "", chinese, flags=re.DOTALL)
    found = re.findall("[a-z]+ [a-z]+ [a-z]+", prose)
    assert found == []


def test_the_chinese_card_says_in_chinese_what_stands_in_code_and_before_names(tmp_path):
    """A remark in code, what a long text lacks, the split of the example, a licence."""
    facts = describe(small_dist.write(tmp_path / "dist"))
    facts = facts._replace(example={**facts.example, "title": "山" * 1_130})
    about = About(licence="CC-BY-4.0")
    said = {
        '"dist")  # every split\n': '"dist")  # 全部划分\n',
        " … [1,010 more characters]": " … [还有 1,010 个字符]",
        "The first document of `train`; long": "这是 `train` 的第一篇文档；长",
        "may be used under CC-BY-4.0.\n": "可按 CC-BY-4.0 许可使用。\n",
    }
    english = card.render(tmp_path / "dist", about, facts)
    chinese = card.render_chinese(tmp_path / "dist", about, facts)
    for one, other in said.items():
        assert (one in english, one in chinese) == (True, False), one
        assert (other in english, other in chinese) == (False, True), other


def test_the_fields_are_told_in_chinese_too(dist):
    """The same tables, fields and shares; nothing but names and examples in Latin letters."""
    found = [
        parts(render(dist, About()))[1].partition("\n## The fields")[2],
        card.render_chinese(dist, About()).partition("\n## 字段")[2],
    ]
    cells = [
        [
            (row.split("|")[1], row.split("|")[3])
            for row in re.findall("^\\| `.*", text, re.MULTILINE)
        ]
        for text in found
    ]
    assert cells[0] == cells[1]
    assert len(cells[0]) > 90
    assert "| `bytes` | 整数 | 0 % | 原始页面的大小，以字节计。 |" in found[1].split("\n")
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", found[1])


def test_people_are_quoted_in_both_cards(dist):
    english, chinese = both(dist, EVERYTHING)
    for said in ("ONE", "二", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "TEN"):
        assert said in english
        assert said in chinese


IN_CHINESE = EVERYTHING._replace(
    pretty_name_zh="甲*名", description_zh="乙述", selection_zh="丙选", uses_zh="丁用", limits_zh=("戊限",),
    rights_zh="己权", personal_data_zh="庚人", contact_zh="辛询",
    changelog=tuple(one._replace(changes_zh=("壬改",)) for one in EVERYTHING.changelog),
)  # fmt: skip


def test_people_speak_chinese_in_the_chinese_card_where_they_do(dist):
    """There alone, and in place of what they say in English."""
    english, chinese = both(dist, IN_CHINESE)
    assert english == both(dist, EVERYTHING)[0]
    for said in (
        "# 甲\\*名",
        "乙述",
        "丙选",
        "丁用",
        "- 戊限",
        "己权",
        "庚人",
        "辛询",
        "  - 壬改",
    ):
        assert (said in english, said in chinese) == (False, True), said
    for said in ("ONE", "THREE", "FOUR", "FIVE", "SIX", "EIGHT", "TEN"):
        assert (said in english, said in chinese) == (True, False), said
    assert card.cite(EVERYTHING, card.content(describe(dist))) in chinese


def test_words_of_people_and_pages_are_not_translated(dist):
    """Though dongxi says the same elsewhere; what nobody wrote is."""
    about = About(
        description="Nothing. | none |", limits=("Nothing.",), uses="| documents | none |"
    )
    _, chinese = both(dist, about)
    for said in ("\nNothing. | none |\n", "\n- Nothing.\n", "| documents | none |"):
        assert said in chinese
    assert About().selection not in chinese
    facts = describe(dist)
    row = {**facts.example, "title": "Nothing."}
    assert '"title": "Nothing."' in card.render_chinese(
        dist, about, facts._replace(example=row)
    )


def test_the_templates_ask_for_the_same():
    names = [
        set(Template((ROOT / "dongxi/data" / name).read_text("utf-8")).get_identifiers())
        for name in ("card.md.tmpl", "card.zh-CN.md.tmpl")
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_plot_of_a_card_is_a_picture_that_asks_for_nothing(built, name):
    found = re.findall(r"!\[([^\]]+)\]\((plots/[^)]+)\)", (built / name).read_text("utf-8"))
    assert len(found) == 4
    for words, path in found:
        picture = ET.fromstring((built / path).read_bytes())  # noqa: S314 -- our own
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        assert picture.get("aria-label") == words
        names = {element.tag.rpartition("}")[2] for element in picture.iter()}
        assert names <= {"svg", "title", "style", "text", "rect", "path", "circle"}


def test_badges_tell_what_the_rows_show(tmp_path):
    facts = describe(small_dist.write(tmp_path / "dist"))
    found = {badge.key: (badge.value, badge.kept) for badge in badges(facts)}
    assert found["pages"] == ("6 = 5 + 1", True)
    assert found["bytes"] == ("100 %", True)
    assert found["guesses"] == ("0", True)


def test_a_badge_shows_a_promise_that_is_not_kept(tmp_path):
    facts = describe(small_dist.write(tmp_path / "dist"))
    counts = {**facts.counts, ("edit", "tidy/odd", "guess"): 2, ("role", "body", "in_text"): 1}
    found = {badge.key: badge for badge in badges(facts._replace(counts=counts))}
    assert not found["bytes"].kept
    assert (found["guesses"].value, found["guesses"].kept) == ("2", False)
    assert BAD.encode() in draw(facts._replace(counts=counts), "en")
    assert BAD.encode() not in draw(facts, "en")
