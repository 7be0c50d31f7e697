"""Find the best reading where several are possible, by the words they form.

What comes in: a lattice, from each place the characters that may stand there. What goes out:
the reading whose words are most frequent taken together and by how much it leads, or the
characters of one place by the best reading each allows. Weights are binary digits of
frequencies, so that adding them multiplies shares of all text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
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
from dongxi.data import levels, stems

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

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
NONE: frozenset[str] = frozenset()
_HANZI = re.compile(r"[\u4e00-\u9fff]")


class Options(NamedTuple):
    """The characters that may stand at a place, as lookups want them."""

    size: int
    by_form: Mapping[str, tuple[str, ...]]
    """The characters of each Simplified form."""
    singles: tuple[tuple[int, str], ...]
    """Each alone, with its weight, heaviest first."""


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

    def ends(self) -> tuple[int, ...]:
        """Give where each of its characters ends."""
        return (*self.places[1:], self.end)


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

    def begins(self, form: str) -> bool:
        """Tell whether something longer begins so."""
        raise NotImplementedError

    def after(self, one: str) -> AbstractSet[str]:
        """Give what follows a first character."""
        raise NotImplementedError

    def before(self, one: str) -> AbstractSet[str]:
        """Give what a second character follows."""
        raise NotImplementedError

    def between(self, first: Options, second: Options) -> set[str]:
        """Give the pairs that begin with one of some characters and end with one of others."""
        if first.size <= second.size:
            ends = second.by_form.keys()
            return {one + other for one in first.by_form for other in ends & self.after(one)}
        starts = first.by_form.keys()
        return {other + one for one in second.by_form for other in starts & self.before(one)}

    def filling(self, start: str, open_: Options, end: str) -> Iterable[str]:
        """Give the forms that may stand between two pieces of a word, or more of them."""
        if len(start) > 1:
            return open_.by_form if self.begins(start) else ()
        return open_.by_form.keys() & (self.after(start) if start else self.before(end[:1]))


class Lexicon(Words):
    """The word list."""

    def __init__(self, weights: Mapping[str, int], begun: Container[str]) -> None:
        seconds, firsts = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for word in weights:
            if len(word) > 1:
                seconds[word[0]].add(word[1])
                firsts[word[1]].add(word[0])
        self.weights, self._begun = weights, begun
        self._seconds, self._firsts = dict(seconds), dict(firsts)

    def weight(self, word: str) -> int:
        """Give the weight of a word; 0 if it is none."""
        return self.weights.get(word, 0)

    def begins(self, form: str) -> bool:
        """Tell whether a word begins so."""
        return form in self._begun

    def after(self, one: str) -> AbstractSet[str]:
        """Give what follows a first character in words."""
        return self._seconds.get(one, NONE)

    def before(self, one: str) -> AbstractSet[str]:
        """Give what a second character follows in words."""
        return self._firsts.get(one, NONE)


class Index:
    """The sequences of hanzi on a page, counted when asked for."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.size = ALL - len(form).bit_length() - SEEN
        self._counts: dict[str, int] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, frozenset[str]] = {}
        self._places = defaultdict[str, list[int]](list)
        for at, one in enumerate(form):
            self._places[one].append(at)

    def after(self, one: str) -> frozenset[str]:
        """Give the hanzi that stand right behind one."""
        if one not in self._after:
            self._after[one] = self._beside(one, 1)
        return self._after[one]

    def before(self, one: str) -> frozenset[str]:
        """Give the hanzi that stand right before one."""
        if one not in self._before:
            self._before[one] = self._beside(one, -1)
        return self._before[one]

    def _beside(self, one: str, step: int) -> frozenset[str]:
        places, size = self._places.get(one, ()), len(self.form)
        if not _HANZI.match(one):
            return NONE
        found = {self.form[at + step] for at in places if 0 <= at + step < size}
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
        if len(word) > MOST_SEEN or word[1] not in self.after(word[0]):
            return 0
        if word[2:] and word[2] not in self.after(word[1]):
            return 0
        if word[0] != word[-1]:
            return self.form.count(word)
        return sum(self.form.startswith(word, at) for at in self._places[word[0]])


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
            count *= sum(one in self._sought for one in word)
        return self._index.size + count.bit_length() if count else 0

    def begins(self, form: str) -> bool:
        """Tell whether a sequence begins so."""
        return self.weight(form) > 0

    def after(self, one: str) -> AbstractSet[str]:
        """Give what follows a character."""
        return self._index.after(one)

    def before(self, one: str) -> AbstractSet[str]:
        """Give what stands before a character."""
        return self._index.before(one)


#: Nothing seen on the page.
NOTHING = Lexicon({}, ())


@cache
def _lexicon() -> Lexicon:
    return Lexicon(known(), stems())


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
            for b in range(min(LONGEST_WORD - a, len(right) + 1)) if a else range(1, 4):
                rest = before[len(left) - a] + behind[max(0, len(right) - b)] - ALL
                for form in words_.filling(start, open_, right[:b]):
                    weight = words_.weight(start + form + right[:b])
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


def resolve(lattice: Lattice, near: Words, *, lost: int | None = None) -> Reading:
    """Give the best reading and its lead over the next.

    What stands at the place `lost` makes no other reading, only the way it is passed.

    >>> resolve(line(["海保", "口", "市"]), NOTHING).text
    '海口市'
    """
    weighed = _Weighed(lattice, near, alone=BEST_ALONE)
    text, lead, at = "", -NEVER, 0
    while at < len(lattice) - 1:
        word = weighed.best_from(at)
        if word is None:
            return Reading("", 0)
        for one, place, to in zip(word.text, word.places, word.ends(), strict=True):
            same = lattice[place][0].to if place == lost else None
            rest = (
                weight
                for (other, end), weight in weighed.at(place).items()
                if end != to or (other != one and end != same)
            )
            lead = min(lead, weighed.total - max(rest, default=NEVER))
        text, at = text + word.text, word.end
    return Reading(text, lead)


def ranked(lattice: Lattice, at: int, near: Words) -> list[tuple[int, str]]:
    """Order the characters possible at a place by the best reading each allows.

    >>> [one for _, one in ranked(line(["“", "海常保", "口", "網"]), 1, NOTHING)]
    ['海', '常', '保']
    """
    weights = _Weighed(lattice, near).at(at)
    return sorted(((weight, one) for (one, _), weight in weights.items()), key=heaviest)


def heaviest(pair: tuple[int, str]) -> tuple[int, str]:
    """Sort by falling weight, then by character."""
    return -pair[0], pair[1]


class _Weighed:
    """The words of a lattice, and the best that can stand before and behind each place."""

    def __init__(self, lattice: Lattice, near: Words, alone: int | None = None) -> None:
        self.words = list(_words(lattice, near, alone))
        size = len(lattice)
        self.before = [0] + [NEVER] * (size - 1)
        self.behind = [NEVER] * (size - 1) + [0]
        for start, end, weight, _, _ in self.words:
            self.before[end] = max(self.before[end], self.before[start] + weight)
        for start, end, weight, _, _ in reversed(self.words):
            self.behind[start] = max(self.behind[start], self.behind[end] + weight)
        self.total = self.behind[0]

    def best_from(self, at: int) -> Word | None:
        """Give the first word of the best reading from a place on."""
        found = (word for word in self.words if word.start == at)
        return max(found, key=self._through, default=None)

    def _through(self, word: Word) -> tuple[int, str, int]:
        return word.weight + self.behind[word.end], word.text, word.end

    def at(self, place: int) -> dict[tuple[str, int], int]:
        """Give the weight of the best reading with each character, and its end, at a place."""
        weights: dict[tuple[str, int], int] = {}
        for word in self.words:
            if place in word.places:
                at = word.places.index(place)
                key = word.text[at], word.ends()[at]
                whole = self.before[word.start] + word.weight + self.behind[word.end]
                weights[key] = max(weights.get(key, NEVER), whole)
        return weights


def _words(lattice: Lattice, near: Words, alone: int | None) -> Iterator[Word]:
    """Give the words a lattice can form, by where they start, single characters too.

    Of those that stand alone only the heaviest, so many for each edge, are given. What is
    seen on the page counts only with a character that is to be found: what stands beside it
    stands on the page in this very place.
    """
    for start, edges in enumerate(lattice):
        for edge in edges:
            paid = -ALL - edge.cost
            for weight, one in edge.options.singles[:alone]:
                yield Word(start, edge.to, paid + weight, one, (start,))
            for second in lattice[edge.to]:
                yield from _longer(lattice, near, start, edge, second)


def _longer(
    lattice: Lattice, near: Words, start: int, first: Edge, second: Edge
) -> Iterator[Word]:
    """Give the words of two characters or more that begin with two edges."""
    known, sought = _lexicon(), first.options.size > 1 or second.options.size > 1
    found = known.between(first.options, second.options)
    if sought:
        found |= near.between(first.options, second.options)
    growing: list[tuple[str, list[str], int, int, tuple[int, ...], bool]] = [
        (
            form,
            [
                one + other
                for one in first.options.by_form[form[0]]
                for other in second.options.by_form[form[1]]
            ],
            second.to,
            -ALL - first.cost - second.cost,
            (start, first.to),
            sought,
        )
        for form in found
    ]
    while growing:
        form, texts, to, paid, places, open_ = growing.pop()
        weight = max(known.weights.get(form, 0), near.weight(form) if open_ else 0)
        if weight:
            for text in texts:
                yield Word(start, to, paid + weight, text, places)
        if len(places) < LONGEST_WORD and (known.begins(form) or near.begins(form)):
            growing += [
                (
                    form + other,
                    [text + one for text in texts for one in ones],
                    edge.to,
                    paid - edge.cost,
                    (*places, to),
                    open_ or edge.options.size > 1,
                )
                for edge in lattice[to]
                for other, ones in edge.options.by_form.items()
            ]


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
