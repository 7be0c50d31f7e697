"""Two parsers that know HTML's own rules, lexbor and turbohtml, as judges of our tokens and lines.

Lines are compared without white space: what is a space and what nothing is a rule of our own.
Where we mean to differ, `cases/oracles/differences.jsonl` says what, and why.
"""

from __future__ import annotations

import html
import json
import re
from itertools import accumulate
from pathlib import Path

import pages
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from turbohtml import TokenType, tokenize

from dongxi.blocks import blocks
from dongxi.chars import SPACE
from dongxi.decode import decode
from dongxi.markup import OPAQUE, TOKEN, WHITE
from dongxi.outline import BREAKS, CONTAINERS
from dongxi.paragraphs import paragraphs

CASES = Path(__file__).parent / "cases" / "oracles"
BLANK = re.compile(f"[{SPACE}]+")
UNSEEN = {name.decode() for name in OPAQUE}
BREAKING = CONTAINERS | BREAKS
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
START = "<html><meta charset=utf-8><body>"


def cases(name):
    return [
        json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()
    ]


def squeezed(lines):
    return [line for line in (BLANK.sub("", line) for line in lines) if line]


def our_lines(page, encoding="utf-8"):
    """The lines that are shown, their references resolved."""
    cut = blocks(decode(page.encode(encoding)))
    shown = (p for p in paragraphs(cut.blocks) if not cut.nodes[p.node].hidden)
    return squeezed(html.unescape(p.text) for p in shown)


def lexbor_lines(page):
    """The same of lexbor's tree."""
    parts = []
    stack = [(LexborHTMLParser(page).root, False)]
    while stack:
        node, in_pre = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.is_text_node:
            text = node.text_content or ""
            parts.append(text.replace("\n", "\0") if in_pre else text)
        elif node.is_document_node or (node.is_element_node and node.tag not in UNSEEN):
            end = "\0" if node.tag in BREAKING else ""
            inside = [] if node.is_element_node and hidden(node) else children(node)
            parts.append(end)
            stack.append((end, False))
            stack += [(child, in_pre or node.tag == "pre") for child in reversed(inside)]
    return squeezed("".join(parts).split("\0"))


def hidden(node):
    return "hidden" in node.attributes or HIDDEN.search(node.attributes.get("style") or "")


def children(node):
    found, child = [], node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def our_tokens(page):
    """What shows nothing, as text, without white space behind it."""
    found = TOKEN.split(page.encode())[1::4]
    return [token.rstrip(WHITE).decode() for token in found]


def turbohtml_tokens(page):
    """The same of turbohtml's tokens: one for an opaque element, one for what is cut off."""
    found, at, inside = [], 0, None
    for token in tokenize(page, capture_source=True, resolve_references=False):
        source = token.data if token.source is None else token.source
        assert page.startswith(source, at), "the sources of turbohtml's tokens tile the page"
        at += len(source)
        if inside:
            found[-1] += source
            if token.type is TokenType.END_TAG and token.tag == inside:
                inside = None
        elif token.type not in {TokenType.TEXT, TokenType.CHARACTER_REFERENCE}:
            found.append(source)
            if token.type is TokenType.START_TAG and token.tag in UNSEEN:
                inside = token.tag
    if page[at:]:
        found[len(found) - bool(inside) :] = [(found[-1] if inside else "") + page[at:]]
    return [token.rstrip(WHITE.decode()) for token in found]


LINES = cases("lines.jsonl")
DIFFERENCES = cases("differences.jsonl")


@pytest.mark.parametrize("case", LINES, ids=[case["label"] for case in LINES])
def test_hostile_pages_read_as_in_a_browser(case):
    page = START + case["input"]
    assert our_lines(page) == case["expected"]
    assert lexbor_lines(page) == case["expected"]
    assert our_tokens(page) == turbohtml_tokens(page)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16"])
def test_hostile_pages_in_other_encodings(encoding):
    """Bytes of a character are never taken for markup; pages are joined, since one is too short to tell."""
    found = [
        case
        for case in LINES
        if "to the end" not in case["label"] and "\\" not in case["input"]
    ]
    page = "".join(f"<div><p>許功蓋世</p>{case['input']}</div>" for case in found)
    page = START.replace("utf-8", encoding) + page.encode(encoding, "ignore").decode(encoding)
    assert our_lines(page, encoding) == lexbor_lines(page)


@pytest.mark.parametrize("case", DIFFERENCES, ids=[case["label"] for case in DIFFERENCES])
def test_differences_are_those_we_mean(case):
    page = START + case["input"]
    assert our_lines(page) == case["expected"], case["reason"]
    assert lexbor_lines(page) == case["lexbor"], case["reason"]


WORDS = ("甲乙", "丙", "a", " ", "\n", "\u3000", "&lt;", "&nbsp;", "&amp;", "1 < 2", "<", ">", '"', "'",
         "--", "]]>", "=", "</", "<3", "<!")  # fmt: skip
INLINE = "a b font img input span strong".split()  # noqa: SIM905  (a word list)
BLOCK = "br button center dd div dl dt form h1 hr li ol p section ul".split()  # noqa: SIM905
TABLE = "table tbody td th tr".split()  # noqa: SIM905
ODD = (
    "<!-- x -->", "<!-- > -->", "<!-- x --!>", "<!-->", "<!--->", "<!--", "<!doctype html>", "<?xml x?>",
    "<![CDATA[x]]>", "</ x>", "<script>if (a<b) x='</p>'</script>", "<style>p > a {}</style>",
    "<select><option>x</select>", "<textarea><p></textarea>", "<svg><path d='x'/></svg>", "<iframe src=x></iframe>",
    "<template><p>x</template>", "<a href='>'>", '<a title="<p>">', '<a b="', "<a 'x>", "<a\nhref=x>",
    "<a href=x/y/>", "<p/>", "<br/>", "<DIV>", "</DIV>", "<SCRIPT>x</SCRIPT >",
)  # fmt: skip
#: What turbohtml's sources leave out, and a page's last two characters that we read otherwise.
NO_SOURCE = "</>"
CUT_OFF = "</"


def tags(names):
    return [form.format(name) for name in names for form in ("<{}>", "<{}>", "</{}>")]


def soup(*kinds):
    piece = st.one_of(*(st.sampled_from(kind) for kind in kinds))
    return st.lists(piece, max_size=14).map(lambda found: START + "".join(found))


LAW = settings(derandomize=True, deadline=None, max_examples=300)


@LAW
@given(st.one_of(soup(WORDS, tags(INLINE + BLOCK + TABLE), ODD), pages.markup))
@example("<p>甲")
def test_tokens_are_those_of_turbohtml(page):
    """Our tokens tile a page just as HTML's own rules do, whatever it holds."""
    page = page.replace("\r\n", "\n").replace("title>", "div>")
    assume(NO_SOURCE not in page and not page.endswith(CUT_OFF))
    assert our_tokens(page) == turbohtml_tokens(page)


@LAW
@given(st.one_of(soup(WORDS, tags(INLINE + BLOCK), ODD), pages.markup))
def test_any_soup_shows_the_text_of_lexbor_in_its_order(page):
    """The same text, and a break wherever lexbor has one; we also break at tags HTML drops."""
    page = START + page.replace("title>", "div>")
    assume(not page.endswith(CUT_OFF))
    ours, theirs = our_lines(page), lexbor_lines(page)
    assert "".join(ours) == "".join(theirs)
    assert set(accumulate(map(len, theirs))) <= set(accumulate(map(len, ours)))


text = st.lists(
    st.sampled_from(("甲乙", "丙", "a", " ", "\n", "&lt;", "1 < 2", *ODD[:3])), max_size=3
)
words = text.map("".join)
inline = st.one_of(words, st.tuples(st.sampled_from(("a href=x", "b", "span")), words).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
))  # fmt: skip
flow = st.lists(st.one_of(inline, st.just("<br>")), max_size=4).map("".join)


def one_of_its_kind(name, inside, ends):
    """An element whose end tag may be missing."""
    return st.tuples(st.lists(inside, max_size=3), ends).map(
        lambda pair: "".join(
            f"<{name}>{one}{f'</{name}>' if pair[1] else ''}" for one in pair[0]
        )
    )


def nested(inside):
    """Containers around what is given."""
    ends = st.booleans()
    return st.one_of(
        st.tuples(st.sampled_from(("div", "section", "div hidden", "h2", "center", "div class=a")), inside).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
        ),
        one_of_its_kind("li", inside, ends).map("<ul>{}</ul>".format),
        one_of_its_kind("dd", inside, ends).map("<dl>{}</dl>".format),
        one_of_its_kind("tr", one_of_its_kind("td", inside, ends), ends).map("<table>{}</table>".format),
        st.lists(inside, max_size=3).map("".join),
    )  # fmt: skip


tree = st.recursive(
    st.one_of(flow, one_of_its_kind("p", flow, st.booleans())), nested, max_leaves=12
)


@LAW
@given(tree)
def test_pages_without_faults_have_the_lines_of_lexbor(page):
    """Line for line, missing end tags and tables in tables included."""
    assert our_lines(START + page) == lexbor_lines(START + page)
