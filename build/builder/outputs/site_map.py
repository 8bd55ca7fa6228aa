"""
站点地图：全部栏目一览，供读者使用。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Link, Sitemap
from builder.frame import SITEMAP, column_link, frame, home_crumb
from builder.outputs.lists import visible_children
from builder.places import Place
from builder.records import ColumnRecord
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One page on each site."""
    if place.is_site:
        yield Address(place.site, SITEMAP)


def render(view: View, address: Address) -> bytes:
    """The main columns, each with all columns under it."""
    site = address.site
    sections = tuple(
        (
            column_link(view, column.id, site),
            tuple(column_link(view, each.id, site) for each in _descendants(view, column)),
        )
        for column in view.main_columns(site)
        if not column.is_hidden
    )
    crumbs = (home_crumb(), Link("站点地图", SITEMAP))
    context = Sitemap(**frame(view, address, name="站点地图", crumbs=crumbs), sections=sections)
    return view.render("sitemap", context)


def _descendants(view: View, column: ColumnRecord) -> Iterator[ColumnRecord]:
    """Every visible column under this one, in the editors' order, a parent before its own."""
    for child in visible_children(view, column):
        yield child
        yield from _descendants(view, child)
