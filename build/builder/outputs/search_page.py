"""
搜索页：搜索服务的静态入口。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Link, Search
from builder.frame import SEARCH, frame, home_crumb
from builder.places import Place
from builder.view import View

SERVICE = "/search/query"


def files(view: View, place: Place) -> Iterator[Address]:
    """One page on each site."""
    if place.is_site:
        yield Address(place.site, SEARCH)


def render(view: View, address: Address) -> bytes:
    """A form that asks the search service, and what to do without it."""
    crumbs = (home_crumb(), Link("搜索", address.href))
    context = Search(
        **frame(view, address, name="搜索", crumbs=crumbs, is_indexed=False), service_href=SERVICE
    )
    return view.render("search", context)
