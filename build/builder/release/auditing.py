"""
Holds what is live at a target against our own listings, every byte of it, and mends it where asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from builder.errors import TargetError
from builder.release.listing import RELEASE_FILE
from builder.release.objects import shelved
from builder.release.scripts import checksums, statement
from builder.release.sites import Release
from builder.release.store import ReleaseStore
from builder.release.target import Target
from builder.release.there import Laid, There, look
from builder.release.verifying import Fault, Kind

_SAYING = ("-rl", "--delete", "--out-format=%i %n")
_COMPARING = (*_SAYING, "--size-only", "--dry-run")
_MENDING = (*_SAYING, "-pt", "--checksum")
_KINDS: dict[str, Kind] = {"*d": "foreign", "cL": "link"}
_PLACE = re.compile(r"objects/../([0-9a-f]{64})/(.*)")


def audit(
    store: ReleaseStore, target: Target, slugs: Collection[str] = ()
) -> dict[str, list[Fault]]:
    """Everything about the live sites at a target that differs from their releases."""
    there = look(target, may_make=False)
    lost = () if slugs else there.lost()
    found = {each.live.site: each.faults() for each in _audits(store, target, there, slugs)}
    return {slug: [Fault("/", "link")] for slug in lost} | found


def mend(store: ReleaseStore, target: Target, slugs: Collection[str] = ()) -> None:
    """Put right what `audit` would find; each file is replaced at one stroke."""
    there = look(target, may_make=False)
    for each in _audits(store, target, there, slugs):
        each.compare(_MENDING)


def _audits(
    store: ReleaseStore, target: Target, there: There, slugs: Collection[str]
) -> list[_Audit]:
    found = []
    for slug in slugs or sorted(there.slugs() - there.lost()):
        live = there.live.get(slug)
        if live is None:
            raise TargetError(f"{target.name}：那里没有网站“{slug}”。请先运行 zhanqun push。")
        same = [each for each in store.sites.releases(slug) if each.root == live.root]
        if not same:
            raise TargetError(
                f"{target.name}：网站“{slug}”那里的版本本机已不保留，不能核对。请先运行 zhanqun push。"
            )
        ours = (each for each in same if statement(each) == there.statements.get(slug))
        found.append(_Audit(store, target, live, next(ours, same[0])))
    return found


class _Audit:
    def __init__(self, store: ReleaseStore, target: Target, live: Laid, release: Release) -> None:
        self.live = live
        self._store = store
        self._target = target
        self._release = release
        self._paths = {live.root: "/"}
        pending = [live.root]
        while pending:
            root = pending.pop()
            for entry in store.objects.listing(root):
                if entry.is_folder and entry.digest not in self._paths:
                    self._paths[entry.digest] = f"{self._paths[root]}{entry.name}/"
                    pending.append(entry.digest)

    def faults(self) -> list[Fault]:
        """By path in the site, each once."""
        return sorted({*self._of_contents(), *self._of_names(self.compare(_COMPARING))})

    def compare(self, options: tuple[str, ...]) -> list[str]:
        """What rsync says of each name that differs, in the folders and in the release itself."""
        folders = [f"objects/{shelved(root)}" for root in self._paths]
        said = self._target.rsync(options, str(self._store.folder), "releases", folders)
        # A release is a few links and one small file, which is read.
        place = f"releases/sites/{self.live.name}"
        own = self._target.rsync([*options, "--checksum"], str(self._release.folder), place)
        return [*said.splitlines(), *own.splitlines()]

    def _of_names(self, said: list[str]) -> Iterator[Fault]:
        for line in said:
            how, name = line[:11], line[12:]
            if not how.startswith((".", "cd")) and name not in ("./", ""):
                kind = "missing" if how.endswith("+") else _KINDS.get(how[:2], "changed")
                yield self._fault(name, kind)

    def _of_contents(self) -> Iterator[Fault]:
        sums = [
            line
            for root in self._paths
            for line in checksums(self._store.objects.listing(root), f"objects/{shelved(root)}")
        ]
        for name, is_there in self._target.differing("releases", sums):
            yield self._fault(name, "changed" if is_there else "missing")

    def _fault(self, name: str, kind: Kind) -> Fault:
        """A name below the releases, or in the release of the site, by its path in the site."""
        match = _PLACE.fullmatch(name)
        path = self._paths[match[1]] + match[2] if match else f"/{name}"
        return Fault(path, "statement" if path == RELEASE_FILE else kind)
