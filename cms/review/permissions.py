"""What Wagtail may ask about a page, answered from the table of rights."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Page, PagePermissionTester

from cms.review.rights import Action, Duty, State
from cms.review.roles import rights_at
from cms.review.states import state_of

_OPENING = (Action.EDIT, Action.COPY, Action.EMERGENCY, Action.UNSCHEDULE, Action.WITHDRAW)


class ContentPermissions(PagePermissionTester):
    """Of a page of content. Publishing and unpublishing have roads of their own (`steps`)."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self._rights = rights_at(user, page)

    @cached_property
    def _state(self) -> State:
        return state_of(self.page)

    def may(self, action: Action) -> bool:
        """As `roles.may`, with the state looked up once and only when it matters: a listing asks often."""
        return self._rights.has_any(action) and self._rights.may(action, self._state)

    def can_edit(self) -> bool:
        """To open the editor: to write, or to read what one may copy, withdraw, let out or hold back (`lock`)."""
        if any(map(self.may, _OPENING)):
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_submit_for_moderation(self) -> bool:
        return self.may(Action.SUBMIT) and bool(super().can_submit_for_moderation())

    def can_publish(self) -> bool:
        return self.may(Action.PUBLISH)

    def can_unpublish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return self.may(Action.UNSCHEDULE)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.may(Action.DELETE)

    def can_move(self) -> bool:
        return self.may(Action.MOVE)

    def can_move_to(self, destination: Page) -> bool:
        if self.page == destination or not self.page.specific.can_move_to(destination):
            return False
        return self.can_move() and rights_at(self.user, destination).may(Action.MOVE, self._state)

    def can_copy(self) -> bool:
        return self.may(Action.COPY)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return (
            self.can_copy()
            and self.page.specific_class.can_create_at(destination)
            and rights_at(self.user, destination).has(Duty.CREATE)
        )

    def can_lock(self) -> bool:
        return self.may(Action.LOCK)

    def can_unlock(self) -> bool:
        return self.may(Action.LOCK)

    def can_set_view_restrictions(self) -> bool:
        """The public sites are files: nobody can be kept out of one of them."""
        return False


class StructurePermissions(PagePermissionTester):
    """Of a site's home and its columns: arranged by the site manager, filled by the editors."""

    def arranges(self) -> bool:
        """Whether the user arranges the columns of this site."""
        return rights_at(self.user, self.page).has(Duty.ARRANGE)

    def can_add_subpage(self) -> bool:
        rights = rights_at(self.user, self.page)
        return rights.has(Duty.CREATE) or rights.has(Duty.ARRANGE)

    def can_edit(self) -> bool:
        return self.arranges()

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return self.arranges()

    def can_publish_subpage(self) -> bool:
        return self.arranges()

    def can_unpublish(self) -> bool:
        return self.arranges() and bool(self.page.live) and self._is_empty()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """A column goes when it is empty: its pages are withdrawn or moved first."""
        return self.arranges() and self.page.depth > 2 and self._is_empty()

    def can_move(self) -> bool:
        return self.arranges() and self.page.depth > 2

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return self.arranges()

    def can_lock(self) -> bool:
        return self.arranges()

    def can_unlock(self) -> bool:
        return self.arranges()

    def can_set_view_restrictions(self) -> bool:
        return False

    def _is_empty(self) -> bool:
        return bool(self.page.is_leaf())
