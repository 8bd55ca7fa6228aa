"""
政府公报: the electronic edition of a gazette, issue by issue (政府信息公开条例; texts of rules in a gazette are
标准文本, 立法法).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable

from cms.core.fields import picture_field
from cms.core.models import ContentPage
from cms.core.panels import attachments_panel, page_tabs, text_panel
from cms.feed.fields import Children, OptionalNumber, References, Text, closed, id_of
from cms.feed.pages import ATTACHED, HEAD, PAGES, PICTURE, TITLE, PageFeed, example_head
from cms.gazette.forms import GazetteIssueForm

__all__ = ["GazetteEntry", "GazetteIssue"]

_FIRST_YEAR, _LAST_YEAR = 1949, 2999


@dataclass(frozen=True)
class Entries(Children):
    """The documents of an issue, in order, under the headings of its table of contents."""

    model: str = "gazette.GazetteEntry"
    parent: str = "issue_id"
    columns: tuple[str, ...] = ("heading", "document_id")

    json = {
        "type": "array",
        "items": closed({"heading": Text.json, "document": id_of("policy_document")}),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        references.want(PAGES, row[1])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        heading, document = row
        return {"heading": heading, "document": references.id(PAGES, document)}


class GazetteIssue(ContentPage):
    """An issue: year and number, cover, table of contents, and the whole of it as a file."""

    year = models.PositiveSmallIntegerField(
        "年份",
        validators=[
            MinValueValidator(_FIRST_YEAR, f"年份早于 {_FIRST_YEAR} 年，请填四位数的年份。"),
            MaxValueValidator(_LAST_YEAR, "年份太大，请填四位数的年份。"),
        ],
    )
    number = models.PositiveSmallIntegerField(
        "期号",
        validators=[MinValueValidator(1, "期号小于 1，请填本年第几期。")],
        help_text="本年第几期。",
    )
    total_number = models.PositiveIntegerField(
        "总期号", null=True, blank=True, help_text="创刊以来第几期，没有的留空。"
    )
    picture = picture_field("封面")

    page_description = "政府公报的一期：目录和整期下载。"
    base_form_class = GazetteIssueForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", help_text="如：示例市人民政府公报2026年第3期。"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("year", help_text="四位数，如：2026。"),
                        FieldPanel("number"),
                        FieldPanel("total_number"),
                    ]
                ),
                FieldPanel("picture", help_text="没有的留空。"),
            ],
            "刊期",
        ),
        InlinePanel(
            "entries",
            label="文件",
            heading="目录",
            help_text="按公报的顺序。填写小标题则另起一组；选择已在网站公开的文件，读者从目录直接打开。",
        ),
        attachments_panel("全文下载", "整期的 PDF 等，供读者下载。"),
        text_panel("说明"),
        *ContentPage.source_panels,
        *ContentPage.summary_panels,
        *ContentPage.correction_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "gazette_issue",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            OptionalNumber("year"),
            OptionalNumber("number"),
            OptionalNumber("total_number"),
            Entries("entries"),
        ],
        example={
            "title": "示例市人民政府公报2026年第3期",
            **example_head(summary="", body=""),
            "picture": 4,
            "attachments": [{"media": 9, "title": "全文"}],
            "year": 2026,
            "number": 3,
            "total_number": 285,
            "entries": [{"heading": "市政府文件", "document": 6}],
        },
    )

    class Meta:
        verbose_name = "政府公报"

    def clean(self) -> None:
        super().clean()
        if not self.path or self.year is None or self.number is None:
            return
        folder = self.path[: -self.steplen]
        others = GazetteIssue.objects.filter(
            path__startswith=folder, depth=self.depth, year=self.year, number=self.number
        ).exclude(pk=self.pk)
        if other := others.first():
            raise ValidationError(
                {
                    "number": f"本栏目已有{self.year}年第{self.number}期：“{other}”。请改正年份或期号，或者去修改已有的那一期。"
                }
            )


class GazetteEntry(Orderable):
    """A document in an issue's table of contents."""

    issue = ParentalKey(GazetteIssue, on_delete=models.CASCADE, related_name="entries")
    heading = models.CharField("小标题", max_length=40, blank=True, help_text="如：市政府文件。")
    document = models.ForeignKey(
        "policies.PolicyDocument",
        verbose_name="文件",
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("heading"),
        PageChooserPanel("document"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "公报目录"
