"""
Writes records into the store's tables, within the transaction that is open.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from builder.entries import ISSUER
from builder.events import events_of
from builder.feed import Put
from builder.outward import addresses_in
from builder.records import Ref
from builder.schemas import Kind, page_names
from builder.touched import Touched

_MEDIA_IN_TEXT = re.compile(rb"zq:media/(\d+)")
_NO_CARD = b""
_BLOCK = 500
"""Records that are written at once."""
_OF_PAGE = ("page", "media_use", "outward", "naming", "event", "unreported")
_WRITTEN = ("record", "placement", *_OF_PAGE)


class Writing:
    """
    Puts and drops records, and tells what that touches. The last released form of a page that changes
    is kept until the next release, so that the page can be held.
    """

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._connection = connection
        self._kinds = kinds
        self._touched = Touched(connection, kinds)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _WRITTEN}

    def insert(self, change: Put) -> None:
        """Into an empty store; `flush` follows the last."""
        self._write(change, _digest(change.raw), _card(change))
        if len(self._rows["record"]) >= _BLOCK:
            self.flush()

    def put(self, change: Put) -> bool:
        """Into a store that may know the record; False when it knows it as it is."""
        full = _digest(change.raw)
        known = self._connection.execute(
            "SELECT full, revision FROM record WHERE kind = ? AND id = ?", change.ref
        ).fetchone()
        if known == (full, change.revision):
            return False
        card = _card(change)
        if known is None or known[0] != full:
            self._touched.change(change.ref, change.data, _digest(card))
        if change.kind.is_page:
            self._keep_released(change.ref)
            for table in ("held", "unreported"):
                self._connection.execute(
                    f"DELETE FROM {table} WHERE kind = ? AND id = ?", change.ref
                )
        if known:
            self._erase(change.ref)
        self._write(change, full, card)
        self.flush()
        return True

    def drop(self, ref: Ref) -> bool:
        """False when it is not there."""
        known = self._connection.execute(
            "SELECT 1 FROM record WHERE kind = ? AND id = ?", ref
        ).fetchone()
        self._connection.execute("DELETE FROM held WHERE kind = ? AND id = ?", ref)
        if known is None:
            return False
        self._touched.change(ref, None, _NO_CARD)
        if self._kinds[ref.kind].is_page:
            # What was withdrawn is no form to fall back on, should it be published once more.
            self._connection.execute("REPLACE INTO released VALUES (?, ?, NULL, NULL)", ref)
        self._erase(ref)
        return True

    def hold(self, ref: Ref) -> None:
        """The page is as it was last released, which may be not at all."""
        row = self._connection.execute(
            "SELECT revision, data FROM released WHERE kind = ? AND id = ?", ref
        ).fetchone()
        if row is None or row[1] is None:
            self.drop(ref)
            return
        raw = _without_id(ref.id, row[1])
        kind = self._kinds[ref.kind]
        self.put(Put(ref, row[0], kind, kind.data.decode(raw), raw, 0))

    def flush(self) -> None:
        """Write what is waiting."""
        for table, rows in self._rows.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
                rows.clear()

    def tell_touched(self, number: int) -> int:
        """Note what was touched under the number after this; the last number there is."""
        keys = self._touched.keys()
        if keys:
            number += 1
            self._connection.executemany(
                "REPLACE INTO touched VALUES (?, ?)",
                [(msgspec.msgpack.encode(key), number) for key in keys],
            )
        return number

    def _keep_released(self, ref: Ref) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO released VALUES (?1, ?2,"
            " (SELECT revision FROM record WHERE kind = ?1 AND id = ?2),"
            " (SELECT data FROM record WHERE kind = ?1 AND id = ?2))",
            ref,
        )

    def _erase(self, ref: Ref) -> None:
        self._connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", ref)
        for table in _OF_PAGE:
            self._connection.execute(f"DELETE FROM {table} WHERE kind = ? AND id = ?", ref)
        if ref.kind == "placement":
            self._connection.execute("DELETE FROM placement WHERE id = ?", (ref.id,))

    def _write(self, change: Put, full: bytes, card: bytes) -> None:
        ref, data = change.ref, change.data
        self._rows["record"].append(
            (*ref, change.revision, full, _digest(card), _with_id(ref.id, change.raw))
        )
        if b"http" in change.raw:
            away = sorted(addresses_in(data, change.kind.html))
            self._rows["outward"].extend((*ref, address) for address in away)
        if change.kind.is_page:
            self._write_page(change, card)
        elif ref.kind == "placement":
            self._write_placement(ref.id, data)

    def _write_page(self, change: Put, card: bytes) -> None:
        data: Any = change.data
        self._rows["unreported"].append(change.ref)
        published, changed = _stamp(data.published_at), _stamp(data.updated_at)
        self._rows["page"].append(
            (
                *change.ref,
                published,
                published if data.is_imported else changed or published,
                bool(data.link_url),
                getattr(data, "subject", "") or "",
                card,
            )
        )
        used = ((*change.ref, media) for media in sorted(_media_of(change)))
        self._rows["media_use"].extend(used)
        for naming in page_names(self._kinds, change.ref.kind):
            named = ((*change.ref, naming.field, *each) for each in naming.refs(data))
            self._rows["naming"].extend(named)
        if data.issuing_body:
            self._rows["naming"].append((*change.ref, ISSUER, "body", data.issuing_body))
        self._rows["event"].extend(
            (*change.ref, *event.page, event.what, event.day, event.note)
            for event in events_of(change.ref, data)
        )

    def _write_placement(self, number: int, data: Any) -> None:
        page = data.page
        self._rows["placement"].append(
            (
                number,
                page.kind,
                page.id,
                data.column,
                data.position,
                data.is_pinned,
                bool(data.former_columns),
            )
        )


def _digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()[:16]


def _stamp(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _with_id(number: int, raw: bytes) -> bytes:
    """The JSON object `raw` with the id as its first key."""
    return b'{"id":%d,' % number + raw.lstrip()[1:]


def _without_id(number: int, data: bytes) -> bytes:
    """What `_with_id` was given."""
    return b"{" + data.removeprefix(b'{"id":%d,' % number)


def _card(change: Put) -> bytes:
    if not change.kind.card_fields:
        return _NO_CARD
    fields = {name: getattr(change.data, name) for name in change.kind.card_fields}
    return msgspec.json.encode({"id": change.ref.id, **fields})


def _media_of(change: Put) -> set[int]:
    """Ids of the media a page refers to, in its fields or its text."""
    named = _MEDIA_IN_TEXT.findall(change.raw) if b"zq:media/" in change.raw else ()
    used = {int(number) for number in named}
    for naming in change.kind.names:
        if naming.kind == "media":
            used.update(ref.id for ref in naming.refs(change.data))
    return used
