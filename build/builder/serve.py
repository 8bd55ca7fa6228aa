"""
Serves built sites on this machine, by host name: `<slug>.localhost:8080`, or a site's real domain in
the Host header. It behaves as the public web server is set up to.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit

from builder import elder, traditional, web
from builder.addressing import folder_href
from builder.asking import asked_part, folder_address, is_known, normal_path, takes_gzip
from builder.errors import UsageError
from builder.frame import SEARCH
from builder.outputs import gone, not_found, redirects, search_page
from builder.search.service import SearchService, search_pages
from sites.reasons import reason_of

_SEARCH_PAGE = folder_href(SEARCH)
_PLAIN = "text/plain; charset=utf-8"
_PAGE = "text/html"
_PIECE = 1 << 18


Stamp = tuple[int, int]


class SiteServer(ThreadingHTTPServer):
    """All sites of an output folder on one port of the loopback address."""

    daemon_threads = True

    def __init__(self, output: Path, index: Path, port: int, host: str = "127.0.0.1") -> None:
        self.output = output
        self.search = SearchService(index, search_pages(output))
        self._redirects: dict[str, tuple[Stamp, dict[str, str]]] = {}
        self._sites: tuple[list[Stamp], dict[str, tuple[str, str]]] = ([], {})
        super().__init__((host, port), SiteHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def addresses(self) -> list[str]:
        """Where each site is to be seen, a line each."""
        port = self.server_address[1]
        return [
            f"{name}：http://{slug}.localhost:{port}/" for slug, (name, _) in self.sites().items()
        ]

    def sites(self) -> dict[str, tuple[str, str]]:
        """Slug → name and domain, the portal first; read anew when a build switched a site."""
        stamps = [_stamp(self.output), *map(_stamp, sorted(self.output.iterdir()))]
        if self._sites[0] != stamps:
            self._sites = stamps, web.built_sites(self.output)
        return self._sites[1]

    def site_of(self, host: str) -> str | None:
        """The slug of the site that a Host header means."""
        name = host.rsplit(":", 1)[0].lower().rstrip(".")
        sites = self.sites()
        slug = name.removesuffix(".localhost")
        if name.endswith(".localhost") and slug in sites:
            return slug
        return next((slug for slug, (_, domain) in sites.items() if domain == name), None)

    def redirect(self, slug: str, folder: Path, path: str) -> str | None:
        """Where the map of a site, whose files lie in `folder` now, sends a path."""
        place = folder / redirects.MAP.lstrip("/")
        try:
            stamp = _stamp(place)
        except OSError:
            return None
        known = self._redirects.get(slug)
        if known is None or known[0] != stamp:
            lines = (line.rstrip(";").split(" ") for line in place.read_text().splitlines())
            known = stamp, {unquote(old): new for old, new in lines}
            self._redirects[slug] = known
        return known[1].get(path)


class SiteHandler(BaseHTTPRequestHandler):
    """GET and HEAD, nothing else."""

    server: SiteServer
    elder: elder.Asked | None = None
    """What is asked for in 长辈版, by this request."""
    protocol_version = "HTTP/1.1"
    server_version = "zhanqun"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer by the host's site."""
        slug = self.server.site_of(self.headers.get("Host", ""))
        if slug is None:
            self._unknown_host()
            return
        quoted, _, query = self.path.partition("?")
        quoted = quoted if quoted.startswith("/") else urlsplit(quoted).path
        path = normal_path(quoted)
        self.elder = elder.asked(path or "", quoted)
        if path is None:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        path = self.elder.path if self.elder else path
        # A search form leads to the search page; with a question the service answers in its place,
        # so that searching works with script off.
        plain = traditional.outside(path)
        if plain == search_page.SERVICE or (plain == _SEARCH_PAGE and parse_qs(query).get("q")):
            reply = self.server.search.answer(query, slug, is_traditional=plain != path)
            headers = dict(reply.headers)
            self._answer(reply.status, headers, self._version_of(reply.body, headers))
        else:
            self._file(slug, path, query)

    do_HEAD = do_GET

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Whatever the base class refuses; a method it does not know is not allowed."""
        status = HTTPStatus(code)
        headers = {"Content-Type": _PLAIN, "Connection": "close"}
        if status is HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
            headers["Allow"] = ", ".join(web.METHODS)
        self._answer(status, headers, f"{status.value} {status.phrase}\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a reader's requests are nobody's concern here."""

    def _unknown_host(self) -> None:
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        sites = self.server.sites()
        if host in ("localhost", "127.0.0.1", "[::1]") and "portal" in sites:
            self._redirect(
                f"http://portal.localhost:{self.server.server_address[1]}/", HTTPStatus.FOUND
            )
            return
        lines = ["这个主机名不属于任何网站。请打开以下地址之一：", *self.server.addresses()]
        self._answer(HTTPStatus.NOT_FOUND, {"Content-Type": _PLAIN}, "\n".join(lines).encode())

    def _file(self, slug: str, path: str, query: str) -> None:
        # One release for the whole answer, whatever is switched to meanwhile.
        folder = (self.server.output / slug).resolve()
        target = self.server.redirect(slug, folder, path)
        if target is not None:
            self._redirect(self._inside(target))
            return
        mark = f"{folder}{gone.MARKS}{path}"
        if "file" in (_kind(mark), _kind(f"{mark}/index.html")):
            self._page(HTTPStatus.GONE, folder, not_found.GONE, not_found.PATH)
            return
        place = f"{folder}{path}"
        if _kind(place) == "folder" and not path.endswith("/"):
            self._redirect(self._inside(folder_address(path, query)))
            return
        if path.endswith("/"):
            place += "index.html"
        if _kind(place) == "file":
            self._send(Path(place), path)
        elif traditional.is_inside(path) and not self.elder:
            self._page(
                HTTPStatus.NOT_FOUND, folder, traditional.inside(not_found.PATH), not_found.PATH
            )
        else:
            self._page(HTTPStatus.NOT_FOUND, folder, not_found.PATH)

    def _send(self, place: Path, path: str) -> None:
        with place.open("rb") as file:
            facts, get = os.fstat(file.fileno()), self.headers.get
            tag = f'"{int(facts.st_mtime):x}-{facts.st_size:x}"'
            date = formatdate(int(facts.st_mtime), usegmt=True)
            caching = {"Cache-Control": web.caching(path)}
            headers = {**caching, "Last-Modified": date, "ETag": tag}
            if is_known(get("If-None-Match"), get("If-Modified-Since"), tag, facts.st_mtime):
                self._answer(HTTPStatus.NOT_MODIFIED, headers, b"")
                return
            headers["Content-Type"] = web.content_type(place.name)
            if self.elder and headers["Content-Type"].startswith(_PAGE):
                headers["ETag"] = f"W/{tag}"
                self._answer(HTTPStatus.OK, headers, self._version_of(file.read(), headers))
                return
            if self._is_packed(headers, facts.st_size):
                self._answer(HTTPStatus.OK, headers, file.read())
                return
            if self._may_be_packed(headers, facts.st_size):
                headers["Vary"] = caching["Vary"] = "Accept-Encoding"
            part = asked_part(get("Range", ""), facts.st_size)
            if part is None or get("If-Range", tag) not in (tag, date):
                headers["Accept-Ranges"] = "bytes"
                self._stream(HTTPStatus.OK, headers, file, range(facts.st_size))
            else:
                self._send_part(file, part, headers if part else caching, facts.st_size)

    def _send_part(self, file: BinaryIO, part: range, headers: dict[str, str], size: int) -> None:
        if part:
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
            self._stream(HTTPStatus.PARTIAL_CONTENT, headers, file, part)
        else:
            headers |= {"Content-Type": _PLAIN, "Content-Range": f"bytes */{size}"}
            self._answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, b"")

    def _page(self, status: HTTPStatus, folder: Path, *paths: str) -> None:
        """The first of the site's own pages that is there."""
        for path in paths:
            place = folder / path[1:]
            if place.is_file():
                kind = web.content_type(place.name)
                headers, body = {"Content-Type": kind}, place.read_bytes()
                is_gone = status is HTTPStatus.GONE
                self._answer(status, headers, body if is_gone else self._version_of(body, headers))
                return
        self.send_error(status)

    def _inside(self, address: str) -> str:
        """The address in the version of the site that is asked for."""
        return elder.inside(address) if self.elder else address

    def _version_of(self, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The page in that version; whatever is no page is the same in each."""
        if self.elder and headers["Content-Type"].startswith(_PAGE):
            return elder.elder_page(body, self.elder.way_out)
        return body

    def _redirect(self, target: str, status: HTTPStatus = HTTPStatus.MOVED_PERMANENTLY) -> None:
        self._answer(status, {"Location": target, "Cache-Control": web.CACHED_UNTIL_ASKED}, b"")

    def _is_packed(self, headers: Mapping[str, str], size: int) -> bool:
        """Whether the reader gets a whole text compressed."""
        accepted = self.headers.get("Accept-Encoding", "")
        return self._may_be_packed(headers, size) and takes_gzip(accepted)

    def _may_be_packed(self, headers: Mapping[str, str], size: int) -> bool:
        """Long texts, but not to readers of HTTP/1.0, who do not expect it."""
        kind = headers.get("Content-Type", "").partition(";")[0]
        return (
            self.request_version != "HTTP/1.0"
            and size >= web.COMPRESSED_FROM
            and kind in web.COMPRESSED
        )

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        is_whole = status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
        if is_whole and self._may_be_packed(headers, len(body)):
            headers["Vary"] = "Accept-Encoding"
            if self._is_packed(headers, len(body)):
                body = gzip.compress(body, web.COMPRESSION_LEVEL, mtime=0)
                headers["Content-Encoding"] = "gzip"
                if "ETag" in headers:
                    headers["ETag"] = f"W/{headers['ETag'].removeprefix('W/')}"
        if status is not HTTPStatus.NOT_MODIFIED:
            headers["Content-Length"] = str(len(body))
        self._head(status, headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream(
        self, status: HTTPStatus, headers: dict[str, str], file: BinaryIO, part: range
    ) -> None:
        """A part of a file as it is, a piece at a time: a film is larger than the memory."""
        self._head(status, {**headers, "Content-Length": str(len(part))})
        file.seek(part.start)
        left = 0 if self.command == "HEAD" else len(part)
        while left and (piece := file.read(min(left, _PIECE))):
            self.wfile.write(piece)
            left -= len(piece)

    def _head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, **web.SECURITY_HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()


def make_server(output: Path, index: Path, port: int) -> SiteServer:
    """
    A server that listens already; port 0 takes a free one.
    """
    if not output.is_dir():
        raise UsageError(f"{output}：这里还没有网站。请先运行 zhanqun build。")
    try:
        return SiteServer(output, index, port)
    except OSError as error:
        raise UsageError(
            f"端口 {port} 不能使用（{reason_of(error)}）。请用 --port 换一个端口。"
        ) from error


def _stamp(place: Path) -> Stamp:
    """Changes when another file or folder stands there, or this one was written to."""
    facts = place.stat()
    return facts.st_ino, facts.st_mtime_ns


def _kind(place: str) -> str:
    """`file`, `folder` or nothing; a name that no file system would take is nothing too."""
    try:
        mode = Path(place).stat().st_mode
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else ""
