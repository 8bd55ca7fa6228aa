"""
Progress of an inspection on a terminal; nothing at all in a pipe.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console

from link_checker.facts import SiteFacts


class Progress:
    """A line that says what is going on; `reading` and `judging` are handed to those who work."""

    def __init__(self) -> None:
        console = Console(stderr=True, quiet=not sys.stderr.isatty())
        self._status = console.status("正在读取网站…")

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def reading(self, done: int, left: int) -> None:
        """So many addresses were read, so many are known to be left."""
        self._status.update(f"正在读取网站：已读 {done} 个地址，还有 {left} 个…")

    def judging(self, site: SiteFacts, count: int) -> None:
        """So many pages of a site are judged."""
        self._status.update(
            f"正在判断 {site.name or site.host}：{count} / {site.page_count} 个网页…"
        )

    def stop(self) -> None:
        """The line is gone."""
        self._status.stop()
