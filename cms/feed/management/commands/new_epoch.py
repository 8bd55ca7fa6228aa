from __future__ import annotations

import uuid
from typing import Any

from django.core.management.base import BaseCommand

from cms.feed.ledger import feed_state, touch_everything


class Command(BaseCommand):
    """`manage.py new_epoch`"""

    help = "从备份恢复数据库之后运行：以前发出的游标全部作废，各站下次取得全部内容。"

    def handle(self, *args: Any, **options: Any) -> None:
        state = feed_state()
        state.epoch = uuid.uuid4()
        state.save(update_fields=["epoch"])
        touch_everything()
        self.stdout.write("以前的游标已作废。下一次 zhanqun build --feed 会取得全部内容。")
