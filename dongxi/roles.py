"""Blocks in, blocks with roles out.

Three passes: what a line says by itself (`dongxi.says`); where it stands, before, inside or
behind the run of sentences that is the body; what it repeats. Before that, credits and
datelines glued into a paragraph are cut out of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dongxi import dates, people
from dongxi.body import PROSE
from dongxi.chars import SPACES
from dongxi.container import inside
from dongxi.fold import fold
from dongxi.named import Named
from dongxi.paragraphs import paragraphs
from dongxi.places import placed
from dongxi.says import says
from dongxi.threads import threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Block
    from dongxi.outline import Node


def name(blocks: Sequence[Block], nodes: Sequence[Node] = ()) -> tuple[Block, ...]:
    """Give every block of a page its role and the rule it has it from.

    `nodes` are the containers of an HTML page; without them the page is one.
    """
    cut = unglued(blocks)
    found = paragraphs(cut)
    said = [says(p.folded) for p in found]
    there = inside(nodes, found, [role for role, _ in said])
    named = [Named(p, *s, i) for p, s, i in zip(found, said, there, strict=True)]
    put = placed(named, contained=len(nodes) > 1)
    return _written(cut, threads(named, put, nodes))


def unglued(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Cut datelines and credits out of the paragraphs they are glued to."""
    done: list[Block] = []
    for block in blocks:
        done.extend(_unglued(block) if block.kind == "text" else (block,))
    return tuple(done)


def _unglued(block: Block) -> list[Block]:
    """Cut one block around a dateline at its start and the credits at its end."""
    value = str(block.text)
    folded = fold(value)
    if len(value) < PROSE or says(folded)[0]:
        return [block]
    dateline = dates.dateline(folded)
    start = dateline.end if dateline and dateline.start == 0 else 0
    glued: list[tuple[int, str]] = []
    end = len(value)
    while len(glued) < MOST_CREDITS and (found := people.glued_credit(folded[:end])):
        if found[0] <= start:
            break
        end = len(folded[: found[0]].rstrip(" "))
        glued.insert(0, (found[0], GLUED[found[2]]))
    if not (start or glued) or start >= end:
        return [block]
    marks = [(0, "dateline", "roles/glued-dateline")] if start else []
    marks.append((start, "", ""))
    marks += [(at, role, "roles/glued-credit") for at, role in glued]
    texts = block.text.cut([at for at, _, _ in marks[1:]])
    return [
        piece
        for text, (_, role, rule) in zip(texts, marks, strict=True)
        for piece in _bare(replace(block, text=text, role=role, rule=rule))
    ]


def _bare(block: Block) -> list[Block]:
    """Give the white space at the edges of a block to separators of its own."""
    value = str(block.text)
    start = len(value) - len(value.lstrip(SPACES))
    end = max(len(value.rstrip(SPACES)), start)
    left, middle, right = (
        block.text.cut((start, end)) if start or end < len(value) else (None, block.text, None)
    )
    space = replace(block, kind="space", role="whitespace", rule="blocks/white-space")
    done = [replace(space, text=left)] if left and left.flat else []
    done += [replace(block, text=middle)] if middle.flat else []
    return done + ([replace(space, text=right)] if right and right.flat else [])


#: Credits in a row at the end of one paragraph.
MOST_CREDITS = 4
GLUED = {"byline": "byline", "editor": "editor_line", "caption_credit": "caption"}


def _written(blocks: Sequence[Block], named: Sequence[Named]) -> tuple[Block, ...]:
    """Write the roles of paragraphs into their blocks; glued parts keep their own."""
    done = list(blocks)
    for one in named:
        for number in range(one.paragraph.first, one.paragraph.last + 1):
            if done[number].kind == "text" and not done[number].role:
                done[number] = replace(done[number], role=one.role, rule=one.rule)
    return tuple(
        replace(block, role="front_matter", rule="roles/front-matter")
        if block.kind == "front_matter" else block
        for block in done
    )  # fmt: skip
