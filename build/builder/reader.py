"""
The questions asked of the store, and the records that answer them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

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
from builder.store import Store
from sites.addresses import UNDATED

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


_ENTRY = """
    SELECT p.kind, p.page, page.published_at, page.is_link,
           (SELECT column_id FROM placement AS home
            WHERE home.page = p.page AND home.kind = p.kind
            ORDER BY home.position, home.id LIMIT 1),
           p.is_pinned
    FROM placement AS p JOIN page ON page.id = p.page AND page.kind = p.kind
"""


class Reader:
    """Reads one store; belongs to one process, make it after a fork."""

    def __init__(self, connection: sqlite3.Connection, store: Store) -> None:
        self._connection = connection
        self._kinds = store.schemas.kinds
        self._media = store.media
        self._made: dict[Hashable, Any] = {}
        self._sites: dict[int, SiteRecord] = {site.id: site for site in self._all("site")}
        self._columns: dict[int, ColumnRecord] = {each.id: each for each in self._all("column")}
        # Bounded, so that memory does not grow with the cluster.
        self.order = lru_cache(8)(self._order)
        self.media = lru_cache(4096)(self._media_record)
        self.body = lru_cache(4096)(self._body)

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

    def fields(self, kind: str) -> tuple[str, ...]:
        """Names of all fields of a kind of record."""
        return self._kinds[kind].fields

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """A fragment or table made at its first use, the same for every page after."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

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

    def _body(self, body: int) -> BodyRecord | None:
        """An organ or institution."""
        return cast("BodyRecord | None", self._record(Ref("body", body)))

    def _media_record(self, media: int) -> MediaRecord | None:
        """A picture or an attachment."""
        return cast("MediaRecord | None", self._record(Ref("media", media)))

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

    def _is_of(self, column: int, site: int) -> bool:
        found = self._columns.get(column)
        return found is not None and found.site == site
