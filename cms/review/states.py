"""Where a page stands between its first draft and its withdrawal."""

from __future__ import annotations

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, WorkflowState

from cms.review.models import ReviewTask, Withdrawal
from cms.review.rights import REVIEWERS, Action, State


def state_of(page: Page) -> State:
    """What is done with the page's newest text; a live page whose changes are in review is in review."""
    workflow = page.current_workflow_state
    if workflow is not None:
        if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return State.RETURNED
        task = workflow.current_task_state.task.specific
        return State(task.level) if isinstance(task, ReviewTask) else State.FIRST
    if page.approved_schedule:
        return State.SCHEDULED
    if page.live:
        return State.LIVE
    return State.WITHDRAWN if was_withdrawn(page) else State.DRAFT


def in_state(state: State) -> Q:
    """The condition that `state_of` gives `state`, for a query over pages."""
    returned = _in_workflow(status=WorkflowState.STATUS_NEEDS_CHANGES)
    if state is State.RETURNED:
        return returned
    under_way = _in_workflow(status=WorkflowState.STATUS_IN_PROGRESS)
    if state in REVIEWERS:
        tasks = ReviewTask.objects.filter(level=state).values("task_ptr")
        return _in_workflow(
            status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__task__in=tasks
        )
    at_rest = ~returned & ~under_way
    timed = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    scheduled = Q(pk__in=_page_keys(timed))
    if state is State.SCHEDULED:
        return at_rest & scheduled
    if state is State.LIVE:
        return at_rest & ~scheduled & Q(live=True)
    withdrawn = Q(expired=True) | Q(pk__in=Withdrawal.objects.values("page_pk"))
    is_that = withdrawn if state is State.WITHDRAWN else ~withdrawn
    return at_rest & ~scheduled & Q(live=False) & is_that


def _in_workflow(**conditions: object) -> Q:
    states = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", **conditions
    )
    return Q(pk__in=_page_keys(states))


def _page_keys(rows: QuerySet) -> QuerySet:
    """Wagtail names the objects of revisions and workflows by text."""
    return rows.order_by().values_list(Cast("object_id", BigIntegerField()), flat=True)


def state_for(action: Action, page: Page) -> State:
    """The state that decides on `action`: withdrawn and offered is what is live, whatever is in review."""
    if action in (Action.WITHDRAW, Action.OFFER) and page.live:
        return State.LIVE
    return state_of(page)


def was_withdrawn(page: Page) -> bool:
    """Whether the page, which is not live, was: by a withdrawal, or because it expired."""
    return page.expired or Withdrawal.objects.filter(page_pk=page.pk).exists()
