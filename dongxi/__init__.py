"""Turn raw crawled Chinese pages into a dataset one can publish and defend."""

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
