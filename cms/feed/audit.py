"""
Does the ledger say what the database says? Compares everything, changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from cms.core.identity import RecordIdentity, record_ids
from cms.feed.ledger import digest_of, encoded
from cms.feed.models import ExportedRecord, OutboxEntry
from cms.feed.registry import sources
from cms.feed.sources import Source
from cms.feed.tree import Tree, load_tree

CHUNK = 500


class Fault(StrEnum):
    """How a record differs."""

    MISSING = "公开了，但从未导出"
    STALE = "与上次导出的内容不同"
    LEFT = "已不公开，但仍在数据出口中"


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that the ledger has wrong, and the row it is made from."""

    kind: str
    id: int
    fault: Fault
    source: str
    key: int

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}：{self.fault}"


def differences() -> Iterator[Difference]:
    """Every record that differs; the ledger must have been brought up to date before."""
    tree = load_tree()
    for source in sources().values():
        for ids in _identities(source):
            yield from _compare(source, ids, tree)


def touch_again(found: Collection[Difference]) -> None:
    """Put the rows of those records into the outbox, so that the next export mends the ledger."""
    OutboxEntry.objects.bulk_create(
        OutboxEntry(source=each.source, source_pk=each.key) for each in found
    )


def _identities(source: Source) -> Iterator[dict[int, int]]:
    """Id → key of all rows that ever had an id, and of all that should have one."""
    last = 0
    keys = source.all_rows().order_by("pk").values_list("pk", flat=True)
    while chunk := list(keys.filter(pk__gt=last)[:CHUNK]):
        yield {number: key for key, number in record_ids(source.table, chunk).items()}
        last = chunk[-1]
    gone = RecordIdentity.objects.filter(source=source.table).exclude(
        source_pk__in=source.all_rows().values("pk")
    )
    rows = gone.values_list("pk", "source_pk").iterator(chunk_size=CHUNK)
    while without_row := dict(islice(rows, CHUNK)):
        yield without_row


def _compare(source: Source, ids: dict[int, int], tree: Tree) -> Iterator[Difference]:
    known = {
        (row.kind, row.record_id): row.digest
        for row in ExportedRecord.objects.filter(record_id__in=ids, kind__in=source.kinds)
        if row.digest
    }
    for record in source.records(list(ids.values()), tree, source.kinds):
        digest = known.pop((record.kind, record.id), None)
        if digest != digest_of(encoded(record)):
            fault = Fault.STALE if digest else Fault.MISSING
            yield Difference(record.kind, record.id, fault, source.name, ids[record.id])
    for kind, number in known:
        yield Difference(kind, number, Fault.LEFT, source.name, ids[number])
