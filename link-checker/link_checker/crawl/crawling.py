"""
The whole of a crawl: addresses in, a snapshot out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Any

from link_checker.addresses import Joiner, host_of, normalise, origin_of, port_of
from link_checker.crawl.crawler import Crawler, Progress
from link_checker.crawl.fetch import Fetcher
from link_checker.crawl.limits import Limits
from link_checker.crawl.places import Place, Resolver
from link_checker.crawl.robots import user_agent
from link_checker.errors import BadUse
from link_checker.extract.memory import Memory
from link_checker.snapshot import Snapshot, SnapshotWriter


def crawl(
    starts: Sequence[str],
    *,
    as_of: datetime,
    hosts: Mapping[str, str] | None = None,
    snapshot: Path | str = ":memory:",
    limits: Limits | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Snapshot:
    """
    Everything that can be reached from the given addresses on their sites, as one snapshot.

    `hosts` says where names are to be found (`"127.0.0.1:8080"`). With `resume` an unfinished snapshot
    file is continued. Bad addresses are `BadUse`; whatever the sites do ends up in the snapshot.
    """
    urls = [_start(each) for each in starts]
    places = {name.lower(): Place.parse(name, place) for name, place in (hosts or {}).items()}
    with SnapshotWriter(snapshot, as_of=as_of, source="crawl", resume=resume) as writer:
        _run(_crawl(urls, places, writer, limits or Limits(), progress))
        return writer.finish()


def _run(crawling: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own; in a thread of its own where the caller's has a loop already (notebooks)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(crawling)
        return
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, crawling).result()


async def _crawl(
    urls: list[str],
    places: dict[str, Place],
    writer: SnapshotWriter,
    limits: Limits,
    progress: Progress | None,
) -> None:
    asked = {(host_of(url), port_of(url)) for url in urls}
    resolver = Resolver(places, asked)
    agent = user_agent()
    headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
    memory = Memory(Joiner(_plain(places)))
    async with aclosing(Fetcher(map(origin_of, urls), resolver, limits, headers)) as fetcher:
        await Crawler(urls, writer, fetcher, resolver, limits, agent, memory, progress).run()


def _start(written: str) -> str:
    url = normalise(written if "://" in written else f"http://{written}")
    if not url:
        raise BadUse(f"{written}：不是网址。请写作 http://主机名/ 的形式。")
    return url


class _plain:
    """A name with a place of its own is asked over plain HTTP there, whatever scheme its links use."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._names = frozenset(name for name, place in places.items() if place.port != 443)

    def __call__(self, url: str) -> str:
        if self._names and url.startswith("https://") and host_of(url) in self._names:
            return normalise("http" + url[5:])
        return url
