"""Pieces of the input in, what is to be read of them out: of pages that are the same, one.

Records of containers are read once for their ids and hashes alone, which costs little beside
reading them as pages. So the ids of a whole build are known before any page is read, and
what of an earlier build still holds.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import Counter
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import inputs, removals
from dongxi.inputs.ids import sha256_of
from dongxi.inputs.load import left_out, repeated, same_page
from dongxi.model import Fault, Seed, Unread
from dongxi.near.columns import MOST_OPEN
from dongxi.seeds import SeedError
from dongxi.stages.work import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dongxi.engine import Engine
    from dongxi.inputs import InputSplit
    from dongxi.known import Known
    from dongxi.model import Limits, Problem

PAGES = "pages"


class Listed(NamedTuple):
    """What is to be read."""

    units: tuple[Unit, ...]
    pages: int
    told: tuple[Problem, ...]
    """What is left out, and why."""


class Noted(NamedTuple):
    """What a piece of the input holds."""

    identity: str
    tally: Counter[str]
    """Records that are no pages, by kind."""


def listed(  # noqa: PLR0913, PLR0917 - one stage, called once
    splits: Sequence[InputSplit],
    known: Known,
    limits: Limits,
    folder: Path,
    engine: Engine,
    sample: int = 0,
) -> Listed:
    """Look at pieces of the input, for what of them is to be read; `folder` is to work in.

    Of a `sample` so many pages are read, those whose ids have the smallest hashes. Raises `InputError` for two pages of one id, `SeedError` where there is no page at all, and
    `CurationError` for an entry about a page that is not there.
    """
    folder.mkdir(parents=True)
    noted = list(engine(partial(noted_down, known, limits, folder), enumerate(splits)))
    names = {entry["seed"] for entry in known.curated} | {one.seed for one in known.asked}
    names |= known.records.keys()
    there: set[str] = set()
    again: Counter[str] = Counter()
    skipped: list[set[int]] = [set() for _ in splits]
    chosen = Sample(sample, skipped)
    pages = 0
    for name, same in groupby(_merged(splits, folder), key=_id):
        found = list(same)
        kept = _one(found, skipped)
        again.update({name: len(found) - 1} if len(found) > 1 else {})
        there.update({name} & names)
        chosen.take(kept)
        pages += 1
    if not pages:
        raise SeedError("no page in any input; give files that hold some with --seeds")
    known.check(there)
    told = [one for split, note in zip(splits, noted, strict=True)
            for one in left_out(split.name, note.tally)]  # fmt: skip
    told += [*repeated(again), *removals.alone(known.asked, there)]
    rows = zip(splits, noted, skipped, strict=True)
    units = tuple(unit for split, note, skip in rows for unit in _units(split, note, skip))
    return Listed(units, min(pages, sample or pages), tuple(told))


class Sample:
    """The pages whose ids have the smallest hashes; all others are skipped."""

    def __init__(self, size: int, skipped: list[set[int]]) -> None:
        self.size, self.skipped = size, skipped
        self._held: list[tuple[int, int, int]] = []

    def take(self, entry: Entry) -> None:
        """Take a page in, unless enough others come before it."""
        if not self.size:
            return
        rank = int(
            hashlib.sha256(entry.seed.id.encode("utf-8", "surrogatepass")).hexdigest(), 16
        )
        held = (-rank, entry.number, entry.at)
        if len(self._held) < self.size:
            heapq.heappush(self._held, held)
            return
        _, number, at = heapq.heappushpop(self._held, held)
        self.skipped[number].add(at)


def noted_down(
    known: Known, limits: Limits, folder: Path, item: tuple[int, InputSplit]
) -> Noted:
    """Write down the records of a container, sorted by id; pages of a folder need no reading."""
    number, split = item
    tally: Counter[str] = Counter()
    if split.kind == PAGES:
        return Noted("", tally)
    digest, rows = hashlib.sha256(), []
    for at, seed in enumerate(inputs.seeds(split, limits, tally)):
        digest.update(said(known, seed))
        size = seed.unread.bytes if seed.unread else len(seed.raw)
        rows.append((seed.id, at, seed.url, seed.retrieved, size, sha256_of(seed), seed.fault, seed.charset, seed.place, number))  # fmt: skip
    with (folder / f"{number:06}").open("w", encoding="utf-8") as file:
        for row in sorted(rows, key=lambda row: row[:2]):
            file.write(json.dumps(row) + "\n")
    return Noted(digest.hexdigest(), tally)


def said(known: Known, seed: Seed) -> bytes:
    """Give a line that holds all that decides what is read of a seed."""
    digest = sha256_of(seed)
    row = (seed.id, digest, seed.url, seed.retrieved, seed.charset, seed.fault, known.said(seed.id, digest))  # fmt: skip
    return json.dumps(row).encode() + b"\n"


class Entry(NamedTuple):
    """A page that was noted down: the piece it stands in, its place there, what it is."""

    number: int
    at: int
    seed: Seed


def _id(entry: Entry) -> str:
    return entry.seed.id


def _merged(splits: Sequence[InputSplit], folder: Path) -> Iterator[Entry]:
    """Give all pages in the order of their ids."""
    noted = (number for number, split in enumerate(splits) if split.kind != PAGES)
    paths = _few([folder / f"{number:06}" for number in noted], folder)
    streams = [
        *(map(_entry, _lines(path)) for path in paths),
        *(_files(number, split) for number, split in enumerate(splits) if split.kind == PAGES),
    ]
    return heapq.merge(*streams, key=attrgetter("seed.id"))


def _few(paths: list[Path], folder: Path) -> list[Path]:
    """Merge what was noted down of many containers, until all that is left can be open at once."""
    level = 0
    while len(paths) > MOST_OPEN:
        level += 1
        starts = range(0, len(paths), MOST_OPEN)
        paths = [
            _joined(paths[start : start + MOST_OPEN], folder / f"{level}-{start:06}")
            for start in starts
        ]
    return paths


def _joined(paths: Sequence[Path], path: Path) -> Path:
    """Merge some files of notes into one."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(heapq.merge(*map(_lines, paths), key=_name))
    for one in paths:
        one.unlink()
    return path


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def _name(line: str) -> str:
    name: str = json.loads(line)[0]
    return name


def _files(number: int, split: InputSplit) -> Iterator[Entry]:
    """Give the pages of a folder; their bytes are not known yet."""
    for at, file in enumerate(split.files):
        yield Entry(number, at, Seed(file.id, b"", unread=Unread(0, ""), place=file.url))


def _entry(line: str) -> Entry:
    """Read a note."""
    name, at, url, retrieved, size, sha256, fault, charset, place, number = json.loads(line)
    return Entry(
        number, at,
        Seed(
            name, b"", url, retrieved, Unread(size, sha256),
            fault=Fault(*fault) if fault else None, charset=charset, place=place,
        ),
    )  # fmt: skip


def _one(same: list[Entry], skipped: list[set[int]]) -> Entry:
    """Keep one of some pages of an id, and skip the others."""
    kept = same[0]
    for entry in same[1:]:
        stays = same_page(kept.seed, entry.seed)
        gone = entry if stays is kept.seed else kept
        kept = kept if stays is kept.seed else entry
        skipped[gone.number].add(gone.at)
    return kept


def _units(split: InputSplit, note: Noted, skip: set[int]) -> Iterator[Unit]:
    """Cut a piece of the input into what is read together: each file, or a container."""
    if split.kind == PAGES:
        for at, file in enumerate(split.files):
            if at not in skip:
                yield Unit(file.id, split._replace(files=(file,), size=file.size), file.size)
        return
    gone = tuple(sorted(skip))
    yield Unit(split.name, split, split.size, _whole(note.identity, gone), gone)


def identified(known: Known, limits: Limits, unit: Unit) -> Unit:
    """Give a unit with its identity; that of a file is found by reading it."""
    if unit.identity:
        return unit
    digest = hashlib.sha256()
    for seed in inputs.seeds(unit.split, limits):
        digest.update(said(known, seed))
    return unit._replace(identity=_whole(digest.hexdigest(), unit.skip))


def _whole(digest: str, skip: tuple[int, ...]) -> str:
    return hashlib.sha256(f"{digest} {skip}".encode()).hexdigest()


def seeds(known: Known, limits: Limits, unit: Unit, identities: list[str]) -> Iterator[Seed]:
    """Give the seeds that are read of a unit; in the end its identity is put with others."""
    digest = hashlib.sha256()
    for at, seed in enumerate(inputs.seeds(unit.split, limits)):
        digest.update(said(known, seed))
        if at not in unit.skip:
            yield seed
    identities.append(_whole(digest.hexdigest(), unit.skip))
