"""Keys of all documents in, the plan of a whole build out.

The only stage that sees more than one page. It sees ids, hashes and signatures, never texts,
and the order of the keys does not matter.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dongxi.duplicates import find
from dongxi.model import Placed, Plan
from dongxi.splits import groups, pinned, splits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dongxi.duplicates import Pair
    from dongxi.model import Key
    from dongxi.splits import Split


def assemble(
    keys: Iterable[Key],
    rejected: Iterable[str] = (),
    pins: Mapping[str, Split] | None = None,
) -> Plan:
    """Decide groups, duplicates and splits of a whole build.

    `rejected` are the ids of seeds without documents: they count in no group and stand in
    train. `pins` are splits of an earlier release by SHA-256 of the seed: a group that holds
    a pinned seed keeps that split. Two documents of one id raise `ValueError`, and so does a
    seed with two contents or both used and rejected.

    >>> assemble([], rejected=["broken"])
    Plan(documents={}, passages={}, seeds={'broken': 'train'})
    """
    known = sorted(keys, key=lambda key: key.document)
    apart = sorted(rejected)
    _check(known, apart)
    found = find(known)
    group = groups(
        {key.document: key.sha256 for key in known},
        [(pair.document, pair.other) for pair in found.pairs],
    )
    sizes = Counter(group[key.document] for key in known)
    keep = pinned({key.sha256: group[key.document] for key in known}, pins or {})
    split = splits(sizes) | keep
    documents = {
        name: _placed(home, sizes[home], split[home], found.links.get(name))
        for name, home in group.items()
    }
    used = {key.seed: documents[key.document].split for key in known}
    seeds = dict(sorted((used | dict.fromkeys(apart, "train")).items()))
    return Plan(documents, _repeated(known), seeds)


def _placed(group: str, size: int, split: str, link: Pair | None) -> Placed:
    """Put together what is decided about one document."""
    if link is None:
        return Placed(group, size, None, None, None, split)
    return Placed(group, size, link.other, link.kind, link.similarity, split)


def _repeated(known: Sequence[Key]) -> dict[str, str]:
    """Give each passage that repeats an earlier one the first of its equals.

    Documents are in order of their ids, passages in order of their places.
    """
    first: dict[str, str] = {}
    repeated: dict[str, str] = {}
    for key in known:
        for passage, text in key.passages:
            earliest = first.setdefault(text, passage)
            if earliest != passage:
                repeated[passage] = earliest
    return repeated


def _check(known: Sequence[Key], rejected: Sequence[str]) -> None:
    """Raise on ids that name two things."""
    documents = Counter(key.document for key in known)
    contents = Counter(seed for seed, _ in {(key.seed, key.sha256) for key in known})
    seeds = contents + Counter(rejected)
    for name, count in sorted((documents | seeds).items()):
        if count > 1:
            raise ValueError(
                f"{name!r} stands for {count} documents or seeds: an id must name one; "
                "rename one of the inputs"
            )
