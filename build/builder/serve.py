"""
Serves built sites on this machine, by host name: `<slug>.localhost:8080`, or a site's real domain in
the Host header. It behaves as the public web server is set up to.
"""

from __future__ import annotations

import json
import mimetypes
import os
import posixpath
import shutil
import sys
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import stat_result
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from builder.addressing import folder_href
from builder.errors import UsageError
from builder.frame import SEARCH
from builder.outputs import column_inventory, redirects, search_page
from builder.search.service import SearchService, search_pages
from sites.reasons import reason_of

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_HASHED = "/static/"
_SEARCH_PAGE = folder_href(SEARCH)
_TEXTS = ("text/", "application/json", "application/xml", "application/javascript")
_TYPES = {
    ".html": "text/html",
    ".xml": "application/xml",
    ".js": "text/javascript",
    ".map": "text/plain",
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
}


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
            self._sites = stamps, self._read_sites()
        return self._sites[1]

    def _read_sites(self) -> dict[str, tuple[str, str]]:
        found = {}
        for path in sorted(self.output.glob(f"*{column_inventory.PATH}")):
            site = json.loads(path.read_bytes())["site"]
            found[path.relative_to(self.output).parts[0]] = (site["name"], site["domain"])
        return dict(sorted(found.items(), key=lambda each: (each[0] != "portal", each[0])))

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
    protocol_version = "HTTP/1.1"
    server_version = "zhanqun"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer by the host's site."""
        slug = self.server.site_of(self.headers.get("Host", ""))
        if slug is None:
            self._unknown_host()
            return
        address = urlsplit(self.path)
        # A search form leads to the search page; with a question the service answers in its place,
        # so that searching works with script off.
        if address.path == search_page.SERVICE or (
            address.path == _SEARCH_PAGE and parse_qs(address.query).get("q")
        ):
            self._search(address.query, slug)
            return
        self._file(slug, address.path)

    do_HEAD = do_GET

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
        self._bytes(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", "\n".join(lines).encode())

    def _search(self, query: str, slug: str) -> None:
        reply = self.server.search.answer(query, slug)
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self._end()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _file(self, slug: str, quoted: str) -> None:
        # One release for the whole answer, whatever is switched to meanwhile.
        folder = (self.server.output / slug).resolve()
        path = unquote(quoted, errors="replace")
        target = self.server.redirect(slug, folder, path)
        if target is not None:
            self._redirect(target, HTTPStatus.MOVED_PERMANENTLY)
            return
        place = _place(folder, path)
        if place is not None and place.is_dir() and not path.endswith("/"):
            if (place / "index.html").is_file():
                self._redirect(quote(path) + "/", HTTPStatus.MOVED_PERMANENTLY)
                return
        elif place is not None and path.endswith("/"):
            place = place / "index.html"
        if place is None or not place.is_file():
            self._not_found(folder)
            return
        self._send(place, path)

    def _send(self, place: Path, path: str) -> None:
        with place.open("rb") as file:
            facts = os.fstat(file.fileno())
            tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
            if self._is_known(tag, facts):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.send_header("ETag", tag)
                self._end()
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", content_type(place))
            self.send_header("Content-Length", str(facts.st_size))
            self.send_header("Last-Modified", formatdate(facts.st_mtime, usegmt=True))
            self.send_header("ETag", tag)
            self.send_header("Cache-Control", _caching(path))
            self._end()
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)

    def _is_known(self, tag: str, facts: stat_result) -> bool:
        """Whether the reader has this very content already."""
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return (
                tag in [each.strip().removeprefix("W/") for each in asked.split(",")]
                or asked == "*"
            )
        try:
            # Exactly, as nginx does: a page that was taken back is older than the one known.
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
            return int(facts.st_mtime) == since.timestamp()
        except (ValueError, TypeError):
            return False

    def _not_found(self, folder: Path) -> None:
        page = folder / "404.html"
        body = page.read_bytes() if page.is_file() else "页面不存在。\n".encode()
        kind = "text/html" if page.is_file() else "text/plain"
        self._bytes(HTTPStatus.NOT_FOUND, f"{kind}; charset=utf-8", body)

    def _redirect(self, target: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self._end()

    def _bytes(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self._end()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _end(self) -> None:
        for name, value in SECURITY_HEADERS.items():
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


def content_type(place: Path) -> str:
    """By the file's extension; texts are UTF-8."""
    suffix = place.suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXTS) else kind


def _caching(path: str) -> str:
    is_hashed = path.startswith(_HASHED) and not path.endswith("/site.css")
    return "public, max-age=31536000, immutable" if is_hashed else "no-cache"


def _place(folder: Path, path: str) -> Path | None:
    """The file a path means, None when it would lead out of the site's folder."""
    if "\0" in path or "\\" in path or not path.startswith("/"):
        return None
    inside = posixpath.normpath(path).lstrip("/")
    if ".." in path.split("/"):
        return None
    return folder / inside
