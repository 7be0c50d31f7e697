r"""What a server answered in; status, type, charset and the page as it was meant out.

An encoding of the answer that its bytes do not bear out is not applied: archives often keep the
header and store the page unpacked.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from dongxi.model import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

#: A longer head is none.
HEAD_BYTES = 1 << 16
BLOCK_BYTES = 1 << 16
HEAD_END = re.compile(rb"\r?\n\r?\n")
STATUS = re.compile(rb"HTTP/[0-9.]{1,5} +(?P<status>[0-9]{3})(?![0-9])")
CHARSET = re.compile(
    r";\s{0,8}charset\s{0,8}=\s{0,8}[\"']?(?P<charset>[A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE | re.ASCII,
)
TYPE = re.compile(r"\s{0,8}(?P<type>[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80})", re.ASCII)
CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]{0,8}(?:;[^\r\n]{0,200})?\r?\n")
#: The fields that say how a payload is packed.
PACKED = frozenset({"content-encoding", "transfer-encoding"})
#: How zlib reads gzip and zlib streams, and a bare deflate stream, as some servers send.
WRAPPED, BARE = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS
GZIP = b"\x1f\x8b"
#: A zlib stream names this method in its first byte, and its first two are a multiple of that.
ZLIB, CHECK = 8, 31


class PackedError(ValueError):
    """An answer whose encoding breaks off: what was found, in words."""


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    fields: Mapping[str, str]
    """By name in lower case; of several the first."""
    payload: bytes
    """As it came."""


def answer(block: bytes) -> Answer | None:
    r"""Take an answer apart; None where it is none.

    >>> answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    Answer(status=200, fields={'content-type': 'text/html'}, payload=b'<p>')
    >>> answer(b"HTTP is a protocol.\r\n\r\n") is None
    True
    """
    status = STATUS.match(block)
    end = HEAD_END.search(block, 0, HEAD_BYTES)
    if not status or not end:
        return None
    fields: dict[str, str] = {}
    for line in block[: end.start()].decode("latin-1").split("\n")[1:]:
        name, sign, value = line.partition(":")
        if sign:
            fields.setdefault(name.strip().lower(), value.strip())
    return Answer(int(status["status"]), fields, block[end.end() :])


def plain(headers: Mapping[str, str], block: bytes) -> Answer:
    """Give a page that was stored without the header of a server as if with one."""
    return Answer(200, {"content-type": headers.get("content-type", "")}, block)


def kind(content_type: str) -> str:
    """Give the bare type that a header names; empty for none.

    >>> kind("Text/HTML; charset=gbk"), kind("text"), kind("")
    ('text/html', '', '')
    """
    found = TYPE.match(content_type.lower())
    return found["type"] if found else ""


def charset(content_type: str) -> str | None:
    """Give the charset that a header names.

    >>> charset('text/html; charset="GB2312"'), charset("text/html; x=charset")
    ('GB2312', None)
    """
    found = CHARSET.search(content_type)
    return found["charset"] if found else None


def page(found: Answer, max_bytes: int) -> bytes | Unread:
    """Give the page of an answer, unpacked; of one too large the size and hash.

    Raises `PackedError` where the answer breaks off.
    """
    data = found.payload
    if len(data) <= max_bytes and not found.fields.keys() & PACKED:
        return data
    if _names(found, "transfer-encoding") and CHUNK.match(data):
        data = _joined(data)
    names = _names(found, "content-encoding")
    if len(names) > 1:
        raise PackedError(f"it is packed more than once ({len(names)} encodings)")
    blocks = UNPACKERS[names[0]](data) if names and names[0] in UNPACKERS else iter((data,))
    try:
        first = next(blocks, b"")
    except PackedError:  # stored unpacked, or what follows shows it to be no text
        return _held(iter((data,)), max_bytes)
    return _held(chain((first,), blocks), max_bytes)


def _names(found: Answer, field: str) -> list[str]:
    names = found.fields.get(field, "").lower().split(",")
    return [name.strip() for name in names if name.strip() not in {"", "identity"}]


def _joined(data: bytes) -> bytes:
    """Join the chunks of a payload. Raises `PackedError` where one is cut off."""
    parts: list[bytes] = []
    at = 0
    while True:
        head = CHUNK.match(data, at)
        if not head:
            raise PackedError(f"the chunks break off at byte {at} of the payload")
        size = int(re.split(rb"[;\s]", head.group(), maxsplit=1)[0], 16)
        if not size:
            return b"".join(parts)
        parts.append(data[head.end() : head.end() + size])
        if len(parts[-1]) < size:
            raise PackedError(f"a chunk of {size} bytes ends after {len(parts[-1])}")
        at = head.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"


def _inflated(data: bytes) -> Iterator[bytes]:
    """Unpack gzip, zlib and bare deflate streams, one or several."""
    wrapped = data.startswith(GZIP) or _is_zlib(data)
    while data:
        stream = zlib.decompressobj(WRAPPED if wrapped else BARE)
        ended = False
        while not ended:
            try:
                block = stream.decompress(data, BLOCK_BYTES)
            except zlib.error as error:
                raise PackedError(str(error)) from error
            ended = stream.eof
            data = stream.unused_data if ended else stream.unconsumed_tail
            if not (block or data or ended):
                raise PackedError("the packed page breaks off")
            yield block
        if not data.startswith(GZIP):
            return


def _is_zlib(data: bytes) -> bool:
    return len(data) > 1 and data[0] & 15 == ZLIB and int.from_bytes(data[:2]) % CHECK == 0


def _read_by(reader: str, data: bytes) -> Iterator[bytes]:
    """Unpack with a reader of fastwarc."""
    from fastwarc import stream_io  # noqa: PLC0415 -- an extra

    stream = getattr(stream_io, reader)(io.BytesIO(data))
    try:
        while block := stream.read(BLOCK_BYTES):
            yield block
    except OSError as error:
        raise PackedError(str(error)) from error


#: How each encoding of an answer is undone; others stay as they are.
UNPACKERS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _inflated, "x-gzip": _inflated, "deflate": _inflated,
    "br": partial(_read_by, "BrotliReader"), "zstd": partial(_read_by, "ZstdReader"),
}  # fmt: skip


def _held(blocks: Iterable[bytes], max_bytes: int) -> bytes | Unread:
    """Join blocks; of more bytes than may be held give the size and hash."""
    parts: list[bytes] = []
    size, found = 0, None
    for block in blocks:
        size += len(block)
        parts.append(block)
        if size > max_bytes:
            found = found or hashlib.sha256()
            for part in parts:
                found.update(part)
            parts.clear()
    return Unread(size, found.hexdigest()) if found else b"".join(parts)
