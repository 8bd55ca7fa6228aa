"""
数据发布: figures by theme and period, as a table that can be read, charted and taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.forms import Textarea
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.core.cells import TableError, read_table
from cms.core.models import ContentPage
from cms.core.panels import page_tabs, text_panel
from cms.feed.fields import Field, OptionalNumber, References, Text
from cms.feed.pages import ATTACHED, HEAD, TITLE, PageFeed, example_head
from cms.statistics.tables import check_column, check_table


class Table(Field):
    """A pasted table as rows of cells, the first of them the heading."""

    json = {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}

    def value(self, raw: Sequence[Any], references: References) -> list[list[str]]:
        return read_table(raw[0])


class DataRelease(ContentPage):
    """A table of figures with period and unit; the build adds CSV and chart."""

    page_description = "一张统计数据表；网页上另有 CSV 下载和图。"

    period = models.CharField(
        "数据时期", max_length=40, blank=True, help_text="如：2026年9月、2026年前三季度。"
    )
    unit = models.CharField(
        "计量单位", max_length=40, blank=True, help_text="各列单位不同的，写在表头里，这里留空。"
    )
    table = models.TextField(
        "数据表",
        help_text="从电子表格中复制粘贴：第一行是表头，第一列是项目名称。"
        "网页上的表格、CSV 下载和图都由它生成。",
    )
    chart_column = models.PositiveSmallIntegerField(
        "画图的列",
        null=True,
        blank=True,
        validators=[MinValueValidator(2, "第 1 列是项目名称，请填 2 或者更大的数。")],
        help_text="用第几列的数字画柱状图。留空不画。",
    )

    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", help_text="如：2026年9月示例市公共交通主要数据。"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("period"), FieldPanel("unit")]),
                FieldPanel("table", widget=Textarea(attrs={"rows": 10, "wrap": "off"})),
                FieldPanel("chart_column"),
            ],
            "数据",
        ),
        text_panel("说明"),
        *ContentPage.source_panels,
        *ContentPage.closing_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "data_release",
        fields=[
            TITLE,
            *HEAD,
            ATTACHED,
            Text("period"),
            Text("unit"),
            Table("table"),
            OptionalNumber("chart_column"),
        ],
        example={
            "title": "2026年9月示例市公共交通主要数据",
            **example_head(summary="", body="<p>数据为快报数。</p>"),
            "attachments": [],
            "period": "2026年9月",
            "unit": "万人次",
            "table": [["线路", "客运量", "同比（%）"], ["公共汽车", "1,204", "3.1"]],
            "chart_column": 2,
        },
    )

    class Meta:
        verbose_name = "数据发布"

    def clean(self) -> None:
        super().clean()
        try:
            rows = read_table(self.table)
            check_table(rows)
        except TableError as error:
            raise ValidationError({"table": str(error)}) from error
        try:
            if self.chart_column is not None:
                check_column(rows, self.chart_column)
        except TableError as error:
            raise ValidationError({"chart_column": str(error)}) from error
