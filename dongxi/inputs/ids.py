"""What a record says of itself in; its id, in order of belief, out.

An id made from content is a function of the record alone, so that neither the order of records
nor the way they are shared out can change it: the same bytes from the same address have one id
wherever they stand, and are one seed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dongxi.model import Seed

#: Hex digits of an id made from content. Of 10,000,000,000 pages two have one id by chance with
#: a probability of 1 in 24,000 (16 digits: two pairs or three are expected).
ID_DIGITS = 20


def content_id(sha256: str, url: str | None) -> str:
    """Make an id from the SHA-256 of a page's bytes and, where it is known, its address.

    >>> content_id("ab" * 32, None)
    'abababababababababab'
    >>> content_id("ab" * 32, "https://example.org/1") == content_id("ab" * 32, None)
    False
    """
    whole = hashlib.sha256(f"{sha256} {url}".encode()).hexdigest() if url else sha256
    return whole[:ID_DIGITS]


def sha256_of(seed: Seed) -> str:
    """Give the SHA-256 of a seed's bytes, held or not."""
    return seed.unread.sha256 if seed.unread else hashlib.sha256(seed.raw).hexdigest()


def from_content(seed: Seed) -> bool:
    """Tell a seed whose id was made from its content."""
    return seed.id == content_id(sha256_of(seed), seed.url)
