r"""Turn raw crawled Chinese pages into a dataset one can publish and defend.

>>> import dongxi
>>> page = "山里修通了一条路\n\n来源：山里日报 2021-04-09\n\n山里的路修通了，乡亲们的日子一天比一天好。".encode()
>>> [document] = dongxi.extract(page)
>>> document.row()["title"], document.row()["source"], document.row()["date"]
('山里修通了一条路', '山里日报', '2021-04-09')
>>> dongxi.repair("協(xié)作,發(fā)展經(jīng)濟(jì)").text
'協作,發展經濟'

`dongxi.read(page)` gives all that became of the bytes, and why; `dongxi.build("seeds", "dist")` makes the dataset of a
folder of pages, and `dongxi.validate("dist", "seeds")` gives what is wrong with it. `python -m dongxi` is the
program, `--help` behind it or a verb says what it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from dongxi.checks import validate
    from dongxi.damage import repair
    from dongxi.pipeline import build
    from dongxi.reading import extract, read

#: Public names and the modules they come from; loaded when first used.
_PUBLIC = {
    "build": "dongxi.pipeline",
    "extract": "dongxi.reading",
    "read": "dongxi.reading",
    "repair": "dongxi.damage",
    "validate": "dongxi.checks",
}
__all__ = ["__version__", "build", "extract", "read", "repair", "validate"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'dongxi' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (keeps the start light)

    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
