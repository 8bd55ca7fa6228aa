"""
Takes a site back to an earlier release, and keeps it there until it is freed.

What was withdrawn since then does not come back: the old files are brought back without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.errors import StoreError, UsageError
from builder.ledger import columns_of, entries_of, read_ledger
from builder.naming import Naming
from builder.redaction import Redaction
from builder.release import Checker, Release, ReleaseStore, Run, Tree
from builder.release.pins import Pin
from builder.store import Standing, Store


@dataclass(frozen=True, slots=True)
class Returned:
    """The release that a site was taken back to, and the addresses that were left out of it."""

    release: Release
    left_out: tuple[str, ...]


def rollback(store: Store, releases: ReleaseStore, slug: str, wanted: str = "") -> Returned:
    """
    Take a site back to the release of this number or root, or to the one before what is live, and pin it.
    """
    standing = store.standing()
    with releases.run() as run:
        release = _chosen(releases.sites.releases(slug), releases.sites.live(slug), wanted)
        _check(releases, release)
        live, old = releases.output / slug, run.tree(release)
        kept = run.digests(old)
        away = (f"/{path}" for path in run.digests(run.base(slug)) if path not in kept)
        known = read_ledger(live) | entries_of(away, live)
        names = _names(run, release, old, standing)
        redaction = Redaction(
            slug, release.folder, standing.hosts, (names - standing.names).__contains__, known
        )
        done = redaction.take(run, old)
        # First, so that no build undoes at once what a killed run has done.
        releases.pins.set(slug, Pin(release.number, names & standing.names))
        run.switch({slug: done.tree})
        return Returned(release, done.left_out)


def follow_withdrawals(
    store: Store, releases: ReleaseStore, run: Run, pinned: Mapping[str, Pin]
) -> dict[str, Tree]:
    """The trees of pinned sites, without what was withdrawn since they were pinned."""
    trees: dict[str, Tree] = {}
    for slug, pin in pinned.items():
        live, standing = releases.sites.live(slug), store.standing()
        assert live is not None
        tree = run.tree(live)
        if gone := pin.names - standing.names:
            redaction = Redaction(slug, live.folder, standing.hosts, gone.__contains__)
            tree = redaction.take(run, tree).tree
            releases.pins.set(slug, Pin(pin.number, pin.names - gone))
        trees[slug] = tree
    return trees


def _chosen(kept: list[Release], live: Release | None, wanted: str) -> Release:
    if live is None:
        raise UsageError("这个网站现在没有上线的版本。请运行 zhanqun build。")
    older = [each for each in kept if each.number < live.number]
    if not wanted:
        if not older:
            raise UsageError(f"网站“{live.site}”没有更早的版本可以恢复。")
        return older[0]
    found = [each for each in kept if wanted == str(each.number)] or [
        each for each in kept if len(wanted) >= _SHORTEST_ROOT and each.root.startswith(wanted)
    ]
    if not found or found[0] == live:
        numbers = "、".join(str(each.number) for each in older) or "无"
        raise UsageError(f"网站“{live.site}”没有可以恢复的版本 {wanted}。保留的旧版本：{numbers}。")
    return found[0]


_SHORTEST_ROOT = 6


def _check(releases: ReleaseStore, release: Release) -> None:
    """What lay there for weeks may not be what was released."""
    if faults := Checker(releases).faults(release):
        raise StoreError(
            f"网站“{release.site}”的版本 {release.number} 有 {len(faults)} 处与发布时不同，"
            f"没有恢复；第一处是 {faults[0]}请换一个版本（zhanqun releases {release.site}）。"
        )


def _names(run: Run, release: Release, tree: Tree, standing: Standing) -> frozenset[str]:
    """Everything that the files of a release are, or link to."""
    columns = columns_of(release.folder)
    naming = Naming(standing.hosts, columns)
    found = {f"column/{number}" for number in columns.values()}
    for path in run.digests(tree):
        found.add(naming.of_path(f"/{path}"))
        if path.endswith((".html", ".xml", ".json", ".map")):
            text = release.folder.joinpath(path).read_text("utf-8", "surrogateescape")
            found.update(naming.in_text(text))
    return frozenset(found - {""})
