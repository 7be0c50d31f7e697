"""Blocks of a document in, its text and its passages out.

The text is the readings of the blocks that belong in it; the separator before a new paragraph
reads a newline, one inside a paragraph reads as its kind says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dongxi.model import READING, TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block


class Passage(NamedTuple):
    """A paragraph or heading of a document."""

    role: str
    heading: str | None
    """The heading above it."""
    start: int
    """In code points of the document's text."""
    end: int
    text: str


class Composed(NamedTuple):
    """A document's text, put together."""

    text: str
    used: frozenset[int]
    """Indexes of the blocks, separators included, whose readings are the text."""
    passages: tuple[Passage, ...]


def compose(blocks: Sequence[Block]) -> Composed:
    """Put the text of a document together from its blocks, with its passages."""
    parts: list[str] = []
    used: set[int] = set()
    starts: list[tuple[int, str]] = []
    size, ending, joints = 0, -1, list[int]()
    for number, (text, kind, role, _, _, _, _) in enumerate(blocks):
        if kind == "break":
            ending = number
        elif kind in READING:
            joints.append(number)
        elif role not in TEXT_ROLES or not (value := str(text)):
            joints = []
        else:
            between = [] if not parts else [ending] if ending >= 0 else joints
            used.update((*between, number))
            reading = "".join([READING[blocks[i].kind] for i in between])
            parts += [reading, value]
            if not starts or ending >= 0:
                starts.append((size + len(reading), role))
            size += len(reading) + len(value)
            ending, joints = -1, []
    whole = "".join(parts)
    return Composed(whole, frozenset(used), _passages(whole, starts))


def _passages(text: str, starts: Sequence[tuple[int, str]]) -> tuple[Passage, ...]:
    """Cut a text at the places where its paragraphs start."""
    done: list[Passage] = []
    heading = None
    for number, (start, role) in enumerate(starts):
        end = starts[number + 1][0] - 1 if number + 1 < len(starts) else len(text)
        done.append(Passage(role, heading, start, end, text[start:end]))
        if role == "heading":
            heading = text[start:end]
    return tuple(done)
