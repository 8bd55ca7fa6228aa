"""
One request and its answer, within limits. Nothing a server sends can hurt more than the limits allow.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from link_checker.crawl.limits import Limits
from link_checker.crawl.places import PrivateAddressError, Resolver
from link_checker.crawl.plain import NotPlainError, Plain, PlainClient
from link_checker.extract import READABLE_TYPES
from link_checker.facts import FetchState

if TYPE_CHECKING:
    from aiohttp import ClientResponse

    from link_checker.crawl.full import FullClient

Method = Literal["GET", "HEAD"]
Failure = tuple[FetchState, str]
"""A state and its reason."""

CERTAIN_NO = frozenset({400, 404, 405, 406, 410, 414, 415, 422, 451})
"""Answers that a second try does not change; 403, 429 and 5xx may be meant for us, or for now."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_BOMB = 100
"""A body that grows by more than this factor while it is unpacked."""


class Answer(NamedTuple):
    """What a request came to. `location` is where the answer leads on to, as written."""

    state: FetchState
    status: int = 0
    reason: str = ""
    content_type: str = ""
    charset: str = ""
    body: bytes = b""
    size: int = 0
    location: str = ""
    seconds: float = 0.0


class _RefusedError(Exception):
    """A limit of ours was reached; the reason is the text."""


class LostError(Exception):
    """A whole answer was not to be had."""

    def __init__(self, state: FetchState, reason: str) -> None:
        super().__init__(reason)
        self.failure: Failure = (state, reason)


class Fetcher:
    """
    Asks for addresses; tries again before it says that something is not there. `origins` are those of sites
    that are asked for many pages; `headers` go with every request.
    """

    def __init__(
        self,
        origins: Iterable[str],
        resolver: Resolver,
        limits: Limits,
        headers: Mapping[str, str],
    ) -> None:
        self._plain = PlainClient(origins, resolver, limits, headers)
        self._full: FullClient | None = None
        self._resolver = resolver
        self._limits = limits
        self._headers = headers

    async def aclose(self) -> None:
        """Gives up every connection."""
        await self._plain.aclose()
        if self._full is not None:
            await self._full.aclose()

    async def fetch(self, url: str, method: Method = "GET", any_type: bool = False) -> Answer:
        """
        The last of several tries; never raises for what the other side does.

        Bodies are read of documents that hold addresses, or of `any_type`.
        """
        if len(url) > self._limits.address:
            return Answer("refused", reason="address_too_long")
        if self._resolver.refuses(url):
            return Answer("refused", reason="private_address")
        wants = "" if method == "HEAD" else "any" if any_type else "documents"
        answer = await self._try(url, method, wants)
        for attempt in range(self._limits.retries):
            if answer.state in ("ok", "refused"):
                break
            if answer.state == "broken" and attempt:
                break
            if answer.state == "unreachable" and answer.reason != "http":
                await asyncio.sleep(self._limits.retry_delay * attempt)
            # Some servers answer HEAD with nonsense: a second try always asks for the thing itself.
            answer = await self._try(url, "GET", wants)
        return answer

    async def _try(self, url: str, method: Method, wants: str) -> Answer:
        started = monotonic()
        try:
            if self._plain.is_for(url):
                with suppress(NotPlainError):
                    types = None if wants == "any" else _READ
                    plain = await self._plain.ask(method, url, types)
                    return await self._read(plain, wants, started)
            async with self._full_client().ask(method, url) as response:
                return await self._read(response, wants, started)
        except _RefusedError as error:
            return Answer("refused", reason=str(error), seconds=monotonic() - started)
        except (LostError, OSError, ValueError) as error:
            state, reason = _failure(error)
            return Answer(state, reason=reason, seconds=monotonic() - started)

    def _full_client(self) -> FullClient:
        if self._full is None:
            from link_checker.crawl.full import FullClient

            self._full = FullClient(self._resolver, self._limits, self._headers)
        return self._full

    async def _read(self, response: ClientResponse | Plain, wants: str, started: float) -> Answer:
        status = response.status
        headers = response.headers
        content_type, charset = _content_type(headers)
        if status in _MOVED and headers.get("location"):
            location = _header_text(headers["location"])
            return Answer("ok", status, location=location, seconds=monotonic() - started)
        if status >= 400:
            state: FetchState = "broken" if status in CERTAIN_NO else "unreachable"
            return Answer(state, status, "http", content_type, seconds=monotonic() - started)
        body = b""
        if wants == "any" or (wants and content_type in _READ):
            body = await self._body(response)
            if not content_type and body.lstrip()[:1] == b"<":
                content_type = "text/html"
        size = len(body) or _length(headers)
        return Answer(
            "ok", status, "", content_type, charset, body, size, "", monotonic() - started
        )

    async def _body(self, response: ClientResponse | Plain) -> bytes:
        limit = self._limits.bytes
        coding = response.headers.get("content-encoding", "").strip().lower()
        unpack = _Unpacker(coding, limit) if coding and coding != "identity" else None
        parts: list[bytes] = []
        size = 0
        while chunk := await response.content.readany():
            part = unpack(chunk) if unpack else chunk
            size += len(part)
            if size > limit:
                raise _RefusedError("too_large")
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


_READ = READABLE_TYPES | {"", "application/json"}


class _Unpacker:
    """Unpacks as bytes come in, and never more than the limit."""

    def __init__(self, coding: str, limit: int) -> None:
        if coding not in _WINDOW:
            raise _RefusedError("unknown_encoding")
        self._object = zlib.decompressobj(_WINDOW[coding])
        self._is_raw_possible = coding == "deflate"
        self._limit, self._packed, self._size = limit, 0, 0

    def __call__(self, chunk: bytes) -> bytes:
        self._packed += len(chunk)
        try:
            part = self._object.decompress(chunk, self._limit - self._size + 1)
        except zlib.error:
            if not self._is_raw_possible:
                raise _RefusedError("bad_compression") from None
            # Old servers send deflate without its envelope.
            self._object, self._is_raw_possible = zlib.decompressobj(-15), False
            return self(chunk)
        self._is_raw_possible = False
        self._size += len(part)
        unpacked = self._packed - len(self._object.unconsumed_tail)
        if self._size > self._limit and self._size > _BOMB * unpacked:
            raise _RefusedError("decompression_bomb")
        return part


def _content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    value = headers.get("content-type", "")
    kind, _, parameters = value.partition(";")
    charset = ""
    if parameters:
        _, _, after = parameters.lower().partition("charset=")
        charset = after.partition(";")[0].strip(" \"'")
    return kind.strip().lower(), charset


def _length(headers: Mapping[str, str]) -> int:
    value = headers.get("content-length", "")
    return int(value) if value.isdecimal() else 0


def _header_text(value: str) -> str:
    """Header bytes are UTF-8 on most servers that send more than ASCII."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _failure(error: Exception) -> Failure:
    if isinstance(error, LostError):
        return error.failure
    return next(kind for types, kind in _FAILURES if isinstance(error, types))


_FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (PrivateAddressError, ("refused", "private_address")),
    (TimeoutError, ("unreachable", "timeout")),
    (OSError, ("unreachable", "connection")),
    (ValueError, ("refused", "bad_address")),
)
