"""
地址簿：网站曾经有过的地址，供以后的构建使用。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.ledger import PATH, encode_ledger
from builder.places import Place
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One file on each site that ever lost an address."""
    if place.is_site and view.ledger(place.site):
        yield Address(place.site, PATH)


def render(view: View, address: Address) -> bytes:
    """A line for each address, with what stood there."""
    return encode_ledger(view.ledger(address.site))
