"""What is asked for a bundle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser

from cms.core.models import ContentPage


class TimeForm(forms.Form):
    """When it goes out."""

    publish_at = forms.DateTimeField(
        label="发布时间",
        widget=AdminDateTimeInput,
        help_text="到这一分钟，包中的稿件同时上线；有一篇不能上线，就都不上线。",
        error_messages={
            "required": "请填写发布时间。",
            "invalid": "请按“2026-03-02 10:30”的格式填写发布时间。",
        },
    )

    def clean_publish_at(self) -> datetime:
        """Only what is to come can be waited for."""
        moment: datetime = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise ValidationError("发布时间已经过去，请填写将来的时间。")
        return moment


class BundleForm(TimeForm):
    """A new one."""

    name = forms.CharField(
        label="名称",
        max_length=120,
        help_text="如：全市防汛预案及解读。",
        error_messages={"required": "请填写名称。"},
    )
    field_order = ("name", "publish_at")


class PageForm(forms.Form):
    """A page to put in."""

    page = forms.ModelChoiceField(
        label="稿件",
        queryset=ContentPage.objects.all(),
        help_text="您管理的任何网站中的一篇稿件：草稿、正在审核的，或已上线而有修改稿的。",
        error_messages={"required": "请选择一篇稿件。", "invalid_choice": "请选择一篇稿件。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = AdminPageChooser(target_models=[ContentPage])
