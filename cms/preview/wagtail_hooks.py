"""Where the desk offers sharing: beside a page, and in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.core.models import ContentPage
from cms.preview.sharing import links_of
from cms.review.rights import Action
from cms.review.roles import may


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The pages of `urls`, for those who are logged in."""
    return [path("", include("cms.preview.urls"))]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """A few lines for the list of links."""
    return format_html('<link rel="stylesheet" href="{}">', static("preview/links.css"))


class LinksMenuItem(MenuItem):
    """For those who may share at a site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(settings.PREVIEW_URL) and links_of(request.user) is not None


@hooks.register("register_admin_menu_item")
def links_menu_item() -> MenuItem:
    """分享链接."""
    return LinksMenuItem("分享链接", reverse("preview_links"), icon_name="link", order=410)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """分享预览 in the menu beside the title."""
    if settings.PREVIEW_URL and isinstance(page, ContentPage) and may(user, Action.SHARE, page):
        yield Button(
            "分享预览", reverse("preview_share", args=[page.pk]), icon_name="link", priority=20
        )
