"""``manage.py index_pages``: the texts that pages are found by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.lookup.models import PageText
from cms.lookup.texts import bring_up_to_date, rebuild


class Command(BaseCommand):
    help = "把改动过的页面编入后台的查找。平时由 switch_due 每分钟办理，批量导入以后可以手工运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="丢弃现有的索引，全部重新编入")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            rebuild()
        while bring_up_to_date():
            pass
        self.stdout.write(f"查找中有 {PageText.objects.count()} 个页面。")
