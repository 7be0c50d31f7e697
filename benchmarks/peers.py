"""The tools measured: dongxi and others that read the body out of a page.

Each is used as its own documentation shows it and is not told what kind of page it reads.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, NamedTuple

import dongxi
from benchmarks.score import FIELDS, Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.forms import Page

#: The tool the others are compared with.
BASE = "trafilatura"
INSTALL = "pip install -r requirements-bench.lock (magic-html needs Python 3.12)"


class Tool(NamedTuple):
    """A tool, ready to use."""

    name: str
    version: str
    fields: tuple[str, ...]
    """The fields it gives at all."""
    read: Callable[[Page], Answer]


def answered(page: Page) -> Answer:
    """Read a page with dongxi: the text of all its documents, the fields of the first."""
    documents = dongxi.read(page.raw, url=page.url).documents
    if not documents:
        return Answer("")
    row: dict[str, Any] = documents[0].row()
    text = "\n".join(document.text for document in documents)
    return Answer(text, row["title"], row["date"], row["source"], row["author"])


def _dongxi() -> Callable[[Page], Answer]:
    return answered


def _trafilatura(**options: Any) -> Callable[[Page], Answer]:
    extract = import_module("trafilatura").bare_extraction

    def answer(page: Page) -> Answer:
        found = extract(page.text, url=page.url, with_metadata=True, **options)
        if not found:
            return Answer("")
        return Answer(found.text or "", found.title, found.date, None, found.author)

    return answer


def _trafilatura_precision() -> Callable[[Page], Answer]:
    return _trafilatura(favor_precision=True)


def _readability() -> Callable[[Page], Answer]:
    document, shown = import_module("readability").Document, _shown()

    def answer(page: Page) -> Answer:
        found = document(page.text, url=page.url)
        return Answer(shown(found.summary()), found.short_title())

    return answer


def _gne() -> Callable[[Page], Answer]:
    extract = import_module("gne").GeneralNewsExtractor().extract

    def answer(page: Page) -> Answer:
        found = extract(page.text)
        return Answer(
            found["content"], found["title"], found["publish_time"], None, found["author"]
        )

    return answer


def _resiliparse() -> Callable[[Page], Answer]:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    parse = import_module("resiliparse.parse.html").HTMLTree.parse

    def answer(page: Page) -> Answer:
        tree = parse(page.text)
        return Answer(extract(tree, main_content=True), tree.title)

    return answer


def _magic_html() -> Callable[[Page], Answer]:
    extract, shown = import_module("magic_html").GeneralExtractor().extract, _shown()

    def answer(page: Page) -> Answer:
        found = extract(page.text, base_url=page.url or "")
        return Answer(shown(found["html"]), found["title"])

    return answer


def _shown() -> Callable[[str], str]:
    """Give what turns the HTML that some tools answer into text."""
    parse = import_module("lxml.html").fromstring

    def shown(html: str) -> str:
        return str(parse(html).text_content()) if html and html.strip() else ""

    return shown


#: Name, package, fields, and what makes it ready; in the order of the tables.
TOOLS: tuple[tuple[str, str, tuple[str, ...], Callable[[], Callable[[Page], Answer]]], ...] = (
    ("dongxi", "dongxi", FIELDS, _dongxi),
    (BASE, BASE, ("title", "date", "author"), _trafilatura),
    (f"{BASE}-precision", BASE, ("title", "date", "author"), _trafilatura_precision),
    ("readability-lxml", "readability-lxml", ("title",), _readability),
    ("gne", "gne", ("title", "date", "author"), _gne),
    ("resiliparse", "resiliparse", ("title",), _resiliparse),
    ("magic-html", "magic-html", ("title",), _magic_html),
)


def ready() -> tuple[list[Tool], list[str]]:
    """Give the tools that are installed, and the names of those that are not."""
    tools, missing = [], []
    for name, package, fields, make in TOOLS:
        try:
            read = make()
        except ImportError:
            missing.append(name)
            continue
        tools.append(Tool(name, _version(package), fields, read))
    return tools, missing


def _version(package: str) -> str:
    if package == "dongxi":
        return dongxi.__version__
    return metadata.version(package)
