"""
404 页与 410 页：地址不存在、内容已撤下时给读者看的页面。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.contexts import Gone, NotFound
from builder.frame import frame
from builder.places import Place
from builder.view import View

PATH = "/404.html"
GONE = "/410.html"


def files(view: View, place: Place) -> Iterator[Address]:
    """One page of each sort on each site."""
    if place.is_site:
        yield Address(place.site, PATH)
        yield Address(place.site, GONE)


def render(view: View, address: Address) -> bytes:
    """The page, not to be indexed."""
    if address.path == GONE:
        gone = Gone(**frame(view, address, name="页面已撤下", is_indexed=False, here="/"))
        return view.render("410", gone)
    context = NotFound(**frame(view, address, name="页面不存在", is_indexed=False, here="/"))
    return view.render("404", context)
