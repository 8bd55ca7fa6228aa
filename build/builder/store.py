"""
The builder's own copy of what is published: one SQLite file, brought up to date by `sync` in one
transaction. Outputs never read it themselves; `builder.view` does.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from builder.errors import FeedError, StoreError
from builder.feed import Drop, Feed, Put
from builder.media import MediaFolder
from builder.records import Ref
from builder.schemas import Schemas
from builder.sources import Source

_LAYOUT = 1
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    kind TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER NOT NULL,
    full BLOB NOT NULL, card BLOB NOT NULL, data BLOB NOT NULL
);
CREATE TABLE page (
    kind TEXT NOT NULL, id INTEGER NOT NULL, published_at INTEGER, changed_at INTEGER,
    is_link INTEGER NOT NULL, card BLOB NOT NULL
);
CREATE TABLE placement (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, page INTEGER NOT NULL, column_id INTEGER NOT NULL,
    position INTEGER NOT NULL, is_pinned INTEGER NOT NULL, has_moved INTEGER NOT NULL
);
CREATE TABLE media_use (kind TEXT NOT NULL, id INTEGER NOT NULL, media INTEGER NOT NULL);
"""
_INDEXES = """
CREATE UNIQUE INDEX record_ref ON record (kind, id);
CREATE UNIQUE INDEX page_ref ON page (id, kind);
CREATE INDEX placement_column ON placement (column_id);
CREATE INDEX placement_page ON placement (page, kind, position);
CREATE INDEX placement_moved ON placement (id) WHERE has_moved;
CREATE INDEX media_use_ref ON media_use (id, kind);
"""
_MEDIA_IN_TEXT = re.compile(rb"zq:media/(\d+)")
_NO_CARD = b""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did; all zero when the feed held nothing new."""

    put: int = 0
    dropped: int = 0
    unchanged: int = 0


class Store:
    """
    The store at `path`, made when it is not there. Schemas of another version than it was filled
    with make it empty-handed: its cursor is None, and only a full feed is taken.
    """

    def __init__(self, path: Path, schemas: Schemas, media: MediaFolder) -> None:
        self.path = path
        self.schemas = schemas
        self.media = media

    @property
    def is_filled(self) -> bool:
        """Whether a feed was ever taken in whole, with these schemas."""
        return self.cursor is not None

    @property
    def cursor(self) -> str | None:
        """Where the next incremental feed must begin."""
        if not self.path.exists():
            return None
        with self.reading() as connection:
            return self._cursor(connection)

    @property
    def fingerprint(self) -> str:
        """The same for two stores only when they hold the same state of the same cluster."""
        with self.reading() as connection:
            state = connection.execute("SELECT value FROM state ORDER BY name").fetchall()
        return " ".join(value for (value,) in state)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; open it after a fork, never before."""
        # Not `mode=ro`: whoever comes first after a kill rolls the broken transaction back.
        connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=rw", uri=True)
        try:
            connection.execute("PRAGMA query_only = ON")
            yield connection
        finally:
            connection.close()

    def sync(self, source: Source, *, afresh: bool = False) -> SyncResult:
        """
        Take in the source's feed in one transaction: after a fault of any kind the store is what
        it was. Taking the same feed in again changes nothing. `afresh` asks for a full feed and
        fills a new store from it.
        """
        cursor = None if afresh else self.cursor
        with source.open(self.schemas, cursor) as feed:
            if feed is None:
                return SyncResult()
            if feed.header.full and cursor is None:
                return self._load(feed, source)
            return self._update(feed, source)

    def _load(self, feed: Feed, source: Source) -> SyncResult:
        """A first load goes into a new file without journal, indexes last, then takes its name."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        connection = sqlite3.connect(fresh, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
            connection.execute("BEGIN")
            job = _Sync(connection, self, source, feed)
            for change in feed.changes():
                job.insert(change)
            job.finish(self.schemas.digest)
            connection.execute("COMMIT")
            connection.executescript(_INDEXES + "PRAGMA synchronous=FULL; ANALYZE;")
        except BaseException:
            connection.close()
            fresh.unlink(missing_ok=True)
            raise
        connection.close()
        for rest in ("-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
        fresh.replace(self.path)
        return job.result

    def _update(self, feed: Feed, source: Source) -> SyncResult:
        if not self.is_filled:
            raise FeedError(
                f"{feed.name} 第 1 行：这是增量数据流，但构建端还没有完整的副本。{_FULL}"
            )
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            job = _Sync(connection, self, source, feed)
            job.check_start()
            for change in feed.changes():
                job.apply(change)
            job.check_end()
            job.finish(self.schemas.digest)
            connection.execute("COMMIT")
        finally:
            connection.close()
        return job.result

    def _cursor(self, connection: sqlite3.Connection) -> str | None:
        try:
            state = dict(connection.execute("SELECT name, value FROM state"))
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self.path}：构建端的副本已损坏（{error}）。请删除它，再用完整的数据流重新构建。"
            ) from error
        if state.get("schemas") != self.schemas.digest or state.get("layout") != str(_LAYOUT):
            return None
        return state.get("cursor")


_FULL = "请用不带 --since 的 manage.py export_feed 导出完整的数据流。"


class _Sync:
    """One feed on its way into the store."""

    def __init__(
        self, connection: sqlite3.Connection, store: Store, source: Source, feed: Feed
    ) -> None:
        self._connection = connection
        self._media = store.media
        self._source = source
        self._feed = feed
        self._seen: set[Ref] = set()
        self._put = self._dropped = self._unchanged = 0
        self._former: dict[str, str] = {}

    @property
    def result(self) -> SyncResult:
        return SyncResult(self._put, self._dropped, self._unchanged)

    def check_start(self) -> None:
        """An incremental feed must be of our cluster and epoch."""
        self._former = dict(self._connection.execute("SELECT name, value FROM state"))
        header = self._feed.header
        if not header.full and header.cluster != self._former["cluster"]:
            raise FeedError(
                f"{self._feed.name} 第 1 行：增量数据流属于站群 {header.cluster}，"
                f"构建端的副本属于 {self._former['cluster']}。{_FULL}"
            )

    def check_end(self) -> None:
        """It must begin where we stand, or end there (then it was taken in before)."""
        header = self._feed.header
        if header.full or self._former["cursor"] in (header.since, self._feed.cursor):
            return
        raise FeedError(
            f"{self._feed.name} 第 1 行：增量数据流从 {header.since} 开始，"
            f"构建端的副本停在 {self._former['cursor']}。{_FULL}"
        )

    def insert(self, change: Put | Drop) -> None:
        """Into an empty store."""
        if isinstance(change, Put):
            self._check_media(change)
            self._write(change, _digest(change.raw))

    def apply(self, change: Put | Drop) -> None:
        """Into a store that may know the record."""
        if isinstance(change, Drop):
            self._delete(change.ref)
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
        if known:
            self._erase(change.ref)
        self._write(change, full)

    def finish(self, schemas: str) -> None:
        """Drop what a full feed did not name, and note where we stand."""
        if self._feed.header.full and self._former:
            known = self._connection.execute("SELECT kind, id FROM record").fetchall()
            for kind, number in known:
                if Ref(kind, number) not in self._seen:
                    self._delete(Ref(kind, number))
        state = {
            "layout": str(_LAYOUT),
            "schemas": schemas,
            "cluster": self._feed.header.cluster,
            "cursor": self._feed.cursor,
        }
        if {name: self._former.get(name) for name in state} != state:
            self._connection.executemany("REPLACE INTO state VALUES (?, ?)", state.items())

    def _delete(self, ref: Ref) -> None:
        self._dropped += self._erase(ref)

    def _erase(self, ref: Ref) -> int:
        found = self._connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", ref)
        for table in ("page", "media_use"):
            self._connection.execute(f"DELETE FROM {table} WHERE kind = ? AND id = ?", ref)
        if ref.kind == "placement":
            self._connection.execute("DELETE FROM placement WHERE id = ?", (ref.id,))
        return found.rowcount

    def _write(self, change: Put, full: bytes) -> None:
        self._put += 1
        ref, data = change.ref, change.data
        card = _card(change)
        self._connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
            (*ref, change.revision, full, _digest(card), _with_id(ref.id, change.raw)),
        )
        if change.kind.is_page:
            self._write_page(change, card)
        elif ref.kind == "placement":
            self._write_placement(ref.id, data)

    def _write_page(self, change: Put, card: bytes) -> None:
        data: Any = change.data
        published, changed = _stamp(data.published_at), _stamp(data.updated_at)
        self._connection.execute(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)",
            (
                *change.ref,
                published,
                published if data.is_imported else changed or published,
                bool(data.link_url),
                card,
            ),
        )
        self._connection.executemany(
            "INSERT INTO media_use VALUES (?, ?, ?)",
            [(*change.ref, media) for media in sorted(_media_of(change))],
        )

    def _write_placement(self, number: int, data: Any) -> None:
        page = data.page
        self._connection.execute(
            "INSERT INTO placement VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                page.kind,
                page.id,
                data.column,
                data.position,
                data.is_pinned,
                bool(data.former_columns),
            ),
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
