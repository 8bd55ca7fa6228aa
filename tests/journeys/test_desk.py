"""
The desk in a real browser against the real cms: a text is written, refused, mended, reviewed by three persons,
and withdrawn.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sites.addresses import SHANGHAI
from tests.helpers import files_below
from tests.journeys.conftest import Cluster
from tests.journeys.desk import TITLE, Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("city")]


@pytest.fixture
def desk(browser: Browser, city: Cluster, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the small city, so that what is written here is in nobody else's."""
    cluster = Cluster(tmp_path)
    for file in city.var.glob("cms.sqlite3*"):
        shutil.copy(file, cluster.var)
    shutil.copy(city.var / "secret_key", cluster.var)
    shutil.copytree(city.var / "uploads", cluster.var / "uploads")
    sites = ("--site", "finance", "--site", "housing")
    users = json.loads(cluster.manage("demo_users", *sites, "--json"))["users"]
    passwords = {user["username"]: user["password"] for user in users}
    with cluster.cms() as port:
        desk = Desk(browser, cluster, f"http://127.0.0.1:{port}", passwords)
        desk.column, desk.other_column = (
            cluster.rows("SELECT id FROM wagtailcore_page WHERE url_path = ?", path)[0][0]
            for path in ("/finance/zwgk/tzgg/", "/housing/zwgk/tzgg/")
        )
        yield desk
        for page in desk.windows.values():
            page.context.close()


def test_a_text_from_its_first_line_to_its_withdrawal(desk: Desk):
    """
    The editor writes and submits; the first reviewer refuses and says why; the editor mends it; three
    persons pass it; the manager withdraws it; the audit administrator finds all of it.
    """
    desk.write("finance-editor", desk.column, TITLE)

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
    page.wait_for_url("**/review/log/")
    log = page.inner_text("main")
    for word in ("退回", "初审通过", "复审通过", "终审通过", "普通撤下"):
        assert word in log
    assert "被拒绝" not in page.inner_text("table")


@pytest.mark.parametrize("is_late", [False, True], ids=["while it saves itself", "before it does"])
def test_a_new_text_that_is_sent_exists_once(desk: Desk, is_late: bool):
    """
    However slow the line: whichever comes first is answered when the other was asked for.
    """
    page, title, held = desk.home("finance-editor"), "关于示例桥限行的通知", []
    page.goto(f"{desk.base}/admin/pages/add/news/article/{desk.column}/")
    page.route(
        "**/pages/add/news/article/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    page.fill("[name=title]", title)
    page.fill("[name=content_source]", "示例市财政局")
    for _ in range(10):
        # It saves itself half a second after something was typed, once its scripts have begun.
        if is_late or held:
            break
        page.locator("[name=subtitle]").press_sequentially("示")
        page.wait_for_timeout(2000)
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("button[name=action-submit]", no_wait_after=True)
    page.wait_for_timeout(1500)

    assert len(held) == 1
    held[0].continue_()
    page.wait_for_selector("text=审核中")
    assert desk.cluster.rows("SELECT count(*) FROM wagtailcore_page WHERE title = ?", title) == [
        (1,)
    ]


def test_a_bundle_over_two_sites_at_its_minute(desk: Desk):
    """
    The security administrator makes somebody manager of both sites; they put a text of each into a bundle;
    each passes its three reviews and waits; at the minute both are in the feed and on the built sites.
    """
    titles = {"finance": "关于示例防汛资金的通知", "housing": "关于示例房屋防汛的通知"}
    columns = {"finance": desk.column, "housing": desk.other_column}
    page = desk.home("security-admin")
    page.goto(f"{desk.base}/admin/users/")
    page.click("tr:has-text('finance-manager') .title a")
    page.check("label:has-text('示例市住房和城乡建设局网站管理员')")
    page.click("button[type=submit]:has-text('保存')")
    page.wait_for_url("**/admin/users/")
    for site, title in titles.items():
        desk.write(f"{site}-editor", columns[site], title)

    page = desk.home("finance-manager")
    page.click("nav a:has-text('发布包')")
    page.click("a:has-text('新建发布包')")
    page.fill("input[name=name]", "防汛")
    _fill_time(page, datetime.now(SHANGHAI) + timedelta(hours=3))
    page.locator("button:has-text('建立')").press("Enter")
    for title in titles.values():
        page.click("button:has-text('从栏目中选择')")
        page.fill(".modal input[name=q]", title)
        page.click(f".modal a:has-text('{title}')")
        page.click("button:has-text('放入')")
        page.wait_for_selector("text=已放入发布包")
    for site, title in titles.items():
        for level in ("first", "second", "final"):
            desk.step(f"{site}-{level}", "审核通过", title)

    page = desk.home("finance-manager")
    assert "共 2 篇，都已通过三审" in page.inner_text("#panel-scheduled-section, main")
    page.click("a:has-text('防汛')")
    minute = datetime.now(SHANGHAI).replace(second=0, microsecond=0) + timedelta(minutes=2)
    _fill_time(page, minute)
    page.locator("button:has-text('定时')").press("Enter")
    page.wait_for_selector("text=已改定发布时间")

    with desk.cluster.switching():
        desk.cluster.manage("export_feed")
        assert not any(title in desk.cluster.feed.read_text() for title in titles.values())
        _until(lambda: all(desk.cluster.live(title) for title in titles.values()), seconds=150)
    assert datetime.now(SHANGHAI) - minute < timedelta(seconds=30)
    desk.cluster.manage("export_feed")
    desk.cluster.build()

    for site, title in titles.items():
        pages = files_below(desk.cluster.output / site, "index.html")
        assert any(title in file.read_text(encoding="utf-8") for file in pages)


def _fill_time(page: Page, moment: datetime) -> None:
    page.fill("input[name=publish_at]", f"{moment:%Y-%m-%d %H:%M}")
    page.press("input[name=publish_at]", "Tab")


def _until(is_so: Callable[[], bool], seconds: int) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.5)


@pytest.mark.parametrize("width", [1366, 375])
def test_who_does_nothing_with_several_texts_finds_no_boxes(desk: Desk, width: int):
    """
    An editor finds one beside each text; for a reviewer the columns of the list stand as they did.
    """
    boxes, offsets = {}, {}
    for username in ("finance-editor", "finance-first"):
        page = desk.home(username)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{desk.base}/admin/pages/{desk.column}/")
        boxes[username] = page.locator("table.listing input[type=checkbox]:visible").count()
        head, first = (page.locator(f"table.listing {cell}.title").first for cell in ("th", "td"))
        offsets[username] = head.bounding_box()["x"] - first.bounding_box()["x"]

    assert boxes["finance-editor"] > 1 and boxes["finance-first"] == 0
    assert offsets == {"finance-editor": 0, "finance-first": 0}


def test_a_text_is_found_by_any_part_of_it(desk: Desk):
    """
    In the list of all texts, narrowed to drafts; a text of another site is not there.
    """
    desk.write("housing-editor", desk.other_column, "示例渠沿线房屋的通知")
    desk.write("finance-editor", desk.column, TITLE)
    page = desk.home("finance-editor")
    page.click("nav a:has-text('稿件')")

    page.fill("main input[name=q]", "示例渠")
    page.wait_for_selector("text=共 1 项")

    assert TITLE in page.inner_text("main")
    assert "初审中" in page.inner_text("main")
