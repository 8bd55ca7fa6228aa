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
from builder.frame import HOME, SITEMAP
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
    return -(-sum(1 for _ in _addresses(view, site)) // LIMIT)


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
    for address, changed in _addresses(view, site):
        day = date_text(datetime.fromtimestamp(changed, CHINA)) if changed is not None else ""
        when = f"<lastmod>{day}</lastmod>" if day else ""
        # Paths are percent-encoded by their makers where they must be; the rest is ASCII.
        yield f"<loc>{escape(quote(view.absolute(address), safe=':/%'))}</loc>{when}"


def _addresses(view: View, site: int) -> Iterator[tuple[Address, int | None]]:
    """Home and columns, then the pages by id with the time of their last change."""
    yield Address(site, HOME), None
    yield Address(site, SITEMAP), None
    if view.site(site).type == "portal":
        yield Address(site, catalogue.PATH), None
    columns = [column for column in view.columns(site) if not column.is_hidden]
    yield from ((Address(site, view.column_path(column.id)), None) for column in columns)
    pages = (change for column in view.columns(site) for change in view.changes(column.id))
    for entry, changed in sorted(pages, key=lambda change: change[0].id):
        if not entry.is_link:
            yield view.address(entry), changed
