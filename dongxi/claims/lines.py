"""A named page as the rules of claims see it: its lines with their roles, and its bytes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from dongxi.model import Claim
from dongxi.paragraphs import Paragraph, evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.model import Block, Certainty, Span
    from dongxi.text import Text


#: Rules of what is cut out of paragraphs.
GLUED = frozenset({"roles/glued-credit", "roles/glued-dateline"})


@dataclass(frozen=True)
class Reading:
    """What the claims are made from: a page with roles, or one part of it."""

    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]
    raw: bytes
    url: str | None
    front: Text | None
    encoding: str = ""
    """Of an HTML page whose bytes can be searched for tags; empty for others."""
    others: Sequence[bool] = ()
    """For each container of HTML whether it is of comments or of other stories."""
    whole: Text | None = None
    """All of an HTML page whose bytes cannot."""

    @property
    def flat(self) -> bool:
        """Whether the page is no HTML."""
        return not self.encoding and self.whole is None

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The role of each paragraph: that of its first block."""
        blocks = self.blocks
        return tuple([blocks[p.first].role for p in self.paragraphs])

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Which paragraphs have a role, for each that some have."""
        found: dict[str, list[int]] = {}
        for number, role in enumerate(self.roles):
            found.setdefault(role, []).append(number)
        return found

    @cached_property
    def glued(self) -> bool:
        """Whether a dateline or a credit was cut out of some paragraph."""
        return any(block.rule in GLUED for block in self.blocks)

    @cached_property
    def first_post(self) -> int:
        """The block that the first post of a thread begins with; behind the last where there is none."""
        posts = (i for i, block in enumerate(self.blocks) if block.rule == "roles/thread-post")
        return next(posts, len(self.blocks))

    def of_others(self, span: Span) -> bool:
        """Tell whether bytes stand in comments or other stories, or right before such a line."""
        if not self.others:
            return False
        at = bisect_right(self.blocks, span.start, key=lambda b: b.text.span.start) - 1
        behind = (b for b in islice(self.blocks, max(at, 0), None) if b.kind == "text")
        block = next(behind, None)
        return block is not None and self.others[block.node]

    def with_role(self, *roles: str) -> Iterator[Paragraph]:
        """Give the paragraphs that begin with a block of these roles."""
        there = sorted(number for role in roles for number in self.places.get(role, ()))
        return (self.paragraphs[number] for number in there)

    def claim(  # noqa: PLR0913, PLR0917  (the columns of a claim)
        self, field: str, rule: str, paragraph: Paragraph, start: int, end: int,
        value: str | None = None, certainty: Certainty = "certain",
    ) -> Claim:  # fmt: skip
        """Claim a value for characters `[start, end)` of a paragraph."""
        text = paragraph.text[start:end] if value is None else value
        span = evidence(self.blocks, paragraph, start, end)
        return Claim(field, text, rule, certainty, (span,))
