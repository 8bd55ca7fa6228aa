"""
What people do to a page between draft and withdrawal. Each step asks the table of rights and the rule of
three persons, does all of it in one transaction or nothing, and leaves its entry in the log.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Comment, Page, Revision, TaskState

from cms.review import guard, notices
from cms.review.audit import name_of, record
from cms.review.fingerprint import fingerprint
from cms.review.models import (
    Approval,
    ConfidentialityReview,
    EmergencyPublication,
    Refusal,
    Withdrawal,
)
from cms.review.persons import all_editors_of, objection
from cms.review.rights import Action, Duty, State
from cms.review.roles import ActionRefused, refuse_unless_may, rights_at


@transaction.atomic
def approve(user: Any, page: Page, comment: str = "") -> None:
    """通过: give the review that the page waits for. The last one publishes the text."""
    state = TaskState.objects.select_for_update().get(pk=_reviewed(user, page, Action.APPROVE).pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise ActionRefused("这一审刚刚由别人完成了。请从首页重新打开稿件。")
    level, revision = state.task.specific.level, state.revision
    text = fingerprint(revision.content)
    _refuse_other_text(page, revision, text)
    if level == State.FINAL and page.specific_class.needs_clearance and not is_cleared(page, text):
        raise ActionRefused("这一稿还没有保密审查记录，不能终审通过。请先完成保密审查。")
    Approval.objects.create(
        **_step(user, page), revision_pk=revision.pk, fingerprint=text, level=level, comment=comment
    )
    label = State(level).label.removesuffix("中")
    record("review.approve", f"{label}通过", page, user=user, details=comment)
    state.specific.approve(user=user, comment=comment)


@transaction.atomic
def refuse(user: Any, page: Page, comment: str, field: str = "", field_label: str = "") -> None:
    """退回: back to the editors, with why and at which field; there it stands as a comment as well."""
    state = _reviewed(user, page, Action.REFUSE)
    Refusal.objects.create(task_state=state, field=field, field_label=field_label, comment=comment)
    if _bears_comments(page, field):
        Comment.objects.create(
            page_id=page.pk,
            user=user,
            text=f"退回理由：{comment}",
            contentpath=field,
            revision_created=state.revision,
        )
    place = field_label or "整篇稿件"
    record("review.refuse", "退回", page, user=user, details=f"{place}：{comment}")
    state.specific.reject(user=user, comment=f"{place}：{comment}")


@transaction.atomic
def clear(user: Any, page: Page, basis: str, opinion: str = "") -> None:
    """保密审查: this text may be disclosed; who says so, when, on what basis."""
    state = _reviewed(user, page, Action.CLEAR)
    ConfidentialityReview.objects.create(
        **_step(user, page),
        revision_pk=state.revision.pk,
        fingerprint=fingerprint(state.revision.content),
        basis=basis,
        opinion=opinion,
    )
    record("review.clear", "保密审查", page, user=user, details=f"依据：{basis}。{opinion}")


@transaction.atomic
def recall(user: Any, page: Page) -> None:
    """收回送审: the editors want to change the text before it is reviewed to the end."""
    refuse_unless_may(user, Action.RECALL, page)
    page.current_workflow_state.cancel(user=user)
    record("review.recall", "收回送审", page, user=user)


@transaction.atomic
def publish_in_emergency(user: Any, page: Page, reason: str) -> EmergencyPublication:
    """紧急发布: the newest text goes out at once, and stays on the board until somebody looked at it."""
    refuse_unless_may(user, Action.EMERGENCY, page)
    with guard.permitted(page.pk):
        revision = _without_a_time(page, user)
        entry = EmergencyPublication.objects.create(
            **_step(user, page),
            revision_pk=revision.pk,
            fingerprint=fingerprint(revision.content),
            reason=reason,
            site_path=page.path,
        )
        revision.publish(user=user, skip_permission_checks=True)
    record("review.emergency", "紧急发布", page, user=user, details=reason)
    transaction.on_commit(lambda: notices.tell_of_emergency(entry, page))
    return entry


@transaction.atomic
def review_afterwards(user: Any, entry: EmergencyPublication, conclusion: str) -> None:
    """事后复核: takes an emergency publication off the board."""
    entry = EmergencyPublication.objects.select_for_update().get(pk=entry.pk)
    if why := objection_to_reviewing(user, entry):
        raise ActionRefused(why)
    entry.reviewed_at = timezone.now()
    entry.reviewed_by, entry.reviewed_by_pk = name_of(user), user.pk
    entry.conclusion = conclusion
    entry.save()
    page = Page.objects.filter(pk=entry.page_pk).first()
    record("review.afterwards", "事后复核", page, user=user, details=conclusion)


@transaction.atomic
def withdraw(user: Any, page: Page, kind: str, reason: str) -> None:
    """撤下: off the public site at once; what was in review or waits for its time is stopped."""
    refuse_unless_may(user, Action.WITHDRAW, page)
    if page.current_workflow_state is not None:
        page.current_workflow_state.cancel(user=user)
    Withdrawal.objects.create(**_step(user, page), kind=kind, reason=reason)
    label = Withdrawal.Kind(kind).label
    record("review.withdraw", label, page, user=user, details=reason)
    with guard.permitted(page.pk):
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)


def is_cleared(page: Page, text: str) -> bool:
    """Whether there is a 保密审查 of this very text."""
    return ConfidentialityReview.objects.filter(page_pk=page.pk, fingerprint=text).exists()


def objection_to_reviewing(user: Any, entry: EmergencyPublication) -> str:
    """Why `user` may not take `entry` off the board; empty when they may."""
    page = Page.objects.filter(pk=entry.page_pk).first()
    if not rights_at(user, page or Page(path=entry.site_path)).has(Duty.REVIEW_AFTERWARDS):
        return "事后复核由本网站的终审人员进行。"
    if entry.reviewed_at:
        return "这次紧急发布已经复核过了。"
    if user.pk == entry.user_pk:
        return "您是这次紧急发布的发布人，请由其他终审人员复核。"
    if page and user.pk in all_editors_of(page, entry.revision_pk):
        return "您修改过这一稿，请由其他终审人员复核。"
    return ""


def _reviewed(user: Any, page: Page, action: Action) -> TaskState:
    """The review that the page waits for, when `user` may give it."""
    refuse_unless_may(user, action, page)
    state = page.current_workflow_task_state
    if action is not Action.REFUSE and (why := objection(user, page, state.revision)):
        raise ActionRefused(why)
    return state


def _bears_comments(page: Page, field: str) -> bool:
    """Wagtail shows a comment beside a plain field, not beside rows or a body of blocks."""
    names = {each.name for each in page.specific_class._meta.concrete_fields}
    return field in names and field != "body"


def _refuse_other_text(page: Page, revision: Revision, text: str) -> None:
    """What is reviewed must be the newest text, and the same at each of the three."""
    given = Approval.objects.filter(revision_pk=revision.pk).exclude(fingerprint=text)
    if given.exists() or page.latest_revision_id != revision.pk:
        raise ActionRefused("送审以后正文被改动过，这次审核不能通过。请退回，由编辑重新送审。")


def _without_a_time(page: Page, user: Any) -> Revision:
    """The newest revision; one without the time it was to wait for, where it has one."""
    revision = page.get_latest_revision() or page.specific.save_revision(user=user)
    text = revision.as_object()
    if text.go_live_at and text.go_live_at > timezone.now():
        text.go_live_at = None
        revision = text.save_revision(user=user, log_action=True)
    return revision


def _step(user: Any, page: Page) -> dict[str, Any]:
    return {
        "page_pk": page.pk,
        "page_title": page.title[:255],
        "user_pk": user.pk,
        "user_name": name_of(user),
    }
