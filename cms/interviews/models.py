"""
在线访谈: announced before, with its questions and answers in full afterwards (国办发〔2017〕47号, 互动交流).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from cms.core.fields import picture_field
from cms.core.models import ContentPage
from cms.core.panels import page_tabs, text_panel
from cms.feed.fields import Children, Day, References, Text, closed
from cms.feed.pages import ATTACHED, HEAD, PICTURE, TITLE, PageFeed, example_head
from cms.interviews.forms import InterviewForm

__all__ = ["Exchange", "Guest", "Interview"]


@dataclass(frozen=True)
class Texts(Children):
    """Rows of texts, each under the name of its column."""

    parent: str = "interview_id"

    def schema(self) -> dict[str, Any]:
        rows = closed(dict.fromkeys(self.columns, Text.json))
        return {"type": "array", "items": rows}

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        """They name no record."""

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        return dict(zip(self.columns, row, strict=True))


class Interview(ContentPage):
    """An interview: its guests, when it was held, and what was asked and answered."""

    held_on = models.DateField("访谈日期", null=True, blank=True)
    moderator = models.CharField("主持人", max_length=40, blank=True)
    picture = picture_field("现场图片")

    page_description = "一次访谈：预告，以及结束后的文字实录。"
    base_form_class = InterviewForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", heading="主题", help_text="如：市水务局局长谈节约用水。"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("held_on", help_text="举行访谈的日期，可以是将来的日期。"),
                        FieldPanel("moderator", help_text="没有的留空。"),
                    ]
                ),
                FieldPanel("picture", help_text="访谈结束后补上。没有的留空。"),
            ],
            "访谈",
        ),
        InlinePanel(
            "guests", label="嘉宾", heading="嘉宾", help_text="每位嘉宾一行，按介绍的顺序排列。"
        ),
        text_panel("背景和预告"),
        InlinePanel(
            "exchanges",
            label="问答",
            heading="文字实录",
            help_text="访谈以前留空，页面注明“访谈预告”；结束后按顺序填写全部问答。",
        ),
        *ContentPage.source_panels,
        *ContentPage.closing_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "interview",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            Day("held_on"),
            Text("moderator"),
            Texts("guests", model="interviews.Guest", columns=("name", "post")),
            Texts(
                "exchanges",
                model="interviews.Exchange",
                columns=("asker", "question", "answerer", "answer"),
            ),
        ],
        example={
            "title": "市水务局局长谈节约用水",
            **example_head(body="<p>3月22日是世界水日。</p>"),
            "picture": None,
            "attachments": [],
            "held_on": "2026-03-20",
            "moderator": "李示例",
            "guests": [{"name": "王示例", "post": "市水务局局长"}],
            "exchanges": [
                {
                    "asker": "网民",
                    "question": "怎样申请节水补贴？",
                    "answerer": "王示例",
                    "answer": "向所在街道提出申请。",
                }
            ],
        },
    )

    class Meta:
        verbose_name = "在线访谈"


class Guest(Orderable):
    """Who is asked."""

    interview = ParentalKey(Interview, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("单位和职务", max_length=80)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("post", help_text="如：市水务局局长。")])
    ]

    class Meta(Orderable.Meta):
        verbose_name = "嘉宾"


class Exchange(Orderable):
    """A question and its answer, as they were said."""

    interview = ParentalKey(Interview, on_delete=models.CASCADE, related_name="exchanges")
    asker = models.CharField(
        "提问人", max_length=40, blank=True, help_text="网民的写“网民”，不写真实姓名。"
    )
    question = models.TextField("问题", max_length=2000)
    answerer = models.CharField(
        "回答人", max_length=40, blank=True, help_text="只有一位嘉宾的可以留空。"
    )
    answer = models.TextField("回答", max_length=20_000)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("asker"), FieldPanel("answerer")]),
        FieldPanel("question", help_text="按实录填写，去掉个人信息。"),
        FieldPanel("answer", help_text="按实录填写，可以分段。"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "问答"
