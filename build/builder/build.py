"""
One build: what changed since the last one is made again, every site's tree is brought up to date in the
release store, then one site after another is switched to it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from builder.errors import OutputError, UsageError
from builder.gate import Gate, Verdict
from builder.outputs import column_inventory
from builder.plan import Plan, select_outputs
from builder.records import Ref
from builder.release import Run
from builder.returning import follow_withdrawals
from builder.shards import Shards
from builder.site_build import SiteBuild, prepare
from builder.store import HeldBy, Moment
from builder.trace import Key
from builder.working import Work, make_places, take_trees

__all__ = ["Build", "Built", "Plan", "build", "select_outputs"]

TRACES = "traces.sqlite3"
"""Name of the file beside the releases that tells what was built of what."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_FEW = 1000
"""Files that one process makes as fast as several."""


_ROUNDS = 5
"""How often a change is judged anew because pages of it are held."""


class Build(NamedTuple):
    """What a build did: by site, what the gate held back and what it has to tell."""

    sites: dict[str, Built]
    held: dict[Ref, list[HeldBy]]
    told: list[HeldBy]
    pinned: tuple[str, ...] = ()
    """Sites that were left at the release they were taken back to."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made of a site."""

    files: dict[str, int]
    """How many there are, by output."""
    rendered: int
    changed: int
    """How many were written or taken away."""
    root: str
    is_switched: bool
    reasons: dict[str, list[Key]]
    """Path of each rendered file → what was touched that it had read; empty for a new one."""


def build(plan: Plan, slugs: Sequence[str] = (), jobs: int = 1, *, full: bool = False) -> Build:
    """
    Build the named sites, or all: of each what changed since it was built last, or with `full`
    everything. Nothing changes in the output folder unless every site succeeds.
    """
    sites = _chosen(plan, slugs)
    verdict = Verdict()
    with plan.releases.run() as run, ExitStack() as opened:
        shards = opened.enter_context(closing(Shards(run.beside(TRACES))))
        pinned = plan.releases.pinned(sites)
        fresh = {slug: site for slug, site in sites.items() if slug not in pinned}
        builds = prepare(plan, run, shards, fresh, full=full)
        if any(each.is_theme_new for each in builds):
            plan.theme.check(_page_types(plan))
        _make(plan, run, shards, builds, jobs)
        gate = (
            opened.enter_context(closing(Gate(plan, run, builds, jobs))) if plan.is_gated else None
        )
        if gate:
            verdict = _pass(plan, run, shards, builds, jobs, gate)
        for each in builds:
            each.check_claims(plan.releases.objects, shards)
        _take(run, builds, jobs)
        trees = {each.slug: each.tree for each in builds}
        kept = follow_withdrawals(plan.store, plan.releases, run, pinned)
        switched = run.switch(trees | kept, plan.forced)
        if not slugs:
            run.retire_others(switched)
            _remove_others(plan.output, switched)
        _mark_released(plan, {each.site for each in builds})
        _keep(shards, builds, {} if slugs else sites, plan.store.moment)
        if gate:
            gate.commit()
        built = {each.slug: _built(each, shards, switched) for each in builds}
        return Build(built, verdict.held, verdict.told, tuple(pinned))


def _mark_released(plan: Plan, built: Collection[int]) -> None:
    """What changed on these sites is live; what changed on others waits for them."""
    with plan.view() as view:
        is_all = all(site.id in built for site in view.sites())
        changed = () if is_all else filter(None, map(view.entry, plan.store.unreleased().pages))
        waiting = [entry.ref for entry in changed if view.address(entry).site not in built]
    plan.store.mark_released(waiting, is_all=is_all)


def _pass(
    plan: Plan, run: Run, shards: Shards, builds: list[SiteBuild], jobs: int, gate: Gate
) -> Verdict:
    """Hold the pages that must not go live, and make again what showed them."""
    held: dict[Ref, list[HeldBy]] = {}
    for _ in range(_ROUNDS):
        verdict = gate.judge()
        if plan.forced:
            forced = (reason for reasons in verdict.held.values() for reason in reasons)
            return Verdict(told=[*forced, *verdict.told])
        if not verdict.held:
            break
        held |= verdict.held
        before = plan.store.moment
        plan.store.hold(verdict.held)
        keys = frozenset(plan.store.touched_since(before) or ())
        with plan.view() as view:
            for each in builds:
                each.touch(view, shards, keys, run.staged(each.slug))
        _make(plan, run, shards, builds, jobs)
    return Verdict(held, verdict.told)


def _make(plan: Plan, run: Run, shards: Shards, builds: list[SiteBuild], jobs: int) -> None:
    """Stage every file that is another now, and then what tells of addresses that are lost."""
    _stage(plan, run, builds, jobs)
    for each in builds:
        each.learn(plan.output / each.slug, shards)
    _stage(plan, run, builds, jobs)


def _stage(plan: Plan, run: Run, builds: list[SiteBuild], jobs: int) -> None:
    work = Work(
        plan=plan,
        run=run,
        slugs={each.site: each.slug for each in builds},
        touched={each.site: each.touched for each in builds},
        ledgers={each.site: each.ledger for each in builds},
        tasks={place: blob for each in builds for place, blob in each.tasks.items()},
    )
    by_site = {each.site: each for each in builds}
    is_much = sum(each.weight for each in builds) > _FEW
    for made in make_places(work, jobs if is_much else 1):
        build = by_site[made.place.site]
        build.add(made, run.staged(build.slug))


def _take(run: Run, builds: list[SiteBuild], jobs: int) -> None:
    """Bring the sites' trees up to date in the release store."""
    changes = {
        each.slug: (each.base, each.gone(), each.digests()) for each in builds if each.has_changed
    }
    is_much = sum(len(digests) for _, _, digests in changes.values()) > _FEW
    trees = take_trees(run, changes, jobs if is_much else 1)
    for each in builds:
        each.taken = trees.get(each.slug)


def _keep(
    shards: Shards, builds: list[SiteBuild], all_sites: Mapping[str, int], moment: Moment
) -> None:
    """Note what is live; of sites that are gone nothing is kept."""
    lost = set(shards.sites()).difference(all_sites.values()) if all_sites else set()
    afresh = {each.site for each in builds if each.base is None}
    states = {each.site: each.state(moment) for each in builds}
    kept = [kept for each in builds for kept in each.kept()]
    if kept or lost or any(shards.site(site) != state for site, state in states.items()):
        shards.keep(states, afresh | lost, kept)


def _built(build: SiteBuild, shards: Shards, switched: Mapping[str, bool]) -> Built:
    return Built(
        files=shards.files(build.site),
        rendered=sum(made.rendered for made in build.made.values()),
        changed=build.changed(),
        root=build.tree.root,
        is_switched=switched[build.slug],
        reasons={path: keys for made in build.made.values() for path, keys in made.reasons.items()},
    )


def _page_types(plan: Plan) -> dict[str, tuple[str, ...]]:
    schemas = plan.store.schemas
    return {name: schemas.kinds[name].fields for name in schemas.page_types}


def _chosen(plan: Plan, slugs: Sequence[str]) -> dict[str, int]:
    if not plan.store.is_filled:
        raise plan.store.empty()
    with plan.view() as view:
        all_sites = view.sites()
    known = {site.slug: site.id for site in all_sites}
    if not known:
        raise OutputError("数据流中没有网站，已发布的网站没有改动。请核对内容管理端后重新导出。")
    for slug, site in known.items():
        if others := [each.name for each in all_sites if each.slug == slug and each.id != site]:
            raise OutputError(
                f"网站的短名“{slug}”有两个网站在用（{others[0]}）。请在内容管理端修改后重新导出。"
            )
        if not _SLUG.fullmatch(slug):
            raise OutputError(f"网站的短名“{slug}”不能作文件夹名。请在内容管理端修改后重新导出。")
    for slug in slugs:
        if slug not in known:
            raise UsageError(f"站群里没有网站“{slug}”。现有网站：{'、'.join(known)}。")
    return {slug: known[slug] for slug in (slugs or known)}


def _remove_others(output: Path, slugs: Iterable[str]) -> None:
    """Plain trees of sites that are no longer in the cluster; nothing that a build did not make."""
    for folder in output.iterdir():
        if folder.name not in slugs and (folder / column_inventory.PATH.lstrip("/")).is_file():
            shutil.rmtree(folder)
