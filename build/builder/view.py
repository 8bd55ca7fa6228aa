"""
The only way outputs read: the records of the store, their addresses, and the theme.

Every read goes through the few methods here and is noted (`builder.trace`). A view belongs to one
process; make it after a fork.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from builder.addressing import Address, Addressing, folder_href
from builder.contexts import Colors
from builder.dates import CHINA
from builder.entries import Entry
from builder.ledger import Ledger
from builder.outward import WEB, leads_away
from builder.reader import Order, Reader
from builder.records import ColumnRecord, Ref, SiteRecord
from builder.references import resolve_references
from builder.store import Store
from builder.theme import STYLE, Theme
from builder.trace import Untraced, derived
from sites.addresses import (
    column_path,
    leaving_address,
    media_address,
    month_folder,
    page_address_in,
)

_LARGEST_ID = 2**63 - 1

__all__ = ["Entry", "Order", "View", "open_untraced", "open_view"]


class View(Reader):
    """Reads one store with one theme; addresses are written as `addressing` says."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        store: Store,
        theme: Theme,
        addressing: Addressing,
        ledgers: Mapping[int, Ledger] | None = None,
    ) -> None:
        super().__init__(connection, store, ledgers or {})
        self.addressing = addressing
        self._theme = theme
        self._children = self._column_children()

    # Sites and columns

    def sites(self) -> tuple[SiteRecord, ...]:
        """All sites of the cluster, the portal first."""
        return tuple(self.site(number) for number, _ in self.site_types())

    def site_types(self) -> Iterator[tuple[int, str]]:
        """The ids of all sites with their types, in this order."""
        self.note(("sites",))
        found = sorted(self._sites.values(), key=lambda s: (s.type != "portal", s.position, s.id))
        return ((site.id, site.type) for site in found)

    def site(self, site: int) -> SiteRecord:
        """A site by its id."""
        self.note(("record", "site", site))
        return self._sites[site]

    def portal(self) -> SiteRecord | None:
        """The cluster's portal."""
        number = _portal(self)
        return None if number is None else self.site(number)

    def columns(self, site: int) -> Iterator[ColumnRecord]:
        """All columns of a site, each before its children, in the editors' order."""
        waiting = list(reversed(self.main_columns(site)))
        while waiting:
            column = waiting.pop()
            yield column
            waiting.extend(reversed(self.children(column.id)))

    def main_columns(self, site: int) -> tuple[ColumnRecord, ...]:
        """The columns at a site's root."""
        return self._columns_in(site, None)

    def column(self, column: int) -> ColumnRecord | None:
        """A column by its id."""
        self.note(("record", "column", column))
        return self._columns.get(column)

    def children(self, column: int) -> tuple[ColumnRecord, ...]:
        """Its sub-columns, hidden ones included."""
        return self._columns_in(self._columns[column].site, column)

    def ancestry(self, column: int) -> tuple[ColumnRecord, ...]:
        """From the main column down to the column itself."""
        line: list[ColumnRecord] = []
        at = self.column(column)
        while at is not None and at not in line:
            line.append(at)
            at = self.column(at.parent) if at.parent is not None else None
        return tuple(reversed(line))

    def subtree(self, column: int) -> tuple[int, ...]:
        """Ids of a column and all columns under it."""
        return _subtree(self, column)

    def column_at(self, address: Address) -> int | None:
        """The column whose folder `address.path` is."""
        return _column_at(self, *address)

    def _columns_in(self, site: int, parent: int | None) -> tuple[ColumnRecord, ...]:
        self.note(("children", site, parent))
        found = self._children.get((site, parent), ())
        for column in found:
            self.note(("record", "column", column.id))
        return found

    # Addresses

    def column_path(self, column: int) -> str:
        """The folder of a column."""
        return _folder(self, column)[1]

    def column_href(self, column: int, reader: int) -> str:
        """A column's address as a page of the site `reader` prints it."""
        return self.href(Address(*_folder(self, column)), reader)

    def address(self, entry: Entry) -> Address:
        """The file of a page (of one that is not a mere link)."""
        site, path = _folder(self, entry.home)
        return Address(site, self.address_in(path, entry))

    def address_in(self, path: str, entry: Entry) -> str:
        """The address the page has, or would have, in the column at `path`."""
        return page_address_in(path, _month(entry.published_at), entry.id)

    def page_href(self, entry: Entry, reader: int) -> str:
        """A page's address as a page of the site `reader` prints it; a link leads elsewhere, or to the notice."""
        if not entry.is_link:
            return self.href(self.address(entry), reader)
        address = self._outward(entry)
        return self.outward_href(address, _folder(self, entry.home)[0], reader) if address else ""

    def outward_href(self, address: str, site: int, reader: int) -> str:
        """An address of the web, or that of the notice of `site` which stands before it."""
        if not leads_away(self, address):
            return address
        return self.href(Address(site, leaving_address(address)), reader)

    def page_url(self, entry: Entry) -> str:
        """A page's address with scheme and host; where it leads, for a mere link."""
        if entry.is_link:
            return self._outward(entry)
        return self.absolute(self.address(entry))

    def _outward(self, entry: Entry) -> str:
        """Where a mere link leads: the web, never a script."""
        address = self.card(entry.ref, "title").link_url
        return address if address.startswith(WEB) else ""

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
            return self.column_href(ref.id, reader) if self.column(ref.id) else None
        if ref.kind == "site":
            self.note(("record", "site", ref.id))
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
        return self.origin(address.site) + folder_href(address.path)

    def origin(self, site: int) -> str:
        """Scheme and host of a site."""
        return _origin(self, site)

    # The theme

    def render(self, template: str, context: object) -> bytes:
        """A page template of the theme with the fields of `context`, in UTF-8."""
        name = f"pages/{template}.html"
        self.note(("template", name))
        return self._theme.render_page(name, context)

    def component(self, name: str, context: object) -> str:
        """A component of the theme with the fields of `context`."""
        return self._render(f"components/{name}/template.html", context)

    def site_style(self, colors: Colors, *, is_grey: bool) -> str:
        """The style sheet of a site with these colours, or in shades of grey."""
        self.note(("template", STYLE))
        return self._theme.style(colors, is_grey=is_grey)

    def static_files(self) -> dict[str, bytes]:
        """The theme's own files by address."""
        self.note(("static",))
        return self._theme.static_files()

    def _render(self, template: str, context: object) -> str:
        self.note(("template", template))
        return self._theme.render(template, context)

    def _column_children(self) -> dict[tuple[int, int | None], tuple[ColumnRecord, ...]]:
        found: dict[tuple[int, int | None], list[ColumnRecord]] = {}
        for column in sorted(self._columns.values(), key=lambda c: (c.position, c.id)):
            found.setdefault((column.site, column.parent), []).append(column)
        return {place: tuple(columns) for place, columns in found.items()}


@derived
def _portal(view: View) -> int | None:
    return next((number for number, name in view.site_types() if name == "portal"), None)


@derived
def _origin(view: View, site: int) -> str:
    return view.addressing.origin(view.site(site))


@derived
def _folder(view: View, column: int) -> tuple[int, str]:
    line = view.ancestry(column)
    return line[-1].site, column_path(each.slug for each in line)


@lru_cache(1 << 16)
def _month(stamp: int | None) -> str:
    return month_folder(None if stamp is None else datetime.fromtimestamp(stamp, CHINA))


@derived
def _subtree(view: View, column: int) -> tuple[int, ...]:
    found = [column]
    for each in found:
        found.extend(child.id for child in view.children(each))
    return tuple(found)


@derived
def _column_at(view: View, site: int, path: str) -> int | None:
    return _by_path(view, site).get(path)


@derived
def _by_path(view: View, site: int) -> dict[str, int]:
    return {view.column_path(column.id): column.id for column in view.columns(site)}


@contextmanager
def open_view(
    store: Store,
    theme: Theme,
    addressing: Addressing,
    ledgers: Mapping[int, Ledger] | None = None,
) -> Iterator[View]:
    """A view of the store as it is now. As long as it is open, nobody can write."""
    with store.reading() as connection:
        # One lock for all questions: to take it for each takes longer than the answers.
        connection.execute("BEGIN")
        yield View(connection, store, theme, addressing, ledgers)


@contextmanager
def open_untraced(store: Store, theme: Theme, addressing: Addressing) -> Iterator[View]:
    """The same for somebody who builds nothing: what is read is not noted."""
    with store.reading() as connection:
        view = View(connection, store, theme, addressing)
        with view.tracing(Untraced()):
            yield view
