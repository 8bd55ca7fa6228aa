"""
概况和说明: what a column is for and rarely changes, 机构概况, 网站声明, 联系我们 (国办发〔2017〕47号, 概况信息).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.core.fields import picture_field
from cms.core.forms import ContentPageForm
from cms.core.models import ContentPage
from cms.core.panels import page_tabs, text_panel
from cms.feed.fields import Flag, Number
from cms.feed.pages import ATTACHED, HEAD, PICTURE, TITLE, PageFeed, example_head


class StandingPageForm(ContentPageForm):
    """A draft may be empty; what is submitted says something."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        says = ("body", "shows_contact", "link_url")
        if self.leaves_the_desk and not any(data.get(name) for name in says):
            self.add_error("body", "正文是空的，请填写正文，或者勾选“显示网站的联系方式”。")
        return data


class StandingPage(ContentPage):
    """A page that stands in its column by the order of the editors, beside the others of its kind."""

    picture = picture_field("题图")
    rank = models.PositiveIntegerField(
        "排序", default=0, help_text="数字小的在前，栏目按它而不按日期排列。"
    )
    shows_contact = models.BooleanField(
        "显示网站的联系方式",
        default=False,
        help_text="电话、邮箱、地址、办公时间取自网站的登记，登记改变，页面随之改变，不必写在正文里。",
    )

    page_description = "机构概况、网站声明、联系我们等长期不变的页面。"
    base_form_class = StandingPageForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title", help_text="如：机构概况、网站声明、联系我们。"),
        text_panel(),
        FieldPanel("shows_contact"),
        FieldRowPanel(
            [FieldPanel("picture", help_text="显示在正文上方。没有的留空。"), FieldPanel("rank")]
        ),
        *ContentPage.source_panels,
        *ContentPage.closing_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "standing_page",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            Number("rank", card=True),
            Flag("shows_contact"),
        ],
        example={
            "title": "联系我们",
            **example_head(summary="", keywords=[], body="<p>来信请写明网址。</p>"),
            "picture": None,
            "attachments": [],
            "rank": 3,
            "shows_contact": True,
        },
    )

    class Meta:
        verbose_name = "概况和说明"
