"""Undo, on the whole page, damage done in transport, before anything is cut.

What comes in: the bytes of a page with their encoding. What goes out: nothing for the usual
page, known from its bytes alone; for a damaged one its whole `Text`, repaired, with what was
not certain enough to apply. The rules stand in `dongxi.damage`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage import Doubled, Gate, repair
from dongxi.damage.doubled import glances
from dongxi.damage.evidence import A_ON_TRADITIONAL, PLAIN, TONED

if TYPE_CHECKING:
    from dongxi.decode import Decoded
    from dongxi.model import Edit
    from dongxi.text import Text


class Restored(NamedTuple):
    """A page whose gate opened."""

    text: Text
    """The whole page, applied edits put in."""
    proposals: tuple[Edit, ...]
    """Edits not applied, in characters of the page as decoded."""
    gate: Gate | Doubled


def restore(source: Decoded) -> Restored | None:
    """Repair a damaged page; give None, without decoding it, for nearly every other.

    >>> from dongxi.decode import decode
    >>> str(restore(decode("協(xié)作,發(fā)展經(jīng)濟(jì)".encode())).text)
    '協作,發展經濟'
    >>> restore(decode("亳(bó)州、青島 (Qīngdǎo)、function(e)".encode())) is None
    True
    """
    if not may_open(source.raw, source.encoding):
        return None
    text = source.text()
    repaired = repair(str(text), known=_unread(source, text))
    if repaired.gate is None:
        return None
    return Restored(text.edit(repaired.edits), repaired.proposals, repaired.gate)


def _unread(source: Decoded, text: Text) -> dict[int, bytes]:
    """Give the bytes that did not decode, by the character that stands for them."""
    found: dict[int, bytes] = {}
    at = 0
    for new, start, end, edits in text.flat:
        if edits and source.encoding == "gb18030":
            found[at] = source.raw[start:end]
        at += len(new)
    return found


def may_open(raw: bytes, encoding: str) -> bool:
    """Tell whether the bytes allow a gate to open.

    They hold enough bracketed syllables with a tone, or what a passage decoded twice holds.

    >>> may_open("你(nǐ)好(hǎo)嗎(má)".encode(), "utf-8")
    True
    >>> may_open(b"f(e) (abc) (i) (url)", "utf-8")
    False
    """
    if glances.may_open(raw, encoding):
        return True
    if not any(first in raw for first in _first_of_toned(encoding)):
        return False
    found = chain.from_iterable(gloss.finditer(raw) for gloss in _glosses(encoding))
    return len(list(islice(found, A_ON_TRADITIONAL))) == A_ON_TRADITIONAL


@cache
def _first_of_toned(encoding: str) -> frozenset[bytes]:
    """Give the bytes that letters with a tone begin with: many pages have none of them."""
    return frozenset(filter(None, (one.encode(encoding, "ignore")[:1] for one in TONED)))


@cache
def _glosses(encoding: str) -> tuple[re.Pattern[bytes], ...]:
    """Write the pattern of a gloss in the bytes of an encoding, one for each bracket width.

    Apart, each begins with bytes the search can jump to; mixed pairs count, being rare.
    """
    plain, toned = _one_of(PLAIN, encoding), _one_of(TONED, encoding)
    space, close = _one_of(" ", encoding), _one_of(")）", encoding)
    syllable = b"%b{0,6}+%b(?:%b|%b){0,5}+%b?%b" % (plain, toned, plain, toned, space, close)
    return tuple(re.compile(_one_of(mark, encoding) + syllable) for mark in "(（")


def _one_of(characters: str, encoding: str) -> bytes:
    """Write a pattern for any of some characters; those without bytes never match."""
    codes = (character.encode(encoding, "ignore") for character in characters)
    return b"(?:%b)" % b"|".join(re.escape(code) for code in codes if code)
