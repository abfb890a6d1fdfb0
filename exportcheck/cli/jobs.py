"""Blocks of lines on several cores: what they come to, in their order.

Each process begins as a copy of this one, with the rules read; where a system cannot copy a process
so, one has all the work. Only so many blocks are read ahead as the processes have to do.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

B = TypeVar("B")
C = TypeVar("C")
# How many lines a process takes at once.
SHARE = 256
# How many blocks are with each process, or on the way to it.
AHEAD = 4


def worked(judge: Callable[[B], C], blocks: Iterable[B], jobs: int) -> Iterator[C]:
    """What each block comes to. A process that dies raises, and nothing is taken for an answer."""
    if jobs == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(judge, blocks)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_begin,
        initargs=(judge,),
    )
    waiting: deque[Future[Any]] = deque()
    try:
        for block in blocks:
            waiting.append(pool.submit(_work, block))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_judge: Callable[[Any], Any] | None = None


def _begin(judge: Callable[[Any], Any]) -> None:
    """In a new process: a signal ends it, since whoever started it leaves the report as it was."""
    global _judge
    _judge = judge
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _work(block: Any) -> Any:
    assert _judge is not None
    return _judge(block)
