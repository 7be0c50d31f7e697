"""Which documents are joined in, groups and the split of each group out.

The unit is the seed: documents of one page are always in one group, and pairs of documents
join their seeds. A group is named by its key, the smallest SHA-256 of its seeds, and published
under that name whole, so that from `group` alone anyone can work out the split of a large
build: `int(sha256(group).hexdigest()[:8], 16) % 100`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Split = Literal["train", "validation", "test"]

#: The splits. Where an earlier release put one group's seeds in several, the first named
#: holds: what a model was trained on must never turn up in its test.
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
#: Groups from which each group is placed by its own hash alone, so that others, added or
#: gone, do not move it.
LARGE = 30
#: Of 100 hashes: below the first train, below the second validation, else test.
TRAIN, VALIDATION = 80, 90
#: Below `LARGE`, one group in so many is test, and as many validation, at least one each.
HELD_OUT = 10
#: Groups up to which nothing can be held out: all are train.
UNDIVIDED = 2


def groups(seeds: Mapping[str, str], joined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each document the key of its group.

    `seeds` gives the SHA-256 of each document's seed, `joined` the pairs of documents.

    >>> groups({"a": "11", "b": "22", "c": "33"}, [("c", "b")])
    {'a': '11', 'b': '22', 'c': '22'}
    >>> groups({"p.01": "22", "p.02": "22", "a": "11", "b": "00"}, [("p.02", "a")])
    {'p.01': '11', 'p.02': '11', 'a': '11', 'b': '00'}
    """
    smaller: dict[str, str] = {}
    for one, other in joined:
        first, second = sorted((_root(seeds[one], smaller), _root(seeds[other], smaller)))
        if first != second:
            smaller[second] = first
    return {document: _root(seed, smaller) for document, seed in seeds.items()}


def splits(sizes: Mapping[str, int]) -> dict[str, Split]:
    """Give each group its split; `sizes` counts the documents of each.

    >>> splits({"a": 1, "b": 5})
    {'a': 'train', 'b': 'train'}
    >>> sorted(splits({"a": 1, "b": 5, "c": 1}).values()), splits({"a": 1, "b": 5, "c": 1})["b"]
    (['test', 'train', 'validation'], 'train')
    """
    if len(sizes) >= LARGE:
        return {group: by_hash(group) for group in sizes}
    if len(sizes) <= UNDIVIDED:
        return dict.fromkeys(sizes, "train")
    largest = min(sizes, key=lambda group: (-sizes[group], _hash(group)))
    others = sorted(sizes.keys() - {largest}, key=_hash)
    count = max(1, len(sizes) // HELD_OUT)
    placed: dict[str, Split] = dict.fromkeys(sizes, "train")
    placed.update(dict.fromkeys(others[:count], "test"))
    placed.update(dict.fromkeys(others[count : 2 * count], "validation"))
    return placed


def pinned(seeds: Mapping[str, str], pins: Mapping[str, Split]) -> dict[str, Split]:
    """Give each group that holds pinned seeds the split it must keep.

    `seeds` gives the group of each seed's SHA-256, `pins` the earlier split of some of them.

    >>> pinned({"11": "11", "22": "11", "33": "33"}, {"22": "test"})
    {'11': 'test'}
    >>> pinned({"11": "11", "22": "11"}, {"11": "test", "22": "train"})
    {'11': 'train'}
    """
    kept: dict[str, Split] = {}
    for split in reversed(SPLITS):
        kept.update((seeds[seed], split) for seed in seeds if pins.get(seed) == split)
    return kept


def _root(seed: str, smaller: dict[str, str]) -> str:
    """Follow a seed to the smallest of its group, and shorten the way for the next."""
    while seed in smaller:
        above = smaller[seed]
        smaller[seed] = smaller.get(above, above)
        seed = above
    return seed


def by_hash(group: str) -> Split:
    """Place a group by its own hash."""
    place = int(_hash(group)[:8], 16) % 100
    if place < TRAIN:
        return "train"
    return "validation" if place < VALIDATION else "test"


def _hash(group: str) -> str:
    """Hash the key of a group, so that splits do not follow the seeds' own order."""
    return hashlib.sha256(group.encode()).hexdigest()
