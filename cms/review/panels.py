"""Above the editor's fields: where the page stands, why it came back, and what the user may do now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Page, TaskState, WorkflowState


class ReviewPanel(Panel):
    """三审三校 of a page; nothing for one that is not saved yet."""

    class BoundPanel(Panel.BoundPanel):
        """See `ReviewPanel`."""

        template_name = "review/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from cms.review.states import state_of
            from cms.timing.bundles import bundle_of

            page, user = self.instance, self.request.user
            workflow = page.current_workflow_state
            return {
                **super().get_context_data(parent_context),
                "state": state_of(page),
                "waiting": _waiting(page),
                "refusal": _refusal(workflow),
                "approvals": _approvals(page),
                "clearance": _clearance(page),
                "withdrawal": _withdrawal(page),
                "is_flagged": _is_flagged(page),
                "scheduled_for": _scheduled_for(page),
                "bundle": bundle_of(page),
                "missed": _missed(page),
                "steps": _steps(user, page),
                "objection": _objection(user, page),
            }


def _waiting(page: Page) -> dict[str, Any]:
    """With whom the page is, and since when."""
    from cms.review.roles import users_with

    state = page.current_workflow_task_state
    if state is None:
        return {}
    users = users_with(state.task.specific.role, page)
    return {
        "names": "、".join(user.get_full_name() or user.get_username() for user in users),
        "since": state.started_at,
    }


def _refusal(workflow: WorkflowState | None) -> Any:
    """Why the text came back last, while it is with the editors."""
    from cms.review.models import Refusal

    if workflow is None or workflow.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return (
        Refusal.objects.filter(
            task_state__workflow_state=workflow, task_state__status=TaskState.STATUS_REJECTED
        )
        .select_related("task_state__finished_by", "task_state__task")
        .order_by("-pk")
        .first()
    )


def _approvals(page: Page) -> Any:
    from cms.review.models import Approval

    return Approval.objects.filter(revision_pk=page.latest_revision_id or 0).order_by("pk")


def _clearance(page: Page) -> Any:
    """The 保密审查 of the newest text; False where one is needed and missing."""
    from cms.review.models import ConfidentialityReview

    if not page.needs_clearance:
        return None
    found = ConfidentialityReview.objects.filter(revision_pk=page.latest_revision_id or 0)
    return found.order_by("-pk").first() or False


def _withdrawal(page: Page) -> Any:
    from cms.review.models import Withdrawal

    return None if page.live else Withdrawal.objects.filter(page_pk=page.pk).order_by("-pk").first()


def _scheduled_for(page: Page) -> Any:
    """When the text that passed goes out."""
    revision = page.scheduled_revision
    return revision and revision.approved_go_live_at


def _missed(page: Page) -> Any:
    """That the newest text was due and did not go out."""
    from cms.review.models import AuditEntry

    since = page.latest_revision_created_at
    if since is None or page.approved_schedule:
        return None
    refused = AuditEntry.objects.filter(
        object_kind=page._meta.verbose_name, object_pk=str(page.pk), action="due", at__gt=since
    )
    return refused.order_by("-pk").first()


def _is_flagged(page: Page) -> bool:
    from cms.review.models import EmergencyPublication

    return EmergencyPublication.objects.filter(page_pk=page.pk, reviewed_at=None).exists()


def _steps(user: Any, page: Page) -> list[dict[str, Any]]:
    """The steps that are open to the user now, with their addresses."""
    from cms.review.roles import may
    from cms.review.views import STEPS

    return [
        {"name": name, "step": step, "url": reverse("review_step", args=[page.pk, name])}
        for name, step in STEPS.items()
        if may(user, step.action, page) and (name != "clear" or page.needs_clearance)
    ]


def _objection(user: Any, page: Page) -> str:
    """Why a reviewer whose turn it is may not review this text."""
    from cms.review.persons import objection
    from cms.review.rights import Action
    from cms.review.roles import may

    state = page.current_workflow_task_state
    if state is None or not may(user, Action.APPROVE, page):
        return ""
    return objection(user, page, state.revision)
