"""
What people do with a bundle, and what is done at its minute. A page of a bundle that passes its last review waits for
the bundle, as one that was given a time waits for that (`Revision.approved_go_live_at`, which the guard of
`cms.review` allows only to text that passed).
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from cms.core.models import ContentPage
from cms.policies.index_numbers import IndexNumberError
from cms.review.audit import name_of, record, record_refusal
from cms.review.guard import is_revision_signed_off
from cms.review.rights import Duty, State
from cms.review.roles import ActionRefused, in_sites_of, rights_at
from cms.review.states import state_of
from cms.timing.models import Bundle, BundlePage

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """A bundle does not go out; the message says which pages hold it, and why."""


@transaction.atomic
def make(user: Any, name: str, publish_at: datetime) -> Bundle:
    """A new bundle without pages."""
    bundle = Bundle.objects.create(name=name, publish_at=publish_at, made_by=name_of(user))
    record("bundle.make", "新建发布包", bundle, user=user, details=f"定于{_minute(publish_at)}")
    return bundle


@transaction.atomic
def add(user: Any, bundle: Bundle, page: Page) -> None:
    """Put a page in; it may be anywhere on its way through the reviews."""
    bundle = _open(bundle)
    _refuse_unless_arranges(user, page)
    if page.approved_schedule:
        raise ActionRefused(f"“{page.title}”已经单独定时。请先取消它的定时发布，再放入发布包。")
    if page.live and not page.has_unpublished_changes:
        raise ActionRefused(f"“{page.title}”已上线，没有修改稿。请先写好修改稿。")
    other = BundlePage.objects.filter(page_pk=page.pk, is_open=True).first()
    if other is not None:
        raise ActionRefused(f"“{page.title}”已经在发布包“{other.bundle}”中。")
    BundlePage.objects.create(bundle=bundle, page_pk=page.pk, page_title=page.title)
    record("bundle.add", "放入发布包", page, user=user, details=bundle.name)


@transaction.atomic
def remove(user: Any, bundle: Bundle, page_pk: int) -> None:
    """Take a page out. One that passed its reviews for this bundle is a draft again, to be submitted anew."""
    row = _open(bundle).pages.get(page_pk=page_pk)
    page = Page.objects.filter(pk=page_pk).first()
    if page is not None:
        _refuse_unless_arranges(user, page)
        _give_time(page, None)
    row.delete()
    record("bundle.remove", "移出发布包", page, user=user, details=bundle.name)


@transaction.atomic
def set_time(user: Any, bundle: Bundle, publish_at: datetime) -> None:
    """Another minute; a bundle that failed waits again."""
    bundle = _open(bundle)
    pages = _pages(bundle)
    for page in pages.values():
        _refuse_unless_arranges(user, page)
        if page.approved_schedule:
            _give_time(page, publish_at)
    bundle.publish_at, bundle.status, bundle.failure = publish_at, Bundle.Status.WAITING.value, ""
    bundle.save()
    record("bundle.time", "改定发布包的时间", bundle, user=user, details=_minute(publish_at))


@transaction.atomic
def cancel(user: Any, bundle: Bundle) -> None:
    """Give it up: its pages are on their own again, those that passed their reviews as drafts."""
    bundle = _open(bundle)
    for page in _pages(bundle).values():
        _refuse_unless_arranges(user, page)
        _give_time(page, None)
    _close(bundle, Bundle.Status.CANCELLED)
    record("bundle.cancel", "取消发布包", bundle, user=user)


def keep_for_bundle(revision: Revision) -> bool:
    """For the last review: whether the page is in a bundle, and its text now waits for that."""
    row = BundlePage.objects.filter(page_pk=int(revision.object_id), is_open=True).first()
    if row is None:
        return False
    page = Page.objects.get(pk=row.page_pk)
    if _has_own_time(revision):
        raise ActionRefused(
            f"“{page.title}”在发布包“{row.bundle}”中，又写明了自己的发布时间。"
            "请退回，由编辑清空发布时间后重新送审。"
        )
    page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    revision.approved_go_live_at = row.bundle.publish_at
    revision.save(update_fields=["approved_go_live_at"])
    record("bundle.keep", "随发布包待发布", page, details=str(row.bundle))
    return True


def bundle_of(page: Page) -> Bundle | None:
    """The bundle that the page is kept for."""
    row = BundlePage.objects.filter(page_pk=page.pk, is_open=True).select_related("bundle").first()
    return row.bundle if row else None


def scheduled(is_in_bundle: bool) -> QuerySet[Revision]:
    """The revisions of pages, with `page_pk`, that wait for a bundle or for a time of their own."""
    timed = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by()
    kept = BundlePage.objects.filter(is_open=True).values("page_pk")
    timed = timed.annotate(page_pk=Cast("object_id", BigIntegerField()))
    return timed.filter(page_pk__in=kept) if is_in_bundle else timed.exclude(page_pk__in=kept)


def bundles_of(user: Any) -> QuerySet[Bundle]:
    """Those with a page in a site of `user`, and those without pages."""
    own = Page.objects.filter(in_sites_of(user))
    rows = BundlePage.objects.filter(page_pk__in=own.values("pk"))
    return Bundle.objects.filter(Q(pk__in=rows.values("bundle_id")) | Q(pages=None)).distinct()


def obstacle(page: Page | None) -> str:
    """Why the page would hold its bundle now; empty when it is ready."""
    if page is None:
        return "稿件已被删除，请移出发布包。"
    revision = page.scheduled_revision
    if revision is None:
        state = state_of(page)
        if state is State.LIVE:
            return "没有待发布的修改稿，请移出发布包。"
        return f"现在是“{state.label}”，还没有通过三审。"
    if not is_revision_signed_off(revision):
        return "这一稿没有通过三审，或通过以后又有改动，请重新送审。"
    return ""


def contents(bundle: Bundle) -> list[tuple[BundlePage, ContentPage | None, str]]:
    """Each page of a bundle with what holds it; None for one that was deleted."""
    pages = _pages(bundle)
    return [
        (row, pages.get(row.page_pk), obstacle(pages.get(row.page_pk)) if bundle.is_open else "")
        for row in bundle.pages.order_by("pk")
    ]


def publish_due(now: datetime) -> list[str]:
    """Publish the bundles whose minute has come, each as a whole; a sentence for each that was not."""
    due = Bundle.objects.filter(status=Bundle.Status.WAITING, publish_at__lte=now)
    sentences = []
    for bundle in due.order_by("publish_at", "pk"):
        try:
            _publish(bundle.pk)
        except Exception as error:
            why = said(error)
            _fail(bundle.pk, why)
            sentences.append(f"发布包“{bundle}”没有发布，其中一篇也没有上线：{why}")
    return sentences


@transaction.atomic
def _publish(bundle_pk: int) -> None:
    bundle = Bundle.objects.select_for_update().get(pk=bundle_pk)
    if bundle.status != Bundle.Status.WAITING:
        return
    held = [f"“{row}”：{why}" for row, _, why in contents(bundle) if why]
    if held:
        raise NotReady("".join(held))
    for page in _pages(bundle).values():
        page.scheduled_revision.publish(
            log_action="wagtail.publish.scheduled", skip_permission_checks=True
        )
    _close(bundle, Bundle.Status.PUBLISHED)
    titles = "、".join(str(row) for row in bundle.pages.order_by("pk"))
    record("bundle.publish", "发布包上线", bundle, details=titles)


@transaction.atomic
def _fail(bundle_pk: int, why: str) -> None:
    bundle = Bundle.objects.select_for_update().get(pk=bundle_pk)
    if bundle.status == Bundle.Status.WAITING:
        bundle.status, bundle.failure = Bundle.Status.FAILED.value, why
        bundle.save()
        record_refusal("bundle.publish", "发布包上线", why, bundle)


def said(error: Exception) -> str:
    """Why something that was due was not done, in words for the desk; the log of the process has the rest."""
    if isinstance(error, ValidationError):
        return "".join(error.messages)
    if isinstance(error, NotReady | ActionRefused | IndexNumberError):
        return str(error)
    logger.exception("something that was due could not be published")
    return "系统发生错误，请联系运维人员查看日志。"


def _open(bundle: Bundle) -> Bundle:
    """The bundle as it is now, for this transaction alone."""
    now = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if not now.is_open:
        raise ActionRefused(f"发布包“{now}”{now.get_status_display()}，不能再改动。")
    return now


def _close(bundle: Bundle, status: Bundle.Status) -> None:
    bundle.status, bundle.ended_at = status.value, timezone.now()
    bundle.save()
    bundle.pages.update(is_open=False)


def _pages(bundle: Bundle) -> dict[int, ContentPage]:
    keys = bundle.pages.order_by("pk").values_list("page_pk", flat=True)
    found = ContentPage.objects.in_bulk(list(keys))
    return {key: found[key].specific for key in keys if key in found}


def _give_time(page: Page, at: datetime | None) -> None:
    """When the text that passed goes out; None takes it back to the drafts."""
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=at)


def _has_own_time(revision: Revision) -> bool:
    own = parse_datetime(revision.content.get("go_live_at") or "")
    return own is not None and own > timezone.now()


def _refuse_unless_arranges(user: Any, page: Page) -> None:
    if not rights_at(user, page).has(Duty.BUNDLE):
        raise ActionRefused(f"“{page.title}”所在的网站不归您管理，不能放入或移出发布包。")


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
