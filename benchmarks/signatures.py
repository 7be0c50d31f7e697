"""Compare signatures with packaged libraries: how many a second, and how far estimates err.

    python -m benchmarks.signatures [--texts 1000] [--characters 1000] [--rounds 3]

All read the same texts, take the same shingles of five characters and give 128 numbers a text;
those with "hashes" are given our hashes of the shingles, the others cut the text as their
documentation shows. A text and a copy of it, edited more and more, give the errors: the square
root of the mean square of estimate less Jaccard index, in thousandths, and their mean. Times
are those of the processor, all threads together, the best of some rounds; the tools take turns.
"""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module, metadata
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.near import Maker, edited
from dongxi.duplicates import SHINGLE, compared, shingles
from dongxi.near.signatures import SIZE, hashed, signatures
from dongxi.near.verify import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from dongxi.near.columns import Array

#: The most of a text's characters that an edit replaces.
EDITED = 0.2
SEED = 42


class Tool(NamedTuple):
    """A way to make signatures."""

    name: str
    make: Callable[[Sequence[str]], Any]
    """What is timed."""
    rows: Callable[[Any], Array]
    """Its numbers, text by text."""


def cut(text: str) -> list[str]:
    """Cut a text into shingles."""
    return [text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)]


def flat(texts: Sequence[str]) -> tuple[Array, Array]:
    """Give our hashes of the shingles of all texts, and where each text's end."""
    hashes, sizes = hashed(texts)
    return hashes, np.append(np.uint64(0), np.cumsum(sizes).astype(np.uint64))


def tools() -> Iterator[Tool]:
    """Give dongxi and the libraries that are installed."""
    yield Tool("dongxi", signatures, np.asarray)
    datasketch = _library("datasketch")
    if datasketch:
        bulk = datasketch.MinHash.bulk
        yield Tool(
            f"datasketch {metadata.version('datasketch')}",
            lambda texts: bulk([[s.encode() for s in cut(t)] for t in texts], num_perm=SIZE),
            lambda made: np.array([one.hashvalues for one in made]),
        )
    rensa = _library("rensa")
    if rensa:
        yield from _rensa(rensa.RMinHash, metadata.version("rensa"))


def _rensa(sketch: Any, version: str) -> Iterator[Tool]:
    """Give the ways of one library: permutations or its faster sketch, strings or hashes."""
    for way in ("", "_rho"):
        strings = getattr(sketch, f"digest_matrix_from_token_sets{way}")
        hashes = getattr(sketch, f"digest_matrix_from_flat_token_hashes{way}")
        yield Tool(f"rensa {version}{way}", partial(_of_strings, strings), _rows)
        yield Tool(f"rensa {version}{way}, hashes", partial(_of_hashes, hashes), _rows)


def _of_strings(make: Callable[..., Any], texts: Sequence[str]) -> Any:
    """Make signatures of shingles as strings."""
    return make([cut(text) for text in texts], SIZE, SEED)


def _of_hashes(make: Callable[..., Any], texts: Sequence[str]) -> Any:
    """Make signatures of our hashes of shingles."""
    return make(*flat(texts), SIZE, SEED)


def _rows(made: Any) -> Array:
    """Give the rows of a matrix."""
    return np.array(made.to_rows())


def _library(name: str) -> Any:
    """Import a library if it is installed."""
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is not installed: pip install -r requirements-bench.lock")
        return None


def texts(count: int, characters: int) -> list[str]:
    """Make texts of one length."""
    maker, random = Maker(characters), np.random.default_rng(1)
    made = (maker.original(random) + maker.original(random) * 3 for _ in range(count))
    return [compared(text)[:characters] for text in made]


def copies(originals: Sequence[str]) -> tuple[list[str], Array]:
    """Edit each text, the later the more; give the copies and their Jaccard indices."""
    random = np.random.default_rng(2)
    made = [
        edited(text, EDITED * at / len(originals), random) for at, text in enumerate(originals)
    ]
    sets = (
        [np.frombuffer(shingles(text), ">u8").astype(np.uint64) for text in pair]
        for pair in zip(originals, made, strict=True)
    )
    common = [(shared(*pair), sum(map(len, pair))) for pair in sets]
    return made, np.array([some / (both - some) for some, both in common])


def main() -> None:
    """Print one line per tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ways = list(tools())
    made = texts(options.texts, options.characters)
    others, true = copies(made)
    best = dict.fromkeys((tool.name for tool in ways), float("inf"))
    for _ in range(options.rounds):
        for tool in ways:
            start = process_time()
            tool.make(made)
            best[tool.name] = min(best[tool.name], process_time() - start)
    print(f"{'':<28} {'signatures/s':>12} {'ratio':>6} {'error':>6} {'mean':>6}")
    for tool in ways:
        equal = tool.rows(tool.make(made)) == tool.rows(tool.make(others))
        off = 1000 * (equal.mean(axis=1) - true)
        print(
            f"{tool.name:<28} {len(made) / best[tool.name]:12.0f}"
            f" {best[tool.name] / best['dongxi']:6.2f}"
            f" {np.sqrt((off**2).mean()):6.1f} {off.mean():6.1f}"
        )
    print(
        f"expected of {SIZE} permutations: {1000 * np.sqrt((true * (1 - true)).mean() / SIZE):.1f}"
    )


if __name__ == "__main__":
    main()
