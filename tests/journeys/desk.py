"""
The desk in a browser: a window for each person, and what people do there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.conftest import Cluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "关于示例渠汛前清淤的通知"


class Desk:
    """A running cms, and a window for each person who works in it."""

    def __init__(
        self, browser: Browser, cluster: Cluster, base: str, passwords: dict[str, str]
    ) -> None:
        self.browser = browser
        self.cluster = cluster
        self.base = base
        self.passwords = passwords
        self.windows: dict[str, Page] = {}
        self.size = {"width": 1366, "height": 900}
        self.column = self.other_column = 0

    def home(self, username: str) -> Page:
        """The start page of somebody, who logs in when they come first."""
        if username not in self.windows:
            context = self.browser.new_context(viewport=self.size, locale="zh-CN")
            self.windows[username] = page = context.new_page()
            page.set_default_timeout(20_000)
            page.goto(f"{self.base}/admin/login/")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", self.passwords[username])
            page.click("button[type=submit]")
        page = self.windows[username]
        page.goto(f"{self.base}/admin/")
        return page

    def open(self, username: str, title: str = TITLE) -> Page:
        """The text, opened from the start page of somebody for whom it waits."""
        page = self.home(username)
        page.click(f"a:has-text('{title}')")
        page.wait_for_selector("#review-state")
        return page

    def write(self, username: str, column: int, title: str) -> None:
        """A new article, handed in."""
        page = self.home(username)
        page.goto(f"{self.base}/admin/pages/add/news/article/{column}/")
        page.fill("[name=title]", title)
        # Without a source the gate would hold it.
        page.fill("[name=content_source]", "示例市人民政府办公室")
        self.submit(page)

    def step(self, username: str, name: str, title: str = TITLE, **answers: str) -> None:
        """A step from the text: the button above it, the form, and back to the start page."""
        page = self.open(username, title)
        page.click(f"#review-state a:has-text('{name}')")
        page.wait_for_url("**/admin/review/**")
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


def save(page: Page) -> None:
    """保存草稿, and the screen that follows."""
    page.click("button:has-text('保存草稿')")
    page.wait_for_selector(".messages .success")


def write_text(page: Page, text: str) -> None:
    """A further paragraph block below what the body has, with this text."""
    _add_block(page, "文字")
    type_text(page, text)


def type_text(page: Page, text: str) -> None:
    """The last paragraph block says this, and nothing else; the form has it a moment later."""
    page.locator("[data-contentpath=body] .public-DraftEditor-content").last.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    kept = page.locator("[data-contentpath=body] input[name$='-value']").last
    for _ in range(100):
        if text in kept.input_value():
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept.input_value())


def add_picture(page: Page, file: Path, alt: str, caption: str) -> None:
    """A further block with a picture that is uploaded for it."""
    _add_block(page, "图片")
    block = page.locator("[data-contentpath=body] [data-contentpath=picture]").last
    block.locator("button:has-text('选择')").first.click()
    _upload(page, file, alt)
    page.locator("[data-contentpath=body] [data-contentpath=caption] input").last.fill(caption)


def attach(page: Page, file: Path, title: str) -> None:
    """An attachment that is uploaded for the page."""
    page.click("button:has-text('增加 附件')")
    page.locator("#id_attachments-FORMS button:has-text('选择')").last.click()
    _upload(page, file, title)


def choose_body(page: Page, name: str) -> None:
    """The issuing body of a document."""
    page.click("button:has-text('选择机构')")
    page.click(f".modal a:text-is('{name}')")
    page.wait_for_selector(".modal", state="hidden")


def _add_block(page: Page, kind: str) -> None:
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.click(f"[role=option]:has-text('{kind}')")


def _upload(page: Page, file: Path, title: str) -> None:
    page.click(".modal a[role=tab]:has-text('上传')")
    page.set_input_files(".modal input[type=file]", file)
    page.fill(".modal input[name$=title]", title)
    if page.locator(".modal [name$=description]").count():
        page.fill(".modal [name$=description]", title)
    page.click(".modal form:has(input[type=file]) button[type=submit]")
    page.wait_for_selector(".modal", state="hidden")
