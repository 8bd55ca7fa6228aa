"""
Opens example pages in Chromium without a server: the theme's files are handed to the browser as it asks.
"""

from __future__ import annotations

import mimetypes
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route

from tests.theme.examples import EXAMPLES
from tests.theme.rendering import THEME, render, site_css

HOST = "http://theme.test"
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540">'
    '<rect width="960" height="540" fill="#7b93ab"/></svg>'
)


def _answer(route: Route) -> None:
    path = unquote(urlsplit(route.request.url).path).lstrip("/")
    if path.removeprefix("example/") in EXAMPLES:
        headers = {"Content-Security-Policy": POLICY}
        body = render(path.removeprefix("example/"))
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
    elif path == "static/site.css":
        example = urlsplit(route.request.headers["referer"]).path.rpartition("/")[2]
        route.fulfill(body=site_css(EXAMPLES[example].site), content_type="text/css")
    elif path.startswith("static/"):
        route.fulfill(path=THEME / path, content_type=mimetypes.guess_type(path)[0])
    elif path.endswith(".png"):
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
    elif route.request.is_navigation_request():
        route.fulfill(status=204)  # a page that leads on by itself stays in view
    else:
        route.fulfill(status=404, body="")


def open_example(page: Page, example: str) -> None:
    """Load an example into `page`, which asks nobody else for anything."""
    page.unroute_all()
    page.route("**/*", _answer)
    page.goto(f"{HOST}/example/{example}")
