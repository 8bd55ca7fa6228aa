"""Wagtail's users with our forms: it finds their viewset by the configuration of its app only."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class DeskUsersConfig(WagtailUsersAppConfig):
    """In place of `wagtail.users` in INSTALLED_APPS."""

    user_viewset = "cms.review.users.DeskUserViewSet"
