"""
Where a feed comes from: a file with `media/` beside it, or the cms over HTTP.
"""

from __future__ import annotations

import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from builder.errors import FeedError, UsageError
from builder.feed import Feed
from builder.schemas import Schemas
from sites.reasons import reason_of

_TIMEOUT_S = 60
_AHEAD = 1 << 20
"""Bytes of a file that are read at once: a line has some thousands."""


class Source(Protocol):
    """Hands out a feed and the bytes of media."""

    def open(self, schemas: Schemas, since: str | None) -> AbstractContextManager[Feed | None]:
        """The feed since a cursor, or None when there is nothing new."""

    def fetch_media(self, sha256: str, target: Path) -> bool:
        """Write the bytes to `target`; False when the source has none."""


def source_of(place: str, token: str = "") -> FileSource | HttpSource:
    """
    The source for a command's `--feed`: an address or the path of a file.
    """
    if place.startswith(("http://", "https://")):
        if not _has_host(place):
            raise UsageError(f"{place}：这不是完整的网址。请更正 --feed。")
        return HttpSource(place, token)
    return FileSource(Path(place))


def _has_host(address: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class FileSource:
    """A feed file; media lie in `media/ab/<sha256>` beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def open(self, schemas: Schemas, since: str | None) -> Iterator[Feed | None]:
        """The file's feed, whatever `since` says: the store decides whether it fits."""
        try:
            stream = self._path.open("rb", buffering=_AHEAD)
        except OSError as error:
            raise FeedError(
                f"{self._path}：数据流文件打不开（{reason_of(error)}）。"
                "请用 manage.py export_feed 导出，或更正 --feed。"
            ) from error
        with stream:
            yield Feed(stream, str(self._path), schemas)

    def fetch_media(self, sha256: str, target: Path) -> bool:
        """Copy the file from beside the feed."""
        place = self._path.parent / "media" / sha256[:2] / sha256
        if not place.is_file():
            return False
        shutil.copyfile(place, target)
        return True


class HttpSource:
    """The feed of a running cms, read with its bearer token."""

    def __init__(self, address: str, token: str) -> None:
        parts = urllib.parse.urlsplit(address)
        self._address = address
        self._base = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        self._token = token

    @contextmanager
    def open(self, schemas: Schemas, since: str | None) -> Iterator[Feed | None]:
        """What changed since the cursor; the cms answers with a full feed where it must."""
        query = f"?{urllib.parse.urlencode({'since': since})}" if since else ""
        with closing(self._get(self._base + query)) as answer:
            if answer.status == 204:
                yield None
            else:
                yield Feed(cast(BinaryIO, answer), self._base, schemas)

    def fetch_media(self, sha256: str, target: Path) -> bool:
        """Load the bytes from `<base>/media/<sha256>`."""
        try:
            address = f"{self._base.rstrip('/')}/media/{sha256}"
            with closing(self._get(address)) as answer, target.open("wb") as file:
                shutil.copyfileobj(answer, file)
        except _NotThere:
            return False
        return True

    def report(self, results: bytes) -> None:
        """`POST <base>/results`; raises FeedError when the cms does not take them."""
        self._get(f"{self._base.rstrip('/')}/results", results).close()

    def _get(self, address: str, body: bytes | None = None) -> _Answer:
        request = urllib.request.Request(address, body)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            return _Answer(address, urllib.request.urlopen(request, timeout=_TIMEOUT_S))
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refusal(address, error.code) from error
        except (OSError, HTTPException) as error:
            raise _unreachable(address, error) from error

    @staticmethod
    def _refusal(address: str, status: int) -> FeedError:
        if status in (401, 403):
            return FeedError(f"{address}：令牌不对，内容管理端拒绝了请求。请核对 --token。")
        if status == 404:
            return _NotThere(f"{address}：内容管理端没有这个地址。请核对 --feed。")
        return FeedError(f"{address}：内容管理端回答 {status}。请查看它的日志后重试。")


class _NotThere(FeedError):
    """The address answered 404."""


class _Answer:
    """An HTTP response. Cut off while it is read, it is a FeedError, as it is before."""

    def __init__(self, address: str, response: HTTPResponse) -> None:
        self._address = address
        self._response = response
        self.status = response.status

    def read(self, amount: int = -1) -> bytes:
        """The next bytes."""
        try:
            return self._response.read(None if amount < 0 else amount)
        except (OSError, HTTPException) as error:
            raise _unreachable(self._address, error) from error

    def readline(self, limit: int = -1) -> bytes:
        """The next line."""
        try:
            return self._response.readline(limit)
        except (OSError, HTTPException) as error:
            raise _unreachable(self._address, error) from error

    def close(self) -> None:
        """Read no further."""
        self._response.close()


def _unreachable(address: str, error: Exception) -> FeedError:
    cause = getattr(error, "reason", error)
    if isinstance(cause, HTTPException):
        reason = "回答中断"
    elif isinstance(cause, TimeoutError):
        reason = "没有按时回答"
    else:
        reason = reason_of(cause) if isinstance(cause, OSError) else str(cause)
    return FeedError(
        f"{address}：连接不上内容管理端（{reason}）。请检查地址，并确认内容管理端正在运行。"
    )
