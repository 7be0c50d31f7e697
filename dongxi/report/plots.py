"""Figures in, SVG out: for the page, where its style colours them, or as files of their own.

All coordinates are whole numbers, so that every machine draws the same. Labels are values of the
dataset: they are escaped, and what does not show in them is made visible.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dongxi.report.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dongxi.report.numbers import Bar, Figure, Stretch

#: The drawing, in units that are a pixel on a narrow screen.
WIDTH, LABELS, LINE, TOP = 340, 144, 20, 6
#: Where bars begin, and how long the longest is if its number, which stands behind it, has room.
LEFT, LONGEST = LABELS + 8, 136
#: What a digit and a comma take of the widest font tried (DejaVu Sans), rounded up (November 2026).
DIGIT, COMMA = 8, 4
#: Room between a mark and its number.
GAP = 4
BAR, DOT = 12, 4
#: Room of a label: a Han character takes two.
ROOM = 21
WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]")  # fmt: skip
#: Characters that steer, hide, or turn round what follows, and those XML does not have.
CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
#: How much of a value appears over its label.
MOST_CHARS = 200
#: Years with a mark on the line of time.
MOST_MARKS = 5
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
#: The style of a file of its own; `report.css` has the same names.
STYLE = """
svg{background:#fff;font:12px system-ui,-apple-system,"Segoe UI","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
text{fill:#1c2430}.n,.tick{fill:#4b5563}.axis{stroke:#c4cad3}.head{font-weight:600;font-size:13px}
.e{text-anchor:end}.m{text-anchor:middle}
.s0{fill:#2563a8;stroke:#2563a8}.s1{fill:#c2700c;stroke:#c2700c}.s2{fill:#8a94a3;stroke:#8a94a3}.s3{fill:#a0418f;stroke:#a0418f}
rect{stroke:none}.hollow{fill:#fff;stroke-width:2}.dash{stroke-dasharray:4 3}
@media(prefers-color-scheme:dark){svg{background:#14181f}text{fill:#e8ebf0}.n,.tick{fill:#aeb7c4}.axis{stroke:#3a4352}
.s0{fill:#6aa9f0;stroke:#6aa9f0}.s1{fill:#eda34a;stroke:#eda34a}.s2{fill:#8e99a9;stroke:#8e99a9}.s3{fill:#d58ac9;stroke:#d58ac9}.hollow{fill:#14181f}}
"""

_safe = partial(escape, entities={'"': "&quot;"})


def inline(figure: Figure) -> str:
    """Draw a figure for the page; words carry their key, so that its language can change."""
    height = TOP + _height(figure)
    body = "".join(_body(figure, "en", TOP, keyed=True))
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false">{body}</svg>'
    )


def alone(figure: Figure, language: str) -> bytes:
    """Draw a figure as a file of its own, with title and legend."""
    title = _safe(word(f"figure.{figure.key}", language))
    head = TOP + LINE + (LINE if len(figure.series) > 1 else 0)
    height = head + _height(figure) + TOP
    legend = "".join(_legend(figure, language)) if len(figure.series) > 1 else ""
    body = "".join(_body(figure, language, head, keyed=False))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{title}"><title>{title}</title>'
        f'<style>{STYLE}</style><text class="head" x="8" y="{TOP + 13}">{title}</text>{legend}{body}</svg>\n'
    ).encode()


def plain(text: str) -> str:
    r"""Make a value safe to show: what does not show becomes a visible escape.

    >>> plain("a\u202eb"), plain("東西　協作")
    ('a\\u202eb', '東西\u3000協作')
    """
    return CONTROL.sub(lambda hit: hit.group().encode("unicode_escape").decode(), text)


def short(text: str, room: int = ROOM) -> str:
    """Cut a label that is longer than its room.

    >>> short("东西部扶贫协作经验交流会"), short("roles/body")
    ('东西部扶贫协作经验交…', 'roles/body')
    """
    sizes = [2 if WIDE.match(char) else 1 for char in text]
    if sum(sizes) <= room:
        return text
    ends = accumulate(sizes)
    return text[: sum(end < room for end in ends)] + "…"


def numeral(number: int) -> int:
    """Give the room that a number takes.

    >>> numeral(92_274), numeral(1_879_222)
    (44, 64)
    """
    return sum(COMMA if sign == "," else DIGIT for sign in f"{number:,}")


def _height(figure: Figure) -> int:
    rows = len(figure.bars) + (1 if figure.stretches else 0)
    return max(rows, 1) * LINE + 4


def _body(figure: Figure, language: str, top: int, *, keyed: bool) -> Iterator[str]:
    """Draw the lines of a figure from a height on."""
    if not figure.bars:
        yield _text(word("value.nothing", language), (8, top + 14), key="value.nothing" * keyed)
        return
    drawn = len(figure.stretches)
    if figure.stretches:
        yield from _timeline(figure.stretches, top)
        top += LINE * (drawn + 1)
    most = max((sum(bar.values) for bar in figure.bars[drawn:]), default=0)
    longest = min(LONGEST, WIDTH - LEFT - len(figure.series) - GAP - numeral(most))
    for number, bar in enumerate(figure.bars[drawn:]):
        y = top + number * LINE
        yield _label(bar, y, language, keyed=keyed)
        if not drawn:
            yield from _bars(bar.values, y, most, longest)
        else:  # documents without a place on the line
            yield _text(f"{sum(bar.values):,}", (WIDTH - 8, y + 14), "n e")


def _bars(values: tuple[int, ...], y: int, most: int, longest: int) -> Iterator[str]:
    """Draw the parts of a bar one behind the other, and their sum."""
    x = LEFT
    for number, value in enumerate(values):
        width = max(value * longest // most, 1) if value else 0
        if width:
            yield f'<rect class="s{number}" x="{x}" y="{y + 4}" width="{width}" height="{BAR}" rx="1"/>'
            x += width + 1
    yield _text(f"{sum(values):,}", (x + GAP, y + 14), "n")


def _timeline(stretches: tuple[Stretch, ...], top: int) -> Iterator[str]:
    """Draw dates as dots and lines between their first and last day, over an axis of years."""
    days = [date.fromisoformat(day) for s in stretches for day in (s.first, s.last)]
    start, end = min(days).year, max(days).year + 1
    room = max(numeral(s.documents) for s in stretches)
    zero, right = _january(start), min(WIDTH - 40, WIDTH - 8 - room - GAP - DOT)

    def x(day: int) -> int:
        return LEFT + (day - zero) * (right - LEFT) // (_january(end) - zero)

    bottom = top + len(stretches) * LINE
    yield from _axis(start, end, top, bottom, x)
    for number, one in enumerate(stretches):
        y = top + number * LINE
        first, last = (date.fromisoformat(day).toordinal() for day in (one.first, one.last))
        yield _text(one.label, (LABELS, y + 14), "e")
        yield _mark(one, x(first), x(last), y + 10)
        yield _text(f"{one.documents:,}", (WIDTH - 8, y + 14), "n e")


def _january(year: int) -> int:
    """Count the days to the first of a year, also of the one behind the last that Python knows."""
    return date(year, 1, 1).toordinal() if year <= date.max.year else date.max.toordinal() + 1


def _axis(
    start: int, end: int, top: int, bottom: int, x: Callable[[int], int]
) -> Iterator[str]:  # fmt: skip
    """Draw the years below, with a line upwards for each that is named."""
    size = next(step for step in STEPS if (end - start) // step < MOST_MARKS)
    for year in range(start + -start % size, end + 1, size):
        at = x(_january(year))
        yield f'<path class="axis" d="M{at} {top}V{bottom}"/>'
        yield _text(str(year), (at, bottom + 14), "tick m")


def _mark(one: Stretch, first: int, last: int, y: int) -> str:
    """Draw one date: a dot, a line where it is a range; hollow and dashed where it is unsure."""
    unsure = one.exactness == "unsure"
    series = {"day": 0, "range": 1, "unsure": 3}[one.exactness]
    parts = ""
    if last - first > 2 * DOT:
        dash = " dash" if unsure else ""
        parts = f'<path class="s{series}{dash}" stroke-width="4" d="M{first} {y}H{last}"/>'
    centre = (first + last) // 2
    hollow = " hollow" if unsure else ""
    return f'{parts}<circle class="s{series}{hollow}" cx="{centre}" cy="{y}" r="{DOT}"/>'


def _label(bar: Bar, y: int, language: str, *, keyed: bool) -> str:
    """Write what a bar is of, cut to its room; the whole appears over it."""
    whole = word(bar.label, language) if bar.word else plain(bar.label)
    key = bar.label if bar.word and keyed else ""
    return _text(short(whole), (LABELS, y + 14), "e", key, whole[:MOST_CHARS])


def _legend(figure: Figure, language: str) -> Iterator[str]:
    """Write the names of the series in their colours."""
    x = 8
    for number, name in enumerate(figure.series):
        text = word(name, language)
        series = 3 if name == "date.unsure" else number
        yield f'<rect class="s{series}" x="{x}" y="{TOP + LINE + 3}" width="10" height="10" rx="2"/>'
        yield _text(text, (x + 14, TOP + LINE + 12), "n")
        x += 24 + sum(13 if WIDE.match(char) else 7 for char in text)


def _text(text: str, at: tuple[int, int], css: str = "", key: str = "", whole: str = "") -> str:
    """Write a text; every part of it is escaped. `e` in its classes ends it there, `m` centres."""
    attributes = f' class="{css}"' * bool(css) + f' data-t="{_safe(key)}"' * bool(key)
    title = f"<title>{_safe(whole)}</title>" if whole not in {"", text} else ""
    return f'<text x="{at[0]}" y="{at[1]}"{attributes}>{_safe(text)}{title}</text>'
