"""Something shaped like `map` in, pages out.

An engine is any callable `(function, items) -> iterable of results in order`. `here` works in
the process that calls it, `processes` in several of this machine. Which one is asked changes
no result.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Items sent ahead for each worker, so that none waits and memory stays bounded.
AHEAD = 4
#: How often work is begun again where a worker died.
TRIES = 3


class WorkerError(OSError):
    """A worker that died again and again: what to do."""


class Engine(Protocol):
    """What maps a function over items, in order."""

    def __call__(
        self, function: Callable[[Item], Result], items: Iterable[Item], /
    ) -> Iterator[Result]:
        """Give the results in the order of the items."""
        ...


def here(function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
    """Map in this process, one by one."""
    return map(function, items)


def engine(workers: int) -> Engine:
    """Give the engine for a number of workers.

    Raises `ValueError` for fewer than one.

    >>> list(engine(1)(abs, [-1, 2]))
    [1, 2]
    """
    if workers < 1:
        raise ValueError(f"workers: found {workers}, expected 1 or more")
    return here if workers == 1 else partial(processes, workers=workers)


def processes(
    function: Callable[[Item], Result], items: Iterable[Item], /, *, workers: int
) -> Iterator[Result]:
    """Map in several processes of this machine; results come in the order of the items.

    Function, items and results are pickled. Work that dies with its worker (killed, or out of
    memory) is done again by new ones. Raises `WorkerError` where that does not help, and what
    the function raises.
    """
    waiting: deque[Item] = deque()
    left = iter(items)
    for _ in range(TRIES):
        try:
            yield from _tried(function, waiting, left, workers)
        except BrokenProcessPool:
            continue
        return
    raise WorkerError(
        f"a worker died {TRIES} times while one of {len(waiting)} pages was read: memory may be "
        "short; give fewer --workers or a smaller --max-bytes"
    )


def _tried(
    function: Callable[[Item], Result], waiting: deque[Item], left: Iterator[Item], workers: int
) -> Iterator[Result]:
    """Map until all is done or a worker dies; `waiting` holds what has no result yet."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Result]] = deque(pool.submit(function, one) for one in waiting)
        while True:
            for one in islice(left, AHEAD * workers - len(under_way)):
                waiting.append(one)
                under_way.append(pool.submit(function, one))
            if not under_way:
                return
            result = under_way[0].result()
            under_way.popleft()
            waiting.popleft()
            yield result
