"""A dataset whose texts try to get out of the page that shows them; invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import small_dist
from small_dist import Line, Said, Source, gap, text

if TYPE_CHECKING:
    from pathlib import Path

#: Ends a script, begins one, begins a comment, ends a line of JavaScript, quotes.
BREAK = "</script><script>window.hit=1</script><!--\u2028\u2029\"'`${window.hit=1}]]>"
#: Turns the rest of a line round, hides, and would load a picture that is not there.
TURN = "\u202eevil\u2066\u200b<img src=x onerror=window.hit=1>"
STYLE = "<style>*{display:none}</style>"
#: Characters beyond the basic plane stand before the date: each is two units of UTF-16.
WIDE = "𠮷野家🍜𠮷"
LINK, WEB = "javascript:window.hit=1", "https://example.org/?a=<b>&\"'"
SOURCES = (
    Source(
        "hostile",
        (
            text("title", BREAK),
            gap("\n", used=False),
            text("meta", WIDE, "2017-07-21 ", TURN, STYLE),
            gap("\n", used=False),
            text("body", f"一年来{WIDE}", (",", "，"), f"各地{BREAK}扎实推进。"),
            gap("\n"),
            text("body", f"{TURN}协作", ("&quot;", "”"), "\x00\x1b[31m。"),
            Line("markup", 1, ("<script>window.hit=1</script>",), "", used=False),
        ),
        (
            Said("title", BREAK, BREAK, "claims/headline"),
            Said("date", "2017-07-21", "2017-07-21", "claims/stamp"),
            Said("date", "2017-07", f"野家🍜𠮷2017-07-21 {TURN}", "claims/address", chosen=False),
            Said("source", TURN, TURN, "claims/labelled-source"),
            Said("author", STYLE, STYLE, "claims/byline", reason=BREAK),
        ),
        days=("2017-07-21", "2017-07-21"),
        basis="stated",
    ),
    *small_dist.SOURCES,
)  # fmt: skip


def write(folder: Path) -> Path:
    """Write the dataset."""
    rows = small_dist.rows(SOURCES)
    for table in ("documents", "seeds"):
        for row in rows[table]:
            if row["seed"] in {"hostile", "river"}:
                row["url"] = LINK if row["seed"] == "hostile" else WEB
    return small_dist.write(folder, rows)
