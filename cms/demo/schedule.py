"""
How many items each column gets, and when they were published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from cms.demo.calendar import YEARS_BACK, newest_age, spread, working_day, working_time
from cms.demo.genres import gazette, interviews
from cms.demo.genres.institutions import POSTS
from cms.demo.genres.standing import ABOUT_PAGES, CITY_PAGES
from cms.demo.genres.topics import TOPIC_AGES
from sites.config import ColumnSkeleton, ColumnType, SiteConfig

_WEIGHTS = {
    ColumnType.NEWS: 10.0,
    ColumnType.NOTICE: 6.0,
    ColumnType.POLICY_DOCUMENT: 3.2,
    ColumnType.INTERPRETATION: 3.0,
    ColumnType.SERVICE: 2.5,
    ColumnType.INTERACTION: 1.8,
    ColumnType.FINANCE: 1.6,
    ColumnType.STATISTICS: 2.2,
    ColumnType.PERSONNEL: 2.5,
    ColumnType.PLAN: 1.2,
}
_WEIGHTS_BY_SLUG = {"flfg": 0.8, "gwywj": 1.2, "gwyxx": 5.0, "bmdt": 6.0}
_PORTAL_WEIGHT = 1.5
_REPORT_DAYS = {"zfgzbg": (1, 15), "gknb": (1, 22)}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a column to be filled; `place` is 0 for the newest."""

    site: SiteConfig
    column: ColumnSkeleton
    place: int
    published_at: datetime


def schedule(sites: tuple[SiteConfig, ...], items: int, as_of: date, rng: Random) -> list[Slot]:
    """Slots for `items` items, oldest first; at least one in each column that has no sub-columns."""
    columns = [(site, column) for site in sites for column in leaves(site.columns)]
    fixed = {
        (s.slug, c.path): days for s, c in columns if (days := _fixed_days(s, c, as_of, len(sites)))
    }
    free = [(site, column) for site, column in columns if (site.slug, column.path) not in fixed]
    counts = _shares([_weight(site, column) for site, column in free], items - _total(fixed))
    slots = []
    for site, column in columns:
        days = fixed.get((site.slug, column.path)) or spread(
            as_of,
            counts[free.index((site, column))],
            newest_age(column.update_window_days),
            rng,
        )
        slots += [
            Slot(site, column, place, working_time(day, rng)) for place, day in enumerate(days)
        ]
    return sorted(slots, key=lambda slot: (slot.published_at, slot.site.slug, slot.column.path))


def leaves(columns: tuple[ColumnSkeleton, ...]) -> Iterator[ColumnSkeleton]:
    """The columns that have no sub-columns: those with a list of their own."""
    for column in columns:
        if column.children:
            yield from leaves(column.children)
        else:
            yield column


def _total(fixed: dict[tuple[str, str], list[date]]) -> int:
    return sum(len(days) for days in fixed.values())


def _fixed_days(site: SiteConfig, column: ColumnSkeleton, as_of: date, bodies: int) -> list[date]:
    """Days of a column whose number of items is in the nature of the thing, newest first."""
    if column.slug in _REPORT_DAYS:
        month, day = _REPORT_DAYS[column.slug]
        days = (working_day(date(as_of.year - back, month, day)) for back in range(YEARS_BACK + 1))
        return [day for day in days if day < as_of][:YEARS_BACK]
    founded = working_day(date(as_of.year - YEARS_BACK, 3, 1))
    if column.slug == "gkzn":
        return [founded]
    if column.slug == "zfgb":
        return gazette.last_days(as_of)
    if column.slug == "zxft":
        return [working_day(as_of - timedelta(days=age)) for age in interviews.AGES]
    if column.slug == "gybz":
        return [founded] * len(ABOUT_PAGES)
    if column.column_type is ColumnType.TOPIC:
        return [working_day(as_of - timedelta(days=age)) for age in TOPIC_AGES]
    if column.column_type is ColumnType.OVERVIEW:
        return [founded] * len(CITY_PAGES)
    if column.column_type is ColumnType.FUNCTIONS:
        return [founded] * (bodies if site.is_portal else 1)
    if column.column_type is ColumnType.LEADERS:
        return [founded] * len(POSTS[site.is_portal])
    return []


def _weight(site: SiteConfig, column: ColumnSkeleton) -> float:
    weight = _WEIGHTS_BY_SLUG.get(column.slug) or _WEIGHTS.get(column.column_type, 1.5)
    return weight * (_PORTAL_WEIGHT if site.is_portal else 1.0)


def _shares(weights: list[float], total: int) -> list[int]:
    """`total` in whole parts by weight, none empty; the sum is `total` wherever that allows it."""
    scale = max(0, total - len(weights)) / sum(weights)
    exact = [1 + weight * scale for weight in weights]
    shares = [int(value) for value in exact]
    rest = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in rest[: max(0, total - sum(shares))]:
        shares[place] += 1
    return shares
