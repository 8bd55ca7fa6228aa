"""待发布 on the start page: what goes out when, the next first; bundles that did not go out above all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.core.models import ContentPage
from cms.review.rights import Duty
from cms.review.roles import has_duty, in_sites_of
from cms.timing.bundles import bundles_of, contents, scheduled
from cms.timing.models import Bundle

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A page or a bundle, and what is to be said of it."""

    title: str
    url: str
    """Empty where the user may not open it."""
    at: datetime
    kind: str
    note: str = ""
    is_wrong: bool = False


class ScheduledPanel(Component):
    """Left out where nothing is scheduled."""

    name = "timing_scheduled"
    template_name = "timing/scheduled.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        lines = sorted([*_bundles(user), *_pages(user)], key=lambda line: line.at)
        return {"lines": lines[:MOST_LINES]}


def _bundles(user: Any) -> Iterator[Line]:
    if not has_duty(user, Duty.BUNDLE):
        return
    open_ones = bundles_of(user).filter(status__in=[Bundle.Status.WAITING, Bundle.Status.FAILED])
    for bundle in open_ones.order_by("publish_at")[:MOST_LINES]:
        inside = contents(bundle)
        held = sum(1 for _, _, why in inside if why)
        note = f"共 {len(inside)} 篇" + (f"，{held} 篇还不能发布" if held else "，都已通过三审")
        yield Line(
            title=bundle.name,
            url=reverse("timing_bundle", args=[bundle.pk]),
            at=bundle.publish_at,
            kind="发布包",
            note=f"未能发布：{bundle.failure}" if bundle.failure else note,
            is_wrong=bool(bundle.failure),
        )


def _pages(user: Any) -> Iterator[Line]:
    """Pages that wait for a time of their own."""
    waiting = scheduled(is_in_bundle=False)
    times = dict(waiting.values_list("page_pk", "approved_go_live_at"))
    for page in ContentPage.objects.filter(in_sites_of(user), pk__in=times).specific():
        may_open = page.permissions_for_user(user).can_edit()
        yield Line(
            title=page.get_admin_display_title(),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_open else "",
            at=times[page.pk],
            kind="稿件",
        )
