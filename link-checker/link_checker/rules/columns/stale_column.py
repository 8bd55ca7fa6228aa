"""
栏目更新不及时: a column without anything new within its update window.

Looks at    every column that is not hidden, has items, and is not declared free of updates; an item
            counts by the date it shows, an item without a date counts as not updated; a day without
            a time counts to its end; columns of notices and of policy documents count together with
            those of their sort below them
Reports     a column whose newest item is as old as the window of its type or older (news two weeks;
            uppermost columns of notices and policy documents, and interpretations, six months), or than
            what the column itself promises; put to a person where the column was recognised with doubt
Undecided   when neither its type nor the site says how often it must be updated
Remedy      及时发布新的内容；不再更新的，合并或归档该栏目
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from link_checker.certainty import SURE
from link_checker.facts import Column, SiteFacts
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import Answers, site_rule
from link_checker.snapshot import Snapshot
from link_checker.windows import Window, latest_moment


@site_rule(
    needs=("columns",),
    parameters=("windows",),
    labels=("news", "notice", "policy", "interpretation", "statistics", "replies", "promised"),
)
def stale_column(site: SiteFacts, snapshot: Snapshot, *, windows: tuple[Window, ...]) -> Answers:
    """Judges each column once: by its type's window first, then by its own promise."""
    columns = snapshot.columns(site.host)
    for each in columns:
        window = _window(each, windows)
        is_measured = window is not None and not _lies_below_its_like(each, window, columns)
        column = _gathered(each, window, columns) if window and is_measured else each
        if column.is_hidden or column.must_update is False or not column.item_count:
            continue
        broken = _broken(column, window if is_measured else None, snapshot.as_of)
        if broken is not None:
            yield _finding(column, *broken)
        elif window is None and column.update_window_days is None:
            yield Undecided(
                url=column.url,
                reason="needs_data",
                message=(
                    f"栏目“{column.name}”没有公布更新期限，类别也没有规定期限。请在栏目清单中写明。"
                ),
                label="promised" if column.certainty == 1 else "",
            )


def _broken(column: Column, window: Window | None, as_of: datetime) -> tuple[str, str] | None:
    """Sort of finding and length of the window that the column missed; None when it missed none."""
    newest = latest_moment(column.last_item_at, as_of)
    if window and (newest is None or newest <= window.begins(as_of)):
        return window.label, window.length
    days = column.update_window_days
    if days is not None and (newest is None or newest <= as_of - timedelta(days=days)):
        return "promised", f"{days} 天"
    return None


def _window(column: Column, windows: tuple[Window, ...]) -> Window | None:
    """The window of the column's type."""
    return next((window for window in windows if column.column_type in window.column_types), None)


def _lies_below_its_like(column: Column, window: Window, columns: tuple[Column, ...]) -> bool:
    """Whether a window for uppermost columns leaves this one to the column above it."""
    return window.is_for_uppermost and any(
        _is_like_and_below(column, above, window) for above in columns if not above.is_hidden
    )


def _is_like_and_below(column: Column, above: Column, window: Window) -> bool:
    return (
        above.level < column.level
        and above.column_type in window.column_types
        and column.column_type in window.column_types
        and column.url.startswith(above.url.rpartition("/")[0] + "/")
    )


def _gathered(column: Column, window: Window, columns: tuple[Column, ...]) -> Column:
    """An uppermost column with what the columns of its sort below it hold."""
    below = [one for one in columns if _is_like_and_below(one, column, window)]
    if not (window.is_for_uppermost and below):
        return column
    group = [column, *(one for one in below if not one.is_hidden)]
    return msgspec.structs.replace(
        column,
        item_count=sum(one.item_count or 0 for one in group),
        last_item_at=max(one.last_item_at for one in group),
        must_update=None if any(one.must_update is not False for one in group) else False,
    )


def _finding(column: Column, label: str, length: str) -> Finding:
    when = (
        f"最近一条内容显示的日期是 {column.last_item_at}"
        if column.last_item_at
        else "内容都没有显示日期，按没有更新计"
    )
    return Finding(
        url=column.url,
        message=f"栏目“{column.name}”应在 {length}内更新，{when}。请及时发布新的内容。",
        evidence=f"栏目类别：{column.column_type or '未标明'}；共 {column.item_count} 条",
        label=label,
        needs_review=column.certainty < SURE,
    )
