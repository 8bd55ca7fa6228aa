"""
The desk in a real browser against the real cms: a text is written, refused, mended, reviewed by three persons,
and withdrawn.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import Cluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("city")]
TITLE = "关于示例渠汛前清淤的通知"


class Desk:
    """A running cms, and a window for each person who works in it."""

    def __init__(self, browser: Browser, base: str, passwords: dict[str, str]) -> None:
        self.browser = browser
        self.base = base
        self.passwords = passwords
        self.windows: dict[str, Page] = {}
        self.column = 0

    def home(self, username: str) -> Page:
        """The start page of somebody, who logs in when they come first."""
        if username not in self.windows:
            context = self.browser.new_context(
                viewport={"width": 1366, "height": 900}, locale="zh-CN"
            )
            self.windows[username] = page = context.new_page()
            page.set_default_timeout(20_000)
            page.goto(f"{self.base}/admin/login/")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", self.passwords[username])
            page.click("button[type=submit]")
        page = self.windows[username]
        page.goto(f"{self.base}/admin/")
        return page

    def open(self, username: str) -> Page:
        """The text, opened from the start page of somebody for whom it waits."""
        page = self.home(username)
        page.click(f"a:has-text('{TITLE}')")
        page.wait_for_selector("#review-state")
        return page

    def step(self, username: str, name: str, **answers: str) -> None:
        """A step from the text: the button above it, the form, and back to the start page."""
        page = self.open(username)
        page.click(f"#review-state a:has-text('{name}')")
        for field, answer in answers.items():
            if page.locator(f"select[name={field}]").count():
                page.select_option(f"select[name={field}]", answer)
            else:
                page.fill(f"textarea[name={field}]", answer)
        page.click("main form button[type=submit]")
        page.wait_for_url(f"{self.base}/admin/")

    def submit(self, page: Page) -> None:
        """送审, from the menu below the text."""
        page.click("footer [data-w-dropdown-target=toggle]")
        page.click("button[name=action-submit]")
        page.wait_for_selector("text=审核中")


@pytest.fixture
def desk(browser: Browser, city: Cluster, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the small city, so that what is written here is in nobody else's."""
    cluster = Cluster(tmp_path)
    for file in city.var.glob("cms.sqlite3*"):
        shutil.copy(file, cluster.var)
    shutil.copy(city.var / "secret_key", cluster.var)
    users = json.loads(cluster.manage("demo_users", "--site", "finance", "--json"))["users"]
    passwords = {user["username"]: user["password"] for user in users}
    with cluster.cms() as port:
        desk = Desk(browser, f"http://127.0.0.1:{port}", passwords)
        desk.column = cluster.rows(
            "SELECT id FROM wagtailcore_page WHERE url_path = '/finance/zwgk/tzgg/'"
        )[0][0]
        yield desk
        for page in desk.windows.values():
            page.context.close()


def test_a_text_from_its_first_line_to_its_withdrawal(desk: Desk):
    """
    The editor writes and submits; the first reviewer refuses and says why; the editor mends it; three
    persons pass it; the manager withdraws it; the audit administrator finds all of it.
    """
    page = desk.home("finance-editor")
    page.goto(f"{desk.base}/admin/pages/add/news/article/{desk.column}/")
    page.fill("[name=title]", TITLE)
    desk.submit(page)

    desk.step("finance-first", "退回修改", field="title", comment="标题应写明起止时间。")
    page = desk.open("finance-editor")
    assert "标题应写明起止时间" in page.inner_text("#review-state")
    page.fill("[name=title]", f"{TITLE}（3月）")
    desk.submit(page)

    for username in ("finance-first", "finance-second", "finance-final"):
        desk.step(username, "审核通过")
    page = desk.home("finance-manager")
    page.goto(f"{desk.base}/admin/pages/{desk.column}/")
    page.click(f"tr:has-text('{TITLE}') button:has(svg.icon-dots-horizontal)")
    page.click("a:has-text('撤下'):visible")
    page.fill("textarea[name=reason]", "已经结束")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已撤下。")

    page = desk.home("audit-admin")
    page.click("a:has-text('日志')")
    log = page.inner_text("main")
    for word in ("退回", "初审通过", "复审通过", "终审通过", "普通撤下"):
        assert word in log
    assert "被拒绝" not in page.inner_text("table")
