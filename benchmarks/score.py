"""A page's gold and what a tool answered in, shares of right out.

A text is a bag of character 4-grams, white space left out. Gold names lines that are the body and
lines one may keep or leave (captions, credits, by-lines, the lead, the title): these neither
help nor harm, nor do the 4-grams that join two lines. A page without output scores 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.chars import CJK_MARKS, FULLWIDTH_MARKS, SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

GRAM = 4
BODY = "B"
#: Kinds of lines that may be kept or left: caption, editor, source or by-line, original title, lead.
EITHER = frozenset("CESOL")
FIELDS = ("title", "date", "source", "author")

BLANK = re.compile(f"[{SPACE}]+")
MARKS = re.compile(f"[{SPACE}{CJK_MARKS}{FULLWIDTH_MARKS}!-/:-@\\[-`{{-~]+")
#: A rubric in front of a title, which a tool may keep or split off.
RUBRIC = re.compile("^[^丨｜|]{1,8}[丨｜|]")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
BETWEEN_NAMES = re.compile(f"[{SPACE}、，,;；/|&]+")


class Answer(NamedTuple):
    """What a tool says of a page; None where it says nothing."""

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | Sequence[str] | None = None


class Tally(NamedTuple):
    """How often one field was right."""

    asked: int
    """Pages whose value is known."""
    right: int
    absent: int
    """Pages known to have none."""
    false: int
    """Of those, pages for which a value was given."""


def squeezed(text: str) -> str:
    r"""Leave out white space and what has no width.

    >>> squeezed("东 西\u3000\n部"), squeezed("东西部")
    ('东西部', '东西部')
    """
    return BLANK.sub("", text)


def bag(text: str) -> Counter[str]:
    """Count the 4-grams of a text, squeezed.

    >>> sorted(bag("甲乙 丙丁戊")), sorted(bag("甲乙丙"))
    (['乙丙丁戊', '甲乙丙丁'], [])
    """
    text = squeezed(text)
    return Counter(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))


def bags(lines: Iterable[str]) -> Counter[str]:
    """Count the 4-grams of lines, each by itself."""
    total: Counter[str] = Counter()
    for line in lines:
        total += bag(line)
    return total


def lenient(gold: dict[str, Any], text: str) -> float:
    r"""Give the F1 of a text, from 0 to 1.

    >>> gold = {"lines": [["B", "山里的路修通了"], ["C", "村口的新路"]], "title": "修路"}
    >>> lenient(gold, "山里的路修通了\n村口的新路"), lenient(gold, "")
    (1.0, 0.0)
    """
    body = [line for kind, line in gold["lines"] if kind == BODY]
    shown = [line for kind, line in gold["lines"] if kind == BODY or kind in EITHER]
    right = bags(body)
    either = bags(line for kind, line in gold["lines"] if kind in EITHER)
    either += bags(alternatives(gold.get("title")))
    across = (bag("".join(body)) - right) | (bag("".join(shown)) - right - either)
    got = bag(text)
    hit = (got & right).total()
    wrong = (got - right - either - across).total()
    both = hit + wrong + right.total()
    return 2 * hit / both if both else 0.0


def alternatives(value: str | list[str] | None) -> list[str]:
    """Give the values any of which is right."""
    return value if isinstance(value, list) else [value or ""]


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).lower()


def _title(value: Any) -> str:
    return MARKS.sub("", _plain(value))


def _day(value: Any) -> str:
    found = DAY.match(value)
    return found.group() if found else ""


def _source(value: Any) -> str:
    return squeezed(_plain(value))


def _names(value: Any) -> frozenset[str]:
    names = "、".join(value) if isinstance(value, (list, tuple)) else value
    return frozenset(BETWEEN_NAMES.split(_plain(names))) - {""}


#: Field → the form in which its values are compared.
FORMS: dict[str, Callable[[Any], Any]] = {
    "title": _title, "date": _day, "source": _source, "author": _names,
}  # fmt: skip


def is_right(field: str, wanted: Any, given: Any) -> bool:
    """Tell whether a value is one of those wanted.

    >>> is_right("author", "张某 李某", ["李某", "张某"]), is_right("author", "张某", "张某某")
    (True, False)
    """
    form = FORMS[field]
    wanted = alternatives(wanted)
    if field == "title":
        wanted = [*wanted, *(RUBRIC.sub("", value) for value in wanted)]
    return form(given or "") in [form(value) for value in wanted]


def tally(field: str, golds: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> Tally:
    """Count the right values of a field; a page whose gold is null is not asked for."""
    asked = right = absent = false = 0
    for gold, answer in zip(golds, answers, strict=True):
        wanted, given = gold.get(field), getattr(answer, field)
        if wanted == "":
            absent, false = absent + 1, false + bool(FORMS[field](given or ""))
        elif wanted is not None:
            asked, right = asked + 1, right + is_right(field, wanted, given)
    return Tally(asked, right, absent, false)
