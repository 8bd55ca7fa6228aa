"""
Dates as readers see them: Chinese time, formatted by hand because every page asks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day(moment: datetime | None) -> str:
    """``2026-03-01``; empty without a date."""
    return date_text(moment.astimezone(CHINA)) if moment else ""


def minute(moment: datetime | None) -> str:
    """``2026-03-01 09:30``; empty without a date."""
    if moment is None:
        return ""
    local = moment.astimezone(CHINA)
    return f"{date_text(local)} {local.hour:02}:{local.minute:02}"


def chinese_date(value: date | None) -> str:
    """``2026年3月1日``; empty without a date."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def date_text(value: date) -> str:
    """``2026-03-01``."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"
