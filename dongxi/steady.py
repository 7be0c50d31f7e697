"""A file in, its bytes out, if nobody wrote to it while it was read; folders that can be listed.

A page that vanishes, grows or fails under the reader stops the build: half a page is no page.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class UnsteadyError(ValueError):
    """A file that cannot be read whole: what is wrong, where, what to do."""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what is wrong with a file, and what to do."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnsteadyError(
            f"{path}: the file went away after the folder was listed, so nothing was written; "
            "build again when nothing else changes the folder"
        ) from error
    except OSError as error:
        raise UnsteadyError(
            f"{path}: cannot be read ({error.strerror}), so nothing was written; see that the "
            "disk is sound and the file may be read, or take it out of the folder"
        ) from error


def size(path: Path) -> int:
    """Give the bytes of a file."""
    with _told(path):
        return path.stat().st_size


def read_bytes(path: Path) -> bytes:
    """Read a whole file, which must stay as it is meanwhile."""
    with _told(path), path.open("rb") as file:
        before = os.fstat(file.fileno())
        raw = file.read()
        after = os.fstat(file.fileno())
    if len(raw) != after.st_size or _state(before) != _state(after):
        raise UnsteadyError(
            f"{path}: the file changed while it was read ({before.st_size} bytes before, "
            f"{after.st_size} after, {len(raw)} read), so nothing was written; build again when "
            "nothing else writes to it"
        )
    return raw


def listable(folder: Path) -> None:
    """Raise for a folder, or one below it, whose files cannot be listed; dot folders aside.

    Python's own patterns pass such folders over in silence, with all pages in them.
    """
    for _, below, _ in os.walk(folder, onerror=_unlisted):
        below[:] = [name for name in below if not name.startswith(".")]


def _unlisted(error: OSError) -> None:
    raise UnsteadyError(
        f"{error.filename}: the files of this folder cannot be listed ({error.strerror}), so "
        "nothing was written; see that the disk is sound and the folder may be read, or take it "
        "out"
    ) from error


def _state(found: os.stat_result) -> tuple[int, int]:
    """Give what changes when somebody writes to a file."""
    return found.st_size, found.st_mtime_ns
