"""
A feed on its way into the store.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from builder.errors import FeedError
from builder.feed import Drop, Feed, Put
from builder.media import MediaFolder
from builder.records import Ref
from builder.sources import Source
from builder.touched import Touched

LAYOUT = 3
"""Version of the store's tables."""
ASK_FOR_FULL = "请用不带 --since 的 manage.py export_feed 导出完整的数据流。"

_MEDIA_IN_TEXT = re.compile(rb"zq:media/(\d+)")
_NO_CARD = b""
_BLOCK = 500
"""Records that are written at once."""
_WRITTEN = ("record", "page", "placement", "media_use", "unreported")


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did; all zero when the feed held nothing new."""

    put: int = 0
    dropped: int = 0
    unchanged: int = 0


class Sync:
    """Writes one feed's changes within the transaction that is open on `connection`."""

    def __init__(
        self, connection: sqlite3.Connection, media: MediaFolder, source: Source, feed: Feed
    ) -> None:
        self._connection = connection
        self._media = media
        self._source = source
        self._feed = feed
        self._seen: set[Ref] = set()
        self._put = self._dropped = self._unchanged = 0
        self._former: dict[str, str] = {}
        self._touched: Touched | None = None
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _WRITTEN}

    @property
    def result(self) -> SyncResult:
        return SyncResult(self._put, self._dropped, self._unchanged)

    def check_start(self) -> None:
        """
        A feed must be of our cluster, an incremental one of its epoch too: a full feed of another
        cluster would take every site away.
        """
        self._former = dict(self._connection.execute("SELECT name, value FROM state"))
        self._touched = Touched(self._connection, self._feed.kinds)
        header = self._feed.header
        if header.full and _cluster(header.cluster) != _cluster(self._former["cluster"]):
            raise FeedError(
                f"{self._feed.name} 第 1 行：数据流属于站群 {header.cluster}，"
                f"构建端的副本属于 {self._former['cluster']}。请更正 --feed，确要换站群时加上 --full。"
            )
        if not header.full and header.cluster != self._former["cluster"]:
            raise FeedError(
                f"{self._feed.name} 第 1 行：增量数据流属于站群 {header.cluster}，"
                f"构建端的副本属于 {self._former['cluster']}。{ASK_FOR_FULL}"
            )

    def check_end(self) -> None:
        """It must begin where we stand, or end there (then it was taken in before)."""
        header = self._feed.header
        if header.full or self._former["cursor"] in (header.since, self._feed.cursor):
            return
        raise FeedError(
            f"{self._feed.name} 第 1 行：增量数据流从 {header.since} 开始，"
            f"构建端的副本停在 {self._former['cursor']}。{ASK_FOR_FULL}"
        )

    def insert(self, change: Put | Drop) -> None:
        """Into an empty store; `flush` follows the last."""
        if isinstance(change, Put):
            self._check_media(change)
            self._write(change, _digest(change.raw), _card(change))
            if len(self._rows["record"]) >= _BLOCK:
                self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        for table, rows in self._rows.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
                rows.clear()

    def apply(self, change: Put | Drop) -> None:
        """Into a store that may know the record."""
        if isinstance(change, Drop):
            self._drop(change.ref)
            return
        self._seen.add(change.ref)
        self._check_media(change)
        full = _digest(change.raw)
        known = self._connection.execute(
            "SELECT full, revision FROM record WHERE kind = ? AND id = ?", change.ref
        ).fetchone()
        if known == (full, change.revision):
            self._unchanged += 1
            return
        card = _card(change)
        if self._touched and (known is None or known[0] != full):
            self._touched.change(change.ref, change.data, _digest(card))
        if known:
            self._erase(change.ref)
        self._write(change, full, card)
        self.flush()

    def finish(self, schemas: str) -> None:
        """Drop what a full feed did not name, and note where we stand."""
        if self._feed.header.full and self._former:
            known = self._connection.execute("SELECT kind, id FROM record").fetchall()
            for kind, number in known:
                if Ref(kind, number) not in self._seen:
                    self._drop(Ref(kind, number))
        number = self._tell_touched()
        state = {
            "layout": str(LAYOUT),
            "schemas": schemas,
            "cluster": self._feed.header.cluster,
            "cursor": self._feed.cursor,
            "born": self._former.get("born") or secrets.token_hex(8),
            "number": str(number),
        }
        if {name: self._former.get(name) for name in state} != state:
            self._connection.executemany("REPLACE INTO state VALUES (?, ?)", state.items())

    def _tell_touched(self) -> int:
        """Note what this feed touched under a number of its own; the last number there is."""
        number = int(self._former.get("number", 0))
        keys = self._touched.keys() if self._touched else set()
        if keys:
            number += 1
            self._connection.executemany(
                "REPLACE INTO touched VALUES (?, ?)",
                [(msgspec.msgpack.encode(key), number) for key in keys],
            )
        return number

    def _drop(self, ref: Ref) -> None:
        known = self._connection.execute(
            "SELECT 1 FROM record WHERE kind = ? AND id = ?", ref
        ).fetchone()
        if known:
            if self._touched:
                self._touched.change(ref, None, _NO_CARD)
            self._dropped += self._erase(ref)

    def _erase(self, ref: Ref) -> int:
        found = self._connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", ref)
        for table in ("page", "media_use", "unreported"):
            self._connection.execute(f"DELETE FROM {table} WHERE kind = ? AND id = ?", ref)
        if ref.kind == "placement":
            self._connection.execute("DELETE FROM placement WHERE id = ?", (ref.id,))
        return found.rowcount

    def _write(self, change: Put, full: bytes, card: bytes) -> None:
        self._put += 1
        ref, data = change.ref, change.data
        self._rows["record"].append(
            (*ref, change.revision, full, _digest(card), _with_id(ref.id, change.raw))
        )
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
                card,
            )
        )
        used = ((*change.ref, media) for media in sorted(_media_of(change)))
        self._rows["media_use"].extend(used)

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

    def _check_media(self, change: Put) -> None:
        if change.ref.kind != "media":
            return
        data: Any = change.data
        digests = [data.sha256, *(each.sha256 for each in data.renditions.values())]
        try:
            for sha256 in digests:
                self._media.take(sha256, self._source)
        except FeedError as error:
            raise self._feed.fault(f"记录 {change.ref}（{data.name}）：{error}") from error


def _cluster(name: str) -> str:
    """Without the epoch."""
    return name.partition("/")[0]


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16).digest()


def _stamp(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _with_id(number: int, raw: bytes) -> bytes:
    """The JSON object `raw` with the id as its first key."""
    return b'{"id":%d,' % number + raw.lstrip()[1:]


def _card(change: Put) -> bytes:
    if not change.kind.card_fields:
        return _NO_CARD
    fields = {name: getattr(change.data, name) for name in change.kind.card_fields}
    return msgspec.json.encode({"id": change.ref.id, **fields})


def _media_of(change: Put) -> set[int]:
    """Ids of the media a page refers to, in its fields or its text."""
    data: Any = change.data
    used = {int(number) for number in _MEDIA_IN_TEXT.findall(change.raw)}
    used.update(each.media for each in getattr(data, "attachments", ()))
    picture = getattr(data, "picture", None)
    return used | {picture} if picture else used
