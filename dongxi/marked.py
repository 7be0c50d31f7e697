"""Lines of a Markdown page in, their runs of text out; the signs between them are markup.

Marks of headings, quotations and items, emphasis, code and links. What a line shows stays one
paragraph. Lines of code between fences, rows of tables and pictures stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.chars import SPACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FENCE = re.compile("(?:`{3}|~{3})")
#: Marks at the start of a line, and the element each stands for.
HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
QUOTE = re.compile(r"(?:>[ \t]?){1,4}(?=[^\s>])")
ITEM = re.compile(r"[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
RULER = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
TABLE = re.compile(r"\|.*\|$")
PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\n]{1,500}\)")
#: Signs around words: code first, in which nothing else is a sign.
INLINE = re.compile(
    rf"""
    (?P<code>`+)(?=[^`])(?P<in_code>[^`\n]{{1,200}})(?P=code)(?!`)
    | (?P<picture>{PICTURE.pattern})
    | \[(?P<in_link>[^\[\]\n]{{1,200}})\]\([!-'*-~]{{1,500}}(?:[ ]"[^"\n]{{0,100}}")?\)
    | (?P<bold>\*\*|__)(?=[^\s*_])(?P<in_bold>[^*_\n]{{1,300}})(?<=\S)(?P=bold)(?![*_])
    | (?<![*\\0-9A-Za-z])\*(?=[^\s*])(?P<in_italic>[^*\n]{{1,200}})(?<=\S)\*(?![*0-9A-Za-z])
    """,
    re.VERBOSE,
)
INSIDE = ("in_code", "in_link", "in_bold", "in_italic")


class Marked(NamedTuple):
    """A run of text of a line: characters `[start, end)` of the page."""

    start: int
    end: int
    tag: str = ""
    """The element that the mark at the start of the line stands for."""
    linked: bool = False
    joined: Literal["", "joint", "space"] = ""
    """How it goes on with the run before it, behind signs; empty where a line begins."""


def marked(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """Give the runs of every line, in order; a line of signs alone has none.

    >>> page = "> 今年的**新茶**很好，见[茶谱](a.html)"
    >>> [page[run.start : run.end] for run in marked(page, [(0, len(page))])]
    ['今年的', '新茶', '很好，见', '茶谱']
    >>> page = "3 * 4 * 5，snake_case_name，[注]"
    >>> [page[run.start : run.end] for run in marked(page, [(0, len(page))])]
    ['3 * 4 * 5，snake_case_name，[注]']
    """
    code = False
    for start, end in lines:
        fence = FENCE.match(text, start, end) is not None
        if (
            fence
            or code
            or TABLE.match(text, start, end)
            or PICTURE.fullmatch(text, start, end)
        ):
            yield Marked(start, end, "pre" if code and not fence else "")
            code = code != fence
            continue
        if RULER.fullmatch(text, start, end):
            continue
        tag, first = _mark(text, start, end)
        yield from _runs(text, first, end, tag)


def _mark(text: str, start: int, end: int) -> tuple[str, int]:
    """Read the mark at the start of a line: its element, and where the text begins."""
    quote = QUOTE.match(text, start, end)
    at = quote.end() if quote else start
    if heading := HEADING.match(text, at, end):
        return f"h{len(heading.group().rstrip())}", heading.end()
    if quote:
        return "blockquote", at
    item = ITEM.match(text, at, end)
    return ("li", item.end()) if item else ("", at)


def _runs(text: str, start: int, end: int, tag: str) -> Iterator[Marked]:
    """Cut a line at its signs, and white space off the edges of its runs."""
    joined: Literal["", "joint", "space"] = ""
    spaced = False
    for first, last, linked in _pieces(text, start, end):
        shown = text[first:last].strip(SPACES)
        at = first + text[first:last].index(shown)
        spaced = spaced or at > first or not shown
        if shown:
            yield Marked(at, at + len(shown), tag, linked, joined and SPACED[spaced])
            joined, spaced = "joint", at + len(shown) < last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Give what stands between the signs of a line, and whether it is a link's text."""
    at = start
    for sign in INLINE.finditer(text, start, end):
        yield at, sign.start(), False
        inside = next((name for name in INSIDE if sign[name] is not None), "")
        if inside:
            yield *sign.span(inside), inside == "in_link"
        at = sign.end()
    yield at, end, False


#: How a run goes on behind signs, with white space before it or not.
SPACED: tuple[Literal["joint"], Literal["space"]] = ("joint", "space")
