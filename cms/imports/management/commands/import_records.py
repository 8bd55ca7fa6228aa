"""``manage.py import_records``"""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.imports.errors import FileRefused, ImportFault, PlaceRefused
from cms.imports.maps import load_map
from cms.imports.running import run_import


class Command(BaseCommand):
    help = (
        "把 JSONL 文件（可为 gzip）中的记录导入为页面。同一条记录再次导入不会产生任何变化。"
        "退出状态：0 全部导入，1 有记录未能导入，2 参数或映射文件有误，3 文件被整个拒绝。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSONL 文件")
        parser.add_argument("--map", type=Path, required=True, help="映射文件（TOML）")
        parser.add_argument("--site", required=True, help="网站，即 sites/ 中的文件夹名")
        parser.add_argument("--column", required=True, help="栏目路径，例如 zwgk/zcwj")
        parser.add_argument("--report", type=Path, help="把报告写成 JSON 文件")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON 格式的总计")
        parser.add_argument(
            "--update", action="store_true", help="来源内容有变化的页面也更新，默认只报告"
        )

    def handle(
        self,
        *args: Any,
        files: list[Path],
        map: Path,
        site: str,
        column: str,
        report: Path | None,
        update: bool,
        json: bool,
        **options: Any,
    ) -> None:
        try:
            if report and not report.parent.is_dir():
                raise PlaceRefused(f"--report {report}：没有这个文件夹。请先建立，或换一个位置。")
            result = run_import(
                files,
                load_map(map),
                site,
                column,
                is_updating=update,
                on_progress=self._progress,
            )
        except ImportFault as fault:
            self.stderr.write(str(fault))
            raise SystemExit(3 if isinstance(fault, FileRefused) else 2) from fault
        for sentence in result.sentences():
            self.stdout.write(sentence)
        if report:
            report.write_text(_dumped(result.to_json(), indent=2), encoding="utf-8")
        if json:
            self.stdout.write(_dumped(result.totals()), ending="")
        if result.has_faults:
            raise SystemExit(1)

    def _progress(self, done: int, total: int) -> None:
        """On a terminal only; a pipe stays quiet."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r已处理 {done}/{total} 条", ending="" if done < total else "\n")


def _dumped(content: dict[str, Any], indent: int | None = None) -> str:
    return json_module.dumps(content, ensure_ascii=False, indent=indent) + "\n"
