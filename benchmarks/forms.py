"""A folder of pages in, the pages and their flattened and repeated forms out.

Flattened: the visible lines of a page without any tag, as crawls keep them. They are made here
with the HTML parser of the standard library, which no tool measured uses.
"""

from __future__ import annotations

import json
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi import seeds
from dongxi.chars import SPACES
from dongxi.decode import decode
from dongxi.markup import is_html

if TYPE_CHECKING:
    from pathlib import Path

GOLD = "gold.jsonl"
#: Elements that do not end the line they stand in.
INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code del dfn em font i img input ins kbd label map mark
    q rp rt ruby s samp small span strike strong sub sup time tt u var wbr""".split()  # noqa: SIM905  (a word list)
)
#: Elements whose text is not shown on the page.
UNSEEN = frozenset(
    """datalist iframe noembed noframes noscript object script select style svg template textarea
    title""".split()  # noqa: SIM905
)
#: Elements without an end tag, which hide nothing but themselves.
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
#: Elements that end where the next of their kind begins.
ENDS_ITSELF = frozenset({"dd", "dt", "li", "p", "td", "th", "tr"})
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
BLANKS = re.compile("[ \t\r\n\f]+")
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
BODY_END = re.compile(rb"</body\b", re.IGNORECASE)


class PagesError(ValueError):
    """A fault in the folder of pages; the message says what to do."""


class Page(NamedTuple):
    """A page as every tool gets it."""

    id: str
    raw: bytes
    """As it was fetched; dongxi gets this and decodes it."""
    text: str
    """Decoded; the others get this."""
    url: str | None
    gold: dict[str, Any] | None


def load(folder: Path, half: str = "all") -> list[Page]:
    """Read the pages of a folder in the order of their gold, or of their names without gold.

    `half` keeps those with even or odd index. Raises `PagesError` if there is nothing to read.
    """
    if not folder.is_dir():
        raise PagesError(f"{folder}: no such folder; give a folder of .html or .txt pages")
    try:
        found = _with_gold(folder) if (folder / GOLD).is_file() else _alone(folder)
    except seeds.SeedError as fault:
        raise PagesError(str(fault).replace(" with --seeds", "")) from None
    kept = found[half == "odd" :: 1 if half == "all" else 2]
    if not kept:
        raise PagesError(f"{folder}: no page to read; put .html or .txt pages into it")
    return kept


def _alone(folder: Path) -> list[Page]:
    return [page(seed.id, seed.raw, None, None) for seed in seeds.load(folder)]


def _with_gold(folder: Path) -> list[Page]:
    lines = (folder / GOLD).read_text(encoding="utf-8").splitlines()
    return [_page_of(folder, number, line) for number, line in enumerate(lines, 1) if line]


def _page_of(folder: Path, number: int, line: str) -> Page:
    """Read the page of one line of gold."""
    where = f"{folder / GOLD}, line {number}"
    try:
        gold = json.loads(line)
        path = folder / gold["html"]
        name, _, _ = gold["id"], gold["kind"], gold["lines"]
    except (ValueError, KeyError, TypeError) as fault:
        raise PagesError(
            f"{where}: {fault!r}; a JSON object with 'id', 'kind', 'html' and 'lines' was expected"
        ) from None
    if not path.is_file():
        raise PagesError(f"{where}: {gold['html']!r} is not in the folder; add or drop it")
    return page(name, path.read_bytes(), gold.get("url"), gold)


def page(name: str, raw: bytes, url: str | None, gold: dict[str, Any] | None) -> Page:
    """Make a page; its text goes without the XML declaration, which some parsers refuse."""
    text = str(decode(raw).text()).removeprefix("\ufeff")
    return Page(name, raw, DECLARATION.sub("", text, count=1), url, gold)


def tagged(pages: list[Page]) -> list[Page]:
    """Keep the pages that are HTML."""
    return [one for one in pages if is_html(one.text.encode("utf-8", "replace"))]


class _Flattener(HTMLParser):
    """Gather visible lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._unseen = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen and tag == self._unseen:
            if tag not in ENDS_ITSELF:
                self._depth += 1
                return
            self._unseen = ""
        if self._unseen:
            return
        if tag not in INLINE:
            self.end_line()
        if tag in UNSEEN or (tag not in VOID and _hides(attrs)):
            self._unseen, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._depth -= tag == self._unseen
            if not self._depth:
                self._unseen = ""
        elif tag not in INLINE:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(data)

    def end_line(self) -> None:
        """Keep the line, if it shows anything."""
        line = BLANKS.sub(" ", "".join(self._line)).strip(SPACES)
        self._line.clear()
        if line:
            self.lines.append(line)


def _hides(attrs: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden" or (name == "style" and HIDDEN.search(value or ""))
        for name, value in attrs
    )


def lines_of(text: str) -> list[str]:
    """Give the visible lines of a page; a page without tags has those it has.

    >>> lines_of("<html><title>甲</title><p>乙<b>丙</b><p style='display:none'>丁<p>戊&lt;<br>己")
    ['乙丙', '戊<', '己']
    """
    if not is_html(text.encode("utf-8", "replace")):
        return [line for line in map(str.strip, text.splitlines()) if line]
    flattener = _Flattener()
    flattener.feed(text)
    flattener.close()
    flattener.end_line()
    return flattener.lines


def flattened(one: Page, times: int = 1) -> Page:
    """Flatten a page: bytes for dongxi; for the others, a paragraph a line, since they need tags."""
    lines = lines_of(one.text) * times
    wrapped = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in lines)
    text = f'<html><head><meta charset="utf-8"></head><body>\n{wrapped}</body></html>\n'
    raw = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    return one._replace(raw=raw, text=text)


def repeated(one: Page, times: int) -> Page:
    """Repeat what stands in the body of an HTML page.

    >>> repeated(page("x", b"<html><body><p>a</p></body></html>", None, None), 2).raw
    b'<html><body><p>a</p><p>a</p></body></html>'
    """
    opened, ends = BODY.search(one.raw), list(BODY_END.finditer(one.raw))
    start = opened.end() if opened else 0
    end = ends[-1].start() if ends and ends[-1].start() > start else len(one.raw)
    raw = one.raw[:start] + one.raw[start:end] * times + one.raw[end:]
    return page(one.id, raw, one.url, one.gold)
