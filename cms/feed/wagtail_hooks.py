"""What became of publications, on the start page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.feed.dashboard import PublicationsPanel
from cms.review.roles import works_in_a_site


@hooks.register("construct_homepage_panels", order=300)
def show_publications(request: HttpRequest, panels: list[Any]) -> None:
    """Below what waits for its time."""
    if works_in_a_site(request.user):
        panels.append(PublicationsPanel())
