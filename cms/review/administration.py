"""The start pages of the three administrators (三员分立): what each looks after, and what asks for attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.admin.ui.components import Component

from cms.review.models import AuditEntry, RoleGrant
from cms.review.rights import Duty
from cms.review.roles import has_duty

MOST_REFUSALS = 10


class AdministrationPanel(Component):
    """The parts that somebody looks after; nothing for those who only work in a site."""

    name = "administration"
    template_name = "review/administration.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        context: dict[str, Any] = {"has_cluster": has_duty(user, Duty.CLUSTER)}
        if has_duty(user, Duty.USERS):
            context |= {"has_users": True, "vacant": vacant_roles()}
        if has_duty(user, Duty.READ_LOG):
            context |= {"has_log": True, "refusals": _refusals()[:MOST_REFUSALS]}
        return context


def vacant_roles() -> QuerySet[RoleGrant]:
    """Roles at a site that nobody has who can log in: what they are asked for waits for ever."""
    at_work = Count("group__user", filter=Q(group__user__is_active=True))
    vacant = RoleGrant.objects.filter(home__isnull=False).annotate(at_work=at_work)
    return vacant.filter(at_work=0).select_related("group").order_by("home__path", "pk")


def _refusals() -> QuerySet[AuditEntry]:
    """What was tried and not done, newest first."""
    return AuditEntry.objects.filter(outcome=AuditEntry.Outcome.REFUSED).order_by("-pk")
