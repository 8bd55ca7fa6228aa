"""``manage.py sync_sites``"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.columns.sync import sync_sites
from sites.errors import SitesError
from sites.registry import load_sites


class Command(BaseCommand):
    help = "按 sites/ 建立网站、栏目骨架、机构和用户组。重复运行不会改变任何内容。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sites", type=Path, default=settings.SITES_FOLDER, help="site.toml 所在的文件夹"
        )

    def handle(self, *args: Any, sites: Path, **options: Any) -> None:
        try:
            configs = load_sites(sites)
        except SitesError as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        changes = sync_sites(configs)
        for line in changes.lines:
            self.stdout.write(line)
        self.stdout.write(
            f"共 {len(configs)} 个网站，"
            + (f"{len(changes.lines)} 处变更。" if changes.lines else "没有变更。")
        )
