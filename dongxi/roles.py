"""Blocks in, blocks with roles out.

Three passes: what a line says by itself (`dongxi.says`); where it stands, before, inside or
behind the run of sentences that is the body; what it repeats. Before that, credits and
datelines glued into a paragraph are cut out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dongxi import dates, people
from dongxi.body import PROSE
from dongxi.chars import SPACES
from dongxi.container import inside
from dongxi.model import READING, Block
from dongxi.named import Named
from dongxi.paragraphs import paragraphs
from dongxi.places import placed
from dongxi.says import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.outline import Node
    from dongxi.paragraphs import Paragraph


class Roles(NamedTuple):
    """A page with its roles."""

    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]


def name(blocks: Sequence[Block], nodes: Sequence[Node] = ()) -> Roles:
    """Give every block of a page its role and the rule it has it from.

    `nodes` are the containers of an HTML page; without them the page is one.
    """
    found = paragraphs(blocks)
    cut = unglued(blocks, found)
    if len(cut) > len(blocks):
        found = paragraphs(cut)
    said = [says(p.folded) for p in found]
    there = inside(nodes, found, [role for role, _ in said])
    named = [Named(p, *s, i) for p, s, i in zip(found, said, there, strict=True)]
    named = placed(named, contained=len(nodes) > 1)
    return Roles(_written(cut, named), tuple(found))


def unglued(blocks: Sequence[Block], found: Sequence[Paragraph]) -> list[Block]:
    """Cut datelines and credits out of the paragraphs they are glued to."""
    done: list[Block] = []
    at = 0
    for paragraph in found:
        if len(paragraph.text) < PROSE:
            continue
        start = 0
        for number in range(paragraph.first, paragraph.last + 1):
            block = blocks[number]
            size = len(READING.get(block.kind, block.text))
            if block.kind == "text" and size >= PROSE:
                folded = paragraph.folded[start : start + size]
                marks = _marks(folded.ljust(size))
                if marks:
                    done += blocks[at:number]
                    done += _cut(block, marks)
                    at = number + 1
            start += size
    return [*done, *blocks[at:]]


def _marks(folded: str) -> list[tuple[int, str, str]]:
    """Find a dateline at the start of a line and credits at its end: where, role and rule."""
    dateline = dates.dateline(folded)
    start = dateline.end if dateline and dateline.start == 0 else 0
    glued: list[tuple[int, str]] = []
    end = len(folded)
    while len(glued) < MOST_CREDITS and (found := people.glued_credit(folded[:end])):
        if found[0] <= start:
            break
        end = len(folded[: found[0]].rstrip(" "))
        glued.insert(0, (found[0], GLUED[found[2]]))
    if not (start or glued) or start >= end or says(folded)[0]:
        return []
    marks = [(0, "dateline", "roles/glued-dateline")] if start else []
    marks.append((start, "", ""))
    return marks + [(at, role, "roles/glued-credit") for at, role in glued]


def _cut(block: Block, marks: Sequence[tuple[int, str, str]]) -> list[Block]:
    """Cut a block at its marks, and white space off what they make of it."""
    texts = block.text.cut([at for at, _, _ in marks[1:]])
    return [
        piece
        for text, (_, role, rule) in zip(texts, marks, strict=True)
        for piece in _bare(block._replace(text=text, role=role, rule=rule))
    ]


def _bare(block: Block) -> list[Block]:
    """Give the white space at the edges of a block to separators of its own."""
    value = str(block.text)
    start = len(value) - len(value.lstrip(SPACES))
    end = max(len(value.rstrip(SPACES)), start)
    left, middle, right = (
        block.text.cut((start, end)) if start or end < len(value) else (None, block.text, None)
    )
    space = block._replace(kind="space", role="whitespace", rule="blocks/white-space")
    done = [space._replace(text=left)] if left and left.flat else []
    done += [block._replace(text=middle)] if middle.flat else []
    return done + ([space._replace(text=right)] if right and right.flat else [])


#: Credits in a row at the end of one paragraph.
MOST_CREDITS = 4
GLUED = {"byline": "byline", "editor": "editor_line", "caption_credit": "caption"}


def _written(blocks: Sequence[Block], named: Sequence[Named]) -> tuple[Block, ...]:
    """Write the roles of paragraphs into their blocks; glued parts keep their own."""
    done = [
        block._replace(role="front_matter", rule="roles/front-matter")
        if block.kind == "front_matter"
        else block
        for block in blocks
    ]
    for (first, last, *_), role, rule, _ in named:
        for number in range(first, last + 1):
            text, kind, old, _, tag, node, linked = done[number]
            if kind == "text" and not old:
                done[number] = Block(text, kind, role, rule, tag, node, linked)
    return tuple(done)
