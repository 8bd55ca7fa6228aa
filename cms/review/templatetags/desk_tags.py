"""What our templates of Wagtail's screens ask."""

from __future__ import annotations

from typing import Any

from django import template
from django.apps import apps
from django.urls import reverse
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.models import Page

from cms.review.rights import Action
from cms.review.roles import may_anywhere, may_create
from cms.review.states import state_of

register = template.Library()

_IN_BULK = {"move": Action.MOVE, "delete": Action.DELETE}
"""Publishing and withdrawing have roads of their own (`steps`), one text at a time."""


@register.simple_tag(takes_context=True)
def creatable(
    context: dict[str, Any], kinds: list[tuple[str, str, str, str]], parent: Page
) -> list[tuple[str, str, str, str]]:
    """Of the types that a column may have below it, those that the user may begin there."""
    user = context["request"].user
    return [kind for kind in kinds if may_create(user, apps.get_model(kind[1], kind[2]), parent)]


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def bulk_action_choices(
    context: dict[str, Any], app_label: str, model_name: str
) -> dict[str, list[Any]]:
    """Wagtail's, for pages without what the table of rights gives to no role of the user."""
    choices: dict[str, list[Any]] = wagtailadmin_tags.bulk_action_choices(
        context, app_label, model_name
    )
    if (app_label, model_name) == ("wagtailcore", "page"):
        user = context["request"].user
        offered = {
            reverse("wagtail_bulk_action", args=[app_label, model_name, name])
            for name, action in _IN_BULK.items()
            if may_anywhere(user, action)
        }
        choices["buttons"] = [each for each in choices["buttons"] if each.url in offered]
    return choices


@register.filter
def state_label(page: Page) -> str:
    """Where a page stands, in the words of the desk."""
    return state_of(page).label
