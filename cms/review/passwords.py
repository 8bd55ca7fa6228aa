"""What a password must be, beside Django's own rules (AUTH_PASSWORD_VALIDATORS)."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]|_")
_NEEDED = 3


class SeveralKinds:
    """
    Of capital letters, small letters, digits and marks at least three: the complexity that GB/T 22239-2019
    8.1.4.1 a) asks for without saying how much.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < _NEEDED:
            raise ValidationError(
                "密码中的字符种类太少：大写字母、小写字母、数字、符号中至少要有三种。",
                code="password_too_plain",
            )

    def get_help_text(self) -> str:
        return "大写字母、小写字母、数字、符号中至少有三种。"


class NotTheSameAgain:
    """A new password is another one."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码与现在的密码相同，请换一个。", code="password_same")

    def get_help_text(self) -> str:
        return "不能与现在的密码相同。"
