"""Which frames the admin may hold."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class FramePolicy:
    """The admin frames itself and the preview, nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        frames = " ".join(filter(None, ("'self'", settings.PREVIEW_URL)))
        response.headers.setdefault("Content-Security-Policy", f"frame-src {frames}")
        return response
