"""
What follows the last review (`WAGTAIL_FINISH_WORKFLOW_ACTION`). Imported while Wagtail's models are made, so
it names none.
"""

from __future__ import annotations

from typing import Any


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that was reviewed, or keep it for its bundle; the guard looks whether it was."""
    from cms.timing.bundles import keep_for_bundle

    revision = workflow_state.current_task_state.revision
    if not keep_for_bundle(revision):
        revision.publish(user=user, skip_permission_checks=True)
