"""Do to a text what annotators and shifted bytes do: the model behind the repair, forwards.

Written from `docs/repair.md` without a look at the repair, so that the two check each other.
Each character of the damaged text knows where in the undamaged one it comes from.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dongxi import data
from dongxi.data import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Fullwidth ，。！？；：（ in GBK; in front of some of these pairs something is inserted.
CUT_PAIRS = tuple(mark.encode("gbk") for mark in "，。！？；：（")
INSERTED = 0
FOLDED = str.maketrans("，！？；：（）", ",!?;:()")
PRIVATE = re.compile("[\ue000-\uf8ff]")
ASCII = 0x80
#: Forms such sites write where the dictionary's first choice is another, or none.
OWN_FORMS = {
    "为": "為", "众": "眾", "症": "癥", "钻": "鉆", "着": "著", "台": "臺", "准": "準",
    "价": "價", "据": "據", "万": "萬", "么": "么",
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """What one site does to all its pages."""

    listed: str
    """The characters annotated, in the order of the replacements."""
    cuts: float = 0.0
    """Share of the places where something is inserted."""
    drops_private: bool = False
    folds: bool = False


class Damaged(NamedTuple):
    """A damaged text and where its characters come from."""

    text: str
    origins: tuple[int, ...]
    """For each character, and for the end, the bytes of the true text used up before it."""


def pinyin(character: str) -> str:
    """Give one reading of a character, always the same."""
    return next(key for key, row in data.readings().items() if character in row)


def traditional(text: str) -> str:
    """Write each Simplified character in one Traditional form, whatever the word.

    What Traditional text uses too stays: 后 里 于 云. What GBK lacks becomes a question mark.

    >>> traditional("为了干净的后面")
    '為了干凈的后面'
    """
    forms = {**_forms(), **OWN_FORMS}
    mapped = "".join(forms.get(character, character) for character in text)
    return mapped.encode("gbk", "replace").decode("gbk")


def _forms() -> Mapping[str, str]:
    rows = (line.partition("\t") for line in lines("dictionary/STCharacters.txt", "opencc"))
    choices = ((one, rest.split(" ")) for one, _, rest in rows)
    return {one: forms[0] for one, forms in choices if one not in forms}


def corrupt(text: str, site: Site, seed: int = 0) -> str:
    """Damage a text of Traditional characters, converted one to one."""
    return damage(text, site, seed).text


def damage(text: str, site: Site, seed: int = 0) -> Damaged:
    """Damage a text and keep where each character comes from.

    >>> damage("協作", Site("協"))
    Damaged(text='協(xié)作', origins=(0, 2, 2, 2, 2, 2, 2, 4))
    """
    raw = text.encode("gbk", "replace")
    places = list(range(len(raw) + 1))
    for character in site.listed:
        pair = character.encode("gbk")
        gloss = f"({pinyin(character)})".encode("gbk")
        hits = [hit.end() for hit in re.finditer(re.escape(pair), raw)]
        raw, places = _inserted(raw, places, hits, gloss)
    rng = random.Random(seed)  # noqa: S311 (damage, not secrets)
    for pair in CUT_PAIRS:
        found = (hit.start() for hit in re.finditer(re.escape(pair), raw))
        hits = [hit for hit in found if rng.random() < site.cuts]
        raw, places = _inserted(raw, places, hits, bytes([INSERTED]))
    read = [(one, places[at]) for one, at in _read(raw) if one != chr(INSERTED)]
    if site.drops_private:
        read = [(one, at) for one, at in read if not PRIVATE.match(one)]
    damaged = "".join([one for one, _ in read])
    damaged = damaged.translate(FOLDED) if site.folds else damaged
    return Damaged(damaged, (*(at for _, at in read), places[-1]))


def _inserted(
    raw: bytes, places: list[int], hits: list[int], new: bytes
) -> tuple[bytes, list[int]]:
    """Put bytes into bytes at some places; they come from where they stand."""
    parts, origins, last = [], [], 0
    for hit in hits:
        parts += [raw[last:hit], new]
        origins += places[last:hit]
        origins += [places[hit]] * len(new)
        last = hit
    return b"".join([*parts, raw[last:]]), origins + places[last:]


def _read(raw: bytes) -> Iterator[tuple[str, int]]:
    """Read GBK as a lenient converter does: what is no pair becomes one question mark."""
    at = 0
    while at < len(raw):
        if raw[at] < ASCII:
            yield chr(raw[at]), at
            at += 1
            continue
        pair = raw[at : at + 2]
        try:
            yield pair.decode("gb18030"), at
        except UnicodeDecodeError:
            yield "?", at
        at += 2
