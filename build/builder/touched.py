"""
Which reads a feed changes: the keys of `builder.reader`, told while the feed goes into the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from builder.entries import ENTRY, FACETS, ISSUER, Entry
from builder.outward import addresses_in
from builder.records import Ref
from builder.schemas import Kind, page_names
from builder.trace import Key


class _Standing(NamedTuple):
    """Where a page stands: in which columns, since when, with which media, outward links and events."""

    home: Entry | None
    entries: dict[int, tuple[Entry, ...]]
    changed_at: int | None
    subject: str
    media: tuple[int, ...]
    outward: tuple[str, ...]
    events: tuple[tuple[Any, ...], ...]


_NOWHERE = _Standing(None, {}, None, "", (), (), ())


class Touched:
    """
    Asked before each record is changed, and once when all are.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._keys: set[Key] = set()
        self._before: dict[Ref, _Standing] = {}
        self._issuers: dict[Ref, set[int]] = {}

    def change(self, ref: Ref, new: Any, card: bytes) -> None:
        """`ref` is about to become `new`, whose card has this digest; None when it is dropped."""
        row = self._connection.execute(
            "SELECT card, data FROM record WHERE kind = ? AND id = ?", ref
        ).fetchone()
        old = self._kinds[ref.kind].record.decode(row[1]) if row else None
        self._keys.add(("record", *ref))
        if self._kinds[ref.kind].is_page:
            self._look_at(ref)
            named = [frozenset(self._named(ref.kind, each)) for each in (old, new)]
            for page in named[0] | named[1]:
                self._look_at(page)
            self._keys.update(("named", *page) for page in named[0] ^ named[1])
            issuers = [{each.issuing_body} - {None} if each else set() for each in (old, new)]
            self._issuers[ref] = issuers[0] | issuers[1]
            self._keys.update(("issued", body) for body in issuers[0] ^ issuers[1])
            if row is None or row[0] != card:
                self._keys.add(("card", *ref))
                self._keys.update((name, *ref) for name in _touched_facets(old, new))
            if old is None or new is None:
                self._keys.add(("number", ref.id))
        elif ref.kind in _RULES:
            _RULES[ref.kind](self, ref.id, old, new)

    def keys(self) -> set[Key]:
        """All that was touched, now that the records are changed."""
        for ref, before in self._before.items():
            if differences := set(_differences(ref, before, self._standing(ref))):
                self._keys |= differences
                self._keys.update(("issued", body) for body in self._issuers_of(ref))
        return self._keys

    def _issuers_of(self, page: Ref) -> set[int]:
        """The bodies that a page is or was issued by."""
        rows = self._connection.execute(
            "SELECT named_id FROM naming WHERE id = ? AND kind = ? AND field = ?",
            (page.id, page.kind, ISSUER),
        )
        return self._issuers.get(page, set()) | {body for (body,) in rows}

    def placement(self, _: int, old: Any, new: Any) -> None:
        """A page stands elsewhere."""
        for record in filter(None, (old, new)):
            self._look_at(Ref(record.page.kind, record.page.id))
            if record.former_columns:
                self._keys.add(("moved",))

    def column(self, number: int, old: Any, new: Any) -> None:
        """A column stands elsewhere among others, or comes or goes with all its pages."""
        places = [each and (each.site, each.parent, each.position) for each in (old, new)]
        if places[0] != places[1]:
            self._keys.update(("children", place[0], place[1]) for place in places if place)
        if not all(places):
            pages = self._connection.execute(
                "SELECT kind, page FROM placement WHERE column_id = ?", (number,)
            )
            for row in pages.fetchall():
                self._look_at(Ref(*row))

    def body(self, _: int, old: Any, new: Any) -> None:
        """A body's text leads elsewhere."""
        html = self._kinds["body"].html
        away = [addresses_in(each, html) if each else set() for each in (old, new)]
        if away[0] != away[1]:
            self._keys.add(("outward", 0))

    def site(self, _: int, old: Any, new: Any) -> None:
        """A site comes or goes, or stands elsewhere among the others."""
        if old is None or new is None or (old.type, old.position) != (new.type, new.position):
            self._keys.add(("sites",))

    def setting(self, _: int, old: Any, new: Any) -> None:
        """What a site's editors chose."""
        self._keys.update(("setting", each.site) for each in (old, new) if each)

    def redirect(self, _: int, old: Any, new: Any) -> None:
        """What a site's editors entered by hand."""
        self._keys.update(("redirect", each.site) for each in (old, new) if each)

    def _named(self, kind: str, record: Any) -> Iterator[Ref]:
        """The pages that a record of this kind names."""
        if record is not None:
            for naming in page_names(self._kinds, kind):
                yield from naming.refs(record)

    def _look_at(self, page: Ref) -> None:
        if page not in self._before:
            self._before[page] = self._standing(page)

    def _standing(self, page: Ref) -> _Standing:
        rows = self._connection.execute(
            f"{ENTRY} WHERE p.page = ? AND p.kind = ? ORDER BY p.position, p.id",
            (page.id, page.kind),
        )
        entries = [Entry(*row) for row in rows]
        if not entries or not self._is_there(entries[0].home):
            return _NOWHERE
        columns: dict[int, tuple[Entry, ...]] = {}
        placed = self._connection.execute(
            "SELECT column_id, is_pinned FROM placement WHERE page = ? AND kind = ?"
            " ORDER BY column_id, is_pinned",
            (page.id, page.kind),
        )
        for column, is_pinned in placed:
            entry = entries[0]._replace(is_pinned=is_pinned)
            columns[column] = (*columns.get(column, ()), entry)
        changed_at, subject = self._connection.execute(
            "SELECT changed_at, subject FROM page WHERE id = ? AND kind = ?", (page.id, page.kind)
        ).fetchone()
        media = self._connection.execute(
            "SELECT media FROM media_use WHERE id = ? AND kind = ? ORDER BY media",
            (page.id, page.kind),
        )
        events = self._connection.execute(
            "SELECT kind, id, what, day, note FROM event WHERE page_id = ? AND page = ?"
            " ORDER BY kind, id, what, day, note",
            (page.id, page.kind),
        )
        outward = self._connection.execute(
            "SELECT address FROM outward WHERE id = ? AND kind = ? ORDER BY address",
            (page.id, page.kind),
        )
        return _Standing(
            entries[0],
            columns,
            changed_at,
            subject,
            tuple(each for (each,) in media),
            tuple(each for (each,) in outward),
            tuple(events),
        )

    def _is_there(self, column: int) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM record WHERE kind = 'column' AND id = ?", (column,)
        ).fetchone()
        return row is not None


def _touched_facets(old: Any, new: Any) -> Iterator[str]:
    for name, fields in FACETS.items():
        if old is None or new is None or any(_is_other(old, new, each) for each in fields):
            yield name


def _is_other(old: Any, new: Any, field: str) -> bool:
    return bool(getattr(old, field, None) != getattr(new, field, None))


_RULES = {
    "placement": Touched.placement,
    "column": Touched.column,
    "body": Touched.body,
    "site": Touched.site,
    "setting": Touched.setting,
    "redirect": Touched.redirect,
}


def _differences(ref: Ref, before: _Standing, after: _Standing) -> Iterator[Key]:
    if _unpinned(before.home) != _unpinned(after.home):
        yield ("entry", *ref)
        yield ("type", ref.kind)
    homes = [each.home and (each.home.home, each.outward) for each in (before, after)]
    if homes[0] != homes[1]:
        yield from (("outward", home[0]) for home in homes if home)
    for column in before.entries.keys() | after.entries.keys():
        old, new = before.entries.get(column), after.entries.get(column)
        if old != new:
            yield ("order", column)
            for entry in (*(old or ()), *(new or ())):
                yield ("order", column, entry.year)
        stood, stands = (tuple(map(_unpinned, each or ())) for each in (old, new))
        if (stood, before.changed_at) != (stands, after.changed_at):
            yield ("dates", column)
        if (stood, before.subject) != (stands, after.subject) and before.subject + after.subject:
            yield ("subjects", column)
        if before.media != after.media or bool(old) != bool(new):
            yield ("media", column)
        if (bool(old) and before.events) != (bool(new) and after.events):
            yield ("events", column)


def _unpinned(entry: Entry | None) -> Entry | None:
    return entry and entry._replace(is_pinned=False)
