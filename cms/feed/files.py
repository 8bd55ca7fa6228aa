"""
A feed as a file, with the bytes of its media beside it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from cms.feed.errors import MediaError
from cms.feed.export import Feed
from cms.feed.stored import StoredFile, stored_file


def write_feed(feed: Feed, path: Path) -> int:
    """
    Write the feed to `path`, and what its media records name into `media/` beside it; the number of records.

    The media come first and the feed is renamed into place last, so that a feed file is always whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            count = -2
            for line in _with_media(feed.lines(), path.parent / "media"):
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _with_media(lines: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    for line in lines:
        if b'"kind":"media"' in line[:60]:
            for sha256 in _digests(msgspec.json.decode(line)):
                _store(sha256, folder)
        yield line


def _digests(record: dict[str, Any]) -> list[str]:
    data = record.get("data")
    if record.get("kind") != "media" or data is None:
        return []
    return [data["sha256"], *(each["sha256"] for each in data["renditions"].values())]


def _store(sha256: str, folder: Path) -> None:
    """Put the bytes where the feed says; what lies there already was checked when it was put there."""
    target = folder / sha256[:2] / sha256
    if target.exists():
        return
    found = stored_file(sha256)
    if found is None:
        raise MediaError(f"找不到内容为 {sha256} 的上传文件。请运行 manage.py check_feed。")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{sha256}.{os.getpid()}")
    try:
        _copy(found, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _copy(found: StoredFile, target: Path) -> None:
    digest = hashlib.sha256()
    try:
        with found.open() as source, target.open("wb") as file:
            for chunk in iter(lambda: source.read(1 << 20), b""):
                digest.update(chunk)
                file.write(chunk)
    except OSError as error:
        raise MediaError(
            f"{found.label}的文件 {found.name} 不见了。请恢复文件，或在后台重新上传。"
        ) from error
    if digest.hexdigest() != found.sha256:
        raise MediaError(
            f"{found.label}的文件 {found.name} 与上传时不同。请恢复文件，或在后台重新上传。"
        )
