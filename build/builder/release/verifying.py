"""
Compares what is live with the root it was released under.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from builder.errors import StoreError
from builder.release.listing import RELEASE_FILE, Entry, file_digest
from builder.release.objects import Objects
from builder.release.signing import Verifier
from builder.release.sites import Release, links_below
from builder.release.store import ReleaseStore

Kind = Literal["changed", "missing", "foreign", "link", "swapped", "statement", "signature", "lost"]

SENTENCES: dict[Kind, str] = {
    "changed": "内容已被改动",
    "missing": "文件丢失",
    "foreign": "不属于这个版本",
    "link": "链接已被改动",
    "swapped": "当前版本不是最后发布的版本",
    "statement": "版本说明丢失或已被改动",
    "signature": "签名不对",
    "lost": "清单丢失或已被改动",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is not as it was released, by its path in the site."""

    path: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.path}：{SENTENCES[self.kind]}。"


def verify(store: ReleaseStore, slug: str, verifier: Verifier | None = None) -> list[Fault]:
    """
    Everything about a live site that differs from its release: every byte of it is read. Without a
    key the signature is not looked at.
    """
    live = store.sites.live(slug)
    if live is None:
        return [Fault("/", "swapped")]
    found = [Fault("/", "swapped")] if store.sites.is_swapped(slug, live) else []
    found += Checker(store, verifier).faults(live)
    # Another process may have switched meanwhile.
    return found if store.sites.live(slug) == live else verify(store, slug, verifier)


class Checker:
    """Holds kept releases against what was released; the folders that they share are read once."""

    def __init__(self, store: ReleaseStore, verifier: Verifier | None = None) -> None:
        self._store = store
        self._verifier = verifier
        self._contents = _Contents(store.objects)

    def faults(self, release: Release) -> list[Fault]:
        """Everything about a release, live or not, that is not as it was released."""
        found = {*_of_links(self._store, release), *self._contents.faults(release.root)}
        return [*_of_statement(release, self._verifier), *sorted(found)]


def _of_statement(release: Release, verifier: Verifier | None) -> Iterator[Fault]:
    statement = release.statement()
    if statement is None or (statement.site, statement.root) != (release.site, release.root):
        yield Fault(RELEASE_FILE, "statement")
    elif verifier and not statement.is_signed_by(verifier):
        yield Fault(RELEASE_FILE, "signature")


def _of_links(store: ReleaseStore, release: Release) -> Iterator[Fault]:
    try:
        expected = store.sites.links(release)
    except StoreError:
        return
    actual = links_below(release.folder)
    for path in expected.keys() | actual.keys():
        if path not in actual:
            yield Fault(f"/{path}", "missing")
        elif path not in expected:
            yield Fault(f"/{path}", "foreign")
        elif actual[path] != expected[path]:
            yield Fault(f"/{path}", "link")


class _Contents:
    """
    Holds folders against their listings, each once, wherever it is linked from.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[str, list[Fault]] = {}

    def faults(self, root: str) -> list[Fault]:
        """What differs in a folder and below it, by the path from there."""
        if root not in self._known:
            self._known[root] = list(self._of_folder(root))
        return self._known[root]

    def _of_folder(self, root: str) -> Iterator[Fault]:
        try:
            expected = {entry.name: entry for entry in self._objects.listing(root)}
        except StoreError:
            yield Fault("/", "lost")
            return
        place = self._objects.path(root)
        if place.is_symlink():
            yield Fault("/", "link")
        actual = {child.name: child for child in place.iterdir()} if place.is_dir() else {}
        for name in actual.keys() - expected.keys():
            yield Fault(f"/{name}", "foreign")
        for name, entry in expected.items():
            yield from self._of_entry(entry, actual.get(name))

    def _of_entry(self, entry: Entry, place: Path | None) -> Iterator[Fault]:
        path = f"/{entry.name}"
        if place is None:
            yield Fault(path, "missing")
        elif entry.is_folder:
            if not place.is_symlink() or str(place.readlink()) != self._objects.link(entry.digest):
                yield Fault(path, "link")
        elif place.is_symlink() or not place.is_file():
            yield Fault(path, "link")
        elif file_digest(place) != entry.digest:
            yield Fault(path, "changed")
        if entry.is_folder:
            for fault in self.faults(entry.digest):
                yield Fault(path + fault.path, fault.kind)
