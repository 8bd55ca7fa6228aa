"""
政策文件: documents with 文号, 索引号, dates and validity.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.search import index

from cms.core.models import ContentPage
from cms.core.panels import attachments_panel, page_tabs, text_panel
from cms.core.widgets import SuggestInput
from cms.feed.fields import Day, Text
from cms.feed.pages import ATTACHED, HEAD, TITLE, PageFeed, example_head
from cms.policies.changes import DocumentChange, Validity, today
from cms.policies.forms import PolicyDocumentForm
from cms.policies.index_numbers import (
    AllocatedIndexNumber,
    IndexNumberError,
    IndexNumberSerial,
    allocate,
    number_of,
)
from cms.policies.interpretations import Interpretation
from cms.policies.life import check_life
from cms.policies.records import Changes, ValidityNow
from cms.policies.vocabulary import GENRES, SUBJECT_PATHS
from sites.addresses import SHANGHAI

__all__ = [
    "AllocatedIndexNumber",
    "DocumentChange",
    "IndexNumberSerial",
    "Interpretation",
    "PolicyDocument",
    "Validity",
]


class PolicyDocument(ContentPage):
    """A document of the disclosure catalogue (政府信息公开目录)."""

    page_description = "有文号的文件：规范性文件和其他文件。自动进入政策文件目录，生成索引号。"

    document_number = models.CharField(
        "文号", max_length=80, blank=True, help_text="如：示政发〔2026〕5号。年份用六角括号。"
    )
    index_number = models.CharField(
        "索引号",
        max_length=80,
        blank=True,
        db_index=True,
        help_text="首次发布时自动生成，不再改变。",
    )
    issued_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    subject = models.CharField(
        "主题分类", max_length=60, blank=True, help_text="如：综合政务\\政务公开。"
    )
    genre = models.CharField("体裁分类", max_length=20, blank=True)
    validity = models.CharField(
        "有效性",
        max_length=10,
        choices=Validity.choices,
        blank=True,
        default=Validity.IN_FORCE,
        help_text="由本站另一份文件修改或废止的，不必在这里改：请在那份文件的“修改、废止的文件”中登记。",
    )
    amended_on = models.DateField("修改日期", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    expires_on = models.DateField(
        "有效期至",
        null=True,
        blank=True,
        help_text="最后一个有效日，次日起自动标注“已失效”。宣布失效的，填宣布之日。",
    )
    is_expired = models.BooleanField(default=False, editable=False, serialize=False)
    """Whether `expires_on` has passed; switched by the scheduler, no part of a revision."""
    validity_basis = models.CharField(
        "有效性依据",
        max_length=200,
        blank=True,
        help_text="修改、废止本文件或宣布其失效的文件不在本站时，写明它的名称和文号。",
    )

    needs_clearance = True
    base_form_class = PolicyDocumentForm
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *ContentPage.exclude_fields_in_copy,
        "index_number",
        "changes",
    ]
    search_fields: ClassVar[list[Any]] = [
        *ContentPage.search_fields,
        index.SearchField("document_number", boost=2),
        index.SearchField("index_number", boost=2),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.status_panels,
        FieldPanel("title"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("document_number"), FieldPanel("index_number", read_only=True)]
                ),
                ContentPage.issuing_panel,
                FieldRowPanel(
                    [
                        FieldPanel("issued_on", help_text="文件上写明的日期，送审前必须填写。"),
                        FieldPanel("effective_on", help_text="文件没有写明的留空。"),
                        FieldPanel("expires_on"),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "subject",
                            widget=SuggestInput(SUBJECT_PATHS),
                            help_text="输入一两个字，从出现的主题中选。如：综合政务\\政务公开。",
                        ),
                        FieldPanel(
                            "genre",
                            widget=SuggestInput(GENRES),
                            help_text="从出现的体裁中选。如：通知、意见、办法。",
                        ),
                    ]
                ),
            ],
            "公文要素",
        ),
        text_panel(),
        attachments_panel(),
        MultiFieldPanel(ContentPage.origin_panels, "来源和责任人"),
        *ContentPage.summary_panels,
        InlinePanel(
            "changes",
            label="文件",
            heading="修改、废止的文件",
            help_text="本文件修改或废止了哪些文件。本文件上线以后，这些文件从生效日期起自动标注，并链接到本文件。",
        ),
        MultiFieldPanel(
            [
                FieldPanel("validity"),
                FieldRowPanel(
                    [
                        FieldPanel("amended_on", help_text="有效性是“已修改”的填写。"),
                        FieldPanel("repealed_on", help_text="有效性是“已废止”的填写。"),
                    ]
                ),
                FieldPanel("validity_basis"),
            ],
            "本文件的有效性",
        ),
        *ContentPage.correction_panels,
    ]
    edit_handler = page_tabs(content_panels, ContentPage.promote_panels)

    feed = PageFeed(
        "policy_document",
        fields=[
            TITLE,
            *HEAD,
            ATTACHED,
            Text("index_number", card=True),
            Text("document_number", card=True),
            Day("issued_on", card=True),
            Day("effective_on"),
            Text("subject", card=True),
            Text("genre", card=True),
            ValidityNow("validity", card=True),
            Day("amended_on"),
            Day("repealed_on"),
            Day("expires_on"),
            Text("validity_basis"),
            Changes("changes", card=True),
        ],
        example={
            "title": "示例市人民政府关于调整城市公共交通票价的通知",
            **example_head(),
            "attachments": [{"media": 9, "title": "票价表"}],
            "index_number": "999900011/2026-00001",
            "document_number": "示政发〔2026〕5号",
            "issued_on": "2026-02-27",
            "effective_on": "2026-04-01",
            "subject": "工业、交通\\公路",
            "genre": "通知",
            "validity": "in_force",
            "amended_on": None,
            "repealed_on": None,
            "expires_on": "2031-03-31",
            "validity_basis": "",
            "changes": [
                {
                    "document": 7,
                    "effect": "replaces",
                    "on": "2026-04-01",
                    "is_in_effect": False,
                }
            ],
        },
    )

    class Meta:
        verbose_name = "政策文件"

    def clean(self) -> None:
        super().clean()
        check_life(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A document that is public and has no number yet is given one, in the same transaction."""
        if self.live and self.pk and not self.index_number and not self.is_imported:
            self.index_number = self.allocated_index_number(
                self.first_published_at or timezone.now()
            )
        self._note_day()
        super().save(*args, **kwargs)

    def _note_day(self) -> None:
        """Note whether its own time is over."""
        self.is_expired = bool(self.expires_on and self.expires_on < today())

    def anticipate_publication(self, at: datetime) -> None:
        """See `ContentPage`; a document that was published before has its number."""
        super().anticipate_publication(at)
        self._note_day()
        for change in self.changes.all():
            change.note_day()
        if self.pk and not self.index_number and not self.is_imported:
            self.index_number = number_of(self.pk)

    def allocated_index_number(self, published_at: datetime) -> str:
        """The number given to this document at its first publication; IndexNumberError without a body."""
        if self.issuing_body is None:
            raise IndexNumberError("没有填写发布机构，无法生成索引号。请填写后再发布。")
        return allocate(
            self.pk,
            self.issuing_body.credit_code,
            published_at.astimezone(SHANGHAI).year,
            is_taken=lambda number: PolicyDocument.objects.filter(index_number=number).exists(),
        )
