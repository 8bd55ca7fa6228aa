"""
The sample city as everybody reads it, in a real browser: by keyboard, with script off, in large print, with
assistive tools; light, quiet and steady on the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from builder.traditional import is_inside, simplified
from tests.axe import violations
from tests.helpers import files_below
from tests.journeys.conftest import Cluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("city")]

LIMIT = 60_000
"""Compressed bytes of a first view without its pictures."""
REQUESTS = 3
OWN_RESULT = '.result a[href^="/"]'
"""A page of the site on which was searched."""
VERSIONS = [
    "",
    pytest.param("/elder", marks=pytest.mark.long),
    pytest.param("/hant", marks=pytest.mark.long),
]
KINDS = (
    "home", "list", "overview", "article", "document", "interpretation", "leader", "leaders", "body",
    "data", "topic", "topics", "standing", "gazette", "interview", "catalogue", "older page",
    "search", "sitemap", "accessibility", "leaving", "404",
)  # fmt: skip


@pytest.fixture(scope="module")
def base(city: Cluster) -> Iterator[str]:
    """Where the portal is served."""
    with city.served() as port:
        yield f"http://portal.localhost:{port}"


@pytest.fixture(scope="module")
def paths(city: Cluster) -> dict[str, str]:
    """A page of each kind, on the portal."""
    portal = city.output / "portal"
    pages = [
        (f"/{path.relative_to(portal).as_posix()}", path.read_text(encoding="utf-8"))
        for path in files_below(portal, "*.html")
        if not is_inside(f"/{path.relative_to(portal).as_posix()}")
    ]

    def one(name: str, mark: str = "", part: str = "") -> str:
        kind = f'<body class="page-{name}">'
        return next(path for path, text in pages if kind in text and mark in text and part in path)

    found = {
        "home": "/",
        "list": one("list", part="index.html"),
        "overview": one("overview"),
        "article": one("article", mark="<figure"),
        "document": one("document"),
        "interpretation": one("article interpretation"),
        "leader": one("article leader"),
        "leaders": one("list", mark='class="people"'),
        "body": one("article body-profile"),
        "data": one("article data-release"),
        "topic": one("topic"),
        "topics": one("list", mark="已归档"),
        "standing": one("article standing-page", mark='id="contact"'),
        "gazette": one("article gazette-issue"),
        "interview": one("article interview", mark='class="exchanges"'),
        "catalogue": one("catalogue"),
        "older page": one("catalogue", part="/page/"),
        "search": "/search/",
        "sitemap": "/sitemap.html",
        "accessibility": "/accessibility.html",
        "leaving": one("leaving"),
        "404": "/nothing-here.html",
    }
    assert tuple(found) == KINDS
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def is_picture(request: Request) -> bool:
    """A picture of the page, or its icon, of which Playwright knows the address alone."""
    pictures = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
    return request.resource_type == "image" or request.url.endswith(pictures)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, text: str) -> None:
    """Go on by Tab until the focused element says `text`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == text:
            return
    raise AssertionError(f"{text} was not reached by keyboard")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", ["", "/elder", "/hant"])
@pytest.mark.parametrize("width", [1366, 375])
def test_axe_finds_no_violation(browser, base, paths, kind, version, width):
    """
    WCAG 2.2 AA and axe's best practices, on every kind of page, in each version and width.
    """
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 768})
    page = context.new_page()
    page.goto(base + version + paths[kind])

    found = violations(page)
    context.close()

    assert found == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [pytest.param(1366, marks=pytest.mark.long), 375])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_page_is_light_quiet_and_steady(browser, base, paths, kind, width, version):
    """
    At most 60 KB and three requests before the pictures, none to another host, nothing on the console,
    nothing that shifts.
    """
    context = browser.new_context(viewport={"width": width, "height": 768})
    page = context.new_page()
    requests: list[Request] = []
    messages: list[str] = []
    page.on("request", lambda each: requests.append(each))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(base + version + paths[kind], wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(sum), 300);
        })"""
    )
    loaded = [each for each in requests if not is_picture(each)]
    weight = sum(each.sizes()["responseBodySize"] for each in loaded)
    context.close()

    allowed = REQUESTS + (kind == "search")
    assert len(loaded) <= allowed, [each.url for each in loaded]
    assert weight <= LIMIT
    assert all(each.url.startswith(f"{base}/") for each in requests)
    assert shift == 0
    # Chromium itself says that a page answered 404.
    assert [each for each in messages if kind != "404" or "404" not in each] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", VERSIONS)
def test_four_times_as_large_is_still_whole(browser, base, paths, kind, version):
    """
    400 % zoom of 1366 pixels: no scrolling sideways, and nothing that was to be read is gone.
    """
    words = []
    for width in (1366, 1366 // 4):
        page = browser.new_page(viewport={"width": width, "height": 768 // 4})
        page.goto(base + version + paths[kind])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        words.append("".join(page.inner_text("body").split()))
        page.close()

    assert words[0] == words[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", VERSIONS)
def test_without_a_script_a_page_says_the_same(page, scriptless, base, paths, kind, version):
    """
    All that a script adds are its own tools: text, links and forms are there before.
    """
    found = []
    for each in (page, scriptless):
        each.goto(base + version + paths[kind])
        found.append(
            each.evaluate(
                """() => {
                    for (const tool of document.querySelectorAll(".tools, noscript")) tool.remove();
                    const main = document.querySelector("main");
                    const led = [...main.querySelectorAll("a")].map((link) => link.href);
                    const asked = [...document.querySelectorAll("form")].map((form) => form.action);
                    return [main.innerText.split(/\\s+/).join(" "), led, asked];
                }"""
            )
        )

    assert found[0] == found[1]
    assert len(found[1][2]) >= 1
    assert scriptless.locator("#columns a").count() > 3


def test_the_keyboard_skips_to_the_text(page, base, paths):
    """
    The first Tab shows the way to the text, Enter takes it, and Tab goes on from there.
    """
    page.goto(base + paths["document"])
    press(page, "Tab")
    first = page.locator(":focus")
    assert first.inner_text() == "跳到正文"
    assert first.bounding_box()["y"] >= 0
    press(page, "Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    press(page, "Tab")

    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


def test_the_keyboard_chooses_from_the_menu_and_filters_by_year(page, base, paths):
    """
    From the home page to a column, and in a list to another year.
    """
    page.goto(base)
    name = page.locator("#columns a").nth(1).inner_text()
    tab_to(page, name)
    with page.expect_navigation():
        press(page, "Enter")
    assert page.inner_text("h1") == name

    page.goto(base + paths["catalogue"])
    year = page.locator(".years a").first.inner_text()
    tab_to(page, year)
    with page.expect_navigation():
        press(page, "Enter")
    assert year in page.inner_text(".list-year")
    assert page.locator(".years [aria-current]").inner_text() == year


def test_the_keyboard_searches(page, base, paths):
    """
    The title of a document typed into the header finds it, and Enter opens it.
    """
    page.goto(base + paths["document"])
    title = page.inner_text("h1")
    page.focus("#site-q")
    page.keyboard.type(title)
    with page.expect_navigation():
        press(page, "Enter")
    page.wait_for_selector(OWN_RESULT)
    tab_to(page, title)
    with page.expect_navigation():
        press(page, "Enter")

    assert page.inner_text("h1") == title


def test_the_keyboard_switches_to_large_print_and_back(page, base, paths):
    """
    The very page in 长辈版; links, search and a return another day stay in it; 退出长辈版 ends it.
    """
    page.goto(base + paths["document"])
    tab_to(page, "长辈版")
    with page.expect_navigation():
        press(page, "Enter")
    page.wait_for_load_state()
    assert page.url == f"{base}/elder{paths['document']}"
    assert (
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.body p')).fontSize)")
        >= 24
    )

    title = page.inner_text("h1")
    page.locator(".breadcrumbs a").last.click()
    page.fill("#site-q", title)
    page.press("#site-q", "Enter")
    page.locator(OWN_RESULT).first.click()
    page.wait_for_selector("article")
    assert page.url.startswith(f"{base}/elder/")

    page.goto(base + paths["list"])
    page.wait_for_url(f"{base}/elder{paths['list']}")
    page.get_by_text("退出长辈版").click()
    page.wait_for_url(base + paths["list"])
    page.goto(base)
    assert page.url == f"{base}/"
    assert page.context.cookies() == []


def test_the_keyboard_switches_to_traditional_characters_and_back(page, base, paths):
    """
    The very page in 繁體版; links, a search in its own characters and 长辈版 stay in it; 简体 ends it.
    """
    page.goto(base + paths["document"])
    title = page.inner_text("h1")
    tab_to(page, "繁體")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.url == f"{base}/hant{paths['document']}"
    written = page.inner_text("h1")
    assert written != title and simplified(written) == title
    assert page.get_by_role("button", name="複製網址").count() == 1

    page.fill("#site-q", written)
    page.press("#site-q", "Enter")
    page.locator(OWN_RESULT).first.click()
    page.wait_for_selector("article")
    assert page.url == f"{base}/hant{paths['document']}"
    page.locator(".breadcrumbs a").last.click()
    page.get_by_text("長輩版").click()
    page.wait_for_selector("html.elder")
    assert page.url.startswith(f"{base}/elder/hant/")
    page.get_by_text("退出長輩版").click()
    page.wait_for_url(f"{base}/hant/**")
    page.get_by_text("简体", exact=True).click()
    assert "/hant/" not in page.url


def test_traditional_characters_need_no_script(scriptless, base, paths):
    """
    There and back, search and 长辈版, by links and forms alone.
    """
    page = scriptless
    page.goto(base + paths["article"])
    title = page.inner_text("h1")
    page.get_by_text("繁體", exact=True).click()
    page.fill("#site-q", page.inner_text("h1"))
    page.press("#site-q", "Enter")
    page.locator(OWN_RESULT).first.click()
    assert page.url == f"{base}/hant{paths['article']}"
    page.get_by_text("長輩版").click()
    assert page.url == f"{base}/elder/hant/"
    page.get_by_text("退出長輩版").click()
    assert page.url == f"{base}/hant/"
    page.goto(f"{base}/hant{paths['article']}")
    page.get_by_text("简体", exact=True).click()
    assert page.inner_text("h1") == title


def test_reading_tools_are_kept_from_page_to_page(page, base, paths):
    """
    无障碍 opens them; what they set holds on the next page without a shift, and is undone in one step.
    """
    page.goto(base)
    tab_to(page, "无障碍")
    press(page, "Enter")
    assert page.locator(":focus").get_attribute("aria-expanded") == "true"
    for name in ("放大文字", "放大文字", "高对比", "大指针"):
        page.get_by_role("button", name=name).click()
    page.goto(base + paths["article"])
    names = page.get_attribute("html", "class")
    assert names.split() == ["larger-2", "high-contrast", "large-pointer"]
    assert page.get_by_role("button", name="高对比").get_attribute("aria-pressed") == "true"
    assert "pointer.svg" in page.evaluate("getComputedStyle(document.body).cursor")

    page.get_by_role("button", name="恢复原样").click()
    assert page.get_attribute("html", "class") == ""


def test_everything_can_be_read_and_found_without_a_script(scriptless, base, paths):
    """
    Column, document, search, accessibility statement, large print and back, by links and forms alone.
    """
    page = scriptless
    page.goto(base)
    page.locator("#columns a").nth(1).click()
    page.goto(base + paths["list"])
    page.locator(".item-title").last.click()
    assert page.inner_text(".body")
    title = page.inner_text("h1")
    page.fill("#site-q", title)
    page.press("#site-q", "Enter")
    assert page.locator(".result").count() > 0

    page.get_by_text("无障碍", exact=True).click()
    assert page.inner_text("h1") == "无障碍声明"
    page.locator(".versions").get_by_text("长辈版").click()
    assert page.url == f"{base}/elder/"
    page.locator(".item-title").first.click()
    assert page.url.startswith(f"{base}/elder/")
    page.fill("#site-q", title)
    page.press("#site-q", "Enter")
    page.locator(OWN_RESULT).first.click()
    assert page.locator("html.elder article").count() == 1
    plain = page.url.replace("/elder/", "/")
    page.get_by_text("退出长辈版").click()
    assert page.url == plain


def test_the_address_of_a_page_can_be_copied(browser, base, paths):
    """
    复制网址 puts the permanent address on the clipboard and says so.
    """
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + paths["document"])
    page.get_by_role("button", name="复制网址").click()
    page.wait_for_selector("[role=status]:has-text('网址已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    address = page.inner_text(".page-address .address")
    said = [json.loads(text) for text in page.locator("[type*=ld]").all_text_contents()]
    context.close()

    assert copied == address == said[0]["url"]
