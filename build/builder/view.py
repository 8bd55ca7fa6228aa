"""
The only way outputs read: the records of the store, their addresses, and the theme.

Every read goes through the few methods here, so that what a file was made of can be noted in one
place. A view belongs to one process; make it after a fork.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import quote

from builder.addressing import Address, Addressing, folder_href
from builder.contexts import Site
from builder.dates import CHINA
from builder.reader import Entry, Order, Reader
from builder.records import ColumnRecord, Ref, SiteRecord
from builder.references import resolve_references
from builder.store import Store
from builder.theme import Theme
from sites.addresses import column_path, media_address, page_address

_LARGEST_ID = 2**63 - 1

__all__ = ["Entry", "Order", "View", "open_view"]


class View(Reader):
    """Reads one store with one theme; addresses are written as `addressing` says."""

    def __init__(
        self, connection: sqlite3.Connection, store: Store, theme: Theme, addressing: Addressing
    ) -> None:
        super().__init__(connection, store)
        self.addressing = addressing
        self._theme = theme
        self._children = self._column_children()
        self._paths: dict[int, str] = {}

    # Sites and columns

    def sites(self) -> tuple[SiteRecord, ...]:
        """All sites of the cluster, the portal first."""
        return tuple(
            sorted(self._sites.values(), key=lambda s: (s.type != "portal", s.position, s.id))
        )

    def site(self, site: int) -> SiteRecord:
        """A site by its id."""
        return self._sites[site]

    def portal(self) -> SiteRecord | None:
        """The cluster's portal."""
        return next((site for site in self.sites() if site.type == "portal"), None)

    def columns(self, site: int) -> Iterator[ColumnRecord]:
        """All columns of a site, each before its children, in the editors' order."""
        waiting = list(reversed(self.main_columns(site)))
        while waiting:
            column = waiting.pop()
            yield column
            waiting.extend(reversed(self.children(column.id)))

    def main_columns(self, site: int) -> tuple[ColumnRecord, ...]:
        """The columns at a site's root."""
        return self._children.get((site, None), ())

    def column(self, column: int) -> ColumnRecord | None:
        """A column by its id."""
        return self._columns.get(column)

    def children(self, column: int) -> tuple[ColumnRecord, ...]:
        """Its sub-columns, hidden ones included."""
        return self._children.get((self._columns[column].site, column), ())

    def ancestry(self, column: int) -> tuple[ColumnRecord, ...]:
        """From the main column down to the column itself."""
        line: list[ColumnRecord] = []
        at: ColumnRecord | None = self._columns.get(column)
        while at is not None and at not in line:
            line.append(at)
            at = self._columns.get(at.parent) if at.parent is not None else None
        return tuple(reversed(line))

    def subtree(self, column: int) -> tuple[int, ...]:
        """Ids of a column and all columns under it."""
        found = [column]
        for each in found:
            found.extend(child.id for child in self.children(each))
        return tuple(found)

    def column_at(self, address: Address) -> ColumnRecord | None:
        """The column whose folder `address.path` is."""
        return self.once(("paths", address.site), lambda: self._by_path(address.site)).get(
            address.path
        )

    # Addresses

    def column_path(self, column: int) -> str:
        """The folder of a column."""
        if column not in self._paths:
            self._paths[column] = column_path(each.slug for each in self.ancestry(column))
        return self._paths[column]

    def column_href(self, column: int, reader: int) -> str:
        """A column's address as a page of the site `reader` prints it."""
        return self.href(Address(self._columns[column].site, self.column_path(column)), reader)

    def address(self, entry: Entry) -> Address:
        """The file of a page (of one that is not a mere link)."""
        return Address(
            self._columns[entry.home].site, self.address_in(self.column_path(entry.home), entry)
        )

    def address_in(self, path: str, entry: Entry) -> str:
        """The address the page has, or would have, in the column at `path`."""
        stamp = entry.published_at
        published = None if stamp is None else datetime.fromtimestamp(stamp, CHINA)
        return page_address(path, published, entry.id)

    def page_href(self, entry: Entry, reader: int) -> str:
        """A page's address as a page of the site `reader` prints it; a link leads elsewhere."""
        if entry.is_link:
            return self._outward(entry)
        return self.href(self.address(entry), reader)

    def page_url(self, entry: Entry) -> str:
        """A page's address with scheme and host; where it leads, for a mere link."""
        if entry.is_link:
            return self._outward(entry)
        return self.absolute(self.address(entry))

    def _outward(self, entry: Entry) -> str:
        """Where a mere link leads: the web, never a script."""
        address = self.card(entry.ref).link_url
        return address if address.startswith(("https://", "http://")) else ""

    def media_href(self, media: int, rendition: str = "") -> str | None:
        """The address of a medium on any site that uses it; None when it is not published."""
        record = self.media(media)
        if record is None or (rendition and rendition not in record.renditions):
            return None
        return quote(media_address(media, record.name, rendition))

    def reference(self, ref: Ref, rendition: str, reader: int) -> str | None:
        """Where a reference leads as seen from the site `reader`; None when it leads nowhere."""
        if ref.id > _LARGEST_ID:
            return None
        if ref.kind == "media":
            return self.media_href(ref.id, rendition)
        if ref.kind == "column":
            return self.column_href(ref.id, reader) if ref.id in self._columns else None
        if ref.kind == "site":
            return self.href(Address(ref.id, "/"), reader) if ref.id in self._sites else None
        entry = self.entry(ref)
        return self.page_href(entry, reader) if entry else None

    def resolved(self, html: str, reader: int) -> str:
        """HTML with its references as addresses."""
        return resolve_references(html, lambda ref, size: self.reference(ref, size, reader))

    def href(self, address: Address, reader: int) -> str:
        """A path on the reader's own site, else an absolute address."""
        if address.site == reader:
            return address.href
        return self.absolute(address)

    def absolute(self, address: Address) -> str:
        """The address with scheme and host."""
        return self.addressing.origin(self._sites[address.site]) + folder_href(address.path)

    # The theme

    def render(self, template: str, context: object) -> str:
        """A page template of the theme with the fields of `context`."""
        return self._theme.render(f"pages/{template}.html", context)

    def component(self, name: str, context: object) -> str:
        """A component of the theme with the fields of `context`."""
        return self._theme.render(f"components/{name}/template.html", context)

    def site_style(self, site: Site) -> str:
        """The style sheet that holds the site's colours."""
        return self._theme.render("site.css.jinja", {"site": site})

    def static_files(self) -> dict[str, bytes]:
        """The theme's own files by address."""
        return self._theme.static_files()

    def _column_children(self) -> dict[tuple[int, int | None], tuple[ColumnRecord, ...]]:
        found: dict[tuple[int, int | None], list[ColumnRecord]] = {}
        for column in sorted(self._columns.values(), key=lambda c: (c.position, c.id)):
            found.setdefault((column.site, column.parent), []).append(column)
        return {place: tuple(columns) for place, columns in found.items()}

    def _by_path(self, site: int) -> dict[str, ColumnRecord]:
        return {self.column_path(column.id): column for column in self.columns(site)}


@contextmanager
def open_view(store: Store, theme: Theme, addressing: Addressing) -> Iterator[View]:
    """A view of the store as it is now."""
    with store.reading() as connection:
        yield View(connection, store, theme, addressing)
