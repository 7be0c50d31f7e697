"""Lost characters that a curator knows in, the page with them put in out.

A character is lost where the page reads U+FFFD: by its own bytes, by bytes that do not decode,
or because `restore` found that something went missing there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi.curation import CurationError
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dongxi.model import Span
    from dongxi.text import Text

FILLED = "curation/character"
#: What a field of `curation.yaml` is called that fills a lost character.
FIELD = "character"
#: Characters lost side by side are known or not known together.
LOST = re.compile("\ufffd+")


def filled(text: Text, known: Iterable[tuple[Span, str]], seed: str) -> Text:
    """Put what curators know into the places where a page lost something.

    `known` gives the bytes of a place and the characters that stood there. Raises
    `CurationError` for a place that does not hold exactly one run of lost characters, and
    for two values of one place.

    >>> from dongxi.decode import decode
    >>> from dongxi.model import Span
    >>> page = decode("\ufffd口網的路".encode())
    >>> str(filled(page.text(), [(Span(0, 9), "海")], "seed"))
    '海口網的路'
    """
    edits: dict[int, Edit] = {}
    whole = str(text)
    for span, value in known:
        start, end = text.characters_of(span)
        gaps = list(LOST.finditer(whole, start, end))
        if len(gaps) != 1:
            raise CurationError(
                f"curation.yaml: seed {seed!r}, field {FIELD!r}, value {value!r}: bytes "
                f"{span.start}-{span.end} hold {len(gaps)} places where the page lost something, "
                "one was expected; quote exactly one of them (`explain` shows each as U+FFFD), "
                "or give 'start' and 'end' in bytes"
            )
        if gaps[0].start() in edits:
            raise CurationError(
                f"curation.yaml: seed {seed!r}, field {FIELD!r}: two entries fill the place in "
                f"bytes {span.start}-{span.end}; keep one of them"
            )
        edits[gaps[0].start()] = Edit(*gaps[0].span(), value, FILLED, "certain", "curator")
    return text.edit(edits.values())
