"""Bytes of a page in, what elements say that the page itself names by field out.

An `id`, a class or an `itemprop` says what an element holds: `publish_time`, `author-name`,
`datePublished`. Lists of other articles have such elements too: where two values of a field
differ, neither counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from dongxi.fold import fold
from dongxi.head.judge import ELEMENT, day
from dongxi.head.values import Found, Said, Value, read
from dongxi.labels import LABEL
from dongxi.model import Span
from dongxi.names import is_outlet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Names of fields less their first letter, which may be a capital, so that they are found
#: fast; and what they claim. Words of a name are joined by `-`, `_` or nothing.
HINTS = tuple(
    (re.compile(rest + rb"(?=[\"'\s>])"), field)
    for rest, field in (
        (rb"ub(?:(?:lish(?:ed)?)?[_-]?(?:[Tt]ime|[Dd]ate|[Aa]t)|(?<=atePub)lished)", "date"),
        (rb"ost[_-](?:date|time)", "date"),
        (rb"uthor(?:[_-]?[Nn]ame)?", "author"),
        (rb"ource(?:[_-]?[Nn]ame)?", "source"),
    )
)
#: What names of accounts end in, and what stands before that, less the first letter.
NAME = re.compile(rb"ame(?=[\"'\s>])")
ACCOUNT = re.compile(
    rb"(?:(s_n)|(rofile_nickn)|(eta_nickn)|(ccount[_-]?[Nn])|(edia[_-]?[Nn]))\Z"
)
LONGEST_ACCOUNT_NAME = 12
#: What stands before the rest of the name in its tag: the attribute, other names of the
#: element, and the first letter.
BEFORE = re.compile(
    rb"<[a-zA-Z][a-zA-Z0-9]{0,10}\s(?:[^<>]{0,300}[\s\"'])??(?:class|id|itemprop)\s{0,3}=\s{0,3}[\"']?"
    rb"(?:[^\"'<>=]{0,120}(?:[\s_-][A-Za-z]|[a-z][A-Z])|[A-Za-z])"
)
#: Names of elements that speak of others than the page's own text.
OF_OTHERS = re.compile(
    rb"comment|reply|replies|review|guest|visitor|user|member|login|related|recommend|sidebar|hot|rank|"
    rb"(?:news|post|article|video|hot)-?_?list|pinglun|widget|footer",
    re.IGNORECASE,
)
CONTENT = re.compile(rb"\scontent\s{0,3}=\s{0,3}[\"'](?P<value>[^\"'<>]{1,200})[\"']")
#: A tag, and what a field holds, have so many bytes.
LONGEST_TAG, LONGEST_TEXT = 400, 300
#: The names of accounts and of people have so many characters.
SHORTEST_NAME, LONGEST_ACCOUNT, LONGEST_NAME = 2, 20, 30
#: Names that are looked at; pages have more in scripts.
MOST = 200


def hinted(raw: bytes, encoding: str, found: Found) -> Iterator[Said]:
    """Give what elements say whose names name a field, where they say it with one voice."""
    said: dict[str, list[Said]] = {}
    shown = list(_shown(raw, found.opaque))
    markup = b"".join([raw[start:end] for start, end in shown])
    offsets = list(accumulate((end - start for start, end in shown), initial=0))
    for field, first, end in _named(markup):
        at = bisect_right(offsets, first) - 1
        start = shown[at][0] + first - offsets[at]
        whole = raw.startswith(markup[first:end], start)
        value = _value(raw, encoding, start, end - first) if whole else None
        if value and _telling(field, value.text):
            to = "source" if field == "account" else field
            claim = Said(to, f"head/hint-{field}", value, "probable")
            said.setdefault(field, []).append(claim)
    for field, values in said.items():
        if len({_spelled(field, one.value.text) for one in values}) == 1:
            yield values[0]


def _named(markup: bytes) -> Iterator[tuple[str, int, int]]:
    """Give the names of fields: which field, first byte, end; those of accounts last."""
    for name, field in HINTS:
        for hint in islice(name.finditer(markup), MOST):
            yield field, hint.start(), hint.end()
    accounts: list[list[tuple[int, int]]] = [[] for _ in range(ACCOUNT.groups)]
    for tail in NAME.finditer(markup):
        end = tail.start()
        if before := ACCOUNT.search(markup, max(end - LONGEST_ACCOUNT_NAME, 0), end):
            accounts[(before.lastindex or 1) - 1].append((before.start(), tail.end()))
    for there in accounts:
        for first, end in there[:MOST]:
            yield "account", first, end


def _shown(raw: bytes, opaque: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Give what lies between scripts, styles and comments."""
    at = 0
    for start, end in opaque:
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(raw):
        yield at, len(raw)


def _value(raw: bytes, encoding: str, hint: int, size: int) -> Value | None:
    """Read the element whose name is found at a place."""
    low = max(hint - LONGEST_TAG, 0)
    start = raw.rfind(b"<", low, hint)
    if (
        start < 0
        or not BEFORE.fullmatch(raw, start, hint)
        or OF_OTHERS.search(raw, start, hint)
    ):
        return None
    close = raw.find(b">", hint + size, hint + size + LONGEST_TAG)
    if close < 0:
        return None
    if content := CONTENT.search(raw, start, close):
        return read(raw, encoding, Span(*content.span("value")))
    end = raw.find(b"</", close + 1, close + 1 + LONGEST_TEXT)
    if end < 0:
        return None
    first = max(raw.rfind(b">", close, end) + 1, close + 1)
    return read(raw, encoding, Span(first, end))


def _telling(field: str, text: str) -> bool:
    """Tell whether a value has the shape its field asks for."""
    if field == "date":
        return day(text) is not None
    if LABEL.fullmatch(f"{fold(text).rstrip(' :')}:"):
        return False
    if field == "account":
        return is_outlet(fold(text)) or SHORTEST_NAME <= len(text) <= LONGEST_ACCOUNT
    return SHORTEST_NAME <= len(text) <= LONGEST_NAME and not ELEMENT.search(text)


def _spelled(field: str, text: str) -> str | None:
    return day(text) if field == "date" else text
