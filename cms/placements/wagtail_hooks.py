"""跨站展示 in the menu, on the start page, and beside a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.core.models import ContentPage
from cms.placements.dashboard import PlacesToDecidePanel
from cms.review.rights import Action
from cms.review.roles import may
from cms.review.wagtail_hooks import SiteMenuItem


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The pages of `urls`, for those who are logged in."""
    return [path("", include("cms.placements.urls"))]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """A few lines for the lists of places."""
    return format_html('<link rel="stylesheet" href="{}">', static("placements/places.css"))


@hooks.register("construct_homepage_panels", order=150)
def show_what_is_to_be_decided(_request: HttpRequest, panels: list[Any]) -> None:
    """Below the work that waits."""
    panels.append(PlacesToDecidePanel())


@hooks.register("register_admin_menu_item")
def places_menu_item() -> MenuItem:
    """跨站展示."""
    return SiteMenuItem("跨站展示", reverse("placements"), icon_name="copy", order=360)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """推荐给其他网站 in the menu beside the title."""
    if isinstance(page, ContentPage) and may(user, Action.OFFER, page):
        yield Button(
            Action.OFFER.label,
            reverse("placements_offer", args=[page.pk]),
            icon_name="copy",
            priority=25,
        )
