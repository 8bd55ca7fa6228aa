"""
政策解读: what explains a policy document, linked with it both ways (国办发〔2016〕19号).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from cms.core.fields import picture_field
from cms.core.forms import ContentPageForm
from cms.core.models import ContentPage
from cms.core.panels import page_tabs
from cms.feed.fields import Choice, Ref
from cms.feed.pages import ATTACHED, HEAD, PAGES, PICTURE, TITLE, PageFeed, example_head


class Form(models.TextChoices):
    """解读形式."""

    TEXT = "text", "文字"
    GRAPHIC = "graphic", "图解"
    QUESTIONS = "questions", "问答"
    VIDEO = "video", "视频"


class InterpretationForm(ContentPageForm):
    """A draft may lack its document; what is submitted may not, unless it only links elsewhere."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.leaves_the_desk and not data.get("document") and not data.get("link_url"):
            self.add_error(
                "document", "没有选择所解读的文件。请选择：读者要能从解读找到原文，从原文找到解读。"
            )
        return data


class Interpretation(ContentPage):
    """An explanation of a policy document, in words, drawings, questions or on film."""

    page_description = "对一份文件的解读：文字、图解、问答或者视频。两边自动互相链接。"

    document = models.ForeignKey(
        "policies.PolicyDocument",
        verbose_name="所解读的文件",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interpretations",
        help_text="上线以后，文件的页面列出本篇解读，本篇解读指向文件。",
    )
    form = models.CharField(
        "解读形式",
        max_length=10,
        choices=Form.choices,
        default=Form.TEXT,
        help_text="图解的，请在正文中另写文字说明；视频的，请在正文中附文字稿。",
    )
    picture = picture_field("题图")

    base_form_class = InterpretationForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title"),
        FieldRowPanel([PageChooserPanel("document"), FieldPanel("form")]),
        *ContentPage.source_panels,
        FieldPanel("picture", help_text="显示在正文上方。没有的留空。"),
        *ContentPage.text_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "interpretation",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            Ref("document", table=PAGES, kind="policy_document"),
            Choice("form", card=True),
        ],
        example={
            "title": "一图读懂公共交通票价调整",
            **example_head(),
            "picture": 4,
            "attachments": [],
            "document": 6,
            "form": "graphic",
        },
    )

    class Meta:
        verbose_name = "政策解读"
