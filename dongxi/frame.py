"""Lines with what their words say in, the line the page's own story begins with out.

The headline of a page and its credits stand right above its story, whatever else the page
holds: a short story under them is the story though a longer text stands elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.paragraphs import CLAUSE
from dongxi.sentences import cut_off, ended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.paragraphs import Paragraph

#: What the frame speaks for a text, in characters of sentences: so much longer must another be.
FRAMED = 400
CREDITS = frozenset({"roles/stamp", "roles/labelled-fields"})
#: A headline has so many Han characters, one in its own element so many; of so many it is one
#: wherever it stands in `<title>`.
SHORTEST_HEAD, SHORTEST_TAGGED, SURE = 5, 2, 8
#: The story begins so many lines below the credits at most.
REACH = 60
#: What ends a story stands below it.
ENDS = frozenset({"editor_line", "disclaimer", "legal", "related"})
#: A line this long needs no mark at its end to be one of a story.
LONG = 40
#: A link with this share, per cent, of a line is the line.
LINKED = 50


def framed(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]], able: Sequence[bool]
) -> int:
    """Find the first sentence below the headline or the credits of the page; -1 for none.

    `said` are role and rule the words gave each line, `able` whether it may be of the story.
    """
    for anchor in _anchors(paragraphs, said, able):
        for number in range(anchor + 1, min(anchor + 1 + REACH, len(paragraphs))):
            role, _ = said[number]
            if role in ENDS:
                break
            if not role and able[number] and _tells(paragraphs[number]):
                return number
    return -1


def _anchors(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]], able: Sequence[bool]
) -> list[int]:
    """Gather what a story may stand below: the first credits, the headline."""
    heads = [i for i, p in enumerate(paragraphs) if able[i] and _may_head(p)]
    first = heads[0] if heads else len(paragraphs)
    credit = next((i for i in range(first + 1, len(said)) if said[i][1] in CREDITS), -1)
    element = next((p.han for p in paragraphs if p.tag == "title"), "")
    same = [i for i in heads if _same(paragraphs[i].han, element)]
    tagged = [i for i in same if paragraphs[i].tag == "h1"] or same
    return tagged[:1] + ([credit] if credit >= 0 else [])


def _may_head(p: Paragraph) -> bool:
    least = SHORTEST_TAGGED if p.tag == "h1" else SHORTEST_HEAD
    linked = p.linked * 100 >= LINKED * max(len(p.text), 1)
    return p.tag != "title" and len(p.han) >= least and not linked


def _same(han: str, element: str) -> bool:
    """Tell a headline that `<title>` repeats: at its start, a longer one anywhere."""
    return element.startswith(han) or (len(han) >= SURE and han in element)


def _tells(p: Paragraph) -> bool:
    """Tell a sentence from a headline, a label or a summary that was cut off."""
    if p.linked * 100 >= LINKED * len(p.text) or not CLAUSE.search(p.text) or not p.han:
        return False
    return not cut_off(p.text) and (ended(p.text) or len(p.text) >= LONG)
