"""``manage.py demo_users``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cms.columns.models import SiteHome
from cms.demo.accounts import create_people
from sites.errors import SitesError
from sites.registry import load_sites


class Command(BaseCommand):
    help = (
        "为试用建立用户：每个网站的编辑、初审、复审、终审、网站管理员各一名，"
        "全网站群的系统、安全、审计管理员各一名。姓名是虚构的，密码只显示这一次。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", action="append", default=[], help="只为这些网站，如 water")
        parser.add_argument(
            "--sites", type=Path, default=settings.SITES_FOLDER, help="site.toml 所在的文件夹"
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 给出用户")

    def handle(self, *args: Any, site: list[str], sites: Path, **options: Any) -> None:
        try:
            configs = load_sites(sites)
        except SitesError as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        chosen = tuple(config for config in configs if not site or config.slug in site)
        missing = {config.slug for config in chosen} - set(
            SiteHome.objects.values_list("slug", flat=True)
        )
        if missing or not chosen:
            self.stderr.write(
                f"没有网站 {'、'.join(sorted(missing or site))}。请先运行 manage.py sync_sites。"
            )
            raise SystemExit(2)
        with transaction.atomic():
            accounts = create_people(chosen)
        if options["json"]:
            users = [
                {"username": each.username, "password": each.password, "role": each.role}
                for each in accounts
            ]
            self.stdout.write(json.dumps({"users": users}, ensure_ascii=False))
            return
        self.stdout.write(f"建立了 {len(accounts)} 名用户（密码只显示这一次）：")
        for each in accounts:
            self.stdout.write(f"  {each.role}：用户名 {each.username}，密码 {each.password}")
