"""
A server that means harm: the crawl ends within its budget, in little memory, and names each trick.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import subprocess
import sys
import zlib
from datetime import datetime
from pathlib import Path
from time import monotonic

import pytest

from link_checker.crawl import Limits, crawl
from link_checker.snapshot import SHANGHAI, Snapshot
from tests.link_checker.crawl.server import Server, answer, html, moved

AS_OF = datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)
QUICK = Limits(
    pages=400,
    seconds=20,
    timeout=1.0,
    connect_timeout=1.0,
    bytes=2_000_000,
    links=5_000,
    retries=1,
    retry_delay=0.0,
    depth=20,
)
LARGEST = 300


def crawled(server: Server, limits: Limits = QUICK) -> Snapshot:
    return crawl([server.url], as_of=AS_OF, limits=limits)


def reason(server: Server, path: str, limits: Limits = QUICK) -> tuple[str, str]:
    """State and reason of an address that the home page links to."""
    server.answers["/"] = html(f'<a href="{path}">…</a>')
    with server:
        page = crawled(server, limits).page(server.url.rstrip("/") + path)
    assert page is not None
    return page.state, page.reason


async def endless(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>and so on</p>" * 4096)
        await writer.drain()


async def slow_drip(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


async def too_short(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>")
    await writer.drain()


async def no_http(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example.invalid ESMTP\r\n")
    await writer.drain()


async def maze(path: str, writer: asyncio.StreamWriter) -> None:
    number = int(path.rpartition("/")[2])
    writer.write(moved(f"/maze/{number + 1}"))
    await writer.drain()


async def calendar(path: str, writer: asyncio.StreamWriter) -> None:
    month = int((re.findall(r"\d+", path) or ["0"])[-1])
    links = "".join(f'<a href="/calendar?month={month + step}">{step}</a>' for step in (1, 2, 3))
    writer.write(html(links, headers="Connection: close\r\n"))
    await writer.drain()


def bomb() -> bytes:
    """A gigabyte of zeros in a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    return b"".join([*(packer.compress(zeros) for _ in range(200)), packer.flush()])


@pytest.mark.parametrize(
    ("path", "answered", "expected"),
    [
        ("/endless", endless, ("refused", "too_large")),
        ("/drip", slow_drip, ("unreachable", "timeout")),
        ("/short", too_short, ("unreachable", "incomplete")),
        ("/smtp", no_http, ("refused", "bad_header")),
        ("/loop", moved("/loop"), ("broken", "redirect_loop")),
        ("/private", moved("http://10.0.0.1/"), ("refused", "private_address")),
        ("/metadata", moved("http://169.254.169.254/"), ("refused", "private_address")),
        ("/inside", moved("http://[::ffff:127.0.0.1]:22/"), ("refused", "private_address")),
        ("/local", moved("http://intranet.localhost:9/"), ("refused", "private_address")),
        ("/nowhere", moved("javascript:alert(1)"), ("broken", "bad_redirect")),
        ("/error", html("", "500 Oops"), ("unreachable", "http")),
        ("/header", answer(b"", f"X: {'a' * 100_000}\r\n"), ("refused", "bad_header")),
        (
            "/bomb",
            answer(bomb(), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
            ("refused", "decompression_bomb"),
        ),
        (
            "/brotli",
            answer(b"x", "Content-Type: text/html\r\nContent-Encoding: br\r\n"),
            ("refused", "unknown_encoding"),
        ),
        (
            "/packed",
            answer(b"no gzip", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
            ("refused", "bad_compression"),
        ),
    ],
)
def test_each_trick_is_named(path, answered, expected):
    """
    What a server does to hurt us ends as a state and a reason at its address.
    """
    assert reason(Server({path: answered}), path) == expected


def test_a_maze_of_redirects_ends():
    """
    After ten redirects in a row nobody follows any further, and the first address says so too.
    """
    assert reason(Server({"/maze/*": maze}), "/maze/0") == ("refused", "too_many_redirects")


def test_two_redirects_in_a_circle_are_a_loop():
    """
    Addresses that lead to each other are broken, both of them.
    """
    server = Server({"/a": moved("/b"), "/b": moved("/a")})

    assert reason(server, "/a") == ("broken", "redirect_loop")


def test_broken_tls_is_named():
    """
    A port that does not speak TLS is unreachable for that reason.
    """
    with Server({"/": html("plain")}) as server:
        url = server.url.replace("http:", "https:")
        page = crawl([url], as_of=AS_OF, limits=QUICK).page(url)

    assert page is not None
    assert (page.state, page.reason) == ("unreachable", "tls")


def test_a_page_of_100_000_links_is_cut():
    """
    So many links are taken as the limits say, and the page says that there were more.
    """
    links = "".join(f'<a href="/{number}">{number}</a>' for number in range(100_000))
    limits = Limits(pages=50, seconds=20, bytes=10_000_000, links=5_000, retries=0)
    with Server({"/": html(links), "/*": html("here")}) as server:
        snapshot = crawled(server, limits)
        page = snapshot.page(server.url)

    assert page is not None
    assert (page.state, page.reason, len(page.links)) == ("ok", "too_many_links", 5_000)
    assert snapshot.notes["stopped"] == "pages"


def test_invalid_utf_8_is_read_with_replacements():
    """
    Bytes that mean nothing never stop the reading.
    """
    body = b'<meta charset="utf-8"><title>\xff\xfe\xe4\xb8\xad</title>'
    with Server({"/": answer(body)}) as server:
        page = crawled(server).page(server.url)

    assert page is not None
    assert (page.state, page.title) == ("ok", "��中")


@pytest.mark.parametrize(
    ("limits", "stopped"),
    [
        (Limits(pages=30, seconds=20, retries=0), "pages"),
        (Limits(pages=100_000, seconds=0.6, depth=100_000, retries=0), "seconds"),
    ],
)
def test_a_calendar_that_never_ends_meets_the_budget(limits, stopped):
    """
    Pages that always lead to new pages end with the budget of pages or time, and the snapshot says which.
    """
    started = monotonic()
    with Server({"/": html('<a href="/calendar">…</a>'), "/calendar*": calendar}) as server:
        snapshot = crawled(server, limits)

    assert snapshot.notes["stopped"] == stopped
    assert monotonic() - started < limits.seconds + 3


def test_a_calendar_that_never_ends_meets_the_depth():
    """
    Pages further from the start than the limit are refused by name.
    """
    limits = Limits(depth=5, seconds=20, retries=0)
    with Server({"/": html('<a href="/calendar">…</a>'), "/calendar*": calendar}) as server:
        reasons = {page.reason for page in crawled(server, limits).failures()}

    assert "too_deep" in reasons


def test_a_body_that_is_packed_honestly_is_read():
    """
    Compression is welcome where it stays within the limits.
    """
    packed = gzip.compress("<title>示例市</title>".encode())
    headers = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
    with Server({"/": answer(packed, headers)}) as server:
        page = crawled(server).page(server.url)

    assert page is not None
    assert page.title == "示例市"


def test_memory_stays_small():
    """
    A process that goes through everything above never holds more than 300 MB.
    """
    tests = [str(Path(__file__)), "-q", "-p", "no:cacheprovider", "-k", "not memory"]
    done = subprocess.run(
        [sys.executable, "-c", f"{PEAK}\nprint('peak', peak({tests!r}))"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) / 1024 < LARGEST


PEAK = """
import pytest, re, sys
def peak(tests):
    status = pytest.main(tests)
    if status:
        sys.exit(status)
    return re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
""".strip()
