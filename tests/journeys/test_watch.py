"""
What an editor publishes is live a moment later, under a running watch.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.helpers import files_below

pytestmark = pytest.mark.xdist_group("city")

PUBLISH = """
from cms.columns.models import Column
from cms.news.models import Article
from cms.review.guard import import_right
from wagtail.rich_text import RichText

column = Column.objects.get(url_path="/water/zwgk/tzgg/")
for title, text in (
    ("关于示例水库放水的通知", "<p>请沿岸居民注意安全。</p>"),
    ("关于领取补助的通知", "<p>领取人身份证号码 11010519491231002X 。</p>"),
):
    page = Article(title=title, content_source="示例市水务局", live=False)
    page.body = [("text", RichText(text))]
    column.add_child(instance=page)
    with import_right("journey"):
        page.save_revision().publish()
"""
RESULTS = (
    "SELECT page.title, result.live_at, result.findings FROM feed_publicationresult AS result"
    " JOIN core_recordidentity AS identity ON identity.id = result.record_id"
    " JOIN wagtailcore_page AS page ON page.id = identity.source_pk"
    " WHERE identity.source = 'wagtailcore_page' AND page.title IN (?, ?)"
)
TITLES = ("关于示例水库放水的通知", "关于领取补助的通知")


def wait_until(is_so: Callable[[], object]) -> None:
    """It becomes so within a minute."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def test_what_an_editor_publishes_is_live_and_what_is_held_is_told(city):
    """
    The page is live and the editor finds its address; the other stays out, and both the operator and
    the editor read why.
    """
    with (
        city.cms() as port,
        city.watched(f"http://127.0.0.1:{port}/feed/") as said,
    ):
        wait_until(lambda: "正在跟踪" in said.read_text())
        city.manage("shell", "-v0", "-c", PUBLISH)
        wait_until(lambda: len(city.rows(RESULTS, *TITLES)) == 2)

    results = {
        title: (live_at, json.loads(why)) for title, live_at, why in city.rows(RESULTS, *TITLES)
    }
    live_at, why = results[TITLES[0]]
    assert live_at.startswith("http://water.localhost:8080/zwgk/tzgg/") and why == []
    live_at, why = results[TITLES[1]]
    assert not live_at and "身份证" in why[0]["reason"]
    pages = [
        path.read_text() for path in files_below(city.output / "water" / "zwgk/tzgg", "*.html")
    ]
    assert any(TITLES[0] in page for page in pages)
    assert not any(TITLES[1] in page for page in pages)
    lines = said.read_text()
    assert "未上线 article/" in lines and "切换的网站：water" in lines
