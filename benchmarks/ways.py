"""Measure how well pages read whose tags were taken off in other ways.

    python -m benchmarks.ways PAGES_FOLDER

A crawl keeps the text of a page as its program gives it out: a line for every block (`lines`, as
`benchmarks.extract` does), a line for every piece of text between two tags (`pieces`), the same
pieces with blanks between them (`blanks`) or with nothing (`glued`), or the text with the white
space of its source (`source`). All but the first hold the `<title>` too. Prints F1, and for each
field how often it was right and how often wrong.
"""

from __future__ import annotations

import argparse
import sys
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks import forms, peers, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class _Pieces(HTMLParser):
    """Gather the text between tags, but for scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = False

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._unseen = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._unseen = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)


def pieces(page: forms.Page) -> list[str]:
    """Give every piece of text between two tags as it stands.

    >>> pieces(forms.page("x", "<title>甲</title> <p>乙<b>丙</b></p>".encode(), None, None))
    ['甲', ' ', '乙', '丙']
    """
    parser = _Pieces()
    parser.feed(page.text)
    parser.close()
    return parser.found


def _stripped(page: forms.Page) -> Iterator[str]:
    return filter(None, (piece.strip() for piece in pieces(page)))


WAYS: dict[str, Callable[[forms.Page], str]] = {
    "lines": lambda page: "\n".join(forms.lines_of(page.text)),
    "pieces": lambda page: "\n".join(_stripped(page)),
    "blanks": lambda page: " ".join(_stripped(page)),
    "source": lambda page: "".join(pieces(page)),
    "glued": lambda page: "".join(_stripped(page)),
}


def flattened(page: forms.Page, way: str) -> forms.Page:
    """Take the tags off a page in one way; where it stood goes with them."""
    return page._replace(raw=WAYS[way](page).encode("utf-8", "replace"), url=None)


def measured(pages: Sequence[forms.Page], way: str) -> str:
    """Read pages whose tags were taken off in one way, and say how well."""
    answers = [peers.answered(flattened(page, way)) for page in pages]
    golds = [page.gold or {} for page in pages]
    cells = []
    for kind in sorted({gold["kind"] for gold in golds}):
        both = zip(golds, answers, strict=True)
        found = [score.lenient(g, a.text) for g, a in both if g["kind"] == kind]
        cells.append(f"{kind} {100 * mean(found):5.1f}")
    for field in score.FIELDS:
        asked = [(g, a) for g, a in zip(golds, answers, strict=True) if g.get(field)]
        given = [(g[field], value) for g, a in asked if (value := getattr(a, field))]
        right = sum(score.is_right(field, wanted, value) for wanted, value in given)
        cells.append(f"{field} {right} right {len(given) - right} wrong of {len(asked)}")
    return f"{way:<8} {'   '.join(cells)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="PAGES_FOLDER", help="pages with gold.jsonl"
    )
    options = parser.parse_args(arguments)
    try:
        pages = [page for page in forms.load(options.folder) if page.gold]
    except forms.PagesError as fault:
        print(fault, file=sys.stderr)
        return 2
    if not pages:
        print(f"{options.folder}: no {forms.GOLD}; give a folder with gold", file=sys.stderr)
        return 2
    for way in WAYS:
        print(measured(pages, way))
    return 0


if __name__ == "__main__":
    sys.exit(main())
