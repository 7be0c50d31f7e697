"""Do to a text what annotators and shifted bytes do: the model behind the repair, forwards.

Written from `docs/repair.md` without a look at the repair, so that the two check each other.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from dongxi import data

#: Fullwidth ，。！？；：（ in GBK; in front of some of these pairs something is inserted.
CUT_PAIRS = ("A3AC", "A1A3", "A3A1", "A3BF", "A3BB", "A3BA", "A3A8")
CUTS = re.compile(b"|".join(re.escape(bytes.fromhex(pair)) for pair in CUT_PAIRS))
INSERTED = b"\0"
FOLDED = str.maketrans("，！？；：（）", ",!?;:()")
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Site:
    """What one site does to all its pages."""

    listed: str
    """The characters annotated, in the order of the replacements."""
    cuts: float = 0.0
    """Share of the places where something is inserted."""
    drops_private: bool = False
    folds: bool = False


def pinyin(character):
    """Give one reading of a character, always the same."""
    return next(key for key, row in data.readings().items() if character in row)


def corrupt(text, site, seed=0):
    """Damage a text of Traditional characters, converted one to one."""
    raw = text.encode("gbk", "replace")
    for character in site.listed:
        pair = character.encode("gbk")
        raw = raw.replace(pair, pair + f"({pinyin(character)})".encode("gbk"))
    rng = random.Random(seed)  # noqa: S311 (damage, not secrets)
    raw = CUTS.sub(lambda m: (INSERTED if rng.random() < site.cuts else b"") + m[0], raw)
    damaged = "".join(_read(raw)).replace(INSERTED.decode(), "")
    if site.drops_private:
        damaged = PRIVATE.sub("", damaged)
    return damaged.translate(FOLDED) if site.folds else damaged


def _read(raw):
    """Read GBK as a lenient converter does: what is no pair becomes one question mark."""
    at = 0
    while at < len(raw):
        if raw[at] < 0x80:
            yield chr(raw[at])
            at += 1
            continue
        pair = raw[at : at + 2]
        try:
            yield pair.decode("gb18030")
        except UnicodeDecodeError:
            yield "?"
        at += 2
