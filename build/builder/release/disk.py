"""
The few things asked of the file system: put one name in the place of another, and sync.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LIBC = ctypes.CDLL(None, use_errno=True)

FOLDER_MODE = 0o755
FILE_MODE = 0o444
"""What is published is public, whatever the umask; nothing in a release is ever written to again."""


def make_folder(folder: Path) -> None:
    """The folder and those above it, readable to a web server whatever the umask."""
    if not folder.is_dir():
        make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(FOLDER_MODE)


def link(source: str | Path, place: str | Path) -> None:
    """The same file under another name; a copy where there are no links, or no more of them."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)


def write_new(place: str, content: bytes, mode: int = 0o666) -> None:
    """A new file; where there is one already, a `FileExistsError`."""
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        while content:
            content = content[os.write(number, content) :]
    finally:
        os.close(number)


def switch(fresh: str | Path, live: str | Path) -> None:
    """
    `fresh` becomes `live` at one stroke, and what was there is removed. Interrupted anywhere, one of
    the two is whole at `live`.
    """
    try:
        os.replace(fresh, live)
        return
    except OSError as error:
        # A folder with something in it cannot be replaced, nor a folder by a link, nor the reverse.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EISDIR, errno.ENOTDIR):
            raise
    if not _exchange(fresh, live):
        old = f"{fresh}.old"
        os.rename(live, old)
        os.rename(fresh, live)
        fresh = old
    shutil.rmtree(fresh, ignore_errors=True)


def _exchange(one: str | Path, other: str | Path) -> bool:
    """Swap two names in one system call; False where the system has none."""
    rename = getattr(_LIBC, "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    failed: int = rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    return failed == 0


def sync_all(folder: Path) -> None:
    """Everything written so far to the folder's file system is on the disk."""
    syncfs = getattr(_LIBC, "syncfs", None)
    with _opened(folder) as number:
        if syncfs is None or syncfs(number):
            os.sync()


def sync_names(folder: Path) -> None:
    """The names in one folder are on the disk."""
    with _opened(folder) as number, suppress(OSError):
        os.fsync(number)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)
