"""
One build: every site's tree is made beside the output folder and taken into the release store, then
one site after another is switched to it.
"""

from __future__ import annotations

import multiprocessing
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from builder.addressing import Addressing
from builder.engine import Job, Made, make_site
from builder.errors import OutputError, StoreError, UsageError
from builder.outputs import Output, all_outputs, column_inventory
from builder.processes import end_with_parent
from builder.release import ReleaseStore, Retention, Run, Tree
from builder.release.signing import Signer
from builder.store import Store
from builder.theme import Theme
from builder.view import open_view

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")

Progress = Callable[[str, Made], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build, from what, to where."""

    store: Store
    theme: Theme
    addressing: Addressing
    outputs: dict[str, Output]
    output: Path
    plugins: tuple[str, ...] = ()
    signer: Signer | None = None
    retention: Retention = field(default_factory=Retention)

    @property
    def releases(self) -> ReleaseStore:
        """Where the releases of the output folder are kept."""
        return ReleaseStore(self.output, self.signer, self.retention)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made of a site: its files, how many changed, its root, whether it was switched."""

    files: dict[str, int]
    changed: int
    root: str
    is_switched: bool


def select_outputs(only: Sequence[str] = (), without: Sequence[str] = ()) -> dict[str, Output]:
    """The outputs a command asked for; an unknown name is a `UsageError`."""
    known = all_outputs()
    for name in (*only, *without):
        if name not in known:
            raise UsageError(f"没有名为“{name}”的输出。可用的输出：{'、'.join(known)}。")
    return {
        name: output
        for name, output in known.items()
        if name not in without and (not only or name in only)
    }


def build(
    plan: Plan, slugs: Sequence[str] = (), jobs: int = 1, progress: Progress | None = None
) -> dict[str, Built]:
    """
    Build the named sites, or all. Nothing changes in the output folder unless every one succeeds.
    """
    plan.theme.check(_page_types(plan))
    sites = _chosen(plan, slugs)
    made: dict[str, tuple[Made, Tree]] = {}
    with plan.releases.run() as run:
        for slug, (result, tree) in _made(plan, run, sites, jobs):
            made[slug] = result, tree
            if progress:
                progress(slug, result)
        switched = run.switch({slug: tree for slug, (_, tree) in made.items()})
        if not slugs:
            run.retire_others(made)
            _remove_others(plan.output, made)
    return {
        slug: Built(result.files, result.changed, tree.root, switched[slug])
        for slug, (result, tree) in made.items()
    }


def _page_types(plan: Plan) -> dict[str, tuple[str, ...]]:
    schemas = plan.store.schemas
    return {name: schemas.kinds[name].fields for name in schemas.page_types}


def _chosen(plan: Plan, slugs: Sequence[str]) -> dict[str, int]:
    if not plan.store.is_filled:
        raise StoreError(f"{plan.store.path}：构建端还没有内容。请用 --feed 指明一份完整的数据流。")
    with open_view(plan.store, plan.theme, plan.addressing) as view:
        known = {site.slug: site.id for site in view.sites()}
    for slug in known:
        if not _SLUG.fullmatch(slug):
            raise OutputError(f"网站的短名“{slug}”不能作文件夹名。请在内容管理端修改后重新导出。")
    for slug in slugs:
        if slug not in known:
            raise UsageError(f"站群里没有网站“{slug}”。现有网站：{'、'.join(known)}。")
    return {slug: known[slug] for slug in (slugs or known)}


def _made(
    plan: Plan, run: Run, sites: dict[str, int], jobs: int
) -> Iterator[tuple[str, tuple[Made, Tree]]]:
    if jobs < 2 or len(sites) < 2:
        yield from ((slug, _make(plan, run, slug, site)) for slug, site in sites.items())
        return
    fork = multiprocessing.get_context("fork")
    # A forked worker finds the plan where its parent left it; nothing but names is sent.
    with ProcessPoolExecutor(jobs, fork, _Worker.start, (plan, run)) as pool:
        yield from zip(sites, pool.map(_Worker.make, sites.items()), strict=True)


class _Worker:
    plan: Plan
    run: Run

    @classmethod
    def start(cls, plan: Plan, run: Run) -> None:
        end_with_parent()
        cls.plan, cls.run = plan, run

    @classmethod
    def make(cls, site: tuple[str, int]) -> tuple[Made, Tree]:
        return _make(cls.plan, cls.run, *site)


def _make(plan: Plan, run: Run, slug: str, site: int) -> tuple[Made, Tree]:
    folder = run.staged(slug)
    folder.mkdir(parents=True)
    with open_view(plan.store, plan.theme, plan.addressing) as view:
        job = Job(view, plan.theme, site, plan.outputs, folder, run.former(slug), plan.plugins)
        made = make_site(job)
    return made, run.take(slug)


def _remove_others(output: Path, slugs: Iterable[str]) -> None:
    """Plain trees of sites that are no longer in the cluster; nothing that a build did not make."""
    for folder in output.iterdir():
        if folder.name not in slugs and (folder / column_inventory.PATH.lstrip("/")).is_file():
            shutil.rmtree(folder)
