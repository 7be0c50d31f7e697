"""Blocks in, blocks with roles out.

Three passes: what a line says by itself (`dongxi.says`); where it stands, before, inside or
behind the run of sentences that is the body; what it repeats. Before that, credits and
datelines glued into a paragraph are cut out of it; behind it, threads get their posts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dongxi.container import inside
from dongxi.frame import told_in_captions
from dongxi.glued import unglued, untooled
from dongxi.lined import lined
from dongxi.model import Block
from dongxi.named import Named
from dongxi.paragraphs import paragraphs
from dongxi.places import placed
from dongxi.says import says
from dongxi.threads import threads
from dongxi.unbroken import unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.outline import Node
    from dongxi.paragraphs import Paragraph


#: What a page hides from its readers is none of its text, whatever it says.
HIDDEN = ("markup", "roles/hidden")


class Roles(NamedTuple):
    """A page with its roles."""

    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]


def name(blocks: Sequence[Block], nodes: Sequence[Node] = ()) -> Roles:
    """Give every block of a page its role and the rule it has it from.

    `nodes` are the containers of an HTML page; without them the page is one.
    """
    found = paragraphs(blocks)
    for lines in () if nodes else (lined, unbroken):
        other = lines(blocks, found)
        if other is not blocks:
            blocks, found = other, paragraphs(other, found)
    tooled = untooled(blocks, found)
    if tooled is not blocks:
        blocks, found = tooled, paragraphs(tooled, found)
    cut, starts = unglued(blocks, found)
    if len(cut) > len(blocks):
        found = paragraphs(cut, found, starts)
    said = [
        HIDDEN if nodes and nodes[p.node].hidden else says(p.folded, p.signs) for p in found
    ]
    said = told_in_captions(found, said)
    there = inside(nodes, found, said)
    named = [
        Named(p, role, rule, i) for p, (role, rule), i in zip(found, said, there, strict=True)
    ]
    put = placed(named, contained=len(nodes) > 1)
    return Roles(_written(cut, threads(named, put, nodes)), tuple(found))


def _written(blocks: Sequence[Block], named: Sequence[Named]) -> tuple[Block, ...]:
    """Write the roles of paragraphs into their blocks; glued parts keep their own."""
    done = list(blocks)
    top = named[0].paragraph.first if named else len(blocks)
    for number, block in enumerate(blocks[:top]):
        if block.kind == "front_matter":
            done[number] = block._replace(role="front_matter", rule="roles/front-matter")
    for paragraph, role, rule, _ in named:
        for number in range(paragraph.first, paragraph.last + 1):
            text, kind, old, _, tag, node, linked = done[number]
            if kind == "text" and not old:
                done[number] = Block(text, kind, role, rule, tag, node, linked)
    return tuple(done)
