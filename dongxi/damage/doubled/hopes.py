"""Tell without reading it whether a run can gain by being read back.

What comes in: a run as it stands. What goes out: a bound on what it gains. Whatever these say
is nothing, reading would find to be nothing, only slower.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from dongxi.damage.doubled.kinds import LOST, UTF8_AS_GBK, Kind, codes
from dongxi.damage.doubled.likely import FOREIGN, OTHER, RARE, UNLIKELY, likelihood
from dongxi.damage.doubled.units import UTF8_SIZE
from dongxi.damage.lexicon import FREQUENT, plain
from dongxi.data import levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: By so many binary digits the reading must be likelier than what stands there before a page
#: opens: once by chance in a million million runs. A run gains 6 to 14 a character.
PROOF = 40
#: So many Chinese characters a run must hold to prove anything.
FEWEST = 3
#: By how much words make a reading likelier at most, for each character, on top of what its
#: characters are alone. (All 4,014 pages damaged for `benchmarks/repair_accuracy.py` kept every
#: edit; 2026-11.)
WORDS = 6
#: One of three bytes. A run of GBK with less than half of its bytes in such gains nothing.
THREE = re.compile(rb"[\xe0-\xef][\x80-\xbf][\x80-\xbf]")
#: What question marks part.
PART = re.compile(r"[^?]++\??")


def may_prove(text: str, kind: Kind) -> bool:
    """Tell whether a run is long enough, and may gain enough, to prove anything.

    >>> from dongxi.damage.doubled.kinds import KINDS
    >>> may_prove("发é展ó", KINDS[2][0]), may_prove("发ÖÐ¹úµÄ", KINDS[2][0])
    (False, True)
    """
    if kind.gaps and LOST in text:
        return True
    if kind.gaps and kind.gone == 1:  # without a loss the same as the kind before
        return False
    runs = [run.group() for run in kind.runs.finditer(text)]
    runs = [run for run in runs if len(run) >= kind.least]
    if kind.rule == UTF8_AS_GBK:
        runs = [run for run in runs if "€" in run or _wholes(run) >= FEWEST]
    if kind.read_as == "latin":
        return bool(runs)
    if kind.gaps:
        most, gains = _most(kind).__getitem__, _gains(kind).__getitem__
        runs = [run for run in runs if sum(map(most, run)) >= PROOF]
        return any(_best_part(map(gains, run)) >= PROOF for run in runs)
    strange = strange_to("".join(runs), kind)
    parts = [run[a:b] for run in runs for a, b in cut_apart(run, 0, len(run), strange)]
    parts += [part for run in parts if "?" in run for part in PART.findall(run)]
    return any("€" in p or (_wholes(p) >= FEWEST and not is_hopeless(p, kind)) for p in parts)


def _best_part(gains: Iterable[int]) -> int:
    """Give the most that neighbours gain together, with all that words may add.

    >>> _best_part([-20, 9, -8, 9, -20]), _best_part([-20, -8])
    (28, 0)
    """
    sums: list[int] = [0, *accumulate(map(WORDS.__add__, gains))]
    lowest: list[int] = list(accumulate(sums, min))
    return max([here - low for here, low in zip(sums, lowest, strict=True)])


def _wholes(run: str) -> int:
    """Count what may be whole characters of UTF-8 in the bytes of a run of GBK.

    >>> _wholes("婊氬姩杞存壙"), _wholes("滚动轴承厂")
    (4, 0)
    """
    return len(THREE.findall(run.encode("gb18030", "ignore")))


def strange_to(text: str, kind: Kind) -> frozenset[str]:
    """Give the characters of a text that the wrong codec does not have."""
    table = codes(kind.read_as)
    return frozenset([c for c in {*text} if c > "\x7f" and c != LOST and c not in table])


def cut_apart(
    text: str, start: int, end: int, strange: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Cut a run at characters that the wrong codec does not have."""
    first = start
    for at in range(start, end) if not strange.isdisjoint(text[start:end]) else ():
        if text[at] in strange:
            yield first, at
            first = at + 1
    yield first, end


def is_hopeless(stands: str, kind: Kind) -> bool:
    r"""Tell whether a run cannot gain by being read back, before words are looked at.

    One with losses is weighed whole unless most of its characters are very frequent: the
    marks of losses in clean text say nothing.

    >>> from dongxi.damage.doubled.kinds import KINDS
    >>> is_hopeless("我们的工厂", KINDS[4][0]), is_hopeless("いＡ瓣隔", KINDS[4][0])
    (True, False)
    >>> is_hopeless("我们的\ufffd厂", KINDS[4][0]), is_hopeless("い\ufffd瓣隔", KINDS[4][0])
    (True, False)
    >>> is_hopeless("滚动轴承厂", KINDS[0][0]), is_hopeless("婊氬姩杞存壙", KINDS[0][0])
    (True, False)
    """
    if kind.gaps and LOST in stands:
        frequent = [levels().get(one, 0) >= FREQUENT for one in plain(stands)]
        return 2 * sum(frequent) > len(frequent)
    if LOST in stands:
        return False
    if kind.gaps:
        return sum(map(_gains(kind).__getitem__, stands)) + WORDS * len(stands) < 0
    if kind.rule != UTF8_AS_GBK:
        return False
    return (_wholes(stands) + stands.count("?")) * UTF8_SIZE < len(stands)


class _Gains(dict[str, int]):
    """By how much a character is likelier as read back, alone; worked out when asked for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def __missing__(self, one: str) -> int:
        pair = codes(self.kind.read_as).get(one, b"")
        read = pair.decode(self.kind.codec, "ignore")
        good = likelihood(read, UNLIKELY, FOREIGN) if len(read) == 1 else UNLIKELY
        self[one] = gain = good - likelihood(one, RARE, OTHER)
        return gain


@cache
def _gains(kind: Kind) -> _Gains:
    return _Gains(kind)


class _Most(_Gains):
    """The same with all that words may add; nothing for what is likelier as it stands."""

    def __missing__(self, one: str) -> int:
        self[one] = most = max(0, _gains(self.kind)[one] + WORDS)
        return most


@cache
def _most(kind: Kind) -> _Most:
    return _Most(kind)
