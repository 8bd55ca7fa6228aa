"""
`zhanqun preview`: shows drafts to those who hold a token, as the build would make them.

Its pages print addresses that begin at the site's root, as the built ones do. Everything under a token
has an address under `/~/<token>/<site>/`; a request without that says in its Referer from which page it
comes, and is sent there.
"""

from __future__ import annotations

import html
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import IO, Any
from urllib.parse import parse_qs, quote, urlsplit

import click

from builder import options, web
from builder.addressing import Addressing, AddressMode
from builder.asking import normal_path
from builder.drafts import Drafts, NotShownError
from builder.errors import UsageError, sentence_of
from builder.marking import CSS, STYLE
from builder.paths import theme_folder
from builder.previewing import PREFIX, DraftFile, Previewing, Shown
from builder.publishing import open_store
from builder.showing import PAGE
from builder.theme import ThemeFolder
from sites.reasons import reason_of
from sites.terminal import ChineseCommand

PORT = 8082
_PIECE = 1 << 18
_ALIVE = f"{PREFIX}alive"
_PRIVATE = "no-store"
_HTML = "text/html; charset=utf-8"
_TROUBLE = Template("""\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>不能预览</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="$style">
</head>
<body>
<main class="zq-trouble" role="alert"><h1>不能预览</h1><p>$sentence</p></main>
</body>
</html>
""")
_NO_TOKEN = "请从内容管理端打开预览，或使用完整的分享链接。"
_WRONG_HOST = "这个地址不提供预览。请使用预览服务自己的地址。"
_UNEXPECTED = "预览服务内部出错，这一页暂时不能预览。请联系运维人员查看它的记录。"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the preview is found, who may frame it, and which web servers stand before it."""

    own: str
    admin: str
    proxies: frozenset[str] = frozenset()

    def headers(self) -> dict[str, str]:
        """Those of the public sites, but for who may frame the page and what it tells others."""
        policy = web.SECURITY_HEADERS["Content-Security-Policy"]
        return {
            **web.SECURITY_HEADERS,
            "Content-Security-Policy": policy.replace(
                "frame-ancestors 'self'", f"frame-ancestors {self.admin}"
            ),
            # The way from a page's address to its files, and no further: the address is a key.
            "Referrer-Policy": "same-origin",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }


class PreviewServer(ThreadingHTTPServer):
    """Answers at one port of this machine."""

    daemon_threads = True

    def __init__(
        self, previewing: Previewing, drafts: Drafts, origins: Origins, port: int, host: str
    ) -> None:
        self.previewing = previewing
        self.drafts = drafts
        self.origins = origins
        super().__init__((host, port), PreviewHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class PreviewHandler(BaseHTTPRequestHandler):
    """GET and HEAD, nothing else."""

    server: PreviewServer
    timeout = 60
    """Seconds; who says nothing for so long is let go."""
    protocol_version = "HTTP/1.1"
    server_version = "zhanqun"
    sys_version = ""

    def do_GET(self) -> None:
        """Whatever goes wrong is a sentence for whoever looks."""
        self._has_begun = False
        try:
            self._answer_path()
        except ConnectionError:
            raise
        except Exception as error:
            # Half of a file is half of a file: `_pour` has seen to it.
            if not self._has_begun:
                self._trouble(*_told(error))

    do_HEAD = do_GET

    def log_message(self, format: str, *arguments: Any) -> None:
        """Addresses here are keys, which no log keeps."""

    def _answer_path(self) -> None:
        quoted, _, query = self.path.partition("?")
        path, asked = normal_path(quoted), parse_qs(query)
        if path == _ALIVE:
            self._send(HTTPStatus.NO_CONTENT, {}, b"")
        elif self.headers.get("Host", "").lower() != urlsplit(self.server.origins.own).netloc:
            raise NotShownError(HTTPStatus.MISDIRECTED_REQUEST, _WRONG_HOST)
        elif path is None:
            raise NotShownError(HTTPStatus.BAD_REQUEST, _NO_TOKEN)
        elif path == STYLE:
            self._send(HTTPStatus.OK, {"Content-Type": web.content_type(path)}, CSS.encode())
        elif path.startswith(PREFIX):
            self._file(path)
        elif path == "/" and (token := asked.get("token")):
            self._entrance(token[0], asked.get("show", [PAGE])[0])
        else:
            self._below_the_referring_page(path, query)

    def _entrance(self, token: str, show: str) -> None:
        draft = self.server.drafts.draft(token, self._reader())
        self._redirect(self.server.previewing.entrance(draft, token, show))

    def _file(self, path: str) -> None:
        token, _, rest = path.removeprefix(PREFIX).partition("/")
        slug, _, rest = rest.partition("/")
        if not token or not slug:
            raise NotShownError(HTTPStatus.NOT_FOUND, _NO_TOKEN)
        drafts, reader = self.server.drafts, self._reader()
        if rest.removeprefix("elder/").startswith(("media/", "static/")):
            draft = drafts.known(token) or drafts.draft(token, reader)
        else:
            draft = drafts.draft(token, reader, is_opening=True)
        found = self.server.previewing.file(draft, token, slug, f"/{rest}")
        if isinstance(found, DraftFile):
            # The cms looks at the token once more, whatever we know.
            with drafts.medium(token, found.sha256, reader) as answer:
                self._pour(found.path, answer, int(answer.headers["Content-Length"]))
        else:
            self._show(found)

    def _below_the_referring_page(self, path: str, query: str) -> None:
        """An address from a site's root: which site, and by which token, the page that prints it says."""
        if shown := self.server.previewing.static(path):
            self._show(shown)
            return
        referrer = urlsplit(self.headers.get("Referer", ""))
        parts = referrer.path.split("/", 4)
        is_own = f"{referrer.scheme}://{referrer.netloc}" == self.server.origins.own
        if not is_own or len(parts) != 5 or not referrer.path.startswith(PREFIX):
            raise NotShownError(HTTPStatus.NOT_FOUND, _NO_TOKEN)
        target = f"{PREFIX}{parts[2]}/{parts[3]}{quote(path)}"
        self._redirect(f"{target}?{query}" if query else target)

    def _reader(self) -> str:
        """The address that asks: what a web server of ours before us says, else the connection's."""
        connection = str(self.client_address[0])
        forwarded = self.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded if forwarded and connection in self.server.origins.proxies else connection

    def _show(self, shown: Shown) -> None:
        if isinstance(shown.content, bytes):
            self._send(HTTPStatus.OK, _headers(shown.path), shown.content)
            return
        with shown.content.open("rb") as file:
            self._pour(shown.path, file, os.fstat(file.fileno()).st_size)

    def _pour(self, path: str, source: IO[bytes] | HTTPResponse, size: int) -> None:
        """A file of this size; where less comes the connection ends, so that nobody takes it for whole."""
        self._head(HTTPStatus.OK, {**_headers(path), "Content-Length": str(size)})
        left = 0 if self.command == "HEAD" else size
        ends, self.close_connection = self.close_connection, True
        while left and (piece := source.read(min(left, _PIECE))):
            self.wfile.write(piece)
            left -= len(piece)
        self.close_connection = ends or left > 0

    def _redirect(self, target: str) -> None:
        self._send(HTTPStatus.FOUND, {"Location": target}, b"")

    def _trouble(self, status: int, sentence: str) -> None:
        told = html.escape(sentence, quote=False)
        page = _TROUBLE.substitute(style=STYLE, sentence=told).encode()
        self._send(status, {"Content-Type": _HTML}, page)

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        is_empty = status == HTTPStatus.NO_CONTENT
        self._head(status, headers if is_empty else {**headers, "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        known = {"Cache-Control": _PRIVATE, **self.server.origins.headers(), **headers}
        for name, value in known.items():
            self.send_header(name, value)
        self.end_headers()
        self._has_begun = True


def _told(error: Exception) -> tuple[int, str]:
    """The status and the sentence for a fault."""
    if isinstance(error, NotShownError):
        return error.status, str(error)
    sentence = sentence_of(error)
    if not sentence:
        logger.error("unexpected", exc_info=error)
    return HTTPStatus.SERVICE_UNAVAILABLE, sentence or _UNEXPECTED


def _headers(path: str) -> dict[str, str]:
    """Of a file of a site: what is named by its content may be kept, nothing else."""
    kind = web.content_type(path)
    caching = web.caching(path)
    return {
        "Content-Type": kind,
        **({"Cache-Control": caching} if caching == web.CACHED_FOR_EVER else {}),
    }


@click.command("preview", cls=ChineseCommand)
@click.option("--feed", required=True, metavar="网址", help="内容管理端的数据流。")
@options.token
@click.option(
    "--url",
    envvar="ZHANQUN_PREVIEW_URL",
    default=f"http://preview.localhost:{PORT}",
    metavar="网址",
    help=f"浏览器打开预览的地址，默认 http://preview.localhost:{PORT}；须与内容管理端不同源。",
)
@click.option(
    "--admin",
    envvar="ZHANQUN_ADMIN_URL",
    default="http://127.0.0.1:8000",
    metavar="网址",
    help="编辑打开内容管理端的地址，只有它可以嵌入预览，默认 http://127.0.0.1:8000。",
)
@click.option(
    "--listen",
    type=options.PORTS,
    default=PORT,
    metavar="端口",
    help=f"预览服务的端口，默认 {PORT}。",
)
@click.option(
    "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上监听，默认 127.0.0.1。"
)
@click.option(
    "--proxies",
    envvar="ZHANQUN_PROXIES",
    default="",
    metavar="地址,…",
    help="前面的网页服务器的地址；访问者的地址以它们说的为准。",
)
@options.addresses
@options.port
@options.theme
@options.plugins
@options.var
def preview_command(
    feed: str,
    token: str,
    url: str,
    admin: str,
    listen: int,
    host: str,
    proxies: str,
    addresses: AddressMode,
    port: int,
    theme: str,
    plugins: tuple[str, ...],
    var: Path,
) -> None:
    """提供预览：用与生成网站相同的程序和主题显示草稿，供编辑和持分享链接的人查看。"""
    origins = Origins(_origin(url, "--url"), _origin(admin, "--admin"), _split(proxies))
    if origins.own == origins.admin:
        raise UsageError("预览与内容管理端不能同源。请给 --url 换一个主机名或端口。")
    store = open_store(var)
    if not store.is_filled:
        raise store.empty()
    previewing = Previewing(
        store, ThemeFolder(theme_folder(theme)), Addressing(addresses, port), plugins
    )
    drafts = Drafts(feed, token, store.schemas)
    try:
        server = PreviewServer(previewing, drafts, origins, listen, host)
    except OSError as error:
        raise UsageError(
            f"端口 {listen} 不能使用（{reason_of(error)}）。请用 --listen 换一个端口。"
        ) from error
    with server, suppress(KeyboardInterrupt):
        click.echo(f"预览服务：{origins.own}，按 Ctrl+C 结束。")
        server.serve_forever()


def _origin(address: str, option: str) -> str:
    """Scheme, host and port of an address, which has no more."""
    parts = urlsplit(address.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise UsageError(
            f"{option} 的值“{address}”不是网址的来源。"
            "请只写协议、主机和端口，如 https://preview.example.gov.cn。"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _split(addresses: str) -> frozenset[str]:
    return frozenset(filter(None, (each.strip() for each in addresses.split(","))))
