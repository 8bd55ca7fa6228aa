"""Triggers are brought up to date after every `migrate`: SQLite loses them when a table is rebuilt."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate

from cms.feed.triggers import install


def connect() -> None:
    """Listen for the end of a migration."""
    post_migrate.connect(_install, sender=apps.get_app_config("feed"), dispatch_uid="feed triggers")


def _install(using: str, **kwargs: Any) -> None:
    install(connections[using])
