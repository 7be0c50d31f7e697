"""What is given as input in, seeds out: folders, JSON lines, Parquet and WARC, here or elsewhere.

`splits` cuts inputs into pieces of work that can be pickled; `seeds` reads a piece, one page at
a time; `load` reads them all, for a build that holds all pages. `docs/inputs.md` says what is read.
"""

from dongxi.inputs.columns import COLUMNS, Columns, given
from dongxi.inputs.ids import content_id
from dongxi.inputs.listing import LIMITS, find, identified, source, splits
from dongxi.inputs.load import load, same_page
from dongxi.inputs.model import InputError, InputSplit, PageFile
from dongxi.inputs.readers import seeds

__all__ = [
    "COLUMNS", "LIMITS", "Columns", "InputError", "InputSplit", "PageFile", "content_id", "find",
    "given", "identified", "load", "same_page", "seeds", "source", "splits",
]  # fmt: skip
