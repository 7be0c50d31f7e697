"""Keys of any number of documents in, groups, duplicates and splits out, in bounded memory.

What is found is what `dongxi.assemble.assemble` finds, in stages: each is a row of tasks that
any engine can run, each task reads files of the scratch folder and writes its own.

| stage | tasks | from | to |
|---|---|---|---|
| store | batches of keys | keys | columns of a batch |
| number | one | ids, dates | ranks |
| equal | one | hashes of texts and seeds | the earliest of each |
| lay out, probe | batches | shingles | records by bucket |
| grade, pair | buckets | records | candidate pairs |
| verify | ranges of pairs | pairs, shingles | edges |
| settle | one | edges | links, groups |
| passages | ranges of hashes | hashes of passages | repeated passages |
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dongxi.engine import here
from dongxi.near import equal, settle
from dongxi.near.columns import WORD, Slices, batches, distinct, save
from dongxi.near.exchange import Exchange, buckets
from dongxi.near.outcome import Outcome
from dongxi.near.store import Corpus, number, write
from dongxi.near.verify import Shingles, verified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from dongxi.model import Key
    from dongxi.splits import Split

    Engine = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

#: Bytes a search works in unless told otherwise.
MEMORY = 1 << 30
#: Bytes a shingle takes while its batch is stored, laid out or probed with.
BYTES_PER_SHINGLE = 96
#: Shingles of a batch at most: what is worked on together stays near the processor.
BATCH = 1 << 21
#: What a document and a passage weigh in a batch beside their shingles, in shingles.
DOCUMENT_WEIGHT, PASSAGE_WEIGHT = 96, 4
#: Bytes a candidate pair takes while it is verified.
BYTES_PER_CANDIDATE = 128


def search(  # noqa: PLR0913 - options of one call
    keys: Iterable[Key],
    scratch: Path,
    *,
    rejected: Iterable[str] = (),
    pins: Mapping[str, Split] | None = None,
    memory: int = MEMORY,
    engine: Engine = here,
) -> Outcome:
    """Decide groups, duplicates and splits of documents given one by one, in any order.

    `scratch` must be empty or missing; it is the caller's to remove. `memory` bounds the bytes
    a task works in, columns of a few bytes a document not counted. `rejected` and `pins` are
    as in `assemble`, and so are the errors.
    """
    paths = stored(keys, scratch / "keys", memory)
    return searched(paths, scratch, rejected=rejected, pins=pins, memory=memory, engine=engine)


def stored(keys: Iterable[Key], folder: Path, memory: int = MEMORY) -> list[Path]:
    """Write keys into batches that a task can hold; give their folders."""
    paths: list[Path] = []
    for batch in batches(keys, _weight, min(BATCH, max(1, memory // BYTES_PER_SHINGLE))):
        paths.append(folder / f"{len(paths):06}")
        write(batch, paths[-1])
    return paths


def _weight(key: Key) -> int:
    """Say how much of a batch a key fills."""
    passages = PASSAGE_WEIGHT * len(key.passages)
    return len(key.shingles) // WORD.itemsize + DOCUMENT_WEIGHT + passages


def searched(  # noqa: PLR0913 - options of one call
    paths: Sequence[Path],
    scratch: Path,
    *,
    rejected: Iterable[str] = (),
    pins: Mapping[str, Split] | None = None,
    memory: int = MEMORY,
    engine: Engine = here,
) -> Outcome:
    """Do as `search` does, of batches that `stored` or `write` wrote."""
    corpus = Corpus(scratch / "columns", paths)
    corpus.folder.mkdir(parents=True)
    number(corpus)
    equal.texts(corpus, memory)
    edges = compared(corpus, memory, engine)
    settle.links(corpus, edges)
    settle.groups(corpus, edges, equal.homes(corpus, memory))
    outcome = Outcome(corpus, repeated(corpus, memory, engine), rejected, pins or {})
    for _ in outcome.seeds():  # raises on an id of two things
        pass
    return outcome


def compared(corpus: Corpus, memory: int, engine: Engine) -> list[Path]:
    """Find candidates and verify them; give the files of edges, in order."""
    step = Exchange(corpus, buckets(corpus), memory)
    own, spans = range(len(corpus.batches)), range(step.buckets)
    tasks = ((step.lay_out, own), (step.grade, spans), (step.probe, own), (step.pair, spans))
    for task, items in tasks:
        for _ in engine(task, items):
            pass
    _clear(corpus)
    files = tuple(sorted(corpus.folder.glob("pairs-*")))
    bits = 32 + max(12, corpus.count.bit_length())
    slices = Slices(files, WORD, "", bits)
    limit = max(1, memory // BYTES_PER_CANDIDATE)
    verify = partial(_verify, corpus, slices, limit)
    return list(engine(verify, enumerate(slices.ranges(limit))))


def _clear(corpus: Corpus) -> None:
    """Remove the files that led to the pairs."""
    for name in ("tokens-*", "grades-*", "probes-*"):
        for path in corpus.folder.glob(name):
            path.unlink()


def _verify(
    corpus: Corpus, slices: Slices, limit: int, item: tuple[int, tuple[int, int]]
) -> Path:
    """Verify the pairs of a range."""
    at, (first, end) = item
    path = corpus.folder / f"edges-{at:05}"
    found = np.zeros(0, WORD)
    for some in slices.chunks(first, end, limit):
        found = distinct(np.concatenate((found, some)))
    with Shingles(corpus) as shingles:
        save(path, verified(found, shingles))
    return path


def repeated(corpus: Corpus, memory: int, engine: Engine) -> list[Path]:
    """Find passages that repeat earlier ones; give the files that name them."""
    hashes = equal.Hashes(corpus, "equals", "place_of_arrival")
    ranges = hashes.ranges(max(1, memory // equal.BYTES_PER_HASH))
    return list(engine(partial(_repeat, corpus, memory), enumerate(ranges)))


def _repeat(corpus: Corpus, memory: int, item: tuple[int, tuple[int, int]]) -> Path:
    """Find the repeated passages whose hashes lie in a range."""
    at, (first, end) = item
    path = corpus.folder / f"repeats-{at:05}"
    save(path, equal.passages(corpus, first, end, memory))
    return path
