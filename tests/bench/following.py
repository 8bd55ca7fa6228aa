"""
How soon a running watch has a change live: from the moment the feed answers with it.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_LOOK_S = 0.002
_WAIT_S = 120.0


class Feed:
    """A feed that has nothing new until it is given a change."""

    def __init__(self) -> None:
        self._since, self._change = "", b""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/feed/"

    def give(self, since: int, change: bytes) -> None:
        """What follows on a cursor."""
        self._since, self._change = str(since), change

    def answer(self, since: str) -> bytes:
        return self._change if since == self._since else b""

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Watching:
    """A watch that runs."""

    def __init__(self, feed: Feed, output: Path, said: Path) -> None:
        self._feed = feed
        self._output = output
        self._said = said

    def publish(self, since: int, change: Path, page: str, text: str) -> float:
        """Seconds until a page holds this text."""
        place, sought = self._output / page, text.encode()
        content = change.read_bytes()
        started = time.monotonic()
        self._feed.give(since, content)
        while time.monotonic() - started < _WAIT_S:
            with suppress(FileNotFoundError):
                if sought in place.read_bytes():
                    return time.monotonic() - started
            time.sleep(_LOOK_S)
        raise SystemExit(f"{page}：没有等到改动。\n{self._said.read_text()}")


@contextmanager
def watching(command: Sequence[str | Path], output: Path, said: Path) -> Iterator[Watching]:
    """Runs `command`, a `zhanqun watch` that lacks its `--feed`, as long as it is needed."""
    feed = Feed()
    with said.open("wb") as file:
        watch = subprocess.Popen(
            [*map(str, command), "--feed", feed.address], stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield Watching(feed, output, said)
        finally:
            watch.terminate()
            watch.wait()
            feed.close()


def _handler_of(feed: Feed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = feed.answer(parse_qs(urlsplit(self.path).query)["since"][0])
            self.send_response(200 if content else 204)
            self.end_headers()
            # Who only asks whether there is something new does not read it.
            with suppress(ConnectionError):
                self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
