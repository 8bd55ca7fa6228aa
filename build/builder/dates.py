"""
Dates as readers see them: Chinese time, formatted by hand because every page asks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
ON_PUBLICATION = "发布时生成"
"""What a preview shows of a draft in place of the values that only its publication gives."""


class Unpublished(datetime):
    """When a draft would be published, if it were now: it comes in order as such, and is not shown."""


def day(moment: datetime | None) -> str:
    """``2026-03-01``; empty without a date."""
    if isinstance(moment, Unpublished):
        return ON_PUBLICATION
    return date_text(moment.astimezone(CHINA)) if moment else ""


def minute(moment: datetime | None) -> str:
    """``2026-03-01 09:30``; empty without a date."""
    if moment is None:
        return ""
    if isinstance(moment, Unpublished):
        return ON_PUBLICATION
    local = moment.astimezone(CHINA)
    return f"{date_text(local)} {local.hour:02}:{local.minute:02}"


def chinese_date(value: date | None) -> str:
    """``2026年3月1日``; empty without a date."""
    if isinstance(value, Unpublished):
        return ON_PUBLICATION
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def date_text(value: date) -> str:
    """``2026-03-01``."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"
