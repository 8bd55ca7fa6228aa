"""置顶 until a day: switched in the cms, never by a clock of the build."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from cms.news.models import Article
from cms.review.guard import import_right
from sites.addresses import SHANGHAI

pytestmark = pytest.mark.django_db

TODAY = datetime.now(SHANGHAI).date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def column() -> Column:
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="示例", slug="example"))
    return home.add_child(
        instance=Column(title="公告", slug="gg", description="公告", column_type="通知公告")
    )


def a_pinned_page(column: Column, title: str) -> Article:
    with import_right("test"):
        return column.add_child(
            instance=Article(title=title, is_pinned=True, pinned_until=TOMORROW)
        )


def is_pinned(page: Page) -> bool:
    return ContentPage.objects.get(pk=page.pk).is_pinned


def test_a_pin_ends_after_its_day(column):
    """
    `switch_due` takes off a pin whose day is over, and leaves the one that ends today.
    """
    over, today = (a_pinned_page(column, title) for title in ("昨天到期", "今天到期"))
    ContentPage.objects.filter(pk=over.pk).update(pinned_until=YESTERDAY)
    ContentPage.objects.filter(pk=today.pk).update(pinned_until=TODAY)

    call_command("switch_due")

    assert not is_pinned(over)
    assert is_pinned(today)


def test_an_old_revision_does_not_pin_again(column):
    """
    Publishing a revision from before the pin ran out leaves the page unpinned.
    """
    page = a_pinned_page(column, "公告")
    page.pinned_until = YESTERDAY
    with import_right("test"):
        page.save_revision(clean=False).publish()

    assert not is_pinned(page)
