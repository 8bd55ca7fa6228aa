"""What Django's system check asks of ZHANQUN_PREVIEW_URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.checks import register as register_check


def register() -> None:
    """Checked at the start of every command."""
    register_check(check_preview_url)


def check_preview_url(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The preview has an origin of its own: drafts must not meet the session of an editor."""
    address = settings.PREVIEW_URL
    if not address:
        return []
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        return [
            Error(
                f"ZHANQUN_PREVIEW_URL is {address!r}, not an origin",
                hint="Write scheme, host and port only, as in https://preview.example.gov.cn.",
                id="preview.E001",
            )
        ]
    if (parts.scheme, parts.netloc) == urlsplit(settings.WAGTAILADMIN_BASE_URL)[:2]:
        return [
            Error(
                f"ZHANQUN_PREVIEW_URL is the origin of the admin, {address!r}",
                hint="Give the preview a host name or port of its own.",
                id="preview.E002",
            )
        ]
    return []
