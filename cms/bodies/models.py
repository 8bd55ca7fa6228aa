"""
机构: issuing and host bodies, once for all sites; a page names one by id, so that a new name reaches every page.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from cms.preview.previewing import Previewed


class Body(
    Previewed, PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model
):
    """A state organ or one of its offices."""

    shows: ClassVar[list[tuple[str, str]]] = [("page", "机构职能页面")]

    name = models.CharField("机构全称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=60, blank=True)
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        blank=True,
        help_text="18 位。第 9 至 17 位是索引号的前段。",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    functions = RichTextField("主要职责", blank=True, features=["ol", "ul", "bold"])
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    hours = models.CharField("办公时间", max_length=120, blank=True)
    position = models.PositiveIntegerField("排序", default=0)

    panels = [
        FieldPanel("name", help_text="批准设立时的全称。改名以后，各网站的页面一同改变。"),
        FieldRowPanel(
            [
                FieldPanel("short_name", help_text="如：市财政局。没有的留空。"),
                FieldPanel("credit_code"),
            ]
        ),
        FieldPanel("parent", help_text="没有上级机构的留空。"),
        FieldPanel("functions", help_text="显示在“机构职能”页面。"),
        MultiFieldPanel(
            [
                FieldPanel("address", help_text="写明街道和门牌号。"),
                FieldPanel("phone", help_text="对外的电话，带区号。"),
                FieldPanel("hours", help_text="如：工作日 9:00—12:00，14:00—17:30。"),
            ],
            "联系方式",
        ),
        FieldPanel("position", help_text="数字小的在前。"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("position"),
    ]

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
