"""
Opens example pages in Chromium without a server: the theme's files are handed to the browser as it asks.
"""

from __future__ import annotations

import mimetypes
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route

from builder.elder import asked, elder_page
from builder.traditional import Words, has_twin, is_inside, outside
from builder.web import SECURITY_HEADERS
from tests.theme.examples import EXAMPLES
from tests.theme.rendering import THEME, render, site_css

HOST = "http://theme.test"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540">'
    '<rect width="960" height="540" fill="#7b93ab"/></svg>'
)


def _answer(route: Route) -> None:
    path = unquote(urlsplit(route.request.url).path)
    elder = asked(path, path)
    wanted = elder.path if elder else path
    path = outside(wanted).lstrip("/")
    if path.removeprefix("example/") in EXAMPLES:
        headers = SECURITY_HEADERS
        page = render(path.removeprefix("example/"))
        body = (page if wanted == f"/{path}" else Words().page(page)).encode()
        body = elder_page(body, elder.way_out) if elder else body
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
    elif path == "static/site.css":
        example = urlsplit(route.request.headers["referer"]).path.rpartition("/")[2]
        route.fulfill(body=site_css(EXAMPLES[example].site), content_type="text/css")
    elif path.startswith("static/"):
        content = (THEME / path).read_bytes()
        if is_inside(wanted) and has_twin(f"/{path}"):
            content = Words().text(content.decode()).encode()
        route.fulfill(body=content, content_type=mimetypes.guess_type(path)[0])
    elif path.endswith(".png"):
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
    elif route.request.is_navigation_request():
        route.fulfill(status=204)  # a page that leads on by itself stays in view
    else:
        route.fulfill(status=404, body="")


def open_example(page: Page, example: str, version: str = "") -> None:
    """Load an example into `page`, which asks nobody else for anything; `version` may be `elder` or `hant`."""
    page.unroute_all()
    if page.url.startswith(HOST):
        page.evaluate("localStorage.clear()")
    page.route("**/*", _answer)
    page.goto(f"{HOST}{f'/{version}' if version else ''}/example/{example}")
