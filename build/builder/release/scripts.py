"""
The two shell scripts of a push: one before anything is sent, one that checks, switches and cleans up.
Each is run as a whole or, cut short, not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from shlex import quote

from builder.errors import StoreError
from builder.release.listing import RELEASE_FILE, Entry
from builder.release.objects import Objects, shelved
from builder.release.sites import Release
from builder.release.store import ReleaseStore
from builder.release.there import Laid

_AT_ONCE = 200
"""Paths in one command line."""
ALONE = """
exec 9>lock
! command -v flock >/dev/null || flock -w 60 9 || {{ echo overtaken; exit; }}
[ "$(cat turn 2>/dev/null)" = {turn} ] || {{ echo overtaken; exit; }}
echo {run} >turn
"""
# The listings first, so that no folder is ever without its own.
_TAKE_IN = """
for shelf in staging/{run}/listings/?? staging/{run}/objects/??; do
    [ -d "$shelf" ] || continue
    mkdir -p "${{shelf#staging/{run}/}}"
    mv -f "$shelf"/* "${{shelf#staging/{run}/}}"
done
"""
SYNC = "sync -f . 2>/dev/null || sync"


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a push is to do: lay `fresh` releases, take sites off (`removed`), send `missing` folders
    (and which old one each is most like), remove releases that are `gone` and folders `unused`.
    """

    store: ReleaseStore
    fresh: Mapping[Laid, Release]
    removed: tuple[str, ...]
    missing: Mapping[str, str]
    gone: Collection[Laid]
    unused: Collection[str]
    run: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.fresh or self.removed or self.missing or self.gone or self.unused)


def prepare(folder: str, plan: Plan) -> str:
    """
    Makes the run's folder. A file that a new folder shares with the old one at its address is linked,
    not sent.
    """
    lines = [f"cd {quote(folder)}/releases/staging", f"mkdir {plan.run} {plan.run}/objects"]
    for root, old in plan.missing.items():
        had = set(entries(plan.store.objects, old))
        same = [entry for entry in plan.store.objects.listing(root) if entry in had]
        if names := [quote(f"./{entry.name}") for entry in same if not entry.is_folder]:
            place = f"{plan.run}/objects/{shelved(root)}"
            linked = f"ln {' '.join(names)} ../../../staging/{place}"
            lines += [f"mkdir -p {place}", f"(cd ../objects/{shelved(old)} && {linked}) || :"]
    return "\n".join(lines)


def switch(folder: str, plan: Plan, turn: str) -> str:
    """
    Holds what arrived against its hashes, moves it into place, switches and cleans up. Says `done`,
    `damaged`, or `overtaken` where another run was there since `turn`.
    """
    lines = [
        f"cd {quote(folder)}/releases",
        *_check(plan),
        *_lay(plan),
        ALONE.format(turn=quote(turn), run=plan.run),
        _TAKE_IN.format(run=plan.run),
        *(f"mkdir -p sites/{laid.site}" for laid in plan.fresh),
        *(f"mv -T staging/{plan.run}/{laid.site} sites/{laid.name}" for laid in plan.fresh),
        SYNC,
        *(
            f"mv -T staging/{plan.run}/{laid.site}.live ../output/{laid.site}"
            for laid in plan.fresh
        ),
        *_clean(plan),
        "echo done",
    ]
    return "\n".join(lines)


def _check(plan: Plan) -> Iterator[str]:
    sums = [
        line
        for root in plan.missing
        for line in checksums(plan.store.objects.listing(root), shelved(root))
    ]
    if sums:
        yield f"(cd staging/{plan.run}/objects && sha256sum -c >/dev/null 2>&1) <<'END' ||"
        yield from sums
        yield "END\n{ echo damaged; exit; }"


def _lay(plan: Plan) -> Iterator[str]:
    """Links to the root's entries, the release.json, and the link that will be the live one."""
    for laid, release in plan.fresh.items():
        links = plan.store.sites.links(release)
        yield f"cd staging/{plan.run}; ln -s ../releases/sites/{laid.name} {laid.site}.live"
        yield f"mkdir -p {laid.site}{RELEASE_FILE.rpartition('/')[0]}; cd {laid.site}"
        yield from (f"ln -s {quote(to)} {quote(f'./{path}')}" for path, to in links.items())
        yield f"cat >.{RELEASE_FILE} <<'END'\n{statement(release)}\nEND"
        yield f"chmod 444 .{RELEASE_FILE}; cd ../../.."


def _clean(plan: Plan) -> Iterator[str]:
    """What goes is moved aside first, so that no folder of releases is ever there by half."""
    trash = f"staging/{plan.run}/trash"
    yield f"mkdir -p {trash}/objects {trash}/listings {trash}/sites"
    yield from (f"rm -f ../output/{quote(slug)}" for slug in plan.removed)
    yield from (
        f"mv {quote(f'sites/{laid.name}')} {quote(f'{trash}/sites/{laid.site}-{laid.number}')}"
        for laid in plan.gone
    )
    unused = sorted(plan.unused)
    for start in range(0, len(unused), _AT_ONCE):
        places = [shelved(root) for root in unused[start : start + _AT_ONCE]]
        # The listing last: no folder is ever without its own.
        for kind in ("objects", "listings"):
            yield f"mv {' '.join(f'{kind}/{place}' for place in places)} {trash}/{kind} 2>/dev/null || :"
    yield "rmdir sites/* 2>/dev/null || :"
    yield "rm -rf staging/* || :"


def checksums(listed: Collection[Entry], place: str) -> Iterator[str]:
    """Lines that `sha256sum -c` reads, for the files of a folder."""
    for entry in listed:
        if not entry.is_folder:
            name = entry.name.replace("\\", "\\\\").replace("\n", "\\n")
            escaped = "\\" if name != entry.name else ""
            yield f"{escaped}{entry.digest}  {place}/{name}"


def entries(objects: Objects, root: str) -> list[Entry]:
    """What lies in a folder; nothing, if we do not have it any more."""
    try:
        return objects.listing(root) if root else []
    except StoreError:
        return []


def statement(release: Release) -> str:
    """Its release.json, which is one line."""
    return release.folder.joinpath(RELEASE_FILE[1:]).read_text().strip()
