"""
The one place that decides whether text becomes public or stops being so. Every road ends in saving the
page: the editor, bulk actions, the scheduler, copies, aliases, going back to an older revision, unlocking, a
`publish()` typed in a console. What is saved as live must be

- what is live already, or
- the text that passed the three reviews last, in that very revision, not withdrawn since, or
- let through by a permit: emergency publication (`steps.publish_in_emergency`), import (`import_right`).

What is live appears at another site only when the people of that site accepted it (`cms.placements.placing`).

A live page stops being live by a withdrawal (`steps.withdraw`), by its date of expiry, or with a permit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.review import context
from cms.review.fingerprint import BOOKKEEPING, fingerprint, fingerprint_of
from cms.review.models import Approval, EmergencyPublication, Withdrawal
from cms.review.persons import has_three_reviews
from cms.review.rights import PlaceState
from cms.review.roles import ActionRefused


class PublicationRefused(ActionRefused):
    """Something would have become public, or stopped being so, without a decision for it."""


@dataclass(frozen=True, slots=True)
class _Permit:
    """Lets one page through, or all."""

    page_pk: int | None


_permit: ContextVar[_Permit | None] = ContextVar("permit", default=None)


@contextmanager
def import_right(reason: str) -> Iterator[None]:
    """
    Within it, content that was published elsewhere becomes public without review. For commands that take
    over content, never for a request. Its use is in the log.
    """
    from cms.review.audit import record

    if context.request() is not None:
        raise PublicationRefused("导入权只供命令使用，不能在后台页面中使用。")
    record("import_right", "使用导入权", details=reason)
    with permitted(None):
        yield


@contextmanager
def permitted(page_pk: int | None) -> Iterator[None]:
    """A permit for the page with this key; None is all. `import_right`, `steps` and `placing` hand them out."""
    token = _permit.set(_Permit(page_pk))
    try:
        yield
    finally:
        _permit.reset(token)


def is_signed_off(page_pk: int, revision_pk: int | None, text: str) -> bool:
    """Whether the three reviews let this text out in this revision, and nothing was decided since."""
    latest = Approval.objects.filter(page_pk=page_pk).order_by("-pk").first()
    if latest is None or (latest.revision_pk, latest.fingerprint) != (revision_pk, text):
        return False
    later = {"page_pk": page_pk, "at__gt": latest.at}
    if Withdrawal.objects.filter(**later).exists():
        return False
    if EmergencyPublication.objects.filter(**later).exists():
        return False
    return has_three_reviews(page_pk, latest.revision_pk, text)


def is_revision_signed_off(revision: Revision) -> bool:
    """Whether this revision, as it is stored, may be published."""
    return is_signed_off(int(revision.object_id), revision.pk, fingerprint(revision.content))


def connect() -> None:
    """Watch everything that is saved."""
    pre_save.connect(_page_is_saved, dispatch_uid="review guard of pages")
    pre_save.connect(_revision_is_saved, sender=Revision, dispatch_uid="review guard of schedule")
    pre_save.connect(
        _place_is_saved, sender="placements.SitePlacement", dispatch_uid="review guard of places"
    )


def _page_is_saved(
    sender: type,
    instance: Any,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    # A fixture (`raw`) is a whole database put back.
    if raw or not isinstance(instance, Page) or not _is_reviewed(instance.specific_class):
        return
    if update_fields is not None and "live" not in update_fields and not _text(update_fields):
        return
    if _has_permit(instance):
        return
    if instance.pk is None and instance.alias_of_id:
        raise _refused(
            f"“{instance.title}”的别名没有通过三审，不能建立。要在其他栏目显示，请用“同时发布到”。"
        )
    stored = Page.objects.filter(pk=instance.pk, live=True).first() if instance.pk else None
    if instance.live:
        _refuse_unless_reviewed(instance, stored)
    elif stored is not None:
        _refuse_unless_expired(instance)


def _revision_is_saved(
    sender: type, instance: Revision, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """A time of publication is set only on what may be published."""
    if instance.approved_go_live_at is None or not _is_reviewed(
        instance.content_type.model_class()
    ):
        return
    permit = _permit.get()
    if permit is not None and permit.page_pk in (None, int(instance.object_id)):
        return
    if not is_revision_signed_off(instance):
        raise _refused(f"“{instance.object_str}”的这一稿没有通过三审，不能定时发布。请先送审。")


def _place_is_saved(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """No site is made to show the text of another: `placing` has a permit when its people accept."""
    if raw or instance.state != PlaceState.SHOWN or _has_permit(instance.page):
        return
    same = {"pk": instance.pk, "state": PlaceState.SHOWN, "column": instance.column_id}
    if not sender.objects.filter(**same).exists():  # type: ignore[attr-defined]
        raise _refused(f"“{instance.page}”没有经展示网站同意，不能在那里展示。")


def _is_reviewed(model: type | None) -> bool:
    from cms.core.models import ContentPage

    return model is not None and issubclass(model, ContentPage)


def _text(names: Collection[str]) -> bool:
    return any(name not in BOOKKEEPING for name in names)


def _has_permit(page: Page) -> bool:
    permit = _permit.get()
    return permit is not None and permit.page_pk in (None, page.pk)


def _refuse_unless_reviewed(page: Page, stored: Page | None) -> None:
    whole = _whole(page)
    text = fingerprint_of(whole)
    if page.pk and is_signed_off(page.pk, page.live_revision_id, text):
        return
    if stored is not None and text == fingerprint_of(stored.specific):
        return
    if page.pk and page.alias_of_id and _is_text_of(page.alias_of_id, text):
        return
    raise _refused(f"“{page.title}”的这一稿没有通过三审，不能上线。请先送审。")


def _whole(page: Page) -> Page:
    """The page with the fields of its type: somebody may be saving only its base row."""
    if isinstance(page, page.specific_class):
        return page
    whole = page.specific
    for field in type(page)._meta.concrete_fields:
        setattr(whole, field.attname, getattr(page, field.attname))
    return whole


def _is_text_of(source_pk: int, text: str) -> bool:
    """An alias from before there were reviews follows its source."""
    source = Page.objects.filter(pk=source_pk, live=True).first()
    return source is not None and fingerprint_of(source.specific) == text


def _refuse_unless_expired(page: Page) -> None:
    if page.expired and page.expire_at and page.expire_at <= timezone.now():
        return
    raise _refused(f"“{page.title}”已上线，撤下必须写明理由。请使用“撤下”。")


def _refused(sentence: str) -> PublicationRefused:
    """The refusal. The log gets it after the rollback that follows: of a request by the middleware."""
    from cms.review.audit import refuse_later

    if context.request() is None:
        refuse_later("publish", "发布", sentence)
    return PublicationRefused(sentence)
