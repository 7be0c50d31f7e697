"""Inputs in, the raw bytes of each page by the id of its seed out, read with code of its own.

Pages of folders stay where they are; those of JSON lines, tables and archives are put into a
temporary file, as large as they are together, since they come in any order.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tempfile
import zlib
from contextlib import ExitStack, contextmanager, suppress
from email import message_from_bytes
from glob import glob
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from dongxi.checks import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dongxi.checks.base import Row

#: Endings of files that hold many pages.
JSON = re.compile(
    r"[^.].*\.(?:jsonl|ndjson)(?P<packing>\.gz|\.zst)?", re.IGNORECASE | re.DOTALL
)
TABLE = re.compile(r"[^.].*\.parquet", re.IGNORECASE | re.DOTALL)
ARCHIVE = re.compile(r"[^.].*\.(?:warc|wet)(?:\.gz)?", re.IGNORECASE | re.DOTALL)
#: What is no path: an address of fsspec.
ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]+::?")
#: Which key or column holds what, as `docs/inputs.md` says; the first that is there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "html": ("html", "raw_html", "content", "text", "raw_content"),
    "url": ("url", "link", "source_url", "page_url", "target_uri"),
    "id": ("id", "doc_id", "docid", "seed"),
}
#: Types of records that are pages.
TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
ID_DIGITS = 20
BLOCK_BYTES = 1 << 20
UNPACKED_BYTES = 1 << 16
TRIED = 100
OK = b"200"


class Placed(NamedTuple):
    """Where the bytes of a page stand in the temporary file."""

    start: int
    end: int
    packing: str
    """What the server said of it: the encodings that may have to be undone."""
    linked: bool
    """A link led to its container, which may not have been followed."""


class Held(NamedTuple):
    """A page of a container."""

    id: str | None
    url: str | None
    data: bytes
    packing: str = ""


class Inputs:
    """The pages of some inputs by the ids of their seeds."""

    def __init__(self, sources: Sequence[str], columns: Mapping[str, str]) -> None:
        self.files: dict[str, Path] = {}
        self.home: Path | None = None
        self._placed: dict[str, Placed] = {}
        self._containers: list[str] = []
        self._whole: dict[str, str] | None = None
        self._columns = {**COLUMNS, **{role: (name,) for role, name in columns.items()}}
        self._far: list[tuple[str, str]] = []
        self._spool: IO[bytes] | None = None
        for one in sources:
            self._take(one)
            if self.home is None and Path(one).is_dir():
                self.home = Path(one)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._spool = spool = stack.enter_context(tempfile.TemporaryFile())
            for name, url in self._far:
                self._put(spool, Held(name, None, b"".join(_blocks(url))))
            for url in self._containers:
                for page in self._pages(url):
                    self._put(spool, page, linked=Path(url).is_symlink())
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        if self._spool:
            self._spool.close()

    def ids(self) -> Iterator[str]:
        """Give the ids of the pages of containers, but for those that links led to."""
        yield from (name for name, placed in self._placed.items() if not placed.linked)

    def get(self, seed: Row) -> bytes | None:
        """Give the bytes of a seed; None where the inputs have no such page."""
        name = seed["seed"]
        if name in self.files:
            return self.files[name].read_bytes()
        if name in self._placed and self._spool:
            return _unspooled(self._spool, self._placed[name], seed["sha256"])
        if seed["reason"] == "malformed":
            url = self._broken().get(seed["sha256"])
            return None if url is None else b"".join(_blocks(url))
        return None

    def _take(self, given: str) -> None:
        """Sort an input into pages and containers."""
        if ADDRESS.match(given):
            self._take_far(given)
        elif Path(given).is_dir():
            for name, path in raw.find(Path(given)).items():
                self.files.setdefault(name, path)
            paths = (path for path in sorted(Path(given).rglob("*")) if path.is_file())
            for path in paths:
                hidden = any(part.startswith(".") for part in path.relative_to(given).parts)
                if not hidden and _reader(path.name):
                    self._containers.append(str(path))
        else:
            found = [given] if Path(given).is_file() else sorted(glob(given, recursive=True))  # noqa: PTH207 -- of any root
            if not found:
                raise FileNotFoundError(f"{given}: no such folder or file; {raw.ADVICE}")
            for one in found:
                if _reader(Path(one).name):
                    self._containers.append(one)
                else:
                    self.files.setdefault(raw.name_of(Path(one).name), Path(one))

    def _take_far(self, given: str) -> None:
        """Take containers elsewhere, and pages with their bytes."""
        import fsspec  # noqa: PLC0415 -- keeps the start light

        fs, path = fsspec.core.url_to_fs(given)
        _, sign, rest = given.partition("::")
        base = path.rstrip("/") + "/" if fs.isdir(path) else ""
        if fs.isfile(path):
            found = [path]
        else:
            found = fs.find(path) if base else [one for one in fs.glob(path) if fs.isfile(one)]
        for one in sorted(found):
            name = one.removeprefix(base) if base else one.rpartition("/")[2]
            url = f"{fs.unstrip_protocol(one)}{sign}{rest}"
            last = name.rpartition("/")[2]
            if any(part.startswith(".") for part in name.lstrip("/").split("/")):
                continue
            if _reader(last):
                self._containers.append(url)
            elif raw.is_page(last):
                self._far.append((raw.name_of(name.lstrip("/")), url))

    def _put(self, spool: IO[bytes], page: Held, *, linked: bool = False) -> None:
        """Keep a page; the same one again is the same seed."""
        name = page.id or content_id(page.data, page.url)
        if name in self._placed:
            return
        start = spool.seek(0, 2)
        spool.write(page.data)
        self._placed[name] = Placed(start, start + len(page.data), page.packing, linked)

    def _broken(self) -> dict[str, str]:
        """Give the containers by their hashes, worked out once."""
        if self._whole is None:
            self._whole = {}
            for url in self._containers:
                found = hashlib.sha256()
                for block in _blocks(url):
                    found.update(block)
                self._whole[found.hexdigest()] = url
        return self._whole

    def _pages(self, url: str) -> Iterator[Held]:
        """Read a container up to where it breaks off."""
        import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

        inner = url.partition("::")[0] if ADDRESS.match(url) else url
        reader = _reader(inner.rpartition("/")[2])
        with _opened(url) as file, suppress(OSError, EOFError, zlib.error, pa.ArrowException):
            if reader is not None:
                yield from reader(file, self._columns)


def _unspooled(spool: IO[bytes], placed: Placed, sha256: str) -> bytes:
    """Read a page back; of what a server packed, the form that the seed has."""
    spool.seek(placed.start)
    data = spool.read(placed.end - placed.start)
    for form in (data, *_unpacked(data, placed.packing)):
        if hashlib.sha256(form).hexdigest() == sha256:
            return form
    return data


def content_id(data: bytes, url: str | None) -> str:
    """Work out the id of a page that has none.

    >>> content_id(b"", None), content_id(b"", "https://example.org/")
    ('e3b0c44298fc1c149afb', '140988b14e804cb5f864')
    """
    found = hashlib.sha256(data).hexdigest()
    whole = hashlib.sha256(f"{found} {url}".encode()).hexdigest() if url else found
    return whole[:ID_DIGITS]


@contextmanager
def _opened(url: str) -> Iterator[IO[bytes]]:
    """Open a file; a file system that nobody holds would close it."""
    if not ADDRESS.match(url):
        with Path(url).open("rb") as file:
            yield file
        return
    import fsspec  # noqa: PLC0415 -- keeps the start light

    fs, path = fsspec.core.url_to_fs(url)
    with fs.open(path, "rb") as file:
        yield file


def _blocks(url: str) -> Iterator[bytes]:
    with _opened(url) as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def _reader(name: str) -> Any:
    """Give what reads a container by its ending; None for other files."""
    if found := JSON.fullmatch(name):
        return {None: _lines, ".gz": _gz_lines, ".zst": _zst_lines}[
            found["packing"] and found["packing"].lower()
        ]
    if TABLE.fullmatch(name):
        return _rows
    return _records if ARCHIVE.fullmatch(name) else None


def _gz_lines(file: IO[bytes], columns: Mapping[str, tuple[str, ...]]) -> Iterator[Held]:
    yield from _lines(gzip.GzipFile(fileobj=file), columns)


def _zst_lines(file: IO[bytes], columns: Mapping[str, tuple[str, ...]]) -> Iterator[Held]:
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    stream = pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
    yield from _lines(_split(iter(lambda: stream.read(UNPACKED_BYTES), b"")), columns)


def _split(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into lines."""
    rest: list[bytes] = []
    for block in blocks:
        *whole, last = block.split(b"\n")
        for one in whole:
            yield b"".join((*rest, one))
            rest = []
        rest.append(last)
    yield b"".join(rest)


def _lines(lines: Iterable[bytes], columns: Mapping[str, tuple[str, ...]]) -> Iterator[Held]:
    """Give the page of each line; of one that holds none, the line itself."""
    waiting: list[Held] = []
    sure = False
    for number, line in enumerate(lines):
        data = line.removesuffix(b"\n")
        data = data.removeprefix(b"\xef\xbb\xbf") if number == 0 else data
        if not data.strip():
            continue
        found = _object(data)
        sure = sure or found is not None
        waiting.append(_line(data, found, columns) if found else Held(None, None, data))
        if sure:
            yield from waiting
            waiting = []
        elif number + 1 >= TRIED:
            return


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _line(
    data: bytes, found: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]]
) -> Held:
    """Give the page of an object; the line where a value is none a page can have."""
    page, url, name = (_value(found, columns[role]) for role in ("html", "url", "id"))
    texts = [type(one) in {str, type(None)} for one in (page, url)]
    try:
        for one in (page, url, name):
            str(one).encode()
    except UnicodeEncodeError:
        return Held(None, None, data)
    if not all(texts) or type(name) not in {str, int, type(None)}:
        return Held(None, None, data)
    given = None if name is None or name == "" else str(name)
    return Held(given, url or None, data if page is None else page.encode())


def _value(found: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((found[name] for name in names if name in found), None)


def _rows(file: IO[bytes], columns: Mapping[str, tuple[str, ...]]) -> Iterator[Held]:
    """Give the page of each row of a table."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.ParquetFile(file, pre_buffer=False, page_checksum_verification=True)
    there = table.schema_arrow.names
    names = {
        role: name
        for role, known in columns.items()
        if (name := next((one for one in known if one in there), None)) is not None
    }
    for group in range(table.num_row_groups):
        for batch in table.iter_batches(
            batch_size=64,
            row_groups=[group],
            columns=sorted(set(names.values())),
            use_threads=False,
        ):
            values = {
                role: _bytes(pa, batch.column(name)).to_pylist() for role, name in names.items()
            }
            for at in range(batch.num_rows):
                page, url, name = (
                    values[role][at] if role in values else None
                    for role in ("html", "url", "id")
                )
                yield Held(_word(name), _word(url), page or b"")


def _bytes(pa: Any, column: Any) -> Any:
    """Give texts as the bytes they are."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column if pa.types.is_integer(column.type) else column.cast(pa.large_binary())


def _word(value: bytes | int | None) -> str | None:
    if isinstance(value, int):
        return str(value)
    return value.decode("utf-8", "replace") if value else None


def _records(file: IO[bytes], _columns: Mapping[str, tuple[str, ...]]) -> Iterator[Held]:
    """Give the page of each record of an archive, as it is stored."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 -- an extra

    for record in ArchiveIterator(file, parse_http=False):
        headers = {name.lower(): value for name, value in record.headers.items()}
        kind = headers.get("warc-type", "").strip().lower()
        if kind not in {"response", "resource", "conversion"}:
            continue
        block = BytesIO(record.reader.read())
        if len(block.getvalue()) < record.content_length:
            return
        fields: Mapping[str, str] | None = headers
        if kind == "response":
            fields = _served(block)
        named = (fields or {}).get("content-type", "").partition(";")[0].strip().lower()
        if fields is None or named not in TYPES:
            continue
        packing = ""
        if kind == "response":
            names = ("transfer-encoding", "content-encoding")
            packing = " ".join(fields.get(name, "") for name in names).lower()
        url: str | None = headers.get("warc-target-uri", "").strip("<>")
        name = headers.get("warc-record-id", "").strip().strip("<>")
        name = re.sub(r"\Aurn:uuid:", "", name, flags=re.IGNORECASE)
        told = [one if one and "\ufffd" not in one else None for one in (name, url)]
        yield Held(told[0], told[1], block.read(), packing)


def _served(block: BytesIO) -> Mapping[str, str] | None:
    """Read the header of a page that a server sent with status 200; None for other answers."""
    status = block.readline().split()
    if len(status) < 2 or not status[0].startswith(b"HTTP/") or status[1] != OK:  # noqa: PLR2004
        return None
    head = []
    while (line := block.readline()).strip():
        head.append(line)
    found = message_from_bytes(b"".join(head))
    return {name.lower(): str(value) for name, value in reversed(found.items())}


def _unpacked(data: bytes, packing: str) -> Iterator[bytes]:
    """Give the forms that a packed payload may have."""
    forms = [data]
    if "chunked" in packing:
        with suppress(ValueError):
            forms.append(_joined(BytesIO(data)))
    for form in tuple(forms):
        for name, bits in (("gzip", 47), ("deflate", 15), ("deflate", -15)):
            if name in packing:
                with suppress(zlib.error):
                    forms.append(zlib.decompress(form, bits))
        with suppress(OSError, EOFError, zlib.error):
            forms.append(gzip.decompress(form) if "gzip" in packing else form)
        for name, reader in (("br", "BrotliReader"), ("zstd", "ZstdReader")):
            if name in packing:
                with suppress(OSError):
                    forms.append(_by(reader, form))
    yield from forms[1:]


def _joined(chunks: BytesIO) -> bytes:
    """Join chunks. Raises `ValueError` where they are none."""
    done = []
    while size := int(chunks.readline().partition(b";")[0].strip(), 16):
        done.append(chunks.read(size))
        chunks.readline()
    return b"".join(done)


def _by(reader: str, data: bytes) -> bytes:
    """Unpack with a reader of fastwarc."""
    from fastwarc import stream_io  # noqa: PLC0415 -- an extra

    found: bytes = getattr(stream_io, reader)(BytesIO(data)).read()
    return found
