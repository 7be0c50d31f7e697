"""A page in, the blocks that tile it out.

A text block begins and ends with a visible character. Between two of them lies a separator
whose kind says how it reads: `break` a newline (a paragraph ends), `space` one space, `joint`
nothing (the paragraph goes on behind inline markup). Roles come later.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dongxi import front, markup
from dongxi.chars import BLANKS, BREAKS, HAN, SPACE, SPACES
from dongxi.decode import LEAD
from dongxi.marked import Marked, marked
from dongxi.model import Block
from dongxi.outline import Outline
from dongxi.text import Text, joined, read_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.decode import Decoded
    from dongxi.model import Kind
    from dongxi.outline import Node

#: A line without the white space around it.
LINE = re.compile(f"[^{SPACE}](?:[^{BREAKS}]*[^{SPACE}])?")
#: References that show as white space, as pages write them.
REFERENCE = "&(?:nbsp|emsp|ensp|thinsp|zwnj|zwj|#160|#xa0|#8203|#12288|#x3000);"
LEFT = re.compile(f"(?:[{SPACE}]|{REFERENCE})+", re.IGNORECASE)
RIGHT = re.compile(f"{REFERENCE}$", re.IGNORECASE)
#: With these a run may begin or end in white space.
FIRST, LAST = frozenset({*SPACES, "&", ""}), frozenset({*SPACES, ";", ""})
LONGEST_REFERENCE = 8
HAN_FIRST = re.compile(f"[{HAN}]")
#: The tag that breaks a line, as text shows it, and where it ends one; so many are no mention of it.
BREAK = re.compile(f"[{SPACE}]*+<br[ ]{{0,4}}/?>[{SPACE}]*+", re.IGNORECASE)
LINE_BREAK = re.compile(f"<br[ ]{{0,4}}/?>(?=[{BLANKS}]*+(?:[{BREAKS}]|$))", re.IGNORECASE)
BREAKS_ENOUGH = 2
MARKDOWN = re.compile(r"^(?:#{1,6} +\S|!\[[^\]\n]{0,200}\]\([^)\n]{1,500}\)|```)", re.MULTILINE)
MARKDOWN_LINK = re.compile(r"\[(?<!!\[)[^\]\n]{1,200}\]\(https?://[^)\s]{1,500}\)")


class Cutter(Protocol):
    """Whoever can cut bytes into texts."""

    codec: tuple[str, str]
    """Codec and error handler under which bytes and characters correspond."""

    def cut(self, points: Sequence[int]) -> list[Text]:
        """Cut at byte offsets; the texts tile the whole."""
        ...


class Cut(NamedTuple):
    """A page, cut."""

    format: str
    """html, markdown or text, with `front_matter+` in front where there is some."""
    blocks: tuple[Block, ...]
    front: Text | None
    """The front matter, fences included."""
    nodes: tuple[Node, ...] = ()
    """The containers of HTML; blocks name theirs by number."""


class Direct:
    """Cut the bytes of the seed themselves."""

    __slots__ = ("codec", "source")

    def __init__(self, source: Decoded) -> None:
        self.source, self.codec = source, (source.encoding, "surrogateescape")

    def cut(self, points: Sequence[int]) -> list[Text]:
        """Read each range between two points on its own."""
        edges = [0, *points, len(self.source.raw)]
        return [Text(self.source, None, (a, b)) for a, b in pairwise(edges)]


class Recoded:
    """Cut a text by the byte offsets of its UTF-8 form: for restored pages and UTF-16."""

    __slots__ = ("codec", "raw", "text")

    def __init__(self, text: Text) -> None:
        self.text, self.codec = text, ("utf-8", "surrogatepass")
        self.raw = str(text).encode(*self.codec)

    def cut(self, points: Sequence[int]) -> list[Text]:
        """Turn bytes into characters in one pass, then cut once."""
        leads, at, chars = self.raw.translate(LEAD), 0, 0
        places = []
        for point in points:
            chars += sum(leads[at:point])
            at = point
            places.append(chars)
        return self.text.cut(places)


def blocks(source: Decoded, restored: Text | None = None, *, unscripted: bool = False) -> Cut:
    """Cut a page into front matter, then HTML, Markdown or lines.

    Give the restored text where there is one: its edits and bytes stay with the blocks.
    `unscripted`: as readers see HTML that run no scripts, with what `<noscript>` holds.
    """
    if restored is None and source.encoding in markup.TAGGED:
        if markup.is_html(source.raw):
            return _html(source.raw, Direct(source), unscripted=unscripted)
        return _flat(source.text())
    text = source.text() if restored is None else restored
    recoded = Recoded(text)
    if markup.is_html(recoded.raw):
        return _html(recoded.raw, recoded, unscripted=unscripted)
    return _flat(text)


def _html(raw: bytes, cutter: Cutter, *, unscripted: bool = False) -> Cut:
    """Cut HTML: front matter as lines, then visible runs and what lies between them."""
    start = _front_end(raw, cutter)
    outline = Outline()
    found = list(markup.runs(raw, start, outline, unscripted=unscripted))
    points = [at for run in found for at in (run.start, run.end)]
    texts = cutter.cut([start, *points] if start else points)
    head = texts.pop(0) if start else None
    done = _lines(head, "front_matter") if head else []
    if isinstance(cutter, Direct):
        read_together(texts[1::2])
    gap, at, broken, spaced = [texts[0]], start, True, False
    for run, text, after in zip(found, texts[1::2], texts[2::2], strict=True):
        first, last, breaks, spaces, tag, node, linked = run
        broken, spaced = broken or breaks, spaced or spaces
        value = str(text)
        if value[:1] in FIRST or value[-1:] in LAST:
            left, text, right = _trimmed(text)  # noqa: PLW2901
            gap.append(left)
            spaced = spaced or not left.empty
            if text.empty:
                gap += [right, after]
                continue
            rest = [right, after]
        else:
            rest = [after]
        kind: Kind = "break" if broken else "space" if spaced else "joint"
        done += _separator(gap, kind, text, tags=raw.find(b"<", at, first) >= 0)
        done.append(Block(text, "text", "", "", tag, node, linked))
        gap, at, broken, spaced = rest, last, False, len(rest) > 1 and not rest[0].empty
    done += _separator(gap, "break", None, tags=raw.find(b"<", at) >= 0)
    name = "front_matter+html" if head else "html"
    return Cut(name, tuple(_parted(done)), head, tuple(outline.nodes))


def _parted(blocks: list[Block]) -> list[Block]:
    """Let inline elements side by side part words, in lines without a mark of prose.

    In a sentence markup parts nothing; in a menu or a line of credits (`<b>王某</b><i>昨天</i>`)
    a style sheet sets the elements apart. Headings are written as sentences are; what a count
    behind either counts is no part of it.
    """
    joints = [
        number
        for number, block in enumerate(blocks)
        if block.kind == "joint" and SIDE_BY_SIDE.search(str(block.text))
    ]
    end, prose = 0, False
    for joint in joints:
        if joint >= end:
            start, end = _line_around(blocks, joint)
            prose = any(map(_is_prose, blocks[start:end]))
        if not prose or (joint + 2 == end and _count_behind(blocks, joint)):
            blocks[joint] = blocks[joint]._replace(kind="space")
    return blocks


def _line_around(blocks: Sequence[Block], number: int) -> tuple[int, int]:
    """Give the range of blocks from one break to the next."""
    start = end = number
    while start and blocks[start - 1].kind != "break":
        start -= 1
    while end < len(blocks) and blocks[end].kind != "break":
        end += 1
    return start, end


def _is_prose(block: Block) -> bool:
    """Tell a heading, or a run with a mark of prose."""
    if block.kind != "text":
        return False
    return block.tag in HEADINGS or PROSE_MARK.search(str(block.text)) is not None


def _count_behind(blocks: Sequence[Block], joint: int) -> bool:
    """Tell a number in an element of its own behind words or a sentence."""
    before, behind = str(blocks[joint - 1].text), str(blocks[joint + 1].text)
    return COUNT.fullmatch(behind) is not None and not before[-1:].isascii()


COUNT = re.compile("[0-9]{1,6}")
#: A mark that lines of words apart do not have.
PROSE_MARK = re.compile("[。，！？；…,!?;]")
#: An inline element ends and another one starts.
SIDE_BY_SIDE = re.compile("</.*<[A-Za-z]", re.DOTALL)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "title"})


def _front_end(raw: bytes, cutter: Cutter) -> int:
    """Give the byte behind the front matter, 0 where there is none."""
    codec, errors = cutter.codec
    head = getincrementaldecoder(codec)(errors).decode(raw[: front.LONGEST])
    return len(head[: front.end_of_front_matter(head)].encode(codec, errors))


def _trimmed(text: Text) -> tuple[Text, Text, Text]:
    """Cut a visible run into white space, what shows, and white space."""
    value = str(text)
    left = LEFT.match(value)
    start = left.end() if left else 0
    end = max(len(value.rstrip(SPACES)), start)
    while end > start and (
        last := RIGHT.search(value, max(end - LONGEST_REFERENCE, start), end)
    ):
        end = max(len(value[: last.start()].rstrip(SPACES)), start)
    if start == 0 and end == len(value):
        nothing = text.nothing()
        return nothing, text, nothing
    if len(text.flat) == 1 and not text.flat[0][3]:
        first, second, third = text.cut((start, end))
        return first, second, third
    first, rest = text.cut((start,))
    second, third = rest.cut((end - start,))
    return first, second, third


def _separator(gap: list[Text], kind: Kind, after: Text | None, *, tags: bool) -> list[Block]:
    """Make what lies between two runs one separator."""
    text = gap[0]
    if len(gap) > 1 or text.empty:
        parts = [part for part in gap if not part.empty]
        if not parts:
            return []
        text = joined(parts)
    if tags:
        return [Block(text, kind, "markup", "blocks/markup")]
    if kind == "space" and _han(after) and "\n" in str(text):
        kind = "joint"
    return [Block(text, kind, "whitespace", "blocks/white-space")]


def _han(text: Text | None) -> bool:
    """Tell whether a text starts with Han: a line end before it parts no words."""
    return text is not None and bool(HAN_FIRST.match(str(text)))


def _flat(text: Text) -> Cut:
    """Cut a page without markup into lines; front matter and Markdown by their signs."""
    value = str(text)
    end = front.end_of_front_matter(value)
    head, body = text.cut((end,)) if end else (None, text)
    done = _lines(head, "front_matter") if head else []
    name = "text"
    if MARKDOWN.search(value, end) or MARKDOWN_LINK.search(value, end):
        name = "markdown"
    done += _lines(body, "text", markdown=name == "markdown")
    return Cut(f"front_matter+{name}" if head else name, tuple(done), head)


def _lines(text: Text, kind: Kind, *, markdown: bool = False) -> list[Block]:
    """Cut a text into its lines and what lies between them: white space, signs of Markdown."""
    value = str(text)
    spans = [found.span() for found in LINE.finditer(value)]
    if markdown:
        runs = list(marked(value, spans))
    else:
        runs = [Marked(a, b) for a, b in _unbroken(value, spans)]
    parts = text.cut([at for run in runs for at in (run.start, run.end)])
    done: list[Block] = []
    for gap, part, run in zip(parts[::2], parts[1::2], runs, strict=False):
        if gap.flat:
            done.append(_gap(gap, run.joined or "break"))
        done.append(Block(part, kind, "", "", run.tag, 0, run.linked))
    return [*done, _gap(parts[-1], "break")] if parts[-1].flat else done


def _unbroken(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    r"""Cut the tags `<br>` out of lines, on a page where they break lines.

    >>> text = "甲<br>\n乙<br>丙<BR/>"
    >>> [text[a:b] for a, b in _unbroken(text, [(0, 5), (6, 17)])]
    ['甲', '乙', '丙']
    >>> _unbroken("用<br>", [(0, 5)]), _unbroken("甲<br>乙\n丙<br>丁", [(0, 6), (7, 13)])
    ([(0, 5)], [(0, 6), (7, 13)])
    """
    if len(list(islice(LINE_BREAK.finditer(text), BREAKS_ENOUGH))) < BREAKS_ENOUGH:
        return lines
    done: list[tuple[int, int]] = []
    for start, end in lines:
        at = start
        for tag in BREAK.finditer(text, start, end):
            done.append((at, tag.start()))
            at = tag.end()
        done.append((at, end))
    return [(a, b) for a, b in done if a < b]


def _gap(text: Text, kind: Kind) -> Block:
    """Make what lies between two runs of lines a separator."""
    if str(text).strip(SPACES):
        return Block(text, kind, "markup", "blocks/markup")
    return Block(text, kind, "whitespace", "blocks/white-space")
