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
from builder.view import Entry, View

PATH = "/sitemap.xml"
LIMIT = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(view: View, site: int) -> Iterator[Address]:
    """One file, or an index and its parts."""
    yield Address(site, PATH)
    parts = _parts(view, site)
    if parts > 1:
        yield from (Address(site, f"/sitemap-{number}.xml") for number in range(1, parts + 1))


def render(view: View, address: Address) -> bytes:
    """The index, or the addresses in their order by id, so that a part seldom changes."""
    parts = _parts(view, address.site)
    if address.path == PATH and parts > 1:
        return _index(view, address.site, parts)
    number = 1 if address.path == PATH else int(address.path[9:-4])
    urls = islice(_urls(view, address.site), (number - 1) * LIMIT, number * LIMIT)
    return _document("urlset", (f"<url>{url}</url>" for url in urls))


def _parts(view: View, site: int) -> int:
    return view.once(("sitemap", site), lambda: -(-sum(1 for _ in _addresses(view, site)) // LIMIT))


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
    for address, entry in _addresses(view, site):
        changed = view.changed_at(entry.ref) if entry else None
        day = date_text(datetime.fromtimestamp(changed, CHINA)) if changed is not None else ""
        when = f"<lastmod>{day}</lastmod>" if day else ""
        # Paths are percent-encoded by their makers where they must be; the rest is ASCII.
        yield f"<loc>{escape(quote(view.absolute(address), safe=':/%'))}</loc>{when}"


def _addresses(view: View, site: int) -> Iterator[tuple[Address, Entry | None]]:
    """Home and columns, then the pages by id."""
    yield Address(site, HOME), None
    yield Address(site, SITEMAP), None
    if view.site(site).type == "portal":
        yield Address(site, catalogue.PATH), None
    columns = [column for column in view.columns(site) if not column.is_hidden]
    yield from ((Address(site, view.column_path(column.id)), None) for column in columns)
    yield from ((view.address(entry), entry) for entry in _pages(view, site))


def _pages(view: View, site: int) -> list[Entry]:
    pages = (
        entry
        for column in view.columns(site)
        for entry in view.order(column.id).entries
        if entry.home == column.id and not entry.is_link
    )
    return sorted(pages, key=lambda entry: entry.id)
