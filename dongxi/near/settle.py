"""Verified pairs in, what each document repeats and which belong together out.

The rules are those of `dongxi.duplicates`. Both results are folded over the pairs in a single
pass each; they are the only stages that are not cut into tasks. They take a few bytes a
document in mapped columns, and a fraction of a microsecond a pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dongxi.near.columns import NUMBER, WORD, blank, load
from dongxi.near.verify import EDGE, LATE_IN_EARLY, NEAR_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dongxi.near.columns import Array, Numbers, Words
    from dongxi.near.store import Corpus

#: What a document repeats, by rank: the document, how, and the similarity per mille.
LINK = np.dtype([("other", "<u4"), ("kind", "u1"), ("similarity", "<u2")])
#: Kinds of a link, in the order of the rules.
KINDS = (None, "exact", "near", "contained")
EXACT, NEAR, CONTAINED = 1, 2, 3
WHOLE = 1000
#: Edges read at a time.
EDGES = 1 << 16
#: Lower half of a word, all bits set.
LOWER = np.uint64(0xFFFFFFFF)


def links(corpus: Corpus, files: Iterable[Path]) -> None:
    """Write what each document repeats, by rank: the column `link_of_rank`.

    `files` hold the edges, those of a later document behind those of an earlier one.
    """
    paths = list(files)
    found = blank(corpus.folder / "link_of_rank", LINK, corpus.count)
    texts = corpus.numbers("text_of_rank")
    for at in range(0, corpus.count, EDGES):
        text = texts[at : at + EDGES]
        copies = np.flatnonzero(text != np.arange(at, at + len(text)))
        found["other"][at + copies] = text[copies]
        found["kind"][at + copies] = EXACT
        found["similarity"][at + copies] = WHOLE
    for edges in _read(paths):
        _near(edges[edges["kind"] == NEAR_KIND], found)
    best = blank(corpus.folder / "container_of_rank", WORD, corpus.count)
    sizes = corpus.numbers("size_of_rank")
    for edges in _read(paths):
        _largest(edges, found, sizes, best)
    for edges in _read(paths):
        _contained(edges, found, sizes, best)


def _near(edges: Array, found: Array) -> None:
    """Take step 2: link each document to the earliest it is near that goes on."""
    kinds = found["kind"]
    for late, early, similarity in zip(
        edges["late"].tolist(), edges["early"].tolist(), edges["similarity"].tolist(),
        strict=True,
    ):  # fmt: skip
        if not kinds[late] and not kinds[early]:
            found[late] = (early, NEAR, similarity)


def _inside(edges: Array, found: Array) -> tuple[Array, Numbers, Numbers]:
    """Give the edges of step 3, which document is inside, and in which."""
    edges = edges[edges["kind"] != NEAR_KIND]
    kinds = found["kind"]
    on = ~np.isin(kinds[edges["late"]], (EXACT, NEAR))
    on &= ~np.isin(kinds[edges["early"]], (EXACT, NEAR))
    edges = edges[on]
    late, early = edges["late"].astype(np.int64), edges["early"].astype(np.int64)
    small = np.where(edges["kind"] == LATE_IN_EARLY, late, early)
    return edges, small, late + early - small


def _worth(large: Numbers, sizes: Array) -> Words:
    """Order containers: the largest, then the earliest."""
    return sizes[large].astype(WORD) << np.uint64(32) | LOWER - large.astype(WORD)


def _largest(edges: Array, found: Array, sizes: Array, best: Array) -> None:
    """Note the best container of each document."""
    _, small, large = _inside(edges, found)
    np.maximum.at(best, small, _worth(large, sizes))


def _contained(edges: Array, found: Array, sizes: Array, best: Array) -> None:
    """Take step 3: link each document to its best container."""
    edges, small, large = _inside(edges, found)
    chosen = best[small] == _worth(large, sizes)
    whose = small[chosen]
    found["other"][whose], found["kind"][whose] = large[chosen], CONTAINED
    found["similarity"][whose] = edges["similarity"][chosen]


def groups(corpus: Corpus, files: Iterable[Path], homes: int) -> None:
    """Join the seeds whose documents are joined; write `group_of_home`.

    A seed is named by its place in the order of SHA-256, a group by its smallest seed.
    """
    above = blank(corpus.folder / "group_of_home", NUMBER, homes)
    above[:] = np.arange(homes, dtype=NUMBER)
    home = corpus.numbers("home_of_rank")
    texts = corpus.numbers("text_of_rank")
    for at in range(0, corpus.count, EDGES):
        join(above, home[at : at + EDGES], home[texts[at : at + EDGES]])
    for edges in _read(files):
        join(above, home[edges["late"]], home[edges["early"]])
    for at in range(0, homes, EDGES):
        above[at : at + EDGES] = _roots(above, np.asarray(above[at : at + EDGES]))


def join(above: Array, one: Array, other: Array) -> None:
    """Join pairs of nodes; above each stands another of its component, above the smallest none.

    >>> above = np.arange(6, dtype=np.uint32)
    >>> join(above, np.array([5, 4, 3]), np.array([4, 2, 1]))
    >>> above.tolist()
    [0, 1, 2, 1, 2, 2]
    """
    while True:
        ones, others = _roots(above, one), _roots(above, other)
        apart = ones != others
        if not apart.any():
            above[one], above[other] = ones, others
            return
        one, other = one[apart], other[apart]
        ones, others = ones[apart], others[apart]
        np.minimum.at(above, np.maximum(ones, others), np.minimum(ones, others))


def _roots(above: Array, nodes: Array) -> Array:
    """Follow nodes to the smallest of their component."""
    while True:
        up = above[nodes]
        if np.array_equal(up, nodes):
            return up
        nodes = up


def _read(files: Iterable[Path]) -> Iterator[Array]:
    """Read edges, some at a time."""
    for path in files:
        count = path.stat().st_size // EDGE.itemsize
        for at in range(0, count, EDGES):
            yield load(path, EDGE, at, min(at + EDGES, count))
