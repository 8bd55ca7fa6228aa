"""
网站地图文件：/sitemap.xml，供搜索引擎使用；超过五万条时分成几份。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

from builder.addressing import Address
from builder.dates import CHINA, date_text
from builder.frame import ACCESSIBILITY, HOME, SITEMAP
from builder.outputs import catalogue
from builder.places import Place
from builder.trace import derived
from builder.view import View

PATH = "/sitemap.xml"
LIMIT = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(view: View, place: Place) -> Iterator[Address]:
    """One file, or an index and its parts."""
    if not place.is_site:
        return
    yield Address(place.site, PATH)
    parts = _parts(view, place.site)
    if parts > 1:
        yield from (Address(place.site, f"/sitemap-{number}.xml") for number in range(1, parts + 1))


def render(view: View, address: Address) -> bytes:
    """The index, or the addresses in their order by id, so that a part seldom changes."""
    parts = _parts(view, address.site)
    if address.path == PATH and parts > 1:
        return _index(view, address.site, parts)
    number = 1 if address.path == PATH else int(address.path[9:-4])
    urls = islice(_urls(view, address.site), (number - 1) * LIMIT, number * LIMIT)
    return _document("urlset", (f"<url>{url}</url>" for url in urls))


@derived
def _parts(view: View, site: int) -> int:
    return -(-sum(1 for _ in _locations(view, site)) // LIMIT)


def _index(view: View, site: int, parts: int) -> bytes:
    addresses = (Address(site, f"/sitemap-{number}.xml") for number in range(1, parts + 1))
    return _document(
        "sitemapindex",
        (f"<sitemap><loc>{escape(view.absolute(each))}</loc></sitemap>" for each in addresses),
    )


def _document(root: str, elements: Iterable[str]) -> bytes:
    lines = "\n".join(elements)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="{_NAMESPACE}">\n{lines}\n</{root}>\n'.encode()


def _urls(view: View, site: int) -> Iterator[str]:
    for location, changed in _locations(view, site):
        day = date_text(datetime.fromtimestamp(changed, CHINA)) if changed is not None else ""
        when = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<loc>{location}</loc>{when}"


def _locations(view: View, site: int) -> Iterator[tuple[str, int | None]]:
    """Home and columns, then the pages by id with the time of their last change."""
    columns = _columns(view, site)
    folders = {number: location for number, location, _ in columns}
    yield from ((location, None) for location in _lasting(view, site))
    yield from ((location, None) for _, location, is_hidden in columns if not is_hidden)
    pages = (change for number in folders for change in view.changes(number))
    for entry, changed in sorted(pages, key=lambda change: change[0].id):
        if not entry.is_link:
            # Month and number need no escaping: a folder's address is made once for all its pages.
            yield view.address_in(folders[entry.home], entry), changed


@derived
def _lasting(view: View, site: int) -> tuple[str, ...]:
    """Pages that every site has."""
    paths = [HOME, SITEMAP, ACCESSIBILITY]
    if view.site(site).type == "portal":
        paths.append(catalogue.PATH)
    return tuple(_location(view, site, path) for path in paths)


@derived
def _columns(view: View, site: int) -> tuple[tuple[int, str, bool], ...]:
    """Each column with its location, and whether it is hidden."""
    return tuple(
        (each.id, _location(view, site, view.column_path(each.id)), each.is_hidden)
        for each in view.columns(site)
    )


def _location(view: View, site: int, path: str) -> str:
    # Paths are percent-encoded by their makers where they must be; the rest is ASCII.
    return escape(quote(view.absolute(Address(site, path)), safe=":/%"))
