"""Seeds of any inputs in, a dataset out: the stages put together.

`build_dataset.py` shows the same way on one screen.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import about, curation, inputs, removals, seeds
from dongxi.assemble import assemble
from dongxi.duplicates import key
from dongxi.engine import engine
from dongxi.inputs import COLUMNS
from dongxi.options import Terms, given
from dongxi.page import passage_id
from dongxi.publish import publish
from dongxi.reading import LIMITS, at_fault, read, too_large
from dongxi.withhold import removed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Unpack

    from dongxi.inputs import Columns
    from dongxi.model import Curated, Key, Limits, Problem, Seed
    from dongxi.options import Shown
    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.removals import Removal

    Sources = str | Path | Iterable[str | Path]
    Tell = Callable[[Problem], object]
    Watch = Callable[[Iterable[Page], int], Iterable[Page]]


def build(  # noqa: PLR0913  (all but two by name)
    sources: Sources,
    out: str | Path,
    *,
    watch: Watch | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    workers: int = 1,
    columns: Columns = COLUMNS,
    tell: Tell | None = None,
    **shown: Unpack[Shown],
) -> Path:
    """Build the dataset of folders, files and addresses into `out`; give the folder.

    `columns` says which keys of records hold what (`docs/inputs.md`); `tell` is told what was left out; `watch` may wrap the pages to show progress; `curated=False` leaves `curation.yaml` aside;
    a page larger than `limits` is rejected; `personal` (off, flag, mask), `ledger` (full, hashes,
    none) and `text` (true, false) say what is shown. `workers` processes read the pages, which
    changes no byte. Raises `SeedError`, `CurationError`,
    `RemovalError` or `SwapError`, and `ValueError` for options, with what to do.
    """
    options = given(curation=curated, **shown)
    sources = listed(sources)
    apart(sources, Path(out))
    folder = home(sources)
    pages = list(
        read_all(
            sources,
            watch=watch,
            curated=curated,
            limits=limits,
            workers=workers,
            personal=options.personal,
            columns=columns,
            tell=tell,
        )
    )
    plan = assemble(
        [one for page in pages for one in keys(page)],
        [page.seed for page in pages if page.reason],
    )
    asked = removals.load(folder) if folder else ()
    what = about.load(folder) if folder else about.About()
    return publish(pages, plan, Path(out), what, Terms(options, asked, limits))


def listed(sources: Sources) -> list[str]:
    """Give the sources one by one, whether one was given or several.

    >>> listed("seeds"), listed(["seeds", "more.jsonl"])
    (['seeds'], ['seeds', 'more.jsonl'])
    """
    return [str(sources)] if isinstance(sources, str | Path) else [str(one) for one in sources]


def home(sources: Sources) -> Path | None:
    """Find the folder whose `curation.yaml`, `removals.yaml` and `dataset.yaml` count: the first."""
    return next((Path(one) for one in listed(sources) if Path(one).is_dir()), None)


def apart(sources: Sources, out: Path) -> None:
    """Raise `SeedError` where a folder of pages and the dataset do not lie apart."""
    for one in listed(sources):
        if Path(one).is_dir():
            seeds.apart(Path(one), out)


def load(
    sources: Sources, limits: Limits = LIMITS, columns: Columns = COLUMNS
) -> tuple[list[Seed], tuple[Problem, ...]]:
    """Read the seeds of all sources, sorted by id; and what is said of those left out."""
    found = inputs.find(listed(sources), limits, columns)
    loaded = inputs.load(found.splits, limits)
    return list(loaded.seeds), (*found.not_read, *loaded.told)


def read_all(  # noqa: PLR0913  (all but one by name)
    sources: Sources,
    *,
    watch: Watch | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    workers: int = 1,
    personal: Mode = "flag",
    columns: Columns = COLUMNS,
    tell: Tell | None = None,
) -> Iterable[Page]:
    """Read every seed, in the order of their ids; what is removed is withheld."""
    found, told = load(sources, limits, columns)
    folder = home(sources)
    gone = removals.alone(removals.load(folder) if folder else (), (one.id for one in found))
    for problem in (*told, *gone):
        if tell:
            tell(problem)
    held = {seed.id: seed.unread or seed.raw for seed in found}
    function = partial(
        read_seed,
        curation=curation_of(folder, found) if curated and folder else {},
        limits=limits,
        personal=personal,
        asked=removals.matched(removals.load(folder) if folder else (), held),
    )
    pages = engine(workers)(function, found)
    return watch(pages, len(found)) if watch else pages


def curation_of(folder: Path, found: Sequence[Seed]) -> dict[str, tuple[Curated, ...]]:
    """Read what curators know about some seeds of a folder, checked against their bytes.

    What they know about a page that was removed is left aside; its file may be gone. Entries
    about a page too large to be held are checked, and left aside as it is rejected.
    """
    asked = removals.load(folder)
    there = {seed.id for seed in found}
    gone = {one.seed for one in asked if one.scope == "seed" or one.seed not in there}
    entries = [
        entry for entry in curation.load(folder / seeds.CURATION) if entry["seed"] not in gone
    ]
    large = {seed.id: seed.unread for seed in found if seed.unread}
    for entry in entries:
        if unread := large.get(entry["seed"]):
            curation.check_bytes(entry, unread.sha256, unread.bytes)
    pages = {seed.id: seed.raw for seed in found if not seed.unread}
    return curation.matched((entry for entry in entries if entry["seed"] not in large), pages)


def read_seed(
    seed: Seed,
    curation: Mapping[str, Sequence[Curated]],
    limits: Limits = LIMITS,
    personal: Mode = "flag",
    asked: Mapping[str, Sequence[Removal]] | None = None,
) -> Page:
    """Read one seed with what its curators know, less what was asked to be removed."""
    requests = (asked or {}).get(seed.id, ())
    if seed.fault:
        return removed(at_fault(seed, seed.fault, personal), requests)
    if seed.unread:
        return removed(too_large(seed, limits), requests)
    page = read(
        seed.raw, url=seed.url, seed=seed.id, retrieved=seed.retrieved,
        curation=curation.get(seed.id, ()), limits=limits, personal=personal,
        charset=seed.charset,
    )  # fmt: skip
    return removed(page, requests)


def keys(page: Page) -> Iterator[Key]:
    """Make the keys of a page's documents: all that the assembly may know of them."""
    sha256 = page.sha256
    for document in page.documents:
        hans = document.text_hans
        passages = (
            (passage_id(document.id, position), hans[p.start : p.end])
            for position, p in enumerate(document.composed.passages, 1)
        )
        earliest, _ = document.days
        yield key(document.id, page.seed, sha256, earliest, hans, passages)
