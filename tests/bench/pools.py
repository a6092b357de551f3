"""Work shared out to processes, with its results in order and few of them waiting."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_processes(
    make: Callable[[Item], Made], items: Iterable[Item], jobs: int = 0, alone: bool = False
) -> Iterator[Made]:
    """``make`` of each item, in order, by ``jobs`` processes (0: one a processor).

    One job is done in this process, unless it is to be ``alone``, as measuring its memory needs.
    """
    count = jobs or os.cpu_count() or 1
    if count == 1 and not alone:
        yield from map(make, items)
        return
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        yield from _in_order(pool, make, items, 2 * count)


def _in_order(
    pool: ProcessPoolExecutor, make: Callable[[Item], Made], items: Iterable[Item], ahead: int
) -> Iterator[Made]:
    waiting: deque[Future[Made]] = deque()
    for item in items:
        waiting.append(pool.submit(make, item))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
