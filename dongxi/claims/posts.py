"""Claims for the date of a thread, from the line that says when its first post came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import dates
from dongxi.edtf import is_day
from dongxi.model import TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.claims.lines import Reading
    from dongxi.dates import Found
    from dongxi.model import Claim
    from dongxi.paragraphs import Paragraph

#: What shows that a page is a thread.
THREAD = frozenset({"roles/thread-headline", "roles/thread-post"})
HEADLINES = frozenset({"roles/thread-headline", "roles/title"})
#: A line that says when a post came is no longer, in characters.
LONGEST_MARK = 100
#: Days of accounts and of what came later, by the words before them.
OTHERS = re.compile(
    "注册|加入|最后|最近|最新|上次|登[录入]|更新|在线|截止|截至|生日|有效|活动|时间为|开始|结束"
)
#: When the first post was changed, which says only that it came before.
EDITED = re.compile("(?:编辑|修改)于 ?(?:19|20)?[0-9]{2}[-/年]")
#: What stands so far before a day tells what it is, in characters.
NEAR = 12


def first_posts(reading: Reading) -> Iterator[Claim]:
    """Claim the day of the first post: the first one named below the headline of a thread."""
    blocks, lines = reading.blocks, reading.paragraphs
    if not any(block.rule in THREAD for block in blocks):
        return
    heads = (i for i, p in enumerate(lines) if blocks[p.first].rule in HEADLINES)
    start = next(heads, -1) + 1
    if start > 1 and blocks[lines[start - 2].first].rule == "roles/post-mark":
        start -= 2
    above = lines[start - 1].folded if start else ""
    for p, role in zip(lines[start:], reading.roles[start:], strict=True):
        able = role not in TEXT_ROLES and role != "legal" and not OTHERS.search(above[-NEAR:])
        if able and EDITED.search(p.folded):
            return
        found = _posted(p) if able else None
        if found:
            yield reading.claim("date", "claims/first-post", p, *found)
            return
        above = p.folded


def _posted(p: Paragraph) -> Found | None:
    """Give the first day of a line, unless the words before it say that it is of something else."""
    if len(p.folded) > LONGEST_MARK or "。" in p.folded:
        return None
    for found in dates.find(p.folded):
        if is_day(found.edtf) and not found.edtf.startswith("XXXX"):
            before = p.folded[max(found.start - NEAR, 0) : found.start]
            return None if OTHERS.search(before) else found
    return None
