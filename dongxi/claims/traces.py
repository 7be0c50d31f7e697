"""Claims for date and document number from signatures, addresses, uploads, titles and offices' lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import addresses, dates, days, signs
from dongxi.body import SIGNER
from dongxi.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.claims.lines import Reading


ADDRESS = re.compile(rb"https?://[^\s\"'<>()\\]{8,400}")
#: An address without such an identifier does not say when an upload was made.
IDENTIFIER = re.compile(rb"[^0-9A-Za-z][0-9a-f]{24}(?![0-9A-Za-z])")
#: What bytes are: of an identifier, of other words, or neither; and an identifier so written.
KINDS = bytes(
    ord("0" if byte in b"0123456789abcdef" else "z" if bytes([byte]).isalnum() else ".")
    for byte in range(256)
)
OF_IDENTIFIER = b"0" * 24


#: What an office says last of a paper that it sends on, which follows its signature.
SENT_ON = re.compile("印发给|转发给|遵照执行|贯彻执行|贯彻落实|组织实施|参照执行|特此通知")


def signatures(reading: Reading) -> Iterator[Claim]:
    """Claim the date a text is signed with: the last line of the body, alone.

    Of a paper that is sent on, the office that sends it signs above it.
    """
    inside = list(reading.with_role("body", "heading", "meta"))
    sent = (
        p
        for said, office, p in zip(inside, inside[1:], inside[2:], strict=False)
        if SENT_ON.search(said.folded) and said.closed and SIGNER.search(office.folded)
    )
    for p in (*sent, *inside[-1:]):
        found = dates.signature(p.folded)
        if found:
            yield reading.claim(
                "date", "claims/signature", p, found.start, found.end, found.edtf
            )


def dated_addresses(reading: Reading) -> Iterator[Claim]:
    """Claim the day in the address of the page, and the day its uploads agree on."""
    if reading.url and (found := addresses.from_url(reading.url)):
        yield Claim("date", found.edtf, "claims/address", "probable")
    uploads = [(m.group().decode("utf-8", "replace"), m.span()) for m in _uploads(reading.raw)]
    edtf = addresses.from_upload([address for address, _ in uploads])
    if edtf:
        spans = [span for address, span in uploads if addresses.from_upload([address]) == edtf]
        yield Claim(
            "date", edtf, "claims/identifier", "probable", tuple(Span(*s) for s in spans[:1])
        )


def _uploads(raw: bytes) -> Iterator[re.Match[bytes]]:
    """Find the addresses that hold an identifier; few pages have any, in an address or not."""
    if _is_identified(raw.translate(KINDS)):
        yield from (m for m in ADDRESS.finditer(raw) if IDENTIFIER.search(m.group()))


def _is_identified(kinds: bytes) -> bool:
    """Tell whether an identifier stands alone among the kinds of bytes; most are longer hashes.

    >>> [_is_identified(b"z.%b." % (b"0" * size)) for size in (23, 24, 25, 48)]
    [False, True, False, False]
    >>> _is_identified(b"." + b"0" * 24 + b"z"), _is_identified(b"." + b"0" * 24)
    (False, True)
    """
    at, size = kinds.find(OF_IDENTIFIER), len(OF_IDENTIFIER)
    while at >= 0:
        if kinds[at - 1 : at] == b"." and kinds[at + size : at + size + 1] in {b".", b""}:
            return True
        at = kinds.find(OF_IDENTIFIER, at + size)
    return False


def title_years(reading: Reading) -> Iterator[Claim]:
    """Claim the year a title starts with, as uncertain."""
    for p in reading.with_role("title"):
        found = days.year_in_title(p.folded)
        if found:
            yield reading.claim(
                "date", "claims/title-year", p, found.start, found.end, found.edtf, "probable"
            )


def numbers(reading: Reading) -> Iterator[Claim]:
    """Claim a document number that stands in a line of its own above the text."""
    for p in reading.with_role("meta", "title", "subtitle", "navigation"):
        found = dates.document_number(p.folded) if p.signs & signs.DIGIT else None
        if found and found.alone:
            yield reading.claim(
                "document_number", "claims/document-number", p, found.start, found.end
            )
