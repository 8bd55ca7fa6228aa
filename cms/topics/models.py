"""
专题: documents and columns gathered on one page for a time. When that is over the topic leaves the home page
and says that it is archived; its address stays (国办发〔2017〕47号, 专题专栏).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    PageChooserPanel,
)
from wagtail.models import Orderable

from cms.core.fields import picture_field
from cms.core.models import ContentPage
from cms.core.panels import page_tabs, text_panel
from cms.feed.fields import Children, Day, Flag, References, Text, closed, page_ref
from cms.feed.pages import ATTACHED, HEAD, PICTURE, TITLE, PageFeed, example_head
from cms.policies.changes import today
from cms.topics.forms import TopicForm

__all__ = ["Topic", "TopicEntry", "switch_topics"]

_MOST = 50


@dataclass(frozen=True)
class Entries(Children):
    """What a topic gathers, in order: pages, and columns with the number of items to show."""

    model: str = "topics.TopicEntry"
    parent: str = "topic_id"
    columns: tuple[str, ...] = ("heading", "target_id", "count")

    json = {
        "type": "array",
        "items": closed(
            {"heading": Text.json, "page": page_ref(is_optional=True), "count": {"type": "integer"}}
        ),
    }

    def collect_item(self, row: Sequence[Any], references: References) -> None:
        references.want_page(row[1])

    def item(self, row: Sequence[Any], references: References) -> dict[str, Any]:
        heading, target, count = row
        page = references.page(target)
        name = {"kind": page[0], "id": page[1]} if page else None
        return {"heading": heading, "page": name, "count": count}


class Topic(ContentPage):
    """A page that gathers pages and columns until its last day, and stays as a record afterwards."""

    picture = picture_field("题图", help_text="显示在专题页面最上方和首页的专题区。")
    ends_on = models.DateField(
        "结束日期",
        null=True,
        blank=True,
        help_text="最后一天，次日起自动归档：不再出现在首页，页面注明“已归档”，网址仍然有效。留空则一直开放。",
    )
    is_archived = models.BooleanField(default=False, editable=False, serialize=False)
    """Whether `ends_on` has passed; switched by the scheduler, no part of a revision."""

    page_description = "围绕一项工作汇集的栏目和内容，到结束日期自动归档。"
    base_form_class = TopicForm
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("picture"), FieldPanel("ends_on")]),
        text_panel("专题介绍"),
        InlinePanel(
            "entries",
            label="内容",
            heading="收入的栏目和内容",
            help_text="按这里的顺序显示。选栏目的，显示它最新的几条；选文件、文章的，与前一条排在一起，"
            "填写小标题则另起一组。",
        ),
        *ContentPage.source_panels,
        *ContentPage.closing_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "topic",
        fields=[
            TITLE,
            *HEAD,
            PICTURE,
            ATTACHED,
            Day("ends_on"),
            Flag("is_archived", card=True),
            Entries("entries"),
        ],
        example={
            "title": "优先发展公共交通专题",
            **example_head(body="<p>汇集公共交通的政策、解读和进展。</p>"),
            "picture": 4,
            "attachments": [],
            "ends_on": "2026-12-31",
            "is_archived": False,
            "entries": [
                {"heading": "政策文件", "page": {"kind": "policy_document", "id": 6}, "count": 6},
                {"heading": "", "page": {"kind": "column", "id": 2}, "count": 6},
            ],
        },
    )

    class Meta:
        verbose_name = "专题"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is entered holds from the moment it is saved."""
        self._note_day()
        super().save(*args, **kwargs)

    def anticipate_publication(self, at: datetime) -> None:
        """See `ContentPage`."""
        super().anticipate_publication(at)
        self._note_day()

    def _note_day(self) -> None:
        self.is_archived = bool(self.ends_on and self.ends_on < today())


class TopicEntry(Orderable):
    """A page of content or a column that a topic gathers."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="entries")
    heading = models.CharField(
        "小标题", max_length=40, blank=True, help_text="如：政策文件。栏目留空时用栏目名称。"
    )
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="栏目或内容",
        on_delete=models.CASCADE,
        related_name="+",
    )
    count = models.PositiveSmallIntegerField(
        "条数",
        default=6,
        validators=[
            MinValueValidator(1, "条数至少是 1。不显示的栏目请删去这一行。"),
            MaxValueValidator(_MOST, f"条数最多是 {_MOST}，其余的读者可以到栏目中看。"),
        ],
        help_text="选栏目时显示最新的几条。",
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("heading"), FieldPanel("count")]),
        PageChooserPanel(
            "target",
            ["core.ContentPage", "columns.Column"],
            help_text="可以选栏目，也可以选其中的一篇文件、文章。",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "收入的内容"


def switch_topics() -> int:
    """Archive what ended yesterday or before; how many topics."""
    ended = Topic.objects.filter(is_archived=False, ends_on__lt=today())
    return ended.update(is_archived=True)
