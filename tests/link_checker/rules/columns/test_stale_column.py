"""
栏目更新不及时.
"""

from __future__ import annotations

import pytest

from link_checker.engine import judge
from link_checker.rules.columns.stale_column import stale_column
from tests.link_checker.helpers import (
    a_site,
    column,
    findings,
    labels,
    list_page,
    moment,
    result,
    reviews,
    undecided,
    urls,
)

AS_OF = moment("2026-03-15 10:00")


def judged(column_type: str, last_item_at: str, **facts):
    """The findings about one column of an inventory, on 15 March 2026 at ten."""
    only = column("/zw/", column_type=column_type, last_item_at=last_item_at, **facts)
    return findings(stale_column, a_site(columns=[only], as_of=AS_OF))


@pytest.mark.parametrize(
    ("column_type", "last_item_at", "label"),
    [
        ("工作动态", "2026-03-01 10:00", "news"),
        ("通知公告", "2025-09-15 10:00", "notice"),
        ("政策文件", "2025-09-15 10:00", "policy"),
        ("政策解读", "2025-09-15 10:00", "interpretation"),
        ("工作动态", "2026-02-28", "news"),
    ],
)
def test_reports_a_column_at_the_end_of_its_window(column_type, last_item_at, label):
    """
    Exactly two weeks, exactly six months: the boundary belongs to the fault.
    """
    assert labels(judged(column_type, last_item_at)) == [label]


@pytest.mark.parametrize(
    ("column_type", "last_item_at"),
    [
        ("工作动态", "2026-03-01 11:00"),
        ("工作动态", "2026-03-01 10:01"),
        ("通知公告", "2025-09-15 10:01"),
        ("政策文件", "2025-09-16"),
        ("政策解读", "2025-09-15"),
        ("工作动态", "2026-03-01"),
    ],
)
def test_passes_a_column_within_its_window(column_type, last_item_at):
    """
    13 days 23 hours are within two weeks; a day without a time counts to its end.
    """
    assert judged(column_type, last_item_at) == []


def test_reckons_months_by_the_calendar():
    """
    Six months before 31 August is the last of February.
    """
    only = column("/zw/", column_type="政策文件", last_item_at="2026-02-28 10:00")

    assert findings(stale_column, a_site(columns=[only], as_of=moment("2026-08-31 10:00")))
    assert not findings(stale_column, a_site(columns=[only], as_of=moment("2026-08-31 09:59")))


def test_counts_an_item_without_a_date_as_not_updated():
    """
    A list that shows no dates is stale, whatever its files say.
    """
    (found,) = judged("工作动态", "")

    assert found.message == (
        "栏目“公告”应在 14 天内更新，内容都没有显示日期，按没有更新计。请及时发布新的内容。"
    )


def test_reads_dates_from_the_list_where_there_is_no_inventory():
    """
    The newest item decides, not the first.
    """
    entries = [("置顶的旧闻", "2025-01-05"), ("新闻", "2026-02-28"), ("旧闻", "2026-01-01")]
    news = list_page("/xw/", entries=entries, column_type="工作动态")

    assert result(stale_column, a_site(news)).outcome == "passed"
    assert urls(findings(stale_column, a_site(news, as_of=AS_OF))) == ["/xw/"]


def test_measures_any_other_column_by_its_own_promise():
    """
    The window that the inventory states.
    """
    assert labels(judged("规划计划", "2025-03-15", update_window_days=365)) == []
    assert labels(judged("规划计划", "2025-03-14", update_window_days=365)) == ["promised"]


def test_measures_notices_and_policies_at_the_uppermost_column():
    """
    一级栏目: it counts together with the columns of its sort below it, which have only their promises.
    """
    above = column("/zc/", level=1, column_type="政策文件", item_count=0, last_item_at="")
    old = column("/zc/gz/", level=2, column_type="政策文件", last_item_at="2020-01-01")
    new = column("/zc/wj/", level=2, column_type="政策文件", last_item_at="2026-03-01")

    def found(*columns):
        return findings(stale_column, a_site(columns=columns, as_of=AS_OF))

    assert found(above, old, new) == []
    assert urls(found(above, old)) == ["/zc/"]
    assert urls(found(old)) == ["/zc/gz/"]


@pytest.mark.parametrize("facts", [{"must_update": False}, {"is_hidden": True}, {"item_count": 0}])
def test_leaves_columns_that_owe_no_update(facts):
    """
    Declared free, hidden, or blank: that is reported as blank, not twice.
    """
    assert judged("工作动态", "2020-01-01", **facts) == []


def test_needs_to_know_how_often_a_column_is_updated():
    """
    Neither type nor promise: undecided, never passed.
    """
    unknown = column("/qt/", column_type="其他", update_window_days=None)
    snapshot = a_site(columns=[unknown])

    assert [one.reason for one in undecided(stale_column, snapshot)] == ["needs_data"]
    assert result(stale_column, snapshot).outcome == "undecided"


def test_leaves_a_doubtful_column_to_a_person():
    """
    Below 0.8 a recognised column is not certain enough to deduct anything.
    """
    entries = [("旧闻", "2020-01-01")]
    news = list_page("/xw/", entries=entries, column_type="工作动态", kind_certainty=0.79)
    sure = list_page("/xw/", entries=entries, column_type="工作动态", kind_certainty=0.8)

    assert findings(stale_column, a_site(news)) == []
    assert urls(reviews(stale_column, a_site(news))) == ["/xw/"]
    assert urls(findings(stale_column, a_site(sure))) == ["/xw/"]


def test_needs_the_windows_of_an_indicator_set():
    """
    How long is too long is data: without it nothing passes.
    """
    (answer,) = judge(a_site(columns=[column("/zw/")]), [stale_column])

    assert (answer.outcome, answer.undecided[0].reason) == ("undecided", "needs_data")
