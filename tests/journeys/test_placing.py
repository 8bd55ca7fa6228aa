"""
A text of one site in a second one, in a real browser against the real cms and build: offered, accepted, corrected
at its source, withdrawn there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import fetch
from tests.journeys.test_desk import Desk, desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["desk"]

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("city")]
TITLE = "关于示例渠维修资金的通知"
CORRECTED = "关于示例渠大修资金的通知"
REVIEWERS = ("finance-first", "finance-second", "finance-final")


def test_a_document_placed_in_a_second_site_and_corrected_at_the_source(desk: Desk):
    """
    The editor of the text offers it; the final reviewer of the other site chooses a column; the list there leads to
    the one address, before and after a correction that only the source's people looked at; with the withdrawal it
    is gone at both.
    """
    desk.write("finance-editor", desk.column, TITLE)
    for username in REVIEWERS:
        desk.step(username, "审核通过", TITLE)

    offer(desk)
    assert hrefs(desk, "housing", TITLE) == []
    accept(desk)
    (address,) = hrefs(desk, "housing", TITLE)
    assert re.fullmatch(r"http://finance\.localhost:8080/zwgk/tzgg/[\d-]+/\d+\.html", address)
    assert len(hrefs(desk, "finance", TITLE)) == 1

    page = open_text(desk, "finance-editor", TITLE)
    page.fill("[name=title]", CORRECTED)
    desk.submit(page)
    for username in REVIEWERS:
        desk.step(username, "审核通过", CORRECTED)
    assert hrefs(desk, "housing", CORRECTED) == [address]
    assert hrefs(desk, "housing", TITLE) == []

    withdraw(desk)
    assert hrefs(desk, "finance", CORRECTED) == hrefs(desk, "housing", CORRECTED) == []
    page = open_text(desk, "finance-editor", CORRECTED)
    assert "原稿已撤下" in places_of(page)


def open_text(desk: Desk, username: str, title: str) -> Page:
    """The text, found in the list of all."""
    page = desk.home(username)
    page.click("nav a:has-text('稿件')")
    page.fill("main input[name=q]", title)
    page.wait_for_selector("text=共 1 项")
    page.click(f"main td a:has-text('{title}')")
    page.wait_for_selector("#review-state")
    return page


def places_of(page: Page) -> str:
    """What the editor says of places in other sites."""
    page.click("a[role=tab]:has-text('栏目与展示')")
    return page.inner_text("#places")


def offer(desk: Desk) -> None:
    """From the menu beside the title."""
    page = open_text(desk, "finance-editor", TITLE)
    page.click("header button:has(svg.icon-dots-horizontal)")
    page.click("a:has-text('推荐给其他网站'):visible")
    page.select_option("select[name=home]", label="示例市住房和城乡建设局")
    page.fill("textarea[name=note]", "涉及房屋维修")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=等那里决定")
    assert "待同意" in places_of(page)


def accept(desk: Desk) -> None:
    """Somebody of the other site, from their start page."""
    page = desk.home("housing-final")
    assert "涉及房屋维修" in page.inner_text("main")
    page.click(f"tr:has-text('{TITLE}') a:has-text('同意展示')")
    page.select_option("select[name=column]", str(desk.other_column))
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已同意")
    page = open_text(desk, "finance-editor", TITLE)
    assert "展示中" in places_of(page)


def withdraw(desk: Desk) -> None:
    """The manager of the source is told what goes with it."""
    page = desk.home("finance-manager")
    page.goto(f"{desk.base}/admin/pages/{desk.column}/")
    page.click(f"tr:has-text('{CORRECTED}') button:has(svg.icon-dots-horizontal)")
    page.click("a:has-text('撤下'):visible")
    assert "示例市住房和城乡建设局 › 通知公告" in page.inner_text("main")
    page.fill("textarea[name=reason]", "已经结束")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已撤下。")


def hrefs(desk: Desk, site: str, title: str) -> list[str]:
    """Where the list of the site leads with this title, as built now and served."""
    desk.cluster.manage("export_feed")
    desk.cluster.build()
    with desk.cluster.served() as port:
        shown = fetch(port, site, "/zwgk/tzgg/").decode()
    return re.findall(rf'href="([^"]+)"[^>]*>{title}<', shown)
