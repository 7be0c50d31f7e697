"""What every verb shares: progress and problems on standard error, colour where it shows."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentTypeError
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from tqdm import tqdm

from dongxi.inputs import columns
from dongxi.model import Limits

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping

    from dongxi.inputs import Columns
    from dongxi.model import Problem

#: The name of an output that is no file, but standard output.
STDOUT = "-"
COUNT = re.compile("[1-9][0-9]{0,14}")
#: Seconds before progress is shown.
PATIENCE = 1.0
COLOURS = {
    "body": "", "heading": "1", "title": "1;36", "subtitle": "36", "meta": "33", "byline": "33",
    "editor_line": "33", "dateline": "33", "caption": "35", "lead": "35", "good": "32",
    "bad": "31", "faint": "2", "strong": "1",
}  # fmt: skip
#: Characters that would steer a terminal, end a line, hide, or turn round what follows.
CONTROL = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def send(parts: Iterable[bytes]) -> None:
    """Send bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(parts)
    sys.stdout.buffer.flush()


def reading(parser: ArgumentParser) -> None:
    """Declare the options of every verb that reads pages."""
    limits = Limits()
    parser.add_argument(
        "--max-bytes", type=count, default=limits.max_bytes, metavar="N",
        help=f"reject pages of more bytes ({limits.max_bytes:,})",
    )  # fmt: skip
    parser.add_argument(
        "--max-lines", type=count, default=limits.max_lines, metavar="N",
        help=f"reject pages of more line ends and tags ({limits.max_lines:,})",
    )  # fmt: skip
    parser.add_argument(
        "--follow-links", action="store_true",
        help="read pages that links out of the folder lead to",
    )  # fmt: skip


def sources(parser: ArgumentParser, *, many: bool = True, default: str = "seeds") -> None:
    """Declare the options of every verb that takes inputs; `many` after one `--seeds`."""
    help_ = f"folder, file, pattern or address of pages; may be given again ({default})"
    if many:
        parser.add_argument("--seeds", action="extend", nargs="+", metavar="INPUT", help=help_)
    else:
        parser.add_argument("--seeds", action="append", metavar="INPUT", help=help_)
    parser.add_argument(
        "--column", action="append", default=[], metavar="ROLE=NAME",
        help="key or column that holds html, url, id, retrieved or charset, such as html=body",
    )  # fmt: skip


def given(options: Namespace) -> list[str]:
    """Give the inputs that were named."""
    return options.seeds or ["seeds"]


def columns_of(options: Namespace) -> Columns:
    """Give the names of columns that were asked for."""
    return columns.given(options.column)


def count(text: str) -> int:
    """Read a number from 1 on."""
    if not COUNT.fullmatch(text):
        raise ArgumentTypeError(
            f"found {text[:20]!r}, expected a whole number from 1 on, of 15 digits at most"
        )
    return int(text)


def amount(number: int, noun: str) -> str:
    """Put a number before its noun.

    >>> amount(1, "page"), amount(0, "page"), amount(2, "page")
    ('1 page', '0 pages', '2 pages')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def limits_of(options: Namespace) -> Limits:
    """Give the limits that were asked for."""
    return Limits(options.max_bytes, options.max_lines, options.follow_links)


def progress(total: int, unit: str) -> tqdm[NoReturn]:
    """Show progress on standard error if it takes longer than a second and is a terminal."""
    return tqdm(total=total, unit=f" {unit}", delay=PATIENCE, disable=None, file=sys.stderr)


def report(problem: Problem) -> None:
    """Write a problem to standard error: code, place, message."""
    sys.stderr.write(f"{problem.code} {plain(problem.where)}: {plain(problem.message)}\n")


def finding(problem: Problem) -> dict[str, str]:
    """Give a problem for a program.

    >>> from dongxi.model import Problem
    >>> finding(Problem("F003", "SHA256SUMS, line 1", "found …, expected …"))
    {'id': 'F003', 'where': 'SHA256SUMS, line 1', 'message': 'found …, expected …'}
    """
    return {"id": problem.code, "where": problem.where, "message": problem.message}


class Told(NamedTuple):
    """What was not taken as it is."""

    where: str
    message: str
    records: int
    """How often."""


def say(options: Namespace, row: Mapping[str, object], lines: Iterable[str]) -> None:
    """Write to standard output: with `--json` one object, else lines for people."""
    for line in [as_json(row)] if options.json else lines:
        print(line)  # noqa: T201


def done(
    options: Namespace,
    row: Mapping[str, object],
    lines: Iterable[str],
    problems: Iterable[Problem] = (),
    told: Iterable[Told] | None = None,
) -> None:
    """Say what was done, and what was found on the way: a program gets all in its object."""
    if options.json:
        notes = {} if told is None else {"notes": [note._asdict() for note in told]}
        row = {**row, **notes, "problems": [finding(problem) for problem in problems]}
    else:
        for problem in problems:
            report(problem)
        for where, message, records in told or ():
            sys.stderr.write(f"{plain(where)}: {plain(message)} ({records} records)\n")
    say(options, row, lines)


def objects(parser: ArgumentParser) -> None:
    """Declare the option of every verb that writes one object for a program."""
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def plain(text: str) -> str:
    r"""Make text from a page safe to print: controls and line ends become visible escapes.

    >>> plain("a\x1b[31mb\n\u202ec"), plain("東西\t\u3000。")
    ('a\\x1b[31mb\\n\\u202ec', '東西\t\u3000。')
    """
    return CONTROL.sub(lambda hit: hit.group().encode("unicode_escape").decode(), text)


def as_json(value: object, *, indent: int | None = None) -> str:
    r"""Write a value as JSON, safe to print: controls become escapes of JSON, days are as ISO has them.

    On one line, unless it is indented.

    >>> as_json({"路": "a\x9b\u202e𠮷\U000e0041"})
    '{"路": "a\\u009b\\u202e𠮷\\udb40\\udc41"}'
    >>> as_json(["\n\x85"], indent=1).split("\n")
    ['[', ' "\\n\\u0085"', ']']
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=date.isoformat)
    return "\n".join(CONTROL.sub(_escaped, line) for line in text.split("\n"))


def _escaped(hit: re.Match[str]) -> str:
    """Write a character as JSON has it: the units of UTF-16."""
    units = hit.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def coloured() -> bool:
    """Tell whether standard output shows colour (and NO_COLOR is not set)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, colour: str, *, on: bool) -> str:
    """Wrap text in a colour, if colours are on."""
    code = COLOURS.get(colour, "2")
    return f"\x1b[{code}m{text}\x1b[0m" if on and code else text
