"""Find the best reading where several are possible, by the words they form.

What comes in: a lattice, from each place the characters that may stand there. What goes out:
the reading whose words are most frequent taken together and by how much it leads, or the
characters of one place by the best reading each allows. Weights are binary digits of
frequencies, so that adding them multiplies shares of all text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dongxi.damage.lexicon import (
    CLOSING,
    FREQUENT,
    LONGEST_WORD,
    MARKS,
    OPENING,
    forms,
    known,
    plain,
)
from dongxi.data import levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Binary digits of the sum over all words.
ALL = 26
#: How much rarer a character stands alone that the word list has only in words.
ALONE = 4
#: The same for one that is not very frequent: it stands in a name or an old text.
SELDOM = 3
#: Stands for any character.
LOST = "\ufffd"
#: Rarity of marks, in binary digits: a character in 2, 4, 8 … is one. Set on half of the
#: texts of `benchmarks/repair_accuracy.py`, where 6 to 10 gave much the same.
RARITY = {"，": 4, "。": 8, "、": 6, "“": 7, "”": 7}
RARE = 9
#: How much rarer than chance a mark stands behind an opening one, or two marks together.
MISPLACED = 12
#: How much less what was met on the page weighs than its share of the page.
SEEN = 6
#: Characters of the page in which pairs are looked up.
NEAR = 20_000
#: Characters standing alone looked at between two places: the best, and the next for its lead.
BEST_ALONE = 2
#: Below any reading.
NEVER = -10_000
#: Characters of the sequences looked up there.
MOST_SEEN = 3
#: Characters of a short word.
PAIR = 2
NONE: frozenset[str] = frozenset()
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_SEQUENCE = re.compile(r"[\u4e00-\u9fff]{2,3}")


@dataclass(frozen=True, eq=False)
class Options:
    """The characters that may stand at a place, as lookups want them."""

    size: int
    by_form: Mapping[str, tuple[str, ...]]
    """The characters of each Simplified form."""
    singles: tuple[tuple[int, str], ...]
    """Each alone, with its weight, heaviest first."""

    @cached_property
    def forms(self) -> frozenset[str]:
        """The Simplified forms."""
        return frozenset(self.by_form)

    @cached_property
    def starts(self) -> Mapping[str, list[str]]:
        """How words begin that begin with one of these, by the second character."""
        return _gathered((b, a + b) for a in self.forms for b in _lexicon().after(a))

    @cached_property
    def ends(self) -> Mapping[str, list[str]]:
        """How words begin of which one of these is the second character, by the first."""
        return _gathered((a, a + b) for b in self.forms for a in _lexicon().before(b))


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


@cache
def options(characters: Sequence[str]) -> Options:
    """Prepare the characters of a place.

    >>> options(("後", "后")).by_form
    {'后': ('後', '后')}
    """
    known, by_form = forms(), dict[str, tuple[str, ...]]()
    for one in characters:
        form = known.get(one, one)
        by_form[form] = (*by_form.get(form, ()), one)
    singles = [(single(one, known.get(one, one)), one) for one in characters]
    return Options(len(characters), by_form, tuple(sorted(singles, key=heaviest)))


class Edge(NamedTuple):
    """From one place to another: the characters that may stand between, and at what cost."""

    options: Options
    to: int
    cost: int = 0


Lattice = list[list[Edge]]


class Word(NamedTuple):
    """A word the lattice can form."""

    start: int
    end: int
    weight: int
    text: str
    places: tuple[int, ...]
    """Where each of its characters starts."""

    def steps(self) -> Iterator[tuple[int, str, int]]:
        """Give its characters, each with where it starts and ends."""
        return zip(self.places, self.text, (*self.places[1:], self.end), strict=True)


def line(parts: Iterable[Sequence[str]]) -> Lattice:
    """Set parts in a row, each the characters possible at one place.

    >>> [edges[0].to for edges in line(["海保", "口"]) if edges]
    [1, 2]
    """
    rows = [[Edge(options(part), at + 1)] for at, part in enumerate(parts)]
    return [*rows, []]


class Words:
    """Words and what counts as words, found by the two characters they begin with."""

    def weight(self, word: str) -> int:
        """Give the weight of a word; 0 if it is none."""
        raise NotImplementedError

    def between(self, first: Options, second: Options) -> Iterable[str]:
        """Give the pairs that begin with one of some characters and end with one of others."""
        raise NotImplementedError

    def beside(self, start: str, open_: Options, end: str) -> Iterable[str]:
        """Give the forms that may stand behind a piece of a word, or if that is empty before."""
        raise NotImplementedError


class Lexicon(Words):
    """The word list."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        pairs = [word for word in weights if len(word) == PAIR]
        long = [word for word in weights if len(word) > PAIR]
        self.weights = weights
        self.longer = _gathered((word[:PAIR], word) for word in long)
        begun = {*pairs, *self.longer}
        self._after = {
            one: frozenset(row)
            for one, row in _gathered((pair[0], pair[1]) for pair in begun).items()
        }
        turned = _gathered((pair[1], pair[0]) for pair in begun)
        self._before = {one: frozenset(row) for one, row in turned.items()}

    def weight(self, word: str) -> int:
        """Give the weight of a word; 0 if it is none."""
        return self.weights.get(word, 0)

    def after(self, one: str) -> frozenset[str]:
        """Give what follows a first character in words."""
        return self._after.get(one, NONE)

    def before(self, one: str) -> frozenset[str]:
        """Give what a second character follows in words."""
        return self._before.get(one, NONE)

    def between(self, first: Options, second: Options) -> Iterable[str]:
        """Give the pairs words begin with that the characters of two places form."""
        if len(first.forms) == 1:
            (one,) = first.forms
            return [one + other for other in self.after(one) & second.forms]
        if len(second.forms) == 1:
            (one,) = second.forms
            return [other + one for other in self.before(one) & first.forms]
        if first.size < second.size:
            rows, found = first.starts, first.starts.keys() & second.forms
        else:
            rows, found = second.ends, second.ends.keys() & first.forms
        return [pair for one in found for pair in rows[one]]

    def beside(self, start: str, open_: Options, end: str) -> Iterable[str]:
        """Give the forms that go on with the start of a word, or come before its end."""
        if len(start) > 1:
            rows = self.longer.get(start[:PAIR], ())
            goes = {row[len(start)] for row in rows if row.startswith(start) and row != start}
            return goes & open_.forms
        return open_.forms & (self.after(start) if start else self.before(end[:1]))


class Index:
    """The sequences of hanzi on a page, counted when asked for."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.size = ALL - len(form).bit_length() - SEEN
        self.present = frozenset(form)
        self._counts: dict[str, int] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, frozenset[str]] = {}

    def after(self, start: str) -> frozenset[str]:
        """Give the hanzi that stand right behind a hanzi, or behind some."""
        if start not in self._after:
            self._after[start] = self._beside(start, len(start))
        return self._after[start]

    def before(self, one: str) -> frozenset[str]:
        """Give the hanzi that stand right before one."""
        if one not in self._before:
            self._before[one] = self._beside(one, -1)
        return self._before[one]

    def _beside(self, piece: str, step: int) -> frozenset[str]:
        found, at = set[str](), self.form.find(piece) if _HANZI.match(piece) else -1
        while at >= 0:
            found.add(self.form[max(0, at + step) : at + step + 1])
            at = self.form.find(piece, at + 1)
        return frozenset(filter(_HANZI.match, found))

    def count(self, word: str) -> int:
        """Count a sequence of two or three hanzi.

        >>> index = Index("海口，海口湾，哈哈哈")
        >>> [index.count(word) for word in ("海口", "口湾", "口，", "哈哈", "海口湾")]
        [2, 1, 0, 2, 1]
        """
        if word not in self._counts:
            self._counts[word] = self._count(word)
        return self._counts[word]

    def _count(self, word: str) -> int:
        if len(word) > MOST_SEEN or not _SEQUENCE.fullmatch(word):
            return 0
        count = self.form.count(word)
        if not count or word[0] != word[-1]:
            return count
        return len(re.findall(f"(?={word})", self.form))


class Seen(Words):
    """The sequences of two and three characters on a page, weighed as if they were words.

    Given some characters, only the sequences that hold one of them count, once for each.

    >>> index = Index("在海口市，海口湾")
    >>> near, around = Seen(index), Seen(index, ("海",))
    >>> near.weight("海口") > near.weight("口湾") > near.weight("湾口") == 0
    True
    >>> around.weight("海口") == near.weight("海口"), around.weight("口湾")
    (True, 0)
    """

    def __init__(self, index: Index, sought: Sequence[str] | None = None) -> None:
        self._index = index
        self._sought = None if sought is None else frozenset(plain("".join(sought)))

    def weight(self, word: str) -> int:
        """Give the weight of a sequence; 0 if it does not count."""
        count = self._index.count(word)
        if count and self._sought is not None:
            count *= sum([one in self._sought for one in word])
        return self._index.size + count.bit_length() if count else 0

    @property
    def present(self) -> frozenset[str]:
        """The characters of the page."""
        return self._index.present

    def after(self, start: str) -> frozenset[str]:
        """Give the hanzi that stand right behind some."""
        return self._index.after(start)

    def between(self, first: Options, second: Options) -> Iterable[str]:
        """Give the pairs on the page that the characters of two places form."""
        index = self._index
        starts, ends = first.forms & index.present, second.forms & index.present
        if len(starts) <= len(ends):
            return [one + other for one in starts for other in ends & index.after(one)]
        return [other + one for one in ends for other in starts & index.before(one)]

    def beside(self, start: str, open_: Options, end: str) -> Iterable[str]:
        """Give the forms that stand on the page behind a start, or before an end."""
        if not start:
            return open_.forms & self._index.before(end[:1])
        if len(start) >= MOST_SEEN or (len(start) > 1 and not self.weight(start)):
            return ()
        return open_.forms & self._index.after(start)


#: Nothing seen on the page.
NOTHING = Seen(Index(""))


@cache
def _lexicon() -> Lexicon:
    return Lexicon(known())


def among(left: str, fits: Sequence[str], right: str, near: Words) -> dict[str, int]:
    """Weigh the characters possible between two texts by the best reading each allows.

    The same as `ranked` for one open place in a row, only faster.

    >>> weights = among("上", ("海", "保"), "市", NOTHING)
    >>> weights["海"] > weights["保"]
    True
    """
    open_, left, right = options(fits), plain(left), plain(right)
    before, behind = _best_ends(left), _best_ends(right, back=True)
    alone = before[-1] + behind[-1] - ALL
    found = {one: weight + alone for weight, one in open_.singles}
    for words_ in (_lexicon(), near):
        for a in range(min(LONGEST_WORD, len(left) + 1)):
            start = left[len(left) - a :]
            fitting = words_.beside(start, open_, "") if a else ()
            for b in range(min(LONGEST_WORD - a, len(right) + 1)) if a else range(1, 4):
                rest = before[len(left) - a] + behind[max(0, len(right) - b)] - ALL
                end = right[:b]
                for form in fitting if a else words_.beside("", open_, end):
                    weight = words_.weight(start + form + end)
                    for one in open_.by_form[form] if weight else ():
                        found[one] = max(found[one], weight + rest)
    return found


def _best_ends(text: str, *, back: bool = False) -> list[int]:
    """Give the weight of the best reading of each beginning of a text, or of each rest."""
    known, size = _lexicon().weights, len(text)
    best = [0] + [NEVER] * size
    for end in range(1, size + 1):
        for length in range(1, min(LONGEST_WORD, end) + 1):
            at = size - end if back else end - length
            word = text[at : at + length]
            weight = known.get(word, 0) if length > 1 else single(word, word)
            if weight or length == 1:
                best[end] = max(best[end], best[end - length] + weight - ALL)
    return best


class Reading(NamedTuple):
    """The best reading of a lattice."""

    text: str
    lead: int
    """By how much it outweighs every other."""


def resolve(lattice: Lattice, words: Sequence[Word], lost: int | None = None) -> Reading:
    """Give the best reading by some words, and its lead over the next.

    What stands at the place `lost` makes no other reading, only the way it is passed.

    >>> rows = line(["海保", "口", "市"])
    >>> resolve(rows, lexical(rows, BEST_ALONE)).text
    '海口市'
    """
    weighed = _Weighed(len(lattice), words)
    best = weighed.best()
    if not best:
        return Reading("", 0)
    there = {at: (one, to) for word in best for at, one, to in word.steps()}
    same = there[lost][1] if lost in there and there[lost][1] == lattice[lost][0].to else None
    rest = NEVER
    for word in words:
        whole = weighed.through(word)
        if whole <= rest:
            continue
        for at, one, to in word.steps():
            if at in there and (one, to) != there[at] and not (at == lost and to == same):
                rest = whole
    return Reading("".join([word.text for word in best]), weighed.total - rest)


def ranked(lattice: Lattice, at: int, near: Seen) -> list[tuple[int, str]]:
    """Order the characters possible at a place by the best reading each allows.

    >>> [one for _, one in ranked(line(["“", "海常保", "口", "網"]), 1, NOTHING)]
    ['海', '常', '保']
    """
    words = [*lexical(lattice), *seen(lattice, near)]
    weighed, weights = _Weighed(len(lattice), words), dict[str, int]()
    for word in words:
        if at in word.places:
            one = word.text[word.places.index(at)]
            weights[one] = max(weights.get(one, NEVER), weighed.through(word))
    return sorted([(weight, one) for one, weight in weights.items()], key=heaviest)


def heaviest(pair: tuple[int, str]) -> tuple[int, str]:
    """Sort by falling weight, then by character."""
    return -pair[0], pair[1]


class _Weighed:
    """The best that words can form before and behind each place of a lattice."""

    def __init__(self, size: int, words: Iterable[Word]) -> None:
        self.words = sorted(words, key=itemgetter(0))
        self.before = [0] + [NEVER] * (size - 1)
        self.behind = [NEVER] * (size - 1) + [0]
        for start, end, weight, _, _ in self.words:
            self.before[end] = max(self.before[end], self.before[start] + weight)
        for start, end, weight, _, _ in reversed(self.words):
            self.behind[start] = max(self.behind[start], self.behind[end] + weight)
        self.total = self.behind[0]

    def through(self, word: Word) -> int:
        """Give the weight of the best reading that holds a word."""
        return self.before[word.start] + word.weight + self.behind[word.end]

    def best(self) -> list[Word]:
        """Give the words of the best reading; none where nothing leads to the end."""
        found, at = list[Word](), 0
        starts: dict[int, tuple[str, int, Word]] = {}
        for word in self.words if self.total > NEVER else ():
            if self.through(word) == self.total:
                rival = word.text, word.end, word
                starts[word.start] = max(starts.get(word.start, rival), rival)
        while at in starts:
            found.append(starts[at][-1])
            at = found[-1].end
        return found


def lexical(lattice: Lattice, alone: int | None = None) -> list[Word]:
    """Give the words of the word list that a lattice can form, single characters too.

    Of those that stand alone only the heaviest, so many for each edge, are given.
    """
    found: list[Word] = []
    known = _lexicon()
    for start, edges in enumerate(lattice):
        for edge in edges:
            paid = -ALL - edge.cost
            found += [
                Word(start, edge.to, paid + weight, one, (start,))
                for weight, one in edge.options.singles[:alone]
            ]
            for second in lattice[edge.to]:
                for form in known.between(edge.options, second.options):
                    path = edge, second
                    if form in known.weights:
                        found += _spelled(form, start, path, known.weights[form])
                    for word in known.longer.get(form, ()):
                        for rest in _paths(lattice, word[PAIR:], second.to):
                            found += _spelled(word, start, path + rest, known.weights[word])
    return found


def seen(lattice: Lattice, near: Seen) -> list[Word]:
    """Give the sequences of a page that a lattice can form.

    They count only with a character that is to be found: what stands beside it stands on the
    page in this very place.
    """
    found: list[Word] = []
    for start, edges in enumerate(lattice if near.present else ()):
        for first in edges:
            for second in lattice[first.to]:
                found += _seen_from(lattice, near, start, first, second)
    return found


def _seen_from(
    lattice: Lattice, near: Seen, start: int, first: Edge, second: Edge
) -> Iterator[Word]:
    """Give the sequences of two or three hanzi that begin with two edges."""
    open_ = first.options.size > 1 or second.options.size > 1
    for pair in near.between(first.options, second.options):
        weight = near.weight(pair)
        if weight and open_:
            yield from _spelled(pair, start, (first, second), weight)
        begins = pair in _lexicon().longer or weight
        if not begins or not (open_ or pair[1] in _lexicon().after(pair[0])):
            continue
        for third in lattice[second.to]:
            path = first, second, third
            if open_ or third.options.size > 1:
                for one in third.options.forms & near.after(pair):
                    whole = near.weight(pair + one)
                    yield from _spelled(pair + one, start, path, whole) if whole else ()


def _paths(lattice: Lattice, rest: str, at: int) -> Iterator[tuple[Edge, ...]]:
    """Give the edges from a place on that spell the rest of a word."""
    for edge in lattice[at]:
        if rest[0] in edge.options.by_form:
            if len(rest) == 1:
                yield (edge,)
            else:
                for more in _paths(lattice, rest[1:], edge.to):
                    yield (edge, *more)


def _spelled(form: str, start: int, path: Sequence[Edge], weight: int) -> Iterator[Word]:
    """Give a word in each way the edges of a path can write it."""
    texts = [""]
    for one, edge in zip(form, path, strict=True):
        texts = [text + other for text in texts for other in edge.options.by_form[one]]
    places = (start, *[edge.to for edge in path[:-1]])
    paid = weight - ALL - sum([edge.cost for edge in path])
    return (Word(start, path[-1].to, paid, text, places) for text in texts)


def single(one: str, form: str) -> int:
    """Weigh a character that stands alone.

    >>> single("的", "的") > single("海", "海") > single("葵", "葵")
    True
    """
    if one in MARKS or one == LOST:
        return ALL - RARITY.get(one, RARE)
    weight = known().get(form, 0)
    if not weight:
        return max(0, levels().get(form, 0) - ALONE)
    return weight if weight >= FREQUENT else max(0, weight - SELDOM)


def misplaced(mark: str, left: str, right: str) -> bool:
    """Tell whether a mark cannot stand here: behind an opening one, or before another.

    >>> misplaced("。", "“", "口網"), misplaced("。", "問題", "，"), misplaced("。", "問題", "”")
    (True, True, False)
    """
    if mark not in MARKS:
        return False
    before, after = left[-1:], right[:1]
    follows = bool(after) and after in MARKS and after not in CLOSING | OPENING
    return follows or (bool(before) and before in OPENING)


def ends_word(text: str) -> bool:
    """Tell whether the last character of a text ends a word of two or more.

    >>> ends_word("他去海口"), ends_word("他去口海")
    (True, False)
    """
    form = plain(text[-LONGEST_WORD:])
    return any(_lexicon().weight(form[at:]) for at in range(len(form) - 1))


def follows_mark(mark: str, left: str) -> bool:
    """Tell whether a mark cannot stand at the end of a text: behind another that parts.

    >>> follows_mark("，", "好！"), follows_mark("！", "好！"), follows_mark("”", "好！")
    (True, False, False)
    """
    apart = MARKS - CLOSING - OPENING
    return mark in apart and left[-1:] in apart and left[-1:] != mark
