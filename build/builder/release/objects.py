"""
Immutable folders, each named by the hash of its content.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.errors import OutputError, StoreError
from builder.release.disk import FILE_MODE, FOLDER_MODE, make_folder, switch
from builder.release.listing import (
    RELEASE_FILE,
    Entry,
    decode,
    digest,
    encode,
    file_digest,
    read,
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that was taken in: its root hash, and what lies in it."""

    root: str
    files: int
    size: int


class Objects:
    """
    The folders of all releases of all sites. What is the same lies here once.
    """

    def __init__(self, folder: Path) -> None:
        self._objects = str(folder / "objects")
        self._listings = str(folder / "listings")

    def path(self, root: str) -> Path:
        """Where a folder lies, or would lie."""
        return Path(_place(self._objects, root))

    def listing_path(self, root: str) -> Path:
        """Where its listing lies, or would lie."""
        return Path(_place(self._listings, root))

    def listing(self, root: str) -> list[Entry]:
        """What the folder of this hash must hold; a listing that is lost or changed is refused."""
        place = self.listing_path(root)
        try:
            found = place.read_bytes()
        except FileNotFoundError:
            found = None
        if found is None or digest(found) != root:
            raise StoreError(f"{place}：这份清单丢失或已被改动。请运行 zhanqun build 重新生成。")
        return decode(found)

    def take(self, staged: Path) -> Tree:
        """
        Take a plain tree in. Nothing is copied: its folders become ours, or, where we have the same
        already, vanish. A folder of ours that was damaged is mended. `staged` is gone afterwards.
        """
        if staged.joinpath(RELEASE_FILE[1:]).exists():
            raise OutputError(f"地址 {RELEASE_FILE} 留给版本说明。请改用其他地址。")
        return self._take(str(staged))

    # Paths are plain strings from here on: with Path objects, taking in takes twice as long.

    def _take(self, staged: str) -> Tree:
        entries, files, size = [], 0, 0
        with os.scandir(staged) as found:
            children = list(found)
        for child in children:
            if child.is_dir(follow_symlinks=False):
                below = self._take(child.path)
                if below.files:
                    os.symlink(self.link(below.root), child.path)
                    entries.append(Entry(child.name, below.root, True))
                    files, size = files + below.files, size + below.size
            else:
                entries.append(_file(child))
                files, size = files + 1, size + child.stat().st_size
        listing = encode(entries)
        root = digest(listing)
        if files:
            self._keep(staged, root, listing)
        else:
            os.rmdir(staged)
        return Tree(root, files, size)

    def link(self, root: str) -> str:
        """How one folder of ours links to another."""
        return _place("../..", root)

    def _keep(self, staged: str, root: str, listing: bytes) -> None:
        # Before the folder itself, so that no folder is ever without its listing.
        self._keep_listing(root, listing)
        place = _place(self._objects, root)
        if _is_same_folder(staged, place):
            _remove(staged)
            return
        _make_shelf(place)
        os.chmod(staged, FOLDER_MODE)
        switch(staged, place)

    def _keep_listing(self, root: str, listing: bytes) -> None:
        place = _place(self._listings, root)
        try:
            if read(place) == listing:
                return
        except FileNotFoundError:
            _make_shelf(place)
        fresh = f"{place}.{os.getpid()}"
        with open(fresh, "wb", buffering=0) as file:
            file.write(listing)
        os.replace(fresh, place)

    def reachable(self, roots: Iterable[str]) -> set[str]:
        """These folders and all below them."""
        found: set[str] = set()
        pending = list(roots)
        while pending:
            root = pending.pop()
            if root not in found:
                found.add(root)
                pending += [entry.digest for entry in self.listing(root) if entry.is_folder]
        return found

    def sweep(self, kept: set[str]) -> None:
        """Remove every folder that is not among those kept."""
        for place in self._all(self._objects):
            if place.name not in kept:
                shutil.rmtree(place)
        for place in self._all(self._listings):
            if place.name not in kept:
                place.unlink()

    def names(self) -> set[str]:
        """The hashes of all folders that lie here."""
        return {place.name for place in self._all(self._objects)}

    def _all(self, folder: str) -> Iterator[Path]:
        for shelf in list(Path(folder).iterdir()) if Path(folder).is_dir() else []:
            yield from list(shelf.iterdir())


def shelved(root: str) -> str:
    """Where a folder, or its listing, lies among the others."""
    return f"{root[:2]}/{root}"


def _place(folder: str, root: str) -> str:
    return f"{folder}/{shelved(root)}"


def _make_shelf(place: str) -> None:
    shelf = os.path.dirname(place)
    if not os.path.isdir(shelf):
        make_folder(Path(shelf))


def _file(child: os.DirEntry[str]) -> Entry:
    if not child.is_file(follow_symlinks=False):
        raise OutputError(f"{child.path}：版本中只能有普通文件。请检查生成它的插件。")
    if child.stat().st_mode & 0o777 != FILE_MODE:
        os.chmod(child.path, FILE_MODE)
    return Entry(child.name, file_digest(child.path), False)


def _is_same_folder(one: str, other: str) -> bool:
    """Whether two folders hold the same files and links, as they lie on the disk now."""
    try:
        with os.scandir(other) as second:
            theirs = {child.name: child for child in second}
    except (FileNotFoundError, NotADirectoryError):
        return False
    with os.scandir(one) as first:
        ours = {child.name: child for child in first}
    return (
        ours.keys() == theirs.keys()
        and all(_is_same(child, theirs[name]) for name, child in ours.items())
        and not os.path.islink(other)
    )


def _is_same(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    if one.is_symlink() or other.is_symlink():
        return (
            one.is_symlink()
            and other.is_symlink()
            and os.readlink(one.path) == os.readlink(other.path)
        )
    facts, others = one.stat(), other.stat()
    if (facts.st_dev, facts.st_ino) == (others.st_dev, others.st_ino):
        return True
    return (
        other.is_file() and facts.st_size == others.st_size and read(one.path) == read(other.path)
    )


def _remove(folder: str) -> None:
    """A folder of files and links, none of them a folder."""
    with os.scandir(folder) as found:
        for child in list(found):
            os.unlink(child.path)
    os.rmdir(folder)
