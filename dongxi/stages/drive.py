"""Pieces of input in, the tables of a dataset out, stage by stage, in bounded memory.

| stage | tasks | from | to |
|---|---|---|---|
| list | pieces of input | records | ids and hashes, so that of pages that are the same one is read |
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

from dongxi import near
from dongxi.engine import here
from dongxi.manifest import MOST_LISTED
from dongxi.near.drive import MEMORY
from dongxi.stages import layout, shards
from dongxi.stages.listing import identified, listed, seeds
from dongxi.stages.piece import WHOLE, Piece, write
from dongxi.stages.work import PIECE_BYTES, Work, WorkError, finished, grouped
from dongxi.steady import UnsteadyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dongxi.engine import Engine
    from dongxi.inputs import InputSplit
    from dongxi.known import Known
    from dongxi.manifest import File
    from dongxi.model import Problem, Seed
    from dongxi.options import Terms
    from dongxi.splits import Split
    from dongxi.stages.listing import Listed
    from dongxi.stages.piece import Summary
    from dongxi.stages.work import Unit

    Tell = Callable[[Problem], object]
    Watch = Callable[[Iterable[Summary], int], Iterable[Summary]]


def unheard(_: object) -> None:
    """Tell nobody."""


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
        options = self.terms.options
        output = self.output._replace(out=out, jsonl=options.jsonl)
        return self._done(partial(shards.write, output), options.published)

    def digested(self) -> list[File] | None:
        """Work out what would be written with nothing left out; None where nothing is."""
        if self.terms.options.whole:
            return None
        names = self.terms.options.tables
        return self._done(partial(shards.digested, self.output), names, WHOLE)

    def seeds(self) -> dict[str, str] | None:
        """Give the SHA-256 of each seed by its id; None where they are too many to be listed."""
        if sum(len(one.counts("seeds")) for one in self.pieces) > MOST_LISTED:
            return None
        known: dict[str, str] = {}
        for one in self.pieces:
            once = Piece(one.folder)  # its files are closed with it
            rows = once.rows("seeds", 0, len(once.counts("seeds")))
            ids, hashes = (rows.column(name).to_pylist() for name in ("seed", "sha256"))
            known.update(zip(ids, hashes, strict=True))
        return known

    def clear(self, out: Path) -> None:
        """Remove what was worked with: the pieces too where they lie in the dataset."""
        shutil.rmtree(out / shards.PARTS, ignore_errors=True)
        inside = out in self.work.folder.parents
        if inside:
            shutil.rmtree(self.work.folder)
        else:
            self.work.clear()

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
    splits: Sequence[InputSplit],
    known: Known,
    terms: Terms,
    home: Path,
    *,
    means: Means | None = None,
    watch: Watch | None = None,
    tell: Tell = unheard,
    stage: Callable[[str], object] = unheard,
    pins: Mapping[str, Split] | None = None,
) -> Staged:
    """Read pieces of the input and settle the order of their pages; `home` is to work in.

    `stage` is told when each begins.
    """
    means, work = means or Means(), Work(home, terms)
    stage("list")
    found = listed(
        splits,
        known,
        terms.limits,
        work.scratch / "listing",
        means.engine,
        terms.options.sample,
    )
    for problem in found.told:
        tell(problem)
    stage("read")
    pieces = extracted(found, known, terms, work, means, watch)
    stage("find duplicates")
    summaries = [one.summary() for one in pieces]
    outcome = near.searched(
        [path for one in pieces for path in one.batches()],
        work.scratch / "near",
        rejected=[name for summary in summaries for name in summary.rejected],
        pins=pins, memory=means.memory, engine=means.engine,
    )  # fmt: skip
    decided = work.scratch / "decided"
    outcome.write(decided)
    stage("write")
    order = layout.laid_out(pieces, outcome.seeds(), work.scratch / "layout")
    shutil.rmtree(work.scratch / "near")  # what was decided is written elsewhere
    output = shards.Output(order, decided, Path())
    return Staged(output, tuple(pieces), terms, means, work)


def extracted(  # noqa: PLR0913, PLR0917 - one stage, called once
    found: Listed, known: Known, terms: Terms, work: Work, means: Means, watch: Watch | None
) -> list[Piece]:
    """Read all that no piece of an earlier run holds; give all pieces."""
    paths, left = kept(found.units, known, terms, work, means)
    share = sum(unit.size for unit in left) // (PIECES_PER_WORKER * means.workers) + 1
    tasks = grouped(left, min(PIECE_BYTES, share))
    task = partial(extract, work.pieces, known, terms, means.memory)
    summaries = made(paths, means.engine(task, tasks))
    for _ in watch(summaries, found.pages) if watch else summaries:
        pass
    pieces = [piece for path in sorted(paths) for piece in parts(path)]
    whole(pieces, found.pages, work.folder)
    return pieces


def whole(pieces: Iterable[Piece], pages: int, folder: Path) -> None:
    """Raise `WorkError` where the pieces do not hold as many pages as there are to read."""
    held = sum(len(piece.counts("seeds")) for piece in pieces)
    if held != pages:
        raise WorkError(
            f"{folder}: found {held:,} pages in the pieces read, expected {pages:,}, so nothing was "
            "written: something else changes the folder to work in; build again when nothing does"
        )


def parts(folder: Path) -> list[Piece]:
    """Give the pieces of a folder."""
    return [Piece(path) for path in sorted(folder.glob("[0-9]*"))]


def made(paths: list[Path], more: Iterable[Path]) -> Iterator[Summary]:
    """Tell of the pieces that stand and of those that are made, which are put with them."""
    for path in tuple(paths):
        yield from (piece.summary() for piece in parts(path))
    for path in more:
        paths.append(path)
        yield from (piece.summary() for piece in parts(path))


def kept(
    units: Sequence[Unit], known: Known, terms: Terms, work: Work, means: Means
) -> tuple[list[Path], list[Unit]]:
    """Take over what an earlier run has read of some units; give the pieces, and what is left."""
    if not work.known():
        return [], list(units)
    units = list(means.engine(partial(identified, known, terms.limits), units))
    return work.kept(units, spare=terms.options.sample > 0)


def extract(
    folder: Path, known: Known, terms: Terms, memory: int, units: Sequence[Unit]
) -> Path:
    """Read some units into pieces; they stand in the folder when they are whole."""
    identities: list[str] = []
    found = (seed for unit in units for seed in seeds(known, terms.limits, unit, identities))

    def write_all(part: Path) -> None:
        for number, some in enumerate(cut(found, PIECE_BYTES)):
            pages = (known.read(seed, terms.options.personal) for seed in some)
            write(pages, part / f"{number:05}", terms.options, memory)

    done = finished(folder, identities, write_all)
    _steady(units, identities)
    return done


def _steady(units: Sequence[Unit], identities: Sequence[str]) -> None:
    """Raise `UnsteadyError` where a container is not what it was when its records were listed."""
    for unit, now in zip(units, identities, strict=True):
        if unit.identity not in {"", now}:
            raise UnsteadyError(
                f"{unit.name}: the file changed while the build read it, so nothing was written; "
                "build again when nothing else writes to it"
            )


def cut(seeds: Iterable[Seed], most: int) -> Iterator[Iterator[Seed]]:
    """Part seeds into runs of so many bytes; each run must be used up before the next."""
    left = iter(seeds)

    def run(first: Seed) -> Iterator[Seed]:
        size = len(first.raw)
        yield first
        while size < most:
            seed = next(left, None)
            if seed is None:
                return
            size += len(seed.raw)
            yield seed

    for first in left:
        yield run(first)
