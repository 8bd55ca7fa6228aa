"""
Users to try the cms with, each with a password made at that moment and kept nowhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from cms.columns.models import SiteHome
from cms.review.groups import group_of
from cms.review.rights import ADMINISTRATORS, SITE_ROLES, Role
from sites.config import SiteConfig

_LETTERS, _DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"
_ADMIN, _ADMIN_ROLE = "admin", "超级用户"
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = "甲乙丙丁戊己庚辛"
"""Names of nobody: 赵某甲, 钱某甲, …"""
_WORDS = {Role.SITE_MANAGER: "manager"}


@dataclass(frozen=True, slots=True)
class Account:
    """What to type on the login page. `site` is empty for the administrator."""

    username: str
    password: str
    role: str
    site: str = ""


def create_accounts(sites: tuple[SiteConfig, ...]) -> list[tuple[Account, Any]]:
    """
    A superuser, and one person in each role of the portal and of the first department, with their users; of
    a site the editor first.
    """
    chosen = [site for site in sites if site.is_portal] + [s for s in sites if not s.is_portal][:1]
    names = _names()
    people = [_person(role, next(names), site) for site in chosen for role in SITE_ROLES]
    return [_administrator(), *people]


def _administrator() -> tuple[Account, Any]:
    account = Account(_free(_ADMIN), new_password(), _ADMIN_ROLE)
    user = get_user_model().objects.create_superuser(
        account.username, "admin@example.gov.cn", account.password, last_name=_ADMIN_ROLE
    )
    return account, user


def create_people(sites: tuple[SiteConfig, ...]) -> list[Account]:
    """One person in each role of each site, and the three administrators of the cluster."""
    names = _names()
    people = [_person(role, next(names), site) for site in sites for role in SITE_ROLES]
    people += [_person(role, next(names)) for role in ADMINISTRATORS]
    return [account for account, _ in people]


def _names() -> Iterator[str]:
    return (f"{surname}某{given}" for given in _GIVEN for surname in _SURNAMES)


def _person(role: Role, name: str, site: SiteConfig | None = None) -> tuple[Account, Any]:
    home = SiteHome.objects.get(slug=site.slug) if site else None
    group = group_of(role, home)
    word = _WORDS.get(role) or role.value.partition("_")[0]
    username = _free(f"{site.slug}-{word}" if site else f"{word}-admin")
    account = Account(username, new_password(), group.name, site.slug if site else "")
    user = get_user_model().objects.create_user(
        username,
        site.contact.email if site else f"{username}@example.gov.cn",
        account.password,
        last_name=name[0],
        first_name=name[1:],
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


def new_password() -> str:
    """
    Four groups of four from an alphabet without look-alikes, a letter and a digit among them: 75 bits, and of
    as many kinds as the rule asks for.
    """
    first = secrets.choice(_LETTERS) + secrets.choice(_DIGITS)
    rest = "".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(14))
    made = first + rest
    return "-".join(made[start : start + 4] for start in range(0, 16, 4))
