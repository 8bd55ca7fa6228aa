"""
What is due: expiry, bundles, scheduled publication. Each thing in a transaction of its own, so that one that cannot
be done keeps back no other; it stays, and the log says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.core.models import ContentPage
from cms.review.audit import record_refusal
from cms.review.guard import PublicationRefused, is_revision_signed_off
from cms.timing import bundles


def run_due() -> list[str]:
    """Do all of it; a sentence for each thing that was not done."""
    now = timezone.now()
    return [*_expire(now), *bundles.publish_due(now), *_publish(now)]


def _expire(now: datetime) -> Iterable[str]:
    """Take off what ends."""
    for model in _models():
        ending = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for row in list(ending):
            yield from _try(row, "到期撤下", _unpublish)


def _publish(now: datetime) -> Iterable[str]:
    """Publish what waits for its own time, not for a bundle."""
    due = Revision.objects.filter(approved_go_live_at__lte=now)
    kept = bundles.scheduled(is_in_bundle=True)
    for revision in due.exclude(pk__in=kept.values("pk")).order_by("approved_go_live_at", "pk"):
        for sentence in _try(revision.content_object, "定时发布", _publish_scheduled):
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            yield sentence


def _try(row: Model, label: str, do: Callable[[Model], None]) -> Iterable[str]:
    try:
        with transaction.atomic():
            do(row)
    except Exception as error:
        why = bundles.said(error)
        record_refusal("due", label, why, row)
        yield f"“{row}”没有{label}：{why}"


def _unpublish(row: Model) -> None:
    row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish_scheduled(row: Model) -> None:
    revision = row.scheduled_revision
    if revision is None:
        return
    if isinstance(row, ContentPage) and not is_revision_signed_off(revision):
        raise PublicationRefused("这一稿没有通过三审，不能上线。请重新送审。")
    revision.publish(log_action="wagtail.publish.scheduled")


def _models() -> list[type[Model]]:
    """Whatever can be live; of pages the base."""
    drafted = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in drafted if not issubclass(model, Page))]
