"""A JSONL file of pages in, the pages out, to be taken in as files; no record is left out.

One column holds the page; others its address, its time of retrieval and its id, which becomes
the name of the file. What is said of an address or a time in another form stays as a note.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi import written
from dongxi.add import AddError, Incoming, Known, saved_from
from dongxi.export import ExportError, file_name
from dongxi.inputs.columns import COLUMNS
from dongxi.inputs.lines import read_lines
from dongxi.inputs.records import shown as there
from dongxi.provenance import fault
from dongxi.seeds import NO_SEEDS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: The usual columns of each role, as a build knows them; the first that is there counts.
USUAL = {
    "content": COLUMNS.html, "url": COLUMNS.url, "id": COLUMNS.id, "retrieved": COLUMNS.retrieved,
}  # fmt: skip
#: Hexadecimal digits of the hash that names a page without an id.
NAME_DIGITS = 16


#: What to do where a column that was named is not there.
ADVICE = {
    "content": "name with --content one that every record has",
    **{
        role: f"give --{role} the name of one of these, or leave it out"
        for role in ("url", "id", "retrieved")
    },
}


class Columns(NamedTuple):
    """Which columns hold what; None: the usual one, where it is there."""

    content: str | None = None
    url: str | None = None
    id: str | None = None
    retrieved: str | None = None


def pages(path: Path, asked: Columns, told: Counter[str]) -> Iterator[Incoming]:
    """Give the pages of a file, a record a line; count in `told` what is not taken as it is.

    Raises `AddError` for a line that is no record, and for a column that was asked for and is
    not there.
    """
    twins: dict[str, int] = {}
    for where, row in _rows(path):
        check(where, row, asked)
        used = _used(row, asked)
        if used.content is None:
            raise _no_page(where, row)
        asked = asked._replace(content=used.content)
        raw = _bytes(where, row[used.content])
        known = _known(row, used, told)
        name, said = name_of(where, row.get(used.id) if used.id is not None else None)
        if name is None:
            digest = hashlib.sha256(raw).hexdigest()[:NAME_DIGITS]
            twins[digest] = twins.get(digest, 0) + 1
            name = digest if twins[digest] == 1 else f"{digest}-{twins[digest]}"
        told.update(f"column {key!r} not taken" for key in row if key not in used)
        known = known.over(Known(note=said)).over(saved_from(raw))
        yield Incoming(name + ending(raw), raw, known, where)


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Read the records: where each stands, and its columns."""
    for number, row in read_lines(str(path)):
        where = f"{path}, line {number}"
        if isinstance(row, ValueError | RecursionError):
            raise AddError(f"{where}: not readable as JSON ({row}); mend the line")
        if not isinstance(row, dict):
            raise AddError(f"{where}: found {written.quote(row)}, expected an object")
        yield where, row


def _used(row: Mapping[str, Any], asked: Columns) -> Columns:
    """Name the column of each role: the one asked for, or the first usual one that is there.

    >>> _used({"link": 1, "text": 2, "html": 3}, Columns(content="text"))
    Columns(content='text', url='link', id=None, retrieved=None)
    """
    return Columns(
        *(
            name or next((one for one in USUAL[role] if one in row), None)
            for role, name in asked._asdict().items()
        )
    )


def _no_page(where: str, row: Mapping[str, Any]) -> AddError:
    return AddError(
        f"{where}: no column {' or '.join(USUAL['content'])}; columns there: {there(row)}; name the "
        "one that holds the pages with --content"
    )


def check(where: str, columns: Mapping[str, object], asked: Columns) -> None:
    """Raise `AddError` for a column that was asked for and is not there."""
    for role, name in asked._asdict().items():
        if name is not None and name not in columns:
            raise AddError(
                f"{where}: no column {name!r}; columns there: {there(columns)}; {ADVICE[role]}"
            )


def _bytes(where: str, value: Any) -> bytes:
    """Give the bytes of a page; one that is not there is an empty page, which a build rejects."""
    if value is not None and not isinstance(value, str):
        raise AddError(f"{where}: found {written.quote(value)}, expected the text of a page")
    try:
        return (value or "").encode("utf-8")
    except UnicodeEncodeError as wrong:
        raise AddError(
            f"{where}: found half a character (character {wrong.start + 1}), which no file can "
            "hold; mend the text"
        ) from None


def _known(row: Mapping[str, Any], used: Columns, told: Counter[str]) -> Known:
    """Read where a page is from; what has another form becomes a note."""
    done: dict[str, str] = {}
    notes = []
    for field, name in (("url", used.url), ("retrieved", used.retrieved)):
        if name is None or (value := row.get(name)) is None or value == "":
            continue
        if note := unfit(field, name, value, told):
            notes.append(note)
        else:
            done[field] = value
    return Known(done.get("url"), done.get("retrieved"), "; ".join(notes) or None)


def unfit(field: str, name: str, value: object, told: Counter[str]) -> str:
    """Make a note of an address or a time in another form, and count it; nothing of one that is fit.

    None and an empty text say nothing.

    >>> from collections import Counter
    >>> told = Counter()
    >>> unfit("url", "link", "example.org", told), unfit("retrieved", "at", "2021-04-10", told)
    ('link: "example.org"', '')
    >>> [what[:24] for what in told]
    ['url kept as a note, not ']
    """
    wanted = "" if value is None or value == "" else fault(field, value)
    if not wanted:
        return ""
    told[f"{field} kept as a note, not being {wanted}"] += 1
    return f"{name}: {shown(value)}"


def name_of(where: str, value: Any) -> tuple[str | None, str | None]:
    """Make a file name of an id, and a note where it is not that id; nothing without one.

    >>> name_of("", "news/1"), name_of("", 17), name_of("", None)
    (('news%2F1', 'id: "news/1"'), ('17', None), (None, None))
    """
    if value is None or value == "":
        return None, None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise AddError(
            f"{where}: found {written.quote(value)}, expected a text or a whole number for an id"
        )
    text = str(value)
    try:
        name = file_name(text).removesuffix(".txt")
    except (ExportError, UnicodeEncodeError):  # too long for a disk, or half a character
        return None, f"id: {shown(text)}"
    if name.startswith(NO_SEEDS):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    return name, None if name == text else f"id: {shown(text)}"


def ending(raw: bytes) -> str:
    r"""Choose the ending of a page's file by how the page begins.

    >>> ending(b"\n<!doctype html>"), ending("山里的路 <p>".encode())
    ('.html', '.txt')
    """
    return ".html" if raw.lstrip().startswith(b"<") else ".txt"


def shown(value: Any) -> str:
    """Write a value as JSON that no control character can hide in; what JSON lacks, as a text."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return written.FORBIDDEN.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)
