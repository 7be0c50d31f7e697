"""Data in, JSON out that HTML cannot mistake for anything else."""

from __future__ import annotations

import json

#: Characters that mean something to HTML or end a line of a script, as JSON writes them too.
INERT = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def inert(data: object) -> str:
    r"""Write data as compact JSON; such characters stand in its strings alone.

    >>> inert({"a": "</script><!--\u2028"})
    '{"a":"\\u003c/script\\u003e\\u003c!--\\u2028"}'
    >>> inert({"東": [1, None, "“西”"]})
    '{"東":[1,null,"“西”"]}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for char, written in INERT.items():
        text = text.replace(char, written)
    return text


def size(data: object) -> int:
    """Count the bytes that data take in a page.

    >>> size("<"), size("東")
    (8, 5)
    """
    return len(inert(data).encode("utf-8"))
