"""Make copies of the seeds' documents in many ways and count which are found: recall, precision.

    python -m benchmarks.copies

*found*: of each hundred copies those joined with their original, as near or as contained;
*false*: pairs of a copy with a document it was not made from (real copies among the documents
set aside). *bands*: copies that share one of 16 bands of 8 numbers of their signatures, as
searches by signature have it, before any of these is verified. Run where the tests stand.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import opencc

from dongxi import repair
from dongxi.duplicates import CONTAINED_SHINGLES, Pair, compare, compared, key
from dongxi.hans import to_hans
from dongxi.near.signatures import signatures
from dongxi.pipeline import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dongxi.model import Key

SEEDS = Path(__file__).parent.parent / "seeds"
ENDS = re.compile("(?<=[。！？\n])")
CLAUSES = re.compile("(?<=[，。；！？\n])")
#: Bands of a signature, and numbers of each.
BANDS, ROWS = 16, 8
#: Copies made of each document in each way.
TIMES = 3
#: Characters annotated on damaged pages.
LISTED = "協發經濟動實關產業進"


def replaced(share: float) -> Callable[[str, Random], str]:
    """Replace a share of the characters."""
    return lambda text, random: "".join("某" if random.random() < share else c for c in text)


def less(share: float) -> Callable[[str, Random], str]:
    """Leave out a share of the sentences."""
    return lambda text, random: "".join(s for s in ENDS.split(text) if random.random() >= share)


def first(share: float) -> Callable[[str, Random], str]:
    """Cut a text off."""
    return lambda text, _: text[: int(share * len(text))]


def spun(share: float) -> Callable[[str, Random], str]:
    """Put another word of two characters in place of a share of them, and turn clauses round."""

    def make(text: str, random: Random) -> str:
        clauses = CLAUSES.split(text)
        for at in range(0, len(clauses) - 1, 2):
            if random.random() < share:
                clauses[at : at + 2] = reversed(clauses[at : at + 2])
        words = ["".join(clauses)[at : at + 2] for at in range(0, len(text), 2)]
        return "".join(random.choice(words) if random.random() < share else w for w in words)

    return make


def reordered(text: str, random: Random) -> str:
    """Bring the paragraphs into another order."""
    lines = text.split("\n")
    random.shuffle(lines)
    return "\n".join(lines)


def framed(text: str, random: Random) -> str:
    """Put an introduction and an end of its own around a text, half as long together."""
    letters = sorted(set(text))
    own = ["".join(random.choices(letters, k=len(text) // 4)) for _ in "ab"]
    return f"{own[0]}\n{text}\n{own[1]}"


def traditional(text: str, _: Random) -> str:
    """Convert to Traditional characters and back, as reading a page does."""
    return to_hans(opencc.OpenCC("s2t").convert(text))


def taiwan(text: str, _: Random) -> str:
    """Convert to the characters of Taiwan and back."""
    return to_hans(opencc.OpenCC("s2tw").convert(text))


def damaged(text: str, random: Random) -> str:
    """Convert, annotate, shift bytes, repair, and convert back."""
    corruptor = import_module("tests.corruptor")
    site = corruptor.Site(LISTED, cuts=0.02)
    page = corruptor.corrupt(
        opencc.OpenCC("s2t").convert(text), site, random.randrange(1 << 30)
    )
    return to_hans(repair(page).text)


WAYS: dict[str, Callable[[str, Random], str]] = {
    "1 % of characters replaced": replaced(0.01),
    "2 % of characters replaced": replaced(0.02),
    "3 % of characters replaced": replaced(0.03),
    "4 % of characters replaced": replaced(0.04),
    "6 % of characters replaced": replaced(0.06),
    "one sentence of ten left out": less(0.1),
    "one sentence of four left out": less(0.25),
    "the first 70 %": first(0.7),
    "the first 50 %": first(0.5),
    "the first 30 %": first(0.3),
    "spun: 2 % of words, of clauses": spun(0.02),
    "spun: 5 % of words, of clauses": spun(0.05),
    "spun: 10 % of words, of clauses": spun(0.1),
    "paragraphs in another order": reordered,
    "between two texts of its own": framed,
    "to Traditional and back": traditional,
    "to Taiwan's and back": taiwan,
    "damaged, repaired and back": damaged,
}


def made(name: str, text: str) -> Key:
    """Make the key of a text."""
    return key(name, name, "0" * 64, None, text, [])


def originals() -> Iterator[tuple[str, str]]:
    """Give the seeds' documents."""
    for page in read_all(SEEDS):
        for document in page.documents:
            yield document.id, document.text_hans


def bands(one: str, other: str) -> bool:
    """Say whether two texts share a band."""
    rows = signatures([compared(one), compared(other)]).reshape(2, BANDS, ROWS)
    return bool((rows[0] == rows[1]).all(axis=1).any())


def main() -> None:
    """Print one line per way."""
    texts = dict(originals())
    keys = {name: made(name, text) for name, text in texts.items()}
    names = list(texts)
    real = {
        frozenset((a, b))
        for at, a in enumerate(names)
        for b in names[:at]
        if compare(keys[a], keys[b])
    }
    small = sum(len(one.shingles) // 8 < CONTAINED_SHINGLES for one in keys.values())
    print(f"{len(names)} documents, {small} of fewer than {CONTAINED_SHINGLES} shingles")
    print(f"{'':<34} {'near':>6} {'contained':>9} {'found':>6} {'false':>6} {'bands':>6}")
    for label, way in WAYS.items():
        kinds: list[str] = []
        false = shared = 0
        for name, text in texts.items():
            for turn in range(TIMES):
                copy = way(text, Random(f"{label} {name} {turn}"))  # noqa: S311 - made data
                it = made("copy", copy)
                pairs = {other: compare(it, keys[other]) for other in names}
                kinds.append(_kind(pairs.pop(name)))
                related = {other for other in pairs if frozenset((name, other)) in real}
                false += sum(p is not None for o, p in pairs.items() if o not in related)
                shared += bands(text, copy)
        each = 100 / len(kinds)
        near = kinds.count("near") + kinds.count("exact")
        contained = kinds.count("contained")
        print(
            f"{label:<34} {near * each:6.1f} {contained * each:9.1f}"
            f" {(near + contained) * each:6.1f} {false:6} {shared * each:6.1f}"
        )


def _kind(pair: Pair | None) -> str:
    """Name how a copy was found."""
    return pair.kind if pair else ""


if __name__ == "__main__":
    main()
