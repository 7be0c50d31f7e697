"""Files that are pages in, seeds out, as `dongxi.seeds` reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import seeds
from dongxi.inputs import places
from dongxi.model import Seed, Unread

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from dongxi.inputs.model import InputSplit, PageFile
    from dongxi.model import Limits

#: A folder is cut before one name in so many, found by the hash of the name: a
#: file that comes or goes changes its own piece alone.
CUT = 128


def read(split: InputSplit, limits: Limits, _tally: Counter[str]) -> Iterator[Seed]:
    """Read the files one by one; of one too large the size and hash alone."""
    for file in split.files:
        yield one(file, limits)


def one(file: PageFile, limits: Limits) -> Seed:
    """Read a file, near or far."""
    if not places.is_address(file.url):
        found = seeds.one(file.id, Path(file.url), limits)
        return Seed(found.id, found.raw, unread=found.unread, place=file.url)
    with places.opened(file.url) as stream:
        if file.size > limits.max_bytes:
            return Seed(file.id, b"", unread=Unread(*places.digest(stream)), place=file.url)
        return Seed(file.id, stream.read(), place=file.url)


def cut(files: Sequence[PageFile]) -> Iterator[tuple[PageFile, ...]]:
    """Cut files, sorted by id, into pieces of some `CUT`, by their names alone."""
    piece: list[PageFile] = []
    for file in files:
        if piece and _begins(file.id):
            yield tuple(piece)
            piece = []
        piece.append(file)
    if piece:
        yield tuple(piece)


def _begins(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % CUT == 0


def key(split: InputSplit) -> str:
    """Hash names, sizes and bytes of the files of a split."""
    found = hashlib.sha256()
    for file in split.files:
        with places.opened(file.url) as stream:
            size, sha256 = places.digest(stream)
        found.update(f"{len(file.id)} {file.id} {size} {sha256}\n".encode())
    return found.hexdigest()
