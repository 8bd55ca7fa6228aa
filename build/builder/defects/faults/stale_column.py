"""
Columns without anything new; the nearest neighbours are an hour younger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from builder.defects.pages import ColumnPage
from builder.defects.registry import Answers, fault

_NEWS, _NOTICES = "工作动态", "通知公告"
_TWO_WEEKS = timedelta(days=14)


def _aged(page: ColumnPage, newest: datetime | None, types: tuple[str, ...] = ()) -> bool:
    """Gives the column that newest item; False when it is of another type or has no items."""
    column = page.column
    if not column["item_count"] or (types and column["column_type"] not in types):
        return False
    column["last_item_at"] = newest and newest.isoformat(timespec="minutes")
    return True


@fault(scope="column")
def news_of_exactly_two_weeks(page: ColumnPage) -> Answers:
    """At two weeks to the minute the time has passed."""
    if not _aged(page, page.as_of - _TWO_WEEKS, (_NEWS,)):
        return None
    return [page.answer(label="news")]


@fault(scope="column")
def neighbour_an_hour_younger(page: ColumnPage) -> Answers:
    """Thirteen days and twenty-three hours are in time."""
    return [] if _aged(page, page.as_of - _TWO_WEEKS + timedelta(hours=1), (_NEWS,)) else None


@fault(scope="column")
def notices_of_seven_months(page: ColumnPage) -> Answers:
    """Notices have six months."""
    if not _aged(page, page.as_of - timedelta(days=213), (_NOTICES,)):
        return None
    return [page.answer(label="notice")]


@fault(scope="column")
def news_without_dates(page: ColumnPage) -> Answers:
    """An item without a date counts as not updated."""
    return [page.answer(label="news")] if _aged(page, None, (_NEWS,)) else None


@fault(scope="column", times=3)
def promise_not_kept(page: ColumnPage) -> Answers:
    """What the column itself promises."""
    if page.column["column_type"] not in ("规划计划", "财政信息", "人事信息"):
        return None
    if not _aged(page, page.as_of - timedelta(days=30)):
        return None
    page.column.update(must_update=True, update_window_days=30)
    return [page.answer(label="promised")]


@fault(scope="column")
def neighbour_free_of_updates(page: ColumnPage) -> Answers:
    """Old items where nothing was promised."""
    if page.column["must_update"] is not False:
        return None
    return [] if _aged(page, page.as_of - timedelta(days=2000)) else None
