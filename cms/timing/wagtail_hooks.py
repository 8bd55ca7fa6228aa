"""发布包 in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.review.rights import Duty
from cms.review.roles import has_duty
from cms.timing.dashboard import ScheduledPanel


class BundleMenuItem(MenuItem):
    """For site managers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_duty(request.user, Duty.BUNDLE)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The pages of `urls`, for those who are logged in."""
    return [path("", include("cms.timing.urls"))]


@hooks.register("construct_homepage_panels", order=200)
def show_what_is_scheduled(_request: HttpRequest, panels: list[Any]) -> None:
    """待发布, below the work that waits."""
    panels.append(ScheduledPanel())


@hooks.register("register_admin_menu_item")
def bundle_menu_item() -> MenuItem:
    """发布包."""
    return BundleMenuItem(
        "发布包", reverse("timing_bundles"), icon_name="folder-open-inverse", order=350
    )
