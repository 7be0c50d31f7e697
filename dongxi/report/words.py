"""Keys in, words of the report out, in English and Chinese; `words.json` has them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

LANGUAGES = ("en", "zh")


@cache
def words() -> dict[str, list[str]]:
    """Read all words: key → one for each of `LANGUAGES`."""
    text = resources.files("dongxi.report").joinpath("words.json").read_text(encoding="utf-8")
    found: dict[str, list[str]] = json.loads(text)
    return found


def word(key: str, language: str = "en") -> str:
    """Give a word; one that is not known reads as the last part of its key.

    >>> word("role.body"), word("role.body", "zh"), word("field.some_cue", "zh")
    ('body', '正文', 'some_cue')
    """
    found = words().get(key)
    return found[LANGUAGES.index(language)] if found else key.partition(".")[2] or key
