"""
长辈版首页：大字、简约的首页；其余各页的长辈版由网页服务器从原页得出。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder import frame
from builder.addressing import Address
from builder.elder import HOME, home_page
from builder.outputs import home
from builder.places import Place
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One page on each site."""
    if place.is_site:
        yield Address(place.site, HOME)


def render(view: View, address: Address) -> bytes:
    """The home page in this version."""
    page = home.render(view, Address(address.site, frame.HOME))
    return home_page(page.decode()).encode()
