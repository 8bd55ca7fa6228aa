"""
What the gate asks: may this change go live?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import quote

from msgspec import Struct

from link_checker.addresses import Joiner, host_of, normalise, site_of
from link_checker.crawl.limits import Limits
from link_checker.engine import judge_part
from link_checker.extract import HTML_TYPES
from link_checker.extract.inventory import PATH, read_inventory
from link_checker.extract.memory import Memory
from link_checker.facts import PageFacts
from link_checker.indicators import load_indicators
from link_checker.outcomes import Finding, RuleResult
from link_checker.registry import all_rules
from link_checker.served import (
    MOVED,
    Cluster,
    content_type_of,
    facts_of,
    is_public,
    read_file,
    read_moved,
)
from link_checker.staged.graph import Sort, place_at, place_of
from link_checker.staged.tables import KeptFile, Row, Tables, row_of
from link_checker.staged.view import NOT_READ, KeptSite, StagedSnapshot

_INVENTORY = PATH.lstrip("/")
_MOVED = MOVED.lstrip("/")
_ROBOTS = "robots.txt"
_READ_TYPES = HTML_TYPES | {"text/css"}
_NEEDED = frozenset({_INVENTORY, _MOVED, _ROBOTS})


@dataclass(frozen=True)
class StagedSite:
    """A site of the cluster, as the caller calls it and as its addresses are written."""

    name: str
    """What the caller calls it: `water`."""
    origin: str
    """Where its addresses begin: `https://slj.example.gov.cn`, or `http://water.localhost:8080`."""
    domains: tuple[str, ...] = ()
    """Other hosts that lead to it, whatever scheme and port a link writes."""


class StagedFinding(Struct, frozen=True, kw_only=True):
    """A finding of a rule that holds, and where it is."""

    rule: str
    title: str
    """The rule in Chinese: 错链断链."""
    site: str
    """The site as the caller calls it."""
    path: str
    """The file below the root of the site; empty when there is none at the address."""
    is_changed: bool
    """
    The file is part of the change. Else the change touched what the file links to or the columns of its
    site, and what is wrong with it, old or new, was found on the occasion: no page of the change is to blame.
    """
    finding: Finding
    """The sentence, the address, what the link leads to, the tag that is missing, the excerpt."""


class Reading(NamedTuple):
    """A file that was read and is not yet part of the change."""

    site: str
    path: str
    row: Row
    content: bytes
    """Of a file that says something of its whole site."""
    known: KeptFile | None
    """What was kept at its address before."""


class Judgement(Struct, frozen=True, kw_only=True):
    """What was found in the whole change as it is now."""

    findings: tuple[StagedFinding, ...]
    """In the order of sites and paths."""
    pages: frozenset[str]
    """Addresses of the pages and style sheets that page rules were asked of."""
    sites: frozenset[str]
    """Names of the sites that site rules were asked of."""
    crashed: tuple[str, ...]
    """Tracebacks of rules that broke: where they did, they hold nothing."""


class StagedCheck:
    """
    Judges a change of all sites before it is live, by the rules that hold:

        with StagedCheck(place, sites, as_of=now) as check:
            check.put("water", "tzgg/2026-03/11.html", content)
            check.drop("water", "tzgg/2026-03/9.html")
            for found in check.judge().findings: …
            check.commit()                      # when the change is live

    `place` keeps what is known of the live files. Without `commit`, and after an end at any moment, it is
    as it was before. One check at a time can have it open for a change.

    Facts and links are kept, findings are not: another set of indicators needs no file of its own. What
    only changes how a rule judges (its code, its `holds`) is seen in the next change, not in old pages.
    """

    def __init__(
        self,
        place: Path,
        sites: Sequence[StagedSite],
        *,
        as_of: datetime,
        indicators: str = "gb_2019_19",
    ) -> None:
        """
        CannotInspect when `place` cannot be read or written. One that is damaged, of another version, or
        made for other sites, is begun anew (`is_fresh`).
        """
        chosen = load_indicators(indicators)
        self._rules = [rule for name, rule in all_rules().items() if name in chosen.holding]
        self._parameters = chosen.parameters
        described = [(site.name, site.origin, *site.domains) for site in sites]
        self._tables = Tables(place, described, as_of)
        self._kept = {site.name: self._kept_site(site) for site in sites}
        self._names = {kept.host: name for name, kept in self._kept.items()}
        self._cluster = Cluster(self._kept.values())
        self._memory = Memory(Joiner(self._cluster.canonical))
        self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def is_fresh(self) -> bool:
        """Nothing is known: every file of every site is to be handed over."""
        return self._tables.is_fresh

    @property
    def mark(self) -> str:
        """What the caller said of the live files when it last committed; empty when nothing is known."""
        return self._tables.mark

    def files(self, site: str) -> set[str]:
        """The paths of a site's files that are known: to find out what is gone when `mark` is not what is live."""
        with self._tables.guarded():
            return self._tables.paths(self._kept[site].host)

    def known(self, site: str, path: str) -> KeptFile | None:
        """What is kept of a file, with the SHA-256 of what was handed over (empty without content)."""
        with self._tables.guarded():
            return self._tables.file(self._kept[site].address(path.lstrip("/")))

    def put(self, site: str, path: str, content: bytes | None) -> None:
        """
        A file as it will be; one that is known to the byte costs nothing.

        Content may be None for what has no links in it: pictures, documents, feeds. BadSnapshot, here and
        below, when the kept file turns out to be damaged: it is gone, and a new check is fresh.
        """
        reading = self.read(site, path, content, self.known(site, path))
        if reading:
            self.take(reading)

    def read(
        self, site: str, path: str, content: bytes | None, known: KeptFile | None
    ) -> Reading | None:
        """
        The half of `put` that takes the time and needs nothing but what is `known` of the file: of many
        files it may be done in processes forked from this one. None where it is the same to the byte.
        """
        kept, path = self._kept[site], path.lstrip("/")
        if content is None and (path in _NEEDED or content_type_of(path) in _READ_TYPES):
            raise ValueError(f"{path}: cannot be judged without its content")
        digest = "" if content is None else hashlib.sha256(content).hexdigest()
        if known and (known.path, known.digest) == (path, digest):
            return None
        facts = self._facts(kept, path, digest, content)
        row = row_of(path, digest, facts, self._cluster)
        return Reading(site, path, row, content or b"" if path in _NEEDED else b"", known)

    def take(self, reading: Reading) -> None:
        """The other half of `put`, once for each reading and before the file is handed over again."""
        with self._tables.guarded():
            self._tables.begin()
            self._write(self._kept[reading.site], reading)

    def drop(self, site: str, path: str) -> None:
        """A file that will be gone; one that is not known is gone already."""
        kept, path = self._kept[site], path.lstrip("/")
        url = kept.address(path)
        with self._tables.guarded():
            old, facts = self._tables.file(url), self._tables.facts(url)
            if old is not None and facts is not None:
                self._tables.begin()
                self._tables.remove(old.id, facts, self._cluster)
                self._announce(kept, path, b"")
                self._touch(url, Sort.PLAIN)

    def judge(self) -> Judgement:
        """
        Page rules on the changed pages and on those whose links the change leads elsewhere, site rules on
        the sites of both. Asked again after more `put` and `drop`, it answers for all since `commit` and
        judges only what they touched.
        """
        with self._tables.guarded():
            self._tables.begin()
            self._tables.settle()
            by_host = self._due()
            view = StagedSnapshot(
                self._tables, self._kept.values(), self._cluster, self._memory.join
            )
            parts = {host: self._read(view, urls) for host, urls in by_host.items()}
            for result in judge_part(view, parts, self._rules, self._parameters):
                self._take(result)
        return self._judgement()

    def commit(self, mark: str = "") -> None:
        """The change is live. `mark` is kept with it, whatever the caller knows it by."""
        with self._tables.guarded():
            self._tables.commit(mark)
        self._forget()

    def close(self) -> None:
        """Gives the file back; a change that was not committed never was."""
        self._tables.close()

    def _kept_site(self, site: StagedSite) -> KeptSite:
        origin = normalise(site.origin).rstrip("/")
        domains = (host_of(normalise(f"http://{domain}/")) for domain in site.domains)
        return KeptSite(origin, frozenset({host_of(origin + "/"), *domains}), self._tables)

    def _forget(self) -> None:
        """There is no change any more."""
        self._changed: set[str] = set()
        self._due_pages: set[str] = set()
        self._due_places: dict[str, Sort] = {}
        self._page_findings: dict[str, list[StagedFinding]] = {}
        self._site_findings: dict[str, list[StagedFinding]] = {}
        self._pages: set[str] = set()
        self._crashed: dict[str, str] = {}

    def _write(self, kept: KeptSite, reading: Reading) -> None:
        _, path, row, content, old = reading
        url = row.url
        is_alike = old is not None and old.outward == row.outward
        known = self._tables.facts(url) if old and not is_alike else None
        if is_alike:
            self._tables.rewrite(row)
        else:
            self._tables.write(row, known, self._cluster)
        self._announce(kept, path, content)
        if old is None or (old.path, old.answer) != (path, row.answer):
            self._touch(url, Sort.PLAIN)
        elif known is not None and known.ids != row.ids:
            self._touch(url, Sort.FRAGMENT)
        else:
            self._touch(url, Sort.LEADS_ON)

    def _facts(self, kept: KeptSite, path: str, digest: str, content: bytes | None) -> PageFacts:
        url, kind, size = kept.address(path), content_type_of(path), len(content or b"")
        if not is_public(path):
            return facts_of(url, kept.host, reason=NOT_READ)
        if content is None or kind not in _READ_TYPES:
            return facts_of(url, kept.host, content_type=kind, size=size, sha256=digest)
        if size > Limits().bytes:
            return facts_of(url, kept.host, "refused", reason="too_large", size=size)
        return read_file(kept, path, content, self._memory)

    def _announce(self, kept: KeptSite, path: str, body: bytes) -> None:
        """Files that say something of their whole site."""
        if path == _INVENTORY:
            inventory = read_inventory(body)
            join = self._memory.join
            columns = inventory.exact_columns(f"{kept.origin}/", join) if inventory else []
            self._due_pages |= self._tables.write_inventory(kept.host, inventory, columns)
        elif path == _ROBOTS:
            self._tables.write_robots(kept.host, body.decode("utf-8-sig", "replace"))
            kept.forget_robots()
            for place in self._tables.graph.linked_on(kept.host):
                self._due_places[place] = Sort.PLAIN
        elif path == _MOVED:
            for old in self._tables.graph.move(kept.host, self._moved(kept, body)):
                self._due_places[place_at(kept.host, old)] = Sort.PLAIN

    def _moved(self, kept: KeptSite, body: bytes) -> dict[str, tuple[str, str]]:
        """Old path → where it leads, and the place of that."""
        written = read_moved(body.decode("utf-8", "replace"))
        join = self._memory.join
        return {
            path: (target, place_of(join(normalise(kept.origin + quote(path)), target)[0]))
            for path, target in written.items()
        }

    def _touch(self, url: str, sort: Sort) -> None:
        """A file changed, and what of it."""
        place = place_of(url)
        self._changed.add(url)
        self._due_pages.add(url)
        self._due_places[place] = min(sort, self._due_places.get(place, sort))

    def _due(self) -> dict[str, list[str]]:
        """What has to be judged since it last was: addresses by host, every host whose site is touched."""
        pages = self._due_pages
        hosts = {site_of(url) for url in pages}
        if not self.is_fresh or self._pages:
            reached = self._tables.graph.reach(self._due_places)
            pages |= reached.pages
            hosts |= reached.hosts | {site_of(url) for url in reached.pages}
        hosts |= self._tables.hosts_of_columns(pages)
        by_host: dict[str, list[str]] = {host: [] for host in sorted(hosts & self._names.keys())}
        for url in sorted(pages):
            if site_of(url) in by_host:
                by_host[site_of(url)].append(url)
        for url in pages:
            self._page_findings.pop(url, None)
        self._pages -= pages
        self._site_findings.update({host: [] for host in by_host})
        self._due_pages, self._due_places = set(), {}
        return by_host

    def _read(self, view: StagedSnapshot, urls: Iterable[str]) -> Iterator[PageFacts]:
        for page in view.read(urls):
            self._pages.add(page.url)
            yield page

    def _take(self, result: RuleResult) -> None:
        """What one rule said of what was judged now. Where it crashed it may have been about to say more."""
        rule = all_rules()[result.rule]
        crashed = {doubt.url for doubt in result.undecided if doubt.reason == "crashed"}
        if result.traceback:
            self._crashed[result.rule] = result.traceback
        for finding in result.findings:
            if finding.needs_review:
                continue
            if rule.scope == "page" and finding.url not in crashed:
                found = self._staged(result, finding)
                self._page_findings.setdefault(finding.url, []).append(found)
            elif rule.scope == "site" and not crashed:
                self._site_findings[result.site].append(self._staged(result, finding))

    def _staged(self, result: RuleResult, finding: Finding) -> StagedFinding:
        site = self._cluster.site(finding.url)
        return StagedFinding(
            rule=result.rule,
            title=all_rules()[result.rule].text.title,
            site=self._names[result.site],
            path=(site.file(finding.url) if site else None) or "",
            is_changed=finding.url in self._changed,
            finding=finding,
        )

    def _judgement(self) -> Judgement:
        found = [
            each
            for findings in (*self._page_findings.values(), *self._site_findings.values())
            for each in findings
        ]
        return Judgement(
            findings=tuple(sorted(found, key=lambda each: (each.site, each.path))),
            pages=frozenset(self._pages),
            sites=frozenset(self._names[host] for host in self._site_findings),
            crashed=tuple(self._crashed.values()),
        )
