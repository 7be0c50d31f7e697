"""List what a person should decide, the most valuable first, as entries for curation.yaml.

DIR is a dataset. Each question stands as a comment above an entry: fill in its `reason`, and its
`value` where it is empty or wrong, and copy it to `curation.yaml` in the folder of pages; or delete it.
A build refuses an entry that lacks either. Questions that no entry can settle are comments alone.

`--json` writes an object a question instead, with `kind`, `seed`, `document`, `field`, `told` (what the dataset
says, and what speaks against it) and `entry` (null where none can help).

Exit codes: 0 nothing to decide; 1 questions listed; 2 misuse.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from dongxi.commands.console import amount, as_json, count, plain
from dongxi.manifest import MANIFEST
from dongxi.review import KINDS, review

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from dongxi.review import Question

#: Questions listed unless more are asked for.
MOST = 100
#: What ends a line in YAML, where `plain` leaves it.
LINE_ENDS = re.compile("[\n\r\x85\u2028\u2029]")
#: YAML must not fold a long value over lines.
WIDE = 1 << 20


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "dir", type=Path, nargs="?", default=Path("dist"), help="dataset (dist)"
    )
    parser.add_argument("--json", action="store_true", help="write an object a question")
    parser.add_argument("--most", type=count, default=MOST, help=f"questions listed ({MOST})")


def run(options: Namespace) -> int:
    """List the questions on standard output."""
    if not (options.dir / MANIFEST).is_file():
        raise FileNotFoundError(f"{options.dir}: no dataset there; give the folder of one")
    questions = review(options.dir)
    shown = as_objects if options.json else lines
    for line in shown(questions, options.most):
        print(line)  # noqa: T201
    return 1 if questions else 0


def lines(questions: Sequence[Question], most: int = MOST) -> Iterator[str]:
    """Give the lines of a file that `curation.yaml` can take over."""
    shown = questions[:most]
    yield f"# {len(shown)} of {amount(len(questions), 'question')}, the most valuable first"
    kind = ""
    for question in shown:
        if question.kind != kind:
            kind = question.kind
            yield from ("", f"# {'─' * 8} {KINDS[kind]}")
        name = question.document or question.seed
        yield from ("", f"# {_line(name)}, {question.field}: {_line(question.told)}")
        if question.entry:
            text = yaml.safe_dump(
                [dict(question.entry)], allow_unicode=True, sort_keys=False, width=WIDE
            )
            yield text.rstrip("\n")


def as_objects(questions: Sequence[Question], most: int = MOST) -> Iterator[str]:
    """Give each question as an object, on a line of its own."""
    return (as_json(question._asdict()) for question in questions[:most])


def _line(text: str) -> str:
    """Keep a text on the line of its comment."""
    return LINE_ENDS.sub(" ", plain(text))
