"""Make pages in many encodings, whole and damaged, and count how often they are decoded right.

    python -m benchmarks.decode [--pages 500] [--peer 20]

Prints the tables of `docs/encodings.md`: pages right of those made per encoding, declaration and
damage; then the same for charset-normalizer, where it is installed, on the first pages of each
kind, and the ratio of the times in this run.
"""

from __future__ import annotations

import argparse
import codecs
import random
from functools import cache
from importlib import import_module
from itertools import accumulate, product
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import data
from dongxi.decode import decode
from dongxi.hans import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Sentences of news, notices, forums and shops; letters stand for words.
FRAMES = (
    "本报{n}月{d}日电（记者A、B）C的D工作近日在E展开，有关部门表示，今年将继续推进F和G。",
    "据H介绍，{y}年以来，全县共有{n}个I实现J，K比上年增长{d}%。",
    "“我们这里的L以前很少有人M，现在N都通了。”村民O说，“日子一天比一天好。”",
    "P是Q的，也是R的；没有S，就不会有T。",
    "关于印发《U实施办法》的通知：各V、W，现将X印发给你们，请结合实际认真执行。",
    "楼主说得对，Y这个东西我也用过，Z不太好，但是A还可以……",
    "B出生于{y}年，毕业于C，现任D，主要从事E研究。",
    "他在F里走了很久，想起G的话，忽然觉得H其实并不重要。",
    "产品名称：I；规格：{n}×{d}；价格：{y}元；欢迎新老客户来电咨询J。",
    "在K的影响下，L、M等地出现了N，气温下降{n}℃，O受到一定影响。",
)
#: Written by hand in Traditional characters, with some that only HKSCS has.
HONG_KONG = (
    "我哋喺呢度等咗好耐，啲嘢仲未嚟，佢哋話冇得揀。",
    "今日嘅天氣好靚，落街行吓，食碗雲吞麵啦。",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HTML = (
    '<!DOCTYPE html>\n<html><head>{meta}<title>{title}</title>\n<script src="/js/a.js"></script>'
    '</head>\n<body class="main"><div id="nav"><a href="/">{one}</a> | <a href="/b">{two}</a></div>\n'
    "<h1>{title}</h1>\n{body}\n</body></html>\n"
)
SHORTEST, LONGEST = 100, 5_000
#: Characters of the texts that show how few are enough.
SIZES = (4, 8, 16, 32, 64)


class Kind(NamedTuple):
    """A kind of page."""

    name: str
    codec: str
    """Python codec the page is written in, and the answer expected."""
    script: str
    """Hans, Hant, or Hong Kong."""
    label: str
    """What such a page calls its encoding."""
    wrong: str
    """What such a page wrongly calls it."""


KINDS = (
    Kind("UTF-8, Simplified", "utf-8", "Hans", "utf-8", "gb2312"),
    Kind("UTF-8, Traditional", "utf-8", "Hant", "utf-8", "big5"),
    Kind("GB18030, Simplified", "gb18030", "Hans", "gb2312", "utf-8"),
    Kind("GB18030, Simplified, “Big5”", "gb18030", "Hans", "gbk", "big5"),
    Kind("GB18030, Traditional", "gb18030", "Hant", "gbk", "big5"),
    Kind("Big5", "big5hkscs", "Hant", "big5", "gb2312"),
    Kind("Big5, “UTF-8”", "big5hkscs", "Hant", "x-x-big5", "utf-8"),
    Kind("Big5-HKSCS", "big5hkscs", "Hong Kong", "big5-hkscs", "iso-8859-1"),
    Kind("UTF-16LE, no mark", "utf-16-le", "Hans", "utf-16", "gb2312"),
    Kind("UTF-16BE, no mark", "utf-16-be", "Hant", "utf-16", "utf-8"),
)
DECLARED = ("right", "none", "wrong")
DAMAGES = ("whole", "bad bytes", "cut", "include", "lost byte")
#: The encoding of an include in pages of another one.
INCLUDED = {"utf-8": "gb18030", "gb18030": "utf-8", "big5hkscs": "utf-8"}
BAD = (b"\xff", b"\x80", b"\xfe\xff", b"\xf8")


@cache
def vocabulary() -> tuple[list[str], list[int]]:
    """Give frequent words and their weights, added up."""
    words = data.words()
    return list(words), list(accumulate(1 << n for n in words.values()))


@cache
def traditional() -> dict[int, str]:
    """Give the first Traditional form of each Simplified character."""
    rows = entries("STCharacters.txt")
    return {ord(old): new[0] for old, new in rows if len(old) == 1}


def sentence(rng: random.Random) -> str:
    """Fill a frame with frequent words."""
    words, weights = vocabulary()
    frame = rng.choice(FRAMES)
    for letter in LETTERS:
        if letter in frame:
            frame = frame.replace(letter, "".join(rng.choices(words, cum_weights=weights, k=2)))
    return frame.format(n=rng.randint(1, 12), d=rng.randint(1, 30), y=rng.randint(1990, 2023))


def prose(rng: random.Random, chars: int, script: str) -> list[str]:
    """Make paragraphs of so many characters in all."""
    done: list[str] = []
    while sum(map(len, done)) < chars:
        done.append("".join(sentence(rng) for _ in range(rng.randint(1, 4))))
    if script == "Hans":
        return done
    done = [part.translate(traditional()) for part in done]
    return [*done, rng.choice(HONG_KONG)] if script == "Hong Kong" else done


def page(kind: Kind, label: str, rng: random.Random) -> str:
    """Make a page, HTML or (without a label, every other one) flattened."""
    low, high = SHORTEST, LONGEST
    chars = int(low * (high / low) ** rng.random())
    parts = prose(rng, chars, kind.script)
    one, two, title = (parts[0][i : i + n] for i, n in ((0, 2), (2, 4), (4, 18)))
    if not label and rng.random() < 1 / 2:
        return "\n".join((title, f"{rng.randint(1990, 2023)}-01-02 10:05", *parts)) + "\n"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">\n'
    body = "\n".join(f"<p>　　{part}</p>" for part in parts)
    return HTML.format(meta=meta if label else "", title=title, one=one, two=two, body=body)


def spoilt(raw: bytes, damage: str, codec: str, rng: random.Random) -> bytes:
    """Damage the bytes of a page."""
    middle = len(raw) // 2
    at = next((i for i in range(middle, len(raw)) if raw[i] > 0x80), middle)  # noqa: PLR2004
    if damage == "bad bytes":
        for _ in range(3):
            spot = rng.randrange(len(raw))
            raw = raw[:spot] + rng.choice(BAD) + raw[spot:]
    elif damage == "cut":
        raw = raw[: at + 1]
    elif damage == "include":
        simplified = codec != "big5hkscs"
        text = "".join(prose(rng, 20, "Hans" if simplified else "Hant"))[:40]
        line = raw.find(b"\n", middle) + 1
        raw = raw[:line] + text.encode(INCLUDED[codec], "ignore") + raw[line:]
    elif damage == "lost byte":
        raw = raw[:at] + raw[at + 1 :]
    return raw


def made(kind: Kind, declared: str, damage: str, count: int) -> Iterator[bytes]:
    """Make pages of one kind; the same ones every time."""
    rng = random.Random(f"{kind.name} {declared} {damage}")  # noqa: S311 (pages, not secrets)
    label = {"right": kind.label, "none": "", "wrong": kind.wrong}[declared]
    for _ in range(count):
        raw = page(kind, label, rng).encode(kind.codec, "ignore")
        yield spoilt(raw, damage, kind.codec, rng)


def kinds() -> Iterator[tuple[Kind, str, str]]:
    """Give every kind of page with its declaration and damage; UTF-16 comes whole or cut."""
    for kind, declared, damage in product(KINDS, DECLARED, DAMAGES):
        if kind.codec in INCLUDED or damage in {"whole", "cut"}:
            yield kind, declared, damage


def shorts(size: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Make texts of so few characters, without markup or declaration, with their codecs."""
    rng = random.Random(size)  # noqa: S311 (texts, not secrets)
    for kind in (KINDS[0], KINDS[2], KINDS[4], KINDS[5]):
        for _ in range(count):
            text = "".join(prose(rng, size, kind.script))
            start = rng.randrange(len(text) - size + 1)
            yield kind.codec, text[start : start + size].encode(kind.codec, "ignore")


def family(name: str | None) -> str:
    """Give the widest codec for a codec's name, so that gbk and gb18030 count as one."""
    try:
        name = codecs.lookup(name or "").name
    except LookupError:
        return name or ""
    wider = dict.fromkeys(("gb2312", "gbk"), "gb18030")
    wider |= dict.fromkeys(("big5", "cp950"), "big5hkscs")
    return wider.get(name, name)


def peer() -> Callable[[bytes], str] | None:
    """Give charset-normalizer as a function, if it is installed."""
    try:
        best = import_module("charset_normalizer").from_bytes
    except ImportError:
        return None

    def found(raw: bytes) -> str:
        match = best(raw).best()
        return family(match.encoding) if match else ""

    return found


def ours(raw: bytes) -> str:
    """Give the encoding we find."""
    return decode(raw).encoding


def table(find: Callable[[bytes], str], count: int) -> tuple[float, dict[str, list[str]]]:
    """Count the pages decoded right; give the seconds spent and a row per kind."""
    spent = 0.0
    rows: dict[str, list[str]] = {}
    for kind, declared, damage in kinds():
        pages = list(made(kind, declared, damage, count))
        start = perf_counter()
        right = sum(find(raw) == kind.codec for raw in pages)
        spent += perf_counter() - start
        rows.setdefault(f"{kind.name} | {declared}", []).append(f"{right * 100 / count:.1f}")
    return spent, rows


def show(rows: dict[str, list[str]]) -> None:
    """Print a table, in per cent."""
    print(f"| page | declared | {' | '.join(DAMAGES)} |\n|---|---|{'---|' * len(DAMAGES)}")
    for name, cells in rows.items():
        row = cells if len(cells) == len(DAMAGES) else [cells[0], "–", cells[1], "–", "–"]
        print(f"| {name} | {' | '.join(row)} |")


def main() -> None:
    """Print both tables and the ratio of the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--peer", type=int, default=20)
    options = parser.parse_args()
    spent, rows = table(ours, options.pages)
    show(rows)
    for size in SIZES:
        right = [decode(raw).encoding == codec for codec, raw in shorts(size, options.pages)]
        print(f"\n{size} characters: {sum(right) * 100 / len(right):.1f}", end="")
    each = spent / options.pages / len(list(kinds()))
    print(f"\n\n{each * 1e3:.2f} ms a page")
    other = peer()
    if other and options.peer:
        spent, rows = table(ours, options.peer)
        others, rows = table(other, options.peer)
        print(f"\ncharset-normalizer, {others / spent:.0f} times as long on the same pages:\n")
        show(rows)


if __name__ == "__main__":
    main()
