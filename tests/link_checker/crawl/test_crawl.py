"""
A crawl reads what can be reached, asks politely, and never calls a link dead too soon.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from link_checker.crawl import Limits, crawl, user_agent
from link_checker.crawl.places import Place, Resolver, is_private
from link_checker.errors import BadUse
from link_checker.snapshot import SHANGHAI
from tests.link_checker.crawl.server import Server, answer, html, moved
from tests.link_checker.helpers import run

AS_OF = datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)
QUICK = Limits(seconds=20, timeout=2.0, retries=2, retry_delay=0.0)


def crawled(server, **options):
    return crawl([server.url], as_of=AS_OF, limits=options.pop("limits", QUICK), **options)


def state(snapshot, server, path):
    return snapshot.state(server.url.rstrip("/") + path)


def test_what_is_linked_is_read():
    """
    Pages over links, style sheets and what they name, pictures by HEAD alone.
    """
    page = html('<link rel=stylesheet href="/s.css"><img src="/a.png" alt=""><a href="/b/">乙</a>')
    style = answer(b"a{background:url(i.gif)}", "Content-Type: text/css\r\n")
    picture = answer(b"PNG", "Content-Type: image/png\r\n")
    with Server(
        {"/": page, "/s.css": style, "/a.png": picture, "/b/": html("乙"), "/i.gif": picture}
    ) as server:
        snapshot = crawled(server)

        for path in ("/", "/s.css", "/a.png", "/i.gif", "/b/"):
            assert state(snapshot, server, path).state == "ok", path
    assert sorted(line for line in server.asked if "png" in line or "gif" in line) == [
        "HEAD /a.png",
        "HEAD /i.gif",
    ]
    assert server.agents == {user_agent()}
    assert snapshot.notes["stopped"] == ""


def test_what_no_page_links_to_is_found_in_the_sitemap():
    """
    The sitemap that robots.txt names is read, its index first.
    """
    xml = "Content-Type: application/xml\r\n"
    answers = {"/": html("甲"), "/alone.html": html("乙")}
    with Server(answers) as server:
        index = f"<sitemapindex><sitemap><loc>{server.url}s1.xml</loc></sitemap></sitemapindex>"
        part = f"<urlset><url><loc>{server.url}alone.html</loc></url></urlset>"
        server.answers["/robots.txt"] = answer(f"Sitemap: {server.url}s.xml".encode())
        server.answers["/s.xml"] = answer(index.encode(), xml)
        server.answers["/s1.xml"] = answer(part.encode(), xml)

        snapshot = crawled(server)

    assert snapshot.sites[0].page_count == 2


def test_robots_are_obeyed():
    """
    What robots.txt forbids is not asked for, and stands as refused.
    """
    robots = answer(b"User-agent: zhanqun-link-checker\nDisallow: /private/\n")
    page = html('<a href="/private/1.html">甲</a>')
    with Server({"/": page, "/robots.txt": robots}) as server:
        found = state(crawled(server), server, "/private/1.html")

    assert (found.state, found.reason) == ("refused", "robots")
    assert not any("private" in line for line in server.asked)


def test_a_link_is_not_dead_from_one_failed_try():
    """
    A server that fails twice and then answers has answered.
    """
    tries = []

    async def moody(path, writer):
        tries.append(path)
        writer.write(html("好") if len(tries) > 2 else html("", "503 Busy"))
        await writer.drain()

    with Server({"/": html('<a href="/moody">甲</a>'), "/moody": moody}) as server:
        found = state(crawled(server), server, "/moody")

    assert (found.state, len(tries)) == ("ok", 3)


def test_head_is_tried_again_as_get():
    """
    Servers that do not know HEAD still have their pictures.
    """

    async def no_head(path, writer):
        method = server.asked[-1].split()[0]
        writer.write(
            html("", "405 No")
            if method == "HEAD"
            else answer(b"PNG", "Content-Type: image/png\r\n")
        )
        await writer.drain()

    server = Server({"/": html('<img src="/a.png">'), "/a.png": no_head})
    with server:
        found = state(crawled(server), server, "/a.png")

    assert found.state == "ok"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("404 Not Found", "broken"),
        ("410 Gone", "broken"),
        ("403 Forbidden", "unreachable"),
        ("429 Too Many", "unreachable"),
        ("502 Bad Gateway", "unreachable"),
    ],
)
def test_only_a_certain_no_is_broken(status, expected):
    """
    An answer that may be meant for us, or for now, leaves the link undecided.
    """
    with Server({"/": html('<a href="/x">甲</a>'), "/x": html("", status)}) as server:
        assert state(crawled(server), server, "/x").state == expected


def test_redirects_are_followed_to_their_end():
    """
    The old address is as good as the new one.
    """
    answers = {"/": html('<a href="/old">甲</a>'), "/old": moved("/new/"), "/new/": html("新")}
    with Server(answers) as server:
        found = state(crawled(server), server, "/old")

    assert (found.state, found.status) == ("ok", 200)
    assert found.final_url.endswith("/new/")


def test_names_are_found_where_they_are_said_to_be():
    """
    `--host` gives a name an address and port, for https links too; names under `localhost` are this machine.
    """
    page = html('<a href="https://www.example.gov.cn/a.html">甲</a>')
    with Server({"/": page, "/a.html": html("乙")}) as server:
        hosts = {"www.example.gov.cn": f"127.0.0.1:{server.port}"}
        named = crawl(["http://www.example.gov.cn/"], as_of=AS_OF, hosts=hosts, limits=QUICK)
        local = crawl([f"http://portal.localhost:{server.port}/"], as_of=AS_OF, limits=QUICK)

    assert named.site("www.example.gov.cn").page_count == 2
    assert local.site(f"portal.localhost:{server.port}").page_count >= 1


def test_an_interrupted_crawl_is_continued(tmp_path):
    """
    What was read is not asked for again.
    """
    pages = {f"/{number}": html(f'<a href="/{number + 1}">甲</a>') for number in range(9)}
    with Server({"/": html('<a href="/0">甲</a>'), **pages, "/9": html("完")}) as server:
        file = tmp_path / "s.sqlite3"
        crawled(server, snapshot=file, limits=Limits(pages=4, seconds=20, retry_delay=0))
        server.asked.clear()
        snapshot = crawled(server, snapshot=file, resume=True)

    assert snapshot.sites[0].page_count == 11
    assert "GET /0" not in server.asked


def test_a_public_site_is_asked_at_a_pace():
    """
    No place and no local name: then there is time between two requests.
    """
    resolver = Resolver({"near.example": Place("127.0.0.1", 80)}, {("127.0.0.1", 80)})

    near = [
        resolver.is_near(f"http://{host}/") for host in ("near.example", "a.localhost", "10.1.1.1")
    ]

    assert near == [True, True, True]
    assert not resolver.is_near("http://www.example.gov.cn/")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:10.0.0.1", True),
        ("fd00::1", True),
        ("224.0.0.1", True),
        ("8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("www.example.gov.cn", False),
    ],
)
def test_what_is_private(address, expected):
    """
    Everything that is not on the public internet.
    """
    assert is_private(address) is expected


def test_a_name_that_resolves_into_a_private_network_is_refused(monkeypatch):
    """
    The connector is given checked addresses only, so a name cannot change its mind after the check.
    """

    async def answers(host, port):
        return ["10.0.0.1", "8.8.8.8"]

    monkeypatch.setattr("link_checker.crawl.places._look_up", answers)
    resolver = Resolver({}, {("asked.example", 80)})

    linked = run(resolver.resolve("linked.example", 80))
    asked = run(resolver.resolve("asked.example", 80))

    assert [each["host"] for each in linked] == ["8.8.8.8"]
    assert [each["host"] for each in asked] == ["10.0.0.1", "8.8.8.8"]


@pytest.mark.parametrize(
    ("starts", "hosts", "sentence"),
    [
        (["ftp://a.example/"], {}, "不是网址"),
        (["http://a.example/"], {"a.example": "somewhere"}, "--host a.example=somewhere"),
    ],
)
def test_bad_use_gets_a_sentence(starts, hosts, sentence):
    """
    What is wrong, and what to do.
    """
    with pytest.raises(BadUse, match=sentence):
        crawl(starts, as_of=AS_OF, hosts=hosts, limits=QUICK)
