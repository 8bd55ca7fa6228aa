"""``manage.py switch_due``: what begins or ends at a time, by cron every minute or in a loop of its own."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from cms.columns.models import SiteSettings
from cms.core.models import ContentPage
from cms.lookup.texts import bring_up_to_date
from cms.placements.models import SitePlacement
from cms.policies.life import switch_life
from cms.timing.due import run_due
from cms.topics.models import switch_topics
from sites.addresses import SHANGHAI


class Command(BaseCommand):
    help = (
        "执行到期的事：定时发布、发布包、到期撤下，取消过期的置顶和紧急提示，标注到期生效的修改、废止和失效，"
        "专题到期归档，哀悼日变灰。请每分钟运行一次，或用 --loop 一直运行。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--loop", action="store_true", help="一直运行，每到整分钟执行一次，直到被终止"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._run()
        while options["loop"]:
            time.sleep(60 - time.time() % 60)
            close_old_connections()
            try:
                self._run()
            except OperationalError as error:
                self.stderr.write(f"数据库暂时不能使用（{error}），下一分钟再试。")

    def _run(self) -> None:
        for sentence in run_due():
            self.stderr.write(sentence)
        now = datetime.now(SHANGHAI)
        unpinned = ContentPage.objects.filter(is_pinned=True, pinned_until__lt=now.date()).update(
            is_pinned=False
        )
        unpinned += SitePlacement.unpin_due(now)
        if unpinned:
            self.stdout.write(f"取消了 {unpinned} 条过期的置顶。")
        if marked := switch_life():
            self.stdout.write(f"{marked} 份文件的有效性从今天起不同。")
        if archived := switch_topics():
            self.stdout.write(f"{archived} 个专题到期归档。")
        for sentence in SiteSettings.switch_due(now):
            self.stdout.write(sentence)
        while bring_up_to_date():
            pass
