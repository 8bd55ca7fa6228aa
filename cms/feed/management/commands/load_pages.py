"""``manage.py load_pages``"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from wagtail.models import Page

from cms.columns.models import SiteHome
from cms.columns.sync import sync_sites
from cms.demo.accounts import new_password
from cms.feed.bulk import load_pages
from cms.lookup.texts import bring_up_to_date, rebuild
from cms.review.groups import group_of
from cms.review.guard import import_right
from cms.review.rights import REVIEWERS, Role
from sites.registry import load_sites


class Command(BaseCommand):
    help = (
        "为测量速度，在空的数据库中建立各网站，装入 N 个页面（不经编辑后台），并为门户网站建立编辑和审核人员。"
        "最后一行是 JSON：栏目、用户和他们共同的密码。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", type=int, default=10_000)
        parser.add_argument("--editors", type=int, default=20)

    def handle(self, *args: Any, pages: int, editors: int, **options: Any) -> None:
        if SiteHome.objects.exists():
            self.stderr.write("数据库中已有网站。请用 ZHANQUN_VAR 另指一个空的文件夹。")
            raise SystemExit(2)
        with import_right("load_pages"):
            sync_sites(load_sites(settings.SITES_FOLDER))
        column = load_pages(pages)
        rebuild()
        while bring_up_to_date():
            pass
        home = Page.objects.get(pk=column.get_ancestors()[1].pk)
        password = new_password()
        told = {
            "column": column.pk,
            "url_path": column.url_path,
            "password": password,
            "users": _users(home, editors, make_password(password)),
        }
        self.stdout.write(json.dumps(told))


def _users(home: Page, editors: int, password: str) -> dict[str, list[str]]:
    """Role → names of its users, who have one password, worked out once."""
    wanted = {Role.EDITOR: editors, **dict.fromkeys(REVIEWERS.values(), 1)}
    names = {}
    for role, count in wanted.items():
        names[role.value] = [f"{role.value}-{number}" for number in range(count)]
        for name in names[role.value]:
            user = get_user_model().objects.create(username=name, password=password)
            user.groups.add(group_of(role, home))
    return names
