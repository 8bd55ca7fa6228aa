"""
Drafts in a real browser, between the real cms and the real preview process: what an editor sees while writing
is what is published; what is shared ends.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playwright.sync_api import Error

from builder.marking import unmarked
from tests.journeys.conftest import Cluster
from tests.journeys.desk import Desk
from tests.programs import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("city")]
UPDATED = re.compile('<span>更新时间：.*?</span>|"dateModified":"[^"]*",?'.encode())
"""更新时间, which is when the draft is published."""
PENDING = "发布时生成"
PICTURES_LOADED = "document.images.length && [...document.images].every(i => i.naturalWidth)"

MAKE_DRAFTS = """
import io
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.rich_text import RichText
from cms.columns.models import Column
from cms.core.models import PageAttachment
from cms.media.models import AttachmentFile, Picture
from cms.news.models import Article
from cms.policies.models import PolicyDocument
from cms.review.guard import import_right

def picture(title, color):
    data = io.BytesIO()
    Image.new("RGB", (1600, 1000), color).save(data, "JPEG")
    file = ContentFile(data.getvalue(), "新图.jpg")
    return Picture.objects.create(title=title, description=title, file=file, width=1600, height=1000)

column = Column.objects.get(url_path="/finance/zwgk/tzgg/")
from cms.bodies.models import Body
body = Body.objects.exclude(credit_code="").first()
attachment = AttachmentFile(title="新附件", file=ContentFile(b"%PDF-1.4 draft", "新附件.pdf"))
attachment.save()
for model in (Article, PolicyDocument):
    name = model._meta.verbose_name
    for title, is_live in ((f"{name}：示例水厂检修", True), (f"{name}：尚未发布的通知", False)):
        page = model(title=title, live=False, issuing_body=body)
        page.body = [("text", RichText("<p>第一稿。</p>"))]
        column.add_child(instance=page)
        page.save_revision()
        if is_live:
            with import_right("journey"):
                page.get_latest_revision().publish()
            page = page.get_latest_revision_as_object()
            page.title += "（修改）"
        page.body = [
            ("text", RichText("<p>第二稿。</p>")),
            ("picture", {"picture": picture(title, "#993333"), "caption": "示例"}),
        ]
        page.attachments = [PageAttachment(file=attachment, sort_order=0)]
        page.save_revision()
        print(model.__name__, is_live, page.pk)
"""
PUBLISH = """
from wagtail.models import Page
from cms.review.guard import import_right

with import_right("journey"):
    Page.objects.get(pk={}).specific.get_latest_revision().publish()
"""


@dataclass
class Previewing:
    """A cluster with its cms and its preview process, and the drafts in it by type and state."""

    cluster: Cluster
    desk: Desk
    origin: str
    drafts: dict[tuple[str, bool], int]
    cms: int
    port: int

    def build(self) -> None:
        """What is published, out of the running cms."""
        self.cluster.build("--token", "a token for this run", feed=f"{self.desk.base}/feed/")


@pytest.fixture(scope="module")
def previewing(
    browser: Browser, city: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Previewing]:
    """A copy of the small city, with drafts in a column of a department."""
    folder = tmp_path_factory.mktemp("preview") / "var"
    shutil.copytree(city.var, folder, symlinks=True)
    cluster = Cluster(folder)
    users = json.loads(cluster.manage("demo_users", "--site", "finance", "--json"))["users"]
    passwords = {user["username"]: user["password"] for user in users}
    port = free_port()
    with cluster.cms(preview=port) as cms, cluster.preview(port, cms):
        desk = Desk(browser, cluster, f"http://127.0.0.1:{cms}", passwords)
        made = cluster.manage("shell", "-v0", "-c", MAKE_DRAFTS).split()
        drafts = {
            (name, is_live == "True"): int(key)
            for name, is_live, key in zip(made[::3], made[1::3], made[2::3], strict=True)
        }
        found = Previewing(cluster, desk, f"http://preview.localhost:{port}", drafts, cms, port)
        found.build()
        yield found
        for page in desk.windows.values():
            page.context.close()


def open_panel(previewing: Previewing, pk: int) -> tuple[Page, Frame]:
    """The editor's window with the preview beside the text, and the frame in which it is."""
    page = previewing.desk.home("finance-editor")
    page.goto(f"{previewing.desk.base}/admin/pages/{pk}/edit/")
    toggle_panel(page)
    found = frame_of(page, previewing.origin)
    page.locator(".w-preview__spinner").wait_for(state="hidden")
    return page, found


def toggle_panel(page: Page) -> None:
    """Opened, unless the browser remembers from the last text that it was: it says so a moment after loading."""
    page.wait_for_selector(".form-side--initial", state="detached")
    switch = page.locator("[data-side-panel-toggle='preview']")
    if switch.get_attribute("aria-expanded") != "true":
        switch.click()
    page.wait_for_selector("#w-preview-iframe", state="visible")


def frame_of(page: Page, origin: str, word: str = "预览") -> Frame:
    """The frame of the preview process in a window, once it shows this word."""
    for _ in range(300):
        for frame in page.frames:
            # It may be on its way to another page.
            with suppress(Error):
                if frame.url.startswith(f"{origin}/~/") and word in frame.content():
                    return frame
        page.wait_for_timeout(100)
    raise AssertionError([frame.url for frame in page.frames])


def show(page: Page, origin: str, mode: str, word: str) -> Frame:
    """The preview in another mode; Wagtail passes over a wish that comes while it loads."""
    for _ in range(10):
        page.select_option("#id_preview_mode", mode)
        with suppress(Error):
            page.wait_for_selector(f"iframe[src*='mode={mode}']", timeout=3000)
            return frame_of(page, origin, word)
    raise AssertionError(mode)


def wait_until(window: Page | Frame, expression: str) -> None:
    """It becomes true there; asked from outside, since the pages allow no script to be made up."""
    for _ in range(200):
        if window.evaluate(expression):
            return
        time.sleep(0.1)
    raise AssertionError(expression)


def bytes_at(page: Page, address: str) -> bytes:
    """What the preview process answers, asked for by the browser that knows the name."""
    answer = page.context.new_page().goto(address)
    assert answer is not None and answer.status == 200
    return answer.body()


@pytest.mark.parametrize("kind", ["Article", "PolicyDocument"])
def test_what_the_editor_sees_is_what_is_published(kind: str, previewing: Previewing):
    """
    A live page edited as a draft, previewed beside the text, and published: the page, its list and the
    home page are byte for byte the same, but for the mark and 更新时间.
    """
    pk = previewing.drafts[kind, True]
    page, frame = open_panel(previewing, pk)
    shown = {frame.url: b""}
    for mode, word in (("list", "page-list"), ("home", "page-home")):
        shown[show(page, previewing.origin, mode, word).url] = b""
    for address in list(shown):
        shown[address] = bytes_at(page, address)
    assert len(shown) == 3

    previewing.cluster.manage("shell", "-v0", "-c", PUBLISH.format(pk))
    previewing.build()

    for address, html in shown.items():
        path = unquote(address.partition("/finance/")[2])
        path += "index.html" if not path or path.endswith("/") else ""
        built = (previewing.cluster.output / "finance" / path).read_bytes()
        assert b"zq:preview" in html and b"zq:preview" not in built
        assert UPDATED.sub(b"", unmarked(html)) == UPDATED.sub(b"", built), path


def test_what_is_typed_is_seen_at_once_and_pictures_load(previewing: Previewing):
    """
    Without saving, at phone width, with the picture of the draft; then alone in a tab, and what only
    publication gives is said to come.
    """
    page, _ = open_panel(previewing, previewing.drafts["Article", False])
    # Until then Wagtail takes what it finds for the text that was loaded.
    page.wait_for_timeout(2000)
    page.fill("[name=title]", "正在输入的标题")
    page.keyboard.press("Tab")

    frame = frame_of(page, previewing.origin, "正在输入的标题")
    wait_until(frame, "innerWidth === 375")
    assert frame.inner_text(".article-facts").startswith(f"发布时间：{PENDING}")
    wait_until(frame, PICTURES_LOADED)
    assert frame.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") == "center"
    with page.expect_popup() as opened:
        page.click("[data-w-preview-target=newTab]")
    alone = frame_of(opened.value, previewing.origin, "正在输入的标题")
    wait_until(alone, "innerWidth > 1000")
    alone.click("a:has-text('栏目：')")
    listing = frame_of(opened.value, previewing.origin, "item-title")
    listing.click("a:has-text('正在输入的标题')")
    frame_of(opened.value, previewing.origin, "第二稿")


def test_a_shared_draft_ends_when_it_is_told_to(previewing: Previewing, browser: Browser):
    """
    The editor shares; somebody without an account reads, with pictures; revoked it is gone at once, and
    another ends by itself. The log has all of it, and without the link there is nothing.
    """
    pk = previewing.drafts["PolicyDocument", False]
    page = previewing.desk.home("finance-editor")
    links = [share(previewing, page, pk, name) for name in ("示例市司法局", "示例市审计局")]
    stranger = browser.new_context(locale="zh-CN").new_page()
    for link in links:
        stranger.goto(link)
        assert "分享给您审阅的草稿" in stranger.inner_text(".zq-preview")
        assert "尚未发布的通知" in stranger.inner_text("h1")
        wait_until(stranger, PICTURES_LOADED)
    picture = stranger.get_attribute("main img", "src")
    attachment = stranger.get_attribute("a[href$='.pdf']", "href")
    assert picture and attachment and stranger.context.cookies() == []

    page.goto(f"{previewing.desk.base}/admin/preview/links/")
    page.click("tr:has-text('示例市司法局') button:has-text('撤销')")
    page.wait_for_selector("text=立即失效")
    with sqlite3.connect(previewing.cluster.var / "cms.sqlite3") as connection:
        connection.execute("UPDATE preview_sharelink SET expires_at = '2026-01-01 00:00:00'")

    for link, why in zip(links, ("已被撤销", "已经过期"), strict=True):
        answer = stranger.goto(link)
        assert answer is not None and answer.status == 410
        assert why in stranger.inner_text("main") and "通知" not in stranger.content()
    for path in (picture, attachment):
        answer = stranger.goto(previewing.origin + path)
        assert answer is not None and answer.status == 404
    log = previewing.cluster.rows(
        "SELECT action, outcome, user_name, address FROM review_auditentry"
        " WHERE action LIKE 'preview.%' ORDER BY id"
    )
    assert [row[:2] for row in log] == [
        *[("preview.share", "done")] * 2, *[("preview.open", "done")] * 2,
        ("preview.revoke", "done"), *[("preview.open", "refused")] * 2,
    ]  # fmt: skip
    assert log[2][2:] == ("持链接人（示例市司法局）", "127.0.0.1")
    stranger.context.close()


def share(previewing: Previewing, page: Page, pk: int, recipient: str) -> str:
    """From the text, the menu beside its title; the address to send."""
    page.goto(f"{previewing.desk.base}/admin/pages/{pk}/edit/")
    page.click("header button:has(svg.icon-dots-horizontal)")
    page.click("a:has-text('分享预览')")
    page.fill("[name=recipient]", recipient)
    page.click("main form button[type=submit]")
    return page.input_value(f"[aria-label='给 {recipient} 的链接']")


def test_without_the_preview_process_the_editor_reads_a_sentence(previewing: Previewing):
    """
    In the panel; the text is saved as ever.
    """
    pk = previewing.drafts["Article", False]
    with previewing.cluster.cms(preview=free_port()) as port:
        desk = Desk(
            previewing.desk.browser,
            previewing.cluster,
            f"http://127.0.0.1:{port}",
            previewing.desk.passwords,
        )
        page = desk.home("finance-editor")
        page.goto(f"{desk.base}/admin/pages/{pk}/edit/")
        toggle_panel(page)
        page.frame_locator("#w-preview-iframe").locator("text=预览服务没有运行").wait_for()
        page.click("[aria-label*='预览']:visible")
        page.fill("[name=title]", "照常保存的标题")
        page.click("footer button[type=submit]:has-text('保存')")
        page.wait_for_selector("header :text('照常保存的标题')")
        page.context.close()
