"""
用户: what the security administrator may give. Nobody becomes a superuser here, nobody changes their own roles,
and no combination is offered that `separation` refuses.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, UserViewSet

from cms.review.roles import ActionRefused
from cms.review.separation import conflict


class _Roles:
    """What both forms ask of the chosen groups."""

    def clean_groups(self) -> Any:
        """A sentence at the field instead of an error on saving."""
        groups = self.cleaned_data["groups"]  # type: ignore[attr-defined]
        if why := conflict(group.pk for group in groups):
            raise ValidationError(why)
        return groups


class DeskUserCreationForm(_Roles, UserCreationForm):
    """A new user, no superuser: those are made by `manage.py createsuperuser`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_superuser"]


class DeskUserEditForm(_Roles, UserEditForm):
    """A user; oneself without the roles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.is_own = bool(kwargs.get("editing_self"))
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)

    def clean_groups(self) -> Any:
        groups = super().clean_groups()
        if self.is_own and set(groups) != set(self.instance.groups.all()):
            raise ValidationError("不能修改自己的角色。请由另一名安全管理员修改。")
        return groups


class DeskEditView(EditView):
    """A superuser's account is changed by superusers only: its password is everything."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise ActionRefused("超级用户的账号只能由超级用户修改。")


class DeskUserViewSet(UserViewSet):
    """See the module."""

    edit_view_class = DeskEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return DeskUserEditForm if for_update else DeskUserCreationForm
