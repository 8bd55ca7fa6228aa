"""
三员分立: the system, security and audit administrator are three persons, and none of them has a role in
the sites. Whoever puts a user into groups, in whatever way, is refused another combination.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models.signals import m2m_changed

from cms.review.models import RoleGrant
from cms.review.rights import ADMINISTRATORS, Role


def connect() -> None:
    """Watch who is put into which group."""
    through = get_user_model().groups.through
    m2m_changed.connect(_groups_change, sender=through, dispatch_uid="separation of roles")


def conflict(group_pks: Iterable[int]) -> str:
    """Why nobody may be in all these groups at once; empty when somebody may."""
    roles = {
        Role(role)
        for role in RoleGrant.objects.filter(group__in=list(group_pks)).values_list(
            "role", flat=True
        )
    }
    administrators = [role.label for role in ADMINISTRATORS if role in roles]
    if len(administrators) > 1:
        return f"{'、'.join(administrators)}必须由不同的人担任。请只选其中一个。"
    if administrators and len(roles) > 1:
        return f"{administrators[0]}不能同时在网站中任编辑、审核或管理。请只选其中一类。"
    return ""


def _groups_change(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    if action != "pre_add":
        return
    if reverse:
        for user in get_user_model().objects.filter(pk__in=pk_set):
            _refuse({*user.groups.values_list("pk", flat=True), instance.pk})
    else:
        _refuse({*instance.groups.values_list("pk", flat=True), *pk_set})


def _refuse(group_pks: set[int]) -> None:
    if why := conflict(group_pks):
        raise ValidationError(why)
