"""Folders of seeds in, a dataset out: the stages put together.

`build_dataset.py` shows the same way on one screen.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import about, curation, provenance, removals, seeds
from dongxi.assemble import assemble
from dongxi.duplicates import key
from dongxi.engine import engine
from dongxi.options import Terms, given
from dongxi.page import passage_id
from dongxi.publish import publish
from dongxi.reading import LIMITS, read, too_large
from dongxi.withhold import removed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Unpack

    from dongxi.model import Curated, Key, Limits, Seed
    from dongxi.options import Shown
    from dongxi.page import Page
    from dongxi.personal import Mode
    from dongxi.removals import Removal

    Watch = Callable[[Iterable[Page], int], Iterable[Page]]


def build(  # noqa: PLR0913  (all but two by name)
    sources: str | Path,
    out: str | Path,
    *,
    watch: Watch | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    workers: int = 1,
    **shown: Unpack[Shown],
) -> Path:
    """Build the dataset of a folder of seeds into `out`; give the folder.

    `watch` may wrap the pages to show progress; `curated=False` leaves `curation.yaml` aside;
    a page larger than `limits` is rejected; `personal` (off, flag, mask), `ledger` (full, hashes,
    none) and `text` (true, false) say what is shown. `workers` processes read the pages, which
    changes no byte. Raises `SeedError`, `CurationError`,
    `ProvenanceError`, `RemovalError` or `SwapError`, and `ValueError` for options, with what to do.
    """
    folder = Path(sources)
    options = given(curation=curated, **shown)
    seeds.apart(folder, Path(out))
    pages = list(
        read_all(
            folder,
            watch=watch,
            curated=curated,
            limits=limits,
            workers=workers,
            personal=options.personal,
        )
    )
    plan = assemble(
        [one for page in pages for one in keys(page)],
        [page.seed for page in pages if page.reason],
    )
    terms = Terms(options, removals.load(folder), limits)
    return publish(pages, plan, Path(out), about.load(folder), terms)


def read_all(  # noqa: PLR0913  (all but one by name)
    folder: Path,
    *,
    watch: Watch | None = None,
    curated: bool = True,
    limits: Limits = LIMITS,
    workers: int = 1,
    personal: Mode = "flag",
) -> Iterable[Page]:
    """Read every seed of a folder, in the order of their ids; what is removed is withheld."""
    found = load(folder, limits)
    held = {seed.id: seed.unread or seed.raw for seed in found}
    function = partial(
        read_seed,
        curation=curation_of(folder, found) if curated else {},
        limits=limits,
        personal=personal,
        asked=removals.matched(removals.load(folder), held),
    )
    pages = engine(workers)(function, found)
    return watch(pages, len(found)) if watch else pages


def load(folder: Path, limits: Limits = LIMITS) -> list[Seed]:
    """Load the seeds of a folder, sorted by id, with what is known of where they are from."""
    gone = {one.seed for one in removals.load(folder)}
    return list(provenance.known(folder, seeds.load(folder, limits), gone))


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
    if seed.unread:
        return removed(too_large(seed, limits), requests)
    page = read(
        seed.raw, url=seed.url, seed=seed.id, retrieved=seed.retrieved,
        curation=curation.get(seed.id, ()), limits=limits, personal=personal,
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
