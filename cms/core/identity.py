"""
Our own ids: allocated once, on first sight, from one sequence for all kinds, never reused.

A row is known by the table it lies in and its primary key there. The identity outlives the row, so that
an id is not given twice; it is exported and imported with the record, so that addresses survive a move.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from cms.core.keys import among


class RecordIdentity(models.Model):
    """The id a row has in the feed and in addresses."""

    source = models.CharField(max_length=64)
    source_pk = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_pk"], name="one_identity_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_pk} → {self.pk}"


def record_id(row: models.Model, source: str = "") -> int:
    """The id of `row`; `source` names the table where it is not the model's own."""
    if isinstance(row, models.Model) and row.pk is None:
        raise ValueError("a row has no id before it is saved")
    return record_ids(source or row._meta.db_table, [row.pk])[row.pk]


def record_ids(source: str, keys: Iterable[int]) -> dict[int, int]:
    """Primary key in `source` → id, for each of `keys`; what has none yet is given one."""
    wanted = list(keys)
    known = dict(_known(source, wanted))
    missing = [key for key in wanted if key not in known]
    if missing:
        RecordIdentity.objects.bulk_create(
            [RecordIdentity(source=source, source_pk=key) for key in missing],
            ignore_conflicts=True,
            batch_size=400,
        )
        known |= dict(_known(source, missing))
    return known


def _known(source: str, keys: list[int]) -> Iterable[tuple[int, int]]:
    return RecordIdentity.objects.filter(source=source, source_pk__in=among(keys)).values_list(
        "source_pk", "pk"
    )
