"""
Somebody at the desk, as far as the server can tell: a session over HTTP that opens screens and sends their forms.
"""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from lxml import html

_SECONDS = 120


@dataclass(frozen=True)
class Shown:
    """A screen: what it is, where, and the seconds from the click to its last byte."""

    address: str
    source: str
    seconds: float

    def form(self, having: str) -> dict[str, str]:
        """See `form_in`."""
        return form_in(self.source, having)


class Session:
    """One person who is logged in."""

    def __init__(self, base: str, username: str, password: str) -> None:
        self._base = base
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        login = self.open("/admin/login/").form("username")
        self.send("/admin/login/", login | {"username": username, "password": password})

    def open(self, path: str) -> Shown:
        """A screen; an error that the server answers with is raised."""
        return self._ask(urllib.request.Request(self._base + path))

    def send(self, path: str, fields: dict[str, str]) -> Shown:
        """A form, up to the screen that it leads to."""
        data = urlencode(fields).encode()
        request = urllib.request.Request(self._base + path, data, {"Referer": self._base + path})
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Shown:
        started = time.perf_counter()
        with self._opener.open(request, timeout=_SECONDS) as answer:
            source = answer.read().decode()
        return Shown(answer.url.removeprefix(self._base), source, time.perf_counter() - started)


def form_in(source: str, having: str) -> dict[str, str]:
    """What a browser would send of the form that has this field."""
    (form,) = (each for each in html.fromstring(source).forms if having in each.fields)
    return {name: value for name, value in form.form_values() if name}


def written(form: dict[str, str], title: str, paragraphs: int = 7) -> dict[str, str]:
    """The form of an article with a title and a text of some 1,100 characters."""
    blocks = [
        {
            "key": f"p{number}",
            "type": "unstyled",
            "text": "各单位要高度重视，加强组织领导，明确工作责任，抓好贯彻落实。" * 5,
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [],
        }
        for number in range(paragraphs)
    ]
    return form | {
        "title": title,
        "content_source": "示例市人民政府办公室",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "5d0d6d4e-6c43-4ba3-9f86-2b1a0d1f3c11",
        "body-0-value": json.dumps({"blocks": blocks, "entityMap": {}}),
    }
