"""
发布包: pages of one site or several that go out together at a minute, or not at all. They name pages by key and
in words, so that a page that is deleted meanwhile is missed, not forgotten.
"""

from __future__ import annotations

from django.db import models

from cms.review.labelled import Labelled


class Bundle(models.Model):
    """A bundle; after its minute it was published or failed as a whole."""

    class Status(Labelled):
        """What became of it."""

        WAITING = "waiting", "待发布"
        PUBLISHED = "published", "已发布"
        FAILED = "failed", "未能发布"
        CANCELLED = "cancelled", "已取消"

    name = models.CharField("名称", max_length=120)
    publish_at = models.DateTimeField("发布时间")
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices(), default=Status.WAITING.value, db_index=True
    )
    failure = models.TextField("未能发布的原因", blank=True)
    made_by = models.CharField("编排人", max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "发布包"

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether its pages are kept for it: also after a failure, until it is given a new time or cancelled."""
        return self.status in (Bundle.Status.WAITING, Bundle.Status.FAILED)


class BundlePage(models.Model):
    """A page of a bundle."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="pages")
    page_pk = models.BigIntegerField()
    page_title = models.CharField(max_length=255)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page_pk"],
                condition=models.Q(is_open=True),
                name="one_open_bundle_per_page",
            )
        ]

    def __str__(self) -> str:
        return self.page_title
