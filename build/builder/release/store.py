"""
The release store: one run at a time takes trees in, switches sites to them, and cleans up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from builder.errors import StoreError, UsageError
from builder.processes import only_build
from builder.release.disk import make_folder, sync_all, sync_names
from builder.release.objects import Objects, Tree
from builder.release.pins import Pin, Pins
from builder.release.retention import Retention, collect, retire
from builder.release.signing import PUBLIC_KEY, Signer
from builder.release.sites import Release, Sites, stamp, state


def releases_folder(output: Path) -> Path:
    """Where the releases of an output folder lie: beside it, on the same file system."""
    place = output.resolve()
    return place.with_name("releases" if place.name == "output" else f"{place.name}.releases")


class ReleaseStore:
    """The releases of all sites of an output folder."""

    def __init__(
        self, output: Path, signer: Signer | None = None, retention: Retention | None = None
    ) -> None:
        self.output = output.resolve()
        self.folder = releases_folder(output)
        self.signer = signer
        self.objects = Objects(self.folder)
        self.sites = Sites(self.folder, self.output, self.objects)
        self.pins = Pins(self.folder)
        self._retention = retention or Retention()

    @property
    def public_key(self) -> Path:
        """Where the key is kept that the last signed release was signed with."""
        return self.folder / PUBLIC_KEY

    def pinned(self, slugs: Iterable[str]) -> dict[str, Pin]:
        """Those of some sites that were taken back to an earlier release, and stay there."""
        pins = self.pins.all()
        return {slug: pins[slug] for slug in slugs if slug in pins and self.sites.live(slug)}

    @contextmanager
    def run(self, now: datetime | None = None) -> Iterator[Run]:
        """
        A run, one at a time. What an interrupted one left is collected.
        """
        make_folder(self.folder)
        with only_build(self.folder):
            staging = self.folder / "staging"
            is_interrupted = staging.is_dir() and any(staging.iterdir())
            run = Run(self, staging / str(_unused(staging)), now or datetime.now(UTC))
            try:
                yield run
                is_less = retire(self.sites, self._retention, run.now, run.folder)
                if run.has_removed or is_interrupted or self._is_due(run.now, is_less=is_less):
                    collect(self.sites, self.objects, run.folder)
                    self._left_over.unlink(missing_ok=True)
            except BaseException:
                # The empty folder tells the next run that there is something to collect.
                with suppress(OSError):
                    run.empty()
                raise
            shutil.rmtree(staging)

    @property
    def _left_over(self) -> Path:
        """Since it was last written there may be folders that no release reaches."""
        return self.folder / "left-over"

    def _is_due(self, now: datetime, *, is_less: bool) -> bool:
        """Whether removed releases left something long enough ago; from the first of them on, time runs."""
        place = self._left_over
        if is_less and not place.exists():
            place.touch()
            os.utime(place, (now.timestamp(), now.timestamp()))
        with suppress(FileNotFoundError):
            since = datetime.fromtimestamp(place.stat().st_mtime, UTC)
            return now - since >= self._retention.patience
        return False


class Run:
    """One build's way from plain trees to live sites."""

    def __init__(self, store: ReleaseStore, folder: Path, now: datetime) -> None:
        self._store = store
        self.folder = folder
        self.now = now
        self.has_removed = False
        self._in_order: dict[Release, bool] = {}
        folder.mkdir(parents=True)

    @property
    def trees(self) -> Path:
        """Where the sites' files are staged."""
        return self.folder / "trees"

    def staged(self, slug: str) -> Path:
        """Where the plain tree of a site is to be made, or what changes in it."""
        return self.trees / slug

    def beside(self, name: str) -> Path:
        """A file of the builder's own beside the releases."""
        return self._store.folder / name

    def digests(self, tree: Tree | None) -> dict[str, str]:
        """Path → SHA-256 of every file of a tree, as far as its listings are whole."""
        with suppress(StoreError):
            return self._store.objects.digests(tree.root) if tree else {}
        return {}

    def base(self, slug: str) -> Tree | None:
        """The site's live tree, which another can be made from; None when it is not in order."""
        live = self._store.sites.live(slug)
        statement = live.statement() if live else None
        with suppress(StoreError):
            if live and statement and self._is_in_order(live):
                return Tree(live.root, statement.files, statement.size)
        return None

    def take(
        self,
        slug: str,
        base: Tree | None = None,
        gone: Iterable[str] = (),
        digests: Mapping[str, str] | None = None,
    ) -> Tree:
        """
        Take what is staged of a site in, as `Objects.take` tells; nothing is live yet. May run in a
        worker.
        """
        self.staged(slug).mkdir(parents=True, exist_ok=True)
        return self._store.objects.take(self.staged(slug), base, gone, digests)

    def switch(self, trees: Mapping[str, Tree], forced: str = "") -> dict[str, bool]:
        """
        Switch the sites to these trees, one after another; which of them had to be. A site that has
        this very tree already is left alone. `forced` is why the gate was not heeded.
        """
        fresh = {slug: tree for slug, tree in trees.items() if not self._is_live(slug, tree)}
        make_folder(self._store.output)
        for slug, tree in fresh.items():
            self._lay(slug, tree, forced)
        if fresh:
            sync_all(self._store.folder)
        for slug in fresh:
            self._store.sites.go_live(slug, self.folder)
        if fresh:
            sync_names(self._store.output)
        return {slug: slug in fresh for slug in trees}

    def retire_others(self, slugs: Collection[str]) -> None:
        """Take every site off that is not among these."""
        links = {path.name for path in self._store.output.iterdir() if path.is_symlink()}
        for slug in sorted((links | set(self._store.sites.slugs())) - set(slugs)):
            self.has_removed = True
            self._store.sites.remove(slug, self.folder)
            self._store.pins.free(slug)

    def tree(self, release: Release) -> Tree:
        """The tree of a kept release; StoreError where nobody knows any more what it held."""
        statement = release.statement()
        if statement is None or statement.root != release.root:
            raise StoreError(
                f"{release.folder}：版本说明丢失或已被改动。请换一个版本（zhanqun releases）。"
            )
        return Tree(release.root, statement.files, statement.size)

    def replace(self, release: Release, tree: Tree, purged: str) -> None:
        """A kept release that is not live is this tree from now on."""
        before = release.statement()
        moment = before.released_at if before else stamp(release.released_at())
        forced = before.forced if before else ""
        statement = state(
            release.site, tree, moment, self._store.signer, forced=forced, purged=purged
        )
        self.has_removed = True
        self._store.sites.replace(release, tree.root, statement, self.folder)

    def discard(self, release: Release) -> None:
        """A kept release that is not live is no more."""
        self.has_removed = True
        self._store.sites.discard(release, self.folder)

    def empty(self) -> None:
        """Let go of the disk space of what was staged."""
        shutil.rmtree(self.folder / "trees", ignore_errors=True)

    def _is_live(self, slug: str, tree: Tree) -> bool:
        live = self._store.sites.live(slug)
        return live is not None and live.root == tree.root and self._is_in_order(live)

    def _is_in_order(self, live: Release) -> bool:
        """As it was when the run first asked: what nobody else may change meanwhile is read once."""
        if live not in self._in_order:
            self._in_order[live] = self._is_as_laid(live)
        return self._in_order[live]

    def _is_as_laid(self, live: Release) -> bool:
        statement, signer, sites = live.statement(), self._store.signer, self._store.sites
        if statement is None or (statement.site, statement.root) != (live.site, live.root):
            return False
        if signer and not statement.is_signed_by(signer.verifier):
            return False
        return sites.is_whole(live) and not sites.is_swapped(live.site, live)

    def _lay(self, slug: str, tree: Tree, forced: str) -> None:
        store = self._store
        release = store.sites.next(slug, tree)
        make_folder(release.folder.parent)
        if store.signer:
            self._show_key(store.signer)
        statement = state(slug, tree, stamp(self.now), store.signer, forced=forced)
        store.sites.lay(release, statement, self.folder)

    def _show_key(self, signer: Signer) -> None:
        place, pem = self._store.public_key, signer.verifier.pem()
        if not place.is_file() or place.read_bytes() != pem:
            fresh = self.folder / PUBLIC_KEY
            fresh.write_bytes(pem)
            fresh.replace(place)


def check_key_place(store: ReleaseStore, key: Path) -> None:
    """A private key in a folder of sites or releases would be published: a `UsageError`."""
    place = key.resolve()
    if place.is_relative_to(store.output) or place.is_relative_to(store.folder):
        raise UsageError(f"{key}：私钥不能放在网站或版本的目录里。请移到只有发布人能读的地方。")


def _unused(staging: Path) -> int:
    number = os.getpid()
    while (staging / str(number)).exists():
        number += 1
    return number
