"""``manage.py demo_city``"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from cms.columns.sync import sync_sites
from cms.core.models import ContentPage
from cms.demo.accounts import Account, create_accounts
from cms.demo.city import compose_city
from cms.demo.writing import write_city
from sites.errors import SitesError
from sites.registry import load_sites


class Command(BaseCommand):
    help = (
        "建立示例市：门户网站和六个部门网站，栏目里是按规则编写的虚构内容。已有内容时不作任何改动。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=1500, help="内容条数，每个栏目至少一条")
        parser.add_argument("--seed", type=int, default=1, help="同一个数和同一天得到同样的内容")
        parser.add_argument(
            "--as-of",
            type=_day,
            default=None,
            metavar="DAY",
            help="内容写到哪一天为止，如 2026-03-01；默认为今天",
        )
        parser.add_argument(
            "--sites", type=Path, default=settings.SITES_FOLDER, help="site.toml 所在的文件夹"
        )
        parser.add_argument("--json", action="store_true", help="最后一行以 JSON 给出用户和条数")

    def handle(
        self, *args: Any, items: int, seed: int, as_of: date | None, sites: Path, **options: Any
    ) -> None:
        try:
            configs = load_sites(sites)
        except SitesError as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        accounts: list[Account] = []
        if ContentPage.objects.exists():
            self.stdout.write("数据库中已有内容，未作改动。需要重建时请先删除数据库文件。")
        else:
            city = compose_city(configs, items, seed, as_of or timezone.localdate())
            with transaction.atomic():
                sync_sites(configs)
                made = create_accounts(configs)
                editors: dict[str, Any] = {}
                for account, user in made:
                    editors.setdefault(account.site, user)
                write_city(city, configs, editors)
            accounts = [account for account, _ in made]
            self._report(len(city.items), accounts)
        if options["json"]:
            self.stdout.write(_as_json(accounts, ContentPage.objects.count()))

    def _report(self, count: int, accounts: list[Account]) -> None:
        self.stdout.write(
            f"示例市已建立，共 {count} 条内容。可以用下列用户登录（密码只显示这一次）："
        )
        for account in accounts:
            self.stdout.write(
                f"  {account.role}：用户名 {account.username}，密码 {account.password}"
            )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”不是日期。请写成 2026-03-01 这样。") from error


def _as_json(accounts: list[Account], items: int) -> str:
    users = [
        {"username": account.username, "password": account.password, "role": account.role}
        for account in accounts
    ]
    return json.dumps({"users": users, "items": items}, ensure_ascii=False)
