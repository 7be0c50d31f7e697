"""Search made families of copies in stages and exhaustively, and count what differs.

    python -m benchmarks.families [--documents 500] [--characters 600]

Families larger than `EARLIEST` are where the search in stages may differ from comparing all.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.near import Maker, digest, edited
from dongxi.assemble import assemble
from dongxi.duplicates import shingles
from dongxi.model import Key
from dongxi.near import search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.model import Plan

#: Characters of a text that all others quote.
QUOTE = 250


def families(count: int, maker: Maker) -> Iterator[tuple[str, list[str]]]:
    """Give families of texts, each with its name."""
    random = np.random.default_rng(5)

    def own() -> str:
        return maker.original(random)

    for share in (0.01, 0.02, 0.04):
        form = own()
        yield f"one text, {share} edited", [edited(form, share, random) for _ in range(count)]
    for share in (0.6, 0.7, 0.75, 0.8):
        form = own()
        rest = int(len(form) * (1 - share) / share)
        yield f"one form, {share} alike", [form + (own() * 3)[:rest] for _ in range(count)]
    copies = [own()]
    while len(copies) < count:
        copies.append(edited(copies[int(random.integers(len(copies)))], 0.02, random))
    yield "copies of copies", copies
    quote = (own() * 3)[:QUOTE]
    quoting = [own() + quote + own() for _ in range(count)]
    yield "a text quoted by all", [*quoting, quote]
    yield "50 variants of it", [*quoting, *(edited(quote, 0.02, random) for _ in range(50))]


def key(number: int, text: str) -> Key:
    """Make the key of a text."""
    form, name = text.replace("\n", ""), f"{number:06}"
    return Key(name, name, digest(name), None, digest(form), shingles(form), ())


def plans(keys: Sequence[Key]) -> tuple[Plan, Plan]:
    """Search exhaustively and in stages."""
    with tempfile.TemporaryDirectory() as folder:
        return assemble(keys), search(keys, Path(folder) / "scratch").plan()


def main() -> None:
    """Print one line per family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--characters", type=int, default=600)
    options = parser.parse_args()
    print(f"{'':<24} {'linked':>7} {'in stages':>9} {'other link':>10} {'other group':>11}")
    for label, texts in families(options.documents, Maker(options.characters)):
        whole, staged = plans([key(number, text) for number, text in enumerate(texts)])
        both = [(one, staged.documents[name]) for name, one in whole.documents.items()]
        linked = [
            sum(one.duplicate_of is not None for one in side)
            for side in zip(*both, strict=True)
        ]
        links = sum(one[2:5] != other[2:5] for one, other in both)
        groups = sum(one.group != other.group for one, other in both)
        print(f"{label:<24} {linked[0]:7} {linked[1]:9} {links:10} {groups:11}", flush=True)


if __name__ == "__main__":
    main()
