"""The stages of a build in, a picture of the way of the data out, in both languages.

`python -m dongxi.way` writes `docs/pictures/way.svg`. The picture has its own ground, so that it
reads on a light page and on a dark one.
"""

from __future__ import annotations

import sys
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, MARGIN = 960, 24
BOX, GAP, HEIGHT = 100, 16, 54
#: From the top of one row to that of the next, and from there to the boxes.
ROW, HEAD = 124, 34
TITLE = "The way of the data 数据的流程"
NAMESPACE = "http://www.w3.org/2000/svg"
#: What an arrow ends in.
TIP = """<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
orient="auto"><path class="way" d="M1 1 7 4 1 7"/></marker>"""
STYLE = """
.ground{fill:#fff;stroke:#d0d7de}.box{fill:#eef4fb;stroke:#5b7fa6}
.ends{fill:#fdf3e1;stroke:#b98a34}.way{fill:none;stroke:#57606a;stroke-width:1.5}
text{fill:#1f2328;font:13px system-ui,sans-serif;text-anchor:middle}
.name{font-weight:600}.said{text-anchor:start}.call{text-anchor:end;font:12px monospace}
@media(prefers-color-scheme:dark){.ground{fill:#0d1117;stroke:#3d444d}
.box{fill:#16283d;stroke:#6f97c4}.ends{fill:#352a14;stroke:#c79a45}.way{stroke:#9198a1}
text{fill:#e6edf3}}
"""


class Row(NamedTuple):
    """A part of a build: what is said of it, what is called, and its stages."""

    said: str
    call: str
    stages: tuple[tuple[str, str], ...]
    """Names of stages in English and Chinese."""


ROWS = (
    Row(
        "one page at a time, nothing else known · 逐页进行，不依赖其他页面",
        "read(raw) → Page",
        (
            ("seeds", "原始页面"), ("decode", "解码"), ("restore", "修复"), ("cut", "切块"),
            ("tidy", "整理"), ("name", "定角色"), ("divide", "分篇"), ("describe", "取元数据"),
        ),
    ),
    Row(
        "all documents, by ids and hashes, never by texts · 全部文档，只看标识和哈希，不看正文",
        "assemble(keys) → Plan",
        (("keys", "键"), ("duplicates", "查重"), ("groups", "分组"), ("splits", "划分")),
    ),
    Row(
        "the only stage that writes · 唯一写出文件的阶段",
        "publish(pages, plan, out)",
        (
            ("tables", "数据表"), ("card", "数据卡"), ("croissant", "Croissant"),
            ("manifest", "清单"), ("report", "报告"),
        ),
    ),
)  # fmt: skip


def picture(rows: tuple[Row, ...] = ROWS) -> str:
    """Draw the rows of stages below each other, joined by arrows."""
    height = MARGIN + ROW * len(rows)
    parts = [
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{TITLE}">',
        f"<title>{TITLE}</title>",
        f"<style>{STYLE}</style>",
        TIP,
        f'<rect class="ground" x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="8"/>',
    ]
    for number, row in enumerate(rows):
        parts += _row(row, MARGIN + ROW * number)
        if number:
            parts.append(_down(len(rows[number - 1].stages), MARGIN + ROW * number))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _row(row: Row, top: int) -> list[str]:
    """Draw a row: what is said of it, its boxes, and the arrows between them."""
    parts = [
        f'<text class="said" x="{MARGIN}" y="{top + 18}">{escape(row.said)}</text>',
        f'<text class="call" x="{WIDTH - MARGIN}" y="{top + 18}">{escape(row.call)}</text>',
    ]
    y = top + HEAD
    for at, (name, chinese) in enumerate(row.stages):
        x = _left(at)
        kind = "ends" if name in {"seeds", "tables"} else "box"
        parts += [
            f'<rect class="{kind}" x="{x}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="6"/>',
            f'<text class="name" x="{x + BOX // 2}" y="{y + 23}">{escape(name)}</text>',
            f'<text x="{x + BOX // 2}" y="{y + 42}">{escape(chinese)}</text>',
        ]
        if at:
            parts.append(_arrow(f"M{x - GAP} {y + HEIGHT // 2}H{x - 1}"))
    return parts


def _down(boxes: int, top: int) -> str:
    """Draw the arrow from the last box of a row to the first of the next."""
    x, y = _left(boxes - 1) + BOX // 2, top - ROW + HEAD + HEIGHT
    return _arrow(f"M{x} {y}V{y + 18}H{MARGIN // 2}V{top + HEAD + HEIGHT // 2}H{MARGIN - 1}")


def _left(at: int) -> int:
    return MARGIN + at * (BOX + GAP)


def _arrow(path: str) -> str:
    return f'<path class="way" d="{path}" marker-end="url(#tip)"/>'


if __name__ == "__main__":
    sys.stdout.buffer.write(picture().encode("utf-8"))
