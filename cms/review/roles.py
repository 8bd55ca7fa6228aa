"""Which roles somebody has, and where."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Page

from cms.review import context
from cms.review.models import RoleGrant
from cms.review.rights import SUPERUSER_ROLES, Action, Duty, Rights, Role
from cms.review.states import state_for


class ActionRefused(PermissionDenied):
    """Somebody tried what they may not do; the message says to them why, and goes into the log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        request = context.request()
        if request is not None:
            request.refusal = sentence


def rights_at(user: Any, page: Page | None = None) -> Rights:
    """The rights of `user` at the site of `page`; without a page those in the whole cluster."""
    return Rights(roles_at(user, page))


def roles_at(user: Any, page: Page | None = None) -> set[Role]:
    """The roles of `user` at the site of `page`, and those in the whole cluster."""
    if not user.is_active:
        return set()
    if user.is_superuser:
        return set(SUPERUSER_ROLES)
    return {
        role
        for role, path in grants_of(user)
        if path is None or (page is not None and page.path.startswith(path))
    }


def grants_of(user: Any) -> list[tuple[Role, str | None]]:
    """Each role of `user` with the tree path of its site's home; None is the whole cluster."""
    if not hasattr(user, "_review_grants"):
        found = RoleGrant.objects.filter(group__user=user).values_list("role", "home__path")
        user._review_grants = [(Role(role), path) for role, path in found]
    return user._review_grants


def works_in_a_site(user: Any) -> bool:
    """Whether `user` has a role at any site."""
    return bool(user.is_superuser or any(path for _, path in grants_of(user)))


def in_sites_of(user: Any, path: str = "path") -> Q:
    """The condition that a page, whose tree path is in the column `path`, is in a site where `user` has a role."""
    if user.is_superuser:
        return Q()
    paths = {home for _, home in grants_of(user) if home is not None}
    none = Q(pk__in=())
    return reduce(or_, (Q(**{f"{path}__startswith": each}) for each in sorted(paths)), none)


def may(user: Any, action: Action, page: Page) -> bool:
    """Whether the table gives `user` the action on `page` as it stands."""
    rights = rights_at(user, page)
    return rights.has_any(action) and rights.may(action, state_for(action, page))


def may_anywhere(user: Any, action: Action) -> bool:
    """Whether the table gives `user` the action on pages of some state at any site."""
    return any(Rights({role}).has_any(action) for role in _all_roles(user))


def may_create(user: Any, kind: type[Page], parent: Page) -> bool:
    """Whether `user` may begin such a page below `parent`: editors write, site managers arrange columns."""
    from cms.core.models import ContentPage

    duty = Duty.CREATE if issubclass(kind, ContentPage) else Duty.ARRANGE
    return rights_at(user, parent).has(duty)


def refuse_unless_may(user: Any, action: Action, page: Page) -> None:
    """ActionRefused, with a sentence for the user, when the table does not give the action."""
    if may(user, action, page):
        return
    state = state_for(action, page)
    raise ActionRefused(f"“{page.title}”现在是“{state.label}”，您的角色不能执行“{action.label}”。")


def has_duty(user: Any, duty: Duty) -> bool:
    """Whether `user` has the duty at any site."""
    return any(Rights({role}).has(duty) for role in _all_roles(user))


def homes_with(user: Any, duty: Duty) -> list[Page]:
    """The homes of the sites at which `user` has the duty, as they stand in the tree."""
    homes = Page.objects.filter(in_sites_of(user), depth=2).order_by("path")
    return [home for home in homes if rights_at(user, home).has(duty)]


def _all_roles(user: Any) -> set[Role]:
    if not user.is_active:
        return set()
    if user.is_superuser:
        return set(SUPERUSER_ROLES)
    return {role for role, _ in grants_of(user)}


def users_with(role: Role, page: Page) -> list[AbstractBaseUser]:
    """The active users who have `role` at the site of `page`."""
    from django.contrib.auth import get_user_model

    homes = page.get_ancestors(inclusive=True)
    return list(
        get_user_model()
        .objects.filter(
            is_active=True, groups__role_grant__role=role, groups__role_grant__home__in=homes
        )
        .distinct()
        .order_by("pk")
    )
