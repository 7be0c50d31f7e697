"""Seeds of any inputs in, a dataset out: the stages put together.

`build_dataset.py` shows the same way on one screen; `dongxi/stages/drive.py` has its tasks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import about, inputs, known, seeds
from dongxi.engine import LOCAL, opened
from dongxi.inputs import COLUMNS
from dongxi.inputs.records import well_formed
from dongxi.near.drive import MEMORY
from dongxi.options import SHARD_BYTES, Terms, given
from dongxi.publish import publish
from dongxi.reading import LIMITS
from dongxi.stages.drive import Means, staged, unheard
from dongxi.stages.work import alone, outside
from dongxi.swap import fresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Unpack

    from dongxi.inputs import Columns
    from dongxi.model import Limits, Seed
    from dongxi.options import Shown
    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.splits import Split
    from dongxi.stages.drive import Tell, Watch

    Sources = str | Path | Iterable[str | Path]

#: Where a build works, below the folder that takes the place of the old one.
WORK = ".work"


def build(  # noqa: PLR0913  (all but two by name)
    sources: Sources,
    out: str | Path,
    *,
    watch: Watch | None = None,
    tell: Tell | None = None,
    stage: Callable[[str], object] | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    columns: Columns = COLUMNS,
    workers: int = 1,
    engine: str = LOCAL,
    work: str | Path | None = None,
    memory: int = MEMORY,
    pins: Mapping[str, Split] | None = None,
    shard_bytes: int = SHARD_BYTES,
    sample: int = 0,
    **shown: Unpack[Shown],
) -> Path:
    """Build the dataset of folders, files and addresses into `out`; give the folder.

    `watch` may wrap what is told of the pages, piece by piece, to show progress; `tell` is told
    what was left out, `stage` when a stage begins; `curated=False` leaves `curation.yaml` aside; a page larger than `limits`
    is rejected; `columns` says which keys of records hold what (`docs/inputs.md`); `personal`
    (off, flag, mask), `ledger` (full, hashes, none) and `text` (true, false) say what is shown,
    `tables` which are made beside documents and seeds, and `jsonl` whether they are written as JSONL too.
    `workers` processes do the work, or those of the cluster that `engine` names
    (`dongxi.engine.engine`), which changes no byte. `work` is a folder that stands afterwards:
    a build that was broken off goes on from there, and the next one reads only what changed.
    `memory` are the bytes that the search for duplicates works in. `pins` are splits of an
    earlier release by SHA-256 of the seed. `shard_bytes` is how large, as JSONL, the files of a
    table may grow. Of a `sample` so many pages are read, chosen by the hashes of their ids. Raises
    `InputError`, `SeedError`, `CurationError`, `ProvenanceError`, `RemovalError`, `WorkError` or
    `SwapError`, and `ValueError` for options, with what to do.
    """
    tell, stage = tell or unheard, stage or unheard
    options = given(curation=curated, pinned=pins is not None, sample=sample, **shown)
    sources = listed(sources)
    place = Path(work) if work else None
    apart(sources, Path(out), place)
    folder = home(sources)
    said = known.load(folder, limits, curated=curated)
    terms = Terms(options, said.asked, limits, shard_bytes, columns)
    told = about.load(folder) if folder else about.About()
    found = inputs.find(sources, limits, columns)
    for problem in found.not_read:
        tell(problem)
    with opened(workers, engine) as run, alone(place), fresh(Path(out)) as new:
        made = staged(
            found.splits, said, terms, place or new / WORK,
            means=Means(run, workers, memory), watch=watch, tell=tell, stage=stage, pins=pins,
        )  # fmt: skip
        publish(made, new, told, stage)
    return Path(out)


def listed(sources: Sources) -> list[str]:
    """Give the sources one by one, whether one was given or several.

    >>> listed("seeds"), listed(["seeds", "more.jsonl"])
    (['seeds'], ['seeds', 'more.jsonl'])
    """
    return [str(sources)] if isinstance(sources, str | Path) else [str(one) for one in sources]


def home(sources: Sources) -> Path | None:
    """Find the folder whose `curation.yaml`, `dataset.yaml` and the like count: the first."""
    return next((Path(one) for one in listed(sources) if Path(one).is_dir()), None)


def apart(sources: Sources, out: Path, work: Path | None = None) -> None:
    """Raise where a folder of pages and the dataset, or the one worked in, do not lie apart.

    Also where Parquet cannot be written, for a name that is not UTF-8. Raises `SeedError` and `WorkError`.
    """
    for place in filter(None, (out, work)):
        if not well_formed(str(place.resolve())):
            raise seeds.SeedError(
                f"{place}: the name of the folder, or of one above it, is not UTF-8, so no tables can be "
                "written there; name another with --out, or rename it"
            )
    folders = [Path(one) for one in listed(sources) if Path(one).is_dir()]
    for one in folders:
        seeds.apart(one, out)
    if work is not None:
        for one in (*folders, out):
            outside(one, work)


def streamed(
    sources: Sources, limits: Limits = LIMITS, columns: Columns = COLUMNS
) -> Iterator[Seed]:
    """Read the seeds of all sources one by one, in no order, the same page as often as it stands."""
    for split in inputs.find(listed(sources), limits, columns).splits:
        yield from inputs.seeds(split, limits)


def read_all(
    sources: Sources,
    *,
    curated: bool = True,
    limits: Limits = LIMITS,
    personal: Mode = "flag",
    columns: Columns = COLUMNS,
) -> Iterator[Page]:
    """Read every seed, in the order of their ids; what is removed is withheld. Holds all seeds."""
    sources = listed(sources)
    found = inputs.load(inputs.find(sources, limits, columns).splits, limits).seeds
    said = known.load(home(sources), limits, curated=curated)
    said.check({seed.id for seed in found})
    return (said.read(seed, personal) for seed in found)
