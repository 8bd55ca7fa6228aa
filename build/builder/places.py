"""
The places of a cluster: what is built, kept and traced together.

A site's own files are one place, the lists and feeds of a column another, and the pages that a column
got in one year a third: a change opens few of them, and none holds more than some thousand files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from builder.view import View


class Place(NamedTuple):
    """A site; with a column, its lists and feeds; with a year too, the pages of that year in it."""

    site: int
    column: int = 0
    year: str = ""

    @property
    def is_site(self) -> bool:
        return not self.column

    @property
    def is_column(self) -> bool:
        return bool(self.column) and not self.year


def places_of(
    view: View, site: int, known: Collection[Place] = (), touched: Collection[int] | None = None
) -> Iterator[Place]:
    """
    Every place of a site. The years of a column are those `known`, unless it is among the `touched`
    or new; by default all are looked up.
    """
    years: dict[Place, list[Place]] = {}
    for place in known:
        years.setdefault(Place(place.site, place.column), []).append(place)
    yield Place(site)
    for column in view.columns(site):
        own = Place(site, column.id)
        yield own
        if touched is None or column.id in touched or own not in years:
            yield from (Place(site, column.id, year) for year in view.years(column.id))
        else:
            yield from (place for place in years[own] if place.year)
