"""
When things were published: working hours of working days, counted back from the city's day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from sites.addresses import SHANGHAI

YEARS_BACK = 5
_SATURDAY = 5
_MORNING, _AFTERNOON = (8 * 60 + 30, 11 * 60 + 50), (13 * 60 + 30, 17 * 60 + 30)


def working_day(day: date) -> date:
    """`day`, or the Friday before it on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def working_time(day: date, rng: Random) -> datetime:
    """A minute in the office hours of `day`."""
    first, last = rng.choice((_MORNING, _AFTERNOON))
    minute = rng.randint(first, last)
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randint(0, 59)), SHANGHAI)


def newest_age(update_window_days: int | None) -> int:
    """How many days old the newest item of a column may be: well inside its update window."""
    return max(2, min(update_window_days or 360, 365) // 6)


def spread(as_of: date, count: int, newest: int, rng: Random) -> list[date]:
    """
    `count` working days, the newest at most `newest` days before the working day before `as_of`,
    the others over five years, more of them recent.
    """
    last = working_day(as_of - timedelta(days=1))
    days = [last - timedelta(days=rng.randint(0, max(0, newest - 2)))]
    reach = YEARS_BACK * 365 - newest
    for step in range(1, count):
        place = (step + rng.uniform(-0.4, 0.4)) / count
        days.append(last - timedelta(days=newest + int(reach * place**1.8)))
    return [working_day(day) for day in days]


def chinese_date(day: date) -> str:
    """``2026年3月1日``"""
    return f"{day.year}年{day.month}月{day.day}日"
