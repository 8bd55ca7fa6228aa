"""The login page. It remembers nobody: a session ends with the browser, and by `sessions`."""

from __future__ import annotations

from django import forms
from wagtail.admin.forms.auth import LoginForm


class DeskLoginForm(LoginForm):
    """User name and password."""

    password = forms.CharField(
        label="密码",
        widget=forms.PasswordInput(attrs={"placeholder": "输入密码"}),
        strip=False,
    )
    remember = None
