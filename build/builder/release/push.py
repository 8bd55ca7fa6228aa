"""
Sends the live releases of our sites to a target, and switches it to them.

What is missing there is sent into a folder of this run, held against its hashes where it lies, and
moved into place; then one link per site is renamed. Killed anywhere, each site there is one whole
release; the next run takes over what had arrived and removes the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.errors import StoreError, TargetError
from builder.release.objects import Objects, shelved
from builder.release.scripts import Plan, entries, prepare, statement, switch
from builder.release.sites import Release
from builder.release.store import ReleaseStore
from builder.release.target import Target
from builder.release.there import Laid, look

_SENDING = ("-rlptH", "--out-format=%i %l %n")
_MOST_TAKEN_OVER = 20
"""As many folders of earlier runs as rsync looks into."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a run did: the sites that were switched, those taken off, and what was sent for them."""

    switched: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    files: int = 0
    bytes: int = 0
    is_atomic: bool = True
    """Whether each site was switched at one stroke."""


def push(store: ReleaseStore, target: Target, slugs: Collection[str] = (), keep: int = 2) -> Pushed:
    """
    Bring these sites at the target to the release that is live here; without any, all sites, and
    take off those that are not here any more. `keep` releases of each site stay there.
    """
    return _Push(store, target, slugs, keep).run()


class _Push:
    def __init__(
        self, store: ReleaseStore, target: Target, slugs: Collection[str], keep: int
    ) -> None:
        self._store = store
        self._target = target
        self._there = look(target)
        here = store.sites.slugs()
        live = [release for slug in slugs or here if (release := store.sites.live(slug))]
        fresh = {
            self._there.next(each.site, each.root): each for each in live if not self._is_live(each)
        }
        removed = () if slugs else tuple(sorted(self._there.slugs() - set(here)))
        gone = self._there.superfluous(fresh, removed, keep)
        self._plan = Plan(
            store, fresh, removed, self._missing(live), gone, self._unused(fresh, gone)
        )

    def run(self) -> Pushed:
        """Send and switch, unless the target is as it should be."""
        if self._plan.is_empty and not self._there.runs:
            return Pushed()
        self._target.run(prepare(self._target.folder, self._plan))
        # What was linked beforehand has its name already.
        sent = self._send("--ignore-existing")
        answer = self._switch()
        if answer == "damaged":
            # What was linked there is not what it was.
            sent += self._send("--checksum")
            answer = self._switch()
        if answer == "damaged":
            raise TargetError("本机的文件与发布时不同，没有切换。请运行 zhanqun verify 查明原因。")
        if answer == "overtaken":
            raise TargetError(f"{self._target.name}：另一次发送正在改动这里。请等它结束后重试。")
        switched = tuple(laid.site for laid in self._plan.fresh)
        return Pushed(switched, self._plan.removed, len(sent), sum(sent))

    def _send(self, option: str) -> list[int]:
        """The sizes of the files that had to be sent."""
        if not self._plan.missing:
            return []
        runs = [f"--link-dest=../{run}" for run in self._there.runs[:_MOST_TAKEN_OVER]]
        said = self._target.rsync(
            [*_SENDING, option, *runs],
            str(self._store.folder),
            f"releases/staging/{self._plan.run}",
            [
                f"{kind}/{shelved(root)}"
                for kind in ("listings", "objects")
                for root in self._plan.missing
            ],
        )
        lines = (line.split(" ", 2) for line in said.splitlines())
        return [int(size) for how, size, name in lines if how[1] == "f" and name[0] == "o"]

    def _switch(self) -> str:
        script = switch(self._target.folder, self._plan, self._there.turn)
        return self._target.run(script).split()[-1]

    def _is_live(self, release: Release) -> bool:
        live = self._there.live.get(release.site)
        said = self._there.statements.get(release.site)
        return live in self._there.releases and said == statement(release)

    def _missing(self, wanted: Collection[Release]) -> dict[str, str]:
        """Folders that are not there, and for each the one at its address in the live release."""
        missing: dict[str, str] = {}
        seen: set[str] = set()
        for release in wanted:
            live = self._there.live.get(release.site)
            pending = [(release.root, live.root if live else "")]
            while pending:
                root, old = pending.pop()
                if root not in seen:
                    seen.add(root)
                    if root not in self._there.objects:
                        missing[root] = old if old in self._there.objects else ""
                    pending += self._below(root, old if root in missing else "")
        return missing

    def _below(self, root: str, old: str) -> Iterator[tuple[str, str]]:
        former = {entry.name: entry.digest for entry in entries(self._store.objects, old)}
        for entry in self._store.objects.listing(root):
            if entry.is_folder:
                yield entry.digest, former.get(entry.name, "")

    def _unused(self, fresh: Collection[Laid], gone: Collection[Laid]) -> frozenset[str]:
        """Folders there that no release reaches which stays."""
        kept = {laid.root for laid in self._there.releases.difference(gone).union(fresh)}
        known = {root for root in kept if entries(self._store.objects, root)}
        try:
            used = self._store.objects.reachable(known) | self._reachable_there(kept - known)
        except StoreError:
            logger.warning("a listing is lost: nothing is removed from the target")
            return frozenset()
        return frozenset((self._there.objects | self._there.listings) - used)

    def _reachable_there(self, roots: Collection[str]) -> set[str]:
        """By the target's own listings: we do not have these releases any more."""
        if not roots:
            return set()
        with TemporaryDirectory() as folder:
            self._target.fetch("releases/listings", f"{folder}/listings")
            return Objects(Path(folder)).reachable(roots)
