"""
Users to try the cms with, each with a password made at that moment and kept nowhere else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from sites.config import SiteConfig

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_ADMIN, _ADMIN_ROLE = "admin", "系统管理员"


@dataclass(frozen=True, slots=True)
class Account:
    """What to type on the login page. `site` is empty for the administrator."""

    username: str
    password: str
    role: str
    site: str = ""


def create_accounts(sites: tuple[SiteConfig, ...]) -> list[tuple[Account, Any]]:
    """An administrator, and an editor for the portal and for the first department, with their users."""
    chosen = [site for site in sites if site.is_portal] + [s for s in sites if not s.is_portal][:1]
    return [_administrator(), *(_editor(site) for site in chosen)]


def _administrator() -> tuple[Account, Any]:
    account = Account(_free(_ADMIN), _password(), _ADMIN_ROLE)
    user = get_user_model().objects.create_superuser(
        account.username, "admin@example.gov.cn", account.password, last_name=_ADMIN_ROLE
    )
    return account, user


def _editor(site: SiteConfig) -> tuple[Account, Any]:
    group = Group.objects.get(name=f"{site.name}编辑")
    account = Account(_free(f"{site.slug}-editor"), _password(), group.name, site.slug)
    user = get_user_model().objects.create_user(
        account.username, site.contact.email, account.password, last_name=f"{site.short_name}编辑"
    )
    user.groups.add(group)
    return account, user


def _free(name: str) -> str:
    """`name`, or the first of ``name-2``, ``name-3``, … that no user has."""
    users, number, free = get_user_model().objects, 1, name
    while users.filter(username=free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _password() -> str:
    """Four groups of four from an alphabet without look-alikes: 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
