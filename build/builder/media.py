"""
The media files the build keeps, by content: `<folder>/ab/<sha256>`, verified when taken in.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from builder.errors import FeedError
from builder.sources import Source

_CHUNK = 1 << 20


class MediaFolder:
    """
    A file that lies here has the digest of its name: it was checked before it got it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file lies, or would lie."""
        return self._folder / sha256[:2] / sha256

    def take(self, sha256: str, source: Source) -> None:
        """
        See that the file is here. Raises `FeedError` (without saying which record) when the source
        has no such file or another content.
        """
        place = self.path(sha256)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{sha256}.{os.getpid()}")
        try:
            if not source.fetch_media(sha256, fresh):
                raise FeedError(
                    f"缺少文件 media/{sha256[:2]}/{sha256}。请连同 media 文件夹重新导出。"
                )
            if _digest(fresh) != sha256:
                raise FeedError(f"文件 media/{sha256[:2]}/{sha256} 的内容与摘要不符。请重新导出。")
            fresh.chmod(0o444)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)

    def keep_only(self, digests: Collection[str]) -> None:
        """Remove every file that is not one of these."""
        for place in self._folder.glob("??/*"):
            if place.name not in digests:
                place.unlink()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
