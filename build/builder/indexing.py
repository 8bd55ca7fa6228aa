"""
Does beside publishing what takes longer than a publication may wait: the search index is brought up to
date, and leaks are purged.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

import click

from builder.errors import BusyError, sentence_of
from builder.processes import end_with_parent
from builder.publishing import Publisher

logger = logging.getLogger(__name__)

_NICE = 10
_CHANGED = 4
"""Exit status of a process that a publication came in the way of."""
_RETRY_S = 30
_PATIENCE_S = 2


class Indexing:
    """Runs one process at a time; what is asked for meanwhile is done after it."""

    def __init__(self, publisher: Publisher, clock: Callable[[], float] = time.monotonic) -> None:
        self._publisher = publisher
        self._clock = clock
        self._process: BaseProcess | None = None
        self._wanted_at = math.inf
        self._has_failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """The index stays what it was."""
        if self._process:
            self._process.terminate()
            self._process.join(_PATIENCE_S)
            self._process.kill()

    def ask(self) -> None:
        """Something else is published."""
        if self._publisher.is_indexing or self._publisher.has_leaks:
            self._wanted_at = 0.0

    def look(self) -> None:
        """Begin what was asked for, unless that runs already. Hold no lock: the process would keep it."""
        if self._process and not self._process.is_alive():
            self._ended(self._process.exitcode)
            self._process.close()
            self._process = None
        if self._process is None and self._clock() >= self._wanted_at:
            self._wanted_at = math.inf
            fork = multiprocessing.get_context("fork")
            arguments = self._publisher, not self._has_failed
            process = fork.Process(target=_update, args=arguments)
            try:
                process.start()
            except OSError:
                self._wanted_at = self._clock() + _RETRY_S
            else:
                self._process = process

    def _ended(self, status: int | None) -> None:
        self._has_failed = status not in (0, _CHANGED)
        if status != 0:
            pause = _RETRY_S if self._has_failed else 0
            self._wanted_at = min(self._wanted_at, self._clock() + pause)


def _update(publisher: Publisher, is_telling: bool) -> None:
    end_with_parent()
    # What was begun is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.nice(_NICE)
    before = publisher.store.fingerprint
    doing = "搜索索引没有更新，仍用原来的"
    try:
        publisher.index()
        doing = "泄密撤下的内容还没有从旧版本中清除"
        publisher.purge_leaks()
    except Exception as error:
        if isinstance(error, BusyError) or publisher.store.fingerprint != before:
            sys.exit(_CHANGED)
        if is_telling:
            sentence = sentence_of(error)
            if not sentence:
                logger.exception("unexpected")
            reason = sentence or "程序内部出错。请把上面的记录报告给开发者。"
            click.echo(f"{doing}，稍后重试：{reason}", err=True)
        sys.exit(1)
