"""Values from pages in, Markdown that shows them and obeys none of them out."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dongxi.model import Row

#: Characters of a text that the example row shows.
SHOWN_CHARS = 120
#: How much of a text is not shown.
MORE = "{:,} more characters"
#: Controls and blanks, no-break and ideographic ones too.
BLANKS = re.compile("[\u0000-\u0020\u007f-\u00a0\u2028\u2029\u3000]+")
#: Characters that do not show, or turn round what follows.
HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: What JSON leaves as it is and a reader would not see.
UNSEEN = re.compile("[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
MARKS = re.compile(r"[\\`*_\[\]|~#$@]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def inline(text: str) -> str:
    r"""Make a text from a page harmless inside a line of Markdown.

    >>> inline("一|二\n---\n<b>*三*</b>")
    '一\\|二 --- &lt;b&gt;\\*三\\*&lt;/b&gt;'
    >>> inline("东西部扶贫协作，2017")
    '东西部扶贫协作，2017'
    """
    line = HIDDEN.sub("", BLANKS.sub(" ", text)).strip()
    line = re.sub("[&<>]", lambda found: ENTITIES[found[0]], line)
    return MARKS.sub(r"\\\g<0>", line)


def outright(line: str) -> str:
    r"""Give back what `inline` made harmless.

    >>> [outright(inline(text)) == text for text in ("一|二 <b>*三*</b>", r"&lt; \* a\b &#35;", "协作")]
    [True, True, True]
    """
    return html.unescape(re.sub(rf"\\({MARKS.pattern})", r"\1", line))


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; a word where it has no rows."""
    lines = [f"| {' | '.join(row)} |" for row in body]
    if not lines:
        return "Nothing."
    return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines])


def share(part: int, whole: int) -> str:
    """Write a share in per cent with one decimal, rounded half up, in whole numbers only.

    >>> share(1, 3), share(0, 5), share(5, 5), share(0, 0)
    ('33.3 %', '0 %', '100 %', '–')
    >>> share(1, 9_999), share(9_998, 9_999)
    ('under 0.1 %', 'over 99.9 %')
    """
    if whole == 0:
        return "–"
    if part in {0, whole}:
        return "100 %" if part else "0 %"
    tenths = (2_000 * part + whole) // (2 * whole)
    if tenths in {0, 1_000}:
        return "over 99.9 %" if tenths else "under 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"


def example(row: Row | None, more: str = MORE) -> str:
    """Show a row as JSON, long texts cut; `more` says how much was."""
    if row is None:
        return "There is no document."
    cut = {
        name: json.dumps(_cut(value, more=more), ensure_ascii=False)
        for name, value in row.items()
    }
    text = "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in cut.items()) + "\n}"
    text = UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}json\n{text}\n{fence}"


def _cut(value: object, shown: int = SHOWN_CHARS, more: str = MORE) -> object:
    """Cut a long text, and say so.

    >>> _cut("山里的路修通了", 3), _cut("山里的", 3), _cut(7, 3)
    ('山里的 … [4 more characters]', '山里的', 7)
    """
    if not isinstance(value, str) or len(value) <= shown:
        return value
    return f"{value[:shown]} … [{more.format(len(value) - shown)}]"
