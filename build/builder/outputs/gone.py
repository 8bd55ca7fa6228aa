"""
已撤下的地址：每个地址一个空的标记，网页服务器据此回答 410。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.former import gone_addresses
from builder.places import Place
from builder.view import View

MARKS = "/.well-known/zhanqun/gone"
"""Below it an empty file at each withdrawn address: the web server need not be told anew."""


def files(view: View, place: Place) -> Iterator[Address]:
    """A mark for each withdrawn address of a site."""
    if place.is_site:
        yield from (Address(place.site, MARKS + path) for path in gone_addresses(view, place.site))


def render(view: View, address: Address) -> bytes:
    """Nothing: that it is there says all."""
    return b""
