"""Lines with what their words say in, the line the page's own story begins with out.

The headline of a page and its credits stand right above its story, whatever else the page
holds: a short story under them is the story though a longer text stands elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.sentences import CUT, ENDED, EXCLAIMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.paragraphs import Paragraph

#: What the frame speaks for a text, in characters of sentences: so much longer must another be.
#: Of 54 development pages 48 (HTML) and 39 (flattened) show their first line so; twice as much
#: costs one with a summary above its text most of it (2026-11).
FRAMED = 400
#: The credits of another story stand so many lines below its headline at most.
CREDITS_BELOW = 8
CREDITS = frozenset({"roles/stamp", "roles/labelled-fields"})
#: A headline has so many Han characters, one in its own element so many; of so many it is one
#: wherever it stands in `<title>`.
SHORTEST_HEAD, SHORTEST_TAGGED, SURE = 5, 2, 8
TAGGED = frozenset({"h1", "h2", "h3", "h4"})
#: The story begins so many lines below the credits at most.
REACH = 60
#: What ends a story stands below it.
ENDS = frozenset({"editor_line", "disclaimer", "legal", "related"})
#: Notes on rights may stand above it as well.
STOPS = frozenset({"editor_line", "related"})
#: What stands right below a story, and what may stand among its first lines.
CLOSING = frozenset({"editor_line", "disclaimer"})
BESIDE = frozenset({"meta", "byline", "engagement", "caption", "dateline"})
#: Lines that are no sentences need so many Han characters together to be a text.
FEWEST_ENCLOSED = 40
#: A line this long needs no mark at its end to be one of a story.
LONG = 40
#: A short question is a headline as often as not, unless somebody says it.
QUOTES = '“‘「『"'
#: A link with this share, per cent, of a line is the line.
LINKED = 50


def framed(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]], able: Sequence[bool]
) -> int:
    """Find the line a story begins with below the headline or the credits; -1 for none.

    That is the first sentence, or the first of lines enclosed by headline and editor.

    `said` are role and rule the words gave each line (a rule alone where it is text), `able`
    whether it may be of the story.
    """
    return frame(paragraphs, said, able)[0]


def frame(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]], able: Sequence[bool]
) -> tuple[int, int, int]:
    """Give what `framed` gives, and the lines that headline and editor enclose, -1 for none."""
    anchors = _anchors(paragraphs, said)
    first = _told(paragraphs, said, able, anchors)
    start, end = _enclosed(paragraphs, said, able, anchors)
    return start if start >= 0 and not 0 <= first < end else first, start, end


def _told(
    paragraphs: Sequence[Paragraph],
    said: Sequence[tuple[str, str]],
    able: Sequence[bool],
    anchors: Sequence[int],
) -> int:
    """Find the first sentence below the headline, else below the credits; -1 for none."""
    for anchor in anchors:
        for number in range(anchor + 1, min(anchor + 1 + REACH, len(paragraphs))):
            role, rule = said[number]
            if role in STOPS:
                break
            if not role and able[number] and (rule or tells(paragraphs[number])):
                return number
    return -1


def _anchors(paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]]) -> list[int]:
    """Gather what a story may stand below: the first credits, the headline."""
    first = next((i for i, p in enumerate(paragraphs) if _may_head(p)), len(paragraphs))
    credit = next((i for i in range(first + 1, len(said)) if said[i][1] in CREDITS), -1)
    element = next((p.han for p in paragraphs if p.tag == "title"), "")
    same = [
        i for i, p in enumerate(paragraphs) if element and p.han in element and _may_head(p)
    ]
    same = [i for i in same if _same(paragraphs[i].han, element)]
    tagged = [i for i in same if paragraphs[i].tag == "h1"] or same
    return tagged[:1] + ([credit] if credit >= 0 else [])


def _enclosed(
    paragraphs: Sequence[Paragraph],
    said: Sequence[tuple[str, str]],
    able: Sequence[bool],
    anchors: Sequence[int],
) -> tuple[int, int]:
    """Find the lines between headline or credits and editor, if nothing else is among them.

    Lists of names and poems without marks stand so as well as stories. (-1, -1) for none.
    """
    for anchor in anchors:
        lines: list[int] = []
        for number in range(anchor + 1, len(paragraphs)):
            role, _ = said[number]
            if role in CLOSING:
                if sum([len(paragraphs[i].han) for i in lines]) >= FEWEST_ENCLOSED:
                    return lines[0], lines[-1] + 1
                break
            if role and role not in BESIDE:
                break
            if not role and able[number] and len(paragraphs[number].han) >= SHORTEST_HEAD:
                lines.append(number)
    return -1, -1


def told_in_captions(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Let captions below headline or credits be text where they hold more than sentences do."""
    done = list(said)
    if not any(role == "caption" for role, _ in said):
        return done
    top = min(_anchors(paragraphs, said), default=len(said))
    captions = [i for i in range(top, len(said)) if said[i][0] == "caption"]
    if not captions:
        return done
    first = framed(paragraphs, said, [True] * len(said))
    start = min(captions[0], first) if first >= 0 else captions[0]
    below = range(captions[0], len(said))
    end = next((i for i in below if said[i][0] in ENDS), len(said))
    those = [i for i in captions if i < end]
    told = sum(
        len(paragraphs[i].text)
        for i in range(start, end)
        if not said[i][0] and tells(paragraphs[i])
    )
    if sum(len(paragraphs[i].text) for i in those) > told:
        for i in those:
            done[i] = ("", said[i][1])
    return done


def another(
    paragraphs: Sequence[Paragraph], said: Sequence[tuple[str, str]], first: int
) -> int:
    """Find the headline of another story below the first line of the page's own.

    It has its own element and credits of its own; the number of lines for none. A heading
    inside a story has no credits.
    """
    names = {p.han for p in paragraphs[:first]}
    for number in range(first + 1, len(paragraphs)):
        p = paragraphs[number]
        below = said[number + 1 : number + 1 + CREDITS_BELOW]
        new = p.tag == "h1" and len(p.han) >= SURE and p.han not in names
        if new and any(rule in CREDITS for _, rule in below):
            return number
    return len(paragraphs)


def _may_head(p: Paragraph) -> bool:
    size = len(p.han)
    if size < SHORTEST_HEAD and (size < SHORTEST_TAGGED or p.tag not in TAGGED):
        return False
    return p.tag != "title" and p.linked * 100 < LINKED * len(p.text)


def _same(han: str, element: str) -> bool:
    """Tell a headline that `<title>` repeats: at its start, a longer one anywhere."""
    return element.startswith(han) or (len(han) >= SURE and han in element)


def tells(p: Paragraph) -> bool:
    """Tell a sentence from a headline, a label or a summary that was cut off."""
    if not p.clause or p.ends & CUT or not p.han or p.linked * 100 >= LINKED * len(p.text):
        return False
    if len(p.text) >= LONG:
        return True
    asked = p.ends & EXCLAIMED and p.text[0] not in QUOTES
    return p.ends & ENDED != 0 and not asked
