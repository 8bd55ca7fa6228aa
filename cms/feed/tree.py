"""
Which columns the public sees: live from the site's root down, in a site, and private nowhere.

Columns are few; their whole tree is read at once, and decides about the pages in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page, PageViewRestriction, Site

from cms.columns.models import Column, SiteHome
from cms.core.identity import record_ids
from cms.feed.pages import PAGES
from cms.feed.references import SITES

STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class Place:
    """A column the public sees, or a site's home: the ids its record needs."""

    key: int
    id: int
    site_id: int
    parent_id: int | None
    position: int
    is_home: bool


@dataclass(frozen=True)
class Tree:
    """Public columns and homes by path; `private` are the pages with a restriction of their own."""

    places: dict[str, Place]
    private: frozenset[int]

    def column_of(self, page_path: str) -> Place | None:
        """The public column a page stands in."""
        place = self.places.get(page_path[:-STEP])
        return None if place is None or place.is_home else place

    def columns(self) -> dict[int, Place]:
        """Primary key → place, for columns."""
        return {place.key: place for place in self.places.values() if not place.is_home}


def load_tree() -> Tree:
    """The tree as it stands in the database now."""
    private = frozenset(
        PageViewRestriction.objects.exclude(restriction_type="none").values_list(
            "page_id", flat=True
        )
    )
    places = _homes(private)
    rows = list(Column.objects.order_by("path").values_list("pk", "path", "live"))
    ids = record_ids(PAGES, [key for key, _, _ in rows])
    for key, path, is_live in rows:
        above = places.get(path[:-STEP])
        if above is None or not is_live or key in private:
            continue
        places[path] = below(above, path, key, ids[key])
    return Tree(places, private)


def below(above: Place, path: str, key: int, number: int) -> Place:
    """The place of a column right below another, or below the home."""
    return Place(
        key=key,
        id=number,
        site_id=above.site_id,
        parent_id=None if above.is_home else above.id,
        position=position(path),
        is_home=False,
    )


def position(path: str) -> int:
    """The place of a page among its siblings: grows with it, and stays when others go."""
    return int(path[-STEP:], 36)


def _homes(private: frozenset[int]) -> dict[str, Place]:
    sites = dict(Site.objects.values_list("root_page_id", "pk"))
    ids = record_ids(SITES, sites.values())
    homes = SiteHome.objects.filter(pk__in=sites, live=True).values_list("pk", "path")
    return {
        path: Place(key, ids[sites[key]], ids[sites[key]], None, position(path), is_home=True)
        for key, path in homes
        if key not in private
    }
