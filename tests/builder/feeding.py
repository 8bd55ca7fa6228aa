"""
A cms for tests of `zhanqun watch`: real feeds over HTTP out of records that a test puts in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.helpers import CLUSTER, Record, drop, lines
from tests.programs import free_port

Name = tuple[str, int]


class Cms:
    """Serves what changed since a cursor, or everything; keeps what it is told in return."""

    def __init__(self, *records: Record | list[Record]) -> None:
        self.cluster = CLUSTER
        self.status = 0
        """What it answers, if anything in particular."""
        self.breaks_off = False
        """Whether a feed ends in its midst, as when its server is killed."""
        self.reports: list[dict[str, Any]] = []
        self.at_news: Callable[[], None] | None = None
        """Called once, when it knows what it will answer next that is new."""
        self.at_report: Callable[[], None] | None = None
        """Called once, when it is told something next."""
        self._port = free_port()
        self._server: ThreadingHTTPServer | None = None
        self._cursor = 0
        self._records: dict[Name, Record] = {}
        self._changed: dict[Name, int] = {}
        self.put(*records)

    @property
    def address(self) -> str:
        """Of its feed."""
        return f"http://127.0.0.1:{self._port}/feed/"

    def put(self, *records: Record | list[Record]) -> None:
        """These are published at once."""
        flat = [x for each in records for x in (each if isinstance(each, list) else [each])]
        self._cursor += 1
        for record in flat:
            name = record["kind"], record["id"]
            self._changed[name] = self._cursor
            if record["op"] == "put":
                self._records[name] = record
            else:
                self._records.pop(name, None)

    def start(self) -> None:
        """It answers from now on."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Nobody answers any more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def feed(self, since: str | None) -> bytes:
        """Nothing when there is nothing new. Another cluster's cursor gets everything, as any that is unknown."""
        epoch, _, number = (since or "").partition("-")
        cursor = f"{self.cluster[-1]}-{self._cursor}"
        if epoch != self.cluster[-1]:
            return b"".join(lines(*self._records.values(), cursor=cursor, cluster=self.cluster))
        changed = [name for name, at in self._changed.items() if at > int(number)]
        records = [self._records.get(name) or drop(*name) for name in changed]
        header = {"since": since, "cursor": cursor, "cluster": self.cluster}
        return b"".join(lines(*records, **header)) if records else b""


def _handler_of(cms: Cms) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            since = parse_qs(urlsplit(self.path).query).get("since", [None])[0]
            body = cms.feed(since)
            if body and (then := cms.at_news):
                cms.at_news = None
                then()
            self._answer(cms.status or (200 if body else 204), body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            cms.reports.append(json.loads(body))
            if then := cms.at_report:
                cms.at_report = None
                then()
            self._answer(cms.status or 204, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if body and cms.breaks_off:
                self.send_header("Transfer-Encoding", "chunked")
                body = b"%x\r\n" % len(body) + body[:-100]
            self.end_headers()
            # Who only asks whether there is something new does not read it.
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
