"""
Plain HTTP/1.1 on kept connections: a request, a head, a body of known length. Most answers of static servers
are no more than that, and are had here at a fraction of what a whole client costs.

Whatever is more, or less, is `NotPlainError`: then aiohttp asks again, and has the last word.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from link_checker.addresses import host_of, origin_of, port_of
from link_checker.crawl.limits import Limits
from link_checker.crawl.places import Resolver

_HEAD = re.compile(
    rb"HTTP/1\.1 ([2-5]\d\d)(?: [^\r\n]*)?\r\n((?:[!#$%&'*+.^`|~\w-]+:[^\r\n\0]*\r\n)*)\r\n"
)
_LENGTH = re.compile(r"\d{1,9}", re.ASCII)
_WITHOUT_BODY = frozenset({204, 304})
_ONCE = frozenset({"content-length", "content-type", "location"})
_SMALL = 65_536
"""A body that nobody wants is read up to this size, so that the connection stays; a larger one is left."""
_PATIENCE = 3
"""A site whose answers were not plain so often in a row is left to aiohttp."""


class NotPlainError(Exception):
    """An answer, or the want of one, that is not understood here."""


class Plain:
    """An answer; its body is handed out once, as a stream would."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self._body = status, headers, body

    @property
    def content(self) -> Plain:
        """What the body is read from."""
        return self

    async def readany(self) -> bytes:
        """All there is, then nothing."""
        body, self._body = self._body, b""
        return body


class PlainClient:
    """Asks the sites at `origins` that are served without TLS, and no others."""

    def __init__(
        self,
        origins: Iterable[str],
        resolver: Resolver,
        limits: Limits,
        headers: Mapping[str, str],
    ) -> None:
        self._origins = {origin for origin in origins if origin.startswith("http://")}
        self._resolver, self._limits = resolver, limits
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._idle: defaultdict[str, list[_Connection]] = defaultdict(list)
        self._doubts: Counter[str] = Counter()

    def is_for(self, url: str) -> bool:
        """Whether an address is worth trying here."""
        origin = origin_of(url)
        return origin in self._origins and self._doubts[origin] < _PATIENCE

    async def ask(self, method: str, url: str, types: Collection[str] | None) -> Plain:
        """
        The whole answer, without a large body whose type is not among `types`; None: any type.

        NotPlainError where aiohttp must be asked, TimeoutError where the answer came too late.
        """
        origin = origin_of(url)
        target = f"{method} /{url[len(origin) :]} HTTP/1.1\r\nHost: {origin[7:-1]}\r\n"
        request = f"{target}{self._headers}\r\n".encode("ascii")
        connection = None
        try:
            async with asyncio.timeout(self._limits.timeout):
                connection = self._kept(origin) or await self._connect(origin)
                answer = await connection.ask(request, types)
        except BaseException as error:
            if connection is not None:
                connection.close()
            self._doubts[origin] += isinstance(error, NotPlainError)
            raise
        self._doubts[origin] = 0
        if connection.is_open:
            self._idle[origin].append(connection)
        return answer

    async def aclose(self) -> None:
        """Gives up every connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()

    def _kept(self, origin: str) -> _Connection | None:
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if connection.is_open:
                return connection
        return None

    async def _connect(self, origin: str) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._limits.connect_timeout):
                found = await self._resolver.resolve(host_of(origin), port_of(origin))
                _, connection = await loop.create_connection(
                    lambda: _Connection(self._limits), found[0]["host"], found[0]["port"]
                )
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            raise NotPlainError from error
        return connection


class _Head(NamedTuple):
    status: int
    headers: dict[str, str]
    start: int
    """Where the body begins."""
    length: int


class _Connection(asyncio.Protocol):
    """One request at a time. What is not plain to the last byte closes it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._received = bytearray()
        self._head: _Head | None = None
        self._has_body = True
        self._types: Collection[str] | None = None
        self._answer: asyncio.Future[Plain] | None = None

    @property
    def is_open(self) -> bool:
        return not self._transport.is_closing()

    async def ask(self, request: bytes, types: Collection[str] | None) -> Plain:
        self._head, self._types = None, types
        self._has_body = not request.startswith(b"HEAD ")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._fail()

    def data_received(self, data: bytes) -> None:
        self._received += data
        try:
            if self._answer is None or self._answer.done():
                raise NotPlainError
            self._head = self._head or _read_head(self._received, self._has_body, self._limits)
            if self._head is not None:
                self._read_body(self._head, self._answer)
        except NotPlainError:
            self._fail()

    def _fail(self) -> None:
        self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(NotPlainError())

    def _read_body(self, head: _Head, answer: asyncio.Future[Plain]) -> None:
        missing = head.start + head.length - len(self._received)
        if missing < 0:
            raise NotPlainError
        is_left = head.length > _SMALL and not _is_among(self._types, head.headers)
        if missing and not is_left:
            return
        body = b"" if is_left else bytes(self._received[head.start :])
        self._received.clear()
        if is_left or "close" in head.headers.get("connection", "").lower():
            self.close()
        answer.set_result(Plain(head.status, head.headers, body))


def _is_among(types: Collection[str] | None, headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return types is None or kind in types


def _read_head(received: bytearray, has_body: bool, limits: Limits) -> _Head | None:
    """None while it is not whole."""
    end = received.find(b"\r\n\r\n")
    if max(end, 0 if end >= 0 else len(received)) > limits.header_bytes:
        raise NotPlainError
    if end < 0:
        return None
    match = _HEAD.fullmatch(received, 0, end + 4)
    if match is None:
        raise NotPlainError
    status, headers = int(match[1]), _headers(match[2])
    length = _length(headers, limits) if has_body and status not in _WITHOUT_BODY else 0
    return _Head(status, headers, end + 4, length)


def _headers(lines: bytes) -> dict[str, str]:
    """By their names in lower case; of those that come more than once the first."""
    headers: dict[str, str] = {}
    for line in lines.decode("utf-8", "surrogateescape").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name = name.lower()
        if name in headers and name in _ONCE:
            raise NotPlainError
        headers.setdefault(name, value.strip(" \t"))
    return headers


def _length(headers: Mapping[str, str], limits: Limits) -> int:
    written = headers.get("content-length", "")
    if "transfer-encoding" in headers or not _LENGTH.fullmatch(written):
        raise NotPlainError
    if int(written) > limits.bytes:
        raise NotPlainError
    return int(written)
