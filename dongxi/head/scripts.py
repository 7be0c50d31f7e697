"""Scripts in, what they say of the page out: JSON-LD and variables with telling names.

Variables are found in the bytes; the value behind them is decoded, since a trail byte of
GB18030 or Big5 may look like a backslash or a bracket.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi.fold import fold
from dongxi.head.judge import day, is_filled
from dongxi.head.loose import parse
from dongxi.head.tables import (
    ACCOUNT_SIGN,
    CAMBRIAN,
    DECLARED_KEYS,
    MEMBER_KEYS,
    PAGE,
    TYPES,
)
from dongxi.head.values import LONGEST_VALUE, QUOTES, Found, Said, Value, clean, decoded, plain
from dongxi.model import Span
from dongxi.names import is_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.head.loose import Node
    from dongxi.text import Text

#: The call of a search engine is short; JSON-LD is read so far.
LONGEST_CALL, LONGEST_SCRIPT = 8_192, 262_144
#: A page names its people a few times, and has a few variables of one kind; more are about
#: other articles.
MOST_NAMES, MOST = 10, 100
LONGEST_KEY = 16
LD_TYPE = re.compile(rb"ld\+json", re.IGNORECASE)
CAMBRIAN_CALL = b"cambrian.render("
#: `var publishDate =`, `"pubtime":`, `authorName:`. Each starts with letters, found fast.
VARIABLE = re.compile(rb"var\s{1,8}(?P<key>[A-Za-z_]{2,16})\s{0,8}=\s{0,8}(?=[\"'0-9a-zA-Z])")
PUBLICATION = re.compile(
    rb"ub(?:lish(?:ed)?)?_?(?:[Dd]ate|[Tt]ime|[Aa]t)(?P<rest>)[\"']?\s{0,8}[:=]\s{0,8}(?=[\"'0-9])"
)
NAME = re.compile(rb"ame(?P<rest>)[\"']?\s{0,8}[:=]\s{0,8}(?=[\"'])")
KEY_BEFORE = re.compile(rb"(?<![A-Za-z0-9$])[A-Za-z_]{2,16}\Z")
SCRIPT_VALUE = re.compile(
    r"""(?:[A-Za-z.]{1,20}\()?
    (?: "(?P<double>(?:[^"\\\r\n]++|\\.)*+)" | '(?P<single>(?:[^'\\\r\n]++|\\.)*+)'
      | (?P<bare>1[0-9]{9}(?:[0-9]{3})?)(?![0-9.]) )""",
    re.VERBOSE,
)
#: Dates of scripts stand alone.
SCRIPT_DATE = re.compile(
    "(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[T ].{0,30})?|1[0-9]{9}(?:[0-9]{3})?"
)


def script(raw: bytes, encoding: str, part: re.Match[bytes], inner: Span, found: Found) -> None:
    """Read a script: JSON-LD, the call of a search engine, or variables."""
    if LD_TYPE.search(part["tag"]):
        _json_ld(raw, encoding, inner, found)
        return
    call = raw.find(CAMBRIAN_CALL, *inner)
    if call >= 0:
        start = call + len(CAMBRIAN_CALL)
        _json_ld(raw, encoding, Span(start, min(inner.end, start + LONGEST_CALL)), found)
        return
    for said, key in _variables(raw, encoding, inner, MOST - len(found.declared)):
        found.keys.add(key)
        found.declared.append(said)
    found.members += _members(raw, encoding, inner, MOST - len(found.members))


def _json_ld(raw: bytes, encoding: str, span: Span, found: Found) -> None:
    """Take what the first object about the page says."""
    span = Span(span.start, min(span.end, span.start + LONGEST_SCRIPT))
    text = decoded(raw, encoding, span)
    for node in _pages(parse(str(text))):
        for said in _members_of(node, text, span.start):
            if said.field == "site_name":
                found.sites.append(said.value.text)
            found.said.append(said)
        return


def _pages(root: Node) -> Iterator[Node]:
    """Give the objects that tell about the page: at the top, or listed there as a graph."""
    top = root.nodes("")
    graph = [
        inner for node in top for key in ("@graph", "mainEntity") for inner in node.nodes(key)
    ]
    known = [node for node in (*top, *graph) if _keys_of(node)]
    yield from sorted(known, key=lambda node: _keys_of(node) is PAGE)


def _keys_of(node: Node) -> dict[str, tuple[str, str]]:
    """Give the members that count in an object: by its type, or by the dialect it is in."""
    types = [value.text.rsplit("/", 1)[-1].lower() for value in node.strings("@type")]
    if not types and (node.strings("pubDate") or node.strings("upDate")):
        return CAMBRIAN
    return next((TYPES[name] for name in types if name in TYPES), {})


def _members_of(node: Node, text: Text, offset: int) -> Iterator[Said]:
    """Give what the members of an object say; an object stands for its name."""
    for key, (field_name, rule) in _keys_of(node).items():
        if key == "name" and node.strings("headline"):
            continue
        for chars in node.named(key)[:MOST_NAMES]:
            span = text.span_of(chars.start, chars.end)
            value = Value(
                clean(plain(chars.text)), Span(span.start + offset, span.end + offset)
            )
            yield Said(field_name, rule, value)


def _variables(raw: bytes, encoding: str, inner: Span, most: int) -> Iterator[tuple[Said, str]]:
    """Give the declared variables of known names, at most so many, with their keys."""
    for variable in VARIABLE.finditer(raw, *inner):
        key = variable["key"].lower().replace(b"_", b"").decode("ascii")
        if key in DECLARED_KEYS and most > 0:
            most -= 1
            if value := _script_value(raw, encoding, Span(variable.end(), inner.end)):
                yield Said(*DECLARED_KEYS[key], value, "probable"), f"var {key}"


def _members(raw: bytes, encoding: str, inner: Span, most: int) -> Iterator[Said]:
    """Give the members of known names of the objects in a script, at most so many."""
    for pattern in (PUBLICATION, NAME):
        for member in pattern.finditer(raw, *inner):
            start = max(member.start() - LONGEST_KEY, inner.start)
            key = KEY_BEFORE.search(raw, start, member.end("rest"))
            said = key and MEMBER_KEYS.get(
                key.group().lower().replace(b"_", b"").decode("ascii")
            )
            if said and most > 0:
                most -= 1
                if value := _script_value(raw, encoding, Span(member.end(), inner.end)):
                    yield Said(*said, value, "probable")


def _script_value(raw: bytes, encoding: str, rest: Span) -> Value | None:
    """Read the string or the Unix time that stands at a place of a script."""
    start = rest.start
    text = decoded(raw, encoding, Span(start, min(start + LONGEST_VALUE, rest.end)))
    found = SCRIPT_VALUE.match(str(text))
    if found is None:
        return None
    group = next(g for g in QUOTES if found[g] is not None)
    if not found[group]:
        return None
    span = text.span_of(*found.span(group))
    value = clean(plain(found[group]))
    return Value(value, Span(start + span.start, start + span.end))


def script_said(found: Found) -> Iterator[Said]:
    """Give what variables say with one voice: the declared ones, else members of objects.

    Lists of other articles have the same members: where two values differ, neither counts.

    >>> days = [Said("date", "head/script-date", Value(f"2024-05-1{i}", Span(i, i))) for i in (3, 4)]
    >>> [said.value.text for said in script_said(Found(members=days[:1]))]
    ['2024-05-13']
    >>> list(script_said(Found(members=days)))
    []
    """
    account = ("source", "head/script-account")
    if f"var {ACCOUNT_SIGN}" not in found.keys:
        account = ("author", "head/script-author")
    declared = [Said(*account, *s[2:]) if s.field == "account" else s for s in found.declared]
    for name in ("title", "date", "source", "author"):
        for group in (declared, found.members):
            said = [s for s in group if s.field == name and _telling(s)]
            if len({day(s.value.text) if name == "date" else s.value.text for s in said}) == 1:
                yield said[0]
            if said:
                break


def _telling(said: Said) -> bool:
    """Tell whether a variable has a value of the strong shape that its field asks for."""
    text = said.value.text
    if said.rule == "head/script-date":
        return bool(SCRIPT_DATE.fullmatch(text) and day(text))
    if said.rule == "head/script-source":
        return is_outlet(fold(text))
    return is_filled(text, LONGEST_VALUE)
