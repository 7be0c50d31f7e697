"""The JSON Schema files in; tables, Arrow schemas, card features and validators out.

`schema/*.schema.json` is the only description of a row; everything here is derived from it.
`python -m dongxi.schema` writes `docs/schema.md`.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from dongxi.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from dongxi.model import Row

Type = Literal["string", "integer", "boolean", "date", "strings"]

#: The tables, in the order of the card; the first is what one gets by default.
NAMES = ("documents", "passages", "seeds", "claims", "ledger", "edits")
ENDING = ".schema.json"
#: Inside an installed package, and beside the package in a checkout. In this order: beside an
#: installed package may stand somebody else's `schema`.
FOLDERS = (Path(__file__).parent / "schema_files", Path(__file__).parent.parent / "schema")

#: Each type as the YAML of a dataset card, Croissant and a reader know it.
FEATURES: dict[Type, dict[str, str]] = {
    "string": {"dtype": "string"},
    "integer": {"dtype": "int64"},
    "boolean": {"dtype": "bool"},
    "date": {"dtype": "date32"},
    "strings": {"list": "string"},
}
CROISSANT: dict[Type, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "strings": "sc:Text",
}
WORDS: dict[Type, str] = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "strings": "list of strings",
}
WORDS_ZH: dict[Type, str] = {
    "string": "字符串",
    "integer": "整数",
    "boolean": "布尔值",
    "date": "日期",
    "strings": "字符串列表",
}
#: The heads of a field table.
HEADS = {
    "en": ["| Field | Type | Empty | Meaning |", "| --- | --- | --- | --- |"],
    "zh": ["| 字段 | 类型 | 空值 | 含义 |", "| --- | --- | --- | --- |"],
}
#: What a row can break, by the keyword of JSON Schema that says so.
CODES = {
    "required": "S001", "additionalProperties": "S001", "type": "S002", "enum": "S003",
    "pattern": "S004", "format": "S004", "minimum": "S005", "maximum": "S005",
    "minLength": "S005", "minItems": "S005", "maxItems": "S005", "uniqueItems": "S005",
}  # fmt: skip
#: The codes in words, for the list of checks.
CHECKS = {
    "S001": "A row has every column of its table and no other.",
    "S002": "A value has the type of its column, and is null only where that is allowed.",
    "S003": "A value of a closed list is one of the list.",
    "S004": "Dates, hashes and ids have their form.",
    "S005": "Numbers, texts and lists stay within their bounds.",
}
#: The top of `docs/schema.md`.
HEAD = """# The tables, field by field

Written by `python -m dongxi.schema` from `schema/*.schema.json`: change those, then run it
again.

A list field without values holds an empty list; every other missing value is null. In
Parquet an integer is an int64, a date a date32; in JSONL a date is an ISO string. What the rules
do whose ids stand in `ledger`, `edits` and `claims` is said in [rules.md](rules.md)."""
#: Rows checked at a time.
BATCH_ROWS = 1_000
#: What the fast check understands; a property with more is left to jsonschema.
KNOWN = frozenset(CODES) - {"required", "additionalProperties"} | {
    "items", "description", "examples", "x-same-as", "x-references", "x-derived-from", "x-unit",
    "x-description-zh", "x-values-zh",
}  # fmt: skip
EXACT: dict[str, type] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "null": NoneType,
}
#: How much of a value a message quotes.
QUOTED_CHARS = 60


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: Type
    nullable: bool
    enum: tuple[str, ...]
    """The closed list of values (of items, for a list of strings); empty where it is open."""
    description: str
    description_zh: str
    """The same in Chinese."""
    values_zh: Mapping[str, str]
    """What the values of a closed list are called in Chinese; of none where it is open."""
    unit: str | None
    """What an integer counts, or where a place counts from."""
    example: object
    same_as: str | None
    """The property of schema.org or Dublin Core that means the same."""
    references: str | None
    """The column the values point to, as `table.column`."""
    derived_from: str | None
    """The column the values are computed from, as `table.column`."""


class Table(NamedTuple):
    """A published table."""

    name: str
    title: str
    """The question it answers."""
    title_zh: str
    description: str
    description_zh: str
    columns: tuple[Column, ...]


@cache
def files() -> Mapping[str, bytes]:
    """Read the schema files: file name → bytes, in the order of the tables."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    if folder is None:
        raise FileNotFoundError(
            f"no schema files in {FOLDERS[0]} or {FOLDERS[1]}; reinstall the package"
        )
    return MappingProxyType(
        {f"{name}{ENDING}": (folder / f"{name}{ENDING}").read_bytes() for name in NAMES}
    )


@cache
def tables() -> Mapping[str, Table]:
    """Give the tables by name, in the order of the card.

    >>> list(tables())
    ['documents', 'passages', 'seeds', 'claims', 'ledger', 'edits']
    >>> tables()["documents"].columns[0].name
    'id'
    """
    return MappingProxyType({name: _table(name) for name in NAMES})


def arrow(table: Table) -> pa.Schema:
    """Give the Arrow schema of a table, without metadata.

    >>> arrow(tables()["documents"]).field("date_latest")
    pyarrow.Field<date_latest: date32[day]>
    >>> arrow(tables()["documents"]).field("author")
    pyarrow.Field<author: list<element: string not null> not null>
    """
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "strings": pa.list_(pa.field("element", pa.string(), nullable=False)),
    }
    return pa.schema(
        [pa.field(c.name, types[c.type], nullable=c.nullable) for c in table.columns]
    )


def features(table: Table) -> list[dict[str, str]]:
    """Give the `features` of a config in the YAML of a dataset card.

    >>> features(tables()["documents"])[:2]
    [{'name': 'id', 'dtype': 'string'}, {'name': 'seed', 'dtype': 'string'}]
    """
    return [{"name": column.name, **FEATURES[column.type]} for column in table.columns]


def croissant_fields(table: Table) -> list[dict[str, Any]]:
    """Give what Croissant wants to know of each column.

    `equivalentProperty`, `references` and `wasDerivedFrom` (both `table/column`) are there only
    where they are known.
    """
    fields: list[dict[str, Any]] = []
    for column in table.columns:
        field = {
            "name": column.name,
            "dataType": CROISSANT[column.type],
            "description": column.description,
            "repeated": column.type == "strings",
        }
        if column.same_as:
            field["equivalentProperty"] = column.same_as
        if column.references:
            field["references"] = column.references.replace(".", "/")
        if column.derived_from:
            field["wasDerivedFrom"] = column.derived_from.replace(".", "/")
        fields.append(field)
    return fields


def field_rows(
    table: Table, nulls: Mapping[str, int] | None = None, language: str = "en"
) -> list[str]:
    """Write the field table of a card: Markdown lines, the two of the head first.

    `nulls` counts the rows without a value, null or an empty list, by column.

    >>> field_rows(tables()["seeds"], {"url": 3})[3][:32]
    '| `url` | string | 3 | Address o'
    """
    if nulls is None:
        empty = {
            c.name: "yes" if c.nullable or c.type == "strings" else "no" for c in table.columns
        }
    else:
        empty = {column.name: str(nulls.get(column.name, 0)) for column in table.columns}
    words = WORDS if language == "en" else WORDS_ZH
    return HEADS[language] + [
        f"| `{c.name}` | {words[c.type]} | {empty[c.name]} "
        f"| {cell(c.description if language == 'en' else c.description_zh)} |"
        for c in table.columns
    ]


def validate_rows(table: Table, rows: Iterable[Row]) -> Iterator[Problem]:
    """Check rows against the schema; dates are ISO strings.

    Each problem says which row (counted from 1, and its first column) and which field, what
    was found and what was expected. Batches that are surely valid are seen at a glance, a
    hundred times as fast as jsonschema, which judges all others row by row; where the optional
    jsonschema-rs is installed (`pip install dongxi[fast]`), it sees which of these rows are
    valid first. The findings are the same.
    """
    every, key, first = iter(rows), table.columns[0].name, 1
    while batch := list(islice(every, BATCH_ROWS)):
        if not _surely_valid(table.name, batch):
            swift = swift_test(table.name)
            for number, row in enumerate(batch, first):
                if swift is not None and swift(row):
                    continue
                where = f"{table.name} row {number} ({key} {_quote(row.get(key))})"
                errors = validator_of(table.name).iter_errors(cast("Any", row))
                yield from (_problem(error, where) for error in sorted(errors, key=_place))
        first += len(batch)


def document(listed: Iterable[Table]) -> str:
    """Write `docs/schema.md`."""
    parts = [HEAD]
    for table in listed:
        parts.append(f"## {table.name}: {table.title[0].lower()}{table.title[1:]}")
        parts.append(table.description)
        parts.append("\n".join(_full_rows(table)))
    return "\n\n".join(parts) + "\n"


def _full_rows(table: Table) -> list[str]:
    """Write the table of one table's columns, with closed lists and examples."""
    head = ["| Field | Type | Null | Meaning | Example |", "| --- | --- | --- | --- | --- |"]
    rows = []
    for c in table.columns:
        words = [c.description]
        if c.enum:
            words.append("One of: " + ", ".join(f"`{value}`" for value in c.enum) + ".")
        if c.references:
            words.append(f"Refers to `{c.references}`.")
        example = json.dumps(c.example, ensure_ascii=False)
        rows.append(
            f"| `{c.name}` | {WORDS[c.type]} | {'yes' if c.nullable else 'no'} "
            f"| {cell(' '.join(words))} | `{cell(example)}` |"
        )
    return head + rows


def cell(text: str) -> str:
    r"""Make a text safe inside a Markdown table.

    >>> cell("a|b"), cell("a b")
    ('a\\|b', 'a b')
    """
    return text.replace("|", "\\|")


@cache
def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(files()[f"{name}{ENDING}"])
    return schema


def _table(name: str) -> Table:
    schema = _schema(name)
    columns = tuple(_column(key, value) for key, value in schema["properties"].items())
    return Table(
        name, schema["title"], schema["x-title-zh"], schema["description"],
        schema["x-description-zh"], columns,
    )  # fmt: skip


def _column(name: str, prop: dict[str, Any]) -> Column:
    """Read one property: a type or a type and null; arrays hold strings."""
    types = _types(prop)
    kind = cast("Type", "strings" if types[0] == "array" else types[0])
    if prop.get("format") == "date":
        kind = "date"
    listed = prop["items"].get("enum", ()) if kind == "strings" else prop.get("enum", ())
    return Column(
        name=name,
        type=kind,
        nullable="null" in types,
        enum=tuple(value for value in listed if value is not None),
        description=prop["description"],
        description_zh=prop["x-description-zh"],
        values_zh=MappingProxyType(prop.get("x-values-zh", {})),
        unit=prop.get("x-unit"),
        example=prop["examples"][0],
        same_as=prop.get("x-same-as"),
        references=prop.get("x-references"),
        derived_from=prop.get("x-derived-from"),
    )


@cache
def validator_of(name: str) -> Validator:
    """Build the validator of a table; patterns mean what they mean in ECMAScript."""
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 -- slow to import
    from jsonschema.exceptions import ValidationError as Error  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    def pattern(_: Validator, wanted: str, value: object, __: object) -> Iterator[Error]:
        if isinstance(value, str) and not _regex(wanted).search(value):
            yield Error(f"{value!r} does not match {wanted!r}")

    strict = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    validator: Validator = strict(_schema(name), format_checker=FormatChecker(["date"]))
    return validator


@cache
def swift_test(name: str) -> Callable[[object], bool] | None:
    """Give the test of jsonschema-rs for a table's rows; None where it is not installed."""
    try:
        import jsonschema_rs  # noqa: PLC0415 -- optional
    except ImportError:
        return None
    test: Callable[[object], bool] = jsonschema_rs.validator_for(
        _schema(name), validate_formats=True
    ).is_valid
    return test


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """Compile a pattern; Python's `$` also matches before a last newline, the schema's not."""
    return re.compile(re.sub(r"\$\Z", r"\\Z", pattern))


def _surely_valid(name: str, rows: list[Row]) -> bool:
    """Tell whether all rows are valid, column by column; false where that is not plain."""
    properties = _schema(name)["properties"]
    if any(row.keys() != properties.keys() for row in rows):
        return False
    return all(_fits(prop, [row[key] for row in rows]) for key, prop in properties.items())


def _fits(prop: dict[str, Any], values: list[Any]) -> bool:
    """Tell whether all values of a column surely fit its property."""
    types = _types(prop)
    if not set(map(type, values)) <= {EXACT[name] for name in types} or prop.keys() - KNOWN:
        return False
    if "enum" in prop:
        return set(values) <= set(prop["enum"])
    given = [value for value in values if value is not None]
    if types[0] == "array":
        return _lists_fit(prop, given)
    if types[0] == "integer":
        low, high = min(given, default=0), max(given, default=0)
        return bool(prop.get("minimum", low) <= low and high <= prop.get("maximum", high))
    return types[0] == "boolean" or _strings_fit(prop, set(given))


def _lists_fit(prop: dict[str, Any], values: list[list[Any]]) -> bool:
    longest = prop.get("maxItems", sys.maxsize)
    return (
        all(prop.get("minItems", 0) <= len(value) <= longest for value in values)
        and _fits(prop["items"], list(chain.from_iterable(values)))
        and not ("uniqueItems" in prop and any(len(set(v)) < len(v) for v in values))
    )


def _strings_fit(prop: dict[str, Any], values: set[str]) -> bool:
    shortest, pattern = prop.get("minLength", 0), _regex(prop.get("pattern", ""))
    return (
        all(len(value) >= shortest for value in values)
        and all(map(pattern.search, values))
        and not ("format" in prop and not all(map(_is_day, values)))
    )


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _types(prop: dict[str, Any]) -> list[str]:
    return [prop["type"]] if isinstance(prop["type"], str) else prop["type"]


def _place(error: ValidationError) -> tuple[str, str, str]:
    return (str(list(error.absolute_path)), str(error.validator), error.message)


def _problem(error: ValidationError, where: str) -> Problem:
    """Turn an error of jsonschema into a problem: the field, what was found, what expected."""
    keyword = str(error.validator)
    code = CODES.get(keyword, "S005")
    if code == "S001":
        return Problem(code, where, f"{error.message}; write exactly the columns of the schema")
    path = list(error.absolute_path)
    field = f"{path[0]}[{path[1]}]" if len(path) > 1 else str(path[0])
    wanted = json.dumps(error.validator_value, ensure_ascii=False)
    return Problem(
        code,
        f"{where}, {field}",
        f"found {_quote(error.instance)}, expected {keyword} {wanted}",
    )


def _quote(value: object) -> str:
    text = repr(value)
    return text if len(text) <= QUOTED_CHARS else text[: QUOTED_CHARS - 1] + "…"


if __name__ == "__main__":
    sys.stdout.buffer.write(document(tables().values()).encode("utf-8"))
