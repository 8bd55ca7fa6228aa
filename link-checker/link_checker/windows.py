"""
Update windows (更新期限): how long a sort of column may go without anything new.

The lengths are data of an indicator set; what a length means is here. Boundaries are inclusive:
at exactly two weeks the window has passed, a minute earlier it has not.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

from msgspec import Struct


class Window(Struct, frozen=True, kw_only=True):
    """The window of one sort of column: so many days, or so many calendar months."""

    label: str
    """The sort of finding that `stale_column` makes of a column that missed it."""
    title: str
    """The sort of column, in Chinese."""
    days: int = 0
    months: int = 0
    is_for_uppermost: bool = False
    """一级栏目 only: a column below another of the same window is not measured by it."""
    column_types: tuple[str, ...]
    """栏目类别 that belong to it, exactly as printed in the `ColumnType` tag."""

    @property
    def length(self) -> str:
        """How long, in Chinese."""
        return f"{self.months} 个月" if self.months else f"{self.days} 天"

    def begins(self, as_of: datetime) -> datetime:
        """An item of this moment or earlier does not count any more."""
        return months_before(as_of, self.months) - timedelta(days=self.days)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many calendar months earlier; the last of the month where it is shorter."""
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return moment.replace(year=years, month=month + 1, day=min(moment.day, last))


def latest_moment(date: str, as_of: datetime) -> datetime | None:
    """
    The moment that a printed date or time means, in the zone of `as_of`; None when it is none.

    A day without a time counts up to its last minute: in favour of the site.
    """
    text = date.strip().replace("T", " ").replace("/", "-")[:16].rstrip()
    for form, rest in (("%Y-%m-%d %H:%M", 0), ("%Y-%m-%d", 24 * 60 - 1)):
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return moment.replace(tzinfo=as_of.tzinfo) + timedelta(minutes=rest)
    return None
