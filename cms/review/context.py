"""Which request is being answered: who did something, and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def request() -> HttpRequest | None:
    """The request being answered; None in a command or a console."""
    return _request.get()


def actor() -> Any:
    """The user of the request; None without one."""
    user = getattr(request(), "user", None)
    return user if user is not None and user.is_authenticated else None


def address() -> str:
    """Where the request being answered came from; empty in a command or a console."""
    now = request()
    return address_of(now) if now is not None else ""


def address_of(asked: HttpRequest) -> str:
    """
    The address a request came from: what the web server says where it came through one of ZHANQUN_PROXIES, else
    that of the connection.
    """
    connection: str = asked.META.get("REMOTE_ADDR", "")
    forwarded = asked.META.get("HTTP_X_FORWARDED_FOR", "")
    if connection in settings.PROXIES and forwarded:
        return str(forwarded.rpartition(",")[2].strip())[:45]
    return connection


@contextmanager
def answering(now: HttpRequest) -> Iterator[None]:
    """For the middleware."""
    token = _request.set(now)
    try:
        yield
    finally:
        _request.reset(token)


Answer = Callable[[HttpRequest], Any]
