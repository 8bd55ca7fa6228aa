"""
Plain trees at a target, for hosts that have no links, or serve none: no link lies within a site.

    .zhanqun                 the mark
    output/<site>            a link to the live one of two trees; where there are no links, the tree itself
    trees/<site>/a, b        the two trees
    states/<site>/<tree>     which release a tree is; not there while it is being changed
    turn                     the last run that changed anything: where there is no flock, two are told apart

The tree that is not live is brought up to date, from the difference of two roots where both are known,
held against its hashes, and switched to. Without links the one tree is changed as it is served: new
files first, then what leads to them, then what is gone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from shlex import quote

from builder.errors import StoreError, TargetError
from builder.release.listing import RELEASE_FILE, Entry
from builder.release.push import Pushed
from builder.release.scripts import ALONE, SYNC, checksums, statement
from builder.release.sites import Release
from builder.release.store import ReleaseStore
from builder.release.target import Target
from builder.release.there import ask
from builder.release.verifying import Fault

_MARK = "zhanqun flat 1"
_TREES = ("a", "b")
_PLAIN = "plain"
_AT_ONCE = 200
"""Paths in one command line."""
_MAKE = """
mkdir -p output trees states
if ln -s x .link 2>/dev/null && [ -L .link ]; then echo links; fi; rm -f .link
"""
_LOOK = """
[ ! -f turn ] || sed 's/^/turn /' turn
for site in output/*; do
    if [ -L "$site" ]; then echo "live ${site#output/} $(readlink "$site")"
    elif [ -d "$site" ]; then echo "live ${site#output/} plain"; fi
done
for state in states/*/*; do [ ! -f "$state" ] || echo "state $state $(cat "$state")"; done
"""
_FILES = ("-rLpt", "-I", "--out-format=%i %l %n")
"""Files that are known to be others: whatever their size and time."""
_WHOLE = ("-rLpt", "--checksum", "--delete-after", "--force", "--out-format=%i %l %n")


@dataclass(slots=True)
class _There:
    """The state of a target."""

    has_links: bool = False
    turn: str = ""
    live: dict[str, str] = field(default_factory=dict)
    """Site → name of its live tree."""
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    """Site and tree → the release that it is."""


def push_flat(store: ReleaseStore, target: Target, slugs: Collection[str] = ()) -> Pushed:
    """
    Bring the plain trees of these sites at the target to the release that is live here; without any,
    of all sites, and take off those that are not here any more.
    """
    _look(target)
    with target.alone() as is_alone:
        if not is_alone:
            raise _overtaken(target)
        return _push(store, target, slugs, _look(target))


def _push(store: ReleaseStore, target: Target, slugs: Collection[str], there: _There) -> Pushed:
    here = store.sites.slugs()
    live = [release for slug in slugs or here if (release := store.sites.live(slug))]
    fresh = [each for each in live if _live_state(there, each.site) != _state(each)]
    removed = [] if slugs else sorted(there.live.keys() - set(here))
    if not fresh and not removed:
        return Pushed()
    run = _Run(target, there.turn)
    run.do()
    sent = [size for each in fresh for size in _Sending(store, target, there, each, run).send()]
    gone = [f"rm -rf output/{site} trees/{site} states/{site}" for site in map(quote, removed)]
    run.do(*gone, SYNC)
    return Pushed(
        tuple(each.site for each in fresh), tuple(removed), len(sent), sum(sent), there.has_links
    )


def _overtaken(target: Target) -> TargetError:
    return TargetError(f"{target.name}：另一次发送正在改动这里。请等它结束后重试。")


def audit_flat(
    store: ReleaseStore, target: Target, slugs: Collection[str] = ()
) -> dict[str, list[Fault]]:
    """Everything about the live trees at a target that differs from their releases."""
    there = _look(target, may_make=False)
    lost = () if slugs else {slug for slug, _ in there.states} - there.live.keys()
    return {slug: [Fault("/", "link")] for slug in sorted(lost)} | {
        release.site: _faults(store, target, there, release)
        for release in _released(store, target, there, slugs)
    }


def mend_flat(store: ReleaseStore, target: Target, slugs: Collection[str] = ()) -> None:
    """Put right what `audit_flat` would find; each file is replaced at one stroke."""
    there = _look(target, may_make=False)
    for release in _released(store, target, there, slugs):
        target.rsync(_WHOLE, str(release.folder), _place(release.site, there.live[release.site]))
    # The trees that are not live share their files: what they are is not believed any more.
    others = (
        f"rm -f states/{quote(slug)}/{tree}"
        for slug, tree in there.states
        if tree != there.live.get(slug) and (slug in slugs or not slugs)
    )
    target.run("\n".join([f"cd {quote(target.folder)}", *others]))


class _Run:
    """Scripts that are run only as long as no other run has begun since."""

    def __init__(self, target: Target, turn: str) -> None:
        self._target = target
        self._turn = turn
        self._name = secrets.token_hex(8)

    def do(self, *lines: str) -> None:
        """Run these lines in the target's folder."""
        script = [
            f"cd {quote(self._target.folder)}",
            ALONE.format(turn=quote(self._turn), run=self._name),
            *lines,
            "echo done",
        ]
        if self._target.run("\n".join(script)).split()[-1] != "done":
            raise _overtaken(self._target)
        self._turn = self._name


class _Sending:
    """One site on its way."""

    def __init__(
        self, store: ReleaseStore, target: Target, there: _There, release: Release, run: _Run
    ) -> None:
        live = there.live.get(release.site, "")
        self._target = target
        self._release = release
        self._run = run
        self._live = live
        self._tree = _PLAIN if not there.has_links else _TREES[live == _TREES[0]]
        self._new = store.objects.digests(release.root)
        self._old = _digests(store, there.states.get((release.site, self._tree), ""))

    def send(self) -> list[int]:
        """The sizes of the files that had to be sent."""
        slug, place = self._release.site, _place(self._release.site, self._tree)
        state = f"states/{quote(slug)}/{self._tree}"
        self._run.do(
            f"rm -f {state}",
            f"[ ! -L output/{quote(slug)} ] || [ {self._tree} != {_PLAIN} ] || rm output/{quote(slug)}",
            f"mkdir -p {quote(place)} states/{quote(slug)}",
        )
        sent = self._changed() if self._old else self._whole()
        self._check()
        self._run.do(
            f"echo {quote(_state(self._release))} >{state}", SYNC, *self._switch(quote(slug))
        )
        return sent

    def _whole(self) -> list[int]:
        """Nothing is known of the tree."""
        live = self._live if self._live in _TREES else ""
        same = [f"--link-dest=../{live}"] if live and self._tree in _TREES else []
        return self._rsync([*_WHOLE, *same])

    def _changed(self) -> list[int]:
        gone = self._old.keys() - self._new.keys()
        changed = {path for path, digest in self._new.items() if self._old.get(path) != digest}
        # A file where a folder was, or the reverse.
        in_the_way = gone if self._tree in _TREES else set(_in_the_way(gone, changed))
        self._remove(in_the_way)
        added = changed - self._old.keys()
        sent = self._rsync(_FILES, added) if added else []
        others = {*(changed - added), RELEASE_FILE[1:]}
        sent += self._rsync(_FILES, others)
        self._remove(gone - in_the_way)
        return sent

    def _rsync(self, options: Iterable[str], files: Iterable[str] = ()) -> list[int]:
        place = _place(self._release.site, self._tree)
        said = self._target.rsync(list(options), str(self._release.folder), place, sorted(files))
        lines = (line.split(" ", 2) for line in said.splitlines())
        return [int(size) for how, size, _ in lines if how[1] == "f"]

    def _remove(self, paths: Collection[str]) -> None:
        """Files, and the folders that are empty without them."""
        if not paths:
            return
        folders = {folder for path in paths for folder in _above(path)}
        kept = {folder for path in self._new for folder in _above(path)}
        lines = [f"cd {quote(_place(self._release.site, self._tree))}"]
        lines += (f"rm -f {names}" for names in _in_lines(sorted(paths)))
        empty = sorted(folders - kept, key=lambda folder: (-folder.count("/"), folder))
        lines += (f"rmdir {names} 2>/dev/null || :" for names in _in_lines(empty))
        self._run.do("(", *lines, ")")

    def _check(self) -> None:
        sums = _sums(self._new, self._old)
        place = quote(f"{self._target.folder}/{_place(self._release.site, self._tree)}")
        script = [
            f"cd {place}",
            "sha256sum -c >/dev/null 2>&1 <<'END' || echo damaged",
            *sums,
            "END",
        ]
        if sums and "damaged" in self._target.run("\n".join(script)).split():
            raise TargetError(
                f"{self._target.name}：{self._release.site} 到达的文件与发布时不同，没有完成。"
                "请运行 zhanqun verify 查明原因。"
            )

    def _switch(self, slug: str) -> Iterator[str]:
        if self._tree != _PLAIN:
            yield f"[ -L output/{slug} ] || rm -rf output/{slug}"
            yield f"ln -sfn ../trees/{slug}/{self._tree} states/{slug}.live"
            yield f"mv -T states/{slug}.live output/{slug}"


def _look(target: Target, may_make: bool = True) -> _There:
    there = _There()
    for word, rest in ask(target, _MARK, (_MAKE if may_make else "") + _LOOK, may_make):
        if word == "links":
            there.has_links = True
        elif word == "turn":
            there.turn = rest
        elif word == "live":
            slug, _, tree = rest.partition(" ")
            there.live[slug] = tree.rpartition("/")[2]
        elif word == "state":
            path, _, state = rest.partition(" ")
            _, slug, tree = path.split("/")
            there.states[slug, tree] = state
    return there


def _place(slug: str, tree: str) -> str:
    """Where a tree lies below the target's folder."""
    return f"output/{slug}" if tree == _PLAIN else f"trees/{slug}/{tree}"


def _state(release: Release) -> str:
    """Root and statement of a release, which tell it from every other."""
    return f"{release.root} {hashlib.sha256(statement(release).encode()).hexdigest()}"


def _live_state(there: _There, slug: str) -> str:
    return there.states.get((slug, there.live.get(slug, "")), "")


def _digests(store: ReleaseStore, state: str) -> dict[str, str]:
    """What a tree holds; nothing where we do not have that release any more."""
    try:
        return store.objects.digests(state.partition(" ")[0]) if state else {}
    except StoreError:
        return {}


def _released(
    store: ReleaseStore, target: Target, there: _There, slugs: Collection[str]
) -> Iterator[Release]:
    """The releases that the live trees of these sites are to be."""
    for slug in slugs or sorted(there.live):
        state = _live_state(there, slug)
        found = next((each for each in store.sites.releases(slug) if _state(each) == state), None)
        if found is None:
            raise TargetError(
                f"{target.name}：网站“{slug}”不在那里，或那里的版本本机已不保留。"
                "请先运行 zhanqun push --flat。"
            )
        yield found


def _faults(store: ReleaseStore, target: Target, there: _There, release: Release) -> list[Fault]:
    place = _place(release.site, there.live[release.site])
    sums = _sums(store.objects.digests(release.root), {})
    found = {
        Fault(name.removeprefix("."), "changed" if is_there else "missing")
        for name, is_there in target.differing(place, sums)
    }
    # What does not belong there, and the release.json.
    dry = [option for option in _WHOLE if option != "--checksum"]
    for line in target.rsync([*dry, "--dry-run"], str(release.folder), place).splitlines():
        if line.startswith("*deleting"):
            found.add(Fault(f"/{line.split(maxsplit=2)[2]}", "foreign"))
    own = target.rsync([*_WHOLE, "--dry-run"], str(release.folder), place, [RELEASE_FILE[1:]])
    if own.strip():
        found.add(Fault(RELEASE_FILE, "statement"))
    return sorted(found)


def _sums(new: Mapping[str, str], old: Mapping[str, str]) -> list[str]:
    """Lines that `sha256sum -c` reads, for what is new or another."""
    entries = [
        Entry(path, digest, False) for path, digest in new.items() if old.get(path) != digest
    ]
    return list(checksums(entries, "."))


def _in_the_way(gone: set[str], changed: set[str]) -> Iterator[str]:
    """Files that are gone where there are folders now, or whose folders are files now."""
    folders = {folder for path in changed for folder in _above(path)}
    for path in gone:
        if path in folders or not changed.isdisjoint(_above(path)):
            yield path


def _above(path: str) -> list[str]:
    """``a/b/c`` → ``["a", "a/b"]``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _in_lines(paths: list[str]) -> Iterator[str]:
    for start in range(0, len(paths), _AT_ONCE):
        yield " ".join(quote(f"./{path}") for path in paths[start : start + _AT_ONCE])
