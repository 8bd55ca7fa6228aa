"""
The whole client: TLS, and every answer that is more than plain. aiohttp takes a quarter of a second to load,
so this is imported when something is asked for here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from yarl import URL

from link_checker.crawl.fetch import Failure, LostError
from link_checker.crawl.limits import Limits
from link_checker.crawl.places import PrivateAddressError, Resolver


class FullClient:
    """Asks any site, with the connections of one aiohttp session."""

    def __init__(self, resolver: Resolver, limits: Limits, headers: Mapping[str, str]) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver,  # type: ignore[arg-type]
                limit=0,
                limit_per_host=limits.connections,
                ttl_dns_cache=300,
            ),
            timeout=aiohttp.ClientTimeout(
                total=limits.timeout, sock_connect=limits.connect_timeout
            ),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=headers,
            max_line_size=limits.header_bytes,
            max_field_size=limits.header_bytes,
        )

    @asynccontextmanager
    async def ask(self, method: str, url: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer, whose body is still to be read; `LostError` when there is none, or not a whole one."""
        try:
            async with self._session.request(
                method, URL(url, encoded=True), allow_redirects=False
            ) as response:
                yield response
        except aiohttp.ClientError as error:
            raise LostError(*_failure(error)) from error

    async def aclose(self) -> None:
        """Gives up every connection."""
        await self._session.close()


def _failure(error: aiohttp.ClientError) -> Failure:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateAddressError):
            return "refused", "private_address"
        cause = getattr(cause, "os_error", None) or cause.__cause__
    return next((kind for types, kind in _FAILURES if isinstance(error, types)), _LOST)


_LOST: Failure = ("unreachable", "connection")
_FAILURES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Failure], ...] = (
    (TimeoutError, ("unreachable", "timeout")),
    ((aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch), ("unreachable", "tls")),
    (aiohttp.ClientConnectorDNSError, ("unreachable", "dns")),
    (aiohttp.ClientPayloadError, ("unreachable", "incomplete")),
    (aiohttp.ClientResponseError, ("refused", "bad_header")),
    (aiohttp.InvalidURL, ("refused", "bad_address")),
)
