"""Pages with several bodies by several people in, their posts named body out.

Question-and-answer pages, boards and comment threads. The rule, as readers of such pages mark
them: the headline (it is the question) and the posts of all people are text, in their order;
user cards, ranks, floor numbers (楼主, 沙发, 3楼, #3), times (发表于 …), places, buttons (回复 举报),
signatures and counts are not. Short posts without punctuation are posts where posts stand.

HTML: posts stand in containers of one kind (element and class names, numbers aside), and between
two of them stands a mark: a time, a floor or buttons. Flattened text: marks alone tell where
posts stand, right behind or right before them. A page is a thread if the posts hold most of its
sentences, or if it speaks as boards do; an article with comments below it is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.headline import headline as story_headline
from dongxi.model import TEXT_ROLES
from dongxi.threads.runs import MANY_COPIES, copied, headline, heads, in_places, pushes
from dongxi.threads.slots import in_slots
from dongxi.threads.words import alone, is_mark, title_of, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.outline import Node


def threads(
    said: Sequence[Named], placed: Sequence[Named], nodes: Sequence[Node]
) -> list[Named]:
    """Rename the lines of a thread; leave a page that is none as it is.

    `said` are the paragraphs with the roles their words gave, `placed` with those that their
    place gave as well, in the same order.
    """
    kept = in_slots(said, placed, nodes) if len(nodes) > 1 else in_places(said, placed)
    if not kept:
        return list(placed)
    text = alone(placed)
    if sum(weight(said[i]) for i in text - kept) > sum(weight(said[i]) for i in kept):
        kept |= text
    kept |= pushes(said)
    first, last = min(kept), max(kept)
    lines = list(placed)
    title = title_of(placed)
    told = 0 <= title < first and _rare(said, title) and copied(said, first) in {-1, title}
    if len(nodes) <= 1 and not told:
        if title >= 0:
            lines[title] = said[title]
            kept |= {title} if title >= first else set()
        title = headline(said, first, lone=first + 1 not in kept)
        if title < 0 and first + 1 in kept and heads(said[first], said[first + 1]):
            title = first
    elif title < 0:
        title = _title_above(said, placed, first, last)
    again = said[title].paragraph.han if title >= 0 else ""
    return [
        one.called("heading", "thread-headline") if i == title
        else one.called("title", "title-again") if again and one.paragraph.han == again
        else _post(one) if i in kept
        else _between(one) if one.open or one.role in TEXT_ROLES
        else one.called("meta", "thread-mark") if first < i < last and one.rule == "roles/stamp"
        else one
        for i, one in enumerate(lines)
    ]  # fmt: skip


def _title_above(said: Sequence[Named], placed: Sequence[Named], first: int, last: int) -> int:
    """Find the headline of an HTML page whose posts nothing else took for text; -1 for none."""
    lines = [
        put if put.rule == "roles/title-element" else one
        for one, put in zip(said, placed, strict=True)
    ]
    return min(story_headline(lines, first, last + 1), default=-1)


def _rare(said: Sequence[Named], title: int) -> bool:
    """Tell a headline from a rank or label that stands at post after post."""
    text = said[title].paragraph.text
    return sum(one.paragraph.text == text for one in said) < MANY_COPIES


def _post(one: Named) -> Named:
    kept = one.role in TEXT_ROLES or one.rule == "roles/attachment"
    return one if kept else one.called("body", "thread-post")


def _between(one: Named) -> Named:
    """Name a line of a thread that is no post's but was taken for text."""
    if is_mark(one.paragraph.folded):
        return one.called("meta", "thread-mark")
    return one.called("engagement", "thread-card")
