"""The codebook says of every column in two languages what the schema files say."""

import re
from pathlib import Path

import pytest

from dongxi.codebook import UNITS, codebook
from dongxi.schema import tables

ROOT = Path(__file__).parent.parent
HAN = re.compile("[\u4e00-\u9fff]")
COLUMNS = [(table.name, column) for table in tables().values() for column in table.columns]
IDS = [f"{name}.{column.name}" for name, column in COLUMNS]
#: What a description speaks of that has a fixed form in Chinese.
TERMS = [
    ("bytes", "字节"),
    ("code points", "码位"),
    ("Split ", "划分"),
    ("evidence", "证据"),
    ("EDTF", "EDTF"),
    ("SHA-256", "SHA-256"),
    ("U+FFFD", "U+FFFD"),
    ("curator", "整理者"),
    ("Null ", " null"),
]


def test_it_is_current():
    """Run `python -m dongxi.codebook > docs/codebook.md` where this fails."""
    found = (ROOT / "docs" / "codebook.md").read_bytes().decode()
    assert found == codebook(tables().values())


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_every_table_is_described_in_chinese(table):
    assert len(HAN.findall(table.title_zh)) >= 4
    assert table.description_zh.endswith("。")


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=IDS)
def test_every_column_is_described_in_chinese(name, column):
    said = column.description_zh
    assert said.endswith("。"), name
    assert len(HAN.findall(said)) * 8 > len(column.description), "shorter than the English says"
    assert not re.search(
        " {2}|[\u4e00-\u9fff][,;:.?!] |[\u4e00-\u9fff] [\u4e00-\u9fff]", said
    ), "Western marks"
    assert not re.search(
        "[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", NAMED.sub("", said)
    )


#: Numbers and names that Chinese itself glues to what follows.
NAMED = re.compile("第[0-9]+篇|20__年")


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=IDS)
def test_terms_have_one_translation(name, column):
    for english, chinese in TERMS:
        if english in column.description and column.description_zh:
            assert chinese in column.description_zh, (name, english)


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=IDS)
def test_every_value_of_a_closed_list_has_a_name(name, column):
    assert tuple(column.values_zh) == column.enum, name
    assert len(set(column.values_zh.values())) == len(column.enum), "two values read alike"


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=IDS)
def test_every_number_has_a_unit(name, column):
    assert (column.type == "integer") == (column.unit is not None), name
    assert column.unit is None or column.unit in UNITS


def test_a_value_has_one_name_in_all_tables():
    seen = {}
    for name, column in COLUMNS:
        for value, chinese in column.values_zh.items():
            key = (column.name, value)
            assert seen.setdefault(key, chinese) == chinese, name


ROWS = [
    "| `start` | integer<br>整数 | no<br>否 | code points<br>码位 | Where the passage starts",
    "| `script` | `Hani` | 无从判定 |",
    "## seeds: what went in · 读入了什么",
    "| `title` | string<br>字符串 | yes<br>可 |  | Title of the page",
]


@pytest.mark.parametrize("row", ROWS)
def test_the_rows_read_so(row):
    assert f"\n{row}" in codebook(tables().values())


def test_a_mark_of_markdown_in_a_description_splits_no_cell():
    table = tables()["seeds"]
    odd = table.columns[0]._replace(description="a|b.", description_zh="甲|乙。")
    assert "| a\\|b. | 甲\\|乙。 |" in codebook([table._replace(columns=(odd,))])
