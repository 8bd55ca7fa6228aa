"""
The preview process: what it shows to whoever holds a token, and what it says to everybody else.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from builder.addressing import Addressing
from builder.build import Plan, build
from builder.drafts import Drafts, NotShownError, open_draft, read_draft
from builder.errors import UsageError
from builder.marking import unmarked
from builder.media import MediaFolder
from builder.outputs import all_outputs
from builder.paths import default_themes
from builder.preview import Origins, PreviewServer, preview_command
from builder.previewing import Previewing
from builder.sources import FileSource
from builder.store import Store
from builder.theme import ThemeFolder
from sites.addresses import leaving_address
from tests.helpers import a_feed, article, column, drop, files_below, lines, media, placement, site
from tests.programs import free_port

ADMIN = "https://cms.example.gov.cn"
PENDING = "发布时生成"
NEVER = {"published_at": None}
OLD_PICTURE, NEW_PICTURE = b"an old picture", b"a new picture"
PUBLISHED = [
    site(main_color="#1f5fa8"),
    column(10, "tzgg"),
    *article(11, title="停水通知", picture=50),
    *article(12, title="停电通知", day="2026-02-01"),
    media(50, OLD_PICTURE, "旧.jpg", width=64, height=48),
]


def a_draft(*records: Any) -> bytes:
    """A draft in feed form."""
    return b"".join(lines(*records, since="1", cursor="1"))


@dataclass
class DraftCms:
    """The part of the cms that knows drafts and their media: what it answers to each token."""

    drafts: dict[str, bytes] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    refusal: tuple[int, str] | None = None
    promises_more: int = 0
    """Bytes that it announces beside those that it sends."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, bearer and reader's address of each request."""

    def answer(self, path: str) -> tuple[int, str, bytes]:
        name = unquote(path).removeprefix("/feed/preview/").partition("?")[0]
        token, _, sha256 = name.partition("/media/")
        if self.refusal:
            return self.refusal[0], "text/plain; charset=utf-8", self.refusal[1].encode()
        known = self.media.get(sha256) if sha256 else self.drafts.get(token)
        if token not in self.drafts or known is None:
            return 404, "text/plain; charset=utf-8", "没有这个预览。".encode()
        return 200, "application/x-ndjson", known


@pytest.fixture
def cms() -> Iterator[tuple[DraftCms, str]]:
    """A cms that answers, and the address of its feed."""
    known = DraftCms()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            get = self.headers.get
            known.asked.append((self.path, get("Authorization", ""), get("X-Forwarded-For", "")))
            status, kind, body = known.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + known.promises_more))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield known, f"http://127.0.0.1:{server.server_address[1]}/feed/"
    server.shutdown()
    server.server_close()


@dataclass
class Preview:
    """A running preview process, asked as a browser asks."""

    cms: DraftCms
    store: Store
    output: Path
    port: int

    def get(self, path: str, *, host: str = "", method: str = "GET", **headers: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True)
        known = {"Host": host or f"preview.localhost:{self.port}", **headers}
        for name, value in known.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.body = answer.read()
        answer.text = answer.body.decode("utf-8", "replace")
        connection.close()
        return answer

    def entrance(self, token: str = "t", show: str = "page") -> str:
        answer = self.get(f"/?token={token}&show={show}")
        assert answer.status == 302, answer.text
        return answer.getheader("Location")

    def built(self, path: str) -> bytes:
        return (self.output / "portal" / path.lstrip("/")).read_bytes()


@pytest.fixture
def preview(tmp_path: Path, store: Store, cms: tuple[DraftCms, str]) -> Iterator[Preview]:
    """Two articles are built; nothing is a draft yet."""
    known, address = cms
    store.sync(FileSource(a_feed(tmp_path, *PUBLISHED, media=(OLD_PICTURE,))))
    themes = ThemeFolder(default_themes() / "base")
    output = tmp_path / "output"
    build(Plan(store, themes.theme(), Addressing("local"), all_outputs(), output))
    port = free_port()
    server = PreviewServer(
        Previewing(store, themes, Addressing("local")),
        Drafts(address, "bearer", store.schemas),
        Origins(f"http://preview.localhost:{port}", ADMIN, frozenset({"127.0.0.1"})),
        port,
        "127.0.0.1",
    )
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Preview(known, store, output, port)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_draft_stands_on_its_page_its_list_and_the_home_page(preview: Preview):
    """
    Each is marked, and leads to the others.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知（修改）"))

    page, front = preview.entrance(), preview.entrance(show="home")
    listing = preview.entrance(show="list")

    assert page == "/~/t/portal/tzgg/2026-03/11.html"
    assert listing == "/~/t/portal/tzgg/" and front == "/~/t/portal/"
    for path in (page, listing, front):
        html = preview.get(path).text
        assert "停水通知（修改）" in html and "这是草稿，公众看不到。" in html
        assert all(f'href="{other}"' in html for other in (page, listing, front))


def test_without_the_mark_a_page_is_what_the_build_writes(preview: Preview):
    """
    A draft that changes nothing is previewed as it is live.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知", picture=50))

    for path in ("tzgg/2026-03/11.html", "tzgg/2026-02/12.html", "tzgg/index.html", "index.html"):
        assert unmarked(preview.get(f"/~/t/portal/{path}").body) == preview.built(path)


def test_a_page_that_was_never_published_is_followed_from_lists(preview: Preview):
    """
    The address that it will be given is shown as such, and leads to the draft all the same.
    """
    preview.cms.drafts["t"] = a_draft(*article(13, title="新的通知", **NEVER))

    place = unquote(preview.entrance())
    listing = preview.get("/~/t/portal/tzgg/").text

    assert place == f"/~/t/portal/tzgg/{PENDING}"
    assert f'href="{PENDING}"' in listing and listing.index("新的通知") < listing.index("停水通知")
    html = preview.get(preview.entrance()).text
    assert f'rel="canonical" href="{PENDING}"' in html
    assert f'name="PubDate" content="{PENDING}"' in html


def test_a_draft_of_an_old_page_is_found_on_its_older_list_page(preview: Preview, tmp_path: Path):
    """
    The list that is shown is the one on which the page stands.
    """
    many = [each for n in range(100, 150) for each in article(n, day="2026-03-05")]
    preview.store.sync(FileSource(a_feed(tmp_path, *PUBLISHED, *many, media=(OLD_PICTURE,))))
    preview.cms.drafts["t"] = a_draft(*article(12, title="停电通知（修改）", day="2026-02-01"))

    place = preview.entrance(show="list")

    assert place == "/~/t/portal/tzgg/page/2026/1.html"
    assert "停电通知（修改）" in preview.get(place).text


def test_a_draft_is_seen_in_large_print(preview: Preview):
    """
    长辈版 of each page, as the web server makes it of the built one, and the ways on in it.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知（修改）", picture=50))

    html = preview.get("/~/t/portal/elder/tzgg/2026-03/11.html").text

    assert '<html class="elder"' in html and "停水通知（修改）" in html
    assert 'href="/elder/tzgg/"' in html and 'href="/tzgg/2026-03/11.html">退出长辈版' in html
    assert preview.get("/~/t/portal/elder/static/site.css").body == preview.built("static/site.css")
    assert preview.get("/~/t/portal/elder/").status == 200


def test_every_page_of_the_site_is_seen_with_the_draft_in_it(preview: Preview):
    """
    What the footer and the header lead to as well.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知", picture=50))
    pages = [
        path.relative_to(preview.output / "portal").as_posix()
        for path in files_below(preview.output / "portal", "*.html")
        if path.name not in ("404.html", "410.html") and path.parent.name != "elder"
    ]

    assert len(pages) > 6
    for path in pages:
        assert unmarked(preview.get(f"/~/t/portal/{path}").body) == preview.built(path), path


def test_a_mere_link_is_shown_where_it_stands(preview: Preview):
    """
    A page that leads elsewhere has no file of its own: its list is shown instead, and says so.
    """
    preview.cms.drafts["t"] = a_draft(*article(13, link_url="https://www.example.org/", **NEVER))

    html = preview.get(preview.entrance()).text

    assert (
        "转载链接，只在列表中出现" in html and leaving_address("https://www.example.org/") in html
    )


def test_a_column_that_the_draft_leaves_does_not_show_it(preview: Preview, tmp_path: Path):
    """
    A further placement that was taken away in the draft is dropped.
    """
    further = [column(20, "gzdt"), placement(90, "article", 12, 20, position=1)]
    preview.store.sync(FileSource(a_feed(tmp_path, *PUBLISHED, *further, media=(OLD_PICTURE,))))
    preview.cms.drafts["t"] = a_draft(
        *article(12, title="停电通知", day="2026-02-01"), drop("placement", 90)
    )

    assert "停电通知" not in preview.get("/~/t/portal/gzdt/").text


def test_pictures_of_a_draft_come_from_the_cms_and_need_the_token(preview: Preview):
    """
    Others are what is published; nothing is to be had without a token.
    """
    sha256 = hashlib.sha256(NEW_PICTURE).hexdigest()
    preview.cms.media[sha256] = NEW_PICTURE
    preview.cms.drafts["t"] = a_draft(
        *article(11, picture=60), media(60, NEW_PICTURE, "新.jpg", width=64, height=48)
    )
    new, old = "/media/60/%E6%96%B0.jpg", "/media/50/%E6%97%A7.jpg"

    assert preview.get(f"/~/t/portal{new}").body == NEW_PICTURE
    assert preview.get(f"/~/t/portal{old}").body == OLD_PICTURE
    assert preview.get(f"/~/wrong/portal{new}").status == 404
    assert preview.get(new).status == 404
    preview.cms.refusal = 410, "链接已被撤销。"
    assert preview.get(f"/~/t/portal{new}").status == 410


def test_half_a_picture_is_not_taken_for_a_whole(preview: Preview):
    """
    Where the cms breaks off, so do we.
    """
    sha256 = hashlib.sha256(NEW_PICTURE).hexdigest()
    preview.cms.media[sha256] = NEW_PICTURE
    preview.cms.drafts["t"] = a_draft(*article(11, picture=60), media(60, NEW_PICTURE, "a.jpg"))
    preview.get("/~/t/portal/")
    preview.cms.promises_more = 1000

    with pytest.raises(http.client.IncompleteRead):
        preview.get("/~/t/portal/media/60/a.jpg")


def test_addresses_from_the_site_s_root_are_found_by_the_referring_page(preview: Preview):
    """
    Pages print them as on the public site; the page that does says which site and token are meant.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))
    page = f"http://preview.localhost:{preview.port}/~/t/portal/tzgg/2026-03/11.html"

    style = preview.get("/static/site.css", Referer=page)
    question = preview.get("/search/?q=%E6%B0%B4", Referer=page)
    stranger = preview.get("/static/site.css", Referer="https://www.example.org/~/t/portal/x.html")

    assert (style.status, style.getheader("Location")) == (302, "/~/t/portal/static/site.css")
    assert preview.get("/~/t/portal/static/site.css").body == preview.built("static/site.css")
    assert question.getheader("Location") == "/~/t/portal/search/?q=%E6%B0%B4"
    assert stranger.status == 404 and "请从内容管理端打开预览" in stranger.text


def test_files_of_the_theme_need_no_token(preview: Preview):
    """
    They are the same for everybody, and kept.
    """
    path = next(p for p in ThemeFolder(default_themes() / "base").theme().static_files())

    answer = preview.get(path)

    assert answer.body == preview.built(path)
    assert "immutable" in answer.getheader("Cache-Control")


def test_only_the_admin_may_frame_a_preview_and_nobody_keeps_it(preview: Preview):
    """
    The policies of the public sites hold, but for the frame; the address, which is a key, stays here.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))

    get = preview.get(preview.entrance()).getheader

    assert f"frame-ancestors {ADMIN}" in get("Content-Security-Policy")
    assert "script-src 'self'" in get("Content-Security-Policy")
    assert get("X-Frame-Options") is None
    assert get("Cache-Control") == "no-store"
    assert get("Referrer-Policy") == "same-origin"
    assert "noindex" in get("X-Robots-Tag")
    assert get("Set-Cookie") is None


def test_the_cms_hears_who_looks_and_when(preview: Preview):
    """
    A page is an opening, with the reader's address as our web server gives it; a picture is none.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))

    preview.get("/~/t/portal/tzgg/", X_Forwarded_For="10.0.0.1, 198.51.100.7")
    preview.get("/~/t/portal/static/site.css")

    assert preview.cms.asked == [("/feed/preview/t?opened=1", "Bearer bearer", "198.51.100.7")]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/", 404, "请从内容管理端打开预览"),
        ("/~/t/portal/nothing.html", 404, "预览里没有这个地址"),
        ("/~/t/elsewhere/", 404, "预览里没有这个地址"),
        ("/~/t/portal/tzgg/2026-03/99999999999999999999.html", 404, "预览里没有这个地址"),
        ("/~/t/portal/media/x/a.jpg", 404, "预览里没有这个地址"),
        ("/~/t/portal/../../../etc/passwd", 404, "请从内容管理端打开预览"),
        ("/../../etc/passwd", 400, "请从内容管理端打开预览"),
        ("/~/", 404, "请从内容管理端打开预览"),
        ("/~/t", 404, "请从内容管理端打开预览"),
        ("/~/forged%2Ft/portal/", 404, "没有这个预览"),
        ("/~/t%00/portal/", 400, "请从内容管理端打开预览"),
        ("/?token=forged", 404, "没有这个预览"),
        ("/?token=", 404, "请从内容管理端打开预览"),
    ],
)
def test_what_leads_nowhere_is_a_sentence(preview: Preview, path: str, status: int, said: str):
    """
    A whole page in Chinese, never a stack trace.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))

    answer = preview.get(path)

    assert (answer.status, "Traceback" in answer.text) == (status, False)
    assert said in answer.text and 'lang="zh-CN"' in answer.text


def test_another_host_name_is_refused(preview: Preview):
    """
    A name that somebody else made lead here shows no drafts; whether we are alive anybody may ask.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))

    answer = preview.get("/~/t/portal/", host=f"evil.example.org:{preview.port}")

    assert answer.status == 421 and "停水通知" not in answer.text
    assert preview.get("/~/alive", host="10.0.0.1").status == 204


def test_what_the_cms_refuses_is_said_in_its_words(preview: Preview):
    """
    An expired or revoked link, a draft whose column is not public; hostile words do no harm.
    """
    preview.cms.refusal = 410, "链接已经过期<script>。"

    answer = preview.get("/~/t/portal/")

    assert answer.status == 410
    assert "链接已经过期&lt;script&gt;。" in answer.text


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "令牌与内容管理端不一致"), (500, "内容管理端出错（500）"), (302, "内容管理端出错")],
)
def test_a_faulty_cms_is_a_sentence(preview: Preview, status: int, said: str):
    """
    Whatever it answers is not shown.
    """
    preview.cms.refusal = status, "Traceback (most recent call last)"

    answer = preview.get("/~/t/portal/")

    assert answer.status in (502, 503)
    assert said in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", a_draft(*article(11))[:-20], a_draft(), a_draft(site())],
    ids=["empty", "html", "cut", "no record", "no draft"],
)
def test_a_broken_draft_is_a_sentence(preview: Preview, raw: bytes):
    """
    A feed that breaks the contract, or is about nothing that has drafts.
    """
    preview.cms.drafts["t"] = raw

    answer = preview.get("/~/t/portal/")

    assert answer.status == 502 and "不能读取" in answer.text


def test_a_cms_that_is_not_there_is_a_sentence(schemas, tmp_path: Path):
    """
    The reader is told to come again.
    """
    drafts = Drafts(f"http://127.0.0.1:{free_port()}/feed/", "", schemas)

    with pytest.raises(NotShownError, match="连接不上内容管理端"):
        drafts.draft("t", "127.0.0.1")


def test_a_draft_in_a_column_that_was_never_built_is_a_sentence(preview: Preview):
    """
    The builder may not have heard of a new column yet.
    """
    preview.cms.drafts["t"] = a_draft(*article(13, column=77, **NEVER))

    answer = preview.get("/?token=t")

    assert answer.status == 409 and "还没有这篇稿件所在的栏目" in answer.text


def test_a_store_that_was_taken_away_is_a_sentence(preview: Preview):
    """
    And no empty one is left in its place, which the next build would take for a broken one.
    """
    preview.cms.drafts["t"] = a_draft(*article(11))
    preview.store.path.unlink()

    answer = preview.get("/~/t/portal/")

    assert answer.status == 503 and "构建端的副本读写不了" in answer.text
    assert not preview.store.path.exists()


def test_a_draft_with_nothing_but_a_title_is_shown(preview: Preview):
    """
    Every optional field is empty.
    """
    preview.cms.drafts["t"] = a_draft(
        *article(13, title="只有标题", body="", content_source="", **NEVER)
    )

    assert "只有标题" in preview.get(preview.entrance()).text


def test_the_store_is_read_and_never_written(preview: Preview):
    """
    What a draft changes is seen by its own reader only, and leaves the file as it was.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知（修改）"))
    before = preview.store.path.read_bytes()
    draft = read_draft(preview.cms.drafts["t"], preview.store.schemas)
    theme = ThemeFolder(default_themes() / "base").theme()

    with open_draft(preview.store, theme, Addressing("local"), draft) as view:
        assert view.page(draft.subject).title == "停水通知（修改）"
        with preview.store.reading() as connection:
            (row,) = connection.execute("SELECT count(*) FROM record WHERE data LIKE '%修改%'")
        assert row == (0,)
        assert preview.store.path.read_bytes() == before
    preview.get("/~/t/portal/")

    assert preview.store.path.read_bytes() == before
    assert not preview.store.path.with_name("store.sqlite3-journal").exists()


def test_killed_while_it_shows_a_draft_it_leaves_the_store_whole(preview: Preview, tmp_path: Path):
    """
    SIGKILL with the draft laid over the store: the next feed is taken in as if nothing had been.
    """
    before = preview.store.path.read_bytes()
    (tmp_path / "draft").write_bytes(a_draft(*article(11, title="停水通知（修改）")))
    code = (
        "import sys, time; from pathlib import Path; from builder.drafts import read_draft\n"
        "from builder.media import MediaFolder; from builder.paths import default_schemas\n"
        "from builder.schemas import load_schemas; from builder.store import Store\n"
        "schemas = load_schemas(default_schemas())\n"
        "store = Store(Path(sys.argv[1]), schemas, MediaFolder(Path(sys.argv[1])))\n"
        "draft = read_draft(Path(sys.argv[2]).read_bytes(), schemas)\n"
        "with store.overlaid(draft.changes): print('laid', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(preview.store.path), str(tmp_path / "draft")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"laid\n"
        process.send_signal(signal.SIGKILL)

    assert preview.store.path.read_bytes() == before
    started = time.monotonic()
    done = preview.store.sync(
        FileSource(a_feed(tmp_path, *article(11, title="停水通知（再改）"), since="1", cursor="2"))
    )
    assert done.put == 1 and time.monotonic() - started < 5


def test_a_feed_is_taken_in_while_drafts_are_shown(preview: Preview, tmp_path: Path):
    """
    Neither waits for the other longer than a page takes.
    """
    preview.cms.drafts["t"] = a_draft(*article(11, title="停水通知（修改）"))
    answers: list[int] = []

    def look() -> None:
        answers.extend(preview.get("/~/t/portal/").status for _ in range(8))

    readers = [Thread(target=look) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(1, 9):
        record = article(12, title=f"停电通知{number}", day="2026-02-01")
        preview.store.sync(
            FileSource(a_feed(tmp_path, *record, since=str(number), cursor=str(number + 1)))
        )
    for each in readers:
        each.join()

    assert answers == [200] * 24
    assert "停电通知8" in preview.get("/~/t/portal/").text


def test_a_preview_at_the_admin_s_own_origin_is_refused(tmp_path: Path):
    """
    A draft must not meet the session of an editor.
    """
    same = ["--url", "http://127.0.0.1:8000", "--admin", "http://127.0.0.1:8000/"]

    done = CliRunner().invoke(preview_command, ["--feed", "http://127.0.0.1:8000/feed/", *same])

    assert isinstance(done.exception, UsageError) and "不能同源" in str(done.exception)


def test_an_address_with_a_path_is_no_origin(tmp_path: Path):
    """
    One sentence says what to write.
    """
    options = ["--feed", "http://127.0.0.1:8000/feed/", "--url", "http://preview.localhost/x"]

    done = CliRunner().invoke(preview_command, options)

    assert isinstance(done.exception, UsageError) and "只写协议、主机和端口" in str(done.exception)


def test_a_store_that_was_never_filled_is_named(tmp_path: Path, schemas):
    """
    There is nothing to lay a draft over.
    """
    options = ["--feed", "http://127.0.0.1:8000/feed/", "--var", str(tmp_path)]

    done = CliRunner().invoke(preview_command, options)

    assert "请用 zhanqun build --feed 指明一份完整的数据流" in str(done.exception)
    assert Store(tmp_path / "store.sqlite3", schemas, MediaFolder(tmp_path)).cursor is None
