"""
A department at work: its desk, its preview and its public site, which a watch keeps; and what its people do.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.helpers import files_below
from tests.journeys.conftest import Cluster
from tests.journeys.desk import Desk, choose_body
from tests.programs import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REVIEWERS = ("finance-first", "finance-second", "finance-final")


@dataclass
class Office:
    """The desk of a department, its preview and its public site, which a watch keeps."""

    desk: Desk
    preview: str
    files: Path

    @property
    def site(self) -> Path:
        return self.desk.cluster.output / "finance"

    def public(self, words: str) -> list[Path]:
        """The public pages of the department that hold these words."""
        pages = files_below(self.site, "*.html")
        return [page for page in pages if words in page.read_text(encoding="utf-8")]

    def until_public(self, words: str) -> list[Path]:
        """The same, once there are some."""
        for _ in range(600):
            if found := self.public(words):
                return found
            time.sleep(0.2)
        raise AssertionError(f"{words}: not public\n{self.watch_said()}")

    def watch_said(self) -> str:
        return (self.desk.cluster.var / "watch.log").read_text()


@contextmanager
def at_work(browser: Browser, city: Cluster, folder: Path) -> Iterator[Office]:
    """A copy of `city` in `folder`, with its cms, preview and watch, and two files to be uploaded."""
    cluster = Cluster(folder / "var")
    shutil.copytree(city.var, cluster.var, symlinks=True)
    Image.linear_gradient("L").resize((1200, 800)).save(folder / "河道.jpg")
    (folder / "经费表.pdf").write_bytes(b"%PDF-1.4 budget of the flood season")
    users = json.loads(cluster.manage("demo_users", "--site", "finance", "--json"))["users"]
    passwords = {user["username"]: user["password"] for user in users}
    port = free_port()
    with cluster.cms(preview=port) as cms, cluster.preview(port, cms):
        feed = f"http://127.0.0.1:{cms}/feed/"
        desk = Desk(browser, cluster, f"http://127.0.0.1:{cms}", passwords)
        ((desk.column,),) = cluster.rows(
            "SELECT id FROM wagtailcore_page WHERE url_path = '/finance/zwgk/zcwj/qtwj/'"
        )
        with cluster.watched(feed):
            yield Office(desk, f"http://preview.localhost:{port}", folder)
        for page in desk.windows.values():
            page.context.close()


def new_document(office: Office, title: str) -> Page:
    """The editor has begun a policy document, with everything that the catalogue asks for."""
    page = office.desk.home("finance-editor")
    page.goto(f"{office.desk.base}/admin/pages/add/policies/policydocument/{office.desk.column}/")
    page.fill("[name=title]", title)
    page.fill("[name=document_number]", "示财发〔2026〕9号")
    page.fill("[name=issued_on]", "2026-03-01")
    choose_body(page, "示例市财政局")
    return page


def clear(page: Page) -> None:
    """保密审查 of the document in this window."""
    page.click("#review-state a:has-text('保密审查')")
    page.check("[name=may_be_disclosed]")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=保密审查已登记")


def pass_reviews(desk: Desk, title: str) -> None:
    """Three persons pass the document; the first also keeps the confidentiality record."""
    clear(desk.open("finance-first", title))
    for reviewer in REVIEWERS:
        desk.step(reviewer, "审核通过", title)


def wait_for_state(office: Office, username: str, title: str, words: str) -> Page:
    """The document, opened from the list of texts, once these words stand above it."""
    desk = office.desk
    page = desk.home(username)
    page.goto(f"{desk.base}/admin/texts/?q={title}")
    page.click(f"td.title a:has-text('{title}')")
    page.wait_for_selector("#review-state")
    for _ in range(60):
        if words in page.inner_text("main"):
            return page
        time.sleep(1)
        page.reload()
        page.wait_for_selector("#review-state")
    raise AssertionError(page.inner_text("main") + office.watch_said())
