"""The folder a build works in: what was read once need not be read again.

Every *unit* of input (a file of pages) has an identity: its name, its bytes, what curators and
requests say of it. A piece names the units it was made of, and stands in a folder of the same
terms: version of the code, options, limits. The next build takes over each piece all of whose
units are still there, and reads the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from dongxi.inputs import InputSplit
    from dongxi.options import Terms

#: Input of a piece: bytes, and files; a piece is what is lost when a worker dies.
PIECE_BYTES, PIECE_UNITS = 8 << 20, 1_000
#: Packages whose version may change what is read.
PACKAGES = ("pyarrow", "numpy", "pyyaml", "opencc-python-reimplemented")
UNITS = "units.json"
MARK = "dongxi-work"
#: Where stages write what the next ones read, below the folder; each run in one of its own, so
#: that a worker that outlived its build writes nowhere.
SCRATCH = "scratch"


class WorkError(ValueError):
    """A folder that cannot be worked in; the message says what to do."""


class Unit(NamedTuple):
    """Some input that is read together: a file that is a page, or a container."""

    name: str
    split: InputSplit
    size: int
    """Bytes."""
    identity: str = ""
    """A hash over all that decides what is read of it; empty until it was read once."""
    skip: tuple[int, ...] = ()
    """Places of records that are not read: the same page stands elsewhere too."""


class Work:
    """The folder of a build, for one set of terms."""

    def __init__(self, folder: Path, terms: Terms) -> None:
        self.folder = folder
        self.pieces = folder / "pieces" / _terms(terms)
        self.scratch = folder / SCRATCH / uuid4().hex
        self._begin()

    def _begin(self) -> None:
        """Make the folder, or see that it is one of ours; remove what a broken run left."""
        marked(self.folder)
        self.pieces.mkdir(parents=True, exist_ok=True)
        self.clear()
        for part in self.pieces.glob("*.part"):
            shutil.rmtree(part)

    def clear(self) -> None:
        """Remove what only one run needs."""
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)

    def known(self) -> dict[Path, tuple[str, ...]]:
        """Give the pieces that stand, with the identities of their units."""
        return {
            path.parent: tuple(json.loads(path.read_bytes()))
            for path in sorted(self.pieces.glob(f"*/{UNITS}"))
        }

    def kept(
        self, units: Sequence[Unit], *, spare: bool = False
    ) -> tuple[list[Path], list[Unit]]:
        """Part units into those that stand in pieces and those to be read; remove other pieces.

        The largest pieces come first. `spare` leaves the others, for who reads a sample alone.
        """
        wanted = {unit.identity for unit in units}
        pieces: list[Path] = []
        known = self.known()
        for path in sorted(known, key=lambda path: (-len(known[path]), path)):
            if wanted.issuperset(known[path]):
                pieces.append(path)
                wanted.difference_update(known[path])
            elif not spare:
                shutil.rmtree(path)
        return pieces, [unit for unit in units if unit.identity in wanted]


def marked(folder: Path) -> Path:
    """Make a folder to work in, or see that it is one; give the file that says so.

    Raises `WorkError` for a folder that holds something else.
    """
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.is_file():
        raise WorkError(
            f"{folder}: the folder to work in holds other files; name an empty or a new one"
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return mark


def outside(folder: Path, work: Path) -> None:
    """Raise `WorkError` for a folder to work in that lies among pages or in a dataset."""
    if work.resolve().is_relative_to(folder.resolve()):
        raise WorkError(
            f"{work}: the folder to work in lies in {folder}, whose files are pages or a dataset; "
            "name one beside it with --work"
        )


@contextmanager
def alone(folder: Path | None) -> Iterator[None]:
    """Let one build at a time work in a folder that is kept, where the disk has locks.

    Raises `WorkError` while another one works there: each would remove what the other needs.
    """
    if folder is None or sys.platform == "win32":
        yield
        return
    handle = os.open(marked(folder), os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks have no locks
            _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WorkError(
            f"{folder}: another build works there; wait for its end, or name another folder "
            "with --work"
        ) from None


def grouped(units: Iterable[Unit], most_bytes: int = PIECE_BYTES) -> Iterator[tuple[Unit, ...]]:
    """Put units together, in order, until a piece is full."""
    held: list[Unit] = []
    size = 0
    for unit in units:
        if held and (size + unit.size > most_bytes or len(held) == PIECE_UNITS):
            yield tuple(held)
            held, size = [], 0
        held.append(unit)
        size += unit.size
    if held:
        yield tuple(held)


def finished(folder: Path, units: list[str], write: Callable[[Path], object]) -> Path:
    """Write pieces, and what they were made of; their folder has its name when all are whole.

    `units` may be filled while they are written. A folder that stands already is kept: it was
    made of the same.
    """
    with tempfile.TemporaryDirectory(
        suffix=".part", dir=folder, ignore_cleanup_errors=True
    ) as part:
        path = Path(part, "piece")
        path.mkdir()
        write(path)
        (path / UNITS).write_text(json.dumps(units), encoding="utf-8")
        done = folder / hashlib.sha256("\n".join(units).encode()).hexdigest()[:32]
        if not done.is_dir():
            path.rename(done)
    return done


def _terms(terms: Terms) -> str:
    """Name all that changes how any page is read."""
    options = terms.options._replace(pinned=False, sample=0, jsonl=True)  # these change no page
    said = [code(), options._asdict(), terms.limits._asdict()]
    said += [[name, metadata.version(name)] for name in PACKAGES]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


@cache
def code() -> str:
    """Give one hash for every file of the package."""
    digest = hashlib.sha256()
    for path, data in sorted(_files(resources.files("dongxi"), "")):
        digest.update(f"{path} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of a folder of the package, and of those below it."""
    for one in folder.iterdir():
        path = f"{above}/{one.name}"
        if one.is_dir():
            if one.name != "__pycache__":
                yield from _files(one, path)
        else:
            yield path, one.read_bytes()
