"""
A feed on its way into the store.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from builder.errors import FeedError
from builder.feed import Drop, Feed, Put
from builder.media import MediaFolder
from builder.records import Ref
from builder.sources import Source
from builder.writing import Writing

LAYOUT = 9
"""Version of the store's tables."""
ASK_FOR_FULL = "请用不带 --since 的 manage.py export_feed 导出完整的数据流。"

NEVER = "never"
"""The state `released` of a store from which nothing was released yet."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did; all zero when the feed held nothing new."""

    put: int = 0
    dropped: int = 0
    unchanged: int = 0

    def __add__(self, other: SyncResult) -> SyncResult:
        """What both did."""
        return SyncResult(
            self.put + other.put, self.dropped + other.dropped, self.unchanged + other.unchanged
        )


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
        self._writing = Writing(connection, feed.kinds)

    @property
    def result(self) -> SyncResult:
        return SyncResult(self._put, self._dropped, self._unchanged)

    def check_start(self) -> None:
        """
        A feed must be of our cluster, an incremental one of its epoch too: a full feed of another
        cluster would take every site away.
        """
        self._former = dict(self._connection.execute("SELECT name, value FROM state"))
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
        """Into an empty store."""
        if isinstance(change, Put):
            self._check_media(change)
            self._writing.insert(change)
            self._put += 1

    def apply(self, change: Put | Drop) -> None:
        """Into a store that may know the record."""
        if isinstance(change, Drop):
            self._dropped += self._writing.drop(change.ref)
            return
        self._seen.add(change.ref)
        self._check_media(change)
        if self._writing.put(change):
            self._put += 1
        else:
            self._unchanged += 1

    def finish(self, schemas: str) -> None:
        """Drop what a full feed did not name, and note where we stand."""
        self._writing.flush()
        if self._feed.header.full and self._former:
            known = self._connection.execute("SELECT kind, id FROM record").fetchall()
            for kind, number in known:
                if Ref(kind, number) not in self._seen:
                    self._dropped += self._writing.drop(Ref(kind, number))
        state = {
            "layout": str(LAYOUT),
            "schemas": schemas,
            "cluster": self._feed.header.cluster,
            "cursor": self._feed.cursor,
            "born": self._former.get("born") or secrets.token_hex(8),
            "number": str(self._writing.tell_touched(int(self._former.get("number", 0)))),
            "released": self._former.get("released", NEVER),
        }
        if {name: self._former.get(name) for name in state} != state:
            self._connection.executemany("REPLACE INTO state VALUES (?, ?)", state.items())

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
