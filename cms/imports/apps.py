from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Brings records of other systems in as pages: `manage.py import_records`."""

    name = "cms.imports"
    label = "imports"
    verbose_name = "数据导入"
