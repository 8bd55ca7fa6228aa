"""
What a home page is made of, below its headline: blocks and links in the order of the editors.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

_MOST = 20


class BlockKind(models.TextChoices):
    """How a block of the home page shows what it shows."""

    LIST = "list", "最新内容：标题和日期"
    DOCUMENTS = "documents", "政策文件：文号、发布机构、有效性"
    TOPICS = "topics", "专题：题图和标题，已归档的不显示"
    LEADERS = "leaders", "领导：照片、姓名和职务"
    DATA = "data", "数据：最新一期的主要数字"
    LINKS = "links", "服务入口：下面填写的链接"


class HomeBlock(Orderable):
    """A block of the home page: a column in one of several forms, or the links."""

    settings = ParentalKey("columns.SiteSettings", on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(
        "形式", max_length=10, choices=BlockKind.choices, default=BlockKind.LIST
    )
    column = models.ForeignKey(
        "columns.Column",
        verbose_name="栏目",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="服务入口不需要栏目。",
    )
    count = models.PositiveIntegerField(
        "条数",
        default=6,
        validators=[
            MinValueValidator(1, "条数至少是 1。不显示的区块请删去。"),
            MaxValueValidator(_MOST, f"条数最多是 {_MOST}，其余的读者可以到栏目中看。"),
        ],
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel(
            [
                FieldPanel("kind"),
                FieldPanel("count", help_text="最多显示几条。服务入口全部显示。"),
            ]
        ),
        PageChooserPanel("column"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "首页区块"

    def clean(self) -> None:
        super().clean()
        if self.kind == BlockKind.LINKS and self.column_id:
            raise ValidationError({"column": "服务入口显示的是下面填写的链接，请清空栏目。"})
        if self.kind != BlockKind.LINKS and not self.column_id:
            raise ValidationError({"column": "没有选择栏目，请选择这个区块显示哪个栏目的内容。"})


class HomeLink(Orderable):
    """服务入口: a link of the home page, to a page of ours or elsewhere."""

    settings = ParentalKey("columns.SiteSettings", on_delete=models.CASCADE, related_name="links")
    title = models.CharField("名称", max_length=20, help_text="如：公积金查询。")
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="页面",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField("网址", max_length=500, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        PageChooserPanel(
            "page",
            ["core.ContentPage", "columns.Column"],
            help_text="链接到本站的，选择页面或栏目，网址留空。",
        ),
        FieldPanel("url", help_text="链接到其他网站的，填写以 https:// 开头的网址，页面不选。"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "服务入口"

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError(
                {"url": f"“{self.title}”要么选择页面，要么填写网址，请只填其中一项。"}
            )
