"""What is asked before a text is shown by another site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser

from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from sites.addresses import SHANGHAI


class ColumnField(forms.ModelChoiceField):
    """A column, as it stands in the tree below its site; which ones is said by the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Column.objects.none(),
            label="展示在",
            empty_label="请选择栏目",
            error_messages={
                "required": "请选择栏目。",
                "invalid_choice": "请选择本网站的一个公开栏目。",
            },
            **kwargs,
        )

    def label_from_instance(self, obj: Column) -> str:
        return f"{'　' * (obj.depth - 3)}{obj.title}"


class NoteField(forms.CharField):
    """What those who decide are told."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="说明",
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="写给决定的人：为什么要在那里展示。",
            **kwargs,
        )


class ColumnForm(forms.Form):
    """One of `columns`."""

    column = ColumnField()

    def __init__(self, *args: Any, columns: QuerySet[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns


class OfferForm(forms.Form):
    """推荐: to one of `homes`."""

    home = forms.ModelChoiceField(
        label="网站",
        queryset=SiteHome.objects.none(),
        empty_label="请选择网站",
        help_text="是否展示、放在哪个栏目，由那个网站决定。",
        error_messages={"required": "请选择网站。", "invalid_choice": "请从列出的网站中选择。"},
    )
    note = NoteField()

    def __init__(self, *args: Any, homes: QuerySet[SiteHome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].queryset = homes


class RequestForm(ColumnForm):
    """申请: which text, and where."""

    page = forms.ModelChoiceField(
        label="稿件",
        queryset=ContentPage.objects.filter(live=True),
        help_text="其他网站的一篇已上线的稿件。展示的始终是原稿：那里改正，这里随之改正。",
        error_messages={
            "required": "请选择一篇稿件。",
            "invalid_choice": "请选择一篇已上线的稿件。",
        },
    )
    note = NoteField()
    field_order = ("page", "column", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = AdminPageChooser(target_models=[ContentPage])


class PlaceForm(ColumnForm):
    """同意 and 换栏目: where, and whether above the others."""

    is_pinned = forms.BooleanField(label="在栏目中置顶", required=False)
    pinned_until = forms.DateField(
        label="置顶至",
        required=False,
        widget=AdminDateInput,
        help_text="最后一天，次日起不再置顶。留空则一直置顶。",
        error_messages={"invalid": "请按“2026-03-02”的格式填写日期。"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("pinned_until")
        if until and not data.get("is_pinned"):
            raise ValidationError(
                {"pinned_until": "填写了置顶日期，但没有勾选“在栏目中置顶”。请勾选或清空日期。"}
            )
        if until and until < datetime.now(SHANGHAI).date():
            raise ValidationError({"pinned_until": "置顶日期已经过去，请改为今天或以后。"})
        return data


class ReasonForm(forms.Form):
    """不同意 and 取下: why."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="提出的人和来源网站的编辑会看到。",
        error_messages={"required": "请写明理由：提出的人和来源网站的编辑要知道为什么。"},
    )
