"""
What the feed remembers: what was touched, what was exported, where records stood, what became of them.
"""

from __future__ import annotations

import uuid

from django.db import models


class OutboxEntry(models.Model):
    """
    A row that changed and was not looked at since. Written by triggers of the database (`triggers`),
    in the transaction of the change; deleted in the transaction that brings the ledger up to date.
    """

    source = models.CharField(max_length=20)
    source_pk = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["source", "source_pk"], name="outbox_row")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_pk}"


class ExportedRecord(models.Model):
    """
    The ledger: the last exported state of every record that ever was in the feed.

    `position` is where in the feed's history it last changed; an empty `digest` is a dropped record, whose
    row stays, so that no cursor is ever too old and a revision never starts again.
    `stood_in` and `stood_as` are the last exported place of a column (parent, slug) or placement (column).
    """

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    digest = models.CharField(max_length=32, blank=True)
    revision = models.PositiveIntegerField(default=1)
    position = models.BigIntegerField()
    stood_in = models.BigIntegerField(null=True)
    stood_as = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="one_state_per_record")
        ]
        indexes = [
            models.Index(fields=["position"], name="exported_position"),
            models.Index(fields=["record_id"], name="exported_record_id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.record_id} 第 {self.revision} 版"


class MediaReference(models.Model):
    """That an exported record names a media record: what no record names is not exported."""

    holder_id = models.BigIntegerField()
    media_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder_id", "media_id"], name="one_media_reference")
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} → media/{self.media_id}"


class FormerPlace(models.Model):
    """Where a column (parent, slug) or placement (column) stood before, so that old addresses redirect."""

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField(db_index=True)
    parent_id = models.BigIntegerField(null=True)
    slug = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return f"{self.kind}/{self.record_id} ← {self.parent_id} {self.slug}"


class FeedState(models.Model):
    """
    One row: which cluster this is, and how far its feed has come.

    A new `epoch` (`manage.py new_epoch`) makes every cursor given before invalid.
    """

    cluster = models.UUIDField(default=uuid.uuid4)
    epoch = models.UUIDField(default=uuid.uuid4)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.cluster}/{self.epoch} {self.position}"


class PublicationResult(models.Model):
    """What the build said of a record last: live at an address, or the findings that hold it."""

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    release = models.CharField(max_length=64, blank=True)
    live_at = models.URLField(max_length=500, blank=True)
    findings = models.JSONField(default=list)
    is_held = models.BooleanField(default=False)
    """Whether there are findings: the start page asks for these among all that were ever reported."""
    reported_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["reported_at"], condition=models.Q(is_held=True), name="held_result"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="one_result_per_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.record_id}：{self.live_at or '未上线'}"
