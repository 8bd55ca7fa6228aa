"""
在线访谈: announced before, in full afterwards.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from builder.addressing import Addressing
from builder.search_documents import search_documents
from builder.view import open_untraced
from tests.helpers import column, interview, site

GUEST = {"name": "示例甲", "post": "市水务局局长"}
SAID = {
    "asker": "网民",
    "question": "怎样申请补贴？",
    "answerer": "",
    "answer": "向街道申请。\n\n五日办结。",
}
PLACE = [site(), column(10, "zxft", title="在线访谈")]


def page(output):
    return BeautifulSoup((output / "portal/zxft/2026-03/11.html").read_bytes(), "html.parser").main


def test_before_it_is_held_an_interview_is_announced(built):
    """
    Who and when, and that the text comes afterwards.
    """
    main = page(built(*PLACE, *interview(11, held_on="2026-03-20", guests=[GUEST])))

    assert "访谈预告" in main.select_one("[role=note]").get_text()
    assert [each.get_text() for each in main.select(".metadata dd")] == [
        "2026年3月20日",
        "示例甲（市水务局局长）",
    ]
    assert main.select(".exchanges") == []


def test_afterwards_it_is_read_in_full_and_found_by_what_was_said(built, store, theme):
    """
    An only guest need not be named again; of several one without a name is an answer.
    """
    one = page(built(*PLACE, *interview(11, guests=[GUEST], exchanges=[SAID]), cursor="1"))
    with open_untraced(store, theme, Addressing()) as view:
        (document,) = search_documents(view)
    two = page(built(*PLACE, *interview(11, guests=[GUEST, GUEST], exchanges=[SAID]), cursor="2"))

    assert one.select("[role=note]") == []
    assert [p.get_text() for p in one.select(".exchanges p")] == [
        "网民：怎样申请补贴？",
        "示例甲：向街道申请。",
        "五日办结。",
    ]
    assert two.select(".exchanges strong")[1].get_text() == "答："
    assert "五日办结" in document.text and "市水务局局长" in document.text
    assert document.kind_label == "在线访谈"
