"""
Immutable folders, each named by the hash of its content.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.errors import OutputError, StoreError
from builder.release.disk import FILE_MODE, FOLDER_MODE, link, make_folder, switch, write_new
from builder.release.listing import (
    RELEASE_FILE,
    Entry,
    decode,
    digest,
    encode,
    file_digest,
    read,
)

_Gone = dict[str, Any]
"""Names that are gone, with what is gone below them; None for a file."""
_Entries = dict[str, Entry]


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
            raise StoreError(
                f"{place}：这份清单丢失或已被改动。请运行 zhanqun build --full 重新生成。"
            )
        return decode(found)

    def take(
        self,
        staged: Path,
        base: Tree | None = None,
        gone: Iterable[str] = (),
        digests: Mapping[str, str] | None = None,
    ) -> Tree:
        """
        Take a plain tree in: as it is, or as what differs from `base`, a tree of ours, of which the
        paths `gone` are left out. Nothing is copied: its folders become ours, or, where we have the
        same already, vanish. A folder of ours that was damaged is mended. `digests` tells the SHA-256
        of staged files by path, so that they are not read again. `staged` is gone afterwards.
        """
        if staged.joinpath(RELEASE_FILE[1:]).exists():
            raise OutputError(f"地址 {RELEASE_FILE} 留给版本说明。请改用其他地址。")
        taking = _Taking(self, digests or {})
        try:
            root = taking.folder(str(staged), "", base.root if base else "", _nested(gone))
        except FileNotFoundError as error:
            raise StoreError(
                f"{error.filename}：版本中的这个文件丢失。请运行 zhanqun build --full 重新生成。"
            ) from error
        files, size = (base.files, base.size) if base else (0, 0)
        return Tree(root or digest(b""), files + taking.files, size + taking.size)

    def digests(self, root: str) -> dict[str, str]:
        """Path → SHA-256 of every file of a tree."""
        found: dict[str, str] = {}
        pending = [("", root)]
        while pending:
            path, folder = pending.pop()
            for entry in self.listing(folder):
                if entry.is_folder:
                    pending.append((f"{path}{entry.name}/", entry.digest))
                else:
                    found[path + entry.name] = entry.digest
        return found

    def link(self, root: str) -> str:
        """How one folder of ours links to another."""
        return _place("../..", root)

    def keep(self, staged: str, root: str, listing: bytes) -> None:
        """A staged folder, whole as its listing says, becomes ours."""
        # Before the folder itself, so that no folder is ever without its listing.
        self._keep_listing(root, listing)
        place = _place(self._objects, root)
        os.chmod(staged, FOLDER_MODE)
        if _on_shelf(place, lambda: _is_moved(staged, place)):
            return
        if _is_same_folder(staged, place):
            _remove(staged)
        else:
            switch(staged, place)

    def _keep_listing(self, root: str, listing: bytes) -> None:
        place = _place(self._listings, root)
        if _on_shelf(place, lambda: _is_made(place, listing)) or read(place) == listing:
            return
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

    def is_known(self, root: str) -> bool:
        """Whether all listings of a tree are there."""
        try:
            self.reachable([root])
        except StoreError:
            return False
        return True

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


class _Taking:
    """One tree on its way in, and how it differs from its base."""

    # Paths are plain strings here: with Path objects, taking in takes twice as long.

    def __init__(self, objects: Objects, digests: Mapping[str, str]) -> None:
        self.files = self.size = 0
        self._objects = objects
        self._digests = digests

    def folder(self, staged: str, path: str, base: str, gone: _Gone) -> str | None:
        """
        The hash of a folder: what is staged of it, and what `base`, where there is one, has beside
        that and `gone` does not name. None for one that holds nothing.
        """
        kept = {entry.name: entry for entry in self._objects.listing(base)} if base else {}
        entries: dict[str, Entry] = {}
        for child in _children(staged):
            known = kept.pop(child.name, None)
            if child.is_dir(follow_symlinks=False):
                below = known.digest if known and known.is_folder else ""
                self._leave(base, known if known and not known.is_folder else None)
                self._folder(staged, path, child.name, below, gone.get(child.name), entries)
            else:
                if known and known.is_folder:
                    self._lose(known.digest)
                else:
                    self._leave(base, known)
                entries[child.name] = self._file(child, path)
        for name, below_gone in gone.items():
            known = kept.get(name)
            if known and known.is_folder and below_gone is not None:
                del kept[name]
                os.mkdir(f"{staged}/{name}")
                self._folder(staged, path, name, known.digest, below_gone, entries)
            elif known and not known.is_folder and below_gone is None:
                self._leave(base, kept.pop(name))
        if not entries and not kept:
            os.rmdir(staged)
            return None
        for entry in kept.values():
            self._share(base, entry, staged)
        listing = encode((*entries.values(), *kept.values()))
        root = digest(listing)
        self._objects.keep(staged, root, listing)
        return root

    def _folder(
        self, staged: str, path: str, name: str, base: str, gone: _Gone | None, found: _Entries
    ) -> None:
        root = self.folder(f"{staged}/{name}", f"{path}{name}/", base, gone or {})
        if root:
            os.symlink(self._objects.link(root), f"{staged}/{name}")
            found[name] = Entry(name, root, True)

    def _file(self, child: os.DirEntry[str], path: str) -> Entry:
        if not child.is_file(follow_symlinks=False):
            raise OutputError(f"{child.path}：版本中只能有普通文件。请检查生成它的插件。")
        facts = child.stat()
        if facts.st_mode & 0o777 != FILE_MODE:
            os.chmod(child.path, FILE_MODE)
        self.files += 1
        self.size += facts.st_size
        known = self._digests.get(path + child.name)
        return Entry(child.name, known or file_digest(child.path), False)

    def _share(self, base: str, entry: Entry, staged: str) -> None:
        """What did not change is the same file, or the same folder."""
        if entry.is_folder:
            os.symlink(self._objects.link(entry.digest), f"{staged}/{entry.name}")
        else:
            link(f"{self._objects.path(base)}/{entry.name}", f"{staged}/{entry.name}")

    def _leave(self, base: str, entry: Entry | None) -> None:
        """A file of the base is not in the new tree."""
        if entry:
            self.files -= 1
            self.size -= os.stat(f"{self._objects.path(base)}/{entry.name}").st_size

    def _lose(self, base: str) -> None:
        """Nor is anything in this folder."""
        for entry in self._objects.listing(base):
            if entry.is_folder:
                self._lose(entry.digest)
            else:
                self._leave(base, entry)


def _nested(paths: Iterable[str]) -> _Gone:
    """`a/b.html` → ``{"a": {"b.html": None}}``."""
    found: _Gone = {}
    for path in paths:
        *folders, name = path.split("/")
        at = found
        for folder in folders:
            below = at.get(folder)
            if below is None:
                below = at[folder] = {}
            at = below
        at.setdefault(name, None)
    return found


def _children(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return list(found)


def shelved(root: str) -> str:
    """Where a folder, or its listing, lies among the others."""
    return f"{root[:2]}/{root}"


def _place(folder: str, root: str) -> str:
    return f"{folder}/{shelved(root)}"


def _on_shelf(place: str, put: Callable[[], bool]) -> bool:
    """Put something at a place, of which most have their shelf already."""
    try:
        return put()
    except FileNotFoundError:
        make_folder(Path(place).parent)
        return put()


def _is_made(place: str, content: bytes) -> bool:
    """Write a small file; False where there is one."""
    try:
        write_new(place, content)
    except FileExistsError:
        return False
    return True


def _is_moved(staged: str, place: str) -> bool:
    """Give a folder its name; False where that is taken."""
    try:
        os.rename(staged, place)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise
        return False
    return True


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
