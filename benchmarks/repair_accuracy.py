"""Damage real texts on purpose, repair them, and count what is right.

    python -m benchmarks.repair_accuracy FOLDER [FOLDER …] [--half tune|report|all]

FOLDER holds Chinese pages of any kind dongxi reads. Their texts are cut into documents,
written in Traditional characters one to one, and each is damaged three times. Half of the
documents, by hash, are there to tune on; figures are reported on the others.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dongxi
from benchmarks.corruptor import FOLDED, Damaged, Site, damage, traditional
from dongxi.damage import (
    BROKEN_ANNOTATION,
    LOST_CHARACTER,
    PROOFS,
    SHIFT_ANNOTATION,
    SHIFT_CUT,
    Repaired,
    put_in,
    repair,
)
from dongxi.data import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dongxi.model import Edit

#: Hanzi of a document: those of the pages the damage was found on have about 400.
HANZI = 300
LEAST_HANZI = 100
DRAWS = 3
CUTS = 0.5
#: Characters a site lists, at least; the pages seen suggest prefixes of one list.
SHORTEST_LIST = 60
LOST = "\ufffd"
SHIFTS = (SHIFT_CUT, SHIFT_ANNOTATION)
GRADES = ("certain", "probable, proven", "probable", "guess")


class Case(NamedTuple):
    """A document, what became of it, and what repair made of that."""

    truth: str
    folds: bool
    begins: list[int]
    """The GBK byte each true character begins at, and the end."""
    damaged: Damaged
    repaired: Repaired
    filled: Repaired
    """The same with what is probable filled in."""

    def true(self, start: int, end: int) -> str:
        """Give the true characters behind a range of the damaged text."""
        first, last = self.damaged.origins[start], self.damaged.origins[end]
        begin = bisect_right(self.begins, first) - 1
        return self.truth[begin : max(begin, bisect_left(self.begins, last))]


class Run(NamedTuple):
    """A run as repaired: its edits, and the true characters in its place."""

    edits: tuple[Edit, ...]
    truth: str

    def lost_first(self) -> bool:
        """Tell whether a byte of its first character is lost."""
        return self.edits[0].rule == SHIFT_CUT

    def lost_last(self) -> bool:
        """Tell whether a byte of its last character is lost."""
        return len(self.edits) > 1

    def whole(self) -> int:
        """Count the true characters up to a last one that is lost, and what it ate.

        What was eaten does not always show; where the rest is right, it tells the place.
        """
        read = self.edits[0].new[self.lost_first() :]
        if self.lost_last() and self.truth[self.lost_first() :].startswith(read):
            return len(self.edits[0].new)
        return len(self.truth) - (len(self.edits[1].new) if self.lost_last() else 0)


@dataclass
class Score:
    """What is counted, over all documents."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, right: int, of: int = 1) -> None:
        """Count so many right ones of so many."""
        self.counts[name + " right"] += right
        self.counts[name + " all"] += of

    def row(self, name: str) -> str:
        """Write right of all, and the share."""
        right, of = self.counts[name + " right"], self.counts[name + " all"]
        return f"{right:6d} of {of:6d}  {100 * right / of if of else 0:8.3f} %"


def is_hanzi(character: str) -> bool:
    """Tell whether a character is one of the common block."""
    return "\u4e00" <= character <= "\u9fff"


def documents(folders: Iterable[Path]) -> list[str]:
    """Read the pages of some folders and cut their texts into documents, each once."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            for document in dongxi.extract(path.read_bytes()):
                found.update(dict.fromkeys(pieces(str(document.row()["text_hans"]))))
    return list(found)


def pieces(text: str) -> Iterator[str]:
    """Cut a text at its lines into documents of about `HANZI` hanzi."""
    piece: list[str] = []
    for line in text.split("\n"):
        piece.append(line)
        if sum(map(is_hanzi, "".join(piece))) >= HANZI:
            yield traditional("\n".join(piece))
            piece = []
    if sum(map(is_hanzi, "".join(piece))) >= LEAST_HANZI:
        yield traditional("\n".join(piece))


def half(text: str) -> str:
    """Tell which half a document belongs to."""
    return "tune" if hashlib.sha256(text.encode()).digest()[0] % 2 else "report"


def sites(draw: int, *, private: bool, folds: bool) -> Iterator[tuple[Site, int]]:
    """Give endless sites of one draw, each with its random seed."""
    listed = "".join("".join(line.split()) for line in lines("annotated.txt"))
    rng = random.Random(draw)  # noqa: S311 (damage, not secrets)
    while True:
        length = rng.randint(SHORTEST_LIST, len(listed))
        yield Site(listed[:length], CUTS, not private, folds), rng.randrange(10**6)


def runs(case: Case, repaired: Repaired) -> Iterator[Run]:
    """Bring the edits of each run together with the true characters they stand for."""
    group: list[Edit] = []
    for edit in [*everything(repaired), None]:
        tail = edit and group and edit.start == group[-1].end == edit.end - 1
        if group and not (tail and edit and edit.rule == group[-1].rule):
            yield Run(tuple(group), case.true(group[0].start, group[-1].end))
            group = []
        if edit and edit.rule in SHIFTS:
            group.append(edit)


def everything(repaired: Repaired) -> list[Edit]:
    """Give edits and proposals in order; of those in one place the proposal."""
    proposed = covered(repaired.proposals)
    free = (edit for edit in repaired.edits if edit.start not in proposed)
    return sorted([*free, *repaired.proposals])


def grade(edit: Edit) -> str:
    """Name how sure an edit is, and whether that applies it."""
    proven = edit.certainty == "probable" and edit.proof in PROOFS
    return "probable, proven" if proven else edit.certainty


def count_runs(case: Case, score: Score) -> None:
    """Count insides of runs, first and last characters by how sure they are."""
    filled = {run.edits[0].start: run for run in runs(case, case.filled)}
    for run in runs(case, case.repaired):
        first, last = run.lost_first(), run.lost_last()
        inside = like(case, run.edits[0].new[first:])
        true = run.truth[first : run.whole()]
        score.add(f"inside {grade(run.edits[0])}", inside == true)
        if inside != true:
            score.wrong.append(f"inside {grade(run.edits[0])}: {inside} for {true}")
        other = filled[run.edits[0].start]
        if first:
            count_lost(score, "first", (run, other), 0)
        if last:
            count_lost(score, "last", (run, other), -1)


def like(case: Case, text: str) -> str:
    """Fold the marks of a text if those of the true text are folded."""
    return text.translate(FOLDED) if case.folds else text


def count_lost(score: Score, name: str, both: tuple[Run, Run], at: int) -> None:
    """Count a lost character: certain if written, probable if written when asked for."""
    run, filled = both
    place = 0 if at == 0 else run.whole()
    candidates, true = run.edits[at].candidates, run.truth[place : place + 1]
    plain, asked = run.edits[at].new[0], filled.edits[at].new[0]
    sure = "certain" if plain != LOST else "probable" if asked != LOST else "guess"
    score.add(f"{name} {sure}", candidates[0] == true)
    score.add(f"{name} among candidates", true in candidates)
    if candidates[0] != true:
        score.wrong.append(f"{name} {sure}: {candidates} for {true} in {run.truth}")


def count_characters(case: Case, score: Score) -> None:
    """Count the characters written as fact, and what was taken out as annotation."""
    for run in runs(case, case.repaired):
        if all(edit in case.repaired.edits for edit in run.edits):
            written = like(case, "".join(edit.new for edit in run.edits))
            fits = len(written) == len(run.truth) or run.lost_last()
            known = [(a, b) for a, b in zip(written, run.truth, strict=False) if a != LOST]
            right = sum(a == b for a, b in known) if fits else 0
            score.add("written", right, len(known))
            name = "certain" if run.edits[0].certainty == "certain" else "proven"
            score.add(f"written {name}", right, len(known))
    for edit in case.repaired.edits:
        if edit.rule not in SHIFTS and edit.rule != LOST_CHARACTER:
            origins = case.damaged.origins
            eaten = edit.rule == BROKEN_ANNOTATION  # one byte, with the bracket
            right = origins[edit.end - eaten] - origins[edit.start] == eaten
            score.add("taken out with a byte" if eaten else "taken out", right)
            if not right:
                score.wrong.append(
                    f"taken out: {case.damaged.text[edit.start - 5 : edit.end + 5]}"
                )


def count_annotations(case: Case, score: Score) -> None:
    """Count the annotations put in, those still there, and those no rule saw."""
    origins, text = case.damaged.origins, case.damaged.text
    gone = covered(case.repaired.edits)
    asked, seen = covered(case.filled.edits), gone | covered(case.repaired.proposals)
    inserted: list[int] = []
    for at, one in enumerate(text):
        if origins[at] == origins[at + 1]:
            inserted.append(at)
            if one in ")）":
                score.add("annotations taken out", gone.issuperset(inserted))
                score.add("annotations taken out if asked", asked.issuperset(inserted))
                score.add("annotations seen", seen.issuperset(inserted))
                if not seen.issuperset(inserted):
                    score.wrong.append(f"unseen: {text[max(0, at - 30) : at + 30]!r}")
                elif not gone.issuperset(inserted):
                    score.wrong.append(f"left: {text[max(0, at - 30) : at + 30]!r}")
                inserted = []


def covered(edits: Iterable[Edit]) -> set[int]:
    """Give the places some edits stand for."""
    return {at for edit in edits for at in range(edit.start, edit.end)}


def count_places(case: Case, score: Score) -> None:
    """Count the damaged places that come back whole when every best guess is taken."""
    edits, origins = everything(case.repaired), case.damaged.origins
    for begin, end in places(case):
        low = bisect_right(origins, case.begins[begin]) - 1
        high = bisect_left(origins, case.begins[end])
        touching = [edit for edit in edits if edit.start < high and edit.end > low]
        low, high = (
            min([low, *(edit.start for edit in touching)]),
            max([high, *(edit.end for edit in touching)]),
        )
        moved = [
            edit._replace(start=edit.start - low, end=edit.end - low, new=guessed(edit))
            for edit in edits
            if low <= edit.start and edit.end <= high
        ]
        best = put_in(case.damaged.text[low:high], moved)
        true = case.true(low, high)
        best = like(case, best)
        score.add("places", best == true)
        score.add("places touched", bool(touching))
        if best != true:
            score.wrong.append(
                f"place: {case.damaged.text[max(0, low - 5) : high + 5]!r} gives {best!r} for {true!r}"
            )


def guessed(edit: Edit) -> str:
    """Write an edit with its best candidate."""
    if not edit.candidates or LOST not in edit.new:
        return edit.new
    return edit.candidates[0] if edit.rule == LOST_CHARACTER else put_first(edit)


def put_first(edit: Edit) -> str:
    """Write the best candidate for the lost character; what was eaten stays unknown."""
    return edit.new.replace(LOST, edit.candidates[0], 1)


def places(case: Case) -> Iterator[tuple[int, int]]:
    """Give the ranges of true characters that do not stand whole in the damaged text."""
    origins, text = case.damaged.origins, case.damaged.text
    whole = {(origins[at], origins[at + 1], text[at]) for at in range(len(text))}
    lost = [
        at
        for at, one in enumerate(case.truth)
        if (case.begins[at], case.begins[at + 1], one) not in whole
    ]
    for _, group in groupby(enumerate(lost), key=lambda pair: pair[1] - pair[0]):
        members = [at for _, at in group]
        yield members[0], members[-1] + 1


def measure(texts: Sequence[str], *, private: bool, folds: bool) -> Score:
    """Damage and repair each text in each draw, and count."""
    score = Score()
    for draw in range(DRAWS):
        drawn = sites(draw, private=private, folds=folds)
        for truth, (site, seed) in zip(texts, drawn, strict=False):
            damaged = damage(truth, site, seed)
            true = truth.translate(FOLDED) if folds else truth
            begins = [0, *accumulate(len(one.encode("gbk", "replace")) for one in truth)]
            repaired = repair(damaged.text), repair(damaged.text, fill="probable")
            case = Case(true, folds, begins, damaged, *repaired)
            score.add("gate", repaired[0].gate is not None)
            for count in (count_runs, count_characters, count_annotations, count_places):
                count(case, score)
    return score


def main() -> None:
    """Print one table per kind of damage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--wrong", metavar="BEGINNING", help="list what is wrong and begins so")
    options = parser.parse_args()
    texts = [text for text in documents(options.folders) if options.half in {"all", half(text)}]
    print(f"{len(texts)} documents, {sum(map(len, texts))} characters, {DRAWS} draws each")
    for private, folds in ((True, False), (False, False), (False, True)):
        score = measure(texts, private=private, folds=folds)
        print(f"\nprivate use {'kept' if private else 'dropped'}{', folded' if folds else ''}")
        for name in sorted({key.rsplit(" ", 1)[0] for key in score.counts}):
            print(f"{name:30s}{score.row(name)}")
        if options.wrong is not None:
            print(*(one for one in score.wrong if one.startswith(options.wrong)), sep="\n")


if __name__ == "__main__":
    main()
