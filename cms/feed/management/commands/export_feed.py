from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.feed.errors import FeedError
from cms.feed.export import open_feed
from cms.feed.files import write_feed


class Command(BaseCommand):
    """`manage.py export_feed [--since CURSOR] [--output FILE]`"""

    help = "把公开的内容写成数据文件（docs/feed.md），供 zhanqun build 使用。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="CURSOR", help="只导出这个游标之后的变化。")
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="写到哪里，默认 var/feed/feed.ndjson。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        path = options["output"] or Path(settings.VAR) / "feed" / "feed.ndjson"
        try:
            feed = open_feed(options["since"])
            count = write_feed(feed, path)
        except FeedError as error:
            raise CommandError(str(error), returncode=3) from error
        kind = "全部内容" if feed.is_full else "变化"
        seconds = time.perf_counter() - started
        self.stdout.write(f"导出{kind} {count} 条记录到 {path}，用时 {seconds:.1f} 秒。")
