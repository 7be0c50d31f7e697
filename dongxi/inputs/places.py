"""Paths and addresses in; open files out: local ones as they are, others through fsspec.

A local file must stay as it is while it is read.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from dongxi import steady
from dongxi.steady import UnsteadyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.inputs.model import Packing

#: An address such as `s3://bucket/a`, or a chain of them; a drive letter is none.
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+::?//|[A-Za-z][A-Za-z0-9+.-]+::")
#: How much is read at a time: of plain files, and of packed ones, of which a break costs as much.
BLOCK_BYTES, UNPACKED_BYTES = 1 << 20, 1 << 16


class BrokenError(ValueError):
    """A container that cannot be read to its end: what was found, in words."""


def is_address(place: str) -> bool:
    """Tell an address of fsspec from a path.

    >>> is_address("s3://bucket/a.jsonl"), is_address("memory://a"), is_address("C:/a")
    (True, True, False)
    >>> is_address("zip://a.jsonl::s3://bucket/a.zip"), is_address("pages/a:b")
    (True, False)
    """
    return ADDRESS.match(place) is not None


def system(url: str) -> tuple[Any, str]:
    """Give the file system of an address and the path in it."""
    import fsspec  # noqa: PLC0415 -- keeps the start light

    fs, path = fsspec.core.url_to_fs(url)
    return fs, str(path)


def address_of(fs: Any, path: str, given: str) -> str:
    """Give the address of a path in a file system that `given` led to, whatever it lies in."""
    _, sign, rest = given.partition("::")
    return f"{fs.unstrip_protocol(path)}{sign}{rest}"


def last(place: str) -> str:
    """Give the last part of the name of a file.

    >>> last("a/b.txt"), last("zip://a/b.txt::s3://bucket/c.zip"), last("a::b/c.txt")
    ('b.txt', 'b.txt', 'c.txt')
    """
    inner = place.partition("::")[0] if is_address(place) else place
    return inner.rpartition("/")[2]


@contextmanager
def opened(url: str) -> Iterator[IO[bytes]]:
    """Open a file for reading.

    Raises `UnsteadyError` where a local file went away, cannot be read or is written to
    meanwhile.
    """
    if is_address(url):
        fs, path = system(url)
        with fs.open(path, "rb") as file:
            yield _steady(file, url)
        return
    with _local(url) as file:
        before = os.fstat(file.fileno())
        yield _steady(file, url)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnsteadyError(
            f"{url}: the file changed while it was read ({before.st_size} bytes before, "
            f"{after.st_size} after), so nothing was written; build again when nothing else "
            "writes to it"
        )


def _local(url: str) -> io.FileIO:
    """Open a file of this machine. Raises `UnsteadyError`."""
    try:
        return Path(url).open("rb", buffering=0)
    except FileNotFoundError as error:
        raise UnsteadyError(
            f"{url}: the file went away after it was listed, so nothing was written; build again "
            "when nothing else changes the folder"
        ) from error
    except OSError as error:
        raise UnsteadyError(
            f"{url}: cannot be read ({error.strerror}), so nothing was written; see that the "
            "disk is sound and the file may be read, or leave it out"
        ) from error


class _Steady(io.RawIOBase):
    """A file whose faults are told apart from those of what stands in it."""

    def __init__(self, file: Any, url: str) -> None:
        self._file, self._url = file, url

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell whether it can be read from another place."""
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place."""
        return int(self._file.seek(offset, whence))

    def readinto(self, buffer: Any) -> int:
        """Read what fits."""
        try:
            return int(self._file.readinto(buffer))
        except OSError as error:
            raise UnsteadyError(
                f"{self._url}: cannot be read ({error.strerror or error}), so nothing was "
                "written; see that the disk or the way to it is sound, and build again"
            ) from error


def _steady(file: Any, url: str) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Steady(file, url), BLOCK_BYTES))


def size_of(url: str) -> int:
    """Give the size of a file in bytes."""
    if is_address(url):
        fs, path = system(url)
        return int(fs.size(path))
    return steady.size(Path(url))


def unpacked(file: IO[bytes], packing: Packing) -> IO[bytes]:
    """Read a packed file as a stream; its break raises `BrokenError` when it is reached."""
    if not packing:
        return file
    return cast("IO[bytes]", io.BufferedReader(_Unpacked(file, packing), BLOCK_BYTES))


class _Unpacked(io.RawIOBase):
    """What a packed stream holds, as it comes."""

    def __init__(self, file: IO[bytes], packing: Packing) -> None:
        self._stream: Any = _gzip(file) if packing == "gzip" else _zstd(file)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what comes next, at most what fits."""
        view = memoryview(buffer)
        try:
            data = self._stream(min(len(view), UNPACKED_BYTES))
        except UnsteadyError:
            raise
        except (OSError, EOFError, ValueError) as error:
            raise BrokenError(str(error)) from error
        view[: len(data)] = data
        return len(data)


def _gzip(file: IO[bytes]) -> Any:
    import zlib  # noqa: PLC0415 -- only for its error

    stream = gzip.GzipFile(fileobj=file, mode="rb")

    def read(size: int) -> bytes:
        try:
            return stream.read1(size)
        except zlib.error as error:
            raise OSError(str(error)) from error

    return read


def _zstd(file: IO[bytes]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light

    return pa.CompressedInputStream(pa.PythonFile(_Lent(file), mode="r"), "zstd").read


class _Lent:
    """A file that its reader may not close: who opened it reads on."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self.read = file.read

    def close(self) -> None:
        """Leave the file open."""


def digest(file: IO[bytes], start: int = 0, end: int | None = None) -> tuple[int, str]:
    """Give size and SHA-256 of bytes `[start, end)` of a file, block by block."""
    if start:
        file.seek(start)
    found, size, left = hashlib.sha256(), 0, None if end is None else end - start
    while left is None or left > 0:
        block = file.read(BLOCK_BYTES if left is None else min(BLOCK_BYTES, left))
        if not block:
            break
        found.update(block)
        size += len(block)
        left = None if left is None else left - len(block)
    return size, found.hexdigest()
