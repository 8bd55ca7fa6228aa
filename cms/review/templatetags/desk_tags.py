"""What our templates of Wagtail's screens ask."""

from __future__ import annotations

from typing import Any

from django import template
from django.apps import apps
from wagtail.models import Page

from cms.review.roles import may_create

register = template.Library()


@register.simple_tag(takes_context=True)
def creatable(
    context: dict[str, Any], kinds: list[tuple[str, str, str, str]], parent: Page
) -> list[tuple[str, str, str, str]]:
    """Of the types that a column may have below it, those that the user may begin there."""
    user = context["request"].user
    return [kind for kind in kinds if may_create(user, apps.get_model(kind[1], kind[2]), parent)]
