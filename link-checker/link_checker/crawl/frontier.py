"""
What is still to be asked, by site; each address once.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from link_checker.addresses import site_of
from link_checker.crawl.fetch import Method
from link_checker.facts import Link

_ASKED_BY_HEAD = frozenset({"img", "srcset", "script", "css", "poster", "media"})
_FILES = (
    ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".ofd", ".zip", ".rar", ".7z",
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".svg", ".ico", ".mp3", ".mp4", ".flv", ".wmv", ".avi",
    ".mov", ".exe", ".apk", ".txt", ".csv",
)  # fmt: skip
EXTERNAL = ""


class Task(NamedTuple):
    """An address to ask for, how far from the start, and after how many redirects."""

    url: str
    depth: int
    hops: int = 0
    method: Method = "GET"
    is_needed: bool = True
    """False for what we ask for on our own: its absence is nobody's fault."""


class Frontier:
    """Queues by site; the empty name holds what lies on other sites."""

    def __init__(self, sites: frozenset[str], most: int, most_external: int) -> None:
        self.sites = sites
        self.queues: dict[str, asyncio.Queue[Task]] = {
            site: asyncio.Queue() for site in (*sites, EXTERNAL)
        }
        self.done = asyncio.Event()
        self.stopped: set[str] = set()
        self._seen: set[str] = set()
        self._left = {True: most, False: most_external}
        self._open = 0

    def site(self, url: str) -> str:
        """The inspected site an address lies on, or the empty name."""
        name = site_of(url)
        return name if name in self.sites else EXTERNAL

    def skip(self, url: str) -> None:
        """An address that was asked for in an earlier run."""
        self._seen.add(url)

    def add(self, task: Task) -> None:
        """Queues an address that was not seen before, as long as the budget lasts."""
        if task.url in self._seen:
            return
        site = self.site(task.url)
        is_ours = site != EXTERNAL
        if self._left[is_ours] <= 0:
            self.stopped.add("pages" if is_ours else "external")
            return
        self._left[is_ours] -= 1
        self._seen.add(task.url)
        self._open += 1
        self.queues[site].put_nowait(task)

    def add_links(self, links: tuple[Link, ...], depth: int) -> None:
        """Queues what a page links to."""
        new = {link.target for link in links} - self._seen
        new.discard("")
        if new:
            for link in links:
                if link.target in new:
                    self.add(Task(link.target, depth, 0, _method(link)))

    def finished(self) -> None:
        """One queued address is dealt with; with the last one the crawl is done."""
        self._open -= 1
        if not self._open:
            self.done.set()

    @property
    def open(self) -> int:
        """How many addresses are queued or being asked."""
        return self._open


def _method(link: Link) -> Method:
    if link.kind in _ASKED_BY_HEAD:
        return "HEAD"
    return "HEAD" if link.target.lower().endswith(_FILES) else "GET"
