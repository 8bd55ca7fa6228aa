"""
The builder's own copy of what is published: one SQLite file, brought up to date by `sync` in one
transaction. Outputs never read it themselves; `builder.view` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from builder.errors import FeedError, StoreError
from builder.feed import Drop, Feed, Put
from builder.media import MediaFolder
from builder.records import Ref
from builder.schemas import Schemas
from builder.sources import Source
from builder.syncing import ASK_FOR_FULL, LAYOUT, NEVER, Sync, SyncResult
from builder.trace import Key
from builder.writing import Writing
from sites.reasons import sqlite_reason_of

__all__ = ["Moment", "Store", "SyncResult"]

_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    kind TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER NOT NULL,
    full BLOB NOT NULL, card BLOB NOT NULL, data BLOB NOT NULL
);
CREATE TABLE page (
    kind TEXT NOT NULL, id INTEGER NOT NULL, published_at INTEGER, changed_at INTEGER,
    is_link INTEGER NOT NULL, subject TEXT NOT NULL, card BLOB NOT NULL
);
CREATE TABLE placement (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, page INTEGER NOT NULL, column_id INTEGER NOT NULL,
    position INTEGER NOT NULL, is_pinned INTEGER NOT NULL, has_moved INTEGER NOT NULL
);
CREATE TABLE media_use (kind TEXT NOT NULL, id INTEGER NOT NULL, media INTEGER NOT NULL);
CREATE TABLE outward (kind TEXT NOT NULL, id INTEGER NOT NULL, address TEXT NOT NULL);
CREATE TABLE naming (
    kind TEXT NOT NULL, id INTEGER NOT NULL, field TEXT NOT NULL, named TEXT NOT NULL,
    named_id INTEGER NOT NULL
);
CREATE TABLE event (
    kind TEXT NOT NULL, id INTEGER NOT NULL, page TEXT NOT NULL, page_id INTEGER NOT NULL,
    what TEXT NOT NULL, day TEXT NOT NULL, note TEXT NOT NULL
);
CREATE TABLE touched (key BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE released (
    kind TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER, data BLOB, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE held (
    kind TEXT NOT NULL, id INTEGER NOT NULL, findings BLOB NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE unreported (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX record_ref ON record (kind, id);
CREATE UNIQUE INDEX page_ref ON page (id, kind);
CREATE INDEX placement_column ON placement (column_id);
CREATE INDEX placement_page ON placement (page, kind, position);
CREATE INDEX placement_moved ON placement (id) WHERE has_moved;
CREATE INDEX media_use_ref ON media_use (id, kind);
CREATE INDEX outward_ref ON outward (id, kind);
CREATE INDEX naming_ref ON naming (id, kind);
CREATE INDEX naming_named ON naming (named_id, named);
CREATE INDEX event_ref ON event (id, kind);
CREATE INDEX event_page ON event (page_id, page);
CREATE INDEX event_day ON event (day);
CREATE INDEX touched_number ON touched (number);
"""

_PATIENCE_S = 20
"""For how long a preview waits for a feed that is being taken in."""


class Moment(NamedTuple):
    """A state of a store: which one it is, and the number of the last feed that changed it."""

    born: str
    number: int


class Standing(NamedTuple):
    """`page/900`, `media/50`, `column/11` of all that is published, and the hosts of all sites."""

    names: frozenset[str]
    hosts: frozenset[str]


class Unreleased(NamedTuple):
    """The pages that changed since the last release; all of them when there was none."""

    pages: frozenset[Ref]
    is_all: bool


class HeldBy(msgspec.Struct, frozen=True):
    """Why a page is held: the rule in Chinese, a whole sentence, the site, the file, the field."""

    title: str
    reason: str
    site: str
    path: str
    field: str = ""


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

    def empty(self) -> StoreError:
        """What is to be done first."""
        return StoreError(
            f"{self.path}：构建端还没有内容。请用 zhanqun build --feed 指明一份完整的数据流。"
        )

    @property
    def cursor(self) -> str | None:
        """Where the next incremental feed must begin."""
        if not self.path.exists():
            return None
        with self.reading() as connection:
            return self._cursor(connection)

    @property
    def moment(self) -> Moment:
        """Which state of which store this is."""
        with self.reading() as connection:
            return _moment(connection)

    def touched_since(self, moment: Moment) -> set[Key] | None:
        """What feeds have changed since then; None when that was another store."""
        now = self.moment
        if now.born != moment.born or now.number < moment.number:
            return None
        with self.reading() as connection:
            rows = connection.execute("SELECT key FROM touched WHERE number > ?", (moment.number,))
            return {tuple(msgspec.msgpack.decode(key)) for (key,) in rows}

    def standing(self) -> Standing:
        """What is published, by the names that addresses have for it."""
        words = dict.fromkeys(self.schemas.page_types, "page") | {
            "media": "media",
            "column": "column",
        }
        with self.reading() as connection:
            rows = connection.execute("SELECT kind, id FROM record")
            names = frozenset(f"{words[kind]}/{number}" for kind, number in rows if kind in words)
            sites = connection.execute("SELECT data FROM record WHERE kind = 'site'").fetchall()
        known = [msgspec.json.decode(data) for (data,) in sites]
        hosts = (host for each in known for host in (each["domain"], f"{each['slug']}.localhost"))
        return Standing(names, frozenset(hosts))

    def leaks(self) -> dict[int, int]:
        """Withdrawals that tell of a leak, by their ids, each with the page that it took off."""
        with self.reading() as connection:
            rows = connection.execute("SELECT id, data FROM record WHERE kind = 'leak'").fetchall()
        return {number: msgspec.json.decode(data)["page"] for number, data in rows}

    @property
    def _address(self) -> str:
        """For whoever makes no new file where there is none."""
        # Not `mode=ro`: whoever comes first after a kill rolls the broken transaction back.
        return f"{self.path.resolve().as_uri()}?mode=rw"

    @property
    def fingerprint(self) -> str:
        """The same for two stores only when they hold the same state of the same cluster."""
        with self.reading() as connection:
            state = connection.execute("SELECT value FROM state ORDER BY name").fetchall()
        return " ".join(value for (value,) in state)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """
        A connection for reading; open it after a fork, never before. A StoreError where there is nothing yet.
        """
        if not self.path.exists():
            raise self.empty()
        connection = sqlite3.connect(self._address, uri=True)
        try:
            connection.execute("PRAGMA query_only = ON")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def overlaid(self, changes: Iterable[Put | Drop]) -> Iterator[sqlite3.Connection]:
        """
        A connection for reading the store as it would be with these changes. Nobody else sees them,
        and nothing of them is ever written: they end with the connection.
        """
        connection = sqlite3.connect(
            self._address, uri=True, timeout=_PATIENCE_S, isolation_level=None
        )
        try:
            # What is changed stays in memory until it is rolled back.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA cache_spill = OFF")
            connection.execute("BEGIN IMMEDIATE")
            writing = Writing(connection, self.schemas.kinds)
            for change in changes:
                if isinstance(change, Put):
                    writing.put(change)
                else:
                    writing.drop(change.ref)
            yield connection
        finally:
            connection.close()

    def unreported(self) -> list[Ref]:
        """Pages taken in since `mark_reported`: the cms has not heard that they are live."""
        with self.reading() as connection:
            return [Ref(*row) for row in connection.execute("SELECT kind, id FROM unreported")]

    def mark_reported(self, pages: Iterable[Ref]) -> None:
        """The cms knows of these, or nobody asks."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.executemany("DELETE FROM unreported WHERE kind = ? AND id = ?", pages)

    def unreleased(self) -> Unreleased:
        """The pages that changed since `mark_released`."""
        with self.reading() as connection:
            rows = connection.execute("SELECT kind, id FROM released").fetchall()
            state = dict(connection.execute("SELECT name, value FROM state"))
        return Unreleased(frozenset(Ref(*row) for row in rows), state["released"] == NEVER)

    def mark_released(self, waiting: Collection[Ref] = (), *, is_all: bool = True) -> None:
        """
        What is in the store is live: there is no older form to fall back on. Not so the pages that wait
        for their sites, of which `is_all` says that there are none.
        """
        before = self.unreleased()
        done = before.pages.difference(waiting)
        if done or (before.is_all and is_all):
            with closing(sqlite3.connect(self.path)) as connection, connection:
                connection.executemany("DELETE FROM released WHERE kind = ? AND id = ?", done)
                if is_all:
                    connection.execute("REPLACE INTO state VALUES ('released', '')")

    def hold(self, findings: Mapping[Ref, Sequence[HeldBy]]) -> None:
        """These pages are as they were last released, for these reasons."""
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            writing = Writing(connection, self.schemas.kinds)
            for ref in findings:
                writing.hold(ref)
            number = writing.tell_touched(_moment(connection).number)
            connection.execute("UPDATE state SET value = ? WHERE name = 'number'", (str(number),))
            connection.executemany(
                "REPLACE INTO held VALUES (?, ?, ?)",
                [(*ref, msgspec.json.encode(found)) for ref, found in findings.items()],
            )
            connection.executemany("REPLACE INTO unreported VALUES (?, ?)", findings)
            connection.execute("COMMIT")
        finally:
            connection.close()

    def held(self) -> dict[Ref, list[HeldBy]]:
        """The pages whose newest form is held, with the reasons."""
        with self.reading() as connection:
            rows = connection.execute("SELECT kind, id, findings FROM held ORDER BY kind, id")
            return {
                Ref(kind, number): msgspec.json.decode(found, type=list[HeldBy])
                for kind, number, found in rows
            }

    def forget_media(self) -> None:
        """Remove the files of media that are no longer published."""
        with self.reading() as connection:
            rows = connection.execute("SELECT data FROM record WHERE kind = 'media'").fetchall()
        known = [msgspec.json.decode(data) for (data,) in rows]
        kept = {each["sha256"] for each in known}
        kept.update(file["sha256"] for each in known for file in each["renditions"].values())
        self.media.keep_only(kept)

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
            job = Sync(connection, self.media, source, feed)
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
                f"{feed.name} 第 1 行：这是增量数据流，但构建端还没有完整的副本。{ASK_FOR_FULL}"
            )
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            job = Sync(connection, self.media, source, feed)
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
            if sqlite_reason_of(error):
                raise
            raise StoreError(
                f"{self.path}：构建端的副本已损坏。请删除它，再用完整的数据流重新构建。"
            ) from error
        if state.get("schemas") != self.schemas.digest or state.get("layout") != str(LAYOUT):
            return None
        return state.get("cursor")


def _moment(connection: sqlite3.Connection) -> Moment:
    state = dict(connection.execute("SELECT name, value FROM state"))
    return Moment(state["born"], int(state["number"]))
