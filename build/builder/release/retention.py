"""
Which releases are kept, and the removal of everything that belongs to none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from builder.errors import StoreError
from builder.release.objects import Objects
from builder.release.sites import Release, Sites


@dataclass(frozen=True, slots=True)
class Retention:
    """Old releases are kept up to a number, and for a time after they were replaced."""

    count: int = 20
    days: int = 30
    patience: timedelta = timedelta(hours=1)
    """
    How long what only removed releases had may stay: to find it, every folder of all that are kept is
    looked at, which at 100,000 pages takes longer than to publish a change.
    """


def retire(sites: Sites, retention: Retention, now: datetime, trash: Path) -> bool:
    """Remove releases that never were live or are past their time; whether there were any."""
    gone = {*sites.never_live(), *_expired(sites, retention, now)}
    for release in gone:
        sites.discard(release, trash)
    return bool(gone)


def collect(sites: Sites, objects: Objects, trash: Path) -> None:
    """
    Remove all folders that no kept release reaches. Interrupted anywhere, it only needs to be run
    again. A kept release whose listings are lost goes too: nobody can go back to it.
    """
    try:
        reached = objects.reachable(release.root for release in _kept(sites))
    except StoreError:
        for release in list(_kept(sites)):
            if release != sites.live(release.site) and not objects.is_known(release.root):
                sites.discard(release, trash)
        reached = objects.reachable(release.root for release in _kept(sites))
    objects.sweep(reached)


def _kept(sites: Sites) -> Iterator[Release]:
    return (release for slug in sites.slugs() for release in sites.releases(slug))


def _expired(sites: Sites, retention: Retention, now: datetime) -> Iterator[Release]:
    oldest = now - timedelta(days=retention.days)
    for slug in sites.slugs():
        live = sites.live(slug)
        replaced_at: datetime | None = None
        for place, release in enumerate(sites.releases(slug)):
            released_at = release.released_at()
            is_old = (replaced_at or released_at) < oldest
            if release != live and (place >= retention.count or is_old):
                yield release
            replaced_at = released_at
