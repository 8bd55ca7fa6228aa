"""
领导之窗 and 机构职能 (国办发〔2017〕47号: 负责人的姓名、照片、简历、分工; 机构设置、主要职责、联系方式, in one place and
one format for all bodies).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from cms.core.fields import picture_field
from cms.core.forms import ContentPageForm
from cms.core.models import ContentPage
from cms.core.panels import page_tabs, text_panel
from cms.feed.fields import Number, Ref, Text
from cms.feed.pages import (
    ATTACHED,
    BODIES,
    HEAD,
    PICTURE,
    TITLE,
    PageFeed,
    RichText,
    example_head,
)
from cms.institutions.standing import StandingPage

__all__ = ["BodyProfile", "Leader", "StandingPage"]


class LeaderForm(ContentPageForm):
    """A draft may be incomplete; what is submitted has all that citizens are entitled to read."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.leaves_the_desk:
            if not data.get("picture"):
                self.add_error(
                    "picture", "没有选择照片。请选择一张：领导信息应有姓名、照片、简历和分工。"
                )
            if not _has_text(data.get("duties")):
                self.add_error("duties", "没有填写分工。请写明主管或者分管的工作。")
            if not data.get("body"):
                self.add_error("body", "没有填写简历。请写明出生年月、学历和任职经历。")
        return data


class Leader(ContentPage):
    """领导: photo, 职务, 分工 and 简历; the title is the name, the text the 简历."""

    page_description = "领导之窗中的一个人：职务、照片、分工、简历。"

    post = models.CharField(
        "职务", max_length=80, help_text="如：市委副书记、市长。多个职务用顿号分开。"
    )
    picture = picture_field("照片")
    duties = RichTextField("分工", blank=True, features=["ol", "ul", "bold"])
    rank = models.PositiveIntegerField(
        "排序", default=0, help_text="数字小的在前，栏目按它而不按日期排列。"
    )

    base_form_class = LeaderForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", heading="姓名", help_text="只写姓名，职务写在下面。"),
        FieldRowPanel([FieldPanel("post"), FieldPanel("rank")]),
        FieldPanel("picture", help_text="标准照。“描述”写“某某的照片”。送审前必须选择。"),
        FieldPanel("duties", help_text="主管或者分管的工作。送审前必须填写。"),
        text_panel("简历"),
        *ContentPage.source_panels,
        *ContentPage.summary_panels,
        *ContentPage.correction_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "leader",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            Text("post", card=True),
            RichText("duties"),
            Number("rank", card=True),
        ],
        example={
            "title": "王示例",
            **example_head(summary="", keywords=[], body="<p>王示例，1970年1月生，大学学历。</p>"),
            "picture": 4,
            "attachments": [],
            "post": "市长",
            "duties": "<p>领导市政府全面工作。</p>",
            "rank": 1,
        },
    )

    class Meta:
        verbose_name = "领导"


class BodyProfile(ContentPage):
    """机构职能: a body's duties and contact as they are registered, its offices in the text."""

    page_description = "一个机构的职责和联系方式，取自“机构”中的登记。"

    described_body = models.ForeignKey(
        "bodies.Body",
        verbose_name="机构",
        null=True,
        on_delete=models.PROTECT,
        related_name="profiles",
        help_text="主要职责和联系方式取自“机构”中的登记，在那里修改，各处一同改变。",
    )

    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", help_text="通常是机构的全称。"),
        FieldPanel("described_body"),
        text_panel("内设机构和其他说明"),
        *ContentPage.source_panels,
        *ContentPage.closing_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "body_profile",
        fields=[
            TITLE,
            *HEAD,
            ATTACHED,
            Ref("described_body", table=BODIES, kind="body"),
        ],
        example={
            "title": "示例市人民政府办公室",
            **example_head(summary="", body="<p>内设综合科、秘书科。</p>"),
            "attachments": [],
            "described_body": 3,
        },
    )

    class Meta:
        verbose_name = "机构职能"

    def clean(self) -> None:
        super().clean()
        body = self.described_body
        missing = [
            label
            for label, value in (
                ("主要职责", body and body.functions),
                ("办公地址", body and body.address),
                ("联系电话", body and body.phone),
            )
            if not _has_text(value)
        ]
        if body and missing:
            raise ValidationError(
                {
                    "described_body": f"“{body}”没有登记{'、'.join(missing)}，"
                    "页面会不完整。请先在“机构”中填写。"
                }
            )


def _has_text(html: str | None) -> bool:
    """An empty editor leaves an empty paragraph."""
    return bool(strip_tags(html or "").strip())
