"""
The example pages in Chromium: no axe violation and no sideways scrolling, in both colour schemes.
"""

from __future__ import annotations

import gzip

import pytest

from tests.axe import violations
from tests.theme.browser import open_example
from tests.theme.examples import EXAMPLES
from tests.theme.rendering import THEME, render

pytestmark = pytest.mark.browser

FULLEST = [name for name in EXAMPLES if name.endswith((".full", ".emergency"))]
every_example = pytest.mark.parametrize("example", EXAMPLES)
the_fullest_today = pytest.mark.parametrize(
    "example",
    [pytest.param(name, marks=[] if name in FULLEST else pytest.mark.long) for name in EXAMPLES],
)


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@the_fullest_today
@pytest.mark.parametrize("version", ["", "elder"])
@pytest.mark.parametrize("width", [1366, 375])
def test_axe_finds_no_violation(page, example, version, width):
    """
    WCAG 2.2 AA and axe's best practices hold on every page type, in the plain version and 长辈版.
    """
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": width, "height": 768})
    open_example(page, example, version)

    assert violations(page) == ""


@the_fullest_today
@pytest.mark.parametrize("width", [pytest.param(1366, marks=pytest.mark.long), 375])
def test_axe_finds_no_violation_in_traditional_characters(page, example, width):
    """
    The same in 繁體版.
    """
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": width, "height": 768})
    open_example(page, example, "hant")

    assert page.get_attribute("html", "lang") == "zh-Hant"
    assert violations(page) == ""


@pytest.mark.parametrize("example", FULLEST)
@pytest.mark.parametrize(
    "media",
    [
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"color_scheme": "dark", "forced_colors": "active"},
        {"media": "print"},
        {"contrast": "more"},
    ],
    ids=str,
)
def test_axe_finds_no_violation_in_other_media(page, example, media):
    """
    Schemes, forced colours and print are variants of the same tokens.
    """
    usual = {
        "color_scheme": "light",
        "forced_colors": "none",
        "media": "screen",
        "contrast": "no-preference",
    }
    page.emulate_media(**usual | media)
    page.set_viewport_size({"width": 1366, "height": 768})
    open_example(page, example)

    assert violations(page) == ""


@every_example
@pytest.mark.parametrize("version", ["", "elder"])
def test_page_never_scrolls_sideways(page, example, version):
    """
    320 CSS pixels, the width of 400 % zoom on a desk, are enough; only tables scroll by themselves.
    """
    open_example(page, example, version)
    for width in (1366, 375, 320):
        page.set_viewport_size({"width": width, "height": 768})

        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "example", ["home.full", "list.full", "policy_document.full", "search.full"]
)
def test_wider_text_spacing_loses_nothing(page, example):
    """
    A reader who widens lines, letters and paragraphs (WCAG 1.4.12) still sees all of the text.
    """
    page.set_viewport_size({"width": 375, "height": 768})
    open_example(page, example)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )

    cut = page.eval_on_selector_all(
        "main :is(p, a, h1, h2, li, dd, button), header :is(p, a, button), footer li",
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1"
        " && getComputedStyle(e).display != 'inline').map(e => e.textContent)",
    )

    assert cut == []


@every_example
def test_loads_without_an_error_under_the_strict_policy(console, example):
    """
    Nothing on the page is refused by the Content-Security-Policy or missing.
    """
    page, messages = console
    messages.clear()
    open_example(page, example)

    assert messages == []


@pytest.fixture(scope="module")
def console(browser):
    """A page under the policy, and what it says on the console."""
    page, messages = browser.new_page(), []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    yield page, messages
    page.close()


def test_a_reader_chooses_the_size_of_text_under_the_title(page):
    """
    What was chosen is pressed, stays on the next page, and is one with the tools of the header.
    """
    page.set_viewport_size({"width": 375, "height": 768})
    open_example(page, "policy_document.full")
    tools = page.locator("[data-text-tools]")
    reserved = tools.bounding_box()["height"]
    tools.get_by_role("button", name="大").click()
    chosen = page.get_attribute("html", "class")
    page.reload()

    assert reserved <= 46
    assert chosen == page.get_attribute("html", "class") == "larger-2"
    assert tools.locator("[aria-pressed=true]").all_inner_texts() == ["大"]
    page.get_by_role("button", name="无障碍").click()
    page.get_by_role("button", name="恢复原样").click()
    assert tools.locator("[aria-pressed=true]").all_inner_texts() == ["小"]


def test_without_script_no_room_is_left_for_tools(browser):
    """
    Nothing is dead, and nothing is empty.
    """
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_example(page, "policy_document.full")
    box = page.locator("[data-text-tools]").bounding_box()
    context.close()

    assert box is None


def test_five_news_items_are_above_the_fold(page):
    """
    At 1366 × 768 a reader sees name, search, columns, headline and five news items.
    """
    page.set_viewport_size({"width": 1366, "height": 768})
    open_example(page, "home.full")

    bottoms = page.eval_on_selector_all(
        ".news .item-title", "items => items.map(item => item.getBoundingClientRect().bottom)"
    )

    assert bottoms[4] <= 768


@pytest.mark.parametrize(
    ("example", "what", "colour"),
    [
        ("data_release.full", ".chart rect", "fill"),
        ("home.full", ".search-line button", "borderTopColor"),
        ("home.full", ".services a", "borderTopColor"),
        ("home.full", ".block-head", "borderBottomColor"),
        ("list.full", ".notice", "borderLeftColor"),
        ("list.full", ".filter [aria-current]", "borderTopColor"),
    ],
)
def test_high_contrast_hides_nothing_on_its_ground(page, example, what, colour):
    """
    What only a colour draws is not black on black.
    """
    page.emulate_media(color_scheme="light", forced_colors="none", media="screen")
    open_example(page, example)
    page.evaluate("document.documentElement.classList.add('high-contrast')")

    drawn = page.locator(what).first.evaluate(f"e => getComputedStyle(e).{colour}")

    assert drawn in ("rgb(255, 255, 0)", "rgb(255, 255, 255)")


@pytest.mark.parametrize("width", [1366, 375])
def test_wide_table_scrolls_within_itself(page, width):
    """
    A table of twelve columns keeps its cells readable and can be reached by keyboard.
    """
    page.set_viewport_size({"width": width, "height": 768})
    open_example(page, "policy_document.full")

    cell = page.locator(".scroll td").first.bounding_box()

    assert cell["width"] >= 50
    assert page.locator(".scroll").get_attribute("tabindex") == "0"


def test_first_view_is_small():
    """
    The fullest home page with its styles and scripts is under 60 KB compressed, pictures aside.
    """
    files = [path.read_bytes() for path in (THEME / "static").rglob("*") if path.is_file()]

    size = sum(len(gzip.compress(content)) for content in (render("home.full").encode(), *files))

    assert size < 60_000
