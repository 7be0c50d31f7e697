r"""What `curation.yaml` and `removals.yaml` are checked with in, JSON Schema for editors out.

python -m dongxi.forms curation > docs/schemas/curation.schema.json
python -m dongxi.forms removals > docs/schemas/removals.schema.json

An editor sees what has a form; what needs a calendar, another entry or the page, the build alone.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from dongxi import curation, edtf, removals

if TYPE_CHECKING:
    from collections.abc import Callable

    Form = dict[str, Any]

#: The version that editors know best.
DIALECT = "http://json-schema.org/draft-07/schema#"
#: What an editor may take a value for that we read as it is written.
WRITTEN = ["string", "number", "boolean"]
#: The largest number of as many digits as an offset may have, or a part.
LARGEST_OFFSET, LARGEST_PART = 10**15 - 1, 10**6 - 1
#: Years that YAML takes for numbers.
YEARS = {"minimum": 1000, "maximum": 9999}
ODD = re.compile("[^ -~]")
#: What an editor shows of a key.
NOTES = {
    "seed": "Id of the page: its path below the folder without the ending.",
    "sha256": "SHA-256 of the bytes of the page; a page that changed stops the build.",
    "field": "What is said: one entry for each seed and field, or for each value of those that have many.",
    "value": "One text, taken as it is written.",
    "reason": "How one knows; it is published.",
    "quote": "A quotation that stands once in the page; or give `start`.",
    "start": "The first byte, counted from 0.",
    "end": "The byte behind the last.",
    "document": "Id of one of the documents of the page.",
}
WHO = "Who asked, by a word of the list; nothing else, since the file must not say what was removed."


def curated() -> Form:
    """Give the form of `curation.yaml`."""
    own = _keys()
    properties = {
        key: {"description": NOTES[key], **own.get(key, {"type": WRITTEN})}
        for key in curation.ALLOWED
    }
    entry = {
        **_entry(properties, curation.NEEDED),
        "dependencies": {"end": ["start"]},
        "not": {"required": ["quote", "start"]},
        "allOf": [
            {"properties": {"value": {"pattern": f"^[^{_plain(curation.LOST)}]*$"}}},
            *(_where(field, {"properties": {"value": one}}) for field, one in _values()),
            *(_where(field, _placed()) for field in curation.PLACED),
        ],
    }
    return _list("curation.yaml", entry)


def _keys() -> Form:
    """Give the forms of the keys of `curation.yaml` that take not every text."""
    filled = {
        "type": WRITTEN,
        "pattern": f"[^{_plain(curation.BLANK)}]",
        "not": {"enum": sorted(curation.EMPTY)},
    }
    offset = _offset(curation.WHOLE)
    return {
        **dict.fromkeys(curation.NEEDED, filled),
        **dict.fromkeys(curation.OFFSETS, offset),
        "field": {"enum": [*curation.FIELDS]},
        "sha256": _whole(removals.SHA256),
    }


def asked() -> Form:
    """Give the form of `removals.yaml`."""
    offset = _offset(removals.WHOLE)
    name = {"type": WRITTEN, "minLength": 1}
    properties = {
        "seed": {"description": NOTES["seed"], **name},
        "sha256": {"description": NOTES["sha256"], **_whole(removals.SHA256)},
        "reason": {"description": WHO, "enum": [*removals.REASONS]},
        "document": {"description": NOTES["document"], **name},
        "start": {"description": NOTES["start"], **offset},
        "end": {"description": NOTES["end"], **offset},
    }
    entry = {
        **_entry(properties, removals.NEEDED),
        "dependencies": {"start": ["end"], "end": ["start"]},
        "not": {"required": ["document", "start"]},
    }
    return {**_list("removals.yaml", entry), "uniqueItems": True}


def _values() -> list[tuple[str, Form]]:
    """Give the values of fields that take not every text."""
    day = re.sub(r"\s+", "", edtf.DATE.pattern)
    day = re.sub(r"\(\?P<[a-z]+>", "(?:", day)
    date = {"type": ["string", "integer"], "pattern": f"^{day}(?:/{day})?$", **YEARS}
    part = {"type": ["string", "integer"], "minimum": 1, "maximum": LARGEST_PART}
    return [
        ("date", date),
        ("document_type", {"enum": [*curation.TYPES]}),
        ("part", part | {"pattern": _pattern(curation.NUMBER)}),
        ("character", {"pattern": _pattern(curation.CHARACTERS)}),
    ]


def _where(field: str, form: Form) -> Form:
    """Ask something of the entries of one field."""
    return {
        "if": {"properties": {"field": {"const": field}}, "required": ["field"]},
        "then": form,
    }


def _placed() -> Form:
    return {"anyOf": [{"required": ["quote"]}, {"required": ["start"]}]}


def _offset(form: re.Pattern[str]) -> Form:
    """Give the form of an offset, written with or without quotes."""
    return {
        "type": ["string", "integer"],
        "pattern": _pattern(form),
        "minimum": 0,
        "maximum": LARGEST_OFFSET,
    }


def _whole(form: re.Pattern[str]) -> Form:
    return {"type": "string", "pattern": _pattern(form)}


def _pattern(form: re.Pattern[str]) -> str:
    r"""Give what a whole value must match, as JSON Schema has it.

    >>> _pattern(re.compile("[1-9]路?"))
    '^(?:[1-9]\\u8def?)$'
    """
    return f"^(?:{_plain(form.pattern)})$"


def _plain(text: str) -> str:
    """Write the characters of a pattern that are no ASCII, or steer, as escapes."""
    return ODD.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)


def _entry(properties: Form, needed: tuple[str, ...]) -> Form:
    return {
        "type": "object",
        "properties": properties,
        "required": [*needed],
        "additionalProperties": False,
    }


def _list(name: str, entry: Form) -> Form:
    """Give the form of a file: a list of entries, or nothing yet."""
    return {"$schema": DIALECT, "title": name, "type": ["array", "null"], "items": entry}


#: The files, and what gives their forms.
FORMS: dict[str, Callable[[], Form]] = {"curation": curated, "removals": asked}


def render(name: str) -> str:
    """Write the schema of a file."""
    return json.dumps(FORMS[name](), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(render(sys.argv[1]).encode("utf-8"))
