"""
Does the work of a build, in this process or in several forked from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from builder.addressing import Address
from builder.engine import FolderWriter, is_collecting, run_in_pelican
from builder.ledger import Ledger
from builder.making import Made, Maker, Written
from builder.outputs import MediaFile
from builder.places import Place
from builder.plan import Plan
from builder.processes import end_with_parent, in_processes
from builder.release import Run, Tree
from builder.trace import Key

_TOGETHER = 16
"""Places that a worker is sent at once, at most."""
_PARCELS = 32
"""Times that each worker is sent some, at least."""

Change = tuple[Tree | None, Iterable[str], Mapping[str, str]]
"""A site's tree to start from, paths that are gone, digests of what is staged."""


@dataclass(frozen=True, slots=True)
class Work:
    """The places to be made."""

    plan: Plan
    run: Run
    slugs: Mapping[int, str]
    touched: Mapping[int, frozenset[Key]]
    """What changed since each site was made."""
    ledgers: Mapping[int, Ledger]
    tasks: Mapping[Place, bytes | None]
    """Each place with the shard it was; None to make it anew."""


def make_places(work: Work, jobs: int) -> list[Made]:
    """
    Stage the changed files of all places. A plugin that waits for the end of everything has them made
    in this process.
    """
    found: list[Made] = []
    if not work.tasks:
        return found
    trees = work.run.trees
    trees.mkdir(parents=True, exist_ok=True)
    with work.plan.view() as view:
        site = view.site(next(iter(work.tasks)).site)
        name, origin = site.name, view.origin(site.id)

    def task(writer: FolderWriter) -> None:
        if jobs < 2 or len(work.tasks) < 2 or is_collecting():
            with ExitStack() as stack:
                makers = _Makers(work, stack, writer)
                found.extend(makers.make(place) for place in work.tasks)
        else:
            # Few enough at a time that no process waits long for the last one.
            together = max(1, min(_TOGETHER, len(work.tasks) // (_PARCELS * jobs)))
            given = work, writer
            found.extend(
                in_processes(jobs, _Worker.start, given, _Worker.make, work.tasks, together)
            )

    run_in_pelican(task, work.plan.theme, trees, name, origin, work.plan.plugins)
    return found


def take_trees(run: Run, changes: Mapping[str, Change], jobs: int) -> dict[str, Tree]:
    """Take what is staged of each site into the release store."""
    if jobs < 2 or len(changes) < 2:
        return {slug: run.take(slug, *change) for slug, change in changes.items()}
    taken = in_processes(jobs, _Taker.start, (run, changes), _Taker.take, changes)
    return dict(zip(changes, taken, strict=True))


class _Makers:
    """A maker for each site, all with one view."""

    def __init__(self, work: Work, stack: ExitStack, writer: FolderWriter) -> None:
        self._work = work
        self._writer = writer
        view = stack.enter_context(work.plan.view(work.ledgers))
        self._makers = {
            site: Maker(view, work.plan.outputs, self._write, work.touched[site])
            for site in work.slugs
        }
        self._folders = {site: str(work.run.staged(slug)) for site, slug in work.slugs.items()}

    def make(self, place: Place) -> Made:
        """One place."""
        return self._makers[place.site].make(place, self._work.tasks[place])

    def _write(self, address: Address, content: bytes | MediaFile, known: bytes | None) -> Written:
        return self._writer.put(self._folders[address.site], address.path, content, known)


class _Worker:
    stack: ExitStack
    makers: _Makers

    @classmethod
    def start(cls, work: Work, writer: FolderWriter) -> None:
        end_with_parent()
        # The view stays open until the process ends.
        cls.stack = ExitStack()
        cls.makers = _Makers(work, cls.stack, writer)

    @classmethod
    def make(cls, place: Place) -> Made:
        return cls.makers.make(place)


class _Taker:
    run: Run
    changes: Mapping[str, Change]

    @classmethod
    def start(cls, run: Run, changes: Mapping[str, Change]) -> None:
        end_with_parent()
        cls.run, cls.changes = run, changes

    @classmethod
    def take(cls, slug: str) -> Tree:
        return cls.run.take(slug, *cls.changes[slug])
