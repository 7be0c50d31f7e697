"""Something shaped like `map` in, pages out.

An engine is any callable `(function, items) -> iterable of results in order`. This one works
in the process that calls it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")


def here(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Map in this process, one by one."""
    return map(function, items)
