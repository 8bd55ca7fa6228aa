"""What is asked before a draft is shared."""

from __future__ import annotations

from django import forms

DAYS = ((1, "1 天"), (3, "3 天"), (7, "7 天"), (30, "30 天"))


class ShareForm(forms.Form):
    """给谁看, and for how long."""

    recipient = forms.CharField(
        label="给谁看",
        max_length=100,
        help_text="写明单位和姓名，如“示例市司法局 张示例”。每次打开都记入日志。",
        error_messages={"required": "请写明给谁看：打开的记录要能对上人。"},
    )
    days = forms.TypedChoiceField(
        label="有效期",
        choices=DAYS,
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
        help_text="到期自动失效，也可以随时撤销。",
        error_messages={"required": "请选择有效期。", "invalid_choice": "请从列出的有效期中选择。"},
    )
