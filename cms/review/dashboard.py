"""
The start page: what waits for the user, oldest first; what came back to them and why; what they have in review;
emergency publications that nobody has looked at since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from cms.review.models import EmergencyPublication, Refusal, ReviewTask
from cms.review.rights import REVIEWERS, Duty, State
from cms.review.roles import grants_of, has_duty
from cms.review.views import emergencies_of

MOST_LINES = 50


class WorkPanel(Component):
    """All of it, in this order; empty parts are left out."""

    name = "review_work"
    template_name = "review/work.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "is_reviewer": bool(_levels(user)),
            "is_editor": has_duty(user, Duty.CREATE),
            "waiting": _lines(waiting_for(user)[:MOST_LINES]),
            "returned": _returned(user),
            "under_way": _lines(_submitted_by(user)[:MOST_LINES]),
            "flagged": _flagged(user),
        }


def waiting_for(user: Any) -> QuerySet[TaskState]:
    """The reviews that the roles of `user` are asked for, oldest first."""
    levels = _levels(user)
    if not levels:
        return TaskState.objects.none()
    asked = Q()
    for level, path in levels:
        asked |= Q(level=level, home__path=path)
    tasks = ReviewTask.objects.filter(asked)
    return _in_progress().filter(task__in=tasks.values("task_ptr"))


def _levels(user: Any) -> list[tuple[State, str]]:
    if user.is_superuser:
        return []
    level_of = {role: state for state, role in REVIEWERS.items()}
    return [
        (level_of[role], path)
        for role, path in grants_of(user)
        if role in level_of and path is not None
    ]


def _submitted_by(user: Any) -> QuerySet[TaskState]:
    return _in_progress().filter(workflow_state__requested_by=user)


def _in_progress() -> QuerySet[TaskState]:
    return (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("task", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )


def _lines(states: QuerySet[TaskState]) -> list[dict[str, Any]]:
    """What a line shows, with one query for all titles."""
    found = list(states)
    pages = _pages(state.workflow_state.object_id for state in found)
    return [
        {
            "page": pages[state.workflow_state.object_id],
            "url": _editor(state.workflow_state.object_id),
            "task": state.task.name,
            "by": name_of_person(state.workflow_state.requested_by),
            "since": state.started_at,
        }
        for state in found
        if state.workflow_state.object_id in pages
    ]


def _returned(user: Any) -> list[dict[str, Any]]:
    """Texts that came back to those who submitted them."""
    refusals = (
        Refusal.objects.filter(
            task_state__workflow_state__requested_by=user,
            task_state__workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
            task_state__status=TaskState.STATUS_REJECTED,
        )
        .select_related("task_state__workflow_state", "task_state__finished_by", "task_state__task")
        .order_by("task_state__finished_at")
    )
    # The last refusal of each text is the one that holds.
    last = {each.task_state.workflow_state_id: each for each in refusals}
    pages = _pages(each.task_state.workflow_state.object_id for each in last.values())
    return [
        {
            "page": pages[each.task_state.workflow_state.object_id],
            "url": _editor(each.task_state.workflow_state.object_id),
            "refusal": each,
            "by": name_of_person(each.task_state.finished_by),
        }
        for each in last.values()
        if each.task_state.workflow_state.object_id in pages
    ]


def _flagged(user: Any) -> list[EmergencyPublication]:
    entries = emergencies_of(user)
    if entries is None:
        return []
    return list(entries.filter(reviewed_at=None).order_by("at")[:MOST_LINES])


def _pages(keys: Any) -> dict[str, Page]:
    found = Page.objects.filter(pk__in=[int(key) for key in keys])
    return {str(page.pk): page for page in found}


def _editor(page_pk: str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_pk])


def name_of_person(user: Any) -> str:
    """What the desk calls a user; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""
