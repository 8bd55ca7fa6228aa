"""
The only way outputs read: the records of the store, their addresses, and the theme.

Every read goes through the few methods here, so that what a file was made of can be noted in one
place. A view belongs to one process; make it after a fork.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import quote

from builder.addressing import Address, Addressing, folder_href
from builder.contexts import Site
from builder.dates import CHINA
from builder.records import (
    BodyRecord,
    CardRecord,
    ColumnRecord,
    MediaRecord,
    PageRecord,
    RedirectRecord,
    Ref,
    SettingRecord,
    SiteRecord,
)
from builder.references import resolve_references
from builder.store import Store
from builder.theme import Theme
from sites.addresses import UNDATED, column_path, media_address, page_address

T = TypeVar("T")
_NEWEST_FIRST = "published_at DESC, page DESC"


class Entry(NamedTuple):
    """A page as it stands in a column."""

    kind: str
    id: int
    published_at: int | None
    """Seconds since 1970, None for a source without a date."""
    is_link: bool
    """The page leads elsewhere and has no file of its own."""
    home: int
    """The column the page has its address in."""
    is_pinned: bool

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)

    @property
    def year(self) -> str:
        """Four digits in Chinese time, or `undated`."""
        if self.published_at is None:
            return UNDATED
        return str(datetime.fromtimestamp(self.published_at, CHINA).year)


@dataclass(frozen=True, slots=True)
class Order:
    """What stands in a column, newest first; `place` finds a page in it."""

    entries: tuple[Entry, ...]
    place: dict[Ref, int]

    @property
    def pinned(self) -> tuple[Entry, ...]:
        """The pinned ones, newest first."""
        return tuple(entry for entry in self.entries if entry.is_pinned)


_ENTRY = """
    SELECT p.kind, p.page, page.published_at, page.is_link,
           (SELECT column_id FROM placement AS home
            WHERE home.page = p.page AND home.kind = p.kind
            ORDER BY home.position, home.id LIMIT 1),
           p.is_pinned
    FROM placement AS p JOIN page ON page.id = p.page AND page.kind = p.kind
"""


class View:
    """Reads one store with one theme; addresses are written as `addressing` says."""

    def __init__(
        self, connection: sqlite3.Connection, store: Store, theme: Theme, addressing: Addressing
    ) -> None:
        self.addressing = addressing
        self._connection = connection
        self._kinds = store.schemas.kinds
        self._media = store.media
        self._theme = theme
        self._made: dict[Hashable, Any] = {}
        self._sites: dict[int, SiteRecord] = {site.id: site for site in self._all("site")}
        self._columns: dict[int, ColumnRecord] = {each.id: each for each in self._all("column")}
        self._children = self._column_children()
        self._paths: dict[int, str] = {}
        # Bounded, so that memory does not grow with the cluster.
        self.order = lru_cache(8)(self._order)
        self.media = lru_cache(4096)(self._media_record)
        self.body = lru_cache(4096)(self._body)

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

    # Pages

    def _order(self, column: int) -> Order:
        """What stands in a column."""
        return self._ordered("WHERE p.column_id = ?", (column,))

    def all_of_type(self, kind: str) -> Order:
        """Every page of a type in the cluster, once, where it has its address."""
        return self._ordered(
            "WHERE p.kind = ? AND p.id = (SELECT id FROM placement AS home WHERE home.page = p.page"
            " AND home.kind = p.kind ORDER BY home.position, home.id LIMIT 1)",
            (kind,),
        )

    def newest(
        self, columns: Sequence[int], limit: int, *, pinned_first: bool = True
    ) -> tuple[Entry, ...]:
        """The newest pages of several columns, each once."""
        marks = ", ".join("?" * len(columns))
        first = "pinned DESC, " if pinned_first else ""
        rows = self._connection.execute(
            f"SELECT kind, page, published_at, is_link, home, max(is_pinned) AS pinned FROM ("
            f"{_ENTRY.replace('LIMIT 1),', 'LIMIT 1) AS home,')} WHERE p.column_id IN ({marks}))"
            f" GROUP BY kind, page ORDER BY {first}{_NEWEST_FIRST} LIMIT ?",
            (*columns, limit),
        )
        return self._entries(rows)

    def card(self, ref: Ref) -> CardRecord:
        """What lists read of a page."""
        row = self._connection.execute(
            "SELECT card FROM page WHERE id = ? AND kind = ?", (ref.id, ref.kind)
        ).fetchone()
        return cast(CardRecord, self._kinds[ref.kind].card.decode(row[0]))

    def page(self, ref: Ref) -> PageRecord | None:
        """A page in full."""
        return cast("PageRecord | None", self._record(ref))

    def entry(self, ref: Ref) -> Entry | None:
        """A page where it has its address; None when it is not published."""
        rows = self._connection.execute(
            f"{_ENTRY} WHERE p.page = ? AND p.kind = ? ORDER BY p.position, p.id LIMIT 1",
            (ref.id, ref.kind),
        )
        return next(iter(self._entries(rows)), None)

    def page_numbered(self, number: int) -> Entry | None:
        """The page with this id, of whatever type."""
        row = self._connection.execute("SELECT kind FROM page WHERE id = ?", (number,)).fetchone()
        return self.entry(Ref(row[0], number)) if row else None

    def changed_at(self, ref: Ref) -> int | None:
        """Seconds since 1970 of a page's last change; None when the source gave no time."""
        row = self._connection.execute(
            "SELECT changed_at FROM page WHERE id = ? AND kind = ?", (ref.id, ref.kind)
        ).fetchone()
        return cast("int | None", row[0])

    def moved_pages(self) -> Iterator[tuple[Entry, tuple[int, ...]]]:
        """Pages that once had their address in other columns, with these."""
        rows = self._connection.execute("SELECT id FROM placement WHERE has_moved ORDER BY id")
        for (number,) in rows.fetchall():
            placement = self._record(Ref("placement", number))
            entry = self.entry(Ref(placement.page.kind, placement.page.id))
            if entry is not None and not entry.is_link:
                yield entry, tuple(placement.former_columns)

    # Other records

    def _body(self, body: int) -> BodyRecord | None:
        """An organ or institution."""
        return cast("BodyRecord | None", self._record(Ref("body", body)))

    def _media_record(self, media: int) -> MediaRecord | None:
        """A picture or an attachment."""
        return cast("MediaRecord | None", self._record(Ref("media", media)))

    def media_file(self, sha256: str) -> Path:
        """Where the bytes lie."""
        return self._media.path(sha256)

    def media_of_site(self, site: int) -> tuple[int, ...]:
        """Ids of the media that the pages standing in a site's columns refer to, and its logo."""
        rows = self._connection.execute(
            "SELECT DISTINCT p.column_id, media FROM media_use"
            " JOIN placement AS p ON p.page = media_use.id AND p.kind = media_use.kind"
        )
        used = {media for column, media in rows if self._is_of(column, site)}
        logo = self._sites[site].logo
        return tuple(sorted(used | {logo} if logo else used))

    def setting(self, site: int) -> SettingRecord | None:
        """What the editors chose for a site's home page."""
        every: tuple[SettingRecord, ...] = self.once("settings", lambda: self._all("setting"))
        return next((setting for setting in every if setting.site == site), None)

    def redirects(self, site: int) -> tuple[RedirectRecord, ...]:
        """The redirects that editors entered by hand."""
        every: tuple[RedirectRecord, ...] = self.once("redirects", lambda: self._all("redirect"))
        return tuple(redirect for redirect in every if redirect.site == site)

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

    def fields(self, kind: str) -> tuple[str, ...]:
        """Names of all fields of a kind of record."""
        return self._kinds[kind].fields

    def address_in(self, path: str, entry: Entry) -> str:
        """The address the page has, or would have, in the column at `path`."""
        stamp = entry.published_at
        published = None if stamp is None else datetime.fromtimestamp(stamp, CHINA)
        return page_address(path, published, entry.id)

    def page_href(self, entry: Entry, reader: int) -> str:
        """A page's address as a page of the site `reader` prints it; a link leads elsewhere."""
        if entry.is_link:
            return self.card(entry.ref).link_url
        return self.href(self.address(entry), reader)

    def page_url(self, entry: Entry) -> str:
        """A page's address with scheme and host; where it leads, for a mere link."""
        if entry.is_link:
            return self.card(entry.ref).link_url
        return self.absolute(self.address(entry))

    def media_href(self, media: int, rendition: str = "") -> str | None:
        """The address of a medium on any site that uses it; None when it is not published."""
        record = self.media(media)
        if record is None or (rendition and rendition not in record.renditions):
            return None
        return quote(media_address(media, record.name, rendition))

    def reference(self, ref: Ref, rendition: str, reader: int) -> str | None:
        """Where a reference leads as seen from the site `reader`; None when it leads nowhere."""
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

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """A fragment or table made at its first use, the same for every page after."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    # Reading

    def _record(self, ref: Ref) -> Any:
        row = self._connection.execute(
            "SELECT data FROM record WHERE kind = ? AND id = ?", ref
        ).fetchone()
        return self._kinds[ref.kind].record.decode(row[0]) if row else None

    def _all(self, kind: str) -> tuple[Any, ...]:
        if kind not in self._kinds:
            return ()
        rows = self._connection.execute(
            "SELECT data FROM record WHERE kind = ? ORDER BY id", (kind,)
        )
        decode = self._kinds[kind].record.decode
        return tuple(decode(data) for (data,) in rows)

    def _ordered(self, where: str, values: tuple[object, ...]) -> Order:
        rows = self._connection.execute(f"{_ENTRY} {where} ORDER BY {_NEWEST_FIRST}", values)
        entries = self._entries(rows)
        return Order(entries, {entry.ref: place for place, entry in enumerate(entries)})

    def _entries(self, rows: Iterator[tuple[Any, ...]]) -> tuple[Entry, ...]:
        entries = (Entry(*row) for row in rows)
        return tuple(entry for entry in entries if entry.home in self._columns)

    def _column_children(self) -> dict[tuple[int, int | None], tuple[ColumnRecord, ...]]:
        found: dict[tuple[int, int | None], list[ColumnRecord]] = {}
        for column in sorted(self._columns.values(), key=lambda c: (c.position, c.id)):
            found.setdefault((column.site, column.parent), []).append(column)
        return {place: tuple(columns) for place, columns in found.items()}

    def _by_path(self, site: int) -> dict[str, ColumnRecord]:
        return {self.column_path(column.id): column for column in self.columns(site)}

    def _is_of(self, column: int, site: int) -> bool:
        found = self._columns.get(column)
        return found is not None and found.site == site


@contextmanager
def open_view(store: Store, theme: Theme, addressing: Addressing) -> Iterator[View]:
    """A view of the store as it is now."""
    with store.reading() as connection:
        yield View(connection, store, theme, addressing)
