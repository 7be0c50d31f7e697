"""A dataset in, the documents in forms for other programs out: one CSV, or a folder of text files.

The CSV follows the Text Interchange Formats of R (`doc_id` and `text` first) and opens in Excel: UTF-8
with a byte order mark, no cell that a spreadsheet would run, and a note where a cell is longer than a
spreadsheet holds. What was changed for its sake is told in the column `notes`; `exact` leaves every
cell as it is.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dongxi.manifest import MANIFEST, SPLITS
from dongxi.schema import tables
from dongxi.swap import aside
from dongxi.write import read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Row = Mapping[str, Any]

#: The columns of the Text Interchange Formats, with those of `documents` they are.
FIRST = {"doc_id": "id", "text": "text"}
NOTES = "notes"
#: First characters that make a spreadsheet take a cell for a formula, fullwidth ones too: some
#: versions read them alike.
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
#: What is put before such a cell.
DEFUSED = "'"
#: Characters a cell of Excel holds.
MOST_CHARS = 32_767
#: Between the values of a list.
BETWEEN = "; "
#: Bytes of a file name, without its ending, on the usual file systems.
MOST_NAME_BYTES = 240
BYTE_ORDER_MARK = "\ufeff"
#: What may stand in a file name beside letters and digits: no separator, sign or blank.
PLAIN = re.compile(
    r"[^\x00-\x20\x7f\"*/:<>?\\|%\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]"
)


class ExportError(ValueError):
    """An export that cannot be: what is wrong, where, what to do."""


def columns(wanted: Sequence[str] | None = None) -> list[str]:
    """Give the columns behind `doc_id` and `text`: those asked for, else all but `text_hans`.

    Blanks around a name mean nothing, nor does naming it twice, nor naming what stands first anyway,
    as it is called here or there. Raises `ExportError` for a column that is none.

    >>> columns(["title", " date", "title"]), columns(["doc_id", "id", "text", "split"])
    (['title', 'date'], ['split'])
    """
    names = (name.strip(" ") for name in wanted or ())
    wanted = list(dict.fromkeys(FIRST.get(name, name) for name in names))
    known = [column.name for column in tables()["documents"].columns]
    for name in wanted:
        if name not in known:
            raise ExportError(
                f"column {name!r}: not in the documents table; known are {', '.join(known)}"
            )
    chosen = wanted or [name for name in known if name != "text_hans"]
    return [name for name in chosen if name not in FIRST.values()]


def documents(folder: Path, splits: Sequence[str] = SPLITS) -> Iterator[Row]:
    """Read the documents of a dataset, split by split.

    Raises `ExportError` where there is no dataset, or one whose texts were left out.
    """
    if not (folder / MANIFEST).is_file():
        raise ExportError(f"{folder}: no dataset there (no {MANIFEST}); give the folder of one")
    files = [
        path
        for split in splits
        for path in sorted((folder / "documents").glob(f"{split}-*.parquet"))
    ]
    return chain.from_iterable(read_parquet(path) for path in files)


def to_csv(
    rows: Iterator[Row], names: Sequence[str], *, exact: bool = False
) -> Iterator[bytes]:
    r"""Give a CSV file, line by line, with a byte order mark; lines end as RFC 4180 says.

    >>> row = {"id": "a", "text": "=1+1", "author": ["甲", "乙"]}
    >>> b"".join(to_csv(iter([row]), ["author"])).decode("utf-8-sig").split("\r\n")
    ['doc_id,text,author,notes', "a,'=1+1,甲; 乙,text: ' put before a formula", '']
    """
    head = [*FIRST, *names] + ([] if exact else [NOTES])
    yield (BYTE_ORDER_MARK + _line(head)).encode()
    for row in rows:
        cells = {name: _cell(row[column]) for name, column in FIRST.items()}
        cells |= {name: _cell(row[name]) for name in names}
        yield _line(list(cells.values()) if exact else _safe(cells)).encode()


def _cell(value: object) -> str:
    """Write a value as the text of a cell; nothing for one that is not known."""
    if value is None:
        return ""
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def _safe(cells: Mapping[str, str]) -> list[str]:
    """Defuse what a spreadsheet would run, and note that and what is too long for it."""
    done, notes = [], []
    for name, text in cells.items():
        if FORMULA.match(text):
            notes.append(f"{name}: {DEFUSED} put before a formula")
            done.append(DEFUSED + text)
        else:
            done.append(text)
        if len(text) > MOST_CHARS:
            notes.append(f"{name}: {len(text)} characters, a cell of Excel holds {MOST_CHARS}")
    return [*done, BETWEEN.join(notes)]


def _line(cells: Sequence[str]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerow(cells)
    return sink.getvalue()


def file_name(document: str) -> str:
    """Give the name of a document's text file: its id, with signs a disk forbids as `%XX`.

    Raises `ExportError` for an id too long for a file name.

    >>> file_name("2021/03.html"), file_name("东西.01")
    ('2021%2F03.html.txt', '东西.01.txt')
    """
    name = "".join(c if PLAIN.fullmatch(c) else quote(c, safe="") for c in document)
    if name[:1] in {".", "-"}:
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if len(name.encode()) > MOST_NAME_BYTES:
        raise ExportError(
            f"document {document[:60]!r}…: its id is too long for a file name; export csv instead"
        )
    return f"{name}.txt"


def outside(out: Path, folder: Path) -> None:
    """Raise `ExportError` where an export would lie in the dataset or over something else."""
    if out.resolve().is_relative_to(folder.resolve()):
        raise ExportError(
            f"{out}: lies in the dataset {folder}, whose files are accounted for; name a place outside"
        )
    _free(out)


def _free(out: Path) -> None:
    """Raise `ExportError` where something has the name."""
    if out.exists() or out.is_symlink():
        raise ExportError(f"{out}: exists; nothing was overwritten: name another, or remove it")


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """Give a place beside `out` to write to; it gets its name at the end, or goes at a fault.

    What a killed export left beside `out` goes.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with aside(out) as folder:
        part = folder / out.name
        yield part
        _free(out)  # somebody may have made it meanwhile
        part.rename(out)
