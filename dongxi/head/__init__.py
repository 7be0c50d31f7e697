"""HTML bytes in, what the page says of itself for machines out, as claims with their bytes.

Meta elements, canonical links, `<time>`, JSON-LD and the few script variables whose name and
shape leave no doubt. Bytes are searched, only values are decoded. All of it may be wrong in
its own way: a meta author is often the editor, a title carries the site's name; the order
among rivals is in `dongxi.claims`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.head.hints import hinted
from dongxi.head.judge import JUDGES, day, no_title
from dongxi.head.scripts import script_said
from dongxi.head.values import Said
from dongxi.head.walk import collect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.head.values import Found
    from dongxi.model import Claim

__all__ = ["claims", "no_title"]


def claims(raw: bytes, encoding: str) -> Iterator[Claim]:
    """Claim what meta elements, links, JSON-LD and script variables say about a page.

    `encoding` is a codec in which ASCII bytes are ASCII; any bytes will do. A claim is made
    once, however often the page repeats it.

    >>> page = '<meta property="og:title" content="山河新貌"><meta name=author content=佚名>'
    >>> [(c.field, c.value, c.rule) for c in claims(page.encode(), "utf-8")]
    [('title', '山河新貌', 'head/og-title')]
    >>> list(claims(b'<!-- <meta name="title" content="x y z"> -->', "utf-8"))
    []
    """
    found = collect(raw, encoding)
    seen: set[tuple[str, str, str]] = set()
    hints = hinted(raw, encoding, found)
    for said in (*found.said, *script_said(found), *_time_said(found), *hints):
        for claim in JUDGES[said.field](said, found):
            key = (claim.field, claim.value, claim.rule)
            if key not in seen:
                seen.add(key)
                yield claim


def _time_said(found: Found) -> Iterator[Said]:
    """Give the time marked as that of publication, else the one day all times agree on."""
    stated = [value for value, marked in found.times if marked]
    values = stated[:1] or [value for value, _ in found.times]
    if len({day(value.text) for value in values}) == 1:
        yield Said("date", "head/time-element", values[0], "probable")
