"""
Debian's nginx, configured by `zhanqun nginx`, and `zhanqun serve` answer alike.
"""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest

from builder import web
from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.commands import run
from builder.errors import UsageError
from builder.media import MediaFolder
from builder.nginx import Server, configuration
from builder.outputs import gone
from builder.release import ReleaseStore
from builder.search import build_index
from builder.search.service import search_server
from builder.search_documents import search_documents
from builder.serve import make_server
from builder.sources import FileSource
from builder.store import Store
from builder.view import open_view
from tests.builder.web_server import NGINX, nginx_over
from tests.helpers import a_feed, article, column, put, setting, site
from tests.programs import free_port, program

HOST = "www.example.gov.cn"
COMPARED = (
    "Accept-Ranges",
    "Allow",
    "Cache-Control",
    "Content-Encoding",
    "Content-Range",
    "Content-Security-Policy",
    "Last-Modified",
    "Location",
    "Referrer-Policy",
    "Vary",
    "X-Content-Type-Options",
)
OF_FILES = ("Content-Length", "Content-Type", "ETag")
"""Compared where a file is the answer; what stands in the body of other answers is each server's own."""


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def named(self) -> dict[str, object]:
        """What both servers must agree on."""
        is_file = self.status in (200, 206, 304)
        names = (*COMPARED, *OF_FILES) if is_file else COMPARED
        # Of a part that is none, nginx says everything twice.
        found = {name: set(self.headers.get_all(name, ())) for name in names}
        if str(self.headers.get("ETag")).startswith("W/"):
            # Compressed or replaced on the way: how long it is, nobody knows beforehand.
            found.pop("Content-Length", None)
        return {"status": self.status, **found}

    def text(self) -> bytes:
        """The body as it was before compression."""
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(self.body) if is_packed else self.body


@dataclass
class Both:
    """Two servers over one output folder."""

    output: Path
    ports: dict[str, int] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", host: str = HOST, **headers: str) -> list[Answer]:
        """Both answers, nginx's first; the path goes out as it is written."""
        return [self.ask_at(name, path, method, host, **headers) for name in ("nginx", "serve")]

    def ask_at(self, name: str, path: str, method: str, host: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=10)
        # Tests of bad paths send what http.client would refuse.
        connection._validate_path = lambda _: None
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for header, value in {"Host": host, **headers}.items():
            connection.putheader(header.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found


def built(folder: Path, schemas, theme) -> Path:
    """Two sites with everything that is answered in a way of its own; released, with an index."""
    store = Store(folder / "store.sqlite3", schemas, MediaFolder(folder / "kept"))
    old = {"site": 1, "path": "/老地址/", "target": "zq:column/10"}
    own = {"site": 1, "path": "/GongGao/", "target": "zq:column/10"}
    records = [
        site(),
        column(10, "gonggao", former=[{"parent": None, "slug": "tzgg"}]),
        *(record for n in range(11, 31) for record in article(n, title=f"停水通知{n}")),
        put("redirect", 90, **old),
        put("redirect", 91, **own),
        setting(92, has_traditional=True),
        site(2, "water-affairs"),
    ]
    store.sync(FileSource(a_feed(folder, *records)))
    plan = Plan(store, theme, Addressing(), select_outputs(), folder / "plain")
    build(plan)
    with open_view(store, theme, plan.addressing) as view:
        build_index(search_documents(view), folder / "search")
    releases = ReleaseStore(folder / "output")
    with releases.run() as making:
        for slug in ("portal", "water-affairs"):
            shutil.copytree(
                plan.output / slug,
                making.staged(slug),
                ignore=shutil.ignore_patterns("release.json"),
            )
        add_to(making.staged("portal"))
        slugs = ("portal", "water-affairs")
        making.switch({slug: making.take(slug) for slug in slugs})
    return releases.output


def add_to(portal: Path) -> None:
    """Withdrawn addresses, and files of several kinds."""
    files = {
        "410.html": "<title>页面已撤下</title>",
        f"{gone.MARKS[1:]}/gonggao/2026-01/12.html": "",
        f"{gone.MARKS[1:]}/chexiao/index.html": "",
        f"{gone.MARKS[1:]}/media/5/表 格.pdf": "",
        "media/7/a.pdf": "%PDF" + "x" * 5000,
        "media/7/图 (1)&#.svg": "<svg/>" * 500,
        "media/7/empty.txt": "",
        "media/7/small.txt": "x" * 999,
        "media/7/noext": "x" * 2000,
        "名 字/index.html": "中文目录",
    }
    for name, text in files.items():
        portal.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        portal.joinpath(name).write_text(text)


@pytest.fixture(scope="module")
def both(tmp_path_factory, schemas, theme) -> Iterator[Both]:
    """nginx and ours, over the same releases and the same search index."""
    folder: Path = tmp_path_factory.mktemp("both")
    output = built(folder, schemas, theme)
    both = Both(output)
    with (
        make_server(output, folder / "search", 0) as ours,
        search_server(folder / "search", output, 0) as search,
    ):
        both.ports["serve"] = ours.server_address[1]
        for server in (ours, search):
            Thread(target=server.serve_forever, daemon=True).start()
        with nginx_over(folder, output, f"127.0.0.1:{search.server_address[1]}") as port:
            both.ports["nginx"] = port
            yield both
        ours.shutdown()
        search.shutdown()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/index.html", 200),
        ("/gonggao/", 200),
        ("/gonggao/2026-03/11.html", 200),
        ("/gonggao/2026-03/11.html?a=b", 200),
        ("/%67onggao/", 200),
        ("/./gonggao//2026-03/../", 200),
        ("/gonggao%2F2026-03/11.html", 200),
        ("/%E5%90%8D%20%E5%AD%97/", 200),
        ("/media/7/%E5%9B%BE%20(1)%26%23.svg", 200),
        ("/media/7/a.pdf", 200),
        ("/media/7/empty.txt", 200),
        ("/media/7/small.txt", 200),
        ("/media/7/noext", 200),
        ("/static/site.css", 200),
        ("/sitemap.xml", 200),
        ("/robots.txt", 200),
        ("/.well-known/zhanqun/columns.json", 200),
        ("/.well-known/zhanqun/release.json", 200),
        ("/.well-known/zhanqun/redirects.map", 200),
        ("/404.html", 200),
        ("/search/", 200),
        ("/elder/", 200),
        ("/elder/index.html", 200),
        ("/elder/gonggao/", 200),
        ("/elder/gonggao/2026-03/11.html", 200),
        ("/elder/gonggao/2026-03/11.html?a=b", 200),
        ("/elder/%67onggao/2026-03/'%22%3Cb>.html", 404),
        ("/elder/media/7/a.pdf", 200),
        ("/elder/media/7/small.txt", 200),
        ("/elder/static/site.css", 200),
        ("/elder/search/", 200),
        ("/elder", 301),
        ("/elder/gonggao?a=b", 301),
        ("/elder/tzgg/2026-03/11.html", 301),
        ("/elder/nix.html", 404),
        ("/elder/chexiao/", 410),
        ("/elder/../../", 400),
        ("/hant/", 200),
        ("/hant/gonggao/2026-03/11.html", 200),
        ("/hant/search/", 200),
        ("/hant/nix.html", 404),
        ("/hant", 301),
        ("/hant/tzgg/", 301),
        ("/hant/tzgg/2026-03/11.html", 301),
        ("/elder/hant/", 200),
        ("/elder/hant/gonggao/2026-03/11.html", 200),
        ("/elder/hant/tzgg/2026-03/11.html", 301),
        ("/elder/hant/nix.html", 404),
        ("/gonggao", 301),
        ("/gonggao?a=b", 301),
        ("/%E5%90%8D%20%E5%AD%97", 301),
        ("/static", 301),
        ("/tzgg/", 301),
        ("/tzgg/2026-03/11.html", 301),
        ("/tzgg/2026-03/11.html?a=b", 301),
        ("/%74zgg/2026-03/11.html", 301),
        ("/%E8%80%81%E5%9C%B0%E5%9D%80/", 301),
        ("/%e8%80%81%e5%9c%b0%e5%9d%80/", 301),
        ("/nix.html", 404),
        ("/nix/", 404),
        ("/static/", 404),
        ("/index.html/", 404),
        ("/index.html/x", 404),
        ("/Index.html", 404),
        ("/%FF%FE", 404),
        ("/a\\..\\b", 404),
        ("/" + "x" * 300, 404),
        ("//etc/passwd", 404),
        ("/gonggao/2026-01/12.html", 410),
        ("/gonggao/2026-01/12.html?a=b", 410),
        ("/chexiao/", 410),
        ("/chexiao", 410),
        ("/chexiao/index.html", 410),
        ("/media/5/%E8%A1%A8%20%E6%A0%BC.pdf", 410),
        ("/../", 400),
        ("/../../store.sqlite3", 400),
        ("/gonggao/../../store.sqlite3", 400),
        ("/%2e%2e/water-affairs/index.html", 400),
        ("/..%2fwater-affairs/index.html", 400),
        ("/%00", 400),
        ("/%zz", 400),
        ("/%", 400),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_path_gets_the_same_answer(both, path, method, status):
    """
    Found, moved, missing, withdrawn, or refused.
    """
    nginx, serve = both.ask(path, method)

    assert nginx.named() == serve.named()
    assert nginx.status == status
    assert status not in (200, 404, 410) or nginx.body == serve.body


PAGE, TEXT, FILE = "/gonggao/2026-03/11.html", "/media/7/small.txt", "/media/7/a.pdf"


@pytest.mark.parametrize("path", [PAGE, TEXT, FILE, "/nix.html", "/media/7/noext", "/gonggao/"])
@pytest.mark.parametrize(
    "accepted", ["gzip", "br, gzip;q=0.5", "gzip;q=0", "gzip; q=0.0, br", "identity", "xgzip", ""]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_long_texts_are_compressed_for_those_who_take_it(both, path, accepted, method):
    """
    And nothing else is.
    """
    nginx, serve = both.ask(path, method, Accept_Encoding=accepted)

    assert nginx.named() == serve.named()
    assert method == "HEAD" or nginx.text() == serve.text()
    is_packed = path not in (TEXT, FILE, "/media/7/noext") and "gzip" in accepted.split(";q=0.5")[0]
    if "q=0" not in accepted.replace("q=0.5", "") and "x" not in accepted:
        assert (nginx.headers.get("Content-Encoding") == "gzip") == is_packed


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=0-3", 206),
        ("bytes=4-", 206),
        ("bytes=-3", 206),
        ("bytes=-99999999", 206),
        ("bytes=10-99999999", 206),
        ("Bytes= 1 - 2 ", 206),
        ("bytes=0-0", 206),
        ("bytes=99999999-", 416),
        ("bytes=5-2", 416),
        ("bytes=-0", 416),
        ("bytes=x", 416),
        ("bytes=-", 416),
        ("bytes=0-1,3-4", 200),
        ("lines=1-2", 200),
    ],
)
@pytest.mark.parametrize("path", [PAGE, FILE])
def test_a_part_of_a_file_is_sent_alone(both, path, asked, status):
    """
    One part at a time; what is no part is said to be none.
    """
    nginx, serve = both.ask(path, Range=asked)

    assert nginx.named() == serve.named()
    assert (nginx.status, status == 416 or nginx.body == serve.body) == (status, True)


def test_a_part_of_what_changed_meanwhile_is_not_sent(both):
    """
    If-Range by tag and by date; with compression the whole text comes.
    """
    first, _ = both.ask(FILE)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for path, headers, status in (
        (FILE, {"If_Range": tag}, 206),
        (FILE, {"If_Range": date}, 206),
        (FILE, {"If_Range": '"other"'}, 200),
        (FILE, {"If_Range": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        (PAGE, {"Accept_Encoding": "gzip"}, 200),
        (FILE, {"Accept_Encoding": "gzip"}, 206),
        ("/media/7/empty.txt", {}, 200),
        ("/nix.html", {}, 404),
    ):
        nginx, serve = both.ask(path, Range="bytes=0-3", **headers)

        assert nginx.named() == serve.named()
        assert nginx.status == status


@pytest.mark.parametrize("path", [PAGE, FILE, "/", "/static/site.css"])
def test_what_the_reader_has_is_not_sent_again(both, path):
    """
    By tag, strong or weak, or by date, which must be the very same; the tag counts first.
    """
    first, _ = both.ask(path)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for headers, status in (
        ({"If_None_Match": tag}, 304),
        ({"If_None_Match": f"W/{tag}"}, 304),
        ({"If_None_Match": f'"x", {tag}'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"x"'}, 200),
        ({"If_None_Match": '"x"', "If_Modified_Since": date}, 200),
        ({"If_None_Match": tag, "Accept_Encoding": "gzip"}, 304),
        ({"If_None_Match": tag, "Range": "bytes=0-1"}, 304),
        ({"If_Modified_Since": date}, 304),
        ({"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
    ):
        for method in ("GET", "HEAD"):
            nginx, serve = both.ask(path, method, **headers)

            assert nginx.named() == serve.named(), headers
            assert nginx.status == status, headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", PAGE, "/nix.html", "/tzgg/", "/chexiao/", "/search/query"])
def test_nothing_can_be_sent_to_a_site(both, path, method):
    """
    Wherever to; the answer says what can be done.
    """
    nginx, serve = both.ask(path, method, Content_Length="0")

    assert nginx.named() == serve.named()
    assert (nginx.status, nginx.headers["Allow"]) == (405, "GET, HEAD")


def test_each_host_has_its_own_site(both):
    """
    By its real domain, in any case and at any port.
    """
    for host in ("water-affairs.example.gov.cn", "WATER-affairs.example.gov.cn:80"):
        nginx, serve = both.ask("/", host=host)
        missing, _ = both.ask("/gonggao/", host=host)

        assert nginx.named() == serve.named()
        assert nginx.body == serve.body and "water-affairs局" in nginx.body.decode()
        assert missing.status == 404


@pytest.mark.parametrize(
    "question",
    [
        "/search/query?q=",
        "/search/?q=",
        "/search/query?q=0&x=",
        "/elder/search/query?q=",
        "/elder/search/?q=",
        "/hant/search/query?q=",
        "/hant/search/?q=",
        "/elder/hant/search/query?q=",
        "/elder/hant/search/?q=",
    ],
)
def test_the_search_service_answers_beside_the_pages(both, question):
    """
    With the headers of the pages, on the page of the site that was asked.
    """
    nginx, serve = both.ask(f"{question}%E5%81%9C%E6%B0%B4")
    packed = both.ask(f"{question}%E5%81%9C%E6%B0%B4", Accept_Encoding="gzip")

    assert nginx.status == 200 and nginx.body == serve.body
    for name in (*web.SECURITY_HEADERS, "Content-Type", "X-Robots-Tag"):
        assert nginx.headers.get_all(name) == serve.headers.get_all(name)
    assert packed[0].text() == packed[1].text() == nginx.body


def test_the_elder_version_keeps_its_readers(both):
    """
    The same page in another dress: what it leads to is in this version too, but for the way out.
    """
    for path, way_out in ((PAGE, PAGE), ("/nix.html", "/nix.html"), ("/a'%22b.html", "/")):
        plain, _ = both.ask(path)
        for elder in both.ask(f"/elder{path}"):
            text = elder.body.decode()
            links = re.findall(r'<(?:a|form)\s[^>]*?(?:href|action)="(/[^"]*)', text)

            assert '<html class="elder" ' in text
            assert [link for link in links if not link.startswith("/elder/")] == [way_out]
            assert len(links) == len(re.findall(r'<(?:a|form)\s[^>]*="/', plain.body.decode()))
            assert f'href="{way_out}">退出长辈版</a>' in text


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-3"}, {"Accept_Encoding": "gzip"}])
def test_a_page_of_the_elder_version_is_not_sent_again(both, headers):
    """
    It changes with the page it is made of; a part of it cannot be asked for.
    """
    first, _ = both.ask(f"/elder{PAGE}", **headers)
    tag = first.headers["ETag"]
    for answers, status in (
        (both.ask(f"/elder{PAGE}", **headers), 200),
        (both.ask(f"/elder{PAGE}", If_None_Match=tag, **headers), 304),
    ):
        nginx, serve = answers

        assert nginx.named() == serve.named()
        assert nginx.status == status


def test_a_redirect_never_leads_to_itself(both):
    """
    nginx takes /GongGao/ and /gonggao/ for the same name in a map.
    """
    assert [answer.status for answer in both.ask("/gonggao/")] == [200, 200]
    assert [answer.headers["Location"] for answer in both.ask("/GongGao/")] == ["/gonggao/"] * 2


def test_a_withdrawal_needs_no_reload(both):
    """
    With the mark and without the page the next release has the next answer be 410; back again, 200.
    """
    releases = ReleaseStore(both.output)
    live = releases.output / "portal"
    for is_gone, status in ((True, 410), (False, 200)):
        with releases.run() as making:
            shutil.copytree(
                live, making.staged("portal"), ignore=shutil.ignore_patterns("release.json")
            )
            mark = making.staged("portal") / f"{gone.MARKS[1:]}/gonggao/2026-03/30.html"
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch() if is_gone else mark.unlink()
            making.switch({"portal": making.take("portal")})

        answers = both.ask("/gonggao/2026-03/30.html")
        assert [answer.status for answer in answers] == [status, status]


def test_the_command_writes_what_nginx_takes(both, tmp_path, capsys):
    """
    With certificates, compressed answers and two sites; nothing is listened at.
    """
    nginx = program("nginx", "nginx-light")
    openssl = program("openssl", "openssl")
    for domain in (HOST, "water-affairs.example.gov.cn"):
        (tmp_path / domain).mkdir()
        files = [tmp_path / domain / name for name in ("privkey.pem", "fullchain.pem")]
        request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={domain}"]
        made = [openssl, *request, "-keyout", files[0], "-out", files[1]]
        subprocess.run(made, check=True, capture_output=True)
    ports = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    options = ["--listen", ports[0], "--tls", str(tmp_path), "--tls-listen", ports[1]]

    status = run(["nginx", "--output", str(both.output), *options])
    (tmp_path / "sites.conf").write_text(capsys.readouterr().out)
    (tmp_path / "nginx.conf").write_text(NGINX.format(folder=tmp_path, user=""))
    tried = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True)

    assert (status, tried.returncode) == (0, 0), tried.stderr.decode()
    assert "max-age=31536000 always" in (tmp_path / "sites.conf").read_text()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: configuration({"portal": "a b;"}, Server("/x")), "域名“a b;”不可用"),
        (lambda: configuration({}, Server("/x", listen=("80; x",))), "不是监听地址"),
        (lambda: configuration({}, Server('/x"$y')), "不能有引号"),
    ],
)
def test_nothing_foreign_gets_into_the_configuration(make: Callable[[], str], sentence):
    """
    Neither from a feed nor from the command line.
    """
    with pytest.raises(UsageError, match=sentence):
        make()
