"""The nouns of the inputs; no logic."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dongxi.inputs.columns import COLUMNS, Columns

Kind = Literal["pages", "jsonl", "parquet", "warc"]
Packing = Literal["", "gzip", "zstd"]


class InputError(ValueError):
    """A fault in what was given as input: what, where, expected, what to do."""


class PageFile(NamedTuple):
    """A file that is a page."""

    id: str
    url: str
    size: int


class InputSplit(NamedTuple):
    """A piece of the input that one worker reads; picklable, made without reading the pages."""

    kind: Kind
    url: str
    """Path or address of the container; of pages, of the folder they lie in."""
    name: str
    """What messages call it."""
    start: int = 0
    """First byte (jsonl), or first row group (parquet)."""
    end: int | None = None
    """The byte or row group behind the last; None: to the end."""
    size: int = 0
    """Bytes to be read, packed as they are: what the work is shared out by."""
    packing: Packing = ""
    files: tuple[PageFile, ...] = ()
    """Of kind `pages`: the files, sorted by id."""
    columns: Columns = COLUMNS
    key: str = ""
    """SHA-256 that changes if, and only if, what the split gives may have changed; its path
    and that of other splits are no part of it. Empty until `identified`."""
