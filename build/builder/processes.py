"""
One build at a time in a run-time folder, and no worker that outlives it.
"""

from __future__ import annotations

import ctypes
import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.errors import BusyError

_PR_SET_PDEATHSIG = 1


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


def end_with_parent() -> None:
    """
    Have the system end this process when the one that forked it dies, however that dies. What that
    one does at a signal to end is not for this one.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
