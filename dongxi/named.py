"""A paragraph with its role: what the passes that name lines hand to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dongxi.paragraphs import Paragraph

#: Words in a row, apart, as in a menu on one line.
MENU_LINE = re.compile(r"(?:^| )[^ ]{1,8}(?: +[^ ]{1,8}){3,}(?: |$)")
#: A heading is short and does not end as a sentence or a clause does.
LONGEST_HEADING = 40
#: A line that opens with a number of its own.
NUMBERED = re.compile(
    r"(?:[(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)、]|\.(?![0-9]))|[①-⑳]|第[一二三四五六七八九十百]{1,4}[条章款]|[-*•·] )\ ?[^ ]",
    re.VERBOSE,
)
MARKDOWN_ITEM = re.compile(r"[-*+] \S")
HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


class Named(NamedTuple):
    """A paragraph with its role and the rule that gave it."""

    paragraph: Paragraph
    role: str
    rule: str
    inside: bool = True
    """Whether it stands in the container of the story."""

    def called(self, role: str, rule: str) -> Named:
        """Give it a role."""
        return self._replace(role=role, rule=f"roles/{rule}")

    @property
    def open(self) -> bool:
        """Whether nothing is known of it yet."""
        return not self.role
