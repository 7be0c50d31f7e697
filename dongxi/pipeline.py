"""Folders of seeds in, a dataset out: the stages put together.

`build_dataset.py` shows the same way on one screen; `dongxi/stages/drive.py` has its tasks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import about, known, seeds
from dongxi.engine import LOCAL
from dongxi.engine import engine as engine_of
from dongxi.near.drive import MEMORY
from dongxi.options import SHARD_BYTES, Terms, given
from dongxi.publish import publish
from dongxi.reading import LIMITS
from dongxi.stages.drive import Means, staged
from dongxi.swap import fresh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Unpack

    from dongxi.model import Limits
    from dongxi.options import Shown
    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.splits import Split
    from dongxi.stages.drive import Watch

#: Where a build works, below the folder that takes the place of the old one.
WORK = ".work"


def build(  # noqa: PLR0913  (all but two by name)
    sources: str | Path,
    out: str | Path,
    *,
    watch: Watch | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    workers: int = 1,
    engine: str = LOCAL,
    work: str | Path | None = None,
    memory: int = MEMORY,
    pins: Mapping[str, Split] | None = None,
    shard_bytes: int = SHARD_BYTES,
    **shown: Unpack[Shown],
) -> Path:
    """Build the dataset of a folder of seeds into `out`; give the folder.

    `watch` may wrap what is told of the pages, piece by piece, to show progress;
    `curated=False` leaves `curation.yaml` aside; a page larger than `limits` is rejected;
    `personal` (off, flag, mask), `ledger` (full, hashes, none) and `text` (true, false) say
    what is shown. `workers` processes do the work, or those of the cluster that
    `engine` names (`dongxi.engine.engine`), which changes no byte. `work` is a folder
    that stands afterwards: a build that was broken off goes on from there, and the next one
    reads only what changed. `memory` are the bytes that the search for duplicates
    works in. `pins` are splits of an earlier release by SHA-256 of the seed. `shard_bytes`
    is how large, as JSONL, the files of a table may grow.
    Raises `SeedError`, `CurationError`, `RemovalError`, `WorkError` or `SwapError`, and
    `ValueError` for options, with what to do.
    """
    folder = Path(sources)
    options = given(curation=curated, pinned=pins is not None, **shown)
    means = Means(engine_of(workers, engine), workers, memory)
    seeds.apart(folder, Path(out))
    said = known.load(folder, limits, curated=curated)
    terms = Terms(options, said.asked, limits, shard_bytes)
    told = about.load(folder)
    with fresh(Path(out)) as new:
        home = Path(work) if work else new / WORK
        publish(
            staged(folder, said, terms, home, means=means, watch=watch, pins=pins), new, told
        )
    return Path(out)


def read_all(
    folder: Path, *, curated: bool = True, limits: Limits = LIMITS, personal: Mode = "flag"
) -> Iterator[Page]:
    """Read every seed of a folder, in the order of their ids; what is removed is withheld."""
    said = known.load(folder, limits, curated=curated)
    said.check({seed for seed, _ in seeds.find(folder, limits)})
    return (said.read(seed, personal) for seed in seeds.load(folder, limits))
