from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.feed.audit import differences, touch_again
from cms.feed.errors import FeedError
from cms.feed.ledger import bring_up_to_date
from cms.feed.models import ExportedRecord


class Command(BaseCommand):
    """`manage.py check_feed [--mend]`"""

    help = "逐条核对公开的内容与导出的内容，不应有任何差别。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="把有差别的记录重新导出。")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bring_up_to_date()
            found = list(differences())
            for difference in found:
                self.stderr.write(str(difference))
            if found and options["mend"]:
                touch_again(found)
                bring_up_to_date()
                self.stdout.write(f"重新导出了 {len(found)} 条有差别的记录。")
                return
        except FeedError as error:
            raise CommandError(str(error), returncode=3) from error
        if found:
            raise CommandError(
                f"{len(found)} 条记录与导出的内容不一致。请运行 manage.py check_feed --mend，"
                "并查明是什么绕过了数据库触发器。",
                returncode=1,
            )
        count = ExportedRecord.objects.exclude(digest="").count()
        self.stdout.write(f"核对了 {count} 条记录，与导出的内容完全一致。")
