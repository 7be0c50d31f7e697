"""The folder a build works in: what was read once need not be read again.

Every *unit* of input (a file of pages) has an identity: its name, its bytes, what curators and
requests say of it. A piece names the units it was made of, and stands in a folder of the same
terms: version of the code, options, limits. The next build takes over each piece all of whose
units are still there, and reads the rest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
        self.scratch = folder / "scratch"
        self._begin()

    def _begin(self) -> None:
        """Make the folder, or see that it is one of ours; remove what a broken run left."""
        there = self.folder.exists() and any(self.folder.iterdir())
        if there and not (self.folder / MARK).is_file():
            raise WorkError(
                f"{self.folder}: the folder to work in holds other files; name an empty or a new one"
            )
        self.pieces.mkdir(parents=True, exist_ok=True)
        (self.folder / MARK).touch()
        shutil.rmtree(self.scratch, ignore_errors=True)
        for part in self.pieces.glob("*.part"):
            shutil.rmtree(part)

    def known(self) -> dict[Path, tuple[str, ...]]:
        """Give the pieces that stand, with the identities of their units."""
        return {
            path.parent: tuple(json.loads(path.read_bytes()))
            for path in sorted(self.pieces.glob(f"*/{UNITS}"))
        }

    def kept(self, units: Sequence[Unit]) -> tuple[list[Path], list[Unit]]:
        """Part units into those that stand in pieces and those to be read; remove other pieces."""
        wanted = {unit.identity for unit in units}
        pieces: list[Path] = []
        for path, own in self.known().items():
            if wanted.issuperset(own):
                pieces.append(path)
                wanted.difference_update(own)
            else:
                shutil.rmtree(path)
        return pieces, [unit for unit in units if unit.identity in wanted]


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
    options = terms.options._replace(pinned=False, sample=0)  # these change no page
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
