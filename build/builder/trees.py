"""
Puts a site's new tree in the place of its last one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def staging_folder(output: Path) -> Path:
    """Where trees grow: beside the output folder, on the same file system, never inside it."""
    return output.with_name(f".{output.name}.staging")


def switch(fresh: Path, live: Path) -> None:
    """
    `fresh` becomes `live` at one stroke, and the last tree is removed. Interrupted anywhere, one of
    the two is whole at `live`.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    if not live.exists():
        fresh.rename(live)
        return
    if not _exchange(fresh, live):
        old = fresh.with_name(f"{fresh.name}.old")
        live.rename(old)
        fresh.rename(live)
        fresh = old
    shutil.rmtree(fresh, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call; False where the system has none."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    failed: int = rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    return failed == 0
