"""Text in, its reading form out: one spelling for what line rules should read alike.

The reading form has the length of the text, so a place found in it is a place in the text.
It is for matching only and never published.
"""

from __future__ import annotations

from functools import cache

from dongxi.hans import characters, table

#: Fullwidth forms of ASCII, U+FF01 to U+FF5E, lie this far above ASCII.
FULLWIDTH = range(0xFF01, 0xFF5F)
FULLWIDTH_OFFSET = 0xFEE0
#: Every space that is not a line end: no-break, Ogham, en quad to hair, narrow no-break,
#: mathematical, ideographic. Zero-width characters are no spaces.
SPACES = (
    "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u202f", "\u205f", "\u3000",
)  # fmt: skip
#: Brackets that head or label a line, and corner quotes, with what they are read as.
MARKS = {
    "【": "[", "】": "]", "〔": "[", "〕": "]", "〖": "[", "〗": "]",
    "「": "“", "」": "”", "『": "“", "』": "”",
    "丨": "|", "│": "|", "┃": "|", "∣": "|",
}  # fmt: skip


def fold(text: str) -> str:
    """Read a text in Simplified characters, ASCII marks and plain spaces; keep its length.

    Character by character: Traditional to Simplified (著 stays), fullwidth ASCII to ASCII,
    all spaces to one, title brackets to `[` and `]`, corner quotes to “ and ”, upright bars
    to `|`. Line ends, 。, 、 and 《》 stay.

    >>> fold("來源：新華社\u3000【評論】丨２０１７")
    '来源:新华社 [评论]|2017'
    >>> fold("来源:《人民日报》、著名。")
    '来源:《人民日报》、著名。'
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, int]:
    """Build the table once; what is missing from it stays."""
    changes = (
        characters()
        | {chr(code): chr(code - FULLWIDTH_OFFSET) for code in FULLWIDTH}
        | dict.fromkeys(SPACES, " ")
        | MARKS
    )
    return table(changes)
