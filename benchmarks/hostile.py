"""Time and memory of pages that are made to hurt, of 1, 10 and 100 MB.

    python -m benchmarks.hostile [--sizes 1 10 100] [--only NAME …] [--max-bytes N] [--max-lines N]

Each page is read, and all of its rows are made, in a process of its own, under the limits that a
build has. A cell gives its CPU seconds and the most memory it held, in MB, Python and dongxi
themselves included (an empty page holds some 60), or why the page was rejected. A page that
takes longer than `--patience` seconds or more than `--memory` MB is stopped, and the cell says so.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

from dongxi import reading
from dongxi.model import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEGABYTE = 1_000_000
#: What stands before most kinds, so that the page is not rejected for want of text.
STORY = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"


def _many(
    unit: str,
    *,
    before: str = "",
    after: str = "",
    story: str = STORY,
    encoding: str = "utf-8",
) -> Callable[[int], bytes]:
    """Make a page of one unit again and again."""

    def page(size: int) -> bytes:
        first, last = (before + "\n" + story + "\n").encode(encoding), after.encode(encoding)
        one = unit.encode(encoding, "surrogatepass")
        return first + one * max(1, (size - len(first) - len(last)) // len(one)) + last

    return page


def _bytes(unit: bytes, before: bytes = b"") -> Callable[[int], bytes]:
    """Make a page of bytes again and again."""
    return lambda size: before + (STORY * 4).encode() + unit * (size // len(unit))


def _front(unit: str, before: str = "a: 1\n", after: str = "") -> Callable[[int], bytes]:
    """Make a page of front matter that does not end, within or far behind what is read of it."""
    return lambda size: (
        f"---\n{before}{unit * (size // len(unit.encode()))}{after}\n---\n{STORY}".encode()
    )


def _nested(start: str, end: str) -> Callable[[int], bytes]:
    """Make a page of elements in each other."""

    def page(size: int) -> bytes:
        depth = size // len((start + end).encode())
        return (start * depth + STORY + end * depth).encode()

    return page


def _noise(size: int) -> bytes:
    """Give bytes without order, always the same, but for NUL."""
    return hashlib.shake_128(b"noise").digest(size).replace(b"\0", b"\1")


#: What hurts, by name.
KINDS: dict[str, Callable[[int], bytes]] = {
    "prose": _many(STORY + "\n"),
    "prose, one line": _many(STORY),
    "prose, gb18030": _many(STORY + "\n", encoding="gb18030"),
    "prose, big5": _many("山裡的路修通了，鄉親們的日子一天比一天好。\n", story="", encoding="big5"),
    "prose, utf-16": _many(STORY + "\n", before="\ufeff", encoding="utf-16-le"),
    "one character, no line end": _many("中"),
    "one letter, no line end": _many("a"),
    "blanks": _many(" "),
    "full-width blanks": _many("\u3000"),
    "line ends": _many("\n"),
    "short lines": _many("中\n"),
    "short paragraphs": _many("<p>中"),
    "nested div": _nested("<div>", "</div>"),
    "nested b": _nested("<b>", "</b>"),
    "nested table": _nested("<table><tr><td>", "</table>"),
    "unclosed div": _many("<div>"),
    "closing tags": _many("</div>"),
    "br": _many("<br>"),
    "p": _many("<p>"),
    "spans": _many("<span>中</span>"),
    "links": _many("<li><a href=x>甲乙丙丁戊己庚辛</a>"),
    "empty comments": _many("<!---->", before="<p>"),
    "open comments": _many("<!--", before="<p>"),
    "open CDATA": _many("<![CDATA[", before="<p>"),
    "open tags": _many("<a ", before="<p>"),
    "open angles": _many("<", before="<p>"),
    "open quotes": _many('<a b="', before="<p>"),
    "open scripts": _many("<script>", before="<p>"),
    "open titles": _many("<title>", before="<p>"),
    "attributes": _many(" a=b", before="<p>", after=">"),
    "an attribute": _many("a", before="<p>", after=">"),
    "classes": _many(" comment", before="<p>"),
    "attributes of div": lambda size: b"<div " + b"a=b " * (size // 4) + b">" + STORY.encode(),
    "a class": lambda size: b'<div class="' + b"side-" * (size // 5) + b'">' + STORY.encode(),
    "references": _many("&amp;"),
    "numeric references": _many("&#x4e2d;"),
    "a huge reference": _many("9", before="&#"),
    "ampersands": _many("&"),
    "surrogate references": _many("&#xD800;"),
    "meta": lambda size: b"<meta name=author content=a>" * (size // 28) + STORY.encode(),
    "JSON-LD, nested": lambda size: b'<script type="application/ld+json">'
    + b"[" * size + b"</script><p>" + STORY.encode(),
    "JSON-LD, a number": lambda size: b'<script type="application/ld+json">{"a":'
    + b"1" * size + b"}</script><p>" + STORY.encode(),
    "JSON-LD, many": lambda size: (
        b'<script type="application/ld+json">{"author":"x"}</script>' * (size // 58)
    ) + b"<p>" + STORY.encode(),
    "script variables": lambda size: b"<script>" + b"var pubtime='2020-01-01';" * (size // 25)
    + b"</script><p>" + STORY.encode(),
    "front matter, long": _front("a: 1\n"),
    "front matter, unclosed": lambda size: b"---\n" + b"a: 1\n" * (size // 5),
    "fences": _many("---\n", before="---\na: 1"),
    "markdown quotes": _many("> ", before="# 路"),
    "markdown emphasis": _many("*", before="# 路\n"),
    "markdown brackets": _many("[", before="# 路\n"),
    "markdown backticks": _many("`", before="# 路\n"),
    "markdown lists": _many("- - - ", before="# 路\n"),
    "NUL": _bytes(b"abcdefgh" * 40 + b"\0"),
    "control characters": _many("\x1b[31m中"),
    "bytes that do not decode": _bytes(b"abcdefghijklmno\xff"),
    "surrogates as bytes": _bytes(b"abcdefghijklmnoabcdefghijklmno\xed\xa0\x80"),
    "surrogates in UTF-16": lambda size: b"\xff\xfe" + ((STORY + "\n").encode("utf-16-le") + b"\x00\xd8") * (size // 72),
    "bidirectional overrides": _many("\u202e中"),
    "combining marks": _many("\u0301"),
    "noise": _noise,
    "annotations": _many("協(xié)作發(fā)展"),
    "annotations, one in ten": _many("協(xié)作發展經濟的工作正在進行之中了"),
    "open parentheses": _many("("),
    "quotes": _many("“"),
    "dates": _many("2021-04-05 "),
    "digits": _many("1"),
    "labels": _many("来源:"),
    "labels, lines": _many("来源:甲\n"),
    "posts": _many("甲某 2天前\n好的\n回复\n"),
    "posts, HTML": _many("<div class=post><p>甲某 2021-04-05 10:20</p><p>好的</p></div>"),
    "parts": _many("篇一\n" + STORY + "\n"),
    "placeholders": _many("?"),
    "addresses": _many("http://a/2021/04/05/"),
}  # fmt: skip


def read(kind: str, size: int, limits: Limits) -> str:
    """Read one page and make its rows; give the cell of the table."""
    raw = KINDS[kind](size)[:size]
    before = _used().ru_utime
    page = reading.read(raw, limits=limits)
    rows = sum(1 for rows in (page.ledger(), page.edits(), page.claims()) for _ in rows)
    rows += sum(1 for d in page.documents for _ in (d.row(), *d.passages()))
    used = _used()
    cell = f"{used.ru_utime - before:.1f} s, {used.ru_maxrss * 1024 // MEGABYTE} MB"
    return f"{cell}, {page.reason}" if page.reason else cell


def _used() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_SELF)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each kind at each size in a process of its own."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--patience", type=int, default=600)
    parser.add_argument("--memory", type=int, default=6000)
    parser.add_argument("--max-bytes", type=int, default=Limits().max_bytes)
    parser.add_argument("--max-lines", type=int, default=Limits().max_lines)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        limit = options.memory * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        limits = Limits(options.max_bytes, options.max_lines)
        print(read(options.one[0], int(options.one[1]), limits))
        return
    print("| page | " + " | ".join(f"{size} MB" for size in options.sizes) + " |")
    print("| --- |" + " --- |" * len(options.sizes))
    for kind in options.only:
        cells = [_measured(kind, size * MEGABYTE, options) for size in options.sizes]
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)


def _measured(kind: str, size: int, options: argparse.Namespace) -> str:
    """Read a page in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--one", kind, str(size)]
    for name in ("memory", "max_bytes", "max_lines"):
        command += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            command, capture_output=True, text=True, timeout=options.patience, check=False
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {options.patience} s"
    return done.stdout.strip() or done.stderr.strip().rpartition("\n")[2]


if __name__ == "__main__":
    main()
