"""
What a command costs: time, processor time of the whole process tree, and its memory.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2


@dataclass(frozen=True)
class Cost:
    """Of one run."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """The largest sum of PSS over the process tree, looked at five times a second."""
    status: int | None
    """None: it did not end in time and was stopped."""


def run(command: Sequence[str | Path], *, output: Path, folder: Path, timeout: float) -> Cost:
    """Runs a command to its end, or to the end of its time, with its output in a file."""
    with output.open("wb") as file:
        started = time.monotonic()
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        stop = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        stop.cancel()
        watch.end()
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        wall_s=round(wall, 2),
        cpu_s=round(usage.ru_utime + usage.ru_stime, 2),
        peak_mb=round(watch.peak / 1024, 1),
        status=None if wall >= timeout else process.returncode,
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until told to end."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._ended = threading.Event()
        self.peak = 0
        """KB."""

    def run(self) -> None:
        """Until the end."""
        while not self._ended.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_pss, _tree(self._root))))

    def end(self) -> None:
        """No more looks."""
        self._ended.set()
        self.join()


def processor_seconds(root: int) -> float:
    """What the descendants of a process have worked until now, those included that they have waited for."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(map(_ticks, _tree(root)[1:])) / ticks


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def _tree(root: int) -> list[int]:
    found, at = [root], 0
    while at < len(found):
        for children in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
        at += 1
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
