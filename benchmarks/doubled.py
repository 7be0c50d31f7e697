"""Decode pages twice on purpose, whole and one paragraph of each, and count what is read back.

    python -m benchmarks.doubled FOLDER [--paragraphs 1]

FOLDER holds clean pages of HTML or text; scripts and styles are left out. Prints the table of
`docs/encodings.md` for as much of each page as `LONGEST`, the speed of the gate on the pages as
they are, beside ftfy where it is installed, and the time for 16 times the text.
"""

from __future__ import annotations

import argparse
import random
import re
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.damage import repair
from dongxi.damage.doubled.glances import may_open
from dongxi.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
#: Text between tags that counts as a paragraph: so many characters, mostly Chinese.
PARAGRAPH = re.compile(r"[^<>\n&]{15,400}")
HANZI = re.compile("[\u4e00-\u9fff]")
FEWEST = 12
LOST = "\ufffd"
#: Of the text of a page, as much as this is damaged.
LONGEST = 5_000
#: Hostile text for the time: units repeated.
UNITS = (
    "涓",
    "鐨勬",
    "锛?",
    "é",
    "Ö Ð",
    "ä ",
    "\ue000中",
    "中\ufffd",
    "ㄛ中",
    "锟斤拷",
    "€中",
    "中é",
)
SHORT, TIMES = 1_000, 16


class Tally(NamedTuple):
    """What became of damaged texts."""

    texts: int = 0
    exact: int = 0
    partly: int = 0
    """Some read back, the rest marked as lost or left."""
    flagged: int = 0
    """Of those not exact, those that show a loss or a proposal."""
    wrong: int = 0
    """Edits that write what did not stand there."""
    characters: int = 0
    right: int = 0
    """Chinese characters damaged, and read back."""

    def plus(self, other: Tally) -> Tally:
        """Add up."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    def cells(self) -> str:
        """Write the columns of the table, in per cent."""
        of = 100 / max(1, self.texts)
        right = 100 * self.right / max(1, self.characters)
        return (
            f"{of * self.exact:.0f} | {of * self.partly:.0f} | {of * self.flagged:.0f} "
            f"| {right:.1f} | {self.wrong}"
        )


def judged(damage: Any, before: str, text: str, after: str) -> Tally:
    """Damage a text between two clean ones, repair the whole, and compare."""
    wrong = import_module("tests.doubler").wrong
    shown, where = damage(text)
    found = repair(before + shown + after)
    size = len(before)
    whole = before + text + after
    places = [*range(size), *(size + at for at in where)]
    places += [size + len(text) + at for at in range(len(after))]
    exact = found.text == whole
    lossy = LOST in found.text or any("-as-" in edit.rule for edit in found.proposals)
    right = sum(
        sum(map(len, HANZI.findall(edit.new))) for edit in found.edits if "-as-" in edit.rule
    )
    return Tally(
        1, exact, bool(found.edits) and not exact, lossy and not exact,
        len(wrong(whole, places, found)), len(HANZI.findall(text)), right,
    )  # fmt: skip


def table(pages: Sequence[str], paragraphs: int) -> None:
    """Print one row for each damage."""
    head = "exact | partly | flagged | hanzi | wrong"
    print(f"| damage | {head} | {head} |\n|---|" + "---:|" * 10)
    for damage in import_module("tests.doubler").DAMAGES:
        whole = part = Tally()
        draw = random.Random(0)  # noqa: S311
        for page in map(damage.fit, pages):
            whole = whole.plus(judged(damage, "", page, ""))
            places = [
                found.span()
                for found in PARAGRAPH.finditer(page)
                if len(HANZI.findall(found.group())) >= FEWEST
            ]
            for start, end in draw.sample(places, min(paragraphs, len(places))):
                part = part.plus(judged(damage, page[:start], page[start:end], page[end:]))
        print(f"| {damage.name} | {whole.cells()} | {part.cells()} |", flush=True)


def speed(raws: Sequence[tuple[bytes, str]]) -> None:
    """Print how fast clean pages are told from damaged ones."""
    size = sum(len(raw) for raw, _ in raws) / 1e6
    may_open(b"", "utf-8")
    print(f"gate: {size / timed(lambda: [may_open(*raw) for raw in raws]):.0f} MB/s")
    try:
        ftfy: Any = import_module("ftfy")
    except ImportError:
        return
    texts = [raw.decode(encoding, "replace") for raw, encoding in raws]
    bad = import_module("ftfy.badness").is_bad
    print(f"ftfy is_bad: {size / timed(lambda: [bad(text) for text in texts]):.0f} MB/s")
    print(
        f"ftfy fix_encoding: {size / timed(lambda: [*map(ftfy.fix_encoding, texts)]):.1f} MB/s"
    )


def timed(work: Callable[[], object]) -> float:
    """Give the best of three times in seconds."""
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def growth(units: Iterable[str]) -> None:
    """Print the ratio of times for texts made to be slow, behind a damaged passage."""
    opener = "山里的路修通了，乡亲们的日子一天比一天好。".encode().decode("gb18030", "replace")
    for unit in units:
        short = timed(partial(repair, opener + unit * SHORT))
        long = timed(partial(repair, opener + unit * SHORT * TIMES))
        print(f"{long / short:6.1f} × the time for {TIMES} × the text   {unit!r}")


def main() -> None:
    """Print table, speed and growth."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="clean pages")
    parser.add_argument(
        "--paragraphs", type=int, default=1, help="damaged one by one, of a page"
    )
    options = parser.parse_args()
    sources = [decode(path.read_bytes()) for path in sorted(options.folder.iterdir())]
    texts = [str(source.text()) for source in sources]
    opened = [
        path
        for path, text in zip(sorted(options.folder.iterdir()), texts, strict=True)
        if repair(text).gate
    ]
    print(
        f"{len(texts)} pages; clean, {len(opened)} gates open: {', '.join(p.name for p in opened)}"
    )
    speed([(source.raw, source.encoding) for source in sources])
    clean = [text for text in texts if repair(text).gate is None]
    table([UNSEEN.sub("", text)[:LONGEST] for text in clean], options.paragraphs)
    growth(UNITS)


if __name__ == "__main__":
    main()
