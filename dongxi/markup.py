"""HTML bytes in, visible runs and the gaps between them out; every byte in one of them.

One regular expression over the bytes. The marks of HTML are never part of a longer UTF-8,
GB18030 or Big5 character, so byte offsets need no mapping; other encodings are recoded first.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice, pairwise
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from dongxi.outline import ELEMENTS, Outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Encodings in which the marks of HTML are never part of a longer character.
TAGGED = frozenset({"utf-8", "gb18030", "big5hkscs"})
#: Elements without visible text, one token up to their end tag.
OPAQUE = frozenset(
    b"script style noscript iframe xmp noembed noframes svg template textarea select".split()
)
#: Elements that show a page to be HTML: a few of any, or one of the structure.
STRUCTURE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_KNOWN = (
    rb"(?:p|div|br|hr|span|a|img|table|tr|td|th|ul|ol|li|dl|dt|dd|pre|strong|em|b|i|u|font|h[1-6]|"
    rb"section|article|main|nav|header|footer|aside|figure|figcaption|blockquote|center|title|meta)"
)
KNOWN = re.compile(rb"</?%b(?:\s[^<>]{0,2000})?/?>" % _KNOWN, re.IGNORECASE)
KNOWN_ENOUGH = 3
#: Tags of elements that part no paragraphs, the break of a line among them.
INLINE = re.compile(rb"</?(?:br|span|a|img|strong|em|b|i|u|font)[\s/>]", re.IGNORECASE)
#: A page that begins with an element and ends with one, or breaks lines twice, is a fragment.
FRAGMENT = re.compile(
    rb"\s*+<%b(?:\s[^<>]{0,2000})?>.*</%b\s*>\s*\Z" % (_KNOWN, _KNOWN),
    re.IGNORECASE | re.DOTALL,
)
BROKEN = re.compile(rb"<br\s{0,4}/?>\s{0,8}<br\s{0,4}/?>", re.IGNORECASE)


def _either_case(name: bytes) -> bytes:
    """Write a pattern for a name in capitals or not; the search can jump to its first letter."""
    return b"".join(b"[%c%c]" % (letter, letter - 32) for letter in name)


def _token(opaque: Iterable[bytes]) -> re.Pattern[bytes]:
    """Write a pattern of what shows nothing: an element of these, a tag, a comment, white space behind.

    Three groups, for `split`.
    """
    return re.compile(
        rb"""
        (<(?:
            (?=[sSnNiIxXtT])(%(opaque)b)(?=[\s/>])            # an opaque element
                %(attributes)b
                (?:[^<]++|<(?!/(?i:\2)[\s/>]))*+              # to its end tag, or to the end
                (?:</[^>]*+>?)?+
          | /?([A-Za-z][^\s/>]*+) %(attributes)b              # a tag
          | !--(?:-?>|.*?(?:--!?>|\Z))                        # comment; unclosed: to the end
          | [!?/][^>]*+>?                                     # doctype, instruction, odd end tag
        )[\x20\t\r\n\f]*+)
        """
        % {
            b"opaque": b"|".join(map(_either_case, sorted(opaque, key=len, reverse=True))),
            b"attributes": rb"""(?:[^>=]++|="[^"]*+"|=[\x20\t\r\n\f]*+(?:"[^"]*+"?|'[^']*+'?)?)*+>?""",
        },
        re.VERBOSE | re.DOTALL,
    )


TOKEN = _token(OPAQUE)
#: The same for readers that run no scripts: what `<noscript>` holds is shown.
UNSCRIPTED = _token(OPAQUE - {b"noscript"})
#: A visible run: from its first to its last byte that is no ASCII white space.
VISIBLE = re.compile(rb"[^ \t\r\n\f](?:[^\r\n]*[^ \t\r\n\f])?")
WHITE = b" \t\r\n\f"
#: Bytes as numbers, which are looked for five times faster than bytes of length one.
NEW_LINE, RETURN, SLASH = b"\n\r/"
LINK = re.compile(rb"[\s\"']href\s*=", re.IGNORECASE)


class Run(NamedTuple):
    """A stretch of bytes that shows text."""

    start: int
    end: int
    broken: bool
    """Whether a new paragraph starts with it."""
    spaced: bool
    """Whether white space stands before it, outside tags."""
    tag: str
    """The container it stands in, by name; `br` behind one."""
    node: int
    """The container it stands in; see `dongxi.outline`."""
    linked: bool
    """Whether it is the text of a link."""


def is_html(raw: bytes) -> bool:
    r"""Tell HTML from text that merely holds a `<`.

    >>> is_html(b"<div><p>x</p></div>"), is_html(b"if a < b and c > d: <T>")
    (True, False)
    >>> is_html(b"<p>x</p>"), is_html(b"x<br><br>y"), is_html(b"the <b> element")
    (True, True, False)
    >>> is_html(b"a<br>\nb<br>\nc<br>"), is_html(b"a\nb<br>\nc\nd<br>\ne\nf\ng<br>")
    (True, False)
    """
    if STRUCTURE.search(raw):
        return True
    tagged = (
        BROKEN.search(raw)
        or FRAGMENT.match(raw)
        or len(list(islice(KNOWN.finditer(raw), KNOWN_ENOUGH))) == KNOWN_ENOUGH
    )
    return bool(tagged) and not _in_lines(raw)


def _in_lines(raw: bytes) -> bool:
    """Tell lines that merely show tags: none of these parts a text, and most lines end without one."""
    if any(not INLINE.match(tag[0]) for tag in KNOWN.finditer(raw)):
        return False
    lines = [line for line in map(bytes.strip, raw.split(b"\n")) if line]
    bare = sum(not a.endswith(b">") and not b.startswith(b"<") for a, b in pairwise(lines))
    return bare * 2 >= len(lines)


def runs(
    raw: bytes, start: int = 0, outline: Outline | None = None, *, unscripted: bool = False
) -> Iterator[Run]:
    """Find the visible runs of `[start, len(raw))`, in order; fill the outline on the way.

    `unscripted`: with what `<noscript>` holds.

    >>> [raw[r.start : r.end] for raw in [b"<p>a <b>b</b></p>c"] for r in runs(raw) if r.broken]
    [b'a', b'c']
    >>> [raw[r.start : r.end] for raw in [b"a<B>b<script>'<p>'</SCRIPT >c"] for r in runs(raw)]
    [b'a', b'b', b'c']
    """
    outline = Outline() if outline is None else outline
    broken, spaced, line, linked = True, False, False, False
    pattern = UNSCRIPTED if unscripted else TOKEN
    parts = pattern.split(raw[start:] if start else raw)
    texts, tokens, names = parts[::4], [*parts[1::4], b">"], [*parts[3::4], None]
    sizes = map(add, map(len, texts), map(len, tokens))
    for at, text, token, element in zip(
        accumulate(sizes, initial=start),
        texts,
        tokens,
        map(ELEMENTS.__getitem__, names),
        strict=False,
    ):
        if text:
            tag = "br" if line else outline.nodes[outline.node].name
            last = at
            for first, end in _lines(text, at):
                broken = broken or (tag == "pre" and b"\n" in raw[last:first])
                yield Run(first, end, broken, spaced or first > last, tag, outline.node, linked)
                broken, spaced, last = False, False, end
            end = at + len(text)
            spaced = spaced or last < end
            broken = broken or (tag == "pre" and b"\n" in raw[last:end])
        if element is None or element.link:
            if token[-1] in WHITE:
                spaced = True
                broken = broken or _breaks(token, outline, line=line)
            if element is not None:
                linked = token[1] != SLASH and _has_address(token)
            continue
        broken, line = True, False
        if token[1] == SLASH:
            outline.close(element)
        elif element.container or element.ends:
            outline.open(element, token)
        else:
            line = element.name == "br"


def _lines(text: bytes, at: int) -> list[tuple[int, int]]:
    """Find the lines of what stands between two tags, without the white space around each."""
    shown = text.rstrip(WHITE)
    if NEW_LINE in shown or RETURN in shown:
        return [(at + found.start(), at + found.end()) for found in VISIBLE.finditer(text)]
    size = len(shown)
    return [(at + size - len(shown.lstrip(WHITE)), at + size)] if shown else []


def _breaks(token: bytes, outline: Outline, *, line: bool) -> bool:
    """Tell whether a line ends behind an inline tag where line ends count."""
    kept = not line and outline.nodes[outline.node].name == "pre"
    return kept and b"\n" in token[token.rfind(b">") :]


def _has_address(token: bytes) -> bool:
    return token.find(b" href=") >= 0 or LINK.search(token) is not None
