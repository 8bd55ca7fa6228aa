"""
robots.txt：允许收录，并指出网站地图。
"""

from __future__ import annotations

from collections.abc import Iterator

from builder import elder
from builder.addressing import Address, folder_href
from builder.frame import SEARCH
from builder.outputs.search_page import SERVICE
from builder.places import Place
from builder.traditional import inside
from builder.versions import has_traditional
from builder.view import View


def files(view: View, place: Place) -> Iterator[Address]:
    """One file on each site."""
    if place.is_site:
        yield Address(place.site, "/robots.txt")


def render(view: View, address: Address) -> bytes:
    """
    Everything may be read but what the search service answers, as many pages as there are questions,
    and 长辈版, which has the same pages.
    """
    sitemap = view.absolute(Address(address.site, "/sitemap.xml"))
    searching = (SERVICE, f"{folder_href(SEARCH)}?")
    twins = map(inside, searching) if has_traditional(view, address.site) else ()
    paths = (*searching, *twins, elder.FOLDER)
    closed = "".join(f"Disallow: {path}\n" for path in paths)
    return f"User-agent: *\n{closed}\nSitemap: {sitemap}\n".encode()
