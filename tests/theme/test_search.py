"""
The search page with the service's answer, in the browser.
"""

from __future__ import annotations

import json

import pytest

from tests.theme.browser import HOST, open_example

pytestmark = pytest.mark.browser

ANSWER = {
    "query": "供水",
    "total": 12,
    "page": 1,
    "pages": 2,
    "message": "",
    "results": [
        {
            "title_html": "示例市城市<mark>供水</mark>管理办法 &lt;试行&gt;",
            "snippet_html": "加强<mark>供水</mark><b onclick=x>安全</b>管理",
            "href": "/zcwj/2026-03/2.html",
            "site": "示例市水务局",
            "date": "2026-03-01",
            "kind_label": "政策文件",
            "document_number": "示政规〔2026〕2号",
            "validity_label": "有效",
        }
    ],
}


@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def ask(page, words, **reply):
    """Open the search page and ask; the service replies as given."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(**reply)

    open_example(page, "search.full")
    page.route("**/api/search?*", answer)
    page.locator("#search-q").fill(words)
    page.get_by_label("类型").select_option("政策文件")
    page.locator("main form button").click()
    page.locator("#results > *").first.wait_for()
    return asked


def test_answer_is_shown_in_place(page):
    """
    Titles are links, found words are marked, other markup of an answer is not believed.
    """
    asked = ask(page, "供水", body=json.dumps(ANSWER), content_type="application/json")

    assert asked == [f"{HOST}/api/search?q=%E4%BE%9B%E6%B0%B4&kind=policy_document&format=json"]
    assert page.locator("#results h2").inner_text() == "找到 12 条"
    assert page.locator("#results h3 a").inner_text() == "示例市城市供水管理办法 <试行>"
    assert page.locator("#results b").count() == 0
    assert page.title().startswith("供水_")
    assert "page=2" in page.get_by_role("link", name="下一页").get_attribute("href")


def test_question_stays_in_the_address(page):
    """
    An answer can be kept and sent: its address asks the same again.
    """
    ask(page, "供水", body=json.dumps(ANSWER), content_type="application/json")

    assert page.url.endswith("?q=%E4%BE%9B%E6%B0%B4&kind=policy_document")


def test_message_of_the_service_is_shown(page):
    """
    Nothing found, or a question that cannot be asked: the service's sentence is what is read.
    """
    nothing = ANSWER | {"total": 0, "pages": 0, "results": [], "message": "没有找到相符的内容。"}

    ask(page, "供水", body=json.dumps(nothing), content_type="application/json")

    assert page.locator("#results").inner_text() == "没有找到相符的内容。"


def test_without_the_service_the_page_says_what_to_do(page):
    """
    A static host without the service still helps.
    """
    ask(page, "供水", status=404, body="not found")

    assert "站点地图" in page.locator("#results").inner_text()
