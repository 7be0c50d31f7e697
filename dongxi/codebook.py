"""The schema files in, the codebook out: every column in English and in Chinese.

`python -m dongxi.codebook` writes `docs/codebook.md`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dongxi.schema import WORDS, WORDS_ZH, cell, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dongxi.schema import Column, Table

#: What a number counts, as the schema files say it, in Chinese.
UNITS = {
    "bytes": "字节",
    "code points": "码位",
    "documents": "篇",
    "lines": "行",
    "per mille": "千分比",
    "ordinal, from 0": "序号，从 0 起",
    "ordinal, from 1": "序号，从 1 起",
}
#: The top of `docs/codebook.md`.
HEAD = """# Codebook · 字段手册

Written by `python -m dongxi.codebook` from `schema/*.schema.json`: change those, then run it
again. Examples and references stand in [schema.md](schema.md).

由 `python -m dongxi.codebook` 根据 `schema/*.schema.json` 生成：请改动后者，再运行一次。
示例和引用关系见 [schema.md](schema.md)。

A list field without values holds an empty list; every other missing value is null. The units:
a *byte* is one of the raw page; a *code point* is one of Unicode, as Python counts the characters of a
`str`.

没有值的列表字段为空列表，其他缺失的值为 null。单位：*字节*指原始页面的字节；*码位*指 Unicode 码位，与 Python 计算
`str` 字符的方式相同。"""
COLUMNS = """| Field<br>字段 | Type<br>类型 | Null<br>空值 | Unit<br>单位 | Meaning | 含义 |
| --- | --- | --- | --- | --- | --- |"""
VALUES = """| Field<br>字段 | Value<br>值 | 中文 |
| --- | --- | --- |"""


def codebook(listed: Iterable[Table]) -> str:
    """Write `docs/codebook.md`."""
    parts = [HEAD]
    for table in listed:
        parts += [
            f"## {table.name}: {table.title[0].lower()}{table.title[1:]} · {table.title_zh}",
            table.description,
            table.description_zh,
            "\n".join([COLUMNS, *map(_column, table.columns)]),
            f"Closed lists of {table.name} · {table.name} 的封闭列表",
            "\n".join([VALUES, *(row for one in table.columns for row in _values(one))]),
        ]
    return "\n\n".join(parts) + "\n"


def _column(column: Column) -> str:
    """Write the row of a column."""
    unit = f"{column.unit}<br>{UNITS[column.unit]}" if column.unit else ""
    cells = (
        f"`{column.name}`",
        f"{WORDS[column.type]}<br>{WORDS_ZH[column.type]}",
        "yes<br>可" if column.nullable else "no<br>否",
        unit,
        cell(column.description),
        cell(column.description_zh),
    )
    return f"| {' | '.join(cells)} |"


def _values(column: Column) -> list[str]:
    """Write the values of a closed list, a row each; nothing where the list is open."""
    return [
        f"| `{column.name}` | `{value}` | {column.values_zh[value]} |" for value in column.enum
    ]


if __name__ == "__main__":
    sys.stdout.buffer.write(codebook(tables().values()).encode("utf-8"))
