"""
文章: news, notices and everything else that is not a policy document.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.core.fields import picture_field
from cms.core.models import ContentPage
from cms.core.panels import page_tabs
from cms.feed.fields import Text
from cms.feed.pages import ATTACHED, HEAD, PICTURE, TITLE, PageFeed, example_head


class Article(ContentPage):
    """An ordinary page of text."""

    page_description = "通知、公告、动态等一般稿件。"

    subtitle = models.CharField("副标题", max_length=120, blank=True)
    picture = picture_field("题图")

    search_fields: ClassVar[list[Any]] = [
        *ContentPage.search_fields,
        index.SearchField("subtitle"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title"),
        FieldPanel("subtitle", help_text="显示在标题下方。没有的留空。"),
        *ContentPage.source_panels,
        FieldPanel(
            "picture", help_text="显示在正文上方；排在首页要闻中的，也显示在首页。没有的留空。"
        ),
        *ContentPage.text_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "article",
        fields=[
            TITLE,
            Text("subtitle"),
            *HEAD,
            PICTURE,
            ATTACHED,
        ],
        example={
            "title": "关于调整城市公共交通票价的说明",
            "subtitle": "",
            **example_head(),
            "picture": 4,
            "attachments": [],
        },
    )

    class Meta:
        verbose_name = "文章"
