"""Figures and facts in, the pictures of the card out: files of their own, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.report.badges import draw, said
from dongxi.report.plots import alone
from dongxi.report.words import LANGUAGES, word

if TYPE_CHECKING:
    from dongxi.facts import Facts
    from dongxi.report.numbers import Figure

FOLDER, BADGES = "plots", "promises"
#: Figures of the card; the last one needs a ledger.
SHOWN = ("dates", "types", "left_out")


def pictures(figures: tuple[Figure, ...], facts: Facts) -> dict[str, bytes]:
    """Draw the pictures, by their paths below the folder of the dataset."""
    drawn = {
        _path(f.key, to): alone(f, to) for f in figures if f.key in SHOWN for to in LANGUAGES
    }
    return drawn | {_path(BADGES, to): draw(facts, to) for to in LANGUAGES}


def shown(facts: Facts, language: str) -> str:
    """Write the Markdown that shows the plots."""
    keys = SHOWN if facts.has("ledger") else SHOWN[:-1]
    return "\n".join(
        f"![{word(f'figure.{key}', language)}]({_path(key, language)})" for key in keys
    )


def line(facts: Facts, language: str) -> str:
    """Write the Markdown that shows the badges."""
    return f"![{said(facts, language)}]({_path(BADGES, language)})"


def _path(name: str, language: str) -> str:
    return f"{FOLDER}/{name}.svg" if language == "en" else f"{FOLDER}/{name}.{language}.svg"
