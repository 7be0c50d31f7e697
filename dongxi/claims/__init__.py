"""A named page in, claims for its fields out, and the choice among rivals.

Every rule that knows a field's value makes a claim, with the bytes that show it. One table,
`RANKS`, says which rule is believed first; the losers stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.claims.credits import (
    beside_stamps,
    bylines,
    closing_names,
    datelines,
    days_below_titles,
    journals,
    labelled_fields,
    openers,
    original_lines,
    paired_fields,
    stamps,
)
from dongxi.claims.lines import Reading
from dongxi.claims.posts import first_posts
from dongxi.claims.ranks import BASIS, LISTS, LOST, RANKS, Choice, choose
from dongxi.claims.sites import part_guesses, sites
from dongxi.claims.titles import front_fields, head_fields, title_elements, titles
from dongxi.claims.traces import dated_addresses, numbers, signatures, title_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dongxi.model import Claim

__all__ = ["BASIS", "LISTS", "LOST", "RANKS", "Choice", "Reading", "choose", "claim"]


def claim(reading: Reading) -> list[Claim]:
    """Make every claim the page supports, in the order of the rules."""
    return [made for rule in RULES for made in rule(reading)]


RULES: tuple[Callable[[Reading], Iterator[Claim]], ...] = (
    titles, title_elements, head_fields, front_fields, labelled_fields, paired_fields, bylines, openers, original_lines, journals, closing_names, stamps, days_below_titles,
    beside_stamps, first_posts, datelines,
    signatures, dated_addresses, title_years, numbers, sites,
    part_guesses,
)  # fmt: skip
