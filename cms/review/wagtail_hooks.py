"""The desk: our start page, menu and buttons, and what Wagtail must not offer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SiteSummaryPanel
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.core.models import ContentPage
from cms.review.administration import AdministrationPanel
from cms.review.dashboard import WorkPanel
from cms.review.documents import DocumentsViewSet
from cms.review.rights import Action, Duty
from cms.review.roles import (
    ActionRefused,
    has_duty,
    may,
    may_create,
    rights_at,
    works_in_a_site,
)
from cms.review.views import STEPS

_TRADE = {"explorer": "栏目", "documents": "附件"}
_DOUBLE = ("action-cancel-workflow", "action-restart-workflow")
_REPLACED = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel, SiteSummaryPanel)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The pages of `urls`, for those who are logged in."""
    return [path("", include("cms.review.urls"))]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """A few lines for our own pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("review/desk.css"))


@hooks.register("insert_editor_js")
def add_script() -> str:
    """What the editor of a text does beside Wagtail's own."""
    return format_html('<script src="{}"></script>', static("review/desk.js"))


@hooks.register("construct_homepage_panels")
def show_work(_request: HttpRequest, panels: list[Any]) -> None:
    """Our panels instead of those of Wagtail that show the same in another way."""
    others = [each for each in panels if not isinstance(each, _REPLACED)]
    panels[:] = [AdministrationPanel(), WorkPanel(), *others]


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_counts(_request: HttpRequest, items: list[Any]) -> None:
    """How many pages, pictures and files there are helps nobody with their work."""
    items.clear()


class SiteMenuItem(MenuItem):
    """For those who have a role at a site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_in_a_site(request.user)


class LogMenuItem(MenuItem):
    """For the audit administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_duty(request.user, Duty.READ_LOG)


@hooks.register("register_admin_menu_item")
def emergency_menu_item() -> MenuItem:
    """紧急发布, the board."""
    return SiteMenuItem("紧急发布", reverse("review_emergencies"), icon_name="warning", order=400)


@hooks.register("register_admin_menu_item")
def texts_menu_item() -> MenuItem:
    """稿件."""
    return SiteMenuItem(
        "稿件",
        reverse("documents_of_sites:index"),
        icon_name=DocumentsViewSet.icon,
        name="texts",
        order=110,
    )


@hooks.register("register_admin_menu_item")
def log_menu_item() -> MenuItem:
    """日志."""
    return LogMenuItem("日志", reverse("review_log"), icon_name="list-ul", order=900)


@hooks.register("construct_main_menu")
def in_the_words_of_the_trade(_request: HttpRequest, items: list[Any]) -> None:
    """栏目 and 附件, not pages and documents."""
    for item in items:
        item.label = _TRADE.get(item.name, item.label)


@hooks.register("construct_page_action_menu")
def leave_out_workflow(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """
    收回送审 is offered above the text and asks first; 送审 finds by itself at which review to begin.
    Who makes a column and writes no texts has nothing to submit.
    """
    left_out = set(_DOUBLE)
    if context["view"] == "create" and not rights_at(request.user, context["parent_page"]).has(
        Duty.CREATE
    ):
        left_out.add("action-submit")
    items[:] = [item for item in items if item.name not in left_out]


@hooks.register("construct_reports_menu")
def leave_out_reports(_request: HttpRequest, items: list[Any]) -> None:
    """Who did what is in the log, what waits on the start page; an empty menu is not shown."""
    items.clear()


@hooks.register("register_admin_viewset")
def list_of_documents() -> DocumentsViewSet:
    """稿件."""
    return DocumentsViewSet()


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Any:
    """撤下 in the list of a column."""
    if issubclass(page.specific_class or Page, ContentPage) and may(user, Action.WITHDRAW, page):
        yield Button(
            STEPS["withdraw"].title,
            reverse("review_step", args=[page.pk, "withdraw"]),
            icon_name="download",
            priority=40,
        )


@hooks.register("before_create_page")
def refuse_to_create(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Also by the address alone."""
    if not may_create(request.user, page_class, parent):
        raise ActionRefused(f"您的角色不能在这里新建{page_class._meta.verbose_name}。")


@hooks.register("construct_page_chooser_queryset")
def own_tree_or_public(pages: Any, request: HttpRequest) -> Any:
    """Of other sites only what is public can be linked to."""
    if request.user.is_superuser:
        return pages
    own = page_permission_policy.explorable_instances(request.user)
    return pages.filter(live=True) | pages.filter(pk__in=own.values("pk"))
