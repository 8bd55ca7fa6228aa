"""
The search service: a read-only WSGI application over the built index.

    GET …?q=国发〔2018〕43号&site=water&kind=policy_document&year=2018&validity=in_force&page=2&format=json

All parameters but `q` may be left out; below ``/hant/`` the answer is in traditional characters, elsewhere the path does not
matter. ``format=json`` answers

    {"query", "total", "page", "pages", "message", "results": [{"title_html", "snippet_html", "href",
     "site", "site_slug", "column", "date", "kind_label", "document_number", "issuing_body",
     "validity", "validity_label", "successor"}]}

where the two ``…_html`` are escaped and hold no element but ``<mark>``. Without it a visitor whose
browser runs no script gets a page: the site's own built search page with its form filled in and the
answer put into the element ``id="results"``, which a theme keeps empty for it.

In a process that serves sites already::

    service = SearchService(index_folder, search_pages(output_folder))
    reply = service.answer(query_string, site="water")      # status, headers, body

by itself, what ``zhanqun search --serve`` does: ``serve(index_folder, output_folder, port)``, where
the web server in front names the site in the header ``X-Zhanqun-Site``; on a terminal see
`builder.search.terminal`.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import msgspec

from builder.errors import UsageError
from builder.search.index import current_index
from builder.search.page import fill_page, plain_page
from builder.search.results import Hit, Results
from builder.search.searcher import NoIndexError, Searcher
from builder.traditional import WORDS, Words, inside, is_inside, simplified
from sites.reasons import reason_of

MAX_QUERY_STRING = 4096
_MAX_PARAMETERS = 16
_PAGE = "search/index.html"
_UNAVAILABLE = "搜索暂时不能用。请稍后再试，或者从栏目、站点地图查找。"
_SITE_HEADER = "HTTP_X_ZHANQUN_SITE"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
)

logger = logging.getLogger(__name__)


class SearchPage(NamedTuple):
    """A built search page; in 繁體版 with the words that its site protects."""

    html: str
    words: Words | None = None


SearchPages = Callable[[str, bool], SearchPage | None]
"""The search page of a site, by its slug; whether that of 繁體版 is wanted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """
    An HTTP response.
    """

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes


def search_pages(output: Path) -> SearchPages:
    """
    The search pages in a folder of built sites: ``<output>/<slug>/search/index.html``.
    """

    def search_page(site: str, is_traditional: bool) -> SearchPage | None:
        if not _SLUG.fullmatch(site):
            return None
        folder = output / site
        try:
            if not is_traditional:
                return SearchPage((folder / _PAGE).read_text(encoding="utf-8"))
            html = (folder / inside(f"/{_PAGE}")[1:]).read_text(encoding="utf-8")
            return SearchPage(
                html, msgspec.json.decode((folder / WORDS[1:]).read_bytes(), type=Words)
            )
        except OSError:
            return None

    return search_page


class SearchService:
    """
    Answers from the newest index in a folder; may be called by several threads.
    """

    def __init__(self, index_folder: Path, search_page: SearchPages = lambda *_: None) -> None:
        self._index_folder = index_folder
        self._search_page = search_page
        self._searcher: Searcher | None = None
        self._opening = Lock()

    def answer(self, query_string: str, site: str = "", *, is_traditional: bool = False) -> Reply:
        """
        The response to a query string. `site` is the slug of the site on whose host it was asked, and
        `is_traditional` whether in 繁體版: they decide about the page, only the parameter ``site``
        restricts what is found.
        """
        parameters = _parameters(query_string)
        wanted = parameters or {}
        page = self._search_page(site or wanted.get("site", ""), is_traditional)
        words = page.words if page else None
        status, found = self._results(parameters, simplified if words else str)
        results = found.seen_from(site)
        if wanted.get("format") == "json":
            results = results.written(words) if words else results
            body = json.dumps(_as_json(results), ensure_ascii=False)
            return _reply(status, "application/json", body)
        if page:
            html = fill_page(page.html, results, wanted, words.html if words else str)
        else:
            html = plain_page(results, wanted)
        return _reply(status, "text/html", html)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """
        WSGI; the header ``X-Zhanqun-Site`` may name the site, and a path below ``/hant/`` asks for 繁體版.
        """
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            reply = _reply(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", "这里只能查询。")
            headers = [*reply.headers, ("Allow", "GET, HEAD")]
        else:
            reply = self.answer(
                environ.get("QUERY_STRING", ""),
                environ.get(_SITE_HEADER, ""),
                is_traditional=is_inside(environ.get("PATH_INFO", "")),
            )
            headers = list(reply.headers)
        start_response(f"{reply.status.value} {reply.status.phrase}", headers)
        return [] if method == "HEAD" else [reply.body]

    def _results(
        self, parameters: dict[str, str] | None, understood: Callable[[str], str]
    ) -> tuple[HTTPStatus, Results]:
        if parameters is None:
            message = "网址里的参数太多或者太长。请回到搜索页重新输入。"
            return HTTPStatus.BAD_REQUEST, Results("", 0, 1, 0, (), message)
        query = parameters.get("q", "").strip()
        try:
            searcher = self._current_searcher()
        except NoIndexError as error:
            logger.warning("no search index", exc_info=error.__cause__)
            return HTTPStatus.SERVICE_UNAVAILABLE, Results(query, 0, 1, 0, (), _UNAVAILABLE)
        page = parameters.get("page", "")
        results = searcher.search(
            understood(query),
            site=parameters.get("site"),
            kind=parameters.get("kind"),
            year=parameters.get("year"),
            validity=parameters.get("validity"),
            page=int(page) if re.fullmatch(r"[0-9]{1,6}", page) else 1,
        )
        return HTTPStatus.OK, replace(results, query=query)

    def _current_searcher(self) -> Searcher:
        """
        Opens an index that was switched to meanwhile; who still uses the old one keeps it open.
        """
        version = current_index(self._index_folder)
        with self._opening:
            if self._searcher is None or version is None or self._searcher.version != version.name:
                self._searcher = Searcher(self._index_folder)
            return self._searcher


def search_server(
    index_folder: Path, output: Path, port: int, host: str = "127.0.0.1"
) -> WSGIServer:
    """
    The service as a server of its own, listening already; port 0 is any free one. Raises
    `UsageError` when the port cannot be had.
    """
    service = SearchService(index_folder, search_pages(output))
    try:
        return make_server(host, port, service, _Server, _QuietHandler)
    except OSError as error:
        raise UsageError(
            f"端口 {port} 不能使用（{reason_of(error)}）。请用 --port 换一个端口。"
        ) from error


def serve(index_folder: Path, output: Path, port: int, host: str = "127.0.0.1") -> None:
    """
    Answer until interrupted.
    """
    with search_server(index_folder, output, port, host) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        logger.debug(format, *args)


def _parameters(query_string: str) -> dict[str, str] | None:
    """
    The parameters, the first of a name counting; None when there are too many.
    """
    if len(query_string) > MAX_QUERY_STRING:
        return None
    try:
        pairs = parse_qsl(query_string, errors="replace", max_num_fields=_MAX_PARAMETERS)
    except ValueError:
        return None
    parameters: dict[str, str] = {}
    for name, value in pairs:
        parameters.setdefault(name, value)
    return parameters


def _reply(status: HTTPStatus, content_type: str, text: str) -> Reply:
    body = text.encode("utf-8", "replace")
    headers = (
        ("Content-Type", f"{content_type}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        *_HEADERS,
    )
    return Reply(status, headers, body)


def _as_json(results: Results) -> dict[str, object]:
    return {
        "query": results.query,
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "message": results.message,
        "results": [_hit_as_json(hit) for hit in results.hits],
    }


def _hit_as_json(hit: Hit) -> dict[str, str]:
    return {
        "title_html": str(hit.title),
        "snippet_html": str(hit.snippet),
        "href": hit.href,
        "site": hit.site_name,
        "site_slug": hit.site,
        "column": hit.column,
        "date": hit.date,
        "kind_label": hit.kind_label,
        "document_number": hit.document_number,
        "issuing_body": hit.issuing_body,
        "validity": hit.validity,
        "validity_label": hit.validity_label,
        "successor": hit.successor,
    }
