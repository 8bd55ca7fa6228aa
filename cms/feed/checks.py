"""System checks: every page type declares its feed, every watched table has its triggers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core import checks
from django.db import connections

from cms.core.triggers import Trigger
from cms.feed.registry import undeclared_page_types
from cms.feed.triggers import OUTBOX, TRIGGERS


def register() -> None:
    """Make the checks known to Django."""
    checks.register(page_types_declare_their_feed, checks.Tags.models)
    # A deployment check: `migrate` runs the others first, and must be able to put triggers back.
    checks.register(watched_tables_have_triggers, checks.Tags.database, deploy=True)


def page_types_declare_their_feed(**kwargs: Any) -> list[checks.CheckMessage]:
    """A page type without a declaration would never leave the cms."""
    return [
        checks.Error(
            f"页面类型 {model._meta.label} 没有声明 feed，它的页面不会发布。",
            hint="在模型中加上 feed = PageFeed(…)，见 docs/how-to。",
            obj=model,
            id="feed.E001",
        )
        for model in undeclared_page_types()
    ]


def watched_tables_have_triggers(
    databases: Collection[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A table without its triggers would change without the feed noticing."""
    return [
        checks.Error(
            f"数据表 {trigger.table} 缺少触发器 {trigger.name}，它的改动不会进入数据出口。",
            hint="请运行 manage.py migrate。",
            id="feed.E002",
        )
        for alias in databases or ()
        for trigger in _missing(alias)
    ]


def _missing(alias: str) -> list[Trigger]:
    """Missing triggers of tables that exist: before the first `migrate` none does."""
    present = set(connections[alias].introspection.table_names())
    if OUTBOX not in present:
        return []
    return [each for each in TRIGGERS.missing(connections[alias]) if each.table in present]
