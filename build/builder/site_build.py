"""
One site on its way from its last tree to its next: what of it is to be made, and what was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from builder.ledger import entries_of, read_ledger
from builder.making import Made, claimed_twice
from builder.places import Place, places_of
from builder.plan import Plan
from builder.release import Objects, Run, Tree
from builder.shards import Kept, Shards, SiteState, decode, is_among, name_of
from builder.store import Moment
from builder.trace import Key
from builder.view import View

_UNKNOWN = 100
"""Files to expect in a place that is made for the first time."""


@dataclass(frozen=True, slots=True)
class _Now:
    """What sites are built from by this build."""

    made_by: str
    theme: dict[str, str]


@dataclass(slots=True)
class SiteBuild:
    """`base` is the live tree to start from; without one everything is made."""

    site: int
    slug: str
    name: str
    now: _Now
    base: Tree | None = None
    live: Tree | None = None
    """What the site shows while it is built."""
    former: dict[str, str] = field(default_factory=dict)
    """Path → digest of a live tree that is not started from."""
    is_theme_new: bool = True
    touched: frozenset[Key] = frozenset()
    tasks: dict[Place, bytes | None] = field(default_factory=dict)
    """The places to be made, each with the shard it was."""
    lost: dict[Place, bytes] = field(default_factory=dict)
    """Places that are no more."""
    weight: int = 0
    """About how many files are to be looked at."""
    ledger: dict[str, str] = field(default_factory=dict)
    made: dict[Place, Made] = field(default_factory=dict)
    taken: Tree | None = None

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to take in."""
        return self.base is None or bool(
            self.lost or any(m.changed or m.gone for m in self.made.values())
        )

    @property
    def tree(self) -> Tree:
        """The site as it is now."""
        tree = self.taken or self.base
        assert tree is not None
        return tree

    def state(self, moment: Moment) -> SiteState:
        """What the tree was built from; `moment` is the store's."""
        return SiteState(self.slug, self.tree.root, moment, self.now.made_by, self.now.theme)

    def digests(self) -> dict[str, str]:
        """Path → SHA-256 of every file that was written, as the release store has them."""
        return {
            path[1:]: digest.hex()
            for made in self.made.values()
            for path, digest in made.changed.items()
        }

    def gone(self) -> set[str]:
        """Paths of files that are no more, and whose addresses nobody took over."""
        return {
            path[1:] for path in self._left().difference(*(made.new for made in self.made.values()))
        }

    def add(self, made: Made, staged: Path) -> None:
        """A place was made, for the first time or again."""
        before = self.made.setdefault(made.place, made)
        if before is not made:
            for path in before.changed.keys() & set(made.gone):
                (staged / path[1:]).unlink()
            before.follow(made)

    def learn(self, live: Path, shards: Shards) -> None:
        """
        Enter the addresses that are lost into the ledger, and have the files that tell of them made
        again. `live` is the site as it still is.
        """
        entries = entries_of(self._lost(), live)
        self.tasks = {}
        if not entries.items() <= self.ledger.items():
            self.ledger |= entries
            self.touched = frozenset({("ledger", self.site)})
            place = Place(self.site)
            made = self.made.get(place)
            self.tasks = {place: made.shard if made else shards.shard(place)}

    def touch(self, view: View, shards: Shards, keys: frozenset[Key], staged: Path) -> None:
        """Some of what the places were made of has changed once more: find what to make again."""
        self.touched |= keys
        base = shards.places(self.site) if self.base else {}
        known = {
            **{p: n for p, n in base.items() if p not in self.lost},
            **dict.fromkeys(self.made, 0),
        }
        names = {name_of(key) for key in keys}
        reading = shards.reading(self.site, keys) if self.base else set()
        wanted = set(places_of(view, self.site, known, _columns(keys)))
        self.tasks = {}
        for place in sorted(wanted):
            if place in self.made:
                if is_among(names, self.made[place].names):
                    self.tasks[place] = self.made[place].shard
            elif place not in base or place in reading:
                self.tasks[place] = shards.shard(place) if place in base else None
            self.lost.pop(place, None)
        for place in self.made.keys() - wanted:
            for path in self.made.pop(place).changed:
                (staged / path[1:]).unlink()
        self.lost |= {place: shards.shard(place) for place in base if place not in wanted}

    def _lost(self) -> set[str]:
        if self.base is not None:
            return {f"/{path}" for path in self.gone()}
        if not self.former:
            return set()
        files = (file.path for made in self.made.values() for file in decode(made.shard).files)
        return {f"/{path}" for path in self.former}.difference(files)

    def changed(self) -> int:
        """How many files were written or taken away."""
        if self.base is None:
            return len(dict(self.digests().items() ^ self.former.items()))
        return len(self.digests()) + len(self.gone())

    def kept(self) -> Iterator[Kept]:
        """What to note of its places."""
        yield from (Kept(place) for place in self.lost)
        for made in self.made.values():
            yield Kept(made.place, made.shard, made.files, made.names)

    def check_claims(self, objects: Objects, shards: Shards) -> None:
        """An address belongs to one output, over all places; else an `OutputError`."""
        owners: dict[str, str] = {}
        for made in self.made.values():
            for path, output in made.new.items():
                if other := owners.get(path):
                    raise claimed_twice(self.name, path, other, output)
                owners[path] = output
        if self.base is None:
            return
        live, left = objects.path(self.base.root), self._left()
        for path, output in owners.items():
            if path not in left and os.path.lexists(live / path[1:]):
                raise claimed_twice(self.name, path, shards.owner(self.site, path), output)

    def _left(self) -> set[str]:
        """Paths that a place had and has no longer."""
        lost = (file.path for blob in self.lost.values() for file in decode(blob).files)
        return {*lost, *(path for made in self.made.values() for path in made.gone)}


def prepare(
    plan: Plan, run: Run, shards: Shards, sites: dict[str, int], *, full: bool
) -> list[SiteBuild]:
    """
    What is to be made of each site. Where its traces are not those of what is live, or its code or
    configuration is another, everything.
    """
    now = _Now(plan.made_by(), plan.theme.digests())
    # Nearly every site was made last at the same moment.
    touched_since = cache(plan.store.touched_since)
    builds = []
    with plan.view() as view:
        for slug, site in sites.items():
            build = SiteBuild(site, slug, view.site(site).name, now)
            build.ledger = read_ledger((plan.history or plan.output) / slug)
            base, known = run.base(slug), None if full else shards.site(site)
            build.live = base
            touched = touched_since(known.moment) if known else None
            if (
                base
                and known
                and touched is not None
                and (known.slug, known.root, known.made_by) == (slug, base.root, now.made_by)
            ):
                build.base = base
                build.is_theme_new = known.theme != now.theme
                build.touched = frozenset(touched | _changed_templates(known.theme, now.theme))
                _find_touched(view, shards, build)
            else:
                build.former = run.digests(base)
                build.tasks = dict.fromkeys(places_of(view, site))
                build.weight = _UNKNOWN * len(build.tasks)
            builds.append(build)
    return builds


def _changed_templates(before: dict[str, str], now: dict[str, str]) -> set[Key]:
    changed = {name for name, _ in before.items() ^ now.items()}
    return {("static",) if name == "static" else ("template", name) for name in changed}


def _find_touched(view: View, shards: Shards, build: SiteBuild) -> None:
    known = shards.places(build.site)
    wanted = set(places_of(view, build.site, known, _columns(build.touched)))
    reading = shards.reading(build.site, build.touched)
    for place in sorted(wanted):
        if place not in known:
            build.tasks[place] = None
        elif place in reading:
            build.tasks[place] = shards.shard(place)
    build.lost = {place: shards.shard(place) for place in known if place not in wanted}
    build.weight = sum(known.get(place, _UNKNOWN) for place in build.tasks)


def _columns(keys: Iterable[Key]) -> set[int]:
    """The columns in which something else stands."""
    return {key[1] for key in keys if key[0] == "order"}
