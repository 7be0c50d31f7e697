"""Keys in, in any order and any number of batches; columns and the numbers of documents out.

A *batch* is a folder of columns made from some keys; whoever reads pages may write its own.
Over all batches a document has three numbers: its *arrival* (where it stands), its *place*
among the ids, and its *rank*, the order in which duplicates are judged: the earlier date
first, unknown dates last, then the smaller id. Ranks follow from the keys alone, so what is
worked out on them depends neither on the order of the keys nor on their batches.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dongxi.near.columns import BYTE, NUMBER, WORD, Strings, load, mapped, save, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dongxi.model import Key
    from dongxi.near.columns import Array, Words

#: A hash, by its first 128 bits, with the document of the batch that holds it and where in it.
#: Of 10^11 different hashes two are equal in 128 bits with a chance of 10^-17.
HASH = np.dtype([("high", "<u8"), ("low", "<u8"), ("document", "<u4"), ("position", "<u4")])
#: Bytes of a SHA-256.
SHA256_BYTES = 32
#: Documents one search can number: a token's record has 31 bits for them.
DOCUMENTS = 1 << 31
#: What stands before a date, and in place of one that is unknown.
KNOWN, UNKNOWN = "0", "1"


def write(keys: Sequence[Key], folder: Path) -> None:
    """Write a batch of keys into a new folder; it appears when it is whole.

    Raises `ValueError` on a hash that is no SHA-256.
    """
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True)
    save(part / "shingles", _shingles(keys))
    save(part / "ends", np.cumsum([len(key.shingles) // 8 for key in keys], dtype=WORD))
    save(part / "passage_ends", np.cumsum([len(key.passages) for key in keys], dtype=WORD))
    Strings.save(part / "documents", [key.document for key in keys])
    Strings.save(part / "seeds", [key.seed for key in keys])
    dates = [UNKNOWN if key.date is None else KNOWN + key.date for key in keys]
    Strings.save(part / "dates", dates)
    Strings.save(part / "passages", [name for key in keys for name, _ in key.passages])
    sha256 = _binary([key.sha256 for key in keys], keys)
    save(part / "sha256", sha256)
    own = np.arange(len(keys), dtype=NUMBER)
    none = np.zeros(len(keys), NUMBER)
    save(part / "homes", _hashes(sha256, own, none))
    save(part / "texts", _hashes(_binary([key.text for key in keys], keys), own, none))
    counts = [len(key.passages) for key in keys]
    positions = np.array([at for count in counts for at in range(count)], NUMBER)
    passages = _binary([one for key in keys for _, one in key.passages], keys)
    save(part / "equals", _hashes(passages, np.repeat(own, counts), positions))
    part.rename(folder)


def _shingles(keys: Sequence[Key]) -> Words:
    """Join the shingles of some keys."""
    joined = np.frombuffer(b"".join(key.shingles for key in keys), ">u8")
    return joined.astype(WORD)


def _binary(hashes: Sequence[str], keys: Sequence[Key]) -> Array:
    """Read SHA-256 hashes, one row of bytes each."""
    try:
        data = bytes.fromhex("".join(hashes))
    except ValueError:
        data = b""
    if len(data) != SHA256_BYTES * len(hashes) or any(len(one) != 64 for one in hashes):  # noqa: PLR2004 - hex digits of a SHA-256
        names = f"{keys[0].document!r} to {keys[-1].document!r}"
        raise ValueError(
            f"a key among {names} has a hash that is not 64 hex digits: sha256, text and the "
            "hashes of passages must be SHA-256; make keys with dongxi.duplicates.key"
        )
    return np.frombuffer(data, BYTE).reshape(-1, SHA256_BYTES)


def _hashes(binary: Array, document: Array, position: Array) -> Array:
    """Make records of hashes, sorted by hash."""
    made = np.zeros(len(binary), HASH)
    words = np.ascontiguousarray(binary[:, :16]).view(">u8").reshape(-1, 2)
    made["high"], made["low"] = words[:, 0], words[:, 1]
    made["document"], made["position"] = document, position
    return made[np.argsort(made["high"], kind="stable")]


class Batch(NamedTuple):
    """Columns of some documents."""

    folder: Path
    base: int
    """The arrival of its first document."""
    size: int
    """How many it has."""

    def column(self, name: str, dtype: np.dtype[Any] = WORD) -> Array:
        """Map a column."""
        return mapped(self.folder / name, dtype)

    def strings(self, name: str) -> Strings:
        """Map a column of strings."""
        return Strings(self.folder / name)

    def hashes(self, name: str) -> Array:
        """Map a column of hashes."""
        return mapped(self.folder / name, HASH)


class Corpus:
    """All batches, and the numbers of their documents in `folder`."""

    def __init__(self, folder: Path, paths: Iterable[Path]) -> None:
        self.folder = folder
        self.batches: list[Batch] = []
        base = 0
        for path in paths:
            count = (path / "ends").stat().st_size // WORD.itemsize
            self.batches.append(Batch(path, base, count))
            base += count
        self.count = base
        self._bases = [batch.base for batch in self.batches]

    def __getstate__(self) -> tuple[Path, list[Path]]:
        return self.folder, [batch.folder for batch in self.batches]

    def __setstate__(self, state: tuple[Path, list[Path]]) -> None:
        Corpus.__init__(self, *state)

    def numbers(self, name: str, dtype: np.dtype[Any] = NUMBER) -> Array:
        """Map a column over all documents."""
        return mapped(self.folder / name, dtype)

    def at(self, arrival: int) -> tuple[int, int]:
        """Find a document: the number of its batch and its place there."""
        batch = bisect_right(self._bases, arrival) - 1
        return batch, arrival - self._bases[batch]


def number(corpus: Corpus) -> None:
    """Give the documents their numbers by id and by rank; list the seeds by id.

    Writes the columns `arrival_of_place`, `place_of_arrival`, `arrival_of_rank`,
    `rank_of_arrival`, `size_of_rank` (shingles), `passages_of_place`, and `arrival_of_seed`:
    of each seed, in the order of their ids, one document. Raises `ValueError` where an id
    stands for two things.
    """
    if corpus.count >= DOCUMENTS:
        raise ValueError(
            f"{corpus.count} documents: one search takes fewer than {DOCUMENTS}; search parts "
            "of the corpus by themselves, for example those of one language"
        )
    folder = corpus.folder
    order = np.fromiter(_by_id(corpus), NUMBER, corpus.count)
    save(folder / "arrival_of_place", order)
    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=NUMBER)
    save(folder / "place_of_arrival", place)
    dates = np.concatenate([np.zeros(0, WORD), *_dates(corpus)])
    by_rank = np.argsort(dates << np.uint64(32) | place).astype(NUMBER)
    save(folder / "arrival_of_rank", by_rank)
    place[by_rank] = np.arange(len(order), dtype=NUMBER)
    save(folder / "rank_of_arrival", place)
    for name, column, target in (
        ("ends", by_rank, "size_of_rank"),
        ("passage_ends", order, "passages_of_place"),
    ):
        sizes = [np.diff(b.column(name), prepend=np.uint64(0)) for b in corpus.batches]
        save(
            folder / target, np.concatenate([np.zeros(0, WORD), *sizes])[column].astype(NUMBER)
        )
    save(folder / "arrival_of_seed", np.fromiter(_seeds(corpus), NUMBER))


def _merged(corpus: Corpus, name: str) -> Iterator[tuple[bytes, int]]:
    """Give the strings of a column, ascending, each with the document's arrival."""

    def one(batch: Batch) -> Iterator[tuple[bytes, int]]:
        strings = batch.strings(name)
        order = sorted(range(batch.size), key=strings.__getitem__)
        numbers = np.array(order, NUMBER)
        for start in range(0, len(numbers), 1024):
            for at in numbers[start : start + 1024].tolist():
                yield strings[at], batch.base + at

    return heapq.merge(*map(one, corpus.batches))


def _by_id(corpus: Corpus) -> Iterator[int]:
    """Give the arrivals of all documents in the order of their ids."""
    before = None
    for name, arrival in _merged(corpus, "documents"):
        if name == before:
            raise ambiguous(text(name))
        before = name
        yield arrival


def _seeds(corpus: Corpus) -> Iterator[int]:
    """Give one document of each seed, in the order of the seeds' ids."""
    before: tuple[bytes, bytes] | None = None
    for name, arrival in _merged(corpus, "seeds"):
        content = sha256(corpus, arrival)
        if before is None or before[0] != name:
            before = (name, content)
            yield arrival
        elif before[1] != content:
            raise ambiguous(text(name))


def sha256(corpus: Corpus, arrival: int) -> bytes:
    """Give the hash of the seed of a document."""
    batch, at = corpus.at(arrival)
    rows = load(
        corpus.batches[batch].folder / "sha256",
        BYTE,
        at * SHA256_BYTES,
        (at + 1) * SHA256_BYTES,
    )
    return rows.tobytes()


def ambiguous(name: str) -> ValueError:
    """Word the error of an id that stands for two things."""
    return ValueError(
        f"{name!r} stands for several documents or seeds: an id must name one; rename one of "
        "the inputs"
    )


def _dates(corpus: Corpus) -> Iterator[Words]:
    """Give, batch by batch, the places of the documents' dates among all dates."""
    known = sorted({date for batch in corpus.batches for date in _all(batch.strings("dates"))})
    places = {date: at for at, date in enumerate(known)}
    for batch in corpus.batches:
        yield np.array([places[date] for date in _all(batch.strings("dates"))], WORD)


def _all(strings: Strings) -> Iterator[bytes]:
    """Give all strings of a column."""
    ends = [0, *strings.ends.tolist()]
    return (strings.bytes[start:end] for start, end in pairwise(ends))
