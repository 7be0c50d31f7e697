"""What every verb shares: progress and problems on standard error, colour where it shows."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, TypeVar

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dongxi.model import Problem

Item = TypeVar("Item")
#: Seconds before progress is shown.
PATIENCE = 1.0
COLOURS = {
    "body": "", "heading": "1", "title": "1;36", "subtitle": "36", "meta": "33", "byline": "33",
    "editor_line": "33", "dateline": "33", "caption": "35", "lead": "35", "good": "32",
    "bad": "31", "faint": "2", "strong": "1",
}  # fmt: skip
#: Characters that would steer a terminal, or hide or turn round what follows.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def progress(items: Iterable[Item], total: int, unit: str) -> Iterable[Item]:
    """Show progress on standard error if it takes longer than a second and is a terminal."""
    bar: Iterable[Item] = tqdm(
        items, total=total, unit=f" {unit}", delay=PATIENCE, disable=None, file=sys.stderr
    )
    return bar


def report(problem: Problem) -> None:
    """Write a problem to standard error: code, place, message."""
    sys.stderr.write(f"{problem.code} {plain(problem.where)}: {plain(problem.message)}\n")


def plain(text: str) -> str:
    r"""Make text from a page safe to print: controls become visible escapes.

    >>> plain("a\x1b[31mb"), plain("東西")
    ('a\\x1b[31mb', '東西')
    """
    return CONTROL.sub(lambda hit: hit.group().encode("unicode_escape").decode(), text)


def coloured() -> bool:
    """Tell whether standard output shows colour (and NO_COLOR is not set)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, colour: str, *, on: bool) -> str:
    """Wrap text in a colour, if colours are on."""
    code = COLOURS.get(colour, "2")
    return f"\x1b[{code}m{text}\x1b[0m" if on and code else text
