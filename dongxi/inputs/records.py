"""One record of a container in, one seed out; what is no page is a seed with its fault.

Nothing is lost: a record that cannot be read keeps its bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from dongxi.inputs import moments
from dongxi.inputs.ids import content_id
from dongxi.model import Fault, Seed, Unread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dongxi.model import Limits

MALFORMED, NO_CONTENT = "malformed", "no_content"
#: How many of the keys of a record, and how much of each, a message shows.
MOST_SHOWN, LONGEST_SHOWN = 12, 40


class _FaultError(ValueError):
    """A value that no seed can have."""


class Said(NamedTuple):
    """What a record says beside the page."""

    id: str | None = None
    url: str | None = None
    retrieved: str | None = None
    charset: str | None = None
    unclear: object = None
    """What is said of the time, where that cannot be read."""


UNSAID = Said()


def said(values: Mapping[str, object], names: Mapping[str, str]) -> Said:
    """Read the roles but the page's; `values` by the names of columns, `names` by role.

    Raises `ValueError` with the fault for an id or address that is no text.
    """
    found = {role: values.get(name) for role, name in names.items()}
    charset = found.get("charset")
    retrieved, unclear = moments.read(found.get("retrieved"))
    return Said(
        _text(found, names, "id", (str, int)),
        _text(found, names, "url", (str,)),
        retrieved,
        charset if isinstance(charset, str) and charset.isascii() else None,
        unclear,
    )


def _text(
    found: Mapping[str, object],
    names: Mapping[str, str],
    role: str,
    types: tuple[type, ...],
) -> str | None:
    value = found.get(role)
    if value is None or value == "":
        return None
    if type(value) not in types:
        raise _FaultError(f"{names[role]!r} is a {type(value).__name__}, expected a text")
    text = str(value)
    if not well_formed(text):
        raise _FaultError(f"{names[role]!r} holds a lone surrogate, which no file can hold")
    return text


def well_formed(text: str) -> bool:
    """Tell text that UTF-8 can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def page_of(
    values: Mapping[str, object],
    names: Mapping[str, str],
    record: bytes,
    place: str,
    limits: Limits,
) -> Seed:
    """Make the seed of a record: keys and values, and the bytes it came as."""
    try:
        told = said(values, names)
    except ValueError as error:
        return broken(record, place, str(error), limits)
    name = names.get("html")
    value = values.get(name) if name else None
    if value is None:
        why = f"{name!r} is null" if name else f"no page among the keys {shown(values)}"
        fault = Fault(NO_CONTENT, f"{place}: {why}")
        return page(
            record,
            told,
            place,
            limits,
            fault=fault if len(record) <= limits.max_bytes else None,
        )
    if isinstance(value, bytes):
        return page(value, told, place, limits)
    if not isinstance(value, str):
        return broken(
            record, place, f"{name!r} is a {type(value).__name__}, expected a text", limits
        )
    try:
        return page(value.encode(), told, place, limits)
    except UnicodeEncodeError:
        return broken(
            record, place, f"{name!r} holds a lone surrogate, which no file can hold", limits
        )


def shown(keys: Mapping[str, object]) -> str:
    """Name some keys of a record.

    >>> shown({"body": 1, "link": 2}), shown({})
    ("'body', 'link'", 'none')
    """
    some = [repr(key[:LONGEST_SHOWN]) for key in list(keys)[:MOST_SHOWN]]
    return ", ".join(some + (["…"] if len(keys) > MOST_SHOWN else [])) or "none"


def page(
    raw: bytes, told: Said, place: str, limits: Limits, *, fault: Fault | None = None
) -> Seed:
    """Make a seed of bytes; of too many keep the size and the hash.

    Without an id of its own it has one of its content.
    """
    large = len(raw) > limits.max_bytes
    sha256 = "" if told.id and not large else hashlib.sha256(raw).hexdigest()
    name = told.id or content_id(sha256, told.url)
    return Seed(
        name, b"" if large else raw, told.url, told.retrieved,
        Unread(len(raw), sha256) if large else None, told.charset, fault, place,
        told.unclear,
    )  # fmt: skip


def broken(raw: bytes, place: str, why: str, limits: Limits, told: Said = UNSAID) -> Seed:
    """Make the seed of a record that cannot be read; it keeps its bytes."""
    return page(raw, told, place, limits, fault=Fault(MALFORMED, f"{place}: {why}"))


def unheld(found: Unread, place: str, told: Said = UNSAID, why: str = "") -> Seed:
    """Make the seed of bytes that are not held: too many, or with `why` a broken container."""
    name = told.id or content_id(found.sha256, told.url)
    fault = Fault(MALFORMED, f"{place}: {why}") if why else None
    return Seed(
        name, b"", told.url, told.retrieved, found, told.charset, fault, place, told.unclear
    )
