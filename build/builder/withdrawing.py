"""
Shows that what was withdrawn is nowhere any more, and takes it out of the releases that are kept.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from builder.build import TRACES
from builder.errors import UsageError
from builder.gate import GATE
from builder.ledger import PATH as LEDGER
from builder.ledger import columns_of, name_of, read_ledger
from builder.naming import Naming
from builder.outputs.gone import MARKS
from builder.processes import only_build
from builder.redaction import Redaction
from builder.release import Checker, Release, ReleaseStore, Run, Tree
from builder.release.sites import stamp
from builder.search import NoIndexError, SearchDocument, Searcher
from builder.search.index import drop_old_versions
from builder.store import Standing, Store

PURGES = "purges.jsonl"
"""Beside the releases: what was purged, when, why, and from which of them."""
LEAKED = "泄密撤下"
"""Why something is purged without being asked for: its own reason is not for the public."""
_NAME = re.compile(r"(?:(?P<kind>[a-z_]+)/)?(?P<number>\d{1,18})")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that still names or holds what was withdrawn: a file of a site, or the search index."""

    site: str
    path: str
    found: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was read, the addresses that answer 410 now, and whatever still tells of it."""

    files: int
    documents: int
    gone: tuple[tuple[str, str], ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """A kept release, its tree without what was taken from it, and the addresses that were."""

    release: Release
    tree: Tree | None = None
    """None where it was damaged, and removed as a whole."""
    left_out: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """What it is now; empty where it was removed."""
        return self.tree.root if self.tree else ""


def names_of(store: Store, wanted: Collection[str]) -> frozenset[str]:
    """
    What a command's arguments name: `article/900`, `900`, `media/50`, an address or a path. What is still
    published is a `UsageError`: it is withdrawn in the cms.
    """
    standing = store.standing()
    names = frozenset(_named(each, store, standing) for each in wanted)
    if still := sorted(names & standing.names):
        raise UsageError(
            f"{'、'.join(still)} 仍在发布。请先在内容管理端撤下，再运行 zhanqun build。"
        )
    return names


def _named(wanted: str, store: Store, standing: Standing) -> str:
    if match := _NAME.fullmatch(wanted):
        kind = match["kind"] or "page"
        word = "page" if kind in store.schemas.page_types else kind
        if word in ("page", "media", "column"):
            return f"{word}/{match['number']}"
    name = Naming(standing.hosts, {}).of_href(wanted)
    if not name:
        raise UsageError(
            f"“{wanted}”看不出是哪一件。请写编号（如 900 或 media/50）或它在网站上的地址。"
        )
    return name


def prove(
    store: Store,
    releases: ReleaseStore,
    index: Path,
    names: Collection[str],
    texts: Collection[str] = (),
) -> Proof:
    """
    Read every file of every live site, and the search index, for addresses of what was withdrawn and for
    pieces of its text.
    """
    wanted, hosts = frozenset(names), store.standing().hosts
    mentions: list[Mention] = []
    gone: list[tuple[str, str]] = []
    files = 0
    for slug in releases.sites.slugs():
        live = releases.sites.live(slug)
        if live is None:
            continue
        naming = Naming(hosts, columns_of(live.folder))
        ledger = read_ledger(live.folder)
        for path in sorted(releases.objects.digests(live.root)):
            files += 1
            mentions += (
                Mention(slug, f"/{path}", found)
                for found in _in_file(live.folder, path, naming, wanted, texts)
            )
        gone += (
            (slug, path)
            for path, name in ledger.items()
            if name in wanted and live.folder.joinpath(MARKS[1:] + path).exists()
        )
    documents = 0
    for document in _indexed(index):
        documents += 1
        found = [f"page/{document.id}"] if f"page/{document.id}" in wanted else []
        found += [text for text in texts if text in document.title or text in document.text]
        mentions += (Mention(document.site, "搜索索引", each) for each in found)
    return Proof(files, documents, tuple(gone), tuple(mentions))


def _indexed(folder: Path) -> Iterator[SearchDocument]:
    """Every document of the search index; none where there is no index."""
    with suppress(NoIndexError), closing(Searcher(folder)) as searcher:
        yield from searcher.documents()


def _in_file(
    folder: Path, path: str, naming: Naming, names: frozenset[str], texts: Collection[str]
) -> Iterator[str]:
    if path == LEDGER[1:] or path.startswith(f"{MARKS[1:]}/"):
        # That an address was there once is what they are for.
        return
    if (own := naming.of_path(f"/{path}")) in names:
        yield own
    content = folder.joinpath(path).read_bytes()
    text = content.decode("utf-8", "replace")
    yield from sorted(names.intersection(naming.in_text(text)))
    yield from (each for each in texts if each in text or escape(each) in text)


def purge(
    store: Store, releases: ReleaseStore, index: Path, names: frozenset[str], reason: str
) -> list[Purged]:
    """
    Take what was withdrawn out of every kept release, and out of what the builder's own files have left of
    it. Each release keeps its number and time; its statement, and `purges.jsonl`, say that it was changed.
    One that is damaged is removed.
    """
    hosts = store.standing().hosts
    done: list[Purged] = []
    checker = Checker(releases)
    with releases.run() as run:
        for slug in releases.sites.slugs():
            live = releases.sites.live(slug)
            for release in releases.sites.releases(slug):
                if release == live:
                    continue
                # Of one that is damaged nobody knows what it told of, nor can go back to it.
                is_whole = not checker.faults(release)
                if is_whole and not _tells(run, release, hosts, names):
                    continue
                each = _purged(run, release, hosts, names) if is_whole else Purged(release)
                # First: a killed run is told of too, and done again.
                _record(run, each, names, reason)
                if each.tree:
                    run.replace(release, each.tree, reason)
                else:
                    run.discard(release)
                done.append(each)
        for place in (store.path, run.beside(TRACES), run.beside(GATE)):
            _wipe(place)
    store.forget_media()
    if index.is_dir():
        # Not the one that a running watch has begun.
        with only_build(index, is_patient=True):
            drop_old_versions(index)
    return done


def _purged(run: Run, release: Release, hosts: frozenset[str], names: frozenset[str]) -> Purged:
    redaction = Redaction(release.site, release.folder, hosts, names.__contains__)
    redacted = redaction.take(run, run.tree(release))
    return Purged(release, redacted.tree, redacted.left_out)


def purge_leaks(store: Store, releases: ReleaseStore, index: Path) -> list[Purged]:
    """
    Purge each page that was withdrawn as a leak, with the media that stood in it and are not published any
    more. Which were purged stands in `purges.jsonl`, beside the releases that it is about; a leak that a live
    site still tells of, because only others were built, is purged again once it does not.
    """
    leaks = unpurged_leaks(store, releases)
    if not leaks:
        return []
    pages = frozenset(f"page/{page}" for page in leaks.values())
    standing = store.standing()
    names = pages | (_media_of(releases, standing.hosts, pages) - standing.names)
    done = purge(store, releases, index, names, LEAKED)
    with releases.run() as run:
        live = filter(None, map(releases.sites.live, releases.sites.slugs()))
        # What is published once more under its number is no leak any more.
        if not any(_tells(run, each, standing.hosts, names - standing.names) for each in live):
            _note(run, {"at": stamp(run.now), "leaks": sorted(leaks), "names": sorted(names)})
    return done


def unpurged_leaks(store: Store, releases: ReleaseStore) -> dict[int, int]:
    """Those of `Store.leaks` that were not purged yet."""
    leaks = store.leaks()
    known = {leak for line in _purges(releases) for leak in line.get("leaks", ())} if leaks else ()
    return {number: page for number, page in leaks.items() if number not in known}


def _media_of(
    releases: ReleaseStore, hosts: frozenset[str], pages: frozenset[str]
) -> frozenset[str]:
    """The media that pages name in any kept release."""
    found: set[str] = set()
    for slug in releases.sites.slugs():
        for release in releases.sites.releases(slug):
            columns = columns_of(release.folder)
            naming = Naming(hosts, columns)
            for path in releases.objects.digests(release.root):
                if name_of(f"/{path}", columns) in pages:
                    text = release.folder.joinpath(path).read_text("utf-8", "replace")
                    found.update(naming.in_text(text))
    return frozenset(name for name in found if name.startswith("media/"))


def _tells(run: Run, release: Release, hosts: frozenset[str], names: frozenset[str]) -> bool:
    columns = columns_of(release.folder)
    naming = Naming(hosts, columns)
    return any(
        found in names
        for path in run.digests(run.tree(release))
        for found in (
            name_of(f"/{path}", columns),
            *_in_file(release.folder, path, naming, names, ()),
        )
        if not path.startswith(f"{MARKS[1:]}/")
    )


def _record(run: Run, purged: Purged, names: Collection[str], reason: str) -> None:
    release = purged.release
    _note(
        run,
        {
            "at": stamp(run.now),
            "site": release.site,
            "number": release.number,
            "from": release.root,
            "to": purged.root,
            "names": sorted(names),
            "addresses": list(purged.left_out),
            "reason": " ".join(reason.split()),
        },
    )


def _note(run: Run, line: dict[str, object]) -> None:
    with run.beside(PURGES).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _purges(releases: ReleaseStore) -> Iterator[dict[str, Any]]:
    """The lines of `purges.jsonl`; one that a kill cut short counts for nothing."""
    with suppress(FileNotFoundError), (releases.folder / PURGES).open(encoding="utf-8") as file:
        for line in file:
            with suppress(ValueError):
                yield json.loads(line)


def _wipe(place: Path) -> None:
    """SQLite leaves what was deleted in its file until that is written anew."""
    if place.is_file():
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("VACUUM")
