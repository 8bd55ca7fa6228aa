"""
The moments at which a long-running command may be ended.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self


class Ended(BaseException):
    """Somebody asked the command to end. No error, and nothing that an `except Exception` may stop."""


class Breaks:
    """SIGTERM and Ctrl+C end the command in a break; elsewhere what is running is finished first."""

    def __init__(self) -> None:
        self._is_open = False
        self._is_asked = False
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._former[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @contextmanager
    def open(self) -> Iterator[None]:
        """A break as long as something that may be cut short."""
        self._is_open = True
        try:
            self.check()
            yield
        finally:
            self._is_open = False

    def pause(self, seconds: float) -> None:
        """A break of so many seconds."""
        with self.open():
            time.sleep(seconds)

    def check(self) -> None:
        """End here if that was asked for."""
        if self._is_asked:
            raise Ended

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True
        if self._is_open:
            raise Ended
