"""HTML bytes in, visible runs and the gaps between them out; every byte in one of them.

One regular expression over the bytes. The marks of HTML are never part of a longer UTF-8,
GB18030 or Big5 character, so byte offsets need no mapping; other encodings are recoded first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Encodings in which the marks of HTML are never part of a longer character.
TAGGED = frozenset({"utf-8", "gb18030", "big5hkscs"})
#: Elements that end the paragraph before and behind them.
BLOCK_TAGS = frozenset(
    b"""address article aside blockquote body br button caption center col colgroup dd details
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hgroup hr html legend li link main menu meta nav object ol optgroup option p pre
    section select summary table tbody td template textarea tfoot th thead title tr ul
    video""".split()
)
#: Elements without visible text, one token up to their end tag.
OPAQUE = frozenset(
    b"script style noscript iframe xmp noembed noframes svg template textarea select".split()
)
OPAQUE_END = {
    name: re.compile(b"</" + name + rb"(?=[\s/>])[^>]*+>?", re.IGNORECASE) for name in OPAQUE
}
#: Elements that show a page to be HTML: a few of any, or one of the structure.
STRUCTURE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
KNOWN = re.compile(
    rb"</?(?:p|div|br|span|a|img|table|tr|td|ul|ol|li|strong|em|b|font|h[1-6]|section|article|"
    rb"blockquote|center)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
KNOWN_ENOUGH = 3

TOKEN = re.compile(
    rb"""
    <(?:
        /?([A-Za-z][^\s/>]*+)                             # a tag
            (?:[^>=]++|=[\x20\t\r\n\f]*+(?:"[^"]*+"?|'[^']*+'?)?)*+>?
      | !--(?:-?>|.*?(?:--!?>|\Z))                        # comment, maybe empty; unclosed: to the end
      | [!?/][^>]*+>?                                     # doctype, instruction, odd end tag
    )
    """,
    re.VERBOSE | re.DOTALL,
)
#: A visible run: from its first to its last byte that is no ASCII white space.
VISIBLE = re.compile(rb"[^ \t\r\n\f](?:[^\r\n]*[^ \t\r\n\f])?")


WHITE = re.compile(rb"[ \t\r\n\f]")
SLASH = ord("/")
LINK = re.compile(rb"[\s\"']href\s*=", re.IGNORECASE)


class Run(NamedTuple):
    """A stretch of bytes that shows text."""

    start: int
    end: int
    broken: bool
    """Whether a new paragraph starts with it."""
    tag: str
    """The block element that was opened last before it."""
    node: int
    """The container it stands in; see `dongxi.outline`."""
    linked: bool
    """Whether it is the text of a link."""


def is_html(raw: bytes) -> bool:
    """Tell HTML from text that merely holds a `<`.

    >>> is_html(b"<div><p>x</p></div>"), is_html(b"if a < b and c > d: <T>")
    (True, False)
    """
    if STRUCTURE.search(raw):
        return True
    return sum(1 for _ in zip(KNOWN.finditer(raw), range(KNOWN_ENOUGH), strict=False)) == (
        KNOWN_ENOUGH
    )


class Token(NamedTuple):
    """A tag, comment or opaque element, which show nothing."""

    start: int
    end: int
    name: bytes
    """Of a tag, in lower case; empty for others."""
    closing: bool


def tokens(raw: bytes, start: int = 0) -> Iterator[Token]:
    """Find what shows nothing in `[start, len(raw))`, in order; text lies between.

    >>> [raw[t.start : t.end] for raw in [b"a<B>b<script>'<p>'</SCRIPT >c"] for t in tokens(raw)]
    [b'<B>', b"<script>'<p>'</SCRIPT >"]
    """
    found = TOKEN.search(raw, start)
    while found:
        first, end = found.span()
        name = (found.group(1) or b"").lower()
        closing = raw[first + 1] == SLASH
        if name in OPAQUE and not closing:
            close = OPAQUE_END[name].search(raw, end)
            end = close.end() if close else len(raw)
        yield Token(first, end, name, closing)
        found = TOKEN.search(raw, end)


def runs(raw: bytes, start: int = 0, outline: Outline | None = None) -> Iterator[Run]:
    """Find the visible runs of `[start, len(raw))`, in order; fill the outline on the way.

    >>> [raw[r.start : r.end] for raw in [b"<p>a <b>b</b></p>c"] for r in runs(raw) if r.broken]
    [b'a', b'c']
    """
    outline = Outline() if outline is None else outline
    broken, tag, at, linked = True, "", start, False
    for first, end, name, closing in tokens(raw, start):
        if first > at:
            for found in VISIBLE.finditer(raw, at, first):
                yield Run(*found.span(), broken, tag, outline.node, linked)
                broken = tag == "pre"
        at = end
        if name == b"a":
            linked = not closing and LINK.search(raw, first, end) is not None
        elif name in BLOCK_TAGS and name not in OPAQUE:
            broken = True
            if closing:
                outline.close(name)
                tag = "" if name == b"pre" else tag
            else:
                tag = name.decode("ascii")
                outline.open(name, raw[first:end])
    for found in VISIBLE.finditer(raw, at):
        yield Run(*found.span(), broken, tag, outline.node, linked)
        broken = False


def spaced(gap: bytes) -> bool:
    """Tell whether white space stands in a gap outside its tags.

    >>> spaced(b"</b> <i>"), spaced(b'</b><i class="x">')
    (True, False)
    """
    at = 0
    for token in tokens(gap):
        if WHITE.search(gap, at, token.start):
            return True
        at = token.end
    return WHITE.search(gap, at) is not None
