"""
One build at a time in a run-time folder; work that is shared among processes forked from it, none of
which outlives it.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from builder.errors import BusyError

_PR_SET_PDEATHSIG = 1
_AHEAD = 32
"""Parcels that wait for each process, so that a long one holds up no other."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@contextmanager
def only_build(var: Path, *, is_patient: bool = False) -> Iterator[None]:
    """
    Hold the folder's lock. It is shared with forked workers, so that it is free again only when
    the last process of a killed build is gone, whose files are then nobody's. Where another has it,
    a patient one waits, others get a `BusyError`.
    """
    var.mkdir(parents=True, exist_ok=True)
    with (var / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BusyError(f"{var}：另一次构建正在这里进行。请等它结束后重试。") from error
        yield


def in_processes(
    jobs: int,
    start: Callable[..., None],
    given: tuple[object, ...],
    each: Callable[[_Item], _Result],
    items: Iterable[_Item],
    together: int = 1,
) -> Iterator[_Result]:
    """
    The results in the order of the items, which are sent so many together. Each process begins with
    `start(*given)`. No more is under way than is taken: memory does not grow with the items.
    """
    fork = multiprocessing.get_context("fork")
    gc.freeze()
    # A forked worker finds what it needs where its parent left it; nothing but names is sent.
    try:
        with ProcessPoolExecutor(jobs, fork, start, given) as pool:
            left = iter(items)
            waiting: deque[Future[list[_Result]]] = deque()
            while some := list(islice(left, together)):
                waiting.append(pool.submit(_each_of, each, some))
                if len(waiting) >= _AHEAD * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
    finally:
        gc.unfreeze()


def _each_of(each: Callable[[_Item], _Result], items: list[_Item]) -> list[_Result]:
    return [each(item) for item in items]


def end_with_parent() -> None:
    """
    Have the system end this process when the one that forked it dies, however that dies. What that
    one does at a signal to end is not for this one.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
