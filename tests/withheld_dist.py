"""Invented pages that hold personal data, and requests for removal; built in every mode."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import yaml

from dongxi.pipeline import build

if TYPE_CHECKING:
    from pathlib import Path

MOBILE, LANDLINE, EMAIL = "13812345678", "0571-88881234", "lu@example.com"
IDENTITY, CARD = "11010519491231002X", "6222020000000000000"
CALL = (
    '<html><head><title>山里的路</title><meta name="author" content="lu@example.com"></head><body>'
    "<h1>山里的路修通了</h1>\n<p>山里的路修通了，乡亲们请打138<b>1234</b>5678说一声，日子一天比一天好，"
    "人人都说好。</p>\n"
    f'<p data-phone="{MOBILE}">写信给 lu&#64;example.com 也行，人人都说要感谢修路的人。</p>\n'
    f"<p>有人把证件{IDENTITY}写在墙上，把卡号{CARD}写在门上，大家都劝他擦掉。</p>\n"
    f"<p>联系电话：{LANDLINE}</p></body></html>"
)
LETTERS = (
    "心得体会三篇\n\n篇一\n\n第一篇写在春天里，山里的路修通了，乡亲们的日子好过多了。\n\n"
    "篇二\n\n第二篇写在秋天里，地里的粮食收了，乡亲们请人吃了一顿饭。\n\n"
    "篇三\n\n第三篇写在冬天里，河上的桥架好了，孩子们上学不再绕路。\n"
)
LINE = (
    "河上的桥\n\n作者：钱多多\n\n河上的桥架好了，孩子们上学不再绕路，老人们都说好。\n\n"
    "住在桥头的钱多多家有三口人，他说的话大家都信，日子一天比一天好。\n\n"
    "明年村里还要修一座桥，人人都说好。\n"
)
GONE = "村里的秘密\n\n村里有一个秘密，谁也不该说出去，可是有人把它写在了网上。\n"
PLAIN = "地里的粮食\n\n地里的粮食收了，乡亲们的日子好过多了，人人都说好。\n"
PAGES = {
    "call.html": CALL.encode("gb18030"),
    "gone.txt": GONE.encode(),
    "letters.txt": LETTERS.encode(),
    "line.txt": LINE.encode(),
    "plain.txt": PLAIN.encode(),
}
REMOVED_WORDS = "住在桥头的钱多多家有三口人，"
MODES: dict[str, dict[str, Any]] = {
    "off": {"personal": "off"},
    "flag": {},
    "mask": {"personal": "mask"},
    "hashes": {"ledger": "hashes"},
    "masked hashes": {"personal": "mask", "ledger": "hashes"},
    "none": {"personal": "mask", "ledger": "none"},
    "bare": {"text": False},
    "bare masked": {"personal": "mask", "text": False},
    "slim": {"tables": (), "jsonl": False},
    "slim bare": {"tables": (), "text": False},
    "slim none": {"tables": (), "ledger": "none"},
    "with passages": {"tables": ("passages",), "personal": "mask"},
    "with claims": {"tables": ("claims",), "personal": "mask"},
    "with ledger": {"tables": ("ledger",), "personal": "mask"},
    "with account": {"tables": ("edits", "ledger"), "jsonl": False},
}


def has_ledger(mode: str) -> bool:
    shown = MODES[mode]
    return "ledger" in shown.get("tables", ("ledger",)) and shown.get("ledger") != "none"


def digest(name: str) -> str:
    return hashlib.sha256(PAGES[name]).hexdigest()


def requests() -> list[dict[str, Any]]:
    """One page, one document, two ranges of bytes, and a page whose file is gone."""
    raw = PAGES["line.txt"]
    line = {"seed": "line", "sha256": digest("line.txt"), "reason": "person"}
    spans = [
        {"start": start, "end": start + len(words.encode())}
        for words in ("钱多多", REMOVED_WORDS)
        for start in (raw.index(words.encode()),)
    ]
    return [
        {"seed": "gone", "sha256": digest("gone.txt"), "reason": "person"},
        {"seed": "lost", "sha256": "0" * 64, "reason": "law"},
        {
            "seed": "letters", "sha256": digest("letters.txt"), "document": "letters.02",
            "reason": "publisher",
        },
        *(line | span for span in spans),
    ]  # fmt: skip


def write_pages(folder: Path, asked: list[dict[str, Any]] | None = None) -> Path:
    """Write the folder of pages."""
    folder.mkdir(parents=True)
    for name, raw in PAGES.items():
        (folder / name).write_bytes(raw)
    text = yaml.safe_dump(requests() if asked is None else asked)
    (folder / "removals.yaml").write_text(text, encoding="utf-8")
    return folder


def write(folder: Path) -> Path:
    """Write the pages, and the dataset of every mode beside them."""
    seeds = write_pages(folder / "seeds")
    for mode, shown in MODES.items():
        build(seeds, folder / mode, **shown)
    return folder
