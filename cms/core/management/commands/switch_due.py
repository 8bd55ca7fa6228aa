"""``manage.py switch_due``: what begins or ends at a time, switched by cron or the demo every minute."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.columns.models import SiteSettings
from cms.core.models import ContentPage
from cms.lookup.texts import bring_up_to_date
from cms.policies.life import switch_life
from cms.review.guard import drop_unreviewed
from sites.addresses import SHANGHAI


class Command(BaseCommand):
    help = (
        "执行到期的事：定时发布、定时撤稿，取消过期的置顶和紧急提示，标注到期生效的修改、废止和失效，"
        "哀悼日变灰。请每分钟运行一次。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for title in drop_unreviewed():
            self.stderr.write(f"“{title}”到了发布时间，但没有通过三审，未发布。请查看日志。")
        call_command("publish_scheduled")
        now = datetime.now(SHANGHAI)
        unpinned = ContentPage.objects.filter(is_pinned=True, pinned_until__lt=now.date()).update(
            is_pinned=False
        )
        while bring_up_to_date():
            pass
        if unpinned:
            self.stdout.write(f"取消了 {unpinned} 条过期的置顶。")
        if marked := switch_life():
            self.stdout.write(f"{marked} 份文件的有效性从今天起不同。")
        for sentence in SiteSettings.switch_due(now):
            self.stdout.write(sentence)
