"""Bytes of a page in, what its meta elements, links, times and scripts say out.

Comments and hidden markup are passed over. Attributes are read as browsers do, but for quotes
inside the quotes of `content`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi.head.scripts import MOST, script
from dongxi.head.tables import META
from dongxi.head.values import QUOTES, Found, Said, Value, read
from dongxi.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable

#: Longer tags are broken.
LONGEST_TAG = 16_384
#: The parts of a page that speak to machines, and those that hide them.
PART = re.compile(
    rb"""<(?: !--
    | (?=[hmltsnixHMLTSNIX]) (?P<name>html|meta|link|time|script|title|style|noscript|iframe|xmp|noembed|noframes|svg|textarea)
      (?=[\s/>]) (?P<tag>(?:[^>=]++|=[\x20\t\r\n\f]*+(?:"[^"]*+"?|'[^']*+'?)?)*+) >?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
COMMENT_END = re.compile(rb"--!?>")
#: Elements whose content is no markup, or is not shown, and where they end.
OPAQUE_END = {
    name: re.compile(rb"</" + name + rb"(?=[\s/>])", re.IGNORECASE)
    for name in b"script title style noscript iframe xmp noembed noframes svg textarea".split()
}
ATTRIBUTE = re.compile(
    rb"""(?<![^\s"'/]) (?P<name>[A-Za-z:][A-Za-z0-9:_.-]{0,40}+) \s*+
    (?:=\s*+ (?: "(?P<double>[^"]*+)"? | '(?P<single>[^']*+)'? | (?P<bare>[^\s"'>]++) ))?""",
    re.VERBOSE,
)
#: Where a value in double quotes ends at the latest: attributes follow, or the tag ends.
VALUE_END = re.compile(rb'"(?=\s*+/?\s*+\Z|\s++[A-Za-z:][A-Za-z0-9:_.-]{0,40}+\s*+=)')
#: A value that reads like attributes was closed before them.
INNER_ATTRIBUTE = re.compile(rb"[A-Za-z]\s{0,4}=\s{0,4}[\"']")
#: The attributes that name what a meta element is about.
NAMING = (b"name", b"property", b"itemprop", b"http-equiv")
KEY_NOISE = re.compile(rb"[\s_-]+")
PUBLISHED = re.compile(
    rb"datepublished|pubdate|published|publish-?time|entry-date", re.IGNORECASE
)
SITE_END = re.compile("[-_|–—](?P<site>[^-_|–—]{1,40})$")


def collect(raw: bytes, encoding: str) -> Found:
    """Walk over the elements that speak to machines, past comments and hidden markup."""
    found, at = Found(), 0
    while part := PART.search(raw, at):
        name = (part["name"] or b"").lower()
        start = at = part.end()
        if not name or name in OPAQUE_END:
            end = (OPAQUE_END[name] if name else COMMENT_END).search(raw, at)
            at = end.end() if end else len(raw)
            inner = Span(start, end.start() if end else at)
            found.opaque.append(inner)
            if name == b"script":
                script(raw, encoding, part, inner, found)
            elif name == b"title":
                found.sites += _site_suffix(read(raw, encoding, inner))
        elif len(part["tag"]) <= LONGEST_TAG and NEEDED[name] in part["tag"].lower():
            READERS[name](raw, encoding, _attributes(raw, Span(*part.span("tag"))), found)
    return found


def _attributes(raw: bytes, tag: Span) -> dict[bytes, Span]:
    """Read the attributes of a tag; the first of a name counts.

    A quote inside the quotes of `content` does not end it, where that can be told.

    >>> raw = '<meta content="他说"好"的" name="title">'.encode()
    >>> [raw[a:b].decode() for a, b in _attributes(raw, Span(5, len(raw) - 1)).values()]
    ['他说"好"的', 'title']
    >>> raw = b'<meta content="x" name="y">'
    >>> [raw[a:b] for a, b in _attributes(raw, Span(5, len(raw) - 1)).values()]
    [b'x', b'y']
    """
    found: dict[bytes, Span] = {}
    for attribute in ATTRIBUTE.finditer(raw, *tag):
        name = attribute["name"].lower()
        group = next((g for g in QUOTES if attribute[g] is not None), "name")
        span = Span(*attribute.span(group))
        if name == b"content" and group == "double":
            span = _repaired(raw, span, tag.end)
        found.setdefault(name, span)
    return found


def _repaired(raw: bytes, span: Span, end: int) -> Span:
    """Move the end of a value behind the quotes inside it, unless attributes stand there."""
    real = VALUE_END.search(raw, span.start, end)
    if real is None or INNER_ATTRIBUTE.search(raw, span.end, real.start()):
        return span
    return Span(span.start, real.start())


def _meta(raw: bytes, encoding: str, attributes: dict[bytes, Span], found: Found) -> None:
    """Take what a meta element says, where its key is known; properties of items once."""
    for name in NAMING:
        if name not in attributes or b"content" not in attributes:
            continue
        start, end = attributes[name]
        key = KEY_NOISE.sub(b"", raw[start:end]).lower().decode("ascii", "replace")
        again = name == b"itemprop" and key in found.keys
        found.keys.add(key)
        if (key in META or key == "copyright") and not again:
            value = read(raw, encoding, attributes[b"content"])
            field, rule = META.get(key, ("", ""))
            if field in {"site_name", ""}:
                found.sites.append(value.text)
            if field:
                found.said.append(Said(field, rule, value))
            return


def _link(raw: bytes, encoding: str, attributes: dict[bytes, Span], found: Found) -> None:
    """Take the address a page says is its own."""
    if b"rel" in attributes and b"href" in attributes:
        start, end = attributes[b"rel"]
        if b"canonical" in raw[start:end].lower().split():
            value = read(raw, encoding, attributes[b"href"])
            found.said.append(Said("url", "head/canonical", value))


def _time(raw: bytes, encoding: str, attributes: dict[bytes, Span], found: Found) -> None:
    """Take a time, and whether it says that it is the time of publication."""
    if b"datetime" in attributes and len(found.times) < MOST:
        value = read(raw, encoding, attributes[b"datetime"])
        hints = (raw[slice(*attributes[n])] for n in (b"itemprop", b"class") if n in attributes)
        stated = b"pubdate" in attributes or any(map(PUBLISHED.search, hints))
        found.times.append((value, stated))


def _site_suffix(title: Value) -> list[str]:
    """Give what stands behind the last bar or hyphen of a title: often the site."""
    suffix = SITE_END.search(title.text)
    return [suffix["site"].strip()] if suffix else []


def _html(raw: bytes, encoding: str, attributes: dict[bytes, Span], found: Found) -> None:
    """Take the language a page says it is in."""
    if name := next((n for n in (b"lang", b"xml:lang") if n in attributes), None):
        value = read(raw, encoding, attributes[name])
        found.said.append(Said("language", "head/html-lang", value))


#: Without this a tag says nothing here.
NEEDED = {b"html": b"lang", b"meta": b"content", b"link": b"canonical", b"time": b"datetime"}
#: Readers of tags, by name.
READERS: dict[bytes, Callable[[bytes, str, dict[bytes, Span], Found], None]] = {
    b"html": _html,
    b"meta": _meta,
    b"link": _link,
    b"time": _time,
}
