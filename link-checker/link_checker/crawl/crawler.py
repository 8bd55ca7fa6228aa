"""
The crawl: workers per site take addresses, ask politely, read, and write down what they found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from time import monotonic

from msgspec.structs import replace

from link_checker.addresses import site_of
from link_checker.crawl.fetch import Answer, Fetcher
from link_checker.crawl.frontier import EXTERNAL, Frontier, Task
from link_checker.crawl.limits import Limits
from link_checker.crawl.places import Resolver
from link_checker.crawl.robots import Robots
from link_checker.extract import read
from link_checker.extract.inventory import PATH as INVENTORY
from link_checker.extract.inventory import read_inventory
from link_checker.extract.memory import Memory
from link_checker.facts import FetchState, PageFacts
from link_checker.snapshot import SnapshotWriter

Progress = Callable[[int, int], None]
"""Told how many addresses were asked and how many are known to be left."""

_EVERY = 50
_GIVE_UP = 5
"""A host that failed to answer so often in a row is not asked again."""
_SILENT = frozenset({"dns", "connection", "timeout", "tls"})


class Crawler:
    """One crawl of a set of sites into one snapshot."""

    def __init__(
        self,
        starts: Iterable[str],
        writer: SnapshotWriter,
        fetcher: Fetcher,
        resolver: Resolver,
        limits: Limits,
        agent: str,
        memory: Memory,
        progress: Progress | None = None,
    ) -> None:
        self._starts = tuple(starts)
        self._writer, self._fetcher, self._resolver = writer, fetcher, resolver
        self._limits, self._agent, self._progress = limits, agent, progress
        self._memory, self._join = memory, memory.join
        sites = frozenset(map(site_of, self._starts))
        self._frontier = Frontier(sites, limits.pages, limits.external)
        self._robots: dict[str, Robots] = {}
        self._next_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._silent: dict[str, Answer] = {}
        self._asked = 0

    async def run(self) -> None:
        """Until nothing is left, or the time is up."""
        self._continue()
        for url in self._starts:
            self._frontier.add(Task(url, 0))
        workers: list[asyncio.Task[None]] = []
        try:
            async with asyncio.timeout(self._limits.seconds):
                await asyncio.gather(*map(self._prepare, self._frontier.sites))
                workers = [
                    asyncio.create_task(self._work(site))
                    for site in self._frontier.queues
                    for _ in range(self._limits.connections)
                ]
                if self._frontier.open:
                    await self._frontier.done.wait()
        except TimeoutError:
            self._frontier.stopped.add("seconds")
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        self._writer.note("stopped", ",".join(sorted(self._frontier.stopped)))

    def _continue(self) -> None:
        """Takes up an unfinished snapshot: what was asked is done, what it links to is not."""
        known = 0
        for facts in self._writer.so_far():
            self._frontier.skip(facts.url)
            known += 1
        if known:
            for facts in self._writer.so_far():
                self._follow(facts, Task(facts.url, facts.depth))

    async def _prepare(self, site: str) -> None:
        """robots.txt, the column inventory and the sitemaps of a site."""
        start = next(url for url in self._starts if site_of(url) == site)
        origin = f"{start.split('://')[0]}://{site}"
        answer = await self._fetcher.fetch(f"{origin}/robots.txt", any_type=True)
        if answer.location:
            target, _ = self._join(f"{origin}/robots.txt", answer.location)
            answer = await self._fetcher.fetch(target, any_type=True)
        if answer.state == "unreachable" and not answer.status:
            self._silent[site] = answer
            return
        robots = Robots.from_answer(answer.status, answer.body, self._agent)
        self._robots[site] = robots
        published = await self._fetcher.fetch(origin + INVENTORY)
        inventory = read_inventory(published.body) if published.state == "ok" else None
        if inventory is not None:
            columns = inventory.exact_columns(f"{origin}/", self._join)
            says = inventory.site
            self._writer.add_columns(
                site,
                columns,
                has_services=says.has_services,
                has_interaction=says.has_interaction,
            )
        for sitemap in robots.sitemaps:
            target, _ = self._join(f"{origin}/", sitemap)
            if target:
                self._frontier.add(Task(target, 0))
        self._frontier.add(Task(f"{origin}/sitemap.xml", 0, is_needed=False))

    async def _work(self, site: str) -> None:
        queue = self._frontier.queues[site]
        while True:
            task = await queue.get()
            try:
                facts = await self._ask(site, task)
                if task.is_needed or facts.state == "ok":
                    self._writer.add(facts)
                self._follow(facts, task)
            finally:
                self._frontier.finished()
            self._asked += 1
            if self._progress and self._asked % _EVERY == 0:
                self._progress(self._asked, self._frontier.open)

    def _follow(self, facts: PageFacts, task: Task) -> None:
        if facts.state != "ok" or not facts.site:
            if facts.final_url != facts.url and facts.state == "ok":
                self._frontier.add(Task(facts.final_url, task.depth, task.hops + 1))
            return
        if facts.final_url != facts.url:
            self._frontier.add(Task(facts.final_url, task.depth, task.hops + 1))
        elif facts.links:
            self._frontier.add_links(facts.links, task.depth + 1)

    async def _ask(self, site: str, task: Task) -> PageFacts:
        refusal = self._refusal(site, task)
        if refusal:
            return self._facts(site, task, Answer("refused", reason=refusal))
        if site in self._silent:
            return self._facts(site, task, self._silent[site])
        host = site_of(task.url)
        if self._failures.get(host, 0) >= _GIVE_UP:
            return self._facts(site, task, Answer("unreachable", reason="host_silent"))
        if not self._resolver.is_near(task.url):
            await self._wait_for_turn(host)
        method = "HEAD" if site == EXTERNAL else task.method
        answer = await self._fetcher.fetch(task.url, method)
        if answer.reason in _SILENT:
            self._failures[host] = self._failures.get(host, 0) + 1
        elif host in self._failures:
            del self._failures[host]
        return self._facts(site, task, answer)

    def _refusal(self, site: str, task: Task) -> str:
        if task.hops > self._limits.redirects:
            return "too_many_redirects"
        if task.depth > self._limits.depth:
            return "too_deep"
        robots = self._robots.get(site)
        if robots is not None and not robots.allows(task.url):
            return "robots"
        return ""

    async def _wait_for_turn(self, host: str) -> None:
        robots = self._robots.get(host)
        delay = min(robots.delay, self._limits.crawl_delay) if robots else 0.0
        now = monotonic()
        at = max(now, self._next_at.get(host, 0.0))
        self._next_at[host] = at + max(delay, self._limits.pace)
        if at > now:
            await asyncio.sleep(at - now)

    def _facts(self, site: str, task: Task, answer: Answer) -> PageFacts:
        if answer.body and site != EXTERNAL:
            facts = read(
                answer.body,
                url=task.url,
                site=site,
                status=answer.status,
                content_type=answer.content_type,
                charset=answer.charset,
                seconds=answer.seconds,
                depth=task.depth,
                join=self._memory,
            )
            if len(facts.links) > self._limits.links:
                links = facts.links[: self._limits.links]
                return replace(facts, links=links, reason="too_many_links")
            return facts
        return self._bare_facts(site, task, answer)

    def _bare_facts(self, site: str, task: Task, answer: Answer) -> PageFacts:
        state: FetchState = answer.state
        reason, final_url = answer.reason, task.url
        if answer.location:
            final_url, _ = self._join(task.url, answer.location)
            if not final_url:
                state, reason, final_url = "broken", "bad_redirect", task.url
            elif final_url == task.url:
                state, reason = "broken", "redirect_loop"
        return PageFacts(
            url=task.url,
            final_url=final_url,
            site=site,
            state=state,
            status=answer.status,
            reason=reason,
            content_type=answer.content_type,
            encoding="",
            size=answer.size,
            seconds=answer.seconds,
            depth=task.depth,
            sha256="",
        )
