"""
The HTML report: needs nothing else, has no script, can be read by everybody.
"""

from __future__ import annotations

import re

import pytest

from link_checker.reports.html import render
from link_checker.reports.words import readable
from tests.axe import violations
from tests.link_checker.helpers import a_site, article, column, home, unread
from tests.link_checker.reports.helpers import a_report

HOSTILE = '<a href="/gone.html">&lt;script&gt;alert(1)&lt;/script&gt;</a>'


@pytest.fixture(scope="module")
def document() -> str:
    """Two sites, findings of many sorts, something undecided, something for a person."""
    pages = [
        home('<main><h1>示例市</h1><a href="/slow.html">公告</a><img src="/a.png"></main>'),
        article(text=HOSTILE),
        article("/zwgk/gg/2026-02/2.html", date="2026年2月3日", meta={}),
        article("/gzdt/2026-02/3.html", host="b.example.gov.cn", text=HOSTILE),
        unread("/gone.html"),
        unread("/slow.html", "unreachable", status=0, reason="timeout"),
    ]
    columns = [column("/zwgk/gg/", last_item_at="2025-02-20 10:00")]
    return render(a_report(a_site(*pages, columns=columns))).decode()


def test_it_needs_nothing_else_and_runs_no_script(document):
    """
    One file, whoever gets it by mail.
    """
    assert not re.search(r"<script|<link|@import|\bsrc=|url\(|javascript:", document)


def test_words_of_an_inspected_site_stay_words(document):
    """
    A site cannot put markup into the report on it.
    """
    assert "&lt;script&gt;" in document


@pytest.mark.parametrize(
    "words",
    ["得分的算法", "有问题的指标", "如何改正", "按网页", "按栏目", "待人工核对", "没有判断的", "数值未核实", "timeout"],
)  # fmt: skip
def test_it_says(document, words):
    """
    Arithmetic, findings from every side, remedies, and what was not judged and why.
    """
    assert words in document


def test_addresses_are_shown_as_a_browser_shows_them():
    """
    Words instead of percent signs; what is no text, or would look like two addresses, stays.
    """
    assert readable("https://a.example/?q=%E4%BE%9B%E6%B0%B4") == "https://a.example/?q=供水"
    assert readable("https://a.example/%B9%AB") == "https://a.example/%B9%AB"
    assert readable("https://a.example/a%20b") == "https://a.example/a%20b"


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 375)])
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(browser, document, scheme, width):
    """
    WCAG 2.2 AA and axe's best practices, on desk and phone; only tables scroll by themselves.
    """
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 768})
    page.set_content(document)

    found = violations(page)
    scroll_width = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert found == ""
    assert scroll_width == width
