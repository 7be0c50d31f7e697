"""Facts in, a line of badges out: promises that the rows keep, with the numbers that show it.

Each is counted in the very rows that are published; `validate` proves the same from the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from dongxi.markdown import share
from dongxi.report.plots import WIDE
from dongxi.report.words import word

if TYPE_CHECKING:
    from dongxi.facts import Facts

#: Sizes in units of the drawing: a narrow and a wide character, room at the sides, between two.
NARROW_CHAR, WIDE_CHAR, SIDE, BETWEEN, HEIGHT = 7, 12, 8, 8, 22
GOOD, BAD, LABEL = "#14632f", "#a01c2c", "#39424f"
#: How much of a hash is shown.
DIGITS = 12


class Badge(NamedTuple):
    """A promise."""

    key: str
    """What its words are called, behind `badge.`."""
    value: str
    kept: bool


def badges(facts: Facts) -> tuple[Badge, ...]:
    """Give the promises that can be counted; those of the ledger only where there is one."""
    pages = facts.rows("seeds")
    used, rejected = (facts.total("status", kind) for kind in ("used", "rejected"))
    found = [Badge("pages", f"{pages:,} = {used:,} + {rejected:,}", pages == used + rejected)]
    if facts.has("ledger"):
        size, placed = facts.total("bytes"), facts.total("role")
        found.append(Badge("bytes", share(placed, size), placed == size))
    if facts.has("edits"):
        guesses = sum(
            n for (_, certainty), n in facts.by("edit").items() if certainty == "guess"
        )
        found.append(Badge("guesses", f"{guesses:,}", guesses == 0))
    content = str(facts.manifest.get("content_sha256", ""))[:DIGITS]
    return (*found, Badge("content", content, kept=True)) if content else tuple(found)


def said(facts: Facts, language: str) -> str:
    """Say the same in words, for who does not see the picture.

    Only words of our own, numbers and hexadecimal digits.
    """
    return "; ".join(f"{word(f'badge.{b.key}', language)}: {b.value}" for b in badges(facts))


def draw(facts: Facts, language: str) -> bytes:
    """Draw the line of badges."""
    parts, x = [], 0
    for badge in badges(facts):
        name = word(f"badge.{badge.key}", language)
        left, right = _width(name), _width(badge.value)
        colour = GOOD if badge.kept else BAD
        parts.append(
            f'<rect x="{x}" width="{left + right}" height="{HEIGHT}" rx="4" fill="{colour}"/>'
            f'<path d="M{x + 4} 0H{x + left}V{HEIGHT}H{x + 4}a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="{LABEL}"/>'
            f'<text x="{x + left // 2}" y="15">{escape(name)}</text>'
            f'<text x="{x + left + right // 2}" y="15">{escape(badge.value)}</text>'
        )
        x += left + right + BETWEEN
    title, width = escape(said(facts, language), {'"': "&quot;"}), max(x - BETWEEN, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" role="img" aria-label="{title}"><title>{title}</title>'
        '<style>text{fill:#fff;text-anchor:middle;font:12px system-ui,-apple-system,"Segoe UI",'
        '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}</style>'
        f"{''.join(parts)}</svg>\n"
    ).encode()


def _width(text: str) -> int:
    """Give the room of a text."""
    return 2 * SIDE + sum(WIDE_CHAR if WIDE.match(char) else NARROW_CHAR for char in text)
