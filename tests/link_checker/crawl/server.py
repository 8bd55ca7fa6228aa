"""
A small HTTP server on this machine whose answers are raw bytes, so that it can misbehave in every way.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

Answer = bytes | Callable[[str, asyncio.StreamWriter], Awaitable[None]]


def html(body: str, status: str = "200 OK", headers: str = "") -> bytes:
    """A whole answer with an HTML page."""
    page = body.encode()
    return answer(page, f"Content-Type: text/html; charset=utf-8\r\n{headers}", status)


def answer(
    body: bytes, headers: str = "Content-Type: text/html\r\n", status: str = "200 OK"
) -> bytes:
    """A whole answer of any kind."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


NOT_FOUND = html("<h1>没有这个网页</h1>", "404 Not Found")


class Server:
    """
    Answers by path; a path that ends in `*` answers for everything that begins so. `asked` are the requests.
    """

    def __init__(self, answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        """The home page."""
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(5)

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.05, self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        server = self._loop.run_until_complete(listening)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while first := await reader.read(1):
                if first == b"\x16":  # somebody greets in TLS
                    writer.write(answer(b"", status="400 Bad Request"))
                    break
                request = first + await reader.readuntil(b"\r\n\r\n")
                method, path, _ = request.decode().split(" ", 2)
                self.asked.append(f"{method} {path}")
                for line in request.decode().splitlines():
                    if line.lower().startswith("user-agent:"):
                        self.agents.add(line[11:].strip())
                found = self._answer(path)
                if isinstance(found, bytes):
                    head, _, body = found.partition(b"\r\n\r\n")
                    writer.write(head + b"\r\n\r\n" + (b"" if method == "HEAD" else body))
                    await writer.drain()
                    if b"connection: close" in head.lower():
                        break
                else:
                    await found(path, writer)
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str) -> Answer:
        if path in self.answers:
            return self.answers[path]
        for pattern, found in self.answers.items():
            if pattern.endswith("*") and path.startswith(pattern[:-1]):
                return found
        return NOT_FOUND
