"""
Plain answers are read on a kept connection of our own; of all others aiohttp has the last word.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from link_checker.crawl import Limits, crawl
from link_checker.crawl.places import Resolver
from link_checker.crawl.plain import NotPlainError, PlainClient
from link_checker.snapshot import SHANGHAI
from tests.link_checker.crawl.server import Server, answer, html
from tests.link_checker.helpers import run

LIMITS = Limits(timeout=1.0, connect_timeout=1.0, bytes=100_000, retries=0, header_bytes=2_000)
AS_OF = datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)
PAGE = html("<p>一页</p>")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def ask(server, *paths, method="GET", types=None):
    """Status and body of each, or None where it was not plain; asked one after the other."""

    async def asking():
        resolver = Resolver({}, {("127.0.0.1", server.port)})
        client = PlainClient([server.url], resolver, LIMITS, {"User-Agent": "test"})
        found = []
        for path in paths:
            try:
                answered = await client.ask(method, server.url + path.lstrip("/"), types)
                found.append((answered.status, await answered.readany()))
            except NotPlainError:
                found.append(None)
        await client.aclose()
        return found

    return run(asking())


def test_plain_answers_come_over_one_connection():
    """
    A second request goes over the connection of the first; a page that is missing is no reason to give it up.
    """
    connections = []

    class Counting(Server):
        async def _serve(self, reader, writer):
            connections.append(writer)
            await super()._serve(reader, writer)

    with Counting({"/a": PAGE, "/b": PAGE}) as server:
        found = ask(server, "/a", "/none", "/b")

    assert [status for status, _ in found] == [200, 404, 200]
    assert len(connections) == 1


def test_the_answer_to_head_has_no_body():
    """
    Its length is that of the thing itself, and nothing of it is waited for.
    """
    with Server({"/a": PAGE}) as server:
        found = ask(server, "/a", "/a", method="HEAD")

    assert found == [(200, b""), (200, b"")]


def test_a_large_body_that_nobody_wants_is_left():
    """
    A file of a type that is not read comes without its body.
    """
    archive = answer(b"x" * 90_000, "Content-Type: application/zip\r\n")
    with Server({"/a": archive, "/b": PAGE}) as server:
        found = ask(server, "/a", "/b", types={"text/html"})

    assert found[0] == (200, b"")
    assert found[1][0] == 200


@pytest.mark.parametrize(
    "answered",
    [
        HEAD + b"\r\n<p>until the end",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n<p>ab",
        HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n",
        HEAD + b"Content-Length: +3\r\n\r\n<p>",
        HEAD + b"Content-Length: 3\r\n\r\n<p>HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"Content-Length: 999999\r\n\r\n<p>",
        HEAD + b"X: folded\r\n over lines\r\nContent-Length: 3\r\n\r\n<p>",
        HEAD + b"X: " + b"a" * 3_000 + b"\r\nContent-Length: 3\r\n\r\n<p>",
        b"HTTP/1.1 100 Continue\r\n\r\n" + PAGE,
        b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\nContent-Length: 3\n\n<p>" + b" " * 3_000,
        b"220 mail.example.invalid ESMTP\r\n\r\n",
    ],
)
def test_what_is_not_plain_to_the_last_byte_is_left_to_aiohttp(answered):
    """
    Two lengths, none, pieces, more bytes than were promised, another protocol: nothing of it is believed.
    """
    with Server({"/a": answered}) as server:
        found = ask(server, "/a")

    assert found == [None]


def test_a_site_that_is_never_plain_is_soon_asked_once_for_each_address():
    """
    After three doubts in a row every address is asked through aiohttp alone.
    """
    pieces = HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n"
    with Server({"/robots.txt": PAGE, "/": pieces, "/*": pieces}) as server:
        server.answers["/"] = html("".join(f'<a href="/{number}">…</a>' for number in range(20)))
        snapshot = crawl([server.url], as_of=AS_OF, limits=Limits(connections=1, retries=0))

    asked = [each for each in server.asked if each.removeprefix("GET /").isdigit()]
    assert all(page.state == "ok" for page in snapshot.pages(snapshot.sites[0].host))
    assert 20 <= len(asked) <= 20 + 3
