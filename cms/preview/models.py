"""What was shared with people who have no account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, Revision

_SIGNER = Signer(salt="zhanqun.preview.share")
PREFIX = "share-"
"""How the token of a link begins; an editor's begins with a number."""


class ShareLink(models.Model):
    """分享链接: shows one revision of a page until its time is over or it is revoked."""

    page = models.ForeignKey(
        Page, verbose_name="稿件", on_delete=models.CASCADE, related_name="share_links"
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    recipient = models.CharField("给谁看", max_length=100)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    created_by = models.CharField("建立人", max_length=200)
    expires_at = models.DateTimeField("有效期至", db_index=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_by = models.CharField("撤销人", max_length=200, blank=True)
    opened = models.PositiveIntegerField("打开次数", default=0)
    last_opened_at = models.DateTimeField("最近打开", null=True)

    class Meta:
        verbose_name = "分享链接"
        verbose_name_plural = "分享链接"

    def __str__(self) -> str:
        return f"{self.page.title}（给 {self.recipient}）"

    @property
    def token(self) -> str:
        """What opens it; made of SECRET_KEY, so that the database alone opens nothing."""
        return _SIGNER.sign(f"{PREFIX}{self.pk}")

    @property
    def url(self) -> str:
        """What is sent to the recipient."""
        return f"{settings.PREVIEW_URL}/?token={self.token}"

    @classmethod
    def of_token(cls, token: str) -> ShareLink | None:
        """The link that a token is of; None for a forged one and for one that is gone."""
        try:
            name = _SIGNER.unsign(token)
        except BadSignature:
            return None
        return cls.objects.select_related("page").filter(pk=name.removeprefix(PREFIX)).first()

    def state(self, now: datetime | None = None) -> str:
        """有效, 已撤销 or 已过期."""
        if self.revoked_at:
            return "已撤销"
        return "有效" if self.expires_at > (now or timezone.now()) else "已过期"

    def revoke(self, by: str) -> None:
        """Close it now."""
        self.revoked_at, self.revoked_by = timezone.now(), by
        self.save(update_fields=["revoked_at", "revoked_by"])

    def count(self) -> None:
        """It was opened."""
        changes: dict[str, Any] = {"opened": F("opened") + 1, "last_opened_at": timezone.now()}
        ShareLink.objects.filter(pk=self.pk).update(**changes)
