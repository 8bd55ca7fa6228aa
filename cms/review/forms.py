"""What is asked before a step. Every refusal, emergency and withdrawal has to say why."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from cms.core.panels import list_headings
from cms.feed.panels import field_label
from cms.review.models import AuditEntry, Withdrawal

BASES = (
    "《中华人民共和国政府信息公开条例》第十七条",
    "《中华人民共和国保守国家秘密法》及本单位保密审查制度",
)
_SETTINGS = {"go_live_at", "expire_at"}


class StepForm(forms.Form):
    """Knows the page it is about."""

    def __init__(self, *args: Any, page: Page | None = None, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)


class ApproveForm(StepForm):
    """通过."""

    comment = forms.CharField(
        label="审核意见", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefuseForm(StepForm):
    """退回: at which field, and why."""

    field = forms.ChoiceField(label="问题所在", required=False)
    comment = forms.CharField(
        label="退回理由",
        help_text="写明问题和修改要求，编辑会在稿件上方和所选的项目旁看到。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明退回理由：编辑要知道改什么。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "整篇稿件"), *fields_of(self.page)]


class ClearForm(StepForm):
    """保密审查."""

    basis = forms.CharField(
        label="审查依据",
        initial=BASES[0],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明审查依据。"},
    )
    opinion = forms.CharField(
        label="审查意见", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    may_be_disclosed = forms.BooleanField(
        label="不涉及国家秘密、工作秘密、商业秘密和个人隐私，可以公开",
        error_messages={"required": "认为不宜公开时，请不要登记，改为退回稿件并写明理由。"},
    )


class RecallForm(StepForm):
    """收回送审 asks nothing."""


class EmergencyForm(StepForm):
    """紧急发布."""

    reason = forms.CharField(
        label="紧急发布的理由",
        min_length=5,
        help_text="说明什么情况、谁决定。本次发布会一直列在“紧急发布”中，直到事后复核。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "请写明理由。",
            "min_length": "理由太短，请写清楚什么情况、谁决定。",
        },
    )


class WithdrawForm(StepForm):
    """撤下."""

    kind = forms.ChoiceField(
        label="类别",
        choices=Withdrawal.Kind.choices(),
        initial=Withdrawal.Kind.ORDINARY,
        widget=forms.RadioSelect,
        help_text="泄密撤下：发布这次撤下以后，正文和只在其中出现的图片、附件自动从保留的历次发布中清除。",
    )
    reason = forms.CharField(
        label="撤下理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明撤下理由。"},
    )


class AfterwardsForm(StepForm):
    """事后复核."""

    conclusion = forms.CharField(
        label="复核结论",
        help_text="内容是否无误；如有问题，已作何处理（修改或撤下）。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明复核结论。"},
    )


class LogForm(forms.Form):
    """What to look for in the log."""

    since = forms.DateField(label="从", required=False, widget=AdminDateInput)
    until = forms.DateField(label="到", required=False, widget=AdminDateInput)
    who = forms.CharField(label="用户", required=False)
    what = forms.CharField(label="动作或对象", required=False)
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *AuditEntry.Outcome.choices()]
    )


def fields_of(page: Page | None) -> list[tuple[str, str]]:
    """Name and label of what an editor fills in on this type of page."""
    if page is None:
        return []
    model = page.specific_class
    own = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and field.model is not Page and not field.primary_key
    ]
    return [
        (name, field_label(page.specific, name))
        for name in ["title", *own, *list_headings(model)]
        if name not in _SETTINGS and not name.endswith("_ptr")
    ]
