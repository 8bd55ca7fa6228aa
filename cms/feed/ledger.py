"""
Brings the ledger up to date with the outbox: looks at each touched row, records what changed in the feed.

One run at a time, in chunks of one transaction each: an interrupted run leaves the rest in the outbox.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec
from django.db import connection, transaction

from cms.core.identity import RecordIdentity, record_ids
from cms.core.keys import among
from cms.feed.kinds.media import PICTURE_SOURCE, make_renditions, referenced
from cms.feed.lock import exclusive
from cms.feed.models import ExportedRecord, FeedState, MediaReference, OutboxEntry
from cms.feed.pages import ATTACHMENTS, PICTURES
from cms.feed.registry import sources
from cms.feed.sources import Outcome, Record, Source, Touch
from cms.feed.tree import Tree, load_tree

CHUNK = 900
"""Below the number of values that Django puts into one condition on SQLite."""
_TREE_SOURCES = {"page", "site"}
_MEDIA_SOURCES = {PICTURES: "picture", ATTACHMENTS: "attachment"}


def encoded(record: Record) -> bytes:
    """The record's data as it stands in the feed."""
    return msgspec.json.encode(record.data)


def digest_of(data: bytes) -> str:
    """What tells two states of a record apart."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def feed_state() -> FeedState:
    """The one row of `FeedState`; before its first export everything is in the outbox."""
    state = FeedState.objects.first()
    if state is None:
        with transaction.atomic():
            state, is_new = FeedState.objects.get_or_create(pk=1)
            if is_new:
                touch_everything()
    return state


def touch_everything() -> None:
    """Put every row of every source into the outbox, once."""
    OutboxEntry.objects.all().delete()
    for source in sources().values():
        keys = source.all_rows().order_by().values_list("pk", flat=True)
        query, parameters = keys.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {OutboxEntry._meta.db_table} (source, source_pk)"
                f" SELECT %s, wanted.* FROM ({query}) AS wanted",
                [source.name, *parameters],
            )


def bring_up_to_date() -> FeedState:
    """Look at everything that was touched until now; the state after it."""
    with exclusive():
        feed_state()
        run = _Run()
        while run.look_at_chunk():
            pass
        return feed_state()


def has_touched_rows() -> bool:
    """Whether there is anything to look at."""
    return OutboxEntry.objects.exists()


@dataclass
class _Run:
    """One run over the outbox; the tree is read again whenever it may have changed."""

    _tree: Tree | None = None

    def look_at_chunk(self) -> bool:
        """Take a chunk of the outbox and record what became of its rows; False when there is none."""
        make_renditions(referenced(PICTURES, _next_keys(PICTURE_SOURCE.name)))
        with transaction.atomic():
            touched = _take_chunk()
            if not touched:
                return False
            if self._tree is None or _TREE_SOURCES & touched.keys():
                self._tree = load_tree()
            position = _next_position()
            for name, source in sources().items():
                if name in touched:
                    _look_at(source, touched[name], self._tree, position)
        return True


def _next_keys(source: str) -> set[int]:
    """The rows of `source` in the next chunk."""
    entries = OutboxEntry.objects.order_by("pk")[:CHUNK].values_list("source", "source_pk")
    return {key for name, key in entries if name == source}


def _take_chunk() -> dict[str, set[int]]:
    """
    Source → keys, out of the outbox. Entries go first and rows are read after them, so that a change
    committed in between is seen now or leaves an entry of its own.
    """
    entries = list(
        OutboxEntry.objects.order_by("pk")[:CHUNK].values_list("pk", "source", "source_pk")
    )
    OutboxEntry.objects.filter(pk__in=among(key for key, *_ in entries)).delete()
    touched: dict[str, set[int]] = defaultdict(set)
    for _, source, key in entries:
        touched[source].add(key)
    return touched


def _next_position() -> int:
    state = FeedState.objects.get()
    state.position += 1
    state.save(update_fields=["position"])
    return state.position


def _look_at(source: Source, keys: Collection[int], tree: Tree, position: int) -> None:
    source.remember(keys, tree)
    records = source.records(keys, tree, source.kinds)
    ids = record_ids(source.table, keys)
    changes = _record(source, records, set(ids.values()), position)
    outcome = Outcome(keys, changes.flipped, changes.changed)
    _touch(source.consequences(outcome, tree))
    _touch(_note_media(changes))


@dataclass
class _Changes:
    """What differs from the ledger."""

    came: set[int] = field(default_factory=set)
    put: list[Record] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    @property
    def flipped(self) -> frozenset[int]:
        """Ids of records that came or went."""
        return frozenset(self.came.union(self.dropped))

    @property
    def changed(self) -> frozenset[int]:
        """Ids of all records that differ."""
        return self.flipped.union(record.id for record in self.put)


def _record(source: Source, records: list[Record], ids: set[int], position: int) -> _Changes:
    """Write into the ledger what differs from it."""
    known = _known(source, ids)
    changes = _Changes()
    rows = []
    for record in records:
        digest = digest_of(encoded(record))
        row = known.pop((record.kind, record.id), None)
        if row is not None and row.digest == digest:
            continue
        changes.put.append(record)
        if row is None or not row.digest:
            changes.came.add(record.id)
        rows.append(_ledger_row(record, digest, row, position))
    for row in known.values():
        if row.digest:
            row.digest, row.position = "", position
            changes.dropped.append(row.record_id)
            rows.append(row)
    _save(rows)
    return changes


def _ledger_row(
    record: Record, digest: str, row: ExportedRecord | None, position: int
) -> ExportedRecord:
    stood_in, stood_as = record.stands or (None, "")
    return ExportedRecord(
        kind=record.kind,
        record_id=record.id,
        digest=digest,
        revision=row.revision + 1 if row else 1,
        position=position,
        stood_in=stood_in,
        stood_as=stood_as,
    )


def _known(source: Source, ids: set[int]) -> dict[tuple[str, int], ExportedRecord]:
    rows = ExportedRecord.objects.filter(kind__in=source.kinds, record_id__in=among(ids))
    return {(row.kind, row.record_id): row for row in rows}


def _save(rows: list[ExportedRecord]) -> None:
    for row in rows:
        row.pk = None
    ExportedRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "record_id"],
        update_fields=["digest", "revision", "position", "stood_in", "stood_as"],
        batch_size=100,
    )


def _note_media(changes: _Changes) -> Iterator[Touch]:
    """Keep which media the changed records name; touches those that are named now or no longer."""
    holders = [record for record in changes.put if record.kind != "placement"]
    now = {(record.id, media) for record in holders for media in record.media}
    rows = MediaReference.objects.filter(
        holder_id__in=among([*changes.dropped, *(record.id for record in holders)])
    )
    before = {(row.holder_id, row.media_id): row.pk for row in rows}
    left = [before[pair] for pair in before.keys() - now]
    MediaReference.objects.filter(pk__in=among(left)).delete()
    MediaReference.objects.bulk_create(
        MediaReference(holder_id=holder, media_id=media) for holder, media in now - before.keys()
    )
    named = among({media for _, media in now ^ before.keys()})
    identities = RecordIdentity.objects.filter(pk__in=named).values_list("source", "source_pk")
    return (Touch(_MEDIA_SOURCES[table], key) for table, key in identities)


def _touch(touches: Iterable[Touch]) -> None:
    """Leave entries for these rows, less those that have one."""
    remaining = iter(touches)
    while batch := set(islice(remaining, CHUNK)):
        for source in {each.source for each in batch}:
            keys = {each.key for each in batch if each.source == source}
            waiting = OutboxEntry.objects.filter(source=source, source_pk__in=among(keys))
            keys.difference_update(waiting.values_list("source_pk", flat=True))
            OutboxEntry.objects.bulk_create(
                OutboxEntry(source=source, source_pk=key) for key in sorted(keys)
            )
