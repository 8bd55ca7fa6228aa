from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.feed.generated import FOLDER, stale_files, write_files


class Command(BaseCommand):
    """`manage.py feed_schemas [--check]`"""

    help = "由模型中的声明生成 cms/feed/schemas/ 和 cms/feed/examples/。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查文件是否最新。")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            stale = stale_files()
            if stale:
                names = "、".join(str(path.relative_to(FOLDER)) for path in stale)
                raise CommandError(
                    f"{names} 与模型的声明不一致。请运行 manage.py feed_schemas 并提交结果。"
                )
            self.stdout.write("生成的文件都是最新的。")
            return
        changed = write_files()
        self.stdout.write(f"更新了 {len(changed)} 个文件。")
