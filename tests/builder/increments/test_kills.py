"""
Killed in the midst of taking in, building, going back or purging, every site is one whole release, and the
next run comes to what a build of everything makes.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from builder.build import build
from builder.errors import RefusedError, UsageError
from builder.release import Retention, verify
from builder.returning import rollback
from builder.sources import FileSource
from builder.withdrawing import purge
from tests.builder.increments.editing import EDITS
from tests.builder.increments.test_increments import Desk
from tests.builder.release.test_interruption import check_nothing_left, check_whole, killed


class ImpatientDesk(Desk):
    """What removed releases left goes at once: here nobody waits an hour to see it gone."""

    def plan(self, theme=None):
        return replace(super().plan(theme), retention=Retention(patience=timedelta(0)))


@pytest.mark.parametrize(
    ("seed", "times"),
    [(1, 8), *(pytest.param(seed, 20, marks=pytest.mark.long) for seed in range(100, 110))],
)
def test_a_kill_leaves_every_site_whole_and_the_next_run_finishes(
    tmp_path, schemas, theme, seed, times
):
    """
    At random moments of random work on a random history.
    """
    chance = random.Random(seed)
    desk = ImpatientDesk(tmp_path, schemas, theme)
    usual = took(lambda: build(desk.plan(), full=True, jobs=2))
    for turn in range(times):
        for name in chance.choices(list(EDITS), k=chance.randint(1, 6)):
            EDITS[name](desk.cluster, chance)
        feed = FileSource(desk.cluster.delta(desk.folder))
        work = chance.choice((publish, publish, go_back, clean))
        killed(chance.uniform(0, usual), work, desk, feed)

        releases = desk.plan().releases
        check_whole(releases)
        for slug in list(releases.pins.all()):
            releases.pins.free(slug)
        publish(desk, feed)
        check_whole(releases)
        live = {slug: releases.sites.live(slug).root for slug in releases.sites.slugs()}
        if turn % 4 == 3:
            assert live == desk.afresh(), (seed, turn, work.__name__)
            check_nothing_left(releases, keep=20)


def publish(desk: Desk, feed: FileSource) -> None:
    """Take the feed in, and build what it changed."""
    when_free(lambda: desk.plan().store.sync(feed))
    when_free(lambda: build(desk.plan(), jobs=2))


def go_back(desk: Desk, feed: FileSource) -> None:
    """To the release before, and on again."""
    publish(desk, feed)
    plan = desk.plan()
    for slug in plan.releases.sites.slugs():
        with suppress(UsageError):
            rollback(plan.store, plan.releases, slug)
    publish(desk, feed)


def clean(desk: Desk, feed: FileSource) -> None:
    """Purge all that is not published any more."""
    publish(desk, feed)
    plan = desk.plan()
    names = frozenset(f"page/{number}" for number in range(1000, 2000))
    purge(plan.store, plan.releases, desk.folder, names - plan.store.standing().names, "试验")
    assert all(verify(plan.releases, slug) == [] for slug in plan.releases.sites.slugs())


def when_free(work: Callable[[], object]) -> None:
    """The workers of a killed build die a moment after it."""
    for _ in range(500):
        with suppress(RefusedError):
            work()
            return
        time.sleep(0.01)
    work()


def took(work: Callable[[], object]) -> float:
    """Seconds."""
    started = time.monotonic()
    work()
    return time.monotonic() - started
