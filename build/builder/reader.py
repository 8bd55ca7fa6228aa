"""
The questions asked of the store, and the records that answer them. Each notes what it read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from builder.entries import ENTRY, ISSUER, Entry
from builder.events import Event
from builder.ledger import Ledger
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
from builder.schemas import Kind
from builder.store import Store
from builder.trace import Tracer

_NEWEST_FIRST = "published_at DESC, page DESC"
_BODIES = 0
"""What stands for all bodies where others are columns."""
_NEWEST_EVENTS = "ORDER BY day DESC, page_id DESC, page, what, id DESC, event.kind, note"
_ISSUED = """
    JOIN naming AS issuer ON issuer.id = {page} AND issuer.kind = {kind}
    WHERE issuer.named_id = ? AND issuer.named = 'body' AND issuer.field = ?
"""


class Order:
    """What stands in a column, newest first."""

    def __init__(self, column: int, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._column = column

    @cached_property
    def place(self) -> dict[tuple[str, int], int]:
        """Where each page stands in it."""
        return {entry[:2]: at for at, entry in enumerate(self.entries)}

    @cached_property
    def homes(self) -> dict[int, Entry]:
        """The pages that have their home in it, by id, pinned nowhere."""
        own = (entry for entry in self.entries if entry.home == self._column)
        return {each.id: each._replace(is_pinned=False) if each.is_pinned else each for each in own}


class Reader(Tracer):
    """Reads one store; belongs to one process, make it after a fork."""

    def __init__(
        self, connection: sqlite3.Connection, store: Store, ledgers: Mapping[int, Ledger]
    ) -> None:
        super().__init__()
        self._ledgers = ledgers
        self._connection = connection
        self._kinds = store.schemas.kinds
        self._media = store.media
        self._sites: dict[int, SiteRecord] = {site.id: site for site in self._all("site")}
        self._columns: dict[int, ColumnRecord] = {each.id: each for each in self._all("column")}
        # Bounded, so that memory does not grow with the cluster.
        self._order = lru_cache(8)(self._read_order)
        self._record = lru_cache(4096)(self._read_record)
        self._card = lru_cache(4096)(self._read_card)
        self._last = Order(0, ())

    # Pages in columns

    def order(self, column: int) -> Order:
        """What stands in a column."""
        self.note(("order", column))
        return self._order(column)

    def of_year(self, column: int, year: str) -> Iterator[Entry]:
        """What stands in a column from one year: what is done in others does not touch it."""
        self.note(("order", column, year))
        return (entry for entry in self._order(column).entries if entry.year == year)

    def beside(self, column: int, page: Ref) -> tuple[Entry | None, Entry | None]:
        """The next newer and the next older page of a column that has a file of its own."""
        order = self._order(column)
        entries, at = order.entries, order.place[page]
        found: list[Entry | None] = []
        for places in (range(at - 1, -1, -1), range(at + 1, len(entries))):
            other = next((entries[place] for place in places if not entries[place].is_link), None)
            self._note_between(column, entries[at].year, other.year if other else "")
            found.append(other._replace(is_pinned=False) if other and other.is_pinned else other)
        return found[0], found[1]

    def _note_between(self, column: int, one: str, other: str) -> None:
        """Whatever came between two pages would be of one of the years from one to the other."""
        if one == other:
            self.note(("order", column, one))
        elif one.isdecimal() and other.isdecimal():
            first, last = sorted((int(one), int(other)))
            for year in range(first, last + 1):
                self.note(("order", column, str(year)))
        else:
            self.note(("order", column))

    def all_of_type(self, kind: str) -> tuple[Entry, ...]:
        """Every page of a type in the cluster, once, where it has its address."""
        self.note(("type", kind))
        rows = self._connection.execute(
            f"{ENTRY} WHERE p.kind = ? AND p.id = (SELECT id FROM placement AS home"
            " WHERE home.page = p.page AND home.kind = p.kind"
            f" ORDER BY home.position, home.id LIMIT 1) ORDER BY {_NEWEST_FIRST}",
            (kind,),
        )
        return self._entries(rows)

    def newest(
        self, columns: Sequence[int], limit: int, *, pinned_first: bool = True
    ) -> tuple[Entry, ...]:
        """The newest pages of several columns, each once."""
        for column in columns:
            self.note(("order", column))
        marks = ", ".join("?" * len(columns))
        first = "pinned DESC, " if pinned_first else ""
        rows = self._connection.execute(
            f"SELECT kind, page, published_at, is_link, home, max(is_pinned) AS pinned FROM ("
            f"{ENTRY} WHERE p.column_id IN ({marks}))"
            f" GROUP BY kind, page ORDER BY {first}{_NEWEST_FIRST} LIMIT ?",
            (*columns, limit),
        )
        return self._entries(rows)

    def changes(self, column: int) -> list[tuple[Entry, int | None]]:
        """
        The pages that have their home in a column, by id, with the time of their last change in
        seconds since 1970; None when the source gave no time.
        """
        self.note(("dates", column))
        rows = self._connection.execute(
            f"{ENTRY.replace('p.is_pinned', 'p.is_pinned, page.changed_at')}"
            " WHERE p.column_id = ? ORDER BY page",
            (column,),
        )
        found = {row[1]: (Entry(*row[:-1]), row[-1]) for row in rows}
        return [(entry, at) for entry, at in found.values() if entry.home == column]

    def subjects(self, column: int) -> tuple[tuple[str, Entry], ...]:
        """The pages of a column that have a 主题分类, with it, newest first, pinned nowhere."""
        self.note(("subjects", column))
        rows = self._connection.execute(
            f"{ENTRY.replace('p.is_pinned', '0, page.subject')}"
            f" WHERE p.column_id = ? AND page.subject <> '' ORDER BY {_NEWEST_FIRST}",
            (column,),
        )
        found = {entry.ref: (subject, entry) for *row, subject in rows for entry in (Entry(*row),)}
        return tuple(each for each in found.values() if each[1].home in self._columns)

    def years(self, column: int) -> dict[str, int]:
        """How many pages have their file in a column, by year."""
        found: dict[str, int] = {}
        for entry in self._order(column).entries:
            if entry.home == column and not entry.is_link:
                found[entry.year] = found.get(entry.year, 0) + 1
        return found

    # Pages by themselves

    def card(self, ref: Ref, facet: str = "card") -> CardRecord:
        """What others read of a page; only the fields of `facet` (`FACETS`) may be looked at."""
        self.note((facet, *ref))
        return self._card(ref)

    def page(self, ref: Ref) -> PageRecord | None:
        """A page in full."""
        self.note(("record", *ref))
        return cast("PageRecord | None", self._read_record(ref))

    def entry(self, ref: Ref) -> Entry | None:
        """A page where it has its address, pinned nowhere; None when it is not published."""
        self.note(("entry", *ref))
        rows = self._connection.execute(
            f"{ENTRY} WHERE p.page = ? AND p.kind = ? ORDER BY p.position, p.id LIMIT 1",
            (ref.id, ref.kind),
        )
        found = next(iter(self._entries(rows)), None)
        return found and found._replace(is_pinned=False)

    def page_numbered(self, number: int) -> Entry | None:
        """The page with this id, of whatever type."""
        # Whoever asks for one page of a column asks for the others next.
        if known := self._last.homes.get(number):
            self.note(("entry", *known.ref))
            return known
        row = self._connection.execute("SELECT kind FROM page WHERE id = ?", (number,)).fetchone()
        found = self.entry(Ref(row[0], number)) if row else None
        if found is None:
            # As long as it is public, no other can have its number.
            self.note(("number", number))
        return found

    def named_by(self, page: Ref, field: str) -> tuple[Ref, ...]:
        """The pages whose `field` names this one, published or not."""
        self.note(("named", *page))
        rows = self._connection.execute(
            "SELECT DISTINCT kind, id FROM naming WHERE named_id = ? AND named = ? AND field = ?"
            " ORDER BY kind, id",
            (page.id, page.kind, field),
        )
        return tuple(Ref(*row) for row in rows)

    def events(self, columns: Sequence[int], limit: int) -> tuple[tuple[Ref, Event], ...]:
        """
        The newest things that happened to pages of several columns after their publication, each with
        the page whose record tells it.
        """
        for column in columns:
            self.note(("events", column))
        marks = ", ".join("?" * len(columns))
        rows = self._connection.execute(
            "SELECT DISTINCT event.* FROM event JOIN placement AS p"
            " ON p.page = event.page_id AND p.kind = event.page"
            f" WHERE p.column_id IN ({marks}) {_NEWEST_EVENTS} LIMIT ?",
            (*columns, limit),
        )
        return _events(rows)

    def issued_by(self, body: int, limit: int) -> tuple[Entry, ...]:
        """The newest pages that a body issued, on whatever site."""
        self.note(("issued", body))
        rows = self._connection.execute(
            "SELECT kind, page, published_at, is_link, home, FALSE FROM ("
            f"{ENTRY} {_ISSUED.format(page='p.page', kind='p.kind')})"
            f" GROUP BY kind, page ORDER BY {_NEWEST_FIRST} LIMIT ?",
            (body, ISSUER, limit),
        )
        return self._entries(rows)

    def events_of_issuer(self, body: int, limit: int) -> tuple[tuple[Ref, Event], ...]:
        """The newest things that happened to them, as `events` tells them."""
        self.note(("issued", body))
        rows = self._connection.execute(
            "SELECT DISTINCT event.* FROM event"
            f" {_ISSUED.format(page='event.page_id', kind='event.page')}"
            f" {_NEWEST_EVENTS} LIMIT ?",
            (body, ISSUER, limit),
        )
        return _events(rows)

    def moved_pages(self) -> Iterator[tuple[Entry, tuple[int, ...]]]:
        """Pages that once had their address in other columns, with these."""
        self.note(("moved",))
        rows = self._connection.execute("SELECT id FROM placement WHERE has_moved ORDER BY id")
        for (number,) in rows.fetchall():
            placement = self._read_record(Ref("placement", number))
            entry = self.entry(Ref(placement.page.kind, placement.page.id))
            if entry is not None and not entry.is_link:
                yield entry, tuple(placement.former_columns)

    def kind(self, name: str) -> Kind:
        """What the schema says of a kind of record."""
        return self._kinds[name]

    # Everything else

    def body(self, body: int) -> BodyRecord | None:
        """An organ or institution."""
        self.note(("record", "body", body))
        return cast("BodyRecord | None", self._record(Ref("body", body)))

    def media(self, media: int) -> MediaRecord | None:
        """A picture or an attachment."""
        self.note(("record", "media", media))
        return cast("MediaRecord | None", self._record(Ref("media", media)))

    def media_file(self, sha256: str) -> Path:
        """Where the bytes lie."""
        return self._media.path(sha256)

    def media_of_column(self, column: int) -> tuple[int, ...]:
        """Ids of the media that the pages standing in a column refer to."""
        self.note(("media", column))
        rows = self._connection.execute(
            "SELECT DISTINCT media FROM placement AS p"
            " JOIN media_use ON p.page = media_use.id AND p.kind = media_use.kind"
            " WHERE p.column_id = ? ORDER BY media",
            (column,),
        )
        return tuple(media for (media,) in rows)

    def outward(self, column: int) -> tuple[str, ...]:
        """The addresses that pages with their home in a column lead to, as far as they may need a notice."""
        self.note(("outward", column))
        return self._outward_by_column.get(column, ())

    def outward_of_bodies(self) -> tuple[str, ...]:
        """The same for all bodies."""
        self.note(("outward", _BODIES))
        return self._outward_by_column.get(_BODIES, ())

    @cached_property
    def _outward_by_column(self) -> dict[int, tuple[str, ...]]:
        rows = self._connection.execute(
            "SELECT DISTINCT coalesce((SELECT column_id FROM placement"
            " WHERE page = outward.id AND kind = outward.kind"
            f" ORDER BY position, placement.id LIMIT 1), {_BODIES}) AS home, address"
            f" FROM outward WHERE kind = 'body' OR home <> {_BODIES} ORDER BY home, address"
        )
        found: dict[int, list[str]] = {}
        for home, address in rows:
            found.setdefault(home, []).append(address)
        return {home: tuple(addresses) for home, addresses in found.items()}

    def setting(self, site: int) -> SettingRecord | None:
        """What the editors chose for a site's home page."""
        self.note(("setting", site))
        return next((each for each in self._all("setting") if each.site == site), None)

    def redirects(self, site: int) -> tuple[RedirectRecord, ...]:
        """The redirects that editors entered by hand."""
        self.note(("redirect", site))
        return tuple(each for each in self._all("redirect") if each.site == site)

    def ledger(self, site: int) -> Ledger:
        """The addresses that a site had before this build and has lost."""
        self.note(("ledger", site))
        return self._ledgers.get(site, {})

    def _read_record(self, ref: Ref) -> Any:
        row = self._connection.execute(
            "SELECT data FROM record WHERE kind = ? AND id = ?", ref
        ).fetchone()
        return self._kinds[ref.kind].record.decode(row[0]) if row else None

    def _read_card(self, ref: Ref) -> CardRecord:
        row = self._connection.execute(
            "SELECT card FROM page WHERE id = ? AND kind = ?", (ref.id, ref.kind)
        ).fetchone()
        return cast(CardRecord, self._kinds[ref.kind].card.decode(row[0]))

    def _all(self, kind: str) -> tuple[Any, ...]:
        if kind not in self._kinds:
            return ()
        rows = self._connection.execute(
            "SELECT data FROM record WHERE kind = ? ORDER BY id", (kind,)
        )
        decode = self._kinds[kind].record.decode
        return tuple(decode(data) for (data,) in rows)

    def _read_order(self, column: int) -> Order:
        rows = self._connection.execute(
            f"{ENTRY} WHERE p.column_id = ? ORDER BY {_NEWEST_FIRST}, p.is_pinned DESC", (column,)
        )
        # A page that was moved to where it stood besides stands there twice.
        once = {entry[:2]: entry for entry in reversed(self._entries(rows))}
        self._last = Order(column, tuple(reversed(once.values())))
        return self._last

    def _entries(self, rows: Iterator[tuple[Any, ...]]) -> tuple[Entry, ...]:
        entries = (Entry(*row) for row in rows)
        return tuple(entry for entry in entries if entry.home in self._columns)


def _events(rows: Iterable[tuple[Any, ...]]) -> tuple[tuple[Ref, Event], ...]:
    return tuple(
        (Ref(kind, number), Event(Ref(page, page_id), *rest))
        for kind, number, page, page_id, *rest in rows
    )
