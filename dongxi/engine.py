"""Something shaped like `map` in, pages out.

An engine is any callable `(function, items) -> iterable of results in order`. `here` works in
the process that calls it, `Processes` in several of this machine. Which one is asked changes
no result. `ray` does it on a Ray cluster, whose machines see the same files.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess as ParentProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Items sent ahead for each worker, so that none waits and memory stays bounded.
AHEAD = 4
#: More workers than any one machine has processors for.
MOST_WORKERS = 1_024
#: How often work is begun again where a worker died.
TRIES = 3
#: The names of engines.
LOCAL, RAY = "local", "ray"
#: Set before Ray starts: nothing is sent anywhere.
QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}


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


def engine(workers: int, name: str = LOCAL) -> Engine:
    """Give the engine for a number of workers: of this machine, or of a Ray cluster.

    `name` is `local`, `ray` (the cluster that RAY_ADDRESS names, or one of this machine alone)
    or a `ray://…` address. Raises `ValueError` for fewer workers than one or more than `MOST_WORKERS`, an engine nobody
    knows, and where Ray is not installed.

    >>> list(engine(1)(abs, [-1, 2]))
    [1, 2]
    """
    if workers < 1:
        raise ValueError(f"workers: found {workers}, expected 1 or more")
    if workers > MOST_WORKERS:
        raise ValueError(
            f"workers: found {workers}, expected {MOST_WORKERS:,} at most; give as many as the "
            "machine has processors"
        )
    if name == RAY or name.startswith(f"{RAY}://"):
        return _ray(None if name == RAY else name, workers)
    if name != LOCAL:
        raise ValueError(
            f"engine: found {name!r}, expected {LOCAL}, {RAY} or {RAY}://HOST:PORT"
        )
    return here if workers == 1 else Processes(workers)


@contextmanager
def opened(workers: int, name: str = LOCAL) -> Iterator[Engine]:
    """Give an engine as `engine` does, and let its processes go afterwards."""
    found = engine(workers, name)
    try:
        yield found
    finally:
        if isinstance(found, Processes):
            found.close()


class Processes:
    """Maps in several processes of this machine, which stay from one call to the next.

    Function, items and results are pickled. Work that dies with its worker (killed, or out of
    memory) is done again by new ones. Raises `WorkerError` where that does not help, and what
    the function raises.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __call__(
        self, function: Callable[[Item], Result], items: Iterable[Item], /
    ) -> Iterator[Result]:
        """Give the results in the order of the items."""
        waiting: deque[Item] = deque()
        left = iter(items)
        for _ in range(TRIES):
            try:
                yield from self._tried(function, waiting, left)
            except BrokenProcessPool:
                self.close()
                continue
            return
        raise WorkerError(
            f"a worker died {TRIES} times while one of {len(waiting)} pieces of work was done: "
            "memory may be short; give fewer --workers or a smaller --max-bytes; a script that "
            'builds with workers does so below `if __name__ == "__main__":`'
        )

    def _tried(
        self, function: Callable[[Item], Result], waiting: deque[Item], left: Iterator[Item]
    ) -> Iterator[Result]:
        """Map until all is done or a worker dies; `waiting` holds what has no result yet."""
        pool = self._pool = self._pool or ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=_tied
        )
        under_way: deque[Future[Result]] = deque(pool.submit(function, one) for one in waiting)
        try:
            while True:
                for one in islice(left, AHEAD * self.workers - len(under_way)):
                    waiting.append(one)
                    under_way.append(pool.submit(function, one))
                if not under_way:
                    return
                result = under_way[0].result()
                under_way.popleft()
                waiting.popleft()
                yield result
        finally:
            for future in under_way:  # after a fault, what has not begun need not be done
                future.cancel()

    def close(self) -> None:
        """Let the processes go; the next call starts new ones."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _tied() -> None:
    """Tie a worker to who started it: it goes when that goes, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_gone_with, args=(parent,), daemon=True).start()


def _gone_with(parent: ParentProcess) -> None:
    """End this process when another has ended, whatever it is doing."""
    parent.join()
    os._exit(1)


def _ray(address: str | None, workers: int) -> Engine:
    """Connect to a Ray cluster, unless this process is; without one, start one here."""
    try:
        import ray  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError:
        raise ValueError(
            "engine ray: the package ray is not installed; run: pip install 'dongxi[ray]'"
        ) from None
    if not ray.is_initialized():
        os.environ.update(QUIET)
        own = None if address or os.environ.get("RAY_ADDRESS") else workers
        ray.init(
            address, num_cpus=own, include_dashboard=False if own else None,
            logging_level=logging.WARNING, log_to_driver=False,
        )  # fmt: skip
    return _on_ray


def _on_ray(function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
    """Map on the cluster this process is connected to; results come in the order of the items.

    Work that dies with its worker or its machine is done again by another. Raises `WorkerError`
    where that does not help, and what the function raises.
    """
    import ray  # noqa: PLC0415 -- an extra

    call = ray.remote(num_cpus=1, max_retries=TRIES)(_called)
    sent = ray.put(function)
    left = iter(items)
    ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    under_way: deque[Any] = deque(call.remote(sent, one) for one in islice(left, ahead))
    while under_way:
        try:
            yield ray.get(under_way.popleft())
        except ray.exceptions.RayTaskError as error:
            raise error.cause from error
        except ray.exceptions.RayError as error:
            raise WorkerError(
                f"a worker of the cluster died {TRIES + 1} times at the same work "
                f"({type(error).__name__}): memory may be short; give the workers more"
            ) from error
        under_way.extend(call.remote(sent, one) for one in islice(left, 1))


def _called(function: Callable[[Item], Result], item: Item) -> Result:
    return function(item)
