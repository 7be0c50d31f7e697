"""Random and spoiled input for everything that reads, and what must hold of every answer.

    python -m tests.fuzz                          20,000 inputs
    python -m tests.fuzz --runs 1000000 --seed 7  more, and others
    python -m tests.fuzz --only read --first 123 --runs 1 --seed 7   one again

Number and seed alone make an input, so a find is known by them. What is broken is printed with
the input, ready for `tests/cases/fuzz/finds.jsonl`; the exit code is 1 then. What must hold:

- nothing is raised but what is documented;
- a page is what `validate` demands of one: spans tile its bytes, the bytes come back, the rows
  fit the schema, every text is its rows joined, every value has its evidence;
- edits of `repair` put into the text give the repaired one, which is then left alone;
- the work, counted in calls, is no more than so much for each byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from dongxi import about, card, curation, front, seeds
from dongxi.checks import PAGE_CHECKS, raw
from dongxi.checks.base import judge
from dongxi.checks.modes import Modes
from dongxi.checks.pages import Rows
from dongxi.damage import put_in, repair
from dongxi.reading import read
from dongxi.schema import tables, validate_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dongxi.page import Page

ROOT = Path(__file__).resolve().parent.parent
SEEDS = tuple(path.read_bytes() for _, path in seeds.listing(ROOT / "seeds").seeds)
#: Every so many inputs, calls are counted: that makes a reading ten times as slow.
COUNTED = 100
#: Calls a reading may take: a page of nothing, and for each byte of it.
CALLS, CALLS_A_BYTE = 100_000, 400
#: CPU seconds after which an input counts as hung; the slowest takes less than one.
PATIENCE = 60
#: What the assembly adds to a row of a document.
PLACED = {
    "group": "0" * 64, "group_size": 1, "duplicate_of": None, "duplicate_kind": None,
    "similarity": None,
}  # fmt: skip

HAN = "山里的路修通了乡亲们日子一天比好人都说要感谢東西部扶貧協作發展經濟來源記者"
WORDS = (
    "山里的路修通了，乡亲们的日子一天比一天好。", "人人都说要感谢修路的人！", "東西部扶貧協作", "協(xié)作發(fā)展",
    "經(jīng)濟(jì)", "亳(bó)州", "W(wǎng)", "來源：", "来源:", "作者:", "编辑:", "责任编辑：", "记者 王某", "(文/张某)", "图为",
    "新华社北京8月29日电", "2017-07-21", "2021年4月5日 10:20", "2021-02-30", "9999-99-99", "0000", "〔2020〕3号",
    "篇一", "篇二：路", "【篇1】", "第一条", "一、", "(一)", "1.", "回复", "举报", "1楼", "楼主", "3天前", "@甲", "点赞",
    "上一篇：", "相关阅读", "版权所有", "首页 > 新闻 > 正文", "404", "页面不存在", "返回首页", "&quot;", "&nbsp;", "&#8203;",
    "&#xD800;", "&#99999999999;", "&#x110000;", "&#0;", "&#128;", "&amp", "&notit;", "&", "&#", "\u3000", "\xa0", "\u200b",
    "\ufeff", "“", "”", "‘", '" 三农 "', ",", "。", ".", ":", "!", "(", ")", "（", "《", "》", "…", "a", "Ab c", "1,000",
    "13:54", "?", "??", "1234567890", "13800138000", "http://example.org/2021/0405/c_1.html", "www.example.org", "⼀",
    "\U00020bb7", "é", "ā", "\x1b[31m", "\x07", "\x85", "\u2028", "\u202e", "\u2066", "\u0301", "\ufffd", "锟斤拷", "\ue000", "×", "=",
    "|", "-", "—", "_", "~", "`", "*", "#", "@", "$", "%", "\\", "/", "·", "、", "；", "？", "\ud800", "\udc80",
)  # fmt: skip
TAGS = (
    "p", "div", "span", "b", "strong", "a", "br", "td", "tr", "table", "li", "ul", "h1", "h2", "title", "head", "body", "html",
    "script", "style", "meta", "img", "pre", "code", "textarea", "select", "option", "template", "svg", "math", "noscript",
    "iframe", "time", "article", "aside", "footer", "nav", "form", "button", "blockquote", "dl", "dt", "figure", "figcaption",
    "center", "font", "em", "i", "u", "section", "main", "header", "frameset", "plaintext", "xmp", "a:b", "x-y", "P", "1", "",
)  # fmt: skip
ATTRIBUTES = (
    "class=comment", 'class="post"', "class='related sidebar'", "id=main", "hidden", 'style="display:none"', "href=x",
    'href="http://example.org/a"', "name=author", 'content="王某"', "property=article:published_time", "content=2021-04-05",
    "charset=gbk", 'charset="utf-16"', "http-equiv=content-type", 'content="text/html; charset=big5"', "lang=zh-TW",
    'datetime="2021-04-05T10:00"', "itemprop=datePublished", "type=application/ld+json", 'a="', "b='", "=", "a=b=c", "/", "<",
    'alt=">"', "class=floor", "class=time", "class=author", "class=source", "class=editor", "rel=canonical",
)  # fmt: skip
SNIPPETS = (
    "<!--", "-->", "<!-->", "<!--->", "--!>", "<![CDATA[", "]]>", "<!doctype html>", "<?xml version='1.0' encoding='gb2312'?>", "<?", "</",
    "<", ">", "</>", "<script>if (a<b) x='</p>'</script>", "<script>var pubtime='2020-01-01 10:00';</script>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"路","datePublished":"2021-04-05"}</script>',
    '<script type="application/ld+json">[[[[{"author":{"name":["王某",{"name":1e999}]}}]]]]</script>',
    '<script type="application/ld+json">{"author":NaN,"a":1' + "0" * 5000 + "}</script>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud800路\\u0000","author":"\\udc00"}</script>',
    "<style>.a{display:none}</style>", "<title>", "</title>", "<textarea>", "<plaintext>",
    "<div class=post><p>甲某 2021-04-05 10:20</p><p>好的</p></div>", "<li><a href=x>甲乙丙丁戊己庚辛</a></li>",
    "<meta name=description content='山里的路修通了'>", "<h1>山里的路</h1>", "甲某 2天前\n好的\n回复\n", "楼主\n", "```\n", "# 路\n", "> ",
    "- ", "1. ", "![图](x)", "[路](http://example.org/)", "**", "***\n", "---\n", "+++\n", "| a | b |\n", "===\n", "\n\n", "\r\n", "\r",
    "\x0b", "\t", "    ",
)  # fmt: skip
FRONT = (
    "title: 路", "title: '路", 'title: "\\ud800"', 'title: "\\x00"', "title: |\n  路\n  通", "title: >-\n  路", "date: 2021-04-05",
    "date: 2021-02-30", "date: 99999-01-01", "author: [王某, 张某]", "author: {a: b}", "tags:\n - a\n - b", "a: &a [x, x]", "b: *a",
    "c: [*a, *a]", "d: !!python/object/apply:os.system ['id']", "e: !!int x", "n: " + "9" * 5000, "n: 0b" + "1" * 99, "t: 1:2:3:4",
    "<<: *a", "? [x]\n: y", "{a: [b", "[" * 200, "%YAML 9.9", "%TAG ! x", "...", "\tx: y", "source: 山河网", "url: http://example.org/",
    "title = '路'", 'title = """\n路"""', "date = 2021-04-05", "date = 0000-00-00", "n = 1" + "0" * 5000, "[a.b]", "[[a]]", "a.b = 1",
    "f = nan", "x = {a = 1}", "lang: zh-TW", "key: 'it''s'", ": ", "- ", "key:", "#", "date: ~", "title: null", "title:\u2028x", "\x85: x",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "cp1252",
    "shift_jis", "euc_kr", "utf-32",
)  # fmt: skip
BYTES = (
    b"\0", b"\0\0", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xa3\xe1",
    b"\x81\x30\x81\x30", b"\x84\x31\xa4\x37", b"\xfe\xfe", b"\x88\x62", b"\x1b$B", b"\x85", b"\xe2\x80\xa8", b"<", b">", b"&", b"\n", b"\r",
)  # fmt: skip


class BrokenError(AssertionError):
    """A promise that did not hold."""


class Target(NamedTuple):
    """Something that reads."""

    share: int
    """How often it is tried, beside the others."""
    make: Callable[[Random], Any]
    """Makes an input: bytes or a text."""
    check: Callable[[Any], None]
    """Raises unless everything holds."""


# Making inputs


def words(rng: Random, most: int = 8) -> str:
    """Make a line."""
    done = []
    for _ in range(rng.randint(0, most)):
        roll = rng.random()
        if roll < 0.6:
            done.append(rng.choice(WORDS))
        elif roll < 0.95:
            done.append("".join(rng.choices(HAN, k=rng.randint(1, 20))))
        else:
            done.append(
                chr(
                    rng.choice(
                        (rng.randrange(0x80), rng.randrange(0x3000), rng.randrange(0x110000))
                    )
                )
            )
    return "".join(done)


def flat(rng: Random) -> str:
    """Make a page of lines."""
    ends = rng.choice((("\n",), ("\n", "\n\n", "\r\n", " \n "), ("\u2028", "\r", "\x85", "\n")))
    return "".join(
        (rng.choice(SNIPPETS) if rng.random() < 0.1 else words(rng)) + rng.choice(ends)
        for _ in range(rng.randint(0, 12))
    )


def html(rng: Random) -> str:
    """Make a page of tags."""
    done = [rng.choice(("", "<!doctype html>", "<html>", "<html><head><meta charset=utf-8>"))]
    for _ in range(rng.randint(0, 24)):
        roll = rng.random()
        if roll < 0.4:
            done.append(words(rng, 4))
        elif roll < 0.7:
            attributes = "".join(
                " " + rng.choice(ATTRIBUTES) for _ in range(rng.choice((0, 0, 1, 2)))
            )
            done.append(
                f"<{rng.choice(TAGS)}{attributes}{rng.choice(('>', '>', '>', '/>', ''))}"
            )
        elif roll < 0.85:
            done.append(f"</{rng.choice(TAGS)}>")
        else:
            done.append(rng.choice(SNIPPETS))
    return "".join(done)


def matter(rng: Random) -> str:
    """Make front matter, right or wrong."""
    fence = rng.choice(("---", "---", "+++"))
    lines = [
        rng.choice(FRONT) if rng.random() < 0.9 else words(rng, 3)
        for _ in range(rng.randint(0, 6))
    ]
    last = rng.choice((fence, fence, fence, "...", "", fence + "x"))
    return "\n".join([rng.choice(("", "", "\ufeff", "\n")) + fence, *lines, last, ""])


def seeded(rng: Random) -> str:
    """Take stretches of the pages in `seeds/`, and mix something in."""
    done = []
    for _ in range(rng.randint(1, 3)):
        page = rng.choice(SEEDS)
        at = rng.randrange(len(page))
        done.append(page[at : at + rng.randint(1, 400)].decode("utf-8", "ignore"))
        if rng.random() < 0.4:
            done.append(rng.choice((words, flat, html))(rng))
    return "".join(done)


def spoiled(rng: Random, data: bytes) -> bytes:
    """Cut, double, move or overwrite bytes."""
    for _ in range(rng.randint(1, 3)):
        at, size = rng.randint(0, len(data)), rng.choice((1, 1, 2, 3, 8, 40))
        part = data[at : at + size]
        new = rng.choice((
            b"", part * 2, part[::-1], rng.choice(BYTES), rng.randbytes(size), part * rng.randint(2, 20),
        ))  # fmt: skip
        data = data[:at] + new + data[at + rng.choice((0, size)) :]
    return data


def page(rng: Random) -> bytes:
    """Make the bytes of a page."""
    text = rng.choice((flat, html, html, seeded))(rng)
    if rng.random() < 0.2:
        text = matter(rng) + text
    encoding = rng.choice(ENCODINGS)
    wide = encoding.startswith("utf")
    data = text.encode(encoding, "surrogatepass" if wide and rng.random() < 0.3 else "ignore")
    return spoiled(rng, data) if rng.random() < 0.4 else data


def damaged(rng: Random) -> str:
    """Make a text with annotations."""
    done = []
    for _ in range(rng.randint(0, 30)):
        done.append(
            rng.choice(HAN)
            + f"({rng.choice(('xié', 'fā', 'zhǎn', 'e', 'de', 'jīng', 'jì', 'W', 'wǎng', 'ā', 'lǘ', '', ' a'))})"
        )
        if rng.random() < 0.5:
            done.append(words(rng, 3))
        if rng.random() < 0.1:
            done.append(rng.choice("()（）ǎěǐ"))
    return "".join(done)


def listed(rng: Random) -> str:
    """Make a `curation.yaml`."""
    keys = (
        "seed",
        "sha256",
        "field",
        "value",
        "reason",
        "quote",
        "start",
        "end",
        "note",
        "<<",
        "",
    )
    values = (
        "a", "b", "0" * 64, "date", "title", "part", "author", "2017-07-21", "2017-13-45", "1", "2", "-1", "007", "9" * 30, "''", "|\n    x",
        "[a]", "{a: b}", "&a x", "*a", "~", "!!int 1", "山", "路", "山河网", "山河網", "来源", "😀", "é", '"\\uD800"', '"\\0"', "\u2028", "", "'", "\ufffd", "news_report",
    )  # fmt: skip
    done = []
    for _ in range(rng.randint(0, 4)):
        seed = rng.choice(list(PAGES))
        good = {"seed": seed, "sha256": hashlib.sha256(PAGES[seed]).hexdigest()}
        good |= {"field": "title", "value": "路", "reason": "known"}
        entry = good if rng.random() < 0.8 else {}
        for _ in range(rng.randint(0, 3)):
            entry[rng.choice(keys)] = rng.choice(values)
        lines = [f"{key}: {value}" for key, value in entry.items()]
        done.append("- " + "\n  ".join(lines) + "\n")
    return _wild(rng, "".join(done))


def told(rng: Random) -> str:
    """Make a `dataset.yaml`."""
    values = (
        "a", "路", "1.0.0", "'1.0.0'", "2026-01-31", "2026-02-30", "[a, b]", "[]", "[[a]]", "{a: b}", "~", "true", "1e999", ".nan", "9" * 5000,
        "0x" + "f" * 5000, "---", "'---'", "|\n  ---\n  x: y", "'<script>'", '"a\\nb"', '"\\uD800"', '"\\0"', '"\\e[31m"', "&a [x]", "*a", "!!set {a}",
        "[{version: '1.0.0', changes: [a]}]", "[{version: 1, changes: []}]", "https://example.org/", "'https://e.org/|x'", "javascript:x",
        "!!python/name:os.system", "!!binary aGk=", "!!timestamp 1", "190:20:30", "{? {a: b} : c}", "'$name ${x} 100%'", "2001-12-14t21:59:43.10-05:00",
    )  # fmt: skip
    keys = (*about.About._fields, *about.About._fields, "titel", "<<", "1", "[a]", "? x", "")
    lines = [f"{rng.choice(keys)}: {rng.choice(values)}" for _ in range(rng.randint(0, 6))]
    return _wild(rng, "\n".join(lines))


def _wild(rng: Random, text: str) -> str:
    """Spoil a text now and then."""
    if rng.random() < 0.3:
        at = rng.randint(0, len(text))
        new = rng.choice(
            (
                "[" * rng.choice((1, 3000)),
                "{",
                "&a ",
                "*a",
                "!!",
                "|",
                "\t",
                "\0",
                "\x85",
                "- " * 500,
                "\ud800",
                "%",
                "---\n",
                ": ",
                '"',
            )
        )
        text = text[:at] + new + text[at + rng.choice((0, 0, 3)) :]
    return text


def names(rng: Random) -> bytes:
    """Make the names of a folder's files, one behind another, NUL between them."""
    parts = (
        b"a", b"b.txt", b"a.html", b"A.HTML", b"a.HTM", b".txt", b".hidden", b"README", b"README.md", b"LICENSE_x.txt", b"curation.yaml",
        b"Dataset.YML", b"dataset.yaml", b"manifest.json", b"-rf.txt", b"--help", b"a\nb.txt", b"a\x1b[31m.txt", b"..txt", b"...", b"a..b", b" ",
        b" .md", b"\xff.txt", "路.txt".encode(), "\u202etxt.exe".encode(), "e\u0301.txt".encode(), "é.txt".encode(), b"2021.03.04", b"x.php", b"~", b"*.txt",
        b"a.jsonl", b"con.txt", b"$(id).txt", b"'\".txt", "\u2028.txt".encode(), "\ufeff.txt".encode(), b"a.txt.gz", b"a" * 120 + b".md",
    )  # fmt: skip
    count = rng.randint(0, 6)
    found = [b"/".join(rng.choices(parts, k=rng.choice((1, 1, 1, 2)))) for _ in range(count)]
    if rng.random() < 0.2:
        found.append(bytes(b for b in rng.randbytes(rng.randint(1, 8)) if b))
    return b"\0".join(found)


# What must hold


def check_read(data: bytes) -> None:
    """Read a page and judge it as `validate` would."""
    _demand(read(data, seed="a", url=URLS[len(data) % len(URLS)]))


def _demand(page: Page) -> None:
    """Run every check of `validate` that is about one page."""
    rows = {
        "seeds": [page.row()],
        "documents": [document.row() | PLACED for document in page.documents],
        "passages": [
            row | {"duplicate_of": None} for document in page.documents for row in document.passages()
        ],
        "claims": list(page.claims()), "ledger": list(page.ledger()), "edits": list(page.edits()),
    }  # fmt: skip
    for name, found in rows.items():
        for row in found:
            row["split"] = "train"
            json.dumps(row, ensure_ascii=False, allow_nan=False).encode()
        for problem in validate_rows(tables()[name], found):
            raise BrokenError(f"schema of {name}: {problem}")
    seed, documents = rows.pop("seeds")[0], tuple(rows.pop("documents"))
    others = {name: tuple(found) for name, found in rows.items()}
    for problem in judge(PAGE_CHECKS, Rows(seed, Modes("flag"), documents, others)):
        raise BrokenError(f"validate: {problem}")
    for problem in page.problems:
        f"{problem.code} {problem.where}: {problem.message}".encode()


def check_repair(text: str) -> None:
    """Repair a text; replay what was done."""
    for fill in (None, "probable"):
        done = repair(text, fill=fill)
        if put_in(text, done.edits) != done.text:
            raise BrokenError("the edits do not give the text")
        last = 0
        for edit in done.edits:
            if not last <= edit.start <= edit.end <= len(text):
                raise BrokenError(f"the edits overlap: {edit}")
            last = edit.end
        if done.gate is None and (done.edits or done.proposals):
            raise BrokenError("edits behind a shut gate")


def check_front(text: str) -> None:
    """Read the fields of front matter; each stands where it says."""
    end = front.end_of_front_matter(text)
    for entry in front.entries(text, end) if end else []:
        if not 0 <= entry.start <= entry.end <= end:
            raise BrokenError(f"{entry} lies outside the front matter of {end} characters")


def check_curation(text: str) -> None:
    """Load a curation file and read a page with it."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, suppress(curation.CurationError):
        path = Path(folder) / "curation.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        for seed, entries in curation.matched(curation.load(path), PAGES).items():
            _demand(read(PAGES[seed], seed=seed, curation=entries))


def check_about(text: str) -> None:
    """Load a `dataset.yaml`; licence and citation come of it, and the citation is YAML."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, suppress(about.AboutError):
        (Path(folder) / about.ABOUT).write_bytes(text.encode("utf-8", "surrogatepass"))
        found = about.load(Path(folder))
        card.licence(found).encode()
        if not isinstance(yaml.safe_load(card.citation(found)), dict):
            raise BrokenError("the citation is no mapping")


def check_names(data: bytes) -> None:
    """List a folder; `validate`, which lists it by itself, finds the same."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, suppress(seeds.SeedError):
        for name in data.split(b"\0"):
            path = os.fsencode(folder) + b"/" + name  # an absolute name must not lead out
            with suppress(OSError):
                os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
                if b"/../" not in path and not path.endswith((b"/", b"/..", b"/.")):
                    with open(path, "xb") as file:  # noqa: PTH123
                        file.write(b"x")
        found = seeds.listing(Path(folder))
        if sorted(raw.find(Path(folder))) != [name for name, _ in found.seeds]:
            raise BrokenError("validate finds other seeds")
        for problem in found.not_read:
            f"{problem.where}{problem.message}".encode()


PAGE = "山里的路\n\n来源：山河网\n山里的路修通了，乡亲们的日子一天比一天好。\n人人都说要感谢修路的人。"
#: Pages that curators know, by id.
PAGES = {
    "a": PAGE.encode(),
    "b": PAGE.encode("gb18030"),
    "c": "山裡的路\n\n來源：山河網\n山裡的路修通了，鄉親們的日子一天比一天好。".encode("big5"),
    "d": PAGE.encode("utf-16"),
    "e": b"",
}
URLS = (
    None, "https://example.org/2021/0405/c_1.html", "http://[::1]/20210405", "x", "", "//a", "http://a/\n2021-04-05", "http://a/\x1b[31m",
    "http://路/2021-13-45", "file:///etc/passwd", "http://a/" + "2021" * 50,
)  # fmt: skip
#: Small files are made in memory where the system has a place for them.
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
TARGETS: dict[str, Target] = {
    "read": Target(45, page, check_read),
    "repair": Target(25, damaged, check_repair),
    "front": Target(15, lambda rng: matter(rng) + words(rng), check_front),
    "curation": Target(5, listed, check_curation),
    "about": Target(5, told, check_about),
    "names": Target(5, names, check_names),
}


# Running


def drawn(seed: int, number: int, only: Sequence[str]) -> tuple[str, Any]:
    """Make the input of a number: its target and itself."""
    rng = Random(f"{seed}/{number}")  # noqa: S311  (nothing secret)
    shares = [TARGETS[name].share for name in only]
    (name,) = rng.choices(only, shares)
    return name, TARGETS[name].make(rng)


def calls(check: Callable[[Any], None], data: Any) -> int:
    """Count the calls, of Python and of C, that a check makes."""
    count = 0

    def called(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        check(data)
    finally:
        sys.setprofile(None)
    return count


def _hung(*_: object) -> None:
    raise TimeoutError(f"no answer after {PATIENCE} s")


def _alarm(seconds: int) -> None:
    """Raise after so many CPU seconds, where the system can; 0 for never."""
    if sys.platform != "win32":
        signal.signal(signal.SIGVTALRM, _hung)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def tried(name: str, data: Any, *, counted: bool = False) -> str | None:
    """Try one input; say what is broken, None if nothing is.

    The first time a table is loaded that it needs; calls are counted the second time.
    """
    check = TARGETS[name].check
    _alarm(PATIENCE)
    try:
        check(data)
        if counted and (found := calls(check, data)) > CALLS + CALLS_A_BYTE * len(data):
            return f"{found} calls for {len(data)} bytes"
    except Exception:  # noqa: BLE001  (whatever it is, it was not promised)
        return traceback.format_exc()
    finally:
        _alarm(0)
    return None


def as_case(name: str, data: bytes | str, label: str) -> str:
    """Write an input as a line of `tests/cases/fuzz/finds.jsonl`."""
    shown = {"hex": data.hex()} if isinstance(data, bytes) else {"text": data}
    return json.dumps({"label": label, "target": name, **shown})


def finds(
    seed: int, numbers: range, only: Sequence[str] = tuple(TARGETS)
) -> Iterator[tuple[str, str]]:
    """Try many inputs; give each that breaks something, as a case, and what it breaks."""
    for number in numbers:
        name, data = drawn(seed, number, only)
        fault = tried(name, data, counted=number % COUNTED == 0)
        if fault:
            yield as_case(name, data, f"seed {seed}, number {number}"), fault


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20_000, help="inputs (20,000)")
    parser.add_argument("--seed", type=int, default=0, help="other inputs (0)")
    parser.add_argument("--first", type=int, default=0, help="number of the first input (0)")
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--progress", type=int, default=10_000, help="say so every so many")
    options = parser.parse_args(arguments)
    count = 0
    last = options.first + options.runs
    for start in range(options.first, last, options.progress):
        numbers = range(start, min(start + options.progress, last))
        for case, fault in finds(options.seed, numbers, options.only):
            count += 1
            _say(f"{fault}\n{case}")
        _say(f"{numbers.stop - options.first} inputs, {count} finds")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
