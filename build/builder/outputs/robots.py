"""
robots.txt：允许收录，并指出网站地图。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.addressing import Address
from builder.view import View


def files(view: View, site: int) -> Iterator[Address]:
    """One file on each site."""
    yield Address(site, "/robots.txt")


def render(view: View, address: Address) -> bytes:
    """Everything but the search service may be read."""
    sitemap = view.absolute(Address(address.site, "/sitemap.xml"))
    return f"User-agent: *\nDisallow: /search/query\n\nSitemap: {sitemap}\n".encode()
