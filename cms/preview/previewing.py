"""
How a page, a column, 首页设置 and 机构 are previewed: what the editor has on the screen is kept under a token, and the preview process
(`zhanqun preview`), at an origin of its own, shows it as the build would make it.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import SignatureExpired
from django.shortcuts import render
from wagtail.models import Page
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from cms.preview.probing import is_answering
from cms.review import context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VALID_S = 2 * 60 * 60
"""For how long an editor's token is good."""


class Previewed(HeadlessPreviewMixin):
    """For models of which the preview shows something. Without ZHANQUN_PREVIEW_URL there is no preview."""

    shows: ClassVar[list[tuple[str, str]]] = [
        ("page", "本页"),
        ("list", "所在栏目的列表"),
        ("home", "网站首页"),
    ]
    """What the preview can show: its names in addresses, and in the editor."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return self.shows if settings.PREVIEW_URL else []

    def get_client_root_url(self, request: HttpRequest) -> str:
        return f"{settings.PREVIEW_URL}/"

    def get_preview_url(self, request: Any, token: str) -> str:
        query = urlencode({"token": token, "show": request.preview_mode})
        return f"{self.get_client_root_url(request)}?{query}"

    def create_page_preview(self) -> PagePreview:
        """
        One token for an editor and what they edit, renewed at half its time: what they type goes to where
        their windows look already.
        """
        slot = f"{context.actor().pk}-{self._slot()}-"
        known = PagePreview.objects.filter(token__startswith=slot).order_by("-pk")
        for preview in known:
            if is_fresh(preview.token, VALID_S // 2):
                return self.update_page_preview(preview.token)[0]
        known.exclude(pk__in=[each.pk for each in known if is_fresh(each.token)]).delete()
        token = self.get_preview_signer().sign(slot + secrets.token_urlsafe(12))
        return self.update_page_preview(token)[0]

    def update_page_preview(self, token: str) -> tuple[PagePreview, bool]:
        """Keep what is on the screen under the token, whatever the model; see `tokens` for the way back."""
        content = json.dumps(self.serializable_data(), cls=DjangoJSONEncoder)
        return PagePreview.objects.update_or_create(
            token=token,
            defaults={
                "content_type": ContentType.objects.get_for_model(self),
                "content_json": content,
            },
        )

    def _slot(self) -> str:
        if not isinstance(self, Page):
            return f"{self._meta.label}.{self.pk or 'new'}"
        return str(self.pk) if self.pk else f"new.{self.get_parent().pk}.{self._meta.label}"

    def serve_preview(self, request: Any, preview_mode: str) -> HttpResponse:
        """The page around the preview; a sentence when nobody answers there."""
        if not is_answering(settings.PREVIEW_URL):
            return render(request, "preview/down.html", status=503)
        return super().serve_preview(request, preview_mode)


def is_fresh(token: str, seconds: int = VALID_S) -> bool:
    """Whether an editor's token is not older than this; BadSignature when it is none."""
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=seconds)
    except SignatureExpired:
        return False
    return True
