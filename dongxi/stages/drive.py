"""Folders of seeds in, the tables of a dataset out, stage by stage, in bounded memory.

| stage | tasks | from | to |
|---|---|---|---|
| extract | pieces | units of input | rows, lines and keys of some seeds |
| assemble | `dongxi.near` | keys of all pieces | groups, duplicates, splits |
| lay out | one | ids and splits | the place of every seed in the output |
| write | shards | rows of all pieces, what was decided | Parquet, JSONL, their hashes |

Each task is a pure function of files; it writes its own under another name and renames them
when they are whole. So any engine can run the tasks, and a run that was killed goes on where
it stood. What is written depends on the pages and the options alone.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dongxi import near, seeds
from dongxi.engine import here
from dongxi.near.drive import MEMORY
from dongxi.stages import layout, shards
from dongxi.stages.piece import ADDED, WHOLE, Piece, write
from dongxi.stages.work import PIECE_BYTES, Unit, Work, finished, grouped, identified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dongxi.engine import Engine
    from dongxi.known import Known
    from dongxi.manifest import File
    from dongxi.options import Terms
    from dongxi.page import Page
    from dongxi.splits import Split
    from dongxi.stages.piece import Summary

    Watch = Callable[[Iterable[Summary], int], Iterable[Summary]]

#: Tables that are published as JSONL too.
JSONL = frozenset({"documents", "passages", "seeds"})
#: Pieces made for each worker at least, so that all have work to the end.
PIECES_PER_WORKER = 8


class Means(NamedTuple):
    """How a build is done; none of it changes what comes out."""

    engine: Engine = here
    workers: int = 1
    memory: int = MEMORY
    """Bytes that the search for duplicates works in."""


class Staged(NamedTuple):
    """A build whose pages are read and whose order is settled; what is left is to write it."""

    output: shards.Output
    pieces: tuple[Piece, ...]
    terms: Terms
    means: Means
    work: Work

    def write(self, out: Path) -> list[File]:
        """Write the tables below a folder; say what was written."""
        shown = [name for name in ADDED if name not in self.terms.options.withheld]
        return self._done(partial(shards.write, self.output._replace(out=out)), shown)

    def digested(self) -> list[File] | None:
        """Work out what would be written with nothing left out; None where nothing is."""
        if self.terms.options == self.terms.options.complete:
            return None
        return self._done(partial(shards.digested, self.output), ADDED, WHOLE)

    def seeds(self) -> Iterator[tuple[str, str]]:
        """Give the id and the SHA-256 of each seed."""
        for one in self.pieces:
            rows = one.rows("seeds", 0, len(one.counts("seeds")))
            ids, hashes = (rows.column(name).to_pylist() for name in ("seed", "sha256"))
            yield from zip(ids, hashes, strict=True)

    def clear(self, out: Path) -> None:
        """Remove what was worked with: the pieces too where they lie in the dataset."""
        shutil.rmtree(out / shards.PARTS, ignore_errors=True)
        inside = out in self.work.folder.parents
        shutil.rmtree(self.work.folder if inside else self.work.scratch)

    def _done(
        self, task: Callable[[layout.Shard], File], names: Iterable[str], kind: str = ""
    ) -> list[File]:
        """Do a task for every shard of some tables."""
        found = [
            shard for name in names
            for shard in layout.shards(
                self.output.layout, self.pieces, name, kind + name, self.terms.shard_bytes
            )
        ]  # fmt: skip
        return list(self.means.engine(task, found))


def staged(  # noqa: PLR0913 - all but four by name
    folder: Path,
    known: Known,
    terms: Terms,
    home: Path,
    *,
    means: Means | None = None,
    watch: Watch | None = None,
    pins: Mapping[str, Split] | None = None,
) -> Staged:
    """Read the pages of a folder and settle their order; `home` is a folder to work in."""
    means, work = means or Means(), Work(home, terms)
    pieces = extracted(folder, known, terms, work, means, watch)
    outcome = near.searched(
        [path for one in pieces for path in one.batches()],
        work.scratch / "near",
        rejected=[name for one in pieces for name in one.summary().rejected],
        pins=pins, memory=means.memory, engine=means.engine,
    )  # fmt: skip
    decided = work.scratch / "decided"
    outcome.write(decided)
    order = layout.laid_out(pieces, outcome.seeds(), work.scratch / "layout")
    output = shards.Output(order, decided, Path(), JSONL)
    return Staged(output, tuple(pieces), terms, means, work)


def extracted(  # noqa: PLR0913, PLR0917 - one stage, called once
    folder: Path, known: Known, terms: Terms, work: Work, means: Means, watch: Watch | None
) -> list[Piece]:
    """Read all pages that no piece of an earlier run holds; give all pieces."""
    found = seeds.find(folder, terms.limits)
    known.check({seed for seed, _ in found})
    units = [Unit(seed, path, path.stat().st_size) for seed, path in found]
    paths, left = kept(units, known, terms, work, means)
    share = sum(unit.size for unit in left) // (PIECES_PER_WORKER * means.workers) + 1
    tasks = grouped(left, min(PIECE_BYTES, share))
    task = partial(extract, work.pieces, known, terms, means.memory)
    summaries = made(paths, means.engine(task, tasks))
    for _ in watch(summaries, len(units)) if watch else summaries:
        pass
    return [Piece(path) for path in sorted(paths)]


def made(paths: list[Path], more: Iterable[Path]) -> Iterator[Summary]:
    """Tell of the pieces that stand and of those that are made, which are put with them."""
    for path in tuple(paths):
        yield Piece(path).summary()
    for path in more:
        paths.append(path)
        yield Piece(path).summary()


def kept(
    units: Sequence[Unit], known: Known, terms: Terms, work: Work, means: Means
) -> tuple[list[Path], list[Unit]]:
    """Take over what an earlier run has read of some units; give the pieces, and what is left."""
    if not work.known():
        return [], list(units)
    identities = means.engine(partial(identity, known, terms), units)
    return work.kept(
        [unit._replace(identity=one) for unit, one in zip(units, identities, strict=True)]
    )


def identity(known: Known, terms: Terms, unit: Unit) -> str:
    """Read a unit for its identity alone."""
    return identified(known, seeds.one(unit.name, unit.path, terms.limits))


def extract(
    folder: Path, known: Known, terms: Terms, memory: int, units: Sequence[Unit]
) -> Path:
    """Read some units into a piece; it stands in the folder when it is whole."""
    identities: list[str] = []

    def pages() -> Iterator[Page]:
        for unit in units:
            seed = seeds.one(unit.name, unit.path, terms.limits)
            identities.append(identified(known, seed))
            yield known.read(seed, terms.options.personal)

    return finished(
        folder, identities, lambda part: write(pages(), part, terms.options, memory)
    )
