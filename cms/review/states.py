"""Where a page stands between its first draft and its withdrawal."""

from __future__ import annotations

from wagtail.models import Page, WorkflowState

from cms.review.models import ReviewTask, Withdrawal
from cms.review.rights import Action, State


def state_of(page: Page) -> State:
    """What is done with the page's newest text; a live page whose changes are in review is in review."""
    workflow = page.current_workflow_state
    if workflow is not None:
        if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return State.RETURNED
        task = workflow.current_task_state.task.specific
        return State(task.level) if isinstance(task, ReviewTask) else State.FIRST
    if page.scheduled_revision is not None:
        return State.SCHEDULED
    if page.live:
        return State.LIVE
    return State.WITHDRAWN if was_withdrawn(page) else State.DRAFT


def state_for(action: Action, page: Page) -> State:
    """The state that decides on `action`: a withdrawal takes away what is live, whatever is in review."""
    if action is Action.WITHDRAW and page.live:
        return State.LIVE
    return state_of(page)


def was_withdrawn(page: Page) -> bool:
    """Whether the page, which is not live, was: by a withdrawal, or because it expired."""
    return page.expired or Withdrawal.objects.filter(page_pk=page.pk).exists()
