"""
The places of a cluster: what is built, kept and traced together.

A site's own files are one place, the lists and feeds of a column another, and its pages a third; where
a column has many, the pages of each year are a place of their own. So a change opens few places, and
none holds more than some thousand files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from builder.view import View

_MANY = 1000
_ALL = "all"


class Place(NamedTuple):
    """A site; with a column, its lists and feeds; with a part too, pages: `all`, or those of a year."""

    site: int
    column: int = 0
    part: str = ""

    @property
    def is_site(self) -> bool:
        return not self.column

    @property
    def is_column(self) -> bool:
        return bool(self.column) and not self.part

    @property
    def year(self) -> str:
        """The year of its pages; empty where they are of all years."""
        return "" if self.part == _ALL else self.part


def places_of(
    view: View, site: int, known: Collection[Place] = (), touched: Collection[int] | None = None
) -> Iterator[Place]:
    """
    Every place of a site. The parts of a column are those `known`, unless it is among the `touched`
    or new; by default all are looked up.
    """
    parts: dict[Place, list[Place]] = {}
    for place in known:
        parts.setdefault(Place(place.site, place.column), []).append(place)
    yield Place(site)
    for column in view.columns(site):
        own = Place(site, column.id)
        yield own
        if touched is None or column.id in touched or own not in parts:
            yield from (Place(site, column.id, part) for part in _parts(view, column.id))
        else:
            yield from (place for place in parts[own] if place.part)


def _parts(view: View, column: int) -> Collection[str]:
    years = view.years(column)
    return [_ALL] if 0 < sum(years.values()) <= _MANY else sorted(years)
