"""
Killed at any moment, a run leaves every site whole; the next one finishes and leaves nothing over.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.errors import RefusedError
from builder.release import ReleaseStore, Retention, verify
from builder.sources import FileSource
from tests.builder.release.conftest import write
from tests.helpers import a_feed, article, column, files_below, site

SLUGS = ("portal", "water")
KEPT = Retention(count=2, patience=timedelta(0))


def contents(number: int) -> dict[str, str]:
    """A site whose every file says its number, but for those that never change."""
    fixed = {f"fixed/{n}.html": "不变" for n in range(20)}
    return {f"{n % 5}/{n % 3}/{n}.html": str(number) for n in range(40)} | fixed


def release(output: Path, number: int) -> None:
    store = ReleaseStore(output, retention=KEPT)
    with store.run() as run:
        for slug in SLUGS:
            write(run.staged(slug), contents(number))
        run.switch({slug: run.take(slug) for slug in SLUGS})
        run.retire_others(SLUGS)


def release_for_ever(output: Path, number: int) -> None:
    while True:
        release(output, number)
        number += 1


def killed(seconds: float, target: Callable[..., None], *arguments: object) -> None:
    """Run in a process of its own, and kill that after a while."""
    process = get_context("fork").Process(target=target, args=arguments)
    process.start()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def check_whole(store: ReleaseStore) -> None:
    for slug in store.sites.slugs():
        if (store.output / slug).is_symlink():
            assert verify(store, slug) == []


def check_nothing_left(store: ReleaseStore, keep: int = KEPT.count) -> None:
    kept = [each.root for slug in store.sites.slugs() for each in store.sites.releases(slug)]
    reachable = store.objects.reachable(kept)
    assert store.objects.names() == reachable
    assert {path.name for path in files_below(store.folder / "listings")} == reachable
    assert not (store.folder / "staging").exists()
    assert all(len(store.sites.releases(slug)) <= keep for slug in store.sites.slugs())


@pytest.mark.parametrize("times", [8, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_run_leaves_each_site_exactly_one_whole_release(tmp_path, times):
    """
    At random moments of taking in, switching and collecting: every file has the bytes of one number.
    """
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    store = ReleaseStore(tmp_path / "output", retention=KEPT)
    for turn in range(times):
        killed(chance.uniform(0.005, 0.12), release_for_ever, store.output, turn * 1000)

        check_whole(store)
        for slug in store.sites.slugs():
            texts = {path.read_text() for path in files_below(store.output / slug, "[0-9]*.html")}
            assert len(texts - {"不变"}) <= 1, f"seed {seed}, turn {turn}"
        if chance.random() < 0.2:
            release(store.output, turn * 1000 + 999)
            check_nothing_left(store)
    release(store.output, -1)

    check_nothing_left(store)
    check_whole(store)


@pytest.mark.parametrize("times", [3, pytest.param(40, marks=pytest.mark.long)])
def test_a_killed_build_leaves_the_sites_as_they_were(tmp_path, store, theme, times):
    """
    The whole build, with its workers.
    """
    records = [site(), column(10, "tzgg"), site(2, "water"), column(20, "gg", site=2)]
    pages = [record for n in range(100, 140) for record in article(n, 10 if n % 2 else 20)]
    plan = Plan(store, theme, Addressing(), select_outputs(), tmp_path / "output", retention=KEPT)

    def build_with(title: str) -> None:
        store.sync(FileSource(a_feed(tmp_path, *records, *pages, *article(99, title=title))))
        build(plan, jobs=2)

    def build_when_free(title: str) -> None:
        # The workers of a killed build die a moment after it.
        for _ in range(500):
            with suppress(RefusedError):
                return build_with(title)
            time.sleep(0.01)
        raise AssertionError("a killed build still holds the lock")

    build_with("第一版")
    started = time.monotonic()
    build_with("第二版")
    usual = time.monotonic() - started
    for turn in range(times):
        killed(random.uniform(0, usual), build_when_free, f"改动{turn}")
        check_whole(plan.releases)
    build_when_free("最后一版")

    check_whole(plan.releases)
    check_nothing_left(plan.releases)
    assert "最后一版" in (plan.output / "portal/tzgg/2026-03/99.html").read_text()
