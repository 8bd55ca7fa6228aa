"""
Sites and their columns: one tree under each site's home page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PreviewableMixin, Site

from cms.columns.home import HomeBlock, HomeLink
from cms.core.lists import words
from cms.core.panels import page_tabs
from cms.core.public import PublicAddress, column_slugs
from cms.preview.previewing import Previewed
from sites.addresses import SHANGHAI, column_path
from sites.skeletons import TAKEN_FOLDERS

__all__ = [
    "Column",
    "HomeBlock",
    "HomeLink",
    "Redirect",
    "SiteHome",
    "SiteIdentity",
    "SiteSettings",
]

if TYPE_CHECKING:
    from cms.review.permissions import StructurePermissions

_MAIN_COLUMN_DEPTH = 3
_FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""As in the skeletons: Wagtail would make a path in Chinese of a title in Chinese."""


class Structure(PublicAddress):
    """What pages stand in. It is arranged by the site's manager and needs no review."""

    def permissions_for_user(self, user: Any) -> StructurePermissions:
        """What the table of rights gives `user` here."""
        from cms.review.permissions import StructurePermissions

        return StructurePermissions(user, self)


class SiteHome(Structure, Page):
    """The root of a site's columns. Its slug is the site's folder name in `sites/`."""

    preview_modes: ClassVar[list[tuple[str, str]]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["columns.Column"]
    max_count_per_parent = None

    class Meta:
        verbose_name = "网站"

    def public_path(self) -> str:
        """See `PublicAddress`."""
        return "/"


class Column(Previewed, Structure, Page):
    """栏目: a place in the navigation with a list of pages."""

    page_description = "在这里再分出一个栏目。"
    shows: ClassVar[list[tuple[str, str]]] = [("list", "本栏目"), ("home", "网站首页")]

    description = models.TextField(
        "栏目描述",
        max_length=300,
        help_text="本栏目发布什么。显示在列表页，并写入 ColumnDescription。",
    )
    keywords = models.CharField("栏目关键词", max_length=200, blank=True, help_text="用逗号分开。")
    column_type = models.CharField(
        "栏目类别", max_length=40, help_text="如工作动态、通知公告、政策文件。写入 ColumnType。"
    )
    must_update = models.BooleanField("应更新", default=True)
    update_window_days = models.PositiveIntegerField(
        "更新期限（天）", null=True, blank=True, help_text="超过这个天数没有新内容即为更新不及时。"
    )
    is_hidden = models.BooleanField(
        "隐藏", default=False, help_text="不在导航和上级栏目中出现，地址仍然有效。"
    )
    in_navigation = models.BooleanField("在主导航中", default=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("keywords"),
        FieldPanel("column_type"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("must_update", help_text="公开指南要求持续更新的栏目。"),
                        FieldPanel("update_window_days"),
                    ]
                )
            ],
            "更新",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("is_hidden"),
                        FieldPanel(
                            "in_navigation",
                            help_text="在每个网页上方的导航中。不勾选的，列在页脚。",
                        ),
                    ]
                )
            ],
            "显示",
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "slug",
            heading="栏目路径",
            help_text="地址中的一段，用小写字母和数字，如 spxw。"
            "改动后本栏目所有页面换用新地址，旧地址自动转向。",
        ),
    ]
    edit_handler = page_tabs(content_panels, promote_panels)
    parent_page_types: ClassVar[list[str]] = ["columns.SiteHome", "columns.Column"]

    class Meta:
        verbose_name = "栏目"

    def clean(self) -> None:
        super().clean()
        if not _FOLDER.fullmatch(self.slug):
            raise ValidationError(
                {
                    "slug": f"栏目路径“{self.slug}”不能用在地址中。请在“栏目与展示”页改为小写字母和数字，如 spxw。"
                }
            )
        # A column that is being made does not know yet how deep it will stand.
        if self.slug in TAKEN_FOLDERS and self.depth in (None, _MAIN_COLUMN_DEPTH):
            raise ValidationError({"slug": f"路径“{self.slug}”是系统保留的。请换一个名称。"})

    def public_path(self) -> str:
        """See `PublicAddress`."""
        return column_path(column_slugs(self))


@register_setting(icon="site", order=100)
class SiteIdentity(BaseSiteSetting):
    """
    What `site.toml` says of a site, kept here by `manage.py sync_sites`, which alone writes it.
    """

    config = models.JSONField("site.toml", default=dict, editable=False)
    logo = models.ForeignKey(
        "media.Picture", null=True, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    columns_made = models.JSONField(default=dict, editable=False)
    """Path in the skeleton → primary key of the column made for it, wherever it stands by now."""

    class Meta:
        verbose_name = "网站身份"

    def __str__(self) -> str:
        return str(self.config.get("name", self.site))


@register_setting(icon="home", order=200)
class SiteSettings(Previewed, PreviewableMixin, ClusterableModel, BaseSiteSetting):
    """首页设置: what the editors of a site decide about its home page, and about all of its pages."""

    shows: ClassVar[list[tuple[str, str]]] = [("home", "网站首页"), ("list", "一个栏目")]

    headline = models.ForeignKey(
        "core.ContentPage",
        verbose_name="头条",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hot_words = models.CharField(
        "搜索热词", max_length=200, blank=True, help_text="用逗号分开，显示在首页搜索框下。"
    )
    notice = models.CharField(
        "公告条",
        max_length=120,
        blank=True,
        help_text="显示在首页和列表页顶部的一句话。不用时清空。",
    )
    emergency = models.CharField(
        "标题",
        max_length=40,
        blank=True,
        help_text="如“台风红色预警”。显示在每个网页的最上方；在门户网站填写的，全部网站都显示。",
    )
    emergency_text = models.CharField("内容", max_length=200, blank=True)
    emergency_page = models.ForeignKey(
        "core.ContentPage",
        verbose_name="详情",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    emergency_until = models.DateTimeField(
        "显示至", null=True, blank=True, help_text="到时自动取消。留空则一直显示，直到清空标题。"
    )
    grey_from = models.DateField("起始日", null=True, blank=True)
    grey_until = models.DateField(
        "截止日",
        null=True,
        blank=True,
        help_text="最后一天。这几天网站显示为黑白；在门户网站填写的，全部网站都变灰。",
    )
    is_grey = models.BooleanField(default=False, editable=False)
    """Whether today is one of these days; switched by `switch_due`."""
    has_traditional = models.BooleanField(
        "提供繁體版",
        default=False,
        help_text="每个网页另有一份繁体字的，由系统自动转换，页面上方可以切换。",
    )
    protected_words = models.TextField(
        "不转换的词",
        blank=True,
        help_text="人名、地名等转换后会写错的词，用逗号分开：写“于某”则保持原样，"
        "写“钟某=鍾某”则写成后者。",
    )

    panels: ClassVar[list[Any]] = [
        PageChooserPanel(
            "headline", help_text="首页搜索框下最醒目的一条，选已上线的稿件。留空不显示。"
        ),
        FieldPanel("hot_words"),
        FieldPanel("notice"),
        InlinePanel(
            "blocks",
            label="区块",
            heading="首页区块",
            help_text="按这里的顺序显示；第一块是要闻，配一张图片。都不填写时显示各主要栏目。",
        ),
        InlinePanel(
            "links",
            label="链接",
            heading="服务入口",
            help_text="在首页区块中添加“服务入口”后显示在那里。",
        ),
        MultiFieldPanel(
            [
                FieldPanel("emergency"),
                FieldPanel("emergency_text", help_text="一句话：发生了什么，请公众怎样做。"),
                PageChooserPanel("emergency_page", help_text="已上线的稿件，公众从提示打开它。"),
                FieldPanel("emergency_until"),
            ],
            "紧急提示",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("grey_from", help_text="第一天，到这一天自动变为黑白。"),
                        FieldPanel("grey_until"),
                    ]
                )
            ],
            "哀悼日",
        ),
        MultiFieldPanel([FieldPanel("has_traditional"), FieldPanel("protected_words")], "繁體版"),
    ]

    class Meta:
        verbose_name = "首页设置"

    def __str__(self) -> str:
        return f"首页设置：{self.site}"

    def clean(self) -> None:
        super().clean()
        now = datetime.now(SHANGHAI)
        if not self.emergency and (self.emergency_text or self.emergency_page):
            raise ValidationError({"emergency": "紧急提示没有标题。请填写标题，或清空内容和详情。"})
        if self.emergency and self.emergency_until and self.emergency_until <= now:
            raise ValidationError(
                {"emergency_until": "紧急提示的结束时间已过。请改为以后的时间，或清空标题。"}
            )
        if (self.grey_from is None) != (self.grey_until is None):
            raise ValidationError(
                {"grey_until": "哀悼日只填写了一个日期。请把起止两个日期都填上。"}
            )
        if self.grey_from and self.grey_until and self.grey_until < self.grey_from:
            raise ValidationError({"grey_until": "哀悼日的截止日早于起始日。请改正其中一个日期。"})
        for word in words(self.protected_words):
            if not all(part.strip() for part in word.split("=", 1)):
                raise ValidationError(
                    {
                        "protected_words": f"不转换的词“{word}”缺了等号的一边。"
                        "请写成“钟某=鍾某”，或只写要保持原样的词。"
                    }
                )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is entered holds from the moment it is saved."""
        self.note_day()
        super().save(*args, **kwargs)

    def note_day(self) -> None:
        """Note whether today is one of the days in grey."""
        today = datetime.now(SHANGHAI).date()
        self.is_grey = bool(
            self.grey_from and self.grey_until and self.grey_from <= today <= self.grey_until
        )

    @classmethod
    def switch_due(cls, now: datetime) -> Iterator[str]:
        """Begin and end what has its time; a sentence for each thing that was switched."""
        today = now.astimezone(SHANGHAI).date()
        is_mourning = models.Q(grey_from__lte=today, grey_until__gte=today)
        if count := cls.objects.filter(is_mourning, is_grey=False).update(is_grey=True):
            yield f"{count} 个网站变灰。"
        if count := cls.objects.filter(is_grey=True).exclude(is_mourning).update(is_grey=False):
            yield f"{count} 个网站恢复彩色。"
        over = cls.objects.exclude(emergency="").filter(emergency_until__lte=now)
        if count := over.update(
            emergency="", emergency_text="", emergency_page=None, emergency_until=None
        ):
            yield f"取消了 {count} 条到期的紧急提示。"


class Redirect(models.Model):
    """A former address that no record remembers, for instance of the system before this one."""

    site = models.ForeignKey(Site, verbose_name="网站", on_delete=models.CASCADE, related_name="+")
    path = models.CharField("旧地址", max_length=500, help_text="以“/”开头，不含域名。")
    page = models.ForeignKey(
        Page,
        verbose_name="转向页面",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    link_url = models.URLField("转向网址", max_length=500, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("site"),
        FieldPanel("path"),
        PageChooserPanel("page"),
        FieldPanel("link_url"),
    ]

    class Meta:
        verbose_name = "旧地址转向"
        verbose_name_plural = "旧地址转向"
        constraints = [
            models.UniqueConstraint(fields=["site", "path"], name="one_redirect_per_path")
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        super().clean()
        parts = self.path.split("/")
        if not self.path.startswith("/") or "//" in self.path or {".", ".."} & set(parts):
            raise ValidationError(
                {"path": "旧地址应以“/”开头，且不含“//”和“..”。请只填域名之后的部分。"}
            )
        if not self.path.isprintable():
            raise ValidationError({"path": "旧地址里有换行等看不见的字符。请删去后重试。"})
        if self.page is None and not self.link_url:
            raise ValidationError("没有写明转到哪里。请选择转向页面，或填写转向网址。")
