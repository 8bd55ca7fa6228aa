"""
What the build says of records: shown to editors, and nothing depends on it.
"""

from __future__ import annotations

import msgspec
from django.utils import timezone

from cms.feed.models import PublicationResult


class Finding(msgspec.Struct, frozen=True):
    """Why a record is held: in words for the editor, and the field it is about."""

    reason: str
    field: str = ""


class Result(msgspec.Struct, frozen=True):
    """One record: live at an address, or held by findings."""

    kind: str
    id: int
    live_at: str | None = None
    release: str | None = None
    """The digest of the root of the release in which it stands."""
    findings: list[Finding] = []


class Report(msgspec.Struct, frozen=True):
    """What is posted to `/feed/results`."""

    cursor: str | None
    records: list[Result]


def keep(report: Report) -> int:
    """Keep the last word on each record; the number of records."""
    now = timezone.now()
    PublicationResult.objects.bulk_create(
        (
            PublicationResult(
                kind=each.kind,
                record_id=each.id,
                release=each.release or "",
                live_at=each.live_at or "",
                findings=msgspec.to_builtins(each.findings),
                is_held=bool(each.findings),
                reported_at=now,
            )
            for each in report.records
        ),
        update_conflicts=True,
        unique_fields=["kind", "record_id"],
        update_fields=["release", "live_at", "findings", "is_held", "reported_at"],
        batch_size=100,
    )
    return len(report.records)


def result_of(kind: str, record_id: int) -> PublicationResult | None:
    """The last word on a record."""
    return PublicationResult.objects.filter(kind=kind, record_id=record_id).first()


def decode_report(body: bytes) -> Report:
    """The posted report; raises msgspec.ValidationError or DecodeError."""
    return msgspec.json.decode(body, type=Report)
