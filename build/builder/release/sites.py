"""
The releases of each site, and which one is live.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from builder.release.disk import FILE_MODE, FOLDER_MODE, switch
from builder.release.listing import RELEASE_FILE
from builder.release.objects import Objects, Tree
from builder.release.signing import Signer, Verifier

_LIVE = ".live"
_NAME = re.compile(r"\d+-[0-9a-f]{64}")
"""What else lies there is not ours."""
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Statement(msgspec.Struct, frozen=True):
    """What a site says of itself at `/.well-known/zhanqun/release.json`."""

    site: str
    root: str
    released_at: str
    files: int
    size: int
    signature: str | None = None
    format: int = 1
    forced: str = ""
    """Why the gate was not heeded."""
    purged: str = ""
    """Why something was taken out of it after it had been replaced."""

    def message(self) -> bytes:
        """What is signed: a release of one site cannot be shown as another's, or as newer."""
        lines = ["zhanqun release", self.site, self.root, self.released_at, self.files, self.size]
        lines += [f"forced {self.forced}"] if self.forced else []
        lines += [f"purged {self.purged}"] if self.purged else []
        return "".join(f"{line}\n" for line in lines).encode()

    def is_signed_by(self, verifier: Verifier) -> bool:
        """Whether the signature is there and right."""
        return self.signature is not None and verifier.is_right(self.signature, self.message())


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a site that is still kept."""

    site: str
    number: int
    root: str
    folder: Path

    def statement(self) -> Statement | None:
        """Its release.json; None when that is lost or unreadable."""
        try:
            content = self.folder.joinpath(RELEASE_FILE[1:]).read_bytes()
            return msgspec.json.decode(content, type=Statement)
        except (OSError, msgspec.DecodeError):
            return None

    def released_at(self) -> datetime:
        """When it went live; by its folder where the release.json is unreadable."""
        statement = self.statement()
        try:
            found = datetime.fromisoformat(statement.released_at if statement else "")
            return found.replace(tzinfo=found.tzinfo or UTC)
        except ValueError:
            return datetime.fromtimestamp(self.folder.stat().st_mtime, UTC)


class Sites:
    """
    Reads and lays releases: `<folder>/sites/<site>/<number>-<root>`, numbered as they were made.
    """

    def __init__(self, folder: Path, output: Path, objects: Objects) -> None:
        self._folder = folder / "sites"
        self._staging = folder / "staging"
        self._output = output
        self._objects = objects

    def slugs(self) -> list[str]:
        """Every site that has releases."""
        places = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(place.name for place in places if self.releases(place.name))

    def releases(self, slug: str) -> list[Release]:
        """The releases of a site that are kept, the newest first."""
        place = self._folder / slug
        paths = place.iterdir() if place.is_dir() else ()
        found = [_release(path) for path in paths if _NAME.fullmatch(path.name)]
        return sorted(found, key=lambda release: -release.number)

    def live(self, slug: str) -> Release | None:
        """The release the site's link leads to; None when it leads to none of the site's own."""
        link = self._output / slug
        if not link.is_symlink():
            return None
        target = str(link.readlink())
        return next((each for each in self.releases(slug) if self._target(each) == target), None)

    def is_swapped(self, slug: str, live: Release) -> bool:
        """Whether a newer release was live already, and this is not a switch just going on."""
        prepared = set(self.prepared(slug))
        return any(
            each.number > live.number and self._target(each) not in prepared
            for each in self.releases(slug)
        )

    def is_whole(self, release: Release) -> bool:
        """Whether its links are as they were laid."""
        return links_below(release.folder) == self.links(release)

    def links(self, release: Release) -> dict[str, str]:
        """Path → target of every link in a release: the root's entries, and their files."""
        found: dict[str, str] = {}
        self._add_links(found, release, "", release.root, RELEASE_FILE[1:].split("/"))
        return found

    def _add_links(
        self, found: dict[str, str], release: Release, path: str, root: str, opened: list[str]
    ) -> None:
        """The folders that lead to release.json are real ones; everything else is a link."""
        above = release.folder / path
        files = os.path.relpath(self._objects.path(root), above)
        for entry in self._objects.listing(root):
            if entry.is_folder and entry.name == opened[0]:
                self._add_links(found, release, f"{path}{entry.name}/", entry.digest, opened[1:])
                continue
            found[path + entry.name] = (
                os.path.relpath(self._objects.path(entry.digest), above)
                if entry.is_folder
                else f"{files}/{entry.name}"
            )

    def next(self, slug: str, tree: Tree) -> Release:
        """The release a tree would be."""
        number = max((each.number for each in self.releases(slug)), default=0) + 1
        return Release(slug, number, tree.root, self._folder / slug / f"{number}-{tree.root}")

    def lay(self, release: Release, statement: Statement, run: Path) -> None:
        """
        Make a release without going live. The link that will is prepared first, so that a release
        which never was live can be told from one that was.
        """
        self._prepared(run, release.site).symlink_to(self._target(release))
        self._make(release, statement, run)

    def replace(self, old: Release, root: str, statement: Statement, run: Path) -> None:
        """A kept release that is not live has another tree now; what it had is removed."""
        name = f"{old.number}-{root}"
        fresh = Release(old.site, old.number, root, old.folder.with_name(name))
        if not fresh.folder.is_dir():
            self._make(fresh, statement, run)
        self.discard(old, run)

    def discard(self, release: Release, trash: Path) -> None:
        """A kept release is no more."""
        release.folder.rename(trash / f"{release.site}-{release.folder.name}")

    def _make(self, release: Release, statement: Statement, run: Path) -> None:
        fresh = run / release.folder.name
        opened = fresh.joinpath(RELEASE_FILE[1:]).parent
        opened.mkdir(parents=True)
        for folder in (opened, *opened.parents[: len(opened.relative_to(fresh).parts)]):
            folder.chmod(FOLDER_MODE)
        for path, target in self.links(release).items():
            (fresh / path).symlink_to(target)
        file = fresh.joinpath(RELEASE_FILE[1:])
        file.write_bytes(msgspec.json.encode(statement) + b"\n")
        file.chmod(FILE_MODE)
        fresh.rename(release.folder)

    def go_live(self, slug: str, run: Path) -> None:
        """The release that was laid in this run is live: one rename."""
        switch(self._prepared(run, slug), self._output / slug)

    def remove(self, slug: str, trash: Path) -> None:
        """Take a site off, and its releases with it."""
        self._output.joinpath(slug).unlink(missing_ok=True)
        if self._folder.joinpath(slug).is_dir():
            self._folder.joinpath(slug).rename(trash / slug)

    def prepared(self, slug: str) -> Iterator[str]:
        """Targets of links that were prepared and did not go live."""
        for run in self._staging.iterdir() if self._staging.is_dir() else ():
            link = self._prepared(run, slug)
            if link.is_symlink():
                yield str(link.readlink())

    def never_live(self) -> Iterator[Release]:
        """Releases that an interrupted run laid and did not switch to."""
        for slug in self.slugs():
            prepared = set(self.prepared(slug))
            live = self.live(slug)
            for release in self.releases(slug):
                if self._target(release) in prepared and release != live:
                    yield release

    def _prepared(self, run: Path, slug: str) -> Path:
        return run / f"{slug}{_LIVE}"

    def _target(self, release: Release) -> str:
        return os.path.relpath(release.folder, self._output)


def state(
    slug: str,
    tree: Tree,
    moment: str,
    signer: Signer | None,
    *,
    forced: str = "",
    purged: str = "",
) -> Statement:
    """The statement of a release that went live at `moment`, signed where there is a key."""
    # A reason is one line, as everything that is signed.
    plain = Statement(
        slug,
        tree.root,
        moment,
        tree.files,
        tree.size,
        forced=" ".join(forced.split()),
        purged=" ".join(purged.split()),
    )
    if signer is None:
        return plain
    return msgspec.structs.replace(plain, signature=signer.sign(plain.message()))


def stamp(now: datetime) -> str:
    """A moment as statements have it."""
    return f"{now.astimezone(UTC):{_TIME}}"


def _release(folder: Path) -> Release:
    number, _, root = folder.name.partition("-")
    return Release(folder.parent.name, int(number), root, folder)


def links_below(folder: Path) -> dict[str, str]:
    """Path → target of every link below a release's own folders; a file's target is empty."""
    found: dict[str, str] = {}
    pending = [""]
    while pending:
        above = pending.pop()
        with os.scandir(folder / above) as children:
            for child in children:
                path = above + child.name
                if child.is_symlink():
                    found[path] = str(Path(child).readlink())
                elif child.is_dir():
                    pending.append(f"{path}/")
                elif f"/{path}" != RELEASE_FILE:
                    found[path] = ""
    return found
