"""Search made documents for duplicates: documents/s, peak memory and disk as their number grows.

    python -m benchmarks.near [--documents 1000 10000 100000] [--characters 1000] [--memory 512]

The documents are made, not read: a third of each is clauses of the seeds, the rest characters
as frequent as there. One in five repeats another: edited, cut, or put into a longer one; one
in a hundred is filled in on the same form. Keys are written first; their time is given apart.
Times are those of the processor. Each number of documents runs in a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from dongxi.duplicates import compared, shingles
from dongxi.model import Key
from dongxi.near import drive, equal, settle
from dongxi.near.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from dongxi.near.store import Corpus

SEEDS = Path(__file__).parent.parent / "seeds"
MARKS = re.compile("[，。；：、！？\n]+")
#: Documents made together; each block repeats only documents of its own.
BLOCK = 1000
#: Of a hundred documents: fillings of one form, edited, cut, and put into a longer one.
FORM, EDITED, CUT, LONGER = 1, 11, 16, 20
#: Stages, with the function that does the work of each.
STAGES = {
    "number": (drive, "number"), "equal": (equal, "texts"), "lay out": (Exchange, "lay_out"),
    "grade": (Exchange, "grade"), "probe": (Exchange, "probe"), "pair": (Exchange, "pair"),
    "verify": (drive, "_verify"), "links": (settle, "links"), "homes": (equal, "homes"),
    "groups": (settle, "groups"), "passages": (drive, "_repeat"),
}  # fmt: skip


class Maker:
    """Makes documents, the same ones every time."""

    def __init__(self, characters: int) -> None:
        pages = "".join(
            path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))
        )
        self.characters = characters
        self.letters = np.frombuffer(compared(pages).encode("utf-32-le"), "<u4")
        self.clauses = [form for one in MARKS.split(pages) if len(form := compared(one)) > 1]
        self.form = self.original(np.random.default_rng(0))

    def original(self, random: np.random.Generator) -> str:
        """Make a text that repeats no other."""
        size = int(self.characters * random.lognormal(-0.125, 0.5)) // 3
        letters = self.letters[random.integers(0, len(self.letters), 2 * size + 100)]
        filler = letters.tobytes().decode("utf-32-le")
        parts: list[str] = []
        length = 0
        for number in random.integers(0, len(self.clauses), size):
            clause = self.clauses[number]
            parts += [clause, filler[2 * length : 2 * (length + len(clause))]]
            length += len(clause)
            if length >= size:
                break
        return "\n".join(parts)

    def texts(self, block: int) -> Iterator[str]:
        """Make the texts of a block."""
        random = np.random.default_rng(block + 1)
        made = [self.original(random)]
        for at in range(BLOCK):
            kind, before = at % 100, made[int(random.integers(len(made)))]
            if kind < FORM:
                text = edited(self.form, 0.02, random)
            elif kind < EDITED:
                text = edited(before, float(random.random()) * 0.06, random)
            elif kind < CUT:
                text = before[: len(before) * int(random.integers(3, 10)) // 10]
            elif kind < LONGER:
                text = self.original(random) + before + self.original(random)
            else:
                text = self.original(random)
            if kind >= FORM:
                made.append(text)
            yield text

    def keys(self, count: int) -> Iterator[Key]:
        """Make the keys of so many documents."""
        for number in range(count):
            if number % BLOCK == 0:
                texts = self.texts(number // BLOCK)
            name = f"{number:09}"
            lines = (text := next(texts)).split("\n")
            passages = tuple(
                (f"{name}/{at}", digest("".join(lines[at : at + 12])))
                for at in range(0, len(lines), 12)
            )
            form = text.replace("\n", "")
            yield Key(name, name, digest(name), None, digest(form), shingles(form), passages)


def edited(text: str, share: float, random: np.random.Generator) -> str:
    """Replace a share of a text's characters."""
    letters = np.frombuffer(text.encode("utf-32-le"), "<u4")
    kept = (random.random(len(letters)) >= share) | (letters == ord("\n"))
    return np.where(kept, letters, ord("某")).astype("<u4").tobytes().decode("utf-32-le")


def digest(text: str) -> str:
    """Hash a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Any:
    """Wrap the work of a stage so that its time is counted."""

    def wrapped(*args: Any, **options: Any) -> Any:
        start = process_time()
        result = function(*args, **options)
        spent[stage] = spent.get(stage, 0) + process_time() - start
        return result

    return wrapped


def run(count: int, characters: int, memory: int, folder: Path) -> dict[str, Any]:
    """Search so many documents; give the figures."""
    start = process_time()
    paths = drive.stored(Maker(characters).keys(count), folder / "keys", memory)
    made = process_time() - start
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent: dict[str, float] = {}
    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, timed(getattr(owner, name), stage, spent))
    clear, most = drive._clear, []  # noqa: SLF001 - where most files lie

    def measured(corpus: Corpus) -> None:
        most.append(size(folder))
        clear(corpus)

    drive._clear = measured  # noqa: SLF001
    start = process_time()
    outcome = drive.searched(paths, folder, memory=memory)
    total = process_time() - start
    start = process_time()
    outcome.write(folder / "out")
    spent["write"] = process_time() - start
    total += spent["write"]
    pairs = sum(path.stat().st_size for path in outcome.corpus.folder.glob("pairs-*")) // 8
    edges = sum(path.stat().st_size for path in outcome.corpus.folder.glob("edges-*")) // 11
    return {
        "documents": count, "keys": made, "seconds": total, "stages": spent,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "keys peak": before / 1024, "pairs": pairs, "edges": edges,
        "shingles": int(outcome.corpus.numbers("size_of_rank").sum(dtype=np.int64)),
        "disk": {"most": most[0]}
        | {name: size(folder / name) for name in ("keys", "columns", "out")},
        "linked": int(np.count_nonzero(outcome.corpus.numbers("link_of_rank", settle.LINK)["kind"])),
    }  # fmt: skip


def size(folder: Path) -> int:
    """Sum the bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def apart(count: int, options: argparse.Namespace) -> dict[str, Any]:
    """Run one number of documents in a process of its own."""
    command = [
        sys.executable, "-m", "benchmarks.near", "--one", "--documents", str(count),
        "--characters", str(options.characters), "--memory", str(options.memory),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Print one line per number of documents, then the share of each stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--characters", type=int, default=1000)
    parser.add_argument("--memory", type=int, default=512, help="MiB")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        with tempfile.TemporaryDirectory() as folder:
            figures = run(
                options.documents[0], options.characters, options.memory << 20, Path(folder)
            )
        print(json.dumps(figures))
        return
    print(
        "documents  documents/s  µs each  peak MiB  bytes on disk each  linked  pairs each  edges each"
    )
    for count in options.documents:
        one = apart(count, options)
        each = 1 / count
        disk = one["disk"]["most"]
        print(
            f"{count:9}  {count / one['seconds']:11.0f}  {1e6 * one['seconds'] * each:7.0f}"
            f"  {one['peak']:8.0f}  {disk * each:18.0f}  {100 * one['linked'] * each:4.1f} %"
            f"  {one['pairs'] * each:10.1f}  {one['edges'] * each:10.1f}"
        )
    print(
        f"\nkeys: {1e6 * one['keys'] * each:.0f} µs each, {one['shingles'] * each:.0f} shingles"
    )
    print(
        "stage, µs a document:", {k: round(1e6 * v * each, 1) for k, v in one["stages"].items()}
    )
    print("bytes a document:", {k: round(v * each) for k, v in one["disk"].items()})


if __name__ == "__main__":
    main()
