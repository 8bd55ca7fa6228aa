"""
The local server behaves as the public one is set up to.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.errors import UsageError
from builder.media import MediaFolder
from builder.search import build_index
from builder.search_documents import search_documents
from builder.serve import SiteServer, make_server
from builder.sources import FileSource
from builder.store import Store
from builder.view import open_view
from tests.helpers import a_feed, article, column, site

Get = Callable[..., http.client.HTTPResponse]


@pytest.fixture(scope="module")
def server(tmp_path_factory, schemas, theme) -> Iterator[SiteServer]:
    """Two sites and an index, served on a free port."""
    folder: Path = tmp_path_factory.mktemp("served")
    store = Store(folder / "store.sqlite3", schemas, MediaFolder(folder / "kept"))
    renamed = column(10, "gonggao", former=[{"parent": None, "slug": "tzgg"}])
    records = [site(), renamed, *article(11, title="停水通知"), site(2, "water")]
    store.sync(FileSource(a_feed(folder, *records)))
    plan = Plan(store, theme, Addressing("local"), select_outputs(), folder / "output")
    build(plan)
    with open_view(store, theme, plan.addressing) as view:
        build_index(search_documents(view), folder / "search")
    with make_server(plan.output, folder / "search", 0) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def get(server) -> Get:
    """`get(path, host=…, **headers)`: the response, its body in `text`."""

    def request(path: str, host: str = "portal.localhost", method: str = "GET", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": host, **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    return request


@pytest.mark.parametrize(
    "host",
    ["portal.localhost", "portal.localhost:8080", "www.example.gov.cn", "WWW.example.gov.cn."],
)
def test_a_site_answers_to_its_names(get, host):
    """
    The local name and the real domain, at any port.
    """
    assert "示例市人民政府门户网站" in get("/", host=host).text


def test_each_host_has_its_own_site(get):
    """
    What is on the portal is not on a department's site.
    """
    assert get("/gonggao/", host="portal.localhost").status == 200
    assert get("/gonggao/", host="water.localhost").status == 404


def test_an_unknown_host_is_told_where_the_sites_are(get):
    """
    Plain localhost leads to the portal.
    """
    unknown = get("/", host="nix.example.org")
    local = get("/", host="localhost:8080")

    assert unknown.status == 404 and "http://portal.localhost:" in unknown.text
    assert local.status == 302 and local.getheader("Location").startswith("http://portal.local")


def test_a_missing_page_answers_404_with_the_sites_page(get):
    """
    The status is right, the page is the site's own.
    """
    answer = get("/nix.html")

    assert answer.status == 404
    assert "<title>" in answer.text


def test_an_old_address_leads_to_the_new_one(get):
    """
    A permanent redirect out of the site's map.
    """
    answer = get("/tzgg/2026-03/11.html")

    assert (answer.status, answer.getheader("Location")) == (301, "/gonggao/2026-03/11.html")


def test_a_folder_without_its_slash_gets_it(get):
    """
    Relative to the same site.
    """
    answer = get("/gonggao")

    assert (answer.status, answer.getheader("Location")) == (301, "/gonggao/")


@pytest.mark.parametrize(
    "path",
    ["/../../store.sqlite3", "/%2e%2e/water/index.html", "/..%2fwater/index.html", "//etc/passwd"],
)
def test_no_path_leads_out_of_a_site(get, path):
    """
    Whatever is asked for, only the site's own files are read.
    """
    assert get(path).status in (400, 404)


def test_there_is_no_directory_listing(get):
    """
    A folder without a page does not exist.
    """
    assert get("/static/").status == 404


def test_what_the_reader_has_is_not_sent_again(get):
    """
    By tag and by date.
    """
    first = get("/")
    by_tag = get("/", If_None_Match=first.getheader("ETag"))
    by_date = get("/", If_Modified_Since=first.getheader("Last-Modified"))

    assert (by_tag.status, by_tag.text) == (304, "")
    assert by_date.status == 304


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/static/site.css", "text/css; charset=utf-8"),
        ("/.well-known/zhanqun/columns.json", "application/json; charset=utf-8"),
    ],
)
def test_texts_say_their_encoding(get, path, kind):
    """
    Content types come from the extension.
    """
    assert get(path).getheader("Content-Type") == kind


def test_pages_may_run_no_foreign_or_inline_script(get):
    """
    The policy goes with every answer.
    """
    for path in ("/", "/nix.html", "/tzgg/", "/search/query?q=x"):
        policy = get(path).getheader("Content-Security-Policy")
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_head_sends_no_body(get):
    """
    The headers are those of GET.
    """
    answer = get("/", method="HEAD")

    assert (answer.status, answer.text) == (200, "")
    assert int(answer.getheader("Content-Length")) > 1000


def test_the_search_answers_beside_the_pages(get):
    """
    On each site's own host.
    """
    page = get("/search/query?q=%E5%81%9C%E6%B0%B4", host="water.localhost").text

    assert "<mark>停水</mark>通知" in page


def test_a_question_to_the_search_page_is_answered_there(get):
    """
    A form that leads to the search page works without script; without a question it is the plain page.
    """
    asked, plain = get("/search/?q=%E5%81%9C%E6%B0%B4").text, get("/search/").text

    assert "找到 1 条" in asked and "/gonggao/" in asked
    assert "找到 1 条" not in plain


def test_a_port_in_use_is_named(server):
    """
    With what to do about it.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="请用 --port 换一个端口"):
            make_server(server.output, server.output, taken.getsockname()[1])


def test_a_switch_is_seen_at_once(tmp_path, store, theme):
    """
    Pages, redirects and the names of the sites are those of the release that is live now, also when
    an older content comes back.
    """
    plan = Plan(store, theme, Addressing("local"), select_outputs(), tmp_path / "output")

    def switch_to(slug: str, title: str) -> None:
        former = [{"parent": None, "slug": f"old-{slug}"}]
        renamed = column(10, slug, former=former)
        named = site(name=f"{title}网")
        store.sync(FileSource(a_feed(tmp_path, named, renamed, *article(11, title=title))))
        build(plan)

    switch_to("jia", "甲")
    with make_server(plan.output, tmp_path / "search", 0) as running:
        for slug, title in (("jia", "甲"), ("yi", "乙"), ("jia", "甲")):
            switch_to(slug, title)
            folder = (plan.output / "portal").resolve()

            assert running.sites()["portal"][0] == f"{title}网"
            assert running.redirect("portal", folder, f"/old-{slug}/") == f"/{slug}/"


def test_a_page_that_was_taken_back_is_sent_again(get):
    """
    A reader's copy may be newer than the page that is live; only the very same time is known.
    """
    page = get("/")
    tomorrow = get("/", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
    same = get("/", If_Modified_Since=page.getheader("Last-Modified"))

    assert (tomorrow.status, same.status) == (200, 304)
