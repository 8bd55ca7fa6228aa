"""What a site's manager sets for a time is switched in the cms, never by a clock of the build."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.columns.models import HomeBlock, HomeLink, SiteHome, SiteSettings
from sites.addresses import SHANGHAI

pytestmark = pytest.mark.django_db

NOW = datetime.now(SHANGHAI)
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture
def site() -> Site:
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="示例", slug="example"))
    return Site.objects.create(hostname="www.example.gov.cn", root_page=home)


def settings(site: Site, **values: Any) -> SiteSettings:
    made, _ = SiteSettings.objects.update_or_create(site=site, defaults=values)
    return made


def written(made: SiteSettings, **values: Any) -> SiteSettings:
    """As it is found in the table, whatever wrote it."""
    SiteSettings.objects.filter(pk=made.pk).update(**values)
    call_command("switch_due")
    return SiteSettings.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("first", "last", "is_grey"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY, True),
        (TODAY, TODAY + DAY, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY + DAY, TODAY + DAY, False),
        (None, None, False),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_grey_begins_and_ends_with_its_days(site, first, last, is_grey, before):
    """
    At once when the days are saved, and by `switch_due` when they come and go.
    """
    made = settings(site, grey_from=first, grey_until=last)
    later = written(made, is_grey=before)

    assert made.is_grey == later.is_grey == is_grey


def test_an_emergency_ends_at_its_time(site, capsys):
    """
    One without an end stays until somebody clears it.
    """
    made = settings(site, emergency="台风红色预警", emergency_text="请减少外出。")

    assert written(made).emergency == "台风红色预警"
    assert written(made, emergency_until=NOW + DAY).emergency == "台风红色预警"
    over = written(made, emergency_until=NOW - DAY)
    assert (over.emergency, over.emergency_text, over.emergency_until) == ("", "", None)
    assert "取消了 1 条到期的紧急提示。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"emergency_text": "请减少外出。"}, "emergency", "没有标题"),
        ({"emergency": "预警", "emergency_until": NOW - DAY}, "emergency_until", "已过"),
        ({"grey_from": TODAY}, "grey_until", "只填写了一个日期"),
        ({"grey_from": TODAY, "grey_until": TODAY - DAY}, "grey_until", "早于起始日"),
    ],
)
def test_what_contradicts_itself_is_refused(site, values, field, sentence):
    """
    At its field, with what to do.
    """
    with pytest.raises(ValidationError) as refused:
        SiteSettings(site=site, **values).clean()

    assert sentence in refused.value.message_dict[field][0]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (HomeBlock(kind="list"), {"column": ["没有选择栏目，请选择这个区块显示哪个栏目的内容。"]}),
        (
            HomeBlock(kind="links", column_id=1),
            {"column": ["服务入口显示的是下面填写的链接，请清空栏目。"]},
        ),
        (
            HomeLink(title="查询"),
            {"url": ["“查询”要么选择页面，要么填写网址，请只填其中一项。"]},
        ),
        (
            HomeLink(title="查询", page_id=1, url="https://www.example.gov.cn/"),
            {"url": ["“查询”要么选择页面，要么填写网址，请只填其中一项。"]},
        ),
    ],
)
def test_a_row_of_the_home_page_that_cannot_be_is_refused(row, fault):
    """
    One sentence: what, where, what to do.
    """
    with pytest.raises(ValidationError) as raised:
        row.clean()

    assert raised.value.message_dict == fault
