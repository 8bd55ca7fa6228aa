"""
Publishing, as `zhanqun build` does it once and `zhanqun watch` again and again: take in the feed, build
what it changed, tell the cms, bring the search index up to date.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from builder.addressing import Addressing, AddressMode
from builder.build import Build, Plan, build, select_outputs
from builder.gate import NAME as GATE
from builder.media import MediaFolder
from builder.outputs import all_outputs
from builder.paths import default_schemas, theme_folder
from builder.release import ReleaseStore, Retention
from builder.release.signing import Signer, load_signer
from builder.release.store import check_key_place
from builder.results import report_live
from builder.schemas import load_schemas
from builder.searching import INDEX, update_index
from builder.sources import HttpSource, source_of
from builder.store import Store, SyncResult
from builder.theme import ThemeFolder
from builder.withdrawing import purge_leaks, unpurged_leaks

UNJUDGED = "没有生成全部网页，这次不经发布前的检查。"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `options.publishing` asks for, by the names of its options."""

    var: Path
    feed: str | None
    token: str
    output: Path | None
    addresses: AddressMode
    port: int
    only: tuple[str, ...]
    without: tuple[str, ...]
    force: str
    theme: str
    plugins: tuple[str, ...]
    jobs: int | None
    sign: Path | None
    keep: int
    keep_days: int


@dataclass(slots=True)
class Publication:
    """What was published."""

    synced: SyncResult = field(default_factory=SyncResult)
    build: Build = field(default_factory=lambda: Build({}, {}, []))
    indexed: int | None = None

    @property
    def switched(self) -> list[str]:
        """The sites that show a new release."""
        return [slug for slug, made in self.build.sites.items() if made.is_switched]

    def totals(self) -> dict[str, Any]:
        """The numbers that `--json` prints."""
        made, held = self.build.sites, self.build.held
        return {
            "files": sum(sum(each.files.values()) for each in made.values()),
            "rendered": sum(each.rendered for each in made.values()),
            "changed": sum(each.changed for each in made.values()),
            "sites": {slug: each.files for slug, each in made.items()},
            "releases": {
                slug: {"root": each.root, "is_switched": each.is_switched}
                for slug, each in made.items()
            },
            "records": {
                "put": self.synced.put,
                "dropped": self.synced.dropped,
                "unchanged": self.synced.unchanged,
            },
            "indexed": self.indexed,
            "held": {str(ref): [each.reason for each in found] for ref, found in held.items()},
            "told": len(self.build.told),
        }


class Publisher:
    """
    Publishes with the same settings as often as it is asked. Whoever asks it to `sync` or `build`
    holds the lock of the run-time folder.
    """

    def __init__(self, settings: Settings, console: Console | None = None) -> None:
        """Says what it is doing on the console, if any."""
        only, without = settings.only, settings.without
        self._settings = settings
        self._outputs = select_outputs(
            [name for name in only if name != INDEX],
            [name for name in without if name not in (INDEX, GATE)],
        )
        if only == (INDEX,):
            self._outputs = {}
        self._output = settings.output or settings.var / "output"
        self._signer = signer_of(settings.sign, self._output)
        self._retention = Retention(settings.keep, settings.keep_days)
        self._console = console or Console(quiet=True)
        self._themes = ThemeFolder(theme_folder(settings.theme))
        self.store = open_store(settings.var)
        self.source = None if settings.feed is None else source_of(settings.feed, settings.token)
        self.is_indexing = INDEX not in without and (not only or INDEX in only)
        self.is_gated = GATE not in without and _is_judgeable(self._outputs)
        self.is_unjudged = bool(GATE not in without and self._outputs and not self.is_gated)
        """Whether the gate is wanted, but not enough is made for it to judge by."""

    @property
    def var(self) -> Path:
        """The run-time folder."""
        return self._settings.var

    def has_news(self) -> bool:
        """Whether the feed holds anything that is not in the store."""
        if self.source is None:
            return False
        with self.source.open(self.store.schemas, self.store.cursor) as feed:
            return feed is not None

    def sync(self, *, afresh: bool = False) -> SyncResult:
        """Take in what the feed holds; `afresh` all of it."""
        if self.source is None:
            return SyncResult()
        with self._status("正在更新内容…"):
            return self.store.sync(self.source, afresh=afresh)

    def build(self, sites: Sequence[str] = (), *, full: bool = False) -> Build:
        """Publish what is in the store, and tell the cms what is live and what is held."""
        if not self._outputs:
            return Build({}, {}, [])
        plan = self._plan()
        with self._status("正在生成网站…"):
            done = build(plan, sites, self._settings.jobs or os.cpu_count() or 1, full=full)
        if isinstance(self.source, HttpSource) and "pages" in plan.outputs:
            roots = {slug: made.root for slug, made in done.sites.items()}
            report_live(plan, self.source, roots)
        return done

    def index(self) -> int | None:
        """Bring the search index up to date; the number of documents, None when it was."""
        if not self.is_indexing:
            return None
        with self._status("正在建立搜索索引…"):
            return update_index(self._plan(), self._settings.var / INDEX)

    @property
    def has_leaks(self) -> bool:
        """Whether something that was withdrawn as a leak is not purged yet."""
        return bool(unpurged_leaks(self.store, self._releases()))

    def purge_leaks(self) -> None:
        """Take what was withdrawn as a leak out of kept releases, and say so. The index is to be told first."""
        purged = purge_leaks(self.store, self._releases(), self._settings.var / INDEX)
        if purged:
            click.echo(f"泄密撤下的内容已从 {len(purged)} 个旧版本中清除。", err=True)

    def _releases(self) -> ReleaseStore:
        return ReleaseStore(self._output, self._signer, self._retention)

    def _plan(self) -> Plan:
        settings = self._settings
        return Plan(
            store=self.store,
            theme=self._themes.theme(),
            addressing=Addressing(settings.addresses, settings.port),
            outputs=self._outputs,
            output=self._output,
            plugins=settings.plugins,
            signer=self._signer,
            retention=self._retention,
            forced=settings.force.strip(),
            is_gated=self.is_gated,
        )

    def _status(self, doing: str) -> AbstractContextManager[object]:
        return self._console.status(doing)


def open_store(var: Path) -> Store:
    """The store and media in a run-time folder."""
    schemas = load_schemas(Path(os.environ.get("ZHANQUN_SCHEMAS") or default_schemas()))
    return Store(var / "store.sqlite3", schemas, MediaFolder(var / "media"))


def _is_judgeable(outputs: Collection[str]) -> bool:
    """Whether all is made that pages link to and that columns are known by."""
    return not set(all_outputs()).difference(outputs)


def signer_of(key: Path | None, output: Path) -> Signer | None:
    """The key in a file, which must not lie among the sites; None where releases are not signed."""
    if key is None:
        return None
    check_key_place(ReleaseStore(output), key)
    return load_signer(key)
