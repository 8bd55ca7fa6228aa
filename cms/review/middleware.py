"""Makes the request known to whoever writes the log, and logs what was refused, after its rollback."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.review import context
from cms.review.audit import record_refusal

_LEADS_HOME = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_home", "review_step"}
"""What leads to the start page when all is well; a step that is refused has said why."""


class RequestContext:
    """Stands last: within it the user and the messages are known."""

    def __init__(self, get_response: context.Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with context.answering(request):
            response: HttpResponse = self.get_response(request)
            if self._is_refusal(request, response):
                self._log(request)
        return response

    def _is_refusal(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Wagtail answers 403, or sends the user to the start page with a message."""
        if context.actor() is None:
            return False
        if response.status_code == 403 or getattr(request, "refusal", ""):
            return True
        match = request.resolver_match
        return (
            response.status_code == 302
            and response.headers.get("Location") == reverse("wagtailadmin_home")
            and match is not None
            and match.url_name not in _LEADS_HOME
        )

    def _log(self, request: HttpRequest) -> None:
        why = getattr(request, "refusal", "")
        if why:
            # In place of what Wagtail has said in general.
            messages.get_messages(request)._queued_messages.clear()
            messages.error(request, why)
        record_refusal(
            "request", "越权请求", f"{request.method} {request.path}{'：' if why else ''}{why}"
        )
