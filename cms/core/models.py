"""
What every content page has, whatever its type.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.copying import DraftCopyForm
from cms.core.forms import ContentPageForm
from cms.core.identity import RecordIdentity
from cms.core.panels import CorrectionPanel, attachments_panel, text_panel
from cms.core.public import PublicAddress, content_path
from cms.feed.panels import PublicationPanel
from cms.placements.panels import PlacesPanel
from cms.preview.previewing import Previewed
from cms.review.panels import ReviewPanel
from sites.addresses import SHANGHAI

if TYPE_CHECKING:
    from cms.review.permissions import ContentPermissions

__all__ = ["ContentPage", "ExtraPlacement", "PageAttachment", "RecordIdentity"]


class ContentPage(Previewed, PublicAddress, Page):
    """
    A page of content in a column; never created itself, only its types.

    It stands in the column it is a child of, in those of its site that its `extra_placements` name, and in those
    of other sites that accepted it (`cms.placements`).
    Its time of publication is the server's, never the editor's (国办秘函〔2019〕19号, VETO-1.5), save
    for imported pages, which carry their source's.
    """

    summary = models.TextField("摘要", blank=True, max_length=200)
    keywords = models.CharField("关键词", blank=True, max_length=200, help_text="用逗号分开。")
    body = StreamField(BodyBlock(required=False), verbose_name="正文", blank=True)
    content_source = models.CharField(
        "来源", blank=True, max_length=120, help_text="留空时显示发布机构。"
    )
    issuing_body = models.ForeignKey(
        "bodies.Body",
        verbose_name="发布机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    author = models.CharField("作者", blank=True, max_length=60)
    editor = models.CharField("责任编辑", blank=True, max_length=60)
    correction = models.TextField(
        "更正说明",
        blank=True,
        max_length=300,
        help_text="上线以后发现错误的，写明原来怎样、现在怎样。显示在正文前和订阅中。",
    )
    corrected_on = models.DateField("更正日期", null=True, blank=True)
    link_url = models.URLField(
        "转载链接", blank=True, max_length=500, help_text="填写后本条只在列表中出现，点击去往原文。"
    )
    is_pinned = models.BooleanField("置顶", default=False)
    pinned_until = models.DateField("置顶至", null=True, blank=True)

    is_imported = models.BooleanField(default=False, editable=False)
    source_id = models.CharField(max_length=600, blank=True, editable=False, db_index=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    source_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_body_missing = models.BooleanField(default=False, editable=False)

    needs_clearance: ClassVar[bool] = False
    """Whether a 保密审查 must be on record before the final review."""
    is_creatable = False
    base_form_class = ContentPageForm
    copy_form_class = DraftCopyForm
    parent_page_types: ClassVar[list[str]] = ["columns.Column"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "is_imported",
        "source_id",
        "source_digest",
        "source_published_at",
        "correction",
        "corrected_on",
    ]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("keywords"),
        index.SearchField("body"),
        index.FilterField("issuing_body"),
    ]

    status_panels: ClassVar[list[Any]] = [ReviewPanel(), PublicationPanel()]
    issuing_panel: ClassVar[FieldPanel] = FieldPanel(
        "issuing_body", help_text="以谁的名义发布。列表中没有的，先在“机构”中登记。"
    )
    origin_panels: ClassVar[list[Any]] = [
        FieldPanel("content_source"),
        FieldRowPanel(
            [
                FieldPanel("author", help_text="署名的人，没有署名的留空。"),
                FieldPanel("editor", help_text="核对这篇稿件的人，显示在正文下方。"),
            ]
        ),
    ]
    """Where a text comes from, and who answers for it."""
    source_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([issuing_panel, *origin_panels], "发布机构和来源")
    ]
    summary_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "summary",
            help_text="一两句话，不超过 200 字，显示在标题下方、订阅和搜索结果中。没有的留空。",
        ),
        FieldPanel("keywords", help_text="供搜索用，用逗号分开。没有的留空。"),
    ]
    correction_panels: ClassVar[list[Any]] = [
        CorrectionPanel(
            [FieldPanel("correction"), FieldPanel("corrected_on", help_text="改正的那一天。")],
            "更正",
        )
    ]
    closing_panels: ClassVar[list[Any]] = [
        attachments_panel(),
        *summary_panels,
        *correction_panels,
    ]
    """What follows a text and what belongs to it."""
    text_panels: ClassVar[list[Any]] = [text_panel(), *closing_panels]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("is_pinned", help_text="排在栏目的最前面。"),
                        FieldPanel(
                            "pinned_until", help_text="最后一天，次日起不再置顶。留空则一直置顶。"
                        ),
                    ]
                )
            ],
            "在栏目中",
        ),
        InlinePanel(
            "extra_placements",
            label="栏目",
            heading="同时发布到",
            help_text="本网站的其他栏目。要在其他网站展示，上线后用“推荐给其他网站”。",
        ),
        PlacesPanel(heading="在其他网站展示"),
        FieldPanel("link_url"),
    ]

    class Meta:
        verbose_name = "内容"

    @property
    def published_at(self) -> datetime | None:
        """First public time: the server's, or an imported page's source's (None when it gives none)."""
        return self.source_published_at if self.is_imported else self.first_published_at

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A pin that has run out is not set again by publishing an older revision."""
        self._forget_past_pin()
        super().save(*args, **kwargs)

    def anticipate_publication(self, at: datetime) -> None:
        """Set in memory what publishing the page at this time would set, as far as that can be known."""
        self._forget_past_pin()
        self.last_published_at = at if self.first_published_at else None

    def _forget_past_pin(self) -> None:
        if self.pinned_until and self.pinned_until < datetime.now(SHANGHAI).date():
            self.is_pinned, self.pinned_until = False, None

    def clean(self) -> None:
        super().clean()
        if self.pinned_until and not self.is_pinned:
            raise ValidationError(
                {"pinned_until": "填写了置顶日期，但没有勾选“置顶”。请勾选或清空日期。"}
            )
        if self.correction and not self.corrected_on:
            raise ValidationError(
                {"corrected_on": "填写了更正说明，但没有更正日期。请填写更正的日期。"}
            )
        if self.corrected_on and not self.correction:
            raise ValidationError({"correction": "填写了更正日期，请写明更正了什么，或清空日期。"})
        if self.corrected_on and self.corrected_on > datetime.now(SHANGHAI).date():
            raise ValidationError({"corrected_on": "更正日期还没有到。请填写今天或以前的日期。"})

    def permissions_for_user(self, user: Any) -> ContentPermissions:
        """What the table of rights gives `user` here."""
        from cms.review.permissions import ContentPermissions

        return ContentPermissions(user, self)

    def get_lock(self) -> Any:
        """Text in review is frozen, also for whoever locked the page; who does not write only reads."""
        from cms.review import context
        from cms.review.lock import ReadingLock
        from cms.review.rights import Action
        from cms.review.roles import may

        task = self.current_workflow_task
        if task:
            return task.lock_class(self, task)
        reader = context.actor()
        only_reads = reader is not None and not may(reader, Action.EDIT, self)
        return super().get_lock() or (ReadingLock(self) if only_reads else None)

    def public_path(self) -> str:
        """See `PublicAddress`."""
        return content_path(self)


class PageAttachment(Orderable):
    """附件 of a page, in order."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(
        "media.AttachmentFile", verbose_name="文件", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(
        "显示名称", max_length=200, blank=True, help_text="留空时用文件的标题。"
    )

    panels: ClassVar[list[Any]] = [FieldPanel("file"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = "附件"


class ExtraPlacement(Orderable):
    """A further column of the page's site that shows it."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="extra_placements")
    column = models.ForeignKey(
        "columns.Column", verbose_name="栏目", on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar[list[Any]] = [PageChooserPanel("column")]

    class Meta(Orderable.Meta):
        verbose_name = "同时发布到"
