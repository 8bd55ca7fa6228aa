"""
用户: what the security administrator may give. Nobody becomes a superuser here, nobody changes their own roles,
and no combination is offered that `separation` refuses.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from cms.review.roles import ActionRefused
from cms.review.separation import conflict

_ROLES_HELP = "一个人可以在几个网站任职。系统管理员、安全管理员、审计管理员由不同的人担任，也不兼任网站中的角色。"


class _Roles:
    """What both forms ask, in this order, and of the chosen groups."""

    field_order = (
        "username", "last_name", "first_name", "email", "password1", "password2", "is_active", "groups",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody becomes a superuser here: those are made by `manage.py createsuperuser`.
        self.fields.pop("is_superuser", None)  # type: ignore[attr-defined]
        groups = self.fields["groups"]  # type: ignore[attr-defined]
        groups.label, groups.help_text = "角色", _ROLES_HELP

    def clean_groups(self) -> Any:
        """A sentence at the field instead of an error on saving."""
        groups = self.cleaned_data["groups"]  # type: ignore[attr-defined]
        if why := conflict(group.pk for group in groups):
            raise ValidationError(why)
        return groups


class DeskUserCreationForm(_Roles, UserCreationForm):
    """A new user."""


class DeskUserEditForm(_Roles, UserEditForm):
    """A user; oneself without the roles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.is_own = bool(kwargs.get("editing_self"))
        super().__init__(*args, **kwargs)

    def clean_groups(self) -> Any:
        groups = super().clean_groups()
        if self.is_own and set(groups) != set(self.instance.groups.all()):
            raise ValidationError("不能修改自己的角色。请由另一名安全管理员修改。")
        return groups


class DeskIndexView(IndexView):
    """Who has which roles, and who may log in, in words."""

    _OURS: ClassVar[dict[str, Column]] = {
        "is_superuser": Column("roles", label="角色", accessor=lambda user: roles_of(user)),
        "is_active": Column(
            "is_active",
            label="状态",
            accessor=lambda user: "有效" if user.is_active else "已停用",
            sort_key="is_active",
        ),
    }

    @cached_property
    def columns(self) -> list[Any]:
        return [self._OURS.get(column.name, column) for column in super().columns]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("groups")


def roles_of(user: Any) -> str:
    """The names of the user's roles, as a list of users shows them."""
    names = sorted(group.name for group in user.groups.all())
    return "、".join(["超级用户"] * user.is_superuser + names) or "没有角色"


class DeskEditView(EditView):
    """A superuser's account is changed by superusers only: its password is everything."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise ActionRefused("超级用户的账号只能由超级用户修改。")


class DeskUserViewSet(UserViewSet):
    """See the module. The forms are on one page each: nobody is made whose roles were behind a tab."""

    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    index_view_class = DeskIndexView
    edit_view_class = DeskEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return DeskUserEditForm if for_update else DeskUserCreationForm
