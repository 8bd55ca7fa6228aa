"""``manage.py rights_docs``"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.review.documentation import FILE, rights_page


class Command(BaseCommand):
    help = "由权限表生成 docs/rights.md。"

    def handle(self, *args: Any, **options: Any) -> None:
        FILE.write_text(rights_page(), encoding="utf-8")
        self.stdout.write(f"写好了 {FILE.name}。")
