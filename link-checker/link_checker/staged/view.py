"""
The kept tables as a snapshot: what rules see of a change.

Only files are kept. What stands at any other address follows from them and is worked out when asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec

from link_checker import recognise
from link_checker.crawl.robots import Robots, user_agent
from link_checker.extract.memory import Join
from link_checker.facts import Column, PageFacts, PageKind
from link_checker.served import Cluster, ServedSite, clean
from link_checker.snapshot import COLUMN_KINDS, Snapshot, Target
from link_checker.staged.graph import place_of
from link_checker.staged.tables import Tables, unpack

NOT_READ = "not_read"
"""Reason of a file that is there but is no page: it is hidden, or is what is shown for missing pages."""
_CERTAIN = 1.0


class KeptSite(ServedSite):
    """A site by its kept files. Our web server shows `index.html` for a folder and nothing else."""

    indexes = ("index.html",)

    def __init__(self, origin: str, names: frozenset[str], tables: Tables) -> None:
        self.origin, self.names = origin, names
        self._tables = tables

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        path = clean(path)
        file = self._tables.file(self.address(path))
        return file is not None and file.path == path

    def allows(self, url: str) -> bool:
        """Whether robots.txt lets us ask for an address."""
        return self.robots.allows(url)

    def moved_to(self, path: str) -> str | None:
        """Where the server's map leads an old path."""
        return self._tables.moved_to(self.host, path)

    @cached_property
    def robots(self) -> Robots:
        """What its robots.txt allows us."""
        return Robots(self._tables.robots(self.host), user_agent())

    def forget_robots(self) -> None:
        """There is another one."""
        self.__dict__.pop("robots", None)


class StagedSnapshot(Snapshot):
    """As of one moment: a change of the tables after it is not seen."""

    def __init__(
        self, tables: Tables, sites: Iterable[KeptSite], cluster: Cluster, join: Join
    ) -> None:
        super().__init__(tables.db)
        self._tables, self._cluster, self._join = tables, cluster, join
        self._file = lru_cache(maxsize=100_000)(self._look_up)
        self.sites = tuple(
            tables.site(site.host, site.origin, self.columns(site.host)) for site in sites
        )

    def read(self, urls: Iterable[str]) -> Iterator[PageFacts]:
        """Pages and style sheets among these addresses."""
        for url in urls:
            row = self._db.execute(
                "SELECT facts FROM pages WHERE url = ? AND content <> ''", (url,)
            ).fetchone()
            if row:
                yield self._marked(unpack(row[0]))

    def pages(self, host: str, kinds: Collection[PageKind] = ()) -> Iterator[PageFacts]:
        """The HTML pages of a site, in the order of their addresses."""
        found = self._read("site = ? AND content = 'html'", host)
        yield from (page for page in found if not kinds or page.kind in kinds)

    def page(self, url: str) -> PageFacts | None:
        """Any page or file, or what stands at an address that is none."""
        kept = self._tables.facts(url)
        if kept is None or kept.reason == NOT_READ:
            kept = self._cluster.linked(url, self._join)
        answer = self.state(url)
        if answer.final_url != kept.url:
            kept = msgspec.structs.replace(kept, **answer._asdict())
        return self._marked(kept)

    def ids(self, url: str) -> frozenset[str] | None:
        """What a fragment may point at on a page; None when it was not read as HTML."""
        known = self._recent
        if url not in known:
            page = next(self.read([url]), None)
            is_page = page is not None and page.content_type != "text/css"
            known[url] = page.ids if page is not None and is_page else None
            if len(known) > 1000:
                known.popitem(last=False)
        return known[url]

    def columns(self, host: str) -> tuple[Column, ...]:
        """The columns of a site: exact from its inventory, else recognised."""
        if host not in self._columns and self._tables.inventory(host) is None:
            self._columns[host] = tuple(recognise.columns(self.pages(host, COLUMN_KINDS)))
        return super().columns(host)

    def links_to(self, url: str, limit: int = 20) -> list[str]:
        """Pages that link to an address."""
        pages = self.read(self._tables.graph.linking(place_of(url)))
        found = (page.url for page in pages if any(link.target == url for link in page.links))
        return [page for page, _ in zip(found, range(limit), strict=False)]

    def _state(self, url: str) -> Target:
        """Follows what leads on to its end; what never ends is broken."""
        first, seen, end = self._file(url), {url}, url
        answer = first
        while answer.state == "ok" and answer.final_url != end:
            end = answer.final_url
            if end in seen:
                return first._replace(state="broken", reason="redirect_loop")
            seen.add(end)
            answer = self._file(end)
        return answer._replace(final_url=end)

    def _look_up(self, url: str) -> Target:
        """What an address itself answers."""
        file = self._tables.file(url)
        if file is not None and file.reason != NOT_READ:
            return Target(*file.answer[:4])  # type: ignore[arg-type]
        found = self._cluster.linked(url, self._join)
        return Target(found.state, found.status, found.reason, found.final_url)

    def _marked(self, page: PageFacts) -> PageFacts:
        """A page at the address of a column of an inventory is a column page, whatever it looks like."""
        if page.kind in ("column", "home") or not self._tables.hosts_of_columns([page.url]):
            return page
        return msgspec.structs.replace(page, kind="column", kind_certainty=_CERTAIN)

    def _read(self, where: str, *values: str) -> Iterator[PageFacts]:
        rows = self._db.execute(f"SELECT facts FROM pages WHERE {where} ORDER BY url", values)
        for (blob,) in rows:
            yield self._marked(unpack(blob))
