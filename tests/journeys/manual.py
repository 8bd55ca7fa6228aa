"""
The pictures of docs/editors.md, taken from the running system: ``python -m tests.journeys.manual FOLDER``, or
``make manual``. A document goes its way from the login to the withdrawal; the pictures are what its people see.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import a_city
from tests.journeys.desk import add_picture, attach, save, write_text
from tests.journeys.office import Office, at_work, new_document, pass_reviews, wait_for_state
from tests.journeys.test_preview import frame_of, toggle_panel

PICTURES = (
    "login", "start", "texts", "kinds", "write", "body", "preview", "submit", "waiting", "refuse", "returned",
    "clear", "review", "live", "held", "emergency", "board", "withdraw", "bundle", "share", "log", "phone",
)  # fmt: skip
_SIZE = {"width": 1200, "height": 760}
_PHONE = {"width": 375, "height": 700}
_WIDEST = 1000
_TITLE = "示例市财政局关于汛期经费的通知"


class Camera:
    """Puts pictures of windows into a folder, small."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str, page: Page, at: str = "") -> None:
        """The window as it is, or scrolled to what is found there."""
        if name not in PICTURES:
            raise ValueError(f"{name} is not among PICTURES")
        if at:
            page.locator(at).first.evaluate("it => it.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(500)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.thumbnail((_WIDEST, _WIDEST))
        picture.save(self.folder / f"{name}.webp", quality=60, method=6)


def main(folder: Path) -> None:
    """All of `PICTURES`; a folder that held others is emptied of them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chromium = os.environ.get("ZHANQUN_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with at_work(browser, a_city(Path(place) / "city"), Path(place)) as office:
            office.desk.size = _SIZE
            _walk(office, Camera(folder))
    missing = set(PICTURES) - {path.stem for path in folder.iterdir()}
    if missing:
        raise SystemExit(f"not taken: {missing}")
    print(folder)


def _walk(office: Office, camera: Camera) -> None:
    _log_in(office, camera)
    _write(office, camera)
    _review(office, camera)
    _hold(office, camera)
    _let_out_at_once(office, camera)
    _manage(office, camera)


def _log_in(office: Office, camera: Camera) -> None:
    stranger = office.desk.browser.new_page(viewport=_SIZE, locale="zh-CN")
    stranger.goto(f"{office.desk.base}/admin/login/")
    camera.take("login", stranger)
    stranger.close()
    page = office.desk.home("finance-editor")
    page.goto(f"{office.desk.base}/admin/texts/")
    camera.take("texts", page)
    page.goto(f"{office.desk.base}/admin/pages/{office.desk.column}/add_subpage/")
    camera.take("kinds", page)


def _write(office: Office, camera: Camera) -> None:
    page = new_document(office, _TITLE)
    camera.take("write", page, "[name=title]")
    write_text(page, "经研究，现将汛期经费有关事项通知如下。各单位要专款专用，及时拨付。")
    add_picture(page, office.files / "河道.jpg", "汛期河道示意图", "河道")
    attach(page, office.files / "经费表.pdf", "汛期经费表")
    page.wait_for_selector("text=已保存")
    camera.take("body", page, "[data-contentpath=body]")
    toggle_panel(page)
    frame_of(page, office.preview, "现将汛期经费有关事项")
    page.locator(".w-preview__spinner").wait_for(state="hidden")
    camera.take("preview", page)
    page.click("[aria-label*='预览']:visible")
    save(page)
    page.click("footer [data-w-dropdown-target=toggle]")
    camera.take("submit", page)
    page.click("button[name=action-submit]")
    page.wait_for_selector("text=审核中")


def _review(office: Office, camera: Camera) -> None:
    desk = office.desk
    camera.take("waiting", desk.home("finance-first"))
    page = desk.open("finance-first", _TITLE)
    page.click("#review-state a:has-text('退回修改')")
    page.select_option("[name=field]", "issued_on")
    page.fill("[name=comment]", "成文日期应为2月27日，请核对原件。")
    camera.take("refuse", page)
    page.click("main form button[type=submit]")
    camera.take("start", desk.home("finance-editor"))
    page = desk.open("finance-editor", _TITLE)
    camera.take("returned", page)
    page.fill("[name=issued_on]", "2026-02-27")
    # The calendar would cover the menu.
    page.locator("#review-state strong").first.click()
    desk.submit(page)
    page = desk.open("finance-first", _TITLE)
    page.click("#review-state a:has-text('保密审查')")
    page.check("[name=may_be_disclosed]")
    camera.take("clear", page)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=保密审查已登记")
    for reviewer in ("finance-first", "finance-second"):
        desk.step(reviewer, "审核通过", _TITLE)
    camera.take("review", desk.open("finance-final", _TITLE))
    desk.step("finance-final", "审核通过", _TITLE)
    office.until_public(_TITLE)
    camera.take("live", wait_for_state(office, "finance-editor", _TITLE, "已上线（"))


def _hold(office: Office, camera: Camera) -> None:
    title = "示例市财政局关于领取补助的公告"
    page = new_document(office, title)
    write_text(page, "领取人身份证号码 11010519491231002X 。")
    office.desk.submit(page)
    pass_reviews(office.desk, title)
    camera.take("held", wait_for_state(office, "finance-editor", title, "未上线（"))


def _let_out_at_once(office: Office, camera: Camera) -> None:
    title = "示例渠超警戒水位，请沿岸居民撤离"
    save(new_document(office, title))
    page = wait_for_state(office, "finance-manager", title, "草稿")
    page.click("#review-state a:has-text('紧急发布')")
    page.fill("[name=reason]", "水位超警戒，市防汛指挥部决定。")
    camera.take("emergency", page)
    page.click("main form button[type=submit]")
    page = office.desk.home("finance-final")
    page.click("nav a:has-text('紧急发布')")
    page.wait_for_selector(f"tr:has-text('{title}')")
    camera.take("board", page)


def _manage(office: Office, camera: Camera) -> None:
    desk = office.desk
    page = wait_for_state(office, "finance-manager", _TITLE, "已上线（")
    page.click("#review-state a:has-text('撤下')")
    camera.take("withdraw", page)
    page.goto(f"{desk.base}/admin/bundles/add/")
    page.fill("input[name=name]", "防汛")
    page.fill("input[name=publish_at]", "2030-01-01 08:00")
    page.press("input[name=publish_at]", "Tab")
    page.locator("button:has-text('建立')").press("Enter")
    page.wait_for_selector("text=放入稿件")
    camera.take("bundle", page)
    page = wait_for_state(office, "finance-editor", _TITLE, "已上线（")
    page.click("header button:has(svg.icon-dots-horizontal)")
    page.click("a:has-text('分享预览')")
    page.fill("[name=recipient]", "示例市司法局")
    page.click("main form button[type=submit]")
    page.wait_for_selector("tr:has-text('示例市司法局')")
    camera.take("share", page)
    page = desk.home("audit-admin")
    page.goto(f"{desk.base}/admin/review/log/")
    camera.take("log", page)
    page = desk.home("finance-editor")
    page.set_viewport_size(_PHONE)
    camera.take("phone", page)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
