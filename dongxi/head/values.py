"""What an element says of a field, and how its value is read from bytes.

References, escapes and odd spaces are resolved in the value; the evidence is the bytes as
they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from dongxi.decode import Decoded
from dongxi.model import Span

if TYPE_CHECKING:
    from dongxi.model import Certainty
    from dongxi.text import Text

#: The groups of a value in a pattern: by its quotes.
QUOTES = ("double", "single", "bare")
#: Values are short, in bytes.
LONGEST_VALUE = 1_000
ESCAPE = re.compile(
    r"\\(?:u(?P<u>[0-9a-fA-F]{4})|x(?P<x>[0-9a-fA-F]{2})|(?P<sign>.))", re.DOTALL
)
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
ODD_SPACE = re.compile("[\\x00-\\x20\\x7f-\\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
DOUBLED = re.compile("&(?:quot|amp|apos|nbsp|[lr][ds]quo|middot|mdash|hellip|#[0-9]{2,5});")


class Value(NamedTuple):
    """A string of the page, cleaned, and its bytes."""

    text: str
    span: Span


class Said(NamedTuple):
    """What an element says of a field, not yet judged."""

    field: str
    rule: str
    value: Value
    certainty: Certainty = "certain"


@dataclass(slots=True)
class Found:
    """What a walk over the page collects."""

    said: list[Said] = field(default_factory=list)
    declared: list[Said] = field(default_factory=list)
    members: list[Said] = field(default_factory=list)
    times: list[tuple[Value, bool]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Keys of meta elements; variables have `var ` before theirs."""
    opaque: list[Span] = field(default_factory=list)
    """Comments, and elements whose content is no markup, in page order."""
    sites: list[str] = field(default_factory=list)
    """How the site may call itself."""


def read(raw: bytes, encoding: str, span: Span) -> Value:
    """Read the value at some bytes, without the white space around it; a long one is none."""
    start, end = span
    if end - start > LONGEST_VALUE:
        return Value("", span)
    value = raw[start:end]
    start += len(value) - len(value.lstrip())
    value = value.strip()
    return Value(clean(value.decode(encoding, "replace")), Span(start, start + len(value)))


def clean(text: str) -> str:
    r"""Resolve references, also doubled ones, and make white space plain.

    >>> clean(" &quot;三农&quot;&amp;nbsp;工作 \n"), clean("A&B")
    ('"三农" 工作', 'A&B')
    """
    text = unescape(text)
    if DOUBLED.search(text):
        text = unescape(text)
    return ODD_SPACE.sub(" ", ZERO_WIDTH.sub("", text)).strip(" ")


def plain(text: str) -> str:
    r"""Resolve the escapes of a script's string; half a surrogate pair is a lost character.

    >>> plain(r"\u5c71\u6cb3 \x26amp; \"x\"\/"), plain("C:x")
    ('山河 &amp; "x"/', 'C:x')
    """
    if "\\" not in text:
        return text
    text = ESCAPE.sub(_character, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(escape: re.Match[str]) -> str:
    code = escape["u"] or escape["x"]
    if code:
        return chr(int(code, 16))
    return " " if escape["sign"] in "nrtbf" else escape["sign"]


def decoded(raw: bytes, encoding: str, span: Span) -> Text:
    """Decode some bytes; the result counts bytes from their start."""
    return Decoded(raw[span.start : span.end], encoding, "").text()
