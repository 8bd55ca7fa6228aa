"""
From the first line to the public site, in a real browser, between the real cms, preview and watch: a document with
picture and attachment; what the gate holds; an emergency; a leak.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers import files_below
from tests.journeys.conftest import Cluster
from tests.journeys.desk import add_picture, attach, save, type_text, write_text
from tests.journeys.office import (
    REVIEWERS,
    Office,
    at_work,
    clear,
    new_document,
    pass_reviews,
    wait_for_state,
)
from tests.journeys.test_preview import frame_of, toggle_panel

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("city")]


@pytest.fixture(scope="module")
def office(
    browser: Browser, city: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A copy of the small city at work."""
    with at_work(browser, city, tmp_path_factory.mktemp("office")) as found:
        yield found


def test_a_document_from_its_first_line_to_the_public_site(office: Office):
    """
    Written with picture and attachment, previewed beside the text, sent back and mended, passed by three persons
    of whom the last may not before the confidentiality record; then it is public, with both files, and the
    editor reads 已上线 and the address.
    """
    desk, title = office.desk, "示例市财政局关于汛期经费的通知"
    page = new_document(office, title)
    write_text(page, "经研究，现将汛期经费有关事项通知如下。")
    add_picture(page, office.files / "河道.jpg", "汛期河道示意图", "河道")
    attach(page, office.files / "经费表.pdf", "汛期经费表")
    toggle_panel(page)
    frame = frame_of(page, office.preview, "现将汛期经费有关事项")
    assert "汛期经费表" in frame.inner_text("main")
    toggle_panel(page)
    save(page)
    desk.submit(page)

    desk.step("finance-first", "退回修改", title, field="issued_on", comment="成文日期应为二月。")
    page = desk.open("finance-editor", title)
    assert "成文日期应为二月" in page.inner_text("#review-state")
    page.fill("[name=issued_on]", "2026-02-27")
    desk.submit(page)
    for reviewer in REVIEWERS[:2]:
        desk.step(reviewer, "审核通过", title)
    page = desk.open("finance-final", title)
    page.click("#review-state a:has-text('审核通过')")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=还没有保密审查记录")
    assert not office.public(title)
    clear(desk.open("finance-final", title))
    desk.step("finance-final", "审核通过", title)

    office.until_public(title)
    (public,) = (
        file for file in office.public("现将汛期经费有关事项") if file.parent.name != "finance"
    )
    html = public.read_text(encoding="utf-8")
    assert "<figcaption>河道" in html and "汛期经费表" in html and "2026年2月27日" in html
    assert files_below(office.site, "*.pdf")
    state = wait_for_state(office, "finance-editor", title, "已上线（")
    assert public.name in state.inner_text("main")


def test_what_the_gate_holds_is_mended(office: Office):
    """
    A number of an identity card passes three tired persons and is held before it is public; the editor reads
    why on the start page and beside the page, mends it, and it goes out.
    """
    desk, title = office.desk, "示例市财政局关于领取补助的公告"
    page = new_document(office, title)
    write_text(page, "领取人身份证号码 11010519491231002X 。")
    desk.submit(page)
    pass_reviews(desk, title)

    state = wait_for_state(office, "finance-editor", title, "未上线（")
    assert "身份证" in state.inner_text("main") and not office.public(title)
    assert "身份证" in desk.home("finance-editor").inner_text("#panel-held-section, main")

    page = desk.open("finance-editor", title)
    type_text(page, "领取人请携带有效证件。")
    desk.submit(page)
    pass_reviews(desk, title)
    office.until_public("领取人请携带有效证件")
    wait_for_state(office, "finance-editor", title, "已上线（")
    assert not office.public("11010519491231002X")


def test_an_emergency_is_public_at_once_and_reviewed_afterwards(office: Office):
    """
    The manager publishes a draft and says why; it is public within moments and on the board until the final
    reviewer has looked at it.
    """
    desk, title = office.desk, "示例渠超警戒水位，请沿岸居民撤离"
    page = new_document(office, title)
    save(page)
    draft = page.url

    page = desk.home("finance-manager")
    page.goto(draft)
    page.click("#review-state a:has-text('紧急发布')")
    page.fill("[name=reason]", "水位超警戒，市防汛指挥部决定。")
    page.click("main form button[type=submit]")
    office.until_public(title)
    page = desk.home("finance-final")
    assert title in page.inner_text("main")
    page.click("nav a:has-text('紧急发布')")
    page.click(f"tr:has-text('{title}') a:has-text('复核')")
    page.fill("[name=conclusion]", "情况属实，内容准确。")
    page.click("main form button[type=submit]")

    page.wait_for_selector("text=的紧急发布已复核")
    assert "0 次待事后复核" in page.inner_text("main")
    assert "情况属实" in page.inner_text("main")


def test_a_leak_leaves_nothing_behind(office: Office):
    """
    A live document is withdrawn as a leak: its page says so, and neither the live site nor the releases that are
    kept hold a word of it.
    """
    desk, title, secret = office.desk, "示例市财政局关于专项的通知", "不应公开的专项安排"
    page = new_document(office, title)
    write_text(page, secret)
    desk.submit(page)
    pass_reviews(desk, title)
    (public,) = office.until_public(secret)

    page = wait_for_state(office, "finance-final", title, "已上线（")
    page.click("#review-state a:has-text('撤下')")
    page.check("[name=kind][value=leak]")
    page.fill("[name=reason]", "内容不应公开")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=已撤下。")

    kept = desk.cluster.var / "releases"
    for _ in range(600):
        if not office.public(title) and not holding(kept, secret):
            break
        time.sleep(0.2)
    assert not office.public(title) and not holding(kept, secret), office.watch_said()
    gone = office.site / ".well-known/zhanqun/gone" / public.relative_to(office.site)
    assert gone.exists()


def holding(folder: Path, words: str) -> list[Path]:
    """The files of the kept releases with these words."""
    sought = words.encode()
    return [path for path in files_below(folder) if path.is_file() and sought in path.read_bytes()]
