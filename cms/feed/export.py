"""
The feed itself: lines out of the ledger and the rows behind it, in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import QuerySet

from cms.core.identity import RecordIdentity
from cms.core.keys import among
from cms.feed.ledger import bring_up_to_date, encoded, feed_state
from cms.feed.models import ExportedRecord, FeedState
from cms.feed.registry import kinds, sources
from cms.feed.sources import Record
from cms.feed.tree import Tree, load_tree

FORMAT = "zhanqun-feed"
VERSION = 1
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be streamed: everything (`since` is None), or what changed after a position."""

    since: str | None
    after: int
    is_full: bool
    state: FeedState

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new. Never so for a full feed."""
        return not self.is_full and not _rows(self).exists()

    def lines(self) -> Iterator[bytes]:
        """Header, records, end; each with its newline. Reads the database as it is consumed."""
        yield json_line(
            format=FORMAT,
            version=VERSION,
            cluster=f"{self.state.cluster}/{self.state.epoch}",
            since=self.since,
            full=self.is_full,
        )
        count = 0
        for line in self._records():
            count += 1
            yield line
        yield json_line(op="end", count=count, cursor=cursor_at(self.state))

    def _records(self) -> Iterator[bytes]:
        tree = load_tree()
        for kind in kinds():
            rows = _rows(self).filter(kind=kind)
            for chunk in _chunked(rows):
                yield from _lines_of(kind, chunk, tree, self.is_full)


def open_feed(since: str | None = None) -> Feed:
    """
    Bring the ledger up to date, and the feed after the cursor `since`.

    A cursor of another epoch or ahead of us gives a full feed.
    """
    state = bring_up_to_date()
    after = position_of(since, state)
    if after is None:
        return Feed(None, 0, True, state)
    return Feed(since, after, False, state)


def cursor_at(state: FeedState) -> str:
    """The cursor that stands for everything up to `state`."""
    return f"{state.epoch.hex}-{state.position}"


def position_of(cursor: str | None, state: FeedState) -> int | None:
    """The position of a cursor; None when it needs a full feed."""
    epoch, _, position = (cursor or "").partition("-")
    if epoch != state.epoch.hex or not (position.isascii() and position.isdecimal()):
        return None
    return int(position) if int(position) <= state.position else None


def is_current(cursor: str | None) -> bool:
    """Whether nothing was exported after `cursor`: cheap, and says nothing of the outbox."""
    state = feed_state()
    return position_of(cursor, state) == state.position


def _rows(feed: Feed) -> QuerySet[ExportedRecord]:
    if feed.is_full:
        return ExportedRecord.objects.exclude(digest="")
    return ExportedRecord.objects.filter(position__gt=feed.after)


def _chunked(rows: QuerySet[ExportedRecord]) -> Iterator[list[tuple[int, int]]]:
    """Ids and revisions, in the order of ids."""
    last = 0
    ordered = rows.order_by("record_id").values_list("record_id", "revision")
    while chunk := list(ordered.filter(record_id__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1][0]


def _lines_of(
    kind: str, chunk: list[tuple[int, int]], tree: Tree, is_full: bool
) -> Iterator[bytes]:
    """A line per record: its present state, which is at least as new as the ledger's."""
    found = {record.id: record for record in present_records(kind, [key for key, _ in chunk], tree)}
    for key, revision in chunk:
        record = found.get(key)
        if record is not None:
            yield json_line(
                op="put", kind=kind, id=key, revision=revision, data=msgspec.Raw(encoded(record))
            )
        elif not is_full:
            yield json_line(op="drop", kind=kind, id=key)


def present_records(kind: str, ids: list[int], tree: Tree) -> Iterator[Record]:
    """The records of `kind` with these ids that are public now."""
    for source in sources().values():
        if kind not in source.kinds:
            continue
        keys = list(
            RecordIdentity.objects.filter(source=source.table, pk__in=among(ids)).values_list(
                "source_pk", flat=True
            )
        )
        if keys:
            yield from source.records(keys, tree, (kind,))


def json_line(**values: Any) -> bytes:
    """A line of the feed, with its newline."""
    return msgspec.json.encode(values) + b"\n"
