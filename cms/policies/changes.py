"""
What a document does to earlier ones: it amends, repeals or replaces them.

The relation belongs to the later document: while that is public, the earlier one is marked; when it is
withdrawn, the mark goes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from sites.addresses import SHANGHAI


class Validity(models.TextChoices):
    """有效性 of a document."""

    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    EXPIRED = "expired", "已失效"


class Effect(models.TextChoices):
    """What a document does to an earlier one."""

    AMENDS = "amends", "修改"
    REPLACES = "replaces", "废止，由本文件替代"
    REPEALS = "repeals", "废止，没有替代"


class DocumentChange(Orderable):
    """A document that another one amends, replaces or repeals, and from when."""

    document = ParentalKey(
        "policies.PolicyDocument", on_delete=models.CASCADE, related_name="changes"
    )
    changed = models.ForeignKey(
        "policies.PolicyDocument",
        verbose_name="被修改、废止的文件",
        on_delete=models.CASCADE,
        related_name="changed_by",
    )
    effect = models.CharField("方式", max_length=10, choices=Effect.choices)
    takes_effect_on = models.DateField(
        "生效日期", help_text="从这一天起标注，通常是本文件的施行日期。"
    )
    is_in_effect = models.BooleanField(default=False, editable=False, serialize=False)
    """Whether that day has come; switched by the scheduler, no part of a revision."""

    panels: ClassVar[list[Any]] = [
        PageChooserPanel("changed"),
        FieldRowPanel(
            [FieldPanel("effect", help_text="本文件使它怎样。"), FieldPanel("takes_effect_on")]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "修改、废止的文件"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_day()
        super().save(*args, **kwargs)

    def note_day(self) -> None:
        """Note whether the day has come."""
        self.is_in_effect = self.takes_effect_on <= today()


def today() -> date:
    """The day in China."""
    return datetime.now(SHANGHAI).date()
