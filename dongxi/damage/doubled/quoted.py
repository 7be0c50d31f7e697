"""Find what stands in code, in HTML and in Markdown.

What comes in: a text. What goes out: the places of its code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: What begins and ends code in HTML and Markdown; inline code ends with its line.
CODE = re.compile(
    r"""(?P<fence> ^[ ]{0,3}(?:```|~~~)[^`\n]*+$ ) | (?P<tick> ` ) | (?P<line> \n )
      | (?P<begin> <(?:code|kbd|samp|tt)\b[^<>]*+> ) | (?P<end> </(?:code|kbd|samp|tt)> )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE | re.ASCII,
)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Find what stands in code: between tags for that, between fences, between backticks.

    >>> code_spans("写作`ä¸­`，即<code>ä¸­</code>"), code_spans("<code>没有`完")
    ([(2, 7), (9, 25)], [])
    """
    found: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    for mark in CODE.finditer(text):
        kind = mark.lastgroup or ""
        if kind == "line":
            opened.pop("tick", None)
        elif kind == "begin":
            opened.setdefault("end", mark.start())
        elif kind in opened:
            found.append((opened.pop(kind), mark.end()))
        elif kind != "end":
            opened[kind] = mark.start()
    return _apart(found)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out spans that lie within others.

    >>> _apart([(3, 5), (2, 7), (9, 12)])
    [(2, 7), (9, 12)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found
